//! What the server checks of a seal, of a trustee's answer and of a publication before it takes them: the sums that a seal
//! names are those of the latest submissions, the proofs of an answer hold, and published files are here. Each trustee adds up
//! and checks for itself as well; here it is found before the event stands.

use crate::blobs::{BlobError, Kind as BlobKind};
use crate::error::ServerError;
use crate::intake::checks_of;
use crate::sequencer::Sequencer;
use crate::work::on_rayon;
use intertally_core::canonical::decode;
use intertally_core::event::payload::{Publication, SealedSet};
use intertally_core::event::{Kind, Scope, SignedClaim};
use intertally_core::fold::{Fold, MAX_PAYLOAD, Refusal};
use intertally_core::hash::Digest;
use intertally_core::opening::asked::Asked;
use intertally_core::opening::share::{Question, ShareProofs, SharesGiven};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{MemberIndex, Party, RoundId, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::rule::Rule;
use intertally_core::submission::{PartBody, SubmissionHeader, Unverified};
use intertally_proto::limits;
use rand_core::OsRng;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The sums of the round last asked for: a seal and all answers of its trustees take the same.
#[derive(Default)]
pub struct Sums(Mutex<Option<(RoundId, Arc<Tally>)>>);

/// Most bytes of a name that everybody is shown again and again.
const NAME: usize = 64;
/// Files that a round publishes.
const MOST_FILES: usize = 64;

fn names<'a>(what: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), ServerError> {
    if names.all(|name| (1..=NAME).contains(&name.len())) {
        return Ok(());
    }
    Err(ServerError::rule(
        Rule::TooLong,
        format!("{what} have 1 to {NAME} bytes; make the round again with shorter ones"),
    ))
}

