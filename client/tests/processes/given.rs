//! What a working collaboration is given from outside: lists of the coordinator, a database that another program holds, records
//! that somebody looked at.

use crate::rounds::figure;
use crate::town::Town;
use sqlx::{ConnectOptions, Executor};

#[test]
fn lists_a_held_database_and_a_record_that_was_looked_at() {
    let mut town = Town::build();
    configured(&town);
    town.serve(None);
    // The first day of a member: no fault, whatever it asks.
    for verb in ["rounds", "status"] {
        let said = town.member("NL", &[verb]).good();
        assert!(said.contains("no round lists this office yet"), "{said}");
    }
    // A proposal is taken back: nobody waits for it.
    let before = town.coordinator(&["status"]).good();
    assert!(before.contains("no round and no key yet: `coordinator ceremony --threshold`"), "{before}");
    town.coordinator(&["ceremony", "--threshold", "3"]).good();
    let status = town.coordinator(&["status"]).good();
    assert!(
        status.contains("proposed   3 of 5") && status.contains("offers are missing from t1"),
        "{status}"
    );
    town.coordinator(&["ceremony", "--threshold", "3"]).bad(2, "is proposed already");
    assert!(town.coordinator(&["ceremony", "--withdraw"]).good().contains("taken back"));
    town.coordinator(&["ceremony"]).bad(2, "no ceremony is proposed");
    // The terms were all that let a trustee in.
    town.office("t1", &["trustee", "sit"]).bad(2, "your key is in no round or ceremony");
    town.ceremony(1);
    town.open("Given", "2024");
    expectations(&town);
    in_clear(&town);
    held(&town);
    looked_at(&town);
}

/// `check-config` opens what the configuration names: a wrong file is found before the server stays down.
fn configured(town: &Town) {
    let said = town.operator(&["check-config"]).good();
    assert!(said.contains("ok    the key opens with that passphrase"), "{said}");
    let spoil = |name: &str, bytes: &[u8], fault: &str| {
        let before = std::fs::read(town.path(name)).unwrap();
        std::fs::write(town.path(name), bytes).unwrap();
        town.operator(&["check-config"]).bad(1, fault);
        std::fs::write(town.path(name), before).unwrap();
    };
    spoil("passphrase", b"another passphrase\n", "FAULT the key opens with that passphrase: ");
    spoil("passphrase", b"\n", "the first line of the passphrase file is empty");
    spoil("tls/server.key", b"nonsense", "FAULT certificates, their key");
    spoil("pki/authority.pem", b"", "FAULT certificates, their key");
    spoil("server.key", b"nonsense", "no key that `init` wrote, whatever the passphrase");
    // What `serve` refuses, this does, too: it runs before every start.
    let settings = std::fs::read_to_string(town.path("server.toml")).unwrap();
    let loud = format!("log = \"loud\"\n{settings}");
    spoil("server.toml", loud.as_bytes(), "FAULT the levels of log lines are levels");
    let key = settings.split("coordinators = [\"").nth(1).unwrap().split('"').next().unwrap();
    let listen = settings.split("listen = \"").nth(1).unwrap();
    let twice = format!("{settings}\n[watch]\nlisten = \"{}\"\n", listen.split('"').next().unwrap());
    spoil("server.toml", twice.as_bytes(), "are one address: give the operator's page another port");
    let zeros = settings.replace(key, &"0".repeat(64));
    spoil("server.toml", zeros.as_bytes(), "still has the example's zeros");
    spoil("server.head", b"", "the head file is missing or empty");
    let away = town.path("away");
    for place in ["server.head", "data"] {
        std::fs::rename(town.path(place), &away).unwrap();
        town.operator(&["check-config"]).bad(1, "is its volume mounted?");
        std::fs::rename(&away, town.path(place)).unwrap();
    }
    let mode = |mode| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(town.path("passphrase"), mode).unwrap();
    };
    mode(0o644);
    town.operator(&["check-config"]).bad(1, "can be read by everybody on this machine");
    mode(0o600);
    town.operator(&["check-config"]).good();
}

