//! One round of a simulation: counts, plan, and what a later round has to know of it.

use super::fault::SimulateError;
use super::returns::{Asked, Files};
use crate::draft::manifest;
use intertally_core::disclosure::{Returned, table};
use intertally_core::hash::Digest;
use intertally_core::opening::composition::{Composition, composed};
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::OpenedCell;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::publication::{PublicSheet, told};
use intertally_core::round::{self, Before, FiguresBefore, RoundManifest};
use intertally_core::submission::{Note, PublishedFigure, Status};
use intertally_disclosure::{Plan, Shown, Table, countable, plan, show};
use intertally_returns::{Return, notes_sent};
use intertally_structure::Structure;
use std::collections::BTreeMap;

/// A round that was decided.
pub(super) struct Decided {
    /// Name of the folder.
    pub(super) name: String,
    pub(super) asked: Asked,
    pub(super) manifest: RoundManifest,
    pub(super) table: Table,
    pub(super) plan: Plan,
    /// What readers see of each cell.
    pub(super) shown: Vec<Shown>,
    /// Exact totals of the opened cells.
    totals: BTreeMap<u32, u64>,
    returned: Returned,
    changed: Option<Vec<Option<u32>>>,
}

/// A member's place in the round.
fn index(place: usize) -> MemberIndex {
    MemberIndex(u16::try_from(place).unwrap_or(u16::MAX))
}

impl Decided {
    /// Reads the files and decides, after these earlier rounds, oldest first.
    pub(super) fn of(structure: &Structure, files: &Files, before: &[Self]) -> Result<Self, SimulateError> {
        let asked = files.read(structure)?;
        let mut manifest = manifest(&asked.table, asked.periods.clone(), &asked.areas);
        let changed = changed(&asked, &manifest, before);
        manifest.revision = changed.is_some();
        let returned = returned(&asked);
        let earlier: Vec<Remembered> = before.iter().map(Self::remembered).collect();
        let cells = manifest.cells.len();
        let fault = |fault| SimulateError::Table { round: files.name.clone(), fault };
        // Step A first: what may be counted depends on reporters alone.
        let nothing = table(&manifest, &returned, &vec![None; cells], None, &earlier);
        let admitted = countable(&nothing).map_err(fault)?;
        let is_in = |admitted: &[bool], at: usize| admitted.get(at) == Some(&true);
        let above = |at: usize| {
            let figures = asked.returns.iter().filter_map(|own| own.values.get(at).copied().flatten());
            u32::try_from(figures.filter(|figure| *figure > 0).count()).ok()
        };
        let counts: Vec<Option<u32>> =
            (0..cells).map(|at| above(at).filter(|_| is_in(&admitted.contributors, at))).collect();
        let seen = |changed: Vec<u32>| {
            let cells = changed.into_iter().enumerate();
            cells.map(|(at, changed)| is_in(&admitted.changes, at).then_some(changed)).collect()
        };
        let changed: Option<Vec<Option<u32>>> = changed.map(seen);
        let table = table(&manifest, &returned, &counts, changed.as_deref(), &earlier);
        let plan = plan(&table).map_err(fault)?;
        let totals = totals(&asked, &plan);
        let shown = show(&table, &plan, &totals)?;
        Ok(Self { name: files.name.clone(), asked, manifest, table, plan, totals, shown, returned, changed })
    }

    /// What later rounds know of it.
    fn remembered(&self) -> Remembered {
        let counts: Vec<Option<u32>> = self.table.cells.iter().map(|cell| cell.count).collect();
        let counted = (counts.as_slice(), self.changed.as_deref());
        let cells = composed(&self.manifest, &self.returned, counted, &self.plan.opened());
        let round = RoundId(Digest([0; 32]));
        let told = |(cell, total): (&u32, &u64)| {
            let opened = OpenedCell { cell: *cell, total: *total };
            told(&opened, *self.shown.get(*cell as usize)?)
        };
        let told = self.totals.iter().filter_map(told).collect();
        Remembered {
            composition: Composition { round, salt: Digest([0; 32]), cells },
            public: Some(PublicSheet { round, cells: told, keys: vec![] }),
        }
    }

    /// Per member, per cell.
    pub(super) fn statuses(&self) -> BTreeMap<MemberIndex, Vec<Status>> {
        let all = self.asked.returns.iter().enumerate();
        all.map(|(place, own)| (index(place), own.statuses.clone())).collect()
    }

    /// What members say to everybody.
    pub(super) fn notes(&self) -> BTreeMap<MemberIndex, Vec<Note>> {
        let all = self.asked.returns.iter().enumerate();
        all.map(|(place, own)| (index(place), notes_sent(&own.notes, &own.keys))).collect()
    }
}

/// Exact totals of the opened cells.
fn totals(asked: &Asked, plan: &Plan) -> BTreeMap<u32, u64> {
    let total = |cell: u32| {
        let figures = asked.returns.iter().filter_map(|own| own.values.get(cell as usize).copied().flatten());
        (cell, figures.map(u64::from).sum())
    };
    plan.opened().into_iter().map(total).collect()
}

/// What the members' headers would say.
fn returned(asked: &Asked) -> Returned {
    let all = || asked.returns.iter().enumerate();
    let reported = all().map(|(place, own)| (index(place), own.values.iter().map(Option::is_some).collect()));
    Returned {
        reported: reported.collect(),
        public: all().map(|(place, own)| (index(place), published(own))).collect(),
        confidential: all().map(|(place, own)| (index(place), own.confidential.clone())).collect(),
    }
}

/// The figures that an office publishes itself.
fn published(own: &Return) -> Vec<PublishedFigure> {
    let figure = |cell: u32| own.values.get(cell as usize).copied().flatten();
    let one = |cell: &u32| Some(PublishedFigure { cell: *cell, figure: figure(*cell)? });
    own.public.iter().filter_map(one).collect()
}

/// A round after others is one of revisions: per cell how many figures are others than in every opening of a sum with its
/// leaves, as members' tools find out.
fn changed(asked: &Asked, manifest: &RoundManifest, before: &[Decided]) -> Option<Vec<u32>> {
    if before.is_empty() {
        return None;
    }
    let opened: Vec<Vec<u32>> = before.iter().map(|old| old.plan.opened().into_iter().collect()).collect();
    let mut counts = vec![0u32; asked.table.cells.len()];
    for (area, own) in asked.areas.iter().zip(&asked.returns) {
        let rounds: Vec<Before<'_>> = before
            .iter()
            .zip(&opened)
            .map(|(old, opened)| {
                let place = old.asked.areas.iter().position(|other| other == area);
                let values = place.and_then(|at| old.asked.returns.get(at)).map(|own| own.values.as_slice());
                let figures = values.map_or(FiguresBefore::Absent, FiguresBefore::Kept);
                Before { manifest: &old.manifest, opened, figures }
            })
            .collect();
        let bits = round::changed(manifest, &own.values, &rounds);
        for ((count, bit), value) in counts.iter_mut().zip(bits).zip(&own.values) {
            *count += u32::from(bit && value.is_some());
        }
    }
    Some(counts)
}
