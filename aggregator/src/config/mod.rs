//! The configuration file. Every key is documented in `docs/aggregator.toml.example`; unknown keys are refused.

mod clock;
mod limits;
mod listening;
mod places;

pub use clock::ClockSettings;
pub use limits::Limits;
pub use listening::{Tls, Watch};
pub use places::{Postgres, S3};

use crate::blobs::BlobError;
use crate::store::StoreError;
use intertally_core::sign::VerifyingKey;
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
    /// Nobody may convene.
    #[error(
        "`coordinators` in the configuration must list the signing key of every coordinator, 64 hexadecimal digits each: \
         `signing` in the coordinator's card.toml"
    )]
    Coordinators,
    /// Nobody has put a coordinator's key in.
    #[error(
        "`coordinators` still has the example's zeros, which are nobody's key: write the coordinator's in, `signing` in its \
         card.toml"
    )]
    Example,
    /// A setting that lets nothing through.
    #[error(
        "`{0}` is 0, by which this server would serve nobody: write another number, or take the line out"
    )]
    Zero(&'static str),
    /// Two places for blobs.
    #[error("`blob_folder` and [s3] both say where the blobs are: keep one of them")]
    TwoPlaces,
    /// A backend that is refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A program without buckets.
    #[error(transparent)]
    Blobs(#[from] BlobError),
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
    /// Folder of the blobs; `blobs` in the data folder by default.
    #[serde(default)]
    pub blob_folder: Option<PathBuf>,
    /// The database for log and letters. None: SQLite in the data folder.
    #[serde(default)]
    pub postgres: Option<Postgres>,
    /// The bucket of the blobs. None: a folder.
    #[serde(default)]
    pub s3: Option<S3>,
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
    /// What an operator watches. None: nothing is shown.
    #[serde(default)]
    pub watch: Option<Watch>,
    /// Levels of the lines in the server's own log: `info`, or a list of targets with levels.
    #[serde(default)]
    pub log: Option<String>,
    /// Who reads what rounds publish.
    #[serde(default)]
    pub published_to: PublishedTo,
    /// Signing keys (hexadecimal) of coordinators that may convene ceremonies. Of others nothing is taken; without any the
    /// server does not start.
    #[serde(default)]
    pub coordinators: Vec<String>,
}

/// Who reads what rounds publish: files and public sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PublishedTo {
    /// Whoever has a certificate.
    #[default]
    Everybody,
    /// The coordinators of this server and auditors: a round whose totals are for one office alone.
    Coordinators,
}

