//! A trustee's steps in a ceremony. Each new state is on the disk before a message leaves; after a cut the same message
//! goes out again.

use super::ledger::LedgerFile;
use super::offer::sealing_name;
use crate::error::{Result, RoleError};
use crate::person::words::ending;
use crate::person::{CeremonyStep, Notice};
use crate::session::{Session, Synced};
use crate::wire::mail;
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{
    CeremonyMessage, CeremonyState, Confirmation, EndCause, Phase, Replacement, Reveals, SealingKeyDestroyed,
};
use intertally_core::event::{Kind, Scope};
use intertally_core::letters::Topic;
use intertally_core::party::{CeremonyId, KeyId, Party, TrusteeIndex};
use intertally_core::seal::SecretSealingKey;
use intertally_custody::ceremony::{
    Checked, Committed, Confirmed, CustodyError, Received, Revealed, SealedSeed, Stored, Stuck,
};
use intertally_custody::ledger::LedgerEntry;
use intertally_custody::subkey::HeldKeys;

/// Name of the state of a ceremony in the vault.
pub(super) fn state_name(id: CeremonyId) -> String {
    let mut id = id.0.to_string();
    id.truncate(32);
    format!("ceremony-{id}")
}

fn outbox_name(id: CeremonyId) -> String {
    state_name(id).replace("ceremony", "reveals")
}

fn stop(why: &CustodyError) -> RoleError {
    RoleError::stop(why.to_string(), "run `sit` again when that is mended")
}

fn unstuck<T, S>(result: std::result::Result<T, Box<Stuck<S>>>) -> Result<T> {
    result.map_err(|stuck| stop(&stuck.why))
}

/// The keys that this trustee holds of a ceremony, if it is finished.
pub(super) fn held(session: &Session, id: CeremonyId) -> Result<Option<HeldKeys>> {
    let Some(bytes) = session.vault.read(&state_name(id))? else { return Ok(None) };
    match Stored::from_secret_bytes(&bytes, id).map_err(|why| stop(&why))? {
        Stored::Held(held) => Ok(Some(held)),
        _ => Ok(None),
    }
}

/// One trustee in one ceremony.
struct Seat<'a, 's> {
    session: &'a mut Synced<'s>,
    ledger: &'a mut LedgerFile,
    id: CeremonyId,
    me: TrusteeIndex,
}

/// What a step came to.
enum Step {
    /// Something was done; look again.
    Moved,
    /// Nothing to do before this has happened.
    Waits(String),
    /// Nothing more to do.
    Finished,
}

/// Do every step that is possible in all ceremonies of this trustee. Answers with what is waited for.
pub(super) async fn ceremonies(session: &mut Synced<'_>, ledger: &mut LedgerFile) -> Result<Vec<String>> {
    let own = session.signing().verifying_key();
    let mine = |(id, state): (&CeremonyId, &CeremonyState)| {
        let at = state.manifest().trustees.iter().position(|entry| entry.signing == own)?;
        Some((*id, TrusteeIndex(u8::try_from(at).ok()?)))
    };
    let all: Vec<(CeremonyId, TrusteeIndex)> = session.mirror.fold.ceremonies().filter_map(mine).collect();
    let mut waits = Vec::new();
    for (id, me) in all {
        let mut seat = Seat { session, ledger, id, me };
        loop {
            match seat.step().await? {
                Step::Moved => {}
                Step::Waits(what) => {
                    waits.push(format!("{what} (ceremony {:.16})", seat.id.0.to_string()));
                    break;
                }
                Step::Finished => break,
            }
        }
    }
    Ok(waits)
}

impl Seat<'_, '_> {
    fn state(&self) -> Result<CeremonyState> {
        let state = self.session.mirror.fold.ceremony(&self.id).cloned();
        let mut state = state.ok_or_else(|| RoleError::stop("the ceremony is gone", "run `sit` again"))?;
        // Deadlines that have passed by this clock end it here as they will in the log.
        let _ = state.pass_time(self.session.now());
        Ok(state)
    }

