//! Two receipts against each other: whether they alone prove that the log showed two histories.

use crate::error::{ClientError, Result};
use crate::home::{Directory, Role};
use crate::wire::post;
use intertally_core::event::Event;
use intertally_log::{LogVerifier, Receipt, Root, contradiction};
use serde::Serialize;
use std::path::Path;

/// What a receipt shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Place of its event.
    pub height: u64,
    /// Kind of its event.
    pub kind: String,
    /// Events under the checkpoint.
    pub size: u64,
    /// Root of the checkpoint, hexadecimal.
    pub root: String,
}

/// What two receipts say together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The first.
    pub one: Shown,
    /// The second.
    pub other: Shown,
    /// First event and event after the last of the range that has two hashes: a fork. None: no contradiction.
    pub fork: Option<(u64, u64)>,
}

/// The log as a directory pins it.
pub fn log_of(directory: &Directory) -> Result<LogVerifier> {
    let card = directory.sole(Role::Aggregator)?;
    LogVerifier::new(&card.name, &card.key()?.0).map_err(|why| {
        ClientError::stop(format!("the log's card is no good: {why}"), "get the directory again")
    })
}

/// Compare two receipts of one log. Needs nothing else: whoever has both files and the log's key can do it again.
pub fn fork(one: &Path, other: &Path, log: &LogVerifier) -> Result<Compared> {
    let read = |path: &Path| -> Result<(Event, Receipt)> {
        let (event, receipt) = post::read(path)?;
        receipt.verify(&event.leaf(), log).map_err(|why| {
            ClientError::content(path, format!("is no receipt of this log ({why}); it proves nothing"))
        })?;
        Ok((event, receipt))
    };
    let ((first, known), (second, found)) = (read(one)?, read(other)?);
    let wrong =
        |why: intertally_log::ReceiptError| ClientError::stop(why.to_string(), "get the receipts again");
    let (before, after) =
        (known.verify(&first.leaf(), log).map_err(wrong)?, found.verify(&second.leaf(), log).map_err(wrong)?);
    let found = contradiction((&known, &first.leaf()), (&found, &second.leaf()), log).map_err(wrong)?;
    Ok(Compared {
        one: Shown::of(&first, &before),
        other: Shown::of(&second, &after),
        fork: found.map(|range| (range.from, range.to)),
    })
}

impl Shown {
    fn of(event: &Event, root: &Root) -> Self {
        let kind = format!("{:?}", event.signed.claim.kind);
        Self { height: event.height, kind, size: root.size, root: hex::encode(root.hash) }
    }
}

impl Compared {
    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let line = |shown: &Shown| {
            format!(
                "  {} at {}, under the root {:.16} of {} events",
                shown.kind, shown.height, shown.root, shown.size
            )
        };
        let verdict = match self.fork {
            Some((from, to)) => format!(
                "FORK: the log has signed two histories. Events {from} to {} have two hashes in it. The two files prove that to \
                 anybody who has the log's key: keep both, and tell the other parties.",
                to - 1
            ),
            None => "no contradiction between these two. Two forks need not show in every pair of receipts: compare them \
                     with a record too (`auditor verify RECORD --receipt FILE`)."
                .to_owned(),
        };
        format!("{verdict}\n{}\n{}", line(&self.one), line(&self.other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::canonical::encode;
    use intertally_core::event::{Kind, Scope, SignedClaim};
    use intertally_core::hash::Digest;
    use intertally_core::party::{Instant, MemberIndex, Party, RoundId};
    use intertally_core::sign::SecretKey;
    use intertally_log::{LogSigner, Tree};
    use std::path::PathBuf;

    const SCOPE: Scope = Scope::Round(RoundId(Digest::ZERO));

    fn event(height: u64, member: u16) -> Event {
        let key = SecretKey::from_seed(&[1; 32]);
        let who = Party::Member(MemberIndex(member));
        let signed = SignedClaim::sign(&key, who, SCOPE, Kind::Submitted, &[], "test");
        Event { parent: Digest::ZERO, height, at: Instant(0), signed }
    }

    /// A receipt of the last of these events, as the tool keeps it.
    fn keep(folder: &Path, name: &str, key: u8, members: &[u16]) -> PathBuf {
        let signer = LogSigner::new("log.test", &[key; 32]).unwrap();
        let events: Vec<Event> = (0..).zip(members).map(|(height, member)| event(height, *member)).collect();
        let mut tree = Tree::default();
        events.iter().for_each(|event| tree.push(event.leaf()));
        let index = events.len() as u64 - 1;
        let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
        let receipt = Receipt { index, proof: tree.prove_inclusion(index).unwrap(), note };
        let path = folder.join(name);
        std::fs::write(&path, encode(&(events.last().unwrap(), receipt))).unwrap();
        path
    }

    #[test]
    fn two_receipts_of_two_histories_prove_the_fork_and_honest_ones_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let log = LogSigner::new("log.test", &[7; 32]).unwrap().verifier();
        let here = keep(at, "a", 7, &[0, 1, 2, 3]);
        let later = keep(at, "b", 7, &[0, 1, 2, 3, 4, 5]);
        let forked = keep(at, "c", 7, &[0, 9, 2, 3, 4, 5]);
        assert_eq!(fork(&here, &later, &log).unwrap().fork, None);
        let found = fork(&here, &forked, &log).unwrap();
        assert_eq!((found.fork, found.one.size, found.other.size), (Some((0, 4)), 4, 6));
        assert!(found.to_text().starts_with("FORK"));
        assert_eq!(fork(&later, &forked, &log).unwrap().fork, Some((0, 4)));
        // Receipts of 3 and 6 events fix no range in common: these two alone show nothing, a record with either does.
        let short = keep(at, "e", 7, &[0, 1, 2]);
        assert_eq!(fork(&short, &forked, &log).unwrap().fork, None);
        // Another log's receipt proves nothing against this one, whatever it says.
        let strange = keep(at, "d", 8, &[5, 5, 5]);
        assert!(fork(&here, &strange, &log).is_err());
        assert!(fork(&here, &at.join("none"), &log).is_err());
    }
}
