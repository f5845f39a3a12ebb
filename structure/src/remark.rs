//! What an import says of a file beside its faults.

use super::model::Structure;
use std::fmt::Write as _;

/// What a file says of what lies within what, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRemark {
    /// Whether it has no place in the structure, so that a person has to decide; else it was taken, and is to be looked at.
    pub left_out: bool,
    /// What the file says.
    pub what: String,
    /// What to write instead, or to look at.
    pub next: String,
}

impl std::fmt::Display for ImportRemark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = if self.left_out { "left out" } else { "taken" };
        write!(f, "{kind}: {}; {}", self.what, self.next)
    }
}

/// A structure from a file, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The structure, without faults.
    pub structure: Structure,
    /// What was left out of it, or was taken and is to be looked at; empty for TOML, which says all by itself.
    pub remarks: Vec<ImportRemark>,
}

impl Imported {
    /// The structure as a TOML file, with the remarks as comments before it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        for remark in &self.remarks {
            // A name of the file may hold what would end a comment.
            let line: String = remark.to_string().chars().filter(|c| !c.is_control()).collect();
            let _ = writeln!(text, "# {line}");
        }
        if !self.remarks.is_empty() {
            text.push('\n');
        }
        text + &self.structure.to_toml()
    }
}

/// Codes in words: the first ones, and how many more.
pub(super) fn some(codes: &[&str]) -> String {
    const SHOWN: usize = 20;
    let first = codes.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match codes.len().saturating_sub(SHOWN) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
