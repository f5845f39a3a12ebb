//! Rounds of two structure files: what the one opened is held together with what the other asks, or keeps it shut.

use super::{composition, manifest, returned, unpublished};
use crate::disclosure::table;
use crate::opening::composition::Composition;
use crate::opening::remembered::Remembered;
use crate::round::{CodeParent, Leaf, RoundManifest, SoftSystem, Whole};
use std::collections::{BTreeMap, BTreeSet};

/// A round of cells by key, each with its figures; all over these months.
fn round(
    cells: &[(&str, &[&str])],
    (start, months): (u32, u32),
    parents: &[(u32, &str, &str)],
) -> RoundManifest {
    let figures: BTreeSet<&str> = cells.iter().flat_map(|(_, figures)| figures.iter().copied()).collect();
    let place: BTreeMap<&str, u32> = figures.iter().copied().zip(0..).collect();
    let leaves: Vec<Vec<u32>> =
        cells.iter().map(|(_, figures)| figures.iter().map(|figure| place[figure]).collect()).collect();
    let named: Vec<(&str, &[u32])> =
        cells.iter().zip(&leaves).map(|((key, _), leaves)| (*key, leaves.as_slice())).collect();
    let mut made = manifest(&named);
    made.leaves = figures.into_iter().map(|figure| Leaf { figure: figure.into(), start, months }).collect();
    made.rules.parents = parents
        .iter()
        .map(|(dimension, code, parent)| CodeParent {
            dimension: *dimension,
            code: (*code).into(),
            parent: (*parent).into(),
        })
        .collect();
    made
}

const YEAR: (u32, u32) = (12 * 2024, 12);
/// Parts of a parent, and a part of the first of these.
const BELOW: [(u32, &str, &str); 4] = [(1, "a", "_T"), (1, "a1", "a"), (1, "b", "_T"), (1, "c", "_T")];

fn remembered(earlier: &[Composition]) -> Vec<Remembered> {
    earlier.iter().cloned().map(unpublished).collect()
}

/// Keys of the cells that stay shut for what earlier rounds opened.
fn shut(now: &RoundManifest, earlier: &[Composition]) -> Vec<String> {
    let made = table(now, &returned(now), &[], None, &remembered(earlier));
    made.foreign.iter().map(|cell| now.cells[*cell as usize].key.clone()).collect()
}

