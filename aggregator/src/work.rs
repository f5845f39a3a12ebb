//! Work for the processor goes to rayon, never to tokio's threads.

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
