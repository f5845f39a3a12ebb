//! The public edition: its proofs hold for true counts and totals alone. What it keeps to itself: `secrecy.rs`.

use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::proof::pedersen::commit;
use intertally_core::publication::{PublicFault, PublicProverError, PublicSheet, prove, verify};
use intertally_tests::small_round::{Plain, SmallRound};
use intertally_verify::record::Edition;
use intertally_verify::{Options, Regenerate, Released, verify as judge};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());
/// Approved cells of the small round; 1 and 3 are rounded.
const APPROVED: [u32; 4] = [1, 2, 3, 5];

fn faults(sheet: &PublicSheet) -> Vec<PublicFault> {
    let round = &ROUND;
    verify(&round.manifest, &round.tally, &APPROVED, sheet, &mut ChaCha20Rng::seed_from_u64(1))
}

fn changed(change: impl FnOnce(&mut PublicSheet)) -> Vec<PublicFault> {
    let mut sheet = ROUND.public.clone();
    change(&mut sheet);
    faults(&sheet)
}

#[test]
fn every_claim_of_a_public_sheet_is_checked() {
    assert_eq!(faults(&ROUND.public), []);
    let shape = |faults: Vec<PublicFault>| matches!(faults.as_slice(), [PublicFault::Shape(_)]);
    assert!(!changed(|sheet| sheet.cells.truncate(3)).is_empty(), "a cell less than was proved");
    assert!(shape(changed(|sheet| sheet.cells.swap(0, 1))), "cells out of order");
    assert!(shape(changed(|sheet| sheet.cells[0].cell = 0)), "a cell that is not approved");
    assert!(shape(changed(|sheet| sheet.cells[0].total += 1)), "no multiple of 5");
    assert!(shape(changed(|sheet| sheet.cells[0].blinding = Some([0; 32]))), "a rounded cell opened");
    assert!(shape(changed(|sheet| sheet.keys[0].commitments.truncate(5))));
    assert!(shape(changed(|sheet| sheet.roundings.clear())));
    let moved = changed(|sheet| sheet.cells[0].total += 5);
    assert!(moved.contains(&PublicFault::Rounding(vec![1, 3])), "five too many: {moved:?}");
    let more = changed(|sheet| sheet.cells[1].total += 1);
    assert!(more.contains(&PublicFault::Total(2)), "an exact total that is not the members'");
    // One more contributor in cell 2, with everything else as it was.
    let lifted = changed(|sheet| {
        let point = CompressedRistretto(sheet.keys[0].commitments[2]).decompress().unwrap();
        sheet.keys[0].commitments[2] = (point + commit(&Scalar::ONE, &Scalar::ZERO)).compress().to_bytes();
    });
    assert!(lifted.contains(&PublicFault::Link(0)), "{lifted:?}");
    assert!(
        changed(|sheet| sheet.keys[0].minimums[0][40] ^= 1)
            .contains(&PublicFault::Minimum(APPROVED.to_vec()))
    );
    assert!(changed(|sheet| sheet.keys[0].link[3] ^= 1).contains(&PublicFault::Link(0)));
    assert!(changed(|sheet| sheet.keys[0].commitments[0] = [0xff; 32]).contains(&PublicFault::Commitment(0)));
    // The same sheet for a plan that approves a thin cell, and for one that leaves a cell out.
    let round = &ROUND;
    for approved in [&[0, 1, 2, 3, 5][..], &[1, 2, 3]] {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        assert!(!verify(&round.manifest, &round.tally, approved, &round.public, rng).is_empty());
    }
}

/// Makes the same files, but says that cell 2 is withheld for the sake of others.
struct WithoutTwo;

impl Regenerate for WithoutTwo {
    fn release(&self) -> &str {
        Plain.release()
    }

    fn files(&self, from: &Released<'_>) -> Result<BTreeMap<String, Vec<u8>>, String> {
        Plain.files(from)
    }

    fn withheld(&self, _: &Released<'_>) -> Result<BTreeSet<u32>, String> {
        Ok(BTreeSet::from([2]))
    }
}

/// A release that makes a report, which the record lacks, and may make the table otherwise.
struct Release {
    name: String,
    table: &'static [u8],
}

impl Regenerate for Release {
    fn release(&self) -> &str {
        &self.name
    }

    fn files(&self, from: &Released<'_>) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let mut files = Plain.files(from)?;
        files.values_mut().for_each(|bytes| bytes.extend(self.table));
        files.insert("report.html".into(), b"<p>".to_vec());
        Ok(files)
    }

    fn withheld(&self, from: &Released<'_>) -> Result<BTreeSet<u32>, String> {
        Plain.withheld(from)
    }
}

#[test]
fn the_report_of_another_release_is_not_judged_and_its_table_is() {
    let files = ROUND.record(Edition::Restricted).unwrap();
    let published = ROUND.events.iter().find(|(event, _)| event.signed.claim.kind == Kind::Published);
    let own = published.unwrap().0.signed.claim.tool.clone();
    let ask = |name: &str, table| {
        let release = Release { name: name.into(), table };
        judge(&files, &Options { seed: [7; 32], regenerate: Some(&release), ..Options::default() })
    };
    let report = ask("another", b"");
    assert_eq!((report.failed(), report.open()), (vec![], vec![13]));
    assert!(report.to_text().contains("report.html were made by"), "{}", report.to_text());
    assert_eq!(ask(&own, b"").failed(), [13], "its own release must give the same");
    assert_eq!(ask("another", b"x").failed(), [13], "a table is the same in every release");
}

#[test]
fn a_total_withheld_after_opening_is_not_in_the_sheet_and_must_not_be() {
    let round = &ROUND;
    let rng = &mut ChaCha20Rng::seed_from_u64(3);
    let sheets = (&round.counts, &round.openings);
    let sheet = prove(&round.manifest, &round.tally, sheets, &BTreeSet::from([2]), rng).unwrap();
    assert!(sheet.cells.iter().map(|told| told.cell).eq([1, 3, 5]) && faults(&sheet).is_empty());
    let blinding = round.openings.cells.iter().find(|opened| opened.cell == 2).unwrap().blinding;
    assert!(!encode(&sheet).windows(32).any(|window| window == blinding));
    // A coordinator that shows it all the same is found out by whoever has the restricted edition.
    let files = round.record(Edition::Restricted).unwrap();
    let options = Options { seed: [7; 32], regenerate: Some(&WithoutTwo), ..Options::default() };
    assert_eq!(judge(&files, &options).failed(), [13]);
}

#[test]
fn a_coordinator_cannot_prove_what_is_not_so() {
    let round = &ROUND;
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let mut try_with = |change: &dyn Fn(&mut SmallRound)| {
        let mut lying = (**round).clone();
        change(&mut lying);
        prove(&lying.manifest, &lying.tally, (&lying.counts, &lying.openings), &BTreeSet::new(), rng)
            .map(|_| ())
            .unwrap_err()
    };
    let counts = try_with(&|lying| lying.counts.keys[0].counts[1] -= 1);
    assert_eq!(counts, PublicProverError::Counts(0));
    assert_eq!(try_with(&|lying| lying.openings.cells[0].total += 1), PublicProverError::Total(1));
    // Cell 2 has three contributors: not enough where four are wanted. (The round's id changes with its manifest.)
    let thin = try_with(&|lying| {
        lying.manifest.cells[2].min_contributors = 4;
        (lying.counts.round, lying.openings.round) = (lying.manifest.id(), lying.manifest.id());
    });
    assert_eq!(thin, PublicProverError::Minimum(2));
}
