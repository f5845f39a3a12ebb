//! A server with a ceremony in its log and an open round, in this process or in one of its own, and parties that call it.

mod authority;
pub mod process;

pub use authority::Authority;

use intertally_aggregator::config::{ClockSettings, Limits, PublishedTo, Tls};
use intertally_aggregator::{Config, Handle, found, start};
use intertally_core::canonical::{decode, encode};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, MemberIndex, Party};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{
    Checks, PartBody, Prepared, Status, SubmissionHeader, Unverified, prepare, round_keys,
};
use intertally_custody::subkey::HeldKeys;
use intertally_log::{LogVerifier, Receipt};
use intertally_proto::convert::encode as field;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::pb::submissions_client::SubmissionsClient;
use intertally_proto::pb::{self, upload_request::Message};
use intertally_proto::status::Problem;
use intertally_tests::ceremony::{Dates, hold_at};
use intertally_tests::log::Log;
use intertally_tests::world::{self, key_of};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rcgen::SanType;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

pub struct World {
    pub folder: TempDir,
    pub authority: Authority,
    pub config: Config,
    pub server: Option<Handle>,
    /// Of a server that runs as a process of its own.
    pub outside: Option<SocketAddr>,
    pub manifest: RoundManifest,
    /// The ceremony's log as a ceremony in memory left it: its claims are posted again.
    pub log: Log,
    /// What each trustee holds.
    pub held: Vec<HeldKeys>,
    pub rng: ChaCha20Rng,
}

pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

/// Close a file to everybody but its owner, as a server's secrets are.
fn closed(path: &Path) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

pub fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    closed(&path);
    path
}

impl World {
    /// A server with a ceremony in its log and an open round of three members and two cells.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same, with settings that are changed first.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new();
        let (certificate, key) = authority.issue(SanType::DnsName("localhost".try_into().unwrap()));
        let at = folder.path();
        let passphrase_file = write(at, "passphrase", "test\n");
        let mut config = Config {
            origin: "log.test".into(),
            listen: "127.0.0.1:0".parse().unwrap(),
            data: at.join("data"),
            blob_folder: None,
            postgres: None,
            s3: None,
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
            watch: None,
            log: None,
            published_to: PublishedTo::default(),
            coordinators: vec![hex::encode(key_of(Party::Coordinator).verifying_key().0)],
        };
        change(&mut config);
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

    pub fn address(&self) -> SocketAddr {
        self.outside.or_else(|| Some(self.server.as_ref()?.address())).unwrap()
    }

    pub async fn start(&mut self) {
        let listener = TcpListener::bind(self.config.listen).await.unwrap();
        self.server = Some(start(&self.config, listener).await.unwrap());
    }

    pub async fn restart(&mut self) {
        self.server.take().unwrap().shutdown().await;
        self.start().await;
    }

    pub fn claim(&self, party: Party, kind: Kind, payload: &[u8]) -> SignedClaim {
        SignedClaim::sign(&key_of(party), party, Scope::Round(self.manifest.id()), kind, payload, "test")
    }

    pub async fn channel_with(&self, identity: Option<(String, String)>) -> Channel {
        self.channel_to(self.address(), identity)
    }

    /// To one of several servers.
    fn channel_to(&self, address: SocketAddr, identity: Option<(String, String)>) -> Channel {
        let mut tls = ClientTlsConfig::new()
            .ca_certificate(Certificate::from_pem(&self.authority.pem))
            .domain_name("localhost");
        if let Some((certificate, key)) = identity {
            tls = tls.identity(Identity::from_pem(certificate, key));
        }
        Endpoint::from_shared(format!("https://{address}")).unwrap().tls_config(tls).unwrap().connect_lazy()
    }

    pub async fn channel(&self, party: Party) -> Channel {
        self.channel_with(Some(self.authority.party(party))).await
    }

    pub async fn append(
        &self,
        party: Party,
        claim: &SignedClaim,
        payload: Vec<u8>,
    ) -> Result<Event, Problem> {
        self.append_at(self.address(), party, claim, payload).await
    }

    pub async fn append_at(
        &self,
        server: SocketAddr,
        party: Party,
        claim: &SignedClaim,
        payload: Vec<u8>,
    ) -> Result<Event, Problem> {
        let channel = self.channel_to(server, Some(self.authority.party(party)));
        let mut client = RecordClient::new(channel).max_decoding_message_size(64 << 20);
        let request = pb::AppendRequest { claim: field(claim).into(), payload: payload.into() };
        let answer = client.append(request).await.map_err(|status| Problem::of(&status))?;
        Ok(self.check(&answer.into_inner()))
    }

