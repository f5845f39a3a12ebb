//! Codes of one dimension that overlap, crossed with codes of another that do, with numerators, or with declared parts: all
//! small structures of the kind. Somebody adds and subtracts open cells in all ways, none more than once, in which no case can
//! count below zero, whatever codes it has: what comes out must be of none or of three. Knows nothing of how tables are read.

use super::overlaps::{Drawn, Key, MEMBERS, MINIMUM, Person, Tree, World};
use intertally_attack::random::Random;
use std::collections::BTreeSet;

/// What codes of a dimension have to do with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    /// So many codes lie in one, and are no parts of it.
    NoSums(usize),
    /// Two codes lie in a declared sum whose parts nobody asks.
    OfWhich,
    /// The two parts of a declared sum.
    Parts,
    /// Two measures lie within one.
    Numerators,
}

impl Axis {
    fn tree(self, letter: &'static str) -> Tree {
        match self {
            Self::NoSums(codes) => Tree::flat(letter, codes, false),
            Self::OfWhich => Tree::flat(letter, 4, true),
            Self::Parts => Tree::flat(letter, 2, true),
            Self::Numerators => Tree::flat(letter, 0, false),
        }
    }

    /// The codes asked, the one that holds all others first.
    fn asked(self) -> Vec<usize> {
        match self {
            Self::NoSums(codes) => (0..=codes).collect(),
            Self::OfWhich => vec![0, 3, 4],
            Self::Parts | Self::Numerators => vec![0, 1, 2],
        }
    }

    /// All that the codes of a case may be.
    fn cases(self) -> Vec<BTreeSet<usize>> {
        let loose = match self {
            Self::Parts => Vec::new(),
            Self::NoSums(_) | Self::OfWhich | Self::Numerators => self.asked().split_off(1),
        };
        let parts: &[&[usize]] =
            if matches!(self, Self::Parts | Self::OfWhich) { &[&[0, 1], &[0, 2]] } else { &[&[0]] };
        let mut all: Vec<BTreeSet<usize>> = parts.iter().map(|own| own.iter().copied().collect()).collect();
        for code in loose {
            let with: Vec<BTreeSet<usize>> = all.iter().map(|one| one | &BTreeSet::from([code])).collect();
            all.extend(with);
        }
        all
    }
}

/// A structure, what cases there may be, and all forms of its cells that count no case below zero, and some above.
struct Shape {
    drawn: Drawn,
    keys: Vec<Key>,
    cases: Vec<Person>,
    forms: Vec<Vec<i64>>,
}

impl Shape {
    /// Of one axis crossed with another; of the other one's codes those after the first may lack the total of the first axis.
    fn of(one: Axis, other: Axis, has_totals: bool) -> Self {
        let is_measure = other == Axis::Numerators;
        let trees = [one.tree("A"), if is_measure { Tree::flat("B", 0, false) } else { other.tree("B") }];
        let of = |second: usize| if is_measure { (vec![0], vec![second]) } else { (vec![second], vec![0]) };
        let tables: Vec<[Vec<usize>; 3]> = other
            .asked()
            .into_iter()
            .map(|second| {
                let first = one.asked().split_off(usize::from(second > 0 && !has_totals));
                let (b, measure) = of(second);
                [first, b, measure]
            })
            .collect();
        let own = |[a, b, m]: &[Vec<usize>; 3]| -> Vec<Key> { a.iter().map(|a| [*a, b[0], m[0]]).collect() };
        let keys: Vec<Key> = tables.iter().flat_map(own).collect();
        let cases: Vec<Person> = one
            .cases()
            .iter()
            .flat_map(|a| {
                other.cases().into_iter().map(move |second| {
                    let none = BTreeSet::from([0]);
                    if is_measure { [a.clone(), none, second] } else { [a.clone(), second, none] }
                })
            })
            .collect();
        let tables = if has_totals {
            let all = |at: usize| -> Vec<usize> {
                tables
                    .iter()
                    .flat_map(|table| &table[at])
                    .copied()
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect()
            };
            vec![[all(0), all(1), all(2)]]
        } else {
            tables
        };
        let drawn = Drawn::of(trees, if is_measure { 3 } else { 1 }, tables);
        // Per case the cells that it counts in, as bits.
        let bits = |case: &Person| -> Vec<bool> {
            keys.iter().map(|key| (0..3).all(|at| case[at].contains(&key[at]))).collect()
        };
        let held: BTreeSet<Vec<bool>> = cases.iter().map(bits).collect();
        let mut forms: Vec<Vec<i64>> = vec![Vec::new()];
        for _ in &keys {
            let with = |factor: i64| move |one: &Vec<i64>| [one.as_slice(), &[factor]].concat();
            forms = [0, 1, -1]
                .into_iter()
                .flat_map(|factor| forms.iter().map(with(factor)).collect::<Vec<_>>())
                .collect();
        }
        forms.retain(|form| {
            let value = |held: &Vec<bool>| {
                form.iter().zip(held).filter(|(_, held)| **held).map(|(factor, _)| factor).sum::<i64>()
            };
            let least = held.iter().map(value).min();
            least >= Some(0)
                && held.iter().any(|held| value(held) > 0)
                && form.iter().any(|factor| *factor < 0)
        });
        Self { drawn, keys, cases, forms }
    }