    async fn post(&mut self, message: CeremonyMessage) -> Result<Step> {
        let kind = message.kind();
        self.session.post(Party::Trustee(self.me), (Scope::Ceremony(self.id), kind), &message).await?;
        self.session.tell(&Notice::Ceremony(said(&self.state()?, &message)));
        Ok(Step::Moved)
    }

    fn keep(&self, bytes: &[u8]) -> Result<()> {
        self.session.vault.replace(&state_name(self.id), bytes)
    }

    async fn step(&mut self) -> Result<Step> {
        let state = self.state()?;
        if let Phase::Ended(ending) = state.phase() {
            return self.ended(&state, ending.cause);
        }
        let Some(bytes) = self.session.vault.read(&state_name(self.id))? else {
            return self.start(&state).await;
        };
        match Stored::from_secret_bytes(&bytes, self.id).map_err(|why| stop(&why))? {
            Stored::Committed(mine) => self.committed(mine, &state).await,
            Stored::Revealed(mine) => self.revealed(mine, &state).await,
            Stored::Checked(mine) => self.checked(mine, &state).await,
            Stored::Confirmed(mine) => self.confirmed(mine, &state).await,
            Stored::Held(_) => self.erased(&state).await,
        }
    }

    async fn start(&mut self, state: &CeremonyState) -> Result<Step> {
        let name = sealing_name(&state.manifest().terms());
        if *state.phase() == Phase::Valid {
            // Its sub-keys were destroyed, or are in no backup.
            return Ok(Step::Finished);
        }
        if self.session.vault.read(&name)?.is_none() {
            return Ok(Step::Waits(
                "the coordinator to propose a ceremony anew: this trustee was restored while it ran, and takes no more \
                 part in it"
                    .into(),
            ));
        }
        let sealing = SecretSealingKey::from_bytes(&*self.session.vault.need32(&name)?);
        if *state.phase() != Phase::Committing {
            let mine = Committed::join(state, self.me, sealing).map_err(|why| stop(&why))?;
            self.keep(&mine.to_secret_bytes())?;
            return Ok(Step::Moved);
        }
        let mut rng = self.session.rng()?;
        let (mine, _) =
            Committed::start(state.manifest(), self.me, sealing, &mut rng).map_err(|why| stop(&why))?;
        // Leaders may have been replaced since the manifest, this one or others.
        let (mine, message) = unstuck(mine.take_over(state, &mut rng))?;
        self.keep(&mine.to_secret_bytes())?;
        match message {
            Some(message) => self.post(CeremonyMessage::Commitments(message)).await,
            None => Ok(Step::Moved),
        }
    }

    async fn committed(&mut self, mine: Committed, state: &CeremonyState) -> Result<Step> {
        match state.phase() {
            Phase::Committing if !state.uncommitted(self.me).is_empty() => {
                // After a cut, or in the place of a leader that was replaced.
                let mut rng = self.session.rng()?;
                let (mine, message) = unstuck(mine.take_over(state, &mut rng))?;
                self.keep(&mine.to_secret_bytes())?;
                match message {
                    Some(message) => self.post(CeremonyMessage::Commitments(message)).await,
                    None => Ok(Step::Moved),
                }
            }
            Phase::Committing => self.replace_late(state).await,
            Phase::Revealing | Phase::Confirming => {
                let (mine, messages) = unstuck(mine.reveal(state, &mut self.session.rng()?))?;
                self.session.vault.replace(&outbox_name(self.id), &encode(&messages))?;
                self.keep(&mine.to_secret_bytes())?;
                Ok(Step::Moved)
            }
            _ => Ok(Step::Waits("the ceremony's dispute to be decided".into())),
        }
    }

