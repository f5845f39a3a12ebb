//! A whole honest ceremony in a log in memory, with the keys of [`crate::world`].

use crate::log::Log;
use crate::world::key_of;
use anyhow::{Context, Result, anyhow, bail};
use intertally_core::SPEC_VERSION;
use intertally_core::ceremony::{CeremonyMessage, CeremonyState, CeremonyTerms, PARAMS};
use intertally_core::event::{Kind, Scope};
use intertally_core::hash::digest;
use intertally_core::party::{CeremonyId, Instant, Party, TrusteeIndex};
use intertally_core::seal::SecretSealingKey;
use intertally_custody::ceremony::{Committed, Received, Stuck};
use intertally_custody::subkey::HeldKeys;
use rand_core::{CryptoRng, RngCore};

fn step<T, S>(result: Result<T, Box<Stuck<S>>>) -> Result<T> {
    result.map_err(|stuck| anyhow!("{}", stuck.why))
}

fn terms((n, t): (u8, u8), keys: u32, nonce: u64, dates: Dates) -> CeremonyTerms {
    let trustee = |i| (format!("office {i}"), key_of(Party::Trustee(TrusteeIndex(i))).verifying_key());
    CeremonyTerms {
        spec_version: SPEC_VERSION,
        nonce: digest("nonce", &[&nonce.to_le_bytes()]),
        coordinator: key_of(Party::Coordinator).verifying_key(),
        trustees: (0..n).map(trustee).collect(),
        threshold: t,
        keys,
        params: PARAMS.to_owned(),
        commit_by: dates.at(100),
        reveal_by: dates.at(200),
        confirm_by: dates.at(300),
        not_leading: vec![],
    }
}

/// When a ceremony begins, and how long a hundredth of the time between its dates is, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// Begin.
    pub begin: i64,
    /// A hundredth.
    pub unit: i64,
}

impl Dates {
    const fn at(self, hundredths: i64) -> Instant {
        Instant(self.begin + hundredths * self.unit)
    }
}

/// [`hold_at`] from 0 on, with dates at 100, 200 and 300.
pub fn hold(
    log: &mut Log,
    committee: (u8, u8),
    keys: u32,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(CeremonyState, Vec<HeldKeys>)> {
    hold_at(log, committee, keys, Dates { begin: 0, unit: 1 }, rng)
}

/// Convene, commit, reveal, confirm, all in the log: the public state and what each trustee holds.
pub fn hold_at(
    log: &mut Log,
    (n, t): (u8, u8),
    keys: u32,
    dates: Dates,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(CeremonyState, Vec<HeldKeys>)> {
    let sealing: Vec<_> = (0..n).map(|_| SecretSealingKey::generate(rng)).collect();
    let terms = terms((n, t), keys, rng.next_u64(), dates);
    let offers: Vec<_> = (0..n)
        .zip(&sealing)
        .map(|(i, key)| terms.offer(TrusteeIndex(i), key.public(), &key_of(Party::Trustee(TrusteeIndex(i)))))
        .collect();
    let manifest = terms.assemble(&offers).map_err(|why| anyhow!("{why}"))?;
    let id = manifest.id();
    let scope = Scope::Ceremony(id);
    log.post(dates.at(5), (Party::Coordinator, scope), Kind::Convened, &manifest)?;
    let say = |log: &mut Log, trustee: u8, message: CeremonyMessage, at| {
        log.post(dates.at(at), (Party::Trustee(TrusteeIndex(trustee)), scope), message.kind(), &message)
    };
    let (mut committed, mut revealed, mut checked, mut confirmed) = (vec![], vec![], vec![], vec![]);
    for (index, key) in (0..n).zip(sealing) {
        let (state, message) =
            Committed::start(&manifest, TrusteeIndex(index), key, rng).map_err(|why| anyhow!("{why}"))?;
        committed.push(state);
        if let Some(message) = message {
            say(log, index, CeremonyMessage::Commitments(message), 10)?;
        }
    }
    let mut seeds = Vec::new();
    for (index, trustee) in (0..n).zip(committed) {
        let (trustee, (posted, sealed)) = step(trustee.reveal(state(log, id)?, rng))?;
        revealed.push(trustee);
        seeds.extend(sealed);
        for message in posted {
            say(log, index, CeremonyMessage::Reveals(message), 110)?;
        }
    }
    for trustee in revealed {
        match step(trustee.receive(state(log, id)?, &seeds))? {
            Received::Good(trustee) => checked.push(trustee),
            Received::Wrong(..) => bail!("an honest seed was complained of"),
        }
    }
    // A leader confirms after the other holders, hence from the last to the first.
    for (index, trustee) in (0..n).zip(checked).rev() {
        let (trustee, message) = step(trustee.confirm(state(log, id)?))?;
        say(log, index, CeremonyMessage::Confirmation(message), 210)?;
        confirmed.push((index, trustee));
    }
    let mut held = Vec::new();
    for (index, trustee) in confirmed.into_iter().rev() {
        let (keys, erased) = step(trustee.finish(state(log, id)?))?;
        held.push(keys);
        let who = (Party::Trustee(TrusteeIndex(index)), scope);
        log.post(dates.at(220), who, Kind::SealingKeyDestroyed, &erased)?;
    }
    Ok((state(log, id)?.clone(), held))
}

fn state(log: &Log, id: CeremonyId) -> Result<&CeremonyState> {
    log.fold.ceremony(&id).context("the ceremony is not in the log")
}
