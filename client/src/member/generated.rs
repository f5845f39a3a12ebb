//! Generated returns that look like real ones: a quarter of the cells is missing, programmes run in some countries only,
//! many zeros, small outcomes, parts that add up to their totals. Seeded, and nobody's figures.

use super::round::MemberRound;
use crate::error::{ClientError, Result};
use intertally_core::round::RoundManifest;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

/// One member's figures, by cell key: none where it does not report, with the status that says why.
fn figures(round: &MemberRound, rng: &mut ChaCha20Rng) -> BTreeMap<String, (Option<u32>, char)> {
    let manifest = &round.manifest;
    let mut skipped: BTreeMap<String, Option<char>> = BTreeMap::new();
    let mut size = |key: &str| {
        let most = match () {
            () if key.contains("REOFF") || key.contains("_12M") || key.contains("_24M") => 4,
            () if key.contains("INT_") => 25,
            () => 400,
        };
        // Three cells in ten are true zeros.
        if rng.next_u32() % 10 < 3 { 0 } else { rng.next_u32() % most }
    };
    let mut values: Vec<u32> = manifest.cells.iter().map(|cell| size(&cell.key)).collect();
    cap(round, &mut values);
    add_up(manifest, &mut values);
    let mut skip = |group: String, programme: bool| {
        *skipped.entry(group).or_insert_with(|| match rng.next_u32() % 20 {
            draw if programme && draw < 14 => Some('M'),
            draw if !programme && draw < 3 => Some('L'),
            3 => Some('O'),
            _ => None,
        })
    };
    let mut all = BTreeMap::new();
    for (cell, value) in manifest.cells.iter().zip(values) {
        // Numerators and denominators, totals and parts are reported both or neither: a programme whole or not at all,
        // another measure whole or not at all.
        let codes: Vec<&str> =
            round.structure.split_key(&cell.key).unwrap_or_default().iter().map(|(_, code)| *code).collect();
        let programme = codes.get(3).copied().filter(|code| !code.starts_with('_'));
        let measure = codes.get(1).copied().unwrap_or_default();
        let group = programme.unwrap_or(if paired(round, measure) { "outcomes" } else { measure }).to_owned();
        let told = match skip(group, programme.is_some()) {
            Some(status) => (None, status),
            None => (Some(value.min(cell.max)), 'A'),
        };
        all.insert(cell.key.clone(), told);
    }
    all
}

/// Whether a measure is a numerator or a denominator.
fn paired(round: &MemberRound, measure: &str) -> bool {
    let measures = &round.structure.measures;
    measures
        .iter()
        .any(|rule| rule.of.is_some() && rule.code == measure || rule.of.as_deref() == Some(measure))
}

/// No numerator is larger than its denominator.
fn cap(round: &MemberRound, values: &mut [u32]) {
    let (structure, cells) = (&round.structure, &round.manifest.cells);
    let Some(place) = structure.key_dimensions().position(|dimension| dimension.id == structure.measure)
    else {
        return;
    };
    let places: BTreeMap<&str, usize> =
        cells.iter().enumerate().map(|(at, cell)| (cell.key.as_str(), at)).collect();
    for (part, cell) in cells.iter().enumerate() {
        let mut codes: Vec<&str> = cell.key.split('.').collect();
        let of = codes.get(place).and_then(|code| structure.rules(code)?.of.as_deref());
        let (Some(of), Some(code)) = (of, codes.get_mut(place)) else { continue };
        *code = of;
        let whole = places.get(codes.join(".").as_str());
        let most = whole.and_then(|whole| values.get(*whole)).copied();
        if let (Some(most), Some(value)) = (most, values.get_mut(part)) {
            *value = (*value).min(most);
        }
    }
}

/// Every declared total becomes the sum of its parts. Totals of totals come out right after a few passes.
fn add_up(manifest: &RoundManifest, values: &mut [u32]) {
    for _ in 0..4 {
        for relation in &manifest.relations {
            let sum = relation.children.iter().filter_map(|child| values.get(*child as usize)).sum();
            if let Some(parent) = values.get_mut(relation.parent as usize) {
                *parent = sum;
            }
        }
    }
}

/// The round's template, filled for one member.
pub fn fill(round: &MemberRound, template: &str, seed: u64, sender: u64) -> Result<String> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    rng.set_stream(sender);
    let figures = figures(round, &mut rng);
    let mut lines = template.lines();
    let damaged = || ClientError::stop("the template of this round is damaged", "tell the maintainers");
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
