//! The end of a retention period: ciphertexts of a finished round are deleted, each with a signed event that says so. Digests
//! and proofs stay, and with them every check that needs no ciphertext.

use crate::config::Config;
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use crate::serve::{StartError, open};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::PayloadDeleted;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Phase;
use intertally_core::hash::Digest;
use intertally_core::party::{Party, RoundId};
use intertally_core::sign::SecretKey;
use intertally_core::submission::SubmissionHeader;
use std::collections::BTreeSet;

/// Name and version of this tool, as events carry it.
const TOOL: &str = concat!("aggregator ", env!("CARGO_PKG_VERSION"));

/// Why nothing more was deleted.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    /// The server's files, or a server that is running on them.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The log or the blobs.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// No such round.
    #[error(
        "{found} rounds of this log have an id that begins with {wanted}; give more of the id, see `coordinator status`"
    )]
    Round {
        /// What was asked for.
        wanted: String,
        /// How many there are.
        found: usize,
    },
    /// Not over yet.
    #[error("round '{name}' is {phase}; ciphertexts are deleted once it is published or cancelled")]
    Phase {
        /// Its name.
        name: String,
        /// Where it stands.
        phase: &'static str,
    },
}

/// Ciphertexts that the round's submissions name, replaced ones included, ascending.
async fn named(sequencer: &Sequencer, round: RoundId) -> Result<BTreeSet<Digest>, ServerError> {
    let (mut all, mut from) = (BTreeSet::new(), 0);
    loop {
        let rows = sequencer.store().next(from).await?;
        let Some(last) = rows.last() else { return Ok(all) };
        from = last.height + 1;
        for row in &rows {
            let Ok(event) = decode::<Event>("event", &row.event, 1 << 16) else { continue };
            let claim = &event.signed.claim;
            if claim.kind != Kind::Submitted || claim.scope != Scope::Round(round) {
                continue;
            }
            let payload = row.payload.as_deref().unwrap_or_default();
            if let Ok(header) = decode::<SubmissionHeader>("submission header", payload, 64 << 20) {
                all.extend(header.parts.iter().flat_map(|part| &part.ciphertexts).flatten());
            }
        }
    }
}

/// Delete all ciphertexts of a published or cancelled round, by the beginning of its id. The server must not be running.
/// Cut off, it is run again. Answers with how many ciphertexts the round had.
pub async fn delete_ciphertexts(config: &Config, wanted: &str) -> Result<usize, RetentionError> {
    let opened = open(config, crate::faults::Faults::default()).await?;
    let (sequencer, key) = (&opened.sequencer, SecretKey::from_seed(&opened.seed));
    let round = {
        let state = sequencer.read().await?;
        // Nothing at all is no beginning: what is deleted cannot be brought back.
        let begins =
            |id: &RoundId| !wanted.is_empty() && id.0.to_string().starts_with(&wanted.to_lowercase());
        let found: Vec<_> = state.fold.rounds().filter(|(id, _)| begins(id)).collect();
        let [(id, round)] = found.as_slice() else {
            return Err(RetentionError::Round { wanted: wanted.to_owned(), found: found.len() });
        };
        if !matches!(round.phase(), Phase::Published | Phase::Cancelled) {
            let (name, phase) = (round.manifest().name.clone(), round.phase().name());
            return Err(RetentionError::Phase { name, phase });
        }
        **id
    };
    let ciphertexts = named(sequencer, round).await?;
    for digest in &ciphertexts {
        let payload = encode(&PayloadDeleted { digest: *digest });
        let (who, scope) = (Party::Aggregator, Scope::Round(round));
        let claim = SignedClaim::sign(&key, who, scope, Kind::PayloadDeleted, &payload, TOOL);
        // The event first: cut off before the bytes are gone, the next run gets the same receipt and deletes them.
        let said = sequencer.read().await?.fold.round(&round).is_some_and(|round| round.is_deleted(digest));
        if !said {
            sequencer.append(claim, payload).await?;
        }
        let kind = crate::blobs::Kind::Ciphertext;
        sequencer.blobs().delete(kind, *digest).await.map_err(ServerError::from)?;
    }
    sequencer.store().close().await;
    Ok(ciphertexts.len())
}
