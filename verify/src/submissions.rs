//! Every submission that the record holds, a few at a time: proofs checked, sums made. Memory is that of the sums and of
//! as many submissions as are checked together.

use crate::audit::Options;
use crate::record::{Place, ReadError, Record};
use crate::replay::Replay;
use crate::report::{Cause, Found, Judged};
use crate::words::{Words, words};
use intertally_core::fold::RoundState;
use intertally_core::hash::{Digest, digest};
use intertally_core::lattice::Params;
use intertally_core::opening::tally::Tally;
use intertally_core::party::Party;
use intertally_core::rule::Rule;
use intertally_core::submission::verify::{Checks, verify_many};
use intertally_core::submission::{
    PartBody, PartHeader, SubmissionHeader, SubmissionRefusal, Verified, VerifiedSubmission,
};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Submissions checked together: their last proofs share one multiplication.
const AT_ONCE: usize = 8;
/// Bytes of a blob at most.
const LIMIT: usize = 64 << 20;
const COPY: &str = "whoever made this copy of the record, or the aggregator";

/// What the submissions gave.
#[derive(Default)]
pub(crate) struct Sums {
    /// Over the whole sealed set; none if a submission of it is missing, wrong or deleted.
    pub(crate) tally: Option<Tally>,
    pub(crate) findings: Vec<Found>,
    /// Submissions whose proofs hold.
    pub(crate) verified: usize,
    /// Submissions of the sealed set of which a part was deleted by a signed event.
    pub(crate) deleted: Vec<Words>,
    /// Digests that headers name: the record may hold these blobs and no other.
    pub(crate) named: BTreeSet<Digest>,
}

/// One submission, read.
enum Body {
    Here(Vec<PartBody>),
    Bad(Found),
    /// What is missing was deleted by signed events.
    Deleted,
    /// A replaced revision whose bodies were not kept.
    NotKept,
}

struct Work<'a> {
    record: &'a Record<'a>,
    round: &'a RoundState,
    sealed: BTreeSet<Digest>,
}

impl Sums {
    pub(crate) fn of(record: &Record<'_>, replay: &Replay, options: &Options<'_>) -> Self {
        let mut sums = Self::default();
        let Some(round) = replay.fold.round(&record.round()) else { return sums };
        let set: Option<BTreeMap<_, _>> = round.sealed().map(|set| set.members.iter().copied().collect());
        let sealed = set.iter().flat_map(BTreeMap::values).copied().collect();
        let work = Work { record, round, sealed };
        let parts = || replay.submissions.iter().flat_map(|header| &header.parts);
        sums.named = parts().flat_map(named).collect();
        let ceremony = replay.fold.ceremony(&round.manifest().ceremony);
        let Some(checks) = ceremony.and_then(|ceremony| Checks::of(round.manifest(), ceremony)) else {
            let what = "the ceremony did not make these keys, so that no submission can be checked";
            sums.findings.push(Found::new(what, "keys of the round", "the coordinator"));
            return sums;
        };
        let mut rng = ChaCha20Rng::from_seed(options.seed);
        let mut tally = Tally::new(round.manifest());
        let mut masks = BTreeMap::new();
        let (mut done, of) = (0, replay.submissions.len());
        for headers in replay.submissions.chunks(AT_ONCE) {
            let read: Vec<(Body, Vec<Digest>)> = headers.par_iter().map(|header| work.read(header)).collect();
            let mut here = Vec::new();
            for (header, (body, c1)) in headers.iter().zip(read) {
                let who = name(header);
                sums.once(&mut masks, c1, &who);
                match body {
                    Body::Here(bodies) => here.push((header.clone(), bodies)),
                    Body::Bad(finding) => sums.findings.push(finding),
                    Body::Deleted => sums.deleted.push(who),
                    Body::NotKept => {}
                }
            }
            let names: Vec<Words> = here.iter().map(|(header, _)| name(header)).collect();
            let sealed: Vec<bool> =
                here.iter().map(|(header, _)| work.sealed.contains(&header.digest())).collect();
            let verified = verify_many(here, &checks, &mut rng);
            for ((who, in_set), result) in names.iter().zip(sealed).zip(verified) {
                sums.take(result, who, in_set.then_some(&mut tally));
            }
            done += headers.len();
            options.tell(5, done, of);
        }
        sums.tally = Some(tally).filter(|tally| Some(tally.submissions()) == set.as_ref());
        sums
    }

