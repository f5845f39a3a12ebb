//! Generated structures: two dimensions of codes with sums, declared ones and ones that a reader
//! may assume, over quarters and their year.

use crate::random::Random;
use std::collections::BTreeSet;

/// How a code stands to its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// It has none.
    Leaf,
    /// It is their sum, as declared.
    Hard,
    /// A reader may think that it is their sum.
    Soft,
}

/// One code.
#[derive(Clone, Debug)]
pub struct Code {
    /// How it stands to its children.
    pub sum: Sum,
    /// Indices of its children in the dimension.
    pub children: Vec<usize>,
    /// The round asks it.
    pub asked: bool,
    /// It is the remainder of a parent: nobody types it, and only its count is used.
    pub rest: bool,
    /// What is not known ('age unknown'): it holds nothing up.
    pub quiet: bool,
}

/// One dimension; the first code is the total.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its codes.
    pub codes: Vec<Code>,
}

fn leaf(asked: bool, rest: bool) -> Code {
    Code { sum: Sum::Leaf, children: Vec::new(), asked, rest, quiet: false }
}

impl Dimension {
    /// One code, and nothing to add up.
    #[must_use]
    pub fn single() -> Self {
        Self { codes: vec![leaf(true, false)] }
    }

    /// A total with two to four parts, of which one may have parts again.
    pub fn generate(random: &mut Random, parts: u64) -> Self {
        let mut all = Self::single();
        all.grow(random, 0, parts);
        if random.chance(40) {
            let at = all.codes[0].children[0];
            all.grow(random, at, 2);
        }
        all
    }

    fn grow(&mut self, random: &mut Random, parent: usize, parts: u64) {
        let soft = random.chance(30);
        let mut children = Vec::new();
        for _ in 0..random.between(2, parts) {
            children.push(self.codes.len());
            self.codes.push(leaf(random.chance(92), false));
        }
        if soft && random.chance(60) {
            children.push(self.codes.len());
            self.codes.push(leaf(true, true));
        }
        self.codes[parent].sum = if soft { Sum::Soft } else { Sum::Hard };
        self.codes[parent].children = children;
    }

    /// A part of the declared total that says that nothing is known.
    fn hush(&mut self) {
        let at = self.codes.len();
        if self.codes[0].sum == Sum::Hard {
            self.codes.push(Code { quiet: true, ..leaf(true, false) });
            self.codes[0].children.push(at);
        }
    }

    /// Codes that a code stands for: without soft sums (system 0), with them, or down to the
    /// ground.
    #[must_use]
    pub fn leaves(&self, code: usize, soft: bool) -> BTreeSet<usize> {
        let own = &self.codes[code];
        let down = match own.sum {
            Sum::Leaf => false,
            Sum::Hard => true,
            Sum::Soft => soft,
        };
        if !down {
            return BTreeSet::from([code]);
        }
        own.children.iter().flat_map(|child| self.leaves(*child, soft)).collect()
    }
}

/// A cell of the structure: codes, and quarters that it spans.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// In the first dimension.
    pub first: usize,
    /// In the second.
    pub second: usize,
    /// Quarters.
    pub quarters: Vec<usize>,
}

/// A code of each dimension.
pub type Pair = (usize, usize);

/// A structure.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its dimensions.
    pub dimensions: [Dimension; 2],
    /// How many quarters, the shortest periods that there are.
    pub quarters: usize,
    /// The periods that are asked, each by its quarters.
    pub spans: Vec<Vec<usize>>,
}

impl Shape {
    /// Some structure of at most about thirty cells.
    pub fn generate(random: &mut Random) -> Self {
        let mut first = Dimension::generate(random, 4);
        let hushed = random.chance(30);
        if hushed {
            first.hush();
        }
        let crossed = random.chance(35);
        let mut second = if crossed { Dimension::generate(random, 2) } else { Dimension::single() };
        if hushed && crossed && random.chance(60) {
            second.hush();
        }
        let quarters = if !crossed && random.chance(30) { 2 } else { 1 };
        let mut spans: Vec<Vec<usize>> = (0..quarters).map(|quarter| vec![quarter]).collect();
        if quarters > 1 {
            spans.insert(0, (0..quarters).collect());
        }
        Self { dimensions: [first, second], quarters, spans }
    }

