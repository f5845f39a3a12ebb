//! What the coordinator can change of its sheets, together with the aggregator.

use super::Mutant;
use crate::fields::changes;
use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::Kind;
use intertally_core::event::payload::{AdoptedPlan, Publication};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet, StepOpening};
use intertally_core::publication::PublicSheet;
use intertally_verify::record::Edition;

type Sums = Vec<(u128, i16)>;

/// The sums of shares, which have 128 bits, taken out.
fn without_sums(opening: &mut StepOpening) -> Vec<Sums> {
    opening.parts.iter_mut().map(|part| std::mem::take(&mut part.sums)).collect()
}

/// And put back where there is a place for them.
fn with_sums(opening: &mut StepOpening, sums: &[Sums]) {
    opening.parts.iter_mut().zip(sums).for_each(|(part, sums)| part.sums.clone_from(sums));
}

/// Every way to change one sum, or their number.
fn changed_sums(opening: &StepOpening) -> Vec<(String, StepOpening)> {
    let mut all = Vec::new();
    for (at, part) in opening.parts.iter().enumerate() {
        let mut add = |what: &str, change: &dyn Fn(&mut Sums)| {
            let mut changed = opening.clone();
            if let Some(part) = changed.parts.get_mut(at) {
                change(&mut part.sums);
            }
            all.push((format!("sums of ciphertext {at}, {what}"), changed));
        };
        add("shorter", &|sums| sums.truncate(sums.len().saturating_sub(1)));
        add("longer", &|sums| sums.push((0, 0)));
        for place in 0..part.sums.len() {
            let one =
                |by: &dyn Fn(&mut (u128, i16)), sums: &mut Sums| sums.get_mut(place).into_iter().for_each(by);
            add(&format!("{place} one more"), &|sums| one(&|sum| sum.0 = sum.0.wrapping_add(1), sums));
            add(&format!("{place} a Delta more"), &|sums| {
                one(&|sum| sum.0 = sum.0.wrapping_add(1 << 119), sums);
            });
            add(&format!("{place} 2^128 more"), &|sums| one(&|sum| sum.1 = sum.1.wrapping_add(1), sums));
        }
    }
    all
}

/// Every field of a counts sheet, changed.
fn changed_counts(sheet: &CountsSheet) -> Result<Vec<(String, CountsSheet)>> {
    let mut bare = sheet.clone();
    let mut sums = Vec::new();
    for key in &mut bare.keys {
        sums.push(key.opening.as_mut().map(without_sums).unwrap_or_default());
    }
    let mut all = Vec::new();
    for change in changes::<CountsSheet>(&encode(&bare))? {
        let mut changed: CountsSheet = decode("sheet", &change.bytes, 1 << 20)?;
        for (key, sums) in changed.keys.iter_mut().zip(&sums) {
            key.opening.iter_mut().for_each(|opening| with_sums(opening, sums));
        }
        all.push((change.what, changed));
    }
    for (at, key) in sheet.keys.iter().enumerate() {
        for (what, other) in key.opening.iter().flat_map(changed_sums) {
            let mut changed = sheet.clone();
            changed.keys.get_mut(at).context("no key")?.opening = Some(other);
            all.push((format!("key {at}, {what}"), changed));
        }
    }
    Ok(all)
}

/// Every field of an openings sheet, changed.
fn changed_openings(sheet: &OpeningsSheet) -> Result<Vec<(String, OpeningsSheet)>> {
    let mut bare = sheet.clone();
    let mut sums = Vec::new();
    for opening in &mut bare.keys {
        sums.push(opening.as_mut().map(without_sums).unwrap_or_default());
    }
    let mut all = Vec::new();
    for change in changes::<OpeningsSheet>(&encode(&bare))? {
        let mut changed: OpeningsSheet = decode("sheet", &change.bytes, 1 << 20)?;
        for (opening, sums) in changed.keys.iter_mut().zip(&sums) {
            opening.iter_mut().for_each(|opening| with_sums(opening, sums));
        }
        all.push((change.what, changed));
    }
    for (at, opening) in sheet.keys.iter().enumerate() {
        for (what, other) in opening.iter().flat_map(changed_sums) {
            let mut changed = sheet.clone();
            *changed.keys.get_mut(at).context("no key")? = Some(other);
            all.push((format!("key {at}, {what}"), changed));
        }
    }
    Ok(all)
}

/// The coordinator together with the aggregator: every field of every sheet changed, and the event that names it made to fit.
pub fn of_sheets(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let mut add = |what: String, checks: &'static [u8], changed: &SmallRound| -> Result<()> {
        mutants.push(Mutant { what, files: changed.record(Edition::Restricted)?, checks, why: None });
        Ok(())
    };
    let named = |changed: &mut SmallRound, to: &dyn Fn(&SmallRound, &mut Publication)| -> Result<()> {
        let at = changed.find(Kind::Published)?;
        let (_, bytes) = changed.events.get(at).context("no event")?;
        let mut made: Publication = decode("publication", bytes, 1 << 20)?;
        to(changed, &mut made);
        changed.replace(at, &made)
    };
    let adopted = |changed: &mut SmallRound, to: &dyn Fn(&SmallRound, &mut AdoptedPlan)| -> Result<()> {
        let at = changed.find(Kind::PlanAdopted)?;
        let (_, bytes) = changed.events.get(at).context("no event")?;
        let mut plan: AdoptedPlan = decode("plan", bytes, 1 << 20)?;
        to(changed, &mut plan);
        changed.replace(at, &plan)
    };
    for (what, counts) in changed_counts(&round.counts)? {
        let mut changed = round.clone();
        changed.counts = counts;
        adopted(&mut changed, &|changed, plan| plan.counts = changed.counts.digest())?;
        // The salt is the coordinator's own: nothing but the composition's salt depends on it.
        add(format!("counts sheet, {what}"), &[1, 9, 10, 12], &changed)?;
    }
    for (what, openings) in changed_openings(&round.openings)? {
        let mut changed = round.clone();
        changed.openings = openings;
        named(&mut changed, &|changed, made| made.openings = changed.openings.digest())?;
        add(format!("openings sheet, {what}"), &[11, 12], &changed)?;
    }
    for change in changes::<Composition>(&encode(&round.composition))? {
        let mut changed = round.clone();
        changed.composition = decode("sheet", &change.bytes, 1 << 20)?;
        adopted(&mut changed, &|changed, plan| plan.composition = changed.composition.digest())?;
        add(format!("composition, {}", change.what), &[12], &changed)?;
    }
    for change in changes::<PublicSheet>(&encode(&round.public))? {
        let mut changed = round.clone();
        changed.public = decode("sheet", &change.bytes, 1 << 20)?;
        named(&mut changed, &|changed, made| made.public = changed.public.digest())?;
        add(format!("public sheet, {}", change.what), &[9, 11, 12], &changed)?;
    }
    Ok(mutants)
}
