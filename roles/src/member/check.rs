//! Checking a return against the round, offline: all faults at once.

use super::doubts::doubts;
use super::kept::Kept;
use super::round::MemberRound;
use crate::error::{Result, RoleError};
use crate::person::words;
use crate::session::Session;
use intertally_returns::{
    Compared, Fault, Mapping, Mends, ReadInput, Reading, Return, Summary, TemplateError, TemplateFacts,
    read_with, template_xlsx_with,
};
use intertally_structure::text::many;
use std::collections::HashMap;
use std::fmt::Write;
use zeroize::Zeroizing;

/// A file that a person gave.
pub struct Given {
    /// Its name, without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What a check found. Holds figures as typed: for the member's own screen.
pub struct Checked {
    /// The reading.
    pub reading: Reading,
    /// The revision of the same round that it was compared with; none for a first return.
    pub corrects: Option<u32>,
}

/// Check a file against a round, and against this member's last return if one is kept. `mapping`: for foreign layouts.
pub fn check(
    session: &Session,
    round: &MemberRound,
    file: &Given,
    mapping: Option<&Mapping>,
) -> Result<Checked> {
    check_with(session, round, file, (mapping, &Mends::default()))
}

/// The same with what the person typed over the file.
pub fn check_with(
    session: &Session,
    round: &MemberRound,
    file: &Given,
    (mapping, mends): (Option<&Mapping>, &Mends),
) -> Result<Checked> {
    let practice = round.manifest.practice;
    let last = Kept::latest_before(session, round)?;
    let corrects = last.as_ref().filter(|kept| kept.round == round.id).map(|kept| kept.revision);
    let previous = last.map(|kept| kept.table());
    let id = round.id.0.to_string();
    let input = ReadInput {
        structure: &round.structure,
        cells: &round.manifest.cells,
        whole: &round.table.rules.whole,
        count_only: &round.table.count_only,
        area: round.area(),
        round: Some(&id),
        file_name: &file.name,
        bytes: &file.bytes,
        previous: previous.as_ref(),
        mapping,
    };
    let mut reading = read_with(&input, mends);
    if practice {
        // Made-up figures are compared with nothing, and what somebody tries out is not repeated.
        reading.summary.to_confirm.clear();
        reading.summary.compared = Compared::Unasked;
        reading.summary.largest = None;
    }
    Ok(Checked { reading, corrects })
}

impl Checked {
    /// Whether it can be sent.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.reading.table.is_some()
    }

    /// For scripts.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.reading.to_json()
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Reading { faults, warnings, summary, .. } = &self.reading;
        let mut text = String::new();
        for (word, list) in [("FAULT  ", faults), ("warning", warnings)] {
            text += &lines(word, list);
        }
        let missing: usize = summary.missing.values().sum();
        let reasons: Vec<String> =
            summary.missing.iter().map(|(code, count)| format!("{count} {code}")).collect();
        let _ =
            write!(text, "{} of {} cells filled, {missing} without a figure", summary.filled, summary.cells);
        if !reasons.is_empty() {
            let _ = write!(text, " ({})", reasons.join(", "));
        }
        if let Some((key, value)) = &summary.largest {
            let _ = write!(text, "\nlargest: {value} in {key}");
        }
        if let Some(compared) = summary.compared.to_text() {
            let _ = write!(text, "\n{compared}");
        }
        if let Some(doubts) = doubts(&summary.to_confirm, self.corrects) {
            let _ = write!(text, "\nfar from your last, or unusual: {}\n", doubts.figures.len());
            text += &words::doubts(&doubts);
        }
        for evaluated in &summary.evaluated {
            let _ = write!(text, "\n{}", evaluated.to_text());
        }
        for note in &summary.notes {
            let _ = write!(text, "\npublic note: {note}");
        }
        for claims in claims(summary) {
            let _ = write!(text, "\n{claims}");
        }
        let _ = write!(text, "\n{}, {}", many(faults.len(), "fault"), many(warnings.len(), "warning"));
        text
    }

    /// The warnings alone, a line each; empty without any.
    #[must_use]
    pub fn warnings(&self) -> String {
        lines("warning", &self.reading.warnings).trim_end().to_owned()
    }

    /// The return, or a stop that says how many faults there are.
    pub fn into_table(self) -> Result<(Return, Summary)> {
        let Reading { table, faults, summary, .. } = self.reading;
        let table = table.ok_or_else(|| {
            RoleError::stop(
                format!("the return has {}", many(faults.len(), "fault")),
                "correct them; `member check` lists them",
            )
        })?;
        Ok((table, summary))
    }
}

