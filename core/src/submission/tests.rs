//! Proof (c) is bound to its place: every field of the transcript, one by one.

use super::part::Place;
use crate::hash::Digest;
use crate::lattice::{Params, Ring, Witness};
use crate::party::{KeyId, MemberIndex, RoundId};
use crate::proof::equations::Equations;
use crate::proof::transcript::{fork, submission_transcript};
use crate::proof::{PartCommitments, PartStatement, VectorCommitments};
use crate::round::Width;
use crate::wellformed::{Common, prove, verify_into};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

/// All that a part's transcript absorbs, and the number of the group.
#[derive(Clone)]
struct Bound {
    place: Place,
    ciphertexts: Vec<[u8; 32]>,
    statement: PartStatement,
    label: &'static [u8],
    group: usize,
}

impl Bound {
    fn transcript(&self) -> merlin::Transcript {
        let base = submission_transcript(&self.place.context(&self.ciphertexts, &self.statement));
        fork(&base, self.label, self.group)
    }
}

fn bound() -> Bound {
    let vector = || VectorCommitments { cells: vec![[3; 32]; 2], vector: [4; 32] };
    let commitments = PartCommitments { values: vec![[2; 32]; 2], bits: vector(), changed: Some(vector()) };
    Bound {
        place: Place {
            round: RoundId(Digest::ZERO),
            key: KeyId(Digest::ZERO),
            member: MemberIndex(1),
            revision: 1,
        },
        ciphertexts: vec![[1; 32]; 2],
        statement: PartStatement {
            reported: vec![true, true, false],
            widths: vec![Width::W8; 3],
            commitments,
        },
        label: b"wellformed",
        group: 0,
    }
}

#[test]
fn a_replayed_proof_fails_whichever_field_of_its_place_differs() {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    let params = Params::SMALL_FOR_TESTS;
    let mut bits = |n: usize| -> Vec<u128> { (0..n).map(|_| u128::from(rng.next_u32() & 1)).collect() };
    let (a, ephemeral) = (bits(256), bits(256));
    let mask = Ring::get(&params).mul_binary(&a, &ephemeral);
    let witness = Witness { ephemeral, error: vec![0; 256] };
    let common = Common::new(&params, a);
    let proof = prove(&bound().transcript(), &common, &[&mask], &[&witness], rng).unwrap();
    let mut holds = |bound: &Bound| {
        let mut equations = Equations::default();
        verify_into(&mut equations, &bound.transcript(), &common, &[&mask], &proof, rng).is_some()
            && equations.holds()
    };
    assert!(holds(&bound()));
    let other = Digest([9; 32]);
    type Change = fn(&mut Bound, Digest);
    let changes: [(&str, Change); 14] = [
        ("round", |b, other| b.place.round = RoundId(other)),
        ("key", |b, other| b.place.key = KeyId(other)),
        ("member", |b, _| b.place.member = MemberIndex(2)),
        ("revision", |b, _| b.place.revision = 2),
        ("first ciphertext", |b, other| b.ciphertexts[0] = other.0),
        ("number of ciphertexts", |b, other| b.ciphertexts.push(other.0)),
        ("bitmap", |b, _| b.statement.reported[1] = false),
        ("width", |b, _| b.statement.widths[2] = Width::W16),
        ("value commitment", |b, other| b.statement.commitments.values[1] = other.0),
        ("bit commitment", |b, other| b.statement.commitments.bits.cells[1] = other.0),
        ("vector commitment", |b, other| b.statement.commitments.bits.vector = other.0),
        ("changed bits", |b, _| b.statement.commitments.changed = None),
        ("group", |b, _| b.group = 1),
        ("kind of proof", |b, _| b.label = b"range"),
    ];
    for (name, change) in changes {
        let mut elsewhere = bound();
        change(&mut elsewhere, other);
        assert!(!holds(&elsewhere), "another {name}");
    }
}
