//! A first mapping of a foreign file as text: what is alike is matched, what is not is marked.

use super::columns::STATUS;
use super::draft_columns::{Column, is_named_figures, is_numeric, is_statuses};
use super::draft_values::Figures;
use super::elsewhere::says_periods;
use super::fault::Fault;
use super::foreign::Foreign;
use super::mapping::Layout;
use super::quoted::quoted;
use super::units::{Unit, is_multiplier, is_unit, judge};
use intertally_core::round::CellSpec;
use intertally_core::submission::Status;
use intertally_structure::{Dimension, Structure, by_likeness};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Most labels that are listed as not matched.
const MAX_LISTED: usize = 40;
/// Most labels of a column that are shown beside it.
const MAX_SHOWN: usize = 6;
/// Most codes that are shown beside a label, or beside a dimension.
const MAX_CHOICES: usize = 5;

/// A mapping as text, to be completed by hand. Lines that begin with `#?` could not be matched.
///
/// # Errors
/// Faults of the file's form.
pub fn draft_mapping(
    structure: &Structure,
    cells: &[CellSpec],
    file_name: &str,
    bytes: &[u8],
) -> Result<String, Vec<Fault>> {
    Foreign::look(structure, cells, file_name, bytes).map(|foreign| foreign.text())
}

impl Foreign<'_> {
    /// A first mapping, with the lines that could not be matched.
    pub(super) fn text(&self) -> String {
        let structure = self.structure;
        let matched = self.matched();
        let free = |at: &usize| !matched.values().any(|other| other == at);
        let mut text = String::from(
            "# A first mapping. Lines with #? could not be matched: complete them, or take them out.\n",
        );
        let layout = if self.layout == Layout::Periods { "periods" } else { "rows" };
        let _ = writeln!(text, "layout = \"{layout}\"");
        let mut rest: Vec<usize> = (0..self.columns.len()).filter(free).collect();
        let figures = self.figures(&matched, &rest);
        self.add_line(&figures, &mut text);
        text.push_str("\n[columns]\n");
        for (id, at) in &matched {
            let own = self.layout == Layout::Periods && *id == structure.time;
            if let Some(column) = self.columns.get(*at).filter(|_| !own) {
                let _ = writeln!(text, "{} = {}", quoted(&column.name), quoted(id));
            }
        }
        self.figure_lines(&figures, &mut text);
        let taken = figures.taken();
        rest.retain(|at| !taken.contains(at));
        if self.layout == Layout::Rows {
            let status = rest.iter().copied().find(|at| self.columns.get(*at).is_some_and(is_statuses));
            if let Some(column) = status.and_then(|at| self.columns.get(at)) {
                rest.retain(|at| Some(*at) != status);
                let _ = writeln!(text, "{} = \"{STATUS}\"", quoted(&column.name));
            }
        }
        let units = |at: &&usize| self.columns.get(**at).is_some_and(|column| is_unit(&column.name));
        for column in rest.iter().filter(|at| !units(at)).filter_map(|at| self.columns.get(*at)) {
            if !is_multiplier(&column.name) {
                let _ = writeln!(text, "#? {} = \"\"", quoted(&column.name));
                labels(column, &mut text);
            }
        }
        self.value_lines(&figures, &mut text);
        self.fixed(&matched, &figures, &mut text);
        for (id, at) in &matched {
            if let Some(column) = self.columns.get(*at) {
                self.codes(id, column, &mut text);
            }
        }
        let kept: Vec<&Column> = rest.iter().filter(units).filter_map(|at| self.columns.get(*at)).collect();
        if !kept.is_empty() {
            text.push_str("\n# Counts, not rates.\n[keep]\n");
        }
        kept.into_iter().for_each(|column| keep(column, &mut text));
        if !self.flags.is_empty() {
            text.push_str("\n[flags]\n");
            for flag in &self.flags {
                let mut letters = flag.chars();
                let status = letters
                    .next()
                    .filter(|_| letters.next().is_none())
                    .map(|letter| letter.to_ascii_uppercase());
                match status.filter(|letter| Status::from_code(*letter).is_some()) {
                    Some(letter) => {
                        let _ = writeln!(text, "{} = \"{letter}\"", quoted(flag));
                    }
                    None => {
                        let _ = writeln!(text, "#? {} = \"\"", quoted(flag));
                    }
                }
            }
        }
        text
    }

    /// Dimensions that the file does not have.
    fn fixed(&self, matched: &BTreeMap<&str, usize>, figures: &Figures<'_>, text: &mut String) {
        let said = figures.dimension();
        let lacks = |dimension: &&Dimension| {
            !matched.contains_key(dimension.id.as_str()) && said != Some(dimension.id.as_str())
        };
        let lacking: Vec<&Dimension> = self.structure.dimensions.iter().filter(lacks).collect();
        if lacking.is_empty() {
            return;
        }
        text.push_str("\n# Dimensions that the file does not have.\n[fixed]\n");
        for dimension in lacking {
            if dimension.id == self.structure.area {
                let _ = writeln!(text, "#? {} = \"\"  # the code of your own area", dimension.id);
                continue;
            }
            if dimension.id == self.structure.time && self.has_other_periods(matched, figures) {
                let _ = writeln!(text, "#? {} = \"\"  # a column says other periods", dimension.id);
                continue;
            }
            let codes = self.asked.get(dimension.id.as_str()).cloned().unwrap_or_default();
            let one = codes.first().filter(|_| codes.len() == 1);
            let usual = ["_Z", "_T"].into_iter().find(|code| codes.contains(code));
            match (one, usual) {
                (Some(code), _) => {
                    let _ = writeln!(text, "{} = {}", dimension.id, quoted(code));
                }
                (None, usual) => {
                    let hint = usual.map_or(String::new(), |code| format!(", perhaps {code}"));
                    let _ = writeln!(text, "#? {} = \"\"  # a code of the round{hint}", dimension.id);
                    if dimension.id != self.structure.time {
                        let all =
                            choices(self.structure, &dimension.id, &dimension.name, codes.iter().copied());
                        let _ = writeln!(text, "# {} is {all}", dimension.id);
                    }
                }
            }
        }
    }

    /// Whether a column that is nothing else says periods: then the round's is not the file's.
    fn has_other_periods(&self, matched: &BTreeMap<&str, usize>, figures: &Figures<'_>) -> bool {
        let taken = figures.taken();
        let free = |at: &usize| !matched.values().any(|other| other == at) && !taken.contains(at);
        let columns = (0..self.columns.len()).filter(free).filter_map(|at| self.columns.get(at));
        let mut columns = columns.filter(|column| self.layout == Layout::Rows && !is_named_figures(column));
        columns.any(|column| says_periods(self.structure, &column.name, |is| column.share(is)))
    }

    /// Labels of a column that are no codes of its dimension.
    fn codes(&self, id: &str, column: &Column, text: &mut String) {
        let structure = self.structure;
        if id == structure.time || id == structure.area {
            return;
        }
        if structure.codes(id).is_none() {
            return;
        }
        let strange: Vec<&String> =
            column.labels.iter().filter(|label| structure.code(id, label).is_none()).collect();
        if strange.is_empty() {
            return;
        }
        let asked = self.asked.get(id).cloned().unwrap_or_default();
        let _ = write!(text, "\n# Rows of other codes are left out.\n[codes.{id}]\n");
        for label in column.labels.iter().filter(|label| structure.code(id, label).is_some()) {
            let _ = writeln!(text, "{0} = {0}", quoted(label));
        }
        let missing: Vec<&str> = asked
            .iter()
            .filter(|code| {
                !column.labels.contains(**code)
                    && !strange.iter().any(|label| self.code(id, label).0 == Some(**code))
            })
            .copied()
            .collect();
        for label in strange.iter().take(MAX_LISTED) {
            match self.code(id, label) {
                (Some(code), _) => {
                    let _ = writeln!(text, "{} = {}", quoted(label), quoted(code));
                }
                (None, near) => {
                    let others = missing.iter().copied().filter(|code| Some(*code) != near);
                    let others = choices(structure, id, label, others);
                    let hint = match (near, others.is_empty()) {
                        (Some(near), true) => format!("  # perhaps {near}"),
                        (Some(near), false) => format!("  # perhaps {near}; or {others}"),
                        (None, true) => {
                            "  # no code of the round is left for it: take the line out".to_owned()
                        }
                        (None, false) => format!("  # {others}"),
                    };
                    let _ = writeln!(text, "#? {} = \"\"{hint}", quoted(label));
                }
            }
        }
        if strange.len() > MAX_LISTED {
            let _ = writeln!(text, "#? and {} more", strange.len() - MAX_LISTED);
        }
        if !missing.is_empty() {
            let _ = writeln!(text, "# the round asks for these, too: {}", missing.join(", "));
        }
    }
}

