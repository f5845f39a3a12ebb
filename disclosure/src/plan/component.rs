//! Rows that share leaves, directly or through others, seen as sets of atoms.
//!
//! An atom is a class of members times the leaves that stand, for them, in the same rows. Atoms of the same rows make a
//! *column*: every form has one factor for all of them.

use super::bits::Bits;
use super::rows::{Counted, Rows, Source};
use super::void::Void;
use crate::atoms::components;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// A row of a component.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) atoms: Bits,
    pub(super) classes: Bits,
    /// Kinds of its leaves. It holds all of its classes in all of its kinds.
    pub(super) kinds: Bits,
    /// Its columns, ascending.
    pub(super) columns: Vec<u32>,
    pub(super) counted: Option<Counted>,
    /// As a cover it counts as so many.
    pub(super) cost: Option<u32>,
}

/// Atoms that stand in the same rows.
#[derive(Clone)]
pub(super) struct Column {
    /// Numbers of the lines, ascending.
    pub(super) lines: Vec<u32>,
    /// The same as a set.
    pub(super) within: Bits,
    pub(super) atoms: Range<usize>,
}

/// One component in one system.
#[derive(Clone)]
pub(super) struct Component {
    /// In the order of the rows.
    pub(super) lines: Vec<Line>,
    /// By their lines, compared as lists.
    pub(super) columns: Vec<Column>,
    /// Column of each atom. Atoms are ordered by column, then by class.
    pub(super) column_of: Vec<usize>,
    /// Class of each atom. Classes are ordered by their first member.
    pub(super) class_of: Vec<usize>,
    /// Kinds of leaves: of each the lines that hold it.
    pub(super) kinds: Vec<Bits>,
    /// Members of each class.
    pub(super) members: Vec<u32>,
    /// Group of each class: members that count as one country are one group, other classes a group each.
    pub(super) group_of: Vec<usize>,
    /// Countries in each group.
    pub(super) sizes: Vec<u32>,
    /// Every group is one class.
    pub(super) is_plain: bool,
    /// And one member.
    is_single: bool,
    /// The largest minimum of its rows.
    pub(super) minimum: u32,
    /// At place n the counted lines with at most n contributors.
    pub(super) at_most: Vec<Bits>,
    /// What holds nothing, as counts say.
    pub(super) void: Void,
    /// A line's count may bound what it holds of some atoms, and the number of their members the others.
    pub(super) together: bool,
    /// What is open already: its lines, in the order in which they were opened.
    pub(super) known: Vec<u32>,
    /// Of these the public figures of earlier rounds.
    pub(super) said: Vec<u32>,
}

/// Sets of rows that share leaves: each with the rows' numbers, ascending.
pub(super) fn split(rows: &Rows<'_>, chosen: &[usize], system: usize) -> Vec<Vec<usize>> {
    let held: Vec<Vec<u32>> = chosen.iter().map(|row| leaves(rows, *row, system).collect()).collect();
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, part) in chosen.iter().zip(components(&held)) {
        parts.entry(part).or_default().push(*row);
    }
    parts.into_values().collect()
}

fn leaves<'a>(rows: &'a Rows<'_>, row: usize, system: usize) -> impl Iterator<Item = u32> + 'a {
    let all = rows.all.get(row).and_then(|row| row.leaves.get(system)).into_iter().flatten();
    let [hard, soft] = &rows.quiet;
    let quiet = if system == 0 { hard } else { soft };
    all.copied().filter(|leaf| !quiet.contains(leaf))
}

/// Members that report the same rows, and what they count as.
struct Class {
    lines: Bits,
    group: usize,
    members: u32,
}

