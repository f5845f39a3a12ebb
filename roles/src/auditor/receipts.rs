//! A member's receipts against a record that somebody else fetched.

use crate::error::{Result, RoleError};
use crate::member::{Received, received};
use crate::session::Session;
use intertally_verify::record::{Place, Source};
use std::io::Read;

/// Every receipt of this office: does the record show its event at its place?
pub fn receipts_in(session: &Session, source: &dyn Source) -> Result<Vec<Received>> {
    received(session, |event| {
        let path = Place::Event(event.height).to_string();
        let Ok(file) = source.open(&path) else { return Ok(false) };
        let mut shown = Vec::new();
        let read = file.take(1 << 16).read_to_end(&mut shown);
        read.map_err(|why| RoleError::content(&path, why.to_string()))?;
        Ok(shown == event.leaf())
    })
}
