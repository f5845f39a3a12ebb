//! Vectors of the fold: a list of events with their payloads (docs/spec.md section 6).

use super::{Outcome, Vector, bytes};
use crate::world::{self, DEADLINE, OPENS, key_of};
use anyhow::{Context, Result, anyhow};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{CeremonyId, Instant, MemberIndex, Party, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{PartHeader, Status, SubmissionHeader};
use serde::Serialize;
use serde_json::{Value, json};

/// Fold the events; answer with the parent digest and the phase of each round.
pub fn log(input: &Value) -> Result<Outcome> {
    let mut fold = Fold::default();
    for entry in input["events"].as_array().context("events")? {
        let event: Event = match decode("event", &bytes(entry, "event")?, 1 << 16) {
            Ok(event) => event,
            Err(_) => return Ok(Err("BYTES".into())),
        };
        if let Err(refusal) = fold.apply(&event, &bytes(entry, "payload")?) {
            return Ok(Err(refusal.rule().into()));
        }
    }
    let phases: Vec<&str> = fold.rounds().map(|(_, round)| round.phase().name()).collect();
    Ok(Ok(json!({ "height": fold.height(), "parent": fold.parent().to_string(), "phases": phases })))
}

struct Script {
    fold: Fold,
    id: RoundId,
    entries: Vec<Value>,
}

impl Script {
    fn entry<T: Serialize>(&self, at: Instant, signer: Party, kind: Kind, payload: &T) -> (Event, Vec<u8>) {
        let payload = encode(payload);
        let scope = Scope::Round(self.id);
        let signed = SignedClaim::sign(&key_of(signer), signer, scope, kind, &payload, "vectors");
        (Event { parent: self.fold.parent(), height: self.fold.height(), at, signed }, payload)
    }

    fn post<T: Serialize>(&mut self, at: Instant, signer: Party, kind: Kind, payload: &T) -> Result<()> {
        let (event, payload) = self.entry(at, signer, kind, payload);
        self.fold.apply(&event, &payload).map_err(|refusal| anyhow!("{refusal}"))?;
        self.entries.push(json_entry(&event, &payload));
        Ok(())
    }
}

fn json_entry(event: &Event, payload: &[u8]) -> Value {
    json!({ "event": hex::encode(event.leaf()), "payload": hex::encode(payload) })
}

fn header(manifest: &RoundManifest, member: u16) -> SubmissionHeader {
    SubmissionHeader {
        round: manifest.id(),
        member: MemberIndex(member),
        revision: 0,
        statuses: vec![Status::Normal, Status::Missing],
        parts: vec![PartHeader {
            key: manifest.keys[0].key,
            ciphertexts: vec![Some(Digest::ZERO)],
            commitments: Digest::ZERO,
            proofs: Digest::ZERO,
        }],
    }
}

pub fn make() -> Result<Vec<(&'static str, Vector)>> {
    let ceremony = CeremonyId(digest("vectors", &[]));
    let manifest = world::round(3, 2, 100, (3, 2), ceremony, Digest::ZERO);
    let mut script = Script { fold: Fold::default(), id: manifest.id(), entries: vec![] };
    script.post(Instant(0), Party::Coordinator, Kind::Opened, &manifest)?;
    for member in 0..3 {
        let signer = Party::Member(MemberIndex(member));
        script.post(OPENS, signer, Kind::Submitted, &header(&manifest, member))?;
    }
    let round = script.fold.round(&script.id).context("round")?;
    let members: Vec<_> = round.latest().map(|(member, latest)| (member, latest.digest)).collect();
    let set = SealedSet { members, aggregates: vec![Digest::ZERO] };
    let mut short = set.clone();
    short.members.pop();
    let short = script.entry(DEADLINE, Party::Coordinator, Kind::Sealed, &short);
    let replayed =
        script.entry(DEADLINE, Party::Member(MemberIndex(0)), Kind::Submitted, &header(&manifest, 0));
    let before = script.entries.clone();
    script.post(DEADLINE, Party::Coordinator, Kind::Sealed, &set)?;
    let whole = script.entries.clone();

    let mut made = Vec::new();
    let mut add = |path, about: &str, events: Vec<Value>, expect: Value| {
        let input = json!({ "events": events });
        made.push((path, Vector { kind: "log".into(), about: about.into(), input, expect }));
    };
    let expect = json!({ "height": 5, "parent": script.fold.parent().to_string(), "phases": ["sealed"] });
    add("log/sealed.json", "Three members submit, the coordinator seals", whole.clone(), expect);
    let rule = |rule: &str| json!({ "rule": rule });
    let mut dropped = whole.clone();
    dropped.remove(2);
    add("log/bad_dropped.json", "An event is dropped", dropped, rule("LOG-HEIGHT"));
    let mut reordered = whole.clone();
    reordered.swap(1, 2);
    add("log/bad_reordered.json", "Two events change places", reordered, rule("LOG-HEIGHT"));
    let with = |(event, payload): &(Event, Vec<u8>)| {
        let mut events = before.clone();
        events.push(json_entry(event, payload));
        events
    };
    add("log/bad_seal_set.json", "The seal leaves a member out", with(&short), rule("SEAL-SET"));
    add("log/bad_replay.json", "A submission is sent again as new", with(&replayed), rule("REVISION"));
    let (mut event, payload) = script.entry(DEADLINE, Party::Coordinator, Kind::Sealed, &set);
    event.height = 4;
    event.parent = short.0.parent;
    event.signed.signature.1[0] ^= 1;
    add("log/bad_signature.json", "A flipped bit in a signature", with(&(event, payload)), rule("SIGNATURE"));
    let mut changed = whole;
    let text = changed[3]["payload"].as_str().unwrap_or_default().to_owned() + "00";
    changed[3]["payload"] = json!(text);
    add("log/bad_payload.json", "A byte is added to a payload", changed, rule("LOG-PAYLOAD"));
    Ok(made)
}
