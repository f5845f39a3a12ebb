//! A round of rounds: five police forces in each of three countries publish to their own statistical office, and each office's
//! totals become its return in a round of the three, with the chain of records kept.

use crate::town::Town;
use futures::executor::block_on;
use intertally_core::party::RoundId;
use intertally_roles::auditor::{Named, State, audit, exit_code, follow, totals_hold, write_record};
use intertally_roles::coordinator::export;
use intertally_roles::member::{
    FromRecord, Given, MemberRound, ShownReturn, Source, check, prepare, prove, return_from, send,
};
use intertally_roles::person::Silent;
use intertally_roles::trustee::destroy;
use intertally_tests::structure::Asked;
use intertally_verify::chain::{TotalsError, totals};
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Report, Verdict};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

const COUNTRIES: [&str; 3] = ["FI", "NL", "SE"];
const FORCES: usize = 5;

/// Figures of a force, one a cell. Each of the fifteen has a digit of its own in the first total; the second is of three forces
/// a country; the third of two in NL, of nobody in SE; the fourth is not reported by one force in FI.
fn figures(country: usize, force: usize) -> Vec<u32> {
    let own = 1 << (FORCES * country + force);
    let second = if force < 3 { 20 + force as u32 } else { 0 };
    let third = match (COUNTRIES[country], force) {
        ("SE", _) | ("NL", 2..) => 0,
        _ => 7,
    };
    let mut all = vec![own, second, third, 11];
    if COUNTRIES[country] == "FI" && force == 4 {
        all.pop();
    }
    all
}

fn asked() -> Asked {
    Asked::exact(4, 40_000)
}

/// The same cells, of forces whose codes begin with that of the country, which is the area of their totals.
fn national(country: &str) -> String {
    let forces: Vec<String> = (1..=FORCES)
        .map(|force| format!("{{ id = \"{country}-{force}\", name = \"Force {force}\" }}"))
        .collect();
    let codes = format!("{{ id = \"{country}\", name = \"{country}\" }}, {}", forces.join(", "));
    let text = asked().structure().replace("{ id = \"_ALL\", name = \"All reporting members\" }", &codes);
    text.replace("total_area = \"_ALL\"", &format!("total_area = \"{country}\""))
}

/// From the seal to the erased keys; the restricted record and the public one.
fn finish(town: &Town, name: &str) -> [Files; 2] {
    town.seal_and_publish();
    let restricted = restricted(town);
    for trustee in &town.trustees {
        let mut session = town.session(trustee);
        block_on(async { destroy(&mut session.sync().await.unwrap(), name).await.unwrap() });
    }
    let mut auditor = town.session(&town.auditor);
    let public = block_on(async {
        let log = auditor.sync().await.unwrap();
        let id = log.round(None).unwrap().id();
        write_record(&log, id, None, Files::new()).await.unwrap().0
    });
    [restricted, public]
}

fn restricted(town: &Town) -> Files {
    let mut coordinator = town.session(&town.coordinator);
    block_on(async {
        let log = coordinator.sync().await.unwrap();
        export(&log, None, Edition::Restricted, Files::new()).await.unwrap().0
    })
}

fn report(record: &Files) -> Report {
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let person = Arc::new(Silent { yes: true });
    block_on(audit(Box::new(record.clone()), Default::default(), person, &mut random)).unwrap()
}

fn nation(country: usize) -> [Files; 2] {
    let code = COUNTRIES[country];
    let areas: Vec<String> = (1..=FORCES).map(|force| format!("{code}-{force}")).collect();
    let town = Town::build(3, &areas.iter().map(String::as_str).collect::<Vec<_>>());
    town.ceremony(2);
    let mut new = town.planned("Forces", &asked(), "2024");
    new.structure = national(code).into_bytes();
    town.open_new(&new).unwrap();
    town.sit_all(1);
    for force in 0..FORCES {
        town.submit(force, &figures(country, force)).unwrap();
    }
    finish(&town, "Forces")
}

/// What an office makes of a record; `edit` is what its person does to the file.
fn report_totals(town: &Town, country: usize, record: &Files, edit: fn(&str) -> String) -> FromRecord {
    totals_hold(&report(record)).unwrap();
    let mut session = town.session(&town.members[country]);
    block_on(async {
        let synced = session.sync().await.unwrap();
        let round = MemberRound::of(&synced, None).await.unwrap();
        let made = return_from(&round, &totals(record).unwrap(), None).unwrap();
        let file = Given { name: "return.csv".into(), bytes: edit(&made.csv).into_bytes().into() };
        let checked = check(&synced, &round, &file, None).unwrap();
        assert!(checked.is_good(), "{}", checked.to_text());
        let (sent, _) = prepare(&synced, None, Source::File(&file, None)).await.unwrap();
        send(&mut session, &sent).await.unwrap();
        made
    })
}

fn shown(town: &Town, country: usize) -> ShownReturn {
    let mut session = town.session(&town.members[country]);
    block_on(async { prove(&session.sync().await.unwrap(), None).await.unwrap() })
}

