//! What every page has around it: head, the bar with where one is, the line that tells the desk that the page is open.

use crate::language::links;
use crate::texts::Words;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use intertally_roles::Role;
use maud::{DOCTYPE, Markup, html};

/// htmx without what it would need our policy to be weaker for, and without a memory of pages with figures.
const HTMX: &str = r#"{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"historyCacheSize":0,"selfRequestsOnly":true}"#;

/// A page in the bar of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Here {
    /// None of them.
    Elsewhere,
    /// The rounds.
    Rounds,
    /// The receipts.
    Receipts,
    /// Backup of a trustee.
    Backup,
    /// Ceremonies of a coordinator.
    Ceremonies,
}

/// Where a page stands.
pub(crate) struct Frame<'a> {
    /// Its title.
    pub(crate) title: &'a str,
    /// Whose it is, by role and name; none for pages of nobody.
    pub(crate) of: Option<(Role, &'a str)>,
    /// Whether that office is open.
    pub(crate) open: bool,
    /// Which page of the bar it is.
    pub(crate) here: Here,
    /// Seconds after which a browser without scripts loads it again.
    pub(crate) again: Option<u8>,
}

impl<'a> Frame<'a> {
    /// A page of nobody.
    pub(crate) const fn plain(title: &'a str) -> Self {
        Self { title, of: None, open: false, here: Here::Elsewhere, again: None }
    }

    /// A page of an open office.
    pub(crate) const fn open(title: &'a str, of: (Role, &'a str), here: Here) -> Self {
        Self { title, of: Some(of), open: true, here, again: None }
    }
}

/// A page that was made, in the language that it says.
pub(crate) struct Shown {
    language: &'static str,
    made: Html<String>,
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        let said = [(header::CONTENT_LANGUAGE, self.language), (header::VARY, "Accept-Language, Cookie")];
        (said, self.made).into_response()
    }
}

fn head(words: &Words, title: &str, more: &Markup) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="htmx-config" content=(HTMX);
            title { (title) " · " (words.say("brand")) }
            link rel="icon" href="data:,";
            link rel="stylesheet" href="/assets/desk.css";
            (more)
        }
    }
}

/// A whole page.
pub(crate) fn page(words: &Words, frame: &Frame<'_>, body: &Markup) -> Shown {
    let again = frame.again.map(|seconds| {
        html! {
            noscript { meta http-equiv="refresh" content=(seconds); }
        }
    });
    let scripts = html! {
        @if let Some(again) = again { (again) }
        script src="/assets/htmx.js" defer {}
        script src="/assets/sse.js" defer {}
    };
    let made = html! {
        (DOCTYPE)
        html lang=(words.language) {
            (head(words, frame.title, &scripts))
            body hx-ext="sse" {
                a.skip href="#main" { (words.say("skip")) }
                (bar(words, frame))
                // Holds the line by which the desk knows that somebody is here; speaks when it ends.
                div.gone role="alert" sse-connect="/tab" sse-swap="end" sse-close="end" {}
                main id="main" tabindex="-1" { (body) }
                footer { p { (words.say("footer")) } }
            }
        }
    };
    Shown { language: words.language, made: Html(made.into_string()) }
}

/// Pages in the bar of a role.
const fn pages(role: Role) -> &'static [(Here, &'static str, &'static str)] {
    match role {
        Role::Member => {
            &[(Here::Rounds, "/member", "rounds"), (Here::Receipts, "/member/receipts", "receipts")]
        }
        Role::Trustee => &[(Here::Rounds, "/trustee", "due"), (Here::Backup, "/trustee/backup", "backup")],
        Role::Coordinator => &[
            (Here::Rounds, "/coordinator", "rounds"),
            (Here::Ceremonies, "/coordinator/ceremony", "ceremonies"),
        ],
        _ => &[],
    }
}

fn bar(words: &Words, frame: &Frame<'_>) -> Markup {
    let current = |own: Here| (frame.here == own).then_some("page");
    html! {
        header.bar {
            a.brand href="/" { (words.say("brand")) }
            @if let Some((role, name)) = frame.of {
                span.who { (words.say(&format!("role-{}", role.word()))) @if !name.is_empty() { " " b { (name) } } }
                @if frame.open && !pages(role).is_empty() {
                    nav aria-label=(words.say("nav")) {
                        @for (here, path, name) in pages(role) {
                            a href=(path) aria-current=[current(*here)] { (words.say(&format!("nav-{name}"))) }
                        }
                    }
                }
            }
            div.ends {
                @if let (Some((role, _)), true) = (frame.of, frame.open) {
                    form method="post" action={ "/" (role.word()) "/lock" } {
                        button.quiet type="submit" { (words.say("lock")) }
                    }
                }
                form method="post" action="/end" { button.quiet type="submit" { (words.say("end")) } }
            }
            (links(words))
        }
    }
}

/// A page of its own: before the door, and after the end. `on`: where the browser goes by itself.
pub(crate) fn bare(words: &Words, title: &str, on: Option<&str>, body: &Markup) -> Shown {
    let on = html! {
        @if let Some(on) = on { meta http-equiv="refresh" content={ "0;url=" (on) }; }
    };
    let made = html! {
        (DOCTYPE)
        html lang=(words.language) {
            (head(words, title, &on))
            body {
                header.bar { span.brand { (words.say("brand")) } }
                main id="main" { (body) }
            }
        }
    };
    Shown { language: words.language, made: Html(made.into_string()) }
}

/// Something that went wrong, above a form.
pub(crate) fn alert(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text { p.alert role="alert" { (text) } }
    }
}

/// A text of several paragraphs or lines, as it is broken.
pub(crate) fn lines(text: &str) -> Markup {
    html! {
        @for (at, line) in text.lines().enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}
