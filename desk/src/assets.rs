//! Styles and scripts, compiled in: no build chain, nothing from elsewhere. Sources and licences: THIRD-PARTY.md.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// Name, kind and bytes.
const ASSETS: [(&str, &str, &[u8]); 3] = [
    ("desk.css", "text/css; charset=utf-8", include_bytes!("../assets/desk.css")),
    ("htmx.js", "text/javascript; charset=utf-8", include_bytes!("../assets/htmx.min.js")),
    ("sse.js", "text/javascript; charset=utf-8", include_bytes!("../assets/sse.min.js")),
];

/// One of them; none if there is no such.
pub(crate) fn asset(name: &str) -> Option<Response> {
    let (_, kind, bytes) = ASSETS.iter().find(|(own, ..)| *own == name)?;
    // They hold nothing of anybody, and the page that says that the desk has ended still wants them when it has.
    let head = [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "private, max-age=3600")];
    Some((head, *bytes).into_response())
}
