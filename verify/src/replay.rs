//! The log replayed through the one fold, with every refusal sorted by the check that it fails.
//!
//! A signer signs a claim, not its place. So after a fault in the chain each event is offered to the fold at the next
//! place, and everything behind the fault is still judged.

use crate::audit::Options;
use crate::names::of_another_round;
use crate::record::{MANIFEST, Place, Record};
use crate::report::Found;
use crate::words::{Words, words};
use intertally_core::canonical::decode;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{Fold, MAX_PAYLOAD, Refusal};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{CeremonyId, Instant, Party};
use intertally_core::round::RoundManifest;
use intertally_core::submission::SubmissionHeader;
use intertally_log::Tree;
use std::collections::{BTreeMap, BTreeSet};

const AGGREGATOR: &str = "the aggregator, which took it, or whoever changed this copy";
const COPY: &str = "whoever made this copy of the record";

/// What the log says.
pub(crate) struct Replay {
    pub(crate) fold: Fold,
    pub(crate) tree: Tree,
    /// Accepted submissions of the round, in log order.
    pub(crate) submissions: Vec<SubmissionHeader>,
    /// Payloads that the record must hold, and those it holds beside them nothing.
    pub(crate) payloads: BTreeSet<Digest>,
    pub(crate) convened: Option<CeremonyId>,
    /// The tool of the round's publication, as its signer names it.
    pub(crate) published_by: String,
    findings: BTreeMap<u8, Vec<Found>>,
}

impl Replay {
    /// Replay the record's events from 0 on.
    pub(crate) fn of(record: &Record<'_>, options: &Options<'_>) -> Self {
        let mut replay = Self {
            fold: Fold::default(),
            tree: Tree::default(),
            submissions: Vec::new(),
            payloads: BTreeSet::new(),
            convened: None,
            published_by: String::new(),
            findings: BTreeMap::new(),
        };
        let of = record.places().filter(|place| matches!(place, Place::Event(_))).count();
        let mut events = Vec::with_capacity(of);
        let (mut parent, mut last) = (Digest::ZERO, Instant(i64::MIN));
        for height in 0..of as u64 {
            let place = Place::Event(height);
            let bytes = match record.bytes(&place) {
                Ok(bytes) => bytes,
                Err(why) => {
                    replay.find(1, Found::new(why.to_string(), place, COPY));
                    continue;
                }
            };
            match decode::<Event>("event", &bytes, 1 << 10) {
                Ok(event) => {
                    let chained = event.height == height && event.parent == parent && event.at >= last;
                    if !chained {
                        let what = "the event does not follow the one before by height, parent and time";
                        replay.find(
                            4,
                            Found::new(what, &place, "the aggregator, or whoever changed this copy"),
                        );
                    }
                    last = last.max(event.at);
                    events.push((place.to_string(), event));
                }
                Err(why) => replay.find(1, Found::new(why.to_string(), &place, COPY)),
            }
            parent = digest("event", &[&bytes]);
            replay.tree.push(bytes);
        }
        if !events.iter().any(|(_, event)| opens(record, event)) {
            let what = "it names a round that no event of the log opens";
            replay.find(1, Found::new(what, MANIFEST, COPY));
        }
        replay.convened = events.iter().find_map(|(_, event)| ceremony_of(record, event));
        for (done, (place, event)) in events.into_iter().enumerate() {
            replay.step(record, &place, event);
            options.tell(4, done + 1, of);
        }
        replay
    }

    pub(crate) fn found(&self, check: u8) -> Vec<Found> {
        self.findings.get(&check).cloned().unwrap_or_default()
    }

    fn find(&mut self, check: u8, finding: Found) {
        self.findings.entry(check).or_default().push(finding);
    }

