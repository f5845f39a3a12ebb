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

/// Threads for proofs alone, so many or all processors but one.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    let all = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let threads = if threads == 0 { all.saturating_sub(1).max(1) } else { threads };
    rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(|at| format!("proofs-{at}")).build()
}

/// Run on such threads and wait without blocking.
pub async fn on_pool<T: Send + 'static>(
    pool: &rayon::ThreadPool,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Dropped> {
    let (done, result) = oneshot::channel();
    pool.spawn(move || {
        let _ = done.send(work());
    });
    result.await.map_err(|_| Dropped)
}
