//! Byte strings by digest: parts of submissions, structure and published files, compositions.

use super::Link;
use crate::error::{ClientError, Result};
use intertally_core::canonical::decode;
use intertally_core::hash::{Digest, digest};
use intertally_core::submission::{PartBody, SubmissionHeader};
use intertally_proto::{limits, pb};

/// Fetch a blob and compare its digest. A cut is taken up where it happened, three times.
pub async fn fetch(link: &Link, kind: &str, name: Digest) -> Result<Vec<u8>> {
    let (mut bytes, mut tries) = (Vec::new(), 0);
    loop {
        let request =
            pb::BlobRequest { kind: kind.into(), digest: name.0.to_vec().into(), offset: bytes.len() as u64 };
        match pour(link, request, &mut bytes).await {
            Ok(()) => break,
            Err(ClientError::Server(problem)) if problem.is_transient() && tries < 3 => tries += 1,
            Err(error) => return Err(error),
        }
    }
    if digest(kind, &[&bytes]) == name {
        return Ok(bytes);
    }
    let what = format!("the server sent other bytes than {kind} {name} names");
    Err(ClientError::stop(what, "tell its operator; the log itself is not touched by this"))
}

async fn pour(link: &Link, request: pb::BlobRequest, bytes: &mut Vec<u8>) -> Result<()> {
    let mut chunks = link.record().blob(request).await?.into_inner();
    while let Some(chunk) = chunks.message().await? {
        if bytes.len() + chunk.data.len() > limits::MESSAGE {
            return Err(ClientError::stop("the server sent more than any blob has", "tell its operator"));
        }
        bytes.extend_from_slice(&chunk.data);
    }
    Ok(())
}

/// Put a structure file, a published file or a composition.
pub async fn put(link: &Link, kind: &str, bytes: &[u8]) -> Result<Digest> {
    let head = pb::PutBlobRequest { kind: kind.into(), data: Vec::new().into() };
    let chunk = |data: &[u8]| pb::PutBlobRequest { kind: kind.into(), data: data.to_vec().into() };
    let requests: Vec<_> = std::iter::once(head).chain(bytes.chunks(limits::CHUNK / 2).map(chunk)).collect();
    let answer = link.record().put_blob(tokio_stream::iter(requests)).await?.into_inner();
    let own = digest(kind, &[bytes]);
    if answer.digest.as_ref() == own.0.as_slice() {
        return Ok(own);
    }
    Err(ClientError::stop("the server stored other bytes than were sent", "send them again"))
}

/// The bodies of a submission, as its header names them.
pub async fn bodies(link: &Link, header: &SubmissionHeader) -> Result<Vec<PartBody>> {
    let mut parts = Vec::with_capacity(header.parts.len());
    for named in &header.parts {
        let mut ciphertexts = Vec::with_capacity(named.ciphertexts.len());
        for name in &named.ciphertexts {
            ciphertexts.push(match name {
                Some(name) => Some(fetch(link, "ciphertext", *name).await?),
                None => None,
            });
        }
        let commitments = fetch(link, "commitments", named.commitments).await?;
        let proofs = fetch(link, "proofs", named.proofs).await?;
        parts.push(PartBody {
            ciphertexts,
            commitments: decode("commitments", &commitments, limits::MESSAGE)?,
            proofs: decode("proofs", &proofs, limits::MESSAGE)?,
        });
    }
    Ok(parts)
}
