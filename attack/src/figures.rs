//! Figures of generated worlds: drawn on the ground, and summed up to every leaf that stands
//! higher.

use crate::random::Random;
use crate::shape::{Pair, Shape};
use crate::world::Figures;
use std::collections::{BTreeMap, BTreeSet};

/// Figures on the ground by member, codes and quarter.
type Ground = BTreeMap<(u32, Pair, usize), u64>;

/// Pairs of codes on the ground.
fn grounds(shape: &Shape) -> Vec<Pair> {
    shape
        .grounds()
        .into_iter()
        .filter(|(own, below)| below.as_slice() == [*own])
        .map(|(own, _)| own)
        .collect()
}

/// What figures on the ground sum to in all leaves.
fn summed(shape: &Shape, members: u32, ground: &Ground) -> Figures {
    let mut out = Figures::new();
    for ((a, b), below) in shape.grounds() {
        for member in 0..members {
            for quarter in 0..shape.quarters {
                let part = |pair: &Pair| ground.get(&(member, *pair, quarter)).copied().unwrap_or(0);
                let sum: u64 = below.iter().map(part).sum();
                if sum > 0 {
                    out.insert((member, shape.number(a, b, quarter)), sum);
                }
            }
        }
    }
    out
}

/// All places on the ground of a member.
fn places(shape: &Shape) -> Vec<(Pair, usize)> {
    let pairs = grounds(shape).into_iter();
    pairs.flat_map(|pair| (0..shape.quarters).map(move |quarter| (pair, quarter))).collect()
}

/// Small and large ones, and many zeros.
pub(crate) fn figures(random: &mut Random, shape: &Shape, members: u32) -> Figures {
    let zero = random.between(20, 75);
    let (small, large) = (random.between(1, 4), random.between(5, 60));
    let blank = without_breakdown(random, shape, members);
    let mut ground = Ground::new();
    for (pair, quarter) in places(shape) {
        for member in 0..members {
            let unknown = !shape.quiet(pair) && blank.contains(&member);
            let figure = match unknown || random.chance(zero) {
                true => 0,
                false if random.chance(50) => random.between(1, small),
                false => random.between(1, large),
            };
            ground.insert((member, pair, quarter), figure);
        }
    }
    summed(shape, members, &ground)
}

/// A person or two of each member, and some more of the first ones: sums are as small as their
/// contributors are many. `regular`: each member has one, in the period at which it comes.
pub(crate) fn few(random: &mut Random, shape: &Shape, members: u32, regular: bool) -> Figures {
    let (places, base) = (places(shape), [0, 0, 0, 10, 20][random.pick(5)]);
    let most = if regular { 1 } else { [1, 2, 3][random.pick(3)] };
    let way = if regular { 0 } else { random.pick(3) };
    let more = if random.chance(30) { 15 } else { 0 };
    let mut ground = Ground::new();
    for member in 0..members {
        for _ in 0..random.between(1, most) {
            // Those that come later have theirs later, too, in some worlds.
            let own = places.len() * member as usize / members as usize;
            let at = match way {
                0 => own,
                1 => own / 2 + random.pick(places.len() - own / 2),
                _ => random.pick(places.len()),
            };
            let (pair, quarter) = places[at];
            *ground.entry((member, pair, quarter)).or_default() += if random.chance(more) { 2 } else { 1 };
        }
        if member < 2 {
            let (pair, quarter) = places[random.pick(places.len())];
            *ground.entry((member, pair, quarter)).or_default() += base;
        }
    }
    summed(shape, members, &ground)
}

/// Each member has nearly as much in all as a figure may be.
pub(crate) fn full(random: &mut Random, shape: &Shape, members: u32, max: u64) -> Figures {
    let places = places(shape);
    let (spread, less) = (random.between(1, 3), random.between(0, 4));
    let mut ground = Ground::new();
    for member in 0..members {
        let mut left = max.saturating_sub(random.between(0, less));
        for last in (0..spread).rev() {
            let (pair, quarter) = places[random.pick(places.len())];
            let own = if last == 0 { left } else { random.between(0, left) };
            *ground.entry((member, pair, quarter)).or_default() += own;
            left -= own;
        }
    }
    summed(shape, members, &ground)
}

/// Members that put all that they have into quiet codes, in some worlds that have such codes.
fn without_breakdown(random: &mut Random, shape: &Shape, members: u32) -> BTreeSet<u32> {
    let quiet = shape.dimensions.iter().flat_map(|dimension| &dimension.codes).any(|code| code.quiet);
    let share = if quiet && random.chance(50) { random.between(20, 80) } else { 0 };
    (0..members).filter(|_| share > 0 && random.chance(share)).collect()
}

/// As now, but for some figures on the ground that were others before; none above `max` in all.
pub(crate) fn revised(random: &mut Random, shape: &Shape, now: &Figures, members: u32, max: u64) -> Figures {
    let share = random.between(2, 30);
    let mut old = Ground::new();
    for member in 0..members {
        let mut all = 0;
        for (pair, quarter) in places(shape) {
            let value = now.get(&(member, shape.number(pair.0, pair.1, quarter))).copied().unwrap_or(0);
            let other = if random.chance(share) { random.between(0, value + 4) } else { value };
            all += other;
            old.insert((member, pair, quarter), other);
        }
        if all > max {
            for (pair, quarter) in places(shape) {
                let value = now.get(&(member, shape.number(pair.0, pair.1, quarter))).copied().unwrap_or(0);
                old.insert((member, pair, quarter), value);
            }
        }
    }
    summed(shape, members, &old)
}

/// As now, but most members had nothing yet in some places on the ground.
pub(crate) fn late(random: &mut Random, shape: &Shape, now: &Figures, members: u32) -> Figures {
    let (share, early) = (random.between(20, 70), random.below(u64::from(members)));
    let mut old = Ground::new();
    for (pair, quarter) in places(shape) {
        let is_late = random.chance(share);
        for member in 0..members {
            let had = !is_late || u64::from(member) == early || random.chance(10);
            let own = now.get(&(member, shape.number(pair.0, pair.1, quarter)));
            old.insert((member, pair, quarter), own.copied().filter(|_| had).unwrap_or(0));
        }
    }
    summed(shape, members, &old)
}

/// As then, for some members; as now, for the others.
pub(crate) fn mixed(random: &mut Random, then: &Figures, now: &Figures, members: u32) -> Figures {
    let share = random.between(20, 80);
    let back: BTreeSet<u32> = (0..members).filter(|_| random.chance(share)).collect();
    let of = |figures: &Figures, is_back: bool| -> Figures {
        let own = figures.iter().filter(|((member, _), _)| back.contains(member) == is_back);
        own.map(|(place, value)| (*place, *value)).collect()
    };
    of(then, true).into_iter().chain(of(now, false)).collect()
}
