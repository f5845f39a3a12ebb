//! Every call, before a service sees it: its turn, its place, its size.

use super::body::{Answer, Coming, Held, Place};
use super::connection::Peer;
use super::methods;
use crate::config::Limits;
use http::{Request, Response};
use intertally_proto::status::{code, refuse};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tonic::body::Body;
use tower_layer::Layer;
use tower_service::Service;

/// Puts [`Calls`] before the services.
#[derive(Clone)]
pub struct CallsLayer(pub Limits);

impl<S> Layer<S> for CallsLayer {
    type Service = Calls<S>;

    fn layer(&self, inner: S) -> Calls<S> {
        Calls { inner, limits: self.0 }
    }
}

/// Lets calls through as their certificate has room for them.
#[derive(Clone)]
pub struct Calls<S> {
    inner: S,
    limits: Limits,
}

fn refused(rule: &str, words: &str) -> Response<Answer> {
    refuse(code(rule), rule, words).into_http::<Body>().map(Answer::bare)
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
            return Box::pin(async move { Ok(refused("IDENTITY", words)) });
        };
        let Ok(call) = Arc::clone(&connection.meter.calls).try_acquire_owned() else {
            let words =
                "your certificate has too many calls under way; end some of them, then send this again";
            return Box::pin(async move { Ok(refused("BUSY", words)) });
        };
        let most_broken = self.limits.broken_calls_per_minute;
        let place = Place { connection: Arc::clone(&connection), _call: call, whole: false, most_broken };
        let role = connection.caller.as_ref().ok().map(|caller| caller.role);
        let shape = methods::of(request.uri().path(), role);
        let wait = connection.meter.call();
        // The service that was asked whether it is ready does the work.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        Box::pin(async move {
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            let held = Held::default();
            let coming = Arc::clone(&held);
            let request =
                request.map(|body| Body::new(Coming::new(body, Arc::clone(&connection), shape, coming)));
            let response = inner.call(request).await;
            drop(held);
            response.map(|response| response.map(|body| Answer::new(body, place)))
        })
    }
}