/// Check an event that the fold would take.
pub async fn before(sequencer: &Sequencer, signed: &SignedClaim, payload: &[u8]) -> Result<(), ServerError> {
    let Scope::Round(round) = signed.claim.scope else { return Ok(()) };
    match (signed.claim.kind, signed.claim.signer) {
        (Kind::Sealed, _) => {
            let set: SealedSet = decode("sealed set", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            sealed(sequencer, round, &set).await
        }
        (Kind::SharesGiven, Party::Trustee(trustee)) => {
            let given: SharesGiven = decode("shares given", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            answered(sequencer, round, trustee, &given).await
        }
        (Kind::Opened, _) => {
            let manifest: RoundManifest = decode("manifest", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            names("members' areas", manifest.members.iter().map(|member| member.area.as_str()))
        }
        (Kind::Published, _) => {
            let publication: Publication =
                decode("publication", payload, MAX_PAYLOAD).map_err(Refusal::from)?;
            names("published files' names", publication.files.iter().map(|(name, _)| name.as_str()))?;
            if publication.files.len() > MOST_FILES {
                return Err(ServerError::rule(Rule::TooLong, "a round publishes at most 64 files"));
            }
            let files = publication.files.iter();
            let files = files.map(|(name, file)| (BlobKind::File, *file, format!("file {name}")));
            let sheet = (BlobKind::PublicSheet, publication.public, "public sheet".to_owned());
            for (kind, digest, what) in files.chain([sheet]) {
                if sequencer.blobs().len(kind, digest).await?.is_none() {
                    let words = format!("the {what} is not here; put it before the round is published");
                    return Err(ServerError::rule(Rule::BlobUnknown, words));
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Compare the sums named in a seal with those of the latest submissions.
async fn sealed(sequencer: &Sequencer, round: RoundId, set: &SealedSet) -> Result<(), ServerError> {
    let tally = sequencer.sums().of(sequencer, round).await?;
    let own = on_rayon(move || tally.aggregates()).await?;
    let differs = (0..own.len().max(set.aggregates.len())).find(|at| own.get(*at) != set.aggregates.get(*at));
    differs.map_or(Ok(()), |part| {
        let words = format!(
            "the sum of key {} is another; add up the latest submissions again",
            part.saturating_add(1)
        );
        Err(ServerError::rule(Rule::SealSum, words))
    })
}

/// Check the proofs of an answer: one that does not hold opens nothing, and is not taken.
async fn answered(
    sequencer: &Sequencer,
    round: RoundId,
    trustee: TrusteeIndex,
    given: &SharesGiven,
) -> Result<(), ServerError> {
    let tally = sequencer.sums().of(sequencer, round).await?;
    let (fold, question) = (sequencer.read().await?.fold.clone(), given.question);
    let made = on_rayon(move || asked(&fold, round, &tally, &question)).await?;
    let asked = made.ok_or(Refusal::Mismatch("question"))?;
    let most = asked.size(trustee).proofs_len();
    let lost = || {
        let words = "the proofs of this answer are not here; put them first, then send the same again";
        ServerError::rule(Rule::BlobUnknown, words)
    };
    let len = sequencer.blobs().len(BlobKind::ShareProofs, given.proofs).await?.ok_or_else(lost)?;
    if len > most as u64 {
        let words = format!("{len} bytes of proofs where this question admits {most}; answer again");
        return Err(ServerError::rule(Rule::TooLong, words));
    }
    let bytes = sequencer.blobs().get(BlobKind::ShareProofs, given.proofs).await?.ok_or_else(lost)?;
    let check = move || {
        let proofs: ShareProofs = decode("share proofs", &bytes, most).map_err(|why| why.to_string())?;
        let mut outcome = asked.check(&[(trustee, &proofs)], &mut OsRng);
        outcome.pop().map_or(Ok(()), |one| one.map(|_| ()).map_err(|why| why.to_string()))
    };
    on_rayon(check).await?.map_err(|why| ServerError::rule(Rule::ShareProof, why))
}

/// What a question is about, as this server added it up.
fn asked(fold: &Fold, round: RoundId, tally: &Tally, question: &Question) -> Option<Asked> {
    let state = fold.round(&round)?;
    let manifest = state.manifest();
    let ceremony = fold.ceremony(&manifest.ceremony)?;
    let part = manifest.keys.iter().position(|key| key.key == question.key)?;
    let positions = state.positions(part, question.step)?;
    Asked::of((manifest, ceremony), tally, (part, question.aggregate), &positions)
}

impl Sums {
    /// The tally of a round's latest submissions, each checked again as it is on the disk. Memory: the sums and one submission.
    async fn of(&self, sequencer: &Sequencer, round: RoundId) -> Result<Arc<Tally>, ServerError> {
        // Held all the while: who asks for the same at the same time waits for it.
        let mut kept = self.0.lock().await;
        let fold = sequencer.read().await?.fold.clone();
        let state = fold.round(&round).ok_or(Refusal::UnknownScope)?;
        let latest: BTreeMap<MemberIndex, Digest> =
            state.latest().map(|(member, latest)| (member, latest.digest)).collect();
        if let Some((known, tally)) = &*kept
            && *known == round
            && *tally.submissions() == latest
        {
            return Ok(Arc::clone(tally));
        }
        let headers: Vec<SubmissionHeader> =
            state.latest().map(|(_, latest)| latest.header.clone()).collect();
        let checks = Arc::new(on_rayon(move || checks_of(round, &fold)).await??);
        let mut tally = Tally::new(checks.manifest());
        for header in headers {
            let manifest = checks.manifest();
            let area = manifest.members.get(usize::from(header.member.0));
            let area = area.map_or("?", |entry| entry.area.as_str()).to_owned();
            let most = usize::try_from(limits::body(manifest, &header)).unwrap_or(usize::MAX);
            let parts = body(sequencer, &header, most).await?.ok_or_else(|| ServerError::body_lost(&area))?;
            let checks = Arc::clone(&checks);
            let add = move || -> Result<Option<Tally>, ServerError> {
                let verified = Unverified::new(parts).verify(&checks, &header, &mut OsRng)?;
                Ok(tally.add(&verified).ok().map(|()| tally))
            };
            tally = on_rayon(add).await??.ok_or_else(|| ServerError::body_lost(&area))?;
        }
        let tally = Arc::new(tally);
        *kept = Some((round, Arc::clone(&tally)));
        Ok(tally)
    }
}

/// The body of a submission from the blobs; none if a part is lost or damaged.
async fn body(
    sequencer: &Sequencer,
    header: &SubmissionHeader,
    most: usize,
) -> Result<Option<Vec<PartBody>>, ServerError> {
    let get = async |kind, digest| match sequencer.blobs().get(kind, digest).await {
        Err(BlobError::Damaged { .. }) => Ok(None),
        outcome => outcome,
    };
    let mut parts = Vec::with_capacity(header.parts.len());
    for named in &header.parts {
        let Some(proofs) = get(BlobKind::Proofs, named.proofs).await? else { return Ok(None) };
        let proofs = decode("proofs", &proofs, most).map_err(Refusal::from)?;
        let mut ciphertexts = Vec::with_capacity(named.ciphertexts.len());
        for digest in &named.ciphertexts {
            let bytes = match digest {
                None => None,
                Some(digest) => match get(BlobKind::Ciphertext, *digest).await? {
                    None => return Ok(None),
                    found => found,
                },
            };
            ciphertexts.push(bytes);
        }
        parts.push(PartBody { ciphertexts, proofs });
    }
    Ok(Some(parts))
}
