//! Sequences of random operations, faults, crashes and clock jumps, against a model of what must be. Every member's figure is
//! a digit of its own, so that the total shows who counts, with which revision, and how often. `INTERTALLY_SIM_RUNS` asks for more
//! runs, `INTERTALLY_SIM_SEED` begins elsewhere; a run that fails names its seed, and is kept in `KEPT`.

use crate::count::Count;
use crate::desk::{DAY, Desk, EVER, HOUR, MEMBERS, PAUSE, REVISIONS, figure, is_open, world};
use crate::documented::documented;
use futures::FutureExt as _;
use intertally_aggregator::error::ServerError;
use intertally_aggregator::faults::{Moment, Op};
use intertally_aggregator::store::{Letter, Pigeonhole};
use intertally_core::canonical::encode;
use intertally_core::event::payload::{Extension, Withdrawal};
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::party::{Instant, MemberIndex, Party};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;

/// Runs in CI, and operations of each.
const RUNS: u64 = 6;
const STEPS: usize = 60;
/// Seeds of sequences that once failed.
const KEPT: [u64; 0] = [];
/// What may fail at any moment: all that these steps and a start go through.
const FAILING: [Op; 14] = [
    Op::Append,
    Op::Begin,
    Op::InsertEvent,
    Op::InsertPayload,
    Op::InsertCheckpoint,
    Op::Commit,
    Op::WriteHead,
    Op::ReadHead,
    Op::Height,
    Op::Sizes,
    Op::Events,
    Op::Checkpoint,
    Op::PutBlob,
    Op::PutLetter,
];

/// What must be: per member the next revision and the one that counts.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
struct Model {
    members: BTreeMap<u16, (u32, Option<u32>)>,
    deadline: i64,
    sealed: bool,
}

impl Model {
    fn total(&self) -> u64 {
        let counted = self.members.iter().filter_map(|(member, (_, latest))| Some((*member, (*latest)?)));
        counted.map(|(member, revision)| u64::from(figure(member, revision))).sum()
    }
}

/// A thing that a party asks for, with what it does to the model.
#[derive(Clone)]
struct Wish {
    claim: SignedClaim,
    payload: Vec<u8>,
    then: Model,
    name: String,
}

struct Run {
    desk: Desk,
    rng: ChaCha20Rng,
    model: Model,
    /// Everything that was ever sent, to be sent again.
    sent: Vec<(SignedClaim, Vec<u8>)>,
    /// Topics of the letters that were answered for.
    letters: BTreeSet<String>,
    /// Asked for, and not known whether it was taken: at most one, since its party asks again first.
    open: Option<Wish>,
    seed: u64,
    count: Count,
}

impl Run {
    fn dice(&mut self, sides: u32) -> u32 {
        self.rng.next_u32() % sides
    }

    fn closes(&self) -> i64 {
        self.model.deadline + 100
    }

    /// A wish that the rules allow now, if the dice hit one.
    fn wish(&mut self) -> Option<Wish> {
        let (member, in_time) = (self.dice(u32::from(MEMBERS)) as u16, self.desk.now() <= self.closes());
        let (next, latest) = self.model.members.get(&member).copied().unwrap_or_default();
        let mut then = self.model.clone();
        let party = Party::Member(MemberIndex(member));
        let (claim, payload, name) = match self.dice(6) {
            0..=2 if in_time && next < REVISIONS => {
                then.members.insert(member, (next + 1, Some(next)));
                let (claim, payload) = world().submission(member, next);
                (claim, payload, format!("submit {member} {next}"))
            }
            3 if in_time && latest.is_some() => {
                then.members.insert(member, (next, None));
                let payload = encode(&Withdrawal { revision: latest? });
                (world().claim(party, Kind::Withdrawn, &payload), payload, format!("withdraw {member}"))
            }
            4 => {
                then.deadline = self.desk.now().max(self.model.deadline) + HOUR;
                let payload = encode(&Extension { deadline: Instant(then.deadline) });
                (world().claim(Party::Coordinator, Kind::Extended, &payload), payload, "extend".into())
            }
            _ => return None,
        };
        (!self.model.sealed).then_some(Wish { claim, payload, then, name })
    }

    /// Ask for it, as a client does: until there is an answer, or the server cannot give one.
    async fn ask(&mut self, wish: Wish) {
        self.count.asked += 1;
        let place = world().prepared.iter().find(|(_, made)| encode(&made.header) == wish.payload);
        let outcome = match place.map(|(place, _)| *place) {
            Some((member, revision)) => self.desk.submit(member, revision).await,
            None => self.desk.append(&wish.claim, &wish.payload).await,
        };
        match outcome {
            Ok(_) => {
                self.model = wish.then;
                self.sent.push((wish.claim, wish.payload));
                self.open = None;
                self.count.taken += 1;
            }
            Err(error) if is_open(&error) => {
                self.open = Some(wish);
                self.count.open += 1;
            }
            Err(error) => panic!("seed {}: {} is refused: {error}", self.seed, wish.name),
        }
    }

