//! What both sides derive from round, tally, shares and sheet before they prove or check.

use super::{PublicCell, PublicSheet, PublicTotal};
use crate::SPEC_VERSION;
use crate::canonical;
use crate::opening::asked::{Asked, ProvenShares};
use crate::opening::sheet::OpenedCell;
use crate::opening::tally::Tally;
use crate::packing::layout::Kind;
use crate::round::RoundManifest;
use crate::round::validate::MIN_CONTRIBUTORS_FLOOR;
use intertally_disclosure::Shown;
use intertally_statements::coordinator::{Form, Told};
use std::collections::BTreeSet;

/// Both steps of one key, with the answers whose proofs hold.
pub struct KeySteps {
    /// Step A.
    pub counts: (Asked, Vec<ProvenShares>),
    /// Step B.
    pub values: (Asked, Vec<ProvenShares>),
}

/// What the sheet says of an opened cell; nothing of one that follows from others.
#[must_use]
pub fn told(opened: &OpenedCell, shown: Shown) -> Option<PublicCell> {
    let total = match shown {
        Shown::Withheld | Shown::Interval { .. } => return None,
        Shown::Value(band) if band.low == band.high => PublicTotal::Exact(opened.total),
        Shown::Value(band) => PublicTotal::Band { value: band.value, low: band.low, high: band.high },
        Shown::NearlyAll { low, high } => PublicTotal::NearlyAll { low, high },
    };
    Some(PublicCell { cell: opened.cell, total })
}

/// Contributors that a published cell must have: its minimum, and one more for each member that publishes its figure itself.
fn minimum(manifest: &RoundManifest, tally: &Tally, cell: u32) -> Option<u16> {
    let spec = manifest.cells.get(cell as usize)?;
    let public = u16::try_from(tally.public(cell)).ok()?;
    Some(spec.min_contributors.max(MIN_CONTRIBUTORS_FLOOR).saturating_add(public))
}

/// The ciphertexts of key number `part` of which a cell is approved, each with what is told of its cells.
pub(super) fn forms(
    manifest: &RoundManifest,
    tally: &Tally,
    (part, approved): (usize, &BTreeSet<u32>),
    cells: &[PublicCell],
) -> Option<Vec<(usize, Form)>> {
    let layout = tally.layout(part)?;
    let first = u32::try_from(manifest.part_cells(part).start).ok()?;
    let of = |ciphertext: usize| {
        let one = |cell: usize| {
            let cell = first.saturating_add(u32::try_from(cell).unwrap_or(u32::MAX));
            if !approved.contains(&cell) {
                return Some(None);
            }
            let shown = cells.binary_search_by_key(&cell, |told| told.cell).ok();
            let total = shown.and_then(|at| cells.get(at)).map(|told| told.total.ends());
            Some(Some(Told { minimum: minimum(manifest, tally, cell)?, total }))
        };
        let cells: Vec<Option<Told>> = layout.cells_of(ciphertext).map(one).collect::<Option<_>>()?;
        let slot_bits = layout.slot_bits(Kind::Value);
        Some((ciphertext, Form { cells, revision: layout.has_changed(), slot_bits }))
    };
    let all: Vec<(usize, Form)> = (0..layout.ciphertexts()).map(of).collect::<Option<_>>()?;
    Some(all.into_iter().filter(|(_, form)| form.cells.iter().any(Option::is_some)).collect())
}

/// What every proof of a sheet is bound to: the round, all that the sheet says, its key and ciphertext.
pub(super) fn context(sheet: &PublicSheet, part: usize, ciphertext: usize) -> Vec<u8> {
    let holders = |key: &super::PublicKeySheet| (key.counts.clone(), key.values.clone());
    let keys: Vec<_> = sheet.keys.iter().map(|key| key.as_ref().map(holders)).collect();
    let at = (u32::try_from(part).unwrap_or(u32::MAX), u32::try_from(ciphertext).unwrap_or(u32::MAX));
    canonical::encode(&("publication", SPEC_VERSION, sheet.round, &sheet.cells, keys, at))
}

#[cfg(test)]
mod tests {
    use super::super::PublicKeySheet;
    use super::*;
    use crate::hash::Digest;
    use crate::party::{RoundId, TrusteeIndex};

    /// That a proof of one context serves no other is tested where the statement is.
    #[test]
    fn the_context_names_the_round_all_that_is_said_key_and_ciphertext() {
        let key = |counts: u8, values: u8| {
            let (counts, values) = (vec![TrusteeIndex(counts)], vec![TrusteeIndex(values)]);
            Some(PublicKeySheet { counts, values, proofs: vec![] })
        };
        let cell = |cell, value| PublicCell { cell, total: PublicTotal::Band { value, low: 88, high: 92 } };
        let sheet =
            PublicSheet { round: RoundId(Digest([1; 32])), cells: vec![cell(0, 90)], keys: vec![key(0, 0)] };
        let others = [
            PublicSheet { round: RoundId(Digest([9; 32])), ..sheet.clone() },
            PublicSheet { cells: vec![cell(1, 90)], ..sheet.clone() },
            // The band is the same, and so is what is proved of it.
            PublicSheet { cells: vec![cell(0, 91)], ..sheet.clone() },
            PublicSheet { keys: vec![key(1, 0)], ..sheet.clone() },
            PublicSheet { keys: vec![key(0, 1)], ..sheet.clone() },
            PublicSheet { keys: vec![key(0, 0), None], ..sheet.clone() },
        ];
        let mut all: Vec<Vec<u8>> = others.iter().map(|sheet| context(sheet, 0, 0)).collect();
        all.extend([context(&sheet, 0, 0), context(&sheet, 1, 0), context(&sheet, 0, 1)]);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 9);
    }
}
