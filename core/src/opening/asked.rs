//! Everything public about one step of one key, and the check of an answer's proofs (docs/spec.md section 7.3).

use super::positions::Positions;
use super::share::{AnswerSize, Question, ShareProofs, SubKeyIndex};
use super::tally::Tally;
use crate::ceremony::{CeremonyState, SubKeyId, SubsetIndex, subsets};
use crate::hash::Digest;
use crate::lattice::Params;
use crate::lattice::noise::Committee;
use crate::party::TrusteeIndex;
use crate::round::RoundManifest;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::Batch;
use intertally_statements::Polynomial;
use intertally_statements::trustee::{Question as ShareOf, Slots, Trustee};
use rand_core::{CryptoRng, RngCore};
use rayon::prelude::*;

/// Proofs checked in one multiplication: each takes some 0.4 MB until then.
const AT_ONCE: usize = 256;

/// What a step opens of one summed ciphertext.
pub struct AskedPart {
    /// Its number.
    pub ciphertext: usize,
    /// c1.
    pub mask: Polynomial,
    /// c2 at the slots asked, in their order.
    pub bodies: Vec<u128>,
    /// The coefficients asked.
    pub slots: Slots,
}

/// One step of one key.
#[non_exhaustive]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The ciphertexts concerned, ascending.
    pub parts: Vec<AskedPart>,
    /// P of the slots asked.
    pub slot_bits: u8,
    /// F.
    pub flooding_bits: u8,
    /// t.
    pub threshold: u8,
    /// Per sub-key the trustees that hold it, ascending.
    pub holders: Vec<Vec<TrusteeIndex>>,
    /// Per sub-key the commitments to the rows of its secret.
    pub rows: Vec<Vec<CompressedRistretto>>,
}

/// Why one trustee's answer is refused. Others are not affected. Whose it is is a value, and not in the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareRefusal {
    /// Proofs are missing or are for sub-keys that it does not hold.
    #[error("the answer is for other sub-keys or ciphertexts than asked; have its trustee answer again")]
    Shape {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A proof does not hold: its signer is named by it.
    #[error("the proof of the share of sub-key {} does not hold: {why}; the log shows it to anybody", sub_key.0)]
    Proof {
        /// Who.
        trustee: TrusteeIndex,
        /// For which sub-key.
        sub_key: SubKeyIndex,
        /// Where it fails.
        why: String,
    },
}

impl ShareRefusal {
    /// Whose answer it is.
    #[must_use]
    pub const fn trustee(&self) -> TrusteeIndex {
        match self {
            Self::Shape { trustee } | Self::Proof { trustee, .. } => *trustee,
        }
    }
}

/// An answer whose proofs hold: the commitments to its shares. Made by [`Asked::check`] alone.
pub struct ProvenShares {
    question: Question,
    trustee: TrusteeIndex,
    /// Per sub-key held, ascending, per ciphertext concerned, per block.
    commitments: Vec<(SubKeyIndex, Vec<Vec<CompressedRistretto>>)>,
}

impl ProvenShares {
    /// What it answers.
    #[must_use]
    pub const fn question(&self) -> &Question {
        &self.question
    }

    /// Whose it is.
    #[must_use]
    pub const fn trustee(&self) -> TrusteeIndex {
        self.trustee
    }

    /// The commitments of one sub-key, per ciphertext concerned.
    #[must_use]
    pub fn of(&self, sub_key: SubKeyIndex) -> Option<&[Vec<CompressedRistretto>]> {
        let at = self.commitments.binary_search_by_key(&sub_key, |(own, _)| *own).ok()?;
        self.commitments.get(at).map(|(_, commitments)| commitments.as_slice())
    }
}

