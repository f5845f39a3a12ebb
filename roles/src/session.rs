//! One party at work: what it keeps, its copy of the log, the wire, the person.

use crate::clock::Clock;
use crate::directory::{Card, Directory, Role};
use crate::error::{Result, RoleError};
use crate::person::{Bar, Notice, Person, Question, Work};
use crate::shelf::{Hold, Shelf};
use crate::wire::post::Desk;
use crate::wire::{Mirror, Wire, witness};
use intertally_core::ceremony::{CeremonyTerms, last_ended, leads_again};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, Party, RoundId, TrusteeIndex};
use intertally_core::sign::SecretKey;
use intertally_log::LogVerifier;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use serde::Serialize;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// Names on a party's shelf.
pub const DIRECTORY: &str = "directory.toml";
/// Of the key that signs, in its vault.
pub const SIGNING: &str = "signing";
/// Of the coordinator's sealing key, in its vault.
pub const SEALING: &str = "sealing";

/// Milliseconds by which this machine's clock and the log's may differ before the person is told.
const CLOCKS_APART_MS: i64 = 120_000;

/// A source of randomness.
pub trait Random: RngCore + CryptoRng + Send {}

impl<R: RngCore + CryptoRng + Send> Random for R {}

/// What a shell lends a party.
pub struct Tools {
    /// Where everything is kept that is no secret: directory, copy of the log, receipts, ledger.
    pub shelf: Arc<dyn Shelf>,
    /// Where secrets are kept.
    pub vault: Arc<dyn Shelf>,
    /// The server.
    pub wire: Arc<dyn Wire>,
    /// The person.
    pub person: Arc<dyn Person>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Of the system; of a seed in tests alone.
    pub random: Box<dyn Random>,
}

/// A party at work.
pub struct Session {
    /// Its role.
    pub role: Role,
    /// What it keeps, but for secrets.
    pub shelf: Arc<dyn Shelf>,
    /// Secrets.
    pub vault: Arc<dyn Shelf>,
    /// Pinned parties.
    pub directory: Directory,
    /// The server.
    pub wire: Arc<dyn Wire>,
    /// The copy of the log, as it was read last.
    pub mirror: Mirror,
    /// The person.
    pub person: Arc<dyn Person>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// The tally of one sealed set, once made: for steps that follow each other.
    pub tally: Option<(RoundId, Arc<Tally>)>,
    log: LogVerifier,
    random: Mutex<Box<dyn Random>>,
    signing: SecretKey,
    clock_told: AtomicBool,
    _hold: Box<dyn Hold>,
}

/// A session whose copy of the log has just been read to its end, checked against the signed root and against what was
/// witnessed before. Whatever decides by the log takes this, so that nobody decides by a stale copy.
pub struct Synced<'a>(&'a mut Session);

impl Deref for Synced<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.0
    }
}

impl DerefMut for Synced<'_> {
    fn deref_mut(&mut self) -> &mut Session {
        self.0
    }
}

impl Synced<'_> {
    /// Read what has come since.
    pub async fn again(&mut self) -> Result<()> {
        self.0.read_log().await
    }

    /// Post an event as a party, and read the log up to it.
    pub async fn post<T: Serialize + Sync>(
        &mut self,
        who: Party,
        what: (Scope, Kind),
        payload: &T,
    ) -> Result<Event> {
        let event = self.0.desk().post((&self.0.signing, who), what, payload).await?;
        self.again().await?;
        self.0.taken_now(&event);
        Ok(event)
    }

    /// Cosign the checkpoint that was checked last, as trustees and members do at the end of a command. A failure is said,
    /// and stops nothing: the log can be witnessed again next time.
    pub async fn witness(&self) {
        if !matches!(self.role, Role::Member | Role::Trustee) {
            return;
        }
        let (mirror, now) = ((&self.mirror, &self.log), self.clock.now());
        if let Err(why) = witness::cosign(&*self.wire, mirror, &self.signing, now).await {
            self.person.tell(&Notice::NotCosigned { why: why.to_string() });
        }
    }
}

impl Session {
    /// Take up the work of a role; nothing is fetched yet. Nobody else works on the shelf until this is dropped.
    pub fn open(role: Role, tools: Tools) -> Result<Self> {
        let Tools { shelf, vault, wire, person, clock, random } = tools;
        let hold = shelf.lock()?;
        let signing = SecretKey::from_seed(&*vault.need32(SIGNING)?);
        let directory = Directory::on(&*shelf)?;
        let log = directory.log()?;
        let mirror = Mirror::open(&shelf, &log)?;
        let random = Mutex::new(random);
        let tally = None;
        Ok(Self {
            role,
            shelf,
            vault,
            directory,
            wire,
            mirror,
            person,
            clock,
            tally,
            log,
            random,
            signing,
            clock_told: AtomicBool::new(false),
            _hold: hold,
        })
    }

