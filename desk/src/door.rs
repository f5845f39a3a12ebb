//! Who gets in: the browser of the person who was given the address, and nobody else.
//!
//! Any page that the person visits can make the browser ask a port of this machine, and any user of the machine can open a
//! connection to it. So a request must name this host (against names that others rebind), must not come from another site,
//! and must carry a cookie that only the address with the token gives, once.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use rand_core::{OsRng, RngCore};
use std::sync::atomic::{AtomicBool, Ordering};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Where the token is turned into the cookie.
pub(crate) const ENTRANCE: &str = "/in/";
/// What everybody may see: styles and scripts of this crate.
pub(crate) const ASSETS: &str = "/assets/";

/// What browsers are told with every answer: nothing from elsewhere, nothing kept, in nobody's frame.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    // With no-referrer, browsers would hide the origin of our own forms, too.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Barred {
    /// The request names another host.
    Host,
    /// It comes from another site.
    Origin,
    /// It has no cookie of this desk.
    Cookie,
    /// The token is another one, or was used.
    Token,
}

impl Barred {
    /// The status of the answer.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            _ => StatusCode::FORBIDDEN,
        }
    }
}

/// The door of one run of the desk.
pub(crate) struct Door {
    /// `127.0.0.1:PORT`.
    authority: String,
    token: Zeroizing<String>,
    used: AtomicBool,
    cookie: Zeroizing<String>,
    /// Name of the cookie: browsers do not tell ports apart.
    name: String,
}

fn secret() -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    OsRng.try_fill_bytes(bytes.as_mut()).ok()?;
    Some(Zeroizing::new(hex::encode(bytes.as_slice())))
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

impl Door {
    /// With a fresh token and a fresh cookie; none where the system has no randomness.
    pub(crate) fn new(port: u16) -> Option<Self> {
        Some(Self {
            authority: format!("127.0.0.1:{port}"),
            token: secret()?,
            used: AtomicBool::new(false),
            cookie: secret()?,
            name: format!("intertally-{port}"),
        })
    }

    /// The address that lets in, once.
    pub(crate) fn address(&self) -> String {
        format!("http://{}{ENTRANCE}{}", self.authority, self.token.as_str())
    }

    /// Whether a request may go on.
    pub(crate) fn admits(&self, request: &Request<Body>) -> Result<(), Barred> {
        let (headers, path) = (request.headers(), request.uri().path());
        if text(headers, header::HOST.as_str()) != Some(self.authority.as_str()) {
            return Err(Barred::Host);
        }
        let origin = text(headers, header::ORIGIN.as_str());
        let own = format!("http://{}", self.authority);
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if origin.is_some_and(|origin| origin != own) || origin.is_none() && !reads {
            return Err(Barred::Origin);
        }
        // A person comes from a file, a mail or a terminal; everything else from these pages.
        let enters = reads && path.starts_with(ENTRANCE);
        let foreign =
            text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
        if foreign && !enters {
            return Err(Barred::Origin);
        }
        if enters || path.starts_with(ASSETS) || self.knows(headers) {
            return Ok(());
        }
        Err(Barred::Cookie)
    }

