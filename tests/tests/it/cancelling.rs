//! A corrupt trustee whose openings are off by errors that cancel under weights which it foresees: found in a review, when
//! the coordinator's weights followed from the openings alone. A trustee draws the blinding factors of `E_A` itself, so it
//! could fix its openings first and commit afterwards. Its proofs hold; under weights that do not depend on `E_A` its
//! openings all seem to fit, the sum over all sub-keys does not open, and there is nobody to leave out.

use crate::attack::stated;
use intertally_argument::testing::{Fault, masks, prove_masked};
use intertally_argument::{Field, Row, Statement, Transcript, commit};
use intertally_core::canonical;
use intertally_core::hash::digest;
use intertally_core::opening::asked::Asked;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::share::{ShareOpening, ShareOpenings, ShareSet, SubKeyIndex};
use intertally_core::party::TrusteeIndex;
use intertally_custody::opening::Answer;
use intertally_tests::round::Round;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

/// Weights that its maker knows when the openings are fixed, one for each of two rows.
type Foreseen = fn(&ShareOpenings) -> [Field; 2];

/// The coordinator's source, which follows from the openings.
fn source(openings: &ShareOpenings) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(digest("opening-weights", &[&canonical::encode(openings)]).0)
}

/// Drawn from that source, as they were.
fn drawn(openings: &ShareOpenings) -> [Field; 2] {
    let mut source = source(openings);
    [(); 2].map(|()| {
        let mut wide = [0; 64];
        source.fill_bytes(&mut wide);
        Field::from_wide_bytes(&wide)
    })
}

/// From a transcript of everything that is absorbed today but the commitments.
fn without_commitments(openings: &ShareOpenings) -> [Field; 2] {
    let mut transcript = Transcript::new("intertally/openings/v1");
    let mut system = [0; 32];
    source(openings).fill_bytes(&mut system);
    transcript.absorb("system", &system);
    for opening in openings.iter().flat_map(|(_, openings)| openings) {
        transcript.absorb("words", &opening.words.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<_>>());
        transcript.absorb("blindings", &opening.blindings.concat());
    }
    [(); 2].map(|()| transcript.challenge("weight"))
}

/// The answer of trustee 0, which holds sub-keys 1 and 2 of one ciphertext and block.
fn adversary(round: &Round, asked: &Asked, honest: &ShareSet, foreseen: Foreseen) -> ShareSet {
    let (trustee, part) = (TrusteeIndex(0), &asked.parts[0]);
    let held = &round.held[0];
    let secrets: Vec<_> = held.sub_keys(0).map(|own| own.derived(held.ceremony()).unwrap().secret).collect();
    let contexts =
        [1, 2].map(|sub_key| asked.question.context(trustee, SubKeyIndex(sub_key), part.ciphertext));
    let statements =
        [0, 1].map(|at| asked.statement(SubKeyIndex(at as u16 + 1), part, &contexts[at]).unwrap());
    let witnesses =
        [0, 1].map(|at| statements[at].witness(&secrets[at], &vec![0; part.slots.list().len()]).unwrap());
    // The openings first, with blinding factors as it likes.
    let opening = |at: usize| ShareOpening {
        words: witnesses[at].1.to_vec(),
        blindings: vec![Field::from(at as u64 + 5).to_bytes()],
    };
    let openings: ShareOpenings =
        vec![(SubKeyIndex(1), vec![opening(0)]), (SubKeyIndex(2), vec![opening(1)])];
    let weights = foreseen(&openings);
    let off = [weights[1], -weights[0]];
    assert!(weights[0] * off[0] + weights[1] * off[1] == Field::ZERO && off[0] + off[1] != Field::ZERO);
    // Then commitments with factors that are off by errors which cancel, and proofs of them.
    let mut proofs = honest.proofs.clone();
    let (mut committed, mut opened) = (vec![], vec![]);
    for at in 0..2 {
        let (statement, (witness, words)) = (&statements[at], &witnesses[at]);
        let mut drawn = masks(statement, witness, &mut ChaCha20Rng::seed_from_u64(at as u64));
        let row_of_words = statement.layout().sent() - 2;
        drawn.blindings[row_of_words] = Field::from(at as u64 + 5) + off[at];
        let proof = prove_masked(Fault::None, statement, witness, drawn).unwrap().proof.to_bytes();
        let mut row = vec![Field::ZERO; 512];
        for (slot, word) in part.slots.list().iter().zip(words.iter()) {
            row[*slot as usize % 512] = Field::from(word.cast_signed());
        }
        committed.push(statement.commitments(&proof).unwrap()[0].decompress().unwrap());
        opened.push(commit(&Row::scalars(row).unwrap(), &Field::from(at as u64 + 5)));
        proofs.0[at].proofs = vec![proof];
    }
    // The attack is what it is said to be: no opening fits, the foreseen combination does, the sum does not.
    let combined = |points: &[_]| weights[0].scalar() * points[0] + weights[1].scalar() * points[1];
    assert!((0..2).all(|at| committed[at] != opened[at]));
    assert!(combined(&committed) == combined(&opened));
    assert!(committed[0] + committed[1] != opened[0] + opened[1]);
    ShareSet { question: honest.question, trustee, proofs, openings }
}

#[test]
fn openings_that_cancel_under_foreseen_weights_are_named_and_the_others_open() {
    let (round, counted) = stated();
    let asked = round.opener().bits(&Counted::all(&[0, 1, 2], false)).unwrap();
    let honest = || -> Vec<ShareSet> {
        (0..3).map(|trustee| round.try_shares(&counted, trustee, Answer::StepA).unwrap()).collect()
    };
    let right = asked.combine(&round.take(&asked, &honest())).unwrap();
    assert_eq!(right.misfits, []);
    for foreseen in [drawn as Foreseen, without_commitments] {
        let mut sets = honest();
        sets[0] = adversary(&round, &asked, &sets[0], foreseen);
        // Its proofs hold, so that the log names nobody. The first look at its openings does.
        let answers = round.take(&asked, &sets);
        let combined = asked.combine(&answers).map_err(|why| why.to_string()).unwrap();
        assert_eq!(combined.slots, right.slots);
        let named = [1, 2].map(|sub_key| (TrusteeIndex(0), SubKeyIndex(sub_key)));
        assert_eq!(combined.misfits, named);
        // And where the others cannot do without it, it is named as the one to ask again.
        let two: Vec<_> = round.take(&asked, &sets).into_iter().take(2).collect();
        let lacking = asked.combine(&two).map(|_| ()).unwrap_err();
        assert_eq!(
            lacking,
            intertally_core::opening::combine::CombineError::Lacking {
                sub_keys: vec![SubKeyIndex(1)],
                of: 3,
                silent: vec![TrusteeIndex(0), TrusteeIndex(2)],
            }
        );
    }
}
