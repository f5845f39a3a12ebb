//! The record of a round as a folder: restricted (with the sheets, for accredited auditors) or public.

use super::count::name;
use super::series;
use crate::auditor::{Sheets, write_record};
use crate::error::{Result, RoleError};
use crate::session::Synced;
use intertally_core::canonical::decode;
use intertally_verify::record::{Edition, Sink};

/// Write the record of a round. Before it is published there are no sheets, and both editions are the same.
pub async fn export<S>(
    session: &Synced<'_>,
    wanted: Option<&str>,
    edition: Edition,
    to: S,
) -> Result<(S, usize)>
where
    S: Sink + Send,
    S::File: Send,
{
    let round = session.round(wanted)?;
    let id = round.id();
    let edition = if round.publication().is_some() { edition } else { Edition::Public };
    let sheet = |kind: &str| {
        let kept = session.vault.read(&name(kind, id))?;
        kept.ok_or_else(|| {
            RoleError::stop(
                format!("the {kind} of this round are not kept here"),
                "count and publish it from this folder",
            )
        })
    };
    let sheets = match edition {
        Edition::Public => None,
        Edition::Restricted => Some(Sheets {
            counts: decode("counts sheet", &sheet("counts")?, 64 << 20)?,
            openings: decode("openings sheet", &sheet("openings")?, 64 << 20)?,
            composition: series::composition(session, id)?,
            earlier: series::all(session, round.manifest()).await?,
        }),
    };
    write_record(session, id, sheets, to).await
}