    /// Whether the request carries this desk's cookie.
    pub(crate) fn knows(&self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.name && same(value, &self.cookie))
    }

    /// Turn the token into the cookie. Who has the cookie already may come again by the same address.
    pub(crate) fn enter(&self, token: &str, headers: &HeaderMap) -> Result<Option<HeaderValue>, Barred> {
        if !same(token, &self.token) {
            return Err(Barred::Token);
        }
        if self.knows(headers) {
            return Ok(None);
        }
        if self.used.swap(true, Ordering::SeqCst) {
            return Err(Barred::Token);
        }
        let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.name, self.cookie.as_str());
        HeaderValue::from_str(&cookie).map(Some).map_err(|_| Barred::Token)
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Add what every answer carries; an answer that says more about itself keeps that.
pub(crate) fn dress(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        if !headers.contains_key(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(door: &Door, method: Method, path: &str, headers: &[(&str, &str)]) -> Result<(), Barred> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        door.admits(&request.body(Body::empty()).unwrap())
    }

    /// The cookie that a door gives, as a browser sends it back.
    fn cookie(door: &Door) -> String {
        let given = door.enter(&door.token, &HeaderMap::new()).unwrap().unwrap();
        let given = given.to_str().unwrap().to_owned();
        assert!(given.contains("HttpOnly") && given.contains("SameSite=Strict"), "{given}");
        given.split(';').next().unwrap().to_owned()
    }

    #[test]
    fn only_this_host_this_origin_and_this_cookie_get_in() {
        let door = Door::new(4321).unwrap();
        let cookie = cookie(&door);
        let own = [("host", "127.0.0.1:4321"), ("cookie", cookie.as_str())];
        let with = |more: &[(&'static str, &'static str)]| [&own[..], more].concat();
        let get = |path: &str, headers: &[(&str, &str)]| ask(&door, Method::GET, path, headers);
        assert_eq!(get("/", &own), Ok(()));
        assert_eq!(get("/", &own[..1]), Err(Barred::Cookie));
        assert_eq!(get("/", &[("host", "tally.example.org:4321"), own[1]]), Err(Barred::Host));
        assert_eq!(get("/", &[("host", "127.0.0.1:4322"), own[1]]), Err(Barred::Host));
        assert_eq!(get("/", &own[1..]), Err(Barred::Host));
        assert_eq!(get("/", &with(&[("origin", "https://evil.example")])), Err(Barred::Origin));
        assert_eq!(get("/", &with(&[("sec-fetch-site", "cross-site")])), Err(Barred::Origin));
        // Another port of this machine is the same site for a browser, and not the same origin.
        assert_eq!(get("/", &with(&[("sec-fetch-site", "same-site")])), Err(Barred::Origin));
        assert_eq!(get("/", &with(&[("sec-fetch-site", "same-origin")])), Ok(()));
        let post = |headers: &[(&str, &str)]| ask(&door, Method::POST, "/end", headers);
        assert_eq!(post(&own), Err(Barred::Origin), "a form says where it comes from");
        assert_eq!(post(&with(&[("origin", "null")])), Err(Barred::Origin));
        assert_eq!(post(&with(&[("origin", "http://127.0.0.1:4322")])), Err(Barred::Origin));
        assert_eq!(post(&with(&[("origin", "http://127.0.0.1:4321")])), Ok(()));
        // The entrance and what everybody may see need no cookie, and a host none the less.
        assert_eq!(get("/in/x", &[own[0], ("sec-fetch-site", "cross-site")]), Ok(()));
        assert_eq!(get("/assets/desk.css", &own[..1]), Ok(()));
        assert_eq!(get("/assets/desk.css", &[("host", "evil.example")]), Err(Barred::Host));
    }

    #[test]
    fn the_token_lets_in_once_and_yesterdays_not_at_all() {
        let (door, yesterday) = (Door::new(4321).unwrap(), Door::new(4321).unwrap());
        assert_eq!(door.enter(&yesterday.token, &HeaderMap::new()), Err(Barred::Token));
        let old = cookie(&yesterday);
        let headers = [("host", "127.0.0.1:4321"), ("cookie", old.as_str())];
        assert_eq!(ask(&door, Method::GET, "/", &headers), Err(Barred::Cookie));
        let own = cookie(&door);
        assert_eq!(door.enter(&door.token, &HeaderMap::new()), Err(Barred::Token), "used");
        let mut again = HeaderMap::new();
        again.insert(header::COOKIE, HeaderValue::from_str(&own).unwrap());
        assert_eq!(door.enter(&door.token, &again), Ok(None), "the same browser again");
        assert_eq!(door.address(), format!("http://127.0.0.1:4321/in/{}", door.token.as_str()));
    }
}
