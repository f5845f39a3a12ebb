//! Steps 2 and 3: draw seeds and commit; take over from a late leader; reveal and send.

use super::{
    error::{CustodyError, Stuck},
    secrets::{Led, SealedSeed, Secrets},
};
use crate::subkey::SubKey;
use intertally_core::{
    ceremony::{
        CeremonyManifest, CeremonyState, Commitments, Phase, RevealedPart, Reveals, SubKeyId, seal_seed,
        sealed_digest,
    },
    party::TrusteeIndex,
    seal::{SealingRandomness, SecretSealingKey},
};
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use zeroize::Zeroizing;

/// Seeds are drawn and committed to; nothing is revealed.
pub struct Committed(pub(super) Secrets);

/// Parts are revealed and seeds sent.
pub struct Revealed(pub(super) Secrets);

/// What a trustee posts at the reveal: one [`Reveals`] per key it leads in, and the sealed seeds to deliver.
pub type RevealMessages = (Vec<Reveals>, Vec<SealedSeed>);

impl Committed {
    /// Draw a seed for every sub-key that this trustee leads. No message if it leads none.
    ///
    /// Store the state before the message is sent.
    pub fn start(
        manifest: &CeremonyManifest,
        me: TrusteeIndex,
        sealing: SecretSealingKey,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Self, Option<Commitments>), CustodyError> {
        let state = CeremonyState::new(manifest.clone())?;
        if manifest.trustee(me).is_none_or(|entry| entry.sealing != sealing.public()) {
            return Err(CustodyError::NotListed);
        }
        let secrets = Secrets { ceremony: state.id(), me, sealing, led: Vec::new(), received: Vec::new() };
        Self(secrets).commit(&state, rng)
    }

    /// Come in after the commitments, as a trustee that leads nothing: by the manifest, or since it was replaced. It
    /// holds what the others send.
    pub fn join(
        state: &CeremonyState,
        me: TrusteeIndex,
        sealing: SecretSealingKey,
    ) -> Result<Self, CustodyError> {
        if state.manifest().trustee(me).is_none_or(|entry| entry.sealing != sealing.public()) {
            return Err(CustodyError::NotListed);
        }
        if state.led_by(me).next().is_some() {
            return Err(CustodyError::Phase { phase: state.phase().clone() });
        }
        Ok(Self(Secrets { ceremony: state.id(), me, sealing, led: Vec::new(), received: Vec::new() }))
    }

    /// After a late leader was replaced: draw seeds for the sub-keys that this trustee now leads, and forget
    /// those that it no longer leads.
    pub fn take_over(
        mut self,
        state: &CeremonyState,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Self, Option<Commitments>), Box<Stuck<Self>>> {
        if let Err(why) = self.0.belongs(state).and_then(|()| in_phase(state, &Phase::Committing)) {
            return Err(Box::new(Stuck { state: self, why }));
        }
        let me = self.0.me;
        self.0.led.retain(|led| state.leader(led.sub_key.id()) == Some(me));
        match self.draw(state, rng) {
            Ok(message) => Ok((self, message)),
            Err(why) => Err(Box::new(Stuck { state: self, why })),
        }
    }

    fn commit(
        mut self,
        state: &CeremonyState,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Self, Option<Commitments>), CustodyError> {
        let message = self.draw(state, rng)?;
        Ok((self, message))
    }

    /// Seeds for what is owed, and the commitments to what they give.
    fn draw(
        &mut self,
        state: &CeremonyState,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Option<Commitments>, CustodyError> {
        let (ceremony, me) = (self.0.ceremony, self.0.me);
        let owed: Vec<SubKeyId> = state.uncommitted(me);
        for id in &owed {
            if self.0.led.iter().all(|led| led.sub_key.id() != *id) {
                let mut seed = Zeroizing::new([0; 32]);
                rng.fill_bytes(seed.as_mut());
                self.0.led.push(Led { sub_key: SubKey::new(*id, seed), seals: Vec::new() });
            }
        }
        self.0.led.sort_by_key(|led| led.sub_key.id());
        let own: Vec<&SubKey> =
            self.0.led.iter().map(|led| &led.sub_key).filter(|s| owed.contains(&s.id())).collect();
        let commit =
            |own: &&SubKey| Ok((own.id(), own.derived(ceremony)?.commitment(ceremony, own.id(), me)));
        let parts: Vec<_> = own.par_iter().map(commit).collect::<Result<_, CustodyError>>()?;
        Ok((!parts.is_empty()).then_some(Commitments { ceremony, parts }))
    }

    /// Reveal the parts and seal the seeds, once the log shows all commitments, this trustee's own among them. Who
    /// leads nothing may come when all others have revealed.
    ///
    /// Store the state before the messages are sent: the randomness drawn here answers complaints.
    pub fn reveal(
        mut self,
        state: &CeremonyState,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Revealed, RevealMessages), Box<Stuck<Self>>> {
        match self.reveal_parts(state, rng) {
            Ok(messages) => Ok((Revealed(self.0), messages)),
            Err(why) => Err(Box::new(Stuck { state: self, why })),
        }
    }

    fn reveal_parts(
        &mut self,
        state: &CeremonyState,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<RevealMessages, CustodyError> {
        let Secrets { ceremony, me, led, .. } = &mut self.0;
        let (ceremony, me) = (*ceremony, *me);
        if state.id() != ceremony {
            return Err(CustodyError::OtherCeremony);
        }
        // Seeds of sub-keys that others lead by now were never shown, and are nobody's.
        led.retain(|led| state.leader(led.sub_key.id()) == Some(me));
        if !(led.is_empty() && *state.phase() == Phase::Confirming) {
            in_phase(state, &Phase::Revealing)?;
        }
        let mut parts = Vec::new();
        let mut messages = Vec::new();
        for led in led.iter_mut() {
            let sub_key = led.sub_key.id();
            let derived = led.sub_key.derived(ceremony)?;
            if state.commitment(sub_key) != Some(derived.commitment(ceremony, sub_key, me)) {
                return Err(CustodyError::OwnCommitment { sub_key });
            }
            let proof = derived.prove(ceremony, sub_key, me, rng)?;
            let mut sealed_digests = Vec::new();
            led.seals.clear();
            for holder in state.receivers(sub_key, me) {
                let randomness = SealingRandomness::generate(rng);
                let sealed = seal_seed(
                    state.manifest(),
                    ceremony,
                    sub_key,
                    (me, holder),
                    led.sub_key.seed(),
                    &randomness,
                )?;
                sealed_digests.push((holder, sealed_digest(&sealed)));
                led.seals.push((holder, randomness));
                messages.push(SealedSeed { ceremony, sub_key, holder, sealed });
            }
            parts.push(RevealedPart {
                sub_key,
                part: derived.part,
                rows: derived.rows,
                proof,
                sealed: sealed_digests,
            });
        }
        let mut reveals: Vec<Reveals> = Vec::new();
        for part in parts {
            match reveals.last_mut() {
                Some(last) if last.key == part.sub_key.key => last.parts.push(part),
                _ => reveals.push(Reveals { ceremony, key: part.sub_key.key, parts: vec![part] }),
            }
        }
        Ok((reveals, messages))
    }
}

pub(super) fn in_phase(state: &CeremonyState, wanted: &Phase) -> Result<(), CustodyError> {
    if state.phase() == wanted { Ok(()) } else { Err(CustodyError::Phase { phase: state.phase().clone() }) }
}
