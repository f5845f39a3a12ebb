//! Who takes part, the forecast, and opening the round that was prepared.

use super::board::Board;
use super::draft::{Draft, Who};
use super::draft_pages::who_page;
use super::on;
use crate::agreed::Agreed;
use crate::app::Asker;
use crate::refusal::{Answer, Refusal};
use crate::upload::fields;
use crate::when::to_come;
use crate::work::{End, Task};
use axum::extract::{Form, Multipart};
use axum::response::{IntoResponse, Redirect};
use intertally_core::party::Instant;
use intertally_roles::Role;
use intertally_roles::coordinator::{NewRound, forecast_draft, open as opened};
use intertally_roles::member::Given;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Imagined rounds of a forecast, and the seed that draws them.
const DRAWN: (u32, u64) = (20, 1);

/// What was typed about members and dates; the text that says what is missing otherwise.
fn who(typed: &BTreeMap<String, String>, now: Instant) -> Result<Who, &'static str> {
    let number = |name: &str| typed.get(name).and_then(|text| text.trim().parse::<u64>().ok());
    let given = |name: &str| typed.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let members = typed.keys().filter_map(|name| name.strip_prefix("member:")).map(str::to_owned);
    let members: Vec<String> = members.collect();
    if members.is_empty() {
        return Err("new-nobody");
    }
    let small = |number: u64| u16::try_from(number).ok();
    let min_members = number("least").and_then(small).ok_or("new-numbers")?;
    let min_contributors = match given("contributors") {
        Some(text) => Some(text.parse::<u16>().map_err(|_| "new-numbers")?),
        None => None,
    };
    let opens = given("opens").map(|text| to_come(text, now)).transpose()?;
    let deadline = to_come(given("deadline").unwrap_or_default(), now)?;
    let grace = number("grace").ok_or("new-numbers")?;
    Ok(Who { members, min_members, min_contributors, opens, deadline, grace })
}

/// Take what the second page asks.
pub(crate) async fn take(asker: Asker, Form(typed): Form<BTreeMap<String, String>>) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let Some(draft) = room.coordinator.draft() else {
        return Ok(Redirect::to("/coordinator/new").into_response());
    };
    let now = room.look(async |session| Ok(session.now())).await?;
    match who(&typed, now) {
        Ok(mut who) => {
            // In the order of the directory, as everybody lists them.
            let all = room.coordinator.board().map(|board| board.members.clone()).unwrap_or_default();
            who.members = all.into_iter().filter(|area| who.members.contains(area)).collect();
            room.coordinator.set_draft(Some(Draft { who: Some(who), ..(*draft).clone() }));
            Ok(Redirect::to("/coordinator/new/look").into_response())
        }
        Err(wrong) => who_page(&asker, Some(&asker.words.with(wrong, &[]))).await,
    }
}

/// Imagine rounds of it.
pub(crate) async fn forecast(asker: Asker, form: Multipart) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let (mut files, typed) = fields(form).await?;
    let draft = room.coordinator.draft().ok_or(Refusal::Nowhere)?;
    let members = draft.who.as_ref().map_or(0, |who| who.members.len());
    let members = u16::try_from(members).unwrap_or(u16::MAX);
    let nonzero = typed.get("nonzero").and_then(|text| text.parse::<u8>().ok()).filter(|share| *share <= 100);
    let nonzero = nonzero.ok_or(Refusal::Form)?;
    let expected = files.remove("expected").map(|file| Given { name: file.name, bytes: file.bytes });
    let place = Arc::clone(room);
    room.begin(
        (Task::Forecasting, "/coordinator/new/look".to_owned(), Agreed::default()),
        async move |_| {
            let structure = (draft.structure_name.as_str(), draft.structure.as_slice());
            let of = (draft.periods.as_slice(), members);
            let text = forecast_draft(structure, of, (expected.as_ref(), nonzero), DRAWN)?;
            let made = Draft { forecast: Some((nonzero, text)), ..(*draft).clone() };
            place.coordinator.set_draft(Some(made));
            Ok(End::Go)
        },
    )?;
    Ok(on())
}

fn round(draft: &Draft, who: &Who, now: Instant) -> NewRound {
    NewRound {
        name: draft.name.clone(),
        structure: draft.structure.clone(),
        structure_name: draft.structure_name.clone(),
        periods: draft.periods.clone(),
        members: who.members.clone(),
        min_members: who.min_members,
        min_contributors: who.min_contributors,
        opens: who.opens.unwrap_or(now),
        deadline: who.deadline,
        grace_ms: who.grace.saturating_mul(60_000),
        practice: draft.practice,
    }
}

/// Open the round, once the person has seen what that fixes.
pub(crate) async fn open(asker: Asker) -> Answer {
    let room = asker.app.room(Role::Coordinator.word())?;
    let draft = room.coordinator.draft().ok_or(Refusal::Nowhere)?;
    if draft.who.is_none() {
        return Ok(Redirect::to("/coordinator/new/who").into_response());
    }
    let place = Arc::clone(room);
    room.begin((Task::Opening, "/coordinator".to_owned(), Agreed::default()), async move |session| {
        let mut session = session.sync().await?;
        let Some(who) = &draft.who else { return Ok(End::Go) };
        let now = session.now();
        opened(&mut session, &round(&draft, who, now)).await?;
        place.coordinator.set_draft(None);
        place.coordinator.put_up(Board::of(&session).await?);
        Ok(End::Go)
    })?;
    Ok(on())
}

/// Put what was prepared away.
pub(crate) async fn away(asker: Asker) -> Answer {
    asker.app.room(Role::Coordinator.word())?.coordinator.set_draft(None);
    Ok(Redirect::to("/coordinator").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_numbers_and_dates_are_taken_or_what_is_missing_is_said() {
        let good = [
            ("member:NL", "yes"),
            ("member:DK", "yes"),
            ("least", "2"),
            ("contributors", ""),
            ("opens", ""),
            ("deadline", "2031-03-31T17:00"),
            ("grace", "15"),
        ];
        let typed = |change: Option<(&str, &str)>| {
            let mut typed: BTreeMap<String, String> =
                good.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            if let Some((name, text)) = change {
                typed.insert(name.to_owned(), text.to_owned());
            }
            typed
        };
        let taken = who(&typed(None), Instant(0)).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((taken.members.len(), taken.min_members, taken.grace), (2, 2, 15));
        assert!(taken.opens.is_none() && taken.min_contributors.is_none());
        for (change, wanted) in [
            (("least", "two"), "new-numbers"),
            (("contributors", "many"), "new-numbers"),
            (("deadline", "soon"), "new-dates"),
            (("opens", "now"), "new-dates"),
            (("opens", "1969-03-31T17:00"), "new-date-over"),
            (("deadline", "2031-03-31T17:00[Europe/Amstrdam]"), "new-dates"),
            (("deadline", ""), "new-dates"),
            (("grace", ""), "new-numbers"),
        ] {
            assert_eq!(who(&typed(Some(change)), Instant(0)).err(), Some(wanted), "{change:?}");
        }
        let nobody: BTreeMap<String, String> =
            typed(None).into_iter().filter(|(name, _)| !name.starts_with("member:")).collect();
        assert_eq!(who(&nobody, Instant(0)).err(), Some("new-nobody"));
    }
}
