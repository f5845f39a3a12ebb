//! Posting signed events, and keeping the receipts.

use super::Link;
use crate::error::{ClientError, Result};
use crate::home::{Office, files};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
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
    let name = format!("receipts/{:08}-{:?}.receipt", event.height, event.signed.claim.kind);
    files::write(&office.path(&name), &encode(&(&event, &receipt)))?;
    Ok(event)
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
    let answer = link.record().append(request).await?.into_inner();
    keep(office, link, &claim, &answer)
}
