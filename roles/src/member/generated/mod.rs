//! Generated returns that look like real ones: a quarter of the cells is missing, programmes run in some countries only,
//! many zeros, small outcomes, parts that add up to their totals, fewer at each step of a funnel; of what is evaluated every
//! member has both groups, so that an effect can be shown. Seeded, and nobody's figures.

mod groups;

use super::round::MemberRound;
use crate::error::{Result, RoleError};
use intertally_core::round::{Leaf, RoundManifest};
use intertally_structure::{Measure, Structure, is_frequency};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Stands in a figure for what no code below the one above it holds.
const REST: &str = "~";

/// A figure: its codes in the order of the key without period and FREQ, and its first month.
type Figure = (Vec<String>, u32);

/// Leaf figures of one member.
struct Imagined<'a> {
    structure: &'a Structure,
    /// Dimensions of a figure.
    dimensions: Vec<&'a str>,
    measure: usize,
    /// Codes below a figure that some cell counts, by the place in which they differ.
    known: BTreeSet<Figure>,
    made: HashMap<Figure, u32>,
    rng: ChaCha20Rng,
}

impl<'a> Imagined<'a> {
    fn of(structure: &'a Structure, manifest: &RoundManifest, rng: ChaCha20Rng) -> Self {
        let dimensions: Vec<&str> = structure
            .table_dimensions()
            .map(|dimension| dimension.id.as_str())
            .filter(|id| !is_frequency(id))
            .collect();
        let measure = dimensions.iter().position(|id| *id == structure.measure).unwrap_or_default();
        let known = manifest.leaves.iter().map(figure).collect();
        Self { structure, dimensions, measure, known, made: HashMap::new(), rng }
    }

    /// The figure: of codes below it the sum, and something beside.
    fn value(&mut self, figure: &Figure) -> u32 {
        if let Some(made) = self.made.get(figure) {
            return *made;
        }
        let parts = self.below(figure);
        let value = match &parts {
            Some((place, codes)) => {
                let parts: u32 = codes
                    .iter()
                    .map(|code| self.value(&with(figure, *place, code)))
                    .fold(0, u32::saturating_add);
                parts.saturating_add(self.alone(&with(figure, *place, REST)))
            }
            None => self.alone(figure),
        };
        self.made.insert(figure.clone(), value);
        value
    }

    /// The first dimension in which codes below this one are counted, and these codes.
    fn below(&self, figure: &Figure) -> Option<(usize, Vec<String>)> {
        self.dimensions.iter().enumerate().filter(|(place, _)| *place != self.measure).find_map(
            |(place, id)| {
                let own = figure.0.get(place)?;
                let codes = self.structure.codes(id).into_iter().flat_map(|list| &list.codes);
                let codes =
                    codes.filter(|code| code.parent.as_ref() == Some(own)).map(|code| code.id.clone());
                let codes: Vec<String> =
                    codes.filter(|code| self.known.contains(&with(figure, place, code))).collect();
                (!codes.is_empty()).then_some((place, codes))
            },
        )
    }

