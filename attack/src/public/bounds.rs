//! Between which whole numbers a sum lies by all that a reader knows: a linear program over the
//! variables.

use super::enough::{Set, enough, numbers, set};
use super::known::Known;
use super::variables::Variables;
use crate::linear::Overflow;
use crate::polytope::{Limit, Polytope};
use crate::program::Outcome;
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// Lowest and highest value.
pub(super) type Ends = (u64, u64);

/// A sum: variables, and whether all of each is in it.
pub(super) type Sum = BTreeMap<usize, bool>;

/// What bounds the variables.
pub(super) struct Bounds {
    pub(super) variables: Variables,
    /// Sets with enough contributors, each with how many these are at least.
    pub(super) enough: Vec<(Set, u64)>,
    polytope: Polytope,
    /// What was asked before.
    asked: BTreeMap<Sum, Ends>,
    /// Points that agree with what is shown, each with its denominator: what is wide by these is
    /// not narrow.
    met: Vec<(Vec<i128>, i128)>,
}

impl Bounds {
    /// By what earlier rounds showed and, if so asked, this one. `apart` is a country whose figures
    /// are told apart.
    pub(super) fn new(world: &World, known: &Known, now: bool, apart: Option<u32>) -> Result<Self, Overflow> {
        let seen: Vec<bool> = known.rows.iter().map(|row| row.seen.is_some() && (now || !row.now)).collect();
        let variables = Variables::new(world, known, &seen, apart);
        let width = variables.all.len();
        let mut limits: BTreeMap<Vec<i128>, i128> = BTreeMap::new();
        let mut limit = |row: Vec<i128>, right: i128| {
            let old = limits.entry(row).or_insert(right);
            *old = right.min(*old);
        };
        let held: Vec<Set> =
            known.rows.iter().map(|row| set(width, variables.held(&row.places).into_keys())).collect();
        let factors = |set: &Set, factor: i128| {
            let mut row = vec![0i128; width];
            numbers(set).for_each(|variable| row[variable] = factor);
            row
        };
        for (row, held) in known.rows.iter().zip(&held).zip(&seen).filter(|(_, seen)| **seen).map(|(x, _)| x)
        {
            let Some((low, high)) = row.seen else { continue };
            limit(factors(held, 1), i128::from(high));
            limit(factors(held, -1), -i128::from(low));
        }
        let published: Vec<Set> =
            known.claims.iter().map(|own| set(width, variables.held(&own.places).into_keys())).collect();
        for (claim, held) in known.claims.iter().zip(&published) {
            limit(factors(held, 1), i128::from(claim.figure));
            limit(factors(held, -1), -i128::from(claim.figure));
        }
        // Each member's figure of a cell is at most its largest: of a group, that times its
        // members.
        for (index, row) in known.rows.iter().enumerate().filter(|(index, _)| variables.bound[*index]) {
            let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for variable in numbers(&held[index]) {
                groups.entry(variables.all[variable].group).or_default().push(variable);
            }
            for (group, own) in groups {
                let members = i128::try_from(variables.groups[group].len()).map_err(|_| Overflow)?;
                let most = i128::from(row.most.unwrap_or(0)).checked_mul(members).ok_or(Overflow)?;
                if !seen[index] || row.seen.is_some_and(|(_, high)| most < i128::from(high)) {
                    limit(factors(&set(width, own), 1), most);
                }
            }
        }
        let opened = known.rows.iter().zip(&held).zip(&seen).filter(|(_, seen)| **seen && known.enough);
        let opened: Vec<(Set, u64)> = opened.map(|((row, held), _)| (held.clone(), row.minimum)).collect();
        let holds = |set: &Set, m: u64| variables.contributors(numbers(set)) as u64 >= m;
        let enough = enough(&opened, &published, holds);
        for (set, m) in &enough {
            limit(factors(set, -1), -i128::from(*m));
            let Some(country) = apart else { continue };
            // Without one country there is one contributor fewer at least; and where others are too
            // few it is one itself.
            let (own, others): (Vec<usize>, Vec<usize>) =
                numbers(set).partition(|variable| variables.all[*variable].countries.contains(&country));
            if own.is_empty() {
                continue;
            }
            let sum = |of: &[usize]| {
                let mut row = vec![0i128; width];
                of.iter().for_each(|variable| row[*variable] = -1);
                row
            };
            let count: BTreeSet<&u32> =
                others.iter().flat_map(|variable| &variables.all[*variable].countries).collect();
            limit(sum(&others), 1 - i128::from(*m));
            let left = m.saturating_sub(count.len() as u64);
            if left > 0 {
                limit(sum(&own), -i128::from(left));
            }
        }
        let limits: Vec<Limit> = limits.into_iter().collect();
        // The true figures satisfy what is shown, so there is a point.
        let polytope = Polytope::new(limits, width)?.ok_or(Overflow)?;
        Ok(Self { variables, enough, polytope, asked: BTreeMap::new(), met: Vec::new() })
    }

    /// Lowest and highest sum, if fewer than `possible` whole numbers lie between.
    pub(super) fn narrow(&mut self, sum: &Sum, possible: u64) -> Result<Option<Ends>, Overflow> {
        if sum.keys().any(|variable| self.variables.all[*variable].free) {
            return Ok(None);
        }
        if let Some((low, high)) = self.asked.get(sum) {
            return Ok((high - low + 1 < possible).then_some((*low, *high)));
        }
        // Others of a variable may take all of it, so it bounds from below only if it is held
        // whole.
        let at = |point: &[i128], all: bool| -> i128 {
            sum.iter().filter(|(_, whole)| all || **whole).map(|(variable, _)| point[*variable]).sum()
        };
        let least = self.met.iter().map(|(point, by)| num_integer::div_ceil(at(point, false), *by)).min();
        let most = self.met.iter().map(|(point, by)| num_integer::div_floor(at(point, true), *by)).max();
        if least.zip(most).is_some_and(|(least, most)| most - least + 1 >= i128::from(possible)) {
            return Ok(None);
        }
        let width = self.variables.all.len();
        let (mut least, mut most) = (vec![0i128; width], vec![0i128; width]);
        for (variable, whole) in sum {
            most[*variable] = 1;
            least[*variable] = -i128::from(*whole);
        }
        let whole = |x: i128| u64::try_from(x).map_err(|_| Overflow);
        // Least is the opposite of the most of the opposite, rounded to whole numbers likewise.
        let low = -self.most(&least)?;
        let high = self.most(&most)?;
        let ends = (whole(low)?, whole(high)?);
        self.asked.insert(sum.clone(), ends);
        Ok((ends.1 - ends.0 + 1 < possible).then_some(ends))
    }

    /// The largest whole number that is not above the goal's best value.
    fn most(&mut self, goal: &[i128]) -> Result<i128, Overflow> {
        match self.polytope.maximize(goal)? {
            Outcome::Best { numerator, denominator, point } => {
                self.met.push((point, denominator));
                Ok(num_integer::div_floor(numerator, denominator))
            }
            Outcome::Unbounded | Outcome::Impossible => Err(Overflow),
        }
    }
}
