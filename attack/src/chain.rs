//! Rounds that are about each other: periods that grow, parts of what was asked before, newcomers
//! and leavers.

use crate::asked::{Ask, Asked};
use crate::random::Random;
use std::collections::BTreeSet;

/// What each round asks of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Short periods and parts first, larger ones after them.
    Grows,
    /// Totals first, then what they consist of.
    Parts,
    /// Everything each time.
    Again,
    /// Anything.
    Some,
}

/// How a chain's rounds go on.
pub(crate) struct Chain {
    way: Way,
    pub(crate) rounds: usize,
    /// Of each key how many keys' sizes are smaller than its own.
    steps: Vec<usize>,
    /// Whoever comes later reports larger cells alone, in the same round, too.
    stairs: bool,
    /// Per member the step, or the round, at which it comes.
    comes: Vec<usize>,
    /// Per member the last round in which it reports.
    leaves: Vec<usize>,
}

impl Chain {
    pub(crate) fn generate(random: &mut Random, asked: &Asked, regular: bool) -> Self {
        let way = [Way::Grows, Way::Grows, Way::Parts, Way::Parts, Way::Again, Way::Some][random.pick(6)];
        let rounds = [1, 2, 2, 2, 3, 4][random.pick(6)];
        let size = |key| asked.shape.leaves(key)[0].len();
        let sizes: BTreeSet<usize> = asked.keys.iter().map(size).collect();
        let steps = asked.keys.iter().map(|key| sizes.range(..size(key)).count()).collect();
        let stairs = regular || random.chance(50);
        let last = if stairs { sizes.len() } else { rounds };
        let (regular, staying) = (regular || random.chance(50), regular || random.chance(70));
        let members = asked.members as usize;
        let comes = |member: usize, random: &mut Random| match regular {
            true => member * last / members,
            false => random.pick(last),
        };
        let leaves =
            |random: &mut Random| if staying || random.chance(70) { rounds } else { random.pick(rounds) };
        Self {
            way,
            rounds,
            steps,
            stairs,
            comes: (0..members).map(|member| comes(member, random)).collect(),
            leaves: (0..members).map(|_| leaves(random)).collect(),
        }
    }

    /// What a round asks.
    pub(crate) fn ask(&self, random: &mut Random, round: usize) -> Ask {
        let last = self.steps.iter().max().copied().unwrap_or(0);
        let asks = |step: usize, random: &mut Random| match self.way {
            Way::Again => true,
            Way::Some => random.chance(50),
            Way::Grows => step * self.rounds / (last + 1) == round,
            Way::Parts => (last - step) * self.rounds / (last + 1) == round,
        };
        let keys = 0..self.steps.len();
        let mut chosen: Vec<usize> = keys.filter(|key| asks(self.steps[*key], random)).collect();
        if chosen.is_empty() {
            chosen.push(random.pick(self.steps.len()));
        }
        let there = |step: usize, member: usize| {
            self.comes[member] <= if self.stairs { step } else { round } && round <= self.leaves[member]
        };
        let members = |key: usize| {
            let all = (0u32..).zip(0..self.comes.len());
            all.filter(|(_, member)| there(self.steps[key], *member)).map(|(member, _)| member).collect()
        };
        chosen.into_iter().map(|key| (key, members(key))).collect()
    }
}
