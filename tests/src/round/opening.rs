//! From the seal to what is published: statements, counts, plan, totals.

use super::{Round, Seat, state};
use crate::world::DEADLINE;
use intertally_core::disclosure::{Shown, decide, shown};
use intertally_core::event::Kind;
use intertally_core::event::payload::{AdoptedPlan, Publication, file_digest};
use intertally_core::hash::Digest;
use intertally_core::opening::asked::{Asked as Question, ProvenShares};
use intertally_core::opening::combine::Answer as Combined;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::open::{OpenFault, Opener};
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareOpenings, ShareProofs, ShareSet, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::statement::{Statements, quorum};
use intertally_core::party::{Instant, Party, TrusteeIndex};
use intertally_core::publication::{self, KeySteps, PublicSheet};
use intertally_core::round::{CellSpec, RoundManifest};
use intertally_core::seal::{SealingRandomness, SecretSealingKey};
use intertally_custody::consent::step_b::{self, CheckedPlan};
use intertally_custody::opening::{Answer, GiveError, OwnRound, give_shares};
use rand_core::RngCore;
use std::collections::BTreeMap;

/// When the trustees answer.
const LATER: Instant = Instant(DEADLINE.0 + 400);

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
