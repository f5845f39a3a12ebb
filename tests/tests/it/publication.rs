//! The public edition: its proofs hold for true counts and totals alone, and it tells of each what the rules give. What it keeps to
//! itself: `secrecy.rs`.

use intertally_core::canonical::decode;
use intertally_core::disclosure::{Band, Shown};
use intertally_core::event::Kind;
use intertally_core::event::payload::Publication;
use intertally_core::party::TrusteeIndex;
use intertally_core::publication::{PublicFault, PublicProverError, PublicSheet, PublicTotal, prove, verify};
use intertally_publish::{Material, PublishError};
use intertally_tests::round::release;
use intertally_tests::small_round::{Plain, SmallRound};
use intertally_verify::record::Edition;
use intertally_verify::{Maker, Options, verify as judge};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());
static NESTED: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold_nested().unwrap());
/// Approved cells of the small round; 1 and 3 are shown in bands.
const APPROVED: [u32; 4] = [1, 2, 3, 5];

const fn exact(value: u64) -> Shown {
    Shown::Value(Band { value, low: value, high: value })
}

const fn band(value: u64, low: u64, high: u64) -> Shown {
    Shown::Value(Band { value, low, high })
}

fn faults(sheet: &PublicSheet) -> Vec<PublicFault> {
    let round = &ROUND;
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    verify((&round.manifest, &round.tally), &round.steps, &APPROVED, sheet, rng)
}

fn changed(change: impl FnOnce(&mut PublicSheet)) -> Vec<PublicFault> {
    let mut sheet = ROUND.public.clone();
    change(&mut sheet);
    faults(&sheet)
}

/// The sheet with another claim about a cell, whatever its proofs say.
fn telling(at: usize, total: PublicTotal) -> Vec<PublicFault> {
    changed(|sheet| sheet.cells[at].total = total)
}

/// What a coordinator proves that shows the cell otherwise.
fn proved(round: &SmallRound, cell: usize, shown: Shown) -> Result<PublicSheet, PublicProverError> {
    let mut all = round.shown.clone();
    all[cell] = shown;
    let sheets = (&round.counts, &round.openings);
    let rng = &mut ChaCha20Rng::seed_from_u64(3);
    prove((&round.manifest, &round.tally), &round.steps, sheets, &all, rng)
}

/// The failed checks of both editions, restricted first, if a coordinator proves and publishes that.
fn published(round: &SmallRound, cell: usize, shown: Shown) -> [Vec<u8>; 2] {
    let mut lying = round.clone();
    lying.public = proved(round, cell, shown).unwrap();
    lying.shown[cell] = shown;
    lying.files = release(&lying.manifest, &lying.shown);
    let at = lying.find(Kind::Published).unwrap();
    let mut made: Publication = decode("publication", &lying.events[at].1, 1 << 20).unwrap();
    made.public = lying.public.digest();
    let named = lying
        .files
        .iter()
        .map(|(name, bytes)| (name.clone(), intertally_core::event::payload::file_digest(bytes)));
    made.files = named.collect();
    lying.replace(at, &made).unwrap();
    [Edition::Restricted, Edition::Public].map(|edition| {
        let options = Options { seed: [7; 32], maker: Some(&Plain), ..Options::default() };
        judge(&lying.record(edition).unwrap(), &options).failed()
    })
}

#[test]
fn totals_are_told_in_bands_or_exactly() {
    let withheld = Shown::Withheld;
    let shown = [withheld, band(90, 88, 92), exact(17), band(105, 103, 107), withheld, exact(17)];
    assert_eq!(ROUND.shown, shown);
    let told: Vec<u32> = ROUND.public.cells.iter().map(|told| told.cell).collect();
    assert_eq!(told, APPROVED);
}

