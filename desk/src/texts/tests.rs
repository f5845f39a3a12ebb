use super::*;
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One choice of a text: by which blank, and for each of its ways whether that shows the blank.
type Choice = (String, BTreeMap<String, bool>);

/// What is in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    blanks: BTreeSet<String>,
    /// Other texts that it names.
    names: BTreeSet<String>,
    choices: Vec<Choice>,
}

impl Found {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("chosen by no blank")
                };
                let way = |variant: &fluent_syntax::ast::Variant<&str>| {
                    let key = match &variant.key {
                        VariantKey::Identifier { name } => *name,
                        VariantKey::NumberLiteral { value } => *value,
                    };
                    let mut own = Self::default();
                    own.pattern(&variant.value);
                    (key.to_owned(), own.blanks.contains(id.name))
                };
                self.choices.push((id.name.to_owned(), variants.iter().map(way).collect()));
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.blanks.insert(id.name.to_owned())),
            InlineExpression::MessageReference { id, .. } => drop(self.names.insert(id.name.to_owned())),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
                positional.iter().for_each(|one| self.inline(one));
            }
            InlineExpression::TermReference { .. } => panic!("catalogues have no terms"),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

/// The texts of a catalogue by id, and by id and attribute. What cannot be read, or is there twice, ends it.
fn texts(language: &str, catalogue: &str) -> BTreeMap<String, Found> {
    let read = fluent_syntax::parser::parse(catalogue);
    let resource = read.unwrap_or_else(|(_, faults)| panic!("{language}: {faults:?}"));
    let mut all = BTreeMap::new();
    let mut add = |id: String, pattern: &Pattern<&str>| {
        let mut found = Found::default();
        found.pattern(pattern);
        assert!(all.insert(id.clone(), found).is_none(), "{language}: '{id}' is there twice");
    };
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                if let Some(value) = &message.value {
                    add(message.id.name.to_owned(), value);
                }
                for attribute in &message.attributes {
                    add(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => panic!("{language}: {other:?}"),
        }
    }
    all
}

/// The catalogues, the English one first.
fn all() -> Vec<(&'static str, BTreeMap<String, Found>)> {
    CATALOGUES.iter().map(|(language, text)| (*language, texts(language, text))).collect()
}

#[test]
fn every_language_has_the_same_texts_with_the_same_blanks() {
    let all = all();
    let (_, english) = &all[0];
    assert!(english.len() > 800, "{}", english.len());
    for (language, own) in &all[1..] {
        let lacks: Vec<_> = english.keys().filter(|id| !own.contains_key(*id)).collect();
        let idle: Vec<_> = own.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(lacks.is_empty() && idle.is_empty(), "{language} lacks {lacks:?}, and alone has {idle:?}");
        for (id, found) in own {
            let wanted = &english[id];
            assert_eq!((&found.blanks, &found.names), (&wanted.blanks, &wanted.names), "{language}: {id}");
        }
    }
}

/// The forms of numbers that CLDR has for a language.
fn forms(language: &str) -> &'static [&'static str] {
    match language {
        "fr" => &["one", "many", "other"],
        _ => &["one", "other"],
    }
}

#[test]
fn every_choice_has_the_forms_of_its_language_and_the_cases_of_the_english_one() {
    for (language, own) in all() {
        for (id, found) in &own {
            for (blank, ways) in &found.choices {
                let words = ways.contains_key("yes") || ways.contains_key("no");
                for way in ways.keys() {
                    let known = match words {
                        true => ["yes", "no"].contains(&way.as_str()),
                        false => way.parse::<u32>().is_ok() || forms(language).contains(&way.as_str()),
                    };
                    assert!(known, "{language}: {id}: '{way}' is no form of ${blank}");
                }
                assert!(ways.contains_key(if words { "no" } else { "other" }), "{language}: {id}");
                // In French nought is one, too: what is written out for 1 alone must say so.
                let one = language == "fr" && ways.get("one") == Some(&false);
                assert!(!one, "{language}: {id}: [one] does not show its number");
            }
        }
    }
    // What English says of nought, and of yes and no, each language says.
    let all = all();
    let cases = |found: &Found| -> BTreeSet<(String, String)> {
        let special = |way: &&String| matches!(way.as_str(), "0" | "yes" | "no");
        let of = |(blank, ways): &Choice| {
            let blank = blank.clone();
            ways.keys().filter(special).map(move |way| (blank.clone(), way.clone())).collect::<Vec<_>>()
        };
        found.choices.iter().flat_map(of).collect()
    };
    for (language, own) in &all[1..] {
        for (id, found) in own {
            assert_eq!(cases(found), cases(&all[0].1[id]), "{language}: {id}");
        }
    }
}

#[test]
fn every_text_can_be_said_of_any_number() {
    for words in catalogues() {
        let (_, own) = all().into_iter().find(|(language, _)| *language == words.language).unwrap();
        for (id, found) in own {
            for number in [0, 1, 2, 5, 21, 1_000_000] {
                let about: FluentArgs<'_> =
                    found.blanks.iter().map(|name| (name.as_str(), FluentValue::from(number))).collect();
                let pattern = words.bundle.get_message(&id).and_then(|message| message.value()).unwrap();
                let mut faults = Vec::new();
                let said = words.bundle.format_pattern(pattern, Some(&about), &mut faults);
                assert!(
                    faults.is_empty() && !said.contains(['{', '}']),
                    "{}: {id}: {said} {faults:?}",
                    words.language
                );
                // A number is written with its digits alone: no mark that another language would read as a point.
                assert!(
                    !said.contains("1,000") && !said.contains("1.000"),
                    "{}: {id}: {said}",
                    words.language
                );
            }
        }
    }
}

