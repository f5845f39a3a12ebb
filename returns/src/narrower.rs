//! Months and quarters that a mapping takes for a year. A heading or a label that names a part of the period that it becomes is a
//! fault, unless all parts of that period are there and the mapping adds them up.

use super::fault::Findings;
use super::left_out::{LeftOut, MAX_PARTS};
use super::mapping::{Mapping, Wanted};
use super::period_said::{Said, YEAR, is, lies_within, said_among, said_in};
use super::rules::{MAPPING_PART, MAPPING_PERHAPS};
use intertally_structure::span;
use std::collections::{BTreeMap, BTreeSet};

/// Labels that are named.
const NAMED: usize = 6;

/// Whether it is the last part of a period: figures of it may be counted from the beginning of the period on.
fn is_last(said: &Said, period: &str) -> bool {
    let Some((start, months)) = span(period) else { return false };
    said.months > 0 && said.first + said.months == start % YEAR + months
}

/// The period of the round that a month or quarter is a part of; none if there are several, or none.
pub(super) fn within(column: &str, text: &str, periods: &BTreeSet<String>) -> Option<String> {
    let said = said_in(column, [text].into_iter()).remove(text).filter(|said| said.plainly)?;
    let mut fitting = periods.iter().filter(|period| lies_within(&said, period));
    let found = fitting.next()?.clone();
    fitting.next().is_none().then_some(found)
}

/// What is wrong with parts that are to make a whole period.
fn cover<'t>(parts: impl Iterator<Item = (&'t str, Said)>, period: &str) -> Result<(), String> {
    let Some((start, months)) = span(period) else { return Ok(()) };
    let (mut weeks, mut taken) = (0, BTreeSet::new());
    // A word that is either of two months is the one that no other word is.
    let mut parts: Vec<(&str, Said)> = parts.collect();
    parts.sort_by_key(|(_, said)| said.or.is_some());
    for (text, said) in parts {
        if said.months == 0 {
            weeks += 1;
            continue;
        }
        let year = said.year.unwrap_or(start / YEAR) * YEAR;
        let firsts = [Some(said.first), said.or].into_iter().flatten().map(|first| year + first);
        let free =
            firsts.clone().find(|first| (*first..first + said.months).all(|month| !taken.contains(&month)));
        let Some(first) = free else {
            return Err(format!("'{text}' is in two of them"));
        };
        if first < start || first + said.months > start + months {
            return Err(format!("'{text}' is no part of {period}"));
        }
        taken.extend(first..first + said.months);
    }
    if weeks > 0 {
        let enough = taken.is_empty() && weeks * 7 >= months * 30;
        return if enough { Ok(()) } else { Err(format!("{weeks} weeks do not make {period}")) };
    }
    let lacking: Vec<String> = (start..start + months)
        .filter(|month| !taken.contains(month))
        .map(|month| format!("{}-{:02}", month / YEAR, month % YEAR + 1))
        .collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(format!("{} of {period} are not among them", lacking.join(", ")))
    }
}

/// Whether parts make a whole period, each once.
pub(super) fn makes(parts: &[(&str, Said)], period: &str) -> bool {
    let plainly = parts.iter().all(|(_, said)| said.plainly && lies_within(said, period));
    plainly && cover(parts.iter().copied(), period).is_ok()
}

/// The period that a column of figures becomes, where that is one.
fn becomes<'a>(mapping: &'a Mapping, wanted: &'a Wanted<'_>, column: &str) -> Vec<&'a str> {
    let time = &wanted.structure.time;
    let said =
        mapping.values.get(column).and_then(|codes| codes.get(time)).or_else(|| mapping.fixed.get(time));
    said.map_or_else(|| wanted.periods.iter().map(String::as_str).collect(), |period| vec![period.as_str()])
}

/// Faults of headings over the figures. `contradicted`: those that are at fault already.
pub(super) fn headings(
    mapping: &Mapping,
    wanted: &Wanted<'_>,
    names: &[String],
    contradicted: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    let said = said_among(names.iter().map(String::as_str));
    let mut sums: BTreeMap<BTreeMap<&str, &str>, Vec<(&str, Said)>> = BTreeMap::new();
    // Several that nobody adds up are a fault already.
    let alike: BTreeSet<&str> = mapping.alike().into_iter().flatten().collect();
    let passed = |name: &&str| contradicted.contains(*name) || alike.contains(*name);
    for (name, codes) in mapping.figures().into_iter().filter(|(name, _)| !passed(name)) {
        let Some(own) = said.get(name) else { continue };
        let periods = becomes(mapping, wanted, name);
        if periods.iter().all(|period| is(own, period)) {
            continue;
        }
        if mapping.adds(name) {
            sums.entry(codes).or_default().push((name, *own));
            continue;
        }
        let whole = periods.join(", ");
        let what =
            format!("the heading '{name}' names another period than {whole}, which its figures become");
        let hint = format!(
            "where the file has a column for each part of {whole}, name them all: add = [..], and they are added up; else name \
             the column of {whole}, or change the heading if it is that"
        );
        let rule = if own.plainly { MAPPING_PART } else { MAPPING_PERHAPS };
        findings.add(rule, &mapping.origin.at(name), None, what, hint);
    }
    for parts in sums.into_values() {
        let Some((first, _)) = parts.first().copied() else { continue };
        for period in becomes(mapping, wanted, first) {
            told(mapping, first, cover(parts.iter().copied(), period), findings);
        }
    }
}

