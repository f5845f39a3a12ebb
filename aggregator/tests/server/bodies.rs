//! A submission's body that the server's disk has lost or spoilt, and pages of the log that change under the running server.

use crate::{World, rule};
use intertally_core::canonical::decode;
use intertally_core::event::Event;
use intertally_core::party::Party;
use intertally_core::submission::Prepared;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::pb::rounds_client::RoundsClient;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use tokio_stream::StreamExt;

impl World {
    async fn lost(&self) -> Vec<bool> {
        let mut rounds = RoundsClient::new(self.channel(Party::Coordinator).await);
        let listed = rounds.list(pb::ListRoundsRequest {}).await.unwrap().into_inner().rounds;
        listed[0].members.iter().map(|member| member.lost).collect()
    }

    fn files_of(&self, made: &Prepared) -> Vec<PathBuf> {
        let part = &made.header.parts[0];
        let blobs = self.folder.path().join("data/blobs");
        let ciphertext = part.ciphertexts[0].unwrap().to_string();
        vec![blobs.join("ciphertext").join(ciphertext), blobs.join("proofs").join(part.proofs.to_string())]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_claim_sent_again_brings_its_missing_body_back() {
    let mut w = World::new().await;
    let (mine, other) = (w.prepare(0, 0), w.prepare(1, 0));
    let event = w.send(&mine).await.unwrap();
    w.send(&other).await.unwrap();
    assert_eq!(w.lost().await, [false; 3]);
    let files = w.files_of(&mine);
    let whole: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    std::fs::remove_file(&files[0]).unwrap();
    std::fs::write(&files[1], vec![7; whole[1].len()]).unwrap();
    // The loss of a file is seen before anybody is served, what a file holds while the server runs.
    w.restart().await;
    assert_eq!(w.lost().await, [true, false, false]);

    // Another body under the same claim is not taken for it.
    let mut forged = w.prepare(0, 0);
    forged.header = mine.header.clone();
    assert_eq!(rule(w.send(&forged).await), "SUB-DIGEST");
    assert_eq!(w.lost().await, [true, false, false]);
    assert_eq!(w.send(&mine).await.unwrap(), event, "the same event, not a second one");
    assert_eq!(w.lost().await, [false; 3]);
    let back: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(back, whole);
    let fold = w.fold().await;
    assert_eq!(fold.round(&w.manifest.id()).unwrap().latest().count(), 2);
    w.restart().await;
    assert_eq!(w.lost().await, [false; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_which_the_stored_bytes_changed_are_shown_to_nobody() {
    let mut w = World::new().await;
    let mine = w.prepare(0, 0);
    w.send(&mine).await.unwrap();
    w.restart().await;
    let before = w.fold().await.parent();
    // Every page but the first, inside and at its end: some hold events, some payloads, some letters.
    let path = w.config.database();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    for page in 1..pages {
        file.write_all_at(&[0xa5; 32], page * 4096 + 2_000).unwrap();
        file.write_all_at(&[0xa5; 32], page * 4096 + 4_000).unwrap();
    }
    let mut client =
        RecordClient::new(w.channel(Party::Coordinator).await).max_decoding_message_size(64 << 20);
    let request = pb::EventsRequest { from: 0, payloads: true };
    let answer = client.events(request).await;
    let mut fold = intertally_core::fold::Fold::default();
    let mut broken = answer.is_err();
    if let Ok(entries) = answer {
        let mut entries = entries.into_inner();
        while let Some(entry) = entries.next().await {
            let Ok(entry) = entry else {
                broken = true;
                break;
            };
            let event: Event = decode("event", &entry.event, 1 << 16).unwrap();
            fold.apply(&event, &entry.payload.unwrap()).unwrap();
        }
    }
    assert!(broken || fold.parent() == before, "all that comes is what was appended");
    // What is sent on top of it is refused, or taken where memory and disk still agree; the next start finds it in any case.
    let other = w.prepare(1, 0);
    let _ = w.send(&other).await;
    w.server.take().unwrap().shutdown().await;
    let listener = tokio::net::TcpListener::bind(w.config.listen).await.unwrap();
    assert!(intertally_aggregator::start(&w.config, listener).await.is_err(), "and it does not start again");
}