impl Asked {
    /// A step of key number `part` of a round. None for an unknown part, slots outside the sum, or a ceremony that did not
    /// make the key.
    #[must_use]
    pub fn of(
        (manifest, ceremony): (&RoundManifest, &CeremonyState),
        tally: &Tally,
        (part, aggregate): (usize, Digest),
        positions: &Positions,
    ) -> Option<Self> {
        let key = manifest.keys.get(part).filter(|_| ceremony.id() == manifest.ceremony)?;
        let n = u8::try_from(manifest.trustees.len()).ok()?;
        let row = |subset| {
            let sub_key = SubKeyId { key: key.index, subset: SubsetIndex(subset) };
            Some(ceremony.rows(sub_key)?.to_vec())
        };
        let all = subsets(n, manifest.threshold);
        let rows = (0u8..).zip(&all).map(|(subset, _)| row(subset)).collect::<Option<_>>()?;
        Self::with_rows(manifest, rows, tally, (part, aggregate), positions)
    }

    /// The same with the commitments to the rows of every sub-key, which the caller answers for: they must be those of the
    /// ceremony's proofs.
    #[must_use]
    pub fn with_rows(
        manifest: &RoundManifest,
        rows: Vec<Vec<CompressedRistretto>>,
        tally: &Tally,
        (part, aggregate): (usize, Digest),
        positions: &Positions,
    ) -> Option<Self> {
        let key = manifest.keys.get(part)?;
        let layout = tally.layout(part)?;
        let sums = tally.sums(part);
        let asked = |(ciphertext, coefficients): (usize, Vec<u32>)| {
            let sum = sums.get(ciphertext)?;
            let body = |at: &u32| sum.body.get(*at as usize).copied();
            Some(AskedPart {
                ciphertext,
                mask: sum.mask.to_vec().into(),
                bodies: coefficients.iter().map(body).collect::<Option<_>>()?,
                slots: Slots::new(&coefficients).ok()?,
            })
        };
        let n = u8::try_from(manifest.trustees.len()).ok()?;
        let committee = Committee::new(n, manifest.threshold).ok()?;
        let slot_bits = layout.slot_bits(positions.step().kind());
        let members = manifest.members.len() as u64;
        let flooding = committee.flooding_bits(&Params::STANDARD, members, slot_bits);
        let all = subsets(n, manifest.threshold);
        if rows.len() != all.len() {
            return None;
        }
        Some(Self {
            question: Question::new(key.key, manifest.id(), aggregate, positions),
            parts: positions.by_ciphertext().into_iter().map(asked).collect::<Option<_>>()?,
            slot_bits,
            flooding_bits: u8::try_from(flooding).ok()?,
            threshold: manifest.threshold,
            holders: all.iter().map(|subset| subset.holders(n).collect()).collect(),
            rows,
        })
    }

    /// The sub-keys that a trustee holds, ascending.
    pub fn held(&self, trustee: TrusteeIndex) -> impl Iterator<Item = SubKeyIndex> {
        let holders = (0u16..).zip(&self.holders);
        holders.filter(move |(_, holders)| holders.contains(&trustee)).map(|(at, _)| SubKeyIndex(at))
    }

    /// How much an answer of a trustee holds.
    #[must_use]
    pub fn size(&self, trustee: TrusteeIndex) -> AnswerSize {
        let proof = |part: &AskedPart| {
            let statement = self.statement(SubKeyIndex(0), part, &[]);
            statement.map_or(0, |statement| statement.proof_len())
        };
        AnswerSize {
            sub_keys: self.held(trustee).count(),
            ciphertexts: self.parts.len(),
            slots: self.parts.iter().map(|part| part.slots.list().len()).sum(),
            blocks: self.parts.iter().map(|part| part.slots.blocks().len()).sum(),
            proofs: self.parts.iter().map(proof).sum(),
        }
    }

