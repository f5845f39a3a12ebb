//! Ceremonies with a leader that goes missing: before the first reveal it is replaced, later the ceremony is held again and
//! the missing one leads nothing.

use crate::rounds::{submit_all, sums};
use crate::town::{AREAS, Town};
use std::time::{Duration, Instant};

/// 2 of 3: t1 leads two of the three sub-keys, t2 the third.
const THREE: [&str; 3] = ["t1", "t2", "t3"];
const REST: [&str; 2] = ["t2", "t3"];
/// Time for each of the three steps of a ceremony that is waited out.
const STEP: Duration = Duration::from_secs(15);

/// Proposed and begun; the dates count from the answer.
fn begin(town: &Town, terms: &[&str]) -> Instant {
    let propose = ["ceremony", "--threshold", "2", "--keys", "1"];
    let proposed = Instant::now();
    town.coordinator(&[&propose[..], terms].concat()).good();
    town.sit(&THREE);
    assert!(town.coordinator(&["ceremony"]).good().contains("has begun"));
    proposed
}

fn wait_out(begun: Instant, steps: u32) {
    // The dates were set within the first second after `begun`.
    std::thread::sleep((STEP * steps + Duration::from_secs(1)).saturating_sub(begun.elapsed()));
}

/// Passes of these trustees until nothing is pending at any of them.
fn sit_to_the_end(town: &Town, names: &[&str]) {
    let mut said = Vec::new();
    for _ in 0..8 {
        said = town.sit(names);
        if said.iter().all(|said| said.contains("nothing is pending")) {
            return;
        }
    }
    panic!("the ceremony does not end: {said:?}");
}

/// What the status says of each ceremony.
fn ceremony_lines(town: &Town) -> Vec<String> {
    let status = town.coordinator(&["status"]).good();
    status.lines().filter(|line| line.starts_with("ceremony")).map(str::to_owned).collect()
}

#[test]
fn a_leader_missing_before_the_first_reveal_is_replaced_and_the_keys_serve_a_round() {
    let mut town = Town::with(&AREAS, &THREE);
    town.serve(None);
    let step = format!("{}s", STEP.as_secs());
    let begun = begin(&town, &["--step", &step]);
    // t1 has offered a sealing key, and is not heard of again until the others have revealed.
    let early = town.sit(&REST);
    assert!(
        early[0].contains("committed") && early[1].contains("the other trustees' commitments"),
        "{early:?}"
    );
    wait_out(begun, 1);
    let late = town.sit(&REST);
    assert!(late[0].contains("trustee 0 committed to nothing in time and leads no more"), "{late:?}");
    assert!(town.sit(&REST).concat().contains("revealed, and sent the seeds"));
    assert!(ceremony_lines(&town)[0].contains("confirmations until"));
    // It leads nothing any more, holds what it is sent, and confirms as everybody must.
    let back = town.sit(&["t1"]).concat();
    assert!(back.contains("checked all seeds and confirmed") && !back.contains("sent the seeds"), "{back}");
    sit_to_the_end(&town, &THREE);
    assert!(ceremony_lines(&town)[0].contains("2 of 3  valid; 1 of 1 keys unused"));
    town.open("Replaced", "2024");
    let said = town.sit(&THREE);
    assert!(
        said.iter().all(|said| said.contains("rehearsed") && !said.contains("no right value")),
        "{said:?}"
    );
}

#[test]
fn a_leader_missing_after_its_commitment_ends_the_ceremony_and_the_next_one_goes_without_its_lead() {
    let mut town = Town::with(&AREAS, &THREE);
    town.serve(None);
    let step = format!("{}s", STEP.as_secs());
    let begun = begin(&town, &["--step", &step]);
    // All commit, and t1 is not heard of again: the others reveal, nobody takes its place.
    let said = town.sit(&THREE);
    assert!(
        said[0].contains("ceremony: committed") && said[1].contains("revealed, and sent the seeds"),
        "{said:?}"
    );
    wait_out(begun, 2);
    let said = town.sit(&REST);
    assert!(said.iter().all(|said| said.contains("SilentLeader; at fault: trustee 0")), "{said:?}");
    assert!(ceremony_lines(&town)[0].contains("ended without keys (SilentLeader); at fault: t1"));
    let structure = town.path("structure.toml").display().to_string();
    let new = ["new", "--name", "None", "--structure", &structure, "--period", "2024", "--deadline", "24h"];
    town.coordinator(&new).bad(2, "there is no valid ceremony");
    town.coordinator(&["ceremony", "--threshold", "2", "--not-leading", "t9"])
        .bad(2, "there is no trustee t9");

    // Held again: t1 is back, and leads nothing.
    begin(&town, &["--not-leading", "t1"]);
    let said = town.sit(&THREE);
    assert!(!said[0].contains("ceremony: committed"), "{said:?}");
    assert!(said[1].contains("ceremony: committed") && said[2].contains("ceremony: committed"), "{said:?}");
    sit_to_the_end(&town, &THREE);
    let lines = ceremony_lines(&town);
    assert!(lines.iter().any(|line| line.contains("2 of 3  valid; 1 of 1 keys unused")), "{lines:?}");
    town.open("Held again", "2024");
    submit_all(&town, &AREAS);
    assert_eq!(town.tally(&THREE, "published"), sums());
}
