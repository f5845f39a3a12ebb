//! What aggregator, trustees and auditor check of a submission, the cheap checks first (docs/spec.md section 5.4).
//!
//! Signature, member, phase and revision are the fold's; here are sizes, digests and proofs.

use super::header::{PartHeader, SubmissionHeader};
use super::keys::{SubmissionKey, round_keys};
use super::part::{PartBody, Place};
use super::read_terms::read_terms;
use super::terms::terms_forms;
use crate::canonical;
use crate::ceremony::CeremonyState;
use crate::hash::Digest;
use crate::lattice::{Ciphertext, Params, ShapeError};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex, RoundId};
use crate::round::RoundManifest;
use crate::rule::Rule;
use intertally_argument::{ArgumentError, Batch};
use intertally_statements::StatementError;
use intertally_statements::member::Member;
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Why a submission is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionRefusal {
    /// Parts and header do not match in number.
    #[error("{got} parts where the header names {expected}; send the file that prepare wrote")]
    Parts {
        /// In the header.
        expected: usize,
        /// Sent.
        got: usize,
    },
    /// A header of another round, or of a member that the round does not have.
    #[error(
        "the submission is of another round, or of a member that this round does not have; prepare it for this round"
    )]
    OtherRound,
    /// A key that the round does not have, or one named twice.
    #[error(
        "the submission names a key that this round does not have, or one twice; prepare it for this round"
    )]
    Key(KeyId),
    /// A ciphertext or proof present where none belongs, or the reverse.
    #[error("ciphertext {ciphertext} of part {part}, or its proof, is {}; the bitmap decides which are sent", if *.present { "missing" } else { "not wanted" })]
    Presence {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// Whether it belongs there.
        present: bool,
    },
    /// Wrong size.
    #[error("ciphertext {ciphertext} of part {part}: {source}")]
    Shape {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// What is wrong.
        source: ShapeError,
    },
    /// The digests in the header are not those of the body.
    #[error("part {part} is not the one that the header names; send the file that prepare wrote")]
    Digest {
        /// Part.
        part: usize,
    },
    /// What is to be proved is no statement of this round.
    #[error("ciphertext {ciphertext} of part {part}: {source}")]
    Statement {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// Why.
        source: StatementError,
    },
    /// A proof failed.
    #[error("the proof of ciphertext {ciphertext} of part {part} does not hold: {source}")]
    Proof {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// Where it fails.
        source: ArgumentError,
    },
    /// Not one proof for each of the lists of terms that it reports.
    #[error("{got} proofs of terms where {expected} belong; what is reported decides which are sent")]
    TermsPresence {
        /// For what is reported.
        expected: usize,
        /// Sent.
        got: usize,
    },
    /// A proof that terms are those of the counts beside them failed.
    #[error(
        "a term is not proved to be the one of its counts: proof {number} of terms does not hold: {source}"
    )]
    Terms {
        /// Which, from 0.
        number: usize,
        /// Where it fails.
        source: ArgumentError,
    },
}

impl SubmissionRefusal {
    /// The rule, as in docs/spec.md section 6.4.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Parts { .. } => Rule::SubParts,
            Self::Key(_) => Rule::SubKey,
            Self::OtherRound => Rule::SubRound,
            Self::Presence { .. } | Self::TermsPresence { .. } => Rule::SubPresence,
            Self::Shape { .. } | Self::Statement { .. } => Rule::SubShape,
            Self::Digest { .. } => Rule::SubDigest,
            Self::Proof { .. } => Rule::SubProof,
            Self::Terms { .. } => Rule::SubTerms,
        }
    }
}

/// A part that came from outside and has not been checked.
pub struct Unverified<T>(T);

/// A part whose sizes, digests and proofs hold. Made in one place: [`Unverified::verify`].
pub struct Verified<T>(T);

/// All parts of a submission, in the order of the header.
pub type Parts = Vec<PartBody>;

impl<T> Unverified<T> {
    /// Mark what came from outside.
    pub const fn new(foreign: T) -> Self {
        Self(foreign)
    }
}

/// The ciphertexts of one verified part.
pub struct VerifiedPart {
    /// The key.
    pub key: KeyId,
    /// Ciphertexts, shaped; none where the member reports no cell.
    pub ciphertexts: Vec<Option<Ciphertext>>,
    /// Which cells of the key are reported.
    pub reported: Vec<bool>,
}

/// A submission whose digests, shapes and proofs hold.
pub struct VerifiedSubmission {
    /// Whose.
    pub member: MemberIndex,
    /// Digest of its header.
    pub digest: Digest,
    /// Cells whose figure the member publishes itself, of derived ones one that it is made of; ascending.
    pub public: Vec<u32>,
    /// In the order of the header.
    pub parts: Vec<VerifiedPart>,
}

