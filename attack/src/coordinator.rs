//! The attacker that the coordinator could be: it knows reporters, counts and the exact totals of all opened cells, of this
//! and of earlier rounds, and which figures stayed the same.

use crate::corrections::corrections;
use crate::forms::{Atom, Cover, Forms};
use crate::linear::Overflow;
use crate::nothing::nothing;
use crate::world::{Place, World, figure};
use std::collections::{BTreeMap, BTreeSet};

/// A sum of too few members' figures that the coordinator can work out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Which equations give it.
    pub system: usize,
    /// What kind of sum it is.
    pub kind: Kind,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// What a sum holds of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How often, below zero if it is taken away.
    pub factor: i128,
    /// The member.
    pub member: u32,
    /// Leaves, with the earlier round whose figure it is if it has another one now.
    pub leaves: Vec<(u32, Option<u32>)>,
}

/// Kinds of sums of few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A sum of figures; fewer than the minimum of them are above zero.
    Sum,
    /// Sums less other sums, all within cells and members that together have fewer contributors than the minimum.
    Mixed,
    /// The difference that fewer members than the minimum made to a cell.
    Change,
}

/// One row over members and leaves.
struct Row<'a> {
    members: &'a BTreeSet<u32>,
    leaves: &'a [u32],
    round: Option<u32>,
    minimum: u32,
    /// None if its value is known before the round.
    cell: Option<u32>,
    /// Its value is known.
    known: bool,
    /// Its leaves in the hard system.
    hard: &'a [u32],
    /// Members whose figure is another than before, if they were counted.
    changed: Option<u32>,
    /// Contributors that its count tells, if anybody counted.
    few: Option<u32>,
    /// Members above zero, if anybody counted these very leaves.
    count: Option<u32>,
}

/// All leaks of each component, at most one of each kind.
pub fn attack(world: &World, opened: &BTreeSet<u32>) -> Result<Vec<Leak>, Overflow> {
    let mut leaks = changes(world, opened);
    leaks.extend(corrections(world, opened)?);
    for system in 0..world.table.systems {
        let members: Vec<BTreeSet<u32>> =
            world.table.public.iter().map(|own| BTreeSet::from([own.member])).collect();
        let rows = rows(world, opened, system, &members);
        for part in components(&rows, &world.quiet(system)) {
            let part: Vec<&Row<'_>> = part.iter().filter_map(|index| rows.get(*index)).collect();
            component(world, system, &part, &mut leaks)?;
        }
    }
    Ok(leaks)
}

/// A cell that is opened twice, with a change by too few in between.
fn changes(world: &World, opened: &BTreeSet<u32>) -> Vec<Leak> {
    let mut leaks = Vec::new();
    // Without a change by anybody there is nothing to tell, and after one by all there is nothing left of before.
    for index in opened.iter().filter(|_| !world.replaced) {
        let cell = &world.table.cells[*index as usize];
        for old in world.table.earlier.iter().filter(|old| old.opened) {
            if old.leaves[0] != cell.leaves[0] || old.reporters != cell.reporters {
                continue;
            }
            let before = &world.old[old.round as usize];
            let differs = |member: &&u32| {
                figure(before, **member, &old.leaves[0]) != figure(&world.now, **member, &cell.leaves[0])
            };
            let who: BTreeSet<u32> =
                cell.reporters.iter().filter(differs).map(|member| world.country(*member)).collect();
            if !who.is_empty() && who.len() < cell.minimum as usize {
                let leaves = || cell.leaves[0].iter().map(|leaf| (*leaf, None)).collect();
                let parts =
                    who.iter().map(|member| Part { factor: 1, member: *member, leaves: leaves() }).collect();
                leaks.push(Leak { system: 0, kind: Kind::Change, parts });
            }
        }
    }
    leaks
}

fn rows<'a>(
    world: &'a World,
    opened: &BTreeSet<u32>,
    system: usize,
    alone: &'a [BTreeSet<u32>],
) -> Vec<Row<'a>> {
    let table = &world.table;
    let mut rows = Vec::new();
    for (index, cell) in (0u32..).zip(&table.cells) {
        let flagged = u32::try_from(cell.confidential.len()).unwrap_or(u32::MAX);
        let positive = |member: &&u32| figure(&world.now, **member, &cell.leaves[system]) > 0;
        let countries: BTreeSet<u32> =
            cell.reporters.iter().filter(positive).map(|member| world.country(*member)).collect();
        let own = cell.count.map(|count| count.min(u32::try_from(countries.len()).unwrap_or(u32::MAX)));
        let few = if (1..cell.minimum).contains(&flagged) { Some(flagged) } else { own };
        rows.push(Row {
            members: &cell.reporters,
            leaves: &cell.leaves[system],
            round: None,
            minimum: cell.minimum,
            cell: Some(index),
            known: opened.contains(&index),
            hard: &cell.leaves[0],
            changed: cell.changed,
            // A guard counts something else than the leaves that it names.
            few: few.filter(|_| table.quiet.iter().all(|quiet| quiet.guard != index)),
            count: cell.count.filter(|_| table.quiet.iter().all(|quiet| quiet.guard != index)),
        });
    }
    for old in &table.earlier {
        let flagged = u32::try_from(old.confidential.len()).unwrap_or(u32::MAX);
        rows.push(Row {
            members: &old.reporters,
            leaves: &old.leaves[system],
            round: Some(old.round),
            minimum: old.minimum,
            cell: None,
            known: old.opened,
            hard: &old.leaves[0],
            changed: old.changed,
            few: if (1..old.minimum).contains(&flagged) { Some(flagged) } else { old.count },
            count: old.count,
        });
    }
    for (index, (own, members)) in table.public.iter().zip(alone).enumerate() {
        rows.push(Row {
            members,
            leaves: &own.leaves[system],
            round: world.claimed(index),
            minimum: 0,
            cell: None,
            known: true,
            hard: &own.leaves[0],
            changed: None,
            few: None,
            count: None,
        });
    }
    rows
}

