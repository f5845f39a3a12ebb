//! One mapping from refusals to gRPC status, with the rule id in the details, and back.

use crate::convert::FieldError;
use intertally_core::fold::Refusal;
use intertally_core::submission::SubmissionRefusal;
use std::collections::HashMap;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// Domain of the rule ids in the details.
pub const DOMAIN: &str = "intertally";

/// A status of this code with a rule id that machines read, and words for people.
#[must_use]
pub fn refuse(code: Code, rule: &str, words: impl Into<String>) -> Status {
    let details = ErrorDetails::with_error_info(rule, DOMAIN, HashMap::new());
    Status::with_error_details(code, words, details)
}

/// The gRPC code of a rule id.
#[must_use]
pub fn code(rule: &str) -> Code {
    match rule {
        "ROLE" | "SIGNATURE" | "IDENTITY" | "OUTSIDE" => Code::PermissionDenied,
        "SCOPE" | "CEREMONY-UNKNOWN" | "BLOB-UNKNOWN" | "TERMS-UNKNOWN" => Code::NotFound,
        "ROUND-EXISTS" | "CEREMONY-EXISTS" | "KEY-USED" | "MAIL-OTHER" | "OFFER-OTHER" | "REPEATED" => {
            Code::AlreadyExists
        }
        "UPLOAD-BUSY" | "REVISION" => Code::Aborted,
        "TOO-LONG" | "TOO-MANY" | "BUDGET" | "BUSY" | "BACK-OFF" | "MAIL-FULL" | "BLOBS-FULL"
        | "TERMS-FULL" => Code::ResourceExhausted,
        "STORE" | "CLOCK" | "STOPPED" => Code::Unavailable,
        "BODY-LOST" => Code::FailedPrecondition,
        rule if rule.starts_with("DATE-") => Code::FailedPrecondition,
        "PHASE" | "QUORUM" | "STANDING" | "SHARES" | "CEREMONY" | "CEREMONY-KEYS" | "WITHDRAW" => {
            Code::FailedPrecondition
        }
        rule if rule.starts_with("SEAL-") => Code::FailedPrecondition,
        _ => Code::InvalidArgument,
    }
}

/// Of the fold.
#[must_use]
pub fn of_refusal(refusal: &Refusal) -> Status {
    refuse(code(refusal.rule()), refusal.rule(), refusal.to_string())
}

/// Of a submission's checks.
#[must_use]
pub fn of_submission(refusal: &SubmissionRefusal) -> Status {
    refuse(code(refusal.rule()), refusal.rule(), refusal.to_string())
}

/// Of a field.
#[must_use]
pub fn of_field(error: &FieldError) -> Status {
    refuse(Code::InvalidArgument, error.rule(), error.to_string())
}

impl From<FieldError> for Status {
    fn from(error: FieldError) -> Self {
        of_field(&error)
    }
}

/// A refusal as the client sees it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .rule.as_ref().map_or_else(String::new, |rule| format!(" [{rule}]")))]
pub struct Problem {
    /// gRPC code.
    pub code: Code,
    /// Rule id, if the server gave one.
    pub rule: Option<String>,
    /// Words for people.
    pub message: String,
}

impl Problem {
    /// Read a status. A cut connection or a refused certificate says what to look at.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        let details = status.get_error_details();
        let rule = details.error_info().filter(|info| info.domain == DOMAIN).map(|info| info.reason.clone());
        let message = match (&rule, status.code()) {
            (Some(_), _) => status.message().to_owned(),
            (None, Code::Unknown | Code::Unavailable | Code::Cancelled) => format!(
                "the connection failed ({}); check address, network and that your certificate is of this \
                 collaboration, then send again",
                status.message()
            ),
            (None, _) => status.message().to_owned(),
        };
        Self { code: status.code(), rule, message }
    }

    /// Whether sending the same again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        if self.rule.as_deref() == Some("STOPPED") {
            return false;
        }
        matches!(self.code, Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded)
            || matches!(self.rule.as_deref(), Some("UPLOAD-BUSY" | "BUSY"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_id_survives_the_wire() {
        let status = of_refusal(&Refusal::RoundExists);
        let problem = Problem::of(&status);
        assert_eq!(problem.rule.as_deref(), Some("ROUND-EXISTS"));
        assert_eq!(problem.code, Code::AlreadyExists);
        assert!(!problem.is_transient());
        assert!(Problem::of(&Status::unavailable("gone")).is_transient());
    }
}
