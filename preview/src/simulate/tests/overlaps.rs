//! Drawn structures whose codes are about the same cases: nobody declared that they add up, and in the returns they do not.
//! Whatever lies within an open cell and is open itself, alone or with another that it shares nothing with for sure, must
//! leave the figure of none or of three. Knows what lies within what, and nothing of how tables are read.

use super::super::{Files, simulate};
use intertally_attack::random::Random;
use intertally_structure::Structure;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

pub(super) const MINIMUM: usize = 3;
pub(super) const MEMBERS: usize = 7;

/// Codes of a dimension as a tree: per code the place of its parent. Some parents are the sum of their first two children by
/// declaration, some are said to be no sum.
pub(super) struct Tree {
    letter: &'static str,
    pub(super) parents: Vec<Option<usize>>,
    pub(super) declared: BTreeSet<usize>,
    pub(super) no_sums: BTreeSet<usize>,
    /// Parents of which nobody is in two children, which nobody declared.
    pub(super) parted: BTreeSet<usize>,
}

/// Places of a cell's codes in both trees, and of its measure.
pub(super) type Key = [usize; 3];

/// A person: codes of both trees, and measures.
pub(super) type Person = [BTreeSet<usize>; 3];

pub(super) struct Drawn {
    pub(super) trees: [Tree; 2],
    /// The first one holds all others.
    pub(super) measures: usize,
    keys: Vec<BTreeSet<Key>>,
    pub(super) tables: Vec<[Vec<usize>; 3]>,
}

impl Tree {
    /// One code with so many below it; the first two are parts of it, or nobody says that any are.
    pub(super) fn flat(letter: &'static str, children: usize, is_declared: bool) -> Self {
        let parents = [vec![None], vec![Some(0); children]].concat();
        let own = || BTreeSet::from_iter((children > 0).then_some(0));
        let (declared, no_sums) =
            if is_declared { (own(), BTreeSet::new()) } else { (BTreeSet::new(), own()) };
        Self { letter, parents, declared, no_sums, parted: BTreeSet::new() }
    }

    pub(super) fn new(random: &mut Random, letter: &'static str, is_flat: bool) -> Self {
        let mut parents = vec![None];
        let mut open = if is_flat { Vec::new() } else { vec![(0, 2)] };
        while let Some((parent, left)) = open.pop() {
            for _ in 0..random.between(2, 3) {
                parents.push(Some(parent));
                if left > 1 && random.chance(30) {
                    open.push((parents.len() - 1, left - 1));
                }
            }
        }
        let above: BTreeSet<usize> = parents.iter().copied().flatten().collect();
        let declared: BTreeSet<usize> = above.iter().copied().filter(|_| random.chance(35)).collect();
        let no_sums =
            above.iter().copied().filter(|one| !declared.contains(one) && random.chance(25)).collect();
        Self { letter, parents, declared, no_sums, parted: BTreeSet::new() }
    }

    pub(super) fn name(&self, place: usize) -> String {
        format!("{}{place}", self.letter)
    }

    pub(super) fn children(&self, parent: usize) -> Vec<usize> {
        (0..self.parents.len()).filter(|place| self.parents[*place] == Some(parent)).collect()
    }

    pub(super) fn parts(&self, parent: usize) -> Vec<usize> {
        let all = self.children(parent);
        if self.declared.contains(&parent) { all.into_iter().take(2).collect() } else { Vec::new() }
    }

    fn with_above(&self, place: usize) -> Vec<usize> {
        std::iter::successors(Some(place), |place| self.parents[*place]).collect()
    }

