//! Evaluations of a publication: the sums that were opened, and what follows from them.

use super::Material;
use super::figures::{range, reporters};
use intertally_disclosure::Shown;
use intertally_evaluation::crude::{Crude, Seen, beside};
use intertally_evaluation::{Effect, Said, Sums, Term, reading, said};
use intertally_structure::Family;
use std::collections::{BTreeSet, HashMap};

/// One evaluation for one combination of codes and one period.
pub(crate) struct Pooled<'a> {
    pub(crate) family: Family<'a>,
    /// Members that report it.
    pub(crate) members: usize,
    /// Members that it asks for: each of its sums has so many contributors.
    pub(crate) least: u16,
    /// What is shown of events and persons under the programme, then of the comparison group.
    pub(crate) counts: [Shown; 4],
    /// The sums as they were opened, in whole numbers; none if the family is shut.
    pub(crate) sums: Option<Vec<(Term, u64)>>,
    /// What follows from them.
    pub(crate) said: Vec<Said>,
    /// What differences between countries do to it, if they were asked for.
    pub(crate) reading: Option<String>,
    /// What is made of the four counts beside them; empty where they are not shown, or other members report them.
    pub(crate) crude: Vec<Said>,
    /// Wanted numbers of countries of which one is not shown; empty if there is nothing to say.
    pub(crate) untold: Vec<Effect>,
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
    let counts = family.counts.each_ref().map(|key| {
        let shown = places.get(key.as_str()).and_then(|at| material.shown.get(*at));
        shown.copied().unwrap_or(Shown::Withheld)
    });
    let shown = |at: usize| material.shown.get(at).is_some_and(|one| *one != Shown::Withheld);
    if terms.iter().any(|(term, at)| !term.is_of_countries() && !shown(*at)) {
        let (sums, reading, said, crude, untold) = (None, None, Vec::new(), Vec::new(), Vec::new());
        return Some(Pooled { family, members, least, counts, sums, said, reading, crude, untold });
    }
    // A sum that is shown as a band is so small that nothing can be made of it.
    let exact = |(term, at): &(Term, usize)| match material.shown.get(*at)? {
        Shown::Value(band) if band.low == band.high => Some((*term, band.value)),
        // Not opened, and it follows from what is.
        Shown::Interval { low, high } if low == high => Some((*term, *low)),
        _ => None,
    };
    let opened: Vec<(Term, u64)> = terms.iter().filter_map(exact).collect();
    let countries = u32::try_from(members).unwrap_or(u32::MAX);
    let mut sums = Sums::in_bits(countries, family.evaluation.bits());
    opened.iter().for_each(|(term, sum)| sums.set(*term, *sum));
    let effects = family.evaluation.effects();
    let said = said(&sums, effects.iter().copied(), family.evaluation.tau_squared.unwrap_or_default());
    let reading = reading(&sums, effects.iter().copied());
    let crude =
        crude(material, &family, places, first).map(|crude| beside(&sums, &crude)).unwrap_or_default();
    let untold = effects.into_iter().filter(|effect| effect.is_of_countries());
    let untold = untold.filter(|effect| effect.terms(0).iter().any(|term| sums.counted(*term).is_none()));
    let untold = untold.collect();
    Some(Pooled { family, members, least, counts, sums: Some(opened), said, reading, crude, untold })
}

/// The four counts as they are shown, where the members in them are those in the terms.
fn crude(
    material: &Material<'_>,
    family: &Family<'_>,
    places: &HashMap<&str, usize>,
    first: usize,
) -> Option<Crude> {
    let same: BTreeSet<u16> = reporters(material, first);
    let seen = |key: &String| {
        let at = *places.get(key.as_str())?;
        let shown = *material.shown.get(at).filter(|_| reporters(material, at) == same)?;
        let (low, high) = range(shown)?;
        let value = if let Shown::Value(band) = shown { band.value } else { low + (high - low) / 2 };
        Some(Seen { low, value, high })
    };
    let [a, n1, c, n2] = family.counts.each_ref().map(seen);
    Some(Crude { a: a?, n1: n1?, c: c?, n2: n2? })
}

impl Pooled<'_> {
    /// Why there is nothing, or not all; empty if there is nothing to say.
    pub(crate) fn lacking(&self) -> Vec<String> {
        let wanted = self.family.terms.iter().filter(|(term, _)| !term.is_of_countries()).count();
        let Some(sums) = &self.sums else {
            return vec![format!(
                "Not shown: its {wanted} sums are opened together or not at all, and only beside all four counts; each \
                 needs at least {} countries with something in it, all that earlier rounds summed of these counts has to be \
                 asked again, and nothing else that is open may tell single countries apart.",
                self.least
            )];
        };
        let mut all = Vec::new();
        if sums.iter().filter(|(term, _)| !term.is_of_countries()).count() < wanted {
            let what = "Some sums are too small to be shown; what would be made of them is left out.";
            all.push(what.to_owned());
        }
        all.extend(self.untold.iter().map(|effect| {
            let what = if *effect == Effect::Classes { "class of effect" } else { "direction of effect" };
            format!(
                "Not shown: how many countries have which {what}. Each number, and what is left of all countries beside it, \
                 is told only where enough countries stand behind it; else it would say of single ones where they are."
            )
        }));
        all
    }

    /// Whether a crude ratio stands beside a pooled one.
    pub(crate) fn is_crude(&self) -> bool {
        self.crude.iter().any(|said| said.what.ends_with("crude"))
    }
}
