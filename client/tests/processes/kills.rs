//! The server ends as if the power were cut, before and after every durable write of a round; the same command is run
//! again. Each member reports its own power of ten, so that a total shows who was counted, and how often.

use crate::town::{AREAS, Said, TRUSTEES, Town};
use std::time::Duration;

/// Where an upload can be cut, one member each. The command takes it up by itself when the server is back.
const UPLOADS: [&str; 5] =
    ["upload-chunk", "before-blobs", "after-blobs", "before-append/Submitted", "after-append/Submitted"];
const POWERS: [u64; 5] = [1, 10, 100, 1_000, 10_000];
const ALL_ONCE: u64 = 11_111;

/// Submit while the server ends at a fault point, and start the server anew.
fn submit_across(town: &mut Town, fault: &str, area: &str, figure: u64) -> Said {
    let path = town.fill(area, |_, _| figure);
    town.serve(Some(fault));
    let mut command = town.command(area, &["member", "submit", &path]);
    let sending = std::thread::spawn(move || crate::town::run(&mut command));
    for _ in 0..6_000 {
        if town.is_down() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(town.is_down(), "{fault} was never reached");
    town.serve(None);
    sending.join().unwrap()
}

/// Run a command that posts an event: cut before the event is durable, cut after, and once more in peace.
fn across(town: &mut Town, kind: &str, office: &str, args: &[&str]) -> Said {
    // Between database and head file for some kinds, after both for the others: in the log it is either way.
    let durable = matches!(kind, "Sealed" | "Published" | "Committed" | "Confirmed" | "Rehearsed");
    for moment in ["before-append", if durable { "before-head" } else { "after-append" }] {
        town.serve(Some(&format!("{moment}/{kind}")));
        let said = town.office(office, args);
        assert_eq!(said.code, 2, "{moment}/{kind}: {}", said.text);
        assert!(town.ends(), "{moment}/{kind} was never reached: {}", said.text);
    }
    town.serve(None);
    town.office(office, args)
}

#[test]
fn whatever_moment_the_server_is_killed_no_receipt_is_lost_and_nothing_counts_twice() {
    let mut town = Town::with_a_key();
    town.open("Storm", "2024");
    for ((area, fault), figure) in AREAS.iter().zip(UPLOADS).zip(POWERS) {
        let said = submit_across(&mut town, fault, area, figure).good();
        assert!(said.contains("the receipt is kept"), "{fault}: {said}");
    }
    across(&mut town, "Sealed", "hq", &["coordinator", "seal"]).good();
    let receipts = std::fs::read_dir(town.path("hq").join("receipts")).unwrap();
    let names: Vec<String> =
        receipts.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    let of_seal = names.iter().filter(|name| name.ends_with("-Sealed.receipt")).count();
    assert_eq!(of_seal, 1, "the receipt came with the next command: {names:?}");
    assert!(names.iter().all(|name| name.ends_with(".receipt")), "{names:?}");
    across(&mut town, "Stated", "t1", &["trustee", "sit"]).good();
    // The fourth is the quorum, and gives its shares of the counts in the same pass.
    town.sit(&TRUSTEES[1..4]);
    across(&mut town, "SharesGiven", "t1", &["trustee", "sit"]).good();
    town.sit(&TRUSTEES[1..3]);
    across(&mut town, "PlanAdopted", "hq", &["coordinator", "count"]).good();
    across(&mut town, "SharesGiven", "t1", &["trustee", "sit"]).good();
    town.sit(&TRUSTEES[1..3]);
    let out = town.path("published").display().to_string();
    across(&mut town, "Published", "hq", &["coordinator", "publish", "--out", &out]).good();
    let totals = town.totals("published");
    assert_eq!(totals.len(), 6);
    assert!(totals.values().all(|total| *total == Some(ALL_ONCE)), "{totals:?}");

    for area in AREAS {
        let said = town.member(area, &["receipts", "verify"]).good();
        assert!(said.contains("1 receipt, 0 not good"), "{area}: {said}");
        let said = town.member(area, &["status"]).good();
        assert!(said.contains("revision 0 counts"), "{area}: {said}");
    }
    // Whatever was cut off is whole with the next command that reads the log.
    town.coordinator(&["status"]).good();
    town.sit(&TRUSTEES);
    for office in AREAS.iter().chain(&TRUSTEES[..4]).chain(&["hq"]) {
        assert!(town.receipts_are_complete(office) > 0, "{office}");
    }
    town.destroy("Storm");
    town.audit("record", &[]);
}

#[test]
fn a_ceremony_survives_a_server_killed_at_each_of_its_writes() {
    let mut town = Town::build();
    town.serve(None);
    town.coordinator(&["ceremony", "--threshold", "3", "--keys", "1"]).good();
    town.sit(&TRUSTEES);
    assert!(across(&mut town, "Convened", "hq", &["coordinator", "ceremony"]).good().contains("has begun"));
    let others = |town: &Town, passes| (0..passes).for_each(|_| drop(town.sit(&TRUSTEES[1..])));
    across(&mut town, "Committed", "t1", &["trustee", "sit"]).good();
    others(&town, 1);
    across(&mut town, "Revealed", "t1", &["trustee", "sit"]).good();
    // A leader of lower index confirms after those of higher index, t1 last of all; with that the keys are valid, and the
    // same pass says that its sealing key is erased.
    others(&town, 4);
    across(&mut town, "Confirmed", "t1", &["trustee", "sit"]).good();
    across(&mut town, "SealingKeyDestroyed", "t2", &["trustee", "sit"]).good();
    others(&town, 1);
    let said = town.sit(&TRUSTEES);
    assert!(said.iter().all(|said| said.contains("nothing is pending")), "{said:?}");
    town.open("After", "2024");
    across(&mut town, "Rehearsed", "t1", &["trustee", "sit"]).good();
    let said = town.sit(&TRUSTEES[1..]);
    assert!(
        said.iter().all(|said| said.contains("rehearsed") && !said.contains("no right value")),
        "{said:?}"
    );
    assert!(town.coordinator(&["status"]).good().contains("rehearsed    5  of 4 needed"));
}
