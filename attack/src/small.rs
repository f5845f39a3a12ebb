//! Whole small worlds: every assignment of figures to four members and a few cells, grouped by what a reader sees.
//! Nothing is bounded from above for the reader: beside the worlds that are judged, each one's neighbours (a person more,
//! fewer, or moved to another figure) count as possible where the reader sees the same.

use crate::forms::{Atom, Forms};
use crate::linear::{Echelon, Overflow};
use crate::program::{Outcome, Program};
use crate::world::Seen;
use intertally_disclosure::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Figures, member by member, leaf by leaf.
pub type Vector = Vec<u8>;

/// A small world's structure: leaves, cells over them, and who reports which.
#[derive(Clone, Debug)]
pub struct Small {
    /// Members.
    pub members: usize,
    /// Leaves.
    pub leaves: usize,
    /// Per cell its leaves; sums before parts.
    pub cells: Vec<Vec<usize>>,
    /// Per cell who reports it.
    pub reporters: Vec<Vec<usize>>,
    /// Largest figure.
    pub most: u8,
    /// Fewest contributors.
    pub minimum: u32,
    /// How values are shown.
    pub base: u32,
    /// Where bands begin.
    pub first: u64,
}

/// Decides and shows.
pub trait Rules {
    /// The cells that are opened.
    fn open(&self, table: &Table) -> BTreeSet<u32>;
    /// What is shown of each cell.
    fn show(&self, table: &Table, opened: &BTreeSet<u32>, totals: &BTreeMap<u32, u64>) -> Vec<Seen>;
    /// The cells whose counts are opened.
    fn countable(&self, table: &Table) -> Vec<bool>;
}

/// How many worlds there are and in how many something is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub worlds: u64,
    /// Those in which some cell opens.
    pub open: u64,
    /// A sum of few is determined.
    pub told: u64,
    /// Of these: it is a sum of zeros alone.
    pub zeros: u64,
    /// Of those told, before the coordinator: some opened sum is as small as the counts allow.
    pub tight: u64,
    /// The smallest of the worlds in which something is told, first those in which nothing is tight.
    pub smallest: Vec<Example>,
}

/// A world in which something is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// Some opened sum is as small as the counts allow.
    pub tight: bool,
    /// Persons in all.
    pub persons: u32,
    /// Their figures.
    pub figures: Vector,
    /// Cells opened.
    pub opened: Vec<u32>,
    /// Factors of the sum that is told, in the order of the figures.
    pub sum: Vec<i128>,
}

impl std::fmt::Display for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { tight, figures, opened, sum, .. } = self;
        let tight = if *tight { " (tight)" } else { "" };
        write!(f, "figures {figures:?}, opened {opened:?}, told {sum:?}{tight}")
    }
}

/// Examples kept of each kind.
const KEPT: usize = 20;

impl Tally {
    fn keep(&mut self, example: Example) {
        let at = self.smallest.partition_point(|old| *old < example);
        self.smallest.insert(at, example);
        self.smallest.truncate(KEPT);
    }

    /// Both together.
    pub fn add(&mut self, other: Self) {
        self.worlds += other.worlds;
        self.open += other.open;
        self.told += other.told;
        self.zeros += other.zeros;
        self.tight += other.tight;
        other.smallest.into_iter().for_each(|example| self.keep(example));
    }
}

/// Counts and totals of all cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Sums {
    counts: Vec<u8>,
    totals: Vec<u16>,
}

/// What the rules make of counts.
struct Decided {
    counts: Vec<Option<u8>>,
    table: Table,
    opened: BTreeSet<u32>,
}

/// Counts of all cells and totals of the opened ones.
type Opening = (Vec<u8>, Vec<u16>);

/// One structure with what was asked of the rules already.
pub struct Lab<'a> {
    small: &'a Small,
    rules: &'a dyn Rules,
    /// Per cell and figure: the cell holds it.
    masks: Vec<Vec<bool>>,
    decided: HashMap<Vec<u8>, Rc<Decided>>,
    shown: HashMap<Opening, Rc<Vec<Seen>>>,
    patterns: HashMap<Vec<Option<u8>>, Rc<Vec<Vector>>>,
}

