//! Conditional formats that hide a figure, or show another one (ECMA-376 part 1, 18.3.1.10, 18.3.1.18, 18.8.14): letters in the
//! colour of their cell, `;;;`, bars and icons in place of the number. What a condition says is looked at as far as it is one
//! number or comparison; formulas are not computed, and count as if they held.

use super::formats::{Format, Shows};
use super::ink::{Ink, colour, is_tiny};
use intertally_structure::xml::{Attributes, Step, Walk, attribute};

/// Most areas of cells that are looked at one by one. Where a sheet has more of them that hide something, each of its figures
/// counts as hidden; of the others, which mark figures by a colour, no more are kept.
const MAX_AREAS: usize = 1_000;

/// What a conditional format changes of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    format: Option<String>,
    letters: Option<String>,
    tiny: bool,
    /// What is behind the letters; none within where it is no single colour.
    ground: Option<Option<String>>,
    /// Whether a bar or an icon stands in place of the number.
    picture: bool,
}

impl Look {
    fn changes(&self) -> bool {
        *self != Self::default()
    }

    /// What it does to a number in a cell of this format.
    fn shows(&self, number: i128, own: &Format) -> Shows {
        let mut format = self.format.as_deref().map_or_else(|| own.clone(), Format::of);
        format.ink = Ink {
            colour: self.letters.clone().unwrap_or_else(|| own.ink.colour.clone()),
            ground: self.ground.clone().unwrap_or_else(|| own.ink.ground.clone()),
            tiny: self.tiny || own.ink.tiny,
        };
        let shows = format.shows(number);
        Shows { nothing: shows.nothing || self.picture, ..shows }
    }

    fn start(&mut self, parent: &str, name: &str, given: &Attributes) {
        match (parent, name) {
            (_, "numFmt") => self.format = attribute(given, "formatCode").map(str::to_owned),
            ("font", "color") => self.letters = Some(colour(given)),
            ("font", "sz") => self.tiny = is_tiny(given),
            // Here a pattern that is not named is one colour, and that colour is the one behind (18.8.32).
            ("fill", "patternFill") => {
                self.ground = match attribute(given, "patternType") {
                    None | Some("solid") => Some(Some(String::new())),
                    Some("none") => Some(Ink::default().ground),
                    Some(_) => Some(None),
                };
            }
            ("fill", "gradientFill") => self.ground = Some(None),
            ("patternFill", "bgColor" | "fgColor") => {
                if let Some(Some(ground)) = &mut self.ground
                    && (ground.is_empty() || name == "bgColor")
                {
                    *ground = colour(given);
                }
            }
            _ => {}
        }
    }
}

/// When it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct When {
    kind: String,
    operator: String,
    /// Formulas, as they stand there.
    values: Vec<String>,
}

impl When {
    /// Whether it holds, or may hold, for a cell with this number.
    fn fits(&self, number: i128) -> bool {
        let value = |at: usize| self.values.get(at).map(|value| value.trim());
        match self.kind.as_str() {
            "containsBlanks" | "containsErrors" => false,
            "expression" => {
                !value(0).is_some_and(|value| value == "0" || value.eq_ignore_ascii_case("FALSE"))
            }
            "cellIs" => {
                let bound = |at: usize| value(at).and_then(|value| value.parse::<i128>().ok());
                let Some(first) = bound(0) else {
                    // A number is not the same as a word.
                    return !(self.operator == "equal"
                        && value(0).is_some_and(|value| value.starts_with('"')));
                };
                let within = bound(1).map(|second| (first.min(second)..=first.max(second)).contains(&number));
                match self.operator.as_str() {
                    "lessThan" => number < first,
                    "lessThanOrEqual" => number <= first,
                    "greaterThan" => number > first,
                    "greaterThanOrEqual" => number >= first,
                    "equal" => number == first,
                    "notEqual" => number != first,
                    "between" => within.unwrap_or(true),
                    "notBetween" => within.is_none_or(|within| !within),
                    _ => true,
                }
            }
            _ => true,
        }
    }
}

/// First and last row, from 1; first and last column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    rows: (u32, u32),
    columns: (u32, u32),
}

impl Area {
    fn has(&self, (row, column): (u32, u32)) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }

    /// Of `F2:F7`, `F2`, `F:F` or `2:7`.
    fn of(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let part = |cell: &str| {
            let cell = cell.replace('$', "");
            let digits = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let letters = cell.get(..cell.len() - digits.len())?;
            let row = if digits.is_empty() { None } else { Some(digits.parse::<u32>().ok()?) };
            let column = if letters.is_empty() { None } else { Some(column(letters)?) };
            (row.is_some() || column.is_some()).then_some((row, column))
        };
        let ((first_row, first_column), (last_row, last_column)) = (part(first)?, part(last)?);
        Some(Self {
            rows: (first_row.unwrap_or(0), last_row.unwrap_or(u32::MAX)),
            columns: (first_column.unwrap_or(0), last_column.unwrap_or(u32::MAX)),
        })
    }
}

