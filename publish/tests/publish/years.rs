//! A year after another: what is compared with what an earlier round published, and what is said where nothing is.

use crate::sample::Sample;
use crate::shown::{one_table, round_of};
use crate::taken_apart::lines;
use calamine::{Reader, Xlsx};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_publish::{Before, files};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Offences, which are exact, and suspects, in bands of five: in the round of a period each of ten members has these.
fn year(period: &str, offences: u64, suspects: u64) -> Sample {
    let mut sample = asked(period, |_| vec![Some(offences), Some(suspects)]);
    sample.manifest.practice = false;
    sample
}

fn asked(period: &str, sent: impl Fn(usize) -> Vec<Option<u64>>) -> Sample {
    let mut sample = round_of(period, one_table("T1", &["OFF_REC", "PER_SUSP"], 1), 10, sent);
    sample.manifest.name = format!("Year {period}");
    sample
}

type Files = BTreeMap<String, Vec<u8>>;

/// A round's files, made beside what these rounds published, latest first.
fn after(sample: &Sample, before: &[(&Sample, &[u8])]) -> Files {
    let before: Vec<Before<'_>> =
        before.iter().map(|(round, totals)| Before { manifest: &round.manifest, totals }).collect();
    let mut material = sample.material();
    material.before = &before;
    files(&material).unwrap()
}

fn totals(sample: &Sample) -> Vec<u8> {
    files(&sample.material()).unwrap()["totals.csv"].clone()
}

fn report(files: &Files) -> String {
    let text = String::from_utf8(files["report.html"].clone()).unwrap();
    text.replace('\u{202f}', "_").replace('\u{2212}', "-")
}

fn statuses(files: &Files) -> Vec<String> {
    lines(files).iter().map(|line| line["OBS_STATUS"].clone()).collect()
}

#[test]
fn a_change_is_given_from_what_both_rounds_published() {
    let (old, new) = (year("2023", 20, 10), year("2024", 23, 12));
    let files = after(&new, &[(&old, &totals(&old))]);
    let page = report(&files);
    // Exact totals of 200 and 230; 98 to 102, and 118 to 122.
    assert!(page.contains("+30 (+15.0_%) since 2023"), "{page}");
    assert!(page.contains("+16 to +24 (+15.6 to +24.5_%) since 2023"), "{page}");
    assert!(page.contains("Year 2023") && page.contains("2023<small>published earlier</small>"), "{page}");
    assert!(page.contains("all 10<") && page.contains("<td>118 to 122</td>"), "{page}");
    assert_eq!(statuses(&files), ["A", "A"]);
    // Everybody's name is in the file: the next year compares with it.
    assert_eq!(lines(&files)[0]["REPORTERS"], "XA XB XC XD XE XF XG XH XI XJ");
    // Without the earlier file the same totals come out, and no change.
    let alone = after(&new, &[]);
    assert_eq!(alone["totals.csv"], files["totals.csv"]);
    let page = report(&alone);
    assert!(
        page.contains("no round of this log has published these figures") && !page.contains("since 2023")
    );
    assert!(!page.contains("published earlier") && !page.contains("thin:"));
}

#[test]
fn other_members_are_a_break_that_names_them() {
    let old = asked("2023", |at| vec![(at != 9).then_some(20), Some(10)]);
    let new = asked("2024", |at| vec![(at != 0).then_some(23), Some(12)]);
    let files = after(&new, &[(&old, &totals(&old))]);
    let page = report(&files);
    let said = "not comparable with 2023: XA reported it then and not now; XJ reported it now and not then";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("break: XA reported it then"), "{page}");
    assert!(page.contains("9 of 10, without XA"), "{page}");
    assert_eq!(statuses(&files), ["B", "A"]);
    assert_eq!(statuses(&after(&new, &[])), ["A", "A"], "alone it is the first of its series");
}

#[test]
fn a_mark_of_a_member_and_another_unit_are_breaks_too() {
    let old = year("2023", 20, 10);
    let mut marked = year("2024", 23, 12);
    marked.statuses.get_mut(&MemberIndex(3)).unwrap()[0] = Status::Break;
    let page = report(&after(&marked, &[(&old, &totals(&old))]));
    assert!(page.contains("not comparable with 2023: a break in the series of XD"), "{page}");
    let mut other = year("2024", 23, 12);
    other.structure.measures.iter_mut().for_each(|measure| measure.unit = "case".to_owned());
    let files = after(&other, &[(&old, &totals(&old))]);
    assert_eq!(statuses(&files), ["B", "B"]);
    assert!(report(&files).contains("then"), "{}", report(&files));
    assert!(!report(&files).contains("_%) since 2023"));
}