impl<'a> Lab<'a> {
    /// Nothing is decided yet.
    #[must_use]
    pub fn new(small: &'a Small, rules: &'a dyn Rules) -> Self {
        let mask = |(leaves, who): (&Vec<usize>, &Vec<usize>)| {
            let all = (0..small.members).flat_map(|member| (0..small.leaves).map(move |leaf| (member, leaf)));
            all.map(|(member, leaf)| who.contains(&member) && leaves.contains(&leaf)).collect()
        };
        let masks = small.cells.iter().zip(&small.reporters).map(mask).collect();
        Self { small, rules, masks, decided: HashMap::new(), shown: HashMap::new(), patterns: HashMap::new() }
    }

    fn sums(&self, world: &[u8]) -> Sums {
        let mut out = Sums { counts: Vec::new(), totals: Vec::new() };
        for mask in &self.masks {
            let (mut total, mut count) = (0u16, 0u8);
            for (own, held) in world.chunks(self.small.leaves).zip(mask.chunks(self.small.leaves)) {
                let figure: u16 =
                    own.iter().zip(held).filter(|(_, held)| **held).map(|(x, _)| u16::from(*x)).sum();
                total += figure;
                count += u8::from(figure > 0);
            }
            out.counts.push(count);
            out.totals.push(total);
        }
        out
    }

    fn decide(&mut self, counts: &[u8]) -> Rc<Decided> {
        if let Some(old) = self.decided.get(counts) {
            return Rc::clone(old);
        }
        let small = self.small;
        let cell = |(place, leaves): (usize, &Vec<usize>)| Cell {
            leaves: vec![leaves.iter().filter_map(|leaf| u32::try_from(*leaf).ok()).collect()],
            minimum: small.minimum,
            reporters: small.reporters[place].iter().filter_map(|who| u32::try_from(*who).ok()).collect(),
            count: None,
            changed: None,
            count_only: false,
            confidential: BTreeSet::new(),
            base: small.base,
            first: small.first,
            max: 1_000,
        };
        let cells: Vec<Cell> = small.cells.iter().enumerate().map(cell).collect();
        let order = (0u32..).zip(&cells).map(|(index, _)| index).collect();
        let mut table = Table { systems: 1, cells, order, ..Table::default() };
        let countable = self.rules.countable(&table);
        let counts_seen: Vec<Option<u8>> =
            counts.iter().zip(&countable).map(|(count, yes)| yes.then_some(*count)).collect();
        for (cell, count) in table.cells.iter_mut().zip(&counts_seen) {
            cell.count = count.map(u32::from);
        }
        let opened = self.rules.open(&table);
        let new = Rc::new(Decided { counts: counts_seen, table, opened });
        self.decided.insert(counts.to_vec(), Rc::clone(&new));
        new
    }

    fn show(&mut self, sums: &Sums) -> Rc<Vec<Seen>> {
        let decided = self.decide(&sums.counts);
        let totals: Vec<u16> = decided.opened.iter().map(|index| sums.totals[*index as usize]).collect();
        let key = (sums.counts.clone(), totals);
        if let Some(old) = self.shown.get(&key) {
            return Rc::clone(old);
        }
        let totals =
            decided.opened.iter().map(|index| (*index, u64::from(sums.totals[*index as usize]))).collect();
        let new = Rc::new(self.rules.show(&decided.table, &decided.opened, &totals));
        self.shown.insert(key, Rc::clone(&new));
        new
    }

    /// Whether a figure lies in any cell.
    fn used(&self) -> Vec<bool> {
        let width = self.small.members * self.small.leaves;
        (0..width).map(|place| self.masks.iter().any(|mask| mask[place])).collect()
    }

    /// Calls `visit` with every world. Figures in no cell are 0.
    fn worlds(&self, visit: impl FnMut(&[u8])) {
        self.worlds_to(self.small.most, visit);
    }

    fn worlds_to(&self, most: u8, mut visit: impl FnMut(&[u8])) {
        let used = self.used();
        let mut world = vec![0u8; used.len()];
        loop {
            visit(&world);
            let Some(at) = (0..world.len()).find(|at| used[*at] && world[*at] < most) else {
                return;
            };
            world[at] += 1;
            world[..at].iter_mut().for_each(|x| *x = 0);
        }
    }

