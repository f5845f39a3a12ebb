//! Vectors of the fold: a list of events with their payloads (docs/spec.md section 6).

use super::{Library, Outcome, Vector, bytes};
use crate::log::Log;
use crate::world::{self, DEADLINE, OPENS, key_of};
use anyhow::{Context, Result};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::party::{Instant, MemberIndex, Party, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, PartHeader, Status, SubmissionHeader};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// Fold the events; answer with the parent digest and the phase of each round. An input may go on after the first
/// `take` events of another vector, `after`.
pub fn log(input: &Value, library: &Library) -> Result<Outcome> {
    let mut fold = Fold::default();
    let mut entries = Vec::new();
    if let Some(name) = input["after"].as_str() {
        let before = library.get(Path::new(name)).context("the vector that this one goes on after")?;
        let take = usize::try_from(input["take"].as_u64().context("take")?)?;
        entries.extend(before.input["events"].as_array().context("events")?.iter().take(take));
    }
    entries.extend(input["events"].as_array().context("events")?);
    for entry in entries {
        let event: Event = match decode("event", &bytes(entry, "event")?, 1 << 16) {
            Ok(event) => event,
            Err(_) => return Ok(Err("BYTES".into())),
        };
        if let Err(refusal) = fold.apply(&event, &bytes(entry, "payload")?) {
            return Ok(Err(refusal.rule().to_string()));
        }
    }
    let phases: Vec<&str> = fold.rounds().map(|(_, round)| round.phase().name()).collect();
    Ok(Ok(json!({ "height": fold.height(), "parent": fold.parent().to_string(), "phases": phases })))
}

struct Script {
    log: Log,
    id: RoundId,
}

impl Script {
    fn post<T: Serialize>(&mut self, at: Instant, signer: Party, kind: Kind, payload: &T) -> Result<()> {
        Ok(self.log.post(at, (signer, Scope::Round(self.id)), kind, payload)?)
    }

    /// The entry that would come next, whether or not it is refused.
    fn entry<T: Serialize>(&self, signer: Party, kind: Kind, payload: &T) -> (Event, Vec<u8>) {
        let at = if kind == Kind::Opened { OPENS } else { DEADLINE };
        let (payload, fold) = (encode(payload), &self.log.fold);
        let scope = Scope::Round(self.id);
        let signed = SignedClaim::sign(&key_of(signer), signer, scope, kind, &payload, "test");
        (Event { parent: fold.parent(), height: fold.height(), at, signed }, payload)
    }
}

const SEALED: &str = "log/sealed.json";

fn json_entry((event, payload): &(Event, Vec<u8>)) -> Value {
    json!({ "event": hex::encode(event.leaf()), "payload": hex::encode(payload) })
}

fn notes(text: &str) -> Vec<Note> {
    let note =
        |cell, attribute: &str, text: &str| Note { cell, attribute: attribute.into(), text: text.into() };
    vec![note(None, "COMMENT_DSET", text), note(Some(0), "COUNTING_UNIT", "case")]
}

fn header(manifest: &RoundManifest, member: u16) -> SubmissionHeader {
    SubmissionHeader {
        round: manifest.id(),
        member: MemberIndex(member),
        revision: 0,
        statuses: vec![Status::Normal, Status::Missing],
        public: vec![],
        confidential: vec![],
        parts: vec![PartHeader {
            key: manifest.keys[0].key,
            ciphertexts: vec![Some(Digest::ZERO)],
            proofs: Digest::ZERO,
        }],
        // The second member says something of its return, and of its first cell.
        notes: if member == 1 { notes("Year runs April to March") } else { vec![] },
    }
}

