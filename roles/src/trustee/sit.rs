//! `sit`: every pending step of every ceremony and round, and what is waited for.

use super::answer::Desk;
use super::ledger::LedgerFile;
use super::rebuild::Without;
use super::{ceremony, offer, prepared, rebuild, rehearse, state};
use crate::error::Result;
use crate::session::{Session, Synced};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::party::{MemberIndex, RoundId, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use intertally_custody::ledger::LedgerEntry;
use std::collections::BTreeSet;

/// What is waited for after a pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// Rounds that this trustee takes no part in any more, since it was restored, with whether the others suffice and what to
    /// do. The log does not show it, so the coordinator learns it from this trustee alone.
    pub without: Vec<Without>,
    /// In words, one line each; empty if nothing is.
    pub waits: Vec<String>,
}

/// What a pass is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All that is due.
    Everything,
    /// Proposals and ceremonies.
    Ceremonies,
    /// One round.
    Round(RoundId),
}

impl Only {
    pub(super) fn has(self, id: RoundId) -> bool {
        match self {
            Self::Everything => true,
            Self::Ceremonies => false,
            Self::Round(own) => own == id,
        }
    }
}

/// This trustee's place in a round.
pub(super) fn place(session: &Session, round: &RoundState) -> Option<TrusteeIndex> {
    let own = session.signing().verifying_key();
    let at = round.manifest().trustees.iter().position(|key| *key == own)?;
    u8::try_from(at).ok().map(TrusteeIndex)
}

/// A round that was held or cancelled after this trustee answered for its totals counts as opened without a publication.
fn burn(session: &Synced<'_>, ledger: &mut LedgerFile) -> Result<()> {
    let opened = ledger.ledger.openings();
    let noted: Vec<RoundId> = ledger.ledger.burnt().map(|(round, _)| round).collect();
    let aside = |round: &&RoundState| {
        matches!(round.phase(), Phase::Held | Phase::Cancelled)
            && opened.contains(&round.id())
            && !noted.contains(&round.id())
    };
    for round in session.mirror.fold.rounds().map(|(_, round)| round).filter(aside) {
        let manifest = round.manifest();
        let member = |at: MemberIndex| manifest.members.get(usize::from(at.0)).map(|member| member.signing);
        let sealed = round.sealed().into_iter().flat_map(|set| &set.members);
        let members: BTreeSet<VerifyingKey> = sealed.filter_map(|(at, _)| member(*at)).collect();
        for key in &manifest.keys {
            let (round, members) = (round.id(), members.clone());
            ledger.record(&LedgerEntry::Burnt { key: key.key, round, members })?;
        }
    }
    Ok(())
}

/// One pass over everything; at its end the trustee cosigns the checkpoint that it has checked.
pub async fn sit(session: &mut Synced<'_>) -> Result<Pending> {
    sit_for(session, Only::Everything).await
}

/// The same over a part of it: what a person was asked for at a page, and nothing else.
pub async fn sit_for(session: &mut Synced<'_>, only: Only) -> Result<Pending> {
    let mut ledger = LedgerFile::open(&session.shelf)?;
    rebuild::rebuild(session, &mut ledger)?;
    let mut pending = Pending::default();
    if matches!(only, Only::Everything | Only::Ceremonies) {
        pending.waits.extend(offer::offers(session).await?);
        pending.waits.extend(ceremony::ceremonies(session, &mut ledger).await?);
    }
    rehearse::rehearse(session, &ledger, only, &mut pending).await?;
    burn(session, &mut ledger)?;
    prepared::bring_back(session).await?;
    let open = |phase| matches!(phase, Phase::Sealed | Phase::Counted);
    let rounds: Vec<(RoundId, TrusteeIndex)> = session
        .mirror
        .fold
        .rounds()
        .filter(|(id, round)| open(round.phase()) && only.has(**id))
        .filter_map(|(id, round)| Some((*id, place(session, round)?)))
        .collect();
    for (id, me) in rounds {
        if let Some(without) = rebuild::older(session, &ledger, id) {
            pending.without.push(without);
            continue;
        }
        let Some((stated, tally)) = state::state(session, &mut ledger, (id, me)).await? else {
            pending.waits.push("your consent to a sealed round".into());
            continue;
        };
        let mut desk = Desk { session, ledger: &mut ledger, id, me, stated, tally };
        pending.waits.extend(desk.answer().await?);
    }
    session.witness().await;
    Ok(pending)
}