impl Config {
    /// The SQLite database, if no other is named.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("log.sqlite")
    }

    /// The folder of the blobs.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.blob_folder.clone().unwrap_or_else(|| self.data.join("blobs"))
    }

    /// Whether log or blobs are kept by another program than this server.
    #[must_use]
    pub const fn is_elsewhere(&self) -> bool {
        self.postgres.is_some() || self.s3.is_some()
    }

    /// What can be said of the settings of a server without opening anything.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.admitted()?;
        self.check_numbers()?;
        self.check_places()
    }

    /// The same of limits and clock.
    pub fn check_numbers(&self) -> Result<(), ConfigError> {
        let zero = self.limits.unusable().or_else(|| self.clock.unusable());
        zero.map_or(Ok(()), |name| Err(ConfigError::Zero(name)))
    }

    /// The same of where log and blobs are kept.
    pub fn check_places(&self) -> Result<(), ConfigError> {
        if self.s3.is_some() && self.blob_folder.is_some() {
            return Err(ConfigError::TwoPlaces);
        }
        #[cfg(feature = "postgres")]
        if let Some(settings) = &self.postgres {
            crate::store::postgres::check(settings)?;
        }
        #[cfg(not(feature = "postgres"))]
        if self.postgres.is_some() {
            return Err(StoreError::NotBuilt("postgres").into());
        }
        #[cfg(not(feature = "s3"))]
        if self.s3.is_some() {
            return Err(BlobError::NotBuilt.into());
        }
        Ok(())
    }

    /// The coordinators, by their keys.
    pub fn admitted(&self) -> Result<Vec<VerifyingKey>, ConfigError> {
        let key = |text: &String| {
            let mut bytes = [0; 32];
            hex::decode_to_slice(text, &mut bytes).ok().map(|()| VerifyingKey(bytes))
        };
        let keys: Option<Vec<_>> = self.coordinators.iter().map(key).collect();
        let keys = keys.filter(|keys| !keys.is_empty()).ok_or(ConfigError::Coordinators)?;
        if keys.iter().any(|key| key.0 == [0; 32]) { Err(ConfigError::Example) } else { Ok(keys) }
    }

    /// Names of settings of a later reading that this server does not go by before it is started again: all but `tls` and
    /// `log`.
    #[must_use]
    pub fn waiting(&self, later: &Self) -> Vec<&'static str> {
        let shown = |config: &Self| {
            // How the server was started is no setting of the file.
            let clock = ClockSettings { is_right: false, ..config.clock };
            let Self { origin, listen, data, blob_folder, postgres, s3, head, key, .. } = config;
            let Self { passphrase_file, limits, watch, published_to, coordinators, .. } = config;
            [
                ("origin", format!("{origin:?}")),
                ("listen", format!("{listen:?}")),
                ("data", format!("{data:?}")),
                ("blob_folder", format!("{blob_folder:?}")),
                ("postgres", format!("{postgres:?}")),
                ("s3", format!("{s3:?}")),
                ("head", format!("{head:?}")),
                ("key", format!("{key:?}")),
                ("passphrase_file", format!("{passphrase_file:?}")),
                ("limits", format!("{limits:?}")),
                ("clock", format!("{clock:?}")),
                ("watch", format!("{watch:?}")),
                ("published_to", format!("{published_to:?}")),
                ("coordinators", format!("{coordinators:?}")),
            ]
        };
        let both = shown(self).into_iter().zip(shown(later));
        both.filter(|(now, then)| now != then).map(|(now, _)| now.0).collect()
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
        let others = [
            config.tls.revoked.as_mut(),
            config.blob_folder.as_mut(),
            config.postgres.as_mut().and_then(|postgres| postgres.password_file.as_mut()),
        ];
        let bucket = config.s3.iter_mut().flat_map(|s3| [s3.authority.as_mut(), s3.credentials.as_mut()]);
        for path in others.into_iter().chain(bucket).flatten() {
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
        let example = include_str!("../../../docs/aggregator.toml.example");
        let config: Config = toml::from_str(example).unwrap();
        assert_eq!(config.limits, Limits::default());
        let clock = ClockSettings::default();
        assert_eq!(config.clock.jump_seconds, clock.jump_seconds);
        assert_eq!(config.clock.idle_days, clock.idle_days);
        // Every one of them, and not by being left out.
        let written: toml::Table = toml::from_str(example).unwrap();
        let fields = format!("{:?}", Limits::default()).matches(": ").count();
        assert_eq!(written["limits"].as_table().unwrap().len(), fields);
        assert!(example.contains("coordinators"));
        let unknown = format!("colour = 1\n{example}");
        let error = toml::from_str::<Config>(&unknown).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }

    #[test]
    fn a_number_by_which_nobody_would_be_served_is_refused_by_its_name() {
        let example = include_str!("../../../docs/aggregator.toml.example").replace("[\"00", "[\"01");
        let read =
            |text: &str| toml::from_str::<Config>(text).unwrap().check().map_err(|why| why.to_string());
        read(&example).unwrap();
        let numbers = |section: &str| {
            let written: toml::Table = toml::from_str(&example).unwrap();
            written[section].as_table().unwrap().keys().cloned().collect::<Vec<_>>()
        };
        let mut refused = 0;
        for name in numbers("limits").into_iter().chain(numbers("clock")) {
            let line = example.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap();
            match read(&example.replace(line, &format!("{name} = 0"))) {
                // All processors but one; no wait at all.
                Ok(()) => assert!(["proof_threads", "proof_wait_seconds"].contains(&name.as_str()), "{name}"),
                Err(why) => {
                    assert!(why.starts_with(&format!("`{name}` is 0")), "{why}");
                    refused += 1;
                }
            }
        }
        assert_eq!(refused, Limits::default().counts().len() + 2);
    }

    #[test]
    fn the_sections_of_database_and_bucket_are_read_and_their_files_lie_beside_it() {
        let keys =
            ["[postgres]", "[s3]", "url = ", "password_file = ", "bucket = ", "endpoint = ", "region = "];
        let keys: Vec<&str> = keys.into_iter().chain(["authority = ", "credentials = "]).collect();
        let example = include_str!("../../../docs/aggregator.toml.example").lines().map(|line| {
            let rest = line.strip_prefix("# ").unwrap_or(line);
            if keys.iter().any(|key| rest.starts_with(key)) { rest } else { line }
        });
        // The example's zeros are nobody's key.
        let example = example.collect::<Vec<_>>().join("\n").replace("[\"00", "[\"01");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("aggregator.toml");
        std::fs::write(&path, &example).unwrap();
        let mut config = Config::read(&path).unwrap();
        let (postgres, s3) = (config.postgres.as_ref().unwrap(), config.s3.as_ref().unwrap());
        assert_eq!(postgres.password_file, Some(folder.path().join("postgres.password")));
        assert_eq!(s3.authority, Some(folder.path().join("s3-authority.pem")));
        assert_eq!(s3.credentials, Some(folder.path().join("s3.credentials")));
        let checked = config.check().map_err(|why| why.to_string());
        if cfg!(all(feature = "postgres", feature = "s3")) {
            checked.unwrap();
        } else {
            assert!(checked.unwrap_err().contains("built without"));
        }
        config.blob_folder = Some("blobs".into());
        assert!(matches!(config.check(), Err(ConfigError::TwoPlaces)));
    }
}
