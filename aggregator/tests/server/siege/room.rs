//! Room on the disk: unfinished uploads, files, letters, terms.

use crate::{World, id, rule};
use intertally_core::canonical::encode;
use intertally_core::ceremony::CeremonyTerms;
use intertally_core::event::payload::{Reason, SealedSet};
use intertally_core::event::{Kind, Scope};
use intertally_core::hash::digest;
use intertally_core::opening::counted::Counted;
use intertally_core::party::{Instant, MemberIndex, Party, TrusteeIndex};
use intertally_core::rule::Rule;
use intertally_proto::pb;
use intertally_proto::pb::ceremonies_client::CeremoniesClient;
use intertally_proto::pb::opening_client::OpeningClient;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::status::Problem;
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(86_400);

impl World {
    fn uploads(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("data/uploads")).unwrap().count()
    }

    /// All members send, the coordinator seals.
    async fn seal(&mut self) {
        let sent = [0, 1, 2].map(|member| self.prepare(member, 0));
        for made in &sent {
            self.send(made).await.unwrap();
        }
        let tally = self.tally(sent);
        let fold = self.fold().await;
        let members = fold.round(&self.manifest.id()).unwrap().latest().map(|(m, l)| (m, l.digest)).collect();
        let set = encode(&SealedSet {
            members,
            aggregates: tally.aggregates(),
            counted: Counted::all(&[0, 1], false),
        });
        let claim = self.claim(Party::Coordinator, Kind::Sealed, &set);
        self.append(Party::Coordinator, &claim, set).await.unwrap();
    }

    async fn write(&self, (from, to): (Party, Party), topic: &str, bytes: usize) -> String {
        let request = pb::PutSealedRequest {
            scope: encode(&Scope::Round(self.manifest.id())).into(),
            to: encode(&to).into(),
            topic: topic.into(),
            sealed: vec![1; bytes].into(),
            from: encode(&from).into(),
        };
        let client = OpeningClient::new(self.channel(from).await);
        let outcome = client.max_encoding_message_size(64 << 20).put_sealed(request).await;
        outcome.err().map_or_else(|| "taken".into(), |status| id(&Problem::of(&status)))
    }

    async fn letters(&self, to: Party) -> Vec<String> {
        let request = pb::FetchSealedRequest {
            scope: encode(&Scope::Round(self.manifest.id())).into(),
            to: encode(&to).into(),
            topic_prefix: String::new(),
        };
        let mut client = OpeningClient::new(self.channel(to).await).max_decoding_message_size(64 << 20);
        let mut letters = client.fetch_sealed(request).await.unwrap().into_inner();
        let mut topics = Vec::new();
        while let Some(letter) = letters.message().await.unwrap() {
            topics.push(letter.topic);
        }
        topics
    }

    async fn sweep(&self, later: Duration) -> intertally_aggregator::sweep::Swept {
        self.server.as_ref().unwrap().sweep(SystemTime::now() + later).await.unwrap()
    }

    async fn put(&self, party: Party, bytes: usize) -> String {
        let kind = if matches!(party, Party::Trustee(_)) { "share-proofs" } else { "file" };
        let first = pb::PutBlobRequest { kind: kind.into(), data: vec![bytes as u8].into() };
        let rest =
            (0..bytes >> 20).map(|_| pb::PutBlobRequest { kind: kind.into(), data: vec![7; 1 << 20].into() });
        let requests: Vec<_> = std::iter::once(first).chain(rest).collect();
        let mut client = RecordClient::new(self.channel(party).await);
        let outcome = client.put_blob(tokio_stream::iter(requests)).await;
        outcome.err().map_or_else(|| "taken".into(), |status| id(&Problem::of(&status)))
    }
}

/// Found by the siege: halves of uploads came at 65 MB a second and stayed for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_member_has_one_unfinished_upload_a_round_and_it_does_not_stay() {
    let mut w = World::new().await;
    for _ in 0..5 {
        let made = w.prepare(0, 0);
        assert_eq!(rule(w.upload(&made, (0, 100_000)).await), "UPLOAD-SHORT");
        assert_eq!(w.uploads(), 1, "a new one takes the place of the other");
    }
    let other = w.prepare(1, 0);
    assert_eq!(rule(w.upload(&other, (0, 100_000)).await), "UPLOAD-SHORT");
    assert_eq!(w.uploads(), 2);
    assert_eq!(w.sweep(13 * DAY).await.uploads, 0);
    assert_eq!(w.sweep(15 * DAY).await.uploads, 2);
    assert_eq!(w.uploads(), 0);
    assert_eq!(rule(w.upload(&other, (0, 100_000)).await), "UPLOAD-SHORT");
    let reason = encode(&Reason { text: "enough".into() });
    let claim = w.claim(Party::Coordinator, Kind::Cancelled, &reason);
    w.append(Party::Coordinator, &claim, reason).await.unwrap();
    assert_eq!(w.sweep(Duration::ZERO).await.uploads, 1, "its round takes none any more");
}

