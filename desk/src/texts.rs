//! What the pages say: one catalogue a language, by Fluent. Another language is another file under `texts/`, and a line here.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// Languages with their catalogues; the first is that of everybody who asks for none of them.
const CATALOGUES: [(&str, &str); 1] = [("en", include_str!("../texts/en.ftl"))];

/// The catalogues, read.
static WORDS: LazyLock<Vec<Words>> =
    LazyLock::new(|| CATALOGUES.iter().map(|(language, text)| Words::read(language, text)).collect());

/// The texts of one language.
pub(crate) struct Words {
    /// As `lang` of a page.
    pub(crate) language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    fn read(language: &'static str, text: &str) -> Self {
        // What cannot be read is left out; a test holds that nothing is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(read, _)| read);
        let id: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { language, bundle }
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
}

/// The language of a reader, by what the browser says it accepts.
pub(crate) fn words(accepted: Option<&str>) -> &'static Words {
    static NONE: LazyLock<Words> = LazyLock::new(|| Words::read("en", ""));
    let wanted = accepted.unwrap_or_default().split(',').filter_map(|one| one.split([';', '-']).next());
    let found = wanted.into_iter().find_map(|one| WORDS.iter().find(|words| words.language == one.trim()));
    found.or_else(|| WORDS.first()).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Texts that the sources ask for by their ids, and beginnings of ids that are put together.
    fn asked() -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut ids, mut beginnings) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for call in [".say(", ".with(", "Text("] {
                for rest in code.split(call).skip(1).map(str::trim_start) {
                    let (list, rest) = match rest.strip_prefix("&format!(") {
                        Some(rest) => (&mut beginnings, rest),
                        None => (&mut ids, rest),
                    };
                    let quoted = rest.strip_prefix('"').and_then(|rest| rest.split('"').next());
                    if let Some(id) = quoted {
                        list.insert(id.split('{').next().unwrap().to_owned());
                    }
                }
            }
        }
        (ids, beginnings)
    }

    fn ids(catalogue: &str) -> BTreeSet<String> {
        let lines = catalogue.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines.filter_map(|line| line.split_once(" =")).map(|(id, _)| id.to_owned()).collect()
    }

    #[test]
    fn no_text_is_missing_and_none_is_idle() {
        let (asked, beginnings) = asked();
        assert!(asked.len() > 60, "{} texts are asked for", asked.len());
        for (language, catalogue) in CATALOGUES {
            let has = ids(catalogue);
            let missing: Vec<_> = asked.iter().filter(|id| !has.contains(*id)).collect();
            assert!(missing.is_empty(), "{language} lacks {missing:?}");
            let begins = |id: &&String| beginnings.iter().any(|one| id.starts_with(one));
            let idle: Vec<_> = has.iter().filter(|id| !asked.contains(*id) && !begins(id)).collect();
            assert!(idle.is_empty(), "{language} has texts that no page asks for: {idle:?}");
            let fault = FluentResource::try_new(catalogue.to_owned()).err().map(|(_, faults)| faults);
            assert!(fault.is_none(), "{language}: {fault:?}");
        }
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_blanks() {
        let blanks = |text: &str| -> BTreeSet<String> {
            let names = text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}', ',']).next());
            names.map(str::to_owned).collect()
        };
        let first = CATALOGUES[0].1;
        for (language, catalogue) in CATALOGUES {
            assert_eq!(ids(catalogue), ids(first), "{language}");
            assert_eq!(blanks(catalogue), blanks(first), "{language}");
        }
    }

    #[test]
    fn a_reader_gets_the_first_language_that_is_there() {
        assert_eq!(words(None).language, "en");
        assert_eq!(words(Some("xx-YY, en-GB;q=0.8")).language, "en");
        let told = words(None).with("ago-minutes", &[("n", 1.into())]);
        assert_eq!(told, "1 minute ago", "numbers choose their form");
        assert_eq!(words(None).say("no-such-text"), "[no-such-text]");
    }
}
