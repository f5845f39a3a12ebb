//! What the server checks of an event beyond the fold, which needs blobs: the sums of a sealed set, made anew from the
//! ciphertexts that it keeps, and that what is published is here.

use crate::blobs::{BlobError, Kind as BlobKind};
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use crate::work::on_rayon;
use intertally_core::canonical::decode;
use intertally_core::event::payload::{Publication, SealedSet};
use intertally_core::event::{Kind, Scope, SignedClaim};
use intertally_core::fold::{MAX_PAYLOAD, Refusal};
use intertally_core::hash::Digest;
use intertally_core::lattice::{Accumulator, Ciphertext, Params};
use intertally_core::opening::aggregate::{Summed, aggregate_digest};
use intertally_core::packing::Layout;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::round::RoundManifest;

/// Most bytes of a name that everybody is shown again and again.
const NAME: usize = 64;
/// Files that a round publishes.
const MOST_FILES: usize = 64;

fn names<'a>(what: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), ServerError> {
    if names.all(|name| (1..=NAME).contains(&name.len())) {
        return Ok(());
    }
    Err(ServerError::rule(
        "TOO-LONG",
        format!("{what} have 1 to {NAME} bytes; make the round again with shorter ones"),
    ))
}

/// Check an event that the fold would take.
pub async fn before(sequencer: &Sequencer, signed: &SignedClaim, payload: &[u8]) -> Result<(), ServerError> {
    let Scope::Round(round) = signed.claim.scope else { return Ok(()) };
    match signed.claim.kind {
        Kind::Sealed => {
            let set: SealedSet = decode("sealed set", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            let manifest = sequencer.read().await?.manifest(&round).ok_or(Refusal::UnknownScope)?;
            check(sequencer, &manifest, round, &set).await
        }
        Kind::Opened => {
            let manifest: RoundManifest = decode("manifest", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            names("members' areas", manifest.members.iter().map(|member| member.area.as_str()))
        }
        Kind::Published => {
            let publication: Publication =
                decode("publication", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            names("published files' names", publication.files.iter().map(|(name, _)| name.as_str()))?;
            if publication.files.len() > MOST_FILES {
                return Err(ServerError::rule("TOO-LONG", "a round publishes at most 64 files"));
            }
            let files = publication.files.iter();
            let files = files.map(|(name, file)| (BlobKind::File, *file, format!("file {name}")));
            let sheet = (BlobKind::PublicSheet, publication.public, "public sheet".to_owned());
            for (kind, digest, what) in files.chain([sheet]) {
                if sequencer.blobs().len(kind, digest).await?.is_none() {
                    let words = format!("the {what} is not here; put it before the round is published");
                    return Err(ServerError::rule("BLOB-UNKNOWN", words));
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Compare the sums named in a seal with those of the latest submissions. Memory: one key's sums and one ciphertext.
async fn check(
    sequencer: &Sequencer,
    manifest: &RoundManifest,
    round: RoundId,
    set: &SealedSet,
) -> Result<(), ServerError> {
    // Which ciphertexts are in the sum of each key: place in the layout, digest, and whose it is.
    let named: Vec<Vec<(usize, Digest, MemberIndex)>> = {
        let state = sequencer.read().await?;
        let round = state.fold.round(&round).ok_or(Refusal::UnknownScope)?;
        let of_key = |key| {
            let parts = round
                .latest()
                .flat_map(|(member, latest)| latest.header.parts.iter().map(move |part| (member, part)));
            let parts = parts.filter(move |(_, part)| part.key == key);
            let digests = parts.flat_map(|(member, part)| {
                part.ciphertexts.iter().enumerate().map(move |(at, digest)| (at, *digest, member))
            });
            digests.filter_map(|(at, digest, member)| Some((at, digest?, member))).collect()
        };
        manifest.keys.iter().map(|key| of_key(key.key)).collect()
    };
    for (part, named) in named.into_iter().enumerate() {
        let layout = Layout::of_part(manifest, part);
        let mut sums: Vec<_> = (0..layout.ciphertexts())
            .map(|index| Accumulator::new(&Params::STANDARD, layout.used(index)))
            .collect();
        for (at, digest, member) in named {
            let area = manifest.members.get(usize::from(member.0)).map_or("?", |entry| entry.area.as_str());
            let lost = || ServerError::body_lost(area);
            let bytes = match sequencer.blobs().get(BlobKind::Ciphertext, digest).await {
                Err(BlobError::Damaged { .. }) => None,
                outcome => outcome?,
            };
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
