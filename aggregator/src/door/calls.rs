//! Every call, before a service sees it: its turn, its place, its size.

use super::body::{Answer, Coming, Held, Place};
use super::connection::Peer;
use super::methods;
use crate::config::Limits;
use crate::watch::Metrics;
use http::{HeaderMap, Request, Response};
use intertally_core::rule::Rule;
use intertally_proto::status::refuse;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tonic::body::Body;
use tonic::{Code, Status};
use tonic_types::StatusExt;
use tower_layer::Layer;
use tower_service::Service;
use tracing::Instrument;

/// Puts [`Calls`] before the services.
#[derive(Clone)]
pub struct CallsLayer {
    /// Bounds.
    pub limits: Limits,
    /// Where answers are counted.
    pub metrics: Metrics,
}

impl<S> Layer<S> for CallsLayer {
    type Service = Calls<S>;

    fn layer(&self, inner: S) -> Calls<S> {
        Calls { inner, limits: self.limits, metrics: self.metrics.clone() }
    }
}

/// Lets calls through as their certificate has room for them.
#[derive(Clone)]
pub struct Calls<S> {
    inner: S,
    limits: Limits,
    metrics: Metrics,
}

/// What is counted of an answer that no service gave.
const BEFORE: &str = "any";

/// Count an answer by what its head says; one that begins a stream counts as good. Paths are counted only as far as a service
/// knows them: strangers cannot make names up.
fn count(metrics: &Metrics, path: &str, took: Duration, head: &HeaderMap) {
    let status = Status::from_header_map(head).filter(|status| status.code() != Code::Ok);
    let Some(status) = status else { return metrics.call(path, "ok", None, took) };
    let path = if status.code() == Code::Unimplemented { BEFORE } else { path };
    let rule = status.get_details_error_info().map(|info| info.reason);
    metrics.call(path, &format!("{:?}", status.code()), rule.as_deref(), took);
}

fn refused(rule: Rule, words: &str) -> Response<Answer> {
    refuse(rule, words).into_http::<Body>().map(Answer::bare)
}

impl<S> Service<Request<Body>> for Calls<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Answer>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Some(Peer(connection)) = request.extensions().get::<Peer>().cloned() else {
            let words = "the call came over no connection that was checked";
            return Box::pin(async move { Ok(refused(Rule::Identity, words)) });
        };
        let Ok(call) = Arc::clone(&connection.meter.calls).try_acquire_owned() else {
            let words =
                "your certificate has too many calls under way; end some of them, then send this again";
            let answer = refused(Rule::Busy, words);
            count(&self.metrics, BEFORE, Duration::ZERO, answer.headers());
            return Box::pin(async move { Ok(answer) });
        };
        let most_broken = self.limits.broken_calls_per_minute;
        let place = Place { connection: Arc::clone(&connection), _call: call, whole: false, most_broken };
        let role = connection.caller.as_ref().ok().map(|caller| caller.role);
        let shape = methods::of(request.uri().path(), role);
        let wait = connection.meter.call();
        // The service that was asked whether it is ready does the work.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        let metrics = self.metrics.clone();
        // A span names the method, never the party.
        let span = tracing::info_span!("call", method = request.uri().path());
        Box::pin(async move {
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            let held = Held::default();
            let coming = Arc::clone(&held);
            let request =
                request.map(|body| Body::new(Coming::new(body, Arc::clone(&connection), shape, coming)));
            let (path, began) = (request.uri().path().to_owned(), Instant::now());
            let response = inner.call(request).instrument(span).await;
            drop(held);
            response.map(|response| {
                count(&metrics, &path, began.elapsed(), response.headers());
                response.map(|body| Answer::new(body, place))
            })
        })
    }
}
