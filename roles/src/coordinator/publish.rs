//! After step B: totals checked against the trustees' proofs, the files, the event that names them.

use super::answers::{answers, opened, tell};
use super::count::name;
use super::published::InFiles;
use super::series;
use crate::collect;
use crate::error::{Result, RoleError};
use crate::person::question::heading;
use crate::person::{Question, Work};
use crate::release;
use crate::session::{Session, Synced};
use crate::shares::proven;
use crate::wire::blobs;
use crate::work::on_rayon;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::{decode, encode};
use intertally_core::disclosure::Shown;
use intertally_core::event::payload::{Publication, file_digest};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::open::Opener;
use intertally_core::opening::positions::Step;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, RoundId};
use intertally_core::publication::{self, KeySteps};
use intertally_core::round::RoundManifest;
use intertally_publish::Before;
use intertally_verify::files_of;
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What a publication came to. Holds exact totals: for the coordinator's eyes.
pub struct Figures {
    /// Exact totals of the opened cells.
    pub openings: OpeningsSheet,
    /// Published files by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What a publication is made of, before it is proved.
struct Made {
    round: RoundState,
    tally: Arc<Tally>,
    counts: CountsSheet,
    steps: Vec<Option<KeySteps>>,
    shown: Vec<Shown>,
    figures: Figures,
}

/// Combine step B, make the files, show them in short, publish.
pub async fn publish(session: &mut Synced<'_>, wanted: Option<&str>) -> Result<Figures> {
    publish_if(session, wanted, |_| Ok(())).await
}

/// The same, if there is room for the files: whoever writes them elsewhere looks at the place in `ready`, before anything is
/// posted.
pub async fn publish_if(
    session: &mut Synced<'_>,
    wanted: Option<&str>,
    ready: impl FnOnce(&BTreeMap<String, Vec<u8>>) -> Result<()>,
) -> Result<Figures> {
    let round = session.round(wanted)?;
    let id = round.id();
    if let Some(publication) = round.publication() {
        let figures = published(session, id, publication).await?;
        ready(&figures.files)?;
        return Ok(figures);
    }
    let made = make(session, wanted).await?;
    ready(&made.figures.files)?;
    let totals = InFiles::of(&made.figures.files)?;
    session.ask(&Question::Publish {
        round: heading(&made.round),
        shown: totals.shown(),
        withheld: totals.withheld,
        files: made.figures.files.keys().cloned().collect(),
    })?;
    post(session, made).await
}

/// The files as they would be published; nothing is posted.
pub async fn preview(session: &mut Synced<'_>, wanted: Option<&str>) -> Result<Figures> {
    match session.round(wanted)?.publication() {
        Some(publication) => published(session, session.round(wanted)?.id(), publication).await,
        None => Ok(make(session, wanted).await?.figures),
    }
}

async fn make(session: &mut Session, wanted: Option<&str>) -> Result<Made> {
    let round = session.round(wanted)?.clone();
    let id = round.id();
    if round.phase() != Phase::Counted {
        let what = format!("the round is {}", round.phase().name());
        return Err(RoleError::stop(what, "count it first; see `coordinator status`"));
    }
    let tally = collect::tally(session, id).await?;
    let counts = session.vault.need(&name("counts", id))?;
    let counts: CountsSheet = decode("counts sheet", &counts, 64 << 20)?;
    let (openings, steps) = totals(session, &round, &tally, &counts).await?;
    session.vault.replace(&name("openings", id), &Zeroizing::new(encode(&openings)))?;
    let structure = blobs::fetch(&*session.wire, BlobKind::File, round.manifest().structure).await?;
    let earlier = series::all(session, round.manifest()).await?;
    let shown = release::shown_of(&round, &openings, &earlier)?;
    let (state, seen) = (round.clone(), shown.clone());
    let size = round.plan_event().map_or(0, |(height, _)| height.saturating_add(1));
    let root = session.mirror.root_at(size);
    let totals = before(session, &round).await?;
    let make = move || {
        let before: Vec<Before<'_>> =
            totals.iter().map(|(manifest, totals)| Before { manifest, totals }).collect();
        files_of(&state, &structure, &seen, root, &before)
    };
    let files = on_rayon(make).await?;
    let files =
        files.map_err(|why| RoleError::stop(why.to_string(), "correct the structure in a new round"))?;
    Ok(Made { round, tally, counts, steps, shown, figures: Figures { openings, files } })
}

/// What the rounds before published, from the server: latest first.
async fn before(session: &Session, round: &RoundState) -> Result<Vec<(Arc<RoundManifest>, Vec<u8>)>> {
    let mut totals = Vec::new();
    let height = round.plan_event().map_or(0, |(height, _)| height);
    for one in session.mirror.fold.before(round.manifest(), height) {
        let bytes = blobs::fetch(&*session.wire, BlobKind::File, one.totals).await?;
        totals.push((one.round.shared_manifest(), bytes));
    }
    Ok(totals)
}

/// Prove the publication, and post it.
async fn post(session: &mut Synced<'_>, made: Made) -> Result<Figures> {
    let Made { round, tally, counts, steps, shown, figures } = made;
    let Figures { openings, files } = figures;
    let id = round.id();
    let (state, sums, opened) = (round, tally, openings.clone());
    let bar = session.bar(Work::Publication, 1);
    let mut rng = session.rng()?;
    let prove =
        move || publication::prove((state.manifest(), &sums), &steps, (&counts, &opened), &shown, &mut rng);
    let public = on_rayon(prove).await?;
    bar.done();
    let public = public.map_err(|why| RoleError::stop(why.to_string(), "count and open the round again"))?;
    for (file, bytes) in &files {
        let put = blobs::put(&*session.wire, BlobKind::File, bytes).await?;
        if put != file_digest(bytes) {
            return Err(RoleError::stop(format!("{file} was stored under another digest"), "run it again"));
        }
    }
    // Kept for later rounds that name this one, before it is named.
    session.vault.replace(&name("public", id), &Zeroizing::new(encode(&public)))?;
    blobs::put(&*session.wire, BlobKind::PublicSheet, &encode(&public)).await?;
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
        files.insert(file.clone(), blobs::fetch(&*session.wire, BlobKind::File, *digest).await?);
    }
    Ok(Figures { openings, files })
}

/// Totals with what opens them, and per key both steps with the shares whose proofs hold.
async fn totals(
    session: &Session,
    round: &RoundState,
    tally: &Arc<Tally>,
    counts: &CountsSheet,
) -> Result<(OpeningsSheet, Vec<Option<KeySteps>>)> {
    let (mut cells, mut keys, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for part in 0..round.manifest().keys.len() {
        let approved = round.approved_in(part).filter(|cells| !cells.is_empty());
        let (Some(approved), Some(own)) = (approved, counts.keys.get(part).cloned()) else {
            keys.push(None);
            steps.push(None);
            continue;
        };
        let step_a = proven(session, round, tally, (part, Step::A)).await?;
        let answers = answers(session, round, tally, (part, Step::B)).await?;
        let work = move |opener: &Opener<'_>| {
            let (totals, opening, misfits) = opener.totals(&approved, &own, &answers)?;
            let asked = opener.values(&approved)?;
            let values = (asked, answers.into_iter().map(|answer| answer.proven).collect());
            Ok((totals, opening, misfits, values))
        };
        let (totals, opening, misfits, values) = opened(session, round, tally, part, work).await?;
        tell(session, round, &misfits);
        cells.extend(totals);
        keys.push(Some(opening));
        steps.push(step_a.map(|counts| KeySteps { counts, values }));
    }
    Ok((OpeningsSheet { round: round.id(), cells, keys }, steps))
}
