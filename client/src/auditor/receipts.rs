//! A member's receipts against a record that somebody else fetched.

use super::open_record;
use crate::error::{ClientError, Result};
use crate::member::{Received, receipt_files};
use crate::session::Session;
use crate::wire::ReceiptFile;
use intertally_verify::record::Place;
use std::io::Read;
use std::path::Path;

/// Every receipt of this office: does the record show its event at its place?
pub fn receipts_in(session: &Session, folder: &Path) -> Result<Vec<Received>> {
    let source = open_record(folder)?;
    let check = |path: std::path::PathBuf| {
        let kept = ReceiptFile::read(&path)?;
        let holds = kept.verify(session.link.verifier()).is_ok() && kept.receipt.index == kept.event.height;
        let event = kept.event;
        let mut shown = Vec::new();
        let in_log = match source.open(&Place::Event(event.height).to_string()) {
            Ok(file) => {
                file.take(1 << 16)
                    .read_to_end(&mut shown)
                    .map_err(|why| ClientError::content(folder, why.to_string()))?;
                shown == event.leaf()
            }
            Err(_) => false,
        };
        Ok(Received { path, event, holds, in_log })
    };
    receipt_files(session)?.into_iter().map(check).collect()
}
