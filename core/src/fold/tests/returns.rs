//! What a submission claims of its figures, tables that are returned whole, cells that are only counted.

use super::*;
use crate::round::Whole;
use crate::rule::Rule;
use crate::submission::PublishedFigure;

/// Figures of 7 in these cells, as published.
fn published(cells: &[u32]) -> Vec<PublishedFigure> {
    cells.iter().map(|cell| PublishedFigure { cell: *cell, figure: 7 }).collect()
}

/// An open round with a changed manifest.
fn world(change: impl Fn(&mut RoundManifest)) -> World {
    let mut w = World::with_keys();
    let mut manifest = w.manifest();
    change(&mut manifest);
    w.id = manifest.id();
    w.post(Party::Coordinator, Kind::Opened, &manifest).unwrap();
    w.now = 10;
    w
}

fn submit(w: &mut World, change: impl Fn(&mut SubmissionHeader)) -> Result<(), Refusal> {
    let mut header = w.header(0, 0);
    change(&mut header);
    w.post(Party::Member(MemberIndex(0)), Kind::Submitted, &header)
}

#[test]
fn claims_are_of_cells_that_the_member_reports_and_not_of_one_cell_both() {
    let mut w = world(|_| ());
    let mut refused = |public: &[u32], confidential: &[u32]| {
        let refusal = submit(&mut w, |header| {
            header.statuses = vec![Status::Normal, Status::Provisional];
            (header.public, header.confidential) = (published(public), confidential.to_vec());
        });
        let refusal = refusal.unwrap_err();
        assert_eq!(refusal.rule(), Rule::Claims);
        refusal
    };
    assert_eq!(refused(&[2], &[]), Refusal::Claims("public"), "a cell that is not there");
    assert_eq!(refused(&[1, 0], &[]), Refusal::Claims("public"), "out of order");
    assert_eq!(refused(&[0, 0], &[]), Refusal::Claims("public"), "twice");
    assert_eq!(refused(&[], &[2]), Refusal::Claims("confidential"));
    assert_eq!(refused(&[1], &[0, 1]), Refusal::Claims("confidential"), "both");
    let missing = submit(&mut w, |header| header.public = published(&[1])).unwrap_err();
    assert_eq!(missing, Refusal::Claims("public"), "a cell that it does not report");
    let large = PublishedFigure { cell: 0, figure: 101 };
    let refusal = submit(&mut w, |header| header.public = vec![large]).unwrap_err();
    assert_eq!((refusal.rule(), &refusal), (Rule::Claims, &Refusal::ClaimTooLarge(0)), "the maximum is 100");
    assert!(!format!("{refusal} {large:?}").contains("101"), "no figure is printed");
    submit(&mut w, |header| header.public = vec![PublishedFigure { figure: 100, ..large }]).unwrap();
    let returned = w.fold.round(&w.id).unwrap().returned();
    assert_eq!(returned.public[&MemberIndex(0)], [PublishedFigure { figure: 100, ..large }]);
    submit(&mut w, |header| (header.revision, header.confidential) = (1, vec![0])).unwrap();
    let returned = w.fold.round(&w.id).unwrap().returned();
    assert_eq!(returned.reported[&MemberIndex(0)], [true, false]);
    assert_eq!(
        (&returned.public[&MemberIndex(0)], &returned.confidential[&MemberIndex(0)]),
        (&vec![], &vec![0])
    );
}

#[test]
fn a_table_is_returned_whole_or_not_at_all() {
    let whole = |own: &[u32]| Whole { table: "by age".into(), own: own.to_vec(), all: vec![0, 1] };
    let mut w = world(|manifest| manifest.rules.whole = vec![whole(&[0])]);
    let refusal = submit(&mut w, |_| ()).unwrap_err();
    assert_eq!(
        (refusal.rule(), &refusal),
        (Rule::Whole, &Refusal::Whole { table: "by age".into(), cell: 1 })
    );
    assert!(refusal.to_string().contains("leave the whole table out"));
    submit(&mut w, |header| header.statuses = vec![Status::Normal; 2]).unwrap();
    // Cell 0 is none of the table's own: another table asks it too.
    let mut w = world(|manifest| manifest.rules.whole = vec![whole(&[1])]);
    submit(&mut w, |_| ()).unwrap();
}

#[test]
fn a_plan_never_opens_a_cell_that_is_only_counted() {
    let mut w = world(|manifest| manifest.cells[1].count_only = true);
    w.fill();
    assert_eq!(w.adopt(&adopted(&[0, 1])).unwrap_err(), Refusal::CountOnly(1));
    w.post(Party::Coordinator, Kind::PlanAdopted, &adopted(&[0])).unwrap();
}
