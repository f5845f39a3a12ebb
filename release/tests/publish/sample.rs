//! Generated rounds with a publication: figures of invented members from a fixed seed.

use intertally_core::canonical;
use intertally_core::disclosure::{Plan, PlanInput, plan};
use intertally_core::hash::{Digest, digest};
use intertally_core::opening::sheet::{OpenedCell, OpeningsSheet};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex};
use intertally_core::round::{
    CellSpec, CoordinatorEntry, MemberEntry, Policy, Relation, RoundKey, RoundManifest,
};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_core::submission::{Note, Status};
use intertally_release::publish::{Anchor, Material};
use intertally_release::structure::{Structure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A round, all that was sealed and opened, and what nobody would know: the members' figures.
pub struct Sample {
    pub structure: Structure,
    pub manifest: RoundManifest,
    pub statuses: BTreeMap<MemberIndex, Vec<Status>>,
    pub figures: BTreeMap<MemberIndex, Vec<u64>>,
    pub notes: BTreeMap<MemberIndex, Vec<Note>>,
    pub plan: Plan,
    pub openings: OpeningsSheet,
    pub anchor: Anchor,
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same figures on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }
}

/// The structure of sample.toml.
pub fn structure() -> Structure {
    toml::from_str(include_str!("sample.toml")).expect("sample.toml is a structure")
}

/// Keys of all cells over the periods, tables in order, each once.
pub fn keys(structure: &Structure, periods: &[&str]) -> Vec<String> {
    let product = |table: &Table| -> Vec<String> {
        let mut keys = vec![String::new()];
        for values in &table.values {
            keys = keys
                .iter()
                .flat_map(|key| values.codes.iter().map(move |code| format!("{key}{code}.")))
                .collect();
        }
        keys.iter().flat_map(|key| periods.iter().map(move |period| format!("{key}{period}"))).collect()
    };
    let mut seen = BTreeSet::new();
    structure.tables.iter().flat_map(product).filter(|key| seen.insert(key.clone())).collect()
}

/// Sums that hold between the cells: those declared, where the round has all parts.
fn relations(structure: &Structure, keys: &[String]) -> Vec<Relation> {
    let place: BTreeMap<&str, u32> = keys.iter().map(String::as_str).zip(0..).collect();
    let dimensions: Vec<_> = structure.dimensions.iter().filter(|one| one.id != structure.area).collect();
    let mut all = Vec::new();
    for (key, parent) in &place {
        for sum in &structure.sums {
            let at = dimensions.iter().position(|one| one.id == sum.dimension).unwrap();
            let codes: Vec<&str> = key.split('.').collect();
            if codes[at] != sum.parent {
                continue;
            }
            let child = |code: &String| {
                let mut codes = codes.clone();
                codes[at] = code;
                place.get(codes.join(".").as_str()).copied()
            };
            if let Some(mut children) = sum.children.iter().map(child).collect::<Option<Vec<u32>>>() {
                children.sort_unstable();
                all.push(Relation { parent: *parent, children });
            }
        }
    }
    all.sort_by_key(|relation| (relation.parent, relation.children.clone()));
    all
}

/// Leaves of every cell: itself, or those of its parts.
fn leaves(cells: usize, relations: &[Relation]) -> Vec<BTreeSet<u32>> {
    fn of(cell: u32, relations: &[Relation], done: &mut BTreeMap<u32, BTreeSet<u32>>) -> BTreeSet<u32> {
        if let Some(known) = done.get(&cell) {
            return known.clone();
        }
        let parts = relations.iter().find(|relation| relation.parent == cell);
        let own = match parts {
            Some(parts) => parts.children.iter().flat_map(|child| of(*child, relations, done)).collect(),
            None => BTreeSet::from([cell]),
        };
        done.insert(cell, own.clone());
        own
    }
    let mut done = BTreeMap::new();
    (0..cells as u32).map(|cell| of(cell, relations, &mut done)).collect()
}

