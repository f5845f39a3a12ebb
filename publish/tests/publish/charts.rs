//! What charts of the report tell: no more than the numbers do, all of them, and the same as the tables and files behind them.

use crate::sample::{Sample, structure};
use crate::shown::{one_table, round_of};
use crate::taken_apart::{PERIODS, lines};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use intertally_core::submission::Status;
use intertally_publish::{Before, files};
use intertally_structure::{DEFAULT, Structure};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

type Files = BTreeMap<String, Vec<u8>>;

fn page(files: &Files) -> String {
    String::from_utf8(files["report.html"].clone()).unwrap()
}

fn default() -> Structure {
    Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap()
}

/// A year over the default structure, and the year before it, published before: everybody had half as much, and of some figures
/// not the same members reported.
pub fn second_year() -> &'static (Files, Files) {
    static YEARS: OnceLock<(Files, Files)> = OnceLock::new();
    YEARS.get_or_init(two_years)
}

fn two_years() -> (Files, Files) {
    let real = |period: &str| {
        let mut sample = Sample::generated(default(), &[period], 27, 5);
        sample.manifest.practice = false;
        sample
    };
    let (old, new) = (real("2023"), real("2024"));
    let (mut statuses, mut figures) = (new.statuses, new.figures);
    figures.values_mut().flatten().for_each(|figure| *figure *= 2);
    for (member, own) in statuses.iter_mut().filter(|(member, _)| member.0 < 4) {
        let code = ["X_0701_PHISH", "Y12T15", "COP_TALK", "X_0701_PHISH"][usize::from(member.0)];
        let cells =
            new.manifest.cells.iter().zip(own).filter(|(cell, _)| cell.key.split('.').any(|own| own == code));
        cells.for_each(|(_, status)| *status = Status::NotCollected);
    }
    let new = Sample::of(new.structure, new.manifest, statuses, figures);
    let first = files(&old.material()).unwrap();
    let before = [Before { manifest: &old.manifest, totals: &first["totals.csv"] }];
    let mut material = new.material();
    material.before = &before;
    let second = files(&material).unwrap();
    (first, second)
}

/// What stands after `from` up to `to`, for each `from`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).map(|rest| rest.split(to).next().unwrap()).collect()
}

/// Name and lines of every file that the page holds.
fn downloads(page: &str) -> Vec<(String, Vec<BTreeMap<String, String>>)> {
    let links = between(page, "<a download=\"", "\">");
    let one = |link: &str| {
        let (name, rest) = link.split_once("\" href=\"data:text/csv;charset=utf-8;base64,").unwrap();
        let bytes = STANDARD.decode(rest).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let head = reader.headers().unwrap().clone();
        let line = |record: csv::StringRecord| {
            head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
        };
        (name.to_owned(), reader.records().map(|record| line(record.unwrap())).collect())
    };
    links.into_iter().map(one).collect()
}

const KEY: [&str; 7] = ["FREQ", "REF_AREA", "MEASURE", "OFFENCE", "INTERVENTION", "AGE", "SEX"];
const TOLD: [&str; 4] = ["OBS_VALUE", "LOWEST", "HIGHEST", "REPORTERS"];

fn of<const N: usize>(line: &BTreeMap<String, String>, names: [&str; N], period: &str) -> Vec<String> {
    assert_eq!(line["TIME_PERIOD"], period);
    names.iter().map(|name| line[*name].clone()).collect()
}

/// Line by line what `totals.csv` of the two rounds says, and every figure with one code beside the broadest is in some file.
#[test]
fn the_file_of_a_chart_says_what_the_published_files_say() {
    let (first, second) = second_year();
    let told = |files: &Files, period: &str| -> BTreeMap<Vec<String>, Vec<String>> {
        lines(files).iter().map(|line| (of(line, KEY, period), of(line, TOLD, period))).collect()
    };
    let (then, now) = (told(first, "2023"), told(second, "2024"));
    let all = downloads(&page(second));
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "a name for each: {names:?}");
    let (mut here, mut earlier, mut apart) = (BTreeSet::new(), 0, 0);
    for line in all.iter().flat_map(|(_, lines)| lines) {
        if line["PUBLISHED"] == "earlier" {
            assert_eq!(then[&of(line, KEY, "2023")], of(line, TOLD, "2023"));
            earlier += 1;
        } else {
            assert_eq!(now[&of(line, KEY, "2024")], of(line, TOLD, "2024"), "{line:?}");
            here.insert(of(line, KEY, "2024"));
            apart += usize::from(!line["NOT_COMPARABLE_WITH_BEFORE"].is_empty());
        }
    }
    assert!(earlier > 100 && apart > 10 && here.len() - apart > 10, "{earlier}, {apart} of {}", here.len());
    let offences = now.keys().filter(|key| key[3] != "_Z" && key[5] == "_T" && key[6] == "_T");
    assert!(offences.clone().count() > 40);
    for key in offences {
        assert!(here.contains(key), "{key:?} is in no file");
    }
}