/// What stands in a column of words that is nothing yet: where it is a dimension, its labels need codes.
fn labels(column: &Column, text: &mut String) {
    if is_numeric(column) {
        return;
    }
    let all = column.labels.iter().filter(|label| !label.is_empty());
    let more = if all.clone().count() > MAX_SHOWN { ", .." } else { "" };
    let shown: Vec<String> = all.take(MAX_SHOWN).map(|label| quoted(label)).collect();
    let _ = writeln!(
        text,
        "# it says {}{more}; if it is a dimension, the code of each goes under [codes.DIMENSION]",
        shown.join(", ")
    );
}

/// Keeps the units that are counts.
fn keep(column: &Column, text: &mut String) {
    let counts = |label: &&String| judge(label, "") == Unit::Counts && !label.is_empty();
    let kept: Vec<String> = column.labels.iter().filter(counts).map(|label| quoted(label)).collect();
    let mark = if kept.is_empty() { "#? " } else { "" };
    let others: Vec<String> =
        column.labels.iter().filter(|label| !counts(label)).map(|label| quoted(label)).collect();
    let _ = write!(text, "{mark}{} = [{}]", quoted(&column.name), kept.join(", "));
    let _ = writeln!(
        text,
        "{}",
        if others.is_empty() { String::new() } else { format!("  # also there: {}", others.join(", ")) }
    );
}

/// Codes that one can choose in place of a label, with their names: the nearest first, a short list.
fn choices<'a>(
    structure: &'a Structure,
    id: &str,
    label: &str,
    codes: impl Iterator<Item = &'a str>,
) -> String {
    let all = by_likeness(label, codes.map(|code| (code, structure.label(id, code))));
    let shown: Vec<String> = all.iter().take(MAX_CHOICES).map(|(code, name)| choice(code, name)).collect();
    match all.len().saturating_sub(MAX_CHOICES) {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// A code with its name, in one line.
fn choice(code: &str, name: &str) -> String {
    let name: String = name.chars().filter(|sign| !sign.is_control()).collect();
    if name.is_empty() || name == code { code.to_owned() } else { format!("{code} ({name})") }
}
