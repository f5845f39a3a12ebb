//! The series that a round belongs to: every earlier plan over some of the same figures. The log refuses a round that leaves
//! one out; without the compositions kept here its plan could never be made.

use super::count::name;
use crate::error::{Result, RoleError};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::decode;
use intertally_core::fold::Refusal;
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::remembered::Remembered;
use intertally_core::party::RoundId;
use intertally_core::publication::PublicSheet;
use intertally_core::round::{self, EarlierRecord, RoundManifest};

/// What a round must name if it opens now, oldest first. The composition of each is kept in this folder, and its public sheet
/// is to be had.
pub(super) async fn earlier(session: &Session, manifest: &RoundManifest) -> Result<Vec<EarlierRecord>> {
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
        remembered(session, record).await?;
    }
    Ok(named)
}

/// What the rounds that a round names have opened, and it does not ask again: name and keys of each, where there are some.
pub(super) fn not_again(session: &Session, manifest: &RoundManifest) -> Vec<(String, Vec<String>)> {
    let states = manifest.earlier.iter().filter_map(|record| session.mirror.fold.round(&record.round));
    let opened = states.filter_map(|state| {
        let old = state.manifest();
        Some((old.name.as_str(), old, state.plan()?.approved.as_slice()))
    });
    round::not_again(manifest, &opened.collect::<Vec<_>>())
}

/// What a round remembers of those that it names: compositions as they are kept in this folder, public sheets from here or
/// from the server.
pub(super) async fn all(session: &Session, manifest: &RoundManifest) -> Result<Vec<Remembered>> {
    let mut all = Vec::new();
    for record in &manifest.earlier {
        all.push(remembered(session, record).await?);
    }
    Ok(all)
}

async fn remembered(session: &Session, record: &EarlierRecord) -> Result<Remembered> {
    let public = match record.public {
        Some(digest) => Some(public_sheet(session, record.round, digest).await?),
        None => None,
    };
    Ok(Remembered { composition: composition(session, record.round)?, public })
}

/// The public sheet of a published round. It is no secret: where it is not kept here, everybody gets it from the server.
async fn public_sheet(session: &Session, round: RoundId, digest: Digest) -> Result<PublicSheet> {
    let kept = session.vault.read(&name("public", round))?;
    let kept: Option<PublicSheet> = kept.map(|bytes| decode("public sheet", &bytes, 64 << 20)).transpose()?;
    match kept.filter(|sheet| sheet.digest() == digest) {
        Some(sheet) => Ok(sheet),
        None => {
            let bytes = blobs::fetch(&*session.wire, BlobKind::PublicSheet, digest).await?;
            Ok(decode("public sheet", &bytes, 64 << 20)?)
        }
    }
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
