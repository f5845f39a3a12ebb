//! Witnesses over TLS: who may cosign what, what is kept, what goes out.

use crate::{World, id};
use intertally_aggregator::faults::{Faults, Moment, Op};
use intertally_aggregator::serve::start_with;
use intertally_core::event::Kind;
use intertally_core::event::payload::Reason;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::rule::Rule;
use intertally_log::{Checkpoint, LogSigner, LogVerifier, Root, Seen, WitnessSigner, WitnessVerifier};
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::status::Problem;
use intertally_tests::world::key_of;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const MEMBER: Party = Party::Member(MemberIndex(0));
const TRUSTEE: Party = Party::Trustee(TrusteeIndex(1));

impl World {
    fn verifier(&self) -> LogVerifier {
        LogVerifier::new("log.test", &self.server.as_ref().unwrap().key()).unwrap()
    }

    /// The checkpoint that is served now.
    async fn shown(&self) -> Checkpoint {
        let mut client = RecordClient::new(self.channel(MEMBER).await);
        let note = client.checkpoint(pb::CheckpointRequest::default()).await.unwrap().into_inner().note;
        self.verifier().open(&note).unwrap()
    }

    async fn cosign(&self, party: Party, note: &[u8]) -> Result<(), Problem> {
        let mut client = RecordClient::new(self.channel(party).await);
        let request = pb::CosignRequest { note: note.to_vec().into() };
        client.cosign(request).await.map(|_| ()).map_err(|status| Problem::of(&status))
    }
}

/// A party as a witness, under the name that the server asks for.
fn witness(party: Party) -> WitnessSigner {
    let key = key_of(party);
    WitnessSigner::new(&hex::encode(key.verifying_key().0), &key.to_seed()).unwrap()
}

fn of(party: Party) -> WitnessVerifier {
    witness(party).verifier()
}

fn cosigned(party: Party, checkpoint: &Checkpoint, time: u64) -> Vec<u8> {
    witness(party).cosign(&Seen::first(checkpoint.clone()), time).unwrap().note().to_vec()
}

