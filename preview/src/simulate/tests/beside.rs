//! Drawn structures in which nobody declared how codes add up, and returns in which some parents are the sum of what lies below
//! them and of a rest, others have cases in several codes at once. Somebody who knows which are which adds and subtracts open
//! cells in all ways in which one code of each dimension at most counts once, and nobody's figure can go below zero: what comes
//! out must be of none or of three. Knows nothing of how tables are read.

use super::overlaps::{Drawn, Key, MEMBERS, MINIMUM, Person, Tree, World};
use intertally_attack::random::Random;
use std::collections::BTreeSet;

/// Most asked codes of a dimension, of which all sums and differences are looked at.
const CODES: usize = 6;

/// A sum of asked codes, each with its factor.
type Form = Vec<(usize, i64)>;

impl Tree {
    /// All that the codes of a case at or below a place may be.
    fn cases(&self, place: usize) -> Vec<BTreeSet<usize>> {
        let parts = self.parts(place);
        let others: Vec<usize> =
            self.children(place).into_iter().filter(|child| !parts.contains(child)).collect();
        let none = || vec![BTreeSet::new()];
        let one_of =
            |places: &[usize]| places.iter().flat_map(|place| self.cases(*place)).collect::<Vec<_>>();
        let mut groups = Vec::new();
        if !parts.is_empty() {
            groups.push(one_of(&parts));
        }
        if self.parted.contains(&place) {
            groups.push([none(), one_of(&others)].concat());
        } else {
            groups.extend(others.iter().map(|other| [none(), self.cases(*other)].concat()));
        }
        let mut all = vec![BTreeSet::from([place])];
        for group in groups {
            all = all.iter().flat_map(|one| group.iter().map(move |more| one | more)).collect();
        }
        all
    }

    /// All sums and differences of these codes that are below zero for no case.
    fn forms(&self, asked: &[usize]) -> Vec<Form> {
        let cases = self.cases(0);
        let mut all: Vec<Form> = vec![Vec::new()];
        for code in asked {
            let with = |factor: i64| move |one: &Form| [one.as_slice(), &[(*code, factor)]].concat();
            all =
                [all.clone(), all.iter().map(with(1)).collect(), all.iter().map(with(-1)).collect()].concat();
        }
        let value = |form: &Form, case: &BTreeSet<usize>| -> i64 {
            form.iter().filter(|(code, _)| case.contains(code)).map(|(_, factor)| factor).sum()
        };
        all.retain(|form| {
            let values: Vec<i64> = cases.iter().map(|case| value(form, case)).collect();
            values.iter().all(|value| *value >= 0) && values.iter().any(|value| *value > 0)
        });
        all
    }

    /// Which parents part their children, though nobody says so: all, none, or all but one.
    fn part(&mut self, random: &mut Random) {
        let open: Vec<usize> = (0..self.parents.len())
            .filter(|place| !self.declared.contains(place) && !self.no_sums.contains(place))
            .filter(|place| !self.children(*place).is_empty())
            .collect();
        if !open.is_empty() && random.chance(75) {
            self.parted.extend(&open);
            if random.chance(50) {
                self.parted.remove(&open[random.pick(open.len())]);
            }
        }
    }
}

/// How many cells the rules open of the world of a seed; and what these tell of one or two countries, the same of all cells of
/// three contributors. None where it is too large to look at all.
fn told(seed: u64) -> Option<(usize, [Vec<String>; 2])> {
    let random = &mut Random::new(seed);
    let is_flat = random.chance(25);
    let mut trees = [Tree::new(random, "A", false), Tree::new(random, "B", is_flat)];
    trees.iter_mut().for_each(|tree| tree.part(random));
    let most = random.between(60, 95);
    let asked = [0, 1].map(|at: usize| {
        let places = 0..trees[at].parents.len();
        places.filter(|place| *place == 0 || random.chance(most)).collect::<Vec<usize>>()
    });
    if asked.iter().any(|codes| codes.len() > CODES) {
        return None;
    }
    let [a, b] = asked.clone();
    let drawn = Drawn::of(trees, 1, vec![[a, b, vec![0]]]);
    let share = random.between(30, 95);
    let mut person = || -> Person {
        [drawn.trees[0].draw(random, share), drawn.trees[1].draw(random, share), BTreeSet::from([0])]
    };
    let members: Vec<Vec<Person>> =
        (0..MEMBERS).map(|member| (0..(member * 5) % 8).map(|_| person()).collect()).collect();
    let world = World::of(&drawn, &members);
    let open = world.open(&drawn, seed);
    let positive = |key: &&Key| world.figures[*key].iter().filter(|figure| **figure > 0).count() >= MINIMUM;
    let by_count: Vec<Key> = world.figures.keys().filter(positive).copied().collect();
    let [one, other] = [0, 1].map(|at| drawn.trees[at].forms(&asked[at]));
    let few = |open: &[Key]| {
        let open: BTreeSet<&Key> = open.iter().collect();
        let mut told = Vec::new();
        for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
            let terms = || a.iter().flat_map(|(a, x)| b.iter().map(move |(b, y)| ([*a, *b, 0], x * y)));
            if !terms().all(|(key, _)| open.contains(&key)) {
                continue;
            }
            let of = |member: usize| -> i64 {
                terms()
                    .map(|(key, factor)| factor * i64::try_from(world.figures[&key][member]).unwrap())
                    .sum()
            };
            let values: Vec<i64> = (0..MEMBERS).map(of).collect();
            assert!(values.iter().all(|value| *value >= 0), "seed {seed}: {a:?} {b:?}");
            if (1..MINIMUM).contains(&values.iter().filter(|value| **value > 0).count()) {
                told.push(format!("seed {seed}: A {a:?} B {b:?}"));
            }
        }
        told
    };
    Some((open.len(), [few(&open), few(&by_count)]))
}

#[test]
fn what_is_broken_down_in_one_place_and_not_in_another_leaves_nothing_of_few() {
    let seeds = if std::env::var_os("INTERTALLY_LONG").is_some() { 20_000 } else { 500 };
    let (mut open, mut by_rule, mut by_count) = (0, Vec::new(), 0);
    for seed in 0..seeds {
        let Some((cells, [rule, count])) = told(seed) else { continue };
        open += cells;
        by_rule.extend(rule);
        by_count += count.len();
    }
    assert!(by_rule.is_empty(), "{} of {open}: {:#?}", by_rule.len(), &by_rule[..by_rule.len().min(20)]);
    assert!(open > 500 && by_count > 1000, "the attacker finds what counts alone open: {open}, {by_count}");
}
