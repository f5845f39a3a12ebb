//! What a round remembers of an earlier one that it names: what that one counted and opened, and what readers were shown of
//! it (spec section 7.8).

use super::composition::{ComposedCell, Composition};
use crate::canonical;
use crate::party::RoundId;
use crate::publication::PublicSheet;
use crate::round::EarlierRecord;
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness};
use intertally_disclosure::ShownBefore;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An earlier round as a later one must know it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Members, leaves, counts, and what was opened.
    pub composition: Composition,
    /// What readers are told of totals; none if it was not published when the later round opened.
    pub public: Option<PublicSheet>,
}

impl Remembered {
    /// How a round names this.
    #[must_use]
    pub fn record(&self) -> EarlierRecord {
        EarlierRecord {
            round: self.composition.round,
            composition: self.composition.digest(),
            public: self.public.as_ref().map(PublicSheet::digest),
        }
    }

    /// Per cell what readers were shown of it by itself.
    #[must_use]
    pub fn shown(&self) -> Vec<ShownBefore> {
        let told: Option<BTreeMap<u32, (u64, u64)>> = self.public.as_ref().map(|sheet| {
            let ends = |told: &crate::publication::PublicCell| (told.cell, told.total.ends());
            sheet.cells.iter().map(ends).collect()
        });
        let one = |(at, cell): (u32, &ComposedCell)| match &told {
            Some(told) => {
                told.get(&at).map_or(ShownBefore::Nothing, |(low, high)| ShownBefore::Ends(*low, *high))
            }
            None if cell.opened => ShownBefore::NotYet,
            None => ShownBefore::Nothing,
        };
        (0u32..).zip(&self.composition.cells).map(one).collect()
    }

    /// Seal to a trustee's reply key, for the plan of a later round that names this one.
    ///
    /// # Errors
    /// A key that is none.
    pub fn seal(
        &self,
        later: RoundId,
        to: &SealingKey,
        randomness: &SealingRandomness,
    ) -> Result<Sealed, SealError> {
        let message = zeroize::Zeroizing::new(canonical::encode(self));
        to.seal(&Self::context(later), &message, randomness)
    }

    /// The context under which what a round remembers is sealed to its trustees.
    #[must_use]
    pub fn context(later: RoundId) -> Vec<u8> {
        canonical::encode(&("intertally/v1/earlier", later))
    }
}
