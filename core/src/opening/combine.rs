//! From the answers of at least t trustees to slots (docs/spec.md section 7).
//!
//! A wrong slot never leaves: the caller's commitment check decides. Nor is an honest trustee ever named: see
//! [`Opened::wrong`].

use super::aggregate::slot_of;
use super::blame::{Evidence, conflict};
use super::share::{Question, ShareSet, SubKeyIndex, share_digest};
use crate::hash::Digest;
use crate::party::TrusteeIndex;
use crate::sign::VerifyingKey;
use std::collections::BTreeMap;

/// Everything that the coordinator knows about a question before any answer.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The question.
    pub question: Question,
    /// `c2[j]` of the summed ciphertexts at the slots asked, in their order.
    pub bodies: &'a [u128],
    /// Per sub-key the trustees that hold it: those outside its subset.
    pub holders: &'a [Vec<TrusteeIndex>],
    /// t.
    pub threshold: u8,
    /// All n trustees with their signing keys.
    pub keys: &'a BTreeMap<TrusteeIndex, VerifyingKey>,
}

/// Why one trustee's answer is refused. Others are not affected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShareRefusal {
    /// Not in the manifest.
    #[error("trustee {0} is not in the ceremony's manifest; ignore it", trustee.0)]
    UnknownTrustee {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// Answers another key, round, sum, step or list of slots.
    #[error("trustee {0} answers another question; ask it again with this round's request", trustee.0)]
    OtherQuestion {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// Not signed by it.
    #[error("the answer of trustee {0} is not signed by it; ask it to send the answer again", trustee.0)]
    Signature {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// Shares are missing or are for sub-keys that it does not hold.
    #[error("trustee {0} answers for other sub-keys than it holds; ask it to send the answer again", trustee.0)]
    SubKeys {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// More or fewer slots than asked.
    #[error("trustee {0}, sub-key {1}: {given} slots where {asked} were asked; nothing of it is used", trustee.0, sub_key.0)]
    Slots {
        /// Who.
        trustee: TrusteeIndex,
        /// For which sub-key.
        sub_key: SubKeyIndex,
        /// Slots in the answer.
        given: usize,
        /// Slots asked.
        asked: usize,
    },
    /// A share is not the one whose digest was signed.
    #[error("trustee {0}, sub-key {1}: the share is not the signed one; ask it to send the answer again", trustee.0, sub_key.0)]
    Digest {
        /// Who.
        trustee: TrusteeIndex,
        /// For which sub-key.
        sub_key: SubKeyIndex,
    },
}

/// An answer whose signature, question and shape hold. Whether it is right, only combining shows.
pub struct Admitted(ShareSet);

/// The slots, in the order asked, all checked.
pub struct Opened {
    /// One per slot asked.
    pub slots: Vec<u32>,
    /// Trustees that certainly answered wrongly: of at least 2t-1 answers, they agree with no set of all but t-1
    /// that passes the check (the honest ones always are such a set), or contradict themselves.
    pub wrong: Vec<Evidence>,
    /// Conflicts where the check cannot tell who is right: an error that rounds away, or too few answers.
    pub disputed: Vec<Evidence>,
}

/// Why no slot is opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// The committee or the request is not one of this protocol.
    #[error(
        "{trustees} trustees with threshold {threshold} are no committee of n >= 2t-1; check the manifest"
    )]
    Committee {
        /// n.
        trustees: usize,
        /// t.
        threshold: u8,
    },
    /// Fewer than t answers: some sub-key has no share.
    #[error("{given} trustees answered, {missing} more are needed; remind the silent ones", missing = lacking.0)]
    TooFew {
        /// Usable answers.
        given: usize,
        /// Answers still needed, and how many sub-keys have no share at all.
        lacking: (usize, usize),
    },
    /// The check fails and too few have answered to say why: ask all holders.
    #[error("the sums do not fit the commitments; ask the {} silent trustees before judging", silent.len())]
    AskAll {
        /// Trustees without a usable answer.
        silent: Vec<TrusteeIndex>,
        /// Conflicts seen so far.
        disputed: Vec<Evidence>,
    },
    /// Honest trustees agree and the check fails: a member's ciphertext and commitment differ. The key is burnt.
    #[error(
        "a member's ciphertext and commitment differ in {} cells; publish nothing, burn the key, tell the \
         trustees the cells and open a round with a new key", cells.len()
    )]
    MemberFault {
        /// Cells whose check fails, for the trustees alone.
        cells: Vec<u32>,
        /// Conflicts seen, if some trustee answered wrongly as well.
        disputed: Vec<Evidence>,
    },
}

