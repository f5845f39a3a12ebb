//! Terms: what of a country's table is summed, as whole numbers.

use crate::bits::Bits;
use crate::scale::Group;
use crate::table::TwoByTwo;
use crate::{logs, rational};

/// Which ratio a logarithm is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Odds ratio `ad/bc`.
    Odds,
    /// Risk ratio `(a/n1)/(c/n2)`.
    Risk,
}

/// What is summed of a log ratio y with the weight `w = 1/(v + tau^2)`, v being its variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// 1 for a table that is not left out.
    Number,
    /// w.
    Weight,
    /// w y, which may be below zero: sent with 32 times the whole number of w.
    Effect,
    /// w y^2.
    Square,
    /// w^2, in half of the fractional bits: it grows with the square of a table, and a small one's still counts.
    Squared,
}

/// What the whole number of `w y` is lifted by, in whole numbers of w.
pub(crate) const OFFSET: u64 = 32;

/// A term of a table; n1 and n2 are the groups, n both, b and d those without the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// ad/n.
    R,
    /// bc/n.
    S,
    /// (a+d)ad/n^2.
    P,
    /// (b+c)bc/n^2.
    Q,
    /// ac/n.
    G,
    /// n1 n2 (a+c)/n^2.
    H,
    /// n1 n2/n.
    W,
    /// (ab n2^3 + cd n1^3)/(n1 n2 n^2).
    V,
    /// n1 n2 (a+c)(b+d)/(n^2 (n-1)).
    E,
    /// (n1 n2/n)^2, without fractional bits.
    D,
    /// A log ratio and its weight.
    Log {
        /// Of which ratio.
        scale: Scale,
        /// tau^2 in ten-thousandths; 0 for the weights of one common effect.
        tau_squared: u32,
        /// What of it.
        part: Part,
    },
    /// 1 for a country of the group, else 0.
    Countries(Group),
}

/// Why a table gives no figure for a term. Says no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermFault {
    /// It does not fit 32 bits.
    #[error("a table of this size does not fit the evaluation; leave one of its counts out of the return")]
    TooLarge,
}

impl Term {
    /// Its name in keys of cells: letters, digits and `-`. In fewer bits than there may be it is another term.
    #[must_use]
    pub fn code(self, bits: Bits) -> String {
        let plain = self.plain();
        if bits == Bits::MOST || self.bits(bits) == self.bits(Bits::MOST) {
            plain
        } else {
            format!("{plain}-B{}", bits.get())
        }
    }

    fn plain(self) -> String {
        let plain = match self {
            Self::R => "R",
            Self::S => "S",
            Self::P => "P",
            Self::Q => "Q",
            Self::G => "G",
            Self::H => "H",
            Self::W => "W",
            Self::V => "V",
            Self::E => "E",
            Self::D => "D",
            Self::Countries(group) => group.code(),
            Self::Log { scale, tau_squared, part } => {
                let scale = match scale {
                    Scale::Odds => "OR",
                    Scale::Risk => "RR",
                };
                let part = match part {
                    Part::Number => "K",
                    Part::Weight => "W",
                    Part::Effect => "WY",
                    Part::Square => "WYY",
                    Part::Squared => "WW",
                };
                return format!("{scale}-{part}-{tau_squared}");
            }
        };
        plain.to_owned()
    }

    /// Its fractional bits in an evaluation of so many.
    #[must_use]
    pub const fn bits(self, of: Bits) -> u32 {
        let bits = of.get() as u32;
        match self {
            Self::D => 0,
            Self::Log { part: Part::Squared, .. } => bits / 2,
            Self::Log { part: Part::Number, .. } | Self::Countries(_) => Bits::MOST.get() as u32,
            _ => bits,
        }
    }

    /// Whether it says something of counts that no other term says: not whether a table is in, nor what is left of all
    /// countries.
    #[must_use]
    pub const fn is_equation(self) -> bool {
        match self {
            Self::Log { part: Part::Number, .. } => false,
            Self::Countries(group) => !group.follows(),
            _ => true,
        }
    }

    /// Whether it counts countries by their own ratio. Such terms are opened by themselves, and only where enough are on
    /// each side.
    #[must_use]
    pub const fn is_of_countries(self) -> bool {
        matches!(self, Self::Countries(_))
    }

    /// Whether rounding takes something off.
    pub(crate) const fn is_rounded(self) -> bool {
        !matches!(self, Self::Log { part: Part::Number, .. } | Self::Countries(_))
    }
}

impl TwoByTwo {
    /// The term as a whole number, in as many fractional bits as there may be.
    ///
    /// # Errors
    /// As for [`TwoByTwo::figure_in`].
    pub fn figure(&self, term: Term) -> Result<u32, TermFault> {
        self.figure_in(term, Bits::MOST)
    }

    /// The term as a whole number: rounded down in its fractional bits, and as [`Part::Effect`] says. 0 where the table says
    /// nothing of it.
    ///
    /// # Errors
    /// It does not fit 32 bits.
    pub fn figure_in(&self, term: Term, bits: Bits) -> Result<u32, TermFault> {
        match term {
            Term::Log { scale, tau_squared, part } => logs::figure(self, (scale, tau_squared), part, bits),
            Term::Countries(group) => Ok(u32::from(self.is_in(group)) << term.bits(bits)),
            rational => rational::figure(self, rational, bits),
        }
    }
}
