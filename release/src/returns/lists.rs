//! Lists that a coordinator gives. They are read as returns are: any encoding and separator, columns by name, aliases of areas.
//! A line that meets nothing is a fault that names it: passed over in silence, it would change what protects whom.

use super::csv::{fields, table};
use super::encoding;
use super::fault::{Fault, Findings};
use super::grid::{Grid, Row, bare};
use super::rules::{AREA_OTHER, CELL_OUTSIDE, COLUMN_MISSING, COLUMN_REPEATED, FILE_EMPTY};
use crate::structure::{CellKey, Structure, canonical, nearest};
use intertally_core::round::CellSpec;

/// Marks that may separate fields.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Figures that members publish themselves: columns KEY and AREA. Gives key and area as the round has them. `areas`: those of
/// the members.
///
/// # Errors
/// All faults, with their lines: a missing header, a key that is no cell of the round, an area that is no member's.
pub fn public_figures(
    structure: &Structure,
    cells: &[CellSpec],
    areas: &[String],
    file_name: &str,
    bytes: &[u8],
) -> Result<Vec<(CellKey, String)>, Vec<Fault>> {
    let mut findings = Findings::new(file_name);
    let list = encoding::text(bytes, &mut findings).and_then(|text| grid(&text, &mut findings));
    let mut figures = Vec::new();
    if let Some((grid, [key, area])) = list.and_then(|grid| {
        let places = columns(&grid, ["KEY", "AREA"], &mut findings)?;
        Some((grid, places))
    }) {
        for row in &grid.rows {
            let found_key = cell(structure, cells, &grid, row, key, &mut findings);
            let found_area = member(structure, areas, &grid, row, area, &mut findings);
            figures.extend(found_key.zip(found_area));
        }
    }
    let (faults, _) = findings.finish();
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

fn grid(text: &str, findings: &mut Findings) -> Option<Grid> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let many = |separator: &u8| fields(header, *separator).len();
    let separator = SEPARATORS.into_iter().rev().max_by_key(many).unwrap_or(b',');
    let grid = table(text, separator, 0, findings)?;
    if grid.rows.is_empty() {
        findings.file(
            FILE_EMPTY,
            "the list has no lines under its header",
            "leave it out, or give one that has",
        );
        return None;
    }
    Some(grid)
}

/// Places of columns, by their names.
fn columns<const N: usize>(grid: &Grid, names: [&str; N], findings: &mut Findings) -> Option<[usize; N]> {
    let mut places = [0; N];
    let mut whole = true;
    for (place, name) in places.iter_mut().zip(names) {
        let found =
            grid.header.iter().enumerate().filter(|(_, other)| bare(other).eq_ignore_ascii_case(name));
        let found: Vec<usize> = found.map(|(at, _)| at).collect();
        let at = grid.place(grid.header_row, None);
        match found.as_slice() {
            [one] => *place = *one,
            [] => {
                let what = format!("the first line names no column {name}");
                let hint = format!("begin the list with {}", names.join(","));
                findings.add(COLUMN_MISSING, &at, None, what, hint);
                whole = false;
            }
            _ => {
                let what = format!("the column {name} stands there twice");
                findings.add(COLUMN_REPEATED, &at, None, what, "keep the one that is right".to_owned());
                whole = false;
            }
        }
    }
    whole.then_some(places)
}

fn written(row: &Row, at: usize) -> String {
    row.fields.get(at).map_or(String::new(), |field| bare(&field.text))
}

/// The cell that a line names; its period may have another spelling.
fn cell(
    structure: &Structure,
    cells: &[CellSpec],
    grid: &Grid,
    row: &Row,
    at: usize,
    findings: &mut Findings,
) -> Option<CellKey> {
    let text = written(row, at);
    let time = structure.key_dimensions().position(|dimension| dimension.id == structure.time);
    let alike = |key: &str| {
        let pair = key.split('.').zip(text.split('.')).enumerate();
        let same = |(at, (own, given)): (usize, (&str, &str))| {
            own == given
                || (Some(at) == time && canonical(own).is_some() && canonical(own) == canonical(given))
        };
        key.split('.').count() == text.split('.').count() && pair.into_iter().all(same)
    };
    if let Some(cell) = cells.iter().find(|cell| alike(&cell.key)) {
        return Some(cell.key.clone());
    }
    let near = nearest(&text, cells.iter().map(|cell| cell.key.as_str()));
    let hint = near.map_or("take a key of the round; the empty return lists them".to_owned(), |near| {
        format!("did you mean {near}?")
    });
    let what = format!("{text:?} is no cell of the round");
    findings.add(CELL_OUTSIDE, &grid.place(row.number, Some(at)), None, what, hint);
    None
}

