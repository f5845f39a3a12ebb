//! What the ceremonies have come to: how far they are, which keys are there, how many are unused.

use crate::person::words;
use crate::session::{Session, Synced};
use intertally_core::ceremony::{CeremonyState, Phase};
use intertally_core::party::KeyId;
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
        CeremonyStatus {
            ceremony: manifest.id().0.to_string(),
            committee: (manifest.threshold, manifest.n()),
            state: standing(session, &state),
            keys: state.keys().len(),
            unused: state.keys().iter().filter(|key| !used.contains(&key.key_id)).count(),
        }
    };
    session.mirror.fold.ceremonies().map(|(_, state)| one(state)).collect()
}

fn standing(session: &Session, state: &CeremonyState) -> String {
    let manifest = state.manifest();
    match state.phase() {
        Phase::Committing => format!("commitments until {}", session.when(manifest.commit_by)),
        Phase::Revealing => format!("reveals until {}", session.when(manifest.reveal_by)),
        Phase::Confirming => format!("confirmations until {}", session.when(manifest.confirm_by)),
        Phase::Disputed { leader, due, .. } => {
            let name = manifest.trustee(*leader).map_or_else(String::new, |entry| entry.name.clone());
            format!("disputed: trustee {name} answers until {}", session.when(*due))
        }
        Phase::Valid => "valid".into(),
        Phase::Ended(ending) => {
            let named = |t: &intertally_core::party::TrusteeIndex| {
                manifest.trustee(*t).map_or_else(String::new, |entry| entry.name.clone())
            };
            let guilty: Vec<String> = ending.guilty.iter().map(named).collect();
            let why = words::ending(ending.cause);
            format!("ended without keys: {why}; at fault: {}", guilty.join(", "))
        }
    }
}

impl CeremonyStatus {
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
