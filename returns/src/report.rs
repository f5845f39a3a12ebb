//! A reading in words for the member's own screen, and as JSON for its programs.

use super::fault::Fault;
use super::notes::NoteSaid;
use super::read::Reading;
use super::summary::{Reason, Summary};
use intertally_core::submission::note::steers;
use serde::Serialize;
use std::fmt::Write;

impl Reading {
    /// The same for programs: whether it can be sent, faults, warnings and summary. Shows figures, too.
    #[must_use]
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Json<'a> {
            ok: bool,
            faults: &'a [Fault],
            warnings: &'a [Fault],
            summary: &'a Summary,
        }
        let Self { table, faults, warnings, summary, .. } = self;
        let json = Json { ok: table.is_some(), faults, warnings, summary };
        serde_json::to_string_pretty(&json).unwrap_or_default()
    }

    /// All faults, warnings and the summary as text. Shows figures: for the member alone, never for a log.
    #[must_use]
    pub fn to_member(&self) -> String {
        let mut text = String::new();
        list(&mut text, "fault", &self.faults);
        list(&mut text, "warning", &self.warnings);
        let summary = &self.summary;
        line(&mut text, format_args!("{} of {} cells have a figure", summary.filled, summary.cells));
        for (status, count) in &summary.missing {
            line(&mut text, format_args!("{count} have none, status {status}"));
        }
        if let Some((key, value)) = &summary.largest {
            line(&mut text, format_args!("the largest figure is {value}, in {key}"));
        }
        if let Some(compared) = summary.compared.to_text() {
            line(&mut text, format_args!("{compared}"));
        }
        for cell in &summary.to_confirm {
            let (key, value) = (&cell.key, cell.value);
            match &cell.reason {
                Reason::Previous { key: last, value: before } => {
                    line(
                        &mut text,
                        format_args!("confirm {key}: {value}; your last figure was {before} ({last})"),
                    );
                }
                Reason::Usual { limit } => {
                    line(&mut text, format_args!("confirm {key}: {value}; seldom more than {limit}"));
                }
            }
        }
        for (cells, what) in
            [(&summary.public, "you publish yourself"), (&summary.confidential, "confidential with you")]
        {
            if !cells.is_empty() {
                line(&mut text, format_args!("{}, as everybody will read: {}", what, cells.join(", ")));
            }
        }
        if !summary.notes.is_empty() {
            line(&mut text, format_args!("notes, which everybody will read:"));
        }
        for note in &summary.notes {
            line(&mut text, format_args!("  {note}"));
        }
        text
    }
}

/// One line: what it is on, attribute and text.
impl std::fmt::Display for NoteSaid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.cells, &self.first) {
            (1, Some(key)) => write!(f, "{key}, ")?,
            (cells, Some(key)) => write!(f, "{key} and {} more, ", cells.saturating_sub(1))?,
            (_, None) => write!(f, "the whole return, ")?,
        }
        // A text that is at fault must not steer the screen that says so.
        let plain = |character: char| if steers(character) { '\u{FFFD}' } else { character };
        write!(f, "{}: {}", self.attribute, self.text.chars().map(plain).collect::<String>())
    }
}

fn list(text: &mut String, name: &str, faults: &[Fault]) {
    let plural = if faults.len() == 1 { "" } else { "s" };
    line(text, format_args!("{} {name}{plural}", faults.len()));
    for fault in faults {
        line(text, format_args!("  {}", fault.to_member()));
    }
}

fn line(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{what}");
}
