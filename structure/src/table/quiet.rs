//! Quiet leaves: figures that are taken as known to everybody, such as 'age unknown', with the count-only cell that counts
//! members of which nothing else may be there.

use super::book::{Book, Codes, Row};
use super::count_only::{Alone, How};
use super::rests::{Counted, disjoint};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The code of such a cell in dimensions that have a quiet code.
const ALONE: &str = "~quiet";

/// What a margin of a slice holds of quiet figures. A slice: cells that differ in dimensions with quiet codes alone. Its
/// margins: all of it, and each cell that holds quiet figures and others.
pub(super) struct Hushed {
    /// Codes of the quiet figures, FREQ included, that are sums by declaration of no others.
    pub(super) figures: Vec<Codes>,
    /// Of the others.
    pub(super) known: Vec<Codes>,
    /// The cell that counts members with figures in the quiet ones alone.
    pub(super) guard: Counted,
}

/// A cell of a slice.
struct Member {
    cell: u32,
    /// Classes of leaves that it holds.
    holds: BTreeSet<usize>,
}

/// Per class of a slice its cells, and whether it is quiet.
type Classes = Vec<(BTreeSet<u32>, bool)>;

/// Margins of all slices in which cells tell quiet figures from others.
pub(super) fn quiet(book: &mut Book<'_>, rows: &[Row]) -> Vec<Hushed> {
    let structure = book.structure;
    let mut silent: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for dimension in book.summed().collect::<Vec<_>>() {
        let Some(list) = book.dimensions.get(dimension).and_then(|id| structure.codes(id)) else { continue };
        let codes: Vec<&str> =
            list.codes.iter().filter(|code| code.quiet).map(|code| code.id.as_str()).collect();
        if !codes.is_empty() {
            silent.insert(dimension, codes.into_iter().map(|code| book.number(dimension, code)).collect());
        }
    }
    let mut slices: BTreeMap<Row, Vec<u32>> = BTreeMap::new();
    let alone: Vec<(usize, u32)> =
        silent.keys().map(|dimension| (*dimension, book.number(*dimension, ALONE))).collect();
    for (cell, row) in (0u32..).zip(rows).filter(|_| !silent.is_empty()) {
        let slice = alone.iter().fold(row.clone(), |row, (dimension, code)| row.with(*dimension, *code));
        slices.entry(slice).or_default().push(cell);
    }
    slices.into_iter().flat_map(|(slice, cells)| hush(book, &silent, rows, slice, &cells)).collect()
}