    async fn replace_late(&mut self, state: &CeremonyState) -> Result<Step> {
        if self.session.now() > state.manifest().commit_by {
            let trustees = (0..state.manifest().n()).map(TrusteeIndex);
            let late: Vec<TrusteeIndex> =
                trustees.filter(|t| *t != self.me && !state.uncommitted(*t).is_empty()).collect();
            for absent in late {
                let message = CeremonyMessage::Replacement(Replacement { ceremony: self.id, absent });
                match self.post(message).await {
                    // Another trustee noted it before, or the time of the one in its place is not over.
                    Err(RoleError::Server(_)) => {}
                    outcome => return outcome,
                }
            }
        }
        Ok(Step::Waits("the other trustees' commitments".into()))
    }

    async fn revealed(&mut self, mine: Revealed, state: &CeremonyState) -> Result<Step> {
        match state.phase() {
            Phase::Revealing => self.send_reveals(state).await,
            Phase::Confirming => {
                let letters = mail::fetch(
                    &*self.session.wire,
                    Scope::Ceremony(self.id),
                    Party::Trustee(self.me),
                    Topic::Seed,
                )
                .await?;
                let seeds: Vec<SealedSeed> = letters
                    .iter()
                    .filter_map(|(_, bytes)| decode("sealed seed", bytes, 1 << 16).ok())
                    .collect();
                match mine.receive(state, &seeds) {
                    Ok(Received::Good(mine)) => {
                        self.keep(&mine.to_secret_bytes())?;
                        Ok(Step::Moved)
                    }
                    Ok(Received::Wrong(mine, complaint)) => {
                        self.keep(&mine.to_secret_bytes())?;
                        self.session.tell(&Notice::Ceremony(CeremonyStep::WrongSeed));
                        self.post(CeremonyMessage::Complaint(complaint)).await
                    }
                    Err(stuck) if matches!(stuck.why, CustodyError::SeedMissing { .. }) => {
                        Ok(Step::Waits("a sealed seed that the log names".into()))
                    }
                    Err(stuck) => Err(stop(&stuck.why)),
                }
            }
            Phase::Disputed { leader, .. } if *leader == self.me => {
                let answer = unstuck(mine.answer(state))?;
                self.post(CeremonyMessage::Answer(answer)).await
            }
            _ => Ok(Step::Waits("the ceremony's dispute to be decided".into())),
        }
    }

    /// Seeds first, so that no reveal is in the log without them.
    async fn send_reveals(&mut self, state: &CeremonyState) -> Result<Step> {
        let outbox = self.session.vault.need(&outbox_name(self.id))?;
        let (reveals, seeds): (Vec<Reveals>, Vec<SealedSeed>) = decode("reveals", &outbox, 1 << 30)?;
        let missing = |message: &&Reveals| {
            message.parts.iter().any(|part| {
                state.receivers(part.sub_key, self.me).any(|to| state.sealed(part.sub_key, to).is_none())
            })
        };
        let owed: Vec<Reveals> = reveals.iter().filter(missing).cloned().collect();
        if owed.is_empty() {
            return Ok(Step::Waits("the other trustees' reveals".into()));
        }
        for seed in seeds {
            let parties = (Party::Trustee(self.me), Party::Trustee(seed.holder));
            mail::put(&*self.session.wire, Scope::Ceremony(self.id), parties, Topic::Seed, &encode(&seed))
                .await?;
        }
        for message in owed {
            self.post(CeremonyMessage::Reveals(message)).await?;
        }
        Ok(Step::Moved)
    }

    async fn checked(&mut self, mine: Checked, state: &CeremonyState) -> Result<Step> {
        match state.phase() {
            Phase::Confirming => match mine.confirm(state) {
                Ok((mine, _)) => {
                    // What is confirmed may be stated for; both are on the disk before the confirmation leaves.
                    for index in 0..state.manifest().keys {
                        self.ledger.record(&LedgerEntry::KeyConfirmed { key: KeyId::of(self.id, index) })?;
                    }
                    self.keep(&mine.to_secret_bytes())?;
                    self.session.vault.remove(&outbox_name(self.id))?;
                    Ok(Step::Moved)
                }
                Err(stuck) => match stuck.why {
                    CustodyError::WaitFor { holder } => {
                        Ok(Step::Waits(format!("trustee {} to confirm", named(state, holder))))
                    }
                    why => Err(stop(&why)),
                },
            },
            Phase::Disputed { leader, .. } if *leader == self.me => {
                let answer = unstuck(mine.answer(state))?;
                self.post(CeremonyMessage::Answer(answer)).await
            }
            _ => Ok(Step::Waits("the ceremony's dispute to be decided".into())),
        }
    }