/// One person more or less within a band, in whatever country: not a pixel of the page moves.
#[test]
fn figures_that_are_shown_alike_are_drawn_alike() {
    let report = |part: &dyn Fn(u64) -> u64| {
        let structure = one_table("T1", &["PER_SUSP", "PER_FIRST"], 1);
        page(
            &files(&round_of("2024", structure, 10, |at| vec![Some(20), Some(part(at as u64))]).material())
                .unwrap(),
        )
    };
    // 194 and 193 of 200 are both nearly all; 101, 102, whoever has it, are told as 100.
    assert_eq!(report(&|at| 20 - u64::from(at >= 4)), report(&|at| 20 - u64::from(at >= 3)));
    let one = |which: u64| report(&move |at| 10 + u64::from(at == which));
    assert_eq!(one(2), one(7));
    assert_eq!(one(2), report(&|at| 10 + u64::from(at < 2)));
    assert_ne!(one(2), report(&|at| 10 + u64::from(at < 3)), "103 is another band");
}

/// Where the two years compare there is a thin bar beneath; else there is none, and the table behind says why.
#[test]
fn the_year_before_is_drawn_where_it_compares_and_nowhere_else() {
    let chart = |missing: usize| {
        let structure = || one_table("T1", &["OFF_REC"], 2);
        let year = |period: &str, figure: u64, absent: usize| {
            let sent =
                move |at: usize| vec![(at != absent).then_some(figure), (at != absent).then_some(figure)];
            let mut sample = round_of(period, structure(), 10, sent);
            sample.manifest.practice = false;
            sample
        };
        let (old, new) = (year("2023", 30, 99), year("2024", 20, missing));
        let totals = files(&old.material()).unwrap()["totals.csv"].clone();
        let before = [Before { manifest: &old.manifest, totals: &totals }];
        let mut material = new.material();
        material.before = &before;
        page(&files(&material).unwrap())
    };
    let thin = |page: &str| -> usize {
        between(page, "<svg", "</svg>")
            .iter()
            .map(|svg| svg.matches("fill=\"var(--muted)\" stroke=\"none\"").count())
            .sum()
    };
    let (same, other) = (chart(99), chart(0));
    assert_eq!(thin(&same), 2, "{same}");
    assert!(same.contains("thin: 2023") && same.contains("before 300"), "{same}");
    assert_eq!(thin(&other), 0);
    assert!(!other.contains("thin: 2023") && other.contains("break: XA reported it then and not now"));
}

#[test]
fn every_label_of_a_chart_is_whole_and_every_chart_has_its_table_and_file() {
    let (_, second) = second_year();
    let page = page(second);
    assert!(!page.contains('\u{2026}'), "nothing is cut");
    let figures: Vec<&str> = between(&page, "<figure>", "</figure>");
    assert!(figures.len() > 15, "{}", figures.len());
    for figure in figures {
        assert!(figure.contains("class=\"behind\"") && figure.contains("<a download="), "{figure}");
        let drawn = figure.split("<details").next().unwrap();
        for row in between(figure, "<th scope=\"row\" class=\"d", "</th>") {
            let name = row.split_once('>').unwrap().1;
            // Broken over lines, and read as one by whom the picture is told.
            assert!(drawn.contains(&format!("{name}: ")) || drawn.contains("<p class=\"note\">"), "{name}");
            for word in name.split_whitespace().filter(|_| drawn.contains("<svg")) {
                assert!(drawn.contains(word), "{word} of {name}");
            }
        }
    }
}

