//! A round as the benches need it: real keys, layouts and sub-keys of 3 of 5 trustees, parties without signatures.

use intertally_core::ceremony::{Derived, LeaderFault, SubKeyId, SubsetIndex, derive_part, sub_key_context};
use intertally_core::hash::Digest;
use intertally_core::lattice::Flooding;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Params, PublicKey, key};
use intertally_core::opening::asked::{Asked, AskedPart};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::{Positions, Step};
use intertally_core::opening::share::SubKeyIndex;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::{Layout, split::split_cells};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex, TrusteeIndex};
use intertally_core::round::{
    CellSpec, CoordinatorEntry, Leaf, MemberEntry, Policy, RoundKey, RoundManifest, TableRules,
};
use intertally_core::seal::SealingKey;
use intertally_core::sign::{SecretKey, VerifyingKey};
use intertally_core::submission::{Checks, PrepareError, Prepared, Status, SubmissionKey, prepare};
use intertally_statements::trustee::Share;
use rand_core::{CryptoRng, RngCore};
use std::error::Error;

/// A round, its keys, and every sub-key.
pub struct Setting {
    /// The round.
    pub manifest: RoundManifest,
    /// Per key of the round, in order, per sub-key: what its seed gives.
    pub sub_keys: Vec<Vec<Derived>>,
}

/// Seeds of the ten sub-keys of 3 of 5.
#[must_use]
pub fn seeds() -> Vec<[u8; 32]> {
    (0..10).map(|i| [i; 32]).collect()
}

const CEREMONY: CeremonyId = CeremonyId(Digest([1; 32]));
const TRUSTEES: u8 = 5;
const THRESHOLD: u8 = 3;

/// Largest counts as in a structure of mixed measures: a third each below 2^8, 2^16 and 2^32.
#[must_use]
pub const fn mixed(cell: u32) -> u32 {
    match cell % 3 {
        0 => 200,
        1 => 60_000,
        _ => 5_000_000,
    }
}

fn signer(number: u16) -> VerifyingKey {
    let [low, high] = number.to_le_bytes();
    let mut seed = [7; 32];
    seed[..2].copy_from_slice(&[low, high]);
    SecretKey::from_seed(&seed).verifying_key()
}

impl Setting {
    /// A round of 3 of 5 trustees with as many keys as its privacy budget asks for.
    ///
    /// # Errors
    /// Members that no key admits.
    pub fn new(cells: u32, members: u16, max: impl Fn(u32) -> u32) -> Result<Self, Box<dyn Error>> {
        let ceremony = CEREMONY;
        let cell = |leaf: u32| CellSpec {
            key: format!("C{leaf:06}"),
            max: max(leaf),
            leaves: vec![leaf],
            min_contributors: 3,
            count_only: false,
            first: 13,
            rounding: 1,
        };
        let specs: Vec<CellSpec> = (0..cells).map(cell).collect();
        let widths: Vec<_> = specs.iter().map(CellSpec::width).collect();
        let split = split_cells(Committee::new(TRUSTEES, THRESHOLD)?, members.into(), &widths, false)?;
        let key = |(index, cells): (u32, &usize)| RoundKey {
            index,
            key: KeyId::of(ceremony, index),
            public_part: Digest::ZERO,
            cells: u32::try_from(*cells).unwrap_or(u32::MAX),
        };
        let manifest = RoundManifest {
            spec_version: intertally_core::SPEC_VERSION,
            name: "bench".into(),
            practice: true,
            structure: Digest::ZERO,
            leaves: (0..cells)
                .map(|leaf| Leaf { figure: format!("L{leaf:06}"), start: 12 * 2024, months: 12 })
                .collect(),
            cells: specs,
            rules: TableRules::default(),
            periods: vec!["2024".into()],
            members: (0..members)
                .map(|m| MemberEntry { area: format!("M{m}"), signing: signer(m) })
                .collect(),
            coordinator: CoordinatorEntry { signing: signer(1000), sealing: SealingKey(vec![]) },
            aggregator: signer(1001),
            ceremony,
            trustees: (2000..2005).map(signer).collect(),
            threshold: THRESHOLD,
            keys: (0..).zip(&split).map(key).collect(),
            policy: Policy { min_members: 3 },
            opens: Instant(0),
            deadline: Instant(1),
            grace_ms: 0,
            revision: false,
            earlier: vec![],
        };
        let derive = |entry: &RoundKey| -> Result<Vec<Derived>, LeaderFault> {
            let sub_key = |(subset, seed): (u8, [u8; 32])| {
                derive_part(ceremony, SubKeyId { key: entry.index, subset: SubsetIndex(subset) }, &seed)
            };
            (0..).zip(seeds()).map(sub_key).collect()
        };
        let sub_keys = manifest.keys.iter().map(derive).collect::<Result<_, _>>()?;
        Ok(Self { manifest, sub_keys })
    }

