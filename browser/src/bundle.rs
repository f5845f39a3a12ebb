//! What was dropped on the page.

use intertally_verify::record::{Files, archive, is_of_desktop};
use intertally_verify::{Options, Progress, Report, verify};
use serde::Serialize;

/// A record in memory, as files come in one after the other.
#[derive(Default)]
pub struct Bundle {
    files: Files,
    passed_over: Vec<String>,
}

/// Why something that was dropped is no part of a record.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] archive::ArchiveError),
}

/// Whether a single file is one of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Found {
    /// The same bytes are published in it.
    Same {
        /// Under this name.
        path: String,
    },
    /// A file of this name is published in it, and it has other bytes.
    Other {
        /// The name.
        path: String,
        /// The first byte that differs, counted from 0; the length of the shorter one if that is all.
        at: usize,
        /// The line of that byte, counted from 1.
        line: usize,
    },
    /// Nothing like it is published in it.
    None {
        /// What is.
        published: Vec<String>,
    },
}

/// Folders of published files in a record (spec section 6.6).
const PUBLISHED: &str = "published/";

impl Bundle {
    /// A file of a folder that was dropped, under its path in the record. What a desktop left there is passed over.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        if path.rsplit('/').next().is_some_and(is_of_desktop) {
            self.passed_over.push(path.to_owned());
        } else {
            self.files.insert(path.to_owned(), bytes);
        }
    }

    /// Paths of files that a desktop left in the folder, and that are no part of the record.
    #[must_use]
    pub fn passed_over(&self) -> &[String] {
        &self.passed_over
    }

    /// A whole archive.
    ///
    /// # Errors
    /// If it is none, or holds what no record holds.
    pub fn archive(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.files = archive::read_files(bytes)?;
        Ok(())
    }

    /// All checks. `seed`: 32 fresh random bytes, the weights of batched proofs. Of what is no record the report says so, as
    /// that of the command does.
    #[must_use]
    pub fn verify(&self, seed: [u8; 32], progress: &(dyn Fn(Progress) + Sync)) -> Report {
        verify(&self.files, &Options { seed, progress: Some(progress), ..Options::default() })
    }

    /// Whether these bytes are a published file of the record. What that is worth, the report of the record says: a file
    /// proves nothing by lying in a record that fails.
    #[must_use]
    pub fn find(&self, name: &str, bytes: &[u8]) -> Found {
        let published =
            || self.files.iter().filter_map(|(path, own)| Some((path.strip_prefix(PUBLISHED)?, own)));
        if let Some((path, _)) = published().find(|(_, own)| own.as_slice() == bytes) {
            return Found::Same { path: path.to_owned() };
        }
        // A browser numbers what it saves twice: `totals (1).csv`.
        let plain = plain_name(name);
        match published().find(|(path, _)| **path == plain) {
            Some((path, own)) => {
                let at = own.iter().zip(bytes).take_while(|(own, other)| own == other).count();
                let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count().saturating_add(1);
                Found::Other { path: path.to_owned(), at, line }
            }
            None => Found::None { published: published().map(|(path, _)| path.to_owned()).collect() },
        }
    }
}

/// `totals (1).csv` as `totals.csv`.
fn plain_name(name: &str) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbered = |(before, after): (&str, &str)| {
        let number = after.strip_suffix(')')?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| before.to_owned())
    };
    let stem = stem.rsplit_once(" (").and_then(numbered).unwrap_or_else(|| stem.to_owned());
    if end.is_empty() { stem } else { format!("{stem}.{end}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_verify::{Outcome, Verdict};

    fn bundle() -> Bundle {
        let mut bundle = Bundle::default();
        bundle.add("published/totals.csv", b"a,b\n1,2\n".to_vec());
        bundle.add("published/report.html", b"<p>".to_vec());
        bundle.add("checkpoint", b"note".to_vec());
        bundle
    }

    #[test]
    fn a_file_is_found_by_its_bytes_whatever_its_name() {
        let same = Found::Same { path: "totals.csv".into() };
        for name in ["totals.csv", "totals (1).csv", "what-i-was-sent.txt"] {
            assert_eq!(bundle().find(name, b"a,b\n1,2\n"), same, "{name}");
        }
    }

    #[test]
    fn a_changed_file_is_told_by_its_name_with_the_place_of_the_change() {
        let other = |at, line| Found::Other { path: "totals.csv".into(), at, line };
        for (name, bytes, wanted) in [
            ("totals.csv", b"a,b\n1,3\n".as_slice(), other(6, 2)),
            ("totals (12).csv", b"a,b\n", other(4, 2)),
            ("totals.csv", b"", other(0, 1)),
            ("totals.csv", b"a,b\n1,2\nx", other(8, 3)),
        ] {
            assert_eq!(bundle().find(name, bytes), wanted, "{name}");
        }
    }

    #[test]
    fn what_is_not_published_is_not_found() {
        let none = Found::None { published: vec!["report.html".into(), "totals.csv".into()] };
        for name in ["checkpoint", "totals ().csv", "totals(1).csv", "published/totals.csv", "", "."] {
            assert_eq!(bundle().find(name, b"note"), none, "{name}");
        }
    }

    #[test]
    fn what_a_desktop_left_is_passed_over_and_named() {
        let (plain, mut bundle) = (bundle(), bundle());
        for path in [".DS_Store", "published/._totals.csv", "blobs/desktop.ini"] {
            bundle.add(path, b"x".to_vec());
        }
        assert_eq!((bundle.files.len(), bundle.passed_over().len()), (plain.files.len(), 3));
        bundle.add("notes.txt", b"x".to_vec());
        assert_eq!(bundle.files.len(), plain.files.len() + 1, "anything else is the verifier's to refuse");
    }

    #[test]
    fn what_is_no_record_fails_as_by_the_command() {
        let report = bundle().verify([0; 32], &|_| ());
        assert_eq!((report.verdict, report.failed(), report.open().len()), (Verdict::Fail, vec![1], 13));
        let Outcome::Fail { findings } = &report.checks[0].outcome else { panic!("it fails") };
        assert!(findings[0].what.contains("record.json: there is no such file"), "{findings:?}");
    }
}
