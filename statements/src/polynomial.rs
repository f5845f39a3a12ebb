//! A public polynomial that many proofs are about: its words, and what follows from them alone.

use crate::ring::{absorb_words, centred};
use intertally_argument::{Field, Transcript};
use std::ops::Deref;
use std::sync::OnceLock;

/// Absorbs the digest of words that no other proof is about.
pub fn absorb_digest(transcript: &mut Transcript, label: &'static str, words: &[u128]) {
    transcript.absorb(label, &digest(words));
}

/// The digest of words: 64 bytes of a transcript that has absorbed them.
fn digest(words: &[u128]) -> [u8; 64] {
    let mut transcript = Transcript::new("intertally/polynomial/v1");
    absorb_words(&mut transcript, "words", words);
    transcript.digest()
}

/// A polynomial of the key, or `c1` of a sum. Its digest and its words as field elements are made
/// when they are first asked for, once for all proofs.
///
/// The words cannot be changed, so that the digest is always theirs. It is made here and nowhere else:
/// no message brings one along.
#[derive(Clone, Default)]
pub struct Polynomial {
    words: Vec<u128>,
    digest: OnceLock<[u8; 64]>,
    fields: OnceLock<Vec<Field>>,
}

impl Polynomial {
    /// Absorbs the digest.
    pub(crate) fn absorb(&self, transcript: &mut Transcript, label: &'static str) {
        transcript.absorb(label, self.digest.get_or_init(|| digest(&self.words)));
    }

    /// The words, centred.
    pub(crate) fn fields(&self) -> &[Field] {
        self.fields.get_or_init(|| self.words.iter().map(|word| centred(*word)).collect())
    }
}

impl From<Vec<u128>> for Polynomial {
    fn from(words: Vec<u128>) -> Self {
        Self { words, digest: OnceLock::new(), fields: OnceLock::new() }
    }
}

impl Deref for Polynomial {
    type Target = [u128];

    fn deref(&self) -> &[u128] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::words;

    #[test]
    fn the_digest_is_that_of_all_words_and_of_no_others() {
        let words = words();
        let digest = |words: &[u128]| {
            let (polynomial, mut transcript) = (Polynomial::from(words.to_vec()), Transcript::new("test"));
            polynomial.absorb(&mut transcript, "a");
            transcript.challenge("c")
        };
        let own = digest(&words);
        assert!(own == digest(&words));
        for at in [0, 1, 4095, 8191] {
            for bit in [0, 63, 64, 127] {
                let mut other = words.clone();
                other[at] ^= 1 << bit;
                assert!(own != digest(&other), "word {at}, bit {bit}");
            }
        }
        let mut swapped = words.clone();
        swapped.swap(7, 8);
        assert!(own != digest(&swapped) && own != digest(&words[1..]) && own != digest(&words[..8191]));
    }
}