/// What was withheld then stays so: nothing is said of it but that.
#[test]
fn a_change_from_a_withheld_total_is_not_given() {
    // Of ten that report it, four have any.
    let old = asked("2023", |at| vec![Some(if at < 4 { 4_321 } else { 0 }), Some(10)]);
    let new = year("2024", 23, 12);
    let files = after(&new, &[(&old, &totals(&old))]);
    let page = report(&files);
    assert!(page.contains("no change given: withheld for 2023"), "{page}");
    let digits: String = page.chars().filter(|c| !"_ ,.".contains(*c)).collect();
    assert!(!digits.contains("17284") && !digits.contains("4321"));
    assert_eq!(statuses(&files), ["A", "A"]);
}

#[test]
fn only_the_period_before_counts_and_of_several_the_latest_publication() {
    let (old, corrected, new) = (year("2023", 20, 10), year("2023", 21, 10), year("2024", 23, 12));
    let (first, second) = (totals(&old), totals(&corrected));
    let page = report(&after(&new, &[(&corrected, &second), (&old, &first)]));
    assert!(page.contains("+20 (+9.5_%) since 2023") && !page.contains("+30"), "{page}");
    for period in ["2022", "2024", "2025"] {
        let other = year(period, 20, 10);
        let files = after(&new, &[(&other, &totals(&other))]);
        assert!(!report(&files).contains(" since "), "{period}");
    }
}

/// A file that is not of the form compares with nothing, and stops no publication.
#[test]
fn a_file_of_another_form_is_passed_over() {
    let (old, new) = (year("2023", 20, 10), year("2024", 23, 12));
    let good = String::from_utf8(totals(&old)).unwrap();
    let shorter = good.lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
    for bad in [
        String::new(),
        shorter,
        good.replace("REPORTERS", "WHO"),
        good.replacen("\ndataflow", ",x\ndataflow", 1),
    ] {
        let files = after(&new, &[(&old, bad.as_bytes())]);
        assert!(!report(&files).contains(" since 2023"), "{bad}");
    }
    assert!(report(&after(&new, &[(&old, good.as_bytes())])).contains(" since 2023"));
}

/// Readers of SDMX see it in each observation; people in each line.
#[test]
fn every_observation_of_a_practice_round_says_so() {
    let real = year("2024", 23, 12);
    let mut practice = year("2024", 23, 12);
    practice.manifest.practice = true;
    let said = "Practice round: made-up figures, not for use";
    assert!(lines(&after(&practice, &[])).iter().all(|line| line["COMMENT_OBS"] == said));
    let xml = String::from_utf8(after(&practice, &[])["totals.xml"].clone()).unwrap();
    assert_eq!(xml.matches(&format!("COMMENT_OBS=\"{said}\"")).count(), 2);
    assert!(lines(&after(&real, &[])).iter().all(|line| line["COMMENT_OBS"].is_empty()));
}

/// The same in the workbook: the ends of the change, or why there is none.
#[test]
fn the_workbook_has_a_sheet_of_changes() {
    let old = asked("2023", |at| vec![(at != 9).then_some(20), Some(10)]);
    let new = year("2024", 23, 12);
    let files = after(&new, &[(&old, &totals(&old))]);
    let mut book = Xlsx::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    let sheet = book.worksheet_range("Change").unwrap();
    let row = |row: usize| -> Vec<String> {
        let cells = sheet.rows().nth(row).unwrap();
        cells.iter().skip(6).map(ToString::to_string).collect()
    };
    assert_eq!(row(0)[6..], ["Change from", "Change to", "No change, because"]);
    let wanted = ["2024", "230", "230", "2023", "180", "180", "", "", "XJ reported it now and not then"];
    assert_eq!(row(1), wanted);
    assert_eq!(row(2), ["2024", "118", "122", "2023", "98", "102", "16", "24", ""]);
}