/// Every vector: a log up to a seal, and what goes wrong after some of its events.
pub fn make() -> Result<Vec<(&'static str, Vector)>> {
    let mut log = Log::default();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (ceremony, _) = crate::ceremony::hold(&mut log, (3, 2), 1, &mut rng)?;
    let key = ceremony.keys().first().context("key")?.digest;
    let manifest = world::round(3, 2, 100, (3, 2), ceremony.id(), key);
    let first = log.events.len();
    let mut script = Script { log, id: manifest.id() };
    script.post(Instant(300), Party::Coordinator, Kind::Opened, &manifest)?;
    for member in 0..3 {
        let signer = Party::Member(MemberIndex(member));
        script.post(OPENS, signer, Kind::Submitted, &header(&manifest, member))?;
    }
    let round = script.log.fold.round(&script.id).context("round")?;
    let members: Vec<_> = round.latest().map(|(member, latest)| (member, latest.digest)).collect();
    let set = SealedSet { members, aggregates: vec![Digest::ZERO], counted: Counted::all(&[0], false) };
    let mut short = set.clone();
    short.members.pop();
    let short = script.entry(Party::Coordinator, Kind::Sealed, &short);
    let replayed = script.entry(Party::Member(MemberIndex(0)), Kind::Submitted, &header(&manifest, 0));
    let noted = |notes| {
        let mut header = header(&manifest, 1);
        (header.revision, header.notes) = (1, notes);
        script.entry(Party::Member(MemberIndex(1)), Kind::Submitted, &header)
    };
    let steering = noted(notes("a\u{1b}[2Jb"));
    let mut disordered = notes("first");
    disordered.reverse();
    let disordered = noted(disordered);
    let mut forged = script.entry(Party::Coordinator, Kind::Sealed, &set);
    forged.0.signed.signature.1[0] ^= 1;
    let before_the_seal = script.log.events.len();
    script.post(DEADLINE, Party::Coordinator, Kind::Sealed, &set)?;

    let mut made = Vec::new();
    let mut add = |path, about: &str, input: Value, expect: Value| {
        made.push((path, Vector { kind: "log".into(), about: about.into(), input, expect }));
    };
    let entries: Vec<Value> = script.log.events.iter().map(json_entry).collect();
    let rule = |rule: &str| json!({ "rule": rule });
    let after = |take: usize, events: &[Value]| json!({ "after": SEALED, "take": take, "events": events });
    let expect = json!({
        "height": entries.len(), "parent": script.log.fold.parent().to_string(), "phases": ["sealed"]
    });
    add(
        SEALED,
        "A ceremony of 2 of 3; three members submit, the coordinator seals",
        json!({ "events": entries }),
        expect,
    );
    let dropped = after(first + 1, &entries[first + 2..]);
    add("log/bad_dropped.json", "An event is dropped", dropped, rule("LOG-HEIGHT"));
    let mut reordered = entries[first + 1..].to_vec();
    reordered.swap(0, 1);
    let reordered = after(first + 1, &reordered);
    add("log/bad_reordered.json", "Two events change places", reordered, rule("LOG-HEIGHT"));
    let next = |entry: &(Event, Vec<u8>)| after(before_the_seal, &[json_entry(entry)]);
    add("log/bad_seal_set.json", "The seal leaves a member out", next(&short), rule("SEAL-SET"));
    add("log/bad_replay.json", "A submission is sent again as new", next(&replayed), rule("REVISION"));
    add("log/bad_note_text.json", "A note holds a control character", next(&steering), rule("NOTES"));
    add("log/bad_note_order.json", "Notes out of order", next(&disordered), rule("NOTES"));
    add("log/bad_signature.json", "A flipped bit in a signature", next(&forged), rule("SIGNATURE"));
    let mut changed = entries[before_the_seal].clone();
    changed["payload"] = json!(changed["payload"].as_str().unwrap_or_default().to_owned() + "00");
    let changed = after(before_the_seal, &[changed]);
    add("log/bad_payload.json", "A byte is added to a payload", changed, rule("LOG-PAYLOAD"));
    let stranger = Script { log: Log::default(), id: manifest.id() };
    let opened = stranger.entry(Party::Coordinator, Kind::Opened, &manifest);
    let alone = json!({ "events": [json_entry(&opened)] });
    add("log/bad_no_ceremony.json", "A round without its ceremony", alone, rule("CEREMONY-UNKNOWN"));
    Ok(made)
}
