//! The one transcript of a submission part, and its forks (docs/spec.md section 4).
//!
//! Everything public is absorbed first: version, round, key, member, revision, digests of all ciphertexts, the
//! bitmap, the widths and every commitment. Each proof then works on a fork with a label and an index of its
//! own, so proofs are made and checked in parallel and each is bound to everything; a proof copied to
//! another member, round, revision, key, ciphertext or place fails.

use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;

use super::statement::{PartStatement, VectorCommitments};

/// Label of the transcript.
pub const TRANSCRIPT_LABEL: &[u8] = b"intertally/v1/submission-part";

/// Everything the proofs of a part are bound to. All of it is public.
#[derive(Clone, Copy)]
pub struct TranscriptContext<'a> {
    /// Version of the specification.
    pub spec_version: u16,
    /// Digest of the signed round.
    pub round: [u8; 32],
    /// Identity of the key the part is encrypted to.
    pub key: [u8; 32],
    /// Number of the member in the round's list.
    pub member: u16,
    /// Revision of the member's submission.
    pub revision: u32,
    /// Digests of all ciphertexts of the part, in order.
    pub ciphertexts: &'a [[u8; 32]],
    /// The bitmap, widths and commitments of the part.
    pub statement: &'a PartStatement,
}

/// The transcript that has absorbed the whole context. Proofs (a), (b) and (c) fork from it.
pub fn submission_transcript(context: &TranscriptContext<'_>) -> Transcript {
    let mut t = Transcript::new(TRANSCRIPT_LABEL);
    t.append_u64(b"spec-version", u64::from(context.spec_version));
    t.append_message(b"round", &context.round);
    t.append_message(b"key", &context.key);
    t.append_u64(b"member", u64::from(context.member));
    t.append_u64(b"revision", u64::from(context.revision));
    append_list(&mut t, b"ciphertexts", context.ciphertexts);
    let statement = context.statement;
    let reported: Vec<u8> = statement.reported.iter().map(|&r| u8::from(r)).collect();
    t.append_message(b"reported", &reported);
    let widths: Vec<u8> = statement.widths.iter().map(|w| w.tag()).collect();
    t.append_message(b"widths", &widths);
    append_list(&mut t, b"values", &statement.commitments.values);
    append_vector(&mut t, &statement.commitments.bits);
    t.append_u64(b"changed", u64::from(statement.commitments.changed.is_some()));
    if let Some(changed) = &statement.commitments.changed {
        append_vector(&mut t, changed);
    }
    t
}

fn append_vector(t: &mut Transcript, commitments: &VectorCommitments) {
    append_list(t, b"bits", &commitments.cells);
    t.append_message(b"bit-vector", &commitments.vector);
}

/// Length first, then the concatenation: no two lists give the same bytes.
fn append_list(t: &mut Transcript, label: &'static [u8], items: &[[u8; 32]]) {
    t.append_u64(b"length", items.len() as u64);
    t.append_message(label, items.as_flattened());
}

/// A fork for the proof `label` number `index`.
pub fn fork(base: &Transcript, label: &'static [u8], index: usize) -> Transcript {
    let mut t = base.clone();
    t.append_message(b"fork", label);
    t.append_u64(b"index", index as u64);
    t
}

/// A challenge scalar: 64 bytes of the transcript reduced modulo the group order.
pub fn challenge(t: &mut Transcript, label: &'static [u8]) -> Scalar {
    let mut wide = [0u8; 64];
    t.challenge_bytes(label, &mut wide);
    Scalar::from_bytes_mod_order_wide(&wide)
}

/// `n` independent challenge scalars from one squeeze of `64*n` bytes. `n` is below 2^25 (see `MAX_CELLS`).
pub fn challenges(t: &mut Transcript, label: &'static [u8], n: usize) -> Vec<Scalar> {
    let mut wide = vec![0u8; 64 * n];
    t.challenge_bytes(label, &mut wide);
    wide.as_chunks::<64>().0.iter().map(Scalar::from_bytes_mod_order_wide).collect()
}
