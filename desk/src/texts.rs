//! What the pages say: one catalogue a language, by Fluent. Another language is another file under `texts/`, and a line here.

use crate::language::negotiated;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use maud::{Markup, html};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The language of everybody who asks for none of the others, and of what the other rooms say.
const ENGLISH: &str = "en";

/// Languages with their catalogues, as they are offered.
const CATALOGUES: [(&str, &str); 3] = [
    (ENGLISH, include_str!("../texts/en.ftl")),
    ("nl", include_str!("../texts/nl.ftl")),
    ("fr", include_str!("../texts/fr.ftl")),
];

/// The catalogues, read.
static WORDS: LazyLock<Vec<Words>> =
    LazyLock::new(|| CATALOGUES.iter().map(|(language, text)| Words::read(language, text)).collect());

/// The texts of one language.
pub(crate) struct Words {
    /// As `lang` of a page.
    pub(crate) language: &'static str,
    /// The same, for comparing.
    pub(crate) id: LanguageIdentifier,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    fn read(language: &'static str, text: &str) -> Self {
        // What cannot be read is left out; a test holds that nothing is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { language, id, bundle }
    }

    /// A text.
    pub(crate) fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A text about these things.
    pub(crate) fn with(&self, id: &str, about: &[(&'static str, FluentValue<'_>)]) -> String {
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = pattern else { return format!("[{id}]") };
        let args: FluentArgs<'_> = about.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The `lang` of what other rooms say, where that is not the language of the page: a screen reader then reads it aright.
    pub(crate) fn of_english(&self) -> Option<&'static str> {
        (self.language != ENGLISH).then_some(ENGLISH)
    }

    /// A sentence of another room, as it is.
    pub(crate) fn english(&self, text: &str) -> Markup {
        html! {
            @if let Some(lang) = self.of_english() { span lang=(lang) { (text) } } @else { (text) }
        }
    }
}

/// All catalogues, in the order in which they are offered.
pub(crate) fn catalogues() -> &'static [Words] {
    &WORDS
}

/// The texts for a reader, by what the browser says it accepts.
pub(crate) fn words(accepted: Option<&str>) -> &'static Words {
    static NONE: LazyLock<Words> = LazyLock::new(|| Words::read(ENGLISH, ""));
    accepted.and_then(negotiated).or_else(|| WORDS.first()).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests;
