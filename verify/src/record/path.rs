//! The places of a record. A path is read into a place and nowhere else, so that no name leads outside.

use super::manifest::Edition;
use intertally_core::hash::Digest;
use std::fmt;

/// A sheet: what was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sheet {
    /// Counts of step A.
    Counts,
    /// Openings of step B.
    Openings,
    /// Of whom and what, with counts: what later rounds hold against differencing.
    Composition,
    /// What the public may know of counts and openings, with the proofs: in both editions.
    Public,
}

impl Sheet {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Counts, Self::Openings, Self::Composition, Self::Public];

    /// Name of its file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Openings => "openings",
            Self::Composition => "composition",
            Self::Public => "public",
        }
    }
}

/// What a file of a record is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The checkpoint note.
    Checkpoint,
    /// The structure file that the round manifest names by digest.
    Structure,
    /// The event of this height.
    Event(u64),
    /// A payload by its `payload` digest.
    Payload(Digest),
    /// A part of a submission, or the proofs of a trustee's answer, by its digest.
    Blob(Digest),
    /// A sheet.
    Sheet(Sheet),
    /// The composition, or the public sheet, of an earlier round that the manifest names, by its digest.
    Earlier(Digest),
    /// The published totals of a round before, which this one's are compared with, by their digest.
    Before(Digest),
    /// A published file by its name.
    Published(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checkpoint => f.write_str("checkpoint"),
            Self::Structure => f.write_str("structure"),
            Self::Event(height) => write!(f, "events/{height:08}"),
            Self::Payload(digest) => write!(f, "payloads/{digest}"),
            Self::Blob(digest) => write!(f, "blobs/{digest}"),
            Self::Sheet(sheet) => write!(f, "sheets/{}", sheet.name()),
            Self::Earlier(digest) => write!(f, "earlier/{digest}"),
            Self::Before(digest) => write!(f, "before/{digest}"),
            Self::Published(name) => write!(f, "published/{name}"),
        }
    }
}

/// A name that a published file may have: 1 to 64 letters, digits, dots, dashes and underscores, no dot first.
#[must_use]
pub fn is_file_name(name: &str) -> bool {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_');
    (1..=64).contains(&name.len()) && name.bytes().all(plain) && !name.starts_with('.')
}

impl Place {
    /// Read a path; none for every other spelling.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let place = match path.split_once('/') {
            None if path == "structure" => Self::Structure,
            None => Self::Checkpoint,
            Some(("events", height)) => Self::Event(height.parse().ok()?),
            Some(("payloads", digest)) => Self::Payload(digest_of(digest)?),
            Some(("blobs", digest)) => Self::Blob(digest_of(digest)?),
            Some(("sheets", name)) => Self::Sheet(Sheet::ALL.into_iter().find(|sheet| sheet.name() == name)?),
            Some(("earlier", digest)) => Self::Earlier(digest_of(digest)?),
            Some(("before", digest)) => Self::Before(digest_of(digest)?),
            Some(("published", name)) if is_file_name(name) => Self::Published(name.to_owned()),
            Some(_) => return None,
        };
        // One place has one spelling: no sign, no capitals, no other number of zeros.
        (place.to_string() == path).then_some(place)
    }

    /// Bytes that such a file has at most.
    #[must_use]
    pub const fn limit(&self) -> u64 {
        match self {
            Self::Checkpoint => intertally_log::checkpoint::MAX_NOTE as u64,
            Self::Event(_) => 1 << 10,
            Self::Structure | Self::Payload(_) | Self::Blob(_) | Self::Sheet(_) | Self::Earlier(_) => {
                64 << 20
            }
            Self::Before(_) | Self::Published(_) => 256 << 20,
        }
    }

    /// Whether such a file belongs to an edition.
    #[must_use]
    pub const fn fits(&self, edition: Edition) -> bool {
        match edition {
            Edition::Restricted => true,
            Edition::Public => !matches!(
                self,
                Self::Sheet(Sheet::Counts | Sheet::Openings | Sheet::Composition) | Self::Earlier(_)
            ),
        }
    }
}

fn digest_of(text: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(Digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_spelling_and_nothing_leads_outside() {
        let hex = "ab".repeat(32);
        let places = [
            Place::Checkpoint,
            Place::Structure,
            Place::Event(7),
            Place::Event(123_456_789),
            Place::Payload(Digest([0xab; 32])),
            Place::Blob(Digest([0xab; 32])),
            Place::Sheet(Sheet::Openings),
            Place::Sheet(Sheet::Public),
            Place::Earlier(Digest([0xab; 32])),
            Place::Before(Digest([0xab; 32])),
            Place::Published("totals.csv".into()),
        ];
        for place in places {
            assert_eq!(Place::parse(&place.to_string()), Some(place));
        }
        let upper = format!("blobs/{}", hex.to_uppercase());
        for bad in [
            "",
            "/",
            ".",
            "..",
            "../x",
            "record.json",
            "Checkpoint",
            "Structure",
            "structure/",
            "events/7",
            "events/+0000007",
            "events/000000007",
            "events/-1",
            "events/",
            "payloads/ab",
            "sheets/../checkpoint",
            "sheets/more",
            "earlier/",
            "earlier/ab",
            "before/",
            "before/totals.csv",
            "published/",
            "published/.x",
            "published/a/b",
            "published/..",
            "published/a\\b",
            "published/a\0",
            "/checkpoint",
            "other/x",
            &upper,
        ] {
            assert_eq!(Place::parse(bad), None, "{bad}");
        }
    }
}