    /// Whether nobody is in both, by declaration.
    fn apart(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.with_above(one), self.with_above(other));
        self.declared.iter().any(|parent| {
            let part = |own: &[usize]| self.parts(*parent).into_iter().find(|part| own.contains(part));
            part(&one).zip(part(&other)).is_some_and(|(one, other)| one != other)
        })
    }

    /// Codes of somebody, at random.
    pub(super) fn draw(&self, random: &mut Random, share: u64) -> BTreeSet<usize> {
        let (mut own, mut open) = (BTreeSet::new(), vec![0]);
        while let Some(place) = open.pop() {
            own.insert(place);
            let parts = self.parts(place);
            if !parts.is_empty() {
                open.push(parts[random.pick(parts.len())]);
            }
            let mut others: Vec<usize> =
                self.children(place).into_iter().filter(|child| !parts.contains(child)).collect();
            if self.parted.contains(&place) {
                others = vec![others[random.pick(others.len())]];
            }
            open.extend(others.into_iter().filter(|_| random.chance(share)));
        }
        own
    }
}

impl Drawn {
    pub(super) fn new(random: &mut Random) -> Self {
        let measures = [1, 1, 2, 3, 4, 8][random.pick(6)];
        // Many measures in small tables: they have many sets.
        let is_flat = measures > 4 || random.chance(50);
        let trees = [Tree::new(random, "A", false), Tree::new(random, "B", is_flat)];
        let share = random.between(30, 90);
        let some = |random: &mut Random, length: usize| -> Vec<usize> {
            let all: Vec<usize> =
                (0..length).filter(|place| random.chance(if *place == 0 { 70 } else { share })).collect();
            if all.is_empty() { vec![random.pick(length)] } else { all }
        };
        let sizes = [trees[0].parents.len(), trees[1].parents.len(), measures];
        let tables = (0..random.between(1, 4)).map(|_| sizes.map(|size| some(random, size))).collect();
        Self::of(trees, measures, tables)
    }

    /// These tables over these trees.
    pub(super) fn of(trees: [Tree; 2], measures: usize, tables: Vec<[Vec<usize>; 3]>) -> Self {
        let product = |[a, b, m]: &[Vec<usize>; 3]| -> BTreeSet<Key> {
            a.iter().flat_map(|a| b.iter().flat_map(move |b| m.iter().map(move |m| [*a, *b, *m]))).collect()
        };
        Self { keys: tables.iter().map(product).collect(), trees, measures, tables }
    }

    fn within(&self, inner: &Key, outer: &Key) -> bool {
        let codes = (0..2).all(|at| self.trees[at].with_above(inner[at]).contains(&outer[at]));
        codes && (inner[2] == outer[2] || outer[2] == 0)
    }

    pub(super) fn named(&self, key: &Key) -> String {
        let [a, b] = [0, 1].map(|at| self.trees[at].name(key[at]));
        format!("M{}.{a}.{b}", key[2])
    }

