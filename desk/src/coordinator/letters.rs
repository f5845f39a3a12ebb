//! Texts that the coordinator sends to members by its own means: the page sends nothing.

use crate::app::Asker;
use crate::page::{Here, page};
use crate::refusal::{Answer, Refusal};
use axum::extract::Path;
use axum::response::IntoResponse;
use intertally_roles::Role;
use intertally_roles::coordinator::{Letter, mail};
use intertally_roles::person::letters::Reader;
use maud::html;

/// The page of one text.
pub(crate) async fn show(asker: Asker, Path((id, which)): Path<(String, String)>) -> Answer {
    let Asker { app, words } = &asker;
    app.tabs.asked();
    let room = app.room(Role::Coordinator.word())?;
    let letter = match which.as_str() {
        "invitation" => Letter::Invitation,
        "reminder" => Letter::Reminder,
        "receipt" => Letter::Receipt,
        "results" => Letter::Results,
        _ => return Err(Refusal::Nowhere),
    };
    let wanted = id.clone();
    let made = room.look(async move |session| {
        let session = session.sync().await?;
        mail(&session, Some(&wanted), letter, Reader::Page)
    });
    let mail = made.await?;
    let board = room.coordinator.board().ok_or(Refusal::Shut(room.role))?;
    let line = board.round(&id)?;
    let title = words.say(&format!("letter-{which}"));
    let body = html! {
        (line.crumbs(words))
        h1 { (title) }
        p.lead { (words.say("letter-lead")) }
        dl.facts { dt { (words.say("letter-to")) } dd { (mail.to.join(", ")) } }
        div.column {
            label for="subject" { (words.say("letter-subject")) }
            input id="subject" readonly value=(mail.subject);
            label for="text" { (words.say("letter-text")) }
            textarea id="text" readonly rows="14" { (mail.text) }
        }
        p { a.button href=(line.at()) { (words.say("taken-go")) } }
    };
    Ok(page(words, &board.frame(&title, Here::Rounds), &body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_roles::coordinator::Facts;
    use intertally_roles::person::letters::letter;

    /// Letters name buttons and pages: they are called so on the pages.
    #[test]
    fn what_letters_tell_to_press_is_on_the_pages() {
        let texts: Vec<&str> = include_str!("../../texts/en.ftl")
            .lines()
            .filter_map(|line| line.split_once(" = ").map(|(_, text)| text))
            .collect();
        let mut named = 0;
        for practice in [false, true] {
            let facts = Facts {
                round: "Spring".into(),
                id: "0123456789abcdef".into(),
                practice,
                deadline: "1 May".into(),
                returns: Vec::new(),
            };
            for one in [Letter::Invitation, Letter::Reminder, Letter::Receipt, Letter::Results] {
                let (_, text) = letter(one, &facts, Reader::Page);
                for name in text.split('‘').skip(1).filter_map(|rest| rest.split('’').next()) {
                    assert!(texts.contains(&name), "no page has '{name}'");
                    named += 1;
                }
            }
        }
        assert!(named > 8, "{named}");
    }
}
