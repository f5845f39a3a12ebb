//! A round without keys: what the rules need to know of a manifest.

use intertally_core::hash::Digest;
use intertally_core::party::{CeremonyId, Instant};
use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy, RoundManifest};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_structure::RoundTable;

/// No signature verifies under it, so a draft is nothing that anybody could take for a round.
const NOBODY: VerifyingKey = VerifyingKey([0; 32]);
const NOTHING: Digest = Digest([0; 32]);

/// The manifest of a round that these areas take part in.
#[must_use]
pub fn manifest(table: &RoundTable, periods: Vec<String>, areas: &[String]) -> RoundManifest {
    let member = |area: &String| MemberEntry { area: area.clone(), signing: NOBODY };
    RoundManifest {
        spec_version: 0,
        name: "simulation".to_owned(),
        practice: true,
        structure: NOTHING,
        periods,
        leaves: table.leaves.clone(),
        cells: table.cells.clone(),
        rules: table.rules.clone(),
        members: areas.iter().map(member).collect(),
        coordinator: CoordinatorEntry { signing: NOBODY, sealing: SealingKey(Vec::new()) },
        aggregator: NOBODY,
        ceremony: CeremonyId(NOTHING),
        trustees: Vec::new(),
        threshold: 0,
        keys: Vec::new(),
        policy: Policy { min_members: 0 },
        opens: Instant(0),
        deadline: Instant(0),
        grace_ms: 0,
        revision: false,
        earlier: Vec::new(),
    }
}
