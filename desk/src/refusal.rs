//! Why a page is not shown: said as a page, with what to do next.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use intertally_roles::{Role, RoleError};
use std::sync::Arc;

/// Why.
pub(crate) enum Refusal {
    /// The office is shut: its page asks for the passphrase.
    Shut(Role),
    /// Work is under way: its page shows it.
    Busy(Role),
    /// A step stops; its words say why and what to do.
    Role(RoleError),
    /// There is no such page.
    Nowhere,
    /// The form is not what this page sends.
    Form,
    /// What was agreed to is not what lies here now: another page has changed it.
    Changed,
    /// The page shows a step that is no longer the one to be done.
    Stale,
}

/// What the page that is made of a refusal says.
#[derive(Clone)]
pub(crate) enum Said {
    /// A text of the catalogue.
    Text(&'static str),
    /// Words of a role.
    Words(Arc<str>),
}

impl From<RoleError> for Refusal {
    fn from(why: RoleError) -> Self {
        Self::Role(why)
    }
}

impl Refusal {
    fn said(&self) -> (StatusCode, Said) {
        match self {
            Self::Role(why) => (StatusCode::UNPROCESSABLE_ENTITY, Said::Words(why.to_string().into())),
            Self::Form => (StatusCode::BAD_REQUEST, Said::Text("refused-form")),
            Self::Changed => (StatusCode::CONFLICT, Said::Text("refused-changed")),
            Self::Stale => (StatusCode::CONFLICT, Said::Text("refused-stale")),
            Self::Nowhere | Self::Shut(_) | Self::Busy(_) => {
                (StatusCode::NOT_FOUND, Said::Text("refused-nowhere"))
            }
        }
    }
}

/// Who is shut out or must wait is led on; the rest becomes a page in the language of the reader (`app::guard`).
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Shut(role) => Redirect::to(&format!("/{}", role.word())).into_response(),
            Self::Busy(role) => Redirect::to(&format!("/{}/work", role.word())).into_response(),
            other => {
                let (status, said) = other.said();
                let mut answer = status.into_response();
                answer.extensions_mut().insert(said);
                answer
            }
        }
    }
}

/// What a page answers.
pub(crate) type Answer = Result<Response, Refusal>;