/// Every line of an expectation meets a member and a cell, or the command names the line; aliases, marks and separators are as in
/// returns.
fn expectations(town: &Town) {
    let list = |text: &str| {
        std::fs::write(town.path("expected.csv"), text).unwrap();
        town.coordinator(&[
            "forecast",
            "--rounds",
            "2",
            "--expected",
            &town.path("expected.csv").display().to_string(),
        ])
    };
    let good = "MEASURE,OFFENCE,MEMBERS,NONZERO\nOFF_REC,DDOS,5,80\nPER_SUSP,,4,75\n";
    list(good).good();
    list(&format!("\u{feff}{}", good.replace(',', ";").replace('\n', "\r\n"))).good();
    for (text, word) in [
        (good.replace("OFF_REC", "OFF_RECC"), "OFF_REC"),
        (good.replace("DDOS,5", "DDOSS,5"), "DDOS"),
        (good.replace("MEASURE,OFFENCE,MEMBERS,NONZERO\n", ""), "column"),
        (good.replace("MEMBERS", "MEMBRES"), "MEMBERS"),
        (good.replace("5,80", "5,101"), "line 2"),
        (good.replace("5,80", "five,80"), "five"),
    ] {
        let said = list(&text);
        assert_eq!(said.code, 2, "{text}: {}", said.text);
        assert!(said.text.contains(word) && said.text.contains("expected.csv"), "{word}: {}", said.text);
    }
}

/// SQLITE_BUSY has words of its own, for the operator and for whoever sends; nothing is to be restored, and nothing is lost.
fn held(town: &Town) {
    let path = town.fill("NL", |measure, offence| figure("NL", measure, offence));
    let file = town.path("nl.submission").display().to_string();
    town.member("NL", &["prepare", &path, "--out", &file]).good();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let database = town.path("data").join("log.sqlite");
    let mut other =
        runtime.block_on(sqlx::sqlite::SqliteConnectOptions::new().filename(database).connect()).unwrap();
    runtime.block_on(other.execute("BEGIN EXCLUSIVE")).unwrap();
    let said = town.member("NL", &["send", &file]);
    assert_eq!(said.code, 2, "{}", said.text);
    assert!(said.text.contains("holds its database") && said.text.contains("later"), "{}", said.text);
    let log = std::fs::read_to_string(town.path("server.log")).unwrap();
    assert!(log.contains("another program holds the database"), "{log}");
    assert!(!log.contains("restore the backup"), "{log}");
    // A second server, and the operator's own commands, say the same or go on.
    runtime.block_on(other.execute("ROLLBACK")).unwrap();
    town.member("NL", &["send", &file]).good();
}

/// A figure that is marked PUBLISHED goes out in clear: no script's general yes sends it.
fn in_clear(town: &Town) {
    let path = town.fill("FI", |measure, offence| figure("FI", measure, offence));
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    assert!(head.ends_with("OBS_STATUS,CONF_STATUS,PUBLISHED,COMMENT_OBS"), "{head}");
    std::fs::write(&path, format!("{head}\n{}", rows.replacen(",A,,,", ",A,,Y,", 1))).unwrap();
    let file = town.path("fi.submission").display().to_string();
    let prepare = ["prepare", &path, "--out", &file];
    town.member("FI", &prepare).bad(2, "give --published-in-clear if every figure listed is public");
    assert!(!std::path::Path::new(&file).exists());
    let said = town.member("FI", &[&prepare[..], &["--published-in-clear"]].concat()).good();
    for words in
        ["1 figure is marked PUBLISHED", "IN CLEAR, to everybody", "yes, as --published-in-clear says"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// Finder and Explorer leave files in folders that they show: named, and no fault of the record. Anything else is one.
fn looked_at(town: &Town) {
    let record = town.path("record");
    let name = record.display().to_string();
    town.coordinator(&["record", "export", "--out", &name]).good();
    let verify = || town.office("court", &["auditor", "verify", &name]);
    let before = verify();
    assert_ne!(before.code, 1, "{}", before.text);
    for left in [".DS_Store", "Thumbs.db", "desktop.ini", "blobs/._x", "blobs/.DS_Store"] {
        std::fs::write(record.join(left), b"x").unwrap();
    }
    let after = verify();
    assert_eq!(after.code, before.code, "{}", after.text);
    for left in [".DS_Store", "Thumbs.db", "desktop.ini"] {
        assert!(after.text.contains(left), "{left}: {}", after.text);
    }
    std::fs::write(record.join("blobs/other.txt"), b"x").unwrap();
    assert_eq!(verify().code, 1, "what no desktop leaves is a fault");
}