    /// The coordinator: counts and exact totals of what is opened.
    pub fn coordinator(&mut self) -> Result<Tally, Overflow> {
        let mut groups: HashMap<View, Group> = HashMap::new();
        let mut list = Vec::new();
        self.worlds(|world| list.push(world.to_vec()));
        let mut views = Vec::with_capacity(list.len());
        let mut tally = Tally { worlds: list.len() as u64, ..Tally::default() };
        for world in &list {
            let view = self.view(world);
            for key in [view.without_totals(), view.clone()] {
                groups.entry(key).or_insert_with(|| Group::new(world)).add(world)?;
            }
            views.push(view);
        }
        // What counts alone allow is all there if figures go to 2; exact totals can bind a world at the largest figure.
        let used = self.used();
        let width = used.iter().filter(|used| **used).count();
        let mut ranks: HashMap<Vec<u8>, usize> = HashMap::new();
        for (world, view) in list.iter().zip(&views) {
            let cells: Vec<u8> = view.totals.iter().map(|(index, _)| *index).collect();
            let rank = match ranks.get(&cells) {
                Some(rank) => *rank,
                None => {
                    let row =
                        |index: &u8| self.masks[usize::from(*index)].iter().map(|x| i128::from(*x)).collect();
                    let rows: Vec<Vec<i128>> = cells.iter().map(row).collect();
                    let rank = Echelon::of(&rows)?.rank();
                    ranks.insert(cells, rank);
                    rank
                }
            };
            let (before, bound) = (view.without_totals(), self.small.most < 2);
            if groups[view].span.rank() + rank >= width && !bound {
                continue;
            }
            for other in neighbours(world, &used) {
                let seen = self.view(&other);
                if seen == *view
                    && let Some(group) = groups.get_mut(view)
                {
                    group.add(&other)?;
                }
                if bound
                    && seen.counts == before.counts
                    && let Some(group) = groups.get_mut(&before)
                {
                    group.add(&other)?;
                }
            }
        }
        let mut forms: HashMap<Judged, Option<Vec<i128>>> = HashMap::new();
        let mut least: HashMap<View, Vec<(Vec<i128>, i128)>> = HashMap::new();
        for (world, view) in list.iter().zip(&views) {
            for (form, low) in least.entry(view.without_totals()).or_insert_with(|| self.opened_sums(view)) {
                let value = dot(form, world);
                if value < *low {
                    *low = value;
                }
            }
        }
        for (world, view) in list.iter().zip(&views) {
            if view.totals.is_empty() {
                continue;
            }
            tally.open += 1;
            let mut found = None;
            // Once more when the view was searched without an upper end, so that what is told is told in truth.
            for _ in 0..2 {
                let (before, after) = (&groups[&view.without_totals()], &groups[view]);
                let judged = Judged {
                    before: before.fixed(world.len())?,
                    after: after.fixed(world.len())?,
                    positive: world.iter().map(|x| *x > 0).collect(),
                };
                found = match forms.get(&judged) {
                    Some(old) => old.clone(),
                    None => {
                        let found = judged.form(self.small)?;
                        forms.insert(judged, found.clone());
                        found
                    }
                };
                let settled = match groups.get_mut(view) {
                    Some(group) if found.is_some() && !group.settled => self.settle(view, group)?,
                    _ => break,
                };
                if !settled {
                    break;
                }
            }
            let Some(sum) = found else { continue };
            tally.told += 1;
            tally.zeros += u64::from(dot(&sum, world) == 0);
            let tight = least[&view.without_totals()].iter().any(|(form, low)| dot(form, world) == *low);
            tally.tight += u64::from(tight);
            let opened = self.decide(&self.sums(world).counts).opened.iter().copied().collect();
            tally.keep(Example { tight, persons: persons(world), figures: world.clone(), opened, sum });
        }
        Ok(tally)
    }

