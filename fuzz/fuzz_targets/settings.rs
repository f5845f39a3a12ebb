//! Settings of an office: names, addresses, hosts, proxies; `office.toml`, `card.toml` and `directory.toml` in its folder.
#![no_main]

use intertally_client::home::{Directory, Host, Office, Role, host_name, office_name, server_address};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("intertally-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
});

fuzz_target!(|data: &[u8]| {
    let Some((which, rest)) = data.split_first() else { return };
    let file = match which % 4 {
        0 => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            if office_name(Role::Member, text).is_ok() {
                assert!(office_name(Role::Trustee, text).is_ok() && !text.contains(['/', '\\', '\n']));
            }
            if server_address(text).is_ok() {
                assert!(text.starts_with("https://") && !text.contains([' ', '@']));
            }
            if let Ok(Host::Name(name)) = host_name(text) {
                assert!(name.parse::<std::net::IpAddr>().is_err());
            }
            return;
        }
        1 => "office.toml",
        2 => "card.toml",
        _ => "directory.toml",
    };
    let path = FOLDER.join(file);
    std::fs::write(&path, rest).expect("a file");
    match file {
        "office.toml" => drop(Office::open(&FOLDER)),
        "card.toml" => {
            std::fs::write(
                FOLDER.join("office.toml"),
                "role = \"member\"\nname = \"NL\"\nserver = \"https://x:1\"\n",
            )
            .expect("a file");
            let card = Office::open(&FOLDER).and_then(|office| office.card());
            drop(card.map(|card| (card.key().is_ok(), card.sealing_key().is_ok(), card.fingerprint())));
        }
        _ => drop(
            Directory::parse(&path, rest).map(|directory| (directory.log().is_ok(), directory.to_text())),
        ),
    }
});
