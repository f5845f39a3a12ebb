//! What other servers append is told at once (LISTEN), and asked for every other second in case nobody told.

use sqlx::postgres::{PgListener, PgPool};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// As the trigger `events_are_told` names it.
const CHANNEL: &str = "intertally_log";
/// Longest time without a look.
const POLL: Duration = Duration::from_secs(2);

/// Ends the listening when it is dropped.
pub struct Ears(JoinHandle<()>);

impl Drop for Ears {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Listen until the ears are dropped. The number means nothing: it changes when it is time to look.
pub fn listen(pool: PgPool) -> (Ears, watch::Receiver<u64>) {
    let (tell, news) = watch::channel(0u64);
    let look = move || tell.send_modify(|times| *times = times.wrapping_add(1));
    let task = tokio::spawn(async move {
        while !pool.is_closed() {
            match PgListener::connect_with(&pool).await {
                Ok(mut listener) => hear(&mut listener, &look).await,
                Err(error) => tracing::debug!(%error, "the database tells nothing for the moment"),
            }
            look();
            tokio::time::sleep(POLL).await;
        }
    });
    (Ears(task), news)
}

/// Until the connection breaks.
async fn hear(listener: &mut PgListener, look: &impl Fn()) {
    listener.ignore_pool_close_event(false);
    if listener.listen(CHANNEL).await.is_err() {
        return;
    }
    // What came before it listened.
    look();
    loop {
        match tokio::time::timeout(POLL, listener.try_recv()).await {
            Ok(Ok(Some(_))) | Err(_) => look(),
            // The connection was lost: whatever was told meanwhile is asked for.
            Ok(Ok(None) | Err(_)) => return,
        }
    }
}
