//! What a country says of its four counts holds for the terms that are made of them.

use super::super::{Files, simulate};
use intertally_disclosure::Reason;
use intertally_structure::Structure;
use std::collections::{BTreeMap, BTreeSet};

const MEASURES: [&str; 4] = ["FU_12M", "REOFF_12M", "CMP_FU_12M", "CMP_REOFF_12M"];

/// Returns of thirteen countries; `says`: what a country's number and the place of a count put into CONF_STATUS and PUBLISHED.
fn returns(says: impl Fn(u32, usize) -> (&'static str, &'static str)) -> Files {
    let mut files = BTreeMap::new();
    for (number, letter) in (0u32..).zip('A'..='M') {
        // No term of theirs is 0.
        let figures = [60 + 7 * number, 20 + 2 * number, 50 + 5 * number, 24 + 2 * number];
        let mut text =
            "REF_AREA,MEASURE,INTERVENTION,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS,PUBLISHED\n"
                .to_owned();
        for (place, (measure, figure)) in MEASURES.iter().zip(figures).enumerate() {
            let (flag, published) = says(number, place);
            text += &format!("X{letter},{measure},TRACK,2024,{figure},A,{flag},{published}\n");
        }
        files.insert(format!("X{letter}.csv"), text.into_bytes());
    }
    Files { name: "this round".to_owned(), files }
}

/// Why the terms stay shut; none for those that are open.
fn terms(files: &Files) -> BTreeSet<Option<Reason>> {
    let file = include_bytes!("../../../../structure/files/sample-evaluation.toml");
    let structure = Structure::parse("sample-evaluation.toml", file).unwrap();
    let made = simulate(&structure, files, &[]).unwrap();
    let terms = made.plan.iter().filter(|cell| cell.key.starts_with('~') && !cell.count_only);
    let shut: Vec<Option<Reason>> = terms.map(|cell| cell.shut).collect();
    assert_eq!(shut.len(), 15);
    shut.into_iter().collect()
}

#[test]
fn terms_of_countries_that_say_nothing_are_open() {
    assert_eq!(terms(&returns(|_, _| ("", ""))), BTreeSet::from([None]));
    let one = returns(|number, _| ("", if number == 0 { "Y" } else { "" }));
    assert_eq!(terms(&one), BTreeSet::from([None]), "twelve others are as many as are asked for");
}

/// The terms less those of twelve that publish their counts were the thirteenth's.
#[test]
fn who_publishes_a_count_protects_no_term() {
    let shut = BTreeSet::from([Some(Reason::TooFewContributors)]);
    for publishing in [2, 9, 12] {
        let all = returns(|number, _| ("", if number < publishing { "Y" } else { "" }));
        assert_eq!(terms(&all), shut, "{publishing} publish all four");
    }
    for (place, measure) in MEASURES.iter().enumerate() {
        let one = returns(|number, at| ("", if number < 2 && at == place { "Y" } else { "" }));
        assert_eq!(terms(&one), shut, "two publish {measure}");
    }
}

#[test]
fn terms_of_a_count_that_is_confidential_are_confidential() {
    for (place, measure) in MEASURES.iter().enumerate() {
        let one = returns(|number, at| (if number == 12 && at == place { "C" } else { "" }, ""));
        assert_eq!(terms(&one), BTreeSet::from([Some(Reason::Confidential)]), "{measure}");
    }
}
