//! The box of sealed messages. A message stands under a topic that ends in its own digest, so that sending again after
//! a cut, even with fresh sealing randomness, never collides.

use super::Link;
use crate::error::Result;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::Scope;
use intertally_core::hash::digest;
use intertally_core::party::Party;
use intertally_proto::pb;

/// Send a sealed message.
pub async fn put(
    link: &Link,
    scope: Scope,
    (from, to): (Party, Party),
    topic: &str,
    sealed: Vec<u8>,
) -> Result<()> {
    let mut name = digest("mail", &[&sealed]).to_string();
    name.truncate(16);
    let request = pb::PutSealedRequest {
        scope: encode(&scope).into(),
        to: encode(&to).into(),
        topic: format!("{topic}/{name}"),
        sealed: sealed.into(),
        from: encode(&from).into(),
    };
    link.opening().put_sealed(request).await?;
    Ok(())
}

/// All sealed messages to `to` under a topic, with their senders.
pub async fn fetch(link: &Link, scope: Scope, to: Party, topic: &str) -> Result<Vec<(Party, Vec<u8>)>> {
    let request = pb::FetchSealedRequest {
        scope: encode(&scope).into(),
        to: encode(&to).into(),
        topic_prefix: format!("{topic}/"),
    };
    let mut letters = link.opening().fetch_sealed(request).await?.into_inner();
    let mut all = Vec::new();
    while let Some(letter) = letters.message().await? {
        all.push((decode("sender", &letter.from, 16)?, letter.sealed.to_vec()));
    }
    Ok(all)
}
