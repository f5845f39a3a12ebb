//! A whole return as its office shows it to its own auditors: the figures, and the seeds from which, with them, everybody makes
//! the very ciphertexts again that the log names. In the clear: whoever has the file has the figures.

use super::kept::{Kept, KeptPart};
use crate::error::{Result, RoleError};
use intertally_core::canonical::{decode, encode};
use intertally_core::fold::{Fold, RoundState};
use intertally_core::hash::Digest;
use intertally_core::lattice::EncryptionSeed;
use intertally_core::packing::PartPlain;
use intertally_core::party::{MemberIndex, RoundId};
use intertally_core::submission::part::ciphertext_digest;
use intertally_core::submission::prepare::encrypt_again;
use intertally_core::submission::{PublishedFigure, SubmissionHeader, SubmissionKey, round_keys};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const MAGIC: &str = "intertally/v2/shown-return";
/// Most bytes of such a file.
const LIMIT: usize = 64 << 20;

/// The file. Erased when dropped, no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct ShownReturn {
    magic: String,
    /// The round.
    pub round: RoundId,
    /// Whose.
    pub member: MemberIndex,
    /// Digest of the submission's header, which the log shows.
    pub submission: Digest,
    /// Figure per cell, in round order.
    pub values: Vec<Option<u32>>,
    /// In a revision round: what was said to be changed.
    pub changed: Option<Vec<bool>>,
    /// What the ciphertexts of each key follow from.
    pub parts: Vec<KeptPart>,
}

impl Drop for ShownReturn {
    fn drop(&mut self) {
        self.values.zeroize();
        self.changed.zeroize();
    }
}

/// One cell of a return that was found to be the one sent.
#[derive(Serialize)]
pub struct ShownCell {
    /// Its key.
    pub cell: String,
    /// Its figure.
    pub value: u32,
    /// In a revision round: said to be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
}

fn stop(what: impl Into<String>) -> RoleError {
    RoleError::stop(what, "take the file that the office's `member prove` wrote, and the log of its round")
}

impl ShownReturn {
    /// What an office kept of one submission.
    #[must_use]
    pub fn of(kept: &Kept, header: &SubmissionHeader) -> Self {
        Self {
            magic: MAGIC.to_owned(),
            round: header.round,
            member: header.member,
            submission: header.digest(),
            values: kept.values.clone(),
            changed: kept.changed.clone(),
            parts: kept.parts.clone(),
        }
    }

