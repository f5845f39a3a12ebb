//! The server's disk is lost, full, or put back: no receipt is lost, and the round goes on.

use crate::rounds::{figure, sums};
use crate::town::{AREAS, TRUSTEES, Town};

fn submit(town: &Town, area: &str) {
    town.submit(area, |measure, offence| figure(area, measure, offence)).good();
}

#[test]
fn from_an_older_backup_an_offices_copy_and_one_member_the_round_is_whole_again() {
    let mut town = Town::with_a_key();
    let path = |town: &Town, name: &str| town.path(name).display().to_string();
    town.operator(&["init"]).bad(1, "exists already");
    town.open("Flood", "2024");
    AREAS[..4].iter().for_each(|area| submit(&town, area));
    // Online, while the server runs.
    let said = town.operator(&["backup", "--out", &path(&town, "backup")]).good();
    assert!(said.contains(" that the log names are whole; ") && !said.contains("MISSING"), "{said}");
    submit(&town, AREAS[4]);
    town.member("DK", &["status"]).good();
    let report = town.operator(&["doctor"]).good();
    assert!(!report.contains("FAULT") && report.contains("every event of the log is good"), "{report}");
    town.kill();

    // The volume is gone. The server does not begin another log.
    std::fs::remove_dir_all(town.path("data")).unwrap();
    town.operator(&["serve"]).bad(1, "is its volume mounted?");
    std::fs::create_dir(town.path("data")).unwrap();
    town.operator(&["serve"]).bad(1, "is its volume mounted?");
    town.operator(&["restore", "--from", &path(&town, "backup")]).bad(1, "MISSING events");
    town.operator(&["serve"]).bad(1, "lost, rolled back or replaced");
    // DK has seen the log's end; the body of SE's return is on SE's machine alone.
    town.operator(&["recover", "--from", &path(&town, "DK")]).bad(1, "of SE's submission to round 'Flood'");
    town.operator(&["doctor"]).bad(1, "SE's submission to round 'Flood' are lost");
    town.serve(None);
    town.coordinator(&["seal"]).bad(2, "SE sends the same file again");
    let said = town.member("NL", &["status"]).good();
    assert!(!said.contains("lost a part"), "{said}");
    let said = town.member("SE", &["status"]).good();
    assert!(said.contains("the same bytes were sent again") && said.contains("revision 0 counts"), "{said}");
    assert!(!town.member("SE", &["status"]).good().contains("lost a part"), "once");
    town.operator(&["doctor"]).good();
    assert_eq!(town.tally(&TRUSTEES[..4], "published"), sums());
    for office in AREAS.iter().chain(&["hq", "t1"]) {
        assert!(town.receipts_are_complete(office) > 0, "{office}");
    }
    // The proofs of the trustees' answers are gone: each trustee has its own, and sends them again.
    let answers = std::fs::read_dir(town.path("data/blobs/share-proofs")).unwrap();
    let gone = answers.map(|entry| std::fs::remove_file(entry.unwrap().path()).unwrap()).count();
    assert!(gone >= 6, "two answers each");
    town.operator(&["doctor"]).bad(1, "the trustees' answers in round 'Flood'");
    let said = town.sit(&TRUSTEES[..4]);
    assert!(said.iter().all(|said| said.contains("the same were sent again")), "{said:?}");
    let said = town.sit(&TRUSTEES[..4]);
    assert!(said.iter().all(|said| !said.contains("sent again")), "{said:?}");
    town.operator(&["doctor"]).good();
    town.destroy("Flood");
    town.audit("record", &[]);
}

#[test]
fn a_server_that_was_put_back_stops_as_soon_as_a_party_shows_what_it_signed_since() {
    let mut town = Town::with_a_key();
    town.open("Snapshot", "2024");
    town.kill();
    // A snapshot of the whole machine: log and head file.
    let copy = |from: &str, to: &str, town: &Town| {
        let copied =
            std::process::Command::new("cp").arg("-a").args([town.path(from), town.path(to)]).status();
        assert!(copied.unwrap().success());
    };
    copy("data", "data-then", &town);
    copy("server.head", "head-then", &town);
    town.serve(None);
    submit(&town, "NL");
    town.kill();
    std::fs::rename(town.path("data"), town.path("data-lost")).unwrap();
    copy("data-then", "data", &town);
    std::fs::remove_file(town.path("server.head")).unwrap();
    copy("head-then", "server.head", &town);
    town.serve(None);
    // Who has seen less notices nothing; NL has a receipt for more.
    town.member("DK", &["status"]).good();
    town.member("NL", &["status"]).bad(2, "the server has stopped itself");
    assert!(town.ends(), "it ends");
    town.operator(&["serve"]).bad(1, "lost, rolled back or replaced");
    town.operator(&["recover", "--from", &town.path("NL").display().to_string()])
        .bad(1, "of NL's submission");
    town.serve(None);
    let said = town.member("NL", &["status"]).good();
    assert!(said.contains("sent again"), "{said}");
    assert!(town.member("NL", &["receipts", "verify"]).good().contains("1 receipt, 0 not good"));
}

/// No file may grow beyond this: as a full disk, but one that an unprivileged test can have.
#[test]
fn on_a_full_disk_nothing_is_taken_that_is_not_kept_and_it_goes_on_when_there_is_room() {
    let mut town = Town::with(&AREAS[..3], &TRUSTEES[..3]);
    town.serve(None);
    town.ceremony_of(&TRUSTEES[..3], 2, 1);
    town.open("Full", "2024");
    // Room for some events more; the files are as the last server left them.
    let written = std::fs::metadata(town.path("data/log.sqlite-wal")).unwrap().len() / 1024;
    town.serve_after(&format!("ulimit -f {}; trap '' XFSZ", written + 80));
    let (mut taken, mut refused) = (0, 0);
    for hours in 25..60 {
        let said = town.coordinator(&["extend", "--to", &format!("{hours}h")]);
        if said.code == 0 {
            taken += 1;
            assert_eq!(refused, 0, "once full, full: {}", said.text);
        } else {
            assert!(said.text.contains("nothing is lost, send the same again later"), "{}", said.text);
            refused += 1;
        }
        if refused == 3 {
            break;
        }
    }
    assert!(taken > 0 && refused == 3, "{taken} taken, {refused} refused");
    // The same from outside: whatever the log shows now is what it showed then.
    town.serve(None);
    town.coordinator(&["extend", "--to", "99h"]).good();
    submit(&town, AREAS[0]);
    assert!(town.receipts_are_complete("hq") > taken);
    town.operator(&["doctor"]).good();
}
