//! What is withheld between opening and publication.

use crate::sample::{Dice, Sample, keys, manifest, structure};
use intertally_core::party::MemberIndex;
use intertally_core::round::Relation;
use intertally_core::submission::Status;
use intertally_release::publish::withheld_after_opening;
use intertally_release::structure::Structure;
use std::collections::BTreeMap;

/// Suspects by sex: a total and its three parts, in one period.
fn by_sex() -> Structure {
    let mut structure = structure();
    structure.tables.retain(|table| table.id == "T2A");
    structure.tables[0].ladder = None;
    for values in &mut structure.tables[0].values {
        match values.dimension.as_str() {
            "OFFENCE" | "AGE" => values.codes.truncate(1),
            _ => {}
        }
    }
    structure
}

/// The round in which every member sends the same: total, F, M, unknown; `others` of each member by place.
fn round(structure: Structure, members: usize, sent: impl Fn(usize) -> Vec<u64>) -> Sample {
    let names: Vec<String> = (0..members).map(crate::sample::area).collect();
    let manifest = manifest(&structure, &["2024"], &names);
    let each = |at: usize| MemberIndex(at as u16);
    let statuses = (0..members).map(|at| (each(at), vec![Status::Normal; manifest.cells.len()])).collect();
    let figures: BTreeMap<MemberIndex, Vec<u64>> = (0..members).map(|at| (each(at), sent(at))).collect();
    Sample::of(structure, manifest, statuses, figures)
}

/// Two members know of two women in all. Secondary suppression withholds a second part; with a total of 12 to 17 men
/// and few unknown, both would lie within a few persons.
#[test]
fn a_small_gap_between_total_and_parts_is_widened() {
    let structure = by_sex();
    // Women in 2 countries, so their number stays shut; men 1 each; unknown 20 each in all ten.
    let sample = round(structure, 10, |at| {
        let women = u64::from(at < 2);
        vec![21 + women, women, 1, 20]
    });
    let keys = keys(&sample.structure, &["2024"]);
    assert!(keys[1].contains(".F.") && keys[3].contains("._U."));
    let approved: Vec<u32> = sample.plan.approved().into_iter().collect();
    assert_eq!(approved, [0, 2], "women have two contributors; the last part goes with them");
    // Left: 212 (210 to 212 shown as 210) - 10: women and unknown share 198 to 204. Wide enough.
    assert!(withheld_after_opening(&sample.material()).unwrap().is_empty());

    // The same with hardly any unknown: women and unknown share at most 6.
    let sample = round(by_sex(), 10, |at| {
        let (women, unknown) = (u64::from(at == 0), u64::from(at > 8));
        vec![20 + women + unknown, women, 20, unknown]
    });
    assert_eq!(sample.plan.approved().into_iter().collect::<Vec<u32>>(), [0, 2]);
    // 202 is shown as 200, 200 as 200: what is left lies between 0 and 4, below the minimum of five.
    let withheld: Vec<u32> = withheld_after_opening(&sample.material()).unwrap().into_iter().collect();
    assert_eq!(withheld, [2], "the part goes before the total");
}

/// A large figure known to a hundredth is known.
#[test]
fn a_large_figure_is_not_known_to_a_tenth() {
    let sample = round(by_sex(), 10, |at| {
        let women = if at < 4 { 1_000 } else { 0 };
        let unknown = u64::from(at < 2);
        vec![women + unknown + 10, women, 10, unknown]
    });
    // Women 4 contributors, unknown 2: 4 002 between them, and each could be anything.
    assert!(withheld_after_opening(&sample.material()).unwrap().is_empty());
}

/// Members that break their own sums make no contradiction that shows a figure; more is withheld until none is left.
#[test]
fn parts_above_their_total_withhold_more() {
    let sample = round(by_sex(), 10, |at| vec![10, u64::from(at < 2), 30, u64::from(at < 3)]);
    assert_eq!(sample.plan.approved().into_iter().collect::<Vec<u32>>(), [0, 2]);
    let withheld: Vec<u32> = withheld_after_opening(&sample.material()).unwrap().into_iter().collect();
    assert_eq!(withheld, [2]);
}

