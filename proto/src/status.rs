//! One mapping from refusals to gRPC status, with the rule id in the details, and back.

use crate::convert::FieldError;
use intertally_core::fold::Refusal;
use intertally_core::rule::Rule;
use intertally_core::submission::SubmissionRefusal;
use std::collections::HashMap;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// Domain of the rule ids in the details.
pub const DOMAIN: &str = "intertally";

/// A status with the id of the rule that machines read, and words for people.
#[must_use]
pub fn refuse(rule: Rule, words: impl Into<String>) -> Status {
    let details = ErrorDetails::with_error_info(rule.id(), DOMAIN, HashMap::new());
    Status::with_error_details(code(rule), words, details)
}

/// The gRPC code of a rule.
const fn code(rule: Rule) -> Code {
    use Rule::{
        Answered, BackOff, BlobUnknown, BlobsFull, BodyLost, Budget, Busy, Bytes, Ceremony, CeremonyExists,
        CeremonyKeys, CeremonyUnknown, Claims, Clock, Cosignature, CountOnly, DateEarly, DateLate, Earlier,
        Empty, Identity, KeyUsed, List, LogHeight, LogParent, LogPayload, LogTime, Mail, MailFull, MailOther,
        Mismatch, NotCounted, Notes, OfferOther, Outside, Overlap, Phase, Quorum, Repeated, Revision, Role,
        RoundExists, RoundManifest, Scope, SealEarly, SealMembers, SealSet, SealSum, ShareProof, Shares,
        Signature, Standing, Stopped, Store, SubDigest, SubKey, SubParts, SubPresence, SubProof, SubRound,
        SubShape, SubTerms, TermsFull, TermsUnknown, TooLong, TooMany, UploadBusy, UploadOffset, UploadShort,
        Whole, Withdraw,
    };
    match rule {
        Role | Signature | Identity | Outside => Code::PermissionDenied,
        Scope | CeremonyUnknown | BlobUnknown | TermsUnknown => Code::NotFound,
        RoundExists | CeremonyExists | KeyUsed | MailOther | OfferOther | Repeated => Code::AlreadyExists,
        UploadBusy | Revision => Code::Aborted,
        TooLong | TooMany | Budget | Busy | BackOff | MailFull | BlobsFull | TermsFull => {
            Code::ResourceExhausted
        }
        Store | Clock | Stopped => Code::Unavailable,
        BodyLost | DateEarly | DateLate | Phase | Quorum | Standing | Shares | Ceremony | CeremonyKeys
        | Withdraw | SealEarly | SealSet | SealMembers | SealSum => Code::FailedPrecondition,
        LogHeight | LogParent | LogTime | LogPayload | Bytes | RoundManifest | Earlier | Overlap
        | Mismatch | Empty | Claims | Whole | Notes | Answered | List | CountOnly | NotCounted | SubParts
        | SubRound | SubKey | SubPresence | SubShape | SubDigest | SubProof | SubTerms | UploadOffset
        | UploadShort | ShareProof | Mail | Cosignature => Code::InvalidArgument,
    }
}

/// Of the fold.
#[must_use]
pub fn of_refusal(refusal: &Refusal) -> Status {
    refuse(refusal.rule(), refusal.to_string())
}

/// Of a submission's checks.
#[must_use]
pub fn of_submission(refusal: &SubmissionRefusal) -> Status {
    refuse(refusal.rule(), refusal.to_string())
}

/// Of a field.
#[must_use]
pub fn of_field(error: &FieldError) -> Status {
    refuse(error.rule(), error.to_string())
}

impl From<FieldError> for Status {
    fn from(error: FieldError) -> Self {
        of_field(&error)
    }
}

/// A refusal as the client sees it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .rule.map_or_else(String::new, |rule| format!(" [{rule}]")))]
pub struct Problem {
    /// gRPC code.
    pub code: Code,
    /// By which rule the server refused, if it did. An id that this version does not know stands behind the words.
    pub rule: Option<Rule>,
    /// Words for people.
    pub message: String,
}

impl Problem {
    /// Read a status. A cut connection or a refused certificate says what to look at.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let details = status.get_error_details();
        let id = details.error_info().filter(|info| info.domain == DOMAIN).map(|info| info.reason.as_str());
        let rule = id.and_then(|id| id.parse().ok());
        let words = status.message();
        let message = match (rule, id, status.code()) {
            (Some(_), ..) => words.to_owned(),
            (None, Some(id), _) => format!("{words} [{id}]"),
            (None, None, Code::Unknown | Code::Unavailable | Code::Cancelled) => format!(
                "the connection failed ({words}); check address, network and that your certificate is of this \
                 collaboration, then send again"
            ),
            (None, None, _) => words.to_owned(),
        };
        Self { code: status.code(), rule, message }
    }

    /// Whether sending the same again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        if self.rule == Some(Rule::Stopped) {
            return false;
        }
        matches!(self.code, Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded)
            || matches!(self.rule, Some(Rule::UploadBusy | Rule::Busy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_id_survives_the_wire() {
        let status = of_refusal(&Refusal::RoundExists);
        let problem = Problem::of(&status);
        assert_eq!(problem.rule, Some(Rule::RoundExists));
        assert_eq!(problem.code, Code::AlreadyExists);
        assert!(!problem.is_transient());
        assert!(Problem::of(&Status::unavailable("gone")).is_transient());
    }

    #[test]
    fn a_rule_of_another_version_is_shown_and_is_no_cut_connection() {
        let details = ErrorDetails::with_error_info("ROUND-NEW", DOMAIN, HashMap::new());
        let status = Status::with_error_details(Code::Unknown, "no such thing", details);
        let problem = Problem::of(&status);
        assert_eq!((problem.rule, problem.to_string().as_str()), (None, "no such thing [ROUND-NEW]"));
    }
}
