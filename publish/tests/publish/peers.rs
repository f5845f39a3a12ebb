//! Publications on disk, for the libraries of others and for readers: publish/checks/run.sh, readers.sh.

use crate::charts::second_year;
use crate::evaluation::trials;
use crate::sample::{Sample, area, structure};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Note;
use intertally_disclosure::{Cell, Decision, Reason, Table, plan};
use intertally_structure::{DEFAULT, Structure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Writes the publications of three generated rounds below the folder in INTERTALLY_PUBLICATIONS.
#[test]
#[ignore = "publish/checks/run.sh runs it, with a folder to write to"]
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
        for (name, bytes) in intertally_publish::files(&sample.material()).unwrap() {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// Writes reports below the folder in INTERTALLY_PUBLICATIONS: of a practice round and of a second year over the default structure,
/// of seven years, and of evaluations of the 13 trials of a vaccine, which differ (evaluation/tests/bcg.in).
#[test]
#[ignore = "publish/checks/readers.sh runs it, with a folder to write to"]
fn write_for_readers() {
    let folder = std::env::var_os("INTERTALLY_PUBLICATIONS").expect("a folder in INTERTALLY_PUBLICATIONS");
    let default = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    let periods = ["2018", "2019", "2020", "2021", "2022", "2023", "2024"];
    let made = |sample: &Sample| intertally_publish::files(&sample.material()).unwrap();
    let all = [
        ("practice", made(&Sample::generated(default, &periods[6..], 27, 7))),
        ("second-year", second_year().1.clone()),
        ("seven-years", made(&Sample::generated(structure(), &periods, 27, 7))),
        ("evaluation", made(&trials())),
    ];
    for (name, files) in all {
        std::fs::write(Path::new(&folder).join(format!("{name}.html")), &files["report.html"]).unwrap();
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
    let start = std::time::Instant::now();
    let files = intertally_publish::files(&sample.material()).unwrap();
    println!(
        "{} cells, {} opened: {} files in {} ms",
        sample.manifest.cells.len(),
        sample.totals.len(),
        files.len(),
        start.elapsed().as_millis(),
    );
}

/// Writes what members sent and what the plan makes of it, for publish/checks/primary_suppression.py.
#[test]
#[ignore = "publish/checks/run.sh runs it, with a folder to write to"]
fn write_plans_for_the_peers() {
    let folder = std::env::var_os("INTERTALLY_PUBLICATIONS").expect("a folder in INTERTALLY_PUBLICATIONS");
    for (seed, members) in [(1, 5), (3, 16), (4, 27)] {
        let sample = Sample::generated(structure(), &["2024"], members, seed);
        // Some figures are public already, and protect nobody: of each member one of a measure and period at most, and
        // not few, so that no other one follows from them.
        let mut public: BTreeMap<MemberIndex, Vec<u32>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let typed = sample.manifest.cells.iter().enumerate().filter(|(_, cell)| !cell.count_only);
        for (at, _) in typed {
            let key = &sample.manifest.cells[at].key;
            let (measure, period) = (key.split('.').nth(1), key.rsplit('.').next());
            let few =
                (0..members as u16).filter(|member| at % 3 == 0 && (usize::from(*member) + at) % 7 == 0);
            for member in few.map(MemberIndex).filter(|member| sample.statuses[member][at].reports()) {
                if sample.figures[&member][at] >= 5 && taken.insert((member, measure, period)) {
                    public.entry(member).or_default().push(at as u32);
                }
            }
        }
        let (manifest, statuses, figures) = (sample.manifest, sample.statuses, sample.figures);
        let sample = Sample::with_public(sample.structure, manifest, statuses, figures, public.clone());
        let mut table = "CELL,MINIMUM,PUBLIC,DECISION".to_owned();
        table.extend((0..members).map(|member| format!(",{}", area(member))));
        for (at, cell) in sample.manifest.cells.iter().enumerate().filter(|(_, cell)| !cell.count_only) {
            let own = public.iter().filter(|(_, cells)| cells.contains(&(at as u32)));
            let own: Vec<String> = own.map(|(member, _)| area(usize::from(member.0))).collect();
            let decision = word(sample.plan.decisions[at]);
            table += &format!("\n{},{},{},{decision}", cell.key, cell.min_contributors, own.join(" "));
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
        Decision::Open => "approved",
        Decision::Shut(Reason::TooFewContributors) => "primary",
        Decision::Shut(Reason::NotCounted) => "uncounted",
        Decision::Shut(_) => "other",
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
    let cell = |(leaf, sent): (u32, &BTreeMap<u32, u64>)| Cell {
        leaves: vec![vec![leaf]],
        minimum: 18,
        reporters: sent.keys().copied().collect(),
        count: Some(sent.values().filter(|value| **value > 0).count() as u32),
        changed: None,
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 23,
        max: u64::from(u32::MAX),
    };
    let input = Table {
        systems: 1,
        cells: (0..).zip(sent.values()).map(cell).collect(),
        order: (0..sent.len() as u32).collect(),
        quiet: Vec::new(),
        ladders: Vec::new(),
        earlier: Vec::new(),
        public: Vec::new(),
        made_of: BTreeMap::new(),
        within: BTreeMap::new(),
        foreign: BTreeSet::new(),
    };
    let mut table = "OFFENCE,TIME_PERIOD,MINIMUM,DECISION\n".to_owned();
    for (cell, decision) in sent.keys().zip(plan(&input).unwrap().decisions) {
        table += &format!("{cell},18,{}\n", word(decision));
    }
    std::fs::write(folder.join("plan-real.csv"), table).unwrap();
    true
}