/// The return of a country for a record, or why there is none.
fn tried(town: &Town, country: usize, record: &Files, area: Option<&str>) -> Result<FromRecord, String> {
    let mut session = town.session(&town.members[country]);
    block_on(async {
        let round = MemberRound::of(&session.sync().await.unwrap(), None).await.unwrap();
        return_from(&round, &totals(record).unwrap(), area).map_err(|why| why.to_string())
    })
}

#[test]
fn totals_of_three_national_rounds_are_three_returns_and_every_record_is_found_again() {
    let nations: Vec<[Files; 2]> = (0..3).map(nation).collect();
    let town = Town::build(3, &COUNTRIES);
    town.ceremony(2);
    let id: RoundId = town.open("Joint", &asked(), "2024");
    town.sit_all(1);

    // Records that are not of these figures, or hold no totals.
    let [fi, nl, se] = [0, 1, 2].map(|at| &nations[at][0]);
    let refused = tried(&town, 1, fi, None).err().unwrap();
    assert!(refused.contains("its totals are those of FI, and this return is of NL"), "{refused}");
    assert!(tried(&town, 1, fi, Some("FI")).is_ok(), "only the name of the area was another one");
    assert!(matches!(totals(&nations[1][1]), Err(TotalsError::Public)));
    let public = report(&nations[1][1]);
    assert!(public.failed().is_empty() && totals_hold(&public).is_err(), "{}", public.to_text());

    let as_it_is: fn(&str) -> String = str::to_owned;
    let made = report_totals(&town, 0, fi, as_it_is);
    assert_eq!((made.taken, made.withheld.len(), made.left_out.len()), (4, 0, 0));
    assert_eq!(made.partial.len(), 1, "{:?}: one force does not report the fourth cell", made.partial);
    let made = report_totals(&town, 1, nl, as_it_is);
    assert_eq!((made.taken, made.withheld.len(), made.partial.len()), (3, 1, 0), "{:?}", made.withheld);
    // Somebody in SE knows better, and types another figure for the second cell.
    let made = report_totals(&town, 2, se, |csv| csv.replacen(",63,A,", ",64,A,", 1));
    assert_eq!((made.taken, made.withheld.len()), (4, 0), "that nobody has any is known: 0");
    let words = made.to_text().replace(&made.record.to_string(), "");
    assert!(words.contains("4 cells") && !words.contains("63"), "no figure in words: {words}");

    let [record, _] = finish(&town, "Joint");
    let outer = report(&record);
    assert!(matches!(outer.verdict, Verdict::Pass | Verdict::Incomplete) && outer.failed().is_empty());
    let sums: Vec<Option<u64>> = totals(&record).unwrap().cells.iter().map(|cell| cell.total).collect();
    // All fifteen forces, each once; the slip of SE; the third is of FI alone above zero; the fourth of fourteen forces.
    assert_eq!(sums, [Some((1 << 15) - 1), Some(63 + 63 + 64), None, Some(14 * 11)]);

    // Followed: by anybody, with public editions that were copied later; by each office's own auditors, to the figures.
    let known: Vec<(String, &Files, Report)> = (0..3)
        .flat_map(|at| [0, 1].map(|edition| (format!("{}-{edition}", COUNTRIES[at]), &nations[at][edition])))
        .map(|(path, source)| (path, source, report(source)))
        .collect();
    let named = |edition: usize| -> Vec<Named<'_>> {
        let of = known.iter().skip(edition).step_by(2);
        of.map(|(path, source, report)| Named { path: path.clone(), source: *source, report }).collect()
    };
    let states = |named: &[Named<'_>], shown: &[ShownReturn]| -> (Vec<State>, u8) {
        let all = follow(&record, named, shown).unwrap();
        (all.iter().map(|one| one.state).collect(), exit_code(&all))
    };
    assert_eq!(states(&named(1), &[]), (vec![State::Followed; 3], 0));
    let all = follow(&record, &named(0), &[0, 1, 2].map(|at| shown(&town, at))).unwrap();
    let found: Vec<State> = all.iter().map(|one| one.state).collect();
    assert_eq!(found, [State::Same, State::Same, State::Wrong], "{all:?}");
    let slip = totals(se).unwrap().cells[1].key.clone();
    assert!(all[2].words.contains(&slip) && exit_code(&all) == 1, "{}", all[2].to_text());
    // One that nobody gave; one that is none of those; one whose checks fail.
    assert_eq!(states(&named(0)[..2], &[]), (vec![State::Followed, State::Followed, State::NotGiven], 2));
    let stray = Named { path: "Joint".into(), source: &record, report: &outer };
    let with_stray: Vec<Named<'_>> = named(0).into_iter().chain([stray]).collect();
    assert_eq!(states(&with_stray, &[]).1, 1);
    let mut bad = nations[0][0].clone();
    let file = bad.get_mut("published/totals.csv").unwrap();
    let at = file.iter().rposition(u8::is_ascii_digit).unwrap();
    file[at] ^= 1;
    let of_bad = report(&bad);
    let bad = Named { path: "bad".into(), source: &bad, report: &of_bad };
    let rest = named(0).into_iter().skip(1).chain([bad]).collect::<Vec<_>>();
    assert_eq!(states(&rest, &[]), (vec![State::Wrong, State::Followed, State::Followed], 1));
    assert_eq!(id, totals(&record).unwrap().record.round);
}
