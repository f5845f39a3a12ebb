//! Rounds that end otherwise: held after the totals were asked for, failed, practised; and ciphertexts deleted in the end.

use crate::rounds::{figure, submit_all, sums};
use crate::town::{AREAS, TRUSTEES, Town};

#[test]
fn a_held_round_is_rechecked_and_sent_again_with_one_command_and_its_opening_counts() {
    let mut town = Town::build();
    town.serve(None);
    town.ceremony(3);
    town.open("Before", "2023");
    // Prepared twice, sent once: what is kept of the other must not be taken for it.
    let path = town.fill("NL", |measure, offence| figure("NL", measure, offence));
    let file = town.path("nl.submission").display().to_string();
    town.member("NL", &["prepare", &path, "--out", &file]).good();
    let other = town.fill("NL", |_, _| 3);
    let unsent = town.path("unsent.submission").display().to_string();
    town.member("NL", &["prepare", &other, "--out", &unsent]).good();
    town.member("NL", &["send", &file]).good();
    submit_all(&town, &["DK", "FI", "GB", "SE"]);
    let shown = town.path("nl.shown").display().to_string();
    town.member("NL", &["prove", "--out", &shown]).good();
    town.member("NL", &["prove", "--out", &shown]).bad(2, "never replaced");
    let seen = town.office("court", &["auditor", "recompute", &shown]).good();
    let verdict = seen.lines().last().unwrap_or_default();
    assert!(verdict.starts_with("PASS  this is the return that counts"), "{seen}");
    assert!(seen.lines().count() > 2 && seen.contains("FRAUD"), "{seen}");
    // A part of a key lists the cells that fit; one key is one cell.
    let cells = |part: &str| -> Vec<serde_json::Value> {
        let said = ["auditor", "recompute", &shown, "--cell", part, "--json"];
        let said = town.command("court", &said).output().unwrap();
        serde_json::from_slice(&said.stdout).unwrap_or_default()
    };
    let fraud = cells("FRAUD");
    assert_eq!(fraud.len(), 2, "offences and suspects");
    assert_eq!(cells(fraud[0]["cell"].as_str().unwrap()).len(), 1);
    town.office("court", &["auditor", "recompute", &shown, "--cell", "NONE"]).bad(2, "give less of the key");
    // One bit of a figure or of a seed more or less: it is not what was sent.
    let whole = std::fs::read(&shown).unwrap();
    let changed = town.path("changed.shown");
    for at in [whole.len() / 3, whole.len() - 40] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&changed, &bytes).unwrap();
        let said = town.office("court", &["auditor", "recompute", &changed.display().to_string()]);
        assert!(
            said.code != 0 && !said.text.contains("PASS") && !said.text.contains("FRAUD"),
            "{}",
            said.text
        );
    }
    town.coordinator(&["seal"]).good();
    town.sit(&TRUSTEES);
    town.sit(&TRUSTEES);
    town.coordinator(&["count"]).good();
    town.sit(&TRUSTEES);
    town.coordinator(&["hold", "--reason", "a figure of one member is under review"]).good();
    assert!(town.coordinator(&["status"]).good().contains("member resend"));
    town.coordinator(&["publish"]).bad(2, "the round is held");
    for area in AREAS {
        let said = town.member(area, &["recheck"]).good();
        assert!(said.contains("everything that was sent"), "{said}");
    }
    // Every trustee notes that its answer is burnt; the next round names it by itself.
    town.sit(&TRUSTEES);
    town.open("Again", "2023");
    for area in AREAS {
        town.member(area, &["resend"]).good();
    }
    assert_eq!(town.tally(&TRUSTEES, "again"), sums());
    town.destroy("Again");
    // The record holds the composition of the held round: nothing else is needed.
    town.audit("again-record", &[]);
    town.member("NL", &["forget", "Again"]).good();
    town.member("NL", &["recheck"]).bad(2, "its secrets are not here");
}

