//! Generated rounds with a publication: figures of invented members from a fixed seed.

use intertally_core::canonical;
use intertally_core::disclosure::{Returned, table};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex};
use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy, RoundKey, RoundManifest};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_core::submission::{Note, PublishedFigure, Status};
use intertally_disclosure::{Plan, Shown, countable, plan, show};
use intertally_publish::{Anchor, Material};
use intertally_structure::{RoundTable, Structure};
use std::collections::BTreeMap;

/// A round, all that was sealed and opened, and what nobody would know: the members' figures.
pub struct Sample {
    pub structure: Structure,
    pub manifest: RoundManifest,
    pub statuses: BTreeMap<MemberIndex, Vec<Status>>,
    pub figures: BTreeMap<MemberIndex, Vec<u64>>,
    pub notes: BTreeMap<MemberIndex, Vec<Note>>,
    pub plan: Plan,
    /// Exact totals of the opened cells.
    pub totals: BTreeMap<u32, u64>,
    pub shown: Vec<Shown>,
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

/// The manifest of a round over the structure.
pub fn manifest(structure: &Structure, periods: &[&str], members: &[String]) -> RoundManifest {
    let periods: Vec<String> = periods.iter().map(|period| (*period).to_owned()).collect();
    let table = structure.table(&periods).unwrap();
    let ceremony = CeremonyId(digest("ceremony", &[b"sample"]));
    let signing = |name: &str| VerifyingKey(digest("sample", &[name.as_bytes()]).0);
    let entry = |area: &String| MemberEntry { area: area.clone(), signing: signing(area) };
    RoundManifest {
        spec_version: intertally_core::SPEC_VERSION,
        name: "Generated example".to_owned(),
        practice: true,
        structure: digest("sample", &[&canonical::encode(&structure.id)]),
        periods,
        leaves: table.leaves,
        rules: table.rules,
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
            cells: table.cells.len() as u32,
        }],
        cells: table.cells,
        policy: Policy { min_members: 5 },
        opens: Instant(1_793_000_000_000),
        deadline: Instant(1_795_000_000_000),
        grace_ms: 0,
        revision: false,
        earlier: Vec::new(),
    }
}

impl Sample {
    /// The round in which the members sent these figures. Totals, plan and what is shown follow.
    pub fn of(
        structure: Structure,
        manifest: RoundManifest,
        statuses: BTreeMap<MemberIndex, Vec<Status>>,
        figures: BTreeMap<MemberIndex, Vec<u64>>,
    ) -> Self {
        Self::with_public(structure, manifest, statuses, figures, BTreeMap::new())
    }

    /// The same where members publish these of their cells themselves.
    pub fn with_public(
        structure: Structure,
        manifest: RoundManifest,
        mut statuses: BTreeMap<MemberIndex, Vec<Status>>,
        mut figures: BTreeMap<MemberIndex, Vec<u64>>,
        public: BTreeMap<MemberIndex, Vec<u32>>,
    ) -> Self {
        let asked = structure.table(&manifest.periods).unwrap();
        for (member, statuses) in &mut statuses {
            complete(&manifest, &asked, statuses, figures.get_mut(member).unwrap());
        }
        let reported: BTreeMap<MemberIndex, Vec<bool>> = statuses
            .iter()
            .map(|(member, cells)| (*member, cells.iter().map(|status| status.reports()).collect()))
            .collect();
        let cells = manifest.cells.len();
        let sent = |cell: usize| {
            let report = reported.iter().filter(move |(_, reported)| reported[cell]);
            report.map(|(member, _)| figures[member][cell]).collect::<Vec<u64>>()
        };
        let own = |member: &MemberIndex, cells: &[u32]| {
            let figure = |cell: u32| u32::try_from(figures[member][cell as usize]).unwrap();
            cells.iter().map(|cell| PublishedFigure { cell: *cell, figure: figure(*cell) }).collect()
        };
        let public = public.iter().map(|(member, cells)| (*member, own(member, cells))).collect();
        let returned = Returned { reported: reported.clone(), public, confidential: BTreeMap::new() };
        let uncounted = table(&manifest, &returned, &vec![None; cells], None, &[]);
        let counted = countable(&uncounted).unwrap().contributors;
        let above = |cell: usize| sent(cell).iter().filter(|x| **x > 0).count() as u32;
        let counts: Vec<Option<u32>> = (0..cells).map(|cell| counted[cell].then(|| above(cell))).collect();
        let table = table(&manifest, &returned, &counts, None, &[]);
        let plan = plan(&table).unwrap();
        let total = |cell: u32| (cell, sent(cell as usize).iter().sum());
        let totals: BTreeMap<u32, u64> = plan.opened().into_iter().map(total).collect();
        let shown = show(&table, &plan, &totals).unwrap();
        let root = digest("sample", &[b"root"]);
        let anchor = Anchor { height: 214, event: digest("sample", &[b"plan adopted"]), root };
        let notes = BTreeMap::new();
        Self { structure, manifest, statuses, figures, notes, plan, totals, shown, anchor }
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
            shown: &self.shown,
            before: &[],
            anchor: self.anchor,
        }
    }
}

/// Two letters that no country has: XA, XB, ...
pub fn area(member: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let first = b"XYQ"[member / letters.len() % 3];
    [first, letters[member % letters.len()]].iter().map(|letter| char::from(*letter)).collect()
}

/// Fills in the cells that nobody types, as a member's tool does.
fn complete(manifest: &RoundManifest, asked: &RoundTable, statuses: &mut [Status], values: &mut [u64]) {
    let typed = |at: usize| manifest.cells[at].is_typed() && statuses[at].reports();
    let value = |at: usize| typed(at).then(|| u32::try_from(values[at]).unwrap());
    let mut figures: Vec<Option<u32>> = (0..values.len()).map(value).collect();
    asked.complete(&mut figures);
    for (at, figure) in figures.iter().enumerate().filter(|(at, _)| !manifest.cells[*at].is_typed()) {
        statuses[at] = if figure.is_some() { Status::Normal } else { Status::NotCollected };
        values[at] = figure.map_or(0, u64::from);
    }
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
        if cell.count_only {
            statuses.push(Status::NotCollected);
            values.push(0);
            continue;
        }
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
            let own = manifest.leaves[*leaf as usize].figure.as_str();
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
        *value = cell.leaves.iter().filter_map(|leaf| atoms.get(leaf)).sum();
    }
    (statuses, values)
}
