//! A member that publishes a count exposes every term that is made of it: plan, tally and public sheet count the others alone.

use intertally_core::event::payload::file_digest;
use intertally_core::opening::tally::Tally;
use intertally_core::party::MemberIndex;
use intertally_core::publication::{PublicFault, PublicProverError, PublicSheet, prove, verify};
use intertally_core::submission::{PartBody, PublishedFigure, SubmissionHeader, Unverified};
use intertally_structure::{RoundTable, Structure};
use intertally_tests::round::{AfterStepA, Opened, Round};
use intertally_tests::structure::Asked;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const STRUCTURE: &str = include_str!("../../../structure/files/sample-evaluation.toml");
/// a, b, c, d of trials; the first eight are members here.
const TABLES: [[u32; 4]; 13] = include!("../../../evaluation/tests/bcg.in");
const MEMBERS: u16 = 8;
/// The places of the four counts; terms come behind them.
const COUNTS: [u32; 4] = [0, 1, 2, 3];
/// Behind what counts leave of their denominators, which is counted alone.
const TERMS: [u32; 4] = [6, 7, 8, 9];

/// Four terms for an odds ratio: seven countries are asked for.
fn table() -> (Structure, RoundTable) {
    let mut structure = Structure::parse("sample", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = vec!["odds-ratio".into()];
    let table = structure.table(&["2024".to_owned()]).unwrap();
    (structure, table)
}

struct Held {
    round: Round,
    sent: Vec<(SubmissionHeader, Vec<PartBody>)>,
}

/// A round in which these members publish the counts in these places.
fn hold(claims: &[(u16, &[u32])]) -> (Held, AfterStepA) {
    let (structure, table) = table();
    let text = structure.to_toml().into_bytes();
    let mut round = Round::open_with(MEMBERS, &Asked::exact(4, 400), (3, 2), |manifest| {
        manifest.structure = file_digest(&text);
        (manifest.cells, manifest.leaves) = (table.cells.clone(), table.leaves.clone());
        manifest.rules = table.rules.clone();
        manifest.keys[0].cells = u32::try_from(table.cells.len()).unwrap();
    });
    round.structure = text;
    let mut sent = Vec::new();
    for (member, [a, b, c, d]) in (0..MEMBERS).zip(TABLES) {
        let mut figures: Vec<Option<u32>> = [a + b, a, c + d, c].map(Some).to_vec();
        figures.resize(table.cells.len(), None);
        table.complete(&mut figures);
        let mut made = round.prepare(member, &figures);
        if let Some((_, places)) = claims.iter().find(|(own, _)| *own == member) {
            made = made.with_claims(&figures, places, &[]).unwrap();
        }
        sent.push((made.header.clone(), made.parts.clone()));
        round.submit(made);
    }
    let counted = round.count().unwrap();
    (Held { round, sent }, counted)
}

/// The same submissions, but with other claims of counts: no proof speaks of claims, the signed header does.
fn tally(held: &mut Held, claiming: &[u16]) -> Tally {
    let mut tally = Tally::new(&held.round.manifest);
    for (header, parts) in &held.sent {
        let MemberIndex(member) = header.member;
        let own = COUNTS.map(|cell| PublishedFigure { cell, figure: 20 }).to_vec();
        let public = if claiming.contains(&member) { own } else { vec![] };
        let header = SubmissionHeader { public, ..header.clone() };
        let checked = Unverified::new(parts.clone()).verify(&held.round.checks, &header, &mut held.round.rng);
        tally.add(&checked.unwrap()).unwrap();
    }
    tally
}

fn sheet(held: &Held, opened: &Opened, tally: &Tally) -> Result<PublicSheet, PublicProverError> {
    let Opened { counts, openings, shown, steps, .. } = opened;
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    prove((&held.round.manifest, tally), steps, (counts, openings), shown, rng)
}

#[test]
fn the_public_sheet_proves_terms_without_the_member_that_publishes_their_counts() {
    let (mut held, counted) = hold(&[(2, &COUNTS[..])]);
    assert_eq!(counted.plan.approved, [COUNTS, TERMS].concat(), "seven are left for each term");
    let approved = counted.plan.approved.clone();
    let opened = held.round.publish(counted).unwrap();
    let [none, own, two] = [&[][..], &[2], &[2, 5]].map(|claiming| tally(&mut held, claiming));
    assert_eq!(TERMS.map(|term| own.public(term)), [1; 4], "nobody says it of a term, and it holds for all");
    assert_eq!(TERMS.map(|term| two.public(term)), [2; 4]);
    let faults = |tally: &Tally, sheet: &PublicSheet| {
        let rng = &mut ChaCha20Rng::seed_from_u64(2);
        verify((&held.round.manifest, tally), &opened.steps, &approved, sheet, rng)
    };
    assert_eq!(faults(&own, &opened.public), []);
    assert_eq!(faults(&own, &sheet(&held, &opened, &own).unwrap()), []);
    // Proved as if nobody published a count: seven and the one beside them are shown to be seven at least, and not eight.
    let claimless = sheet(&held, &opened, &none).unwrap();
    assert_eq!(faults(&none, &claimless), []);
    let of_proof =
        |faults: &[PublicFault]| matches!(faults, [PublicFault::Proof { part: 0, ciphertext: 0, .. }]);
    assert!(of_proof(&faults(&own, &claimless)));
    assert!(of_proof(&faults(&none, &opened.public)));
    // With two who publish six are left, and no proof can be made.
    assert!(matches!(sheet(&held, &opened, &two).err(), Some(PublicProverError::Statement { part: 0, .. })));
}

#[test]
fn one_count_of_four_exposes_the_terms_as_all_of_them_do() {
    let (_, one) = hold(&[(2, &COUNTS[1..2])]);
    assert_eq!(one.plan.approved, [COUNTS, TERMS].concat());
    for second in [&COUNTS[..], &COUNTS[3..]] {
        let (_, two) = hold(&[(2, &COUNTS[1..2]), (5, second)]);
        assert_eq!(two.plan.approved, COUNTS, "six are left: the counts open, and no term");
    }
}
