//! After step A: the counts, checked against the trustees' proofs, the plan with its composition, and the letters for the
//! trustees.

use super::answers::{answers, opened, tell};
use super::series;
use super::status::standing;
use crate::collect;
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::person::question::heading;
use crate::session::{Session, Synced};
use crate::wire::mail;
use crate::work::on_rayon;
use intertally_core::canonical::{decode, encode};
use intertally_core::disclosure::{self, Plan};
use intertally_core::event::payload::AdoptedPlan;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::hash::Digest;
use intertally_core::letters::Topic;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::open::Opener;
use intertally_core::opening::positions::Step;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, RoundId, TrusteeIndex};
use intertally_core::seal::{SealError, SealingKey, SealingRandomness};
use rand_core::RngCore;
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Name of a round's kept sheet in the vault.
pub(super) fn name(kind: &str, id: RoundId) -> String {
    let mut id = id.0.to_string();
    id.truncate(32);
    format!("{kind}-{id}")
}

/// Combine step A, adopt the plan, send the counts to the trustees. Answers with the decision per cell.
pub async fn count(session: &mut Synced<'_>, wanted: Option<&str>) -> Result<Plan> {
    let round = session.round(wanted)?.clone();
    let id = round.id();
    if !matches!(round.phase(), Phase::Sealed | Phase::Counted) {
        let what = format!("the round is {}", round.phase().name());
        return Err(RoleError::stop(what, "seal it first; see `coordinator status`"));
    }
    let (stated, quorum) = standing(session, &round).statements;
    if round.phase() == Phase::Sealed && stated < usize::from(quorum) {
        let what = format!(
            "{stated} trustees have stated for the sealed set, {quorum} must before any count is opened"
        );
        return Err(RoleError::stop(
            what,
            "ask the others to run `trustee sit`; `coordinator status` counts them",
        ));
    }
    let sheet = match kept(session, &round)? {
        Some(sheet) => sheet,
        None => {
            let tally = collect::tally(session, id).await?;
            let sheet = counts(session, &round, &tally).await?;
            // Kept before the plan names it.
            session.vault.replace(&name("counts", id), &Zeroizing::new(encode(&sheet)))?;
            sheet
        }
    };
    let earlier = series::all(session, round.manifest()).await?;
    let decided = decide(session, &round, &sheet, &earlier).await?;
    let approved = decided.opened();
    let composition = Composition::of(round.manifest(), &round.returned(), &sheet, &approved);
    session.vault.replace(&name("composition", id), &encode(&composition))?;
    if round.phase() == Phase::Sealed {
        let asked = round.manifest().cells.iter().filter(|cell| !cell.count_only).count();
        let (round, withheld) = (heading(&round), asked.saturating_sub(approved.len()));
        session.ask(&Question::Adopt { round, approved: approved.len(), withheld })?;
        let (counts, composition) = (sheet.digest(), composition.digest());
        let adopted = AdoptedPlan { approved: approved.into_iter().collect(), counts, composition };
        session.post(Party::Coordinator, (Scope::Round(id), Kind::PlanAdopted), &adopted).await?;
    }
    send(session, &round, &sheet, &earlier).await?;
    Ok(decided)
}

/// The sheet that is kept already: one that hides counts behind random numbers is not made twice.
fn kept(session: &Session, round: &RoundState) -> Result<Option<CountsSheet>> {
    let kept = session.vault.read(&name("counts", round.id()))?;
    let kept: Option<CountsSheet> = kept.map(|bytes| decode("counts sheet", &bytes, 64 << 20)).transpose()?;
    let right = |sheet: &CountsSheet| round.plan().is_none_or(|plan| plan.counts == sheet.digest());
    match kept.filter(|sheet| sheet.round == round.id() && right(sheet)) {
        None if round.plan().is_some() => Err(RoleError::stop(
            "the counts that the adopted plan names are not kept here",
            "run this from the folder in which the round was counted",
        )),
        kept => Ok(kept),
    }
}

/// The plan of a counted round, from the kept sheet of counts.
pub(super) async fn decision(session: &Session, id: RoundId) -> Result<Plan> {
    let sheet = session.vault.need(&name("counts", id))?;
    let sheet: CountsSheet = decode("counts sheet", &sheet, 64 << 20)?;
    let unknown = || RoleError::stop("there is no such round", "see `coordinator status`");
    let round = session.mirror.fold.round(&id).ok_or_else(unknown)?.clone();
    let earlier = series::all(session, round.manifest()).await?;
    decide(session, &round, &sheet, &earlier).await
}

async fn decide(
    session: &Session,
    round: &RoundState,
    sheet: &CountsSheet,
    earlier: &[Remembered],
) -> Result<Plan> {
    let named = collect::earlier(session, round.manifest(), earlier)?;
    let (state, counts) = (round.clone(), sheet.clone());
    let made = on_rayon(move || {
        disclosure::decide(state.manifest(), &state.returned(), &counts, named.remembered())
    });
    made.await?.map_err(|why| RoleError::stop(why.to_string(), "hold the round"))
}

async fn counts(session: &Session, round: &RoundState, tally: &Arc<Tally>) -> Result<CountsSheet> {
    let mut keys = Vec::new();
    for part in 0..round.manifest().keys.len() {
        let counted = round.counted_in(part).unwrap_or_default();
        let answers = answers(session, round, tally, (part, Step::A)).await?;
        let work = move |opener: &Opener<'_>| opener.counts(&counted, &answers);
        let (counts, misfits) = opened(session, round, tally, part, work).await?;
        tell(session, round, &misfits);
        keys.push(counts);
    }
    let mut salt = Digest::ZERO;
    session.rng()?.fill_bytes(&mut salt.0);
    Ok(CountsSheet { round: round.id(), keys, salt })
}

/// The counts, and what the round remembers of those that it names, to every trustee that answered step A, under the key it
/// gave with its answer. They are in no other hands: a composition tells counts of earlier rounds.
async fn send(
    session: &Session,
    round: &RoundState,
    sheet: &CountsSheet,
    earlier: &[Remembered],
) -> Result<()> {
    let answers = round.manifest().keys.iter().filter_map(|key| round.shares(key.key, Step::A)).flatten();
    let replies: BTreeMap<TrusteeIndex, &SealingKey> =
        answers.filter_map(|(trustee, given)| Some((*trustee, given.reply.as_ref()?))).collect();
    for (trustee, reply) in replies {
        let (scope, parties) = (Scope::Round(round.id()), (Party::Coordinator, Party::Trustee(trustee)));
        let mut rng = session.rng()?;
        let mut fresh = || SealingRandomness::generate(&mut rng);
        let stop = |why: SealError| RoleError::stop(why.to_string(), "ask that trustee to run `sit` again");
        for old in earlier {
            let sealed = old.seal(round.id(), reply, &fresh()).map_err(stop)?;
            mail::put(&*session.wire, scope, parties, Topic::Earlier, &sealed.0).await?;
        }
        let sealed = sheet.seal(reply, &fresh()).map_err(stop)?;
        mail::put(&*session.wire, scope, parties, Topic::Counts, &sealed.0).await?;
    }
    Ok(())
}
