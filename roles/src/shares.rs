//! The trustees' answers to a step of a key, fetched and their proofs checked: what coordinator and trustees each do
//! themselves.

use crate::error::{Result, RoleError};
use crate::names::Names;
use crate::person::{Notice, Work};
use crate::session::Session;
use crate::wire::blobs;
use crate::work::on_rayon;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::decode;
use intertally_core::ceremony::CeremonyState;
use intertally_core::fold::RoundState;
use intertally_core::opening::asked::{Asked, ProvenShares};
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::ShareProofs;
use intertally_core::opening::tally::Tally;
use intertally_core::party::TrusteeIndex;
use intertally_core::rule::Rule;
use std::sync::Arc;

/// The ceremony that made a round's keys.
pub fn ceremony<'a>(session: &'a Session, round: &RoundState) -> Result<&'a CeremonyState> {
    session.mirror.fold.ceremony(&round.manifest().ceremony).ok_or_else(|| {
        RoleError::stop(
            "the log does not show the ceremony of this round's keys",
            "do not go on; tell the coordinator",
        )
    })
}

/// A step of a key with all answers whose proofs hold, ascending by trustee; none if the step opens no cell of the key. Answers
/// that do not hold are named and left out: those of the others may be enough.
pub async fn proven(
    session: &Session,
    round: &RoundState,
    tally: &Arc<Tally>,
    (part, step): (usize, Step),
) -> Result<Option<(Asked, Vec<ProvenShares>)>> {
    let Some((positions, question)) = round.positions(part, step).zip(round.question(part, step)) else {
        return Ok(None);
    };
    let (state, own, ceremony) = (round.clone(), Arc::clone(tally), ceremony(session, round)?.clone());
    let about = (part, question.aggregate);
    let asked = on_rayon(move || Asked::of((state.manifest(), &ceremony), &own, about, &positions)).await?;
    let asked = asked.ok_or_else(|| {
        RoleError::stop("this step of the round does not fit its sum", "do not go on; tell the others")
    })?;
    let given: Vec<_> = round.shares(question.key, step).into_iter().flatten().collect();
    let bar = session.bar(Work::Answers, given.len() as u64);
    let names = Names::of(session, round);
    let not_used = |trustee: TrusteeIndex, why: &dyn std::fmt::Display| {
        session.tell(&Notice::NotUsed { trustee: names.trustee(trustee), why: why.to_string() });
    };
    let mut answers = Vec::new();
    for (done, (trustee, given)) in given.into_iter().enumerate() {
        match blobs::fetch(&*session.wire, BlobKind::ShareProofs, given.proofs).await {
            Ok(bytes) => match decode("share proofs", &bytes, asked.size(*trustee).proofs_len()) {
                Ok(proofs) => answers.push((*trustee, proofs)),
                Err(why) => not_used(*trustee, &why),
            },
            Err(RoleError::Server(problem)) if problem.is(Rule::BlobUnknown) => {
                session.tell(&Notice::AnswerLost(names.trustee(*trustee)));
            }
            Err(why) => return Err(why),
        }
        bar.at(done as u64 + 1);
    }
    bar.done();
    let mut rng = session.rng()?;
    let check = move || {
        let all: Vec<(TrusteeIndex, &ShareProofs)> =
            answers.iter().map(|(trustee, proofs)| (*trustee, proofs)).collect();
        let outcome = asked.check(&all, &mut rng);
        (asked, outcome)
    };
    let (asked, outcome) = on_rayon(check).await?;
    let mut proven = Vec::new();
    for one in outcome {
        match one {
            Ok(shares) => proven.push(shares),
            Err(why) => not_used(why.trustee(), &why),
        }
    }
    Ok(Some((asked, proven)))
}
