//! Every answer of a trustee in the log: its proofs read and checked against the sums made here. Both editions hold them.

use crate::audit::Options;
use crate::names::key_number;
use crate::record::{Place, Record};
use crate::replay::Replay;
use crate::report::{Cause, Found, Judged};
use crate::submissions::Sums;
use crate::words::{Words, words};
use intertally_core::blob::BlobKind;
use intertally_core::canonical;
use intertally_core::ceremony::CeremonyState;
use intertally_core::event::payload::Step;
use intertally_core::fold::RoundState;
use intertally_core::hash::{Digest, digest};
use intertally_core::opening::asked::{Asked, ProvenShares};
use intertally_core::opening::share::{ShareProofs, SharesGiven};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, TrusteeIndex};
use intertally_core::publication::KeySteps;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeSet;

const COPY: &str = "whoever made this copy of the record, or the aggregator";

/// What the answers gave.
#[derive(Default)]
pub(crate) struct Answers {
    /// Per key of the round both steps with the answers whose proofs hold; none where no cell is approved.
    pub(crate) steps: Vec<Option<KeySteps>>,
    /// Per key without an approved cell the answers of step A whose proofs hold.
    alone: Vec<Vec<ProvenShares>>,
    pub(crate) findings: Vec<Found>,
    /// Answers whose proofs hold.
    pub(crate) proven: usize,
    /// Answers of which a proof does not hold: evidence about who signed them.
    pub(crate) false_proofs: Vec<Words>,
    /// Why proofs were not checked, if there are some.
    pub(crate) open: Option<Judged>,
    /// Digests that answers name: the record holds these blobs.
    pub(crate) named: BTreeSet<Digest>,
}

struct Work<'a> {
    record: &'a Record<'a>,
    round: &'a RoundState,
    ceremony: &'a CeremonyState,
    rng: ChaCha20Rng,
}

impl Answers {
    pub(crate) fn of(record: &Record<'_>, replay: &Replay, sums: &Sums, options: &Options<'_>) -> Self {
        let mut answers = Self::default();
        let Some(round) = replay.fold.round(&record.round()) else { return answers };
        let Some(ceremony) = replay.fold.ceremony(&round.manifest().ceremony) else { return answers };
        for key in &round.manifest().keys {
            let given =
                [Step::A, Step::B].into_iter().filter_map(|step| round.shares(key.key, step)).flatten();
            answers.named.extend(given.map(|(_, given)| given.proofs));
        }
        if answers.named.is_empty() {
            return answers;
        }
        let gone = |digest: &&Digest| !record.holds(&Place::Blob(**digest)) && round.is_deleted(digest);
        if answers.named.iter().any(|digest| gone(&digest)) {
            let why = "proofs of answers were deleted by signed events";
            answers.open = Some(Judged::not_reached(Cause::Deleted, why));
            return answers;
        }
        let sealed = round.sealed().map(|sealed| sealed.aggregates.as_slice()).unwrap_or_default();
        let tally = match &sums.tally {
            Some(tally) if tally.aggregates() == sealed => tally,
            Some(_) => {
                let why = "proofs of shares are about the sealed sum, which is not the one recomputed here";
                answers.open = Some(Judged::not_reached(Cause::Fault, why));
                return answers;
            }
            None => {
                answers.open = Some(sums.no_tally(round));
                return answers;
            }
        };
        let seed = digest("share-weights", &[&options.seed]);
        let mut work = Work { record, round, ceremony, rng: ChaCha20Rng::from_seed(seed.0) };
        for part in 0..round.manifest().keys.len() {
            let [counts, values] =
                [Step::A, Step::B].map(|step| answers.step(&mut work, tally, (part, step)));
            let (both, alone) = match (counts, values) {
                (Some(counts), Some(values)) => (Some(KeySteps { counts, values }), vec![]),
                (Some((_, proven)), None) => (None, proven),
                (None, _) => (None, vec![]),
            };
            answers.steps.push(both);
            answers.alone.push(alone);
        }
        answers
    }

    /// The answers to one step of a key whose proofs hold.
    pub(crate) fn proven(&self, part: usize, step: Step) -> &[ProvenShares] {
        match (self.steps.get(part), step) {
            (Some(Some(steps)), Step::A) => &steps.counts.1,
            (Some(Some(steps)), Step::B) => &steps.values.1,
            (_, Step::A) => self.alone.get(part).map_or(&[], Vec::as_slice),
            (_, Step::B) => &[],
        }
    }

    fn step(
        &mut self,
        work: &mut Work<'_>,
        tally: &Tally,
        (part, step): (usize, Step),
    ) -> Option<(Asked, Vec<ProvenShares>)> {
        let manifest = work.round.manifest();
        let (positions, question) = (work.round.positions(part, step)?, work.round.question(part, step)?);
        let asked = Asked::of((manifest, work.ceremony), tally, (part, question.aggregate), &positions)?;
        let what = if step == Step::A { "counts" } else { "totals" };
        let at = format!("{}, {what}, ", key_number(part));
        let place = |trustee: TrusteeIndex| words![&at, "answer of ", Party::Trustee(trustee)];
        let mut read = Vec::new();
        for (trustee, given) in work.round.shares(question.key, step).into_iter().flatten() {
            match work.read(&asked, *trustee, given) {
                Ok(proofs) => read.push((*trustee, proofs)),
                Err((why, who)) => self.findings.push(Found::new(why, place(*trustee), who)),
            }
        }
        let all: Vec<(TrusteeIndex, &ShareProofs)> =
            read.iter().map(|(trustee, proofs)| (*trustee, proofs)).collect();
        let mut proven = Vec::new();
        for result in asked.check(&all, &mut work.rng) {
            match result {
                Ok(shares) => proven.push(shares),
                Err(why) => {
                    let (what, who) = (why.to_string(), why.trustee());
                    self.false_proofs.push(words![&at, Party::Trustee(who), ": ", &what]);
                    self.findings.push(Found::new(what, place(who), signer(who)));
                }
            }
        }
        self.proven += proven.len();
        Some((asked, proven))
    }
}

/// Whom an answer that does not hold points to.
fn signer(trustee: TrusteeIndex) -> Words {
    words![Party::Trustee(trustee), ", who signed it, and the aggregator, which took it"]
}

impl Work<'_> {
    /// The proofs that an answer names; or what is wrong, and with whom.
    fn read(
        &self,
        asked: &Asked,
        trustee: TrusteeIndex,
        given: &SharesGiven,
    ) -> Result<ShareProofs, (String, Words)> {
        let copy = |why: String| (why, COPY.into());
        let place = Place::Blob(given.proofs);
        let bytes = self.record.bytes(&place).map_err(|why| copy(why.to_string()))?;
        if BlobKind::ShareProofs.name(&bytes) != given.proofs {
            return Err(copy(format!("{place} is not what the answer names")));
        }
        let max = asked.size(trustee).proofs_len();
        canonical::decode("share proofs", &bytes, max).map_err(|why| (why.to_string(), signer(trustee)))
    }
}
