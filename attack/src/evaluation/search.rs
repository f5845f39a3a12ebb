//! Every world that fits what is published: half of the countries against the other half.

use super::table::{Table, Term};
use std::collections::{BTreeSet, HashMap};

/// More terms than an evaluation has, and the four counts.
const WIDTH: usize = 16;
/// Most countries in one half.
const HALF: usize = 6;

type Sums = [u32; WIDTH];

/// What is published, less what colluding members know of their own.
#[derive(Clone, Debug)]
pub struct Seen {
    honest: usize,
    low: Sums,
    high: Sums,
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
struct Half {
    sums: Sums,
    places: [u16; HALF],
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A total in its band of 5.
fn band(total: u32) -> (u32, u32) {
    let value = (total + 2) / 5 * 5;
    (value.saturating_sub(2), value + 2)
}

impl Reader {
    /// Groups of at most so many persons; what is summed.
    #[must_use]
    pub fn new(most: u64, terms: &[Term], limit: usize) -> Self {
        let tables = Table::all(most);
        let sums = |table: &Table| {
            let own = terms.iter().map(|term| table.sent(*term)).chain(table.0);
            let mut sums = [0; WIDTH];
            sums.iter_mut().zip(own).for_each(|(slot, own)| *slot = small(own));
            sums
        };
        let sent = tables.iter().map(sums).collect();
        Self { tables, terms: terms.to_vec(), sent, limit }
    }

    /// What is published of these honest countries: terms to the unit, the four counts in bands of 5.
    #[must_use]
    pub fn published(&self, honest: &[Table]) -> Seen {
        let mut seen = Seen { honest: honest.len(), low: [0; WIDTH], high: [0; WIDTH] };
        let ends = seen.low.iter_mut().zip(seen.high.iter_mut());
        let exact = self.terms.iter().map(|term| {
            let sum = small(honest.iter().map(|table| table.sent(*term)).sum());
            (sum, sum)
        });
        let counts = (0..4).map(|at| band(small(honest.iter().map(|table| table.0[at]).sum())));
        ends.zip(exact.chain(counts)).for_each(|((low, high), of)| (*low, *high) = of);
        seen
    }

    /// Every choice of so many tables, whichever country has which, of which no sum is too large.
    fn halves(&self, many: usize, seen: &Seen) -> Vec<Half> {
        let mut all = vec![Half { sums: [0; WIDTH], places: [0; HALF] }];
        for at in 0..many {
            let mut next = Vec::new();
            for half in &all {
                let first = if at == 0 { 0 } else { half.places[at - 1] };
                for place in first..u16::try_from(self.sent.len()).unwrap_or(u16::MAX) {
                    let mut more = *half;
                    let own = &self.sent[usize::from(place)];
                    more.sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
                    more.places[at] = place;
                    if more.sums.iter().zip(&seen.high).all(|(sum, high)| sum <= high) {
                        next.push(more);
                    }
                }
            }
            all = next;
        }
        all
    }

    /// All worlds that fit, up to the limit.
    #[must_use]
    pub fn find(&self, seen: &Seen) -> Found {
        let (few, many) = (seen.honest / 2, seen.honest - seen.honest / 2);
        let exact = self.terms.len().min(4);
        let of = |sums: &Sums| {
            let mut key = [0u32; 4];
            key[..exact].copy_from_slice(&sums[..exact]);
            key
        };
        let left = self.halves(few, seen);
        let mut by_sums: HashMap<[u32; 4], Vec<usize>> = HashMap::new();
        for (place, half) in left.iter().enumerate() {
            by_sums.entry(of(&half.sums)).or_default().push(place);
        }
        let mut worlds: BTreeSet<Vec<u16>> = BTreeSet::new();
        for half in self.halves(many, seen) {
            let mut wanted = of(&seen.low);
            wanted.iter_mut().zip(of(&half.sums)).for_each(|(want, own)| *want -= own);
            for other in by_sums.get(&wanted).into_iter().flatten().map(|place| &left[*place]) {
                let fits = (0..WIDTH).all(|at| {
                    let sum = half.sums[at] + other.sums[at];
                    seen.low[at] <= sum && sum <= seen.high[at]
                });
                if fits {
                    let mut world = [&half.places[..many], &other.places[..few]].concat();
                    world.sort_unstable();
                    worlds.insert(world);
                }
            }
            if worlds.len() >= self.limit {
                break;
            }
        }
        let tables = worlds.iter().flatten().map(|place| self.tables[usize::from(*place)]).collect();
        Found { worlds: worlds.len(), tables }
    }
}
