//! The server on loopback with TLS, spoken to by real clients: a round up to the seal, refusals, resumed uploads, restarts.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod answers;
mod bodies;
mod closed;
mod limits;
#[cfg(feature = "postgres")]
#[expect(dead_code, reason = "no database is a copy of another here")]
#[path = "../private/mod.rs"]
mod private;
mod raw;
#[cfg(feature = "postgres")]
mod replicas;
mod siege;
mod watched;
mod witnesses;
mod world;

use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::SealedSet;
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::rule::Rule;
use intertally_proto::pb;
use intertally_proto::pb::rounds_client::RoundsClient;
use intertally_proto::pb::submissions_client::SubmissionsClient;
use intertally_tests::world::key_of;
use tokio_stream::StreamExt;
use world::{Authority, World, id, rule, write};

#[tokio::test(flavor = "multi_thread")]
async fn submissions_survive_restarts_and_are_sealed_with_the_true_sum_alone() {
    let mut w = World::new().await;
    let first = w.prepare(0, 0);
    let event = w.send(&first).await.unwrap();
    assert_eq!(w.send(&first).await.unwrap(), event, "the same bytes again give the same event");
    w.restart().await;
    assert_eq!(w.send(&first).await.unwrap(), event, "and after a restart");

    // A cut in the middle: the server says how far it came, and goes on from there.
    let second = w.prepare(1, 0);
    assert_eq!(rule(w.upload(&second, (0, 100_000)).await), "UPLOAD-SHORT");
    w.restart().await;
    let mut client = SubmissionsClient::new(w.channel(Party::Member(MemberIndex(1))).await);
    let offset = pb::OffsetRequest { submission: second.header.digest().0.to_vec().into() };
    let received = client.offset(offset).await.unwrap().into_inner().received;
    assert_eq!(received, 100_000);
    assert_eq!(rule(w.upload(&second, (0, usize::MAX)).await), "UPLOAD-OFFSET");
    w.upload(&second, (100_000, usize::MAX)).await.unwrap();
    let third = w.prepare(2, 0);
    w.send(&third).await.unwrap();

    // All three are in: the coordinator may seal, but only with the true sum.
    let fold = w.fold().await;
    let members = fold.round(&w.manifest.id()).unwrap().latest().map(|(m, l)| (m, l.digest)).collect();
    let wrong = SealedSet { members, aggregates: vec![Digest::ZERO], counted: Counted::all(&[0, 1], false) };
    let claim = w.claim(Party::Coordinator, Kind::Sealed, &encode(&wrong));
    assert_eq!(rule(w.append(Party::Coordinator, &claim, encode(&wrong)).await), "SEAL-SUM");
    let tally = w.tally([first, second, third]);
    let set = SealedSet { aggregates: tally.aggregates(), ..wrong };
    let claim = w.claim(Party::Coordinator, Kind::Sealed, &encode(&set));
    w.append(Party::Coordinator, &claim, encode(&set)).await.unwrap();
    let fold = w.fold().await;
    assert_eq!(fold.round(&w.manifest.id()).unwrap().phase().name(), "sealed");
    assert!(
        std::fs::read_dir(w.folder.path().join("data/uploads")).unwrap().next().is_none(),
        "no leftovers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_acts_as_itself_in_its_role_and_for_this_round_alone() {
    let mut w = World::new().await;
    let mine = w.prepare(0, 0);
    // Without any certificate of the collaboration nothing is answered.
    let mut nobody = RoundsClient::new(w.channel_with(None).await);
    assert!(nobody.list(pb::ListRoundsRequest {}).await.is_err());
    let stranger = Authority::new().party(Party::Member(MemberIndex(0)));
    let mut stranger = RoundsClient::new(w.channel_with(Some(stranger)).await);
    assert!(stranger.list(pb::ListRoundsRequest {}).await.is_err(), "another authority's certificate");

    // Another member's certificate, and the right one in the wrong role.
    let header = encode(&mine.header);
    let other = Party::Member(MemberIndex(1));
    let withdrawn = encode(&intertally_core::event::payload::Withdrawal { revision: 0 });
    let claim = w.claim(Party::Member(MemberIndex(0)), Kind::Withdrawn, &withdrawn);
    assert_eq!(rule(w.append(other, &claim, withdrawn).await), "IDENTITY");
    let cancel = encode(&intertally_core::event::payload::Reason { text: "no".into() });
    let claim = w.claim(Party::Trustee(TrusteeIndex(0)), Kind::Cancelled, &cancel);
    assert_eq!(rule(w.append(Party::Trustee(TrusteeIndex(0)), &claim, cancel.clone()).await), "ROLE");
    assert_eq!(rule(w.append(Party::Coordinator, &claim, cancel).await), "IDENTITY");

    // A submission without its body, of another round, too long, with a spoilt proof, out of turn.
    let claim = w.claim(Party::Member(MemberIndex(0)), Kind::Submitted, &header);
    assert_eq!(rule(w.append(Party::Member(MemberIndex(0)), &claim, header).await), "ROLE");
    let mut foreign = w.prepare(0, 0);
    foreign.header.round.0 = Digest::ZERO;
    assert_eq!(rule(w.send(&foreign).await), "MISMATCH");
    let mut long = w.prepare(0, 0);
    long.parts.push(long.parts[0].clone());
    assert_eq!(rule(w.send(&long).await), "TOO-LONG");
    let mut spoilt = w.prepare(0, 0);
    spoilt.parts[0].proofs[0].as_mut().unwrap()[0] ^= 1;
    let key = spoilt.header.parts[0].key;
    spoilt.header.parts = vec![spoilt.parts[0].header(key)];
    assert_eq!(rule(w.send(&spoilt).await), "SUB-PROOF");
    let later = w.prepare(0, 1);
    assert_eq!(rule(w.send(&later).await), "REVISION");

    // After all that the server is well.
    w.send(&mine).await.unwrap();
    let mut rounds = RoundsClient::new(w.channel(Party::Member(MemberIndex(0))).await);
    let listed = rounds.list(pb::ListRoundsRequest {}).await.unwrap().into_inner().rounds;
    assert_eq!((listed[0].phase.as_str(), listed[0].members[0].revision), ("open", Some(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_uploads_at_once_and_a_message_without_end_leave_one_submission_and_a_healthy_server() {
    let mut w = World::new().await;
    // The same bytes from two machines: at least one gets through, and both stand for one event.
    let mine = w.prepare(0, 0);
    let (one, other) = tokio::join!(w.send(&mine), w.send(&mine));
    let event = w.send(&mine).await.unwrap();
    assert!(one.is_ok() || other.is_ok());
    for outcome in [one, other] {
        match outcome {
            Ok(taken) => assert_eq!(taken, event),
            Err(problem) => assert_eq!(problem.rule, Some(Rule::UploadBusy)),
        }
    }
    // Two preparations of one revision: one counts; the other, sent again when the first is through, is out of turn.
    let (here, there) = (w.prepare(1, 0), w.prepare(1, 0));
    let (one, other) = tokio::join!(w.send(&here), w.send(&there));
    assert!(one.is_ok() != other.is_ok(), "one of two is taken");
    let late = if one.is_ok() { &there } else { &here };
    assert_eq!(rule(w.send(late).await), "REVISION");

    let long = vec![0; intertally_proto::limits::MESSAGE + 1];
    let cancel = w.claim(Party::Coordinator, Kind::Cancelled, &long);
    assert!(w.append(Party::Coordinator, &cancel, long).await.is_err());
    let fold = w.fold().await;
    assert_eq!(fold.round(&w.manifest.id()).unwrap().latest().count(), 2);
    let third = w.prepare(2, 0);
    w.send(&third).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_reflection_answer() {
    let w = World::new().await;
    let channel = w.channel(Party::Coordinator).await;
    let mut health = tonic_health::pb::health_client::HealthClient::new(channel.clone());
    let request = tonic_health::pb::HealthCheckRequest { service: "intertally.v1.Record".into() };
    assert_eq!(health.check(request).await.unwrap().into_inner().status, 1);
    use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
    use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
    use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
    let ask = tonic_reflection::pb::v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut reflection = ServerReflectionClient::new(channel);
    let mut answers =
        reflection.server_reflection_info(tokio_stream::iter([ask])).await.unwrap().into_inner();
    let Some(MessageResponse::ListServicesResponse(list)) =
        answers.next().await.unwrap().unwrap().message_response
    else {
        panic!("no list of services")
    };
    let names: Vec<String> = list.service.into_iter().map(|service| service.name).collect();
    for service in ["Rounds", "Ceremonies", "Submissions", "Opening", "Record"] {
        assert!(names.contains(&format!("intertally.v1.{service}")), "{names:?}");
    }
}
