//! A whole honest ceremony in memory, with the keys of [`crate::world`].

use crate::world::key_of;
use anyhow::{Context, Result, anyhow, bail};
use intertally_core::ceremony::{
    CeremonyManifest, CeremonyMessage, CeremonyState, PARAMS, SPEC_VERSION, TrusteeEntry, sealing_statement,
};
use intertally_core::hash::digest;
use intertally_core::party::{Instant, Party, TrusteeIndex};
use intertally_core::seal::SecretSealingKey;
use intertally_core::sign::Purpose;
use intertally_custody::ceremony::{Committed, Received, Stuck};
use intertally_custody::subkey::HeldKeys;
use rand_core::{CryptoRng, RngCore};

fn step<T, S>(result: Result<T, Box<Stuck<S>>>) -> Result<T> {
    result.map_err(|stuck| anyhow!("{}", stuck.why))
}

/// Commit, reveal, confirm: the public state and what each trustee holds.
pub fn hold(
    n: u8,
    t: u8,
    keys: u32,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(CeremonyState, Vec<HeldKeys>)> {
    let sealing: Vec<_> = (0..n).map(|_| SecretSealingKey::generate(rng)).collect();
    let signing: Vec<_> = (0..n).map(|i| key_of(Party::Trustee(TrusteeIndex(i)))).collect();
    let blank = signing.first().context("no trustee")?.sign(Purpose::SealingKey, &0u8);
    let trustees = signing.iter().zip(&sealing).enumerate().map(|(i, (key, sealing))| TrusteeEntry {
        name: format!("office {i}"),
        signing: key.verifying_key(),
        sealing: sealing.public(),
        sealing_signature: blank,
    });
    let mut manifest = CeremonyManifest {
        spec_version: SPEC_VERSION,
        nonce: digest("nonce", &[&rng.next_u64().to_le_bytes()]),
        trustees: trustees.collect(),
        threshold: t,
        keys,
        params: PARAMS.to_owned(),
        commit_by: Instant(100),
        reveal_by: Instant(200),
        confirm_by: Instant(300),
        not_leading: vec![],
    };
    for (index, key) in signing.iter().enumerate() {
        let statement = sealing_statement(&manifest, &manifest.trustees[index].sealing);
        manifest.trustees[index].sealing_signature = key.sign(Purpose::SealingKey, &statement);
    }
    let mut committed = Vec::new();
    let mut messages = Vec::new();
    for (index, key) in (0..n).zip(sealing) {
        let (state, message) =
            Committed::start(&manifest, TrusteeIndex(index), key, rng).map_err(|why| anyhow!("{why}"))?;
        committed.push(state);
        messages.extend(message.map(|message| (TrusteeIndex(index), message)));
    }
    let mut state = CeremonyState::new(manifest).map_err(|why| anyhow!("{why}"))?;
    for (leader, message) in messages {
        state.apply(leader, &CeremonyMessage::Commitments(message), Instant(10))?;
    }
    let (mut revealed, mut reveals, mut seeds) = (Vec::new(), Vec::new(), Vec::new());
    for (index, trustee) in (0..n).zip(committed) {
        let (trustee, (posted, sealed)) = step(trustee.reveal(&state, rng))?;
        revealed.push(trustee);
        reveals.extend(posted.into_iter().map(|message| (TrusteeIndex(index), message)));
        seeds.extend(sealed);
    }
    for (leader, message) in reveals {
        state.apply(leader, &CeremonyMessage::Reveals(message), Instant(110))?;
    }
    let mut checked = Vec::new();
    for trustee in revealed {
        match step(trustee.receive(&state, &seeds))? {
            Received::Good(trustee) => checked.push(trustee),
            Received::Wrong(..) => bail!("an honest seed was complained of"),
        }
    }
    // A leader confirms after the other holders, hence from the last to the first.
    let mut confirmed = Vec::new();
    for (index, trustee) in (0..n).zip(checked).collect::<Vec<_>>().into_iter().rev() {
        let (trustee, message) = step(trustee.confirm(&state))?;
        state.apply(TrusteeIndex(index), &CeremonyMessage::Confirmation(message), Instant(210))?;
        confirmed.push(trustee);
    }
    let held = confirmed
        .into_iter()
        .rev()
        .map(|trustee| Ok(step(trustee.finish(&state))?.0))
        .collect::<Result<_>>()?;
    Ok((state, held))
}
