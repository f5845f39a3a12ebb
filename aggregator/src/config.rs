//! The configuration file. Every key is documented in `docs/aggregator.toml.example`; unknown keys are refused.

use crate::clock::{Bounds, Clock};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {source}; check the path and its rights")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, a missing or an unknown key.
    #[error("{path}: {source}")]
    Parse {
        /// Which.
        path: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
}

/// The server's settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Name of the log in its checkpoints: a host name or the like, without spaces.
    pub origin: String,
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Folder for the database, the blobs and unfinished uploads.
    pub data: PathBuf,
    /// The head file: what the server has signed, kept apart from `data`.
    pub head: PathBuf,
    /// The server's signing key, as `intertally-aggregator init` wrote it.
    pub key: PathBuf,
    /// File with the passphrase of the key.
    pub passphrase_file: PathBuf,
    /// Certificates.
    pub tls: Tls,
    /// Whom the server serves, and how much of it.
    #[serde(default)]
    pub limits: Limits,
    /// What is believed of the machine's clock.
    #[serde(default)]
    pub clock: ClockSettings,
    /// Signing keys (hexadecimal) of coordinators that may convene ceremonies. Empty: any coordinator whose
    /// certificate the authority issued.
    #[serde(default)]
    pub coordinators: Vec<String>,
}

/// Certificates, PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The server's certificate chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authority that issues the parties' certificates.
    pub client_authority: PathBuf,
}

/// What is believed of the clock.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClockSettings {
    /// Most that the time of day may jump while the server runs, or lie before the last event at the start, in seconds.
    pub jump_seconds: u32,
    /// Longest time since the last event at the start, in days.
    pub idle_days: u32,
    /// The operator has looked at the clock: at this start it is believed (`--clock-is-right`).
    #[serde(skip)]
    pub is_right: bool,
}

impl Default for ClockSettings {
    fn default() -> Self {
        Self { jump_seconds: 60, idle_days: 400, is_right: false }
    }
}

impl ClockSettings {
    /// A clock of this machine.
    #[must_use]
    pub fn of_machine(&self) -> Clock {
        let bounds = Bounds {
            jump: i64::from(self.jump_seconds) * 1_000,
            idle: i64::from(self.idle_days) * 86_400_000,
        };
        let clock = Clock::of_machine(bounds);
        if self.is_right {
            clock.believe();
        }
        clock
    }
}

/// Limits. The sizes of submissions and payloads follow from the rounds and are not set here.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Submissions whose proofs are checked at once; each takes memory of its size.
    pub checks_at_once: usize,
    /// Seconds that one call may take. An upload that takes longer goes on where it was.
    pub call_seconds: u64,
    /// Seconds to wait for the next chunk of an upload.
    pub chunk_seconds: u64,
    /// Calls at once on one connection.
    pub calls_per_connection: usize,
    /// Calls that may be begun on one connection and wait for their turn.
    pub streams_per_connection: u32,
    /// Seconds that a connection has to show its certificate.
    pub handshake_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            checks_at_once: 4,
            call_seconds: 600,
            chunk_seconds: 60,
            calls_per_connection: 32,
            streams_per_connection: 100,
            handshake_seconds: 10,
        }
    }
}

impl Config {
    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("log.sqlite")
    }

    /// The folder of the blobs.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.data.join("blobs")
    }

    /// Read a file. Relative paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_path_buf(), source })?;
        let parsed = toml::from_str::<Self>(&text)
            .map_err(|source| ConfigError::Parse { path: path.to_path_buf(), source: Box::new(source) });
        let mut config = parsed?;
        let base = path.parent().unwrap_or(Path::new("."));
        let paths = [
            &mut config.data,
            &mut config.head,
            &mut config.key,
            &mut config.passphrase_file,
            &mut config.tls.certificate,
            &mut config.tls.key,
            &mut config.tls.client_authority,
        ];
        for path in paths {
            *path = base.join(&path);
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_every_key_and_nothing_unknown() {
        let example = include_str!("../../docs/aggregator.toml.example");
        let config: Config = toml::from_str(example).unwrap();
        let limits = Limits::default();
        assert_eq!(config.limits.checks_at_once, limits.checks_at_once);
        assert_eq!(config.limits.call_seconds, limits.call_seconds);
        assert_eq!(config.limits.streams_per_connection, limits.streams_per_connection);
        assert_eq!(config.limits.handshake_seconds, limits.handshake_seconds);
        let clock = ClockSettings::default();
        assert_eq!(config.clock.jump_seconds, clock.jump_seconds);
        assert_eq!(config.clock.idle_days, clock.idle_days);
        for key in ["checks_at_once", "call_seconds", "chunk_seconds", "calls_per_connection", "coordinators"]
        {
            assert!(example.contains(key), "{key} is not documented");
        }
        let unknown = format!("colour = 1\n{example}");
        let error = toml::from_str::<Config>(&unknown).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }
}
