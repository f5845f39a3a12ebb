//! Submissions: resumable uploads, then all checks, then blobs, then the event.

use crate::back_off::BackOff;
use crate::blobs::{Kind as BlobKind, Named};
use crate::config::Limits;
use crate::error::ServerError;
use crate::faults::{Point, pass};
use crate::identity::Caller;
use crate::partials::Partials;
use crate::quiet::Quiet;
use crate::sequencer::{Appended, Sequencer};
use crate::state::body_of;
use crate::work::{apart, on_pool, pool};
use intertally_core::canonical::{decode as canonical, encode};
use intertally_core::event::{Kind, Scope, SignedClaim, payload_digest};
use intertally_core::fold::{Fold, Phase, Refusal, RoundState};
use intertally_core::hash::Digest;
use intertally_core::party::{Instant, MemberIndex, Party, RoundId};
use intertally_core::round::RoundManifest;
use intertally_core::rule::Rule;
use intertally_core::sign::VerifyingKey;
use intertally_core::submission::{Checks, PartBody, SubmissionHeader, Unverified};
use intertally_proto::convert::decode;
use intertally_proto::limits;
use intertally_proto::pb::UploadStart;
use rand_core::OsRng;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

static COMES_AGAIN: Quiet = Quiet::new();

/// Takes uploads.
pub struct Intake {
    sequencer: Sequencer,
    partials: Partials,
    busy: Mutex<BTreeSet<(RoundId, MemberIndex)>>,
    checks: Semaphore,
    pool: rayon::ThreadPool,
    back_off: BackOff,
    /// What the checks of the round last submitted to have in common.
    common: Common,
    /// Limits of the server.
    pub limits: Limits,
}

/// Layouts and keys, made ready once per round, not once per submission.
#[derive(Clone, Default)]
struct Common(Arc<Mutex<Option<OfRound>>>);

type OfRound = (RoundId, Arc<Checks>);

/// What the checks of a round's submissions need.
pub(crate) fn checks_of(round: RoundId, fold: &Fold) -> Result<Checks, Refusal> {
    let manifest = fold.round(&round).ok_or(Refusal::UnknownScope)?.manifest();
    let ceremony = fold.ceremony(&manifest.ceremony).ok_or(Refusal::UnknownCeremony)?;
    Checks::of(manifest, ceremony).ok_or(Refusal::CeremonyWithoutKeys)
}

impl Common {
    fn of(&self, round: RoundId, fold: &Fold) -> Result<Arc<Checks>, Refusal> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, checks)) if *known == round => Ok(Arc::clone(checks)),
            _ => {
                let checks = Arc::new(checks_of(round, fold)?);
                Ok(Arc::clone(&kept.insert((round, checks)).1))
            }
        }
    }
}

/// What an upload says first, checked as far as it can be before its body.
pub struct Announced {
    claim: SignedClaim,
    header: SubmissionHeader,
    payload: Vec<u8>,
    manifest: Arc<RoundManifest>,
    member: MemberIndex,
    key: VerifyingKey,
    round: RoundId,
    digest: Digest,
    total: u64,
    offset: u64,
    /// In the log already, and its body lost here: what comes is compared with the header and kept.
    known: Option<Arc<Appended>>,
}

/// An upload that is under way: no other of its member may be.
pub struct Desk<'a> {
    intake: &'a Intake,
    announced: Announced,
    /// Open while chunks come.
    file: Option<tokio::fs::File>,
    written: u64,
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        let place = (self.announced.round, self.announced.member);
        self.intake.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&place);
    }
}

/// How an upload begins.
pub enum Begun<'a> {
    /// This very submission is in the log: here is its receipt.
    Known(Box<Appended>),
    /// Send the chunks.
    Open(Box<Desk<'a>>),
}

impl Intake {
    /// With a folder for unfinished uploads, made if absent.
    pub fn new(sequencer: Sequencer, folder: PathBuf, limits: Limits) -> Result<Self, ServerError> {
        std::fs::create_dir_all(&folder)?;
        let checks = Semaphore::new(limits.checks_at_once.max(1));
        let (busy, common) = (Mutex::new(BTreeSet::new()), Common::default());
        let pool = pool(limits.proof_threads).map_err(std::io::Error::other)?;
        let back_off = BackOff::new(Duration::from_secs(limits.proof_wait_seconds));
        Ok(Self { sequencer, partials: Partials(folder), busy, checks, pool, back_off, common, limits })
    }

    /// Who must wait after proofs that did not hold.
    pub(crate) const fn back_off(&self) -> &BackOff {
        &self.back_off
    }

    /// Bytes of a submission's body that are here, if it is the caller's.
    pub async fn offset(&self, caller: &Caller, submission: Digest) -> Result<u64, ServerError> {
        for partial in self.partials.all().await? {
            let state = self.sequencer.read().await?;
            let round = state.fold.round(&partial.round);
            let own = round.and_then(|round| round.key_of(Party::Member(partial.member))) == Some(caller.key);
            if own && partial.submission == submission {
                return Ok(partial.bytes);
            }
        }
        Ok(0)
    }

