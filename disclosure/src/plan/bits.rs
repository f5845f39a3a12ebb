//! Sets of small numbers.

use std::ops::Range;

/// A set of numbers below a length that all sets of one kind share.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn new(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    /// Add a number; says whether it was not there.
    pub(super) fn insert(&mut self, at: usize) -> bool {
        let bit = 1u64 << (at % 64);
        match self.0.get_mut(at / 64) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }

    /// Take a number out; says whether it was there.
    pub(super) fn take(&mut self, at: usize) -> bool {
        let bit = 1u64 << (at % 64);
        match self.0.get_mut(at / 64) {
            Some(word) if *word & bit != 0 => {
                *word &= !bit;
                true
            }
            _ => false,
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// Whether this is so of all numbers of a range that it does not hold.
    pub(super) fn all_lacking(&self, range: Range<usize>, mut is: impl FnMut(usize) -> bool) -> bool {
        let (first, end) = (range.start / 64, range.end.div_ceil(64));
        for (at, word) in self.0.iter().enumerate().take(end).skip(first) {
            let mut left = !word;
            if at == first {
                left &= u64::MAX << (range.start % 64);
            }
            if at + 1 == end && !range.end.is_multiple_of(64) {
                left &= !(u64::MAX << (range.end % 64));
            }
            while left != 0 {
                if !is(at * 64 + left.trailing_zeros() as usize) {
                    return false;
                }
                left &= left - 1;
            }
        }
        true
    }

    /// The first number of a range that it does not hold.
    pub(super) fn first_lacking(&self, range: Range<usize>) -> Option<usize> {
        let mut first = None;
        self.all_lacking(range, |at| {
            first = Some(at);
            false
        });
        first
    }

    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Whether all numbers of this set are in the other.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// Numbers that both hold.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// What is left of this set without the other.
    pub(super) fn minus(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    /// Take out all that the other holds.
    pub(super) fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
    }

    /// How many numbers it holds.
    pub(super) fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        ones(self.0.iter().copied())
    }

    /// Numbers of this set that the other does not hold.
    pub(super) fn without<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        ones(self.0.iter().zip(&other.0).map(|(a, b)| a & !b))
    }
}

fn ones(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(at, mut word)| {
        std::iter::from_fn(move || {
            (word != 0).then(|| {
                let low = word.trailing_zeros() as usize;
                word &= word - 1;
                at * 64 + low
            })
        })
    })
}