fn hush(
    book: &mut Book<'_>,
    silent: &BTreeMap<usize, BTreeSet<u32>>,
    rows: &[Row],
    slice: Row,
    cells: &[u32],
) -> Vec<Hushed> {
    // Leaves by the cells that hold them: what stands in the same cells cannot be told apart.
    let mut places: BTreeMap<Vec<u32>, BTreeSet<u32>> = BTreeMap::new();
    for cell in cells {
        for leaf in rows.get(*cell as usize).into_iter().flat_map(|row| leaves(book, silent, row)) {
            places.entry(leaf).or_default().insert(*cell);
        }
    }
    let mut classes: BTreeMap<&BTreeSet<u32>, Vec<&Vec<u32>>> = BTreeMap::new();
    places.iter().for_each(|(leaf, place)| classes.entry(place).or_default().push(leaf));
    let is_quiet = |leaf: &Vec<u32>| silent.values().zip(leaf).any(|(codes, code)| codes.contains(code));
    let classes: Vec<_> = classes
        .into_iter()
        .map(|(place, leaves)| {
            let quiet = leaves.iter().all(|leaf| is_quiet(leaf));
            (place, leaves, quiet)
        })
        .collect();
    let member = |cell: &u32| Member {
        cell: *cell,
        holds: (0..)
            .zip(&classes)
            .filter(|(_, (place, ..))| place.contains(cell))
            .map(|(at, _)| at)
            .collect(),
    };
    let members: Vec<Member> = cells.iter().map(member).collect();
    // Quiet is what cells tell apart: where some other figure is in no cell without quiet ones, what stands in no cell of
    // quiet ones alone is as any other.
    let unknown: BTreeSet<usize> =
        (0..).zip(&classes).filter(|(_, (.., quiet))| *quiet).map(|(at, _)| at).collect();
    let all_in = |is: &dyn Fn(&BTreeSet<usize>) -> bool| -> BTreeSet<usize> {
        members.iter().map(|member| &member.holds).filter(|own| is(own)).flatten().copied().collect()
    };
    let plain = all_in(&|own| disjoint(own, &unknown));
    let hushed = if plain.len() + unknown.len() == classes.len() {
        unknown
    } else {
        all_in(&|own| own.is_subset(&unknown))
    };
    if hushed.is_empty() || hushed.len() == classes.len() {
        return Vec::new();
    }
    let mut margins = vec![(slice, (0..classes.len()).collect::<BTreeSet<usize>>())];
    for Member { cell, holds } in &members {
        let mixed = !disjoint(holds, &hushed) && !holds.is_subset(&hushed);
        if let Some(row) = rows.get(*cell as usize).filter(|_| mixed)
            && margins.iter().all(|(_, other)| other != holds)
        {
            margins.push((row.clone(), holds.clone()));
        }
    }
    let told = (0..).zip(&classes).map(|(at, (place, ..))| ((*place).clone(), hushed.contains(&at)));
    let told: Arc<Classes> = Arc::new(told.collect());
    let margin = |(place, (mut row, holds)): (usize, (Row, BTreeSet<usize>))| {
        let figures = |is_quiet: bool| {
            let own = classes
                .iter()
                .enumerate()
                .filter(|(at, _)| holds.contains(at) && hushed.contains(at) == is_quiet);
            let leaves = own.flat_map(|(_, (_, leaves, _))| leaves.iter());
            leaves
                .map(|leaf| {
                    silent
                        .keys()
                        .zip(leaf.iter())
                        .fold(row.clone(), |row, (at, code)| row.with(*at, *code))
                        .codes
                })
                .collect()
        };
        let (quiet, known) = (figures(true), figures(false));
        let inside: Vec<&Member> = members.iter().filter(|member| member.holds.is_subset(&holds)).collect();
        let how = how(&inside, &holds, &hushed, &told);
        for at in silent.keys().filter(|_| place > 0) {
            let code = format!("{}{ALONE}", book.name(*at, row.code(*at)));
            row = row.with(*at, book.number(*at, &code));
        }
        Hushed { figures: quiet, known, guard: Counted { row, how, less: None } }
    };
    margins.into_iter().enumerate().map(margin).collect()
}

/// Codes of a row's leaves in the dimensions with quiet codes.
fn leaves(book: &Book<'_>, silent: &BTreeMap<usize, BTreeSet<u32>>, row: &Row) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for dimension in silent.keys() {
        let parts = book.hard(*dimension, row.code(*dimension));
        all = all
            .iter()
            .flat_map(|leaf: &Vec<u32>| {
                parts.iter().map(move |part| leaf.iter().copied().chain([*part]).collect())
            })
            .collect();
    }
    all
}

/// For the cells within a margin of these classes.
fn how(
    members: &[&Member],
    holds: &BTreeSet<usize>,
    hushed: &BTreeSet<usize>,
    classes: &Arc<Classes>,
) -> How {
    let mut by_size: Vec<&Member> = members.to_vec();
    by_size.sort_by_key(|member| (Reverse(member.holds.len()), member.cell));
    let (mut whole, mut taken) = (Vec::new(), BTreeSet::new());
    for member in &by_size {
        if disjoint(&member.holds, &taken) {
            taken.extend(member.holds.iter().copied());
            whole.push(member.cell);
        }
    }
    let alone = by_size.iter().filter(|member| member.holds.is_subset(hushed));
    let quiet: Vec<(u32, BTreeSet<usize>)> =
        alone.map(|member| (member.cell, member.holds.clone())).collect();
    let cells = |is: &dyn Fn(&Member) -> bool| {
        members.iter().filter(|member| is(member)).map(|member| member.cell).collect()
    };
    let hushed: BTreeSet<usize> = holds.intersection(hushed).copied().collect();
    How::Quiet(Box::new(Alone {
        whole,
        some: cells(&|member| !disjoint(&member.holds, &hushed)),
        is_bounded: hushed.iter().all(|class| quiet.iter().any(|(_, classes)| classes.contains(class))),
        quiet,
        plain: cells(&|member| disjoint(&member.holds, &hushed)),
        hushed,
        classes: Arc::clone(classes),
    }))
}
