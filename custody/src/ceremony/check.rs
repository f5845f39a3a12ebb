//! Step 4: check the seeds received, confirm or complain, answer a complaint, hold the keys.

use super::{
    error::{CustodyError, Stuck},
    secrets::{SealedSeed, Secrets},
    start::{Revealed, in_phase},
};
use crate::subkey::{HeldKeys, SubKey};
use intertally_core::{
    ceremony::{
        CeremonyState, Complaint, ComplaintAnswer, Confirmation, Phase, SealingKeyDestroyed, SubKeyId,
        sealing_context,
    },
    party::TrusteeIndex,
};
use zeroize::Zeroizing;

/// All seeds received give the revealed parts; not yet confirmed.
pub struct Checked(pub(super) Secrets);

/// Confirmed. Has no way to answer a complaint.
pub struct Confirmed(pub(super) Secrets);

/// What a trustee finds when it checks the seeds received.
pub enum Received {
    /// All is well: confirm as soon as [`Checked::confirm`] allows.
    Good(Checked),
    /// A leader sent a wrong seed. The state stays, to answer complaints about this trustee's own parts.
    Wrong(Revealed, Complaint),
}

impl Revealed {
    /// Open every seed sent to this trustee, derive its part and compare with the logged commitment.
    ///
    /// Errors leave all as it was: a message that is missing or not the logged one is fetched again.
    pub fn receive(
        mut self,
        state: &CeremonyState,
        messages: &[SealedSeed],
    ) -> Result<Received, Box<Stuck<Self>>> {
        match self.check(state, messages) {
            Ok(None) => Ok(Received::Good(Checked(self.0))),
            Ok(Some(complaint)) => Ok(Received::Wrong(self, complaint)),
            Err(why) => Err(Box::new(Stuck { state: self, why })),
        }
    }

    fn check(
        &mut self,
        state: &CeremonyState,
        messages: &[SealedSeed],
    ) -> Result<Option<Complaint>, CustodyError> {
        self.0.belongs(state)?;
        in_phase(state, &Phase::Confirming)?;
        let me = self.0.me;
        self.0.received.clear();
        for sub_key in state.held_by(me) {
            let leader = state.leader(sub_key).ok_or(CustodyError::SeedMissing { sub_key })?;
            if leader == me {
                self.own_part(state, sub_key)?;
                continue;
            }
            let mine = |m: &&SealedSeed| m.sub_key == sub_key && m.holder == me && m.is_logged(state);
            let message = messages.iter().find(mine).ok_or(CustodyError::SeedMissing { sub_key })?;
            match self.open(state, leader, message) {
                Some(received) => self.0.received.push(received),
                None => {
                    let (ceremony, sealed) = (self.0.ceremony, message.sealed.clone());
                    return Ok(Some(Complaint { ceremony, sub_key, sealed }));
                }
            }
        }
        Ok(None)
    }

    fn own_part(&self, state: &CeremonyState, sub_key: SubKeyId) -> Result<(), CustodyError> {
        let Secrets { ceremony, me, led, .. } = &self.0;
        let led = led.iter().find(|led| led.sub_key.id() == sub_key);
        let derived = led.map(|led| led.sub_key.derived(*ceremony)).transpose()?;
        let own = derived.map(|derived| derived.commitment(*ceremony, sub_key, *me));
        if own.is_some() && own == state.commitment(sub_key) {
            Ok(())
        } else {
            Err(CustodyError::OwnCommitment { sub_key })
        }
    }

    /// `None` if the message does not open, or not to a seed of the revealed part.
    fn open(&self, state: &CeremonyState, leader: TrusteeIndex, message: &SealedSeed) -> Option<SubKey> {
        let (ceremony, id) = (self.0.ceremony, message.sub_key);
        let context = sealing_context(ceremony, id, leader, self.0.me);
        let opened = self.0.sealing.open(&context, &message.sealed).ok()?;
        let mut seed = Zeroizing::new([0; 32]);
        if opened.len() != seed.len() {
            return None;
        }
        seed.copy_from_slice(&opened);
        let sub_key = SubKey::new(id, seed);
        let derived = sub_key.derived(ceremony).ok()?;
        let commitment = derived.commitment(ceremony, id, leader);
        (state.commitment(id) == Some(commitment)).then_some(sub_key)
    }

    /// Answer a complaint about a part that this trustee leads, see [`Checked::answer`].
    pub fn answer(self, state: &CeremonyState) -> Result<ComplaintAnswer, Box<Stuck<Self>>> {
        answer(&self.0, state).map_err(|why| Box::new(Stuck { state: self, why }))
    }
}

impl Checked {
    /// Confirm all reveals. A leader waits for the other holders of what it leads.
    pub fn confirm(self, state: &CeremonyState) -> Result<(Confirmed, Confirmation), Box<Stuck<Self>>> {
        let ready = self.0.belongs(state).and_then(|()| in_phase(state, &Phase::Confirming));
        let wait = state.waits_for(self.0.me).map_or(Ok(()), |holder| Err(CustodyError::WaitFor { holder }));
        match ready.and(wait) {
            Ok(()) => {
                let message = Confirmation { ceremony: self.0.ceremony, reveals: state.reveals_digest() };
                let mut secrets = self.0;
                secrets.led.iter_mut().for_each(|led| led.seals.clear());
                Ok((Confirmed(secrets), message))
            }
            Err(why) => Err(Box::new(Stuck { state: self, why })),
        }
    }

    /// Answer a complaint about a part that this trustee leads, by revealing its seed and sealing randomness.
    ///
    /// Takes the state: whoever has answered never confirms, so that no key of this ceremony is ever valid,
    /// whatever log anyone else is shown.
    pub fn answer(self, state: &CeremonyState) -> Result<ComplaintAnswer, Box<Stuck<Self>>> {
        answer(&self.0, state).map_err(|why| Box::new(Stuck { state: self, why }))
    }
}

fn answer(secrets: &Secrets, state: &CeremonyState) -> Result<ComplaintAnswer, CustodyError> {
    secrets.belongs(state)?;
    let Phase::Disputed { holder, leader, sub_key, .. } = *state.phase() else {
        return Err(CustodyError::NoComplaint);
    };
    let led = secrets.led.iter().find(|led| leader == secrets.me && led.sub_key.id() == sub_key);
    let led = led.ok_or(CustodyError::NoComplaint)?;
    let seal = led.seals.iter().find(|(to, _)| *to == holder).ok_or(CustodyError::NoComplaint)?;
    let mut randomness = [[0; 32]; 2];
    randomness.iter_mut().flatten().zip(seal.1.reveal()).for_each(|(to, from)| *to = from);
    Ok(ComplaintAnswer { ceremony: secrets.ceremony, sub_key, seed: **led.sub_key.seed(), randomness })
}

impl Confirmed {
    /// Hold the keys, once all trustees have confirmed. The sealing key is erased with the state; the payload
    /// says so.
    pub fn finish(self, state: &CeremonyState) -> Result<(HeldKeys, SealingKeyDestroyed), Box<Stuck<Self>>> {
        if let Err(why) = self.0.belongs(state).and_then(|()| in_phase(state, &Phase::Valid)) {
            return Err(Box::new(Stuck { state: self, why }));
        }
        let (ceremony, trustee) = (self.0.ceremony, self.0.me);
        let held = HeldKeys { ceremony, trustee, sub_keys: self.0.into_sub_keys() };
        Ok((held, SealingKeyDestroyed { ceremony }))
    }
}
