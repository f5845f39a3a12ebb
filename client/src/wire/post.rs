//! Posting signed events, and keeping the receipts.

use super::receipt::{RECEIPT, ReceiptFile};
use super::{Link, Mirror};
use crate::error::{ClientError, Result};
use crate::home::{Office, files};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::hash::digest;
use intertally_core::party::Party;
use intertally_core::sign::SecretKey;
use intertally_log::{LeafHashes, Receipt};
use intertally_proto::pb;
use serde::Serialize;

/// Name and version of this tool, as events carry it.
pub const TOOL: &str = concat!("intertally ", env!("CARGO_PKG_VERSION"));

/// Check a receipt and keep it under `receipts/`; answers with the event. The next [`settle`] adds the hashes of all events
/// under its checkpoint: the copy of the log does not reach so far yet.
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
    let path = office.path(&pending(claim));
    if !path.exists() {
        files::write(&path, &encode(claim))?;
    }
    let kept = ReceiptFile { event, receipt, leaves: LeafHashes::default() };
    kept.write(&office.path(&receipt_name(&kept.event)))?;
    Ok(kept.event)
}

fn receipt_name(event: &Event) -> String {
    format!("receipts/{:08}-{:?}.receipt", event.height, event.signed.claim.kind)
}

/// A claim that was sent and whose receipt is not complete yet: kept, so that a command that was cut off between log and
/// answer, or between answer and copy of the log, gets its receipt whole with the next one.
fn pending(claim: &SignedClaim) -> String {
    let mut name = digest("signed-claim", &[&encode(claim)]).to_string();
    name.truncate(32);
    format!("receipts/{name}.claim")
}

/// Make the receipts complete of claims that were sent by this office and are in the log: fetch those that never came, add the
/// hashes of all events under their checkpoints. What the copy of the log does not reach yet stays for the next time.
pub async fn settle(office: &Office, link: &Link, mirror: &Mirror) -> Result<()> {
    let Ok(folder) = std::fs::read_dir(office.path("receipts")) else { return Ok(()) };
    for entry in folder.filter_map(std::result::Result::ok) {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "claim") {
            continue;
        }
        let claim: SignedClaim = decode("claim", &files::need(&path)?, RECEIPT)?;
        let Some((event, _)) = mirror.events.iter().find(|(event, _)| event.signed == claim) else {
            continue;
        };
        let name = office.path(&receipt_name(event));
        let good = |kept: &ReceiptFile| kept.event == *event && kept.verify(link.verifier()).is_ok();
        let kept = ReceiptFile::read(&name).ok().filter(good);
        let mut kept = match kept {
            Some(kept) => kept,
            None => {
                let request = pb::InclusionRequest { height: event.height };
                let answer = link.record().inclusion(request).await?.into_inner();
                keep(office, link, &claim, &answer)?;
                ReceiptFile::read(&name)?
            }
        };
        if let Some(leaves) = mirror.leaves_under(&kept.receipt.note, link.verifier())? {
            kept.leaves = leaves;
            kept.write(&name)?;
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
    keep(office, link, &claim, &answer?.into_inner())
}