/// The column of these letters, from 0.
pub(super) fn column(letters: &str) -> Option<u32> {
    let letters = letters.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number =
        letters.fold(0, |number, byte| number * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// Conditional formats of a sheet that change what is seen of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Conditional {
    rules: Vec<(Vec<Area>, When, Look)>,
    /// Areas of those that hide something of a plain cell, and of the others.
    areas: (usize, usize),
}

impl Conditional {
    fn is_too_much(&self) -> bool {
        self.areas.0 > MAX_AREAS
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.areas.0 == 0
    }

    /// Whether any of them is about this cell: its row, from 1, and its column, from 0.
    pub(super) fn covers(&self, cell: (u32, u32)) -> bool {
        self.rules.iter().any(|(areas, ..)| areas.iter().any(|area| area.has(cell)))
    }

    /// What they do to a number in a cell of this format.
    pub(super) fn shows(&self, cell: (u32, u32), number: i128, own: &Format) -> Shows {
        if self.is_too_much() {
            return Shows { nothing: true, ..Shows::default() };
        }
        let holds =
            |areas: &Vec<Area>, when: &When| areas.iter().any(|area| area.has(cell)) && when.fits(number);
        let all = self.rules.iter().filter(|(areas, when, _)| holds(areas, when));
        all.map(|(.., look)| look.shows(number, own)).fold(Shows::default(), |all, one| Shows {
            nothing: all.nothing || one.nothing,
            percent: all.percent || one.percent,
            other: all.other || one.other,
            ..all
        })
    }

    fn add(&mut self, areas: &str, rules: Vec<(When, Look)>) {
        let areas: Vec<Area> = areas.split_whitespace().filter_map(Area::of).collect();
        let plain = Format::of("General");
        let hides = |look: &Look| {
            [0, 7, 410, 123_456].iter().any(|number| look.shows(*number, &plain) != Shows::default())
        };
        for (when, look) in rules.into_iter().filter(|(_, look)| look.changes()) {
            let count = if hides(&look) { &mut self.areas.0 } else { &mut self.areas.1 };
            *count = count.saturating_add(areas.len());
            if *count <= MAX_AREAS {
                self.rules.push((areas.clone(), when, look));
            }
        }
    }
}

/// What the conditional formats that a workbook's styles list change, in their order. None if the text is not well formed.
pub(super) fn looks(styles: &str) -> Option<Vec<Look>> {
    let mut walk = Walk::new(styles);
    let (mut path, mut found) = (Vec::<String>::new(), Vec::<Look>::new());
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, ends) => {
                let within = path.iter().any(|open| open == "dxfs");
                if within && name == "dxf" {
                    found.push(Look::default());
                } else if within && let Some(look) = found.last_mut() {
                    look.start(path.last().map_or("", String::as_str), &name, &given);
                }
                if !ends {
                    path.push(name);
                }
            }
            Step::End(_) => drop(path.pop()),
            Step::Text(_) => {}
            Step::Eof => return Some(found),
        }
    }
}

/// Those of a sheet. None if the text is not well formed.
pub(super) fn conditional(sheet: &str, looks: &[Look]) -> Option<Conditional> {
    let mut found = Conditional::default();
    if !sheet.contains("onditionalFormatting") {
        return Some(found);
    }
    let mut walk = Walk::new(sheet);
    let (mut path, mut text) = (Vec::<String>::new(), String::new());
    let (mut areas, mut rules) = (String::new(), Vec::<(When, Look)>::new());
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, ends) => {
                text.clear();
                let parent = path.last().map_or("", String::as_str);
                match name.as_str() {
                    "conditionalFormatting" => {
                        areas = attribute(&given, "sqref").unwrap_or_default().to_owned();
                        rules.clear();
                    }
                    "cfRule" => {
                        let of = |name: &str| attribute(&given, name).unwrap_or_default().to_owned();
                        let when = When { kind: of("type"), operator: of("operator"), values: Vec::new() };
                        let look = of("dxfId").parse::<usize>().ok().and_then(|at| looks.get(at)).cloned();
                        rules.push((when, look.unwrap_or_default()));
                    }
                    "iconSet" | "dataBar" => {
                        let hides = attribute(&given, "showValue")
                            .is_some_and(|value| matches!(value, "0" | "false"));
                        rules.last_mut().into_iter().for_each(|(_, look)| look.picture |= hides);
                    }
                    // What Excel put behind the format of 2007 has its look within the rule.
                    _ if path.iter().any(|open| open == "dxf") => {
                        rules.last_mut().into_iter().for_each(|(_, look)| look.start(parent, &name, &given));
                    }
                    _ => {}
                }
                if !ends {
                    path.push(name);
                }
            }
            Step::Text(more) => text.push_str(&more),
            Step::End(name) => {
                path.pop();
                match name.as_str() {
                    "formula" | "f" if path.last().is_some_and(|open| open == "cfRule") => {
                        rules.last_mut().into_iter().for_each(|(when, _)| when.values.push(text.clone()));
                    }
                    "sqref" => areas.clone_from(&text),
                    "conditionalFormatting" => found.add(&areas, std::mem::take(&mut rules)),
                    _ => {}
                }
            }
            Step::Eof => return Some(found),
        }
    }
}

#[cfg(test)]
mod tests;