/// Found by the siege: 45 letters of 32 MiB ended the server when they were fetched.
#[tokio::test(flavor = "multi_thread")]
async fn letters_are_those_that_a_step_asks_for_few_and_gone_after_the_round() {
    let mut w = World::new().await;
    let (trustee, other) = (Party::Trustee(TrusteeIndex(0)), Party::Trustee(TrusteeIndex(1)));
    let (hq, member) = (Party::Coordinator, Party::Member(MemberIndex(0)));
    let name = |topic: &str, number: u32| format!("{topic}/{number:016x}");
    let answer = name("answer/0/A", 1);
    assert_eq!(w.write((trustee, hq), &answer, 100).await, "MAIL", "before the seal");
    w.seal().await;
    for (parties, topic) in [
        ((trustee, other), answer.clone()),
        ((hq, trustee), answer.clone()),
        ((trustee, hq), name("counts", 1)),
        ((trustee, hq), name("answer/1/A", 1)),
        ((trustee, hq), name("answer/00/A", 1)),
        ((trustee, hq), name("answer/0/B", 1)),
        ((trustee, hq), name("answer/0/C", 1)),
        ((trustee, hq), "answer/0/A".into()),
        ((trustee, hq), "answer/0/A/not-a-digest-at-all".into()),
        ((hq, trustee), name("seed", 1)),
        ((hq, member), name("counts", 1)),
        ((hq, trustee), "x".repeat(65)),
    ] {
        assert_eq!(w.write(parties, &topic, 100).await, "MAIL", "{topic}");
    }
    assert_eq!(w.write((member, hq), &answer, 100).await, "MAIL");
    assert_eq!(w.write((member, hq), &answer, 100_000).await, "TOO-LONG", "before it is read");
    let most = intertally_proto::limits::answer(&w.manifest, 0);
    assert_eq!(w.write((trustee, hq), &answer, most + 1).await, "TOO-LONG");
    for number in 1..=7 {
        assert_eq!(w.write((trustee, hq), &name("answer/0/A", number), most).await, "taken");
    }
    assert_eq!(w.write((trustee, hq), &answer, most).await, "taken", "one that was pushed out comes again");
    assert_eq!(w.write((trustee, hq), &answer, most - 1).await, "MAIL-OTHER");
    let kept = [1, 5, 6, 7].map(|number| name("answer/0/A", number));
    assert_eq!(w.letters(hq).await, kept);
    for number in 1..=6 {
        let bytes = if number == 6 { 32 << 20 } else { 1 << 10 };
        assert_eq!(w.write((hq, trustee), &name("counts", number), bytes).await, "taken");
    }
    assert_eq!(w.letters(trustee).await.len(), 4);
    w.is_well_for(member).await;
    assert_eq!(w.sweep(Duration::ZERO).await.letters, 0, "they are needed");
    let reason = encode(&Reason { text: "enough".into() });
    let claim = w.claim(hq, Kind::Cancelled, &reason);
    w.append(hq, &claim, reason).await.unwrap();
    assert_eq!(w.sweep(Duration::ZERO).await.letters, 8);
    assert!(w.letters(trustee).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_no_event_names_have_little_room_and_go_after_a_day() {
    let mut w = World::new().await;
    w.config.limits.unnamed_mib = 4;
    w.restart().await;
    assert_eq!(w.put(Party::Member(MemberIndex(0)), 10).await, "IDENTITY", "a member puts no file");
    assert_eq!(w.put(Party::Member(MemberIndex(0)), 3 << 20).await, "IDENTITY", "nor does it send one");
    assert_eq!(w.put(Party::Coordinator, 3 << 20).await, "taken");
    assert_eq!(w.put(Party::Coordinator, 3 << 20).await, "taken", "the same again needs no more room");
    assert_eq!(w.put(Party::Coordinator, 1 + (3 << 20)).await, "BLOBS-FULL");
    let mine = w.prepare(0, 0);
    w.send(&mine).await.unwrap();
    // As a server that is killed leaves one.
    let half = w.folder.path().join("data/blobs/file").join(format!("{}#1", "ab".repeat(32)));
    std::fs::write(&half, "half").unwrap();
    let swept = w.sweep(DAY / 2).await;
    assert_eq!((swept.blobs, swept.halves), (0, 0));
    let swept = w.sweep(2 * DAY).await;
    assert_eq!((swept.blobs, swept.halves, half.exists()), (1, 1, false));
    assert_eq!(w.put(Party::Coordinator, 1 + (3 << 20)).await, "taken");
    // What an event names stays for good, also of a revision that was replaced.
    let again = w.prepare(0, 1);
    w.send(&again).await.unwrap();
    assert_eq!(w.sweep(400 * DAY).await.blobs, 1);
    let mut client = RecordClient::new(w.channel(Party::Coordinator).await);
    for digest in [mine.header.parts[0].proofs, again.header.parts[0].proofs] {
        let request = pb::BlobRequest { kind: "proofs".into(), digest: digest.0.to_vec().into(), offset: 0 };
        assert!(client.blob(request).await.unwrap().into_inner().message().await.unwrap().is_some());
    }
}

/// Found by trying: one trustee put proofs of no answer until there was no room, and for a day no other trustee could answer and
/// no coordinator publish.
#[tokio::test(flavor = "multi_thread")]
async fn files_of_one_party_take_no_room_of_another() {
    let mut w = World::new().await;
    w.config.limits.unnamed_mib = 4;
    w.restart().await;
    let (one, other) = (Party::Trustee(TrusteeIndex(0)), Party::Trustee(TrusteeIndex(1)));
    assert_eq!(w.put(one, 3 << 20).await, "taken");
    assert_eq!(w.put(one, 1 + (3 << 20)).await, "BLOBS-FULL", "its own room");
    assert_eq!(w.put(other, 2 + (3 << 20)).await, "taken");
    assert_eq!(w.put(Party::Coordinator, 3 << 20).await, "taken");
    // Short ones are not free: each takes a place in the folder.
    let mut short = Vec::new();
    for bytes in 1..=20 {
        short.push(w.put(one, bytes).await);
    }
    assert_eq!((short[0].as_str(), short[19].as_str()), ("taken", "BLOBS-FULL"), "{short:?}");
    assert_eq!(w.sweep(2 * DAY).await.blobs as usize, 3 + short.iter().filter(|one| *one == "taken").count());
    assert_eq!(w.put(one, 1 + (3 << 20)).await, "taken", "what was swept counts no more");
}

/// Terms whose first date is in a second.
fn terms(coordinator: Party, number: u32) -> CeremonyTerms {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let after = |seconds: i64| Instant(i64::try_from(now).unwrap() + seconds * 1_000);
    CeremonyTerms {
        spec_version: intertally_core::SPEC_VERSION,
        nonce: digest("test", &[&number.to_be_bytes()]),
        coordinator: crate::key_of(coordinator).verifying_key(),
        trustees: vec![("a".into(), crate::key_of(Party::Trustee(TrusteeIndex(0))).verifying_key())],
        threshold: 2,
        keys: 1,
        params: "standard".into(),
        commit_by: after(1),
        reveal_by: after(2),
        confirm_by: after(3),
        not_leading: vec![],
    }
}

/// Found by trying: what is no event was taken, and answered for, by a server whose database was no longer its own.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_for_that_went_into_a_database_which_is_gone() {
    let w = World::new().await;
    let mut client = CeremoniesClient::new(w.channel(Party::Coordinator).await);
    client.list_terms(pb::ListTermsRequest::default()).await.unwrap();
    let (database, kept) = (w.config.database(), w.folder.path().join("kept"));
    std::fs::rename(&database, &kept).unwrap();
    std::fs::copy(&kept, &database).unwrap();
    let request = pb::PutTermsRequest { terms: encode(&terms(Party::Coordinator, 0)).into() };
    let refused = Problem::of(&client.put_terms(request).await.unwrap_err());
    assert_eq!(refused.rule, Some(Rule::Stopped));
}

/// Found by the siege: terms of a coordinator whom nobody had pinned stopped every trustee.
#[tokio::test(flavor = "multi_thread")]
async fn terms_of_others_are_not_taken_and_those_of_its_own_do_not_pile_up() {
    let w = World::new().await;
    let other = w.authority.issue(rcgen::SanType::URI(
        format!("intertally:coordinator:{}", hex::encode(crate::key_of(Party::Aggregator).verifying_key().0))
            .try_into()
            .unwrap(),
    ));
    let mut foreign = CeremoniesClient::new(w.channel_with(Some(other)).await);
    let request = pb::PutTermsRequest { terms: encode(&terms(Party::Aggregator, 0)).into() };
    let refused = Problem::of(&foreign.put_terms(request).await.unwrap_err());
    assert_eq!(refused.rule, Some(Rule::Identity));
    let mut own = CeremoniesClient::new(w.channel(Party::Coordinator).await);
    for number in 0..65 {
        let request = pb::PutTermsRequest { terms: encode(&terms(Party::Coordinator, number)).into() };
        let outcome = own.put_terms(request).await;
        assert_eq!(outcome.is_ok(), number < 64, "{number}");
    }
    assert_eq!(w.sweep(Duration::ZERO).await.terms, 0);
}
