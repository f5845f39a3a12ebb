//! Fetch the submissions of a set, check every proof, add them up: what coordinator and trustees each do themselves.

use crate::error::{Result, RoleError};
use crate::person::Work;
use crate::session::Session;
use crate::shares;
use crate::wire::blobs;
use crate::work::on_rayon;
use futures::stream::{StreamExt, TryStreamExt};
use intertally_core::fold::Named;
use intertally_core::hash::Digest;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Checks, SubmissionHeader, verify_many};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Submissions in memory at once.
const BATCH: usize = 8;
/// Submissions fetched at once.
const FETCH: usize = 4;

/// The tally of the latest submissions of a round. After the seal these are the sealed ones, or it is refused.
pub async fn tally(session: &mut Session, id: RoundId) -> Result<Arc<Tally>> {
    let unknown = || RoleError::stop("there is no such round", "run it again");
    let round = session.mirror.fold.round(&id).ok_or_else(unknown)?;
    let latest: BTreeMap<MemberIndex, Digest> =
        round.latest().map(|(m, latest)| (m, latest.digest)).collect();
    if let Some(sealed) = round.sealed()
        && !sealed.members.iter().copied().eq(latest.iter().map(|(member, digest)| (*member, *digest)))
    {
        return Err(RoleError::stop(
            "the sealed set is not that of the latest submissions",
            "tell the others",
        ));
    }
    if let Some((of, made)) = &session.tally
        && *of == id
        && *made.submissions() == latest
    {
        return Ok(Arc::clone(made));
    }
    let headers: Vec<SubmissionHeader> = round.latest().map(|(_, latest)| latest.header.clone()).collect();
    let (manifest, ceremony) = (round.manifest().clone(), shares::ceremony(session, round)?.clone());
    let bar = session.bar(Work::Submissions, headers.len() as u64);
    let checks = on_rayon(move || Checks::of(&manifest, &ceremony)).await?.ok_or_else(|| {
        RoleError::stop("the round's keys do not come from a valid ceremony", "do not go on; tell the others")
    })?;
    let checks = Arc::new(checks);
    let mut tally = Tally::new(checks.manifest());
    for (batch, chunk) in headers.chunks(BATCH).enumerate() {
        let fetched = chunk.iter().map(|header| {
            let wire = Arc::clone(&session.wire);
            async move { Ok::<_, RoleError>((header.clone(), blobs::bodies(&*wire, header).await?)) }
        });
        let fetched: Vec<_> = futures::stream::iter(fetched).buffered(FETCH).try_collect().await?;
        let checks = Arc::clone(&checks);
        let mut rng = session.rng()?;
        let outcome = on_rayon(move || -> Result<Tally> {
            let members: Vec<MemberIndex> = fetched.iter().map(|(header, _)| header.member).collect();
            for (member, outcome) in members.into_iter().zip(verify_many(fetched, &checks, &mut rng)) {
                let area =
                    checks.manifest().members.get(usize::from(member.0)).map_or("", |m| m.area.as_str());
                let stop = |why: &dyn std::fmt::Display| {
                    let what = format!("the submission of {area} does not hold: {why}");
                    RoleError::stop(what, "do not go on; tell the coordinator and the server's operator")
                };
                let verified = outcome.map_err(|why| stop(&why))?;
                tally.add(&verified).map_err(|why| stop(&why))?;
            }
            Ok(tally)
        });
        tally = outcome.await??;
        bar.at(((batch + 1) * BATCH).min(headers.len()) as u64);
    }
    bar.done();
    let tally = Arc::new(tally);
    session.tally = Some((id, Arc::clone(&tally)));
    Ok(tally)
}

/// What a round remembers of those that it names among what is given, each compared with what this party's own copy of the
/// log shows.
pub fn earlier(session: &Session, manifest: &RoundManifest, given: &[Remembered]) -> Result<Named> {
    let compositions = given.iter().map(|one| &one.composition);
    let sheets = given.iter().filter_map(|one| one.public.as_ref());
    session.mirror.fold.named(manifest, compositions, sheets).map_err(|why| {
        let next = "do not go on; if the coordinator kept no other, tell the other trustees";
        RoleError::stop(why.to_string(), next)
    })
}
