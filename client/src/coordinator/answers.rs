//! The trustees' sealed answers to one step, as the log names them.

use crate::error::{ClientError, Result};
use crate::session::Session;
use crate::wire::mail;
use intertally_core::event::Scope;
use intertally_core::fold::RoundState;
use intertally_core::opening::open::{Answered, OpenFault};
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareSet, sealed_answer_digest};
use intertally_core::party::Party;
use intertally_core::seal::{Sealed, SecretSealingKey};

/// All answers to a step of one key that the log names and that open.
pub(super) async fn answers(
    session: &Session,
    round: &RoundState,
    part: usize,
    step: Step,
) -> Result<Vec<ShareSet>> {
    let manifest = round.manifest();
    let missing = || ClientError::stop("the round has no such step", "see `coordinator status`");
    let key = manifest.keys.get(part).map(|key| key.key).ok_or_else(missing)?;
    let question = round.question(part, step).ok_or_else(missing)?;
    let slots = round.positions(part, step).ok_or_else(missing)?.slots().len();
    let sealing = SecretSealingKey::from_bytes(&*session.vault.need32("sealing")?);
    let topic = format!("answer/{part}/{step:?}");
    let letters = mail::fetch(&session.link, Scope::Round(round.id()), Party::Coordinator, &topic).await?;
    let mut opened = Vec::new();
    for (trustee, given) in round.shares(key, step).into_iter().flatten() {
        let named = |(from, sealed): &(Party, Vec<u8>)| {
            let sealed = Sealed(sealed.clone());
            (*from == Party::Trustee(*trustee) && sealed_answer_digest(&sealed) == given.sealed)
                .then_some(sealed)
        };
        let Some(sealed) = letters.iter().find_map(named) else {
            session.view.say(&format!("the answer of trustee {} has not come yet", trustee.0));
            continue;
        };
        let held = given.signed.head.digests.len();
        match ShareSet::open(&sealing, &question, *trustee, (held, slots), &sealed) {
            Ok(set) => opened.push(set),
            Err(why) => {
                session.view.say(&format!("the answer of trustee {} does not open: {why}", trustee.0))
            }
        }
    }
    Ok(opened)
}

/// Tell who answered wrongly; the answers of the others are enough.
pub(super) fn blame<T>(session: &Session, answered: &Answered<T>) {
    for refused in &answered.refused {
        session.view.say(&format!("not used: {refused}"));
    }
    for evidence in &answered.wrong {
        let who = evidence.accused.head.trustee.0;
        session.view.say(&format!(
            "trustee {who} answered wrongly for sub-key {}; the log holds both signed answers",
            evidence.sub_key.0
        ));
    }
    for evidence in &answered.disputed {
        let (one, other) = (evidence.accused.head.trustee.0, evidence.other.head.trustee.0);
        session.view.say(&format!(
            "trustees {one} and {other} contradict each other; it cannot be decided who is wrong"
        ));
    }
}

/// Words for a step that opened nothing.
pub(super) fn fault(why: &OpenFault) -> ClientError {
    use intertally_core::opening::combine::CombineError;
    let next = match why {
        OpenFault::Combine { source: CombineError::MemberFault { .. }, .. } => {
            "hold the round with `coordinator hold`; a new round takes the members' kept returns"
        }
        OpenFault::Combine { .. } => "have every trustee run `trustee sit`, then run this again",
        _ => "see `coordinator status`",
    };
    ClientError::stop(why.to_string(), next)
}
