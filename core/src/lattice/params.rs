//! Parameters of the scheme (docs/params.md section 1).

/// Bits of a slot: p = 2^32.
pub const SLOT_BITS: u32 = 32;
/// log2 of Delta: a slot sits at 2^96.
pub const DELTA_LOG: u32 = 96;
/// TUniform(3): |e| <= 2^3.
pub const NOISE_BOUND: u64 = 8;

/// Dimensions of the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Params {
    degree: usize,
}

impl Params {
    /// N = 8192: the only parameters that anything but this room's tests can name.
    pub const STANDARD: Self = Self { degree: 8192 };

    /// N = 256, for tests alone: no security at all.
    #[cfg(test)]
    pub(crate) const SMALL_FOR_TESTS: Self = Self { degree: 256 };

    /// Any power of two, for tests of the transforms.
    #[cfg(test)]
    pub(super) const fn of_degree(degree: usize) -> Self {
        Self { degree }
    }

    /// Ring degree N: slots of a ciphertext.
    #[must_use]
    pub const fn degree(&self) -> usize {
        self.degree
    }

    /// Ciphertexts that `slots` slots take.
    #[must_use]
    pub const fn ciphertexts(&self, slots: usize) -> usize {
        slots.div_ceil(self.degree)
    }

    /// Slots in use of ciphertext number `index` when the layout has `slots`: c2 is cut to them.
    #[must_use]
    pub const fn used(&self, slots: usize, index: usize) -> usize {
        let rest = slots.saturating_sub(index * self.degree);
        if rest < self.degree { rest } else { self.degree }
    }
}
