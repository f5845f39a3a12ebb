//! Work that somebody makes the server do: proofs that do not hold, claims of a role that one does not have.

use crate::{World, rule};
use intertally_core::canonical::encode;
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Kind, Scope, SignedClaim};
use intertally_core::hash::digest;
use intertally_core::opening::counted::Counted;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::rule::Rule;
use intertally_core::submission::Prepared;
use intertally_proto::convert::encode as field;
use intertally_proto::pb;
use intertally_proto::pb::submissions_client::SubmissionsClient;
use intertally_proto::pb::upload_request::Message;
use intertally_proto::status::Problem;
use intertally_tests::world::key_of;

impl World {
    /// A submission one of whose proofs does not hold.
    fn spoilt(&mut self, member: u16) -> Prepared {
        let mut spoilt = self.prepare(member, 0);
        spoilt.parts[0].proofs[0].as_mut().unwrap()[0] ^= 1;
        let key = spoilt.header.parts[0].key;
        spoilt.header.parts = vec![spoilt.parts[0].header(key)];
        spoilt
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_bad_proofs_waits_and_nobody_else_does() {
    let mut w = World::new().await;
    let bad: Vec<Prepared> = (0..3).map(|_| w.spoilt(0)).collect();
    for made in &bad[..2] {
        assert_eq!(rule(w.send(made).await), "SUB-PROOF");
    }
    let refused = w.send(&bad[2]).await.unwrap_err();
    assert_eq!(refused.rule, Some(Rule::BackOff));
    assert!(refused.message.contains("seconds"), "{refused}");
    let good = w.prepare(0, 0);
    assert_eq!(rule(w.send(&good).await), "BACK-OFF", "before any of its bytes is read");
    let other = w.prepare(1, 0);
    w.send(&other).await.unwrap();
    // Cheap checks come before: a wrong turn is a wrong turn also now.
    let later = w.prepare(0, 1);
    assert_eq!(rule(w.send(&later).await), "REVISION");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_too_long_is_refused_before_any_proof() {
    let mut w = World::new().await;
    let mine = w.spoilt(0);
    let header = encode(&mine.header);
    let party = Party::Member(MemberIndex(0));
    let (key, scope) = (key_of(party), Scope::Round(w.manifest.id()));
    let claim = SignedClaim::sign(&key, party, scope, Kind::Submitted, &header, &"x".repeat(33));
    let start = pb::UploadStart { claim: field(&claim).into(), header: header.into(), total: 1, offset: 0 };
    let first = pb::UploadRequest { message: Some(Message::Start(start)) };
    let mut client = SubmissionsClient::new(w.channel(party).await);
    let refused = client.upload(tokio_stream::iter([first])).await.unwrap_err();
    assert_eq!(Problem::of(&refused).rule, Some(Rule::Mismatch));
}

/// Found by the siege: a member's claim to have sealed made the server add everything up before its role was looked at.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_post_an_event_is_refused_before_its_payload_is_looked_at() {
    let mut w = World::new().await;
    let mine = w.prepare(0, 0);
    w.send(&mine).await.unwrap();
    let set = encode(&SealedSet {
        members: vec![],
        aggregates: vec![digest("test", &[])],
        counted: Counted::default(),
    });
    for party in [Party::Member(MemberIndex(0)), Party::Trustee(TrusteeIndex(0))] {
        let claim = w.claim(party, Kind::Sealed, &set);
        // Another payload than was signed: nobody came so far as to hash it.
        assert_eq!(rule(w.append(party, &claim, vec![7]).await), "ROLE");
    }
    let claim = w.claim(Party::Member(MemberIndex(0)), Kind::PayloadDeleted, &set);
    assert_eq!(rule(w.append(Party::Member(MemberIndex(0)), &claim, set).await), "ROLE");
}