impl<T> Verified<T> {
    /// What was verified.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }

    /// What was verified.
    #[must_use]
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// What every check of a round's submissions needs. Made once.
pub struct Checks {
    manifest: RoundManifest,
    /// Its id: a digest of all of it, made once.
    round: RoundId,
    keys: Vec<SubmissionKey>,
    /// Derived cells to the counts that they are made of, found once.
    made_of: BTreeMap<u32, Vec<u32>>,
}

impl Checks {
    /// Of a round and the ceremony that made its keys; none if that one did not.
    #[must_use]
    pub fn of(manifest: &RoundManifest, ceremony: &CeremonyState) -> Option<Self> {
        Some(Self::with_keys(manifest.clone(), round_keys(manifest, ceremony)?))
    }

    /// Of a round whose keys are known.
    #[must_use]
    pub fn with_keys(manifest: RoundManifest, keys: Vec<SubmissionKey>) -> Self {
        Self { round: manifest.id(), made_of: manifest.made_of(), manifest, keys }
    }

    /// The round.
    #[must_use]
    pub const fn manifest(&self) -> &RoundManifest {
        &self.manifest
    }

    /// Its keys, in round order.
    #[must_use]
    pub fn keys(&self) -> &[SubmissionKey] {
        &self.keys
    }

    /// Cells that a header's member publishes itself above 0, and derived cells that it reports of which it publishes some count.
    fn public(&self, header: &SubmissionHeader) -> Vec<u32> {
        let claimed: BTreeSet<u32> = header.public.iter().map(|one| one.cell).collect();
        let reported = header.reported();
        let made = self.made_of.iter().filter(|(cell, counts)| {
            reported.get(**cell as usize) == Some(&true) && counts.iter().any(|count| claimed.contains(count))
        });
        let above = header.public.iter().filter(|one| one.figure > 0).map(|one| one.cell);
        let all: BTreeSet<u32> = above.chain(made.map(|(cell, _)| *cell)).collect();
        all.into_iter().collect()
    }
}

/// All but the last check has passed: it is shared with others.
struct Pending {
    submission: VerifiedSubmission,
    proofs: Batch,
    /// What each proof in the batch is about.
    places: Vec<About>,
}

/// What a proof is about.
#[derive(Clone, Copy)]
enum About {
    /// Part and ciphertext.
    Ciphertext(usize, usize),
    /// Terms, by the number of their proof.
    Terms(usize),
}

impl Pending {
    /// Verified, unless a proof fails: the first that does is named.
    fn each(
        self,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<VerifiedSubmission>, SubmissionRefusal> {
        let failed = self.proofs.check(rng).err().and_then(|failed| failed.into_iter().next());
        failed.map_or(Ok(Verified(self.submission)), |(at, source)| {
            Err(match self.places.get(at).copied().unwrap_or(About::Ciphertext(0, 0)) {
                About::Ciphertext(part, ciphertext) => SubmissionRefusal::Proof { part, ciphertext, source },
                About::Terms(number) => SubmissionRefusal::Terms { number, source },
            })
        })
    }
}

impl Unverified<Parts> {
    /// Check sizes, digests and proofs of a submission whose header the fold accepts; the expensive proofs come last.
    ///
    /// `rng` gives the weights of the last check and must not be foreseeable by the member.
    ///
    /// # Errors
    /// The first check that fails.
    pub fn verify(
        self,
        checks: &Checks,
        header: &SubmissionHeader,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<VerifiedSubmission>, SubmissionRefusal> {
        self.pend(checks, header)?.each(rng)
    }

    fn pend(self, checks: &Checks, header: &SubmissionHeader) -> Result<Pending, SubmissionRefusal> {
        let (expected, got) = (header.parts.len(), self.0.len());
        if expected != got {
            return Err(SubmissionRefusal::Parts { expected, got });
        }
        // The fold has seen to it; what is called verified does not rest on that.
        let members = checks.manifest.members.len();
        if header.round != checks.round
            || usize::from(header.member.0) >= members
            || header.statuses.len() != checks.manifest.cells.len()
        {
            return Err(SubmissionRefusal::OtherRound);
        }
        let mut keys = BTreeSet::new();
        if let Some(twice) = header.parts.iter().find(|part| !keys.insert(part.key)) {
            return Err(SubmissionRefusal::Key(twice.key));
        }
        let all = header.reported();
        let terms = terms_forms(&checks.manifest, &all);
        let mut shaped = Vec::new();
        for (part, (body, named)) in self.0.iter().zip(&header.parts).enumerate() {
            let key = checks.keys.iter().find(|key| key.id == named.key);
            let key = key.ok_or(SubmissionRefusal::Key(named.key))?;
            let reported = all.get(key.cells.clone()).unwrap_or_default();
            let terms = if part + 1 == expected { terms.len() } else { 0 };
            shaped.push((key, body, shape(part, &key.layout, (body, terms), named, reported)?, reported));
        }
        let mut work = Vec::new();
        for (part, (key, body, ciphertexts, reported)) in shaped.iter().enumerate() {
            for (at, (ciphertext, proof)) in ciphertexts.iter().zip(&body.proofs).enumerate() {
                if let Some((ciphertext, proof)) = ciphertext.as_ref().zip(proof.as_ref()) {
                    work.push((part, at, *key, ciphertext, proof, *reported));
                }
            }
        }
        let read = |(part, at, key, ciphertext, proof, reported): &(
            _,
            usize,
            &SubmissionKey,
            &Ciphertext,
            &Vec<u8>,
            &[bool],
        )| {
            let place =
                Place { round: header.round, key: key.id, member: header.member, revision: header.revision };
            let (context, form) = (place.context(*at), key.layout.form(*at, reported));
            let statement = Member::new(key.joint(), ciphertext.mask(), ciphertext.body(), form, &context);
            let refused = |source| SubmissionRefusal::Statement { part: *part, ciphertext: *at, source };
            let mut one = Batch::new();
            one.add(&statement.map_err(refused)?, proof);
            Ok(one)
        };
        let batches: Vec<Batch> = work.par_iter().map(read).collect::<Result<_, SubmissionRefusal>>()?;
        let mut places: Vec<About> =
            work.iter().map(|(part, at, ..)| About::Ciphertext(*part, *at)).collect();
        let mut proofs = Batch::new();
        batches.into_iter().for_each(|one| proofs.merge(one));
        for (number, one) in read_terms(&terms, checks, header, &self.0).into_iter().enumerate() {
            places.push(About::Terms(number));
            proofs.merge(one?);
        }
        let part = |(key, _, ciphertexts, reported): (&SubmissionKey, _, _, &[bool])| VerifiedPart {
            key: key.id,
            ciphertexts,
            reported: reported.to_vec(),
        };
        let submission = VerifiedSubmission {
            member: header.member,
            digest: header.digest(),
            public: checks.public(header),
            parts: shaped.into_iter().map(part).collect(),
        };
        Ok(Pending { submission, proofs, places })
    }
}

/// Check many submissions of one round, in parallel, with one multiplication for the proofs of all; if that fails, one by
/// one, so that member, part and ciphertext are named. Answers in the order given.
pub fn verify_many(
    submissions: Vec<(SubmissionHeader, Parts)>,
    checks: &Checks,
    rng: &mut (impl RngCore + CryptoRng),
) -> Vec<Result<Verified<VerifiedSubmission>, SubmissionRefusal>> {
    let pend = |(header, parts)| Unverified::new(parts).pend(checks, &header);
    let pending: Vec<Result<Pending, SubmissionRefusal>> = submissions.into_par_iter().map(pend).collect();
    let all = Batch::hold(pending.iter().flatten().map(|pending| &pending.proofs), rng);
    let mut one = |pending: Pending| if all { Ok(Verified(pending.submission)) } else { pending.each(rng) };
    pending.into_iter().map(|pending| pending.and_then(&mut one)).collect()
}

fn shape(
    part: usize,
    layout: &Layout,
    (body, terms): (&PartBody, usize),
    named: &PartHeader,
    reported: &[bool],
) -> Result<Vec<Option<Ciphertext>>, SubmissionRefusal> {
    let present = layout.present(reported);
    let lengths = [body.ciphertexts.len(), named.ciphertexts.len()];
    if lengths.iter().any(|len| *len != present.len()) || body.proofs.len() < present.len() {
        return Err(SubmissionRefusal::Digest { part });
    }
    let of_terms = body.proofs.get(present.len()..).unwrap_or_default();
    if of_terms.len() != terms || of_terms.iter().any(Option::is_none) {
        let got = of_terms.iter().flatten().count();
        return Err(SubmissionRefusal::TermsPresence { expected: terms, got });
    }
    let mut shaped = Vec::with_capacity(present.len());
    let bodies = body.ciphertexts.iter().zip(&body.proofs);
    for (ciphertext, ((bytes, proof), present)) in bodies.zip(present).enumerate() {
        if bytes.is_some() != present || proof.is_some() != present {
            return Err(SubmissionRefusal::Presence { part, ciphertext, present });
        }
        let used = layout.used(ciphertext);
        let made = bytes.as_deref().map(|bytes| Ciphertext::from_bytes(&Params::STANDARD, used, bytes));
        let made = made.transpose();
        shaped.push(made.map_err(|source| SubmissionRefusal::Shape { part, ciphertext, source })?);
    }
    if canonical::encode(&body.header(named.key)) != canonical::encode(named) {
        return Err(SubmissionRefusal::Digest { part });
    }
    Ok(shaped)
}