    /// Periods within each other, as a month, its quarter, half and year, at times with what they
    /// leave of each other, and few codes; or, if `regular`, with one alone.
    pub fn nested(random: &mut Random, regular: bool) -> Self {
        let quarters = if regular { [2, 2, 3, 3, 4][random.pick(5)] } else { 1 + random.pick(3) };
        let mut first = Dimension::single();
        if quarters == 1 || (!regular && random.chance(35)) {
            first = Dimension::generate(random, 3);
            if random.chance(15) {
                first.hush();
            }
        }
        let mut spans: Vec<Vec<usize>> = (1..=quarters).rev().map(|end| (0..end).collect()).collect();
        if random.chance(60) {
            spans.extend((1..quarters).map(|one| vec![one]));
        }
        if quarters > 2 && random.chance(40) {
            spans.push((1..quarters).collect());
        }
        Self { dimensions: [first, Dimension::single()], quarters, spans }
    }

    /// What is asked.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        let [first, second] = &self.dimensions;
        let mut out = Vec::new();
        for (a, one) in first.codes.iter().enumerate().filter(|(_, code)| code.asked) {
            for (b, other) in second.codes.iter().enumerate().filter(|(_, code)| code.asked) {
                // Of a remainder's remainder there is no cell.
                if !(one.rest && other.rest) {
                    out.extend(self.spans.iter().map(|span| Key {
                        first: a,
                        second: b,
                        quarters: span.clone(),
                    }));
                }
            }
        }
        out
    }

    /// Pairs of codes that a key is the sum of by declaration.
    #[must_use]
    pub fn pairs(&self, key: &Key) -> BTreeSet<Pair> {
        let [first, second] = &self.dimensions;
        let others = second.leaves(key.second, false);
        let all = first.leaves(key.first, false).into_iter();
        all.flat_map(|one| others.iter().map(move |other| (one, *other))).collect()
    }

    /// Whether one of two codes says that nothing is known.
    #[must_use]
    pub fn quiet(&self, (first, second): Pair) -> bool {
        self.dimensions[0].codes[first].quiet || self.dimensions[1].codes[second].quiet
    }

    /// The number of a leaf.
    #[must_use]
    pub fn number(&self, first: usize, second: usize, quarter: usize) -> u32 {
        let place = (first * self.dimensions[1].codes.len() + second) * self.quarters + quarter;
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// Leaves of a cell, ascending, per system.
    #[must_use]
    pub fn leaves(&self, key: &Key) -> Vec<Vec<u32>> {
        [false, true].into_iter().map(|soft| self.expand(key, soft)).collect()
    }

    fn expand(&self, key: &Key, soft: bool) -> Vec<u32> {
        let [first, second] = &self.dimensions;
        let mut out = BTreeSet::new();
        for a in first.leaves(key.first, soft) {
            for b in second.leaves(key.second, soft) {
                out.extend(key.quarters.iter().map(|quarter| self.number(a, b, *quarter)));
            }
        }
        out.into_iter().collect()
    }

    /// Pairs of codes that some system has as a leaf, each with the leaves on the ground that it
    /// stands for.
    #[must_use]
    pub fn grounds(&self) -> Vec<(Pair, Vec<Pair>)> {
        let [first, second] = &self.dimensions;
        let pairs = (0..first.codes.len()).flat_map(|a| (0..second.codes.len()).map(move |b| (a, b)));
        let below = |(a, b): Pair| {
            let others = second.leaves(b, true);
            let all = first.leaves(a, true).into_iter();
            all.flat_map(|one| others.iter().map(move |other| (one, *other))).collect::<Vec<_>>()
        };
        pairs.map(|pair| (pair, below(pair))).collect()
    }

    /// Whether a cell is there for its count alone.
    #[must_use]
    pub fn rest(&self, key: &Key) -> bool {
        let [first, second] = &self.dimensions;
        first.codes[key.first].rest || second.codes[key.second].rest
    }
}