    /// Adds worlds that look the same, of any size, until no sum that seems fixed differs in any of them. True if some
    /// were added.
    fn settle(&mut self, view: &View, group: &mut Group) -> Result<bool, Overflow> {
        group.settled = true;
        let before = group.span.rank();
        let width = self.small.members * self.small.leaves;
        let rows: Vec<Vec<bool>> =
            view.totals.iter().map(|(index, _)| self.masks[usize::from(*index)].clone()).collect();
        for positive in self.patterns(&view.counts).iter() {
            // Every figure above zero is 1 and something more; what lies in no opened cell is as large as it likes.
            let places: Vec<usize> = (0..width).filter(|place| positive[*place] > 0).collect();
            let (bound, loose): (Vec<usize>, Vec<usize>) =
                places.into_iter().partition(|place| rows.iter().any(|row| row[*place]));
            let equation = |row: &Vec<bool>| bound.iter().map(|place| i128::from(row[*place])).collect();
            let equations: Vec<Vec<i128>> = rows.iter().map(equation).collect();
            let ones = equations.iter().map(|row| row.iter().sum::<i128>());
            let right: Vec<i128> =
                view.totals.iter().zip(ones).map(|((_, total), ones)| i128::from(*total) - ones).collect();
            if right.iter().any(|x| *x < 0) {
                continue;
            }
            let Some(mut program) = Program::new(&equations, &right, bound.len())? else { continue };
            let world = |point: &[i128]| {
                let mut world: Vec<i128> = positive.iter().map(|x| i128::from(*x)).collect();
                bound.iter().zip(point).for_each(|(place, more)| world[*place] += more);
                world
            };
            let mut again = true;
            while again {
                again = false;
                for form in group.fixed(width)? {
                    for sign in [1i128, -1] {
                        let goal: Vec<i128> = bound.iter().map(|place| sign * form[*place]).collect();
                        let Outcome::Best { denominator: 1, point, .. } = program.maximize(&goal)? else {
                            continue;
                        };
                        again |= group.differs(&world(&point))?;
                        for place in &loose {
                            let mut more = world(&point);
                            more[*place] += 1;
                            again |= group.differs(&more)?;
                        }
                    }
                }
            }
        }
        Ok(group.span.rank() > before)
    }

    /// Every choice of figures above zero, as ones, that has these counts.
    fn patterns(&mut self, counts: &[Option<u8>]) -> Rc<Vec<Vector>> {
        if self.patterns.is_empty() {
            let mut made: HashMap<Vec<Option<u8>>, Vec<Vector>> = HashMap::new();
            let mut all = Vec::new();
            self.worlds_to(1, |world| all.push(world.to_vec()));
            for world in all {
                let counts = self.decide(&self.sums(&world).counts).counts.clone();
                made.entry(counts).or_default().push(world);
            }
            self.patterns = made.into_iter().map(|(counts, all)| (counts, Rc::new(all))).collect();
        }
        self.patterns.get(counts).cloned().unwrap_or_default()
    }

    /// Sums of opened cells and differences of them that take nothing away: each with a large number for its least value.
    fn opened_sums(&self, view: &View) -> Vec<(Vec<i128>, i128)> {
        let opened: Vec<&Vec<bool>> =
            view.totals.iter().map(|(index, _)| &self.masks[usize::from(*index)]).collect();
        let mut out: BTreeSet<Vec<i128>> = BTreeSet::new();
        let all = 3usize.pow(u32::try_from(opened.len()).unwrap_or(0));
        for choice in 0..all {
            let mut form = vec![0i128; self.small.members * self.small.leaves];
            let mut left = choice;
            for mask in &opened {
                let factor = [0i128, 1, -1][left % 3];
                left /= 3;
                form.iter_mut().zip(mask.iter()).for_each(|(x, held)| *x += factor * i128::from(*held));
            }
            if form.iter().all(|x| *x >= 0) && form.iter().any(|x| *x > 0) {
                out.insert(form);
            }
        }
        out.into_iter().map(|form| (form, i128::MAX)).collect()
    }

    fn view(&mut self, world: &[u8]) -> View {
        let sums = self.sums(world);
        let decided = self.decide(&sums.counts);
        let totals = decided
            .opened
            .iter()
            .filter_map(|index| Some((u8::try_from(*index).ok()?, sums.totals[*index as usize])));
        View { counts: decided.counts.clone(), totals: totals.collect() }
    }

