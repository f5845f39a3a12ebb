//! Published files from a round's state: the one place where structure, log and what is shown meet the publications room.
//! The coordinator makes them so, and check 13 makes them again.

use intertally_core::disclosure::Shown;
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_log::Root;
use intertally_publish::{Anchor, Before, Material, PublishError};
use intertally_structure::Structure;
use std::collections::BTreeMap;

/// Published files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Makes the files of a publication.
pub trait Maker: Sync {
    /// The tool that this is, as claims name it: workbook and report are byte for byte those of one release.
    fn release(&self) -> &str;
    /// Name and bytes of every file.
    ///
    /// # Errors
    /// Why they cannot be made.
    fn files(&self, from: &Material<'_>) -> Result<Files, PublishError>;
}

/// This release.
pub struct ThisRelease;

impl Maker for ThisRelease {
    fn release(&self) -> &str {
        intertally_publish::TOOL
    }

    fn files(&self, from: &Material<'_>) -> Result<Files, PublishError> {
        intertally_publish::files(from)
    }
}

/// Why a round's files cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// No plan is adopted.
    #[error("the round has no plan")]
    NoPlan,
    /// The log is another one, or shorter.
    #[error("the root is not that of the log up to the plan")]
    OtherRoot,
    /// Another file.
    #[error("the structure file is not the one that the round names")]
    OtherStructure,
    /// It cannot be read.
    #[error("{0}")]
    Structure(String),
    /// The publications room refuses.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// The files of a counted round, as this release makes them. `structure`: the bytes that the manifest names. `root`: that of
/// the log up to the event that adopted the plan, if it is known. `before`: the rounds before, as
/// [`Fold::before`](intertally_core::fold::Fold::before) gives them, with what they published.
///
/// # Errors
/// If these are not of one round, or nothing can be made of them.
pub fn files_of(
    round: &RoundState,
    structure: &[u8],
    shown: &[Shown],
    root: Option<Root>,
    before: &[Before<'_>],
) -> Result<Files, NotMade> {
    made_by(&ThisRelease, (round, structure), shown, root, before)
}

pub(crate) fn made_by(
    maker: &dyn Maker,
    (round, structure): (&RoundState, &[u8]),
    shown: &[Shown],
    root: Option<Root>,
    before: &[Before<'_>],
) -> Result<Files, NotMade> {
    let (height, event) = round.plan_event().ok_or(NotMade::NoPlan)?;
    let root = root.filter(|root| root.size == height.saturating_add(1)).ok_or(NotMade::OtherRoot)?;
    let anchor = Anchor { height, event, root: Digest(root.hash) };
    let manifest = round.manifest();
    if file_digest(structure) != manifest.structure {
        return Err(NotMade::OtherStructure);
    }
    let structure = Structure::parse("structure.toml", structure).map_err(|faults| {
        NotMade::Structure(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })?;
    let headers = || round.latest().map(|(member, latest)| (member, &latest.header));
    let statuses = headers().map(|(member, header)| (member, header.statuses.clone())).collect();
    let notes = headers().map(|(member, header)| (member, header.notes.clone())).collect();
    let (structure, statuses, notes) = (&structure, &statuses, &notes);
    Ok(maker.files(&Material { structure, manifest, statuses, notes, shown, before, anchor })?)
}