fn one(figure: &'static str) -> (&'static str, [&'static str; 1]) {
    (figure, [figure])
}

/// A round that asks each of these figures by itself, all opened.
fn asked(figures: &[&'static str], span: (u32, u32)) -> RoundManifest {
    let cells: Vec<_> = figures.iter().map(|figure| one(figure)).collect();
    let cells: Vec<(&str, &[&str])> = cells.iter().map(|(key, own)| (*key, own.as_slice())).collect();
    round(&cells, span, &BELOW)
}

/// A parent, then its parts (found by a stranger), and the other way round.
#[test]
fn a_parent_or_a_part_that_is_not_asked_again_keeps_the_other_shut() {
    for (first, second, kept) in [
        (vec!["M.x._T"], vec!["M.x.a", "M.x.b"], vec![]),
        (vec!["M._T"], vec!["M.a", "M.b"], vec!["M.a", "M.b"]),
        (vec!["M._T"], vec!["M._T", "M.a", "M.b"], vec![]),
        (vec!["M._T"], vec!["M.a1"], vec!["M.a1"]),
        (vec!["M.a", "M.b"], vec!["M._T"], vec!["M._T"]),
        (vec!["M.a"], vec!["M._T", "M.a1", "M.b", "M.c"], vec!["M._T", "M.a1"]),
        (vec!["M.a"], vec!["M._T", "M.a", "M.a1", "M.b"], vec![]),
        (vec!["M.b"], vec!["M.a1", "M.c"], vec![]),
        (vec!["N._T"], vec!["M.a"], vec![]),
    ] {
        let (first, second) = (asked(&first, YEAR), asked(&second, YEAR));
        assert_eq!(shut(&second, &[composition(&first)]), kept, "{:?}", second.leaves);
    }
}

/// What is left beside two earlier cells is less once one of them is no row of the round any more.
#[test]
fn cells_beside_an_earlier_whole_with_a_part_that_is_not_asked_stay_shut() {
    let first = [composition(&asked(&["M._T", "M.c"], YEAR))];
    assert_eq!(shut(&asked(&["M._T", "M.a", "M.b"], YEAR), &first), ["M._T", "M.a", "M.b"]);
    assert_eq!(shut(&asked(&["M._T", "M.a", "M.b", "M.c"], YEAR), &first), Vec::<String>::new());
    assert_eq!(shut(&asked(&["M.a", "M.b", "M.c"], YEAR), &first), ["M.a", "M.b", "M.c"]);
}

/// Only openings count, and only over the same months: an earlier quarter lies in the year, an earlier year does not.
#[test]
fn only_what_was_opened_over_the_same_months_keeps_anything_shut() {
    let now = asked(&["M.a"], YEAR);
    for (span, kept) in [((12 * 2024 + 3, 3), true), ((12 * 2023, 12), false), ((12 * 2025, 12), false)] {
        assert_eq!(!shut(&now, &[composition(&asked(&["M._T"], span))]).is_empty(), kept, "{span:?}");
    }
    let mut closed = composition(&asked(&["M._T"], YEAR));
    closed.cells.iter_mut().for_each(|cell| cell.opened = false);
    assert!(shut(&now, &[closed]).is_empty());
}

/// A code below a declared sum, of which it is no part (found by a stranger): the sum has its parts as figures, the codelist
/// puts the code into the sum, and so it may have anything in common with each part.
#[test]
fn a_code_in_a_sum_of_others_is_held_together_with_its_parts() {
    let lies = [
        (1, "a", "_T"),
        (1, "b", "_T"),
        (1, "c", "_T"),
        (1, "c", "_T~sum"),
        (1, "_T~sum", "a"),
        (1, "_T~sum", "b"),
    ];
    type Asked = (&'static str, &'static [&'static str]);
    let whole: Asked = ("whole", &["M.a", "M.b"]);
    let [a, b, c]: [Asked; 3] = [("a", &["M.a"]), ("b", &["M.b"]), ("c", &["M.c"])];
    let [d, below]: [Asked; 2] = [("d", &["M.d"]), ("c1", &["M.c1"])];
    let deeper: Vec<_> = lies.into_iter().chain([(1, "c1", "c")]).collect();
    for (first, second, kept) in [
        (vec![whole], vec![c], vec!["c"]),
        (vec![c], vec![whole], vec!["whole"]),
        (vec![c], vec![a, b], vec!["a", "b"]),
        (vec![a, b], vec![c], vec!["c"]),
        (vec![whole], vec![below], vec!["c1"]),
        (vec![c], vec![whole, d], vec!["whole"]),
        // The whole is asked by its parts alone, and no table says what the code leaves of it.
        (vec![whole], vec![a, b, c], vec!["c"]),
        (vec![whole], vec![a, b], vec![]),
        (vec![whole, c], vec![whole, c], vec![]),
        (vec![whole], vec![whole, c], vec![]),
        (vec![c], vec![whole, a, c], vec![]),
        (vec![d], vec![whole, c], vec![]),
    ] {
        let (first, second) = (round(&first, YEAR, &deeper), round(&second, YEAR, &deeper));
        assert_eq!(shut(&second, &[composition(&first)]), kept, "{:?} {:?}", first.leaves, second.leaves);
    }
    // Where the round's tables tell the code apart in the parts, these say what is left.
    let first = [composition(&round(&[whole], YEAR, &lies))];
    let mut told = round(&[a, b, c, ("both", &["M.c~in~a"])], YEAR, &lies);
    told.rules.systems = vec![SoftSystem { cells: vec![(0, vec![0, 3]), (2, vec![3])] }];
    assert_eq!(
        told.leaves.iter().map(|leaf| leaf.figure.as_str()).collect::<Vec<_>>(),
        ["M.a", "M.b", "M.c", "M.c~in~a"]
    );
    assert_eq!(shut(&told, &first), Vec::<String>::new());
}

/// What a member called confidential, or published, and what stayed shut (found by a stranger): asked again it is a row of the
/// round; else whatever it is a part of, or has as a part, stays shut.
#[test]
fn what_was_flagged_or_claimed_and_not_opened_is_as_if_it_were_open() {
    let (flagged, claimed) = (vec!["M1".to_owned()], vec![("M1".to_owned(), 50)]);
    for (confidential, public) in [(flagged, vec![]), (vec![], claimed), (vec![], vec![])] {
        for (first, second, kept) in [
            (vec!["M.c"], vec!["M._T", "M.b"], vec!["M._T"]),
            (vec!["M._T"], vec!["M.a", "M.b"], vec!["M.a", "M.b"]),
            (vec!["M.c"], vec!["M._T", "M.b", "M.c"], vec![]),
            (vec!["M.c"], vec!["M.b"], vec![]),
        ] {
            let (first, second) = (asked(&first, YEAR), asked(&second, YEAR));
            let mut old = composition(&first);
            for cell in &mut old.cells {
                cell.opened = false;
                (cell.confidential, cell.public) = (confidential.clone(), public.clone());
            }
            let is_told = !confidential.is_empty() || !public.is_empty();
            let kept = if is_told { kept } else { vec![] };
            assert_eq!(shut(&second, &[old]), kept, "{:?}", second.leaves);
        }
    }
    // The whole was open already, so its other part is what would tell it.
    let mut old = composition(&asked(&["M._T", "M.c"], YEAR));
    let part = old.cells.iter_mut().find(|cell| cell.key == "M.c").unwrap();
    (part.opened, part.confidential) = (false, vec!["M1".into()]);
    assert_eq!(shut(&asked(&["M._T", "M.b"], YEAR), &[old]), ["M._T", "M.b"]);
}

/// A numerator after its denominator (found by a stranger): it lies within it, in every place where both have one
/// code or one within the other.
#[test]
fn a_numerator_lies_within_its_denominator() {
    let within = [(0, "N", "M"), (1, "a", "_T")];
    let ask = |figure: &'static str| round(&[(figure, &[figure])], YEAR, &within);
    for (first, second, kept) in
        [("M.a", "N.a", true), ("N._T", "M.a", true), ("M._T", "N.b", false), ("N.a", "N.a", false)]
    {
        assert_eq!(!shut(&ask(second), &[composition(&ask(first))]).is_empty(), kept, "{first} {second}");
    }
}

/// A sum by declaration holds together what it has in both rounds. Where one of its figures is broken down here, and was
/// opened as it is, nothing does.
#[test]
fn declared_sums_are_held_together_unless_a_figure_is_broken_down() {
    let parts: (&str, &[&str]) = ("sum", &["M.a", "M.b"]);
    let first = round(&[parts, ("M.a", &["M.a"])], YEAR, &BELOW);
    let record = [composition(&first)];
    let mut second = round(&[parts, ("M.a1", &["M.a1"]), ("M.b", &["M.b"])], YEAR, &BELOW);
    assert_eq!(shut(&second, &record), ["M.a1"], "a less a1 is in no cell");
    let unbroken = round(&[parts, ("M.b", &["M.b"])], YEAR, &BELOW);
    assert_eq!(shut(&unbroken, &record), Vec::<String>::new());
    // The same sum, and nothing else, was opened by the same file: its figures are read as this round reads them.
    let alone = [composition(&round(&[parts], YEAR, &BELOW))];
    assert_eq!(shut(&second, &alone), Vec::<String>::new());
    let place = |figure: &str| second.leaves.iter().position(|leaf| leaf.figure == figure).unwrap() as u32;
    let cells = vec![(0, vec![place("M.a1"), place("M.b")])];
    second.rules.systems = vec![SoftSystem { cells }];
    let made = table(&second, &returned(&second), &[], None, &remembered(&alone));
    assert_eq!(made.earlier[0].leaves, made.cells[0].leaves);
    assert_ne!(made.earlier[0].leaves[0], made.earlier[0].leaves[1]);
    // Broken down in a system, the figure that was opened as it is lies apart of the sum there.
    let part = [composition(&round(&[("M.a", &["M.a"])], YEAR, &BELOW))];
    let mut third = round(&[parts, ("M.b", &["M.b"]), ("M.a1", &["M.a1"])], YEAR, &BELOW);
    assert_eq!(shut(&third, &part), ["M.a1"]);
    third.rules.systems = second.rules.systems.clone();
    assert_eq!(shut(&third, &part), ["sum", "M.a1"]);
}

/// Earlier cells are read as the tables of this round read them: a parent asked once is the sum of what is asked of it now.
#[test]
fn earlier_cells_have_the_leaves_of_this_round() {
    let first = composition(&asked(&["M._T", "M.z"], (12 * 2024 + 3, 3)));
    let mut now = asked(&["M._T", "M.a", "M.b", "M.z", "rest"], YEAR);
    let place = |figure: &str| now.leaves.iter().position(|leaf| leaf.figure == figure).unwrap() as u32;
    let cells = vec![(0, vec![place("M.a"), place("M.b"), place("rest")])];
    now.rules.systems = vec![SoftSystem { cells }];
    let made = table(&now, &returned(&now), &[], None, &remembered(&[first]));
    let (year, quarter, other) = (&made.cells[0].leaves, &made.earlier[0].leaves, &made.earlier[1].leaves);
    assert_eq!((year[0].len(), quarter[0].len()), (3, 1), "the year is cut at both ends of the quarter");
    assert_eq!((year[1].len(), quarter[1].len()), (9, 3));
    assert!(quarter[1].iter().all(|leaf| year[1].contains(leaf)));
    assert_eq!(other[0], other[1], "what is broken down nowhere stands for itself");
}

/// What is asked of the counts of an evaluation follows from all that is summed of them, so nothing may be left out.
#[test]
fn terms_stay_shut_where_others_of_their_counts_were_opened_and_are_not_asked_again() {
    const FOUR: &str = "A~N1~C~N2";
    let of = |terms: &[&str]| {
        let name = |term: &str, measures: &str| format!("~~{measures}~{term}~12~T");
        let mut figures: Vec<(String, String)> =
            terms.iter().map(|term| (format!("~E~{term}.T.2024"), name(term, FOUR))).collect();
        figures.push(("~F~R.T.2024".into(), name("R", "B~M1~D~M2")));
        figures.push(("A.T.2024".into(), "A.T".into()));
        let cells: Vec<(&str, [&str; 1])> =
            figures.iter().map(|(key, figure)| (key.as_str(), [figure.as_str()])).collect();
        let cells: Vec<(&str, &[&str])> = cells.iter().map(|(key, own)| (*key, own.as_slice())).collect();
        let mut made = round(&cells, YEAR, &[]);
        made.rules.whole = vec![Whole { table: "E".into(), own: vec![0], all: vec![0, 1] }];
        made
    };
    let first = [composition(&of(&["R", "S", "RR-W-0"]))];
    assert_eq!(shut(&of(&["R", "S", "RR-W-0", "RR-W-3088"]), &first), Vec::<String>::new());
    assert_eq!(shut(&of(&["R", "S"]), &first), ["~E~R.T.2024", "~E~S.T.2024"]);
    assert_eq!(shut(&of(&["R-B4", "S", "RR-W-0"]), &first).len(), 3, "in other bits it is another sum");
    // Of what was not opened nothing is known.
    let mut closed = first.clone();
    closed[0].cells.iter_mut().for_each(|cell| cell.opened = false);
    assert_eq!(shut(&of(&["R", "S"]), &closed), Vec::<String>::new());
    // The coordinator is told before it opens the round.
    let (then, now) = (of(&["R", "S", "RR-W-0"]), of(&["R", "S"]));
    let opened: Vec<u32> = (0..5).collect();
    let lacking = crate::round::not_again(&now, &[("First", &then, &opened)]);
    assert_eq!(lacking, [("First".to_owned(), vec!["~E~RR-W-0.T.2024".to_owned()])]);
}
