//! Every address of the desk, and what stands before all of them.

use crate::assets::asset;
use crate::door::{Barred, Door, dress};
use crate::language;
use crate::office;
use crate::page::{Frame, bare, page};
use crate::premises::Premises;
use crate::refusal::{Answer, Refusal, Said};
use crate::room::Room;
use crate::tabs::{Patience, Tabs};
use crate::texts::Words;
use crate::{auditor, coordinator, member, trustee, work_page};
use axum::Router;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures::stream;
use intertally_roles::Role;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;

/// Roles that have a page, in the order in which they are shown.
pub(crate) const ROLES: [Role; 4] = [Role::Member, Role::Trustee, Role::Coordinator, Role::Auditor];

/// Everything that the pages share.
pub(crate) struct App {
    /// Who gets in.
    pub(crate) door: Door,
    /// The offices of this machine.
    pub(crate) premises: Arc<dyn Premises>,
    /// Pages that are open.
    pub(crate) tabs: Arc<Tabs>,
    /// Set when the desk ends.
    pub(crate) closing: watch::Sender<bool>,
    rooms: Vec<Arc<Room>>,
}

impl App {
    pub(crate) fn new(door: Door, premises: Arc<dyn Premises>, patience: Patience) -> Arc<Self> {
        let (closing, _) = watch::channel(false);
        let rooms = ROLES.iter().map(|role| Room::new(*role)).collect();
        Arc::new(Self { door, premises, tabs: Tabs::new(patience), closing, rooms })
    }

    /// The room of a role, by its word.
    pub(crate) fn room(&self, word: &str) -> Result<&Arc<Room>, Refusal> {
        self.rooms.iter().find(|room| room.role.word() == word).ok_or(Refusal::Nowhere)
    }

    /// All rooms.
    pub(crate) fn rooms(&self) -> &[Arc<Room>] {
        &self.rooms
    }

    /// Whether work is under way that must not be cut.
    pub(crate) fn is_busy(&self) -> bool {
        self.rooms.iter().any(|room| room.is_busy())
    }

    /// End: open pages are told, questions are answered with no.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
        self.rooms.iter().filter_map(|room| room.work()).for_each(|work| work.close());
    }
}

/// Who asks: what the pages share, and the language of the reader.
pub(crate) struct Asker {
    /// What the pages share.
    pub(crate) app: Arc<App>,
    /// The texts in the language of the reader.
    pub(crate) words: &'static Words,
}

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        Ok(Self { app: Arc::clone(app), words: language::of(&parts.headers) })
    }
}

/// All addresses.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/in/{token}", get(enter))
        .route("/assets/{name}", get(assets))
        .route("/tab", get(tab))
        .route("/end", post(end))
        .route("/strength", post(office::strength))
        .merge(member::routes())
        .merge(auditor::routes())
        .merge(trustee::routes())
        .merge(coordinator::routes())
        .route("/{role}/found", post(office::found))
        .route("/{role}/handout/{name}", get(office::handout))
        .route("/{role}/arrived", post(office::arrived))
        .route("/{role}/join", post(office::join))
        .route("/{role}/unlock", post(office::unlock))
        .route("/{role}/lock", post(office::lock))
        .route("/{role}/refresh", post(office::refresh))
        .route("/{role}/work", get(work_page::show))
        .route("/{role}/work/events", get(work_page::events))
        .route("/{role}/work/next", get(work_page::next))
        .route("/{role}/work/answer", post(work_page::answer))
        .fallback(async || Refusal::Nowhere)
        .layer(from_fn_with_state(Arc::clone(app), guard))
        .with_state(Arc::clone(app))
}

/// Before every page: who may enter. Behind every page: what each answer carries, and refusals as pages.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let words = language::of(request.headers());
    let mut answer = match app.door.admits(&request) {
        Ok(()) => match language::choice(&request) {
            Some(answer) => answer,
            None => asked(request, next).await,
        },
        Err(why) => barred(words, why),
    };
    if let Some(said) = answer.extensions_mut().remove::<Said>() {
        let text = match said {
            Said::Text(id) => maud::html! { (words.say(id)) },
            Said::Words(text) => words.english(&text),
        };
        let status = answer.status();
        let body = maud::html! {
            h1 { (words.say("refused-title")) }
            p.lead { (text) }
            p { a.button href="/" { (words.say("refused-back")) } }
        };
        answer = (status, page(words, &Frame::plain(&words.say("refused-title")), &body)).into_response();
    }
    dress(answer.headers_mut());
    answer
}

/// An address that takes a form has no page of its own: who asks for one, by loading an answer again or in another language,
/// is led to the page above it.
async fn asked(request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET;
    let path = request.uri().path().to_owned();
    let answer = next.run(request).await;
    if !reads || answer.status() != StatusCode::METHOD_NOT_ALLOWED {
        return answer;
    }
    let above = path.trim_start_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    Redirect::to(&format!("/{above}")).into_response()
}

fn barred(words: &Words, why: Barred) -> Response {
    let text = match why {
        Barred::Host => words.say("barred-host"),
        Barred::Origin => words.say("barred-origin"),
        Barred::Cookie => words.say("barred-cookie"),
        Barred::Token => words.say("barred-token"),
    };
    let title = words.say("barred-title");
    let body = maud::html! {
        h1 { (title) }
        p.lead { (text) }
        p { (words.say("barred-next")) }
    };
    (why.status(), bare(words, &title, None, &body)).into_response()
}

/// The address that was printed: gives the cookie, and leads on. As a page and not as a redirect: a browser that comes from
/// a file or a mail sends a strict cookie only from the next page on.
async fn enter(asker: Asker, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let Asker { app, words } = asker;
    match app.door.enter(&token, &headers) {
        Ok(cookie) => {
            app.tabs.asked();
            let title = words.say("enter-title");
            let body = maud::html! {
                h1 { (title) }
                p { a.button href="/" { (words.say("enter-go")) } }
            };
            let mut answer = bare(words, &title, Some("/"), &body).into_response();
            if let Some(cookie) = cookie {
                answer.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            answer
        }
        Err(why) => barred(words, why),
    }
}

async fn assets(Path(name): Path<String>) -> Answer {
    asset(&name).ok_or(Refusal::Nowhere)
}

async fn home(asker: Asker) -> Answer {
    office::home(&asker).await
}

/// The line that an open page holds.
async fn tab(asker: Asker) -> Response {
    let Asker { app, words } = asker;
    let Some(line) = app.tabs.hold() else { return StatusCode::NO_CONTENT.into_response() };
    let closing = app.closing.subscribe();
    // Says nothing until the desk ends. A line that breaks is noticed when it is spoken into: so it is, now and then.
    let events = stream::unfold((line, false), move |(line, over)| {
        let mut closing = closing.clone();
        async move {
            if over || *closing.borrow_and_update() {
                return None;
            }
            let wait = tokio::time::timeout(std::time::Duration::from_secs(10), closing.changed());
            let event = match wait.await {
                Ok(_) => Event::default().event("end").data(words.say("ended-here")),
                Err(_) => Event::default().comment("here"),
            };
            let over = *closing.borrow();
            Some((Ok::<_, Infallible>(event), (line, over)))
        }
    });
    Sse::new(events).into_response()
}

/// The person ends the desk.
async fn end(asker: Asker) -> Response {
    let Asker { app, words } = asker;
    app.close();
    let title = words.say("ended-title");
    let body = maud::html! {
        h1 { (title) }
        p.lead { (words.say("ended-text")) }
    };
    bare(words, &title, None, &body).into_response()
}
