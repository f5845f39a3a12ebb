//! A reading in words, for the member's own screen.

use super::fault::Fault;
use super::read::Reading;
use super::summary::Reason;
use std::fmt::Write;

impl Reading {
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
        text
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
