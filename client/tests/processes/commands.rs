//! Commands as processes of their own: found or built, run to their end, a few at once.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The command of the offices, as it was built with these tests.
const CLIENT: &str = env!("CARGO_BIN_EXE_intertally");

/// The command of the offices: the one built with these tests, or another one that `INTERTALLY_CLIENT` names, such as one for
/// Windows under wine.
pub fn client() -> OsString {
    std::env::var_os("INTERTALLY_CLIENT").unwrap_or_else(|| CLIENT.into())
}

/// The server's binary: of another package, so `cargo test` of this one alone may not have built it.
pub fn server_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let binary = Path::new(CLIENT).with_file_name("intertally-aggregator");
        if !binary.exists() {
            let package = ["build", "-p", "intertally-aggregator", "--bin", "intertally-aggregator"];
            let target = binary.parent().unwrap().parent().unwrap();
            let built = Command::new(env!("CARGO"))
                .args(package)
                .args(["--profile", if cfg!(debug_assertions) { "dev" } else { "release" }, "--target-dir"])
                .arg(target)
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .status();
            assert!(built.unwrap().success(), "the server could not be built");
        }
        binary
    })
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output and standard error, one after the other.
    pub text: String,
}

impl Said {
    /// It went well.
    pub fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.text);
        self.text
    }

    /// It ended with this code and these words.
    pub fn bad(self, code: i32, words: &str) {
        assert_eq!(self.code, code, "{}", self.text);
        assert!(self.text.contains(words), "'{words}' is not in: {}", self.text);
    }
}

/// Run a command to its end, without a proxy.
pub fn run(command: &mut Command) -> Said {
    run_with(command, &[])
}

/// Run a command to its end, with these variables.
pub fn run_with(command: &mut Command, variables: &[(&str, &str)]) -> Said {
    for proxy in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(proxy);
    }
    command.envs(variables.iter().copied());
    let output = command.stdin(Stdio::null()).output().unwrap();
    let part = String::from_utf8_lossy;
    Said {
        code: output.status.code().unwrap_or(-1),
        text: [part(&output.stdout), part(&output.stderr)].concat(),
    }
}

/// Run one job per item, a few at once.
pub fn at_once<T: Sync>(items: &[T], job: impl Fn(&T) + Sync) {
    for few in items.chunks(3) {
        std::thread::scope(|scope| {
            let job = &job;
            few.iter().for_each(|item| drop(scope.spawn(move || job(item))));
        });
    }
}