    fn step(&mut self, record: &Record<'_>, place: &str, mut event: Event) {
        let claim = &event.signed.claim;
        let (scope, kind, named) = (claim.scope, claim.kind, claim.payload);
        let ours = match scope {
            Scope::Round(id) => id == record.round(),
            Scope::Ceremony(id) => Some(id) == self.convened,
        };
        event.height = self.fold.height();
        event.parent = self.fold.parent();
        let result = if ours || !Fold::skips_payload(kind) {
            self.payloads.insert(named);
            let payload = match record.bytes(&Place::Payload(named)) {
                Ok(payload) => payload,
                Err(why) => return self.find(1, Found::new(why.to_string(), place, COPY)),
            };
            let taken =
                if ours { self.fold.apply(&event, &payload) } else { self.fold.skip(&event, Some(&payload)) };
            if taken.is_ok() && ours && kind == Kind::Submitted {
                self.submissions.extend(decode("submission header", &payload, MAX_PAYLOAD));
            }
            if taken.is_ok() && ours && kind == Kind::Published {
                self.published_by.clone_from(&event.signed.claim.tool);
            }
            taken
        } else {
            self.fold.skip(&event, None)
        };
        match result {
            // An event whose clock went back is reported above; its content counts at the last good time.
            Err(Refusal::Time { .. }) => {}
            Err(refusal) => {
                let check = match check_of(kind, &refusal) {
                    // Plan and end of another round: what this one must name depends on them.
                    6 | 10 | 12 if !ours => 2,
                    check => check,
                };
                let party = |party: Party| -> Words {
                    if ours { party.into() } else { of_another_round(party).into() }
                };
                let who = if check == 4 {
                    AGGREGATOR.into()
                } else {
                    words![party(event.signed.claim.signer), ", and the aggregator, which took it"]
                };
                let what = words![format!("{}: {refusal}", refusal.rule())];
                let what = match refusal.about() {
                    Some(other) => words![what, "; it is about ", party(other)],
                    None => what,
                };
                let place = words![format!("{place} ({kind:?} by "), party(event.signed.claim.signer), ")"];
                self.find(check, Found::new(what, place, who));
            }
            Ok(()) => {}
        }
    }
}

/// Whether this event opens the record's round.
fn opens(record: &Record<'_>, event: &Event) -> bool {
    let claim = &event.signed.claim;
    claim.kind == Kind::Opened && claim.scope == Scope::Round(record.round())
}

/// The ceremony of the record's round, if this is the event that opens it.
fn ceremony_of(record: &Record<'_>, event: &Event) -> Option<CeremonyId> {
    if !opens(record, event) {
        return None;
    }
    let payload = record.bytes(&Place::Payload(event.signed.claim.payload)).ok()?;
    let manifest: RoundManifest = decode("round manifest", &payload, MAX_PAYLOAD).ok()?;
    Some(manifest.ceremony)
}

/// The check that a refused event fails.
fn check_of(kind: Kind, refusal: &Refusal) -> u8 {
    use Kind::{
        Cancelled, Committed, Complained, Confirmed, Convened, Erratum, Extended, Held, KeysDestroyed,
        Opened, PayloadDeleted, PlanAdopted, Published, Rehearsed, Revealed, Sealed, SealingKeyDestroyed,
        SharesGiven, Stated, Submitted, Withdrawn,
    };
    match (refusal, kind) {
        (Refusal::Canonical(_), _) => 1,
        (
            Refusal::Payload(_)
            | Refusal::Signature(_)
            | Refusal::Role { .. }
            | Refusal::UnknownScope
            | Refusal::Height { .. }
            | Refusal::Parent { .. }
            | Refusal::Time { .. }
            | Refusal::RoundExists
            | Refusal::CeremonyExists,
            _,
        ) => 4,
        (Refusal::TooFewShares { .. }, _) => 8,
        (
            Refusal::Manifest(_)
            | Refusal::Budget { .. }
            | Refusal::Late(_)
            | Refusal::Earlier { .. }
            | Refusal::Overlap { .. },
            Opened,
        ) => 2,
        (Refusal::Mismatch("round id"), Opened) => 2,
        (
            _,
            Convened | Committed | Revealed | Confirmed | Complained | SealingKeyDestroyed | Opened
            | Rehearsed,
        ) => 3,
        (_, Submitted | Withdrawn) => 5,
        (_, Extended | Sealed) => 6,
        (_, Stated | SharesGiven) => 8,
        (_, PlanAdopted) => 10,
        (_, Published | Held | Cancelled | Erratum) => 12,
        (_, KeysDestroyed | PayloadDeleted) => 14,
    }
}
