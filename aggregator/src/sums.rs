//! The server's own sums of a sealed set, from the ciphertexts that it keeps: a seal with other sums is refused.

use crate::blobs::Kind;
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use crate::work::on_rayon;
use intertally_core::event::payload::SealedSet;
use intertally_core::fold::Refusal;
use intertally_core::hash::Digest;
use intertally_core::lattice::{Accumulator, Ciphertext, Params};
use intertally_core::opening::aggregate::{Summed, aggregate_digest};
use intertally_core::packing::Layout;
use intertally_core::party::RoundId;
use intertally_core::round::RoundManifest;

/// Compare the sums named in a seal with those of the latest submissions. Memory: one key's sums and one ciphertext.
pub async fn check(
    sequencer: &Sequencer,
    manifest: &RoundManifest,
    round: RoundId,
    set: &SealedSet,
) -> Result<(), ServerError> {
    // Which ciphertexts are in the sum of each key: place in the layout, and digest.
    let named: Vec<Vec<(usize, Digest)>> = {
        let state = sequencer.read().await;
        let round = state.fold.round(&round).ok_or(Refusal::UnknownScope)?;
        let of_key = |key| {
            let parts = round.latest().flat_map(|(_, latest)| &latest.header.parts);
            let parts = parts.filter(move |part| part.key == key);
            let digests = parts.flat_map(|part| part.ciphertexts.iter().enumerate());
            digests.filter_map(|(at, digest)| Some((at, (*digest)?))).collect()
        };
        manifest.keys.iter().map(|key| of_key(key.key)).collect()
    };
    for (part, named) in named.into_iter().enumerate() {
        let layout = Layout::of_part(manifest, part);
        let mut sums: Vec<_> = (0..layout.ciphertexts())
            .map(|index| Accumulator::new(&Params::STANDARD, layout.used(index)))
            .collect();
        for (at, digest) in named {
            let bytes = sequencer.blobs().get(Kind::Ciphertext, digest).await?;
            let lost =
                || ServerError::rule("STORE", "a ciphertext of the sealed set is missing on the server");
            let (bytes, used) = (bytes.ok_or_else(lost)?, layout.used(at));
            let work = move || {
                let ciphertext = Ciphertext::from_bytes(&Params::STANDARD, used, &bytes).ok();
                let added = ciphertext.and_then(|c| sums.get_mut(at)?.add(&c).ok());
                (sums, added)
            };
            let (back, added) = on_rayon(work).await?;
            sums = back;
            added.ok_or_else(lost)?;
        }
        let key = manifest.keys.get(part).map(|key| key.key).ok_or(Refusal::Mismatch("key"))?;
        let work = move || {
            let sums = sums.iter().map(Accumulator::sum);
            let views: Vec<Summed<'_>> =
                sums.map(|sum| Summed { mask: sum.mask(), body: sum.body() }).collect();
            aggregate_digest(key, &views)
        };
        if set.aggregates.get(part) != Some(&on_rayon(work).await?) {
            let words = format!("the sum of key {part} is another; add up the latest submissions again");
            return Err(ServerError::rule("SEAL-SUM", words));
        }
    }
    Ok(())
}