/// The manifest of a round over the structure.
pub fn manifest(structure: &Structure, periods: &[&str], members: &[String]) -> RoundManifest {
    let keys = keys(structure, periods);
    let relations = relations(structure, &keys);
    let leaves = leaves(keys.len(), &relations);
    let atoms: BTreeSet<&String> = leaves.iter().flatten().map(|cell| &keys[*cell as usize]).collect();
    let place: BTreeMap<&String, u32> = atoms.iter().copied().zip(0..).collect();
    let at = structure.dimensions.iter().filter(|one| one.id != structure.area);
    let at = at.clone().position(|one| one.id == structure.measure).unwrap();
    let cell = |(index, key): (usize, &String)| {
        let code = key.split('.').nth(at).unwrap();
        let measure = structure.measures.iter().find(|measure| measure.code == code).unwrap();
        let mut own: Vec<u32> = leaves[index].iter().map(|leaf| place[&keys[*leaf as usize]]).collect();
        own.sort_unstable();
        CellSpec {
            key: key.clone(),
            max: measure.max,
            leaves: own,
            min_contributors: measure.min_contributors,
            public_members: Vec::new(),
            rounding: measure.rounding,
        }
    };
    let ceremony = CeremonyId(digest("ceremony", &[b"sample"]));
    let signing = |name: &str| VerifyingKey(digest("sample", &[name.as_bytes()]).0);
    let entry = |area: &String| MemberEntry { area: area.clone(), signing: signing(area) };
    RoundManifest {
        spec_version: intertally_core::SPEC_VERSION,
        name: "Generated example".to_owned(),
        practice: true,
        structure: digest("sample", &[&canonical::encode(&structure.id)]),
        leaves: atoms.iter().map(|key| (*key).clone()).collect(),
        cells: keys.iter().enumerate().map(cell).collect(),
        relations,
        members: members.iter().map(entry).collect(),
        coordinator: CoordinatorEntry { signing: signing("coordinator"), sealing: SealingKey(vec![0; 8]) },
        aggregator: signing("aggregator"),
        ceremony,
        trustees: (0..5).map(|n| signing(&format!("trustee {n}"))).collect(),
        threshold: 3,
        keys: vec![RoundKey {
            index: 0,
            key: KeyId::of(ceremony, 0),
            public_part: Digest::ZERO,
            cells: keys.len() as u32,
        }],
        policy: Policy { min_members: 5, work_limit: 100_000 },
        opens: Instant(1_793_000_000_000),
        deadline: Instant(1_795_000_000_000),
        grace_ms: 0,
        revision: false,
        earlier: Vec::new(),
    }
}

impl Sample {
    /// The round in which the members sent these figures. Totals follow, and the plan of core says what is opened.
    pub fn of(
        structure: Structure,
        manifest: RoundManifest,
        statuses: BTreeMap<MemberIndex, Vec<Status>>,
        figures: BTreeMap<MemberIndex, Vec<u64>>,
    ) -> Self {
        let reported: BTreeMap<MemberIndex, Vec<bool>> = statuses
            .iter()
            .map(|(member, cells)| (*member, cells.iter().map(|status| status.reports()).collect()))
            .collect();
        let cells = manifest.cells.len();
        let sent = |cell: usize| {
            let report = reported.iter().filter(move |(_, reported)| reported[cell]);
            report.map(|(member, _)| figures[member][cell]).collect::<Vec<u64>>()
        };
        let counts: Vec<u32> =
            (0..cells).map(|cell| sent(cell).iter().filter(|x| **x > 0).count() as u32).collect();
        let plan = plan(&PlanInput::of_round(&manifest, &reported, &counts, None, &[])).unwrap();
        let opened =
            |cell: u32| OpenedCell { cell, total: sent(cell as usize).iter().sum(), blinding: [0; 32] };
        let openings =
            OpeningsSheet { round: manifest.id(), cells: plan.approved().into_iter().map(opened).collect() };
        let root = digest("sample", &[b"root"]);
        let anchor = Anchor { height: 214, event: digest("sample", &[b"plan adopted"]), root };
        let notes = BTreeMap::new();
        Self { structure, manifest, statuses, figures, notes, plan, openings, anchor }
    }

