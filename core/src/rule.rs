//! Ids of rules by which something is refused: short words that never change their meaning, for programs, logs of servers
//! and people who look them up. Text on the wire and in reports, this one type everywhere else.

use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// All ids in one table: what each is called here, and its text.
macro_rules! rules {
    ($($(#[$doc:meta])+ $name:ident = $id:literal,)+) => {
        /// A rule by which the log, a check of a submission, or a server refuses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])+ $name,)+
        }

        impl Rule {
            /// All of them: those of docs/spec.md section 6.4 in its order, then those of a server.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The text: capital letters and hyphens.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

rules! {
    /// Not the next event by height.
    LogHeight = "LOG-HEIGHT",
    /// Not the next event by its parent: forked.
    LogParent = "LOG-PARENT",
    /// The clock went back.
    LogTime = "LOG-TIME",
    /// Payload and signed digest differ.
    LogPayload = "LOG-PAYLOAD",
    /// Not canonical bytes, or too many of them.
    Bytes = "BYTES",
    /// A round or ceremony that the log does not know.
    Scope = "SCOPE",
    /// A round that the log knows already.
    RoundExists = "ROUND-EXISTS",
    /// Faults of a round manifest.
    RoundManifest = "ROUND-MANIFEST",
    /// A key of the round serves another round.
    KeyUsed = "KEY-USED",
    /// The earlier records are not those that the log gives.
    Earlier = "EARLIER",
    /// A round over some of the same figures may still adopt a plan.
    Overlap = "OVERLAP",
    /// The ceremony is convened already.
    CeremonyExists = "CEREMONY-EXISTS",
    /// The round's ceremony is not in this log.
    CeremonyUnknown = "CEREMONY-UNKNOWN",
    /// The round's ceremony has made no keys.
    CeremonyKeys = "CEREMONY-KEYS",
    /// A key would open more than is admissible.
    Budget = "BUDGET",
    /// The signer may not do this.
    Role = "ROLE",
    /// The signature does not verify.
    Signature = "SIGNATURE",
    /// The round is in another phase.
    Phase = "PHASE",
    /// The signer said this before.
    Repeated = "REPEATED",
    /// More of one kind than one party may send.
    TooMany = "TOO-MANY",
    /// Before the opening.
    DateEarly = "DATE-EARLY",
    /// After the close.
    DateLate = "DATE-LATE",
    /// The payload speaks of something else than this round's.
    Mismatch = "MISMATCH",
    /// Not the next revision.
    Revision = "REVISION",
    /// Nothing to withdraw.
    Withdraw = "WITHDRAW",
    /// No cell reported.
    Empty = "EMPTY",
    /// Public or confidential figures that are not as they must be.
    Claims = "CLAIMS",
    /// A cell of a table that is returned whole is missing.
    Whole = "WHOLE",
    /// Notes that are not as they must be.
    Notes = "NOTES",
    /// Somebody may still submit.
    SealEarly = "SEAL-EARLY",
    /// The sealed set is not the latest submissions.
    SealSet = "SEAL-SET",
    /// Too few members submitted.
    SealMembers = "SEAL-MEMBERS",
    /// No quorum for the statement.
    Quorum = "QUORUM",
    /// The trustee does not stand by the agreed statement.
    Standing = "STANDING",
    /// The trustee has answered this question.
    Answered = "ANSWERED",
    /// Too few shares.
    Shares = "SHARES",
    /// A list unsorted, with repeats, or pointing outside.
    List = "LIST",
    /// The plan opens a cell that is only counted.
    CountOnly = "COUNT-ONLY",
    /// The plan opens a cell whose contributors were not counted.
    NotCounted = "NOT-COUNTED",
    /// The ceremony's fold refused.
    Ceremony = "CEREMONY",
    /// A submission's number of parts.
    SubParts = "SUB-PARTS",
    /// A submission of another round, or of a member that the round lacks.
    SubRound = "SUB-ROUND",
    /// A submission's key, unknown or named twice.
    SubKey = "SUB-KEY",
    /// A ciphertext or proof missing or not wanted.
    SubPresence = "SUB-PRESENCE",
    /// A length.
    SubShape = "SUB-SHAPE",
    /// Not what the submission's header names.
    SubDigest = "SUB-DIGEST",
    /// A submission's proof does not hold.
    SubProof = "SUB-PROOF",
    /// A term that is not proved to be the one of its counts.
    SubTerms = "SUB-TERMS",
    /// The server: the certificate's key is not that of the party that is named, or not of one that may call this.
    Identity = "IDENTITY",
    /// The server: no round or ceremony lists the caller.
    Outside = "OUTSIDE",
    /// The server: more bytes, files or items than are taken at once.
    TooLong = "TOO-LONG",
    /// The server: too many calls or connections at once.
    Busy = "BUSY",
    /// The server: the member or trustee waits after proofs that did not hold.
    BackOff = "BACK-OFF",
    /// The server: this submission is being uploaded or checked already.
    UploadBusy = "UPLOAD-BUSY",
    /// The server: an upload goes on at another offset.
    UploadOffset = "UPLOAD-OFFSET",
    /// The server: an upload ended before its end.
    UploadShort = "UPLOAD-SHORT",
    /// The server: its disk has lost a part of a submission.
    BodyLost = "BODY-LOST",
    /// The server: no file of that digest.
    BlobUnknown = "BLOB-UNKNOWN",
    /// The server: no room for more files that no event names.
    BlobsFull = "BLOBS-FULL",
    /// The server: the sealed sum is not the one that it made itself.
    SealSum = "SEAL-SUM",
    /// The server: an answer's proofs do not hold.
    ShareProof = "SHARE-PROOF",
    /// The server: these two parties exchange no letters of that sort.
    Mail = "MAIL",
    /// The server: another letter is there.
    MailOther = "MAIL-OTHER",
    /// The server: no room for more letters.
    MailFull = "MAIL-FULL",
    /// The server: no terms of that digest.
    TermsUnknown = "TERMS-UNKNOWN",
    /// The server: no room for more terms.
    TermsFull = "TERMS-FULL",
    /// The server: another offer of the same trustee is there.
    OfferOther = "OFFER-OTHER",
    /// The server: a cosignature that it does not take.
    Cosignature = "COSIGNATURE",
    /// The server: its clock cannot be believed.
    Clock = "CLOCK",
    /// The server: it has stopped itself.
    Stopped = "STOPPED",
    /// The server: it could not read or write.
    Store = "STORE",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// No rule of this version has the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no rule of this version has that id; the other side may be of another version")]
pub struct UnknownRule;

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(id: &str) -> Result<Self, UnknownRule> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id).ok_or(UnknownRule)
    }
}

/// By its text.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_rules_share_an_id_and_each_is_found_by_its_own() {
        let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert_eq!(rule.id().parse(), Ok(*rule));
            assert!(rule.id().bytes().all(|sign| sign.is_ascii_uppercase() || sign == b'-'), "{rule}");
        }
        assert_eq!("SEAL".parse::<Rule>(), Err(UnknownRule));
    }

    /// The table of the specification has all ids of the log and of submissions, and no other.
    #[test]
    fn the_specification_lists_the_same_rules() {
        let spec = include_str!("../../docs/spec.md");
        let (_, rest) = spec.split_once("\n### 6.4 ").unwrap();
        let (section, _) = rest.split_once("\n### 6.5 ").unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let listed: Vec<&str> =
            rows.filter(|cell| *cell != "rule").flat_map(|cell| cell.split(", ")).collect();
        let server = Rule::ALL.iter().position(|rule| *rule == Rule::Identity).unwrap();
        let own: BTreeSet<&str> = Rule::ALL[..server].iter().map(|rule| rule.id()).collect();
        assert_eq!(listed.len(), own.len(), "none twice");
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), own);
    }
}
