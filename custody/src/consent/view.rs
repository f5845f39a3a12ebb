//! What a trustee's machine has read from the log and recomputed itself, before it consents.

use super::table::SeenTable;
use intertally_core::committee::Committee;
use intertally_core::disclosure;
use intertally_core::fold::{Fold, RoundState};
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::statement::Statement;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::Layout;
use intertally_core::party::{Instant, MemberIndex, RoundId, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One round as this trustee sees it. 'Recomputed' means by this trustee, from the log, not taken from a peer.
#[derive(Clone, Debug)]
pub struct RoundView {
    /// The statement that the coordinator asks for.
    pub claimed: Statement,
    /// Committee of the round.
    pub committee: Committee,
    /// Members' signing keys that this trustee has pinned, in round order.
    pub pinned_members: Vec<VerifyingKey>,
    /// Members' signing keys of the round manifest.
    pub manifest_members: Vec<VerifyingKey>,
    /// The sealed set: submission digest per member.
    pub sealed: BTreeMap<MemberIndex, Digest>,
    /// Latest revision per member in the log before the seal, withdrawn ones left out.
    pub latest: BTreeMap<MemberIndex, Digest>,
    /// Result of checking signature and all proofs of each sealed submission; absent means not checked.
    pub proofs: BTreeMap<MemberIndex, bool>,
    /// Time of the seal event.
    pub sealed_at: Instant,
    /// Deadline in the signed round digest.
    pub deadline: Instant,
    /// Deadline after the last logged extension. An extension never shortens.
    pub extended: Option<Instant>,
    /// Grace after the deadline, milliseconds, from the round.
    pub grace_ms: u32,
    /// Digest of the recomputed sum of the sealed ciphertexts.
    pub recomputed_aggregate: Digest,
    /// Fewest members for an opening at all, from the policy.
    pub minimum: u32,
    /// Digest of the policy in the signed round digest.
    pub policy: Digest,
    /// Rounds of the earlier records named in the round digest.
    pub earlier: BTreeSet<RoundId>,
    /// Digest of that list.
    pub earlier_digest: Digest,
    /// A practice round is outside every ledger.
    pub practice: bool,
    /// Rounds of the log that need not be named: practice rounds, and those without a common figure.
    pub apart: BTreeSet<RoundId>,
    /// An earlier record is of a round with another structure file.
    pub other_structure: bool,
    /// The round's table against its structure file.
    pub table: SeenTable,
    /// What the log holds as this trustee's own statement for the key.
    pub own_logged: Option<Statement>,
    /// Layout of the key, from the round.
    pub layout: Layout,
    /// The cells of the round that the key serves.
    pub cells: Range<usize>,
    /// What the seal has counted.
    pub counted: Counted,
    /// What may be counted, recomputed.
    pub countable: Counted,
}

/// What the log cannot tell a trustee about one key of a sealed round.
#[derive(Clone, Debug)]
pub struct Own {
    /// Members' signing keys that this trustee has pinned, in round order.
    pub pinned_members: Vec<VerifyingKey>,
    /// The round's table against its structure file.
    pub table: SeenTable,
    /// Rounds of the log that need not be named: practice rounds, and those without a common figure.
    pub apart: BTreeSet<RoundId>,
    /// An earlier record is of a round with another structure file.
    pub other_structure: bool,
    /// What may be counted by the rules, from reporters and the earlier rounds of the log.
    pub countable: Counted,
}

impl Own {
    /// From this trustee's copy of the log, its directory, and the structure file that the round names. The copy has been
    /// compared with every checkpoint that was ever seen: a fork stops before this line.
    #[must_use]
    pub fn of(fold: &Fold, round: &RoundState, pinned_members: Vec<VerifyingKey>, structure: &[u8]) -> Self {
        let manifest = round.manifest();
        let others = fold.rounds().map(|(_, other)| other).filter(|other| other.id() != round.id());
        let apart = others.filter(|other| other.manifest().practice || !other.overlaps(manifest));
        let named = || manifest.earlier.iter().filter_map(|record| fold.round(&record.round));
        // Which cells may be counted depends on no total, shown or not.
        let outline = |round: &RoundState| Some(Remembered { composition: round.outline()?, public: None });
        let outlines: Vec<_> = named().filter_map(outline).collect();
        // An earlier round that the log does not show whole admits nothing.
        let whole = outlines.len() == manifest.earlier.len();
        let countable = disclosure::countable(manifest, &round.returned(), &outlines).ok().filter(|_| whole);
        let changed = named();
        Self {
            countable: countable.unwrap_or_default(),
            pinned_members,
            table: SeenTable::of(manifest, structure),
            apart: apart.map(RoundState::id).collect(),
            other_structure: changed.into_iter().any(|old| old.manifest().structure != manifest.structure),
        }
    }
}

impl RoundView {
    /// The view of key number `part`: the round as this trustee folded it from the log, and the sealed set as it
    /// verified and added it up itself. `None` before the seal, for an unknown part, or for a trustee whose log
    /// and tally are of different rounds.
    #[must_use]
    pub fn read(
        round: &RoundState,
        part: usize,
        tally: &Tally,
        own: Own,
        trustee: TrusteeIndex,
    ) -> Option<Self> {
        let manifest = round.manifest();
        let claimed = round.expected_statement(part)?;
        let sealed: BTreeMap<_, _> = round.sealed()?.members.iter().copied().collect();
        let proven = |member: &MemberIndex| tally.submissions().get(member) == sealed.get(member);
        let added = tally.submissions().keys().all(|member| sealed.contains_key(member));
        let recomputed = tally.aggregates().get(part).copied().filter(|_| added)?;
        let logged = round.statements(&claimed.key).map(|said| said.by(trustee)).unwrap_or_default();
        // Of several statements in its name show one that is not the expected: the ledger then refuses.
        let own_logged = logged.iter().find(|said| **said != claimed).or(logged.first()).copied();
        Some(Self {
            claimed,
            committee: Committee::of(manifest.trustees.len(), manifest.threshold).ok()?,
            pinned_members: own.pinned_members,
            manifest_members: manifest.members.iter().map(|member| member.signing).collect(),
            latest: round.latest().map(|(member, latest)| (member, latest.digest)).collect(),
            proofs: sealed.keys().map(|member| (*member, proven(member))).collect(),
            sealed,
            sealed_at: round.sealed_at()?,
            deadline: manifest.deadline,
            extended: Some(round.deadline()),
            grace_ms: u32::try_from(manifest.grace_ms).unwrap_or(u32::MAX),
            recomputed_aggregate: recomputed,
            minimum: u32::from(manifest.policy.min_members),
            policy: manifest.policy_digest(),
            earlier: manifest.earlier.iter().map(|record| record.round).collect(),
            earlier_digest: manifest.earlier_digest(),
            practice: manifest.practice,
            apart: own.apart,
            other_structure: own.other_structure,
            table: own.table,
            own_logged,
            layout: tally.layout(part)?.clone(),
            cells: manifest.part_cells(part),
            counted: round.sealed()?.counted.clone(),
            countable: own.countable,
        })
    }

    /// What is counted of this key, cells numbered from its first.
    #[must_use]
    pub fn counted_here(&self) -> Counted {
        self.countable.within(&self.cells)
    }

    /// The later of the signed and the extended deadline, plus the grace.
    #[must_use]
    pub fn deadline_in_force(&self) -> Instant {
        let last = self.extended.map_or(self.deadline, |extended| extended.max(self.deadline));
        Instant(last.0.saturating_add(i64::from(self.grace_ms)))
    }

    /// Every member of the manifest has a submission in the log.
    #[must_use]
    pub fn all_submitted(&self) -> bool {
        (0u16..).take(self.manifest_members.len()).all(|at| self.latest.contains_key(&MemberIndex(at)))
    }
}