    /// Why there is no tally.
    pub(crate) fn no_tally(&self, round: &RoundState) -> Judged {
        if round.sealed().is_none() {
            Judged::not_reached(Cause::Phase, "the round is not sealed")
        } else if !self.deleted.is_empty() && self.findings.is_empty() {
            Judged::not_reached(
                Cause::Deleted,
                "parts of submissions were deleted under the retention schedule",
            )
        } else {
            Judged::not_reached(Cause::Fault, "not every submission of the sealed set is here and good")
        }
    }

    /// A c1 serves once: two equal ones would show differences.
    fn once(&mut self, masks: &mut BTreeMap<Digest, Words>, c1: Vec<Digest>, who: &Words) {
        for mask in c1 {
            if let Some(before) = masks.insert(mask, who.clone()) {
                let what = words!["a ciphertext has the same c1 as one of ", before];
                self.findings.push(Found::new(what, who, who));
            }
        }
    }

    fn take(
        &mut self,
        result: Result<Verified<VerifiedSubmission>, SubmissionRefusal>,
        who: &Words,
        tally: Option<&mut Tally>,
    ) {
        match result {
            Ok(verified) => {
                self.verified += 1;
                let added = tally.map_or(Ok(()), |tally| tally.add(&verified));
                self.findings.extend(added.err().map(|why| Found::new(why.to_string(), who, who)));
            }
            Err(why) => {
                self.findings.push(Found::new(format!("{}: {why}", why.rule()), who, culprit(&why, who)));
            }
        }
    }
}

/// Whom a refused submission points to.
fn culprit(why: &SubmissionRefusal, who: &Words) -> Words {
    match why.rule() {
        Rule::SubDigest => COPY.into(),
        _ => words![who, ", and the aggregator, which took it"],
    }
}

/// The blobs that a part's header names.
fn named(part: &PartHeader) -> impl Iterator<Item = Digest> {
    part.ciphertexts.iter().flatten().copied().chain([part.proofs])
}

fn name(header: &SubmissionHeader) -> Words {
    words![Party::Member(header.member), format!(", revision {}", header.revision)]
}

impl Work<'_> {
    /// A submission's bodies if all are here, and a digest of c1 of every ciphertext.
    fn read(&self, header: &SubmissionHeader) -> (Body, Vec<Digest>) {
        let who = name(header);
        let all: Vec<Digest> = header.parts.iter().flat_map(named).collect();
        let absent: Vec<&Digest> =
            all.iter().filter(|digest| !self.record.holds(&Place::Blob(**digest))).collect();
        if let Some(first) = absent.first() {
            let body = if absent.iter().all(|digest| self.round.is_deleted(digest)) {
                Body::Deleted
            } else if self.sealed.contains(&header.digest()) || absent.len() < all.len() {
                let what = "a part of this submission is missing, and no event says that it was deleted";
                Body::Bad(Found::new(what, words![Place::Blob(**first), " of ", who], COPY))
            } else {
                Body::NotKept
            };
            return (body, vec![]);
        }
        match self.bodies(header) {
            Ok(bodies) => {
                let ciphertexts = bodies.iter().flat_map(|body| body.ciphertexts.iter().flatten());
                let c1 = ciphertexts.map(|bytes| mask(bytes)).collect();
                (Body::Here(bodies), c1)
            }
            Err(why) => (Body::Bad(Found::new(why.to_string(), who, COPY)), vec![]),
        }
    }

    fn bodies(&self, header: &SubmissionHeader) -> Result<Vec<PartBody>, ReadError> {
        let body = |part: &PartHeader| {
            let ciphertext = |digest: &Option<Digest>| {
                digest.map(|digest| self.record.bytes(&Place::Blob(digest))).transpose()
            };
            Ok(PartBody {
                ciphertexts: part.ciphertexts.iter().map(ciphertext).collect::<Result<_, _>>()?,
                proofs: self.record.decode("proofs", &Place::Blob(part.proofs), LIMIT)?,
            })
        };
        header.parts.iter().map(body).collect()
    }
}

/// Digest of c1: the first N words of a ciphertext.
fn mask(bytes: &[u8]) -> Digest {
    let len = (16 * Params::STANDARD.degree()).min(bytes.len());
    digest("c1", &[bytes.get(..len).unwrap_or_default()])
}
