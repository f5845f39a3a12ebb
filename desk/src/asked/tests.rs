//! What is asked names whom it is about, says what was checked, and is in the language of the page.

use super::*;
use crate::texts::{catalogues, words};
use intertally_core::event::Kind;
use intertally_core::party::Instant;
use intertally_returns::{Reason, ToConfirm};
use intertally_roles::person::question::{
    AtHand, Cause, Doubts, Heading, Outline, RoundOutline, SealedRound,
};
use std::collections::BTreeSet;

#[test]
fn what_is_asked_of_a_trustee_says_for_whom_and_what_was_checked() {
    let heading = Heading { name: "Spring".into(), practice: true, id: "ab".repeat(32) };
    let sealed = SealedRound {
        round: heading.clone(),
        at: Some(Instant(1_800_000_000_000)),
        areas: vec!["DK".into(), "NL".into()],
        listed: 3,
        cells: 12,
        contributors: (3, 5),
        earlier: 1,
        keys: 2,
    };
    let part = Question::TakePart { committee: (2, 3), keys: 4, commit_by: Instant(1), again: "t2".into() };
    let consent = Question::Consent { round: "Spring".into(), reasons: vec!["a new structure".into()] };
    let outline = RoundOutline {
        name: "Spring".into(),
        practice: false,
        revision: true,
        structure: ("OFFICE:COUNTS(1.0)".into(), "counts.toml".into()),
        tables: 2,
        now: Instant(0),
        periods: vec!["2024".into()],
        areas: vec!["DK".into()],
        min_members: 5,
        cells: (10, 2),
        contributors: (3, 3),
        dates: (Instant(0), Instant(1_500_000)),
        committee: (2, 3),
        ceremony: ("1234abcdef".into(), Instant(0)),
        same_periods: vec![("Winter".into(), vec!["2024".into()])],
        not_over: vec!["2024-Q4".into()],
        keys: 1,
        earlier: vec!["Winter".into()],
        not_again: vec![("Autumn".into(), vec!["A.X.2024".into()])],
        compared: vec!["Year before".into()],
    };
    let adopt = Question::Adopt { round: heading.clone(), approved: 0, withheld: 9 };
    let open = Question::OpenTotals { round: heading, approved: 5, cells: 12 };
    for (question, wanted) in [
        (Question::State(Box::new(sealed)), vec!["DK, NL", "2 of 3", "3 – 5", "Practice", "added up"]),
        (open, vec!["5 of 12", "computed anew", ">7<"]),
        (part, vec!["2 of 3", "t2", "pinned"]),
        (consent, vec!["a new structure"]),
        (
            Question::Open(Box::new(outline)),
            vec![
                "2024",
                "Winter",
                "10 figures",
                "changed",
                "Autumn",
                "A.X.2024",
                "Year before",
                "only if all members send",
                "closes in 25 minutes",
                "1234abcd, begun",
                "asked for 2024 already",
                "2024-Q4 is not over yet",
            ],
        ),
        (adopt, vec![">9<", "Nothing would be opened"]),
    ] {
        let asked = Asked::of(words(None), &question);
        let shown = format!("{}{}{}{}", asked.title, asked.body.0, asked.yes, asked.no);
        for text in wanted {
            assert!(shown.contains(text), "{text}: {shown}");
        }
        assert!(!shown.contains('['), "a text is missing: {shown}");
    }
    let other = Asked::of(words(None), &Question::Fingerprints);
    assert!(other.body.0.contains("fingerprints"));
    let other = Asked::of(words(Some("nl")), &Question::Fingerprints);
    assert!(other.body.0.contains("lang=\"en\"") && other.yes == "Ja", "what only commands ask is English");
}

#[test]
fn questions_in_a_sentence_are_asked_in_the_language_of_the_page_with_their_figures_as_they_are() {
    let key = "A.X.2024".to_owned();
    let doubt = |reason| ToConfirm { key: key.clone(), value: 1_234_567, reason };
    let doubts = Doubts {
        corrects: Some(0),
        figures: vec![
            doubt(Reason::Previous { key: key.clone(), value: 1234 }),
            doubt(Reason::Previous { key: "A.Y.2024".into(), value: 99 }),
            doubt(Reason::Usual { limit: 10_000 }),
        ],
        cause: Some(Cause { factor: 1000, more: true, figures: 2 }),
    };
    let outline = Outline {
        area: "NL".into(),
        round: "Spring".into(),
        revision: 2,
        filled: (7, 9),
        missing: 2,
        notes: 1,
        largest: Some((key.clone(), 1_234_567)),
    };
    let heading = Heading { name: "Spring".into(), practice: false, id: "ab".repeat(32) };
    let spring = || "Spring".to_owned();
    let at_hand = || AtHand { heading: heading.clone(), phase: "open", sent: (3, 4) };
    let all = [
        (Question::Figures(Box::new(doubts)), vec!["1234567", "1234<", "A.Y.2024", "10000", "1000", "2 "]),
        (Question::InClear { cells: vec![key.clone()] }, vec!["PUBLISHED", "A.X.2024"]),
        (Question::Encrypt(Box::new(outline)), vec!["NL", "Spring", "1234567", "A.X.2024", "7", "9", "2"]),
        (Question::SameAgain { revision: 3, at: Instant(0), round: spring() }, vec!["1970", "Spring", "3"]),
        (Question::RealToPractice { round: spring() }, vec!["Spring"]),
        (Question::Note { text: "since 2019".into() }, vec!["since 2019"]),
        (Question::Withdraw { revision: 3, round: spring() }, vec!["Spring", "3"]),
        (Question::Destroy { round: at_hand() }, vec!["Spring"]),
        (Question::TakeBack { trustees: vec!["t1".into(), "t2".into()] }, vec!["t1, t2"]),
        (Question::Extend { round: at_hand(), from: Instant(0), to: Instant(86_400_000) }, vec!["1970"]),
        (
            Question::Publish {
                round: heading.clone(),
                shown: 41,
                withheld: 17,
                files: vec!["totals.csv".into()],
            },
            vec!["41", "17", "totals.csv", "abababab"],
        ),
        (Question::Seal { round: at_hand(), have: 3, listed: 4 }, vec!["3", "4", "Spring"]),
        (
            Question::Aside { kind: Kind::Held, round: at_hand(), reason: "<why>".into() },
            vec!["&lt;why&gt;", "Spring"],
        ),
    ];
    for words in catalogues() {
        let mut said = BTreeSet::new();
        for (question, wanted) in &all {
            let body = Asked::of(words, question).body.0;
            for text in wanted {
                assert!(body.contains(text), "{}: {text}: {body}", words.language);
            }
            assert!(!body.contains("lang=") && !body.contains("[ask"), "{}: {body}", words.language);
            said.insert(body);
        }
        assert_eq!(said.len(), all.len());
    }
}
