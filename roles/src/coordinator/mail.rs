//! Texts that a coordinator sends to members by its own means. What they say is in the catalogue; to whom, follows from the log.

use crate::error::{Result, RoleError};
use crate::person::letters::{self, Reader};
use crate::session::Synced;
use intertally_core::fold::Phase;
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

/// What a letter says of a round.
pub struct Facts {
    /// Its name.
    pub round: String,
    /// Its id, hexadecimal.
    pub id: String,
    /// A practice round.
    pub practice: bool,
    /// Deadline, in words.
    pub deadline: String,
    /// Area, revision and event number of each return that is in.
    pub returns: Vec<(String, u32, u64)>,
}

/// The text for a round, if it fits where the round stands, for readers who work there.
pub fn mail(session: &Synced<'_>, wanted: Option<&str>, letter: Letter, reader: Reader) -> Result<Mail> {
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
    let facts = Facts {
        round: manifest.name.clone(),
        id: round.id().0.to_string(),
        practice: manifest.practice,
        deadline: session.when(round.deadline()),
        returns,
    };
    let (subject, text) = letters::letter(letter, &facts, reader);
    Ok(Mail { to, subject, text })
}

impl Mail {
    /// As it is put into a mail program.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("To: {}\nSubject: {}\n\n{}", self.to.join(", "), self.subject, self.text)
    }
}
