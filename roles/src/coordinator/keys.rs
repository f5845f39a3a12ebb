//! What the ceremonies have come to: how far they are, which keys are there, how many are unused.

use crate::person::words;
use crate::session::{Session, Synced};
use intertally_core::ceremony::{CeremonyState, EndCause, Phase};
use intertally_core::party::{Instant, KeyId, TrusteeIndex};
use serde::Serialize;
use std::collections::BTreeSet;

/// One ceremony as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct CeremonyStatus {
    /// Id, hexadecimal.
    pub ceremony: String,
    /// Committee, e.g. 3 of 5.
    pub committee: (u8, u8),
    /// Where it stands, in words; with those who are waited for or at fault.
    pub state: String,
    /// Keys that it has made.
    pub keys: usize,
    /// Those that no round uses yet.
    pub unused: usize,
    /// Where it stands, for a shell that has words of its own.
    #[serde(skip)]
    pub standing: CeremonyStanding,
}

/// Where a ceremony stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CeremonyStanding {
    /// Trustees commit, until then.
    Committing(Instant),
    /// They reveal.
    Revealing(Instant),
    /// They confirm.
    Confirming(Instant),
    /// One of them answers a complaint: its name, and until when.
    Disputed(String, Instant),
    /// The keys are valid.
    Valid,
    /// It ended without keys: why, and the names of those at fault.
    Ended(EndCause, Vec<String>),
}

/// All ceremonies of the log.
#[must_use]
pub fn ceremonies(session: &Synced<'_>) -> Vec<CeremonyStatus> {
    let rounds = session.mirror.fold.rounds().flat_map(|(_, round)| &round.manifest().keys);
    let used: BTreeSet<KeyId> = rounds.map(|key| key.key).collect();
    let one = |state: &CeremonyState| {
        let mut state = state.clone();
        // Deadlines that have passed by this clock end it here as they will in the log.
        let _ = state.pass_time(session.now());
        let manifest = state.manifest();
        let standing = standing(&state);
        CeremonyStatus {
            ceremony: manifest.id().0.to_string(),
            committee: (manifest.threshold, manifest.n()),
            state: format!("{}{}", told(session, &standing), lacking(&state)),
            standing,
            keys: state.keys().len(),
            unused: state.keys().iter().filter(|key| !used.contains(&key.key_id)).count(),
        }
    };
    session.mirror.fold.ceremonies().map(|(_, state)| one(state)).collect()
}

fn standing(state: &CeremonyState) -> CeremonyStanding {
    let manifest = state.manifest();
    let named = |trustee: &TrusteeIndex| {
        manifest.trustee(*trustee).map_or_else(String::new, |entry| entry.name.clone())
    };
    match state.phase() {
        Phase::Committing => CeremonyStanding::Committing(manifest.commit_by),
        Phase::Revealing => CeremonyStanding::Revealing(manifest.reveal_by),
        Phase::Confirming => CeremonyStanding::Confirming(manifest.confirm_by),
        Phase::Disputed { leader, due, .. } => CeremonyStanding::Disputed(named(leader), *due),
        Phase::Valid => CeremonyStanding::Valid,
        Phase::Ended(ending) => {
            CeremonyStanding::Ended(ending.cause, ending.guilty.iter().map(named).collect())
        }
    }
}

/// Whose step is missing, by name; empty where nobody's is.
fn lacking(state: &CeremonyState) -> String {
    let missing = |at: &TrusteeIndex| match state.phase() {
        Phase::Committing => !state.uncommitted(*at).is_empty(),
        Phase::Confirming => !state.confirmed().any(|own| own == *at),
        _ => false,
    };
    let all = (0..=u8::MAX).zip(&state.manifest().trustees);
    let names: Vec<&str> =
        all.filter(|(at, _)| missing(&TrusteeIndex(*at))).map(|(_, entry)| entry.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(", missing from {}", names.join(", ")) }
}

fn told(session: &Session, standing: &CeremonyStanding) -> String {
    match standing {
        CeremonyStanding::Committing(by) => format!("commitments until {}", session.when(*by)),
        CeremonyStanding::Revealing(by) => format!("reveals until {}", session.when(*by)),
        CeremonyStanding::Confirming(by) => format!("confirmations until {}", session.when(*by)),
        CeremonyStanding::Disputed(name, by) => {
            format!("disputed: trustee {name} answers until {}", session.when(*by))
        }
        CeremonyStanding::Valid => "valid".into(),
        CeremonyStanding::Ended(cause, guilty) => {
            format!("ended without keys: {}; at fault: {}", words::ending(*cause), guilty.join(", "))
        }
    }
}

impl CeremonyStatus {
    /// Whether its trustees have steps to do.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        !matches!(self.standing, CeremonyStanding::Valid | CeremonyStanding::Ended(..))
    }

    /// One line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (t, n) = self.committee;
        format!(
            "ceremony   {:.16}  {t} of {n}  {}; {} of {} keys unused",
            self.ceremony, self.state, self.unused, self.keys
        )
    }
}
