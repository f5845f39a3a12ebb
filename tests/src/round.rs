//! A whole round in memory, step by step, with real lattice, proofs and ceremony.
#![expect(clippy::unwrap_used, reason = "a test's helper may fail loudly")]

use crate::ceremony::Dates;
use crate::log::Log;
use crate::structure::Asked;
use crate::world::{self, DEADLINE, OPENS};
use intertally_core::ceremony::CeremonyState;
use intertally_core::disclosure::{Shown, countable, decide, shown};
use intertally_core::event::payload::{AdoptedPlan, Publication, SealedSet, file_digest};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::Refusal;
use intertally_core::hash::Digest;
use intertally_core::opening::asked::{Asked as Question, ProvenShares};
use intertally_core::opening::combine::Answer as Combined;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::open::{OpenFault, Opener};
use intertally_core::opening::positions::Step;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::{ShareOpenings, ShareProofs, ShareSet, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::statement::{Statements, quorum};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::publication::{self, KeySteps, PublicSheet};
use intertally_core::round::{CellSpec, RoundManifest};
use intertally_core::seal::{SealingRandomness, SecretSealingKey};
use intertally_core::submission::{
    Checks, Prepared, Status, Unverified, Verified, VerifiedSubmission, prepare,
};
use intertally_custody::consent::consent;
use intertally_custody::consent::step_b::{self, CheckedPlan};
use intertally_custody::consent::view::{Own, RoundView};
use intertally_custody::ledger::{Ledger, LedgerEntry, LedgerStore, Stated};
use intertally_custody::opening::{Answer, GiveError, OwnRound, give_shares};
use intertally_custody::subkey::HeldKeys;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use serde::Serialize;
use std::collections::BTreeMap;

/// When the trustees answer.
const LATER: Instant = Instant(DEADLINE.0 + 400);
/// A ledger's disk in memory.
#[derive(Default)]
pub struct Memory(Vec<LedgerEntry>);

impl LedgerStore for Memory {
    type Error = std::convert::Infallible;
    fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error> {
        self.0.push(entry.clone());
        Ok(())
    }
}

/// A round with everything that its parties hold.
pub struct Round {
    /// The log, ceremony included.
    pub log: Log,
    /// The round.
    pub manifest: RoundManifest,
    /// Its id.
    pub id: RoundId,
    /// The structure file that it names.
    pub structure: Vec<u8>,
    /// What later rounds and this one say of earlier ones, oldest first.
    pub earlier: Vec<Remembered>,
    /// Begin of its ceremony; all dates are counted from here.
    pub begin: i64,
    /// Its one key.
    pub key: KeyId,
    /// What each trustee holds.
    pub held: Vec<HeldKeys>,
    /// The submissions so far, added up.
    pub tally: Tally,
    /// What checks of submissions need.
    pub checks: Checks,
    /// What coordinator and trustees count, if that is not what the rules admit.
    pub counts_instead: Option<Counted>,
    /// Seeded.
    pub rng: ChaCha20Rng,
}

impl Round {
    /// A log with a ceremony and an open round.
    pub fn open(members: u16, cells: u32, max: u32, committee: (u8, u8)) -> Self {
        Self::open_with(members, &Asked::exact(cells, max), committee, |_| ())
    }

    /// The same over these cells, with a changed manifest.
    pub fn open_with(
        members: u16,
        asked: &Asked,
        committee: (u8, u8),
        change: impl FnOnce(&mut RoundManifest),
    ) -> Self {
        Self::open_on(Log::default(), 0, (members, asked, committee), change).unwrap()
    }

    /// The same on a log that is there already, with a ceremony of its own that begins at `begin`. Names no earlier round.
    pub fn open_on(
        mut log: Log,
        begin: i64,
        (members, asked, (n, t)): (u16, &Asked, (u8, u8)),
        change: impl FnOnce(&mut RoundManifest),
    ) -> Result<Self, Refusal> {
        let seed = u64::from(members) + 1000 * u64::from(n) + begin.unsigned_abs();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let dates = Dates { begin, unit: 1 };
        let (ceremony, held) = crate::ceremony::hold_at(&mut log, (n, t), 1, dates, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let mut manifest = world::round_over(members, asked, (n, t), ceremony.id(), made.digest);
        (manifest.opens.0, manifest.deadline.0) = (OPENS.0 + begin, DEADLINE.0 + begin);
        change(&mut manifest);
        let id = manifest.id();
        let mut round = Self {
            log,
            id,
            structure: asked.structure().into_bytes(),
            earlier: vec![],
            begin,
            key: made.key_id,
            held,
            tally: Tally::new(&manifest),
            checks: Checks::of(&manifest, &ceremony).unwrap(),
            counts_instead: None,
            rng,
            manifest,
        };
        let manifest = round.manifest.clone();
        round.post(Instant(300), Party::Coordinator, Kind::Opened, &manifest)?;
        Ok(round)
    }

    /// Post an event of the round, `at` counted from its begin.
    pub fn post<T: Serialize>(
        &mut self,
        at: Instant,
        who: Party,
        kind: Kind,
        payload: &T,
    ) -> Result<(), Refusal> {
        let at = Instant(at.0 + self.begin);
        self.log.post(at, (who, Scope::Round(self.id)), kind, payload)
    }

    /// The ceremony that made its key.
    pub fn ceremony(&self) -> &CeremonyState {
        self.log.fold.ceremony(&self.manifest.ceremony).unwrap()
    }

    /// Encrypt and prove.
    pub fn prepare(&mut self, member: u16, values: &[Option<u32>]) -> Prepared {
        self.prepare_revision((member, 0), values)
    }

    /// The same for any revision; in a revision round no figure changed.
    pub fn prepare_revision(&mut self, place: (u16, u32), values: &[Option<u32>]) -> Prepared {
        let changed = self.manifest.revision.then(|| vec![false; values.len()]);
        self.prepare_changed(place, values, changed.as_deref())
    }

    /// The same for a revision round, with which figures changed.
    pub fn prepare_changed(
        &mut self,
        (member, revision): (u16, u32),
        values: &[Option<u32>],
        changed: Option<&[bool]>,
    ) -> Prepared {
        let status = |value: &Option<u32>| if value.is_some() { Status::Normal } else { Status::Missing };
        let statuses = values.iter().map(status).collect();
        let place = (MemberIndex(member), revision);
        prepare(&self.manifest, self.checks.keys(), place, statuses, values, changed, &mut self.rng).unwrap()
    }

    /// Check as the aggregator does, and log; later in the sum.
    pub fn submit(&mut self, prepared: Prepared) {
        let verified = self.check_and_log(prepared);
        self.tally.add(&verified).unwrap();
    }

    /// Check as the aggregator does, and log; not in the sum, as it will be replaced.
    pub fn check_and_log(&mut self, prepared: Prepared) -> Verified<VerifiedSubmission> {
        let (member, header) = (prepared.header.member, prepared.header);
        let checked = Unverified::new(prepared.parts).verify(&self.checks, &header, &mut self.rng);
        self.post(OPENS, Party::Member(member), Kind::Submitted, &header).unwrap();
        checked.unwrap()
    }

    /// Seal the latest submissions.
    pub fn seal(&mut self) {
        let aggregates = self.tally.aggregates();
        let round = self.log.fold.round(&self.id).unwrap();
        let members = round.latest().map(|(member, latest)| (member, latest.digest)).collect();
        let admitted = || countable(&self.manifest, &round.returned(), &self.earlier).unwrap();
        let counted = self.counts_instead.clone().unwrap_or_else(admitted);
        let set = SealedSet { members, aggregates, counted };
        self.post(Instant(DEADLINE.0 + 200), Party::Coordinator, Kind::Sealed, &set).unwrap();
    }

    /// What a trustee makes of it.
    pub fn view(&self, trustee: TrusteeIndex) -> RoundView {
        let state = self.log.fold.round(&self.id).unwrap();
        let pinned_members = self.manifest.members.iter().map(|member| member.signing).collect();
        let mut own = Own::of(&self.log.fold, state, pinned_members, &self.structure);
        if let Some(counted) = &self.counts_instead {
            own.countable.clone_from(counted);
        }
        RoundView::read(state, 0, &self.tally, own, trustee).unwrap()
    }
}

/// A trustee that has stated.
pub struct Seat {
    /// Its ledger.
    pub ledger: Ledger,
    /// Where the ledger is written.
    pub disk: Memory,
    /// The token.
    pub stated: Stated,
}

/// State for the sealed set.
pub fn state(round: &mut Round, trustee: u8) -> Seat {
    let view = round.view(TrusteeIndex(trustee));
    let mut ledger = Ledger::replay(&[LedgerEntry::KeyConfirmed { key: round.key }]).unwrap();
    let mut disk = Memory::default();
    let now = Instant(DEADLINE.0 + 300);
    let clock = Instant(now.0 + round.begin);
    let intent = consent(&ledger, &view, TrusteeIndex(trustee), clock).unwrap();
    let stated = intent.persist(&mut ledger, &mut disk).unwrap();
    let who = Party::Trustee(TrusteeIndex(trustee));
    round.post(now, who, Kind::Stated, stated.statement()).unwrap();
    Seat { ledger, disk, stated }
}

/// A round whose counts are known and whose plan is made, but not yet adopted.
pub struct AfterStepA {
    /// Trustees that stated.
    pub seats: Vec<Seat>,
    statements: Statements,
    /// Trustees that answer: the last t of those that stated.
    pub answering: Vec<u8>,
    /// What step A asked of the one key; none if no cell is counted.
    pub asked: Option<Question>,
    /// Per key the answers to step A whose proofs hold.
    pub proven: Vec<Vec<ProvenShares>>,
    /// Proofs of the answers so far, in the order of the log.
    pub proofs: Vec<ShareProofs>,
    /// What was sealed to the coordinator with each.
    pub secrets: Vec<ShareOpenings>,
    /// The counts.
    pub sheet: CountsSheet,
    /// The plan that follows.
    pub plan: AdoptedPlan,
    /// What later rounds will name.
    pub composition: Option<Composition>,
}

/// What a round came to.
pub struct Opened {
    /// Totals by cell.
    pub totals: BTreeMap<u32, u64>,
    /// The counts.
    pub counts: CountsSheet,
    /// The totals with what opens them.
    pub openings: OpeningsSheet,
    /// Of whom and what.
    pub composition: Composition,
    /// What readers see of each cell.
    pub shown: Vec<Shown>,
    /// For the public.
    pub public: PublicSheet,
    /// Both steps of each key with their proven answers; none where nothing is approved.
    pub steps: Vec<Option<KeySteps>>,
    /// Proofs of all answers, in the order of the log.
    pub proofs: Vec<ShareProofs>,
    /// What was sealed to the coordinator with each.
    pub secrets: Vec<ShareOpenings>,
    /// Published files.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The one published file: of each cell that is shown its key, its value if it has one, and its lowest and highest total.
#[must_use]
pub fn release(manifest: &RoundManifest, shown: &[Shown]) -> BTreeMap<String, Vec<u8>> {
    let line = |(cell, shown): (&CellSpec, &Shown)| {
        let (low, high) = shown.ends()?;
        let value = match shown {
            Shown::Value(band) => band.value.to_string(),
            _ => String::new(),
        };
        Some(format!("{},{value},{low},{high}\n", cell.key))
    };
    let text: String = manifest.cells.iter().zip(shown).filter_map(line).collect();
    let text = format!("KEY,OBS_VALUE,LOWEST,HIGHEST\n{text}");
    BTreeMap::from([("totals.csv".to_owned(), text.into_bytes())])
}

impl Round {
    /// The coordinator's view of the one key.
    pub fn opener(&self) -> Opener<'_> {
        let sealed = self.log.fold.round(&self.id).unwrap().sealed().unwrap();
        let (manifest, ceremony, tally) = (&self.manifest, self.ceremony(), &self.tally);
        Opener { manifest, ceremony, tally, part: 0, aggregate: sealed.aggregates[0] }
    }

    /// What a trustee answers, or why it does not.
    pub fn try_shares(
        &self,
        counted: &AfterStepA,
        trustee: u8,
        answer: Answer<'_>,
    ) -> Result<ShareSet, GiveError> {
        let stated = &counted.seats[usize::from(trustee)].stated;
        let quorate = stated.quorum(&counted.statements).unwrap();
        let own =
            OwnRound { manifest: &self.manifest, ceremony: self.ceremony(), tally: &self.tally, part: 0 };
        give_shares(&quorate, answer, own, &self.held[usize::from(trustee)], &mut self.rng.clone())
    }

    fn shares(&self, counted: &AfterStepA, trustee: u8, answer: Answer<'_>) -> ShareSet {
        self.try_shares(counted, trustee, answer).unwrap()
    }

    fn give(&mut self, trustee: u8, shares: &ShareSet) {
        let step_a = shares.question.step == Step::A;
        let reply = step_a.then(|| SecretSealingKey::generate(&mut self.rng).public());
        let randomness = SealingRandomness::generate(&mut self.rng);
        let given: SharesGiven =
            shares.seal(&self.manifest.coordinator.sealing, reply, &randomness).unwrap().1;
        self.post(LATER, Party::Trustee(TrusteeIndex(trustee)), Kind::SharesGiven, &given).unwrap();
    }

    /// As the coordinator takes answers: their proofs checked.
    pub fn take(&self, asked: &Question, sets: &[ShareSet]) -> Vec<Combined> {
        let proofs: Vec<_> = sets.iter().map(|set| (set.trustee, &set.proofs)).collect();
        let checked = asked.check(&proofs, &mut self.rng.clone());
        let one = |(set, proven): (&ShareSet, Result<ProvenShares, _>)| Combined {
            proven: proven.unwrap(),
            openings: set.openings.clone(),
        };
        sets.iter().zip(checked).map(one).collect()
    }

    /// Seal and state: a quorum of trustees, the others are lost; of these all but the last t fall silent later.
    pub fn state_all(&mut self) -> AfterStepA {
        self.seal();
        let (n, t) = (self.held.len() as u8, self.manifest.threshold);
        let quorum = quorum(n, t);
        let seats: Vec<_> = (0..quorum).map(|trustee| state(self, trustee)).collect();
        let statements = self.log.fold.round(&self.id).unwrap().statements(&self.key).unwrap().clone();
        let sheet = CountsSheet { round: self.id, keys: vec![], salt: Digest::ZERO };
        let plan = AdoptedPlan { approved: vec![], counts: sheet.digest(), composition: Digest::ZERO };
        AfterStepA {
            seats,
            statements,
            answering: (quorum - t..quorum).collect(),
            asked: None,
            proven: vec![vec![]],
            proofs: vec![],
            secrets: vec![],
            sheet,
            plan,
            composition: None,
        }
    }

    /// Seal, state, step A, plan.
    pub fn count(&mut self) -> Result<AfterStepA, OpenFault> {
        let mut counted = self.state_all();
        let cells = self.log.fold.round(&self.id).unwrap().counted_in(0).unwrap();
        let answering = if cells.is_empty() { vec![] } else { counted.answering.clone() };
        let sets: Vec<ShareSet> =
            answering.iter().map(|trustee| self.shares(&counted, *trustee, Answer::StepA)).collect();
        for (trustee, shares) in answering.iter().zip(&sets) {
            self.give(*trustee, shares);
        }
        let mut answers = vec![];
        if !cells.is_empty() {
            let asked = self.opener().bits(&cells)?;
            answers = self.take(&asked, &sets);
            counted.asked = Some(asked);
            let few = self.opener().counts(&cells, &answers[1..]);
            assert!(few.is_err(), "t-1 trustees open nothing");
        }
        let (counts, misfits) = self.opener().counts(&cells, &answers)?;
        assert_eq!(misfits, []);
        counted.proven = vec![answers.into_iter().map(|answer| answer.proven).collect()];
        (counted.proofs, counted.secrets) = sets.into_iter().map(|set| (set.proofs, set.openings)).unzip();
        let mut salt = [0; 32];
        self.rng.fill_bytes(&mut salt);
        counted.sheet = CountsSheet { round: self.id, keys: vec![counts], salt: Digest(salt) };
        let returned = self.log.fold.round(&self.id).unwrap().returned();
        let approved = decide(&self.manifest, &returned, &counted.sheet, &self.earlier).unwrap().opened();
        counted.composition = Some(Composition::of(&self.manifest, &returned, &counted.sheet, &approved));
        let composition = counted.composition.as_ref().map(Composition::digest).unwrap_or_default();
        let approved = approved.into_iter().collect();
        counted.plan = AdoptedPlan { approved, counts: counted.sheet.digest(), composition };
        Ok(counted)
    }

    /// Adopt the plan, step B, publish.
    pub fn publish(&mut self, mut counted: AfterStepA) -> Result<Opened, OpenFault> {
        self.post(LATER, Party::Coordinator, Kind::PlanAdopted, &counted.plan).unwrap();
        let state = self.log.fold.round(&self.id).unwrap().clone();
        let given = || self.earlier.iter();
        let sheets = given().filter_map(|one| one.public.as_ref());
        let named = self.log.fold.named(&self.manifest, given().map(|one| &one.composition), sheets).unwrap();
        let shown_to = (&counted.sheet, counted.proven.as_slice());
        let checked = CheckedPlan::of((&state, self.ceremony()), &self.tally, shown_to, &named).unwrap();
        let approved = state.approved_in(0).unwrap();
        assert_eq!(approved.len(), counted.plan.approved.len());
        let answering = if approved.is_empty() { vec![] } else { counted.answering.clone() };
        let mut sets = Vec::new();
        for trustee in answering {
            let seat = &mut counted.seats[usize::from(trustee)];
            let quorate = seat.stated.quorum(&counted.statements).unwrap();
            let intent = step_b::consent(&quorate, &seat.ledger, &checked).unwrap();
            let token = intent.persist(&mut seat.ledger, &mut seat.disk).unwrap();
            let shares = self.shares(&counted, trustee, Answer::StepB(&token));
            self.give(trustee, &shares);
            sets.push(shares);
        }
        let (mut cells, mut openings, mut steps) = (vec![], vec![None], vec![None]);
        if !approved.is_empty() {
            let asked = self.opener().values(&approved)?;
            let answers = self.take(&asked, &sets);
            let (opened, opening, misfits) =
                self.opener().totals(&approved, &counted.sheet.keys[0], &answers)?;
            assert_eq!(misfits, []);
            (cells, openings) = (opened, vec![Some(opening)]);
            let proven = answers.into_iter().map(|answer| answer.proven).collect();
            let counts = (counted.asked.unwrap(), counted.proven.remove(0));
            steps = vec![Some(KeySteps { counts, values: (asked, proven) })];
        }
        let totals: BTreeMap<u32, u64> = cells.iter().map(|opened| (opened.cell, opened.total)).collect();
        let composition = counted.composition.unwrap();
        let openings = OpeningsSheet { round: self.id, cells, keys: openings };
        let approved = &counted.plan.approved;
        let shown = shown(&self.manifest, &state.returned(), approved, &self.earlier, &totals).unwrap();
        let files = release(&self.manifest, &shown);
        let named = files.iter().map(|(name, bytes)| (name.clone(), file_digest(bytes))).collect();
        let (round, sheets) = ((&self.manifest, &self.tally), (&counted.sheet, &openings));
        let public = publication::prove(round, &steps, sheets, &shown, &mut self.rng).unwrap();
        let publication = Publication { files: named, openings: openings.digest(), public: public.digest() };
        self.post(LATER, Party::Coordinator, Kind::Published, &publication).unwrap();
        let (mut proofs, mut secrets) = (counted.proofs, counted.secrets);
        for set in sets {
            proofs.push(set.proofs);
            secrets.push(set.openings);
        }
        let counts = counted.sheet;
        Ok(Opened { totals, counts, openings, composition, shown, public, steps, proofs, secrets, files })
    }
}
