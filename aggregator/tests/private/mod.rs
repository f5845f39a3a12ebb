//! Servers of a test's own: a PostgreSQL on a free port, and an S3-compatible one. Where their programs are not on this machine
//! there is none, and a message says so. They end with the test.
#![expect(clippy::panic, reason = "tests may fail loudly, their helpers too")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

fn passed_over(what: &str) {
    let line = format!("passed over: {what} is not on this machine\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// A process that is asked to end, and waited for, when the test lets go of it.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        for _ in 0..50 {
            if self.0.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A program, as the user `postgres` if this is root (PostgreSQL refuses root), ended with this thread at the latest.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.args(["--pdeathsig", "INT"]).arg(program).stdin(Stdio::null());
    command
}

/// A PostgreSQL server with a superuser `intertally`.
pub struct PostgresServer {
    _process: Process,
    programs: PathBuf,
    port: u16,
    _folder: TempDir,
}

fn programs() -> Option<PathBuf> {
    let all = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = all.flatten().map(|entry| entry.path().join("bin"));
    bins.filter(|bin| bin.join("initdb").exists()).max()
}

impl PostgresServer {
    /// Started and ready; none where it is not installed.
    pub fn start() -> Option<Self> {
        let Some(bin) = programs() else {
            passed_over("PostgreSQL (Debian's package `postgresql`)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let (data, port) = (folder.path().join("data"), free_port());
        std::fs::create_dir(&data).unwrap();
        if is_root() {
            for path in [folder.path(), &data] {
                assert!(Command::new("chown").arg("postgres").arg(path).status().unwrap().success());
            }
        }
        let made = as_postgres(&bin.join("initdb"))
            .args(["--username=intertally", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let child = as_postgres(&bin.join("postgres"))
            .args([
                "-p",
                &port.to_string(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "shared_buffers=32MB",
                "-D",
            ])
            .arg(&data)
            .args(["-k"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let this = Self { _process: Process(child), programs: bin.clone(), port, _folder: folder };
        for _ in 0..300 {
            let mut ready = Command::new(bin.join("pg_isready"));
            ready.args(["-h", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null());
            if ready.status().unwrap().success() {
                return Some(this);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("PostgreSQL does not start: {:?}", std::fs::read_to_string(this._folder.path().join("log")));
    }

    /// The address of a database of this name; made if it is new.
    pub fn database(&self, name: &str) -> String {
        self.made(name, None)
    }

    /// The same with all that another one holds, to which nobody is connected.
    pub fn copy_of(&self, template: &str, name: &str) -> String {
        self.made(name, Some(template))
    }

    fn made(&self, name: &str, template: Option<&str>) -> String {
        let port = self.port.to_string();
        let mut create = Command::new(self.programs.join("createdb"));
        create.args(["--host=127.0.0.1", "--username=intertally", "--port", &port]);
        let made = create.args(template.map(|name| ["--template", name]).iter().flatten()).arg(name).output();
        let said = String::from_utf8_lossy(&made.unwrap().stderr).into_owned();
        assert!(said.is_empty() || said.contains("already exists"), "{said}");
        format!("postgres://intertally@127.0.0.1:{port}/{name}?sslmode=disable")
    }
}

/// An S3-compatible server (moto) with a bucket `tally`.
pub struct BucketServer {
    _process: Process,
    address: SocketAddr,
}

impl BucketServer {
    /// Started and ready; none where it is not installed. `INTERTALLY_MOTO` may name the program.
    pub fn start() -> Option<Self> {
        let program = std::env::var("INTERTALLY_MOTO").unwrap_or_else(|_| "moto_server".into());
        let port = free_port();
        let spawned = Command::new("setpriv")
            .args(["--pdeathsig", "INT", &program, "-H", "127.0.0.1", "-p", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let (mut process, address) = (Process(spawned.unwrap()), SocketAddr::from(([127, 0, 0, 1], port)));
        for _ in 0..300 {
            if TcpStream::connect(address).is_ok() {
                let this = Self { _process: process, address };
                assert!(this.put("/tally", b"").starts_with("HTTP/1.1 200"));
                return Some(this);
            }
            if process.0.try_wait().unwrap().is_some() {
                passed_over("an S3-compatible server (moto[server] of PyPI)");
                return None;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the S3-compatible server does not answer");
    }

    /// Where it is.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Put bytes by hand; the first line of the answer.
    pub fn put(&self, path: &str, bytes: &[u8]) -> String {
        let mut socket = TcpStream::connect(self.address).unwrap();
        let head = format!(
            "PUT {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            self.address,
            bytes.len()
        );
        socket.write_all(&[head.as_bytes(), bytes].concat()).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
    }
}