    /// The statement about one share.
    #[must_use]
    pub fn statement<'a>(
        &'a self,
        sub_key: SubKeyIndex,
        part: &'a AskedPart,
        context: &'a [u8],
    ) -> Option<Trustee<'a>> {
        let question =
            ShareOf { c1: &part.mask, slots: &part.slots, flooding_bits: self.flooding_bits, context };
        Trustee::new(self.rows.get(usize::from(sub_key.0))?, question).ok()
    }

    /// Check the proofs of many answers to this question, some hundred in one multiplication: memory is that of these,
    /// however many there are. `rng` gives the weights.
    pub fn check(
        &self,
        answers: &[(TrusteeIndex, &ShareProofs)],
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Vec<Result<ProvenShares, ShareRefusal>> {
        let mut checked: Vec<Result<Vec<Vec<CompressedRistretto>>, ShareRefusal>> =
            answers.iter().map(|(trustee, proofs)| self.shape(*trustee, proofs).map(|()| vec![])).collect();
        let shaped = answers.iter().enumerate().filter(|(at, _)| checked.get(*at).is_some_and(Result::is_ok));
        let proofs: Vec<Proof<'_>> = shaped
            .flat_map(|(answer, (trustee, proofs))| {
                proofs.0.iter().flat_map(move |shares| {
                    self.parts.iter().zip(&shares.proofs).map(move |(part, bytes)| Proof {
                        answer,
                        trustee: *trustee,
                        sub_key: shares.sub_key,
                        part,
                        bytes,
                    })
                })
            })
            .collect();
        for chunk in proofs.chunks(AT_ONCE) {
            let read: Vec<Result<(Batch, Vec<CompressedRistretto>), ShareRefusal>> =
                chunk.par_iter().map(|proof| self.read(proof)).collect();
            let all = Batch::hold(read.iter().flatten().map(|(batch, _)| batch), rng);
            for (proof, read) in chunk.iter().zip(read) {
                let outcome = read.and_then(|(batch, commitments)| {
                    let failed = if all { None } else { batch.check(rng).err() };
                    let why = failed.and_then(|failed| failed.into_iter().next());
                    why.map_or(Ok(commitments), |(_, why)| Err(proof.refused(why.to_string())))
                });
                match (checked.get_mut(proof.answer), outcome) {
                    (Some(Ok(own)), Ok(commitments)) => own.push(commitments),
                    (Some(own @ Ok(_)), Err(why)) => *own = Err(why),
                    _ => {}
                }
            }
        }
        let whole = |((trustee, _), commitments): (&(TrusteeIndex, &ShareProofs), Result<Vec<_>, _>)| {
            let mut rest = commitments?.into_iter();
            let mut own = |sub_key| (sub_key, rest.by_ref().take(self.parts.len()).collect());
            let commitments = self.held(*trustee).map(&mut own).collect();
            Ok(ProvenShares { question: self.question, trustee: *trustee, commitments })
        };
        answers.iter().zip(checked).map(whole).collect()
    }

    /// Whether an answer is for the sub-keys that its trustee holds, with a proof for each ciphertext concerned.
    fn shape(&self, trustee: TrusteeIndex, proofs: &ShareProofs) -> Result<(), ShareRefusal> {
        let whole = proofs.0.iter().all(|own| own.proofs.len() == self.parts.len());
        if whole && proofs.0.iter().map(|own| own.sub_key).eq(self.held(trustee)) {
            Ok(())
        } else {
            Err(ShareRefusal::Shape { trustee })
        }
    }

    fn read(&self, proof: &Proof<'_>) -> Result<(Batch, Vec<CompressedRistretto>), ShareRefusal> {
        let Proof { trustee, sub_key, part, bytes, .. } = *proof;
        let context = self.question.context(trustee, sub_key, part.ciphertext);
        let statement = self.statement(sub_key, part, &context);
        let statement = statement.ok_or(ShareRefusal::Shape { trustee })?;
        let mut batch = Batch::new();
        batch.add(&statement, bytes);
        let commitments = statement.commitments(bytes);
        Ok((batch, commitments.map_err(|why| proof.refused(why.to_string()))?))
    }
}

/// One proof of an answer.
struct Proof<'a> {
    /// Place of the answer.
    answer: usize,
    trustee: TrusteeIndex,
    sub_key: SubKeyIndex,
    part: &'a AskedPart,
    bytes: &'a Vec<u8>,
}

impl Proof<'_> {
    const fn refused(&self, why: String) -> ShareRefusal {
        ShareRefusal::Proof { trustee: self.trustee, sub_key: self.sub_key, why }
    }
}
