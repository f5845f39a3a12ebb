//! One small complete round, 2 of 3 trustees, 4 members, 6 cells, with everything that its record holds.

use crate::round::{Opened, Round, release};
use crate::structure::Asked;
use crate::world::{DEADLINE, OPENS, key_of};
use anyhow::{Context, Result};
use intertally_core::canonical::encode;
use intertally_core::disclosure::Shown;
use intertally_core::event::payload::KeysDestroyed;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::{ShareOpenings, ShareProofs};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, Party, TrusteeIndex};
use intertally_core::publication::{KeySteps, PublicSheet};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, PartBody, SubmissionHeader};
use intertally_log::{LogSigner, Seen, Tree, WitnessSigner};
use intertally_publish::{Material, PublishError};
use intertally_verify::Maker;
use intertally_verify::record::{Edition, Files, Place, RecordBuilder, Sheet};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Name of the log.
pub const ORIGIN: &str = "log.example/intertally";
/// Figures per member and cell; none where a member does not report.
pub const TABLE: [[Option<u32>; 6]; 4] = [
    [Some(1), Some(12), Some(0), Some(7), None, Some(3)],
    [Some(2), Some(30), Some(9), Some(5), Some(4), Some(8)],
    [Some(0), Some(44), Some(6), Some(1), Some(0), None],
    [None, Some(5), Some(2), Some(90), Some(11), Some(6)],
];

/// Figures over [`Asked::nested`], with the bits of the cell that is counted alone.
pub const NESTED: [[Option<u32>; 5]; 4] = [
    [Some(50), Some(20), Some(30), Some(18), Some(1)],
    [Some(61), Some(21), Some(40), Some(20), Some(1)],
    [Some(72), Some(22), Some(50), Some(21), Some(1)],
    [Some(83), Some(23), Some(60), Some(20), Some(1)],
];

/// Everything of the round, public and not.
#[derive(Clone)]
pub struct SmallRound {
    /// All events with payloads, from 0.
    pub events: Vec<(Event, Vec<u8>)>,
    /// The manifest.
    pub manifest: RoundManifest,
    /// The structure file.
    pub structure: Vec<u8>,
    /// What it remembers of the rounds that it names.
    pub earlier: Vec<Remembered>,
    /// Submissions with their bodies, in log order; member 3 has two.
    pub submissions: Vec<(SubmissionHeader, Vec<PartBody>)>,
    /// Seeds of their ciphertexts, which members keep: of rounds that are filled here alone.
    pub seeds: Vec<[u8; 32]>,
    /// Step A.
    pub counts: CountsSheet,
    /// Step B.
    pub openings: OpeningsSheet,
    /// Of whom and what.
    pub composition: Composition,
    /// What readers see of each cell.
    pub shown: Vec<Shown>,
    /// For the public.
    pub public: PublicSheet,
    /// Both steps of each key with their proven answers.
    pub steps: Arc<Vec<Option<KeySteps>>>,
    /// Proofs of the trustees' answers, in log order.
    pub answers: Vec<ShareProofs>,
    /// What the trustees sealed to the coordinator with them.
    pub secrets: Arc<Vec<ShareOpenings>>,
    /// Sums of the sealed set.
    pub tally: Arc<Tally>,
    /// Published files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Makes the round's one published file.
pub struct Plain;

impl Maker for Plain {
    fn release(&self) -> &str {
        "plain"
    }

    fn files(&self, from: &Material<'_>) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
        Ok(release(from.manifest, from.shown))
    }
}

/// What member 1 says of its figures, to everybody.
fn notes() -> Vec<Note> {
    let note =
        |cell, attribute: &str, text: &str| Note { cell, attribute: attribute.into(), text: text.into() };
    vec![note(None, "COMMENT_DSET", "Year runs April to March"), note(Some(2), "COUNTING_UNIT", "case")]
}

impl SmallRound {
    /// Hold it, with the whole protocol.
    pub fn hold() -> Result<Self> {
        Self::hold_with(|_| ())
    }

    /// Hold it with another manifest. Cells 1 and 3 are shown in bands of 5.
    pub fn hold_with(change: impl FnOnce(&mut RoundManifest)) -> Result<Self> {
        Self::hold_table(&TABLE, change)
    }

    /// Hold it over other figures.
    pub fn hold_table(
        table: &[[Option<u32>; 6]; 4],
        change: impl FnOnce(&mut RoundManifest),
    ) -> Result<Self> {
        let asked = Asked { banded: BTreeSet::from([1, 3]), ..Asked::exact(6, 200) };
        Self::fill(Round::open_with(4, &asked, (3, 2), change), table)
    }

    /// Hold a round with the same members over a table in which one cell is the sum of others, another is nearly all of one, and a
    /// third is counted alone ([`Asked::nested`]).
    pub fn hold_nested() -> Result<Self> {
        let mut round = Round::open_with(4, &Asked::nested(), (3, 2), |_| ());
        let mut submissions = Vec::new();
        for (member, values) in (0..).zip(&NESTED) {
            let made = round.prepare(member, values);
            submissions.push((made.header.clone(), made.parts.clone()));
            round.submit(made);
        }
        Self::of(round, submissions)
    }