/// Faults that are said one by one before those like them are counted.
const ALIKE: usize = 3;

/// Faults as they are said: of those of one rule in one column, with the same hint, the first few, the last of them with the
/// number of all that follow.
fn alike(list: &[Fault]) -> Vec<(&Fault, usize)> {
    let kind = |fault: &Fault| (fault.rule, fault.column.clone(), fault.hint.clone());
    let mut seen: HashMap<_, (usize, usize)> = HashMap::new();
    let mut said: Vec<(&Fault, usize)> = Vec::new();
    for fault in list {
        let (count, last) = seen.entry(kind(fault)).or_insert((0, 0));
        *count += 1;
        if *count <= ALIKE {
            *last = said.len();
            said.push((fault, 0));
        } else if let Some((_, more)) = said.get_mut(*last) {
            *more += 1;
        }
    }
    said
}

/// Those of a list, a line each, after this word.
fn lines(word: &str, list: &[Fault]) -> String {
    let mut text = String::new();
    for (first, more) in alike(list) {
        let _ = writeln!(text, "{word} {}", first.to_member());
        if more > 0 {
            let _ = writeln!(text, "{word}   and {more} more like this; --json lists each");
        }
    }
    text
}

/// Cells that are named one by one.
const NAMED: usize = 10;

/// What the office says of single figures, for everybody to read.
pub(super) fn claims(summary: &Summary) -> Vec<String> {
    let line = |cells: &Vec<String>, what: &str| {
        let named: Vec<&str> = cells.iter().take(NAMED).map(String::as_str).collect();
        let more = cells.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{} {what}: {}{more}", cells.len(), named.join(", "))
    };
    let public = "figures that you say your office publishes itself: they go out in clear, to everybody";
    let confidential = "figures that you say are confidential with you, as everybody can read";
    [(&summary.public, public), (&summary.confidential, confidential)]
        .into_iter()
        .filter(|(cells, _)| !cells.is_empty())
        .map(|(cells, what)| line(cells, what))
        .collect()
}

/// An empty return of the round as CSV.
#[must_use]
pub fn template_csv(round: &MemberRound) -> String {
    intertally_returns::template_csv(&round.structure, &round.manifest.cells, round.area())
}

/// An empty return of the round as a workbook, with the deadline and this member's own last figures.
pub fn template_xlsx(session: &Session, round: &MemberRound) -> Result<Vec<u8>> {
    let id = round.id.0.to_string();
    let previous = Kept::latest_before(session, round)?.map(|kept| kept.table());
    let deadline = session.when(round.manifest.deadline);
    let facts = TemplateFacts { deadline: Some(&deadline), previous: previous.as_ref() };
    let (cells, of) = (&round.manifest.cells, (round.manifest.name.as_str(), id.as_str()));
    template_xlsx_with(&round.structure, cells, round.area(), of, &facts).map_err(|why| no_workbook(&why))
}

pub(super) fn no_workbook(why: &TemplateError) -> RoleError {
    RoleError::stop(format!("the workbook cannot be made: {why}"), "take the CSV template")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_faults_of_one_kind_are_three_lines_and_a_number() {
        let fault = |row: u32, rule: &'static str| Fault {
            file: "return.csv".into(),
            row: Some(row),
            column: Some("OBS_VALUE".into()),
            value: None,
            rule,
            what: format!("row {row} is wrong"),
            hint: "correct it".into(),
            cell: None,
            offers: Vec::new(),
        };
        let mut list: Vec<Fault> = (1..=308).map(|row| fault(row, "VALUE")).collect();
        list.insert(5, fault(900, "OTHER"));
        let said = alike(&list);
        let rows: Vec<(Option<u32>, usize)> = said.iter().map(|(one, more)| (one.row, *more)).collect();
        assert_eq!(rows, [(Some(1), 0), (Some(2), 0), (Some(3), 305), (Some(900), 0)]);
        assert!(alike(&[]).is_empty());
        assert_eq!(alike(&list[..2]).len(), 2);
    }
}
