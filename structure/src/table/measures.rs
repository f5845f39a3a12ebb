//! Measures that lie within others: numerators within their denominators, and what a codelist puts below another measure.

use super::book::{Book, Row};
use super::exclusive::Exclusive;
use super::order::Order;
use crate::fault::StructureFault;
use std::collections::BTreeSet;

/// Most sets of measures that a person may be in, for all of them to be told apart at once.
const MAX_SETS: usize = 64;

/// Measures in use that lie within each other, directly or through others.
pub(super) struct Family {
    /// In the order of the structure.
    pub(super) measures: Vec<u32>,
    /// How they are taken apart: one way that tells all sets of measures apart, or several, of which each two measures are
    /// in one.
    pub(super) ways: Vec<Way>,
}

/// Measures, each with what it is the sum of.
pub(super) type Way = Vec<(u32, Vec<u32>)>;

/// Measures that somebody is counted in, at once.
type Set = BTreeSet<u32>;

/// What lies within what, among the measures of a round's asked cells.
pub(super) struct Measures {
    order: Order,
    pub(super) families: Vec<Family>,
}

impl Measures {
    /// # Errors
    /// Where measures lie within each other in a ring, or more than can be told apart lie above one.
    pub(super) fn of(book: &mut Book<'_>, rows: &[Row]) -> Result<Self, StructureFault> {
        let used: BTreeSet<u32> = rows.iter().map(|row| row.code(book.measure)).collect();
        let ordered =
            book.structure.measures.iter().filter_map(|rules| book.known(book.measure, &rules.code));
        let mut all: Vec<u32> = ordered.filter(|measure| used.contains(measure)).collect();
        let mut seen = BTreeSet::new();
        all.retain(|measure| seen.insert(*measure));
        let order = Order::of(book, book.measure, &all, &|code| above(book, code));
        if let Some(ring) =
            all.iter().find(|one| order.above(**one).iter().any(|up| order.above(*up).contains(one)))
        {
            return Err(fault(
                book,
                *ring,
                "it lies within itself by `of` and its parent in the codelist; correct one",
            ));
        }
        let exclusive = Exclusive::of(book, &all);
        let of_one = |measure: &u32| order.above(*measure).into_iter().chain([*measure]).collect();
        if let Some(none) = all.iter().find(|measure| !exclusive.allows(&of_one(measure))) {
            let what =
                "it lies within two measures that exclude each other, so that nobody is in it; correct one";
            return Err(fault(book, *none, what));
        }
        let known = Known { order: &order, exclusive: &exclusive };
        let mut families = Vec::new();
        for measures in order.families() {
            let ways = ways(book, known, &measures)?;
            families.push(Family { measures, ways });
        }
        Ok(Self { order, families })
    }

    /// All measures that a measure lies within, in the order of the structure.
    pub(super) fn above(&self, measure: u32) -> Vec<u32> {
        self.order.above(measure)
    }

    /// Number of the family of a measure.
    pub(super) fn family(&self, measure: u32) -> Option<usize> {
        self.families.iter().position(|family| family.measures.contains(&measure))
    }
}

fn fault(book: &Book<'_>, measure: u32, what: &str) -> StructureFault {
    StructureFault::Measure { code: book.name(book.measure, measure).to_owned(), what: what.to_owned() }
}