    fn value(&self, form: &[i64], of: &dyn Fn(&Key) -> i64) -> i64 {
        form.iter()
            .zip(&self.keys)
            .filter(|(factor, _)| **factor != 0)
            .map(|(factor, key)| factor * of(key))
            .sum()
    }

    /// How many cells the rules open of a world in which some form is of one or two; and what these tell of one or two countries,
    /// the same of all cells of three contributors.
    fn told(&self, seed: u64) -> (usize, [Vec<String>; 2]) {
        let random = &mut Random::new(seed);
        let target = &self.forms[random.pick(self.forms.len())];
        let counts = |case: &&Person| {
            let holds = |key: &Key| i64::from((0..3).all(|at| case[at].contains(&key[at])));
            self.value(target, &holds) > 0
        };
        let (some, none): (Vec<&Person>, Vec<&Person>) = self.cases.iter().partition(counts);
        let few = random.between(1, MINIMUM as u64 - 1) as usize;
        let members: Vec<Vec<Person>> = (0..MEMBERS)
            .map(|member| {
                let mut own: Vec<Person> = Vec::new();
                for _ in 0..random.between(0, 24) {
                    own.extend((!none.is_empty()).then(|| none[random.pick(none.len())].clone()));
                }
                let extra = if member < few { random.between(1, 9) } else { 0 };
                own.extend((0..extra).map(|_| some[random.pick(some.len())].clone()));
                own
            })
            .collect();
        let world = World::of(&self.drawn, &members);
        let open = world.open(&self.drawn, seed);
        let positive =
            |key: &&Key| world.figures[*key].iter().filter(|figure| **figure > 0).count() >= MINIMUM;
        let by_count: Vec<Key> = world.figures.keys().filter(positive).copied().collect();
        let few = |open: &[Key]| {
            let open: Vec<bool> = self.keys.iter().map(|key| open.contains(key)).collect();
            let mut told = Vec::new();
            for form in &self.forms {
                if form.iter().zip(&open).any(|(factor, open)| *factor != 0 && !open) {
                    continue;
                }
                let of = |member: usize| {
                    self.value(form, &|key| i64::try_from(world.figures[key][member]).unwrap())
                };
                let values: Vec<i64> = (0..MEMBERS).map(of).collect();
                assert!(values.iter().all(|value| *value >= 0), "seed {seed}: {form:?}");
                if (1..MINIMUM).contains(&values.iter().filter(|value| **value > 0).count()) {
                    told.push(format!("seed {seed}: {form:?} of {:?}", self.keys));
                }
            }
            told
        };
        (open.len(), [few(&open), few(&by_count)])
    }
}

#[test]
fn overlaps_crossed_with_overlaps_leave_nothing_of_few() {
    let is_long = std::env::var_os("INTERTALLY_LONG").is_some();
    let mut axes = vec![Axis::NoSums(2), Axis::OfWhich, Axis::Parts, Axis::Numerators];
    axes.extend(is_long.then_some(Axis::NoSums(3)));
    let seeds = if is_long { 2_000 } else { 50 };
    let (mut open, mut by_rule, mut by_count) = (0, Vec::new(), 0);
    let first = axes.iter().filter(|axis| !matches!(axis, Axis::Parts | Axis::Numerators));
    for (one, other) in first.flat_map(|one| axes.iter().map(move |other| (*one, *other))) {
        for has_totals in [true, false] {
            // Sixteen cells have 43 million forms.
            if one == Axis::NoSums(3) && other == one {
                continue;
            }
            let shape = Shape::of(one, other, has_totals);
            for seed in 0..seeds {
                let (cells, [rule, count]) = shape.told(seed);
                open += cells;
                by_rule.extend(rule);
                by_count += count.len();
            }
        }
    }
    assert!(by_rule.is_empty(), "{} of {open}: {:#?}", by_rule.len(), &by_rule[..by_rule.len().min(20)]);
    assert!(open > 1000 && by_count > 1000, "the attacker finds what counts alone open: {open}, {by_count}");
}
