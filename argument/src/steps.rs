//! What prover and verifier absorb and draw, in one place so that both do the same
//! (docs/argument.md, 'Protocol').

use crate::field::Field;
use crate::proof::Proof;
use crate::statement::Statement;
use crate::sumcheck::Cubic;
use crate::transcript::Transcript;
use curve25519_dalek::ristretto::CompressedRistretto;

/// The label of the argument; it changes with any change of what is absorbed or how.
pub const PROTOCOL: &str = "intertally/argument/v1";

fn points(transcript: &mut Transcript, label: &'static str, points: &[CompressedRistretto]) {
    transcript
        .absorb_pieces(label, 32 * points.len(), |piece| points.iter().for_each(|p| piece(p.as_bytes())));
}

/// Step 0: everything public.
pub fn public(transcript: &mut Transcript, statement: &(impl Statement + ?Sized)) {
    transcript.absorb("statement", statement.label().as_bytes());
    statement.layout().absorb(transcript);
    statement.absorb(transcript);
    points(transcript, "given", statement.given());
}

/// Step 1: all commitments.
pub fn commitments(
    transcript: &mut Transcript,
    rows: &[CompressedRistretto],
    mask: &CompressedRistretto,
    opening: &CompressedRistretto,
) {
    points(transcript, "rows", rows);
    transcript.absorb("E_g", mask.as_bytes());
    transcript.absorb("A", opening.as_bytes());
}

/// Step 3: the sum of the mask; answers with its factor `c`.
pub fn mask_sum(transcript: &mut Transcript, sum: Field) -> Field {
    transcript.absorb_scalars("s_g", &[sum]);
    transcript.challenge("c")
}

/// Step 3: a round's message; answers with its coordinate of `r`.
pub fn round(transcript: &mut Transcript, message: &Cubic) -> Field {
    transcript.absorb_scalars("round", &message.to_array());
    transcript.challenge("r")
}

/// Steps 4 and 5: the opened row, the mask's value and the first message of its opening; answers
/// with `x`.
pub fn opened(
    transcript: &mut Transcript,
    row: &[Field],
    blinding: Field,
    value: Field,
    opening_value: Field,
) -> Field {
    transcript.absorb_scalars("z", row);
    transcript.absorb_scalars("rho", &[blinding]);
    transcript.absorb_scalars("g(r)", &[value]);
    transcript.absorb_scalars("T", &[opening_value]);
    transcript.challenge("x")
}

/// A digest of the whole proof, for the weights of a batch.
pub fn digest(mut transcript: Transcript, proof: &Proof) -> Vec<u8> {
    transcript.absorb_scalars("response", &proof.response);
    transcript.absorb_scalars("response", &[proof.response_blinding]);
    transcript.bytes("digest", 32).to_vec()
}
