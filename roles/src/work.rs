//! Work for the processor goes to rayon, never to the threads that wait for the wire.

use crate::error::{Result, RoleError};

/// Run on rayon and wait without blocking. Where there are no threads, run here.
pub async fn on_rayon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    if cfg!(target_family = "wasm") {
        return Ok(work());
    }
    let (done, result) = futures::channel::oneshot::channel();
    rayon::spawn(move || {
        // A receiver that is gone wants no answer.
        let _ = done.send(work());
    });
    result.await.map_err(|_| RoleError::Dropped)
}
