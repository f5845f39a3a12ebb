//! Which line of a text table is its header. Titles and comments stand above it in files that programs print.

use super::columns::{is_value, known};
use super::csv::{SEPARATORS, fields, separator};
use super::grid::bare;
use intertally_structure::Structure;
use std::collections::BTreeSet;

/// How a header is told from what stands above it.
pub(super) enum Heads<'a> {
    /// It names the figures and a dimension.
    Known,
    /// It is the line that has most of these names.
    Named(&'a BTreeSet<&'a str>),
    /// It names these, or is the first line as wide as most lines are: of a file of which nothing is known yet.
    Widest,
}

/// How far down a header is looked for.
const WITHIN: usize = 50;
/// Lines by which the width of a table is judged.
const JUDGED: usize = 200;

/// Lines before the header.
#[derive(Default)]
pub(super) struct Above {
    /// How many there are.
    pub(super) passed: u32,
    /// Those that say something, with their numbers.
    pub(super) lines: Vec<(u32, String)>,
}

impl Heads<'_> {
    /// The text from its header on. Without a line that is one, the text begins where it begins.
    pub(super) fn from<'t>(&self, structure: &Structure, text: &'t str) -> (&'t str, Above) {
        let mut above = Above::default();
        let mut rest = text;
        for _ in 0..self.line(structure, text).unwrap_or_default() {
            let Some((line, below)) = rest.split_once('\n') else { break };
            above.passed += 1;
            let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"'));
            if !line.is_empty() {
                above.lines.push((above.passed, line.to_owned()));
            }
            rest = below;
        }
        (rest, above)
    }

    /// The number of lines above the header.
    fn line(&self, structure: &Structure, text: &str) -> Option<usize> {
        let mut lines = text.lines().take(WITHIN);
        match self {
            Self::Known => lines.position(|line| {
                let names = fields(line, separator(structure, line));
                names.iter().any(|name| is_value(name))
                    && names.iter().filter(|name| known(structure, name)).count() > 1
            }),
            Self::Named(names) => {
                let said = |line: &str, mark| {
                    fields(line, mark).iter().filter(|name| names.contains(bare(name).as_str())).count()
                };
                let of = |line: &str| SEPARATORS.iter().map(|mark| (said(line, *mark), *mark)).max();
                // Of lines with equally many names the first.
                let counted = lines.enumerate().filter_map(|(at, line)| Some((at, of(line)?)));
                let (at, (_, mark)) = counted.max_by_key(|(at, (said, _))| (*said, usize::MAX - at))?;
                narrower_above(text, at, mark).then_some(at)
            }
            Self::Widest => Self::Known.line(structure, text).or_else(|| {
                let (mark, width) = width(text)?;
                let wide = |line: &str| fields(line, mark).len() >= width && filled(line, mark) * 2 > width;
                let at = lines.position(wide)?;
                narrower_above(text, at, mark).then_some(at)
            }),
        }
    }
}

/// Fields of a line in which something stands.
fn filled(line: &str, mark: u8) -> usize {
    fields(line, mark).iter().filter(|field| !field.trim().is_empty()).count()
}

/// Whether every line above this one says less than it: titles do, and the rows of another table do not, which nobody skips.
fn narrower_above(text: &str, header: usize, mark: u8) -> bool {
    let of = |line: &str| filled(line, mark);
    let own = text.lines().nth(header).map_or(0, of);
    text.lines().take(header).all(|line| of(line) < own)
}

/// The mark between the fields of a table, and how many most of its lines have. None for a text of one column.
fn width(text: &str) -> Option<(u8, usize)> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(JUDGED).collect();
    let usual = |mark: u8| {
        let widths: Vec<usize> = lines.iter().map(|line| fields(line, mark).len()).collect();
        let times = |width: &usize| widths.iter().filter(|own| *own == width).count();
        let width =
            widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| (times(width), *width))?;
        Some((times(&width), width, mark))
    };
    SEPARATORS.into_iter().filter_map(usual).max().map(|(_, width, mark)| (mark, width))
}