/// Rows that share leaves, directly or through others.
fn components(rows: &[Row<'_>], quiet: &BTreeSet<u32>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<u32>, Vec<usize>)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut leaves: BTreeSet<u32> =
            row.leaves.iter().copied().filter(|leaf| !quiet.contains(leaf)).collect();
        let mut own = vec![index];
        let (touched, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(other, _)| leaves.iter().any(|leaf| other.contains(leaf)));
        groups = apart;
        for (other, indices) in touched {
            leaves.extend(other);
            own.extend(indices);
        }
        groups.push((leaves, own));
    }
    groups.into_iter().map(|(_, indices)| indices).collect()
}

fn component(world: &World, system: usize, rows: &[&Row<'_>], leaks: &mut Vec<Leak>) -> Result<(), Overflow> {
    if !rows.iter().any(|row| row.known && row.cell.is_some()) {
        return Ok(());
    }
    let m = rows.iter().map(|row| row.minimum).max().unwrap_or(3);
    let quiet = world.quiet(system);
    let mut holds: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        for member in row.members {
            for leaf in row.leaves.iter().filter(|leaf| !quiet.contains(leaf)) {
                holds.entry(world.place(row.round, *member, *leaf)).or_default().push(index);
            }
        }
    }
    let mut merged: BTreeMap<(u32, Vec<usize>), Vec<Place>> = BTreeMap::new();
    for (place, at) in holds {
        merged.entry((place.0, at)).or_default().push(place);
    }
    // What counts tell to be nothing is known.
    let counted =
        rows.iter().map(|row| row.count.filter(|_| row.leaves.iter().all(|leaf| !quiet.contains(leaf))));
    let counted: Vec<Option<u32>> = counted.collect();
    let nothing = nothing(&counted, &merged.keys().collect::<Vec<_>>());
    let mut nothing = nothing.into_iter();
    merged.retain(|_, places| {
        let gone = nothing.next().unwrap_or(false);
        assert!(!gone || places.iter().all(|place| world.value(*place) == 0), "counts tell what is not so");
        !gone
    });
    let atoms = merged.iter().map(|((member, _), places)| Atom {
        country: world.country(*member),
        positive: places.iter().any(|place| world.value(*place) > 0),
    });
    let atoms: Vec<Atom> = atoms.collect();
    let held = |index: usize| merged.keys().map(move |(_, at)| at.contains(&index));
    let factors = |index: usize| held(index).map(i128::from).collect::<Vec<i128>>();
    let rows_with = |is: &dyn Fn(&Row<'_>) -> bool| {
        let those = rows.iter().enumerate().filter(|(_, row)| is(row));
        those.map(|(index, _)| factors(index)).collect::<Vec<_>>()
    };
    let mut before = rows_with(&|row| row.known && row.cell.is_none());
    // A count of changes that is 0 tells of every reporter that its figure is the same as in an opening before.
    for row in rows.iter().filter(|row| row.changed == Some(0) && !world.replaced) {
        let at = row.round.map_or(world.old.len(), |round| round as usize);
        let figures = world.old.get(at).unwrap_or(&world.now);
        for member in row.members {
            let same = |with: &usize| {
                figure(&world.old[*with], *member, row.hard) == figure(figures, *member, row.hard)
            };
            for with in world.compared(at, *member, row.hard).filter(same) {
                let of = |place: &Place| {
                    let held = place.0 == *member && row.leaves.contains(&place.1);
                    let is = |round: Option<u32>| {
                        i128::from(held && world.place(round, place.0, place.1) == *place)
                    };
                    is(row.round) - is(u32::try_from(with).ok())
                };
                let factor = |places: &Vec<Place>| {
                    let first = places.first().map_or(0, of);
                    places.iter().all(|place| of(place) == first).then_some(first)
                };
                if let Some(own) = merged.values().map(factor).collect::<Option<Vec<i128>>>()
                    && own.iter().any(|factor| *factor != 0)
                {
                    before.push(own);
                }
            }
        }
    }
    let forms = Forms { atoms, before, opened: rows_with(&|row| row.known && row.cell.is_some()) };
    let mut told = |kind: Kind, form: &[i128]| {
        let held = merged.iter().zip(form).filter(|(_, factor)| **factor != 0);
        let parts = held.map(|(((member, _), places), factor)| {
            let leaves = places.iter().map(|(_, leaf, round)| (*leaf, *round)).collect();
            Part { factor: *factor, member: *member, leaves }
        });
        leaks.push(Leak { system, kind, parts: parts.collect() });
    };
    if let Some(form) = forms.one_signed(m)? {
        told(Kind::Sum, &form);
    }
    let mut covers: Vec<Cover> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some(count) = row.few.filter(|count| *count < m) {
            covers.push(Cover { count, atoms: held(index).collect() });
        }
    }
    let countries: BTreeSet<u32> = forms.atoms.iter().map(|atom| atom.country).collect();
    for country in countries {
        covers.push(Cover {
            count: 1,
            atoms: forms.atoms.iter().map(|atom| atom.country == country).collect(),
        });
    }
    if let Some(form) = forms.certain(&covers, m)? {
        told(Kind::Mixed, &form);
    }
    Ok(())
}