    fn structure(&self) -> Structure {
        let joined = |all: Vec<String>| all.join(", ");
        let list = |tree: &Tree| {
            let code = |place: usize| {
                let name = tree.name(place);
                let parent = tree.parents[place];
                let parent = parent.map_or(String::new(), |at| format!(", parent = \"{}\"", tree.name(at)));
                format!("{{ id = \"{name}\", name = \"{name}\"{parent} }}")
            };
            joined((0..tree.parents.len()).map(code).collect())
        };
        let measure = |at: usize| {
            let of = if at == 0 { "" } else { ", of = \"M0\"" };
            format!(
                "{{ code = \"M{at}\", unit = \"u\", max = 60000, min_contributors = 3, rounding = 5{of} }}"
            )
        };
        let measures = joined((0..self.measures).map(measure).collect());
        let coded =
            joined((0..self.measures).map(|at| format!("{{ id = \"M{at}\", name = \"m\" }}")).collect());
        let areas = joined((0..MEMBERS).map(|at| format!("{{ id = \"X{at}\", name = \"x\" }}")).collect());
        let [a, b] = [list(&self.trees[0]), list(&self.trees[1])];
        let each = |of: &dyn Fn(&Tree) -> Vec<String>| joined(self.trees.iter().flat_map(of).collect());
        let sums = each(&|tree| {
            let sum = |parent: &usize| {
                let parts = joined(
                    tree.parts(*parent).iter().map(|part| format!("\"{}\"", tree.name(*part))).collect(),
                );
                let (id, parent) = (tree.letter, tree.name(*parent));
                format!("{{ dimension = \"{id}\", parent = \"{parent}\", children = [{parts}] }}")
            };
            tree.declared.iter().map(sum).collect()
        });
        let no_sums = each(&|tree| {
            let one = |parent: &usize| {
                let (id, parent) = (tree.letter, tree.name(*parent));
                format!("{{ dimension = \"{id}\", parent = \"{parent}\", reason = \"r\" }}")
            };
            tree.no_sums.iter().map(one).collect()
        });
        let mut text = format!(
            "agency = \"A\"\nid = \"D\"\nversion = \"1.0\"\nname = \"n\"\nnational_flow = \"N\"\ntotal_flow = \"T\"\n\
             area = \"AREA\"\nmeasure = \"M\"\ntime = \"TIME\"\ntotal_area = \"_ALL\"\n\
             dimensions = [{{ id = \"AREA\", name = \"a\", codelist = \"CL_AREA\" }}, \
             {{ id = \"M\", name = \"m\", codelist = \"CL_M\" }}, {{ id = \"A\", name = \"x\", codelist = \"CL_A\" }}, \
             {{ id = \"B\", name = \"x\", codelist = \"CL_B\" }}, {{ id = \"TIME\", name = \"p\" }}]\n\
             measures = [{measures}]\nsums = [{sums}]\nnot_sums = [{no_sums}]\n\
             codelists = [{{ id = \"CL_AREA\", name = \"a\", codes = [{{ id = \"_ALL\", name = \"x\" }}, {areas}] }}, \
             {{ id = \"CL_M\", name = \"m\", codes = [{coded}] }}, {{ id = \"CL_A\", name = \"x\", codes = [{a}] }}, \
             {{ id = \"CL_B\", name = \"x\", codes = [{b}] }}]\n"
        );
        for (number, [a, b, m]) in self.tables.iter().enumerate() {
            let names = |all: &[usize], tree: &Tree| {
                joined(all.iter().map(|place| format!("\"{}\"", tree.name(*place))).collect())
            };
            let [a, b] = [names(a, &self.trees[0]), names(b, &self.trees[1])];
            let m = joined(m.iter().map(|at| format!("\"M{at}\"")).collect());
            write!(
                text,
                "[[tables]]\nid = \"T{number}\"\ntitle = \"t\"\nragged = true\nvalues = [\
                 {{ dimension = \"M\", codes = [{m}] }}, {{ dimension = \"A\", codes = [{a}] }}, \
                 {{ dimension = \"B\", codes = [{b}] }}]\n"
            )
            .unwrap();
        }
        text += "[publication]\ntitle = \"t\"\npublisher = \"p\"\ncontact = \"c\"\nlicence = \"l\"\nrelease = 1\n\
                 provisional = false\nmethod = [\"x\"]\n";
        Structure::parse("drawn.toml", text.as_bytes()).unwrap_or_else(|fault| panic!("{fault:?}\n{text}"))
    }
}

/// Figures of each cell per member.
pub(super) struct World {
    pub(super) figures: BTreeMap<Key, Vec<usize>>,
}

impl World {
    pub(super) fn of(drawn: &Drawn, members: &[Vec<Person>]) -> Self {
        let figure = |member: usize, key: &Key| {
            members[member].iter().filter(|person| (0..3).all(|at| person[at].contains(&key[at]))).count()
        };
        let keys: BTreeSet<Key> = drawn.keys.iter().flatten().copied().collect();
        let figures = |key: &Key| (0..MEMBERS).map(|member| figure(member, key)).collect();
        Self { figures: keys.iter().map(|key| (*key, figures(key))).collect() }
    }

