//! What an evaluation may ask for, and which terms that takes.

use crate::scale::{CLASSES, DIRECTIONS, Group};
use crate::term::{Part, Scale, Term};
use std::collections::BTreeSet;

/// An effect, or what is said beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Mantel and Haenszel's odds ratio.
    OddsRatio,
    /// Mantel and Haenszel's risk ratio.
    RiskRatio,
    /// Mantel and Haenszel's risk difference.
    RiskDifference,
    /// Cochran, Mantel and Haenszel's test, and Peto's odds ratio.
    Test,
    /// How many countries of equal size the weights amount to.
    EffectiveNumber,
    /// Inverse variance and heterogeneity of log ratios.
    Heterogeneity(Scale),
    /// Random effects, for a tau^2 that an earlier round has published.
    Random(Scale),
    /// How many countries have a risk ratio below 1 by themselves, and how many have not.
    Directions,
    /// How many countries have which class of risk ratio by themselves.
    Classes,
}

/// A name that no effect has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no effect is called {0:?}; write one of {known}", known = Effect::names().join(", "))]
pub struct UnknownEffect(pub String);

const ALL: [(&str, Effect); 11] = [
    ("odds-ratio", Effect::OddsRatio),
    ("risk-ratio", Effect::RiskRatio),
    ("risk-difference", Effect::RiskDifference),
    ("test", Effect::Test),
    ("effective-number", Effect::EffectiveNumber),
    ("heterogeneity-of-odds-ratios", Effect::Heterogeneity(Scale::Odds)),
    ("heterogeneity-of-risk-ratios", Effect::Heterogeneity(Scale::Risk)),
    ("random-odds-ratio", Effect::Random(Scale::Odds)),
    ("random-risk-ratio", Effect::Random(Scale::Risk)),
    ("directions", Effect::Directions),
    ("classes", Effect::Classes),
];

impl Effect {
    /// All names.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        ALL.iter().map(|(name, _)| *name).collect()
    }

    /// The effect of a name.
    ///
    /// # Errors
    /// No effect has it.
    pub fn parse(name: &str) -> Result<Self, UnknownEffect> {
        let found = ALL.iter().find(|(own, _)| *own == name);
        found.map(|(_, effect)| *effect).ok_or_else(|| UnknownEffect(name.to_owned()))
    }

    /// The terms that it takes, for random effects with this tau^2 in ten-thousandths.
    #[must_use]
    pub fn terms(self, tau_squared: u32) -> BTreeSet<Term> {
        match self {
            Self::OddsRatio => BTreeSet::from([Term::R, Term::S, Term::P, Term::Q]),
            Self::RiskRatio => BTreeSet::from([Term::R, Term::S, Term::G, Term::H]),
            Self::RiskDifference => BTreeSet::from([Term::R, Term::S, Term::W, Term::V]),
            Self::Test => BTreeSet::from([Term::R, Term::S, Term::E]),
            Self::EffectiveNumber => BTreeSet::from([Term::W, Term::D]),
            Self::Heterogeneity(scale) => logs(scale, 0),
            Self::Random(scale) => logs(scale, tau_squared),
            Self::Directions => DIRECTIONS.map(Term::Countries).into(),
            Self::Classes => [Group::All].into_iter().chain(CLASSES).map(Term::Countries).collect(),
        }
    }

    /// Whether it says how countries differ, which takes at least six of them.
    #[must_use]
    pub const fn is_of_differences(self) -> bool {
        matches!(self, Self::Heterogeneity(_) | Self::Random(_)) || self.is_of_countries()
    }

    /// Whether it counts countries, and pools nothing.
    #[must_use]
    pub const fn is_of_countries(self) -> bool {
        matches!(self, Self::Directions | Self::Classes)
    }
}

fn logs(scale: Scale, tau_squared: u32) -> BTreeSet<Term> {
    let parts = [Part::Number, Part::Weight, Part::Effect, Part::Square, Part::Squared];
    parts.into_iter().map(|part| Term::Log { scale, tau_squared, part }).collect()
}
