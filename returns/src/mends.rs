//! What a person typed in place of what a file has, beside the fault that it mends. The file stays as it is: what was typed is
//! put over it whenever it is read.

use super::columns::{STATUS, VALUE};
use super::fault::Place;
use super::grid::{Field, Grid, Kind, Line, Row};
use super::read::ReadInput;
use intertally_structure::CellKey;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// A place in a file. It is the same whenever the same file is read by the same mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which of the file's tables, from 0; the number behind the last is that of cells that the file does not have.
    pub grid: usize,
    /// Row below the header, from 0; of cells that the file does not have, the place in the round.
    pub row: usize,
    /// Column, from 0; none: the whole row.
    pub column: Option<usize>,
}

/// `0.12.7`, or `0.12` for a whole row.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.grid, self.row)?;
        self.column.map_or(Ok(()), |column| write!(f, ".{column}"))
    }
}

/// What is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in a file; write table, row and column as in 0.12.7")]
pub struct NoSpot;

impl FromStr for Spot {
    type Err = NoSpot;

    fn from_str(text: &str) -> Result<Self, NoSpot> {
        let numbers: Result<Vec<usize>, _> = text.split('.').map(str::parse).collect();
        match numbers.map_err(|_| NoSpot)?.as_slice() {
            [grid, row] => Ok(Self { grid: *grid, row: *row, column: None }),
            [grid, row, column] => Ok(Self { grid: *grid, row: *row, column: Some(*column) }),
            _ => Err(NoSpot),
        }
    }
}

/// What was typed, by place. Holds figures: it has no `Debug`, and is wiped when it is dropped.
#[derive(Clone, Default)]
pub struct Mends(BTreeMap<Spot, Zeroizing<String>>);

impl Mends {
    /// Type a text at a place, or nothing; at a whole row, whatever the text, leave it out.
    pub fn set(&mut self, spot: Spot, text: &str) {
        self.0.insert(spot, Zeroizing::new(text.trim().to_owned()));
    }

    /// Back to what the file has.
    pub fn undo(&mut self, spot: Spot) {
        self.0.remove(&spot);
    }

    /// How many places were typed at.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of_grid(&self, grid: usize) -> impl Iterator<Item = (Spot, &str)> {
        let from = Spot { grid, row: 0, column: None };
        let typed = self.0.range(from..).take_while(move |(spot, _)| spot.grid == grid);
        typed.map(|(spot, text)| (*spot, text.as_str()))
    }

    fn at(&self, spot: Spot) -> &str {
        self.0.get(&spot).map_or("", |text| text.as_str())
    }
}

/// A place that was read as it was typed and not as the file has it. Holds figures: no `Debug`.
pub struct Mended {
    /// Where.
    pub spot: Spot,
    /// Row in the file; none for a cell that the file does not have.
    pub row: Option<u32>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Name of the column; none where the whole row is left out.
    pub column: Option<String>,
    /// The cell of the round, where the row has one.
    pub cell: Option<CellKey>,
    /// What the file has.
    pub was: Zeroizing<String>,
    /// What was typed.
    pub now: Zeroizing<String>,
}

/// Puts what was typed over the grids of a file, and remembers what that changed.
pub(super) struct Retyped<'a> {
    mends: &'a Mends,
    pub(super) done: Vec<Mended>,
}

impl<'a> Retyped<'a> {
    pub(super) const fn of(mends: &'a Mends) -> Self {
        Self { mends, done: Vec::new() }
    }

    /// Counts the rows of a grid, and puts over it what was typed.
    pub(super) fn over(&mut self, at: usize, grid: &mut Grid) {
        grid.at = at;
        for (place, row) in grid.rows.iter_mut().enumerate() {
            row.number.at = Some(place);
        }
        let (mends, mut out) = (self.mends, BTreeSet::new());
        for (spot, text) in mends.of_grid(at) {
            let Some(number) = grid.rows.get(spot.row).map(|row| row.number) else { continue };
            let was = match spot.column {
                Some(column) => retype(grid, spot.row, column, text),
                None => {
                    out.insert(spot.row);
                    Some(Zeroizing::default())
                }
            };
            let place = grid.place(number, spot.column);
            self.done.extend(was.map(|was| mended(spot, place, was, text)));
        }
        grid.rows.retain(|row| row.number.at.is_none_or(|at| !out.contains(&at)));
    }

    /// Cells of the round that the file does not have and that were typed, as a grid behind the others.
    pub(super) fn absent(&mut self, at: usize, input: &ReadInput<'_>) -> Option<Grid> {
        let dimensions: Vec<String> = input.structure.key_dimensions().map(|one| one.id.clone()).collect();
        let [value, status] = absent_columns(dimensions.len());
        let header = dimensions.into_iter().chain([VALUE, STATUS].map(str::to_owned)).collect();
        let mut grid = Grid { at, header, area: Some(input.area.to_owned()), ..Grid::default() };
        let mends = self.mends;
        let places: BTreeSet<usize> = mends.of_grid(at).map(|(spot, _)| spot.row).collect();
        for place in places {
            let spot = |column| Spot { grid: at, row: place, column };
            let typed = [value, status].map(|column| mends.at(spot(Some(column))));
            let left_out = mends.0.contains_key(&spot(None));
            let Some(cell) = input.cells.get(place).filter(|cell| cell.is_typed() && !left_out) else {
                continue;
            };
            if typed.iter().all(|text| text.is_empty()) {
                continue;
            }
            let fields = cell
                .key
                .split('.')
                .chain(typed)
                .map(|text| Field { text: text.to_owned(), kind: Kind::Typed });
            let number = Line { row: 0, at: Some(place), heading: None };
            grid.rows.push(Row { number, fields: fields.collect(), part: None });
            for (column, text) in [value, status].into_iter().zip(typed).filter(|(_, text)| !text.is_empty())
            {
                let place = grid.place(number, Some(column));
                self.done.push(mended(spot(Some(column)), place, Zeroizing::default(), text));
            }
        }
        (!grid.rows.is_empty()).then_some(grid)
    }
}

/// The columns of figure and status of cells that the file does not have, behind those of the key.
pub(super) const fn absent_columns(dimensions: usize) -> [usize; 2] {
    [dimensions, dimensions + 1]
}

fn mended(spot: Spot, place: Place, was: Zeroizing<String>, now: &str) -> Mended {
    let Place { sheet, row, column, .. } = place;
    Mended { spot, row, sheet, column, cell: None, was, now: Zeroizing::new(now.to_owned()) }
}

/// Puts a text into a field; the column behind the last becomes that of the status. Answers with what stood there; none if
/// that is the same, or there is no such field.
fn retype(grid: &mut Grid, row: usize, column: usize, text: &str) -> Option<Zeroizing<String>> {
    if column == grid.header.len() {
        grid.header.push(STATUS.to_owned());
    }
    if column >= grid.header.len() {
        return None;
    }
    let fields = &mut grid.rows.get_mut(row)?.fields;
    if fields.len() <= column {
        fields.resize(column + 1, Field::default());
    }
    let field = fields.get_mut(column)?;
    if field.kind == Kind::Plain && field.text.trim() == text {
        return None;
    }
    let before = std::mem::replace(field, Field { text: text.to_owned(), kind: Kind::Typed });
    Some(Zeroizing::new(before.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read() {
        for text in ["0.12.7", "3.0"] {
            assert_eq!(text.parse::<Spot>().map(|spot| spot.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "1", "a.b", "1.2.3.4", "-1.2", "1.2.", "99999999999999999999.1"] {
            assert_eq!(text.parse::<Spot>(), Err(NoSpot), "{text}");
        }
    }
}
