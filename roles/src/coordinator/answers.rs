//! The trustees' answers to one step: proofs from the log, and what opens them from the sealed letters.

use crate::error::{Result, RoleError};
use crate::names::Names;
use crate::person::Notice;
use crate::session::{SEALING, Session};
use crate::shares::{ceremony, proven};
use crate::wire::mail;
use crate::work::on_rayon;
use intertally_core::event::Scope;
use intertally_core::fold::RoundState;
use intertally_core::letters::Topic;
use intertally_core::opening::asked::ProvenShares;
use intertally_core::opening::combine::{Answer, CombineError};
use intertally_core::opening::open::{Misfits, OpenFault, Opener};
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareOpenings, open_openings, sealed_answer_digest};
use intertally_core::opening::tally::Tally;
use intertally_core::party::Party;
use intertally_core::seal::{Sealed, SecretSealingKey};
use std::sync::Arc;

/// All answers to a step of one key that the log names, whose proofs hold and whose letter opens.
pub(super) async fn answers(
    session: &Session,
    round: &RoundState,
    tally: &Arc<Tally>,
    (part, step): (usize, Step),
) -> Result<Vec<Answer>> {
    let Some((asked, all)) = proven(session, round, tally, (part, step)).await? else { return Ok(vec![]) };
    let sealing = SecretSealingKey::from_bytes(&*session.vault.need32(SEALING)?);
    let topic = Topic::Answer { part, step };
    let letters = mail::fetch(&*session.wire, Scope::Round(round.id()), Party::Coordinator, topic).await?;
    let given = round.shares(asked.question.key, step);
    let names = Names::of(session, round);
    let open = |shares: &ProvenShares| -> std::result::Result<ShareOpenings, Notice> {
        let who = shares.trustee();
        let named = given.and_then(|given| given.get(&who)).map(|given| given.sealed);
        let own = letters.iter().filter(|(from, _)| *from == Party::Trustee(who));
        let mut own = own.map(|(_, letter)| Sealed(letter.clone()));
        let sealed = own.find(|sealed| Some(sealed_answer_digest(sealed)) == named);
        let sealed = sealed.ok_or_else(|| Notice::NoLetter(names.trustee(who)))?;
        open_openings(&sealing, &asked.question, who, asked.size(who), &sealed)
            .map_err(|why| Notice::LetterShut(names.trustee(who), why.to_string()))
    };
    let mut opened = Vec::new();
    for shares in all {
        match open(&shares) {
            Ok(openings) => opened.push(Answer { proven: shares, openings }),
            Err(why) => session.tell(&why),
        }
    }
    Ok(opened)
}

/// Open one step of a key with its sum, on the workers' threads.
pub(super) async fn opened<T: Send + 'static>(
    session: &Session,
    round: &RoundState,
    tally: &Arc<Tally>,
    part: usize,
    work: impl FnOnce(&Opener<'_>) -> std::result::Result<T, OpenFault> + Send + 'static,
) -> Result<T> {
    let (state, tally) = (round.clone(), Arc::clone(tally));
    let ceremony = ceremony(session, round)?.clone();
    let done = on_rayon(move || {
        let aggregate =
            state.sealed().and_then(|sealed| sealed.aggregates.get(part)).copied().unwrap_or_default();
        work(&Opener { manifest: state.manifest(), ceremony: &ceremony, tally: &tally, part, aggregate })
    });
    done.await?.map_err(|why| fault(&why, &Names::of(session, round)))
}

/// Tell whose openings did not fit; those of other holders were used.
pub(super) fn tell(session: &Session, round: &RoundState, misfits: &Misfits) {
    let names = Names::of(session, round);
    for (trustee, sub_key) in misfits {
        session.tell(&Notice::Misfit(names.trustee(*trustee), *sub_key));
    }
}

/// Words for a step that opened nothing.
fn fault(why: &OpenFault, names: &Names) -> RoleError {
    let OpenFault::Combine(CombineError::Lacking { sub_keys, of, silent }) = why else {
        return RoleError::stop(why.to_string(), "see `coordinator status`");
    };
    let holders: Vec<String> = silent.iter().map(|trustee| names.trustee(*trustee)).collect();
    let what = format!(
        "{} of {of} sub-keys have no usable share yet; trustees that hold them: {}",
        sub_keys.len(),
        holders.join(", ")
    );
    RoleError::stop(what, "have every trustee run `trustee sit`, then run this again")
}