/// Whatever is sent: of the cells never opened none can be told to less than five by trying all parts (the reading of
/// one relation by hand: total minus the largest and smallest of the other parts).
#[test]
fn one_relation_at_a_time_never_tells_a_withheld_figure() {
    let mut withheld_more = 0;
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let sample = {
            let mut one = |least: u64| dice.below(6).saturating_sub(least);
            let draw: Vec<Vec<u64>> = (0..12)
                .map(|_| [one(4), one(0) * 3, one(4)])
                .map(|[women, men, unknown]| vec![women + men + unknown, women, men, unknown])
                .collect();
            round(by_sex(), 5 + (seed as usize % 8), move |at| draw[at].clone())
        };
        let gone = withheld_after_opening(&sample.material()).unwrap();
        withheld_more += gone.len();
        let shown: BTreeMap<u32, u64> = sample
            .openings
            .cells
            .iter()
            .filter(|opened| !gone.contains(&opened.cell))
            .map(|opened| (opened.cell, (opened.total + 2) / 5 * 5))
            .collect();
        let span = |cell: u32| match shown.get(&cell) {
            Some(value) => (value.saturating_sub(2), value + 2),
            None => (0, u64::MAX / 8),
        };
        let [Relation { parent, children }] = sample.manifest.relations.as_slice() else { panic!("one sum") };
        for shut in children.iter().filter(|cell| !sample.plan.approved().contains(cell)) {
            let others = children.iter().filter(|child| *child != shut).map(|child| span(*child));
            let (low, high) = others.fold((0, 0), |sum, span| (sum.0 + span.0, sum.1 + span.1));
            let most = span(*parent).1.saturating_sub(low);
            let least = span(*parent).0.saturating_sub(high);
            assert!(most - least >= 5, "seed {seed}: cell {shut} lies between {least} and {most}");
        }
    }
    assert!(withheld_more > 0, "no seed needed the interval rule");
}

/// The finest step of a ladder that is whole is taken, slice by slice.
#[test]
fn ladders_show_the_finest_whole_step() {
    let sample = Sample::generated(structure(), &["2024"], 27, 7);
    let gone = withheld_after_opening(&sample.material()).unwrap();
    let shown = |part: &str| {
        let opened =
            sample.openings.cells.iter().map(|opened| opened.cell).filter(|cell| !gone.contains(cell));
        opened.filter(|cell| sample.manifest.cells[*cell as usize].key.contains(part)).count()
    };
    let cells = |part: &str| sample.manifest.cells.iter().filter(|cell| cell.key.contains(part)).count();
    for offence in ["_T", "CY", "CY_ACCESS", "CY_DDOS", "FR"] {
        let fine = |sex: &str| format!("PER_SUSP.{offence}._Z.Y12T15.{sex}.");
        let all: usize = ["F", "M", "_U", "_T"].iter().map(|sex| shown(&fine(sex))).sum();
        let whole = |age: &str| shown(&format!("PER_SUSP.{offence}._Z.{age}."));
        // Either the ages are shown with every sex, or the finer step is not shown at all.
        let ages = ["Y12T15", "Y16T17", "Y18T22", "Y23T29", "Y_GE30"];
        let fine: usize = ages.iter().map(|age| whole(age)).sum();
        let of: usize = ages.iter().map(|age| cells(&format!("PER_SUSP.{offence}._Z.{age}."))).sum();
        assert!(
            fine == 0 || fine == of,
            "{offence}: {fine} of {of} cells of the fine step, {all} of one age"
        );
        assert!(
            shown(&format!("PER_SUSP.{offence}._Z.Y_LT18._T.")) == 1,
            "{offence}: under 18 is in the coarser step"
        );
    }
}
