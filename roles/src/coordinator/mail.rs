//! Texts that a coordinator sends to members by its own means: to whom they go and what they are about follows from the log.
//! What they say at the terminal is in `person/letters.rs`; the desk has words of its own.

use crate::error::{Result, RoleError};
use crate::person::letters;
use crate::session::Synced;
use intertally_core::fold::Phase;
use intertally_core::party::Instant;
use serde::Serialize;

/// Which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// A round is open.
    Invitation,
    /// Something is missing.
    Reminder,
    /// A return is in.
    Receipt,
    /// The totals are published.
    Results,
}

/// A text and those to whom it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Areas of the members.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

/// What a letter says of a round, and to whom.
pub struct Facts {
    /// Areas of the members to which it goes.
    pub to: Vec<String>,
    /// Its name.
    pub round: String,
    /// Its id, hexadecimal.
    pub id: String,
    /// A practice round.
    pub practice: bool,
    /// Deadline.
    pub deadline: Instant,
    /// Area, revision and event number of each return that is in.
    pub returns: Vec<(String, u32, u64)>,
}

/// The text for a round, if it fits where the round stands, for readers at the terminal.
pub fn mail(session: &Synced<'_>, wanted: Option<&str>, letter: Letter) -> Result<Mail> {
    let facts = facts(session, wanted, letter)?;
    let (subject, text) = letters::letter(letter, &facts, &session.when(facts.deadline));
    Ok(Mail { to: facts.to, subject, text })
}

/// What a text about a round says, and to whom, if it fits where the round stands.
pub fn facts(session: &Synced<'_>, wanted: Option<&str>, letter: Letter) -> Result<Facts> {
    let round = session.round(wanted)?;
    let (manifest, phase) = (round.manifest(), round.phase());
    let fits = match letter {
        Letter::Invitation | Letter::Reminder => phase == Phase::Open,
        Letter::Receipt => true,
        Letter::Results => phase == Phase::Published,
    };
    if !fits {
        return Err(RoleError::stop(format!("the round is {}", phase.name()), "see `coordinator status`"));
    }
    // An invitation after the deadline would say that something is open which is not.
    if matches!(letter, Letter::Invitation | Letter::Reminder) && session.now() > round.deadline() {
        let what = format!("the deadline of '{}' was {}", manifest.name, session.when(round.deadline()));
        let next = "move it with `coordinator extend` before you write to anybody, or seal";
        return Err(RoleError::stop(what, next));
    }
    let area = |at: u16| {
        manifest.members.get(usize::from(at)).map_or_else(String::new, |member| member.area.clone())
    };
    let returns: Vec<(String, u32, u64)> = round
        .latest()
        .map(|(member, latest)| (area(member.0), latest.header.revision, latest.height))
        .collect();
    let is_in = |area: &String| returns.iter().any(|(own, _, _)| own == area);
    let mut to: Vec<String> = manifest.members.iter().map(|member| member.area.clone()).collect();
    match letter {
        Letter::Reminder => to.retain(|area| !is_in(area)),
        Letter::Receipt => to.retain(is_in),
        Letter::Invitation | Letter::Results => {}
    }
    if to.is_empty() {
        return Err(RoleError::stop("this text would go to nobody", "see `coordinator status`"));
    }
    Ok(Facts {
        to,
        round: manifest.name.clone(),
        id: round.id().0.to_string(),
        practice: manifest.practice,
        deadline: round.deadline(),
        returns,
    })
}

impl Mail {
    /// As it is put into a mail program.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("To: {}\nSubject: {}\n\n{}", self.to.join(", "), self.subject, self.text)
    }
}
