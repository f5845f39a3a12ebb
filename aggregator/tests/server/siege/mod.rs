//! Attacks that stopped an earlier server or made it take gigabytes, tried again, each by one party or stranger: what it may hold
//! is bounded, and others are served meanwhile. Bounded in count and time, on loopback alone. How much memory and time they take
//! is measured by `cargo bench --bench siege`.

mod calls;
mod certificates;
mod room;
mod work;

use crate::World;
use intertally_core::party::Party;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;

impl World {
    /// Somebody else reads the log over a connection of its own. On a busy machine a handshake may be cut to make room for
    /// others: as every client of this house does, it tries again, twice.
    async fn is_well_for(&self, party: Party) {
        let mut client = RecordClient::new(self.channel(party).await);
        let mut answer = client.checkpoint(pb::CheckpointRequest::default()).await;
        for _ in 0..2 {
            if answer.is_err() {
                client = RecordClient::new(self.channel(party).await);
                answer = client.checkpoint(pb::CheckpointRequest::default()).await;
            }
        }
        answer.unwrap();
        let request = pb::EventsRequest { from: 0, payloads: false };
        let mut entries = client.events(request).await.unwrap().into_inner();
        assert!(entries.message().await.unwrap().is_some());
    }
}