/// Adds the fault of parts that do not make a whole.
fn told(mapping: &Mapping, named: &str, covered: Result<(), String>, findings: &mut Findings) {
    if let Err(why) = covered {
        let what = format!("the parts of a period that the mapping adds up do not make it: {why}");
        let hint = "name each part once under add, and all of them; where nothing was counted in one, the file says 0";
        findings.add(MAPPING_PART, &mapping.origin.at(named), None, what, hint.to_owned());
    }
}

/// Faults of labels beside the figures that were taken. Answers with the columns that are at fault.
pub(super) fn labels(mapping: &Mapping, met: &LeftOut, findings: &mut Findings) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    for (column, by_period) in &met.parts {
        for (period, labels) in by_period.iter().filter(|(_, labels)| labels.len() <= MAX_PARTS) {
            let texts = labels.iter().map(String::as_str).filter(|label| !label.is_empty());
            let said = said_in(column, texts.clone());
            let narrow =
                |label: &str| said.get(label).filter(|said| said.plainly && lies_within(said, period));
            let parts: Vec<(&str, Said)> =
                texts.clone().filter_map(|label| Some((label, *narrow(label)?))).collect();
            if parts.is_empty() {
                continue;
            }
            if mapping.adds(column) {
                let before = findings.faults.len();
                // What names another period is none of its parts.
                let all = texts.clone().filter_map(|label| Some((label, *said.get(label)?)));
                told(mapping, column, cover(all.filter(|(_, said)| said.plainly), period), findings);
                columns.extend((findings.faults.len() > before).then(|| column.clone()));
                continue;
            }
            // A column in which other things stand, too, is not one of periods.
            if parts.len() < texts.clone().count() {
                continue;
            }
            columns.insert(column.clone());
            let named = mapping.keep.contains_key(column) || mapping.columns.contains_key(column);
            if let [(label, said)] = parts.as_slice()
                && named
                && is_last(said, period)
            {
                let what = format!("figures of '{label}' in the column '{column}' become those of {period}");
                let hint = format!(
                    "right if they are counted from the beginning of {period} on; else add all parts up"
                );
                findings.add(MAPPING_PERHAPS, &mapping.origin.at(column), None, what, hint);
                continue;
            }
            let shown: Vec<&str> = parts.iter().take(NAMED).map(|(label, _)| *label).collect();
            let more = if parts.len() > NAMED { ", .." } else { "" };
            let what = format!(
                "figures of a part of {period} become those of {period}: the column '{column}' says {}{more}",
                shown.join(", ")
            );
            let hint = format!(
                "where all parts of {period} are there, add them up: add = [\"{column}\"]; else name the column that says {period}"
            );
            findings.add(MAPPING_PART, &mapping.origin.at(column), None, what, hint);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::super::period_said::plainly;
    use super::*;

    fn covered(parts: &str, period: &str) -> Result<(), String> {
        cover(parts.split(';').map(|part| (part, plainly(part).unwrap())), period)
    }

    #[test]
    fn parts_make_a_whole_or_say_what_is_lacking() {
        let months = "januari;februari;maart 2025;april;mei 2025;juni 2025;juli 2025;augustus;september;oktober;november";
        assert_eq!(covered(&format!("{months};december"), "2025"), Ok(()));
        assert_eq!(covered("Q1 2025;Q2 2025;Q3 2025;Q4 2025", "2025"), Ok(()));
        assert_eq!(covered("Q1 2025;Q2 2025;2025-S2", "2025"), Ok(()));
        assert_eq!(covered("2025-01;2025-02;2025-03", "2025-Q1"), Ok(()));
        for (parts, why) in [
            (months.to_owned(), "2025-12 of 2025"),
            (format!("{months};oktober 2025"), "'oktober 2025' is in two"),
            ("Q1 2025;Q2 2025;Q3 2025;Q4 2024".to_owned(), "'Q4 2024' is no part"),
            ("Q1 2025;2025-S1;2025-S2".to_owned(), "in two of them"),
            ("week 1;week 2".to_owned(), "2 weeks do not make"),
        ] {
            let said = covered(&parts, "2025").unwrap_err();
            assert!(said.contains(why), "{parts}: {said}");
        }
        let weeks: Vec<String> = (1..=52).map(|week| format!("week {week}")).collect();
        assert_eq!(covered(&weeks.join(";"), "2025"), Ok(()));
        // The tenth month in Croatian, the eleventh in Polish.
        let croatian =
            "siječanj;veljača;ožujak;travanj;svibanj;lipanj;srpanj;kolovoz;rujan;listopad;studeni;prosinac";
        assert_eq!(covered(croatian, "2025"), Ok(()));
        let czech = "ledna;února;března;duben;květen;červen;červenec;srpen;září;říjen;listopad;prosinec";
        assert_eq!(covered(czech, "2025"), Ok(()));
    }

    #[test]
    fn a_month_is_a_part_of_the_one_period_that_has_it() {
        let periods = |all: &[&str]| all.iter().map(|period| (*period).to_owned()).collect::<BTreeSet<_>>();
        for (column, text, asked, wanted) in [
            ("t", "2025-03", &["2025"][..], Some("2025")),
            ("t", "Mar 2025", &["2024", "2025"], Some("2025")),
            ("maand", "3", &["2025"], Some("2025")),
            ("maand", "3", &["2024", "2025"], None),
            ("t", "2025-03", &["2025-Q1", "2025-Q2"], Some("2025-Q1")),
            ("t", "2024-03", &["2025"], None),
            ("t", "2025", &["2025"], None),
            ("t", "3", &["2025"], None),
        ] {
            assert_eq!(within(column, text, &periods(asked)).as_deref(), wanted, "{column} {text}");
        }
    }
}
