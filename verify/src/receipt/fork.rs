//! Two receipts against each other: whether they alone prove that the log showed two histories.

use super::file::{ReceiptFile, ReceiptFileError};
use intertally_core::event::Event;
use intertally_log::{LogVerifier, Root, Verdict, contradiction};
use serde::Serialize;

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

/// Compare two receipts of one log. Needs nothing else: whoever has both files and the log's key can do it again.
///
/// # Errors
/// Which of the two is no receipt of this log: 0 or 1.
pub fn fork(
    one: &ReceiptFile,
    other: &ReceiptFile,
    log: &LogVerifier,
) -> Result<Compared, (usize, ReceiptFileError)> {
    let before = one.verify(log).map_err(|why| (0, why.into()))?;
    let after = other.verify(log).map_err(|why| (1, why.into()))?;
    let verdict = one.with_leaf(|one| other.with_leaf(|other| contradiction(one, other, log)));
    let verdict = verdict.map_err(|why| (1, why.into()))?;
    Ok(Compared {
        one: Shown::of(&one.event, &before),
        other: Shown::of(&other.event, &after),
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

    const SCOPE: Scope = Scope::Round(RoundId(Digest::ZERO));

    fn event(height: u64, member: u16) -> Event {
        let key = SecretKey::from_seed(&[1; 32]);
        let who = Party::Member(MemberIndex(member));
        let signed = SignedClaim::sign(&key, who, SCOPE, Kind::Submitted, &[], "test");
        Event { parent: Digest::ZERO, height, at: Instant(0), signed }
    }

    /// A receipt of the last of these events, as the tool keeps it: with the hashes of so many of them.
    fn keep(key: u8, members: &[u16], hashes: usize) -> ReceiptFile {
        let signer = LogSigner::new("log.test", &[key; 32]).unwrap();
        let events: Vec<Event> = (0..).zip(members).map(|(height, member)| event(height, *member)).collect();
        let mut tree = Tree::default();
        events.iter().for_each(|event| tree.push(event.leaf()));
        let index = events.len() as u64 - 1;
        let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
        let receipt = Receipt { index, proof: tree.prove_inclusion(index).unwrap(), note };
        let leaves = tree.leaf_hashes(hashes as u64).unwrap();
        ReceiptFile { event: events.last().unwrap().clone(), receipt, leaves }
    }

    #[test]
    fn two_receipts_of_two_histories_prove_the_fork_and_honest_ones_do_not() {
        let log = LogSigner::new("log.test", &[7; 32]).unwrap().verifier();
        let whole = |members: &[u16]| keep(7, members, members.len());
        let here = whole(&[0, 1, 2, 3]);
        let later = whole(&[0, 1, 2, 3, 4, 5]);
        let forked = whole(&[0, 9, 2, 3, 4, 5]);
        let honest = fork(&here, &later, &log).unwrap();
        assert_eq!((honest.fork, honest.decided, honest.exit_code()), (None, true, 0));
        let found = fork(&here, &forked, &log).unwrap();
        assert_eq!((found.fork, found.one.size, found.other.size), (Some((1, 2)), 4, 6));
        assert!(found.to_text().starts_with("FORK") && found.exit_code() == 1);
        // The proofs of 3 and 6 events fix no range in common: the hashes of the leaves decide.
        let short = whole(&[0, 1, 2]);
        assert_eq!(fork(&short, &forked, &log).unwrap().fork, Some((1, 2)));
        let short = keep(7, &[0, 1, 2], 0);
        assert_eq!(fork(&short, &forked, &log).unwrap().fork, Some((0, 2)), "the later one's suffice");
        let bare = keep(7, &[0, 9, 2, 3, 4, 5], 0);
        let open = fork(&short, &bare, &log).unwrap();
        assert_eq!((open.fork, open.exit_code()), (None, 2), "{}", open.to_text());
        // Another log's receipt proves nothing against this one, whatever it says.
        let strange = keep(8, &[5, 5, 5], 3);
        assert_eq!(fork(&here, &strange, &log).unwrap_err().0, 1);
        assert_eq!(fork(&strange, &here, &log).unwrap_err().0, 0);
    }

    #[test]
    fn files_with_other_hashes_are_refused_and_those_of_before_are_read() {
        let log = LogSigner::new("log.test", &[7; 32]).unwrap().verifier();
        let good = keep(7, &[0, 1, 2, 3], 4);
        let fewer = keep(7, &[0, 1, 2, 3], 3);
        let (which, why) = fork(&good, &fewer, &log).unwrap_err();
        let why = why.to_string();
        assert!(which == 1 && why.contains("3 hashes of leaves"), "{why}");
        assert!(why.contains("4 leaves that the log signed"), "{why}");
        assert!(fewer.verify(&log).is_err() && fewer.check_leaves().is_err());
        let mut bytes = good.to_bytes();
        *bytes.last_mut().unwrap() ^= 1;
        assert!(fork(&good, &ReceiptFile::from_bytes(&bytes).unwrap(), &log).is_err());
        // Event and receipt alone, without any list.
        let bare = ReceiptFile::from_bytes(&encode(&(&good.event, &good.receipt))).unwrap();
        assert!(fork(&good, &bare, &log).unwrap().decided && bare.check_leaves().is_ok());
        bytes.truncate(bytes.len() - 1);
        assert_eq!(ReceiptFile::from_bytes(&bytes), Err(ReceiptFileError::NotOne));
    }
}
