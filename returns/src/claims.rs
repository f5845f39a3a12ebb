//! What a member says of single figures: that one is confidential with it (CONF_STATUS), or that the office publishes it
//! itself (PUBLISHED). Both are in the signed header of the submission, for everybody to read: of a confidential figure the
//! cell alone, a published one in clear.

use super::fault::{Findings, Place};
use super::rules::{CLAIM_BOTH, CLAIM_UNKNOWN};

/// The column of confidentiality, CL_CONF_STATUS.
pub(super) const CONFIDENTIALITY: &str = "CONF_STATUS";
/// The column that says what the office publishes itself.
pub(super) const PUBLISHED: &str = "PUBLISHED";
/// Free for publication: says nothing of whether anybody publishes it.
const FREE: &str = "F";

/// A claim on a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The office publishes it.
    Public,
    /// It is confidential with the office.
    Confidential,
}

/// The claim that two fields make. C is confidential, as is every other code of CL_CONF_STATUS but F.
pub(super) fn claim(
    (confidentiality, published): (&str, &str),
    place: &Place,
    findings: &mut Findings,
) -> Option<Claim> {
    let mut letters = confidentiality.chars();
    let confidential = match (letters.next(), letters.next()) {
        (None, _) => false,
        (Some('A'..='Z'), None) => confidentiality != FREE,
        _ => {
            let what = "no code of confidentiality".to_owned();
            let hint = "C if the figure is confidential with you, F or nothing if it is not".to_owned();
            findings.add(CLAIM_UNKNOWN, place, Some(confidentiality), what, hint);
            return None;
        }
    };
    let public = match published.to_ascii_uppercase().as_str() {
        "" | "N" | "NO" | "0" | "FALSE" => false,
        "Y" | "YES" | "1" | "TRUE" => true,
        _ => {
            let what = format!("no answer to {PUBLISHED}");
            let hint = "Y if your office publishes this figure itself, so that it may go out in clear; N or nothing if it \
                        does not"
                .to_owned();
            findings.add(CLAIM_UNKNOWN, place, Some(published), what, hint);
            return None;
        }
    };
    match (confidential, public) {
        (true, true) => {
            contradict(place, findings);
            None
        }
        (true, false) => Some(Claim::Confidential),
        (false, true) => Some(Claim::Public),
        (false, false) => None,
    }
}

/// Adds the fault of a figure of which both is claimed.
pub(super) fn contradict(place: &Place, findings: &mut Findings) {
    let what = "a figure that is confidential and that the office publishes itself".to_owned();
    let hint = format!("correct {CONFIDENTIALITY} or {PUBLISHED}");
    findings.add(CLAIM_BOTH, place, None, what, hint);
}