    /// What the rules forbid is refused, and changes nothing.
    async fn forbidden(&mut self) {
        let member = self.dice(u32::from(MEMBERS)) as u16;
        let (next, _) = self.model.members.get(&member).copied().unwrap_or_default();
        let revision = (0..REVISIONS).find(|revision| *revision > next);
        let Some(revision) = revision.filter(|_| !self.model.sealed) else { return };
        self.count.asked += 1;
        let outcome = self.desk.submit(member, revision).await;
        let right = matches!(outcome, Err(ServerError::Refused(_)));
        self.count.refused += usize::from(right);
        assert!(
            right || outcome.is_err_and(|error| is_open(&error)),
            "seed {}: revision {revision}",
            self.seed
        );
    }

    /// The same bytes again: the same event, or for the time being no answer.
    async fn again(&mut self) {
        let Some(many) = u32::try_from(self.sent.len()).ok().filter(|many| *many > 0) else { return };
        let at = self.dice(many) as usize;
        let (claim, payload) = self.sent[at].clone();
        self.count.asked += 1;
        let height = self.desk.sequencer().read().await.map(|state| state.fold.height());
        match self.desk.append(&claim, &payload).await {
            Ok(at) => assert!(height.is_ok_and(|height| at < height), "seed {}: a second event", self.seed),
            Err(error) => assert!(is_open(&error), "seed {}: {error}", self.seed),
        }
    }

    /// A letter: once its sender is answered, it is there, whatever comes.
    async fn write(&mut self) {
        self.count.asked += 1;
        let number = u32::try_from(self.letters.len() + 1).unwrap();
        let letter = Letter { from: b"one".to_vec(), topic: number.to_string(), sealed: b"sealed".to_vec() };
        let place = Pigeonhole { scope: b"scope", to: b"to", stem: "", most: 1_000, newest_stay: false };
        let store = self.desk.sequencer().store().clone();
        // The same again, until there is an answer: it may stand there already.
        if store.put_letter(place, &letter).await.is_ok() {
            self.letters.insert(letter.topic);
            self.count.letters += 1;
        }
    }

    async fn jump(&mut self) {
        let jump = [DAY, -DAY, 3_650 * DAY, 2 * HOUR][self.dice(4) as usize];
        self.desk.set_clock(jump);
        let height = self.desk.derive().await.fold.height();
        if let Some(wish) = self.wish() {
            self.count.asked += 1;
            let refused = self.desk.append(&wish.claim, &wish.payload).await;
            let error =
                refused.err().unwrap_or_else(|| panic!("seed {}: taken under a wrong clock", self.seed));
            assert!(matches!(error, ServerError::Clock(_)) || is_open(&error), "seed {}: {error}", self.seed);
        }
        assert_eq!(self.desk.derive().await.fold.height(), height, "seed {}", self.seed);
        self.desk.set_clock(-jump);
        self.count.jumps += 1;
    }

    /// The process ends, at any moment, and another one starts, also on a disk that fails: then it does not start, and does once
    /// the disk is mended.
    async fn crash(&mut self) {
        if let Err(why) = self.desk.restart().await {
            assert!(why.to_string().contains("a test made"), "seed {}: no start: {why}", self.seed);
            self.desk.mend();
            self.desk.restart().await.unwrap_or_else(|why| panic!("seed {}: no start: {why}", self.seed));
            self.count.no_starts += 1;
        }
        self.count.crashes += 1;
    }

    /// Something fails from now on; what comes next meets it.
    fn fail(&mut self) {
        let op = FAILING[self.dice(FAILING.len() as u32) as usize];
        let moment = if self.dice(2) == 0 { Moment::Before } else { Moment::After };
        let times = [1, 1, 2, EVER][self.dice(4) as usize];
        self.desk.fail(op, moment, times);
    }

    /// The log from nothing is what the model says, up to the one wish that is open.
    async fn compare(&mut self) {
        let state = self.desk.derive().await;
        let total = world().total(&state.fold);
        let round = state.fold.round(&world().manifest.id()).unwrap();
        let says = |model: &Model| {
            let next = |member: &u16| round.next_revision(MemberIndex(*member));
            let revisions = model.members.iter().all(|(member, (expected, _))| next(member) == *expected);
            model.total() == total && revisions && round.deadline().0 == model.deadline
        };
        let open = self.open.as_ref().is_some_and(|wish| says(&wish.then));
        let letters = self.desk.letters().await;
        assert!(letters.is_superset(&self.letters), "seed {}: a letter is lost", self.seed);
        assert!(
            says(&self.model) || open,
            "seed {}: total {total}, the model says {:?}",
            self.seed,
            self.model
        );
    }

    async fn step(&mut self) {
        self.count.steps += 1;
        // At once, while what could not be read is not read again, or later.
        let pause = [0, 60_000][self.dice(2) as usize];
        self.desk.wait(pause);
        if let Some(wish) = self.open.clone() {
            // Its party asks again first; if the disk stays as it is, somebody mends it in the end.
            if self.dice(3) == 0 {
                self.desk.mend();
                self.desk.wait(PAUSE);
            }
            return self.ask(wish).await;
        }
        match self.dice(24) {
            0 => self.crash().await,
            1 => self.jump().await,
            2 | 3 => self.again().await,
            4 => self.forbidden().await,
            5 => self.desk.mend(),
            6 => self.desk.wait(i64::from(self.rng.next_u32() % 6) * HOUR),
            7..=9 => self.write().await,
            10 => {
                self.fail();
                self.crash().await;
            }
            11..=17 => {
                self.fail();
                self.something().await;
            }
            _ => self.something().await,
        }
    }