    /// A figure that is no sum: a part of its denominator or of the step before it, else drawn.
    fn alone(&mut self, figure: &Figure) -> u32 {
        if let Some(made) = self.made.get(figure) {
            return *made;
        }
        let measures = &self.structure.measures;
        let code = figure.0.get(self.measure).cloned().unwrap_or_default();
        let own = measures.iter().position(|measure| measure.code == code);
        let rules = own.and_then(|at| measures.get(at));
        let before = own.and_then(|at| {
            let steps = measures
                .iter()
                .take(at)
                .filter(|step| rules.is_some_and(|own| own.funnel.is_some() && own.funnel == step.funnel));
            steps.rev().find(|step| step.of.is_none())
        });
        let of = rules.and_then(|rules| rules.of.clone());
        let nearer = rules.and_then(|rules| self.nearer(rules));
        if nearer.is_none()
            && let Some(value) = self.of_group(figure, &code)
        {
            self.made.insert(figure.clone(), value);
            return value;
        }
        let draw = self.rng.next_u32();
        let value = match (of, before.map(|step| step.code.clone())) {
            // Of those who offended again, all or fewer.
            (Some(_), _) if nearer.is_some() => {
                let within = nearer.unwrap_or_default();
                draw % self.value(&with(figure, self.measure, &within)).saturating_add(1)
            }
            // Few of those who are followed up.
            (Some(of), _) => {
                let whole = self.value(&with(figure, self.measure, &of));
                draw % (whole / 3).saturating_add(1)
            }
            // At most three in five go on: two ways to go on from one step are then no more than it.
            (None, Some(step)) => {
                let whole = u64::from(self.value(&with(figure, self.measure, &step)));
                u32::try_from(whole * u64::from(30 + draw % 31) / 100).unwrap_or(u32::MAX)
            }
            // Suspects first; of them some are first offenders, prosecuted, convicted, diverted.
            (None, None) => match self.widest(own).map(|widest| with(figure, self.measure, &widest)) {
                Some(widest) => {
                    let whole = u64::from(self.value(&widest));
                    u32::try_from(whole * u64::from(draw % 81) / 100).unwrap_or(u32::MAX)
                }
                None => self.drawn(figure, rules),
            },
        };
        self.made.insert(figure.clone(), value);
        value
    }
}

impl Imagined<'_> {
    /// The measure above this one in the codelist, if both have one denominator.
    fn nearer(&self, rules: &Measure) -> Option<String> {
        let parent = self.structure.code(&self.structure.measure, &rules.code)?.parent.clone()?;
        let other = self.structure.rules(&parent)?;
        (other.of == rules.of && other.code != rules.code).then_some(parent)
    }

    /// The first measure of the same unit outside every funnel, if it stands before this one and that is outside, too.
    fn widest(&self, own: Option<usize>) -> Option<String> {
        let measures = &self.structure.measures;
        let rules = measures.get(own?).filter(|rules| rules.funnel.is_none())?;
        let same =
            |other: &&Measure| other.funnel.is_none() && other.of.is_none() && other.unit == rules.unit;
        measures.iter().take(own?).find(same).map(|widest| widest.code.clone())
    }

    /// Out of nothing; more at the first step of a funnel. Many zeros: three in ten of offences, six of persons, nine of what is other or unknown.
    fn drawn(&mut self, figure: &Figure, rules: Option<&Measure>) -> u32 {
        let persons = rules.is_some_and(|rules| rules.unit.starts_with("person"));
        let reached = rules.is_some_and(|rules| rules.funnel.is_some());
        let rare = figure.0.iter().any(|code| matches!(code.as_str(), "_O" | "_U" | REST));
        let (zeros, most) = match (persons, rare) {
            (false, _) => (3, 400),
            (true, true) => (9, 3),
            (true, false) if reached => (4, 60),
            (true, false) => (6, 6),
        };
        let zero = self.rng.next_u32() % 10 < zeros;
        if zero { 0 } else { 1 + self.rng.next_u32() % most }
    }
}

fn figure(leaf: &Leaf) -> Figure {
    (leaf.figure.split('.').map(str::to_owned).collect(), leaf.start)
}

fn with(figure: &Figure, place: usize, code: &str) -> Figure {
    let mut other = figure.clone();
    other.0.get_mut(place).into_iter().for_each(|slot| code.clone_into(slot));
    other
}

