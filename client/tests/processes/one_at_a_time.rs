//! Several commands in one office: none breaks its copy of the log, and none takes a broken copy for a fork.

use crate::town::{Town, at_once};
use std::process::Stdio;
use std::time::Duration;

/// Once the copy of the log has so many bytes less, whoever reads it must say that the copy is at fault.
const CUT: usize = 7;

#[test]
fn commands_wait_for_each_other_and_a_damaged_copy_is_no_fork() {
    let town = Town::with_a_key();

    // Six at once, each reading the log from its first event: before there was a lock they wrote it twice.
    for file in ["log.bin", "log.note"] {
        std::fs::remove_file(town.path("t1").join(file)).unwrap();
    }
    at_once(&[0; 6], |_| {
        let said = town.office("t1", &["trustee", "sit"]).good();
        assert!(!said.contains("fork") && !said.contains("tell the other"), "{said}");
    });

    // One that goes on holds the office; the next is told so, by name, and nothing breaks.
    let mut watch = town.command("t1", &["trustee", "sit", "--watch", "60"]);
    let mut watch = watch.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let lock = town.path("t1").join("office.lock");
    let held = || std::fs::read_to_string(&lock).unwrap().contains(&format!("process {}", watch.id()));
    while !held() {
        std::thread::sleep(Duration::from_millis(20));
    }
    town.office("t1", &["trustee", "sit"]).bad(2, "is in use by `trustee sit`");
    watch.kill().unwrap();
    watch.wait().unwrap();
    town.office("t1", &["trustee", "sit"]).good();

    // A copy that lost its end is completed; one with other bytes is named as damaged, and repaired.
    let copy = town.path("t1").join("log.bin");
    let whole = std::fs::read(&copy).unwrap();
    std::fs::write(&copy, &whole[..whole.len() - CUT]).unwrap();
    town.office("t1", &["trustee", "sit"]).good();
    assert_eq!(std::fs::read(&copy).unwrap(), whole);
    std::fs::remove_file(&copy).unwrap();
    town.office("t1", &["trustee", "sit"]).good();
    let mut twice = whole.clone();
    twice.extend_from_slice(&whole);
    std::fs::write(&copy, &twice).unwrap();
    town.office("t1", &["trustee", "sit"]).bad(2, "is damaged: run `repair`");
    let said = town.office("t1", &["trustee", "repair"]).good();
    assert!(said.contains("log.bin.damaged-1") && said.contains("those that were witnessed here"), "{said}");
    assert_eq!(std::fs::read(&copy).unwrap(), whole);
    // Every role that reads the log can read it again.
    town.office("court", &["auditor", "repair"]).good();
    assert!(!town.path("t1").join("evidence").exists(), "nothing of this is evidence against the log");
}
