//! A trustee that loses its machine and comes back from a backup older than its last opening.

use crate::rounds::{submit_all, sums};
use crate::town::{AREAS, Said, TRUSTEES, Town};
use intertally_client::home::{Office, vault};
use intertally_client::session;
use intertally_core::event::{Kind, Scope};
use intertally_core::party::{KeyId, Party};
use intertally_core::round::RoundKey;
use intertally_roles::person::Silent;
use std::sync::Arc;

/// What a coordinator could post that leaves the series out: the latest round again, under the first key of the latest
/// ceremony, naming nothing. The log refuses it, whoever the trustees are.
fn unnamed_is_refused(town: &Town, name: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let office = Office::open(&town.path("hq")).unwrap();
        let passphrase = vault::passphrase_file(&town.path("passphrase")).unwrap();
        let mut session = session::open(&office, &passphrase, Arc::new(Silent { yes: true })).unwrap();
        let mut session = session.sync().await.unwrap();
        let mut manifest = session.round(None).unwrap().manifest().clone();
        assert!(!manifest.earlier.is_empty());
        manifest.name = name.to_owned();
        manifest.earlier.clear();
        let latest = session.mirror.fold.ceremonies().find(|(id, _)| **id != manifest.ceremony);
        let (ceremony, state) = latest.unwrap();
        manifest.ceremony = *ceremony;
        let (cells, public_part) = (manifest.keys[0].cells, state.keys()[0].digest);
        manifest.keys = vec![RoundKey { index: 0, key: KeyId::of(*ceremony, 0), public_part, cells }];
        let scope = Scope::Round(manifest.id());
        let refused = session.post(Party::Coordinator, (scope, Kind::Opened), &manifest).await.err().unwrap();
        assert!(refused.to_string().contains("earlier record 0 of the round"), "{refused}");
    });
}

fn trustee(town: &Town, name: &str, args: &[&str]) -> Said {
    town.office(name, &[&["trustee"], args].concat())
}

#[test]
fn a_restored_trustee_rebuilds_its_ledger_from_the_log_and_states_for_no_older_key() {
    let mut town = Town::build();
    town.serve(None);
    town.ceremony(2);
    let of = |name: &str| town.path(&format!("{name}.backup")).display().to_string();
    let own = town.path("passphrase").display().to_string();
    trustee(&town, "t1", &["backup", "--out", &of("t1"), "--backup-passphrase-file", &own])
        .bad(2, "this is the passphrase of the office itself");
    assert!(!std::path::Path::new(&of("t1")).exists());
    std::fs::write(town.path("apart"), "kept somewhere else entirely\n").unwrap();
    let passphrase = town.path("apart").display().to_string();
    let apart = ["--backup-passphrase-file", &passphrase];
    for name in ["t1", "t4"] {
        trustee(&town, name, &[&["backup", "--out", &of(name)], &apart[..]].concat()).good();
    }

    // An opening that the backups do not know: t1 answered for the totals; t4 stated and, as far as the log shows, did not.
    town.open("First", "2023");
    submit_all(&town, &AREAS);
    town.coordinator(&["seal"]).good();
    town.sit(&TRUSTEES[..4]);
    town.sit(&TRUSTEES[..4]);
    town.coordinator(&["count"]).good();
    town.sit(&TRUSTEES[..3]);
    assert_eq!(town.publish("first"), sums());
    // Then both machines are lost.
    for name in ["t1", "t4"] {
        std::fs::remove_dir_all(town.path(name)).unwrap();
        let said = trustee(&town, name, &[&["restore", &of(name)], &apart[..]].concat()).good();
        assert!(said.contains("no key that is older than now"), "{said}");
        let said = trustee(&town, name, &["sit"]).good();
        assert!(said.contains("the ledger lacked round 'First'"), "{name}: {said}");
        assert!(said.contains("nothing is pending"), "{name}: {said}");
        assert!(!trustee(&town, name, &["sit"]).good().contains("lacked"), "noted once");
    }

    // A key older than the restore: nothing is stated.
    town.open("Older", "2023");
    for name in ["t1", "t4"] {
        let said = trustee(&town, name, &["sit"]).good();
        assert!(
            said.contains("you take NO part in round 'Older'")
                && said.contains(
                    "4 of the round's trustees must state, and 4 are left: the loss of one more ends it"
                )
                && !said.contains("waiting for")
                && !said.contains("rehearsed: "),
            "{said}"
        );
    }
    let status = town.coordinator(&["status"]).good();
    assert!(status.contains("rehearsed    0  of 4 needed"), "they do not count as ready: {status}");
    submit_all(&town, &AREAS);
    town.coordinator(&["seal"]).good();
    let said = trustee(&town, "t1", &["sit"]).good();
    assert!(said.contains("you take NO part in round 'Older'"), "{said}");
    assert!(!said.contains("stated for the sealed set"), "{said}");
    let status = town.coordinator(&["status"]).good();
    assert!(status.contains("statements   0  of 4 needed"), "{status}");
    town.coordinator(&["cancel", "--reason", "a trustee was restored"]).good();

    // Keys of a new ceremony, which both have confirmed since: they state where their opening is named.
    town.ceremony(2);
    unnamed_is_refused(&town, "Unnamed");
    town.open("Named", "2023");
    resend(&town);
    assert_eq!(town.tally(&TRUSTEES[..4], "named"), sums());
}

fn resend(town: &Town) {
    for area in AREAS {
        town.member(area, &["resend"]).good();
    }
}
