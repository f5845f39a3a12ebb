//! What roles ask of the server, as gRPC calls.

use super::{Link, tls, upload};
use async_trait::async_trait;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{CeremonyTerms, SealingOffer};
use intertally_core::event::{Scope, SignedClaim};
use intertally_core::hash::Digest;
use intertally_core::limits;
use intertally_core::party::{MemberIndex, Party, RoundId};
use intertally_proto::pb;
use intertally_proto::status::Problem as Status;
use intertally_roles::wire::{EachChunk, EachEvent, Outgoing, Problem, Proposed, Taken};
use intertally_roles::{Result, RoleError, Wire};
use tonic::Code;

/// A status as the roles know it. Some leave open whether the server has taken what was sent.
pub(super) fn problem(status: &tonic::Status) -> RoleError {
    use Code::{Cancelled, DeadlineExceeded, Internal, Unavailable, Unknown};
    let open = matches!(status.code(), Cancelled | DeadlineExceeded | Internal | Unavailable | Unknown);
    let read = Status::of(status);
    let transient = read.is_transient();
    // A certificate that does not hold looks like a broken line otherwise, and waiting does not mend it.
    if let Some(words) = tls::of(status).filter(|_| read.rule.is_none()) {
        return Problem { rule: None, message: words.to_owned(), transient: false, open }.into();
    }
    Problem { rule: read.rule, message: read.message, transient, open }.into()
}

/// The answer to a call.
pub(super) fn answer<T>(answer: std::result::Result<tonic::Response<T>, tonic::Status>) -> Result<T> {
    answer.map(tonic::Response::into_inner).map_err(|status| problem(&status))
}

/// The next message of a stream.
async fn next<T>(stream: &mut tonic::Streaming<T>) -> Result<Option<T>> {
    stream.message().await.map_err(|status| problem(&status))
}

fn taken(receipt: pb::Receipt) -> Taken {
    Taken { event: receipt.event.into(), receipt: receipt.receipt.into() }
}

fn digest_of(bytes: &[u8]) -> Result<Digest> {
    let no = |_| RoleError::stop("the server sent no digest where one belongs", "tell its operator");
    Ok(Digest(bytes.try_into().map_err(no)?))
}

#[async_trait]
impl Wire for Link {
    async fn checkpoint(&self, seen: &[u8]) -> Result<Vec<u8>> {
        let request = pb::CheckpointRequest { seen: seen.to_vec().into() };
        Ok(answer(self.record().checkpoint(request).await)?.note.into())
    }

    async fn events(&self, from: u64, each: &mut EachEvent<'_>) -> Result<()> {
        let request = pb::EventsRequest { from, payloads: true };
        let mut entries = answer(self.record().events(request).await)?;
        while let Some(entry) = next(&mut entries).await? {
            if !each(&entry.event, &entry.payload.unwrap_or_default())? {
                break;
            }
        }
        Ok(())
    }

    async fn inclusion(&self, height: u64) -> Result<Taken> {
        Ok(taken(answer(self.record().inclusion(pb::InclusionRequest { height }).await)?))
    }

    async fn append(&self, claim: &SignedClaim, payload: &[u8]) -> Result<Taken> {
        let request = pb::AppendRequest { claim: encode(claim).into(), payload: payload.to_vec().into() };
        Ok(taken(answer(self.record().append(request).await)?))
    }

    async fn upload(&self, out: Outgoing<'_>, sent: &(dyn Fn(u64) + Sync)) -> Result<Taken> {
        Ok(taken(upload::send(self, out, sent).await?))
    }

    async fn blob(&self, kind: BlobKind, name: Digest, from: u64, each: &mut EachChunk<'_>) -> Result<()> {
        let kind = kind.label().into();
        let request = pb::BlobRequest { kind, digest: name.0.to_vec().into(), offset: from };
        let mut chunks = answer(self.record().blob(request).await)?;
        while let Some(chunk) = next(&mut chunks).await? {
            each(chunk.total, &chunk.data)?;
        }
        Ok(())
    }

    async fn put_blob(&self, kind: BlobKind, bytes: &[u8]) -> Result<Digest> {
        let head = pb::PutBlobRequest { kind: kind.label().into(), data: Vec::new().into() };
        let chunk =
            |data: &[u8]| pb::PutBlobRequest { kind: kind.label().into(), data: data.to_vec().into() };
        let chunks = bytes.chunks(limits::CHUNK / 2).map(chunk);
        let requests: Vec<_> = std::iter::once(head).chain(chunks).collect();
        digest_of(&answer(self.record().put_blob(tokio_stream::iter(requests)).await)?.digest)
    }

    async fn letters(&self, scope: Scope, to: Party, beginning: &str) -> Result<Vec<(Party, Vec<u8>)>> {
        let request = pb::FetchSealedRequest {
            scope: encode(&scope).into(),
            to: encode(&to).into(),
            topic_prefix: beginning.to_owned(),
        };
        let mut letters = answer(self.opening().fetch_sealed(request).await)?;
        let mut all = Vec::new();
        while let Some(letter) = next(&mut letters).await? {
            all.push((decode("sender", &letter.from, 16)?, letter.sealed.to_vec()));
        }
        Ok(all)
    }

    async fn put_letter(
        &self,
        scope: Scope,
        (from, to): (Party, Party),
        topic: &str,
        sealed: &[u8],
    ) -> Result<()> {
        let request = pb::PutSealedRequest {
            scope: encode(&scope).into(),
            to: encode(&to).into(),
            topic: topic.to_owned(),
            sealed: sealed.to_vec().into(),
            from: encode(&from).into(),
        };
        answer(self.opening().put_sealed(request).await)?;
        Ok(())
    }

    async fn terms(&self) -> Result<Vec<Proposed>> {
        let listed = answer(self.ceremonies().list_terms(pb::ListTermsRequest {}).await)?.terms;
        let one = |row: pb::TermsWithOffers| Proposed {
            terms: row.terms.into(),
            offers: row.offers.into_iter().map(Into::into).collect(),
        };
        Ok(listed.into_iter().map(one).collect())
    }

    async fn put_terms(&self, terms: &CeremonyTerms) -> Result<()> {
        let request = pb::PutTermsRequest { terms: encode(terms).into() };
        answer(self.ceremonies().put_terms(request).await)?;
        Ok(())
    }

    async fn remove_terms(&self, terms: Digest) -> Result<()> {
        let terms_id = terms.0.to_vec().into();
        answer(self.ceremonies().remove_terms(pb::RemoveTermsRequest { terms_id }).await)?;
        Ok(())
    }

    async fn offer(&self, terms: Digest, offer: &SealingOffer) -> Result<()> {
        let terms_id = terms.0.to_vec().into();
        let request = pb::OfferRequest { terms_id, offer: encode(offer).into() };
        answer(self.ceremonies().offer(request).await)?;
        Ok(())
    }

    async fn cosign(&self, note: &[u8]) -> Result<()> {
        answer(self.record().cosign(pb::CosignRequest { note: note.to_vec().into() }).await)?;
        Ok(())
    }

    async fn lost(&self) -> Result<Vec<(RoundId, MemberIndex)>> {
        let listed = answer(self.rounds().list(pb::ListRoundsRequest {}).await)?.rounds;
        let mut lost = Vec::new();
        for round in listed {
            let id = RoundId(digest_of(&round.round)?);
            let places = round.members.iter().filter(|member| member.lost).map(|member| member.member);
            lost.extend(places.filter_map(|at| Some((id, MemberIndex(u16::try_from(at).ok()?)))));
        }
        Ok(lost)
    }
}
