//! Which proofs of terms a submission has, and what each is about: it follows from the round and from what the member
//! reports (docs/spec.md section 4.8).

use crate::SPEC_VERSION;
use crate::canonical;
use crate::packing::Layout;
use crate::packing::layout::BLOCK;
use crate::party::{MemberIndex, RoundId};
use crate::round::{Evaluated, RoundManifest};
use intertally_statements::terms::{Family, Terms};
use intertally_statements::{StatementError, Table};
use std::collections::BTreeSet;

/// Families of one proof at most.
pub const MOST_FAMILIES: usize = 256;
/// Blocks of cells of one proof at most: with them and so many families it has rows to spare.
pub const MOST_BLOCKS: usize = 64;

/// 512 cells of a ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Position of the key in the round.
    pub key: usize,
    /// The ciphertext.
    pub ciphertext: usize,
    /// Which of its blocks of cells.
    pub group: usize,
}

/// One proof of terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsForm {
    /// Blocks that hold its counts and terms, ascending.
    pub blocks: Vec<Block>,
    /// Its families, with places in these blocks.
    pub families: Vec<Family>,
    /// The cells of each family: a, n1, c, n2, then the terms.
    pub cells: Vec<Vec<u32>>,
}

/// The proofs of terms of a member that reports these cells, in order. Each takes families, in the order of the round, as
/// long as they are at most [`MOST_FAMILIES`] in at most [`MOST_BLOCKS`] blocks.
#[must_use]
pub fn terms_forms(manifest: &RoundManifest, reported: &[bool]) -> Vec<TermsForm> {
    let has = |cell: u32| reported.get(cell as usize) == Some(&true);
    let mut forms = Vec::new();
    let mut taken: Vec<&Evaluated> = Vec::new();
    let mut blocks = BTreeSet::new();
    for family in manifest.rules.evaluations.iter().filter(|family| family.cells().all(has)) {
        let own: BTreeSet<Block> = family.cells().filter_map(|cell| block(manifest, cell)).collect();
        let more = blocks.union(&own).count();
        if !taken.is_empty() && (taken.len() == MOST_FAMILIES || more > MOST_BLOCKS) {
            forms.push(TermsForm::of(manifest, &taken, &blocks));
            taken.clear();
            blocks.clear();
        }
        taken.push(family);
        blocks.extend(own);
    }
    if !taken.is_empty() {
        forms.push(TermsForm::of(manifest, &taken, &blocks));
    }
    forms
}

/// The block that holds a cell, and the column in it.
fn place(manifest: &RoundManifest, cell: u32) -> Option<(Block, usize)> {
    let (cell, mut first) = (cell as usize, 0);
    for (key, served) in manifest.keys.iter().enumerate() {
        let within = cell.checked_sub(first)?;
        if within < served.cells as usize {
            let room = Table::room(manifest.revision);
            let (ciphertext, within) = (within / room, within % room);
            return Some((Block { key, ciphertext, group: within / BLOCK }, within % BLOCK));
        }
        first += served.cells as usize;
    }
    None
}

fn block(manifest: &RoundManifest, cell: u32) -> Option<Block> {
    place(manifest, cell).map(|(block, _)| block)
}

impl TermsForm {
    fn of(manifest: &RoundManifest, taken: &[&Evaluated], blocks: &BTreeSet<Block>) -> Self {
        let blocks: Vec<Block> = blocks.iter().copied().collect();
        let place = |cell: u32| {
            let found = place(manifest, cell)
                .and_then(|(block, column)| Some(BLOCK * blocks.binary_search(&block).ok()? + column));
            found.unwrap_or(usize::MAX)
        };
        let family = |one: &&Evaluated| Family {
            counts: one.counts().map(place),
            bits: one.bits,
            terms: one.terms.iter().map(|(term, cell)| (*term, place(*cell))).collect(),
        };
        Self {
            families: taken.iter().map(family).collect(),
            cells: taken.iter().map(|one| one.cells().collect()).collect(),
            blocks,
        }
    }

    /// Bytes of the proof.
    ///
    /// # Errors
    /// [`StatementError`] for a round that has faults.
    pub fn proof_len(&self, manifest: &RoundManifest, reported: &[bool]) -> Result<usize, StatementError> {
        let planes = |block: &Block| {
            let layout = Layout::of_part(manifest, block.key);
            let cells = reported.get(manifest.part_cells(block.key)).unwrap_or_default();
            Ok(layout.form(block.ciphertext, cells).figure_rows(block.group)?.len() - 1)
        };
        let planes: Vec<usize> = self.blocks.iter().map(planes).collect::<Result<_, StatementError>>()?;
        Terms::proof_len(&planes, &self.families)
    }
}

/// What a proof of terms is bound to, beside rows and families.
#[must_use]
pub fn terms_context(round: RoundId, member: MemberIndex, revision: u32, number: usize) -> Vec<u8> {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    canonical::encode(&("terms", SPEC_VERSION, round, member, revision, number))
}
