//! Which round is meant, where somebody says it in short: by the first digits of its id, or by its name. Never another one than
//! meant: what fits two rounds of a record's log is refused.

use crate::record::{Place, ReadError, Record, Source};
use intertally_core::canonical::decode;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::MAX_PAYLOAD;
use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use intertally_core::round::RoundManifest;

/// Fewest digits of an id: as many as nobody meets by chance. Commands show 16.
const FEWEST: usize = 8;

/// Why it is not clear which round is meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeantError {
    /// The record cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Digits of which many ids begin so.
    #[error(
        "'{0}' is too short for the beginning of an id, which has {fewest} digits or more, and no round is called so",
        fewest = FEWEST
    )]
    Short(String),
    /// No round of the log.
    #[error(
        "'{text}' is neither the beginning of the id nor the name of a round of this record's log, which has {rounds}"
    )]
    Absent {
        /// As it was given.
        text: String,
        /// The log's rounds, with their ids.
        rounds: String,
    },
    /// Several rounds of the log.
    #[error("'{text}' may be any of several rounds: {rounds}")]
    Several {
        /// As it was given.
        text: String,
        /// Those that fit, with their ids.
        rounds: String,
    },
}

/// The round that a text means in a record's log: a whole id, whatever the log has; else the one round whose id begins so, or
/// that has this name. Whether the record is of that round, check 1 says.
///
/// # Errors
/// No round or several, or a record that cannot be read.
pub fn meant(source: &dyn Source, text: &str) -> Result<RoundId, MeantError> {
    let (text, mut whole) = (text.trim(), [0; 32]);
    if hex::decode_to_slice(text, &mut whole).is_ok() {
        return Ok(RoundId(Digest(whole)));
    }
    let all = rounds(&Record::open(source)?)?;
    let digits = text.to_ascii_lowercase();
    let is_hex = !text.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let begins = |id: &RoundId| is_hex && text.len() >= FEWEST && id.0.to_string().starts_with(&digits);
    let fits = |(id, name): &&(RoundId, String)| begins(id) || name == text;
    let found: Vec<&(RoundId, String)> = all.iter().filter(fits).collect();
    let text = text.escape_debug().to_string();
    match found.as_slice() {
        [(id, _)] => Ok(*id),
        [] if is_hex && digits.len() < FEWEST => Err(MeantError::Short(text)),
        [] => Err(MeantError::Absent { text, rounds: listed(all.iter()) }),
        several => Err(MeantError::Several { text, rounds: listed(several.iter().copied()) }),
    }
}

/// Rounds by name and the digits that commands show. Names are foreign.
fn listed<'a>(rounds: impl Iterator<Item = &'a (RoundId, String)>) -> String {
    let line =
        |(id, name): &(RoundId, String)| format!("'{}' ({:.16})", name.escape_debug(), id.0.to_string());
    let lines: Vec<String> = rounds.map(line).collect();
    if lines.is_empty() { "none".to_owned() } else { lines.join(", ") }
}

/// All rounds that the log opens, in its order. What cannot be read is passed over: the checks say so.
fn rounds(record: &Record<'_>) -> Result<Vec<(RoundId, String)>, ReadError> {
    let mut rounds: Vec<(RoundId, String)> = Vec::new();
    for place in record.places().filter(|place| matches!(place, Place::Event(_))) {
        let Ok(event) = decode::<Event>("event", &record.bytes(place)?, 1 << 10) else { continue };
        let claim = &event.signed.claim;
        let Scope::Round(id) = claim.scope else { continue };
        if claim.kind != Kind::Opened || rounds.iter().any(|(other, _)| *other == id) {
            continue;
        }
        let payload = record.bytes(&Place::Payload(claim.payload)).ok();
        let manifest =
            payload.and_then(|bytes| decode::<RoundManifest>("round manifest", &bytes, MAX_PAYLOAD).ok());
        rounds.push((id, manifest.map_or_else(String::new, |manifest| manifest.name)));
    }
    Ok(rounds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::archive;

    #[test]
    fn a_round_is_meant_by_its_id_its_beginning_or_its_name() {
        let record =
            archive::read_files(std::fs::File::open("../vectors/record/small.tar").unwrap()).unwrap();
        let opened = Record::open(&record).unwrap();
        let (id, all) = (opened.round(), rounds(&opened).unwrap());
        let name = all.iter().find(|(own, _)| *own == id).map(|(_, name)| name.clone()).unwrap();
        let whole = id.0.to_string();
        for text in [&whole, &whole[..16], &whole[..8], &whole[..9].to_uppercase(), &format!(" {name} ")] {
            assert_eq!(meant(&record, text), Ok(id), "{text}");
        }
        // A whole id is taken as it is: whether the record is of it, check 1 says.
        let other = "ab".repeat(32);
        assert_eq!(meant(&record, &other).map(|id| id.0.to_string()), Ok(other));
        let last = if whole.as_bytes()[8] == b'0' { '1' } else { '0' };
        for text in [
            format!("{}{last}", &whole[..8]),
            format!("{whole}0"),
            name[..1].to_owned() + "?",
            "\u{1b}[2J".into(),
        ] {
            let said = meant(&record, &text).unwrap_err().to_string();
            assert!(said.contains(&whole[..16]) && !said.contains('\u{1b}'), "{text}: {said}");
        }
        assert_eq!(meant(&record, &whole[..7]), Err(MeantError::Short(whole[..7].to_owned())));
        assert!(matches!(meant(&record, ""), Err(MeantError::Absent { .. })));
    }
}
