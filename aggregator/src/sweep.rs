//! What nobody needs any more is taken away, while the server runs: letters of rounds and ceremonies that are over, unfinished
//! uploads, files that no event names or that were never written to their end, terms whose time is past. The log and what it
//! names stay.

use crate::blobs::{Kind as BlobKind, Named};
use crate::error::ServerError;
use crate::intake::Intake;
use crate::sequencer::Sequencer;
use intertally_core::canonical::decode;
use intertally_core::ceremony::CeremonyTerms;
use intertally_core::event::Scope;
use intertally_core::letters;
use intertally_proto::limits::TERMS;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Between two times.
const PAUSE: Duration = Duration::from_secs(3600);
/// A blob is written before the event that names it: so long it may wait for that.
const UNNAMED: Duration = Duration::from_secs(86_400);
/// Days that terms are kept after their first date.
const TERMS_DAYS: i64 = 7;

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Letters.
    pub letters: u64,
    /// Unfinished uploads.
    pub uploads: u64,
    /// Blobs.
    pub blobs: u64,
    /// Blobs that were never written to their end.
    pub halves: u64,
    /// Terms.
    pub terms: u64,
}

async fn blobs(sequencer: &Sequencer, now: SystemTime) -> Result<u64, ServerError> {
    let mut swept = 0;
    for kind in BlobKind::ALL {
        for blob in sequencer.blobs().list(kind).await? {
            let named: Named = (kind, blob.digest);
            let old = now.duration_since(blob.written).is_ok_and(|age| age > UNNAMED);
            if old && !sequencer.read().await?.names(named) {
                sequencer.blobs().delete(kind, blob.digest).await?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

async fn mail(sequencer: &Sequencer) -> Result<u64, ServerError> {
    let mut swept = 0;
    for bytes in sequencer.store().mail_scopes().await? {
        let state = sequencer.read().await?;
        let over =
            decode::<Scope>("scope", &bytes, 64).is_ok_and(|scope| letters::are_done(&state.fold, scope));
        drop(state);
        if over {
            swept += sequencer.store().remove_mail(&bytes).await?;
        }
    }
    Ok(swept)
}

async fn terms(sequencer: &Sequencer) -> Result<u64, ServerError> {
    let (mut swept, now) = (0, sequencer.clock().now());
    for row in sequencer.store().all_terms().await? {
        let Ok(terms) = decode::<CeremonyTerms>("terms", &row.terms, TERMS) else { continue };
        if terms.commit_by.0.saturating_add(TERMS_DAYS * 86_400_000) < now.0 {
            sequencer.store().remove_terms(terms.id()).await?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// Once. `now`: the time by which files' ages are measured. Under a clock that is not believed nothing is taken away.
pub async fn sweep(sequencer: &Sequencer, intake: &Intake, now: SystemTime) -> Result<Swept, ServerError> {
    let last = sequencer.read().await?.last();
    sequencer.clock().look(last)?;
    let swept = Swept {
        letters: mail(sequencer).await?,
        uploads: intake.sweep(now).await?,
        blobs: blobs(sequencer, now).await?,
        halves: sequencer.blobs().clear(now, UNNAMED).await?,
        terms: terms(sequencer).await?,
    };
    if swept != Swept::default() {
        tracing::info!(?swept, "taken away");
    }
    Ok(swept)
}

/// Again and again, until the server has gone.
pub async fn keep_sweeping(sequencer: Sequencer, intake: Arc<Intake>) {
    let mut stopped = sequencer.trust().watch();
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopped.wait_for(Option::is_some) => return,
        }
        if let Err(error) = sweep(&sequencer, &intake, SystemTime::now()).await {
            tracing::warn!(%error, "what nobody needs any more could not all be taken away");
        }
    }
}
