//! Posting signed events, and keeping the receipts.

use super::{Mirror, Taken, Wire};
use crate::error::{Result, RoleError};
use crate::shelf::Shelf;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::hash::digest;
use intertally_core::party::Party;
use intertally_core::sign::SecretKey;
use intertally_log::{LeafHashes, LogVerifier, Receipt};
use intertally_publish::TOOL;
use intertally_verify::receipt::{RECEIPT, ReceiptFile};
use serde::Serialize;

/// What stands before the names of receipts on a shelf.
pub(crate) const RECEIPTS: &str = "receipts/";
/// How the names of claims end whose receipt is not complete yet.
const CLAIM: &str = ".claim";

/// Where a receipt goes, and whose it must be.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    /// The party's shelf.
    pub(crate) shelf: &'a dyn Shelf,
    /// The server.
    pub(crate) wire: &'a dyn Wire,
    /// The log.
    pub(crate) log: &'a LogVerifier,
}

impl Desk<'_> {
    /// Check a receipt and keep it under `receipts/`; answers with the event. The next [`Self::settle`] adds the hashes of all
    /// events under its checkpoint: the copy of the log does not reach so far yet.
    pub(crate) fn keep(&self, claim: &SignedClaim, answer: &Taken) -> Result<Event> {
        let receipt: Receipt = decode("receipt", &answer.receipt, RECEIPT)?;
        let refuse =
            |what: String| RoleError::stop(what, "do not rely on it, and tell the server's operator");
        receipt
            .verify(&answer.event, self.log)
            .map_err(|why| refuse(format!("the receipt is worthless: {why}")))?;
        let event: Event = decode("event", &answer.event, RECEIPT)?;
        if event.signed != *claim {
            return Err(refuse("the receipt is for another event".into()));
        }
        let name = pending(claim);
        if self.shelf.read(&name)?.is_none() {
            self.shelf.replace(&name, &encode(claim))?;
        }
        let kept = ReceiptFile { event, receipt, leaves: LeafHashes::default() };
        self.shelf.replace(&receipt_name(&kept.event), &kept.to_bytes())?;
        Ok(kept.event)
    }

    /// Make the receipts complete of claims that were sent by this office and are in the log: fetch those that never came, add the
    /// hashes of all events under their checkpoints. What the copy of the log does not reach yet stays for the next time.
    pub(crate) async fn settle(&self, mirror: &Mirror) -> Result<()> {
        for pending in self.shelf.names(RECEIPTS)?.into_iter().filter(|name| name.ends_with(CLAIM)) {
            let claim: SignedClaim = decode("claim", &self.shelf.need(&pending)?, RECEIPT)?;
            let Some((event, _)) = mirror.events.iter().find(|(event, _)| event.signed == claim) else {
                continue;
            };
            let name = receipt_name(event);
            let kept = self.shelf.read(&name)?.and_then(|bytes| ReceiptFile::from_bytes(&bytes).ok());
            let good = |kept: &ReceiptFile| kept.event == *event && kept.verify(self.log).is_ok();
            let mut kept = match kept.filter(good) {
                Some(kept) => kept,
                None => {
                    let answer = self.wire.inclusion(event.height).await?;
                    self.keep(&claim, &answer)?;
                    read(self.shelf, &name)?
                }
            };
            if let Some(leaves) = mirror.leaves_under(&kept.receipt.note, self.log)? {
                kept.leaves = leaves;
                self.shelf.replace(&name, &kept.to_bytes())?;
                self.shelf.remove(&pending)?;
            }
        }
        Ok(())
    }

    /// Sign a payload, post it, check and keep the receipt.
    pub(crate) async fn post<T: Serialize + Sync>(
        &self,
        (key, who): (&SecretKey, Party),
        (scope, kind): (Scope, Kind),
        payload: &T,
    ) -> Result<Event> {
        let payload = encode(payload);
        let claim = SignedClaim::sign(key, who, scope, kind, &payload, TOOL);
        let name = pending(&claim);
        self.shelf.replace(&name, &encode(&claim))?;
        let answer = self.wire.append(&claim, &payload).await;
        if let Err(RoleError::Server(problem)) = &answer
            && !problem.open
        {
            self.shelf.remove(&name)?;
        }
        self.keep(&claim, &answer?)
    }
}

/// A receipt on a shelf.
pub(crate) fn read(shelf: &dyn Shelf, name: &str) -> Result<ReceiptFile> {
    ReceiptFile::from_bytes(&shelf.need(name)?)
        .map_err(|why| RoleError::content(shelf.place(name), why.to_string()))
}

fn receipt_name(event: &Event) -> String {
    format!("{RECEIPTS}{:08}-{:?}.receipt", event.height, event.signed.claim.kind)
}

/// A claim that was sent and whose receipt is not complete yet: kept, so that a command that was cut off between log and
/// answer, or between answer and copy of the log, gets its receipt whole with the next one.
fn pending(claim: &SignedClaim) -> String {
    let mut name = digest("signed-claim", &[&encode(claim)]).to_string();
    name.truncate(32);
    format!("{RECEIPTS}{name}{CLAIM}")
}