impl Component {
    /// Of the rows with these numbers, in one system.
    pub(super) fn new(rows: &Rows<'_>, part: &[usize], system: usize) -> Self {
        let (classes, sizes) = classes(rows, part);
        let mut lines_of: BTreeMap<u32, Bits> = BTreeMap::new();
        for (line, row) in part.iter().enumerate() {
            for leaf in leaves(rows, *row, system) {
                lines_of.entry(leaf).or_insert_with(|| Bits::new(part.len())).insert(line);
            }
        }
        let kinds: BTreeSet<Bits> = lines_of.into_values().collect();
        let kinds: Vec<Bits> = kinds.into_iter().collect();
        let mut columns: BTreeMap<Vec<u32>, BTreeSet<usize>> = BTreeMap::new();
        for (number, class) in classes.iter().enumerate() {
            for kind in &kinds {
                let mut lines = kind.clone();
                lines.keep(&class.lines);
                if !lines.is_empty() {
                    let lines = lines.iter().map(|line| line as u32).collect();
                    columns.entry(lines).or_default().insert(number);
                }
            }
        }
        let row = |row: &usize| rows.all.get(*row);
        let minimum = part.iter().filter_map(row).map(|row| row.minimum).max().unwrap_or(0);
        let mut made = Self {
            lines: Vec::new(),
            columns: Vec::new(),
            column_of: Vec::new(),
            class_of: Vec::new(),
            kinds,
            members: classes.iter().map(|class| class.members).collect(),
            group_of: classes.iter().map(|class| class.group).collect(),
            is_plain: sizes.len() == classes.len(),
            is_single: sizes.len() == classes.len() && sizes.iter().all(|size| *size == 1),
            sizes,
            minimum,
            at_most: Vec::new(),
            void: Void::default(),
            together: true,
            known: Vec::new(),
            said: Vec::new(),
        };
        for (lines, of) in columns {
            let start = made.class_of.len();
            made.column_of.extend(of.iter().map(|_| made.columns.len()));
            made.class_of.extend(of);
            let mut within = Bits::new(part.len());
            lines.iter().for_each(|line| {
                within.insert(*line as usize);
            });
            made.columns.push(Column { lines, within, atoms: start..made.class_of.len() });
        }
        made.draw(rows, part, &classes);
        made.void = Void::new(made.class_of.len(), classes.len(), made.kinds.len());
        for (line, row) in part.iter().enumerate() {
            let source = rows.all.get(*row).map(|row| row.source);
            if matches!(source, Some(Source::Earlier { opened: true } | Source::Public { .. })) {
                made.known.push(line as u32);
            }
            if source == Some(Source::Public { before: true }) {
                made.said.push(line as u32);
            }
        }
        made
    }

    /// The lines, from the columns that hold them.
    fn draw(&mut self, rows: &Rows<'_>, part: &[usize], classes: &[Class]) {
        for (line, row) in part.iter().enumerate() {
            // The guard of quiet leaves counts something else than the leaves that it names.
            let counted = if rows.guards.contains(row) { None } else { rows.all.get(*row) };
            let mut of = Bits::new(classes.len());
            for (number, _) in classes.iter().enumerate().filter(|(_, class)| class.lines.has(line)) {
                of.insert(number);
            }
            let flagged = counted.and_then(|row| row.flagged);
            let counted = counted.and_then(|row| row.counted);
            let cost = counted.map_or(flagged, |counted| Some(counted.cost));
            let mut kinds = Bits::new(self.kinds.len());
            for (number, _) in self.kinds.iter().enumerate().filter(|(_, kind)| kind.has(line)) {
                kinds.insert(number);
            }
            let atoms = Bits::new(self.class_of.len());
            self.lines.push(Line { atoms, classes: of, kinds, columns: Vec::new(), counted, cost });
        }
        for (number, column) in (0u32..).zip(&self.columns) {
            for line in &column.lines {
                if let Some(line) = self.lines.get_mut(*line as usize) {
                    line.columns.push(number);
                    column.atoms.clone().for_each(|atom| {
                        line.atoms.insert(atom);
                    });
                }
            }
        }
        self.sort();
    }

    /// Which lines have few contributors.
    fn sort(&mut self) {
        let most = self.lines.iter().filter_map(|line| line.counted).map(|counted| counted.most).max();
        self.at_most = vec![Bits::new(self.lines.len()); most.map_or(0, |most| most as usize + 1)];
        for (at, line) in self.lines.iter().enumerate() {
            let from = line.counted.map_or(usize::MAX, |counted| counted.most as usize);
            self.at_most.iter_mut().skip(from).for_each(|lines| {
                lines.insert(at);
            });
        }
    }

