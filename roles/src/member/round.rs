//! A round as a member meets it: its place, the structure file, the keys.

use crate::error::{Result, RoleError};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{SubmissionKey, round_keys};
use intertally_structure::{RoundTable, Structure};

/// A round, this member's place in it, and its structure.
pub struct MemberRound {
    /// Id.
    pub id: RoundId,
    /// Manifest.
    pub manifest: RoundManifest,
    /// This member's index.
    pub member: MemberIndex,
    /// Revision of its next submission.
    pub revision: u32,
    /// The structure that the manifest names.
    pub structure: Structure,
    /// The table that it gives for the round's periods: that of the manifest, but for stricter minima.
    pub table: RoundTable,
}

/// The structure file of a round: from the copy in the office, or fetched and kept.
pub async fn structure(session: &Session, manifest: &RoundManifest) -> Result<Vec<u8>> {
    let name = format!("structures/{}.toml", manifest.structure);
    if let Some(bytes) = session.shelf.read(&name)?
        && file_digest(&bytes) == manifest.structure
    {
        return Ok(bytes.to_vec());
    }
    let bytes = blobs::fetch(&*session.wire, BlobKind::File, manifest.structure).await?;
    session.shelf.replace(&name, &bytes)?;
    Ok(bytes)
}

impl MemberRound {
    /// Read a round from the copy of the log, without calling the server if the structure is here.
    pub async fn of(session: &Session, wanted: Option<&str>) -> Result<Self> {
        let round = session.round(wanted)?;
        let (id, manifest) = (round.id(), round.manifest().clone());
        let own = session.signing().verifying_key();
        let place = manifest.members.iter().position(|member| member.signing == own);
        let member = place.and_then(|at| u16::try_from(at).ok()).map(MemberIndex).ok_or_else(|| {
            let what = format!("round '{}' does not list this office with its key", manifest.name);
            RoleError::stop(what, "ask the coordinator")
        })?;
        let revision = round.next_revision(member);
        let bytes = structure(session, &manifest).await?;
        let structure = Structure::parse("structure.toml", &bytes).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            RoleError::stop(
                format!("the round's structure is at fault: {}", lines.join("; ")),
                "tell the coordinator",
            )
        })?;
        let table = checked(&structure, &manifest)?;
        Ok(Self { id, manifest, member, revision, structure, table })
    }

    /// This member's area.
    #[must_use]
    pub fn area(&self) -> &str {
        self.manifest.members.get(usize::from(self.member.0)).map_or("", |member| member.area.as_str())
    }

    /// The first 16 digits of the round's id.
    #[must_use]
    pub fn short(&self) -> String {
        let mut id = self.id.0.to_string();
        id.truncate(16);
        id
    }
}

/// Differences that are said one by one.
const SAID: usize = 5;

/// The table made again. What protects the members is in it, so that nobody takes part in a round with another one.
fn checked(structure: &Structure, manifest: &RoundManifest) -> Result<RoundTable> {
    let departs = |lines: Vec<String>| {
        let more = lines.len().saturating_sub(SAID);
        let more = if more == 0 { String::new() } else { format!("; and {more} more") };
        let lines: Vec<String> = lines.into_iter().take(SAID).collect();
        RoleError::stop(
            format!("the round is not what its structure file gives: {}{more}", lines.join("; ")),
            "do not send; tell the coordinator",
        )
    };
    structure
        .check_table(manifest)
        .map_err(|differences| departs(differences.iter().map(ToString::to_string).collect()))?;
    structure
        .table(&manifest.periods)
        .map_err(|faults| departs(faults.iter().map(ToString::to_string).collect()))
}

/// Everything that a member checks before it encrypts: pinned keys of all parties, the committee, the ceremony with
/// the confirmations of all holders, the key bound to this round. The fold has checked what the log alone can show.
pub(super) fn keys(session: &Session, round: &RoundState) -> Result<Vec<SubmissionKey>> {
    session.check_parties(round)?;
    let manifest = round.manifest();
    let ceremony = session.mirror.fold.ceremony(&manifest.ceremony);
    ceremony.and_then(|ceremony| round_keys(manifest, ceremony)).ok_or_else(|| {
        RoleError::stop(
            "the round's keys do not come from a valid ceremony",
            "do not send; tell the coordinator",
        )
    })
}
