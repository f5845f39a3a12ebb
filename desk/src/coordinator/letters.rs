//! Texts that the coordinator sends to members by its own means: the page sends nothing. A text is in the language that the
//! coordinator chooses, and calls buttons as they are called on the pages in it.

use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use crate::texts::{Words, catalogues};
use crate::when::date;
use axum::extract::Path;
use axum::response::IntoResponse;
use fluent_bundle::FluentValue;
use intertally_roles::Role;
use intertally_roles::coordinator::{Facts, Letter, facts};
use maud::html;

/// Characters of an id that a letter names.
const ID: usize = 16;

/// The page of one text, in the language of the reader.
pub(crate) async fn show(asker: Asker, Path((id, which)): Path<(String, String)>) -> Answer {
    let own = asker.words;
    shown(&asker, own, &id, &which).await
}

/// The same in another language.
pub(crate) async fn show_in(
    asker: Asker,
    Path((id, which, language)): Path<(String, String, String)>,
) -> Answer {
    let other = catalogues().iter().find(|words| words.language == language).ok_or(Refusal::Nowhere)?;
    shown(&asker, other, &id, &which).await
}

async fn shown(asker: &Asker, letters: &Words, id: &str, which: &str) -> Answer {
    let Asker { app, words } = asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    let one = match which {
        "invitation" => Letter::Invitation,
        "reminder" => Letter::Reminder,
        "receipt" => Letter::Receipt,
        "results" => Letter::Results,
        _ => return Err(Refusal::Nowhere),
    };
    let wanted = id.to_owned();
    let made = room.look(async move |session| {
        let session = session.sync().await?;
        facts(&session, Some(&wanted), one)
    });
    let facts = made.await?;
    let board = room.coordinator.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(id)?;
    let title = words.say(&format!("letter-{which}"));
    let (subject, text) = letter(letters, one, &facts);
    let rows = text.lines().count().saturating_add(4);
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.say("letter-lead")) }
        nav.kinds aria-label=(words.say("letter-languages")) {
            @for other in catalogues() {
                a href={ (line.at()) "/letter/" (which) "/" (other.language) } lang=(other.language) hreflang=(other.language)
                    aria-current=[(other.language == letters.language).then_some("page")] { (other.say("own-name")) }
            }
        }
        p.hint { (words.say("letter-languages-hint")) }
        dl.facts { dt { (words.say("letter-to")) } dd { (facts.to.join(", ")) } }
        div.column {
            label for="subject" { (words.say("letter-subject")) }
            input id="subject" readonly lang=(letters.language) value=(subject);
            label for="text" { (words.say("letter-text")) }
            textarea id="text" readonly lang=(letters.language) rows=(rows) { (text) }
        }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

/// A letter to members: subject and text.
fn letter(words: &Words, letter: Letter, facts: &Facts) -> (String, String) {
    let line = |(area, revision, height): &(String, u32, u64)| {
        let about = [
            ("area", area.as_str().into()),
            ("revision", (*revision).into()),
            ("height", height.to_string().into()),
        ];
        format!("  {}", words.with("letter-receipt-line", &about))
    };
    let lines: Vec<String> = facts.returns.iter().map(line).collect();
    let about: [(&'static str, FluentValue<'_>); 5] = [
        ("round", facts.round.as_str().into()),
        ("id", facts.id.get(..ID).unwrap_or(&facts.id).into()),
        ("practice", if facts.practice { "yes" } else { "no" }.into()),
        ("deadline", date(words, facts.deadline).into()),
        ("lines", lines.join("\n").into()),
    ];
    let word = match letter {
        Letter::Invitation if facts.practice => "practice",
        Letter::Invitation => "invitation",
        Letter::Reminder => "reminder",
        Letter::Receipt => "receipt",
        Letter::Results => "results",
    };
    let subject = words.with(&format!("letter-{word}-subject"), &about);
    (subject, words.with(&format!("letter-{word}-text"), &about))
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::party::Instant;

    /// What a letter tells to press is called so on the pages of its language: the catalogue refers to it.
    #[test]
    fn every_letter_names_the_round_and_buttons_of_its_own_language() {
        let buttons =
            ["read-again", "way-book-do", "drop-do", "send-do", "practise-do", "receipts-title", "audit-do"];
        for words in catalogues() {
            let names = buttons.map(|id| words.say(id));
            for practice in [false, true] {
                let facts = Facts {
                    to: vec!["NL".into()],
                    round: "Spring".into(),
                    id: "0123456789abcdef0123".into(),
                    practice,
                    deadline: Instant(1_772_366_700_000),
                    returns: vec![("DK".into(), 0, 37), ("NL".into(), 1, 38)],
                };
                for one in [Letter::Invitation, Letter::Reminder, Letter::Receipt, Letter::Results] {
                    let (subject, text) = letter(words, one, &facts);
                    let whole = format!("{subject}\n{text}");
                    assert!(subject.contains("Spring"), "{subject}");
                    assert!(text.contains("0123456789abcdef") && !text.contains("abcdef0"), "{text}");
                    assert!(
                        names.iter().any(|name| text.contains(name)),
                        "{}: no button: {text}",
                        words.language
                    );
                    assert!(!whole.contains(['{', '[']), "{}: a blank is left: {whole}", words.language);
                    assert!(!text.contains("intertally "), "no commands: {text}");
                    let dated = matches!(one, Letter::Invitation | Letter::Reminder);
                    assert_eq!(whole.contains("2026"), dated, "{whole}");
                    assert_eq!(text.contains("  NL"), one == Letter::Receipt, "{text}");
                }
                let told = |one| letter(words, one, &facts).1;
                let made_up = told(Letter::Invitation).contains(&words.say("practise-do"));
                assert_eq!(made_up, practice, "made-up figures go to practice rounds alone");
                assert!(told(Letter::Receipt).contains("DK") && told(Letter::Receipt).contains("38"));
            }
        }
    }
}