fn rule(outcome: Result<(), Problem>) -> String {
    id(&outcome.unwrap_err())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_witness_has_one_line_under_the_latest_checkpoint_it_saw_and_restarts_keep_it() {
    let mut w = World::new().await;
    let first = w.shown().await;
    w.cosign(MEMBER, &cosigned(MEMBER, &first, 100)).await.unwrap();
    w.cosign(TRUSTEE, &cosigned(TRUSTEE, &first, 200)).await.unwrap();
    w.restart().await;
    let both = w.shown().await;
    assert_eq!((of(MEMBER).time(&both), of(TRUSTEE).time(&both)), (Ok(100), Ok(200)));
    // A later word replaces the earlier, an earlier one does not; lines of strangers that ride along are dropped.
    let stuffed = WitnessSigner::new("stranger", &[5; 32]).unwrap().cosign(&Seen::first(both), 1).unwrap();
    w.cosign(MEMBER, &cosigned(MEMBER, &stuffed, 300)).await.unwrap();
    w.cosign(TRUSTEE, &cosigned(TRUSTEE, &first, 150)).await.unwrap();
    let again = w.shown().await;
    assert_eq!((of(MEMBER).time(&again), of(TRUSTEE).time(&again)), (Ok(300), Ok(200)));
    assert_eq!(again.note().split(|byte| *byte == b'\n').count(), 4 + 3 + 1, "body, three lines, end");

    // The log grows: nobody has seen its new end yet. An older checkpoint is taken, and displaces nothing newer.
    let cancel = intertally_core::canonical::encode(&Reason { text: "a test".into() });
    let claim = w.claim(Party::Coordinator, Kind::Cancelled, &cancel);
    w.append(Party::Coordinator, &claim, cancel).await.unwrap();
    let grown = w.shown().await;
    assert!(grown.root().size > first.root().size && of(MEMBER).time(&grown).is_err());
    w.cosign(MEMBER, &cosigned(MEMBER, &grown, 400)).await.unwrap();
    w.cosign(MEMBER, &cosigned(MEMBER, &first, 500)).await.unwrap();
    w.cosign(TRUSTEE, &cosigned(TRUSTEE, &first, 600)).await.unwrap();
    let end = w.shown().await;
    assert_eq!(of(MEMBER).time(&end), Ok(400));
    assert!(of(TRUSTEE).time(&end).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_keys_foreign_checkpoints_and_other_roles_are_refused() {
    let w = World::new().await;
    let shown = w.shown().await;
    let other = Party::Member(MemberIndex(1));
    assert_eq!(rule(w.cosign(MEMBER, shown.note()).await), "COSIGNATURE", "no line of the caller");
    assert_eq!(rule(w.cosign(MEMBER, &cosigned(other, &shown, 1)).await), "COSIGNATURE", "another's line");
    let name = hex::encode(key_of(MEMBER).verifying_key().0);
    let posing = WitnessSigner::new(&name, &key_of(other).to_seed()).unwrap();
    let posing = posing.cosign(&Seen::first(shown.clone()), 1).unwrap();
    assert_eq!(
        rule(w.cosign(MEMBER, posing.note()).await),
        "COSIGNATURE",
        "the caller's name, another's key"
    );

    // A checkpoint that another log signed.
    let strange = LogSigner::new("log.test", &[9; 32]).unwrap().checkpoint(shown.root()).unwrap();
    assert_eq!(rule(w.cosign(MEMBER, &cosigned(MEMBER, &strange, 1)).await), "COSIGNATURE");
    // A line moved to another checkpoint, and a note cut short.
    let good = cosigned(MEMBER, &shown, 1);
    assert!(w.cosign(MEMBER, &good[..good.len() - 20]).await.is_err());
    assert!(w.cosign(MEMBER, &vec![b'x'; 20 << 10]).await.is_err());
    let coordinator = Party::Coordinator;
    assert_eq!(rule(w.cosign(coordinator, &cosigned(coordinator, &shown, 1)).await), "IDENTITY");
    assert_eq!(w.shown().await, shown, "nothing of all that goes out");
    w.cosign(MEMBER, &good).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_of_the_servers_own_key_that_it_does_not_hold_stops_it() {
    for how in 0..4 {
        let mut w = World::new().await;
        let shown = w.shown().await;
        let Root { size, mut hash } = *shown.root();
        hash[0] ^= 1;
        let log = LogSigner::new("log.test", &key_of(Party::Aggregator).to_seed()).unwrap();
        let root = Root { size: [size, size + 1, size - 1, size + 9][how], hash };
        let forked = log.checkpoint(&root).unwrap();
        // Handed in by a witness, or shown by whoever asks for the latest one.
        let outcome = if how % 2 == 0 {
            w.cosign(MEMBER, &cosigned(MEMBER, &forked, 1)).await
        } else {
            let mut client = RecordClient::new(w.channel(Party::Coordinator).await);
            let request = pb::CheckpointRequest { seen: forked.note().to_vec().into() };
            client.checkpoint(request).await.map(|_| ()).map_err(|status| Problem::of(&status))
        };
        assert_eq!(rule(outcome), "STOPPED");
        // Nothing is answered any more, and the process is told to end.
        let mut client = RecordClient::new(w.channel(MEMBER).await);
        let later = client.checkpoint(pb::CheckpointRequest::default()).await.unwrap_err();
        assert_eq!(Problem::of(&later).rule, Some(Rule::Stopped));
        let mut server = w.server.take().unwrap();
        let why = server.wait().await.unwrap_err().to_string();
        assert!(why.contains("history") || why.contains("lost, rolled back or replaced"), "{why}");
        server.shutdown().await;
        let listener = tokio::net::TcpListener::bind(w.config.listen).await.unwrap();
        let again = intertally_aggregator::start(&w.config, listener).await;
        assert!(again.is_err(), "nor does it start again");
    }
}

/// Found by reading: one certificate had 64 writes of this sort wait for the disk before everybody's next event.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn one_party_has_one_write_under_way_and_others_theirs() {
    let mut w = World::new().await;
    w.server.take().unwrap().shutdown().await;
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (inside, seen) = (Arc::clone(&now), Arc::clone(&most));
    // A slow disk: each write takes a while.
    let slow = Faults::when(move |op, moment| {
        if (op, moment) == (Op::PutCosigned, Moment::Before) {
            seen.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::task::block_in_place(|| std::thread::sleep(std::time::Duration::from_millis(100)));
            inside.fetch_sub(1, Ordering::SeqCst);
        }
        false
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    w.server = Some(start_with(&w.config, listener, slow).await.unwrap());
    let checkpoint = w.shown().await;
    let note = |party: Party, time: u64| (party, cosigned(party, &checkpoint, time));
    let all = |notes: Vec<(Party, Vec<u8>)>| {
        let w = &w;
        async move {
            let each = notes.iter().map(|(party, note)| w.cosign(*party, note));
            futures::future::try_join_all(each).await.unwrap();
        }
    };
    all((0..6).map(|time| note(MEMBER, time)).collect()).await;
    assert_eq!(most.load(Ordering::SeqCst), 1, "of one party");
    all((10..16).flat_map(|time| [note(MEMBER, time), note(TRUSTEE, time)]).collect()).await;
    assert_eq!(most.load(Ordering::SeqCst), 2, "of two");
}
