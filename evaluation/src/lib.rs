//! Effects of interventions, pooled over countries from sums alone (docs/adr/0016-evaluation.md, docs/evaluation.md).
//!
//! A country's [`TwoByTwo`] gives one whole number per [`Term`], in fixed point of 8 fractional [`Bits`] or fewer. Whoever
//! knows the [`Sums`] of these over countries, and nothing else, gets the pooled effects: Mantel and Haenszel's, Peto's, by
//! inverse variance, with random effects. This room knows no cells, no keys and no countries, and does no I/O; what it says of
//! sums is floating point, since it is an estimate and no count.
//!
//! ```
//! use intertally_evaluation::{Effect, Sums, TwoByTwo, mantel_haenszel};
//! // Deaths by treatment in two strata of age (Rothman 2008, table 15-1).
//! let strata = [TwoByTwo::new(8, 106, 5, 120)?, TwoByTwo::new(22, 98, 16, 85)?];
//! let mut sums = Sums::new(2);
//! for term in Effect::OddsRatio.terms(0) {
//!     let mut sum = 0;
//!     for stratum in &strata {
//!         sum += u64::from(stratum.figure(term)?);
//!     }
//!     sums.set(term, sum);
//! }
//! let pooled = mantel_haenszel::odds_ratio(&sums).ok_or("no sum of a term is missing")?;
//! assert!((pooled.value - 0.3387).abs() < pooled.rounding + 0.00005);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![expect(
    clippy::float_arithmetic,
    reason = "estimates from sums; whatever is counted or opened is a whole number"
)]

mod bits;
pub mod crude;
mod effect;
mod estimate;
pub mod heterogeneity;
mod logs;
pub mod mantel_haenszel;
pub mod random;
mod rational;
mod said;
mod scale;
pub mod score;
mod sums;
mod table;
mod term;

pub use bits::Bits;
pub use effect::{Effect, UnknownEffect};
pub use estimate::{Estimate, Interval};
pub use said::{Drawn, Said, reading, said, significant};
pub use scale::{Group, Piece};
pub use sums::Sums;
pub use table::{MAX_PERSONS, TableFault, TwoByTwo};
pub use term::{Part, Scale, Term, TermFault};