impl Asked<'_> {
    /// Check one answer: signature, question, exactly the sub-keys held, exactly the slots asked, digests.
    pub fn admit(&self, set: ShareSet) -> Result<Admitted, ShareRefusal> {
        let head = &set.signed.head;
        let trustee = head.trustee;
        let key = self.keys.get(&trustee).ok_or(ShareRefusal::UnknownTrustee { trustee })?;
        if head.question != self.question {
            return Err(ShareRefusal::OtherQuestion { trustee });
        }
        set.signed.verify(key).map_err(|_| ShareRefusal::Signature { trustee })?;
        let held = (0u16..).zip(self.holders).filter(|(_, who)| who.contains(&trustee)).map(|(at, _)| at);
        if !head.digests.iter().map(|(at, _)| at.0).eq(held)
            || !head.digests.iter().map(|(at, _)| at).eq(set.shares.iter().map(|share| &share.sub_key))
        {
            return Err(ShareRefusal::SubKeys { trustee });
        }
        for (share, (sub_key, digest)) in set.shares.iter().zip(&head.digests) {
            let (given, asked, sub_key) = (share.values.len(), self.bodies.len(), *sub_key);
            if given != asked {
                return Err(ShareRefusal::Slots { trustee, sub_key, given, asked });
            }
            if share_digest(&share.values) != *digest {
                return Err(ShareRefusal::Digest { trustee, sub_key });
            }
        }
        Ok(Admitted(set))
    }

    /// Combine. `check` gets the slots and returns the cells whose commitment does not fit: none means right.
    pub fn combine(
        &self,
        answers: &[Admitted],
        check: &mut dyn FnMut(&[u32]) -> Vec<u32>,
    ) -> Result<Opened, CombineError> {
        let (t, n) = (usize::from(self.threshold), self.keys.len());
        if t == 0 || n + 1 < 2 * t {
            return Err(CombineError::Committee { trustees: n, threshold: self.threshold });
        }
        let (sets, mut wrong) = single_answers(answers);
        self.enough(&sets, t)?;
        let mut disputed = conflicts(&sets);
        let mut tried = Tried { asked: self, check, seen: BTreeMap::new() };
        let found = subsets(sets.len(), t).find_map(|pick| tried.slots(&choose(&sets, &pick)));
        // Of this many answers the honest ones are at least t, agree, and lie in one set of this size.
        let honest = if sets.len() + 1 >= 2 * t { Some(sets.len() + 1 - t) } else { None };
        let Some(slots) = found else {
            let cells = honest.and_then(|size| tried.failing(&sets, size));
            let silent =
                || self.keys.keys().filter(|k| sets.iter().all(|s| who(s) != **k)).copied().collect();
            return Err(match cells {
                Some(cells) => CombineError::MemberFault { cells, disputed },
                None => CombineError::AskAll { silent: silent(), disputed },
            });
        };
        if let (Some(size), false) = (honest, disputed.is_empty()) {
            let fitting: Vec<Vec<usize>> = subsets(sets.len(), size)
                .filter(|pick| tried.slots(&choose(&sets, pick)).is_some())
                .collect();
            let stands = |at: &usize| fitting.iter().any(|pick| pick.contains(at));
            let (right, bad): (Vec<usize>, Vec<usize>) = (0..sets.len()).partition(stands);
            let (right, bad) = (choose(&sets, &right), choose(&sets, &bad));
            wrong
                .extend(bad.iter().filter_map(|b| right.iter().find_map(|r| conflict(&b.signed, &r.signed))));
            disputed = conflicts(&right);
        }
        Ok(Opened { slots, wrong, disputed })
    }

    fn enough(&self, sets: &[&ShareSet], t: usize) -> Result<(), CombineError> {
        let answered = |held: &Vec<TrusteeIndex>| sets.iter().any(|set| held.contains(&who(set)));
        let uncovered = self.holders.iter().filter(|held| !answered(held)).count();
        let missing = t.saturating_sub(sets.len()).max(usize::from(uncovered > 0));
        if missing == 0 && !self.holders.is_empty() {
            return Ok(());
        }
        Err(CombineError::TooFew { given: sets.len(), lacking: (missing, uncovered) })
    }
}

