//! Trustees' answers: the server takes one whose proofs are here and hold, and no other.

use crate::{World, rule};
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::SealedSet;
use intertally_core::hash::Digest;
use intertally_core::opening::asked::Asked;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareProofs, SharesGiven, SubKeyProofs};
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::rule::Rule;
use intertally_core::seal::SecretSealingKey;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::status::Problem;
use std::time::{Duration, SystemTime};

impl World {
    /// Three submissions, the seal, and all trustees' statements. Answers with what step A asks.
    async fn stated(&mut self) -> Asked {
        let sent = [0, 1, 2].map(|member| self.prepare(member, 0));
        for one in &sent {
            self.send(one).await.unwrap();
        }
        let tally = self.tally(sent);
        let members = tally.submissions().iter().map(|(member, digest)| (*member, *digest)).collect();
        let set =
            SealedSet { members, aggregates: tally.aggregates(), counted: Counted::all(&[0, 1], false) };
        let claim = self.claim(Party::Coordinator, Kind::Sealed, &encode(&set));
        self.append(Party::Coordinator, &claim, encode(&set)).await.unwrap();
        let fold = self.fold().await;
        let round = fold.round(&self.manifest.id()).unwrap();
        let statement = encode(&round.expected_statement(0).unwrap());
        for trustee in 0..3 {
            let who = Party::Trustee(TrusteeIndex(trustee));
            let claim = self.claim(who, Kind::Stated, &statement);
            self.append(who, &claim, statement.clone()).await.unwrap();
        }
        let ceremony = self.log.fold.ceremony(&self.manifest.ceremony).unwrap();
        let positions = round.positions(0, Step::A).unwrap();
        Asked::of((&self.manifest, ceremony), &tally, (0, set.aggregates[0]), &positions).unwrap()
    }

    /// A trustee's proofs, signed for as if they were another's if `named` is.
    fn answer(&mut self, asked: &Asked, trustee: u8, named: u8) -> ShareProofs {
        let held = &self.held[usize::from(trustee)];
        let sub_keys = asked.held(TrusteeIndex(trustee)).map(|sub_key| {
            let own = held.sub_keys(0).find(|own| u16::from(own.id().subset.0) == sub_key.0).unwrap();
            let secret = own.derived(held.ceremony()).unwrap().secret;
            let prove = |part: &intertally_core::opening::asked::AskedPart| {
                let context = asked.question.context(TrusteeIndex(named), sub_key, part.ciphertext);
                let statement = asked.statement(sub_key, part, &context).unwrap();
                let flooding = vec![5; part.slots.list().len()];
                statement.share(&secret, &flooding, &mut self.rng.clone()).unwrap().proof
            };
            SubKeyProofs { sub_key, proofs: asked.parts.iter().map(prove).collect() }
        });
        ShareProofs(sub_keys.collect())
    }

    /// Put a file of any kind.
    pub async fn put_file(&self, who: Party, kind: &str, bytes: &[u8]) -> Result<Digest, Problem> {
        let head = pb::PutBlobRequest { kind: kind.into(), data: Vec::new().into() };
        let chunks = bytes.chunks(1 << 19);
        let chunks = chunks.map(|data| pb::PutBlobRequest { kind: kind.into(), data: data.to_vec().into() });
        let requests: Vec<_> = std::iter::once(head).chain(chunks).collect();
        let mut client = RecordClient::new(self.channel(who).await);
        let answer = client.put_blob(tokio_stream::iter(requests)).await.map_err(|why| Problem::of(&why))?;
        Ok(Digest(answer.into_inner().digest.as_ref().try_into().unwrap()))
    }

    /// Put a blob of proofs, and sign for it.
    async fn give(&self, asked: &Asked, trustee: u8, proofs: &[u8]) -> String {
        let who = Party::Trustee(TrusteeIndex(trustee));
        let proofs = self.put_file(who, "share-proofs", proofs).await.unwrap();
        self.sign(asked, trustee, proofs).await
    }

