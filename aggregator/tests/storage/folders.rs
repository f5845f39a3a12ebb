//! The settings and the files of a log, in one folder.

use intertally_aggregator::config::{ClockSettings, Config, Limits, PublishedTo, Tls};
use intertally_core::party::Party;
use intertally_tests::world::key_of;
use std::path::{Path, PathBuf};

/// Settings whose files all lie in one folder.
pub fn config_in(at: &Path) -> Config {
    std::fs::write(at.join("passphrase"), "test\n").unwrap();
    // Closed to others, as a server's secrets are; what is kept in the repository is not.
    for name in ["passphrase", "key"] {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        let _ = std::fs::set_permissions(at.join(name), mode);
    }
    Config {
        origin: "log.test".into(),
        listen: "127.0.0.1:0".parse().unwrap(),
        data: at.join("data"),
        blob_folder: None,
        postgres: None,
        s3: None,
        head: at.join("head"),
        key: at.join("key"),
        passphrase_file: at.join("passphrase"),
        tls: Tls {
            certificate: PathBuf::new(),
            key: PathBuf::new(),
            client_authority: PathBuf::new(),
            revoked: None,
        },
        limits: Limits::default(),
        clock: ClockSettings::default(),
        watch: None,
        log: None,
        published_to: PublishedTo::default(),
        coordinators: vec![hex::encode(key_of(Party::Coordinator).verifying_key().0)],
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target)
        } else {
            match std::fs::copy(&path, &target) {
                // The write-ahead log goes away with the last connection, which may be a moment later.
                Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
                outcome => drop(outcome.unwrap()),
            }
        }
    }
}
