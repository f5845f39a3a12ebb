//! An office's own line: the effect in its own table beside that of all others. The sums of a round are public, so whoever
//! has a table in them takes it off again. Made on the office's own machine, and sent nowhere.

use super::kept::Kept;
use super::round::MemberRound;
use crate::cell;
use crate::error::Result;
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::decode;
use intertally_core::publication::{PublicSheet, PublicTotal};
use intertally_evaluation::{Effect, Said, Sums, Term, TwoByTwo, said};
use intertally_structure::{Family, Structure};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most bytes of a public sheet.
const LIMIT: usize = 64 << 20;
/// What one table has by itself. Tests and heterogeneity are of several.
const OF_ONE: [Effect; 3] = [Effect::OddsRatio, Effect::RiskRatio, Effect::RiskDifference];

/// One evaluation for one combination of codes and one period. Holds what follows from own figures: no `Debug`.
#[derive(Serialize)]
pub struct OwnLine {
    /// The evaluation's title.
    pub title: String,
    /// How people call the cell of its events, for its codes and period.
    pub name: String,
    /// Key of that cell.
    pub cell: String,
    /// How many others are in the sums.
    pub others: u32,
    /// An effect each.
    pub rows: Vec<OwnRow>,
}

/// An effect, each with its interval of 95 percent: `0.412 (0.201 to 0.844)`.
#[derive(Serialize)]
pub struct OwnRow {
    /// Which one.
    pub what: String,
    /// In the own table; none if it has none, such as a ratio by 0.
    pub mine: Option<String>,
    /// Pooled over all others.
    pub others: Option<String>,
    /// Pooled over all, as published.
    pub all: Option<String>,
}

/// Own lines of a published round, for the return that was sealed; none for evaluations that are not shown or of which this
/// office sent no terms.
///
/// # Errors
/// The public sheet cannot be fetched.
pub async fn own_lines(session: &Session, round: &MemberRound, own: &Kept) -> Result<Vec<OwnLine>> {
    let Some(state) = session.mirror.fold.round(&round.id) else { return Ok(Vec::new()) };
    let Some(published) = state.publication() else { return Ok(Vec::new()) };
    if round.structure.evaluations.is_empty() {
        return Ok(Vec::new());
    }
    let bytes = blobs::fetch(&*session.wire, BlobKind::PublicSheet, published.public).await?;
    let sheet: PublicSheet = decode("public sheet", &bytes, LIMIT)?;
    let returned = state.returned();
    let members = |cell: u32| {
        let reported = returned.reported.values();
        let all = reported.filter(|cells| cells.get(cell as usize).copied().unwrap_or_default()).count();
        u32::try_from(all).unwrap_or(u32::MAX)
    };
    let keys = round.manifest.cells.iter().map(|cell| cell.key.as_str());
    let public = Public {
        structure: &round.structure,
        places: keys.zip(0..).collect(),
        exact: sheet.cells.iter().filter_map(|cell| Some((cell.cell, exact(cell.total)?))).collect(),
    };
    let figures = own.figures();
    let families = round.structure.families(&round.manifest.periods);
    Ok(families.iter().filter_map(|family| public.line(family, &figures, members)).collect())
}

const fn exact(total: PublicTotal) -> Option<u64> {
    match total {
        PublicTotal::Exact(total) => Some(total),
        PublicTotal::Band { .. } | PublicTotal::NearlyAll { .. } => None,
    }
}

/// What everybody knows: what is asked, places of cells, and exact totals by place.
struct Public<'a> {
    structure: &'a Structure,
    places: HashMap<&'a str, u32>,
    exact: BTreeMap<u32, u64>,
}

impl Public<'_> {
    fn line(
        &self,
        family: &Family<'_>,
        figures: &BTreeMap<&str, u32>,
        members: impl Fn(u32) -> u32,
    ) -> Option<OwnLine> {
        let figure = |key: &String| figures.get(key.as_str()).copied();
        let [a, n1, c, n2] = family.counts.each_ref().map(figure);
        let table = TwoByTwo::new(a?, n1?, c?, n2?).ok()?;
        let asked = family.evaluation.effects();
        let effects: Vec<Effect> = OF_ONE.into_iter().filter(|effect| asked.contains(effect)).collect();
        let terms: BTreeSet<Term> = effects.iter().flat_map(|effect| effect.terms(0)).collect();
        let mut all = None;
        for (term, key) in family.terms.iter().filter(|(term, _)| terms.contains(term)) {
            // Who sent no terms is not in the sums.
            figure(key)?;
            let place = *self.places.get(key.as_str())?;
            let sums = all.get_or_insert_with(|| Sums::in_bits(members(place), family.evaluation.bits()));
            sums.set(*term, *self.exact.get(&place)?);
        }
        let all = all?;
        let others = all.without(&table)?;
        let mine = Sums::of_one(&table, terms);
        let [mine, rest, all] =
            [&mine, &others, &all].map(|sums| texts(&said(sums, effects.iter().copied(), 0)));
        let names: Vec<&String> = all.iter().map(|(what, _)| what).collect();
        let find = |list: &[(String, String)], what: &String| {
            list.iter().find(|(own, _)| own == what).map(|(_, text)| text.clone())
        };
        let row = |what: &String| OwnRow {
            what: what.clone(),
            mine: find(&mine, what),
            others: find(&rest, what),
            all: find(&all, what),
        };
        let rows = names.into_iter().map(row).collect();
        let [cell, ..] = &family.counts;
        Some(OwnLine {
            title: family.evaluation.title.clone(),
            name: cell::name(self.structure, cell),
            cell: cell.clone(),
            others: others.countries(),
            rows,
        })
    }
}

fn texts(lines: &[Said]) -> Vec<(String, String)> {
    let text = |one: &Said| match &one.interval {
        Some((low, high)) => format!("{} ({low} to {high})", one.value),
        None => one.value.clone(),
    };
    lines.iter().map(|one| (one.what.clone(), text(one))).collect()
}