    /// Take unfinished uploads away that are too old, or whose round takes none any more.
    pub async fn sweep(&self, now: SystemTime) -> Result<u64, ServerError> {
        let most = Duration::from_secs(self.limits.upload_days.saturating_mul(86_400));
        let mut swept = 0;
        for partial in self.partials.all().await? {
            let state = self.sequencer.read().await?;
            let open = state.fold.round(&partial.round).is_some_and(|round| round.phase() == Phase::Open);
            drop(state);
            let place = (partial.round, partial.member);
            let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner).contains(&place);
            let old = now.duration_since(partial.written).is_ok_and(|age| age > most);
            if !busy && (old || !open) {
                self.partials.remove(&partial).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Check everything that the first message can show, and take the member's desk.
    pub async fn begin(&self, caller: &Caller, start: UploadStart) -> Result<Begun<'_>, ServerError> {
        let announced = match self.announce(caller, start).await? {
            Ok(announced) => announced,
            Err(known) => return Ok(Begun::Known(known)),
        };
        let place = (announced.round, announced.member);
        if !self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(place) {
            let words = "another upload of this member is under way; wait for it to end, then send again";
            return Err(ServerError::rule(Rule::UploadBusy, words));
        }
        // From here on the desk gives the place back, whatever happens.
        let mut desk = Desk { intake: self, announced, file: None, written: 0 };
        let a = &desk.announced;
        let file = self.partials.open(a.round, a.member, a.digest).await?;
        desk.written = file.metadata().await?.len();
        if desk.written != a.offset {
            let words = format!("{} bytes are here; go on from there", desk.written);
            return Err(ServerError::rule(Rule::UploadOffset, words));
        }
        desk.file = Some(file);
        Ok(Begun::Open(Box::new(desk)))
    }

    /// What costs least is asked first: sizes, role, whether it is known, phase and turn, signature, back-off.
    async fn announce(
        &self,
        caller: &Caller,
        start: UploadStart,
    ) -> Result<Result<Announced, Box<Appended>>, ServerError> {
        let claim: SignedClaim = decode("claim", &start.claim, limits::CLAIM)?;
        caller.has_role_for(&claim)?;
        let (Scope::Round(round), Kind::Submitted, Party::Member(member)) =
            (claim.claim.scope, claim.claim.kind, claim.claim.signer)
        else {
            return Err(Refusal::Mismatch("kind of event").into());
        };
        let fold = self.sequencer.read().await?.fold.clone();
        let state = fold.round(&round).ok_or(Refusal::UnknownScope)?;
        if state.key_of(Party::Member(member)) != Some(caller.key) {
            let words = "your key is not the one of this member in the round; ask the coordinator";
            return Err(ServerError::rule(Rule::Identity, words));
        }
        let manifest = state.shared_manifest();
        let header: SubmissionHeader = decode("header", &start.header, limits::header(&manifest))?;
        let most = limits::body(&manifest, &header);
        if start.total > most {
            let words = format!(
                "{} bytes where this round admits {most}; send the file that prepare wrote",
                start.total
            );
            return Err(ServerError::rule(Rule::TooLong, words));
        }
        if payload_digest(&start.header) != claim.claim.payload {
            return Err(Refusal::Payload(claim.claim.payload).into());
        }
        let known = match self.sequencer.receipt_of(&claim).await? {
            Some(known) if self.lacking(state, &header).await?.is_empty() => return Ok(Err(Box::new(known))),
            Some(known) => {
                if let Some(left_out) = COMES_AGAIN.line() {
                    tracing::warn!(
                        round = manifest.name,
                        member = member.0,
                        left_out,
                        "a lost body comes again"
                    );
                }
                Some(Arc::new(known))
            }
            None => {
                let last = fold.last();
                let at = self.sequencer.clock().judge(last)?.max(last.unwrap_or(Instant(i64::MIN)));
                state.admits(member, at, &header)?;
                caller.has_signed(&claim)?;
                self.back_off.admits(caller.key)?;
                None
            }
        };
        let (digest, total, offset) = (header.digest(), start.total, start.offset);
        let payload = start.header.to_vec();
        let key = caller.key;
        Ok(Ok(Announced {
            claim,
            header,
            payload,
            manifest,
            member,
            key,
            round,
            digest,
            total,
            offset,
            known,
        }))
    }

    /// Blobs of a submission that are lost here and were not deleted on purpose.
    async fn lacking(
        &self,
        round: &RoundState,
        header: &SubmissionHeader,
    ) -> Result<Vec<Named>, ServerError> {
        let blobs = self.sequencer.blobs();
        let mut lacking = Vec::new();
        for named in body_of(header) {
            let deleted = round.is_deleted(&named.1);
            if !deleted && (blobs.lacks(std::iter::once(named)) || !blobs.holds(named, false).await?) {
                lacking.push(named);
            }
        }
        Ok(lacking)
    }

    /// A body that is in the log already: the digests in its header are all there is to check.
    async fn bring_back(&self, announced: &Announced, body: Vec<u8>) -> Result<(), ServerError> {
        let (manifest, member) = (Arc::clone(&announced.manifest), announced.member);
        let header = announced.header.clone();
        let limit = usize::try_from(limits::body(&manifest, &header)).unwrap_or(usize::MAX);
        let name = manifest.name.clone();
        let parts = move || -> Result<_, ServerError> {
            let parts: Vec<PartBody> = canonical("body", &body, limit).map_err(Refusal::from)?;
            let own = parts.iter().zip(&header.parts).map(|(part, named)| part.header(named.key));
            if parts.len() != header.parts.len() || !own.eq(header.parts.iter().cloned()) {
                let words = "the body is not the one that was taken; send the file that prepare wrote then";
                return Err(ServerError::rule(Rule::SubDigest, words));
            }
            Ok((parts, header))
        };
        let (parts, header) = apart(parts).await??;
        self.put(parts, &header).await?;
        tracing::warn!(round = name, member = member.0, "a lost body is here again");
        Ok(())
    }

    async fn put(&self, parts: Vec<PartBody>, header: &SubmissionHeader) -> Result<(), ServerError> {
        let blobs = self.sequencer.blobs();
        for (part, named) in parts.into_iter().zip(&header.parts) {
            blobs.put(BlobKind::Proofs, named.proofs, encode(&part.proofs)).await?;
            for (bytes, digest) in part.ciphertexts.into_iter().zip(&named.ciphertexts) {
                if let (Some(bytes), Some(digest)) = (bytes, digest) {
                    blobs.put(BlobKind::Ciphertext, *digest, bytes).await?;
                }
            }
        }
        Ok(())
    }

    /// Whether all proofs of a whole body hold: the one place that asks. On threads of their own.
    async fn prove(&self, announced: &Announced, body: Vec<u8>) -> Result<Vec<PartBody>, ServerError> {
        let (manifest, header) = (Arc::clone(&announced.manifest), announced.header.clone());
        let (round, common) = (announced.round, self.common.clone());
        let fold = self.sequencer.read().await?.fold.clone();
        let work = move || -> Result<Vec<PartBody>, ServerError> {
            let limit = usize::try_from(limits::body(&manifest, &header)).unwrap_or(usize::MAX);
            let parts: Vec<PartBody> = canonical("body", &body, limit).map_err(Refusal::from)?;
            drop(body);
            let copies = parts.clone();
            Unverified::new(parts).verify(&*common.of(round, &fold)?, &header, &mut OsRng)?;
            Ok(copies)
        };
        let began = std::time::Instant::now();
        let outcome = on_pool(&self.pool, work).await?;
        self.sequencer.metrics().proofs(outcome.is_ok(), began.elapsed());
        match &outcome {
            Ok(_) => self.back_off.good(announced.key),
            Err(_) => self.back_off.bad(announced.key),
        }
        outcome
    }

    /// All checks of a whole body, few at once, and then the event.
    async fn check(&self, announced: &Announced) -> Result<Appended, ServerError> {
        let permit = self.checks.acquire().await.map_err(|_| crate::work::Dropped)?;
        // Read in its turn: bodies that wait are on the disk.
        let body = self.partials.read(announced.round, announced.member, announced.digest).await?;
        if let Some(known) = &announced.known {
            self.bring_back(announced, body).await?;
            return self.sequencer.receipt(known.receipt.index).await;
        }
        let parts = self.prove(announced, body).await?;
        pass(Point::BeforeBlobs, "");
        self.put(parts, &announced.header).await?;
        drop(permit);
        pass(Point::AfterBlobs, "");
        self.sequencer.append(announced.claim.clone(), announced.payload.clone()).await
    }
}

impl Desk<'_> {
    /// The next bytes.
    pub async fn chunk(&mut self, bytes: &[u8]) -> Result<(), ServerError> {
        let after = self.written.saturating_add(bytes.len() as u64);
        if bytes.len() > limits::CHUNK || after > self.announced.total {
            let words = "more bytes than announced, or a chunk above 1 MiB; send the file that prepare wrote";
            return Err(ServerError::rule(Rule::TooLong, words));
        }
        if let Some(file) = &mut self.file {
            file.write_all(bytes).await?;
        }
        self.written = after;
        pass(Point::UploadChunk, "");
        Ok(())
    }

    /// The body is whole: check it and append.
    pub async fn finish(mut self) -> Result<Appended, ServerError> {
        if let Some(mut file) = self.file.take() {
            file.flush().await?;
        }
        if self.written < self.announced.total {
            let words = format!(
                "the upload ended at byte {} of {}; send the rest",
                self.written, self.announced.total
            );
            return Err(ServerError::rule(Rule::UploadShort, words));
        }
        let a = &self.announced;
        let outcome = self.intake.check(a).await;
        // A body that is in the log, or never can be, is not needed any more; after a failure of the server it is.
        use ServerError::{Blob, Clock, Doubt, Dropped, File, Stopped, Store};
        let internal = matches!(
            outcome,
            Err(Store(_) | Blob(_) | File(_) | Dropped(_) | Clock(_) | Doubt(_) | Stopped(_))
        );
        if !internal {
            self.intake.partials.remove_of(a.round, a.member, a.digest).await?;
        }
        outcome
    }
}
