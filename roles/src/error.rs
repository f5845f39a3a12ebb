//! Why a step stops: what, where, and what to do next. No variant holds a figure or a secret.

use crate::wire::Problem;
use crate::wire::mirror::LogFault;
use intertally_core::canonical::CanonicalError;
use intertally_core::rule::Rule;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Why a step stops.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// Something on a shelf, or a file.
    #[error("{}: {}; check the path and its rights", path.display(), plain(source))]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something that is there but not what it should be.
    #[error("{path}: {what}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The server refused, or was not reached.
    #[error(transparent)]
    Server(#[from] Problem),
    /// Bytes from outside.
    #[error(transparent)]
    Bytes(#[from] CanonicalError),
    /// The log contradicts itself or what was seen before.
    #[error(transparent)]
    Log(#[from] LogFault),
    /// A record cannot be written.
    #[error(transparent)]
    Record(#[from] intertally_verify::record::BuildError),
    /// Not possible now; the words say why and what to do next.
    #[error("{what}; {next}")]
    Stop {
        /// What stands in the way.
        what: String,
        /// What to do next.
        next: String,
    },
    /// The person said no.
    #[error("not confirmed, so nothing was done")]
    NotConfirmed,
    /// A worker thread died.
    #[error("a worker thread stopped; run the command again")]
    Dropped,
}

/// What the system says of a file, without the number that it has for it.
#[must_use]
pub fn plain(why: &std::io::Error) -> String {
    let text = why.to_string();
    text.rsplit_once(" (os error ").map_or(text.as_str(), |(words, _)| words).to_owned()
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, RoleError>;

/// An error for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Which sort: `file`, `content`, `server`, `bytes`, `log`, `record`, `stop`, `not_confirmed`, `dropped`; commands add
    /// `usage`.
    pub kind: &'static str,
    /// By which rule the server refused, if it did (docs/spec.md section 6.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What stands in the way, in words.
    pub message: String,
    /// What to do next, in words.
    pub next: String,
}

/// What is wrong, and what to do next.
fn split(text: &str, otherwise: &str) -> (String, String) {
    let parts = text.rsplit_once("; ").filter(|(what, next)| !what.is_empty() && !next.is_empty());
    let (what, next) = parts.unwrap_or((text, otherwise));
    (what.to_owned(), next.to_owned())
}

impl RoleError {
    /// Whether the server shows nothing yet: no round and no ceremony lists this office. That is no fault on a first day.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        matches!(self, Self::Server(problem) if problem.is(Rule::Outside))
    }

    /// A stop with words.
    pub fn stop(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Stop { what: what.into(), next: next.into() }
    }

    /// The same in parts, for programs.
    #[must_use]
    pub fn told(&self) -> Told {
        let (kind, next) = match self {
            Self::File { .. } => ("file", "check the path and its rights"),
            Self::Content { .. } => ("content", "get the file again from whoever made it"),
            Self::Server(problem) if problem.transient => ("server", "run the command again later"),
            Self::Server(_) => ("server", "run `status`, and ask the coordinator if that does not say why"),
            Self::Bytes(_) => ("bytes", "get the file again from whoever made it"),
            Self::Log(_) => ("log", "do not go on, and tell the other parties"),
            Self::Record(_) => ("record", "begin again in a new folder"),
            Self::Stop { .. } => ("stop", "see --help"),
            Self::NotConfirmed => {
                ("not_confirmed", "run it where a person can answer, or give the option that answers")
            }
            Self::Dropped => ("dropped", "run the command again"),
        };
        let rule = if let Self::Server(problem) = self { problem.rule } else { None };
        // In words what to do stands last, behind a semicolon; where it does not, it goes by the kind.
        let (message, next) = match self {
            Self::Stop { what, next } => (what.clone(), next.clone()),
            Self::Server(problem) => split(&problem.message, next),
            Self::NotConfirmed => (self.to_string(), next.to_owned()),
            other => split(&other.to_string(), next),
        };
        Told { kind, rule, message, next }
    }

    /// Something that is not what it should be. `path`: how people find it.
    pub fn content(path: impl AsRef<Path>, what: impl Into<String>) -> Self {
        Self::Content { path: path.as_ref().to_path_buf(), what: what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_told_without_numbers_of_the_system() {
        let source = std::fs::read("/nowhere/at/all").unwrap_err();
        let said = RoleError::File { path: "/nowhere/at/all".into(), source }.to_string();
        assert_eq!(said, "/nowhere/at/all: No such file or directory; check the path and its rights");
    }

    #[test]
    fn every_error_says_in_parts_what_it_says_in_words() {
        let problem = |message: &str, transient| Problem {
            rule: Some(Rule::SealEarly),
            message: message.into(),
            transient,
            open: false,
        };
        let source = std::io::ErrorKind::NotFound.into();
        for (error, kind, next) in [
            (RoleError::stop("no round", "name one"), "stop", "name one"),
            (RoleError::File { path: "a".into(), source }, "file", "check the path and its rights"),
            (RoleError::content("a", "is damaged; restore it"), "content", "restore it"),
            (RoleError::content("a", "is damaged"), "content", "get the file again from whoever made it"),
            (RoleError::Server(problem("too early; wait", false)), "server", "wait"),
            (RoleError::Server(problem("not reached", true)), "server", "run the command again later"),
            (
                RoleError::Bytes(CanonicalError::Malformed { what: "it" }),
                "bytes",
                "make the object again with this version",
            ),
            (RoleError::Dropped, "dropped", "run the command again"),
        ] {
            let (words, told) = (error.to_string(), error.told());
            assert_eq!((told.kind, told.next.as_str()), (kind, next), "{words}");
            assert!(
                words.starts_with(&told.message) && !told.message.is_empty(),
                "{words}: {}",
                told.message
            );
            assert_eq!(told.rule.is_some(), kind == "server");
        }
    }
}
