//! The series that a round belongs to: every earlier plan over some of the same figures. The log refuses a round that leaves
//! one out; without the compositions kept here its plan could never be made.

use super::count::name;
use crate::error::{Result, RoleError};
use crate::session::Session;
use intertally_core::canonical::decode;
use intertally_core::fold::Refusal;
use intertally_core::opening::composition::Composition;
use intertally_core::party::RoundId;
use intertally_core::round::{EarlierRecord, RoundManifest};

/// What a round must name if it opens now, oldest first. The composition of each is kept in this folder.
pub(super) fn earlier(session: &Session, manifest: &RoundManifest) -> Result<Vec<EarlierRecord>> {
    let named = session.mirror.fold.earlier(manifest).map_err(|why| match why {
        Refusal::Overlap { round, phase } => {
            let what = format!(
                "round '{}' asks for some of the same figures and is {phase}: what it opens must count in the next",
                called(session, round)
            );
            let next = "let it adopt its plan, hold or cancel it first; a practice round (--test) can be opened at any time";
            RoleError::stop(what, next)
        }
        why => RoleError::stop(why.to_string(), "run the command again"),
    })?;
    for record in &named {
        composition(session, record.round)?;
    }
    Ok(named)
}

/// The compositions that a round names, as they are kept in this folder.
pub(super) fn compositions(session: &Session, manifest: &RoundManifest) -> Result<Vec<Composition>> {
    manifest.earlier.iter().map(|record| composition(session, record.round)).collect()
}

/// The composition of a counted round.
pub(super) fn composition(session: &Session, round: RoundId) -> Result<Composition> {
    let Some(bytes) = session.vault.read(&name("composition", round))? else {
        let what = format!("the composition of round '{}' is not kept here", called(session, round));
        return Err(RoleError::stop(what, "run this from the folder in which that round was counted"));
    };
    Ok(decode("composition", &bytes, 64 << 20)?)
}

/// The name of a round; the beginning of its id, if it is not known.
pub(super) fn called(session: &Session, round: RoundId) -> String {
    let state = session.mirror.fold.round(&round);
    state.map_or_else(|| format!("{:.16}", round.0.to_string()), |state| state.manifest().name.clone())
}
