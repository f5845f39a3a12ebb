//! Every world that fits what is published, where nobody knows sizes: half of the countries against the other half.

use super::table::{Table, Term};
use std::collections::{BTreeSet, HashMap};

/// More terms than an evaluation has, and the four counts.
const WIDTH: usize = 16;
/// Most countries in one half.
const HALF: usize = 6;
/// Terms by which halves are looked up.
const KEY: usize = 4;

pub(super) type Sums = [u32; WIDTH];

/// What is published, less what colluding members know of their own.
#[derive(Clone, Debug)]
pub struct Seen {
    pub(super) honest: usize,
    /// Terms that are known to the unit.
    exact: usize,
    low: Sums,
    high: Sums,
}

impl Seen {
    /// Of so many honest countries: sums of terms, in their order, and from where to where the four counts lie.
    #[must_use]
    pub fn of(honest: usize, sums: &[u64], counts: [(u64, u64); 4]) -> Self {
        let mut seen = Self { honest, exact: sums.len(), low: [0; WIDTH], high: [0; WIDTH] };
        let ends = seen.low.iter_mut().zip(seen.high.iter_mut());
        let sums = sums.iter().map(|sum| (*sum, *sum)).chain(counts);
        ends.zip(sums).for_each(|((low, high), of)| (*low, *high) = (small(of.0), small(of.1)));
        seen
    }

    /// What is published of these countries: terms to the unit, the four counts in bands of 5.
    #[must_use]
    pub fn published(honest: &[Table], terms: &[Term], bits: u32) -> Self {
        let sum = |term: &Term| honest.iter().map(|table| table.sent(*term, bits)).sum();
        let sums: Vec<u64> = terms.iter().map(sum).collect();
        let count = |at: usize| honest.iter().map(|table| table.0[at]).sum();
        Self::of(honest.len(), &sums, [0, 1, 2, 3].map(|at| band(count(at))))
    }

    pub(super) fn is_below(&self, sums: &Sums) -> bool {
        sums.iter().zip(&self.high).all(|(sum, high)| sum <= high)
    }

    /// Sums of the first terms, by which halves are looked up.
    fn key(&self, sums: &Sums) -> [u32; KEY] {
        let mut key = [0; KEY];
        let many = self.exact.min(KEY);
        key[..many].copy_from_slice(&sums[..many]);
        key
    }

    /// Each pair of halves that together are what is published, until `enough` says so.
    pub(super) fn matched(
        &self,
        left: &[Half],
        right: impl Iterator<Item = Half>,
        mut enough: impl FnMut(&Half, &Half) -> bool,
    ) {
        let mut by_sums: HashMap<[u32; KEY], Vec<usize>> = HashMap::new();
        for (place, half) in left.iter().enumerate() {
            by_sums.entry(self.key(&half.sums)).or_default().push(place);
        }
        for half in right {
            let mut wanted = self.key(&self.low);
            wanted.iter_mut().zip(self.key(&half.sums)).for_each(|(want, own)| *want -= own);
            for other in by_sums.get(&wanted).into_iter().flatten().map(|place| &left[*place]) {
                let fits = (0..WIDTH).all(|at| {
                    let sum = half.sums[at] + other.sums[at];
                    self.low[at] <= sum && sum <= self.high[at]
                });
                if fits && enough(other, &half) {
                    return;
                }
            }
        }
    }
}

/// What a reader finds.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Worlds that fit, up to the reader's limit.
    pub worlds: usize,
    /// Tables that are in one of them.
    pub tables: BTreeSet<Table>,
}

/// A reader who knows that no group has more than some persons.
pub struct Reader {
    tables: Vec<Table>,
    terms: Vec<Term>,
    sent: Vec<Sums>,
    /// Worlds after which it has seen enough.
    limit: usize,
}

/// Some countries' tables by place, ascending, and their sums.
#[derive(Clone, Copy)]
pub(super) struct Half {
    pub(super) sums: Sums,
    pub(super) places: [u16; HALF],
}

impl Half {
    pub(super) const NONE: Self = Self { sums: [0; WIDTH], places: [0; HALF] };

    /// With the table in a place of a list as country number `at`.
    pub(super) fn with(mut self, at: usize, place: u16, own: &Sums) -> Self {
        self.sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        self.places[at] = place;
        self
    }
}

/// What a table adds to the sums.
pub(super) fn sums_of(table: &Table, terms: &[Term], bits: u32) -> Sums {
    let own = terms.iter().map(|term| table.sent(*term, bits)).chain(table.0);
    let mut sums = [0; WIDTH];
    sums.iter_mut().zip(own).for_each(|(slot, own)| *slot = small(own));
    sums
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A total in its band of 5.
fn band(total: u64) -> (u64, u64) {
    let value = (total + 2) / 5 * 5;
    (value.saturating_sub(2), value + 2)
}

impl Reader {
    /// Groups of at most so many persons; what is summed, in 8 fractional bits.
    #[must_use]
    pub fn new(most: u64, terms: &[Term], limit: usize) -> Self {
        let tables = Table::all(most);
        let sent = tables.iter().map(|table| sums_of(table, terms, 8)).collect();
        Self { tables, terms: terms.to_vec(), sent, limit }
    }

    /// What is published of these honest countries.
    #[must_use]
    pub fn published(&self, honest: &[Table]) -> Seen {
        Seen::published(honest, &self.terms, 8)
    }

    /// Every choice of so many tables, whichever country has which, of which no sum is too large.
    fn halves(&self, many: usize, seen: &Seen) -> Vec<Half> {
        let mut all = vec![Half::NONE];
        for at in 0..many {
            let mut next = Vec::new();
            for half in &all {
                let first = if at == 0 { 0 } else { half.places[at - 1] };
                let places = first..u16::try_from(self.sent.len()).unwrap_or(u16::MAX);
                let more = places.map(|place| half.with(at, place, &self.sent[usize::from(place)]));
                next.extend(more.filter(|more| seen.is_below(&more.sums)));
            }
            all = next;
        }
        all
    }

    /// All worlds that fit, up to the limit.
    #[must_use]
    pub fn find(&self, seen: &Seen) -> Found {
        let (few, many) = (seen.honest / 2, seen.honest - seen.honest / 2);
        let mut worlds: BTreeSet<Vec<u16>> = BTreeSet::new();
        seen.matched(&self.halves(few, seen), self.halves(many, seen).into_iter(), |left, right| {
            let mut world = [&right.places[..many], &left.places[..few]].concat();
            world.sort_unstable();
            worlds.insert(world);
            worlds.len() >= self.limit
        });
        let tables = worlds.iter().flatten().map(|place| self.tables[usize::from(*place)]).collect();
        Found { worlds: worlds.len(), tables }
    }
}
