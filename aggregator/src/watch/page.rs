//! The operator's page: plain HTTP, apart from the parties' door, for a monitoring system on this machine or its own network.
//! `/metrics`, `/live`, `/ready`. It takes no input, and few connections at once.

use super::health::{Health, Part, Watchman};
use super::metrics::Metrics;
use crate::door::Door;
use crate::sequencer::Sequencer;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections at once; more wait in the system's queue.
const CONNECTIONS: usize = 8;
/// How long one may take to ask, and to be answered.
const ASK: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);

/// What the page shows.
#[derive(Clone)]
pub struct Shown {
    /// Numbers that grow.
    pub metrics: Metrics,
    /// The log.
    pub sequencer: Sequencer,
    /// Connections.
    pub door: Arc<Door>,
    /// Health.
    pub watchman: Watchman,
}

async fn metrics(State(shown): State<Shown>) -> Response {
    let Shown { metrics, sequencer, door, watchman } = shown;
    metrics.gauges().look(&sequencer, &door, &watchman).await;
    let form = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    match metrics.text() {
        Ok(text) => (form, text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// One line for each part.
fn lines(health: &Health) -> String {
    let line = |(part, fault): (&Part, &Option<String>)| match fault {
        None => format!("ok    {}\n", part.name()),
        Some(fault) => format!("FAULT {}: {fault}\n", part.name()),
    };
    health.0.iter().map(line).collect()
}

async fn ready(State(shown): State<Shown>) -> Response {
    let health = shown.watchman.health();
    let code = if health.ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, lines(&health)).into_response()
}

fn router(shown: Shown) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/live", get(async || "ok\n"))
        .route("/ready", get(ready))
        .with_state(shown)
}

/// Serve until the task is dropped.
pub async fn serve(listener: TcpListener, shown: Shown) {
    let (router, room) = (router(shown), Arc::new(Semaphore::new(CONNECTIONS)));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((socket, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(ASK).keep_alive(false);
            let answered = http.serve_connection(TokioIo::new(socket), service);
            let _ = tokio::time::timeout(WHOLE, answered).await;
            drop(place);
        });
    }
}
