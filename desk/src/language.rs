//! The language of a reader: as it was chosen on a page, or as the browser says it accepts. A choice is a cookie of this host,
//! kept from one desk to the next; it says nothing but the language.

use crate::door::{ASSETS, ENTRANCE};
use crate::texts::{Words, catalogues, words};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use maud::{Markup, html};
use unic_langid::LanguageIdentifier;

/// Name of the cookie. Browsers do not tell ports apart: the choice holds for the next desk, too.
const COOKIE: &str = "intertally-language";
/// What the links of a page put behind its own address.
const FIELD: &str = "language";
/// A year, in seconds.
const KEPT: u32 = 31_536_000;
/// Languages of a browser that are looked at.
const LOOKED_AT: usize = 32;

/// The texts for a reader.
pub(crate) fn of(headers: &HeaderMap) -> &'static Words {
    let told: Vec<&str> = texts_of(headers, &header::ACCEPT_LANGUAGE).collect();
    chosen(headers).unwrap_or_else(|| words(Some(&told.join(","))))
}

fn texts_of<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

/// The language that was chosen on a page; none that there is no catalogue for.
fn chosen(headers: &HeaderMap) -> Option<&'static Words> {
    let pairs = texts_of(headers, &header::COOKIE).flat_map(|value| value.split(';'));
    let (_, tag) = pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE)?;
    named(tag)
}

/// The catalogue of exactly this name.
fn named(tag: &str) -> Option<&'static Words> {
    catalogues().iter().find(|words| words.language == tag)
}

/// A weight as RFC 9110, 12.4.2, has it, in thousandths.
fn weight(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let part: u16 = format!("{part:0<3}").parse().ok().filter(|_| digits)?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// What a browser accepts, the dearest first; what it does not accept, and what is no language, is left out.
fn accepted(text: &str) -> Vec<LanguageIdentifier> {
    let one = |one: &str| {
        let mut parts = one.split(';').map(str::trim);
        let tag: LanguageIdentifier = parts.next()?.parse().ok()?;
        let own = match parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))) {
            Some(text) => weight(text)?,
            None => 1000,
        };
        (own > 0 && !tag.language.is_empty()).then_some((own, tag))
    };
    let mut all: Vec<(u16, LanguageIdentifier)> = text.split(',').take(LOOKED_AT).filter_map(one).collect();
    all.sort_by_key(|(own, _)| std::cmp::Reverse(*own));
    all.into_iter().map(|(_, tag)| tag).collect()
}

/// The catalogue for what a browser accepts: that of the first language that has one, whatever its region.
pub(crate) fn negotiated(text: &str) -> Option<&'static Words> {
    let all = catalogues();
    let available: Vec<&LanguageIdentifier> = all.iter().map(|words| &words.id).collect();
    let wanted = accepted(text);
    let found = *negotiate_languages(&wanted, &available, None, NegotiationStrategy::Filtering).first()?;
    all.iter().find(|words| words.id == **found)
}

/// The way to the same page in each language, by its own name. Plain links: they need no script.
pub(crate) fn links(words: &Words) -> Markup {
    html! {
        nav.languages aria-label=(words.say("language")) {
            @for other in catalogues() {
                a href={ "?" (FIELD) "=" (other.language) } lang=(other.language) hreflang=(other.language)
                    aria-current=[(other.language == words.language).then_some("true")] { (other.say("own-name")) }
            }
        }
    }
}

