//! A whole round by separate processes through two servers on one PostgreSQL and one bucket, behind a balancer that passes TCP
//! on. One of the two is killed in the middle, at several points, and comes back.

use crate::private::{BucketServer, PostgresServer};
use crate::rounds::{figure, sums};
use crate::town::{Said, Town, run, server_binary};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MEMBERS: [&str; 5] = crate::town::AREAS;
const TRUSTEES: [&str; 3] = ["t1", "t2", "t3"];
const CONFIGS: [&str; 2] = ["server.toml", "second.toml"];

/// Passes connections on, by turns; where one server does not answer, to the other.
struct Balancer {
    port: u16,
    /// Ports of the servers that run, the next one first.
    behind: Arc<Mutex<Vec<u16>>>,
}

impl Balancer {
    fn start() -> Self {
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, behind) = (door.local_addr().unwrap().port(), Arc::<Mutex<Vec<u16>>>::default());
        let known = Arc::clone(&behind);
        std::thread::spawn(move || {
            for caller in door.incoming().flatten() {
                let ports = known.lock().unwrap().clone();
                let answers = |port: &u16| TcpStream::connect(("127.0.0.1", *port)).ok();
                if let Some(server) = ports.iter().find_map(answers) {
                    pass_on(&caller, &server);
                    pass_on(&server, &caller);
                }
                let mut known = known.lock().unwrap();
                let turn = usize::from(!known.is_empty());
                known.rotate_left(turn);
            }
        });
        Self { port, behind }
    }

    fn set(&self, ports: &[u16]) {
        *self.behind.lock().unwrap() = ports.to_vec();
    }
}

