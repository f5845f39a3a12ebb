//! Most bytes of a message, by method and role: known before anything of it is read.

use crate::identity::Role;
use intertally_proto::limits;

/// What comes with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One message of at most so many bytes.
    Whole(usize),
    /// Messages: the first of at most so many bytes, every other one.
    Stream {
        /// Of the first.
        first: usize,
        /// Of each that follows.
        each: usize,
    },
}

impl Shape {
    /// Most bytes of message number `index`; none if there must be none.
    #[must_use]
    pub const fn limit(self, index: usize) -> Option<usize> {
        match (self, index) {
            (Self::Whole(most), 0) => Some(most),
            (Self::Whole(_), _) => None,
            (Self::Stream { first, .. }, 0) => Some(first),
            (Self::Stream { each, .. }, _) => Some(each),
        }
    }
}

/// A message that asks for something.
const QUESTION: usize = 1 << 10;
/// Room for the fields beside the long one.
const FRAME: usize = 4 << 10;

/// Of a method by its path. Whoever may not call it learns so in words: that needs no long message.
#[must_use]
pub fn of(path: &str, role: Option<Role>) -> Shape {
    // Both take part in an opening: letters, and byte strings that the log names.
    let opens = matches!(role, Some(Role::Trustee | Role::Coordinator));
    match path {
        "/intertally.v1.Record/Append" => Shape::Whole(match role {
            Some(Role::Coordinator) => limits::MESSAGE,
            Some(Role::Trustee) => limits::REVEALED + FRAME,
            Some(Role::Member) => limits::SMALL + FRAME,
            _ => QUESTION,
        }),
        "/intertally.v1.Record/PutBlob" if opens => {
            Shape::Stream { first: limits::CHUNK + FRAME, each: limits::CHUNK + FRAME }
        }
        "/intertally.v1.Record/Checkpoint" | "/intertally.v1.Record/Cosign" => {
            Shape::Whole(intertally_log::checkpoint::MAX_NOTE + QUESTION)
        }
        "/intertally.v1.Submissions/Upload" if role == Some(Role::Member) => {
            Shape::Stream { first: limits::HEADER + FRAME, each: limits::CHUNK + FRAME }
        }
        "/intertally.v1.Opening/PutSealed" if opens => Shape::Whole(limits::SEALED + FRAME),
        "/intertally.v1.Ceremonies/PutTerms" => Shape::Whole(limits::TERMS + FRAME),
        "/intertally.v1.Ceremonies/Offer" => Shape::Whole(limits::OFFER + FRAME),
        path if path.starts_with("/grpc.") => Shape::Stream { first: QUESTION, each: QUESTION },
        _ => Shape::Whole(QUESTION),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_needs_long_messages_may_send_them() {
        let most = |method: &str, role| of(&format!("/intertally.v1.{method}"), role).limit(0);
        assert_eq!(most("Record/Append", Some(Role::Coordinator)), Some(limits::MESSAGE));
        assert!(most("Record/Append", Some(Role::Member)) < Some(16 << 10));
        assert_eq!(most("Record/Append", Some(Role::Auditor)), Some(QUESTION));
        assert_eq!(most("Opening/PutSealed", Some(Role::Member)), Some(QUESTION));
        assert_eq!(most("Record/Inclusion", None), Some(QUESTION));
        let upload = of("/intertally.v1.Submissions/Upload", Some(Role::Member));
        assert_eq!(upload.limit(7), Some(limits::CHUNK + FRAME));
        assert_eq!(
            of("/intertally.v1.Record/Append", Some(Role::Member)).limit(1),
            None,
            "one message alone"
        );
    }
}