    /// Everybody: the pattern and what is shown. Told: a cell, a sum of cells or a figure of fewer contributors than the
    /// minimum has fewer than `possible` possible values.
    pub fn public(&mut self, possible: u32) -> Tally {
        let targets = self.targets();
        let mut groups: HashMap<Rc<Vec<Seen>>, Vec<u64>> = HashMap::new();
        let mut list = Vec::new();
        self.worlds(|world| list.push(world.to_vec()));
        let mut views = Vec::with_capacity(list.len());
        let mut tally = Tally { worlds: list.len() as u64, ..Tally::default() };
        let values = |world: &[u8], group: &mut Vec<u64>| {
            group.resize(targets.len(), 0);
            for (target, seen) in targets.iter().zip(group) {
                let value: u32 = target.iter().map(|place| u32::from(world[*place])).sum();
                *seen |= 1 << value.min(63);
            }
        };
        for world in &list {
            let shown = self.show(&self.sums(world));
            values(world, groups.entry(Rc::clone(&shown)).or_default());
            views.push(shown);
        }
        let used = self.used();
        for (world, view) in list.iter().zip(&views) {
            let narrow = groups[view].iter().any(|seen| seen.count_ones() < possible);
            if !narrow {
                continue;
            }
            for other in neighbours(world, &used) {
                let sums = self.sums(&other);
                if self.show(&sums) == *view
                    && let Some(group) = groups.get_mut(view)
                {
                    values(&other, group);
                }
            }
        }
        for (world, view) in list.iter().zip(&views) {
            if view.iter().all(Option::is_none) {
                continue;
            }
            tally.open += 1;
            let contributors = |target: &[usize]| {
                let positive = target.iter().filter(|place| world[**place] > 0);
                positive.map(|place| place / self.small.leaves).collect::<BTreeSet<usize>>().len()
            };
            let narrow = targets.iter().zip(&groups[view]).filter(|(_, seen)| seen.count_ones() < possible);
            let few = narrow.map(|(target, _)| (contributors(target), target));
            // Those that tell most first: more than that nobody has anything.
            let told = few.filter(|(who, _)| *who < self.small.minimum as usize).max_by_key(|(who, _)| *who);
            let Some((who, target)) = told else { continue };
            tally.zeros += u64::from(who == 0);
            tally.told += 1;
            let opened = self.decide(&self.sums(world).counts).opened.iter().copied().collect();
            let sum = (0..world.len()).map(|place| i128::from(target.contains(&place))).collect();
            tally.keep(Example {
                tight: false,
                persons: persons(world),
                figures: world.clone(),
                opened,
                sum,
            });
        }
        tally
    }

    /// Single figures, cells, sums of two or more cells that share nothing, and what a cell leaves beside others.
    fn targets(&self) -> Vec<Vec<usize>> {
        let used = self.used();
        let mut out: BTreeSet<Vec<usize>> = BTreeSet::new();
        out.extend((0..used.len()).filter(|place| used[*place]).map(|place| vec![place]));
        let all = 3usize.pow(u32::try_from(self.masks.len()).unwrap_or(0));
        for choice in 1..all {
            let mut form = vec![0i8; used.len()];
            let mut left = choice;
            for mask in &self.masks {
                let factor = [0i8, 1, -1][left % 3];
                left /= 3;
                form.iter_mut().zip(mask).for_each(|(x, held)| *x += factor * i8::from(*held));
            }
            if form.iter().all(|x| (0..=1).contains(x)) && form.contains(&1) {
                out.insert((0..form.len()).filter(|place| form[*place] == 1).collect());
            }
        }
        out.into_iter().collect()
    }
}

/// What the coordinator sees. Totals by cell, opened cells alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct View {
    counts: Vec<Option<u8>>,
    totals: Vec<(u8, u16)>,
}

impl View {
    fn without_totals(&self) -> Self {
        Self { counts: self.counts.clone(), totals: Vec::new() }
    }
}

/// What decides whether a world tells something.
#[derive(PartialEq, Eq, Hash)]
struct Judged {
    before: Vec<Vec<i128>>,
    after: Vec<Vec<i128>>,
    positive: Vec<bool>,
}

