//! A server whose rounds publish to its coordinators alone: a national round whose totals are for one statistical office.

use crate::world::{World, id, now};
use intertally_aggregator::config::PublishedTo;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::hash::Digest;
use intertally_core::party::{Instant, MemberIndex, Party, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::status::Problem;
use intertally_tests::log::Log;
use intertally_tests::round::Round;
use intertally_tests::small_round::{SmallRound, TABLE};
use intertally_tests::structure::Asked;
use rcgen::SanType;
use tonic::transport::Channel;

/// What a caller is told of a blob: `read`, or the rule that refuses.
async fn read(channel: Channel, (kind, digest): (&str, Digest)) -> String {
    let request = pb::BlobRequest { kind: kind.into(), digest: digest.0.to_vec().into(), offset: 0 };
    match RecordClient::new(channel).blob(request).await {
        Ok(answer) => {
            assert!(answer.into_inner().message().await.unwrap().is_some());
            "read".into()
        }
        Err(status) => id(&Problem::of(&status)),
    }
}

/// The round's events as their parties made them, to the server.
async fn publish(w: &World, held: &SmallRound) {
    let (mut bodies, mut answers) = (held.submissions.iter(), held.answers.iter());
    w.put_file(Party::Coordinator, "file", &held.structure).await.unwrap();
    for (event, payload) in &held.events {
        let (signed, party) = (&event.signed, event.signed.claim.signer);
        let kind = signed.claim.kind;
        match kind {
            Kind::SharesGiven => {
                w.put_file(party, "share-proofs", &encode(answers.next().unwrap())).await.unwrap();
            }
            Kind::Published => {
                w.put_file(party, "public-sheet", &encode(&held.public)).await.unwrap();
                for bytes in held.files.values() {
                    w.put_file(party, "file", bytes).await.unwrap();
                }
            }
            _ => {}
        }
        let body = if kind == Kind::Submitted { bodies.next() } else { None };
        w.post(party, signed, payload, body).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_to_coordinators_no_member_and_no_trustee_reads() {
    let mut w = World::with(|config| config.published_to = PublishedTo::Coordinators).await;
    let begin = now();
    let opens = |manifest: &mut RoundManifest| manifest.opens = Instant(begin);
    let asked = Asked::exact(6, 200);
    let round = Round::open_on(Log::default(), begin + 3_600_000, (4, &asked, (3, 2)), opens).unwrap();
    let held = SmallRound::fill(round, &TABLE).unwrap();
    publish(&w, &held).await;
    let fold = w.fold().await;
    let made = fold.round(&held.manifest.id()).unwrap().publication().unwrap();
    let all: Vec<(&str, Digest)> =
        made.files.iter().map(|(_, file)| ("file", *file)).chain([("public-sheet", made.public)]).collect();
    let uri = format!("intertally:auditor:{}", hex::encode([9; 32]));
    let auditor = w.authority.issue(SanType::URI(uri.try_into().unwrap()));
    let (member, trustee) = (Party::Member(MemberIndex(0)), Party::Trustee(TrusteeIndex(0)));
    let stranger = Party::Member(MemberIndex(77));
    for one in &all {
        for party in [member, trustee, stranger] {
            assert_eq!(read(w.channel(party).await, *one).await, "OUTSIDE", "{party} reads a {}", one.0);
        }
        assert_eq!(read(w.channel(Party::Coordinator).await, *one).await, "read");
        assert_eq!(read(w.channel_with(Some(auditor.clone())).await, *one).await, "read");
    }
    // What they need for their own part they read as ever.
    let structure = ("file", held.manifest.structure);
    assert_eq!(read(w.channel(member).await, structure).await, "read");
    let proofs = ("proofs", held.submissions[0].0.parts[0].proofs);
    assert_eq!(read(w.channel(trustee).await, proofs).await, "read");
    // Open to all again, where the operator says so.
    w.config.published_to = PublishedTo::Everybody;
    w.restart().await;
    for one in &all {
        assert_eq!(read(w.channel(stranger).await, *one).await, "read");
    }
}
