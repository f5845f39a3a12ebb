//! Evaluations of a publication: the sums that were opened, and what follows from them.

use super::Material;
use super::figures::reporters;
use intertally_disclosure::Shown;
use intertally_evaluation::{Said, Sums, Term, said};
use intertally_structure::Family;
use std::collections::HashMap;

/// One evaluation for one combination of codes and one period.
pub(crate) struct Pooled<'a> {
    pub(crate) family: Family<'a>,
    /// Members that report it.
    pub(crate) members: usize,
    /// Members that it asks for: each of its sums has so many contributors.
    pub(crate) least: u16,
    /// The sums as they were opened, in 1/256; none if the family is shut.
    pub(crate) sums: Option<Vec<(Term, u64)>>,
    /// What follows from them.
    pub(crate) said: Vec<Said>,
}

/// All of them, in the order of the structure.
pub(crate) fn pooled<'a>(material: &Material<'a>) -> Vec<Pooled<'a>> {
    let cells = &material.manifest.cells;
    let places: HashMap<&str, usize> =
        cells.iter().enumerate().map(|(at, cell)| (cell.key.as_str(), at)).collect();
    let families = material.structure.families(&material.manifest.periods).into_iter();
    families.filter_map(|family| one(material, family, &places)).collect()
}

fn one<'a>(material: &Material<'a>, family: Family<'a>, places: &HashMap<&str, usize>) -> Option<Pooled<'a>> {
    let place = |(term, key): &(Term, String)| Some((*term, *places.get(key.as_str())?));
    let terms: Vec<(Term, usize)> = family.terms.iter().map(place).collect::<Option<_>>()?;
    let first = terms.first()?.1;
    let members = reporters(material, first).len();
    let least = material.manifest.cells.get(first)?.min_contributors;
    let shown = |(_, at): &(Term, usize)| material.shown.get(*at).is_some_and(|one| *one != Shown::Withheld);
    if !terms.iter().all(shown) {
        return Some(Pooled { family, members, least, sums: None, said: Vec::new() });
    }
    // A sum that is shown as a band is so small that nothing can be made of it.
    let exact = |(term, at): &(Term, usize)| match material.shown.get(*at)? {
        Shown::Value(band) if band.low == band.high => Some((*term, band.value)),
        _ => None,
    };
    let opened: Vec<(Term, u64)> = terms.iter().filter_map(exact).collect();
    let mut sums = Sums::new(u32::try_from(members).unwrap_or(u32::MAX));
    opened.iter().for_each(|(term, sum)| sums.set(*term, *sum));
    let said = said(&sums, family.evaluation.effects(), family.evaluation.tau_squared.unwrap_or_default());
    Some(Pooled { family, members, least, sums: Some(opened), said })
}

impl Pooled<'_> {
    /// Why there is nothing, or not all; none if there is nothing to say.
    pub(crate) fn lacking(&self) -> Option<String> {
        let wanted = self.family.terms.len();
        match &self.sums {
            None => Some(format!(
                "Not shown: its {wanted} sums are opened together or not at all, each needs at least {} countries with \
                 something in it, and nothing else that is open may tell single countries apart.",
                self.least
            )),
            Some(sums) if sums.len() < wanted => Some(
                "Some sums are too small to be shown; what would be made of them is left out.".to_owned(),
            ),
            Some(_) => None,
        }
    }
}
