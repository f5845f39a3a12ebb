//! Evaluations: effects of interventions, pooled over countries from terms that each makes of four of its counts (spec
//! section 3.2, "Evaluations"; docs/evaluation.md).

mod families;
mod faults;

pub use families::Family;
pub(crate) use faults::evaluation_faults;

use crate::model::Values;
use intertally_evaluation::{Bits, Effect, Term};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An outcome among persons under a programme, compared with that in a group without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Id, e.g. `REOFF12`.
    pub id: String,
    /// Title for people, e.g. `Offending again within 12 months`.
    pub title: String,
    /// Measure of persons under the programme with the event.
    pub event: String,
    /// Measure of all persons under the programme that were followed up.
    pub of: String,
    /// Measure of persons of the comparison group with the event.
    pub comparison_event: String,
    /// Measure of all persons of the comparison group that were followed up for as long.
    pub comparison_of: String,
    /// Codes of every dimension but area, measure and period, in the order of the key: each combination is evaluated by
    /// itself.
    pub values: Vec<Values>,
    /// Names of the effects that are wanted ([`Effect::names`]).
    pub effects: Vec<String>,
    /// tau^2 of random effects in ten-thousandths, as an earlier round has published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau_squared: Option<u32>,
    /// Fractional bits of its terms, 0 to 8: 8 if nothing is said. Fewer tell less of small tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits: Option<u8>,
}

impl Evaluation {
    /// The measures of a, n1, c and n2.
    #[must_use]
    pub fn measures(&self) -> [&str; 4] {
        [&self.event, &self.of, &self.comparison_event, &self.comparison_of]
    }

    /// Fractional bits of its terms; more than there may be are a fault of the structure.
    #[must_use]
    pub fn bits(&self) -> Bits {
        self.bits.and_then(Bits::new).unwrap_or_default()
    }

    /// The effects that are wanted; names that no effect has are left out, which is a fault of the structure.
    #[must_use]
    pub fn effects(&self) -> BTreeSet<Effect> {
        self.effects.iter().filter_map(|name| Effect::parse(name).ok()).collect()
    }

    /// The terms that these take.
    #[must_use]
    pub fn terms(&self) -> BTreeSet<Term> {
        let tau_squared = self.tau_squared.unwrap_or_default();
        self.effects().into_iter().flat_map(|effect| effect.terms(tau_squared)).collect()
    }

    /// Fewest contributors of a term: `least`, the largest minimum of a count of all evaluations that share some with this one,
    /// and so many `more` as their sums ask for. At least 6 where anything is said of how countries differ.
    #[must_use]
    pub(crate) fn min_contributors(&self, least: u16, more: usize) -> u16 {
        let more = u16::try_from(more).unwrap_or(u16::MAX);
        let differ = self.effects().into_iter().any(Effect::is_of_differences);
        least.saturating_add(more).max(if differ { 6 } else { 0 })
    }
}