/// Texts that read alike in two languages, and may.
const ALIKE: [&str; 16] = [
    "brand",
    "ceremonies-title",
    "compare-name",
    "date",
    "date-both",
    "event-published",
    "layout-step-labels",
    "mark-apostrophe",
    "mark-point",
    "members-revision",
    "mend-status",
    "nav-ceremonies",
    "new-structure",
    "percent",
    "phase-open",
    "role-aggregator",
];

#[test]
fn no_text_is_left_in_english() {
    let english = &catalogues()[0];
    for words in &catalogues()[1..] {
        let (_, own) = all().swap_remove(0);
        let alike: Vec<_> = own
            .into_keys()
            .filter(|id| english.say(id) == words.say(id) && !ALIKE.contains(&id.as_str()))
            .collect();
        assert!(alike.is_empty(), "{}: {alike:?}", words.language);
    }
}

#[test]
fn french_signs_stand_apart_from_their_words_by_a_space_that_does_not_break() {
    for (language, text) in CATALOGUES {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            // The key of a way of choosing is no word.
            let way = line.trim_start().trim_start_matches('*').starts_with('[');
            let line = if way { line.split_once("] ").unwrap().1 } else { line };
            let broken = [" ;", " :", " !", " ?", " »", "« "].iter().any(|sign| line.contains(sign));
            assert!(!broken, "{language}: {line}");
            assert!(language == "fr" || !line.contains(['«', '»', '\u{a0}']), "{language}: {line}");
            assert!(language != "fr" || !line.contains(['‘', '\'']), "{language}: {line}");
        }
    }
}

/// What the sources ask for: ids, and ids that are put together, by the parts of them that stand there.
fn asked() -> (BTreeSet<String>, BTreeSet<Vec<String>>, BTreeSet<String>) {
    let (mut ids, mut parts, mut quoted) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        quoted.extend(code.split('"').skip(1).map(str::to_owned));
        for call in [".say(", ".with(", "Said::Text(", "End::Said("] {
            for rest in code.split(call).skip(1) {
                for (literal, is_pattern) in literals(first_argument(rest)) {
                    if is_pattern {
                        let pieces = literal.split('{').enumerate();
                        let piece = |(at, piece): (usize, &str)| match at {
                            0 => piece.to_owned(),
                            _ => piece.split_once('}').unwrap().1.to_owned(),
                        };
                        parts.insert(pieces.map(piece).collect());
                    } else {
                        ids.insert(literal.to_owned());
                    }
                }
            }
        }
    }
    (ids, parts, quoted)
}

/// The first argument of a call, as far as its comma or its end.
fn first_argument(rest: &str) -> &str {
    let (mut depth, mut in_text) = (0_i32, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth > 0 => depth -= 1,
            b')' | b',' if depth == 0 => return &rest[..at],
            _ => {}
        }
    }
    rest
}

/// Texts in quotation marks that are ids: all of them but what is compared with; whether each is a pattern.
fn literals(argument: &str) -> Vec<(&str, bool)> {
    let pieces: Vec<&str> = argument.split('"').collect();
    let pairs = pieces.chunks(2).filter(|pair| pair.len() == 2);
    let told = pairs.filter(|pair| !pair[0].trim_end().ends_with("=="));
    told.map(|pair| (pair[1], pair[0].trim_end().ends_with("format!("))).collect()
}

#[test]
fn no_text_is_missing_and_none_is_idle() {
    let (asked, parts, quoted) = asked();
    assert!(asked.len() > 400 && parts.len() > 15, "{} and {} are asked for", asked.len(), parts.len());
    let (_, own) = all().swap_remove(0);
    let missing: Vec<_> = asked.iter().filter(|id| !own.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no catalogue has {missing:?}");
    let fits = |id: &str, parts: &Vec<String>| {
        let (first, last) = (parts.first().unwrap(), parts.last().unwrap());
        id.len() > first.len() + last.len() && id.starts_with(first) && id.ends_with(last)
    };
    for pattern in &parts {
        assert!(!pattern[0].is_empty(), "an id begins with a word of its own: {pattern:?}");
        assert!(own.keys().any(|id| fits(id, pattern)), "no text is like {pattern:?}");
    }
    let named: BTreeSet<&String> = own.values().flat_map(|found| &found.names).collect();
    let is_used = |id: &&String| {
        quoted.contains(*id) || named.contains(id) || parts.iter().any(|pattern| fits(id, pattern))
    };
    let idle: Vec<_> = own.keys().filter(|id| !is_used(id)).collect();
    assert!(idle.is_empty(), "no page asks for {idle:?}");
}

#[test]
fn numbers_choose_their_form_in_each_language() {
    let told = |language: &str, id: &str, n: i64| words(Some(language)).with(id, &[("n", n.into())]);
    assert_eq!(told("en", "ago-minutes", 1), "1 minute ago");
    assert_eq!(told("nl", "ago-minutes", 2), "2 minuten geleden");
    assert_eq!(told("fr", "ago-minutes", 1), "il y a 1 minute");
    let cells = |language: &str, n: i64, sheets: i64| {
        words(Some(language)).with("fact-cells", &[("n", n.into()), ("sheets", sheets.into())])
    };
    assert_eq!(cells("nl", 1, 1), "1 cijfer op één werkblad");
    assert_eq!(cells("fr", 0, 2), "0 donnée sur 2 feuilles", "nought is one in French");
    assert_eq!(cells("en", 0, 2), "0 figures in 2 sheets");
    assert_eq!(words(None).say("no-such-text"), "[no-such-text]");
}

#[test]
fn sentences_of_other_rooms_say_that_they_are_english() {
    assert_eq!(words(Some("nl")).english("a < b").0, "<span lang=\"en\">a &lt; b</span>");
    assert_eq!(words(Some("en")).english("a").0, "a");
}