/// In one way if all sets can be told apart; else each two measures that are in none yet begin one, and the others join it
/// in their order, with all that they lie within, as long as its sets can be told apart.
fn ways(book: &mut Book<'_>, known: Known<'_>, measures: &[u32]) -> Result<Vec<Way>, StructureFault> {
    let order = known.order;
    if let Some(sets) = known.sets(measures) {
        return Ok(vec![apart(book, order, measures, &sets)]);
    }
    let with_above = |own: &[u32]| -> Vec<u32> {
        let held: Set = own.iter().flat_map(|one| order.above(*one).into_iter().chain([*one])).collect();
        measures.iter().copied().filter(|one| held.contains(one)).collect()
    };
    let (mut ways, mut taken): (Vec<Way>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
    for (at, one) in measures.iter().enumerate() {
        for other in measures.iter().skip(at + 1) {
            if taken.iter().any(|way| way.contains(one) && way.contains(other)) {
                continue;
            }
            let mut own = with_above(&[*one, *other]);
            let Some(mut told) = known.sets(&own) else {
                let what =
                    "it and another measure lie within more measures than the rules tell apart; name fewer";
                return Err(fault(book, *one, what));
            };
            for more in measures {
                let grown = with_above(&[own.as_slice(), &[*more]].concat());
                if grown.len() > own.len()
                    && let Some(sets) = known.sets(&grown)
                {
                    (own, told) = (grown, sets);
                }
            }
            ways.push(apart(book, order, &own, &told));
            taken.push(own);
        }
    }
    Ok(ways)
}

/// What is known of measures: what lies within what, and what excludes each other.
#[derive(Clone, Copy)]
struct Known<'k> {
    order: &'k Order,
    exclusive: &'k Exclusive,
}

impl Known<'_> {
    /// All sets of measures that somebody may be counted in: with each one also in all that it lies within, and no two that
    /// exclude each other. None if they are too many.
    fn sets(self, measures: &[u32]) -> Option<Vec<Set>> {
        let mut ordered = measures.to_vec();
        ordered.sort_by_key(|measure| self.order.above(*measure).len());
        let mut sets = vec![Set::new()];
        for measure in ordered {
            let above = self.order.right_above(measure);
            let fits = |set: &&Set| above.iter().all(|other| set.contains(other));
            let with = |set: &Set| set.iter().copied().chain([measure]).collect();
            let more = sets.iter().filter(fits).map(with).filter(|set| self.exclusive.allows(set));
            let more: Vec<Set> = more.collect();
            sets.extend(more);
            if sets.len() > MAX_SETS + 1 {
                return None;
            }
        }
        sets.retain(|set| !set.is_empty());
        Some(sets)
    }
}

/// Per measure the sets that it is in, each named by its measures that hold no other of it.
fn apart(book: &mut Book<'_>, order: &Order, measures: &[u32], sets: &[Set]) -> Way {
    if let [alone] = measures {
        return vec![(*alone, vec![*alone])];
    }
    let at = book.measure;
    let above: Vec<(u32, Vec<u32>)> = measures.iter().map(|one| (*one, order.above(*one))).collect();
    let numbers: Vec<u32> = sets
        .iter()
        .map(|set| {
            let within = above.iter().filter(|(one, _)| set.contains(one));
            let held: Set = within.clone().flat_map(|(_, above)| above).copied().collect();
            let lowest = within.filter(|(one, _)| !held.contains(one));
            let names: Vec<&str> = lowest.map(|(one, _)| book.name(at, *one)).collect();
            let code = format!("~{}", names.join("+"));
            book.number(at, &code)
        })
        .collect();
    let of = |measure: &u32| {
        let own = sets.iter().zip(&numbers).filter(|(set, _)| set.contains(measure));
        (*measure, own.map(|(_, number)| *number).collect())
    };
    measures.iter().map(of).collect()
}

/// What the structure puts right above a measure: its denominator, then its parent in the codelist, unless the structure
/// says that nobody takes that one for a sum.
pub(super) fn above<'b>(book: &Book<'b>, measure: &str) -> Vec<&'b str> {
    let structure = book.structure;
    let of = structure.rules(measure).and_then(|rules| rules.of.as_deref());
    let parent = structure.code(&structure.measure, measure).and_then(|code| code.parent.as_deref());
    // Sums of measures are refused, so this asks for `not_sums` alone.
    let parent =
        parent.filter(|parent| *parent != measure && !structure.is_no_soft_sum(&structure.measure, parent));
    let mut all: Vec<&str> = of.into_iter().chain(parent).collect();
    all.dedup();
    all
}

/// The code of what a measure leaves of one that it lies within.
pub(super) fn left(book: &mut Book<'_>, measure: u32, whole: u32) -> u32 {
    let at = book.measure;
    let code = format!("{}~not~{}", book.name(at, measure), book.name(at, whole));
    book.number(at, &code)
}
