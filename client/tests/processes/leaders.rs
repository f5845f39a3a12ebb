//! Ceremonies with a leader that goes missing: before the first reveal it is replaced, later the ceremony is held again and
//! the missing one leads nothing.

use crate::rounds::{submit_all, sums};
use crate::town::{AREAS, Said, Town};
use std::time::{Duration, Instant};

/// 2 of 3: t1 leads two of the three sub-keys, t2 the third.
const THREE: [&str; 3] = ["t1", "t2", "t3"];
const REST: [&str; 2] = ["t2", "t3"];
/// Seconds for each of the three steps of a ceremony that is waited out; on a machine that is too slow the longer ones.
const STEPS: [u64; 3] = [10, 40, 120];

/// One ceremony with dates that come while the test runs.
struct Timed<'a> {
    town: &'a Town,
    step: Duration,
    proposed: Instant,
}

impl<'a> Timed<'a> {
    /// Proposed, offered for by all three, and begun; none if that took too long.
    fn begin(town: &'a Town, step: Duration) -> Option<Self> {
        let timed = Self { town, step, proposed: Instant::now() };
        let seconds = format!("{}s", step.as_secs());
        town.coordinator(&["ceremony", "--threshold", "2", "--keys", "1", "--step", &seconds]).good();
        timed.sit(&THREE, 1)?;
        let said = town.coordinator(&["ceremony"]);
        timed.within(1)?;
        assert!(said.good().contains("has begun"));
        Some(timed)
    }

    /// None if the date after so many steps has come.
    fn within(&self, steps: u32) -> Option<()> {
        (self.proposed.elapsed() < self.step * steps).then_some(())
    }

    /// One pass of these trustees, which must be over before that date.
    fn sit(&self, names: &[&str], steps: u32) -> Option<Vec<String>> {
        let said: Vec<Said> = names.iter().map(|name| self.town.office(name, &["trustee", "sit"])).collect();
        self.within(steps)?;
        Some(said.into_iter().map(Said::good).collect())
    }

    /// Until that date is over: it was set when the command ran, at most a second after it was called for.
    fn wait_out(&self, steps: u32) {
        let date = self.step * steps + Duration::from_secs(1);
        std::thread::sleep(date.saturating_sub(self.proposed.elapsed()));
    }
}

/// A town in which this came in time: with the first of the steps for which the machine is quick enough.
fn in_time(attempt: impl Fn(&Town, Duration) -> Option<()>) -> Town {
    let served = |step: &u64| {
        let mut town = Town::with(&AREAS, &THREE);
        town.serve(None);
        attempt(&town, Duration::from_secs(*step)).map(|()| town)
    };
    STEPS.iter().find_map(served).unwrap_or_else(|| panic!("no ceremony was held in time"))
}

/// Passes of all until nothing is pending at any of them.
fn sit_to_the_end(town: &Town) {
    let mut said = Vec::new();
    for _ in 0..8 {
        said = town.sit(&THREE);
        if said.iter().all(|said| said.contains("nothing is pending")) {
            return;
        }
    }
    panic!("the ceremony does not end: {said:?}");
}

/// Whether the status says this of a ceremony.
fn status_says(town: &Town, words: &str) -> bool {
    let status = town.coordinator(&["status"]).good();
    status.lines().any(|line| line.starts_with("ceremony") && line.contains(words))
}

#[test]
fn a_leader_missing_before_the_first_reveal_is_replaced_and_the_keys_serve_a_round() {
    let town = in_time(|town, step| {
        let ceremony = Timed::begin(town, step)?;
        // t1 has offered a sealing key, and is not heard of until it is replaced.
        let early = ceremony.sit(&REST, 1)?;
        assert!(early[0].contains("ceremony: committed"), "{early:?}");
        assert!(early[1].contains("the other trustees' commitments"), "{early:?}");
        ceremony.wait_out(1);
        let late = ceremony.sit(&["t2"], 2)?.concat();
        assert!(late.contains("trustee t1 committed to nothing in time and leads no more"), "{late}");
        let back = ceremony.sit(&["t1"], 2)?.concat();
        assert!(back.contains("the other trustees' commitments") && !back.contains("ceremony:"), "{back}");
        let heir = ceremony.sit(&["t3"], 2)?.concat();
        assert!(
            heir.contains("ceremony: committed") && heir.contains("revealed, and sent the seeds"),
            "{heir}"
        );
        assert!(ceremony.sit(&["t2"], 2)?.concat().contains("revealed, and sent the seeds"));
        assert!(status_says(town, "confirmations until"));
        // It leads nothing any more, holds what it is sent, and confirms as everybody must.
        let back = ceremony.sit(&["t1"], 3)?.concat();
        assert!(
            back.contains("checked all seeds and confirmed") && !back.contains("sent the seeds"),
            "{back}"
        );
        sit_to_the_end(town);
        ceremony.within(3)
    });
    assert!(status_says(&town, "2 of 3  valid; 1 of 1 keys unused"));
    town.open("Replaced", "2024");
    let said = town.sit(&THREE);
    assert!(
        said.iter().all(|said| said.contains("rehearsed") && !said.contains("no right value")),
        "{said:?}"
    );
}

#[test]
fn a_leader_missing_after_its_commitment_ends_the_ceremony_and_the_next_one_goes_without_its_lead() {
    let town = in_time(|town, step| {
        let ceremony = Timed::begin(town, step)?;
        // All commit, and t1 is not heard of again: the others reveal, nobody takes its place.
        let said = ceremony.sit(&THREE, 1)?;
        assert!(said[0].contains("ceremony: committed"), "{said:?}");
        assert!(said[1].contains("revealed, and sent the seeds"), "{said:?}");
        ceremony.wait_out(2);
        Some(())
    });
    let said = town.sit(&REST);
    assert!(
        said.iter().all(|said| said.contains(
            "commitments or reveals were missing when the time for reveals was over; at fault: t1"
        )),
        "{said:?}"
    );
    assert!(status_says(
        &town,
        "ended without keys: commitments or reveals were missing when the time for reveals was over; at fault: t1; 0 of 0"
    ));
    let structure = town.path("structure.toml").display().to_string();
    let new = ["new", "--name", "None", "--structure", &structure, "--period", "2024", "--deadline", "24h"];
    town.coordinator(&new).bad(2, "there is no valid ceremony");
    let again = ["ceremony", "--threshold", "2", "--keys", "1"];
    town.coordinator(&[&again[..], &["--not-leading", "t9"]].concat()).bad(2, "there is no trustee t9");

    // Held again: t1 is back, and leads nothing.
    let said = town.coordinator(&again).good();
    assert!(said.contains("t1 failed the ceremony before: they hold sub-keys, and lead none"), "{said}");
    town.sit(&THREE);
    assert!(town.coordinator(&["ceremony"]).good().contains("has begun"));
    let said = town.sit(&THREE);
    assert!(!said[0].contains("ceremony: committed"), "{said:?}");
    assert!(said[1..].iter().all(|said| said.contains("ceremony: committed")), "{said:?}");
    sit_to_the_end(&town);
    assert!(status_says(&town, "2 of 3  valid; 1 of 1 keys unused"));
    town.open("Held again", "2024");
    submit_all(&town, &AREAS);
    assert_eq!(town.tally(&THREE, "published"), sums());
    // The next one restarts nothing: t1 may lead again.
    let said = town.coordinator(&again).good();
    assert!(said.contains("proposed 2 of 3") && !said.contains("failed the ceremony before"), "{said}");
}
