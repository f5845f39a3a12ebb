//! Published values of well-known tables, out of encrypted rounds: two strata that Rothman gives, and random effects by later
//! sittings, which take the tau^2 that an earlier one published. Few trials are each sent by several members, so that a round
//! opens: then their sums are several times those of the trials, to the unit.

use crate::evaluation::{AREAS, BCG, STRUCTURE, close};
use crate::town::Town;
use intertally_evaluation::random::random;
use intertally_evaluation::{Scale, Sums, Term};
use intertally_evaluation::{heterogeneity, mantel_haenszel, score};
use intertally_roles::coordinator::NewRound;
use intertally_structure::{Evaluation, Structure};
use intertally_tests::structure::Asked;
use std::collections::BTreeMap;

/// Deaths on tolbutamide and on placebo, by age: a, n1, c, n2 (Rothman, Greenland and Lash 2008, table 15-1).
const ROTHMAN: [[u32; 4]; 2] = include!("../../../evaluation/tests/rothman.in");
/// Pre-eclampsia with and without aspirin, in six trials (DerSimonian and Kacker 2007).
const ASPIRIN: [[u32; 4]; 6] = include!("../../../evaluation/tests/aspirin.in");

/// Rounds over the same tables, one after another, of one collaboration.
struct Sittings {
    town: Town,
    tables: Vec<[u32; 4]>,
    /// How many members have the same table.
    times: u64,
    held: usize,
}

/// What a round published: sums of the trials' own terms, once each, and the report.
struct Published {
    sums: Sums,
    report: String,
}

/// An evaluation of the sample's counts, with these effects.
fn evaluation(id: &str, effects: &[&str], tau_squared: Option<u32>) -> Evaluation {
    let structure = Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
    let effects = effects.iter().map(|effect| (*effect).to_owned()).collect();
    Evaluation { id: id.into(), effects, tau_squared, ..structure.evaluations[0].clone() }
}

impl Sittings {
    fn of(trials: &[[u32; 4]], times: usize) -> Self {
        let tables = trials.repeat(times);
        let town = Town::build(3, &AREAS[..tables.len()]);
        Self { town, tables, times: times as u64, held: 0 }
    }

    fn hold(&mut self, evaluations: &[Evaluation]) -> Published {
        let mut structure = Structure::parse("s.toml", STRUCTURE.as_bytes()).unwrap();
        structure.evaluations = evaluations.to_vec();
        self.held += 1;
        let name = format!("Sitting {}", self.held);
        let town = &self.town;
        town.ceremony(2);
        let planned = town.planned(&name, &Asked::exact(4, 400), "2024");
        town.open_new(&NewRound { structure: structure.to_toml().into_bytes(), ..planned }).unwrap();
        town.sit_all(1);
        for (member, [a, n1, c, n2]) in self.tables.iter().enumerate() {
            town.submit_to(member, Some(&name), &[*n1, *a, *n2, *c]).unwrap();
        }
        let made = town.published(&name);
        let totals: BTreeMap<u32, u64> =
            made.openings.cells.iter().map(|cell| (cell.cell, cell.total)).collect();
        let periods = ["2024".to_owned()];
        let cells = structure.table(&periods).unwrap().cells;
        let mut sums =
            Sums::new(u32::try_from(self.tables.len()).unwrap() / u32::try_from(self.times).unwrap());
        for (term, key) in structure.families(&periods).into_iter().flat_map(|family| family.terms) {
            let place = (0..).zip(&cells).find(|(_, cell)| cell.key == key).unwrap().0;
            if let Some(total) = totals.get(&place) {
                assert_eq!(total % self.times, 0, "the same tables, so many times");
                sums.set(term, total / self.times);
            }
        }
        let report = made.files.iter().find(|(name, _)| name.as_str() == "report.html").unwrap().1.to_vec();
        Published { sums, report: String::from_utf8(report).unwrap() }
    }
}