/// One member's figures, by cell key: none where it does not report, with the status that says why.
fn figures(round: &MemberRound, rng: &mut ChaCha20Rng) -> BTreeMap<String, (Option<u32>, char)> {
    let manifest = &round.manifest;
    let mut imagined = Imagined::of(&round.structure, manifest, rng.clone());
    let mut skipped: BTreeMap<String, Option<char>> = BTreeMap::new();
    let mut skip = |group: String, programme: bool| {
        *skipped.entry(group).or_insert_with(|| match rng.next_u32() % 20 {
            draw if programme && draw < 14 => Some('M'),
            draw if !programme && draw < 3 => Some('L'),
            3 => Some('O'),
            _ => None,
        })
    };
    let mut told: Vec<Option<char>> = Vec::new();
    let place =
        round.structure.key_dimensions().position(|dimension| dimension.id == round.structure.measure);
    for cell in &manifest.cells {
        // Numerators and denominators are reported both or neither: a programme whole or not at all, another measure
        // whole or not at all.
        let codes: Vec<&str> = cell.key.split('.').collect();
        let programme = codes.get(3).copied().filter(|code| !code.starts_with('_'));
        let measure = place.and_then(|place| codes.get(place)).copied().unwrap_or_default();
        if groups::is_evaluated(&round.structure.evaluations, measure) {
            told.push(None);
            continue;
        }
        let group = programme.unwrap_or(if paired(round, measure) { "outcomes" } else { measure }).to_owned();
        told.push(skip(group, programme.is_some()));
    }
    whole(round, &mut told);
    let mut all = BTreeMap::new();
    for (cell, status) in manifest.cells.iter().zip(told).filter(|(cell, _)| cell.is_typed()) {
        let leaves = cell.leaves.iter().filter_map(|leaf| manifest.leaves.get(*leaf as usize));
        let value = leaves.map(|leaf| imagined.value(&figure(leaf))).fold(0, u32::saturating_add);
        let told = match status {
            Some(status) => (None, status),
            None => (Some(value.min(cell.max)), 'A'),
        };
        all.insert(cell.key.clone(), told);
    }
    all
}

/// What adds up is reported whole or not at all.
fn whole(round: &MemberRound, told: &mut [Option<char>]) {
    let mut again = true;
    while std::mem::take(&mut again) {
        for group in &round.table.rules.whole {
            let lacks = group.all.iter().find_map(|cell| told.get(*cell as usize).copied().flatten());
            let Some(lacks) = lacks else { continue };
            for cell in &group.own {
                if let Some(slot) = told.get_mut(*cell as usize).filter(|slot| slot.is_none()) {
                    *slot = Some(lacks);
                    again = true;
                }
            }
        }
    }
}

/// Whether a measure is a numerator or a denominator.
fn paired(round: &MemberRound, measure: &str) -> bool {
    let measures = &round.structure.measures;
    measures
        .iter()
        .any(|rule| rule.of.is_some() && rule.code == measure || rule.of.as_deref() == Some(measure))
}

/// The round's template, filled for one member.
pub fn fill(round: &MemberRound, template: &str, seed: u64, sender: u64) -> Result<String> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    rng.set_stream(sender);
    let figures = figures(round, &mut rng);
    let mut lines = template.lines();
    let damaged = || RoleError::stop("the template of this round is damaged", "tell the maintainers");
    let header = lines.next().ok_or_else(damaged)?;
    let columns: Vec<&str> = header.split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).ok_or_else(damaged);
    let (value, status, note) = (at("OBS_VALUE")?, at("OBS_STATUS")?, at("COMMENT_OBS")?);
    // Every fourth member has something to say of its first cell.
    let mut said = (sender % 4 == 1).then(|| "counted by case and not by offence; made up".to_owned());
    let key =
        round.structure.key_dimensions().map(|dimension| at(&dimension.id)).collect::<Result<Vec<_>>>()?;
    let mut text = format!("{header}\n");
    for line in lines {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let codes: Vec<&str> = key.iter().filter_map(|at| cells.get(*at)).map(String::as_str).collect();
        let (figure, code) = figures.get(&codes.join(".")).copied().unwrap_or((None, 'O'));
        if let Some(slot) = cells.get_mut(value) {
            *slot = figure.map_or_else(String::new, |figure| figure.to_string());
        }
        if let Some((slot, said)) = cells.get_mut(note).zip(said.take()) {
            *slot = said;
        }
        if let Some(slot) = cells.get_mut(status) {
            *slot = code.to_string();
        }
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    Ok(text)
}
