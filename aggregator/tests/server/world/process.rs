//! The server as a process of its own.

use super::World;
use intertally_aggregator::Config;
use intertally_aggregator::config::PublishedTo;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Ends its process with the test.
pub struct Ended(pub Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn text(config: &Config) -> String {
    let path = |path: &std::path::Path| path.display().to_string();
    let folder = config.blob_folder.as_deref();
    let folder = folder.map_or_else(String::new, |folder| format!("blob_folder = \"{}\"\n", path(folder)));
    let postgres = config.postgres.as_ref();
    let postgres =
        postgres.map_or_else(String::new, |postgres| format!("[postgres]\nurl = \"{}\"\n", postgres.url));
    let s3 = config.s3.as_ref().map_or_else(String::new, |s3| {
        let (endpoint, credentials) = (s3.endpoint.as_deref().unwrap(), s3.credentials.as_deref().unwrap());
        let credentials = path(credentials);
        format!(
            "[s3]\nbucket = \"{}\"\nendpoint = \"{endpoint}\"\ncredentials = \"{credentials}\"\n",
            s3.bucket
        )
    });
    let published = match config.published_to {
        PublishedTo::Everybody => "everybody",
        PublishedTo::Coordinators => "coordinators",
    };
    let own = format!(
        "published_to = \"{published}\"\ncoordinators = [\"{}\"]\norigin = \"{}\"\nlisten = \"127.0.0.1:0\"\ndata = \"{}\"\nhead = \"{}\"\nkey = \"{}\"\npassphrase_file = \"{}\"\n\
         [tls]\ncertificate = \"{}\"\nkey = \"{}\"\nclient_authority = \"{}\"\n",
        config.coordinators[0],
        config.origin,
        path(&config.data),
        path(&config.head),
        path(&config.key),
        path(&config.passphrase_file),
        path(&config.tls.certificate),
        path(&config.tls.key),
        path(&config.tls.client_authority),
    );
    [folder, own, postgres, s3].concat()
}

impl World {
    /// The same server as a process, after these words in its shell.
    pub async fn outside(&mut self, shell: &str) -> Ended {
        if let Some(server) = self.server.take() {
            server.shutdown().await;
        }
        let path = self.folder.path().join("server.toml");
        std::fs::write(&path, text(&self.config)).unwrap();
        let (server, address) = process(&path, shell, Stdio::null());
        self.outside = Some(address);
        server
    }
}

/// The server as a process on a configuration, after these words in its shell; returns once it serves.
pub fn process(config: &Path, shell: &str, lines: impl Into<Stdio>) -> (Ended, SocketAddr) {
    let mut child = Command::new("bash")
        .args(["-c", &format!("{shell}; exec \"$0\" serve --config \"$1\"")])
        .arg(env!("CARGO_BIN_EXE_intertally-aggregator"))
        .arg(config)
        .stdout(Stdio::piped())
        .stderr(lines)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split(" on ").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
    let address = address.parse().unwrap();
    (Ended(child), address)
}