    /// The cells that the rules open.
    pub(super) fn open(&self, drawn: &Drawn, seed: u64) -> Vec<Key> {
        let mut files = BTreeMap::new();
        for member in 0..MEMBERS {
            let mut text = "AREA,M,A,B,TIME,OBS_VALUE\n".to_owned();
            for (key, figures) in &self.figures {
                let key = drawn.named(key).replace('.', ",");
                writeln!(text, "X{member},{key},2024,{}", figures[member]).unwrap();
            }
            files.insert(format!("X{member}.csv"), text.into_bytes());
        }
        let files = Files { name: format!("drawn {seed}"), files };
        let made = simulate(&drawn.structure(), &files, &[]).unwrap();
        let open: BTreeSet<&str> =
            made.plan.iter().filter(|cell| cell.shut.is_none()).map(|cell| cell.key.as_str()).collect();
        let is_open = |key: &&Key| open.contains(format!("{}.2024", drawn.named(key)).as_str());
        self.figures.keys().filter(is_open).copied().collect()
    }
}

/// How many cells the rules open of the world of a seed; and what these leave of one or two countries, the same of all cells
/// of three contributors.
fn told(seed: u64) -> (usize, [Vec<String>; 2]) {
    let random = &mut Random::new(seed);
    let drawn = Drawn::new(random);
    let share = random.between(20, 95);
    let members: Vec<Vec<Person>> = (0..MEMBERS)
        .map(|_| {
            let persons = random.between(0, 6);
            (0..persons)
                .map(|_| {
                    let mut measures: BTreeSet<usize> =
                        (1..drawn.measures).filter(|_| random.chance(share)).collect();
                    measures.insert(0);
                    [drawn.trees[0].draw(random, share), drawn.trees[1].draw(random, share), measures]
                })
                .collect()
        })
        .collect();
    let world = World::of(&drawn, &members);
    let (figures, by_rule) = (&world.figures, world.open(&drawn, seed));
    let named = |key: &Key| drawn.named(key);
    let positive = |key: &&Key| figures[*key].iter().filter(|figure| **figure > 0).count() >= MINIMUM;
    let by_count: Vec<Key> = figures.keys().filter(positive).copied().collect();
    let few = |open: &[Key]| {
        let mut told = Vec::new();
        for whole in open {
            let parts: Vec<&Key> =
                open.iter().filter(|part| *part != whole && drawn.within(part, whole)).collect();
            let mut sets: Vec<Vec<&Key>> = parts.iter().map(|part| vec![*part]).collect();
            for (at, one) in parts.iter().enumerate() {
                let others = parts.iter().skip(at + 1);
                let apart = |other: &&&Key| (0..2).any(|at| drawn.trees[at].apart(one[at], other[at]));
                sets.extend(others.filter(apart).map(|other| vec![*one, *other]));
            }
            for parts in sets {
                let left = |member: &usize| {
                    figures[whole][*member] > parts.iter().map(|part| figures[*part][*member]).sum()
                };
                let left = (0..MEMBERS).filter(left).count();
                if (1..MINIMUM).contains(&left) {
                    let parts: Vec<String> = parts.into_iter().map(named).collect();
                    told.push(format!("seed {seed}: {} less {}", named(whole), parts.join(", ")));
                }
            }
        }
        told
    };
    (by_rule.len(), [few(&by_rule), few(&by_count)])
}

#[test]
fn what_may_be_about_the_same_cases_leaves_nothing_of_few() {
    let seeds = if std::env::var_os("INTERTALLY_LONG").is_some() { 20_000 } else { 250 };
    let (mut open, mut by_rule, mut by_count) = (0, Vec::new(), 0);
    for seed in 0..seeds {
        let (cells, [rule, count]) = told(seed);
        open += cells;
        by_rule.extend(rule);
        by_count += count.len();
    }
    assert!(by_rule.is_empty(), "{} of {open}: {:#?}", by_rule.len(), &by_rule[..by_rule.len().min(20)]);
    assert!(open > 1000 && by_count > 1000, "the attacker finds what counts alone open: {open}, {by_count}");
}
