//! The folder of an office as a version wrote it, with its vault and a backup: later versions must prove that they open both. What
//! is in them is kept with the roles (`roles/tests/kept/README.md`). With INTERTALLY_KEEP=1 it is made anew.

use age::secrecy::SecretString;
use intertally_client::home::{Office, Settings, Vault, trustee, vault};
use intertally_core::SPEC_VERSION;
use intertally_core::event::payload::file_digest;
use intertally_roles::{Directory, Role, Shelf};
use rand_core::OsRng;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "passphrase";
const BACKUP: &str = "office.backup";

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

fn passphrase(folder: &Path) -> SecretString {
    vault::passphrase_file(&folder.join(PASSPHRASE)).unwrap()
}

fn make(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join(PASSPHRASE), "kept for later versions, and for nothing else\n").unwrap();
    let settings =
        Settings { role: Role::Trustee, name: "t1".into(), server: "https://localhost:7443".into() };
    let secret = passphrase(folder);
    let (office, card) = Office::init(&folder.join("office"), settings, &secret, 2, &mut OsRng).unwrap();
    let directory = Directory { party: vec![card] }.to_text();
    std::fs::write(office.path("directory.toml"), directory).unwrap();
    let own = office.vault(&secret).unwrap();
    own.create("answer-0", b"a secret of a later step").unwrap();
    trustee::backup(&office, &own, &secret, &folder.join(BACKUP)).unwrap();
    std::fs::write(folder.join("says"), says(&office, &secret)).unwrap();
}

/// What is in a folder, in words that a later version can compare; of secrets their digests.
fn says(office: &Office, passphrase: &SecretString) -> String {
    let card = office.card().unwrap();
    assert_eq!(office.directory().unwrap().named(Role::Trustee, &card.name), Some(&card));
    let mut text =
        format!("{} {} {}\n", office.settings.role.word(), office.settings.name, office.settings.server);
    let own: Vault = office.vault(passphrase).unwrap();
    // That a backup was made is noted, and is in no backup.
    for name in own.names("").unwrap().into_iter().filter(|name| name != "backed-up") {
        writeln!(text, "{name} {}", file_digest(&own.need(&name).unwrap())).unwrap();
    }
    text
}

#[test]
fn folders_that_an_office_has_stored_is_read_by_later_ones() {
    let own = format!("spec-{SPEC_VERSION}");
    if std::env::var("INTERTALLY_KEEP").is_ok_and(|keep| keep == "1") {
        make(&kept().join(&own));
    }
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(kept()).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let secret = passphrase(&folder);
        let before = std::fs::read_to_string(folder.join("says")).unwrap();
        let office = Office::open(&folder.join("office")).unwrap();
        assert_eq!(says(&office, &secret), before, "{}", folder.display());
        let (new, path) = (tempfile::tempdir().unwrap(), folder.join(BACKUP));
        let sealed = std::fs::read(&path).unwrap();
        let restored =
            trustee::restore(&new.path().join("again"), (&path, &sealed), (&secret, &secret), 2).unwrap();
        assert_eq!(says(&restored, &secret), before, "{}", folder.display());
        seen.push(folder.file_name().unwrap().to_str().unwrap().to_owned());
    }
    assert!(seen.contains(&own), "nothing is kept of this version: INTERTALLY_KEEP=1 makes it");
}
