//! What nobody contributes to for sure, as counts say: it protects nobody.

use super::bits::Bits;
use super::component::{Component, Line};
use super::differences::Part;
use std::collections::BTreeMap;

/// Atoms that hold nothing.
#[derive(Clone, Default)]
pub(super) struct Void {
    pub(super) atoms: Bits,
    /// Per class the kinds of leaves in which it has nothing.
    kinds: Vec<Bits>,
    /// The same for all classes that have nothing in the same kinds: each class is in one.
    pub(super) shades: Vec<Shade>,
}

/// Classes that have nothing in the same kinds of leaves.
#[derive(Clone)]
pub(super) struct Shade {
    pub(super) classes: Bits,
    pub(super) void: Bits,
}

impl Void {
    /// Of so many atoms, classes and kinds nothing is known.
    pub(super) fn new(atoms: usize, classes: usize, kinds: usize) -> Self {
        let kinds = vec![Bits::new(kinds); classes];
        let mut made = Self { atoms: Bits::new(atoms), kinds, shades: Vec::new() };
        made.shade();
        made
    }

    fn shade(&mut self) {
        let mut shades: BTreeMap<&Bits, Bits> = BTreeMap::new();
        for (class, kinds) in self.kinds.iter().enumerate() {
            shades.entry(kinds).or_insert_with(|| Bits::new(self.kinds.len())).insert(class);
        }
        self.shades =
            shades.into_iter().map(|(void, classes)| Shade { classes, void: void.clone() }).collect();
    }
}

impl Component {
    /// What lines with a count of 0 hold.
    pub(super) fn empty(&mut self) {
        let none = |line: &Line| line.counted.is_some_and(|counted| counted.most == 0);
        let lines = self.lines.iter().enumerate().filter(|(_, line)| none(line));
        let parts: Vec<(usize, Bits)> = lines.map(|(at, line)| (at, line.classes.clone())).collect();
        parts.iter().for_each(|(line, classes)| {
            self.take(*line, classes);
        });
        self.void.shade();
    }

    /// Whether all of a column holds nothing.
    pub(super) fn is_void(&self, column: usize) -> bool {
        self.columns
            .get(column)
            .is_some_and(|column| self.void.atoms.first_lacking(column.atoms.clone()).is_none())
    }

    /// What follows from parts of lines of which others contribute all that is counted. Says whether that is new. Each member
    /// counts as a country here.
    pub(super) fn empty_more(&mut self, parts: &[Part]) -> bool {
        let mut more = false;
        for part in parts.iter().filter(|part| part.cost == 0) {
            let exact = |line: &Line| line.counted.is_some_and(|own| own.least == own.most);
            if self.lines.get(part.line).is_some_and(exact) {
                more |= self.take(part.line, &part.classes);
            }
        }
        if more {
            self.void.shade();
        }
        more
    }

    fn take(&mut self, line: usize, classes: &Bits) -> bool {
        let atoms = self.part(line, classes);
        if atoms.is_within(&self.void.atoms) {
            return false;
        }
        self.void.atoms.add(&atoms);
        let Some(line) = self.lines.get(line) else { return true };
        for class in classes.iter() {
            self.void.kinds.get_mut(class).into_iter().for_each(|kinds| kinds.add(&line.kinds));
        }
        true
    }
}