/// Over many periods: a panel for each row of which something is published, all others named; one line and one scale each.
#[test]
fn every_row_over_many_periods_has_a_panel_of_its_own_or_is_named() {
    let page = page(&files(&Sample::generated(structure(), &PERIODS, 27, 7).material()).unwrap());
    let (mut panels, mut named, mut headed) = (0, 0, 0);
    for figure in page.split("<figure").skip(1).filter(|figure| figure.contains("class=\"panels\"")) {
        let (drawn, behind) = figure.split_once("<details").unwrap();
        let notes = between(drawn, "<p class=\"note\">", "</p>").join(" ");
        for row in between(behind, "<th scope=\"row\" class=\"d", "</tr>") {
            let (name, cells) = row.split_once('>').unwrap().1.split_once("</th>").unwrap();
            let is_open = cells.contains("<td>") || cells.contains("<td class=\"broken\">");
            assert_eq!(
                drawn.matches(&format!("<span>{name}</span>")).count(),
                usize::from(is_open),
                "{name}"
            );
            assert!(is_open || notes.contains(name), "{name} is not in {notes}");
            named += usize::from(!is_open);
        }
        for group in between(drawn, "<ul class=\"panels\">", "</ul>") {
            let own = between(group, "<li", "</li>");
            let ends: BTreeSet<&str> = own
                .iter()
                .map(|one| between(one, "<text", "</text>")[0].split('>').nth(1).unwrap())
                .collect();
            assert_eq!(ends.len(), 1, "one scale: {ends:?}");
            assert!(own.iter().all(|one| one.contains("--c0") != one.contains("--c6")), "{group}");
            panels += own.len();
        }
        headed += drawn.matches("<h4>Parts of: ").count();
    }
    assert!(panels > 20 && named > 10 && headed > 4, "{panels}, {named}, {headed}");
    assert!(page.contains("<small>part of: Unlawful access to a computer system</small>"));
}

#[test]
fn parts_stand_in_under_their_whole() {
    let (_, second) = second_year();
    let page = page(second);
    let row = |name: &str| {
        let (before, _) = page.split_once(&format!("\">{name}</th>")).unwrap();
        before.rsplit('"').next().unwrap().to_owned()
    };
    let depths = [
        "All cyber offences",
        "Acts against computer systems",
        "Hacking of mail or other accounts",
        "Phishing",
    ];
    assert_eq!(depths.map(row), ["d0", "d1", "d3", "d2"]);
    let at = |name: &str| page.find(&format!("\">{name}</th>")).unwrap();
    assert!(at("Unlawful access to a computer system") < at("Hacking of mail or other accounts"));
}

/// Every link within the page leads somewhere, whatever the structure has.
#[test]
fn no_link_leads_nowhere_and_no_section_is_empty() {
    let evaluation = include_str!("../../../structure/files/sample-evaluation.toml");
    let evaluation = Structure::parse("sample.toml", evaluation.as_bytes()).unwrap();
    let silent = Sample::generated(default(), &["2024"], 3, 5);
    let samples = [
        Sample::generated(structure(), &PERIODS, 27, 7),
        silent,
        round_of("2024", evaluation, 9, |_| vec![Some(80), Some(12), Some(100), Some(30)]),
        round_of("2024", one_table("T1", &["OFF_REC"], 1), 6, |_| vec![Some(20)]),
    ];
    for sample in samples {
        let page = page(&files(&sample.material()).unwrap());
        for target in between(&page, "href=\"#", "\"") {
            assert_eq!(page.matches(&format!("id=\"{target}\"")).count(), 1, "#{target}");
        }
        for section in between(&page, "<section id=\"", "</section>") {
            let (_, inner) = section.split_once("</h2>").unwrap();
            assert!(!inner.trim().is_empty(), "{section}");
        }
    }
}

/// Who is not in a total stands beside it: by name where they are few, by code where they are many.
#[test]
fn members_that_are_missing_are_named() {
    let of = |missing: usize| {
        let structure = one_table("T1", &["OFF_REC"], 1);
        page(
            &files(&round_of("2024", structure, 20, |at| vec![(at >= missing).then_some(20)]).material())
                .unwrap(),
        )
    };
    assert!(of(0).contains("all 20<"));
    assert!(of(2).contains("18 of 20, without XA, XB<"));
    assert!(of(7).contains("13 of 20, without XA, XB, XC, XD, XE, XF, XG<"));
}