fn who(set: &ShareSet) -> TrusteeIndex {
    set.signed.head.trustee
}

/// One answer per trustee, by index; a trustee with two different ones drops out, with the evidence.
fn single_answers(answers: &[Admitted]) -> (Vec<&ShareSet>, Vec<Evidence>) {
    let mut by_trustee: BTreeMap<TrusteeIndex, Vec<&ShareSet>> = BTreeMap::new();
    for Admitted(set) in answers {
        by_trustee.entry(who(set)).or_default().push(set);
    }
    let (mut single, mut wrong) = (Vec::new(), Vec::new());
    for said in by_trustee.into_values() {
        let Some((first, rest)) = said.split_first() else { continue };
        match rest.iter().find_map(|set| conflict(&first.signed, &set.signed)) {
            Some(evidence) => wrong.push(evidence),
            None => single.push(*first),
        }
    }
    (single, wrong)
}

fn conflicts(sets: &[&ShareSet]) -> Vec<Evidence> {
    let pairs =
        (0..sets.len()).flat_map(|at| sets.iter().skip(at + 1).zip(sets.iter().skip(at).take(1).cycle()));
    pairs.filter_map(|(later, first)| conflict(&first.signed, &later.signed)).collect()
}

fn choose<'a>(sets: &[&'a ShareSet], pick: &[usize]) -> Vec<&'a ShareSet> {
    pick.iter().filter_map(|at| sets.get(*at).copied()).collect()
}

/// All subsets of `0..n` with `k` elements, in lexicographic order. n <= 9, so at most 126.
fn subsets(n: usize, k: usize) -> impl Iterator<Item = Vec<usize>> {
    let masks = (0u32..1 << n.min(16)).filter(move |mask| mask.count_ones() as usize == k);
    let mut all: Vec<Vec<usize>> =
        masks.map(|mask| (0..n).filter(|bit| mask >> bit & 1 == 1).collect()).collect();
    all.sort();
    all.into_iter()
}

/// Assignments (one share per sub-key) already checked, by their digests.
struct Tried<'a, 'b> {
    asked: &'a Asked<'a>,
    check: &'b mut dyn FnMut(&[u32]) -> Vec<u32>,
    seen: BTreeMap<Vec<Digest>, Result<Vec<u32>, Vec<u32>>>,
}

impl Tried<'_, '_> {
    /// The slots that these trustees give, if they agree with each other and the check passes.
    fn slots(&mut self, sets: &[&ShareSet]) -> Option<Vec<u32>> {
        self.outcome(sets)?.ok()
    }

    /// The cells that fail for the first set of `size` trustees that agree with each other.
    fn failing(&mut self, sets: &[&ShareSet], size: usize) -> Option<Vec<u32>> {
        subsets(sets.len(), size).find_map(|pick| self.outcome(&choose(sets, &pick))?.err())
    }

    fn outcome(&mut self, sets: &[&ShareSet]) -> Option<Result<Vec<u32>, Vec<u32>>> {
        let mut chosen: BTreeMap<SubKeyIndex, (Digest, &[u128])> = BTreeMap::new();
        for set in sets {
            for ((at, digest), share) in set.signed.head.digests.iter().zip(&set.shares) {
                if chosen.entry(*at).or_insert((*digest, &share.values)).0 != *digest {
                    return None;
                }
            }
        }
        if chosen.len() != self.asked.holders.len() {
            return None;
        }
        let name: Vec<Digest> = chosen.values().map(|(digest, _)| *digest).collect();
        if let Some(known) = self.seen.get(&name) {
            return Some(known.clone());
        }
        let mut residual = self.asked.bodies.to_vec();
        for (_, values) in chosen.values() {
            residual.iter_mut().zip(*values).for_each(|(left, value)| *left = left.wrapping_sub(*value));
        }
        let slots: Vec<u32> = residual.into_iter().map(slot_of).collect();
        let failing = (self.check)(&slots);
        let outcome = if failing.is_empty() { Ok(slots) } else { Err(failing) };
        self.seen.insert(name, outcome.clone());
        Some(outcome)
    }
}
