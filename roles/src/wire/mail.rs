//! The box of sealed messages. A message stands under a topic that ends in its own digest, so that sending again after
//! a cut, even with fresh sealing randomness, never collides.

use super::Wire;
use crate::error::Result;
use intertally_core::event::Scope;
use intertally_core::hash::digest;
use intertally_core::letters::Topic;
use intertally_core::party::Party;

/// Send a sealed message.
pub async fn put(
    wire: &dyn Wire,
    scope: Scope,
    way: (Party, Party),
    topic: Topic,
    sealed: &[u8],
) -> Result<()> {
    let mut name = digest("mail", &[sealed]).to_string();
    name.truncate(16);
    wire.put_letter(scope, way, &format!("{}{name}", topic.stem()), sealed).await
}

/// All sealed messages to `to` under a topic, with their senders.
pub async fn fetch(wire: &dyn Wire, scope: Scope, to: Party, topic: Topic) -> Result<Vec<(Party, Vec<u8>)>> {
    wire.letters(scope, to, &topic.stem()).await
}