    /// A round with invented figures: a quarter of the cells missing, interventions in few countries.
    pub fn generated(structure: Structure, periods: &[&str], members: usize, seed: u64) -> Self {
        let names: Vec<String> = (0..members).map(area).collect();
        let manifest = manifest(&structure, periods, &names);
        let mut dice = Dice(seed);
        let (mut statuses, mut figures) = (BTreeMap::new(), BTreeMap::new());
        for member in 0..members {
            let (sent, values) = member_return(&structure, &manifest, periods, &mut dice);
            statuses.insert(MemberIndex(member as u16), sent);
            figures.insert(MemberIndex(member as u16), values);
        }
        Self::of(structure, manifest, statuses, figures)
    }

    /// What is published.
    pub fn material(&self) -> Material<'_> {
        Material {
            structure: &self.structure,
            manifest: &self.manifest,
            statuses: &self.statuses,
            notes: &self.notes,
            openings: &self.openings,
            anchor: self.anchor,
            withheld: None,
        }
    }
}

/// Two letters that no country has: XA, XB, ...
pub fn area(member: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let first = b"XYQ"[member / letters.len() % 3];
    [first, letters[member % letters.len()]].iter().map(|letter| char::from(*letter)).collect()
}

/// One member's return: a size, whole blocks not collected, parts that add up.
fn member_return(
    structure: &Structure,
    manifest: &RoundManifest,
    periods: &[&str],
    dice: &mut Dice,
) -> (Vec<Status>, Vec<u64>) {
    let size = 1 + dice.below(40) * (1 + dice.below(6));
    let first = dice.below(periods.len() as u64 * 8) as usize;
    let mut atoms: BTreeMap<u32, u64> = BTreeMap::new();
    let mut blocks: BTreeMap<String, Status> = BTreeMap::new();
    let (mut statuses, mut values) = (Vec::new(), Vec::new());
    for cell in &manifest.cells {
        let codes: Vec<&str> = cell.key.split('.').collect();
        let [_, measure, offence, intervention, .., period] = codes.as_slice() else { panic!("seven codes") };
        let funnel = structure.measures.iter().any(|m| m.code == *measure && m.funnel.is_some());
        let block = if funnel { (*intervention).to_owned() } else { (*offence).to_owned() };
        let missing = match *intervention {
            "TRACK" | "_O" => 10,
            "TALENT_DAY" | "LESSONS" => 7,
            _ => 2,
        };
        let status = *blocks.entry(block).or_insert_with(|| match dice.below(12) {
            n if n < missing => Status::NotCollected,
            _ => Status::Normal,
        });
        let year = periods.iter().position(|one| one == period).unwrap();
        let late = first < periods.len() && year < first && !funnel;
        let last = year + 1 == periods.len() && dice.below(12) == 0;
        statuses.push(match status {
            Status::Normal if late => Status::Missing,
            Status::Normal if last => Status::Provisional,
            status => status,
        });
        for leaf in &cell.leaves {
            let share = match *measure {
                "OFF_REC" => 900,
                "PER_SUSP" => 300,
                "PER_FIRST" => 170,
                "PER_DIVERT" => 60,
                "INT_REACH" => 400,
                "INT_ASSESS" => 220,
                "INT_START" => 60,
                "INT_COMPL" => 48,
                "FU_12M" => 40,
                _ => 9,
            };
            let own = manifest.leaves[*leaf as usize].as_str();
            let part = if own.contains(".Y") || own.contains("._U") { 8 } else { 1 };
            let wide = if own.contains("._T._Z.") || own.contains("._Z._T.") { 2 } else { 1 };
            let draw = size * share * wide * (8 + year as u64) / 300 / part;
            let rare = if own.contains("._U") { 6 } else { 0 };
            let value = if dice.below(8) < rare { 0 } else { draw * 3 / 4 + dice.below(draw.max(2)) / 4 };
            atoms.entry(*leaf).or_insert(value.min(u64::from(cell.max)));
        }
        values.push(0);
    }
    for (cell, value) in manifest.cells.iter().zip(&mut values) {
        *value = cell.leaves.iter().map(|leaf| atoms[leaf]).sum();
    }
    (statuses, values)
}