/// Follow such a link: the choice is kept, and the page is shown again, in its language.
pub(crate) fn choice(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    if request.method() != Method::GET || path.starts_with(ENTRANCE) || path.starts_with(ASSETS) {
        return None;
    }
    let tag = request.uri().query()?.strip_prefix(FIELD)?.strip_prefix('=')?;
    // Two strokes would lead to another host.
    let again = Redirect::to(if path.starts_with("//") { "/" } else { path });
    Some(match named(tag) {
        Some(words) => {
            let cookie =
                format!("{COOKIE}={}; Max-Age={KEPT}; HttpOnly; SameSite=Strict; Path=/", words.language);
            ([(header::SET_COOKIE, cookie)], again).into_response()
        }
        None => again.into_response(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_browser_chooses_by_weight_and_unknown_languages_get_english() {
        for (told, wanted) in [
            ("", "en"),
            ("nl", "nl"),
            ("nl-BE", "nl"),
            ("fr-CA,fr;q=0.9", "fr"),
            ("NL-be", "nl"),
            ("de-DE, de;q=0.9, fr;q=0.8, nl;q=0.7", "fr"),
            ("en;q=0.5, nl;q=0.6, fr; q=0.4", "nl"),
            ("de, nl;q=0.001", "nl"),
            ("nl;q=0, fr;q=0.1", "fr"),
            ("nl;q=0.000", "en"),
            ("nl;q=1.5, fr;q=0.2", "fr"),
            ("nl;q=NaN, fr;q=0.2", "fr"),
            ("nl;q=, fr;q=0.2", "fr"),
            ("fr;q=0.8, nl;q=0.8", "fr"),
            ("*", "en"),
            ("*, fr;q=0.5", "fr"),
            ("und", "en"),
            ("xx-YY, en-GB;q=0.8", "en"),
            ("zh-Hant-TW, de, pl", "en"),
            ("nlx, fri", "en"),
            (",;q=1,,=", "en"),
        ] {
            assert_eq!(of(&headers(&[(header::ACCEPT_LANGUAGE, told)])).language, wanted, "{told}");
        }
        let two = [(header::ACCEPT_LANGUAGE, "de"), (header::ACCEPT_LANGUAGE, "fr")];
        assert_eq!(of(&headers(&two)).language, "fr", "two headers are one list");
        let long = format!("{}nl", "de,".repeat(10_000));
        assert_eq!(of(&headers(&[(header::ACCEPT_LANGUAGE, &long)])).language, "en", "nobody reads so many");
    }

    #[test]
    fn what_was_chosen_on_a_page_goes_before_what_the_browser_says() {
        for (cookie, wanted) in [
            ("intertally-language=fr", "fr"),
            ("intertally-4321=ab; intertally-language=en", "en"),
            ("intertally-language=de", "nl"),
            ("intertally-language=", "nl"),
            ("other=fr", "nl"),
        ] {
            let pairs = [(header::ACCEPT_LANGUAGE, "nl"), (header::COOKIE, cookie)];
            assert_eq!(of(&headers(&pairs)).language, wanted, "{cookie}");
        }
    }

    #[test]
    fn a_link_keeps_the_choice_and_leads_back_to_its_page() {
        let follow = |method: Method, uri: &str| {
            let request = Request::builder().method(method).uri(uri).body(Body::empty()).unwrap();
            choice(&request).map(|answer| {
                let text = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
                (text(header::LOCATION).unwrap(), text(header::SET_COOKIE))
            })
        };
        let (to, cookie) = follow(Method::GET, "/member/round/ab?language=nl").unwrap();
        let cookie = cookie.unwrap();
        assert_eq!(to, "/member/round/ab");
        assert!(
            cookie.starts_with("intertally-language=nl;") && cookie.contains("SameSite=Strict"),
            "{cookie}"
        );
        assert_eq!(follow(Method::GET, "/?language=de"), Some(("/".into(), None)), "no catalogue, no cookie");
        assert_eq!(follow(Method::GET, "/?language=nl%0d%0aX:"), Some(("/".into(), None)));
        let (to, _) = follow(Method::GET, "//evil.example/?language=nl").unwrap();
        assert_eq!(to, "/", "to no other host");
        assert_eq!(follow(Method::GET, "/member"), None);
        assert_eq!(follow(Method::GET, "/member?languages=nl"), None);
        assert_eq!(follow(Method::POST, "/end?language=nl"), None, "a form is a form");
        assert_eq!(follow(Method::GET, "/in/token?language=nl"), None, "the token is not used up for it");
    }
}
