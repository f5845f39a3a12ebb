//! Byte strings by digest: parts of submissions, structure and published files.

use super::Wire;
use crate::error::{Result, RoleError};
use intertally_core::blob::BlobKind;
use intertally_core::canonical::decode;
use intertally_core::hash::{Digest, Pieces};
use intertally_core::limits;
use intertally_core::rule::Rule;
use intertally_core::submission::{PartBody, SubmissionHeader};
use std::io::Write;

/// Fetch a blob and compare its digest. A cut is taken up where it happened, three times.
pub async fn fetch(wire: &dyn Wire, kind: BlobKind, name: Digest) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fetch_into(wire, kind, name, &mut bytes).await?;
    Ok(bytes)
}

/// The same piece by piece, with the digest made on the way: nothing but a piece is held. If it fails, what was written is
/// worth nothing.
pub async fn fetch_into(
    wire: &dyn Wire,
    kind: BlobKind,
    name: Digest,
    to: &mut (impl Write + Send),
) -> Result<()> {
    let (mut poured, mut tries) = (Poured { kind, bytes: 0, pieces: None }, 0);
    loop {
        let from = poured.bytes;
        match wire.blob(kind, name, from, &mut |total, data| poured.pour(total, data, to)).await {
            Ok(()) => break,
            Err(RoleError::Server(problem)) if problem.transient && tries < 3 => tries += 1,
            Err(error) => return Err(error),
        }
    }
    if poured.digest() == Some(name) {
        return Ok(());
    }
    let what = format!("the server sent other bytes than {} {name} names", kind.label());
    Err(RoleError::stop(what, "tell its operator; the log itself is not touched by this"))
}

/// What has come of a blob.
struct Poured {
    kind: BlobKind,
    bytes: u64,
    /// Over what came; none before the length is known.
    pieces: Option<Pieces>,
}

impl Poured {
    fn pour(&mut self, total: u64, data: &[u8], to: &mut impl Write) -> Result<()> {
        self.bytes += data.len() as u64;
        if self.bytes > limits::MESSAGE as u64 {
            return Err(RoleError::stop("the server sent more than any blob has", "tell its operator"));
        }
        self.pieces.get_or_insert_with(|| Pieces::new(self.kind.label(), total)).update(data);
        to.write_all(data).map_err(|why| {
            RoleError::stop(format!("a file cannot be written: {why}"), "see that there is room")
        })
    }

    fn digest(self) -> Option<Digest> {
        self.pieces.unwrap_or_else(|| Pieces::new(self.kind.label(), 0)).finish()
    }
}

/// Whether the server does not have a blob. Nothing of it is sent.
pub async fn lacks(wire: &dyn Wire, kind: BlobKind, name: Digest) -> Result<bool> {
    match wire.blob(kind, name, u64::MAX, &mut |_, _| Ok(())).await {
        Ok(()) => Ok(false),
        Err(RoleError::Server(problem)) if problem.is(Rule::BlobUnknown) => Ok(true),
        Err(problem) => Err(problem),
    }
}

/// Put a structure file, a published file, a public sheet or the proofs of a trustee's answer.
pub async fn put(wire: &dyn Wire, kind: BlobKind, bytes: &[u8]) -> Result<Digest> {
    let own = kind.name(bytes);
    if wire.put_blob(kind, bytes).await? == own {
        return Ok(own);
    }
    Err(RoleError::stop("the server stored other bytes than were sent", "send them again"))
}

/// The bodies of a submission, as its header names them.
pub async fn bodies(wire: &dyn Wire, header: &SubmissionHeader) -> Result<Vec<PartBody>> {
    let mut parts = Vec::with_capacity(header.parts.len());
    for named in &header.parts {
        let mut ciphertexts = Vec::with_capacity(named.ciphertexts.len());
        for name in &named.ciphertexts {
            ciphertexts.push(match name {
                Some(name) => Some(fetch(wire, BlobKind::Ciphertext, *name).await?),
                None => None,
            });
        }
        let proofs = fetch(wire, BlobKind::Proofs, named.proofs).await?;
        parts.push(PartBody { ciphertexts, proofs: decode("proofs", &proofs, limits::MESSAGE)? });
    }
    Ok(parts)
}
