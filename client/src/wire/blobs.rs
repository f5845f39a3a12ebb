//! Byte strings by digest: parts of submissions, structure and published files.

use super::Link;
use crate::error::{ClientError, Result};
use intertally_core::canonical::decode;
use intertally_core::hash::{Digest, Pieces, digest};
use intertally_core::submission::{PartBody, SubmissionHeader};
use intertally_proto::status::Problem;
use intertally_proto::{limits, pb};
use std::io::Write;

/// Fetch a blob and compare its digest. A cut is taken up where it happened, three times.
pub async fn fetch(link: &Link, kind: &str, name: Digest) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fetch_into(link, kind, name, &mut bytes).await?;
    Ok(bytes)
}

/// The same piece by piece, with the digest made on the way: nothing but a piece is held. If it fails, what was written is
/// worth nothing.
pub async fn fetch_into(link: &Link, kind: &str, name: Digest, to: &mut impl Write) -> Result<()> {
    let (mut poured, mut tries) = (Poured::default(), 0);
    loop {
        let request =
            pb::BlobRequest { kind: kind.into(), digest: name.0.to_vec().into(), offset: poured.bytes };
        match poured.pour(link, request, to).await {
            Ok(()) => break,
            Err(ClientError::Server(problem)) if problem.is_transient() && tries < 3 => tries += 1,
            Err(error) => return Err(error),
        }
    }
    if poured.digest(kind) == Some(name) {
        return Ok(());
    }
    let what = format!("the server sent other bytes than {kind} {name} names");
    Err(ClientError::stop(what, "tell its operator; the log itself is not touched by this"))
}

/// What has come of a blob.
#[derive(Default)]
struct Poured {
    bytes: u64,
    /// Over what came; none before the length is known.
    pieces: Option<Pieces>,
}

impl Poured {
    async fn pour(&mut self, link: &Link, request: pb::BlobRequest, to: &mut impl Write) -> Result<()> {
        let kind = request.kind.clone();
        let mut chunks = link.record().blob(request).await?.into_inner();
        while let Some(chunk) = chunks.message().await? {
            self.bytes += chunk.data.len() as u64;
            if self.bytes > limits::MESSAGE as u64 {
                return Err(ClientError::stop("the server sent more than any blob has", "tell its operator"));
            }
            self.pieces.get_or_insert_with(|| Pieces::new(&kind, chunk.total)).update(&chunk.data);
            to.write_all(&chunk.data).map_err(|why| {
                ClientError::stop(format!("a file cannot be written: {why}"), "see that there is room")
            })?;
        }
        Ok(())
    }

    fn digest(self, kind: &str) -> Option<Digest> {
        self.pieces.unwrap_or_else(|| Pieces::new(kind, 0)).finish()
    }
}

/// Whether the server does not have a blob. Nothing of it is sent.
pub async fn lacks(link: &Link, kind: &str, name: Digest) -> Result<bool> {
    let request = pb::BlobRequest { kind: kind.into(), digest: name.0.to_vec().into(), offset: u64::MAX };
    match link.record().blob(request).await {
        Ok(_) => Ok(false),
        Err(status) => match Problem::of(&status) {
            problem if problem.rule.as_deref() == Some("BLOB-UNKNOWN") => Ok(true),
            problem => Err(problem.into()),
        },
    }
}

/// Put a structure file, a published file, a public sheet or the proofs of a trustee's answer.
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
        let proofs = fetch(link, "proofs", named.proofs).await?;
        parts.push(PartBody { ciphertexts, proofs: decode("proofs", &proofs, limits::MESSAGE)? });
    }
    Ok(parts)
}
