//! An answer as it leaves: kept whole before its first byte is sent. Proofs take fresh randomness, so that an answer made twice
//! would be two answers, and the log takes one.

use super::sit::place;
use crate::error::Result;
use crate::person::Notice;
use crate::session::{Session, Synced};
use crate::wire::{blobs, mail};
use intertally_core::blob::BlobKind;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::RoundState;
use intertally_core::hash::digest;
use intertally_core::letters::Topic;
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{Question, ShareProofs, SharesGiven};
use intertally_core::party::{Party, RoundId, TrusteeIndex};
use serde::{Deserialize, Serialize};

/// Most bytes of a kept answer.
const LIMIT: usize = 1 << 30;

/// An answer to one step of one key. It holds no share in the clear.
#[derive(Serialize, Deserialize)]
pub(super) struct Prepared {
    /// For everybody.
    pub(super) proofs: ShareProofs,
    /// For the coordinator.
    pub(super) sealed: Vec<u8>,
    /// For the log.
    pub(super) given: SharesGiven,
}

/// Questions of a round.
fn questions(round: &RoundState) -> impl Iterator<Item = Question> + '_ {
    let steps = (0..round.manifest().keys.len()).flat_map(|part| [(part, Step::A), (part, Step::B)]);
    steps.filter_map(|(part, step)| round.question(part, step))
}

/// Forget all answers that are kept of a round.
pub(super) fn forget(session: &Session, round: &RoundState) -> Result<()> {
    questions(round).try_for_each(|question| session.vault.remove(&name(&question)))
}

/// Send proofs again that the log names as this trustee's and that the server has lost.
pub(super) async fn bring_back(session: &Synced<'_>) -> Result<()> {
    for round in session.mirror.fold.rounds().map(|(_, round)| round) {
        let Some(me) = place(session, round) else { continue };
        for question in questions(round) {
            let given = round.shares(question.key, question.step).and_then(|given| given.get(&me));
            let kept = if given.is_some() { Prepared::kept(session, &question)? } else { None };
            let Some(kept) = kept.filter(|kept| Some(&kept.given) == given) else { continue };
            if blobs::lacks(&*session.wire, BlobKind::ShareProofs, kept.given.proofs).await? {
                blobs::put(&*session.wire, BlobKind::ShareProofs, &encode(&kept.proofs)).await?;
                session.tell(&Notice::AnswerAgain);
            }
        }
    }
    Ok(())
}

fn name(question: &Question) -> String {
    let mut name = digest("prepared-answer", &[&encode(question)]).to_string();
    name.truncate(32);
    format!("answer-{name}")
}

impl Prepared {
    /// The answer to this very question that was made before, if there is one.
    pub(super) fn kept(session: &Session, question: &Question) -> Result<Option<Self>> {
        let kept = session.vault.read(&name(question))?;
        let kept: Option<Self> = kept.map(|bytes| decode("kept answer", &bytes, LIMIT)).transpose()?;
        Ok(kept.filter(|kept| kept.given.question == *question))
    }

    /// Keep it.
    pub(super) fn keep(&self, session: &Session) -> Result<()> {
        session.vault.replace(&name(&self.given.question), &encode(self))
    }

    /// Proofs, letter, event: in this order, so that the log names nothing that is not there.
    pub(super) async fn send(
        &self,
        session: &mut Synced<'_>,
        (id, me): (RoundId, TrusteeIndex),
        (part, step): (usize, Step),
    ) -> Result<()> {
        blobs::put(&*session.wire, BlobKind::ShareProofs, &encode(&self.proofs)).await?;
        let (scope, parties) = (Scope::Round(id), (Party::Trustee(me), Party::Coordinator));
        let topic = Topic::Answer { part, step };
        mail::put(&*session.wire, scope, parties, topic, &self.sealed).await?;
        session.post(Party::Trustee(me), (scope, Kind::SharesGiven), &self.given).await?;
        Ok(())
    }
}
