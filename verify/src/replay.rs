//! The log, folded anew from the files of the record.

use crate::record::{Source, event_path, payload_path};
use crate::report::Report;
use intertally_core::canonical::decode;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{Fold, Refusal, RoundState};
use intertally_core::party::{CeremonyId, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::sign::VerifyingKey;
use intertally_log::Tree;

/// Most bytes of an event or payload file.
const EVENT: usize = 1 << 16;
const PAYLOAD: usize = 64 << 20;

/// What replaying gave.
pub struct Replayed {
    /// Every event that was taken.
    pub fold: Fold,
    /// Over all event files, taken or not.
    pub tree: Tree,
    /// The round.
    pub round: RoundId,
    /// Its ceremony.
    pub ceremony: CeremonyId,
    /// The aggregator's key, as the opening names it.
    pub aggregator: VerifyingKey,
    /// All events were taken.
    pub whole: bool,
}

impl Replayed {
    /// The state of the round at the end of the record.
    #[must_use]
    pub fn state(&self) -> Option<&RoundState> {
        self.fold.round(&self.round)
    }
}

/// The number of the check that an event of this kind belongs to.
const fn check_of(kind: Kind) -> u8 {
    match kind {
        Kind::Convened
        | Kind::Committed
        | Kind::Revealed
        | Kind::Confirmed
        | Kind::Complained
        | Kind::SealingKeyDestroyed => 3,
        Kind::Opened => 2,
        Kind::Submitted | Kind::Withdrawn => 5,
        Kind::Extended | Kind::Sealed => 6,
        Kind::Stated | Kind::SharesGiven => 8,
        Kind::PlanAdopted => 10,
        Kind::Published | Kind::Erratum => 11,
        Kind::Held | Kind::Cancelled => 12,
        Kind::KeysDestroyed | Kind::PayloadDeleted => 14,
    }
}

/// Whom a refusal points to, and under which number it is reported.
fn blame(refusal: &Refusal, event: &Event) -> (u8, String) {
    match refusal {
        Refusal::Height { .. } | Refusal::Parent { .. } | Refusal::Time { .. } | Refusal::Payload(_) => {
            (4, "aggregator".into())
        }
        Refusal::Canonical(_) => (1, event.signed.claim.signer.to_string()),
        // The aggregator must not have taken it.
        _ => (check_of(event.signed.claim.kind), format!("{} and aggregator", event.signed.claim.signer)),
    }
}

/// Read and fold all events. Findings go to the report; `None` without a readable opening of the round.
pub fn replay(source: &dyn Source, round: RoundId, report: &mut Report) -> Option<Replayed> {
    let mut events = Vec::new();
    for height in 0u64.. {
        let path = event_path(height);
        let Some(bytes) = source.read(&path) else { break };
        match decode::<Event>("event", &bytes, EVENT) {
            Ok(event) => events.push(event),
            Err(error) => {
                report.fail(1, error.to_string(), path, "aggregator");
                break;
            }
        }
    }
    let files = source.list().iter().filter(|path| path.starts_with("events/")).count();
    if files != events.len() {
        let place = event_path(events.len() as u64);
        report.fail(4, "an event is missing, or the files of events have other names", place, "aggregator");
    }
    let opened = |event: &&Event| {
        event.signed.claim.kind == Kind::Opened && event.signed.claim.scope == Scope::Round(round)
    };
    let payload = |event: &Event| source.read(&payload_path(event.signed.claim.payload));
    let manifest = events.iter().find(opened).and_then(payload);
    let manifest = manifest.and_then(|bytes| decode::<RoundManifest>("round manifest", &bytes, PAYLOAD).ok());
    let Some(manifest) = manifest else {
        report.fail(2, "the log holds no readable opening of the round", "events", "aggregator");
        return None;
    };
    let (ceremony, aggregator) = (manifest.ceremony, manifest.aggregator);
    let (fold, tree) = (Fold::default(), Tree::default());
    let mut replayed = Replayed { fold, tree, round, ceremony, aggregator, whole: true };
    for event in &events {
        replayed.tree.push(event.leaf());
        if !replayed.whole {
            continue;
        }
        let claim = &event.signed.claim;
        let ours = claim.scope == Scope::Round(round) || claim.scope == Scope::Ceremony(ceremony);
        let bytes = if ours || claim.kind == Kind::Opened { payload(event) } else { None };
        let outcome = match bytes {
            Some(bytes) if ours => replayed.fold.apply(event, &bytes),
            Some(bytes) => replayed.fold.skip_opened(event, &bytes),
            None if ours || claim.kind == Kind::Opened => Err(Refusal::Payload(claim.payload)),
            None => replayed.fold.skip(event),
        };
        if let Err(refusal) = outcome {
            let (number, whom) = blame(&refusal, event);
            report.fail(number, refusal.to_string(), event_path(event.height), whom);
            replayed.whole = false;
        }
    }
    Some(replayed)
}