    async fn sign(&self, asked: &Asked, trustee: u8, proofs: Digest) -> String {
        let who = Party::Trustee(TrusteeIndex(trustee));
        let reply = Some(SecretSealingKey::from_bytes(&[7; 32]).public());
        let given = encode(&SharesGiven { question: asked.question, proofs, sealed: Digest::ZERO, reply });
        let claim = self.claim(who, Kind::SharesGiven, &given);
        self.append(who, &claim, given).await.map_or_else(|why| rule(Err(why)), |_| "taken".into())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_when_its_proofs_are_here_and_hold_and_not_before() {
    let mut w = World::new().await;
    // Here nobody waits after proofs that do not hold.
    w.config.limits.proof_wait_seconds = 0;
    w.restart().await;
    let asked = w.stated().await;
    assert_eq!(w.sign(&asked, 0, Digest([3; 32])).await, "BLOB-UNKNOWN", "proofs that nobody has put");
    assert_eq!(w.give(&asked, 0, b"no proofs").await, "SHARE-PROOF");
    let most = asked.size(TrusteeIndex(0)).proofs_len();
    assert_eq!(w.give(&asked, 0, &vec![0; most + 1]).await, "TOO-LONG");

    let good = w.answer(&asked, 0, 0);
    let mut flipped = good.clone();
    flipped.0[0].proofs[0][100] ^= 1;
    assert_eq!(w.give(&asked, 0, &encode(&flipped)).await, "SHARE-PROOF", "a flipped bit");
    let mut fewer = good.clone();
    fewer.0.pop();
    assert_eq!(w.give(&asked, 0, &encode(&fewer)).await, "SHARE-PROOF", "a sub-key left out");
    assert_eq!(w.give(&asked, 1, &encode(&good)).await, "SHARE-PROOF", "another trustee's answer");
    let lent = w.answer(&asked, 0, 1);
    assert_eq!(w.give(&asked, 0, &encode(&lent)).await, "SHARE-PROOF", "made for another trustee");
    // Nothing of all this is in the log.
    let key = w.manifest.keys[0].key;
    assert!(w.fold().await.round(&w.manifest.id()).unwrap().shares(key, Step::A).is_none());

    assert_eq!(w.give(&asked, 0, &encode(&good)).await, "taken");
    assert_eq!(w.give(&asked, 0, &encode(&good)).await, "taken", "the same again, after a cut");
    // Also by a server that was started since and has added up nothing yet.
    w.restart().await;
    let second = w.answer(&asked, 1, 1);
    assert_eq!(w.give(&asked, 1, &encode(&second)).await, "taken");
    let fold = w.fold().await;
    assert_eq!(fold.round(&w.manifest.id()).unwrap().shares(key, Step::A).unwrap().len(), 2);

    // Long after, what no event names is taken away; what the log names stays.
    let later = SystemTime::now() + Duration::from_secs(30 * 86_400);
    assert_eq!(w.server.as_ref().unwrap().sweep(later).await.unwrap().blobs, 5);
    let left = std::fs::read_dir(w.folder.path().join("data/blobs/share-proofs")).unwrap().count();
    assert_eq!(left, 2);

    // Trustees put proofs, and nothing else; members put nothing.
    let trustee = Party::Trustee(TrusteeIndex(0));
    assert_eq!(w.put_file(trustee, "file", b"x").await.unwrap_err().rule, Some(Rule::Identity));
    let member = Party::Member(MemberIndex(0));
    assert_eq!(w.put_file(member, "share-proofs", b"").await.unwrap_err().rule, Some(Rule::Identity));
}

/// Found by trying: members waited after proofs that did not hold, trustees had theirs checked again and again.
#[tokio::test(flavor = "multi_thread")]
async fn a_trustee_whose_proofs_do_not_hold_waits_and_no_other_does() {
    let mut w = World::new().await;
    let asked = w.stated().await;
    for proofs in [b"no proofs", b"nor these"] {
        assert_eq!(w.give(&asked, 0, proofs).await, "SHARE-PROOF");
    }
    assert_eq!(w.give(&asked, 0, b"as little").await, "BACK-OFF");
    let good = w.answer(&asked, 0, 0);
    assert_eq!(w.give(&asked, 0, &encode(&good)).await, "BACK-OFF", "before it is looked at");
    let other = encode(&w.answer(&asked, 1, 1));
    assert_eq!(w.give(&asked, 1, &other).await, "taken");
    // What is in the log already is answered as before.
    assert_eq!(w.give(&asked, 1, b"no proofs").await, "ANSWERED");
    assert_eq!(w.give(&asked, 1, &other).await, "taken");
}
