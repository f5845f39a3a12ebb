//! Taking part in a practice round: a return of made-up figures, prepared and sent like a real one.

use super::check::{Given, template_csv};
use super::generated::fill;
use super::prepare::{Source, prepare};
use super::round::MemberRound;
use super::send::send;
use crate::error::{Result, RoleError};
use crate::session::Synced;
use intertally_core::event::Event;

const RETURN: &str = "practice-return.csv";

/// Make up a return for a practice round, and send it. The file stays in the office as `practice-return.csv`.
pub async fn practise(session: &mut Synced<'_>, wanted: Option<&str>, seed: u64) -> Result<Event> {
    let id = session.practice_round(wanted)?.id().0.to_string();
    let wanted = Some(id.as_str());
    let round = MemberRound::of(session, wanted).await?;
    if !round.manifest.practice {
        let what = format!("round '{}' is no practice round", round.manifest.name);
        return Err(RoleError::stop(
            what,
            "made-up figures go into practice rounds alone; see `member rounds`",
        ));
    }
    let text = fill(&round, &template_csv(&round), seed, u64::from(round.member.0))?;
    session.shelf.replace(RETURN, text.as_bytes())?;
    let file = Given { name: RETURN.to_owned(), bytes: text.into_bytes().into() };
    let (made, _) = prepare(session, wanted, Source::MadeUp(&file)).await?;
    send(session, &made).await
}
