//! A record's name in a few words, short enough for a note.

use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use intertally_log::Root;
use std::fmt;
use std::str::FromStr;

/// A round in one state of a log: whoever has a copy of that log, as long or longer, can tell whether it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordName {
    /// The log's name.
    pub origin: String,
    /// The round.
    pub round: RoundId,
    /// Events in the record, and the root of the tree over them.
    pub root: Root,
}

/// Words that name no record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' names no record: it should say the log's name, a number of events, the root over them and the round's id, the last two \
     in 64 hexadecimal digits each"
)]
pub struct NotAName(String);

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, round, root } = self;
        write!(f, "{origin} {} {} {}", root.size, Digest(root.hash), round.0)
    }
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

impl FromStr for RecordName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let parts: Vec<&str> = text.split(' ').collect();
        let read = || match parts.as_slice() {
            [origin, size, root, round] if !origin.is_empty() => Some(Self {
                origin: (*origin).to_owned(),
                round: RoundId(Digest(hash(round)?)),
                root: Root { size: size.parse().ok()?, hash: hash(root)? },
            }),
            _ => None,
        };
        // One spelling: small letters, no zeros before the number.
        read().filter(|name| name.to_string() == text).ok_or_else(|| NotAName(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::submission::Note;
    use intertally_core::submission::note::{SOURCE_RECORD, check};

    #[test]
    fn a_name_has_one_spelling_and_fits_a_note() {
        let name = RecordName {
            origin: "tally.police.example.org".into(),
            round: RoundId(Digest([0xab; 32])),
            root: Root { size: 1_234, hash: [7; 32] },
        };
        let text = name.to_string();
        assert_eq!(text.parse(), Ok(name));
        let note = Note { cell: None, attribute: SOURCE_RECORD.into(), text: text.clone() };
        assert_eq!(check(&[note], 0), Ok(()));
        for wrong in [
            text.replace("1234", "01234"),
            text.replace("ab", "AB"),
            text.replace(' ', "  "),
            format!("{text} "),
            text[1..].replace("ally.police.example.org", ""),
            text[..text.len() - 1].to_owned(),
            String::new(),
        ] {
            assert!(wrong.parse::<RecordName>().is_err(), "{wrong}");
        }
    }
}
