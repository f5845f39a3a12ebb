//! The server on loopback with TLS, spoken to by real clients: a round up to the seal, refusals, resumed uploads, restarts.
#![expect(clippy::unwrap_used, reason = "tests may fail loudly, their helpers too")]

mod answers;
mod bodies;
mod limits;
mod witnesses;

use intertally_aggregator::config::{ClockSettings, Limits, Tls};
use intertally_aggregator::{Config, Handle, found, start};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::hash::Digest;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, MemberIndex, Party, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Checks, Prepared, Status, Unverified, prepare, round_keys};
use intertally_custody::subkey::HeldKeys;
use intertally_log::{LogVerifier, Receipt};
use intertally_proto::convert::encode as field;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::pb::rounds_client::RoundsClient;
use intertally_proto::pb::submissions_client::SubmissionsClient;
use intertally_proto::pb::{self, upload_request::Message};
use intertally_proto::status::Problem;
use intertally_tests::ceremony::{Dates, hold_at};
use intertally_tests::log::Log;
use intertally_tests::world::{self, key_of};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, SanType};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

/// An authority for one test.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Certificate and key, PEM.
    fn issue(&self, name: SanType) -> (String, String) {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.subject_alt_names = vec![name];
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    fn party(&self, party: Party) -> (String, String) {
        let role = match party {
            Party::Member(_) => "member",
            Party::Trustee(_) => "trustee",
            _ => "coordinator",
        };
        let uri = format!("intertally:{role}:{}", hex::encode(key_of(party).verifying_key().0));
        self.issue(SanType::URI(uri.try_into().unwrap()))
    }
}

struct World {
    folder: TempDir,
    authority: Authority,
    config: Config,
    server: Option<Handle>,
    /// Of a server that runs as a process of its own.
    outside: Option<SocketAddr>,
    manifest: RoundManifest,
    /// The ceremony's log as a ceremony in memory left it: its claims are posted again.
    log: Log,
    /// What each trustee holds.
    held: Vec<HeldKeys>,
    rng: ChaCha20Rng,
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

impl World {
    /// A server with a ceremony in its log and an open round of three members and two cells.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new();
        let (certificate, key) = authority.issue(SanType::DnsName("localhost".try_into().unwrap()));
        let at = folder.path();
        let passphrase_file = write(at, "passphrase", "test\n");
        let config = Config {
            origin: "log.test".into(),
            listen: "127.0.0.1:0".parse().unwrap(),
            data: at.join("data"),
            head: at.join("head"),
            key: at.join("key"),
            passphrase_file,
            tls: Tls {
                certificate: write(at, "server.pem", &certificate),
                key: write(at, "server.key", &key),
                client_authority: write(at, "ca.pem", &authority.pem),
                revoked: None,
            },
            limits: Limits::default(),
            clock: ClockSettings::default(),
            coordinators: vec![hex::encode(key_of(Party::Coordinator).verifying_key().0)],
        };
        found(&config, &key_of(Party::Aggregator)).await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut log = Log::default();
        let begin = now();
        let dates = Dates { begin, unit: 36_000 };
        let (ceremony, held) = hold_at(&mut log, (3, 2), 1, dates, &mut rng).unwrap();
        let made = ceremony.keys().remove(0);
        let mut manifest = world::round(3, 2, 100, (3, 2), ceremony.id(), made.digest);
        manifest.opens = Instant(begin);
        manifest.deadline = Instant(begin + 3_600_000);
        let (server, outside) = (None, None);
        let mut world = Self { folder, authority, config, server, outside, manifest, log, held, rng };
        world.start().await;
        for (event, payload) in world.log.events.clone() {
            world.append(event.signed.claim.signer, &event.signed, payload).await.unwrap();
        }
        let opened = encode(&world.manifest);
        let claim = world.claim(Party::Coordinator, Kind::Opened, &opened);
        world.append(Party::Coordinator, &claim, opened).await.unwrap();
        world
    }

    fn address(&self) -> SocketAddr {
        self.outside.or_else(|| Some(self.server.as_ref()?.address())).unwrap()
    }

    async fn start(&mut self) {
        let listener = TcpListener::bind(self.config.listen).await.unwrap();
        self.server = Some(start(&self.config, listener).await.unwrap());
    }

    async fn restart(&mut self) {
        self.server.take().unwrap().shutdown().await;
        self.start().await;
    }

    fn claim(&self, party: Party, kind: Kind, payload: &[u8]) -> SignedClaim {
        SignedClaim::sign(&key_of(party), party, Scope::Round(self.manifest.id()), kind, payload, "test")
    }

    async fn channel_with(&self, identity: Option<(String, String)>) -> Channel {
        let address = self.address();
        let mut tls = ClientTlsConfig::new()
            .ca_certificate(Certificate::from_pem(&self.authority.pem))
            .domain_name("localhost");
        if let Some((certificate, key)) = identity {
            tls = tls.identity(Identity::from_pem(certificate, key));
        }
        Endpoint::from_shared(format!("https://{address}")).unwrap().tls_config(tls).unwrap().connect_lazy()
    }

