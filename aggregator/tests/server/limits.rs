//! The server as a process that has run out of something: file descriptors taken by strangers, a data folder in use.

use crate::World;
use intertally_aggregator::serve::StartError;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::Extension;
use intertally_core::party::{Instant, Party};
use intertally_core::rule::Rule;
use intertally_proto::convert::encode as field;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use tokio::net::TcpListener;

/// Found by the siege, kept: idle sockets take all descriptors, writing fails, reading again fails too, and the next event got a
/// height that no restart accepted. All files that the log needs are open from the start now.
#[tokio::test(flavor = "multi_thread")]
async fn idle_sockets_that_take_all_descriptors_cost_no_event() {
    let mut w = World::new().await;
    let server = w.outside("ulimit -n 90").await;
    let mut client = RecordClient::new(w.channel(Party::Coordinator).await);
    client.checkpoint(pb::CheckpointRequest::default()).await.unwrap();
    let address = w.address();
    let idle: Vec<TcpStream> = (0..120).filter_map(|_| TcpStream::connect(address).ok()).collect();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let (mut receipts, mut refused) = (Vec::new(), 0);
    for hour in 1..=20 {
        let deadline = Instant(w.manifest.deadline.0 + hour * 3_600_000);
        let payload = encode(&Extension { deadline });
        let claim = w.claim(Party::Coordinator, Kind::Extended, &payload);
        let request = pb::AppendRequest { claim: field(&claim).into(), payload: payload.into() };
        match client.append(request).await {
            Ok(answer) => receipts.push(w.check(&answer.into_inner())),
            Err(_) => refused += 1,
        }
    }
    assert_eq!((receipts.len(), refused), (20, 0), "the log needs no descriptor that it does not have");
    drop(idle);
    drop(server);
    w.outside = None;
    w.start().await;
    let fold = w.fold().await;
    let last = receipts.last().unwrap();
    assert_eq!(
        (fold.height(), fold.parent()),
        (last.height + 1, last.digest()),
        "nothing is missing, nothing follows"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_has_one_server_also_without_its_lock_file() {
    let w = World::new().await;
    for removed in [false, true] {
        if removed {
            std::fs::remove_file(w.config.data.join("lock")).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let second = intertally_aggregator::start(&w.config, listener).await;
        assert!(matches!(second, Err(StartError::InUse(_))), "removed: {removed}");
    }
    // The first one notices, and stops rather than share.
    let payload = encode(&Extension { deadline: Instant(w.manifest.deadline.0 + 3_600_000) });
    let claim = w.claim(Party::Coordinator, Kind::Extended, &payload);
    let refused = w.append(Party::Coordinator, &claim, payload).await.unwrap_err();
    assert_eq!(refused.rule, Some(Rule::Stopped));
}

/// Found by the siege, kept: idle sockets without a certificate kept new parties outside for as long as they liked.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_shows_no_certificate_is_closed_and_others_come_in() {
    let mut w = World::new().await;
    w.config.limits.handshake_seconds = 1;
    w.restart().await;
    let address = w.address();
    let idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(address).unwrap()).collect();
    let closed = |mut socket: TcpStream| {
        socket.set_read_timeout(Some(std::time::Duration::from_secs(30))).unwrap();
        // The end of the stream, or a reset: not a time that ran out.
        match socket.read(&mut [0; 1]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    };
    let all = tokio::task::spawn_blocking(move || idle.into_iter().all(closed)).await.unwrap();
    assert!(all, "every one of them is closed by the server");
    let mut client = RecordClient::new(w.channel(Party::Coordinator).await);
    client.checkpoint(pb::CheckpointRequest::default()).await.unwrap();
}