    /// Bring the copy of the log up to date, and make the receipts of what was sent complete.
    pub async fn sync(&mut self) -> Result<Synced<'_>> {
        self.read_log().await?;
        Ok(Synced(self))
    }

    async fn read_log(&mut self) -> Result<()> {
        let wire = Arc::clone(&self.wire);
        self.mirror.sync(&*wire, &self.log).await?;
        // The last event is of the past: a clock that shows less is behind, or the server's is ahead.
        if let Some(last) = self.mirror.fold.last() {
            self.compare_clocks(last, |here, log| log.saturating_sub(here));
        }
        self.desk().settle(&self.mirror).await
    }

    /// Of an event that was just taken, once it has been read back: its date is now. What was sent again was taken long ago, and
    /// its date says nothing of the clocks.
    pub(crate) fn taken_now(&self, event: &Event) {
        if self.mirror.fold.height() != event.height.saturating_add(1) {
            return;
        }
        self.compare_clocks(event.at, |here, log| here.saturating_sub(log).saturating_abs());
    }

    /// Say once that this machine's clock and the log's differ.
    fn compare_clocks(&self, log: Instant, apart: impl Fn(i64, i64) -> i64) {
        let here = self.now();
        if apart(here.0, log.0) > CLOCKS_APART_MS && !self.clock_told.swap(true, Ordering::Relaxed) {
            self.tell(&Notice::Clock { here, log });
        }
    }

    /// Where receipts go.
    pub(crate) fn desk(&self) -> Desk<'_> {
        Desk { shelf: &*self.shelf, wire: &*self.wire, log: &self.log }
    }

    /// The signing key.
    #[must_use]
    pub const fn signing(&self) -> &SecretKey {
        &self.signing
    }

    /// Checks what the log signs.
    #[must_use]
    pub const fn log(&self) -> &LogVerifier {
        &self.log
    }

    /// Now, by this machine's clock: for what a person is told. The server's clock decides.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// An instant as the person reads it.
    #[must_use]
    pub fn when(&self, at: Instant) -> String {
        self.clock.when(at)
    }

    /// A question to the person; a no is a stop.
    pub fn ask(&self, question: &Question) -> Result<()> {
        if self.person.agrees(question) { Ok(()) } else { Err(RoleError::NotConfirmed) }
    }

    /// Something that the person is told.
    pub fn tell(&self, notice: &Notice) {
        self.person.tell(notice);
    }

    /// Something that takes longer than a second.
    #[must_use]
    pub fn bar(&self, work: Work, of: u64) -> Box<dyn Bar> {
        self.person.bar(work, of)
    }

    /// Fresh randomness for one piece of work, of the system's.
    pub fn rng(&self) -> Result<ChaCha20Rng> {
        let mut seed = Zeroizing::new([0u8; 32]);
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let none = |_| RoleError::stop("no randomness is to be had", "try again");
        random.try_fill_bytes(seed.as_mut()).map_err(none)?;
        Ok(ChaCha20Rng::from_seed(*seed))
    }

    /// Trustees of these terms that failed the ceremony which they restart and would lead again: places, and names in one line.
    pub(crate) fn leading_again(&self, terms: &CeremonyTerms) -> (Vec<TrusteeIndex>, String) {
        let ceremonies = self.mirror.fold.ceremonies().map(|(_, state)| state);
        let ended = last_ended(ceremonies, &terms.coordinator, self.now());
        let again = ended.map_or_else(Vec::new, |ended| leads_again(&ended, terms));
        let name = |at: &TrusteeIndex| terms.trustees.get(usize::from(at.0)).map(|(name, _)| name.as_str());
        let names: Vec<&str> = again.iter().filter_map(name).collect();
        let names = names.join(", ");
        (again, names)
    }

    /// The last event of a kind in a scope, as the log shows it.
    #[must_use]
    pub fn event(&self, scope: Scope, kind: Kind) -> Option<&Event> {
        let is = |event: &&Event| event.signed.claim.scope == scope && event.signed.claim.kind == kind;
        self.mirror.events.iter().map(|(event, _)| event).rfind(is)
    }

    /// The round meant: by its name, of several the latest that is not cancelled; or by the beginning of its id; without
    /// either the latest, practice rounds left out.
    pub fn round(&self, wanted: Option<&str>) -> Result<&RoundState> {
        let Some(text) = wanted else {
            let mut real = self.rounds().into_iter().filter(|round| !round.manifest().practice);
            return real.next_back().ok_or_else(|| match self.mirror.fold.rounds().next() {
                None => RoleError::stop("no round is known here", self.where_rounds_are()),
                Some(_) => RoleError::stop(
                    "there are practice rounds alone, and none of them is meant unless it is named",
                    "name one with --round",
                ),
            });
        };
        self.named(text, |_| true)
    }

    /// The practice round meant; without name or id the latest.
    pub fn practice_round(&self, wanted: Option<&str>) -> Result<&RoundState> {
        let Some(text) = wanted else {
            let mut practice = self.rounds().into_iter().filter(|round| round.manifest().practice);
            return practice.next_back().ok_or_else(|| {
                RoleError::stop("there is no practice round", "wait for the coordinator to open one")
            });
        };
        // Of a practice and a real round of one name the practice round is meant here.
        self.named(text, |round| round.manifest().practice).or_else(|_| self.named(text, |_| true))
    }

    /// All rounds, oldest first.
    fn rounds(&self) -> Vec<&RoundState> {
        let mut rounds: Vec<&RoundState> = self.mirror.fold.rounds().map(|(_, round)| round).collect();
        rounds.sort_by_key(|round| round.opened());
        rounds
    }

    /// What this party does where its copy of the log shows no round.
    const fn where_rounds_are(&self) -> &'static str {
        match self.role {
            Role::Member => "run `member rounds` to read the log, or wait for the coordinator to open one",
            Role::Coordinator => "open one with `coordinator new`",
            _ => "wait for the coordinator to open one, and run this again then",
        }
    }

    fn named(&self, text: &str, admits: impl Fn(&RoundState) -> bool) -> Result<&RoundState> {
        let rounds: Vec<&RoundState> = self.rounds().into_iter().filter(|round| admits(round)).collect();
        let named = || rounds.iter().copied().filter(|round| round.manifest().name == text);
        let stands = named().rfind(|round| round.phase() != Phase::Cancelled);
        if let Some(round) = stands.or_else(|| named().next_back()) {
            return Ok(round);
        }
        let beginning = text.to_lowercase();
        let has =
            |round: &&RoundState| !beginning.is_empty() && round.id().0.to_string().starts_with(&beginning);
        let found: Vec<&RoundState> = rounds.iter().copied().filter(has).collect();
        match found.as_slice() {
            [round] => Ok(round),
            [] => Err(RoleError::stop(format!("there is no round '{text}'"), of_log(&rounds))),
            several => {
                let one = |round: &&RoundState| {
                    format!("'{}' {:.16}", round.manifest().name, round.id().0.to_string())
                };
                let what = several.iter().map(one).collect::<Vec<_>>().join(", ");
                Err(RoleError::stop(format!("several ids begin so: {what}"), "give more of the one meant"))
            }
        }
    }

    /// Whether coordinator, aggregator, trustees and members of a round are those pinned, by key.
    pub fn check_parties(&self, round: &RoundState) -> Result<()> {
        let manifest = round.manifest();
        let other = |who: String| {
            RoleError::stop(
                format!("{who} of this round has another key than the one pinned"),
                "do not go on; compare fingerprints with the coordinator by telephone",
            )
        };
        let coordinator = self.directory.sole(Role::Coordinator)?;
        let same = coordinator.key()? == manifest.coordinator.signing
            && coordinator.sealing_key()? == manifest.coordinator.sealing;
        if !same {
            return Err(other("the coordinator".into()));
        }
        if self.directory.sole(Role::Aggregator)?.key()? != manifest.aggregator {
            return Err(other("the aggregator".into()));
        }
        let ceremony = self.mirror.fold.ceremony(&manifest.ceremony);
        for (at, key) in (0u8..).zip(&manifest.trustees) {
            let pinned = self.directory.of(Role::Trustee).any(|card| card.key().is_ok_and(|own| own == *key));
            if !pinned {
                let entry = ceremony.and_then(|state| state.manifest().trustee(TrusteeIndex(at)));
                let name = entry.map_or("that the directory does not list", |entry| entry.name.as_str());
                return Err(other(format!("trustee {name}")));
            }
        }
        for member in &manifest.members {
            let card = self.directory.named(Role::Member, &member.area);
            if card.map(Card::key).transpose()? != Some(member.signing) {
                return Err(other(format!("member {}", member.area)));
            }
        }
        Ok(())
    }
}

/// Most rounds that are named one by one.
const NAMED: usize = 12;

/// The names of rounds, latest first: what may be meant.
fn of_log(rounds: &[&RoundState]) -> String {
    if rounds.is_empty() {
        return "the log shows no such round yet: wait for the coordinator to open it".to_owned();
    }
    let one = |round: &&RoundState| {
        let practice = if round.manifest().practice { " (practice)" } else { "" };
        format!("'{}'{practice}, id {:.16}", round.manifest().name, round.id().0.to_string())
    };
    let names: Vec<String> = rounds.iter().rev().take(NAMED).map(one).collect();
    let older = if rounds.len() > NAMED { ", and older ones" } else { "" };
    format!("name one of the log's: {}{older}", names.join("; "))
}
