//! Work for the processor never runs on tokio's own threads: proofs and sums on rayon, what must not wait for them apart.

use tokio::sync::oneshot;

/// The work panicked or the pool is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server dropped this piece of work; send the same again")]
pub struct Dropped;

/// Run on rayon and wait without blocking.
pub async fn on_rayon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Dropped> {
    let (done, result) = oneshot::channel();
    rayon::spawn(move || {
        // A receiver that is gone wants no answer.
        let _ = done.send(work());
    });
    result.await.map_err(|_| Dropped)
}

/// Run on a thread of its own, past whatever rayon is busy with.
pub async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Dropped> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Dropped)
}
