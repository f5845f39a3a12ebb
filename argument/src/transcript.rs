//! The Fiat-Shamir transcript: SHAKE256 over everything said so far (docs/argument.md,
//! 'Transcript').
//!
//! Every message is a frame `0x00 || length of label || label || length of data || data` and every
//! challenge a frame `0x01 || length of label || label`; lengths are u64, little end first. A
//! challenge is the first 64 bytes of SHAKE256 over all frames up to its own, modulo `l`. Frames
//! can be read back in one way, so no two histories give the same input: each challenge is the
//! random oracle at its own history.

use crate::field::Field;
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use zeroize::Zeroizing;

/// What has been said so far. Erased on drop, as the prover's randomness comes from one too.
#[derive(Clone)]
pub struct Transcript {
    hash: Shake256,
    #[cfg(any(test, feature = "testing"))]
    fault: crate::testing::Fault,
}

impl Transcript {
    /// A transcript that begins with this label.
    #[must_use]
    pub fn new(label: &str) -> Self {
        let mut new = Self {
            hash: Shake256::default(),
            #[cfg(any(test, feature = "testing"))]
            fault: crate::testing::Fault::None,
        };
        new.absorb("protocol", label.as_bytes());
        new
    }

    /// The same, with a fault: a label that is left out, or challenges that are set.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn with(mut self, fault: crate::testing::Fault) -> Self {
        self.fault = fault;
        self
    }

    fn frame(&mut self, kind: u8, label: &'static str) {
        self.hash.update(&[kind]);
        self.hash.update(&(label.len() as u64).to_le_bytes());
        self.hash.update(label.as_bytes());
    }

    /// Absorbs a message.
    pub fn absorb(&mut self, label: &'static str, data: &[u8]) {
        self.absorb_pieces(label, data.len(), |piece| piece(data));
    }

    /// Absorbs a message of `len` bytes that comes in pieces.
    pub(crate) fn absorb_pieces(
        &mut self,
        label: &'static str,
        len: usize,
        pieces: impl FnOnce(&mut dyn FnMut(&[u8])),
    ) {
        #[cfg(any(test, feature = "testing"))]
        if self.fault.leaves_out(label) {
            return;
        }
        self.frame(0, label);
        self.hash.update(&(len as u64).to_le_bytes());
        let mut taken = 0;
        pieces(&mut |piece| {
            taken += piece.len();
            self.hash.update(piece);
        });
        debug_assert_eq!(taken, len, "{label}");
    }

    /// Absorbs field elements as one message. Some of the prover's are secret: their bytes are erased.
    pub(crate) fn absorb_scalars(&mut self, label: &'static str, scalars: &[Field]) {
        self.absorb_pieces(label, 32 * scalars.len(), |piece| {
            scalars.iter().for_each(|x| piece(&*Zeroizing::new(x.to_bytes())))
        });
    }

    /// `len` bytes that follow from everything said so far, this request included.
    pub(crate) fn bytes(&mut self, label: &'static str, len: usize) -> Zeroizing<Vec<u8>> {
        self.frame(1, label);
        let mut bytes = Zeroizing::new(vec![0; len]);
        self.hash.clone().finalize_xof().read(&mut bytes);
        bytes
    }

    /// 64 bytes that follow from everything said so far: nobody finds two histories with the same.
    #[must_use]
    pub fn digest(mut self) -> [u8; 64] {
        let mut digest = [0; 64];
        digest.copy_from_slice(&self.bytes("digest", 64));
        digest
    }

    /// A challenge that follows from everything said so far.
    pub fn challenge(&mut self, label: &'static str) -> Field {
        let mut wide = Zeroizing::new([0; 64]);
        wide.copy_from_slice(&self.bytes(label, 64));
        let challenge = Field::from_wide_bytes(&wide);
        #[cfg(any(test, feature = "testing"))]
        let challenge = self.fault.challenge(label, challenge);
        challenge
    }

    /// `count` challenges.
    pub fn challenges(&mut self, label: &'static str, count: usize) -> Vec<Field> {
        (0..count).map(|_| self.challenge(label)).collect()
    }
}
