//! From everything that is published of an evaluation, and its own table, a country looks for those of the others, whose groups
//! it knows the sizes of: an integer program finds all tables that each of them may have.

use super::super::{Files, Planned, Simulation, simulate};
use intertally_attack::evaluation::{FoundOfEach, Seen, Table, Term, find_of_each, parse};
use intertally_attack::random::Random;
use intertally_structure::Structure;
use std::collections::BTreeMap;

/// What the policy wants of each honest country: as many values as a withheld figure keeps.
const WANTED: usize = 5;
const MEASURES: [&str; 4] = ["REOFF_12M", "FU_12M", "CMP_REOFF_12M", "CMP_FU_12M"];

fn structure(effects: &[&str], bits: u8) -> Structure {
    let file = include_bytes!("../../../../structure/files/sample-evaluation.toml");
    let mut structure = Structure::parse("sample-evaluation.toml", file).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = effects.iter().map(|effect| (*effect).to_owned()).collect();
    structure.evaluations[0].bits = Some(bits);
    structure
}

fn returns(tables: &[Table]) -> Files {
    let file = |(table, letter): (&Table, char)| {
        let rows = MEASURES.iter().zip(table.0);
        let rows = rows.map(|(measure, figure)| format!("X{letter},{measure},TRACK,2024,{figure},A\n"));
        let head = "REF_AREA,MEASURE,INTERVENTION,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n";
        (format!("X{letter}.csv"), (head.to_owned() + &rows.collect::<String>()).into_bytes())
    };
    Files { name: "this round".to_owned(), files: tables.iter().zip('A'..='M').map(file).collect() }
}

/// A country with so many persons in each group, or one or two fewer, and somebody of each kind in both.
fn country(random: &mut Random, most: u64) -> Table {
    let [n1, n2] = [0, 1].map(|_| random.between(most - 2, most));
    Table([random.between(3, n1 - 3), n1, random.between(3, n2 - 3), n2])
}

fn planned<'a>(made: &'a Simulation, key: &str) -> &'a Planned {
    made.plan.iter().find(|cell| cell.key == key).unwrap_or_else(|| panic!("no cell {key}"))
}

/// What the last country knows of the sums of all others; none where the terms stay shut.
fn seen(made: &Simulation, terms: &[Term], bits: u8, tables: &[Table]) -> Option<Seen> {
    let (own, honest) = tables.split_last().unwrap();
    let code = |term: &Term| match term {
        Term::Fraction(letter) if bits < 8 && *letter != 'D' => format!("{letter}-B{bits}"),
        Term::Fraction(letter) => letter.to_string(),
        Term::Fewer => "N-FEWER".to_owned(),
    };
    let sum = |term: &Term| {
        let (low, high) = planned(made, &format!("~REOFF~{}.TRACK.2024", code(term))).range?;
        assert_eq!(low, high, "sums are shown to the unit");
        let total = if *term == Term::Fewer { low / 256 } else { low };
        Some(total - own.sent(*term, u32::from(bits)))
    };
    let sums: Vec<u64> = terms.iter().map(sum).collect::<Option<_>>()?;
    let count = |at: usize| {
        let (low, high) = planned(made, &format!("{}.TRACK.2024", MEASURES[at])).range.unwrap();
        (low.saturating_sub(own.0[at]), high - own.0[at])
    };
    Some(Seen::of(honest.len(), &sums, [0, 1, 2, 3].map(count)))
}

/// What it finds of them in drawn rounds, by how many of these were opened.
fn attacked(effect: &str, letters: &str, bits: u8, most: u64) -> Vec<FoundOfEach> {
    let (structure, terms) = (structure(&[effect], bits), parse(letters));
    let mut found = Vec::new();
    for seed in 0..4 {
        let mut random = Random::new(seed);
        let tables: Vec<Table> = (0..7).map(|_| country(&mut random, most)).collect();
        let made = simulate(&structure, &returns(&tables), &[]).unwrap();
        let Some(seen) = seen(&made, &terms, bits, &tables) else { continue };
        let honest = &tables[..6];
        let sizes: Vec<[u64; 2]> = honest.iter().map(|table| [table.0[1], table.0[3]]).collect();
        let own = find_of_each(&sizes, (&terms, u32::from(bits)), &seen, 5_000);
        assert!(own.worlds >= 5_000 || own.tables.iter().zip(honest).all(|(own, table)| own.contains(table)));
        found.push(own);
    }
    found
}

/// Groups of eight persons, whose sizes everybody knows: in few bits each country keeps as many tables as the policy wants.
#[test]
fn in_few_bits_each_country_keeps_many_tables_though_sizes_are_known() {
    for (effect, letters) in [("risk-ratio", "RSGH"), ("test", "RSE")] {
        let found = attacked(effect, letters, 1, 8);
        assert!(found.len() >= 3, "{effect}: of four rounds {} were opened", found.len());
        for one in found {
            eprintln!("{effect}: {} worlds, {} tables", one.worlds, one.fewest());
            assert!(one.fewest() >= WANTED, "{effect}: {one:?}");
        }
    }
}

/// The same in 8 bits: the tables are found. So whoever has few persons, and does not hide how many, asks for few bits.
#[test]
fn in_eight_bits_tables_of_few_persons_are_found_where_sizes_are_known() {
    for (effect, letters) in [("odds-ratio", "RSPQ"), ("risk-ratio", "RSGH")] {
        let found = attacked(effect, letters, 8, 8);
        let told = found.iter().filter(|one| one.fewest() == 1).count();
        assert!(told >= 3, "{effect}: of {} rounds {told} tell a table", found.len());
    }
}

/// Where too few countries have something in a sum, or one of the counts is shut, nothing is published to look at.
#[test]
fn what_stays_shut_gives_nothing_to_look_at() {
    let (structure, terms) = (structure(&["odds-ratio"], 4), parse("RSPQ"));
    let tables = [Table([4, 9, 4, 9]); 6];
    let made = simulate(&structure, &returns(&tables), &[]).unwrap();
    assert!(seen(&made, &terms, 4, &tables).is_none());
    let silent: Vec<Table> = [vec![Table([4, 9, 4, 9]); 6], vec![Table([0, 9, 0, 9])]].concat();
    let made = simulate(&structure, &returns(&silent), &[]).unwrap();
    assert!(
        seen(&made, &terms, 4, &silent).is_none(),
        "{:?}",
        BTreeMap::from_iter(made.plan.iter().map(|one| (&one.key, one.shut)))
    );
}