    /// As a file: for its owner alone.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(encode(self))
    }

    /// Read one. `path`: how people find it.
    pub fn parse(path: impl AsRef<Path>, bytes: &[u8]) -> Result<Self> {
        let shown: Self = decode("shown return", bytes, LIMIT)
            .map_err(|why| RoleError::content(&path, format!("is no return that was shown ({why})")))?;
        if shown.magic != MAGIC {
            return Err(RoleError::content(&path, "is of another version; have it written anew"));
        }
        Ok(shown)
    }

    /// Make all ciphertexts again and compare them with those that the log names. Answers with those that differ, in words;
    /// none: these are the figures that were sent, and no other.
    ///
    /// # Errors
    /// The file is of no submission of this log that counts.
    pub fn differences(&self, fold: &Fold) -> Result<Vec<String>> {
        let round = self.of_log(fold)?;
        let header = self.header(round)?;
        let manifest = round.manifest();
        let ceremony = fold.ceremony(&manifest.ceremony);
        let keys = ceremony.and_then(|ceremony| round_keys(manifest, ceremony));
        let keys = keys.ok_or_else(|| stop("the round's keys do not come from a valid ceremony"))?;
        if self.values.len() != manifest.cells.len()
            || !self.values.iter().map(Option::is_some).eq(header.reported())
        {
            return Err(stop("the figures are not in the cells that the log shows as reported"));
        }
        let mut wrong = self.in_clear(round, header);
        for named in &header.parts {
            let key = keys.iter().find(|key| key.id == named.key);
            let key = key.ok_or_else(|| stop("the submission names a key that the round does not have"))?;
            let again = self.again(key);
            let differs = |(at, sent): (usize, &Option<Digest>)| {
                let own = again.as_ref().and_then(|again| again.get(at)).copied().flatten();
                (own != *sent).then(|| format!("ciphertext {at} of key {:.16}", named.key.0.to_string()))
            };
            wrong.extend(named.ciphertexts.iter().enumerate().filter_map(differs));
        }
        Ok(wrong)
    }

    /// The cells with their figures, once there are no differences.
    ///
    /// # Errors
    /// As of [`Self::differences`].
    pub fn cells(&self, fold: &Fold) -> Result<Vec<ShownCell>> {
        let cells = &self.of_log(fold)?.manifest().cells;
        let changed = |at: usize| self.changed.as_ref().and_then(|changed| changed.get(at)).copied();
        let one = |(at, (cell, value)): (usize, (&intertally_core::round::CellSpec, &Option<u32>))| {
            value.map(|value| ShownCell { cell: cell.key.clone(), value, changed: changed(at) })
        };
        Ok(cells.iter().zip(&self.values).enumerate().filter_map(one).collect())
    }

    /// Figures that went out in clear, as published by the office itself, and are others here.
    fn in_clear(&self, round: &RoundState, header: &SubmissionHeader) -> Vec<String> {
        let cells = &round.manifest().cells;
        let key = |cell: u32| cells.get(cell as usize).map_or("", |spec| spec.key.as_str());
        let differs = |one: &&PublishedFigure| {
            self.values.get(one.cell as usize).copied().flatten() != Some(one.figure)
        };
        let wrong = header.public.iter().filter(differs);
        wrong.map(|one| format!("the figure of {} that went out as published", key(one.cell))).collect()
    }

    fn of_log<'a>(&self, fold: &'a Fold) -> Result<&'a RoundState> {
        fold.round(&self.round).ok_or_else(|| stop("the log does not show the round of this return"))
    }

    fn header<'a>(&self, round: &'a RoundState) -> Result<&'a SubmissionHeader> {
        let mut latest = round.latest().filter(|(member, _)| *member == self.member);
        let latest = latest.next().filter(|(_, latest)| latest.digest == self.submission);
        let latest = latest.map(|(_, latest)| &latest.header);
        latest.ok_or_else(|| stop("this is not the submission of its office that counts in the log"))
    }

    /// Digests of the ciphertexts of a key, made again; none if figures or seeds do not fit the key.
    fn again(&self, key: &SubmissionKey) -> Option<Vec<Option<Digest>>> {
        let part = self.parts.iter().find(|part| part.key == key.id)?;
        let seeds: Vec<EncryptionSeed> =
            part.seeds.iter().map(|seed| EncryptionSeed::from_bytes(*seed)).collect();
        let cut = |changed: &Vec<bool>| Some(changed.get(key.cells.clone())?.to_vec());
        let plain = PartPlain {
            values: self.values.get(key.cells.clone())?.to_vec(),
            changed: match &self.changed {
                Some(changed) => Some(cut(changed)?),
                None => None,
            },
        };
        let made = encrypt_again(key, &plain, &seeds)?;
        Some(made.iter().map(|bytes| bytes.as_deref().map(ciphertext_digest)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::submission::Prepared;
    use intertally_tests::round::Round;

    /// What the member keeps of a submission.
    fn kept(
        round: &Round,
        member: MemberIndex,
        made: &Prepared,
        (values, changed): (&[Option<u32>], Option<&[bool]>),
    ) -> ShownReturn {
        let part = |secrets: &intertally_core::submission::PartSecrets| KeptPart {
            key: secrets.key,
            seeds: secrets.seeds.iter().map(|seed| *seed.as_bytes()).collect(),
        };
        ShownReturn {
            magic: MAGIC.to_owned(),
            round: round.id,
            member,
            submission: made.header.digest(),
            values: values.to_vec(),
            changed: changed.map(<[bool]>::to_vec),
            parts: made.secrets.iter().map(part).collect(),
        }
    }

    fn shown(round: &mut Round, values: &[Option<u32>], changed: Option<&[bool]>) -> (ShownReturn, Prepared) {
        let made = round.prepare_changed((0, 0), values, changed);
        (kept(round, MemberIndex(0), &made, (values, changed)), made)
    }

    const VALUES: [Option<u32>; 4] = [Some(17), None, Some(0), Some(4)];

    #[test]
    fn what_was_sent_comes_out_again_and_nothing_else_passes_for_it() {
        let mut round = Round::open(3, 4, 100, (3, 2));
        let (right, made) = shown(&mut round, &VALUES, None);
        let (other, _) = shown(&mut round, &VALUES, None);
        assert!(right.differences(&round.log.fold).is_err(), "nothing is in the log yet");
        round.submit(made);
        let fold = &round.log.fold;
        assert!(right.differences(fold).unwrap().is_empty());
        let cells = right.cells(fold).unwrap();
        let keys: Vec<&str> = cells.iter().map(|cell| cell.cell.as_str()).collect();
        assert_eq!(keys, [0, 2, 3].map(|at| round.manifest.cells[at].key.as_str()));
        assert_eq!(cells.iter().map(|cell| cell.value).collect::<Vec<_>>(), [17, 0, 4]);

        let of = |change: &dyn Fn(&mut ShownReturn)| {
            let mut changed: ShownReturn = decode("shown return", &encode(&right), LIMIT).unwrap();
            change(&mut changed);
            changed.differences(fold).map(|found| found.len())
        };
        assert_eq!(of(&|_| ()).unwrap(), 0, "a copy");
        for at in [0, 2, 3] {
            let wrong = of(&|shown| shown.values[at] = shown.values[at].map(|value| value + 1));
            assert_eq!(wrong.unwrap(), 1, "figure {at}");
        }
        let huge = of(&|shown| shown.values[0] = Some(u32::MAX));
        assert_eq!(huge.unwrap(), 1, "a figure that no cell takes");
        assert_eq!(of(&|shown| shown.parts[0].seeds[0][31] ^= 1).unwrap(), 1, "a bit of the seed");
        assert_eq!(of(&|shown| shown.parts[0].seeds.push([0; 32])).unwrap(), 1, "a seed too many");
        assert_eq!(of(&|shown| shown.parts[0].seeds.clear()).unwrap(), 1, "none");
        assert_eq!(of(&|shown| shown.parts.clear()).unwrap(), 1, "no part");
        assert_eq!(of(&|shown| shown.changed = Some(vec![true; 4])).unwrap(), 1, "no revision round");
        // Figures elsewhere, another member's place, a submission that does not count, a round that is not there.
        assert!(of(&|shown| shown.values.swap(0, 1)).is_err());
        assert!(of(&|shown| shown.values.truncate(3)).is_err());
        assert!(of(&|shown| shown.member = MemberIndex(1)).is_err());
        assert!(of(&|shown| shown.submission = other.submission).is_err());
        assert!(of(&|shown| shown.round = RoundId(Digest::ZERO)).is_err());
        // The same figures under other seeds are another return.
        let seeds = other.parts[0].seeds.clone();
        assert_eq!(of(&|shown| shown.parts[0].seeds.clone_from(&seeds)).unwrap(), 1);
    }

    #[test]
    fn in_a_revision_round_what_was_said_to_be_changed_is_shown_too() {
        let asked = intertally_tests::structure::Asked::exact(4, 100);
        let mut round = Round::open_with(3, &asked, (3, 2), |manifest| manifest.revision = true);
        let bits = [true, true, false, true];
        let (mut shown, made) = shown(&mut round, &VALUES, Some(&bits));
        round.submit(made);
        assert!(shown.differences(&round.log.fold).unwrap().is_empty());
        let cells = shown.cells(&round.log.fold).unwrap();
        let said: Vec<Option<bool>> = cells.iter().map(|cell| cell.changed).collect();
        assert_eq!(said, [Some(true), Some(false), Some(true)]);
        for wrong in [Some(vec![true, true, true, true]), None] {
            shown.changed = wrong;
            assert_eq!(shown.differences(&round.log.fold).unwrap().len(), 1);
        }
    }

    /// No proof ties what went out in clear to the ciphertexts: the office's own auditors see it here.
    #[test]
    fn a_figure_in_clear_is_the_one_that_was_encrypted() {
        let mut round = Round::open(3, 4, 100, (3, 2));
        for (member, public, wrong) in [(0, &[0, 3][..], 0), (1, &[0, 2, 3], 2)] {
            let mut made = round.prepare_changed((member, 0), &VALUES, None);
            made = made.with_claims(&VALUES, public, &[]).unwrap();
            if wrong > 0 {
                made.header.public[0].figure += 1;
                made.header.public[2].figure = 9;
            }
            let shown = kept(&round, MemberIndex(member), &made, (&VALUES, None));
            round.submit(made);
            let found = shown.differences(&round.log.fold).unwrap();
            assert_eq!(found.len(), wrong, "{found:?}");
            assert!(found.iter().all(|one| one.contains("went out as published")), "{found:?}");
        }
    }

    #[test]
    fn a_file_comes_back_and_another_one_is_none() {
        let mut round = Round::open(3, 4, 100, (3, 2));
        let (shown, _) = shown(&mut round, &VALUES, None);
        let whole = shown.to_bytes();
        assert_eq!(encode(&ShownReturn::parse("it", &whole).unwrap()), *whole);
        for bytes in [&whole[..whole.len() - 1], &whole[1..], b""] {
            assert!(ShownReturn::parse("it", bytes).is_err());
        }
    }
}