#[test]
fn every_claim_of_a_public_sheet_is_checked() {
    assert_eq!(faults(&ROUND.public), []);
    let shape = |faults: Vec<PublicFault>| matches!(faults.as_slice(), [PublicFault::Shape(_)]);
    assert!(!changed(|sheet| sheet.cells.truncate(3)).is_empty(), "a cell less than was proved");
    assert!(shape(changed(|sheet| sheet.cells.swap(0, 1))), "cells out of order");
    assert!(shape(changed(|sheet| sheet.cells[0].cell = 0)), "a cell that is not approved");
    assert!(shape(telling(0, PublicTotal::Band { value: 93, low: 88, high: 92 })), "a value outside");
    assert!(shape(telling(0, PublicTotal::Band { value: 91, low: 91, high: 91 })), "no band");
    assert!(
        !telling(0, PublicTotal::Band { value: 90, low: 0, high: 256 }).is_empty(),
        "another band than was proved"
    );
    assert!(shape(telling(0, PublicTotal::Exact(91))), "a banded cell exactly");
    assert!(shape(telling(2, PublicTotal::NearlyAll { low: 9, high: 8 })), "ends out of order");
    assert!(shape(changed(|sheet| sheet.keys[0] = None)), "no key");
    assert!(shape(changed(|sheet| sheet.keys[0].as_mut().unwrap().proofs.clear())), "no proof");
    let proof =
        |faults: &[PublicFault]| matches!(faults, [PublicFault::Proof { part: 0, ciphertext: 0, .. }]);
    for (what, value, low, high) in [
        ("does not hold the total", 95, 93, 97),
        ("shifted by one, and holds it", 90, 89, 93),
        ("wider", 90, 83, 97),
        ("narrower", 91, 90, 92),
        ("another value of the same band", 91, 88, 92),
    ] {
        let moved = telling(0, PublicTotal::Band { value, low, high });
        assert!(proof(&moved), "a band that is {what}: {moved:?}");
    }
    for off in [18, 16] {
        assert!(proof(&telling(1, PublicTotal::Exact(off))), "an exact total that is not the members'");
    }
    // Every part of the proof counts.
    let length = ROUND.public.keys[0].as_ref().unwrap().proofs[0].len();
    for at in (0..length).step_by(length / 97) {
        let flipped = changed(|sheet| sheet.keys[0].as_mut().unwrap().proofs[0][at] ^= 1);
        assert!(proof(&flipped), "byte {at}: {flipped:?}");
    }
    // Shares of a trustee that gave none, of one that does not hold the sub-key, of another that holds it, too few.
    let shares = [PublicFault::Shares { part: 0 }];
    let holder = |of_values: bool, sub_key: usize, trustee: u8| {
        changed(|sheet| {
            let key = sheet.keys[0].as_mut().unwrap();
            let list = if of_values { &mut key.values } else { &mut key.counts };
            list[sub_key] = TrusteeIndex(trustee);
        })
    };
    for of_values in [false, true] {
        assert_eq!(holder(of_values, 0, 7), shares, "nobody");
        assert_eq!(holder(of_values, 1, 1), shares, "sub-key 1 is held by all but trustee 1");
        let key = ROUND.public.keys[0].as_ref().unwrap();
        let TrusteeIndex(own) = if of_values { key.values[0] } else { key.counts[0] };
        let other = holder(of_values, 0, 3 - own);
        assert!(proof(&other), "a share that is not in the sum: {other:?}");
    }
    assert_eq!(changed(|sheet| sheet.keys[0].as_mut().unwrap().counts.truncate(2)), shares);
    // The same sheet for a plan that approves a thin cell, and for one that leaves a cell out.
    let round = &ROUND;
    for approved in [&[0, 1, 2, 3, 5][..], &[1, 2, 3]] {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        let against = (&round.manifest, &*round.tally);
        assert!(!verify(against, &round.steps, approved, &round.public, rng).is_empty());
    }
}

/// Everything that follows is proved, and true: the rules are not kept all the same.
#[test]
fn what_is_told_is_what_the_rules_give_and_nothing_else_that_is_true() {
    // A wider band, a shifted one, another value, a band where the total is exact: found by every reader.
    assert_eq!(published(&ROUND, 1, band(90, 88, 92)), [const { Vec::<u8>::new() }; 2]);
    for shown in [band(90, 83, 97), band(90, 89, 93), band(91, 88, 92)] {
        let [restricted, public] = published(&ROUND, 1, shown);
        assert!(restricted.contains(&11) && public.contains(&11), "{shown:?}: {restricted:?}, {public:?}");
    }
    let [restricted, public] = published(&ROUND, 2, band(15, 13, 17));
    assert!(restricted.contains(&11) && public.contains(&11), "{restricted:?}, {public:?}");
    // A total kept back: readers of the public edition miss it, whoever has the restricted one finds it.
    assert!(published(&ROUND, 2, Shown::Withheld)[0].contains(&11));
    // Where a banded total is opened exactly, the sheet has no shape.
    let [restricted, public] = published(&ROUND, 1, exact(91));
    assert!(restricted.contains(&11) && public.contains(&11), "{restricted:?}, {public:?}");
}

