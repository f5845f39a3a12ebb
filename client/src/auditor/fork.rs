//! Two receipts against each other: whether they alone prove that the log showed two histories.

use crate::error::{ClientError, Result};
use crate::home::{Directory, Role};
use crate::wire::ReceiptFile;
use intertally_core::event::Event;
use intertally_log::{LogVerifier, Root, Verdict, contradiction};
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
    /// Whether that is final. Otherwise the later one lacks the hashes of the events under it.
    pub decided: bool,
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
    let read = |path: &Path| -> Result<(ReceiptFile, Root)> {
        let kept = ReceiptFile::read(path)?;
        let root = kept.verify(log).map_err(|why| {
            ClientError::content(path, format!("is no receipt of this log ({why}); it proves nothing"))
        })?;
        Ok((kept, root))
    };
    let ((first, before), (second, after)) = (read(one)?, read(other)?);
    let verdict = first.with_leaf(|first| second.with_leaf(|second| contradiction(first, second, log)));
    let verdict = verdict.map_err(|why| ClientError::stop(why.to_string(), "get the receipts again"))?;
    Ok(Compared {
        one: Shown::of(&first.event, &before),
        other: Shown::of(&second.event, &after),
        fork: match verdict {
            Verdict::Fork(range) => Some((range.from, range.to)),
            Verdict::OneHistory | Verdict::Undecided => None,
        },
        decided: verdict != Verdict::Undecided,
    })
}

impl Shown {
    fn of(event: &Event, root: &Root) -> Self {
        let kind = format!("{:?}", event.signed.claim.kind);
        Self { height: event.height, kind, size: root.size, root: hex::encode(root.hash) }
    }
}

impl Compared {
    /// 0: one history; 1: a fork; 2: not decided.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match (self.fork, self.decided) {
            (Some(_), _) => 1,
            (None, true) => 0,
            (None, false) => 2,
        }
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let line = |shown: &Shown| {
            format!(
                "  {} at {}, under the root {:.16} of {} events",
                shown.kind, shown.height, shown.root, shown.size
            )
        };
        let verdict = match (self.fork, self.decided) {
            (Some((from, to)), _) => format!(
                "FORK: the log has signed two histories. Events {from} to {} have two hashes in it. The two files prove that to \
                 anybody who has the log's key: keep both, and tell the other parties.",
                to - 1
            ),
            (None, true) => "no contradiction: both are of one history, the shorter a prefix of the longer".to_owned(),
            (None, false) => "not decided: the later receipt lacks the hashes of the events under it. Its office runs any command \
                              that reads the log, and sends the file again; or compare both with a record (`auditor verify \
                              RECORD --receipt FILE`)."
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
    use intertally_log::{LogSigner, Receipt, Tree};
    use std::path::PathBuf;

    const SCOPE: Scope = Scope::Round(RoundId(Digest::ZERO));

    fn event(height: u64, member: u16) -> Event {
        let key = SecretKey::from_seed(&[1; 32]);
        let who = Party::Member(MemberIndex(member));
        let signed = SignedClaim::sign(&key, who, SCOPE, Kind::Submitted, &[], "test");
        Event { parent: Digest::ZERO, height, at: Instant(0), signed }
    }

    /// A receipt of the last of these events, as the tool keeps it: with the hashes of so many of them.
    fn keep(folder: &Path, name: &str, key: u8, members: &[u16], hashes: usize) -> PathBuf {
        let signer = LogSigner::new("log.test", &[key; 32]).unwrap();
        let events: Vec<Event> = (0..).zip(members).map(|(height, member)| event(height, *member)).collect();
        let mut tree = Tree::default();
        events.iter().for_each(|event| tree.push(event.leaf()));
        let index = events.len() as u64 - 1;
        let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
        let receipt = Receipt { index, proof: tree.prove_inclusion(index).unwrap(), note };
        let leaves = tree.leaf_hashes(hashes as u64).unwrap();
        let path = folder.join(name);
        ReceiptFile { event: events.last().unwrap().clone(), receipt, leaves }.write(&path).unwrap();
        path
    }

    #[test]
    fn two_receipts_of_two_histories_prove_the_fork_and_honest_ones_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let log = LogSigner::new("log.test", &[7; 32]).unwrap().verifier();
        let whole = |name: &str, members: &[u16]| keep(at, name, 7, members, members.len());
        let here = whole("a", &[0, 1, 2, 3]);
        let later = whole("b", &[0, 1, 2, 3, 4, 5]);
        let forked = whole("c", &[0, 9, 2, 3, 4, 5]);
        let honest = fork(&here, &later, &log).unwrap();
        assert_eq!((honest.fork, honest.decided, honest.exit_code()), (None, true, 0));
        let found = fork(&here, &forked, &log).unwrap();
        assert_eq!((found.fork, found.one.size, found.other.size), (Some((1, 2)), 4, 6));
        assert!(found.to_text().starts_with("FORK") && found.exit_code() == 1);
        // The proofs of 3 and 6 events fix no range in common: the hashes of the leaves decide.
        let short = whole("e", &[0, 1, 2]);
        assert_eq!(fork(&short, &forked, &log).unwrap().fork, Some((1, 2)));
        let short = keep(at, "f", 7, &[0, 1, 2], 0);
        assert_eq!(fork(&short, &forked, &log).unwrap().fork, Some((0, 2)), "the later one's suffice");
        let bare = keep(at, "g", 7, &[0, 9, 2, 3, 4, 5], 0);
        let open = fork(&short, &bare, &log).unwrap();
        assert_eq!((open.fork, open.exit_code()), (None, 2), "{}", open.to_text());
        // Another log's receipt proves nothing against this one, whatever it says.
        let strange = keep(at, "d", 8, &[5, 5, 5], 3);
        assert!(fork(&here, &strange, &log).is_err());
        assert!(fork(&here, &at.join("none"), &log).is_err());
    }

    #[test]
    fn files_with_other_hashes_are_refused_and_those_of_before_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let log = LogSigner::new("log.test", &[7; 32]).unwrap().verifier();
        let good = keep(folder.path(), "a", 7, &[0, 1, 2, 3], 4);
        let fewer = keep(folder.path(), "b", 7, &[0, 1, 2, 3], 3);
        let why = fork(&good, &fewer, &log).err().unwrap().to_string();
        assert!(why.contains("3 hashes of leaves") && why.contains("4 leaves that the log signed"), "{why}");
        let kept = ReceiptFile::read(&fewer).unwrap();
        assert!(kept.verify(&log).is_err() && kept.check_leaves(&fewer).is_err());
        let mut bytes = std::fs::read(&good).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&fewer, &bytes).unwrap();
        assert!(fork(&good, &fewer, &log).is_err());
        // Event and receipt alone, without any list.
        let kept = ReceiptFile::read(&good).unwrap();
        std::fs::write(&fewer, encode(&(&kept.event, &kept.receipt))).unwrap();
        assert!(fork(&good, &fewer, &log).unwrap().decided);
        assert!(ReceiptFile::read(&fewer).unwrap().check_leaves(&fewer).is_ok());
        bytes.truncate(bytes.len() - 1);
        std::fs::write(&fewer, &bytes).unwrap();
        assert!(fork(&good, &fewer, &log).err().unwrap().to_string().contains("is no receipt"));
    }
}
