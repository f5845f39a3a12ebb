//! A whole round in memory, step by step, with real lattice, proofs and ceremony.
#![expect(clippy::unwrap_used, reason = "a test's helper may fail loudly")]

mod opening;
mod trustee;

pub use opening::{AfterStepA, Opened, release};
pub use trustee::{Memory, Seat, state};

use crate::ceremony::Dates;
use crate::log::Log;
use crate::structure::Asked;
use crate::world::{self, DEADLINE, OPENS};
use intertally_core::ceremony::CeremonyState;
use intertally_core::disclosure::countable;
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::Refusal;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, KeyId, MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{
    Checks, Prepared, Status, Unverified, Verified, VerifiedSubmission, prepare,
};
use intertally_custody::consent::view::{Own, RoundView};
use intertally_custody::subkey::HeldKeys;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::Serialize;

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
