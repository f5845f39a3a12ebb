//! One small complete round, 2 of 3 trustees, 4 members, 6 cells, with everything that its record holds.

use crate::log::Log;
use crate::world::{self, DEADLINE, OPENS, key_of};
use anyhow::{Context, Result, anyhow};
use intertally_core::disclosure::{self, PlanInput};
use intertally_core::event::payload::{
    AdoptedPlan, KeysDestroyed, Publication, SealedSet, Step, file_digest,
};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee as Numbers;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::open::Opener;
use intertally_core::opening::share::{ShareSet, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::seal::{SealingRandomness, SecretSealingKey};
use intertally_core::submission::prepare::round_keys;
use intertally_core::submission::verify::Checks;
use intertally_core::submission::{PartBody, Status, SubmissionHeader, Unverified, prepare};
use intertally_custody::consent::consent;
use intertally_custody::consent::step_b::{self, CheckedPlan};
use intertally_custody::consent::view::{Own, RoundView};
use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore, Stated};
use intertally_custody::opening::{Answer, give_shares};
use intertally_log::{LogSigner, Seen, Tree, WitnessSigner};
use intertally_verify::record::{Edition, Files, Place, RecordBuilder};
use intertally_verify::{Regenerate, Released};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::Serialize;
use std::collections::BTreeMap;

/// Name of the log.
pub const ORIGIN: &str = "log.example/intertally";
/// Figures per member and cell; none where a member does not report.
pub const TABLE: [[Option<u32>; 6]; 4] = [
    [Some(1), Some(12), Some(0), Some(7), None, Some(3)],
    [Some(2), Some(30), Some(9), Some(5), Some(4), Some(8)],
    [Some(0), Some(44), Some(6), Some(1), Some(0), None],
    [None, Some(5), Some(2), Some(90), Some(11), Some(6)],
];

/// Everything of the round, public and not.
#[derive(Clone)]
pub struct SmallRound {
    /// All events with payloads, from 0.
    pub events: Vec<(Event, Vec<u8>)>,
    /// The manifest.
    pub manifest: RoundManifest,
    /// Submissions with their bodies, in log order; member 3 has two.
    pub submissions: Vec<(SubmissionHeader, Vec<PartBody>)>,
    /// Step A.
    pub counts: CountsSheet,
    /// Step B.
    pub openings: OpeningsSheet,
    /// Of whom and what.
    pub composition: Composition,
    /// Published files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Makes the round's one published file: cell key and total.
pub struct Plain;

impl Regenerate for Plain {
    fn files(&self, from: &Released<'_>) -> Result<BTreeMap<String, Vec<u8>>, String> {
        Ok(release(from.manifest, from.openings))
    }
}

fn release(manifest: &RoundManifest, openings: &OpeningsSheet) -> BTreeMap<String, Vec<u8>> {
    let key = |cell: u32| manifest.cells.get(cell as usize).map_or("", |cell| cell.key.as_str());
    let line = |opened: &intertally_core::opening::sheet::OpenedCell| {
        format!("{},{}\n", key(opened.cell), opened.total)
    };
    let text: String = openings.cells.iter().map(line).collect();
    BTreeMap::from([("totals.csv".to_owned(), format!("KEY,OBS_VALUE\n{text}").into_bytes())])
}

#[derive(Default)]
struct Memory;

impl LedgerStore for Memory {
    type Error = std::convert::Infallible;
    fn append(&mut self, _: &LedgerEntry) -> Result<(), Self::Error> {
        Ok(())
    }
}

struct Desk {
    log: Log,
    id: RoundId,
    rng: ChaCha20Rng,
}

impl Desk {
    fn post<T: Serialize>(&mut self, after: i64, who: Party, kind: Kind, payload: &T) -> Result<()> {
        let at = Instant(DEADLINE.0 + after);
        Ok(self.log.post(at, (who, Scope::Round(self.id)), kind, payload)?)
    }

    fn state(&self) -> Result<&intertally_core::fold::RoundState> {
        self.log.fold.round(&self.id).context("no round")
    }

