//! Taking part in a practice round: a return of made-up figures, prepared and sent like a real one.

use super::check::template_csv;
use super::generated::fill;
use super::prepare::{Source, prepare};
use super::round::MemberRound;
use super::send::send;
use crate::error::{ClientError, Result};
use crate::home::files;
use crate::session::Session;
use intertally_core::event::Event;

/// Make up a return for a practice round, and send it. The file stays in the office as `practice-return.csv`.
pub async fn practise(session: &mut Session, wanted: Option<&str>, seed: u64) -> Result<Event> {
    session.sync().await?;
    let round = MemberRound::of(session, wanted).await?;
    if !round.manifest.practice {
        let what = format!("round '{}' is no practice round", round.manifest.name);
        return Err(ClientError::stop(what, "made-up figures go into practice rounds alone; see `rounds`"));
    }
    let path = session.office.path("practice-return.csv");
    let text = fill(&round, &template_csv(&round), seed, u64::from(round.member.0))?;
    files::write(&path, text.as_bytes())?;
    let (made, _) = prepare(session, wanted, Source::File(&path, None)).await?;
    send(session, &made).await
}