/// The member's area that a line names; an alias does.
fn member(
    structure: &Structure,
    areas: &[String],
    grid: &Grid,
    row: &Row,
    at: usize,
    findings: &mut Findings,
) -> Option<String> {
    let text = written(row, at);
    let code = structure.area_code(&text);
    if let Some(area) = areas.iter().find(|area| structure.area_code(area) == code) {
        return Some(area.clone());
    }
    let near = nearest(&text, areas.iter().map(String::as_str));
    let hint = near.map_or("take the area code of a member of the round".to_owned(), |near| {
        format!("did you mean {near}?")
    });
    let what = format!("{text:?} is no member of the round");
    findings.add(AREA_OTHER, &grid.place(row.number, Some(at)), None, what, hint);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::DEFAULT;

    fn read(text: &[u8]) -> Result<Vec<(CellKey, String)>, Vec<String>> {
        let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
        let table = structure.table(&["2031".to_owned()]).unwrap();
        let areas = ["NL", "FR", "GR"].map(str::to_owned);
        public_figures(&structure, &table.cells, &areas, "public.csv", text)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    const KEY: &str = "A.OFF_REC._T._Z._Z._Z.2031";

    #[test]
    fn lists_are_read_as_returns_are() {
        let utf16: Vec<u8> =
            format!("\u{feff}KEY,AREA\n{KEY},NL\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut texts: Vec<Vec<u8>> = vec![utf16];
        for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\n"), ("|", "\r")] {
            for area in ["NL", "NLD", " NL "] {
                for (head, row) in [(["KEY", "AREA"], [KEY, area]), (["area", "key"], [area, KEY])] {
                    let text = format!("{}{end}{}{end}", head.join(separator), row.join(separator));
                    texts.push(text.clone().into_bytes());
                    texts.push(format!("\u{feff}{text}").into_bytes());
                }
            }
        }
        texts.push(format!("KEY,AREA\n{},NL\n", KEY.replace("2031", "2031-A1")).into_bytes());
        for text in texts {
            assert_eq!(read(&text), Ok(vec![(KEY.to_owned(), "NL".to_owned())]), "{text:?}");
        }
        assert_eq!(
            read(format!("KEY,AREA\n{KEY},EL\n").as_bytes()).unwrap()[0].1,
            "GR",
            "an alias of a member"
        );
    }

    #[test]
    fn lines_that_meet_nothing_are_named() {
        for (text, words) in [
            (format!("KEY,AREA\n{KEY},XAA\n"), vec!["row 2", "XAA", "no member"]),
            (format!("KEY,AREA\n{KEY},NL\n\n{KEY},NLL\n"), vec!["row 4", "did you mean NL"]),
            (format!("KEY,AREA\n{KEY},BE\n"), vec!["row 2", "no member"]),
            ("KEY,AREA\nA.OFF_RECC._T._Z._Z._Z.2031,NL\n".to_owned(), vec!["row 2", "no cell", KEY]),
            ("KEY,AREA\nA.OFF_REC._T._Z._Z._Z.2030,NL\n".to_owned(), vec!["row 2", "no cell"]),
            (format!("{KEY},NL\n"), vec!["no lines"]),
            (format!("{KEY},NL\n{KEY},FR\n"), vec!["row 1", "KEY,AREA"]),
            (format!("AREA,KEY\n{KEY},NL\n"), vec!["row 2", "no cell"]),
            ("KEY,AREA\n".to_owned(), vec!["no lines"]),
            (format!("KEY,KEY,AREA\n{KEY},{KEY},NL\n"), vec!["twice"]),
            (String::new(), vec!["no rows"]),
            (format!("KEY,AREA\n\"{KEY},NL\n"), vec!["does not end"]),
        ] {
            let faults = read(text.as_bytes()).unwrap_err().join("\n");
            assert!(words.iter().all(|word| faults.contains(word)), "{text}: {faults}");
        }
    }
}