    fn give(&mut self, manifest: &RoundManifest, shares: &ShareSet) -> Result<()> {
        let step_a = shares.signed.head.question.step == Step::A;
        let reply = step_a.then(|| SecretSealingKey::generate(&mut self.rng).public());
        let randomness = SealingRandomness::generate(&mut self.rng);
        let (_, given): (_, SharesGiven) = shares.seal(&manifest.coordinator.sealing, reply, &randomness)?;
        self.post(400, Party::Trustee(shares.signed.head.trustee), Kind::SharesGiven, &given)
    }
}

fn state(desk: &mut Desk, tally: &Tally, trustee: TrusteeIndex) -> Result<(Ledger, Stated)> {
    let round = desk.state()?;
    let pinned_members = round.manifest().members.iter().map(|member| member.signing).collect();
    let own = Own { log_consistent: true, pinned_members, new_structure: false };
    let view = RoundView::read(round, 0, tally, own, trustee).context("no view")?;
    let key = round.manifest().keys.first().context("no key")?.key;
    let mut ledger = Ledger::replay(&[LedgerEntry::KeyConfirmed { key }])?;
    let now = Instant(DEADLINE.0 + 300);
    let intent = consent(&ledger, &view, trustee, now).map_err(|why| anyhow!("{why:?}"))?;
    let stated = intent.persist(&mut ledger, &mut Memory).map_err(|why| anyhow!("{why}"))?;
    desk.post(300, Party::Trustee(trustee), Kind::Stated, stated.statement())?;
    Ok((ledger, stated))
}

impl SmallRound {
    /// Hold it, with the whole protocol.
    pub fn hold() -> Result<Self> {
        Self::hold_with(|_| ())
    }