    async fn channel(&self, party: Party) -> Channel {
        self.channel_with(Some(self.authority.party(party))).await
    }

    async fn append(&self, party: Party, claim: &SignedClaim, payload: Vec<u8>) -> Result<Event, Problem> {
        let mut client = RecordClient::new(self.channel(party).await).max_decoding_message_size(64 << 20);
        let request = pb::AppendRequest { claim: field(claim).into(), payload: payload.into() };
        let answer = client.append(request).await.map_err(|status| Problem::of(&status))?;
        Ok(self.check(&answer.into_inner()))
    }

    /// A receipt holds for its leaf under the log's key.
    fn check(&self, answer: &pb::Receipt) -> Event {
        let receipt: Receipt = decode("receipt", &answer.receipt, 1 << 16).unwrap();
        let verifier = LogVerifier::new("log.test", &key_of(Party::Aggregator).verifying_key().0).unwrap();
        receipt.verify(&answer.event, &verifier).unwrap();
        decode("event", &answer.event, 1 << 16).unwrap()
    }

    fn prepare(&mut self, member: u16, revision: u32) -> Prepared {
        let keys =
            round_keys(&self.manifest, self.log.fold.ceremony(&self.manifest.ceremony).unwrap()).unwrap();
        let (place, statuses) = ((MemberIndex(member), revision), vec![Status::Normal; 2]);
        let values = [Some(u32::from(member) + 1), Some(0)];
        prepare(&self.manifest, &keys, place, statuses, &values, None, &mut self.rng).unwrap()
    }

    /// Send the bytes `from..to` of the body.
    async fn upload(&self, prepared: &Prepared, (from, to): (usize, usize)) -> Result<Event, Problem> {
        let party = Party::Member(prepared.header.member);
        let header = encode(&prepared.header);
        let claim = self.claim(party, Kind::Submitted, &header);
        let body = encode(&prepared.parts);
        let start = pb::UploadStart {
            claim: field(&claim).into(),
            header: header.into(),
            total: body.len() as u64,
            offset: from as u64,
        };
        let chunks = body[from..to.min(body.len())].chunks(1 << 16).map(|chunk| chunk.to_vec());
        let first = pb::UploadRequest { message: Some(Message::Start(start)) };
        let rest = chunks.map(|chunk| pb::UploadRequest { message: Some(Message::Chunk(chunk.into())) });
        let requests: Vec<_> = std::iter::once(first).chain(rest).collect();
        let mut client = SubmissionsClient::new(self.channel(party).await);
        let answer = client.upload(tokio_stream::iter(requests)).await.map_err(|s| Problem::of(&s))?;
        Ok(self.check(&answer.into_inner()))
    }

    async fn send(&self, prepared: &Prepared) -> Result<Event, Problem> {
        self.upload(prepared, (0, usize::MAX)).await
    }

    /// These submissions checked and added up here.
    fn tally(&mut self, sent: [Prepared; 3]) -> Tally {
        let ceremony = self.log.fold.ceremony(&self.manifest.ceremony).unwrap();
        let checks = Checks::of(&self.manifest, ceremony).unwrap();
        let mut tally = Tally::new(&self.manifest);
        for sent in sent {
            let verified = Unverified::new(sent.parts).verify(&checks, &sent.header, &mut self.rng);
            tally.add(&verified.unwrap()).unwrap();
        }
        tally
    }

    /// Everything in the log, folded by the client itself.
    async fn fold(&self) -> Fold {
        let mut client =
            RecordClient::new(self.channel(Party::Coordinator).await).max_decoding_message_size(64 << 20);
        let request = pb::EventsRequest { from: 0, payloads: true };
        let mut entries = client.events(request).await.unwrap().into_inner();
        let mut fold = Fold::default();
        while let Some(entry) = entries.next().await {
            let entry = entry.unwrap();
            let event: Event = decode("event", &entry.event, 1 << 16).unwrap();
            fold.apply(&event, &entry.payload.unwrap()).unwrap();
        }
        fold
    }
}

fn rule(outcome: Result<Event, Problem>) -> String {
    outcome.unwrap_err().rule.unwrap_or_default()
}

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
    let wrong = SealedSet { members, aggregates: vec![Digest::ZERO], counted: vec![0, 1] };
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
    let claim = w.claim(Party::Member(MemberIndex(0)), Kind::Submitted, &header);
    let other = Party::Member(MemberIndex(1));
    assert_eq!(rule(w.append(other, &claim, header.clone()).await), "IDENTITY");
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
            Err(problem) => assert_eq!(problem.rule.as_deref(), Some("UPLOAD-BUSY")),
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