    /// The keys of the round, made from all sub-keys.
    #[must_use]
    pub fn keys(&self) -> Vec<SubmissionKey> {
        let one = |(part, (entry, sub_keys)): (usize, (&RoundKey, &Vec<Derived>))| {
            let a = expand_common(CEREMONY.0.as_bytes(), entry.index, &Params::STANDARD);
            let parts = sub_keys.iter().map(|sub_key| sub_key.part.0.as_slice());
            let b = key::sum_public_parts(parts, &Params::STANDARD);
            SubmissionKey {
                id: entry.key,
                cells: self.manifest.part_cells(part),
                layout: Layout::of_part(&self.manifest, part),
                public: PublicKey::new(&Params::STANDARD, a, b),
            }
        };
        self.manifest.keys.iter().zip(&self.sub_keys).enumerate().map(one).collect()
    }

    /// What checks of submissions need.
    #[must_use]
    pub fn checks(&self) -> Checks {
        Checks::with_keys(self.manifest.clone(), self.keys())
    }

    /// A step of the first key, over all its cells.
    ///
    /// # Errors
    /// None but for faults of the library.
    pub fn asked(&self, tally: &Tally, step: Step) -> Result<Asked, Box<dyn Error>> {
        let layout = tally.layout(0).ok_or("no key")?;
        let cells = 0..layout.cells() as u32;
        let positions = match step {
            Step::A => Positions::bits(layout, &Counted::all(&cells.collect::<Vec<_>>(), false))?,
            Step::B => Positions::values(layout, &cells.collect())?,
        };
        let aggregate = tally.aggregates().first().copied().ok_or("no key")?;
        let rows = |sub_key: &Derived| sub_key.secret.commitments();
        let rows = self.sub_keys[0].iter().map(rows).collect::<Result<_, _>>()?;
        let asked = Asked::with_rows(&self.manifest, rows, tally, (0, aggregate), &positions);
        Ok(asked.ok_or("no step")?)
    }

    /// The shares of one sub-key of the first key, one per ciphertext, as a trustee makes them.
    ///
    /// # Errors
    /// None but for faults of the library.
    pub fn share(
        &self,
        asked: &Asked,
        (trustee, sub_key): (TrusteeIndex, SubKeyIndex),
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Vec<Share>, Box<dyn Error>> {
        let at = usize::from(sub_key.0);
        let id = SubKeyId { key: self.manifest.keys[0].index, subset: SubsetIndex(sub_key.0 as u8) };
        let flooding = Flooding::new(&seeds()[at], &sub_key_context(CEREMONY, id));
        let one = |part: &AskedPart| -> Result<Share, Box<dyn Error>> {
            let context = asked.question.context(trustee, sub_key, part.ciphertext);
            let statement = asked.statement(sub_key, part, &context).ok_or("no statement")?;
            let of = (asked.question.key, asked.question.aggregate, part.ciphertext as u32);
            let words = flooding.words(of, asked.flooding_bits.into(), part.slots.list());
            Ok(statement.share(&self.sub_keys[0][at].secret, &words, rng)?)
        };
        asked.parts.iter().map(one).collect()
    }

    /// The context in which the seed of a sub-key of the first key is used.
    #[must_use]
    pub fn context(sub_key: usize) -> Vec<u8> {
        sub_key_context(CEREMONY, SubKeyId { key: 0, subset: SubsetIndex(sub_key as u8) })
    }

    /// A member's figure.
    #[must_use]
    pub fn figure(&self, member: u16, cell: usize) -> u32 {
        let max = self.manifest.cells.get(cell).map_or(0, |cell| cell.max);
        let spread = (cell as u32).wrapping_mul(2_654_435_761).wrapping_add(member.into());
        if cell.is_multiple_of(5) { 0 } else { spread % (max + 1) }
    }

    /// A member's whole submission: every cell reported, figures spread over what is allowed, every fifth zero.
    ///
    /// # Errors
    /// None but for faults of the library.
    pub fn prepare(
        &self,
        keys: &[SubmissionKey],
        member: u16,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Prepared, PrepareError> {
        let figures: Vec<Option<u32>> =
            (0..self.manifest.cells.len()).map(|cell| Some(self.figure(member, cell))).collect();
        let statuses = vec![Status::Normal; figures.len()];
        prepare(&self.manifest, keys, (MemberIndex(member), 0), statuses, &figures, None, rng)
    }
}
