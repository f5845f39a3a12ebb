//! What is wrong with evaluations.

use super::Evaluation;
use crate::fault::StructureFault;
use crate::model::{Structure, Table};
use intertally_evaluation::{Bits, Effect};
use std::collections::BTreeSet;

/// All faults of all evaluations.
pub(crate) fn evaluation_faults(structure: &Structure) -> Vec<StructureFault> {
    let mut faults = Vec::new();
    for evaluation in &structure.evaluations {
        let own = of_measures(structure, evaluation).into_iter().chain(of_effects(evaluation));
        let own = own.chain(of_values(structure, evaluation)).chain(of_countries(structure, evaluation));
        faults.extend(own.map(|what| StructureFault::Evaluation { id: evaluation.id.clone(), what }));
    }
    faults
}

fn of_measures(structure: &Structure, evaluation: &Evaluation) -> Vec<String> {
    let mut faults = Vec::new();
    let measures = evaluation.measures();
    for code in measures.iter().filter(|code| structure.rules(code).is_none()) {
        faults.push(format!("no measure is called '{code}'; name one of [measures]"));
    }
    if measures.iter().collect::<BTreeSet<_>>().len() < measures.len() {
        let what = "two of event, of, comparison_event and comparison_of are one measure; name four";
        faults.push(what.to_owned());
    }
    if evaluation.title.trim().is_empty() {
        faults.push("title is empty; say what is compared".to_owned());
    }
    faults
}

fn of_effects(evaluation: &Evaluation) -> Vec<String> {
    let mut faults: Vec<String> = evaluation
        .effects
        .iter()
        .filter_map(|name| Effect::parse(name).err())
        .map(|unknown| unknown.to_string())
        .collect();
    if evaluation.effects.is_empty() {
        faults.push(format!("no effect is asked for; name some of {}", Effect::names().join(", ")));
    }
    if evaluation.effects.iter().collect::<BTreeSet<_>>().len() < evaluation.effects.len() {
        faults.push("an effect stands there twice; remove one".to_owned());
    }
    if evaluation.effects().into_iter().all(Effect::is_of_countries) && !evaluation.effects().is_empty() {
        let what = "directions and classes stand beside what is pooled, and nothing is; add risk-ratio";
        faults.push(what.to_owned());
    }
    if evaluation.bits.is_some_and(|bits| Bits::new(bits).is_none()) {
        faults.push(format!(
            "bits is 0 to {} (terms have so many fractional ones); leave it out for these",
            Bits::MOST.get()
        ));
    }
    let is_random = |effect: &Effect| matches!(effect, Effect::Random(_));
    let what = match (evaluation.effects().iter().any(is_random), evaluation.tau_squared) {
        (true, None) => "random effects take the tau_squared that an earlier round has published; give it",
        (true, Some(0)) => "a tau_squared of 0 is no random effect; ask for heterogeneity instead",
        (false, Some(_)) => "tau_squared is of random effects, and none is asked for; remove it",
        (true | false, _) => return faults,
    };
    faults.push(what.to_owned());
    faults
}

/// Countries that are counted once by a ratio and once by its inverse, say, or once by an outcome and once by its complement,
/// would be held by pieces of two scales, and both numbers would tell how many have equal risks. That two outcomes are all there
/// is of some persons need not be declared, so two groups are compared by one outcome.
fn of_countries(structure: &Structure, evaluation: &Evaluation) -> Option<String> {
    let counts = |one: &Evaluation| one.effects().into_iter().any(Effect::is_of_countries);
    if !counts(evaluation) {
        return None;
    }
    let others = || structure.evaluations.iter().filter(|other| counts(other));
    let turned = |other: &&Evaluation| {
        let (own, other) = (evaluation.measures(), other.measures());
        own != other && BTreeSet::from(own) == BTreeSet::from(other)
    };
    if let Some(other) = others().find(turned) {
        let id = &other.id;
        return Some(format!(
            "{id} counts countries by the same measures in other roles; count them in one of the two"
        ));
    }
    let other = others().find(|other| {
        let same_outcome = evaluation.measures() == other.measures();
        !same_outcome && evaluation.groups() == other.groups() && evaluation.meets(other)
    })?;
    Some(format!(
        "{} counts countries by another outcome of the same two groups, {} and {}: were one all that the other is not, both \
         numbers together would tell who has no difference; ask for directions or classes in one of the two",
        other.id, evaluation.of, evaluation.comparison_of
    ))
}

fn of_values(structure: &Structure, evaluation: &Evaluation) -> Vec<String> {
    let dimensions = structure.table_dimensions().map(|dimension| dimension.id.as_str());
    let wanted: Vec<&str> = dimensions.filter(|id| *id != structure.measure).collect();
    let given: Vec<&str> = evaluation.values.iter().map(|values| values.dimension.as_str()).collect();
    if wanted != given {
        return vec![format!("its dimensions must be {}, in this order", wanted.join(", "))];
    }
    let mut faults = Vec::new();
    for values in &evaluation.values {
        if values.codes.iter().collect::<BTreeSet<_>>().len() != values.codes.len() || values.codes.is_empty()
        {
            faults.push(format!("{} has no code, or one twice; give each once", values.dimension));
        }
    }
    let unasked =
        evaluation.unasked(structure).into_iter().filter(|measure| structure.rules(measure).is_some());
    faults.extend(
        unasked.map(|measure| format!("no table asks for {measure} with all of its codes; add them to one")),
    );
    faults
}

impl Evaluation {
    /// Measures of all persons of its two groups.
    fn groups(&self) -> BTreeSet<&str> {
        BTreeSet::from([self.of.as_str(), self.comparison_of.as_str()])
    }

    /// Whether both have some combination of codes.
    fn meets(&self, other: &Self) -> bool {
        self.values.iter().all(|own| {
            let codes = other.values.iter().filter(|values| values.dimension == own.dimension);
            codes.flat_map(|values| &values.codes).any(|code| own.codes.contains(code))
        })
    }

    /// Measures that no table asks with all codes of the evaluation.
    fn unasked(&self, structure: &Structure) -> Vec<&str> {
        let asks = |table: &Table, measure: &str| {
            table.values.iter().all(|values| {
                match self.values.iter().find(|own| own.dimension == values.dimension) {
                    Some(own) => own.codes.iter().all(|code| values.codes.contains(code)),
                    None => values.codes.iter().any(|code| code == measure),
                }
            })
        };
        let is_unasked = |measure: &&str| !structure.tables.iter().any(|table| asks(table, measure));
        self.measures().into_iter().filter(is_unasked).collect()
    }

    /// Whether the tables of a structure ask all of its counts.
    pub(crate) fn is_asked(&self, structure: &Structure) -> bool {
        self.unasked(structure).is_empty()
    }
}