    /// Hold it with another manifest.
    pub fn hold_with(change: impl FnOnce(&mut RoundManifest)) -> Result<Self> {
        let mut rng = ChaCha20Rng::seed_from_u64(46);
        let mut log = Log::default();
        let (ceremony, held) = crate::ceremony::hold(&mut log, (3, 2), 1, &mut rng)?;
        let made = ceremony.keys().into_iter().next().context("no key")?;
        let mut manifest = world::round(4, 6, 200, (3, 2), ceremony.id(), made.digest);
        change(&mut manifest);
        let keys = round_keys(&manifest, &ceremony).context("no keys")?;
        let (id, checks) = (manifest.id(), Checks::of(&manifest));
        log.post(Instant(300), (Party::Coordinator, Scope::Round(id)), Kind::Opened, &manifest)?;
        let mut desk = Desk { log, id, rng };
        let (mut tally, mut submissions) = (Tally::new(&manifest), Vec::new());
        // Member 3 corrects itself: its first submission counts no more.
        for (member, revision) in [(0, 0), (3, 0), (1, 0), (2, 0), (3, 1)] {
            let values = TABLE.get(usize::from(member)).context("no figures")?;
            let status = |x: &Option<u32>| if x.is_some() { Status::Normal } else { Status::Missing };
            let place = (MemberIndex(member), revision);
            let statuses = values.iter().map(status).collect();
            let made = prepare(&manifest, &keys, place, statuses, values, None, &mut desk.rng)?;
            let verified =
                Unverified::new(made.parts.clone()).verify(&checks, &made.header, &mut desk.rng)?;
            let who = (Party::Member(MemberIndex(member)), Scope::Round(id));
            desk.log.post(OPENS, who, Kind::Submitted, &made.header)?;
            if (member, revision) != (3, 0) {
                tally.add(&verified)?;
            }
            submissions.push((made.header, made.parts));
        }
        let members = desk.state()?.latest().map(|(member, latest)| (member, latest.digest)).collect();
        let sealed = SealedSet { members, aggregates: tally.aggregates() };
        desk.post(200, Party::Coordinator, Kind::Sealed, &sealed)?;
        let mut seats = Vec::new();
        for trustee in 0..3 {
            seats.push(state(&mut desk, &tally, TrusteeIndex(trustee))?);
        }
        let key = made.key_id;
        let statements = desk.state()?.statements(&key).context("no statements")?.clone();
        let aggregate = *sealed.aggregates.first().context("no sum")?;
        let opener = Opener { manifest: &manifest, tally: &tally, part: 0, aggregate };
        let (numbers, sum) = (Numbers::new(3, 2)?, tally.sums(0));
        let mut answers = Vec::new();
        // Trustees 0 and 2 answer.
        let answering = [0usize, 2];
        for at in answering {
            let (seat, held) = (seats.get(at).context("seat")?, held.get(at).context("keys")?);
            let quorate = seat.1.quorum(&statements).map_err(|why| anyhow!("{why}"))?;
            let signing = key_of(Party::Trustee(TrusteeIndex(at as u8)));
            let shares = give_shares(&quorate, Answer::StepA, &held.for_opening(0, numbers), &sum, &signing)
                .map_err(|why| anyhow!("{why}"))?;
            desk.give(&manifest, &shares)?;
            answers.push(shares);
        }
        let counts = CountsSheet { round: id, keys: vec![opener.counts(answers)?.opened] };
        let input = PlanInput::of_round(&manifest, tally.reported(), &counts.counts(), None, &[]);
        let approved = disclosure::plan(&input)?.approved();
        let plan = AdoptedPlan { approved: approved.iter().copied().collect(), counts: counts.digest() };
        desk.post(400, Party::Coordinator, Kind::PlanAdopted, &plan)?;
        let checked = CheckedPlan::of(desk.state()?, &tally, &counts, &[])?;
        let mut answers = Vec::new();
        for at in answering {
            let (seat, held) = (seats.get_mut(at).context("seat")?, held.get(at).context("keys")?);
            let quorate = seat.1.quorum(&statements).map_err(|why| anyhow!("{why}"))?;
            let intent = step_b::consent(&quorate, &seat.0, &checked)?;
            let token = intent.persist(&mut seat.0, &mut Memory).map_err(|why| anyhow!("{why}"))?;
            let signing = key_of(Party::Trustee(TrusteeIndex(at as u8)));
            let ready = held.for_opening(0, numbers);
            let shares = give_shares(&quorate, Answer::StepB(&token), &ready, &sum, &signing)
                .map_err(|why| anyhow!("{why}"))?;
            desk.give(&manifest, &shares)?;
            answers.push(shares);
        }
        let openings = OpeningsSheet { round: id, cells: opener.totals(&approved, answers)?.opened };
        let composition = Composition::of(&manifest, tally.reported(), approved.iter().copied(), None, false);
        let files = release(&manifest, &openings);
        let named = files.iter().map(|(name, bytes)| (name.clone(), file_digest(bytes))).collect();
        let publication =
            Publication { files: named, openings: openings.digest(), composition: composition.digest() };
        desk.post(400, Party::Coordinator, Kind::Published, &publication)?;
        for trustee in 0..3 {
            let claim = KeysDestroyed { keys: vec![key] };
            desk.post(500, Party::Trustee(TrusteeIndex(trustee)), Kind::KeysDestroyed, &claim)?;
        }
        let events = desk.log.events;
        Ok(Self { events, manifest, submissions, counts, openings, composition, files })
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
        *bytes = intertally_core::canonical::encode(payload);
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
        let opened = self.events.iter().find(|(event, _)| event.signed.claim.kind == Kind::Opened);
        let id = match opened.map(|(event, _)| event.signed.claim.scope) {
            Some(Scope::Round(id)) => id,
            _ => self.manifest.id(),
        };
        let mut record = RecordBuilder::new(edition, ORIGIN, id);
        let mut tree = Tree::default();
        for (event, payload) in &self.events {
            record.event(event, Some(payload));
            tree.push(event.leaf());
        }
        for (header, parts) in &self.submissions {
            header.parts.iter().zip(parts).for_each(|(named, body)| {
                record.part(named, body);
            });
        }
        record.sheets(&self.counts, &self.openings, &self.composition);
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