    /// The same as if each member were a country by itself; none if each is.
    pub(super) fn by_members(&self) -> Option<Self> {
        if self.is_plain && self.sizes == self.members {
            return None;
        }
        let mut made = Self {
            group_of: (0..self.members.len()).collect(),
            sizes: self.members.clone(),
            is_plain: true,
            is_single: self.members.iter().all(|members| *members == 1),
            ..self.clone()
        };
        for counted in made.lines.iter_mut().filter_map(|line| line.counted.as_mut()) {
            let (least, most) = counted.members;
            *counted = Counted { least, most, cost: most, ..*counted };
        }
        made.sort();
        Some(made)
    }

    pub(super) fn group(&self, atom: usize) -> usize {
        let class = self.class_of.get(atom);
        class.and_then(|class| self.group_of.get(*class)).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn size(&self, group: usize) -> u32 {
        self.sizes.get(group).copied().unwrap_or(0)
    }

    /// Countries among the members of these classes.
    pub(super) fn size_of(&self, classes: &Bits) -> u32 {
        if self.is_single {
            return classes.len();
        }
        let groups = classes.iter().filter_map(|class| self.group_of.get(class).copied());
        if self.is_plain {
            return groups.map(|group| self.size(group)).sum();
        }
        let (mut seen, mut size) = (Bits::new(self.sizes.len()), 0);
        for group in groups {
            if seen.insert(group) {
                size += self.size(group);
            }
        }
        size
    }

    /// An empty set of atoms.
    pub(super) fn none(&self) -> Bits {
        Bits::new(self.class_of.len())
    }

    /// The atoms of a column.
    pub(super) fn atoms(&self, column: usize) -> Bits {
        let mut all = self.none();
        for atom in self.columns.get(column).map_or(0..0, |column| column.atoms.clone()) {
            all.insert(atom);
        }
        all
    }

    /// What a line holds of these classes of its own.
    pub(super) fn part(&self, line: usize, classes: &Bits) -> Bits {
        let mut part = self.none();
        let atoms = self.lines.get(line).into_iter().flat_map(|line| line.atoms.iter());
        for atom in atoms.filter(|atom| self.class_of.get(*atom).is_some_and(|class| classes.has(*class))) {
            part.insert(atom);
        }
        part
    }

    pub(super) fn learn(&mut self, line: usize) {
        self.known.push(line as u32);
    }
}

/// Classes by first member, and the sizes of their groups.
fn classes(rows: &Rows<'_>, part: &[usize]) -> (Vec<Class>, Vec<u32>) {
    let mut lines_of: BTreeMap<u32, Bits> = BTreeMap::new();
    for (line, row) in part.iter().enumerate() {
        for member in rows.all.get(*row).map(|row| &row.members).into_iter().flatten() {
            lines_of.entry(*member).or_insert_with(|| Bits::new(part.len())).insert(line);
        }
    }
    let mut of_country: BTreeMap<u32, u32> = BTreeMap::new();
    for member in lines_of.keys() {
        *of_country.entry(rows.countries.of(*member)).or_insert(0) += 1;
    }
    let mut numbers: HashMap<(Option<u32>, Bits), usize> = HashMap::new();
    let mut groups: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut classes, mut sizes) = (Vec::new(), Vec::new());
    for (member, lines) in lines_of {
        let country = rows.countries.of(member);
        let several = (of_country.get(&country) != Some(&1)).then_some(country);
        let next = sizes.len();
        let number = *numbers.entry((several, lines.clone())).or_insert_with(|| {
            let group = several.map_or(next, |country| *groups.entry(country).or_insert(next));
            if group == next {
                sizes.push(0);
            }
            classes.push(Class { lines, group, members: 0 });
            classes.len() - 1
        });
        let class = classes.get_mut(number);
        let group = class.and_then(|class| {
            class.members += 1;
            sizes.get_mut(class.group)
        });
        if let Some(size) = group {
            *size = if several.is_some() { 1 } else { *size + 1 };
        }
    }
    (classes, sizes)
}