    /// These submissions checked and added up here.
    pub fn tally(&mut self, sent: [Prepared; 3]) -> Tally {
        let ceremony = self.log.fold.ceremony(&self.manifest.ceremony).unwrap();
        let checks = Checks::of(&self.manifest, ceremony).unwrap();
        let mut tally = Tally::new(&self.manifest);
        for sent in sent {
            let verified = Unverified::new(sent.parts).verify(&checks, &sent.header, &mut self.rng);
            tally.add(&verified.unwrap()).unwrap();
        }
        tally
    }

    /// A receipt holds for its leaf under the log's key.
    pub fn check(&self, answer: &pb::Receipt) -> Event {
        let receipt: Receipt = decode("receipt", &answer.receipt, 1 << 16).unwrap();
        let verifier = LogVerifier::new("log.test", &key_of(Party::Aggregator).verifying_key().0).unwrap();
        receipt.verify(&answer.event, &verifier).unwrap();
        decode("event", &answer.event, 1 << 16).unwrap()
    }

    pub fn prepare(&mut self, member: u16, revision: u32) -> Prepared {
        let keys =
            round_keys(&self.manifest, self.log.fold.ceremony(&self.manifest.ceremony).unwrap()).unwrap();
        let (place, statuses) = ((MemberIndex(member), revision), vec![Status::Normal; 2]);
        let values = [Some(u32::from(member) + 1), Some(0)];
        prepare(&self.manifest, &keys, place, statuses, &values, None, &mut self.rng).unwrap()
    }

    /// Send the bytes `from..to` of the body.
    pub async fn upload(&self, prepared: &Prepared, range: (usize, usize)) -> Result<Event, Problem> {
        self.upload_at(self.address(), prepared, range).await
    }

    pub async fn upload_at(
        &self,
        server: SocketAddr,
        prepared: &Prepared,
        range: (usize, usize),
    ) -> Result<Event, Problem> {
        let header = encode(&prepared.header);
        let claim = self.claim(Party::Member(prepared.header.member), Kind::Submitted, &header);
        self.upload_body(server, (&claim, &header), &encode(&prepared.parts), range).await
    }

    pub async fn upload_body(
        &self,
        server: SocketAddr,
        (claim, header): (&SignedClaim, &[u8]),
        body: &[u8],
        (from, to): (usize, usize),
    ) -> Result<Event, Problem> {
        let start = pb::UploadStart {
            claim: field(claim).into(),
            header: header.to_vec().into(),
            total: body.len() as u64,
            offset: from as u64,
        };
        let chunks = body[from..to.min(body.len())].chunks(1 << 16).map(|chunk| chunk.to_vec());
        let first = pb::UploadRequest { message: Some(Message::Start(start)) };
        let rest = chunks.map(|chunk| pb::UploadRequest { message: Some(Message::Chunk(chunk.into())) });
        let requests: Vec<_> = std::iter::once(first).chain(rest).collect();
        let identity = self.authority.party(claim.claim.signer);
        let mut client = SubmissionsClient::new(self.channel_to(server, Some(identity)));
        let answer = client.upload(tokio_stream::iter(requests)).await.map_err(|s| Problem::of(&s))?;
        Ok(self.check(&answer.into_inner()))
    }

    /// A claim as its party sends it: a submission with its body, everything else by itself.
    pub async fn post(
        &self,
        party: Party,
        signed: &SignedClaim,
        payload: &[u8],
        body: Option<&(SubmissionHeader, Vec<PartBody>)>,
    ) -> Result<Event, Problem> {
        match body {
            Some((_, parts)) => {
                self.upload_body(self.address(), (signed, payload), &encode(parts), (0, usize::MAX)).await
            }
            None => self.append(party, signed, payload.to_vec()).await,
        }
    }

    pub async fn send(&self, prepared: &Prepared) -> Result<Event, Problem> {
        self.upload(prepared, (0, usize::MAX)).await
    }

    /// Everything in the log, folded by the client itself.
    pub async fn fold(&self) -> Fold {
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

/// The rule's id; empty where the server refused by none.
pub fn id(problem: &Problem) -> String {
    problem.rule.map_or_else(String::new, |rule| rule.to_string())
}

pub fn rule(outcome: Result<Event, Problem>) -> String {
    id(&outcome.unwrap_err())
}