#[test]
fn a_round_with_too_few_members_has_failed_and_says_so() {
    let town = Town::with_a_key();
    let structure = town.path("structure.toml").display().to_string();
    let new = ["new", "--name", "Thin", "--structure", &structure, "--period", "2024", "--min-members", "3"];
    town.coordinator(&[&new[..], &["--deadline", "20s", "--grace", "0"]].concat()).good();
    town.submit("NL", |_, _| 5).good();
    let begun = std::time::Instant::now();
    let status = loop {
        let status = town.coordinator(&["status"]).good();
        if status.contains("failed") || begun.elapsed().as_secs() > 60 {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    };
    assert!(status.contains("1 members had submitted when the deadline passed, 3 are needed"), "{status}");
    town.coordinator(&["seal"]).bad(2, "1 of 5 members have submitted, 3 are needed");
    town.submit("SE", |_, _| 5).bad(2, "the deadline");
    let said = town.member("SE", &["status"]).good();
    assert!(said.contains("FAILED: 1 members"), "{said}");
}

/// From the seal to the files of one of two rounds.
fn run(town: &Town, round: &str, out: &str) {
    let coordinator = |args: &[&str]| town.coordinator(&[args, &["--round", round]].concat()).good();
    coordinator(&["seal"]);
    town.sit(&TRUSTEES);
    town.sit(&TRUSTEES);
    coordinator(&["count"]);
    town.sit(&TRUSTEES);
    coordinator(&["publish", "--out", &town.path(out).display().to_string()]);
}

#[test]
fn a_practice_round_runs_beside_a_real_one_and_ciphertexts_are_deleted_when_they_are_due() {
    let mut town = Town::build();
    town.serve(None);
    town.ceremony(2);
    let structure = town.path("structure.toml").display().to_string();
    town.open("Real", "2024");
    submit_all(&town, &AREAS);
    let new = ["new", "--test", "--name", "Drill", "--structure", &structure, "--period", "2024"];
    town.coordinator(&[&new[..], &["--deadline", "24h", "--min-members", "3"]].concat()).good();
    town.member("NL", &["practise", "--round", "Real"]).bad(2, "is no practice round");
    // The latest round is the practice round, and is meant by nobody who does not name it; a script sends it nothing real.
    assert!(town.coordinator(&["status"]).good().contains("round      Real"));
    let own = town.path("NL").join("return.csv").display().to_string();
    town.member("NL", &["submit", &own, "--round", "Drill"]).bad(2, "--yes does not answer this");
    for area in AREAS {
        assert!(
            town.member(area, &["practise", "--round", "Drill"]).good().contains("made-up figures taken")
        );
    }
    assert!(town.member("NL", &["status"]).good().contains("PRACTICE"));
    run(&town, "Drill", "drill");
    let report = std::fs::read_to_string(town.path("drill").join("report.html")).unwrap();
    assert!(report.contains("PRACTICE") || report.contains("practice"), "the report is marked");
    town.office("t1", &["trustee", "destroy", "Drill"]).good();

    // The real one does not name the practised opening, and no trustee asks for it.
    run(&town, "Real", "real");
    assert_eq!(town.totals("real"), sums());
    town.destroy("Real");

    // Retention: not while the server runs, not without --yes; then the record says deleted, not tampered with.
    let status: serde_json::Value =
        serde_json::from_str(&town.coordinator(&["status", "--round", "Real", "--json"]).good()).unwrap();
    let id = status["round"].as_str().unwrap().to_owned();
    town.operator(&["delete-ciphertexts", "--round", &id, "--yes"]).bad(1, "in use by a running server");
    town.kill();
    town.operator(&["delete-ciphertexts", "--round", &id]).bad(1, "add --yes");
    town.operator(&["delete-ciphertexts", "--round", "zz", "--yes"]).bad(1, "0 rounds of this log");
    let said = town.operator(&["delete-ciphertexts", "--round", &id, "--yes"]).good();
    assert!(said.contains("deleted 5 ciphertexts"), "{said}");
    town.serve(None);
    let record = town.path("record").display().to_string();
    town.coordinator(&["record", "export", "--round", "Real", "--out", &record]).good();
    let said = town.office("court", &["auditor", "verify", &record]);
    assert!(said.code != 1 && said.text.contains("deleted"), "deleted is no tampering: {}", said.text);
}
