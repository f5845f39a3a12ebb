//! Posting signed events, and keeping the receipts.

use super::Link;
use crate::error::{ClientError, Result};
use crate::home::{Office, files};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::hash::digest;
use intertally_core::party::Party;
use intertally_core::sign::SecretKey;
use intertally_log::Receipt;
use intertally_proto::pb;
use serde::Serialize;

/// Name and version of this tool, as events carry it.
pub const TOOL: &str = concat!("intertally ", env!("CARGO_PKG_VERSION"));
/// Most bytes of a receipt.
const RECEIPT: usize = 1 << 16;

/// Check a receipt and keep it under `receipts/`; answers with the event.
pub fn keep(office: &Office, link: &Link, claim: &SignedClaim, answer: &pb::Receipt) -> Result<Event> {
    let receipt: Receipt = decode("receipt", &answer.receipt, RECEIPT)?;
    let refuse = |what: String| ClientError::stop(what, "do not rely on it, and tell the server's operator");
    receipt
        .verify(&answer.event, link.verifier())
        .map_err(|why| refuse(format!("the receipt is worthless: {why}")))?;
    let event: Event = decode("event", &answer.event, RECEIPT)?;
    if event.signed != *claim {
        return Err(refuse("the receipt is for another event".into()));
    }
    files::folder(&office.path("receipts"))?;
    files::write(&office.path(&receipt_name(&event)), &encode(&(&event, &receipt)))?;
    Ok(event)
}

fn receipt_name(event: &Event) -> String {
    format!("receipts/{:08}-{:?}.receipt", event.height, event.signed.claim.kind)
}

/// A claim that was sent and not answered yet: kept, so that a command that was cut off between log and answer gets its
/// receipt with the next one.
fn pending(claim: &SignedClaim) -> String {
    let mut name = digest("signed-claim", &[&encode(claim)]).to_string();
    name.truncate(32);
    format!("receipts/{name}.claim")
}

/// Fetch the receipts of claims that were sent by this office, are in the log, and were never answered.
pub async fn fetch_missing(office: &Office, link: &Link, events: &[(Event, Vec<u8>)]) -> Result<()> {
    let Ok(folder) = std::fs::read_dir(office.path("receipts")) else { return Ok(()) };
    for entry in folder.filter_map(std::result::Result::ok) {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "claim") {
            continue;
        }
        let claim: SignedClaim = decode("claim", &files::need(&path)?, RECEIPT)?;
        if let Some((event, _)) = events.iter().find(|(event, _)| event.signed == claim) {
            let request = pb::InclusionRequest { height: event.height };
            let answer = link.record().inclusion(request).await?.into_inner();
            keep(office, link, &claim, &answer)?;
            files::remove(&path)?;
        }
    }
    Ok(())
}

/// Whether an error leaves open if the server has taken what was sent.
fn is_cut(status: &tonic::Status) -> bool {
    use tonic::Code::{Cancelled, DeadlineExceeded, Internal, Unavailable, Unknown};
    matches!(status.code(), Cancelled | DeadlineExceeded | Internal | Unavailable | Unknown)
}

/// Read a receipt that [`keep`] wrote.
pub fn read(path: &std::path::Path) -> Result<(Event, Receipt)> {
    let refuse =
        |_| ClientError::content(path, "is no receipt; they lie in an office's folder, under receipts/");
    decode("receipt", &files::need(path)?, RECEIPT).map_err(refuse)
}

/// Sign a payload, post it, check and keep the receipt.
pub async fn post<T: Serialize + Sync>(
    office: &Office,
    link: &Link,
    (key, who): (&SecretKey, Party),
    (scope, kind): (Scope, Kind),
    payload: &T,
) -> Result<Event> {
    let payload = encode(payload);
    let claim = SignedClaim::sign(key, who, scope, kind, &payload, TOOL);
    let request = pb::AppendRequest { claim: encode(&claim).into(), payload: payload.into() };
    files::folder(&office.path("receipts"))?;
    let path = office.path(&pending(&claim));
    files::write(&path, &encode(&claim))?;
    let answer = link.record().append(request).await;
    if answer.as_ref().is_err_and(|status| !is_cut(status)) {
        files::remove(&path)?;
    }
    let event = keep(office, link, &claim, &answer?.into_inner())?;
    files::remove(&path)?;
    Ok(event)
}
