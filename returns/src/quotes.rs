//! Quotation marks of a text table. One that is lone opens a field that swallows rows until the next one, and with them other
//! cells' figures: so every quotation must end where a field ends, and hold no row (RFC 4180, 2.5 to 2.7).

use super::fault::{Findings, Place};
use super::rules::CSV_QUOTES;

/// Most faults told of one file: after the first the others mostly follow from it.
const MAX_TOLD: usize = 20;

/// How a mark inside a quotation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Twice, as in RFC 4180.
    Doubled,
    /// After a backslash, as databases export it.
    Backslash,
}

/// What is wrong with a quotation, and the line in which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    line: u32,
    what: &'static str,
}

/// How the marks of a text are written. None if they are wrong; the faults are then added. `skipped`: lines of the file
/// before the text.
pub(super) fn style(text: &str, separator: u8, skipped: u32, findings: &mut Findings) -> Option<Style> {
    let doubled = wrong(text, separator, Style::Doubled);
    if doubled.is_empty() {
        return Some(Style::Doubled);
    }
    if text.contains("\\\"") && wrong(text, separator, Style::Backslash).is_empty() {
        return Some(Style::Backslash);
    }
    for Wrong { line, what } in doubled.into_iter().take(MAX_TOLD) {
        let place = Place { row: Some(line.saturating_add(skipped)), ..Place::default() };
        let hint = "close the quotation on its line; a mark inside a quotation is written twice".to_owned();
        findings.add(CSV_QUOTES, &place, None, what.to_owned(), hint);
    }
    None
}

/// A record while it is scanned.
#[derive(Default)]
struct Record {
    fields: usize,
    /// Lines of quotations that hold a line break, with their separators.
    broken: Vec<(u32, usize)>,
    /// Line of a quotation that holds a separator.
    separated: Option<u32>,
    /// Whether the last field is empty.
    empty_end: bool,
}

fn wrong(text: &str, separator: u8, style: Style) -> Vec<Wrong> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, line: 1, separator, style, wrong: Vec::new() };
    let mut columns = None;
    while scan.at < scan.bytes.len() {
        let record = scan.record();
        if record.fields == 1 && record.empty_end {
            continue;
        }
        let Some(columns) = columns else {
            // No column has a name of several lines that counts.
            scan.wrong.extend(record.broken.first().map(|(line, _)| Wrong {
                line: *line,
                what: "a quotation in the header that does not end on its line",
            }));
            columns = Some(record.fields);
            continue;
        };
        let other = record.fields != columns;
        for (line, separators) in &record.broken {
            if *separators + 1 >= columns || other {
                let what =
                    "a quotation that goes over a line's end and holds a row, so that its figures are lost";
                scan.wrong.push(Wrong { line: *line, what });
            }
        }
        let fewer = record.fields < columns;
        if let Some(line) = record.separated.filter(|_| fewer && record.broken.is_empty()) {
            let what = "a quotation that holds a field of its row, so that the row has too few";
            scan.wrong.push(Wrong { line, what });
        }
    }
    scan.wrong
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u32,
    separator: u8,
    style: Style,
    wrong: Vec<Wrong>,
}

impl Scan<'_> {
    fn peek(&self, after: usize) -> Option<u8> {
        self.bytes.get(self.at + after).copied()
    }

    /// Goes over one record, its line's end included.
    fn record(&mut self) -> Record {
        let mut record = Record::default();
        loop {
            record.fields += 1;
            let begin = self.at;
            if self.peek(0) == Some(b'"') {
                self.quotation(&mut record);
            } else {
                self.bare();
            }
            record.empty_end = begin == self.at;
            match self.peek(0) {
                Some(byte) if byte == self.separator => self.at += 1,
                Some(_) => {
                    self.at += 1;
                    self.line = self.line.saturating_add(1);
                    return record;
                }
                None => return record,
            }
        }
    }

    /// A field without quotation, up to its end.
    fn bare(&mut self) {
        let begin = self.at;
        while self.peek(0).is_some_and(|byte| byte != self.separator && byte != b'\n') {
            self.at += 1;
        }
        let field = self.bytes.get(begin..self.at).unwrap_or_default();
        if field.trim_ascii_start().starts_with(b"\"") {
            let what = "a blank before a quotation, which is then none";
            self.wrong.push(Wrong { line: self.line, what });
        }
    }

    /// A quoted field, up to its end.
    fn quotation(&mut self, record: &mut Record) {
        let (first, begin) = (self.line, self.at);
        self.at += 1;
        let mut separators = 0;
        loop {
            match self.peek(0) {
                None => {
                    let what = "a quotation that does not end, so that it would swallow all rows after it";
                    self.wrong.push(Wrong { line: first, what });
                    return;
                }
                Some(b'\\') if self.style == Style::Backslash && self.peek(1).is_some() => {
                    if self.peek(1) == Some(b'\n') {
                        self.line = self.line.saturating_add(1);
                    }
                    self.at += 2;
                }
                Some(b'"') if self.peek(1) == Some(b'"') && self.style == Style::Doubled => self.at += 2,
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(byte) => {
                    if byte == b'\n' {
                        self.line = self.line.saturating_add(1);
                    }
                    separators += usize::from(byte == self.separator);
                    self.at += 1;
                }
            }
        }
        let inside = self.bytes.get(begin..self.at).unwrap_or_default();
        if inside.contains(&b'\n') {
            record.broken.push((first, separators));
        } else if separators > 0 {
            record.separated.get_or_insert(first);
        }
        let end = self.at;
        while self.peek(0).is_some_and(|byte| byte != self.separator && byte != b'\n') {
            self.at += 1;
        }
        if !self.bytes.get(end..self.at).unwrap_or_default().trim_ascii().is_empty() {
            let what = "a quotation mark inside a quotation, or text behind its end";
            self.wrong.push(Wrong { line: self.line, what });
        }
    }
}