    /// Ask for a thing that the rules allow now, if the dice hit one.
    async fn something(&mut self) {
        for _ in 0..8 {
            if let Some(wish) = self.wish() {
                return self.ask(wish).await;
            }
        }
    }

    /// Everything is mended; all who are missing submit, and the seal is that of the model.
    async fn end(&mut self) {
        self.desk.mend();
        self.crash().await;
        if let Some(wish) = self.open.take() {
            self.ask(wish).await;
        }
        self.compare().await;
        if self.model.members.values().filter(|(_, latest)| latest.is_some()).count() < 3 {
            return;
        }
        let past = self.closes() - self.desk.now() + 1;
        self.desk.wait(past.max(0));
        let set = encode(&world().seal(&self.desk.derive().await.fold));
        let claim = world().claim(Party::Coordinator, Kind::Sealed, &set);
        let then = Model { sealed: true, ..self.model.clone() };
        self.ask(Wish { claim, payload: set, then, name: "seal".into() }).await;
        assert!(self.model.sealed, "seed {}: the seal is refused", self.seed);
        self.compare().await;
    }
}

async fn run(desk: Desk, seed: u64) -> Count {
    let model = Model { deadline: world().manifest.deadline.0, ..Model::default() };
    let rng = ChaCha20Rng::seed_from_u64(seed);
    let count = Count::default();
    let (sent, letters) = (Vec::new(), BTreeSet::new());
    let mut run = Run { desk, rng, model, sent, letters, open: None, seed, count };
    for _ in 0..STEPS {
        run.step().await;
        run.compare().await;
    }
    run.end().await;
    run.desk.close().await;
    run.count.faults = usize::try_from(run.desk.fell()).unwrap();
    run.count
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Of the log in SQLite; says what happened.
#[tokio::test(flavor = "multi_thread")]
async fn random_mishaps_never_lose_a_receipt_nor_count_anybody_twice() {
    let (first, runs) = (number("INTERTALLY_SIM_SEED", 1), number("INTERTALLY_SIM_RUNS", RUNS));
    let mut all = Count::default();
    for seed in KEPT.into_iter().chain(first..first + runs) {
        all = all.and(run(Desk::new().await, seed).await);
        // So far: a run that is cut off has said what it did.
        println!("up to seed {seed}: {all}");
    }
    println!("{runs} runs from seed {first} on, and {} kept ones: {all}", KEPT.len());
    let Count { taken, open, crashes, no_starts, jumps, faults, letters, refused, .. } = all;
    assert!(taken > 60 && open > 30 && crashes > 10 && no_starts > 0, "too little happened: {all}");
    assert!(faults > 60 && letters > 10 && jumps > 1 && refused > 1, "too little happened: {all}");
    if (first, runs) == (1, RUNS) {
        documented(&format!("{RUNS} runs of {STEPS} steps"));
        documented(&all.to_string());
        documented(&format!("{} kept sequences", KEPT.len()));
    }
}

/// What a run says when it ends in a panic, or nothing.
async fn complaint(desk: Desk, seed: u64) -> Option<String> {
    let why = AssertUnwindSafe(run(desk, seed)).catch_unwind().await.err()?;
    why.downcast_ref::<String>().cloned().or_else(|| why.downcast_ref::<&str>().map(ToString::to_string))
}

/// What the simulation compares can fail: a store that says "done" and does nothing is found out.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_forgets_is_found_out() {
    let lies = [
        (Op::Append, "a receipt was given under a root that the log never had"),
        (Op::PutLetter, "a letter is lost"),
        (Op::PutBlob, "seal is refused"),
    ];
    for (op, expected) in lies {
        let mut said = Vec::new();
        for seed in 1..=RUNS {
            let desk = Desk::new().await;
            *desk.lie.lock().unwrap() = Some(op);
            said.extend(complaint(desk, seed).await);
            if said.iter().any(|said| said.contains(expected)) {
                break;
            }
        }
        assert!(said.iter().any(|said| said.contains(expected)), "{op:?}: {said:?}");
    }
}

/// The same on PostgreSQL.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_random_mishaps_lose_no_receipt_either() {
    let Some(databases) = crate::database::Databases::new().await else { return };
    let (first, runs) = (number("INTERTALLY_SIM_SEED", 1), number("INTERTALLY_SIM_RUNS", 1));
    let mut all = Count::default();
    for seed in first..first + runs {
        all = all.and(run(databases.desk().await, seed).await);
    }
    println!("on PostgreSQL {runs} runs from seed {first} on: {all}");
    assert!(all.taken > 0 && all.faults > 0, "too little happened: {all}");
}
