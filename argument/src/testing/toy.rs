//! A small statement with every kind of row and constraint: figures in bits, a bit 'not zero' for
//! each, what is not reported forced to zero.

use super::Circuit;
use crate::COLUMNS;
use crate::commitment::commit;
use crate::constraints::{Constraints, Linear, Term};
use crate::error::ArgumentError;
use crate::field::Field;
use crate::layout::Layout;
use crate::multilinear::powers;
use crate::row::Row;
use crate::statement::Witness;

/// Bits of a figure.
pub const PLANES: usize = 4;
/// The given row: bits.
const MARK: usize = 0;
/// The row of bits 'not zero'.
const NOT_ZERO: usize = 1;
/// The first row of bits of the figures.
const FIGURE: usize = 2;
/// A row of field elements that only the linear constraint binds.
const SHIFT: usize = FIGURE + PLANES;
/// Rows with a commitment.
const COMMITTED: usize = SHIFT + 1;

/// What is wrong with a witness that is consistent otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lie {
    /// Nothing.
    None,
    /// An entry 2 among bits.
    TwoAmongBits,
    /// An entry 1/2 among bits.
    HalfAmongBits,
    /// A figure whose bit 'not zero' is 0.
    FigureWithoutBit,
    /// A figure where nothing is reported.
    Unreported,
    /// Bits above a figure's width.
    TooWide,
    /// A sum that is off by one.
    WrongSum,
}

/// Which constraints a verifier forgets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgotten {
    /// None.
    Nothing,
    /// That bits are bits.
    Bits,
    /// That what is not reported, or above the width, is zero.
    Zeros,
    /// That a figure has its bit.
    Product,
    /// The linear one.
    Linear,
}

/// Whether a column is reported, and how many bits it has.
const fn cell(column: usize) -> (bool, usize) {
    (column % 3 != 2, 1 + column % PLANES)
}

fn constraints(forgotten: Forgotten, value: Field) -> Constraints {
    let (x, y) = (COMMITTED, COMMITTED + 1);
    let mut new = Constraints::default();
    let all = forgotten == Forgotten::Zeros;
    new.masks.push((0..COLUMNS).map(|c| cell(c).0 || all).collect());
    for plane in 0..PLANES {
        new.masks.push((0..COLUMNS).map(|c| (cell(c).0 && plane < cell(c).1) || all).collect());
    }
    if forgotten != Forgotten::Bits {
        new.bits(MARK, None);
        new.bits(NOT_ZERO, Some(0));
        (0..PLANES).for_each(|plane| new.bits(FIGURE + plane, Some(1 + plane)));
    }
    if forgotten != Forgotten::Product {
        // y^2 - x^2 - 2x - nz = 2x(nz - 1), as y = x + nz and nz is a bit.
        let term = |row, square: i64, linear: i64| Term {
            row,
            square: square.into(),
            linear: linear.into(),
            on: None,
        };
        new.by_column.push(vec![term(y, 1, 0), term(x, -1, -2), term(NOT_ZERO, 0, -1)]);
    }
    new.vectors = vec![
        powers(Field::from(3_u64), COLUMNS),
        (0..COLUMNS as u64).map(|c| Field::from(c * c + 1)).collect(),
    ];
    if forgotten != Forgotten::Linear {
        let one = Field::ONE;
        new.linear
            .push(Linear { terms: vec![(one, 0, MARK), (one.double(), 1, x), (-one, 0, SHIFT)], value });
    }
    new
}

/// The statement about these figures, and the witness of a prover that lies so. Figures beyond 512
/// and bits beyond four are cut.
///
/// # Errors
/// None that a caller can bring about.
pub fn toy(
    figures: &[u64],
    shift: &[Field],
    lie: Lie,
    forgotten: Forgotten,
) -> Result<(Circuit, Witness), ArgumentError> {
    let mut scalars = vec![vec![Field::ZERO; COLUMNS]; COMMITTED];
    for (c, figure) in figures.iter().enumerate().take(COLUMNS) {
        scalars[MARK][c] = Field::from(figure >> 1 & 1);
        let (reported, width) = cell(c);
        let figure = if reported { figure % (1 << width) } else { 0 };
        scalars[NOT_ZERO][c] = Field::from(u64::from(figure > 0));
        (0..PLANES).for_each(|plane| scalars[FIGURE + plane][c] = Field::from(figure >> plane & 1));
    }
    scalars[SHIFT] = shift.iter().copied().take(COLUMNS).collect();
    scalars[SHIFT].resize(COLUMNS, Field::ZERO);
    // Column 3 is reported with four bits, column 4 with one, column 5 is not.
    match lie {
        Lie::None | Lie::WrongSum => {}
        Lie::TwoAmongBits => scalars[MARK][7] = Field::from(2_u64),
        Lie::HalfAmongBits => scalars[MARK][7] = Field::from(2_u64).inverse(),
        Lie::FigureWithoutBit => {
            scalars[NOT_ZERO][3] = Field::ZERO;
            scalars[FIGURE][3] = Field::ONE;
        }
        Lie::Unreported => {
            scalars[NOT_ZERO][5] = Field::ONE;
            scalars[FIGURE + 1][5] = Field::ONE;
        }
        Lie::TooWide => {
            scalars[NOT_ZERO][4] = Field::ONE;
            scalars[FIGURE + 2][4] = Field::ONE;
        }
    }
    let combine = |extra: bool| {
        let planes = (0..PLANES).map(|plane| (FIGURE + plane, Field::power_of_two(plane)));
        planes.chain(extra.then_some((NOT_ZERO, Field::ONE))).collect::<Vec<_>>()
    };
    let layout = Layout::new(1, COMMITTED - 1, vec![combine(false), combine(true)])?;

    let constraints_of = |value| constraints(forgotten, value);
    let vectors = constraints_of(Field::ZERO).vectors;
    let dot = |v: usize, row: &[Field]| crate::field::inner(&vectors[v], row);
    let figure: Field =
        (0..PLANES).map(|plane| Field::power_of_two(plane) * dot(1, &scalars[FIGURE + plane])).sum();
    let mut value = dot(0, &scalars[MARK]) + figure.double() - dot(0, &scalars[SHIFT]);
    if lie == Lie::WrongSum {
        value += Field::ONE;
    }
    let as_row = |(i, row): (usize, &Vec<Field>)| {
        let bits: Option<Vec<u8>> = row
            .iter()
            .map(|x| if *x == Field::ZERO { Some(0) } else { (*x == Field::ONE).then_some(1) })
            .collect();
        match bits {
            Some(bits) if i != SHIFT => Row::bits(bits),
            _ => Row::scalars(row.clone()),
        }
    };
    let rows: Vec<Row> = scalars.iter().enumerate().map(as_row).collect::<Result<_, _>>()?;
    let blinding = Field::from(0x5eed_u64).power(9);
    let given = rows.iter().take(1).map(|row| commit(row, &blinding).compress()).collect();
    let mut public = value.to_bytes().to_vec();
    public.extend(b"figures of a test");
    let statement =
        Circuit { label: "testing/toy".into(), public, layout, given, constraints: constraints_of(value) };
    Ok((statement, Witness { rows, given_blindings: vec![blinding] }))
}
