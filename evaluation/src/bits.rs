//! Fractional bits: how finely terms say what they are of.

/// Fractional bits of the terms of an evaluation, 0 to 8. Fewer bits tell less of small tables, and leave more of an effect
/// to rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bits(u8);

impl Bits {
    /// As many as there may be, and as many as there are where nothing is said.
    pub const MOST: Self = Self(8);

    /// So many; none above [`Bits::MOST`].
    #[must_use]
    pub const fn new(bits: u8) -> Option<Self> {
        if bits <= Self::MOST.0 { Some(Self(bits)) } else { None }
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Bits {
    fn default() -> Self {
        Self::MOST
    }
}
