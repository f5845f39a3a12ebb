//! Publications on disk, for the libraries of others: release/checks/run.sh.

use crate::sample::{Sample, area, structure};
use intertally_core::disclosure::{CellRule, Decision, PlanInput, Reason, plan};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Note;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Writes the publications of three generated rounds below the folder in INTERTALLY_PUBLICATIONS.
#[test]
#[ignore = "release/checks/run.sh runs it, with a folder to write to"]
fn write_for_the_peers() {
    let folder = std::env::var_os("INTERTALLY_PUBLICATIONS").expect("a folder in INTERTALLY_PUBLICATIONS");
    let periods = ["2018", "2019", "2020", "2021", "2022", "2023", "2024"];
    for (kind, periods) in [("small", &periods[5..]), ("wide", &periods[6..]), ("series", &periods)] {
        let folder = Path::new(&folder).join(kind);
        std::fs::create_dir_all(&folder).unwrap();
        let mut sample = Sample::generated(structure(), periods, 27, 7);
        let note =
            |cell, attribute: &str, text: &str| Note { cell, attribute: attribute.into(), text: text.into() };
        let said = vec![
            note(None, "COMMENT_DSET", "The year runs from April to March"),
            note(Some(0), "COUNTING_UNIT", "case, not \"offence\" <made up>"),
        ];
        sample.notes.insert(MemberIndex(2), said);
        sample.notes.insert(MemberIndex(9), vec![note(Some(0), "NOTE", "gez\u{e4}hlt; made up, too")]);
        for (name, bytes) in intertally_release::publish::files(&sample.material()).unwrap() {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// Prints how long a publication of 7,875 cells takes: for docs/benchmarks.md.
#[test]
#[ignore = "measures; run it by name with --nocapture"]
fn how_long_a_large_publication_takes() {
    let periods: Vec<String> = (2016..2025)
        .flat_map(|year| (1..5).map(move |quarter| format!("{year}-Q{quarter}")))
        .take(35)
        .collect();
    let periods: Vec<&str> = periods.iter().map(String::as_str).collect();
    let sample = Sample::generated(structure(), &periods, 27, 7);
    let material = sample.material();
    let start = std::time::Instant::now();
    let withheld = intertally_release::publish::withheld_after_opening(&material).unwrap();
    let intervals = start.elapsed();
    let files = intertally_release::publish::files(&material).unwrap();
    println!(
        "{} cells, {} opened, {} withheld afterwards: {} ms; with all {} files {} ms",
        sample.manifest.cells.len(),
        sample.openings.cells.len(),
        withheld.len(),
        intervals.as_millis(),
        files.len(),
        start.elapsed().as_millis() - intervals.as_millis(),
    );
}

/// Writes what members sent and what the plan makes of it, for release/checks/primary_suppression.py.
#[test]
#[ignore = "release/checks/run.sh runs it, with a folder to write to"]
fn write_plans_for_the_peers() {
    let folder = std::env::var_os("INTERTALLY_PUBLICATIONS").expect("a folder in INTERTALLY_PUBLICATIONS");
    for (seed, members) in [(1, 5), (2, 9), (3, 16), (4, 27), (5, 40)] {
        let mut sample = Sample::generated(structure(), &["2023", "2024"], members, seed);
        // Some figures are public already, and protect nobody.
        for (at, cell) in sample.manifest.cells.iter_mut().enumerate().filter(|(at, _)| at % 3 == 0) {
            let few = (0..members as u16).filter(|member| (usize::from(*member) + at) % 7 == 0);
            cell.public_members = few.collect();
        }
        let sample = Sample::of(sample.structure, sample.manifest, sample.statuses, sample.figures);
        let mut table = "CELL,MINIMUM,PUBLIC,DECISION".to_owned();
        table.extend((0..members).map(|member| format!(",{}", area(member))));
        for (at, cell) in sample.manifest.cells.iter().enumerate() {
            let public: Vec<String> = cell.public_members.iter().map(|one| area(usize::from(*one))).collect();
            let decision = word(sample.plan.decisions[at]);
            table += &format!("\n{},{},{},{decision}", cell.key, cell.min_contributors, public.join(" "));
            for (member, statuses) in &sample.statuses {
                let sent = statuses[at].reports().then(|| sample.figures[member][at].to_string());
                table += &format!(",{}", sent.unwrap_or_default());
            }
        }
        std::fs::write(Path::new(&folder).join(format!("plan-{members}.csv")), table + "\n").unwrap();
    }
    if !real_returns(Path::new(&folder)) {
        println!("no real returns here: their plan is skipped");
    }
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approved => "approved",
        Decision::Withheld(Reason::TooFewContributors) => "primary",
        Decision::Withheld(_) => "other",
    }
}

/// The plan over the real returns, if they are here; Python reads the returns by itself.
fn real_returns(folder: &Path) -> bool {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let data = std::env::var_os("INTERTALLY_DATA").map_or_else(beside, PathBuf::from);
    let Ok(returns) = std::fs::read_dir(data.join("unodc-cyber/returns")) else { return false };
    let mut sent: BTreeMap<String, BTreeMap<u32, u64>> = BTreeMap::new();
    for (member, file) in (0u32..).zip(returns) {
        let mut reader = csv::Reader::from_path(file.unwrap().path()).unwrap();
        let head = reader.headers().unwrap().clone();
        for record in reader.records().map(Result::unwrap) {
            let of = |name: &str| record[head.iter().position(|one| one == name).unwrap()].to_owned();
            let cell = sent.entry(format!("{},{}", of("OFFENCE"), of("TIME_PERIOD"))).or_default();
            if let Ok(value) = of("OBS_VALUE").parse() {
                cell.insert(member, value);
            }
        }
    }
    let rule = |leaf| CellRule { leaves: vec![leaf], min_contributors: 18, public_members: BTreeSet::new() };
    let input = PlanInput {
        cells: (0..sent.len() as u32).map(rule).collect(),
        relations: Vec::new(),
        reporters: sent.values().map(|cell| cell.keys().copied().collect()).collect(),
        counts: sent.values().map(|cell| cell.values().filter(|value| **value > 0).count() as u32).collect(),
        changed: None,
        earlier: Vec::new(),
        work_limit: 100_000,
    };
    let mut table = "OFFENCE,TIME_PERIOD,MINIMUM,DECISION\n".to_owned();
    for (cell, decision) in sent.keys().zip(plan(&input).unwrap().decisions) {
        table += &format!("{cell},18,{}\n", word(decision));
    }
    std::fs::write(folder.join("plan-real.csv"), table).unwrap();
    true
}
