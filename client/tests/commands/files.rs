//! Files that are handed out, taken in and written: none of another party is taken, none that is there is replaced; passphrases;
//! pages and versions.

use crate::office::{Desk, Said};
use intertally_aggregator::keyfile::{self, KeyFileError};
use intertally_client::home::vault::Vault;
use std::process::{Command, Stdio};

const SERVER: &str = "https://tally.example.org:7443";

fn issue(desk: &Desk, card: &str, request: &str, more: &[&str]) -> Said {
    let authority = desk.text("pki");
    let base = ["pki", "issue", "--authority", &authority, "--card", card, "--request", request, "--yes"];
    desk.run(&[], &[&base[..], more].concat())
}

/// The command where no terminal is to be had.
fn without_terminal(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("setsid");
    command.arg("--wait").arg(env!("CARGO_BIN_EXE_intertally")).args(arguments).stdin(Stdio::null());
    command.env("HOME", desk.0.path()).env_remove("INTERTALLY_PASSPHRASE_FILE");
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_certificate_goes_to_the_party_that_asked_for_it_and_is_replaced_only_on_demand() {
    let desk = Desk::collaboration(SERVER);
    let sent = |party: &str, ending: &str| {
        desk.text(&format!("{}/send/{party}.{ending}", party.rsplit('-').next().unwrap()))
    };
    let (nl, court) = (sent("member-NL", "card.toml"), sent("trustee-court", "request.pem"));
    let own = sent("member-NL", "request.pem");
    issue(&desk, &nl, &court, &["--replace"])
        .ends(2, &["is not the request of member NL", "take card and request of one party"]);
    issue(&desk, &nl, &nl, &["--replace"]).ends(2, &["is no request for a certificate"]);
    let place = sent("member-NL", "pem");
    let before = std::fs::read(&place).unwrap();
    issue(&desk, &nl, &own, &[]).ends(2, &["is there already", "--replace"]);
    assert_eq!(std::fs::read(&place).unwrap(), before, "a yes to everything replaces nothing");
    issue(&desk, &nl, &own, &["--replace"]).ends(0, &["serial"]);
    assert_ne!(std::fs::read(&place).unwrap(), before);
    let (authority, out) = (desk.text("pki"), desk.text("tls"));
    let server = ["pki", "server", "--authority", &authority, "--host", "localhost", "--out", &out];
    desk.run(&[], &server).ends(0, &[]);
    desk.run(&[], &server).ends(2, &["server.pem is there already"]);
    // The directory, made again with other parties in the same place.
    let directory = desk.text("directory.toml");
    let before = std::fs::read(&directory).unwrap();
    let hq = sent("coordinator-hq", "card.toml");
    let key = "11".repeat(32);
    let make = ["pki", "directory", "--origin", "o", "--log-key", &key, "--out", &directory, &hq, "--yes"];
    desk.run(&[], &make).ends(2, &["is there already"]);
    assert_eq!(std::fs::read(&directory).unwrap(), before);
}

#[test]
fn an_office_joins_with_its_own_certificate_by_its_own_authority_alone() {
    let desk = Desk::collaboration(SERVER);
    let (directory, root) = (desk.text("directory.toml"), desk.text("pki/authority.pem"));
    let (own, other) = (desk.text("NL/send/member-NL.pem"), desk.text("court/send/trustee-court.pem"));
    let join = |authority: &str, certificate: &str| {
        let base = [
            "member",
            "join",
            "--directory",
            &directory,
            "--authority",
            authority,
            "--certificate",
            certificate,
        ];
        desk.office("NL", &[], &base)
    };
    join(&root, &own).ends(0, &["joined"]);
    let kept = std::fs::read(desk.path("NL/certificate.pem")).unwrap();
    join(&root, &other).ends(2, &["is for 'trustee court'", "member NL"]);
    join(&root, &directory).ends(2, &["directory.toml: is no certificate"]);
    join(&own, &own).ends(2, &["is no certificate of an authority"]);
    let apart = desk.text("apart");
    desk.run(&[], &["pki", "authority", "--out", &apart]).ends(0, &[]);
    join(&format!("{apart}/authority.pem"), &own).ends(2, &["is not issued by"]);
    assert_eq!(std::fs::read(desk.path("NL/certificate.pem")).unwrap(), kept, "what was joined with stays");
}

#[test]
fn a_template_is_written_as_what_its_name_says_or_not_at_all() {
    let desk = Desk::collaboration(SERVER);
    for name in ["form.ods", "form.xls", "form"] {
        let path = desk.text(name);
        desk.office("NL", &[], &["member", "template", "--out", &path]).ends(2, &[".csv or .xlsx alone"]);
        assert!(!desk.path(name).exists());
    }
}

#[test]
fn passphrases_are_strong_and_without_a_terminal_the_option_is_named() {
    let desk = Desk::collaboration(SERVER);
    let weak = desk.write("weak", "horse\n");
    let (home, court) = (desk.text("new"), desk.text("court"));
    let init = ["trustee", "init", "--name", "new", "--server", SERVER, "--home", &home];
    desk.run(&[], &[&init[..], &["--passphrase-file", &weak]].concat())
        .ends(2, &["the passphrase for this office is weak"]);
    assert!(!desk.path("new").exists());
    let (code, said) = without_terminal(&desk, &["trustee", "sit", "--home", &court]);
    assert!(code == Some(2) && said.contains("no terminal") && said.contains("--passphrase-file"), "{said}");
    // A backup has a passphrase of its own, whatever opens the office.
    let (passphrase, out) = (desk.text("passphrase"), desk.text("court.backup"));
    let backup = ["trustee", "backup", "--home", &court, "--passphrase-file", &passphrase, "--out", &out];
    let (code, said) = without_terminal(&desk, &backup);
    assert!(code == Some(2) && said.contains("--backup-passphrase-file"), "{said}");
    desk.run(&[], &[&backup[..], &["--backup-passphrase-file", &passphrase]].concat())
        .ends(2, &["this is the passphrase of the office itself", "take another one"]);
    assert!(!desk.path("court.backup").exists());
    let apart = desk.write("apart", "kept in another place\n");
    desk.run(&[], &[&backup[..], &["--backup-passphrase-file", &apart]].concat())
        .ends(0, &["keep it and its passphrase apart"]);
    // On a name that is taken it stops before it asks for anything, and says what to do.
    let (code, said) = without_terminal(&desk, &backup);
    assert!(
        code == Some(2) && said.contains("court.backup: is there already and is never replaced"),
        "{said}"
    );
    assert!(said.contains("give another name, or move it away first"), "{said}");
    let restored = desk.text("restored");
    let restore = ["trustee", "restore", &out, "--home", &restored, "--passphrase-file", &passphrase];
    let (code, said) = without_terminal(&desk, &restore);
    assert!(code == Some(2) && said.contains("--backup-passphrase-file"), "{said}");
    // Of two passphrases each is called by what it is for.
    let wrong = desk.write("wrong", "kept in another house\n");
    desk.run(&[], &[&restore[..], &["--backup-passphrase-file", &wrong]].concat())
        .ends(2, &["the passphrase of the backup is wrong"]);
    let new = ["trustee", "restore", &out, "--home", &restored, "--passphrase-file", &weak];
    desk.run(&[], &[&new[..], &["--backup-passphrase-file", &apart]].concat())
        .ends(2, &["the passphrase for this office is weak"]);
    desk.run(&[], &["trustee", "sit", "--home", &court, "--passphrase-file", &apart])
        .ends(2, &["the passphrase of this office is wrong"]);
    assert!(!desk.path("restored").exists());
    desk.run(&[], &[&restore[..], &["--backup-passphrase-file", &apart]].concat()).ends(0, &["restored"]);
}

#[test]
fn an_authority_that_is_there_is_never_made_anew() {
    let desk = Desk::collaboration(SERVER);
    let key = std::fs::read(desk.path("pki/authority.key")).unwrap();
    desk.run(&[], &["pki", "authority", "--out", &desk.text("pki"), "--replace"])
        .ends(2, &["authority.key: is there already", "never replaced", "in a new folder"]);
    assert_eq!(std::fs::read(desk.path("pki/authority.key")).unwrap(), key);
}

#[test]
fn what_is_wrong_with_files_to_join_with_is_said_before_anybody_telephones() {
    let desk = Desk::collaboration(SERVER);
    let (directory, authority) = (desk.text("directory.toml"), desk.text("pki/authority.pem"));
    let own = desk.text("court/send/trustee-court.pem");
    let join = |authority: &str, certificate: &str| {
        let files = ["--directory", &directory, "--authority", authority, "--certificate", certificate];
        desk.office("court", &[], &[&["trustee", "join"], &files[..]].concat())
    };
    const ASKED: &str = "Have you compared these fingerprints";
    join(&authority, &own).ends(0, &[ASKED, "joined"]);
    let (other, gone) = (desk.text("NL/send/member-NL.pem"), desk.text("gone.pem"));
    for (authority, certificate, named) in
        [(&authority, &other, &other), (&authority, &gone, &gone), (&gone, &own, &gone)]
    {
        let said = join(authority, certificate).ends(2, &[named]);
        assert!(!said.all.contains(ASKED), "{}", said.all);
    }
}

#[test]
fn a_forecast_needs_no_round_and_no_office() {
    let desk = Desk::new();
    let forecast = |more: &[&str]| {
        desk.run(&[], &[&["coordinator", "forecast", "--structure", "default"], more].concat())
    };
    forecast(&["--period", "2024", "--members", "9", "--rounds", "2"])
        .ends(0, &["Forecast of 2 imagined rounds"]);
    let said = forecast(&["--period", "2024", "--members", "9", "--rounds", "2", "--json"]).ends(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert!(json["forecast"][0].as_str().unwrap().starts_with("Forecast"));
    forecast(&["--period", "2024"]).ends(2, &["--members"]);
}

#[test]
fn pages_completions_and_the_version_come_from_the_command_itself() {
    let desk = Desk::new();
    desk.run(&[], &["--version"]).ends(0, &["specification 2, built from"]);
    for shell in ["bash", "zsh", "fish"] {
        desk.run(&[], &["completions", shell]).ends(0, &["recompute"]);
    }
    let man = desk.text("man");
    desk.run(&[], &["man", "--out", &man]).ends(0, &["pages to"]);
    let page = std::fs::read_to_string(desk.path("man/intertally-member-check.1")).unwrap();
    assert!(page.contains("intertally") && page.contains("mapping"), "{page}");
    let pages = std::fs::read_dir(&man).unwrap().count();
    assert!(pages > 50, "{pages}");
}

#[test]
fn what_is_done_is_said_as_json_alone_where_that_is_asked_for() {
    let desk = Desk::new();
    let json = |said: Said| -> serde_json::Value { serde_json::from_str(&said.out).unwrap() };
    let (pki, home, passphrase) = (desk.text("pki"), desk.text("NL"), desk.text("passphrase"));
    let run =
        |arguments: &[&str]| json(desk.run(&[], &[arguments, &["--json", "--yes"]].concat()).ends(0, &[]));
    assert_eq!(run(&["pki", "authority", "--out", &pki])["folder"], pki.as_str());
    let office = ["--home", &home, "--passphrase-file", &passphrase];
    let init = ["member", "init", "--name", "NL", "--server", SERVER, "--passphrase-work", "2"];
    let made = run(&[&init[..], &office].concat());
    let sent: Vec<&str> =
        made["send"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    let card = std::fs::read_to_string(sent[0]).unwrap();
    assert!(card.contains(made["card"]["signing"].as_str().unwrap()));
    let issued = run(&["pki", "issue", "--authority", &pki, "--card", sent[0], "--request", sent[1]]);
    assert!(issued["certificate"].as_str().unwrap().ends_with("member-NL.pem") && issued["days"] == 400);
    let revoked =
        run(&["pki", "revoke", "--authority", &pki, "--serial", issued["serial"].as_str().unwrap()]);
    assert_eq!(revoked["revoked"], issued["serial"]);
    assert!(run(&["man", "--out", &desk.text("man")])["pages"].as_u64().unwrap() > 50);
}

/// Office and server read files of one kind, each by itself: neither blames the passphrase for what is damaged for sure, and
/// neither calls damaged what may be under another passphrase.
#[test]
fn office_and_server_tell_damage_from_a_wrong_passphrase_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    keyfile::create(&path, &[7; 32], "correct".to_owned().into()).unwrap();
    let whole = std::fs::read(&path).unwrap();
    let text = String::from_utf8_lossy(&whole).into_owned();
    let at = |mark: &str| text.find(mark).unwrap() + mark.len();
    let changed = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        bytes
    };
    let cases = [
        (b"hello".to_vec(), "correct", false),
        (Vec::new(), "correct", false),
        (whole[..30].to_vec(), "correct", false),
        (whole[..whole.len() - 1].to_vec(), "correct", false),
        (changed(whole.len() - 1), "correct", false),
        (changed(at("\n--- ")), "correct", false),
        (changed(at("scrypt ")), "correct", true),
        (whole.clone(), "other", true),
    ];
    for (bytes, passphrase, perhaps) in cases {
        std::fs::write(&path, &bytes).unwrap();
        let server = keyfile::open(&path, passphrase.to_owned().into()).unwrap_err();
        assert_eq!(matches!(server, KeyFileError::Passphrase), perhaps, "{server}");
        let office =
            Vault::open_backup(&path, &bytes, &passphrase.to_owned().into()).err().unwrap().to_string();
        assert_eq!(office.contains("the passphrase of the backup is wrong"), perhaps, "{office}");
    }
}
