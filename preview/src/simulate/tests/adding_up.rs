//! Sums that hold in every return and that nobody declared.

use super::{AREAS, Files, Simulation, files, simulate, structure};

const OFFENCES: [&str; 3] = ["ACCESS", "DDOS", "FRAUD"];

/// Two years of offences, the same in both: in each area these figures, and over their sum what is left in this area.
fn simulated(figure: impl Fn(usize, usize) -> Option<u32>, left: [u32; 7]) -> Simulation {
    let parts: Vec<[Option<u32>; 7]> =
        (0..OFFENCES.len()).map(|code| std::array::from_fn(|area| figure(area, code))).collect();
    let total = std::array::from_fn(|area| {
        let parts = parts.iter().map(|figures| figures[area].unwrap_or(0));
        Some(parts.sum::<u32>() + left[area])
    });
    let mut rows = Vec::new();
    for year in ["2024", "2025"] {
        rows.push(("OFF_REC", year, "_T", "_Z", total));
        let codes = OFFENCES.iter().zip(&parts);
        rows.extend(codes.map(|(code, figures)| ("OFF_REC", year, *code, "_Z", *figures)));
    }
    let files: Files = files(&rows);
    simulate(&structure(), &files, &[]).unwrap()
}

fn opened(made: &Simulation) -> usize {
    made.plan.iter().filter(|cell| !cell.count_only && cell.shut.is_none()).count()
}

#[test]
fn what_adds_up_everywhere_is_told_with_what_declaring_it_opens() {
    let some = |area: usize, code: usize| Some(20 + 3 * (area * OFFENCES.len() + code) as u32);
    let made = simulated(some, [0; 7]);
    let [one] = &made.adding_up[..] else { panic!("{:?}", made.adding_up) };
    assert_eq!((one.compared, one.areas), (2 * AREAS.len(), AREAS.len()));
    let line = r#"{ dimension = "OFFENCE", parent = "_T", children = ["ACCESS", "DDOS", "FRAUD"] }"#;
    assert_eq!(one.line(), line);
    // One of each year's four stays shut, since open it would tell that nobody has a rest.
    assert_eq!((opened(&made), made.opened_if_declared), (6, Some(8)));
    // One area has more in the total.
    let mut left = [0; 7];
    left[4] = 1;
    let made = simulated(some, left);
    assert_eq!((made.adding_up, made.opened_if_declared), (vec![], None));
    // Zeros prove nothing, nor does a total that lacks a part.
    let made = simulated(|_, _| Some(0), [0; 7]);
    assert_eq!(made.adding_up, vec![]);
    let made = simulated(|area, code| (code != 1 || area > 4).then_some(9), [0; 7]);
    assert_eq!(made.adding_up, vec![], "four equations are few");
}

/// What is counted of crossed codes adds up to nothing, and is no figure of an office.
#[test]
fn crossed_codes_add_up_in_both_dimensions() {
    let mut structure = structure();
    structure.sums.clear();
    let ages = ["_T", "Y_LT18", "Y_GE18"].map(str::to_owned).to_vec();
    structure.tables.truncate(1);
    structure.tables[0].values[2].codes = ages.clone();
    let mut rows = Vec::new();
    for offence in ["_T"].into_iter().chain(OFFENCES) {
        for age in &ages {
            let offences = if offence == "_T" { &OFFENCES[..] } else { &[offence] };
            let parts = if age == "_T" { &ages[1..] } else { std::slice::from_ref(age) };
            let inner = |area: usize| {
                let count = |one: &str, age: &str| (one.len() * 7 + age.len() + area) as u32;
                Some(offences.iter().flat_map(|one| parts.iter().map(move |age| count(one, age))).sum())
            };
            rows.push(("OFF_REC", "2024", offence, age.as_str(), std::array::from_fn(inner)));
        }
    }
    let made = simulate(&structure, &files(&rows), &[]).unwrap();
    let sums: Vec<&str> = made.adding_up.iter().map(|one| one.sum.parent.as_str()).collect();
    assert_eq!(sums, ["_T", "_T"]);
    let asked = made.plan.iter().filter(|cell| !cell.count_only).count();
    assert_eq!((asked, made.opened_if_declared), (12, Some(12)));
    assert!(opened(&made) < 12);
}
