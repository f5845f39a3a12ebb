//! A server and the offices of one collaboration, each a folder, each command a process of its own.

pub use crate::commands::{Said, at_once, run, run_with, server_binary};

use crate::commands::client;
use intertally_client::home::Office;
use intertally_verify::receipt::ReceiptFile;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

const STRUCTURE: &str = include_str!("structure.toml");
/// Areas of the members.
pub const AREAS: [&str; 5] = ["DK", "FI", "GB", "NL", "SE"];
/// Names of the trustees.
pub const TRUSTEES: [&str; 5] = ["t1", "t2", "t3", "t4", "t5"];
const ORIGIN: &str = "town.test";
/// Passes after which a ceremony or an answer is taken to be stuck.
const PASSES: usize = 12;

/// One collaboration.
pub struct Town {
    folder: TempDir,
    server: Option<Child>,
    /// Where offices call.
    port: u16,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Drop for Town {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Town {
    /// Authority, server and offices: coordinator, auditor, five trustees, five members; all joined.
    pub fn build() -> Self {
        Self::of(&AREAS)
    }

    /// The same with other members.
    pub fn of(areas: &[&str]) -> Self {
        Self::with(areas, &TRUSTEES)
    }

    /// The same with other members and fewer trustees.
    pub fn with(areas: &[&str], trustees: &[&str]) -> Self {
        // A free port that the offices can be told before the server runs.
        let port = free_port();
        Self::on((areas, trustees), port, |_, listen| format!("listen = \"127.0.0.1:{port}\"\n{listen}"))
    }

    /// The first one, served, after a ceremony of one key: held once for all tests, each of which has a copy at a port of its own.
    pub fn with_a_key() -> Self {
        static HELD: OnceLock<Town> = OnceLock::new();
        let held = HELD.get_or_init(|| {
            let mut town = Self::build();
            town.serve(None);
            town.ceremony(1);
            town.kill();
            town
        });
        let mut town = Self { folder: tempfile::tempdir().unwrap(), server: None, port: free_port() };
        let copied = Command::new("cp").arg("-a").args([&held.path("."), town.folder.path()]).status();
        assert!(copied.unwrap().success());
        let offices = ["hq", "court"].iter().chain(&TRUSTEES).chain(&AREAS);
        let settings = offices.map(|name| format!("{name}/office.toml")).chain(["server.toml".to_owned()]);
        let [old, new] = [held.port, town.port].map(|port| format!(":{port}\""));
        for path in settings.map(|name| town.path(&name)) {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(&old), "{}", path.display());
            std::fs::write(path, text.replace(&old, &new)).unwrap();
        }
        town.serve(None);
        town
    }

    /// The same at a port that offices call, with settings made of the folder and those that every server has but `listen`.
    pub fn on(
        (areas, trustees): (&[&str], &[&str]),
        port: u16,
        settings: impl FnOnce(&Path, &str) -> String,
    ) -> Self {
        let town = Self { folder: tempfile::tempdir().unwrap(), server: None, port };
        let at = |name: &str| town.path(name).display().to_string();
        std::fs::write(town.path("passphrase"), "a long enough passphrase\n").unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(town.path("passphrase"), mode).unwrap();
        std::fs::write(town.path("structure.toml"), STRUCTURE).unwrap();
        town.intertally(&["pki", "authority", "--out", &at("pki")]).good();
        let host = ["--host", "localhost", "--host", "127.0.0.1"];
        let server = ["pki", "server", "--authority", &at("pki"), "--out", &at("tls")];
        town.intertally(&[&server[..], &host].concat()).good();
        let common = format!(
            "coordinators = []\norigin = \"{ORIGIN}\"\ndata = \"data\"\nhead = \"server.head\"\nkey = \"server.key\"\n\
             passphrase_file = \"passphrase\"\n[tls]\ncertificate = \"tls/server.pem\"\nkey = \"tls/server.key\"\n\
             client_authority = \"pki/authority.pem\"\n"
        );
        let config = settings(town.folder.path(), &common);
        std::fs::write(town.path("server.toml"), config).unwrap();
        let made = town.operator(&["init"]).good();
        let log_key = made.trim().rsplit(' ').next().unwrap().to_owned();
        town.found_offices((areas, trustees), &format!("https://localhost:{port}"), &log_key);
        town
    }

    fn found_offices(&self, (areas, trustees): (&[&str], &[&str]), address: &str, log_key: &str) {
        let mut offices = vec![("coordinator", "hq"), ("auditor", "court")];
        offices.extend(trustees.iter().map(|name| ("trustee", *name)));
        offices.extend(areas.iter().map(|area| ("member", *area)));
        let in_office = |name: &str, file: &str| self.path(name).join(file).display().to_string();
        let pki = self.path("pki").display().to_string();
        at_once(&offices, |(role, name)| {
            self.office(name, &[role, "init", "--name", name, "--server", address, "--passphrase-work", "2"])
                .good();
            let (card, request) = (in_office(name, "card.toml"), in_office(name, "request.pem"));
            let issue =
                ["pki", "issue", "--authority", &pki, "--card", &card, "--request", &request, "--out"];
            self.intertally(&[&issue[..], &[&in_office(name, "issued.pem")]].concat()).good();
        });
        // The operator lists the coordinator's key, as its card shows it.
        let card = std::fs::read_to_string(in_office("hq", "card.toml")).unwrap();
        let signing = card.lines().find_map(|line| line.strip_prefix("signing = ")).unwrap();
        let config = std::fs::read_to_string(self.path("server.toml")).unwrap();
        let listed = config.replace("coordinators = []", &format!("coordinators = [{signing}]"));
        std::fs::write(self.path("server.toml"), listed).unwrap();
        let cards: Vec<String> = offices.iter().map(|(_, name)| in_office(name, "card.toml")).collect();
        let directory = self.path("directory.toml").display().to_string();
        let make = ["pki", "directory", "--origin", ORIGIN, "--log-key", log_key, "--out", &directory];
        let cards: Vec<&str> = cards.iter().map(String::as_str).collect();
        self.intertally(&[&make[..], &cards].concat()).good();
        let authority = in_office("pki", "authority.pem");
        at_once(&offices, |(role, name)| {
            let certificate = in_office(name, "issued.pem");
            let join =
                ["join", "--directory", &directory, "--authority", &authority, "--certificate", &certificate];
            self.office(name, &[&[*role], &join[..]].concat()).good();
        });
    }

    /// A path in the town's folder; offices lie there under their names.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Start the server, to end at a fault point if one is named.
    pub fn serve(&mut self, fault: Option<&str>) {
        let mut command = Command::new(server_binary());
        if let Some(fault) = fault {
            command.env("INTERTALLY_FAULT", fault);
        } else {
            command.env_remove("INTERTALLY_FAULT");
        }
        self.start(command);
    }

    /// Start the server in a shell that does this first, e.g. set limits.
    pub fn serve_after(&mut self, shell: &str) {
        let mut command = Command::new("bash");
        command.args(["-c", &format!("{shell}; exec \"$0\" \"$@\"")]).arg(server_binary());
        self.start(command);
    }

    fn start(&mut self, mut command: Command) {
        self.kill();
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(self.path("server.log")).unwrap();
        command.args(["serve", "--config"]).arg(self.path("server.toml"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = std::fs::read_to_string(self.path("server.log")).unwrap();
        assert!(line.starts_with("serving"), "the server does not start: {log}");
        self.server = Some(child);
    }

    /// Kill -9.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.server.take() {
            let _ = child.kill();
            child.wait().unwrap();
        }
    }

    /// The most memory that the server ever had resident, in MiB, as the kernel counts it.
    pub fn peak_mib(&self) -> u64 {
        let id = self.server.as_ref().unwrap().id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }

    /// A verb of the server's own command that needs the configuration.
    pub fn operator(&self, args: &[&str]) -> Said {
        run(Command::new(server_binary()).args(args).arg("--config").arg(self.path("server.toml")))
    }

    /// Whether the server has ended by itself.
    pub fn is_down(&mut self) -> bool {
        self.server.as_mut().is_none_or(|child| child.try_wait().unwrap().is_some())
    }

    /// Whether the server ends by itself within ten seconds: a client may see the cut before the process is gone.
    pub fn ends(&mut self) -> bool {
        (0..200).any(|_| {
            let down = self.is_down();
            if !down {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            down
        })
    }

    fn intertally(&self, args: &[&str]) -> Said {
        self.office("nobody", args)
    }

    /// A command in an office, to be run.
    pub fn command(&self, name: &str, args: &[&str]) -> Command {
        let mut command = Command::new(client());
        command.args(args).arg("--home").arg(self.path(name));
        command.arg("--passphrase-file").arg(self.path("passphrase")).arg("--yes");
        command
    }

    /// A command in an office.
    pub fn office(&self, name: &str, args: &[&str]) -> Said {
        run(&mut self.command(name, args))
    }

    /// A command of the coordinator.
    pub fn coordinator(&self, args: &[&str]) -> Said {
        self.office("hq", &[&["coordinator"], args].concat())
    }

    /// A command of a member.
    pub fn member(&self, area: &str, args: &[&str]) -> Said {
        self.office(area, &[&["member"], args].concat())
    }

    /// One pass of every trustee named.
    pub fn sit(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.office(name, &["trustee", "sit"]).good()).collect()
    }

    /// A ceremony of 3 of 5, to its end.
    pub fn ceremony(&self, keys: u32) {
        self.ceremony_of(&TRUSTEES, 3, keys);
    }

    /// A ceremony of all trustees that the town has, to its end.
    pub fn ceremony_of(&self, trustees: &[&str], threshold: u8, keys: u32) {
        let (threshold, keys) = (threshold.to_string(), keys.to_string());
        self.coordinator(&["ceremony", "--threshold", &threshold, "--keys", &keys]).good();
        let begun = self.coordinator(&["ceremony"]).good();
        assert!(begun.contains("offers are missing from: t1"), "{begun}");
        self.sit(trustees);
        assert!(self.coordinator(&["ceremony"]).good().contains("has begun"));
        let mut said = Vec::new();
        for _ in 0..PASSES {
            said = self.sit(trustees);
            if said.iter().all(|said| said.contains("nothing is pending")) {
                return;
            }
        }
        panic!("the ceremony does not end: {said:?}");
    }

    /// A round for all members, open for a day, sealed with three at least; all trustees rehearse.
    pub fn open(&self, name: &str, period: &str) {
        let structure = self.path("structure.toml").display().to_string();
        let new = ["new", "--name", name, "--structure", &structure, "--period", period];
        let terms = ["--deadline", "24h", "--min-members", "3"];
        self.coordinator(&[&new[..], &terms].concat()).good();
    }

    /// A member's return of the latest round: its template, filled.
    pub fn fill(&self, area: &str, figure: impl Fn(&str, &str) -> u64) -> String {
        let path = self.path(area).join("return.csv");
        // What is filled is never replaced by a template.
        let _ = std::fs::remove_file(&path);
        let name = path.display().to_string();
        self.member(area, &["template", "--out", &name]).good();
        let empty = std::fs::read_to_string(&path).unwrap();
        let mut text = String::new();
        for (row, line) in empty.lines().enumerate() {
            let columns: Vec<&str> = line.split(',').collect();
            match row {
                0 => text.push_str(line),
                _ => {
                    let head = columns[..7].join(",");
                    text.push_str(&format!("{head},{},A,,,", figure(columns[4], columns[5])));
                }
            }
            text.push('\n');
        }
        std::fs::write(&path, text).unwrap();
        name
    }

    /// Fill and submit.
    pub fn submit(&self, area: &str, figure: impl Fn(&str, &str) -> u64) -> Said {
        let path = self.fill(area, figure);
        self.member(area, &["submit", &path])
    }

    /// From the seal to the files, by these trustees.
    pub fn tally(&self, trustees: &[&str], out: &str) -> BTreeMap<(String, String), Option<u64>> {
        self.coordinator(&["seal"]).good();
        self.sit(trustees);
        self.sit(trustees);
        self.coordinator(&["count"]).good();
        self.sit(trustees);
        self.publish(out)
    }

    /// Publish, and read the totals.
    pub fn publish(&self, out: &str) -> BTreeMap<(String, String), Option<u64>> {
        self.coordinator(&["publish", "--out", &self.path(out).display().to_string()]).good();
        self.totals(out)
    }

    /// What totals.csv of a folder says: measure and offence to total, none if it was withheld.
    pub fn totals(&self, out: &str) -> BTreeMap<(String, String), Option<u64>> {
        let text = std::fs::read_to_string(self.path(out).join("totals.csv")).unwrap();
        let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        rows.map(|row| ((row[4].to_owned(), row[5].to_owned()), row[7].parse().ok())).collect()
    }

    /// Three trustees erase their sub-keys of a round: all holders of one sub-key, so that its key is dead.
    pub fn destroy(&self, round: &str) {
        for name in &TRUSTEES[..3] {
            self.office(name, &["trustee", "destroy", round]).good();
        }
    }

    /// Export the latest round's record, and audit it as somebody who has nothing but records: of the earlier rounds
    /// that it names, too. Answers with the report.
    pub fn audit(&self, record: &str, earlier: &[&str]) -> String {
        let path = self.path(record).display().to_string();
        self.coordinator(&["record", "export", "--out", &path]).good();
        let earlier: Vec<String> = earlier.iter().map(|name| self.path(name).display().to_string()).collect();
        let previous = earlier.iter().flat_map(|path| ["--previous", path]).collect::<Vec<_>>();
        self.intertally(&[&["auditor", "verify", &path], &previous[..]].concat()).good()
    }

    /// The receipt of an office's latest event of a kind.
    pub fn receipt(&self, office: &str, kind: &str) -> String {
        let all = std::fs::read_dir(self.path(office).join("receipts")).unwrap();
        let names = all.map(|entry| entry.unwrap().path().display().to_string());
        names.filter(|name| name.ends_with(&format!("-{kind}.receipt"))).max().unwrap()
    }

    /// Every receipt of an office holds and has the hashes of all events under its checkpoint. Answers with how many there are.
    pub fn receipts_are_complete(&self, office: &str) -> usize {
        let folder = Office::open(&self.path(office)).unwrap();
        let log = folder.directory().unwrap().log().unwrap();
        let all = std::fs::read_dir(self.path(office).join("receipts")).unwrap();
        // A claim that was cut off and made anew never came into the log, and has no receipt.
        let is_receipt = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "receipt");
        let paths: Vec<PathBuf> = all.map(|entry| entry.unwrap().path()).filter(is_receipt).collect();
        for path in &paths {
            let kept = ReceiptFile::from_bytes(&std::fs::read(path).unwrap()).unwrap();
            let root = kept.verify(&log).unwrap();
            assert_eq!(kept.leaves.len(), root.size, "{}", path.display());
        }
        paths.len()
    }
}