impl Judged {
    /// A sum of few that totals fix, and counts alone leave open.
    fn form(&self, small: &Small) -> Result<Option<Vec<i128>>, Overflow> {
        let atom = |(place, positive): (usize, &bool)| Atom {
            country: u32::try_from(place / small.leaves).unwrap_or(0),
            positive: *positive,
        };
        let atoms = self.positive.iter().enumerate().map(atom).collect();
        let forms = Forms { atoms, before: self.before.clone(), opened: self.after.clone() };
        forms.one_signed(small.minimum)
    }
}

/// Worlds that look the same: one of them, and how others differ from it.
struct Group {
    start: Vector,
    span: Echelon,
    /// Worlds of any size were looked at.
    settled: bool,
}

impl Group {
    fn new(world: &[u8]) -> Self {
        Self { start: world.to_vec(), span: Echelon::default(), settled: false }
    }

    fn add(&mut self, world: &[u8]) -> Result<(), Overflow> {
        if self.span.rank() < world.len() {
            self.differs(&world.iter().map(|x| i128::from(*x)).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// False if nothing that was the same in all of them is different in this world, too.
    fn differs(&mut self, world: &[i128]) -> Result<bool, Overflow> {
        let other: Vec<i128> = world.iter().zip(&self.start).map(|(x, y)| x - i128::from(*y)).collect();
        self.span.add(&other)
    }

    /// A basis of the sums that are the same in all of them.
    fn fixed(&self, width: usize) -> Result<Vec<Vec<i128>>, Overflow> {
        self.span.kernel(width)
    }
}

fn persons(world: &[u8]) -> u32 {
    world.iter().map(|x| u32::from(*x)).sum()
}

fn dot(form: &[i128], world: &[u8]) -> i128 {
    form.iter().zip(world).map(|(x, y)| x * i128::from(*y)).sum()
}

/// A person more, a person fewer, a person moved.
fn neighbours(world: &[u8], used: &[bool]) -> Vec<Vector> {
    let places: Vec<usize> = (0..world.len()).filter(|place| used[*place]).collect();
    let mut out = Vec::new();
    for to in &places {
        let mut more = world.to_vec();
        more[*to] += 1;
        for from in places.iter().filter(|from| *from != to && world[**from] > 0) {
            let mut moved = more.clone();
            moved[*from] -= 1;
            out.push(moved);
        }
        out.push(more);
        if world[*to] > 0 {
            let mut fewer = world.to_vec();
            fewer[*to] -= 1;
            out.push(fewer);
        }
    }
    out
}

impl Small {
    /// Some cells and their total, all reported by everybody.
    #[must_use]
    pub fn sum(inner: usize, members: usize, most: u8) -> Self {
        let mut cells = vec![(0..inner).collect::<Vec<usize>>()];
        cells.extend((0..inner).map(|leaf| vec![leaf]));
        Self::of(cells, inner, members, most)
    }

    /// Two by two cells with all their margins.
    #[must_use]
    pub fn crossed(members: usize, most: u8) -> Self {
        let margins = [vec![0, 1, 2, 3], vec![0, 1], vec![2, 3], vec![0, 2], vec![1, 3]];
        let cells = margins.into_iter().chain((0..4).map(|leaf| vec![leaf]));
        Self::of(cells.collect(), 4, members, most)
    }

    fn of(cells: Vec<Vec<usize>>, leaves: usize, members: usize, most: u8) -> Self {
        let reporters = vec![(0..members).collect(); cells.len()];
        Self { members, leaves, cells, reporters, most, minimum: 3, base: 3, first: 8 }
    }

    /// The same, and with some members that do not report some cells: one of a part, of the total, of two parts; two of
    /// one part, of two parts, of the total and a part.
    #[must_use]
    pub fn with_gaps(&self) -> Vec<Self> {
        let gaps: [&[(usize, usize)]; 7] = [
            &[],
            &[(1, 0)],
            &[(0, 0)],
            &[(1, 0), (2, 0)],
            &[(1, 0), (1, 1)],
            &[(1, 0), (2, 1)],
            &[(0, 0), (1, 1)],
        ];
        let without = |gaps: &&[(usize, usize)]| {
            let mut small = self.clone();
            for (cell, member) in *gaps {
                small.reporters[*cell].retain(|who| who != member);
            }
            small
        };
        gaps.iter().map(without).collect()
    }
}
