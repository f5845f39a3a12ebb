//! Figures that members publish themselves protect nobody: neither plan nor public sheet counts their makers.

use intertally_core::opening::tally::Tally;
use intertally_core::party::MemberIndex;
use intertally_core::publication::{PublicFault, PublicProverError, PublicSheet, prove, verify};
use intertally_core::submission::{PartBody, PublishedFigure, SubmissionHeader, Unverified};
use intertally_tests::round::{Opened, Round};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// Cell 0 has four contributors, cell 1 three.
const FIGURES: [[Option<u32>; 2]; 4] =
    [[Some(20), Some(31)], [Some(30), Some(0)], [Some(40), Some(32)], [Some(50), Some(33)]];

struct Held {
    round: Round,
    opened: Opened,
    sent: Vec<(SubmissionHeader, Vec<PartBody>)>,
}

/// A round in which member 0 publishes both its figures itself.
fn hold() -> Held {
    let mut round = Round::open(4, 2, 200, (3, 2));
    let mut sent = Vec::new();
    for (member, values) in (0..).zip(&FIGURES) {
        let mut made = round.prepare(member, values);
        if member == 0 {
            made = made.with_claims(values, &[0, 1], &[]).unwrap();
        }
        sent.push((made.header.clone(), made.parts.clone()));
        round.submit(made);
    }
    let counted = round.count().unwrap();
    assert_eq!(counted.sheet.counts(), [Some(4), Some(3)]);
    assert_eq!(counted.plan.approved, [0], "without member 0 cell 1 has two contributors");
    let opened = round.publish(counted).unwrap();
    Held { round, opened, sent }
}

/// The same submissions, but with claims by these members alone. No proof speaks of claims: the signed header does.
fn tally(held: &mut Held, claiming: &[u16]) -> Tally {
    let mut tally = Tally::new(&held.round.manifest);
    for (header, parts) in &held.sent {
        let MemberIndex(member) = header.member;
        let own = [0, 1].map(|cell| PublishedFigure { cell, figure: 20 }).to_vec();
        let public = if claiming.contains(&member) { own } else { vec![] };
        let header = SubmissionHeader { public, ..header.clone() };
        let checked = Unverified::new(parts.clone()).verify(&held.round.checks, &header, &mut held.round.rng);
        tally.add(&checked.unwrap()).unwrap();
    }
    tally
}

fn sheet(held: &Held, tally: &Tally) -> Result<PublicSheet, PublicProverError> {
    let Opened { counts, openings, shown, steps, .. } = &held.opened;
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    prove((&held.round.manifest, tally), steps, (counts, openings), shown, rng)
}

#[test]
fn the_public_sheet_proves_its_minimum_without_members_that_publish_their_figure() {
    let mut held = hold();
    let [none, own, two] = [&[][..], &[0], &[0, 1]].map(|claiming| tally(&mut held, claiming));
    assert_eq!([own.public(0), own.public(1), own.public(2)], [1, 1, 0]);
    let faults = |tally: &Tally, sheet: &PublicSheet| {
        let rng = &mut ChaCha20Rng::seed_from_u64(2);
        verify((&held.round.manifest, tally), &held.opened.steps, &[0], sheet, rng)
    };
    assert_eq!(faults(&own, &held.opened.public), []);
    assert_eq!(faults(&own, &sheet(&held, &own).unwrap()), []);
    // Proved as if nobody had published anything: four are enough, but not shown to be enough without member 0.
    let claimless = sheet(&held, &none).unwrap();
    assert_eq!(faults(&none, &claimless), []);
    let of_proof =
        |faults: &[PublicFault]| matches!(faults, [PublicFault::Proof { part: 0, ciphertext: 0, .. }]);
    assert!(of_proof(&faults(&own, &claimless)));
    assert!(of_proof(&faults(&none, &held.opened.public)));
    // With two who publish their figures two are left, and no proof can be made.
    assert!(matches!(sheet(&held, &two).err(), Some(PublicProverError::Statement { part: 0, .. })));
}
