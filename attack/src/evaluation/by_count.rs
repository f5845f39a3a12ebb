//! How many worlds fit on average, where there are too many to try: all worlds, by all that could be published of them. What
//! is published takes fewer values than are counted here, so the true average is higher.
#![expect(clippy::float_arithmetic, reason = "logarithms of numbers that no integer holds")]

use super::table::Term;

/// What a reader knows of sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// That no group has more than some persons.
    Most,
    /// How many persons each group of each country has.
    Sizes,
}

fn log2(number: u128) -> f64 {
    // Two such logarithms differ by far more.
    #[expect(clippy::cast_precision_loss, reason = "what is lost is far below a bit")]
    return (number as f64).log2();
}

/// Binary logarithm of the average number of worlds that fit, for so many honest countries with groups of at most so many
/// persons, and terms in so many fractional bits.
#[must_use]
pub fn room(knows: Room, (honest, most): (u64, u64), terms: &[Term], bits: u32) -> f64 {
    let (honest, most) = (u128::from(honest), u128::from(most));
    let of_group = (most + 1) * (most + 2) / 2;
    let worlds: f64 = match knows {
        // Multisets: whichever country has which.
        Room::Most => {
            let tables = of_group.pow(2);
            (0..honest).map(|at| log2(tables + at) - log2(at + 1)).sum()
        }
        Room::Sizes => (0..2 * honest).map(|_| log2(most + 1)).sum(),
    };
    let largest = |term: &Term| {
        let whole = match term {
            Term::Fewer => return 1,
            Term::Fraction('D') => return most.pow(2) / 4 + 1,
            Term::Fraction('V') => most / 8 + 1,
            Term::Fraction('E') => most / 4 + 1,
            Term::Fraction(_) => most / 2 + 1,
        };
        whole << bits
    };
    let sums: f64 = terms.iter().map(|term| log2(honest * largest(term) + 1)).sum();
    let counts = match knows {
        Room::Most => 4,
        Room::Sizes => 2,
    };
    let banded: f64 = (0..counts).map(|_| log2(honest * most / 5 + 1)).sum();
    worlds - sums - banded
}

/// The fewest persons of a group, up to 2^18, from which on so many worlds fit on average (given as a binary logarithm).
#[must_use]
pub fn groups_from(knows: Room, honest: u64, terms: &[Term], (bits, wanted): (u32, f64)) -> Option<u64> {
    let enough = |most: &u64| room(knows, (honest, *most), terms, bits) >= wanted;
    // Terms grow slower than tables do, so once there is room, there is.
    let (mut low, mut high) = (1, 1u64 << 18);
    if !enough(&high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if enough(&middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}
