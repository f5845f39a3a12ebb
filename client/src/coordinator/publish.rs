//! After step B: totals checked against the commitments, the files, the event that names them.

use super::answers::{answers, blame, fault};
use super::count::name;
use super::series;
use crate::collect;
use crate::error::{ClientError, Result};
use crate::release;
use crate::session::Session;
use crate::wire::blobs;
use crate::work::on_rayon;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::{Publication, file_digest};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::open::Opener;
use intertally_core::opening::positions::Step;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, RoundId};
use intertally_core::publication;
use rand_core::OsRng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a publication came to. Holds exact totals: for the coordinator's eyes.
pub struct Figures {
    /// Exact totals of the opened cells.
    pub openings: OpeningsSheet,
    /// Published files by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Combine step B, make the files, publish.
pub async fn publish(session: &mut Session, wanted: Option<&str>) -> Result<Figures> {
    session.sync().await?;
    let round = session.round(wanted)?.clone();
    let id = round.id();
    if let Some(publication) = round.publication() {
        return published(session, id, publication).await;
    }
    if round.phase() != Phase::Counted {
        let what = format!("the round is {}", round.phase().name());
        return Err(ClientError::stop(what, "count it first; see `coordinator status`"));
    }
    let tally = collect::tally(session, id).await?;
    let openings = totals(session, &round, &tally).await?;
    session.vault.put(&name("openings", id), &encode(&openings))?;
    let counts = session.vault.need(&name("counts", id))?;
    let counts: CountsSheet = decode("counts sheet", &counts, 64 << 20)?;
    let structure = blobs::fetch(&session.link, "file", round.manifest().structure).await?;
    let earlier = series::compositions(session, round.manifest())?;
    let shown = release::shown_of(&round, &openings, &earlier)?;
    let (state, seen) = (round.clone(), shown.clone());
    let size = round.plan_event().map_or(0, |(height, _)| height.saturating_add(1));
    let root = session.mirror.root_at(size);
    let files = on_rayon(move || release::files_of(&state, &structure, &seen, root)).await??;
    let (state, sums, opened) = (round.clone(), Arc::clone(&tally), openings.clone());
    let prove = move || publication::prove(state.manifest(), &sums, (&counts, &opened), &shown, &mut OsRng);
    let public = on_rayon(prove).await?;
    let public =
        public.map_err(|why| ClientError::stop(why.to_string(), "count and open the round again"))?;
    for (file, bytes) in &files {
        let put = blobs::put(&session.link, "file", bytes).await?;
        if put != file_digest(bytes) {
            return Err(ClientError::stop(format!("{file} was stored under another digest"), "run it again"));
        }
    }
    blobs::put(&session.link, "public-sheet", &encode(&public)).await?;
    let publication = Publication {
        files: files.iter().map(|(file, bytes)| (file.clone(), file_digest(bytes))).collect(),
        openings: openings.digest(),
        public: public.digest(),
    };
    session.post(Party::Coordinator, (Scope::Round(id), Kind::Published), &publication).await?;
    Ok(Figures { openings, files })
}

/// What was published before: this command again, after a cut between the log and its answer.
async fn published(session: &Session, id: RoundId, publication: &Publication) -> Result<Figures> {
    let kept = session.vault.need(&name("openings", id))?;
    let openings: OpeningsSheet = decode("openings sheet", &kept, 64 << 20)?;
    let mut files = BTreeMap::new();
    for (file, digest) in &publication.files {
        files.insert(file.clone(), blobs::fetch(&session.link, "file", *digest).await?);
    }
    Ok(Figures { openings, files })
}

async fn totals(session: &Session, round: &RoundState, tally: &Arc<Tally>) -> Result<OpeningsSheet> {
    let mut cells = Vec::new();
    for part in 0..round.manifest().keys.len() {
        let Some(approved) = round.approved_in(part).filter(|cells| !cells.is_empty()) else { continue };
        let sets = answers(session, round, part, Step::B).await?;
        let (state, tally) = (round.clone(), Arc::clone(tally));
        let opened = on_rayon(move || {
            let aggregate =
                state.sealed().and_then(|sealed| sealed.aggregates.get(part)).copied().unwrap_or_default();
            Opener { manifest: state.manifest(), tally: &tally, part, aggregate }.totals(&approved, sets)
        });
        let answered = opened.await?.map_err(|why| fault(&why))?;
        blame(session, &answered);
        cells.extend(answered.opened);
    }
    Ok(OpeningsSheet { round: round.id(), cells })
}
