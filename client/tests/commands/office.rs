//! The command, and offices of a collaboration whose server does not run.

use std::path::PathBuf;
use std::process::{Command, Output};

/// What a command said, and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    /// Both streams.
    pub all: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let all = format!("{out}{}", String::from_utf8_lossy(&output.stderr));
        Self { code: output.status.code(), out, all }
    }

    /// It ended so, with all of these words.
    pub fn ends(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.all);
        for word in words {
            assert!(self.all.contains(word), "no {word:?} in: {}", self.all);
        }
        assert!(!self.all.contains("panicked"), "{}", self.all);
        self
    }
}

/// A folder in which commands run.
pub struct Desk(pub tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        std::fs::write(desk.path("passphrase"), "a long enough passphrase\n").unwrap();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.text(name)
    }

    /// The command with nothing of this machine's settings but what is given.
    pub fn run(&self, settings: &[(&str, &str)], arguments: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_intertally"));
        let cleared = [
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "NO_PROXY",
            "no_proxy",
            "HTTP_PROXY",
            "TZ",
        ];
        cleared.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.env("HOME", self.0.path()).envs(settings.iter().copied());
        Said::of(&command.args(arguments).stdin(std::process::Stdio::null()).output().unwrap())
    }

    /// The command in an office.
    pub fn office(&self, name: &str, settings: &[(&str, &str)], arguments: &[&str]) -> Said {
        let (home, passphrase) = (self.text(name), self.text("passphrase"));
        let common = ["--home", &home, "--passphrase-file", &passphrase, "--yes"];
        self.run(settings, &[arguments, &common].concat())
    }

    /// A coordinator, a trustee and a member that have joined; the server is at this address.
    pub fn collaboration(server: &str) -> Self {
        let desk = Self::new();
        let at = |name: &str| desk.text(name);
        desk.run(&[], &["pki", "authority", "--out", &at("pki")]).ends(0, &[]);
        let offices = [("coordinator", "hq"), ("trustee", "court"), ("member", "NL")];
        for (role, name) in offices {
            let init = [role, "init", "--name", name, "--server", server, "--passphrase-work", "2"];
            desk.office(name, &[], &init).ends(0, &[]);
            let sent = |ending: &str| at(&format!("{name}/send/{role}-{name}.{ending}"));
            let (card, request) = (sent("card.toml"), sent("request.pem"));
            // The certificate is called by the party, beside its card.
            let files = ["--card", &card, "--request", &request, "--yes"];
            desk.run(&[], &[&["pki", "issue", "--authority", &at("pki")], &files[..]].concat()).ends(0, &[]);
        }
        // The log's key: that of an office which is in no directory.
        let init = ["trustee", "init", "--name", "log", "--server", server, "--passphrase-work", "2"];
        desk.office("log", &[], &init).ends(0, &[]);
        let card = std::fs::read_to_string(desk.path("log/card.toml")).unwrap();
        let key = card.lines().find_map(|line| line.strip_prefix("signing = ")).unwrap().trim_matches('"');
        let cards: Vec<String> = offices.iter().map(|(_, name)| at(&format!("{name}/card.toml"))).collect();
        let out = at("directory.toml");
        let make = ["pki", "directory", "--origin", "tally.example/log", "--log-key", key, "--out", &out];
        desk.run(&[], &[&make[..], &cards.iter().map(String::as_str).collect::<Vec<_>>()].concat())
            .ends(0, &["ATTENTION: it has 1 trustee, and a ceremony takes 3 to 9"]);
        for (role, name) in offices {
            let (authority, certificate) =
                (at("pki/authority.pem"), at(&format!("{name}/send/{role}-{name}.pem")));
            let join = ["--directory", &out, "--authority", &authority, "--certificate", &certificate];
            desk.office(name, &[], &[&[role, "join"], &join[..]].concat()).ends(0, &[]);
        }
        desk
    }
}
