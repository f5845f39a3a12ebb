//! Which members of a round say that their return is another record's totals, and whether a record is the one that is meant.

use super::name::{NotAName, RecordName};
use crate::audit::Options;
use crate::record::{ReadError, Record, Source};
use crate::replay::Replay;
use intertally_core::fold::Fold;
use intertally_core::party::MemberIndex;
use intertally_core::submission::note::SOURCE_RECORD;

/// A member's return that names a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The member's area.
    pub area: String,
    /// Its place in the round.
    pub member: MemberIndex,
    /// What it names.
    pub record: Result<RecordName, NotAName>,
}

/// The log of a record as the fold takes it, for what else rests on it.
///
/// # Errors
/// The record's list cannot be read.
pub fn fold_of(source: &dyn Source) -> Result<Fold, ReadError> {
    Ok(Replay::of(&Record::open(source)?, &Options::default()).fold)
}

/// Every link of a record's round, by member: of returns that count, from the headers that the members signed. Verify the
/// record by itself first.
///
/// # Errors
/// The record's list cannot be read.
pub fn links(source: &dyn Source) -> Result<Vec<Link>, ReadError> {
    let record = Record::open(source)?;
    let replay = Replay::of(&record, &Options::default());
    let Some(round) = replay.fold.round(&record.round()) else { return Ok(vec![]) };
    let mut found = Vec::new();
    for (member, latest) in round.latest() {
        let entry = round.manifest().members.get(usize::from(member.0));
        let area = entry.map_or("?", |entry| entry.area.as_str());
        let named =
            latest.header.notes.iter().filter(|note| note.cell.is_none() && note.attribute == SOURCE_RECORD);
        found.extend(named.map(|note| Link { area: area.to_owned(), member, record: note.text.parse() }));
    }
    Ok(found)
}

impl Link {
    /// Whether a record is the one that is named: of that log and round, whose first events, as many as are named, have that
    /// root. A record that was copied later, and is longer, is the same.
    ///
    /// # Errors
    /// The record's list cannot be read.
    pub fn leads_to(&self, source: &dyn Source) -> Result<bool, ReadError> {
        let Ok(name) = &self.record else { return Ok(false) };
        let record = Record::open(source)?;
        if record.round() != name.round || record.manifest().origin != name.origin {
            return Ok(false);
        }
        Ok(Replay::of(&record, &Options::default()).tree.was(&name.root))
    }
}
