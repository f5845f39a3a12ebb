//! What a reader can work out, by brute force: all small integer combinations of opened rows, all assignments of who is
//! above zero that agree with the counts. No rank, no program, no search of the plan's.

use std::collections::BTreeSet;

/// A row: who, what, how many were counted above zero, whether its total is open, and whether that is of this round.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) members: BTreeSet<u32>,
    pub(super) leaves: BTreeSet<u32>,
    pub(super) count: Option<u32>,
    pub(super) open: bool,
    pub(super) new: bool,
}

/// Sums over few members and few leaves, their pairs numbered.
pub(super) struct World {
    sums: Vec<Sum>,
    members: u32,
    leaves: u32,
}

/// What a combination holds, as a set of pairs, and whether all its factors have one sign.
type Held = BTreeSet<(u64, bool)>;

impl World {
    pub(super) fn new(sums: Vec<Sum>, members: u32, leaves: u32) -> Self {
        Self { sums, members, leaves }
    }

    fn pairs(&self, sum: &Sum) -> u64 {
        let pair = |member: u32, leaf: u32| 1u64 << (member * self.leaves + leaf);
        sum.members.iter().flat_map(|member| sum.leaves.iter().map(move |leaf| pair(*member, *leaf))).sum()
    }

    /// All combinations with factors of -2 to 2 in which a new opening takes part and that are not 0.
    pub(super) fn combinations(&self) -> Held {
        let pairs = (self.members * self.leaves) as usize;
        let mut forms: BTreeSet<(Vec<i32>, bool)> = BTreeSet::from([(vec![0; pairs], false)]);
        for sum in self.sums.iter().filter(|sum| sum.open) {
            let row = self.pairs(sum);
            let mut next = BTreeSet::new();
            for (form, new) in &forms {
                for factor in -2..=2 {
                    let add = |(at, value): (usize, &i32)| value + factor * i32::from(row >> at & 1 == 1);
                    next.insert((
                        form.iter().enumerate().map(add).collect(),
                        *new || (sum.new && factor != 0),
                    ));
                }
            }
            forms = next;
        }
        // What earlier openings give already is not new.
        let old: BTreeSet<Vec<i32>> =
            forms.iter().filter(|(_, new)| !new).map(|(form, _)| form.clone()).collect();
        let fresh = forms.into_iter().filter(|(form, new)| *new && !old.contains(form)).map(|(form, _)| form);
        fresh
            .map(|form| {
                let held =
                    form.iter().enumerate().filter(|(_, value)| **value != 0).map(|(at, _)| 1u64 << at);
                let one = form.iter().all(|value| *value >= 0) || form.iter().all(|value| *value <= 0);
                (held.sum(), one)
            })
            .filter(|(held, _)| *held != 0)
            .collect()
    }

    fn contributors(&self, above: u64, held: u64) -> u32 {
        let own = (1u64 << self.leaves) - 1;
        (0..self.members).filter(|member| (above & held) >> (member * self.leaves) & own != 0).count() as u32
    }

    /// All ways in which pairs can be above zero that agree with all counts.
    pub(super) fn assignments(&self) -> Vec<u64> {
        let counted: Vec<(u64, u32)> =
            self.sums.iter().filter_map(|sum| Some((self.pairs(sum), sum.count?))).collect();
        let agrees =
            |above: &u64| counted.iter().all(|(row, count)| self.contributors(*above, *row) == *count);
        (0..1u64 << (self.members * self.leaves)).filter(agrees).collect()
    }

    /// Combinations of one sign that some assignment lets fewer than `few` contribute to.
    pub(super) fn possibly_few(&self, held: &Held, few: u32) -> usize {
        let all = self.assignments();
        let leaks = |held: u64| all.iter().any(|above| self.contributors(*above, held) < few);
        held.iter().filter(|(held, one)| *one && leaks(*held)).count()
    }

    /// Combinations to which fewer than `few` contribute whatever the assignment.
    pub(super) fn surely_few(&self, held: &Held, few: u32) -> usize {
        let all = self.assignments();
        let leaks = |held: u64| all.iter().all(|above| self.contributors(*above, held) < few);
        held.iter().filter(|(held, _)| leaks(*held)).count()
    }

    /// Combinations that lie within cells and single members whose counts sum to less than `few`: by the definition.
    pub(super) fn certainly_few(&self, held: &Held, few: u32) -> usize {
        let own = (1u64 << self.leaves) - 1;
        let members = (0..self.members).map(|member| (own << (member * self.leaves), 1));
        let counted = self.sums.iter().filter_map(|sum| Some((self.pairs(sum), sum.count?)));
        let mut unions: BTreeSet<(u64, u32)> = BTreeSet::from([(0, 0)]);
        for (pairs, cost) in members.chain(counted).filter(|(_, cost)| *cost < few) {
            let more: Vec<(u64, u32)> = unions
                .iter()
                .map(|(all, sum)| (all | pairs, sum + cost))
                .filter(|(_, sum)| *sum < few)
                .collect();
            unions.extend(more);
        }
        held.iter().filter(|(held, _)| unions.iter().any(|(all, _)| held & !all == 0)).count()
    }
}

#[test]
fn the_oracle_finds_what_is_there() {
    let sum = |members: &[u32], leaves: &[u32], count, open| Sum {
        members: members.iter().copied().collect(),
        leaves: leaves.iter().copied().collect(),
        count: Some(count),
        open,
        new: open,
    };
    // A whole and one part open, the other part of one member: the difference is that member's.
    let all = [0, 1, 2];
    let sums = vec![sum(&all, &[0, 1], 3, true), sum(&all, &[0], 3, true), sum(&all, &[1], 1, false)];
    let world = World::new(sums, 3, 2);
    let held = world.combinations();
    assert_eq!(world.certainly_few(&held, 3), 1);
    assert_eq!(world.surely_few(&held, 3), 1);
    assert_eq!(world.possibly_few(&held, 3), 1);
}
