//! The structure of first offenders: what it opens alone, and after a round over the default, which asks some of the same.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

use intertally_preview::simulate::{Files, Simulation, simulate};
use intertally_structure::{DEFAULT, FIRST_OFFENDERS, Structure};
use std::collections::{BTreeMap, BTreeSet};

const MEMBERS: [&str; 14] =
    ["AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PL", "PT", "SE"];
/// Offences without those above them.
const OFFENCES: [&str; 9] = [
    "ICCS09031",
    "X_09031_MAIL",
    "X_090321_DDOS",
    "X_09032_MALW",
    "ICCS09032",
    "ICCS09033",
    "ICCS09039",
    "X_0701_PHISH",
    "_T",
];
const AGES: [&str; 6] = ["Y12T15", "Y16T17", "Y18T22", "Y23T29", "Y_GE30", "_U"];
const SEXES: [&str; 4] = ["F", "M", "_O", "_U"];

fn structure(text: &str) -> Structure {
    Structure::parse("it.toml", text.as_bytes()).unwrap()
}

fn asked(structure: &Structure) -> BTreeSet<String> {
    let cells = structure.table(&["2024".to_owned()]).unwrap().cells;
    cells.into_iter().filter(|cell| !cell.count_only).map(|cell| cell.key).collect()
}

/// A code and all above it.
fn upwards<'a>(structure: &'a Structure, dimension: &str, code: &'a str) -> Vec<&'a str> {
    let mut all = vec![code];
    while let Some(parent) =
        structure.code(dimension, all[all.len() - 1]).and_then(|code| code.parent.as_deref())
    {
        all.push(parent);
    }
    all
}

/// Returns of the first so many members for these keys: persons by offence, age and sex, added up. With `few` of a hundred
/// groups somebody is in them.
fn returns(keys: &BTreeSet<String>, members: usize, few: u64) -> Files {
    let structure = structure(FIRST_OFFENDERS);
    let mut files = BTreeMap::new();
    for (member, area) in (1_u64..).zip(MEMBERS).take(members) {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        let mut seed = member;
        for offence in OFFENCES {
            for age in AGES {
                for sex in SEXES {
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let rare = sex.starts_with('_') || age == "_U";
                    let is_there = (seed >> 33) % 100 < if rare { few / 8 } else { few };
                    let suspects = if is_there { 2 + (seed >> 40) % (4 + 3 * member) } else { 0 };
                    for (measure, figure) in [("PER_SUSP", suspects), ("PER_FIRST", suspects.div_ceil(2))] {
                        for offence in upwards(&structure, "OFFENCE", offence) {
                            for age in upwards(&structure, "AGE", age) {
                                for sex in upwards(&structure, "SEX", sex) {
                                    let key = format!("A.{measure}.{offence}._Z.{age}.{sex}.2024");
                                    *sums.entry(key).or_default() += figure;
                                }
                            }
                        }
                    }
                }
            }
        }
        let mut text =
            "FREQ,REF_AREA,MEASURE,OFFENCE,INTERVENTION,AGE,SEX,TIME_PERIOD,OBS_VALUE\n".to_owned();
        for key in keys {
            let figure = sums.get(key).copied().unwrap_or_default();
            let (frequency, rest) = key.split_once('.').unwrap();
            text += &format!("{frequency},{area},{},{figure}\n", rest.replace('.', ","));
        }
        files.insert(format!("{area}.csv"), text.into_bytes());
    }
    Files { name: format!("{members} members"), files }
}

fn round(now: &Files, earlier: &[Files]) -> Simulation {
    simulate(&structure(FIRST_OFFENDERS), now, earlier).unwrap_or_else(|fault| panic!("{fault}"))
}

fn open(made: &Simulation) -> BTreeSet<&str> {
    let open = made.plan.iter().filter(|cell| cell.shut.is_none() && !cell.count_only);
    open.map(|cell| cell.key.as_str()).collect()
}

const CROSSED: [&str; 2] = ["A.PER_FIRST._T._Z.Y18T22.M.2024", "A.PER_FIRST.ICCS09032._Z.Y_LT18._T.2024"];

#[test]
fn crossed_first_offenders_open_where_countries_have_them_and_the_ladders_step_down_where_few_have() {
    let keys = asked(&structure(FIRST_OFFENDERS));
    let many = round(&returns(&keys, 14, 96), &[]);
    assert!(CROSSED.iter().all(|key| open(&many).contains(key)), "{:?}", open(&many));
    let few = round(&returns(&keys, 14, 12), &[]);
    let opened = open(&few);
    assert!(opened.contains("A.PER_SUSP._T._Z._T._T.2024"), "{opened:?}");
    assert!(!opened.contains(CROSSED[0]) && opened.len() < open(&many).len() / 2, "{opened:?}");
}

/// After a round over the default: with the same countries it opens; with one fewer the difference would be that one's figures,
/// and nothing opens; with five fewer or more it opens again.
#[test]
fn after_the_default_the_countries_are_the_same_or_five_fewer_at_least() {
    let keys = asked(&structure(FIRST_OFFENDERS));
    let both: BTreeSet<String> = keys.intersection(&asked(&structure(DEFAULT))).cloned().collect();
    assert_eq!(both.len(), 66, "what the default asks of suspects and first offenders");
    let before = [returns(&both, 14, 96)];
    let after = |members| round(&returns(&keys, members, 96), &before);
    let (same, fewer, less) = (after(14), after(13), after(8));
    assert!(CROSSED.iter().all(|key| open(&same).contains(key)), "{:?}", open(&same));
    assert!(open(&fewer).is_empty(), "{:?}", open(&fewer));
    assert!(open(&less).contains(CROSSED[0]), "{:?}", open(&less));
}