    /// Hold an open round of four members and six cells over these figures.
    pub fn fill(mut round: Round, table: &[[Option<u32>; 6]; 4]) -> Result<Self> {
        for trustee in 0..3u8 {
            let said = round.held[usize::from(trustee)].rehearse(round.id.0, &[0]);
            let who = Party::Trustee(TrusteeIndex(trustee));
            round.post(Instant(OPENS.0), who, Kind::Rehearsed, &said)?;
        }
        let (mut submissions, mut seeds) = (Vec::new(), Vec::new());
        // Member 3 corrects itself: its first submission counts no more.
        for (member, revision) in [(0, 0), (3, 0), (1, 0), (2, 0), (3, 1)] {
            let values = table.get(usize::from(member)).context("no figures")?;
            let mut made = round.prepare_revision((member, revision), values);
            if member == 1 {
                made = made.with_notes(notes())?;
            }
            submissions.push((made.header.clone(), made.parts.clone()));
            seeds.extend(made.secrets.iter().flat_map(|part| &part.seeds).map(|seed| *seed.as_bytes()));
            if (member, revision) == (3, 0) {
                round.check_and_log(made);
            } else {
                round.submit(made);
            }
        }
        Ok(Self { seeds, ..Self::of(round, submissions)? })
    }

    /// Count and publish a round in which all of this was submitted, and erase its keys.
    pub fn of(mut round: Round, submissions: Vec<(SubmissionHeader, Vec<PartBody>)>) -> Result<Self> {
        let counted = round.count()?;
        let opened = round.publish(counted)?;
        let trustees = u8::try_from(round.held.len())?;
        for trustee in 0..trustees {
            let claim = KeysDestroyed { keys: vec![round.key] };
            let at = Instant(DEADLINE.0 + 500);
            round.post(at, Party::Trustee(TrusteeIndex(trustee)), Kind::KeysDestroyed, &claim)?;
        }
        let Opened { counts, openings, composition, shown, public, steps, proofs, secrets, files, .. } =
            opened;
        let Round { structure, earlier, manifest, tally, .. } = round;
        let (events, tally) = (round.log.events, Arc::new(tally));
        Ok(Self {
            events,
            manifest,
            structure,
            earlier,
            submissions,
            seeds: vec![],
            counts,
            openings,
            composition,
            shown,
            public,
            steps: Arc::new(steps),
            answers: proofs,
            secrets: Arc::new(secrets),
            tally,
            files,
        })
    }

    /// Give every event its place again, after events were added, dropped, changed or reordered.
    pub fn chain(&mut self) {
        let (mut parent, mut height) = (Digest::ZERO, 0);
        for (event, _) in &mut self.events {
            (event.parent, event.height) = (parent, height);
            (parent, height) = (event.digest(), height + 1);
        }
    }

    /// Replace the payload of an event, signed again by its signer, and chain.
    pub fn replace<T: Serialize>(&mut self, at: usize, payload: &T) -> Result<()> {
        let (event, bytes) = self.events.get_mut(at).context("no such event")?;
        let claim = &event.signed.claim;
        let (who, scope, kind) = (claim.signer, claim.scope, claim.kind);
        *bytes = encode(payload);
        event.signed = SignedClaim::sign(&key_of(who), who, scope, kind, bytes, "test");
        self.chain();
        Ok(())
    }

    /// Place of the first event of a kind.
    pub fn find(&self, kind: Kind) -> Result<usize> {
        let found = self.events.iter().position(|(event, _)| event.signed.claim.kind == kind);
        found.with_context(|| format!("no {kind:?}"))
    }

    /// The record, with a fresh checkpoint by the aggregator's key that trustee 0 has cosigned.
    pub fn record(&self, edition: Edition) -> Result<Files> {
        // The last opening, whose payload a test may have changed.
        let opened = self.events.iter().rfind(|(event, _)| event.signed.claim.kind == Kind::Opened);
        let id = match opened.map(|(event, _)| event.signed.claim.scope) {
            Some(Scope::Round(id)) => id,
            _ => self.manifest.id(),
        };
        let mut record = RecordBuilder::new(edition, ORIGIN, id);
        let mut tree = Tree::default();
        for (event, payload) in &self.events {
            let claim = &event.signed.claim;
            let inside = claim.scope == Scope::Round(id)
                || claim.scope == Scope::Ceremony(self.manifest.ceremony)
                || !Fold::skips_payload(claim.kind);
            record.event(event, inside.then_some(payload.as_slice()));
            tree.push(event.leaf());
        }
        for (header, parts) in &self.submissions {
            header.parts.iter().zip(parts).for_each(|(named, body)| {
                record.part(named, body);
            });
        }
        self.answers.iter().for_each(|proofs| {
            record.answer(proofs);
        });
        record.file(Place::Structure, self.structure.clone());
        record.file(Place::Sheet(Sheet::Public), encode(&self.public));
        record.sheets(&self.counts, &self.openings, &self.composition).earlier(&self.earlier);
        for (name, bytes) in &self.files {
            record.file(Place::Published(name.clone()), bytes.clone());
        }
        let signer = LogSigner::new(ORIGIN, &key_of(Party::Aggregator).to_seed())?;
        let seen = Seen::first(signer.checkpoint(&tree.root())?);
        let witness = WitnessSigner::new("trustee-0", &key_of(Party::Trustee(TrusteeIndex(0))).to_seed())?;
        record.file(Place::Checkpoint, witness.cosign(&seen, 1_700_000_000)?.note().to_vec());
        Ok(record.build()?)
    }
}