#[test]
fn what_follows_from_others_and_what_is_nearly_all_of_another_has_no_value() {
    let round = &NESTED;
    let (follows, nearly) = (round.shown[0], round.shown[3]);
    assert_eq!(follows, Shown::Interval { low: 266, high: 266 });
    assert!(matches!(nearly, Shown::NearlyAll { low, high } if low < 79 && high > 79), "{nearly:?}");
    assert_eq!((round.shown[1], round.shown[2], round.shown[4]), (exact(86), exact(180), Shown::Withheld));
    let told: Vec<u32> = round.public.cells.iter().map(|told| told.cell).collect();
    assert_eq!(told, [1, 2, 3], "what follows is not in the sheet");
    assert_eq!(published(round, 3, nearly), [const { Vec::<u8>::new() }; 2]);
    for (cell, shown) in [(3, exact(79)), (0, exact(266)), (0, Shown::NearlyAll { low: 266, high: 270 })] {
        let [restricted, public] = published(round, cell, shown);
        assert!(restricted.contains(&11) && public.contains(&11), "{cell}: {restricted:?}, {public:?}");
    }
    // Nearly all, but of other totals.
    let Shown::NearlyAll { low, high } = nearly else { return };
    let [restricted, public] = published(round, 3, Shown::NearlyAll { low, high: high - 1 });
    assert!(restricted.contains(&11) && public.contains(&11), "{restricted:?}, {public:?}");
}

/// A release that makes a report, which the record lacks, and may make the table otherwise.
struct Release {
    name: String,
    table: &'static [u8],
}

impl Maker for Release {
    fn release(&self) -> &str {
        &self.name
    }

    fn files(&self, from: &Material<'_>) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
        let mut files = Plain.files(from)?;
        files.values_mut().for_each(|bytes| bytes.extend(self.table));
        files.insert("report.html".into(), b"<p>".to_vec());
        Ok(files)
    }
}

#[test]
fn the_report_of_another_release_is_not_judged_and_its_table_is() {
    let files = ROUND.record(Edition::Restricted).unwrap();
    let published = ROUND.events.iter().find(|(event, _)| event.signed.claim.kind == Kind::Published);
    let own = published.unwrap().0.signed.claim.tool.clone();
    let ask = |name: &str, table| {
        let release = Release { name: name.into(), table };
        judge(&files, &Options { seed: [7; 32], maker: Some(&release), ..Options::default() })
    };
    let report = ask("another", b"");
    assert_eq!((report.failed(), report.open()), (vec![], vec![13]));
    assert!(report.to_text().contains("report.html were made by"), "{}", report.to_text());
    assert_eq!(ask(&own, b"").failed(), [13], "its own release must give the same");
    assert_eq!(ask("another", b"x").failed(), [13], "a table is the same in every release");
}

#[test]
fn a_coordinator_cannot_prove_what_is_not_so() {
    let round = &ROUND;
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let mut try_with = |change: &dyn Fn(&mut SmallRound)| {
        let mut lying = (**round).clone();
        change(&mut lying);
        let sheets = (&lying.counts, &lying.openings);
        let made = prove((&lying.manifest, &lying.tally), &lying.steps, sheets, &lying.shown, rng);
        made.map(|_| ()).unwrap_err()
    };
    let not_so = |why: &PublicProverError| matches!(why, PublicProverError::Statement { part: 0, .. });
    // One contributor more in cell 1, by one Delta in the sum of shares; one more in a total, likewise.
    let counts = try_with(&|lying| {
        let sum = &mut lying.counts.keys[0].opening.as_mut().unwrap().parts[0].sums[1].0;
        *sum = sum.wrapping_sub(1 << 119);
    });
    let opens_nothing = |why: &PublicProverError| matches!(why, PublicProverError::Argument(_));
    assert!(opens_nothing(&counts), "the sums do not open the trustees' commitments: {counts:?}");
    let values = try_with(&|lying| {
        let sum = &mut lying.openings.keys[0].as_mut().unwrap().parts[0].sums[0].0;
        *sum = sum.wrapping_add(1);
    });
    assert!(opens_nothing(&values), "{values:?}");
    let exact = try_with(&|lying| lying.openings.cells[1].total += 1);
    assert!(not_so(&exact), "{exact:?}");
    // Cell 2 has three contributors: not enough where four are wanted. (The round's id changes with its manifest.)
    let thin = try_with(&|lying| {
        lying.manifest.cells[2].min_contributors = 4;
        (lying.counts.round, lying.openings.round) = (lying.manifest.id(), lying.manifest.id());
    });
    assert!(not_so(&thin), "{thin:?}");
    // The total of cell 1 is 91.
    let told = [band(95, 93, 97), band(85, 83, 87), Shown::NearlyAll { low: 92, high: 120 }];
    for shown in told {
        let why = proved(round, 1, shown).err().unwrap();
        assert!(not_so(&why), "{shown:?}: {why:?}");
    }
}