    async fn confirmed(&mut self, mine: Confirmed, state: &CeremonyState) -> Result<Step> {
        match state.phase() {
            Phase::Confirming if !state.confirmed().any(|trustee| trustee == self.me) => {
                let message = Confirmation { ceremony: self.id, reveals: state.reveals_digest() };
                self.post(CeremonyMessage::Confirmation(message)).await
            }
            Phase::Valid => {
                let (held, _) = unstuck(mine.finish(state))?;
                self.keep(&held.to_secret_bytes())?;
                self.session.tell(&Notice::Ceremony(CeremonyStep::Valid));
                self.erased(state).await
            }
            _ => Ok(Step::Waits("the other trustees' confirmations".into())),
        }
    }

    /// The sealing key erased and the log told, whatever was cut off before.
    async fn erased(&mut self, state: &CeremonyState) -> Result<Step> {
        self.session.vault.remove(&sealing_name(&state.manifest().terms()))?;
        let said = self.session.mirror.fold.sealing_keys_destroyed(&self.id);
        if !said.is_some_and(|said| said.contains(&self.me)) {
            let scope = (Scope::Ceremony(self.id), Kind::SealingKeyDestroyed);
            let said = SealingKeyDestroyed { ceremony: self.id };
            self.session.post(Party::Trustee(self.me), scope, &said).await?;
        }
        Ok(Step::Finished)
    }

    /// Whether the log's own dates have ended the ceremony. This machine's clock is no reason to erase anything: where it runs
    /// ahead, the others go on.
    fn ended_in_log(&self) -> bool {
        let fold = &self.session.mirror.fold;
        fold.ceremony(&self.id).cloned().zip(fold.last()).is_some_and(|(mut state, last)| {
            let _ = state.pass_time(last);
            matches!(state.phase(), Phase::Ended(_))
        })
    }

    fn ended(&mut self, state: &CeremonyState, cause: EndCause) -> Result<Step> {
        let guilty = match state.phase() {
            Phase::Ended(ending) => ending.guilty.iter().map(|who| named(state, *who)).collect(),
            _ => Vec::<String>::new(),
        };
        if !self.ended_in_log() {
            return Ok(Step::Waits(format!(
                "the log to pass the date by which a ceremony failed ({}; at fault: {}), as it does with the next event; what is \
                 kept of it stays until then",
                ending(cause),
                guilty.join(", ")
            )));
        }
        let had = self.session.vault.read(&state_name(self.id))?.is_some();
        if had {
            for name in [state_name(self.id), outbox_name(self.id), sealing_name(&state.manifest().terms())] {
                self.session.vault.remove(&name)?;
            }
            self.session.tell(&Notice::CeremonyEnded { cause, guilty });
        }
        Ok(Step::Finished)
    }
}

/// A trustee of a ceremony by its name.
fn named(state: &CeremonyState, at: TrusteeIndex) -> String {
    state.manifest().trustee(at).map_or_else(String::new, |entry| entry.name.clone())
}

fn said(state: &CeremonyState, message: &CeremonyMessage) -> CeremonyStep {
    match message {
        CeremonyMessage::Commitments(_) => CeremonyStep::Committed,
        CeremonyMessage::Replacement(late) => CeremonyStep::Replaced(named(state, late.absent)),
        CeremonyMessage::Reveals(_) => CeremonyStep::Revealed,
        CeremonyMessage::Confirmation(_) => CeremonyStep::Confirmed,
        CeremonyMessage::Complaint(_) => CeremonyStep::Complained,
        CeremonyMessage::Answer(_) => CeremonyStep::Answered,
    }
}
