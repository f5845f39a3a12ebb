//! Work for the processor goes to rayon, never to tokio's threads.

use crate::error::{ClientError, Result};

/// Run on rayon and wait without blocking.
pub async fn on_rayon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (done, result) = tokio::sync::oneshot::channel();
    rayon::spawn(move || {
        // A receiver that is gone wants no answer.
        let _ = done.send(work());
    });
    result.await.map_err(|_| ClientError::Dropped)
}