/// Bytes of one side to the other, until either ends.
fn pass_on(from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    std::thread::spawn(move || {
        let mut piece = vec![0; 1 << 16];
        while let Ok(got @ 1..) = from.read(&mut piece) {
            if to.write_all(&piece[..got]).is_err() {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    });
}

struct Twins {
    town: Town,
    running: [Option<(Child, u16)>; 2],
    balancer: Balancer,
    _database: PostgresServer,
    _bucket: BucketServer,
}

impl Drop for Twins {
    fn drop(&mut self) {
        (0..2).for_each(|at| self.kill(at));
    }
}

/// Whether the server's program can use both. `INTERTALLY_WITH_STORES` says that it must.
fn is_built_with_stores() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("server.toml");
    // It goes no further than this address, which holds a password.
    let url = "postgres://name:password@127.0.0.1/tally";
    let config = "origin = \"probe\"\nlisten = \"127.0.0.1:0\"\ndata = \"d\"\nhead = \"h\"\nkey = \"k\"\npassphrase_file = \"p\"\n\
                  [tls]\ncertificate = \"c\"\nkey = \"c\"\nclient_authority = \"c\"\n";
    std::fs::write(&path, format!("{config}[postgres]\nurl = \"{url}\"\n")).unwrap();
    let said = run(Command::new(server_binary()).args(["init", "--config"]).arg(&path));
    let without = said.text.contains("built without");
    assert!(!without || std::env::var_os("INTERTALLY_WITH_STORES").is_none(), "{}", said.text);
    if without {
        let words = b"passed over: the server is built without PostgreSQL and S3\n";
        std::io::stderr().write_all(words).unwrap();
    }
    !without
}

impl Twins {
    /// None where PostgreSQL, an S3-compatible server or a server's program that can use them is missing.
    fn build() -> Option<Self> {
        if !is_built_with_stores() {
            return None;
        }
        let database = PostgresServer::start()?;
        let url = database.database("tally");
        let (bucket, balancer) = (BucketServer::start()?, Balancer::start());
        let endpoint = bucket.endpoint();
        let settings = |folder: &Path, common: &str| {
            std::fs::write(folder.join("s3"), "id\nsecret\n").unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(folder.join("s3"), mode).unwrap();
            let stores = format!(
                "[postgres]\nurl = \"{url}\"\n[s3]\nbucket = \"tally\"\nendpoint = \"{endpoint}\"\ncredentials = \"s3\"\n"
            );
            format!("listen = \"127.0.0.1:0\"\n{common}{stores}")
        };
        let town = Town::on((&MEMBERS, &TRUSTEES), balancer.port, settings);
        // As docs/operations.md says: the same settings and key, folders of its own, and a copy of the head.
        let first = std::fs::read_to_string(town.path(CONFIGS[0])).unwrap();
        let second = first.replace("\"data\"", "\"data-two\"").replace("\"server.head\"", "\"second.head\"");
        std::fs::write(town.path(CONFIGS[1]), second).unwrap();
        std::fs::create_dir(town.path("data-two")).unwrap();
        std::fs::copy(town.path("server.head"), town.path("second.head")).unwrap();
        let mut twins = Self { town, running: [None, None], balancer, _database: database, _bucket: bucket };
        (0..2).for_each(|at| twins.serve(at, None));
        Some(twins)
    }

    /// Start one of them, to end at a fault point if one is named. Calls go to it first.
    fn serve(&mut self, at: usize, fault: Option<&str>) {
        self.kill(at);
        let mut command = Command::new(server_binary());
        match fault {
            Some(fault) => command.env("INTERTALLY_FAULT", fault),
            None => command.env_remove("INTERTALLY_FAULT"),
        };
        let path = self.town.path(CONFIGS[at]);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(path.with_extension("log"));
        command.args(["serve", "--config"]).arg(&path).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.stderr(log.unwrap()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(" on 127.0.0.1:").nth(1).and_then(|rest| rest.split(',').next());
        let log = || std::fs::read_to_string(path.with_extension("log")).unwrap();
        let port = port.unwrap_or_else(|| panic!("server {at} does not start: {}", log())).parse().unwrap();
        self.running[at] = Some((child, port));
        self.pass_on_to(at);
    }

    fn pass_on_to(&self, first: usize) {
        let port = |at: usize| self.running[at].as_ref().map(|(_, port)| *port);
        let ports: Vec<u16> = [first, 1 - first].into_iter().filter_map(port).collect();
        self.balancer.set(&ports);
    }

    /// Kill -9.
    fn kill(&mut self, at: usize) {
        if let Some((mut child, _)) = self.running[at].take() {
            let _ = child.kill();
            child.wait().unwrap();
            self.pass_on_to(1 - at);
        }
    }

    /// It has ended by itself, at its fault point, within ten seconds.
    fn ended(&mut self, at: usize, fault: &str) {
        let child = &mut self.running[at].as_mut().unwrap().0;
        let down = (0..200).any(|_| {
            let down = child.try_wait().unwrap().is_some();
            if !down {
                std::thread::sleep(Duration::from_millis(50));
            }
            down
        });
        assert!(down, "{fault} was never reached");
        self.running[at] = None;
        self.pass_on_to(1 - at);
    }

    /// A command that one server dies of; it is run again, and the other one answers.
    fn across(&mut self, at: usize, fault: &str, office: &str, args: &[&str]) -> String {
        self.serve(at, Some(fault));
        let said: Said = self.town.office(office, args);
        self.ended(at, fault);
        assert_eq!(said.code, 2, "{fault}: {}", said.text);
        self.town.office(office, args).good()
    }

    fn sit(&self) {
        drop(self.town.sit(&TRUSTEES));
    }

    fn fill(&self, area: &str) -> String {
        self.town.fill(area, |measure, offence| figure(area, measure, offence))
    }

    fn submit(&self, area: &str) {
        let said = self.town.member(area, &["submit", &self.fill(area)]).good();
        assert!(said.contains("the receipt is kept"), "{said}");
    }

    /// Both servers' doctors find the log, the blobs and their head files in order.
    fn are_well(&self) {
        for config in CONFIGS {
            let mut doctor = Command::new(server_binary());
            let report = run(doctor.args(["doctor", "--config"]).arg(self.town.path(config))).good();
            assert!(report.contains("every event of the log is good"), "{config}: {report}");
        }
    }
}

#[test]
fn a_whole_round_through_two_servers_of_which_one_is_killed_and_comes_back() {
    let Some(mut twins) = Twins::build() else { return };
    twins.town.coordinator(&["ceremony", "--threshold", "2", "--keys", "1"]).good();
    twins.sit();
    assert!(twins.town.coordinator(&["ceremony"]).good().contains("has begun"));
    (0..5).for_each(|_| twins.sit());
    twins.town.open("Twins", "2024");
    twins.submit(MEMBERS[0]);

    // In the middle of an upload the server dies; the same command goes on at the other one, and ends well.
    let path = twins.fill(MEMBERS[1]);
    twins.serve(0, Some("after-blobs"));
    let said = twins.town.member(MEMBERS[1], &["submit", &path]).good();
    assert!(said.contains("the receipt is kept"), "{said}");
    twins.ended(0, "after-blobs");
    twins.submit(MEMBERS[2]);
    twins.serve(0, None);
    twins.kill(1);
    twins.submit(MEMBERS[3]);
    twins.serve(1, None);
    twins.submit(MEMBERS[4]);

    // Durable and not answered, and the other way round; the other server has it, or takes it, and no event is there twice.
    twins.across(0, "before-head/Sealed", "hq", &["coordinator", "seal"]);
    twins.sit();
    twins.serve(0, None);
    twins.across(1, "before-append/SharesGiven", "t1", &["trustee", "sit"]);
    twins.sit();
    twins.serve(1, None);
    twins.across(0, "after-append/PlanAdopted", "hq", &["coordinator", "count"]);
    // One server alone.
    twins.sit();
    twins.serve(0, None);
    let out = twins.town.path("published").display().to_string();
    twins.across(1, "before-head/Published", "hq", &["coordinator", "publish", "--out", &out]);
    assert_eq!(twins.town.totals("published"), sums());
    twins.serve(1, None);
    for name in &TRUSTEES[..2] {
        twins.town.office(name, &["trustee", "destroy", "Twins"]).good();
    }
    twins.are_well();
    for area in MEMBERS {
        let said = twins.town.member(area, &["receipts", "verify"]).good();
        assert!(said.contains("1 receipt, 0 not good"), "{area}: {said}");
    }
    twins.town.audit("record", &[]);
}