#[test]
fn a_round_gives_the_published_values_of_two_strata() {
    let effects = ["odds-ratio", "risk-ratio", "risk-difference", "test", "effective-number"];
    let Published { sums, .. } = Sittings::of(&ROTHMAN, 5).hold(&[evaluation("REOFF", &effects, None)]);
    let difference = mantel_haenszel::risk_difference(&sums).unwrap();
    close(difference.value, 0.0349, 0.00005 + difference.rounding);
    let risk = mantel_haenszel::risk_ratio(&sums).unwrap();
    close(risk.value, 0.2818, 0.00005 + risk.rounding);
    let odds = mantel_haenszel::odds_ratio(&sums).unwrap();
    close(odds.value, 0.3387, 0.00005 + odds.rounding);
    assert!(odds.rounding < 0.002 && risk.rounding < 0.002 && difference.rounding < 0.0002);
    close(score::cochran_mantel_haenszel(&sums, true).unwrap().statistic, 0.8797, 0.005);
    close(score::cochran_mantel_haenszel(&sums, false).unwrap().statistic, 1.1914, 0.005);
}

#[test]
fn a_second_sitting_gives_the_published_random_effects_of_13_trials() {
    let scale = Scale::Risk;
    let mut sittings = Sittings::of(&BCG.map(|[a, b, c, d]| [a, a + b, c, c + d]), 1);
    let spread = evaluation("SPREAD", &["heterogeneity-of-risk-ratios"], None);
    let first = sittings.hold(std::slice::from_ref(&spread));
    close(heterogeneity::mean(&first.sums, scale, 0).unwrap().value, -0.4303, 0.0003);
    let found = heterogeneity::heterogeneity(&first.sums, scale).unwrap();
    close(found.q, 152.2330, 0.05);
    close(found.tau_squared, 0.3088, 0.0003);
    // As the report says it, the next structure takes it.
    let told = first.report.split_once("<th scope=\"row\">\u{3c4}\u{b2}</th><td>0.").unwrap().1;
    let tau_squared: u32 = told.split_once('<').unwrap().0.parse().unwrap();
    assert_eq!(tau_squared, 3088);
    let random_effects = evaluation("RANDOM", &["random-risk-ratio"], Some(tau_squared));
    let second = sittings.hold(&[spread, random_effects.clone()]);
    let found = random(&second.sums, scale, tau_squared).unwrap();
    let rounding = found.mean.rounding;
    close(found.mean.value, -0.7141, 0.0001 + rounding);
    let wald = found.mean.interval();
    close(wald.low, -1.0644, 0.0002 + rounding);
    close(wald.high, -0.3638, 0.0002 + rounding);
    close(found.hksj_se, 0.1807, 0.0003);
    assert!(rounding < 0.002, "{rounding}");
    for shown in [
        ">Risk ratio (random effects)</th><td>0.490<",
        "Prediction for a further country",
        "<rect ",
        "Wald\u{2019}s is 0.345 to 0.695",
        "of 13 of 13 tables",
    ] {
        assert!(second.report.contains(shown), "{shown} is not in the report");
    }
    // Whoever does not ask the first sitting's sums again asks too few countries for what is known of them together.
    let third = sittings.hold(&[evaluation("AGAIN", &["random-risk-ratio"], Some(tau_squared + 1))]);
    let term = Term::Log { scale, tau_squared: tau_squared + 1, part: intertally_evaluation::Part::Weight };
    assert!(third.sums.get(term).is_none(), "sums of the same counts that were not asked again");
    assert!(third.report.contains("Not shown: its 5 sums"));
}

#[test]
fn three_sittings_give_the_published_two_step_estimate_of_six_trials() {
    let scale = Scale::Odds;
    let mut sittings = Sittings::of(&ASPIRIN, 2);
    let spread = evaluation("SPREAD", &["heterogeneity-of-odds-ratios"], None);
    let first = sittings.hold(std::slice::from_ref(&spread)).sums;
    let tau = heterogeneity::next_tau_squared(&first, scale, 0).unwrap();
    close(tau.sqrt(), 0.2323, 0.0003);
    let one = evaluation("ONE", &["random-odds-ratio"], Some(540));
    let second = sittings.hold(&[spread.clone(), one.clone()]).sums;
    let mean = heterogeneity::mean(&second, scale, 540).unwrap();
    close(mean.value, -0.3240, 0.0003 + mean.rounding);
    close(mean.se, 0.1540, 0.0004);
    let tau = heterogeneity::next_tau_squared(&second, scale, 540).unwrap();
    close(tau.sqrt(), 0.3254, 0.004);
    let two = evaluation("TWO", &["random-odds-ratio"], Some(1059));
    let third = sittings.hold(&[spread, one, two]).sums;
    let mean = heterogeneity::mean(&third, scale, 1059).unwrap();
    close(mean.value, -0.3655, 0.0003 + mean.rounding);
    close(mean.se, 0.1901, 0.0006);
}
