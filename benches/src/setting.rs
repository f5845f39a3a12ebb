//! A round as the benches need it: real keys and layouts, parties without signatures.

use intertally_core::hash::Digest;
use intertally_core::lattice::noise::{BoundError, Committee};
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Params, PublicKey, Ring, key};
use intertally_core::packing::{Layout, split::split_cells};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex};
use intertally_core::round::{
    CellSpec, CoordinatorEntry, Leaf, MemberEntry, Policy, RoundKey, RoundManifest, TableRules,
};
use intertally_core::seal::SealingKey;
use intertally_core::sign::{SecretKey, VerifyingKey};
use intertally_core::submission::{PrepareError, Prepared, Status, prepare};
use rand_core::{CryptoRng, RngCore};

/// A round and its public keys with their layouts.
pub struct Setting {
    /// The round.
    pub manifest: RoundManifest,
    /// In round order.
    pub keys: Vec<(PublicKey, Layout)>,
}

/// Seeds of the ten sub-keys of 3 of 5.
#[must_use]
pub fn seeds() -> Vec<[u8; 32]> {
    (0..10).map(|i| [i; 32]).collect()
}

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
    pub fn new(cells: u32, members: u16, max: impl Fn(u32) -> u32) -> Result<Self, BoundError> {
        let (params, ceremony) = (Params::STANDARD, CeremonyId(Digest([1; 32])));
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
        let split = split_cells(&params, Committee::new(5, 3)?, members.into(), &widths, false)?;
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
            threshold: 3,
            keys: (0..).zip(&split).map(key).collect(),
            policy: Policy { min_members: 3 },
            opens: Instant(0),
            deadline: Instant(1),
            grace_ms: 0,
            revision: false,
            earlier: vec![],
        };
        let ring = Ring::get(&params);
        let public = |(part, entry): (usize, &RoundKey)| {
            let a = expand_common(ceremony.0.as_bytes(), entry.index, &params);
            let parts: Vec<_> = seeds().iter().map(|seed| key::public_part(&ring, &a, seed, b"")).collect();
            let b = key::sum_public_parts(parts.iter().map(Vec::as_slice), &params);
            (PublicKey::new(&params, a, b), Layout::of_part(&manifest, part))
        };
        let keys = manifest.keys.iter().enumerate().map(public).collect();
        Ok(Self { manifest, keys })
    }

    /// A member's whole submission: every cell reported, figures spread over what is allowed, every fifth zero.
    ///
    /// # Errors
    /// None but for faults of the library.
    pub fn prepare(
        &self,
        member: u16,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Prepared, PrepareError> {
        let figure = |(i, cell): (usize, &CellSpec)| {
            let spread = (i as u32).wrapping_mul(2_654_435_761).wrapping_add(member.into()) % (cell.max + 1);
            Some(if i % 5 == 0 { 0 } else { spread })
        };
        let figures: Vec<Option<u32>> = self.manifest.cells.iter().enumerate().map(figure).collect();
        let statuses = vec![Status::Normal; figures.len()];
        prepare(&self.manifest, &self.keys, (MemberIndex(member), 0), statuses, &figures, None, rng)
    }
}
