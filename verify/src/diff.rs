//! Whether a newer copy of the log only goes on from an older one.

use crate::record::{Place, ReadError, Record, Source};

/// How a log grew from one record to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// Events in both.
    pub common: u64,
    /// Events in the newer alone.
    pub added: u64,
}

/// Why the older record is no prefix of the newer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// A record cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Two logs.
    #[error("the records are of two logs: {0} and {1}")]
    Origin(String, String),
    /// The newer has fewer events.
    #[error("the newer record ends at {newer} events, the older one at {older}: the log went back")]
    Shorter {
        /// Events of the older.
        older: u64,
        /// Events of the newer.
        newer: u64,
    },
    /// An event differs.
    #[error("event {0} differs: the log was rewritten; keep both records as evidence")]
    Event(u64),
}

fn events(record: &Record<'_>) -> u64 {
    record.places().filter(|place| matches!(place, Place::Event(_))).count() as u64
}

/// Compare the events byte for byte. Signatures and roots are [`crate::verify`]'s.
pub fn diff(older: &dyn Source, newer: &dyn Source) -> Result<Growth, DiffError> {
    let (old, new) = (Record::open(older)?, Record::open(newer)?);
    let (first, second) = (&old.manifest().origin, &new.manifest().origin);
    if first != second {
        return Err(DiffError::Origin(first.clone(), second.clone()));
    }
    let (common, all) = (events(&old), events(&new));
    if all < common {
        return Err(DiffError::Shorter { older: common, newer: all });
    }
    for height in 0..common {
        let place = Place::Event(height);
        if old.bytes(&place)? != new.bytes(&place)? {
            return Err(DiffError::Event(height));
        }
    }
    Ok(Growth { common, added: all - common })
}
