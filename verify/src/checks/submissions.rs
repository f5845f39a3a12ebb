//! Checks 5, 6 and 7: every sealed submission, the sealed set, the sums.

use crate::record::{Source, blob_path};
use crate::report::Report;
use intertally_core::canonical::decode;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::tally::Tally;
use intertally_core::party::MemberIndex;
use intertally_core::submission::{Checks, PartBody, PartHeader, SubmissionHeader, verify_many};
use rand_core::{CryptoRng, RngCore};
use std::collections::BTreeMap;

/// Submissions in memory at once.
const AT_ONCE: usize = 8;
/// Most bytes of commitments or proofs.
const BLOB: usize = 64 << 20;

/// The tally of the sealed set, if every submission of it holds.
pub(super) fn check(
    source: &dyn Source,
    state: &RoundState,
    report: &mut Report,
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<Tally> {
    let Some(sealed) = state.sealed() else {
        let why = "the round is not sealed";
        [5, 6, 7].into_iter().for_each(|number| report.skip(number, why));
        return None;
    };
    let checks = Checks::of(state.manifest());
    let mut tally = Tally::new(state.manifest());
    let mut masks: BTreeMap<Digest, MemberIndex> = BTreeMap::new();
    let (mut deleted, mut whole) = (0, true);
    let latest: Vec<(MemberIndex, &SubmissionHeader)> =
        state.latest().map(|(member, latest)| (member, &latest.header)).collect();
    for group in latest.chunks(AT_ONCE) {
        let mut read = Vec::new();
        for (member, header) in group {
            match header.parts.iter().map(|part| body(source, state, part)).collect::<Result<Vec<_>, _>>() {
                Ok(parts) => read.push(((*header).clone(), parts)),
                Err(Lost::Deleted) => deleted += 1,
                Err(Lost::Missing(path)) => {
                    whole = false;
                    report.fail(
                        5,
                        "a part of the submission is missing or malformed",
                        path,
                        format!("member {}", member.0),
                    );
                }
            }
        }
        let members: Vec<MemberIndex> = read.iter().map(|(header, _)| header.member).collect();
        for (member, outcome) in members.into_iter().zip(verify_many(read, &checks, rng)) {
            let whom = format!("member {} and aggregator", member.0);
            let place = format!("submission of member {}", member.0);
            match outcome {
                Err(refusal) => {
                    whole = false;
                    report.fail(5, format!("{refusal} [{}]", refusal.rule()), place, whom);
                }
                Ok(verified) => {
                    let parts =
                        verified.get().parts.iter().flat_map(|part| part.ciphertexts.iter().flatten());
                    for ciphertext in parts {
                        let bytes: Vec<u8> =
                            ciphertext.mask().iter().flat_map(|word| word.to_le_bytes()).collect();
                        let mask = intertally_core::hash::digest("verify/mask", &[&bytes]);
                        if let Some(other) = masks.insert(mask, member) {
                            report.fail(
                                5,
                                format!("the same c1 as member {}", other.0),
                                place.clone(),
                                whom.clone(),
                            );
                        }
                    }
                    if let Err(error) = tally.add(&verified) {
                        whole = false;
                        report.fail(5, error.to_string(), place, whom);
                    }
                }
            }
        }
    }
    let count = latest.len();
    if deleted > 0 {
        let why = format!("ciphertexts of {deleted} members were deleted under the retention schedule");
        [5, 7].into_iter().for_each(|number| report.skip(number, why.clone()));
        report.pass(6, "the sealed set is the log's latest submissions, in time");
        return None;
    }
    if !whole {
        return None;
    }
    report
        .pass(5, format!("{count} submissions: sizes, digests, signatures and all proofs hold; no c1 twice"));
    report.pass(6, format!("exactly the latest submissions of {} members, in time", sealed.members.len()));
    if tally.aggregates() == sealed.aggregates {
        report.pass(7, format!("recomputed for {} keys", sealed.aggregates.len()));
    } else {
        report.fail(7, "the sums are not those of the sealed submissions", "event Sealed", "coordinator");
    }
    Some(tally)
}

enum Lost {
    /// Under the retention schedule.
    Deleted,
    /// Not there, or not readable: the path.
    Missing(String),
}

fn body(source: &dyn Source, state: &RoundState, header: &PartHeader) -> Result<PartBody, Lost> {
    let missing = |digest: Digest| Lost::Missing(blob_path(digest));
    let blob = |digest: Digest| source.read(&blob_path(digest)).ok_or_else(|| missing(digest));
    let ciphertext = |digest: &Option<Digest>| match digest {
        Some(digest) if state.is_deleted(digest) => Err(Lost::Deleted),
        Some(digest) => blob(*digest).map(Some),
        None => Ok(None),
    };
    let (commitments, proofs) = (blob(header.commitments)?, blob(header.proofs)?);
    Ok(PartBody {
        ciphertexts: header.ciphertexts.iter().map(ciphertext).collect::<Result<_, _>>()?,
        commitments: decode("commitments", &commitments, BLOB).map_err(|_| missing(header.commitments))?,
        proofs: decode("proofs", &proofs, BLOB).map_err(|_| missing(header.proofs))?,
    })
}
