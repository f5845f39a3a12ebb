//! Two servers on one PostgreSQL and one place for blobs, as processes of their own: they share a log, each follows the other, and
//! either may be killed at any point.

use super::private::{BucketServer, PostgresServer};
use super::world::process::{Ended, process, text};
use super::world::{World, now};
use intertally_aggregator::backup::{backup, restore};
use intertally_aggregator::config::{Config, Postgres, S3};
use intertally_aggregator::doctor::{Finding, examine};
use intertally_aggregator::faults::Point;
use intertally_aggregator::found;
use intertally_aggregator::recover::recover;
use intertally_aggregator::store;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::{SealedSet, Withdrawal};
use intertally_core::opening::counted::Counted;
use intertally_core::party::{Instant, MemberIndex, Party};
use intertally_core::round::RoundManifest;
use intertally_log::{LogVerifier, copy};
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::pb::rounds_client::RoundsClient;
use intertally_tests::log::Log;
use intertally_tests::round::Round;
use intertally_tests::small_round::{SmallRound, TABLE};
use intertally_tests::structure::Asked;
use intertally_tests::world::key_of;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Executor as _};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio_stream::StreamExt as _;

/// One of the servers: its settings, and its process while it runs.
struct Replica {
    config: Config,
    name: &'static str,
    running: Option<(Ended, SocketAddr)>,
}

impl Replica {
    fn serve(&mut self, folder: &Path, fault: Option<&str>) {
        self.running = None;
        let path = folder.join(format!("{}.toml", self.name));
        std::fs::write(&path, text(&self.config)).unwrap();
        let shell =
            fault.map_or("unset INTERTALLY_FAULT".to_owned(), |at| format!("export INTERTALLY_FAULT={at}"));
        self.running = Some(process(&path, &shell, Stdio::null()));
    }

    fn address(&self) -> SocketAddr {
        self.running.as_ref().unwrap().1
    }

    /// Whether it ends by itself within ten seconds.
    fn ends(&mut self) -> bool {
        let child = &mut self.running.as_mut().unwrap().0.0;
        (0..200).any(|_| {
            let down = child.try_wait().unwrap().is_some();
            if !down {
                std::thread::sleep(Duration::from_millis(50));
            }
            down
        })
    }
}

struct Town {
    w: World,
    replicas: [Replica; 2],
    _database: PostgresServer,
    _bucket: Option<BucketServer>,
}

impl Town {
    /// None where there is no PostgreSQL. Blobs lie in a bucket where there is a server for one, else in a shared folder.
    async fn new() -> Option<Self> {
        let database = PostgresServer::start()?;
        let url = database.database("tally");
        let bucket = if cfg!(feature = "s3") { BucketServer::start() } else { None };
        let mut w = World::with(|config| {
            config.postgres = Some(Postgres { url, password_file: None });
            let folder = config.data.parent().unwrap().to_path_buf();
            match &bucket {
                Some(server) => {
                    let credentials = folder.join("s3");
                    std::fs::write(&credentials, "id\nsecret\n").unwrap();
                    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
                    std::fs::set_permissions(&credentials, mode).unwrap();
                    config.s3 = Some(S3 {
                        bucket: "tally".into(),
                        endpoint: Some(server.endpoint()),
                        region: None,
                        authority: None,
                        credentials: Some(credentials),
                    });
                }
                None => config.blob_folder = Some(folder.join("blobs")),
            }
        })
        .await;
        w.server.take().unwrap().shutdown().await;
        // The second one: the same settings and key, folders of its own, and a copy of the head.
        let (first, mut second) = (w.config.clone(), w.config.clone());
        second.data = w.folder.path().join("data-two");
        second.head = w.folder.path().join("head-two");
        std::fs::create_dir(&second.data).unwrap();
        std::fs::copy(&first.head, &second.head).unwrap();
        let replicas =
            [("one", first), ("two", second)].map(|(name, config)| Replica { config, name, running: None });
        let mut town = Self { w, replicas, _database: database, _bucket: bucket };
        for at in 0..2 {
            town.serve(at, None);
        }
        Some(town)
    }

    fn serve(&mut self, at: usize, fault: Option<&str>) {
        self.replicas[at].serve(self.w.folder.path(), fault);
    }

    /// Calls go to this one from now on.
    fn at(&mut self, replica: usize) -> &mut World {
        self.w.outside = Some(self.replicas[replica].address());
        &mut self.w
    }

    /// What a server says of the whole log: events and the root under its latest checkpoint.
    async fn says(&mut self, replica: usize) -> (u64, Vec<u8>) {
        let w = self.at(replica);
        let mut client = RecordClient::new(w.channel(Party::Coordinator).await);
        let note = client.checkpoint(pb::CheckpointRequest::default()).await.unwrap().into_inner().note;
        let key = key_of(Party::Aggregator).verifying_key().0;
        let root = *LogVerifier::new("log.test", &key).unwrap().open(&note).unwrap().root();
        assert_eq!(w.fold().await.height(), root.size, "its events are those under its checkpoint");
        (root.size, root.hash.to_vec())
    }

    /// Both say the same.
    async fn agree(&mut self) -> u64 {
        let (one, two) = (self.says(0).await, self.says(1).await);
        assert_eq!(one, two);
        one.0
    }
}

/// A round up to its seal: what one server takes the other shows at once, and a server that is killed, at whatever point, costs
/// nobody anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_round_on_two_servers_of_which_one_is_killed_at_every_point() {
    let Some(mut town) = Town::new().await else { return };
    let mut height = town.agree().await;

    // Watched at the second, while the first one takes events.
    let mut rounds = RoundsClient::new(town.at(1).channel(Party::Coordinator).await);
    let request = pb::WatchRequest { from: height, payloads: true, ..Default::default() };
    let mut watched = rounds.watch(request).await.unwrap().into_inner();
    let first = town.w.prepare(0, 0);
    let event = town.at(0).send(&first).await.unwrap();
    let shown = tokio::time::timeout(Duration::from_secs(10), watched.next()).await.unwrap();
    assert_eq!(shown.unwrap().unwrap().height, event.height);
    drop(watched);
    // The same bytes to the other server are the same event.
    assert_eq!(town.at(1).send(&first).await.unwrap(), event);
    height += 1;
    assert_eq!(town.agree().await, height);

    // Each point, with the server that is killed by turns; the member goes to the other one.
    let mut second = None;
    for (number, point) in Point::ALL.into_iter().enumerate() {
        let (killed, other) = (number % 2, 1 - number % 2);
        town.serve(killed, Some(point.name()));
        let sent = town.w.prepare(1, u32::try_from(number).unwrap());
        town.at(killed).send(&sent).await.unwrap_err();
        assert!(town.replicas[killed].ends(), "{point:?} was not reached");
        // In the store already, or not at all; asked again, it is one event.
        let durable = matches!(point, Point::BeforeHead | Point::AfterAppend);
        assert_eq!(town.says(other).await.0, height + u64::from(durable), "{point:?}");
        let event = town.at(other).send(&sent).await.unwrap();
        assert_eq!(event.height, height, "{point:?}");
        height += 1;
        town.serve(killed, None);
        assert_eq!(town.agree().await, height, "{point:?}");
        assert_eq!(town.at(killed).send(&sent).await.unwrap(), event, "{point:?}");
        second = Some(sent);
    }

    // At both at once: two submissions are two events.
    let (here, there) = (town.replicas[0].address(), town.replicas[1].address());
    let (first, third) = (town.w.prepare(0, 1), town.w.prepare(2, 0));
    let w = &town.w;
    let whole = (0, usize::MAX);
    let (one, two) = tokio::join!(w.upload_at(here, &first, whole), w.upload_at(there, &third, whole));
    let (one, two) = (one.unwrap().height, two.unwrap().height);
    assert!(one != two && one.max(two) == height + 1, "{one} {two}");
    height += 2;
    // The same words at both are one event, whichever is first: a withdrawal, and again and again a submission with its own.
    const TIMES: u32 = 10;
    for revision in 1..TIMES {
        let party = Party::Member(MemberIndex(0));
        let payload = encode(&Withdrawal { revision });
        let claim = town.w.claim(party, Kind::Withdrawn, &payload);
        let w = &town.w;
        let (one, two) = tokio::join!(
            w.append_at(here, party, &claim, payload.clone()),
            w.append_at(there, party, &claim, payload.clone())
        );
        assert_eq!(one.unwrap(), two.unwrap());
        let next = town.w.prepare(0, revision + 1);
        let w = &town.w;
        let (one, two) = tokio::join!(w.upload_at(here, &next, whole), w.upload_at(there, &next, whole));
        assert_eq!(one.unwrap(), two.unwrap());
        height += 2;
        assert_eq!(town.agree().await, height);
    }
    let again = town.w.prepare(0, TIMES + 1);
    town.at(1).send(&again).await.unwrap();
    height += 1;
    assert_eq!(town.agree().await, height);

    // Sealed at one with the true sum, of which parts came in by the other.
    let fold = town.at(0).fold().await;
    let round = fold.round(&town.w.manifest.id()).unwrap();
    let members = round.latest().map(|(member, latest)| (member, latest.digest)).collect();
    let tally = town.w.tally([again, second.unwrap(), third]);
    let set = SealedSet { members, aggregates: tally.aggregates(), counted: Counted::all(&[0, 1], false) };
    let claim = town.w.claim(Party::Coordinator, Kind::Sealed, &encode(&set));
    town.at(1).append(Party::Coordinator, &claim, encode(&set)).await.unwrap();
    let phase = town.at(0).fold().await.round(&town.w.manifest.id()).unwrap().phase().name();
    assert_eq!(phase, "sealed");
    town.agree().await;
}

/// A database that was put back to an earlier moment stops both, each by what it has itself signed.
#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_later_than_the_store_stops_every_server() {
    let Some(mut town) = Town::new().await else { return };
    let height = town.agree().await;
    let before = store::look(&town.replicas[0].config).await.unwrap().checkpoint().await.unwrap().unwrap();
    let sent = town.w.prepare(0, 0);
    town.at(0).send(&sent).await.unwrap();
    assert_eq!(town.agree().await, height + 1);
    // Who restores an older backup does what the rules of the database refuse.
    let url = town.replicas[0].config.postgres.as_ref().unwrap().url.clone();
    let note = store::look(&town.replicas[0].config).await.unwrap().checkpoint().await.unwrap().unwrap();
    let mut tool = url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap();
    tool.execute("ALTER TABLE events DISABLE TRIGGER ALL").await.unwrap();
    let delete = sqlx::query("DELETE FROM events WHERE height = $1").bind(height as i64);
    delete.execute(&mut tool).await.unwrap();
    tool.execute("ALTER TABLE events ENABLE TRIGGER ALL").await.unwrap();
    sqlx::query("UPDATE checkpoint SET note = $1").bind(before).execute(&mut tool).await.unwrap();
    for at in 0..2 {
        let mut client = RecordClient::new(town.at(at).channel(Party::Coordinator).await);
        let request = pb::CheckpointRequest { seen: note.clone().into() };
        assert!(client.checkpoint(request).await.is_err());
        assert!(town.replicas[at].ends(), "server {at} goes on");
        let config = &town.replicas[at].config;
        let found = examine(config).await;
        let said = |found: &Finding| !found.good && found.words.contains("receipts were given for");
        assert!(found.iter().any(said), "{found:?}");
    }
}

/// A whole round, from the ceremony to the erased keys, as parties made it in memory: every claim of theirs goes to one of two
/// servers by turns, and each kind of event once to a server that is killed on it.
#[tokio::test(flavor = "multi_thread")]
async fn a_whole_round_on_two_servers_that_are_killed_on_every_kind_of_event() {
    let Some(mut town) = Town::new().await else { return };
    // Its dates lie ahead, and everybody is early: all ceremonies and all returns are complete before they end.
    let begin = now();
    let asked = Asked { banded: BTreeSet::from([1, 3]), ..Asked::exact(6, 200) };
    let opens = |manifest: &mut RoundManifest| manifest.opens = Instant(begin);
    let round = Round::open_on(Log::default(), begin + 3_600_000, (4, &asked, (3, 2)), opens).unwrap();
    let held = SmallRound::fill(round, &TABLE).unwrap();
    let (mut bodies, mut answers) = (held.submissions.iter(), held.answers.iter());
    let (mut seen, mut kills) = (BTreeSet::new(), 0);
    let first = town.agree().await;
    for (number, (event, payload)) in held.events.iter().enumerate() {
        let (signed, party) = (&event.signed, event.signed.claim.signer);
        let (kind, turn) = (signed.claim.kind, number % 2);
        let body = if kind == Kind::Submitted { bodies.next() } else { None };
        match kind {
            Kind::SharesGiven => {
                let bytes = encode(answers.next().unwrap());
                town.at(turn).put_file(party, "share-proofs", &bytes).await.unwrap();
            }
            Kind::Published => {
                town.at(turn).put_file(party, "public-sheet", &encode(&held.public)).await.unwrap();
                for bytes in held.files.values() {
                    town.at(1 - turn).put_file(party, "file", bytes).await.unwrap();
                }
            }
            _ => {}
        }
        let point = [Point::BeforeAppend, Point::BeforeHead, Point::AfterAppend][kills % 3];
        if seen.insert(format!("{kind:?}")) {
            kills += 1;
            town.serve(turn, Some(point.name()));
            assert!(town.at(turn).post(party, signed, payload, body).await.is_err(), "{kind:?}");
            assert!(town.replicas[turn].ends(), "{point:?} of {kind:?} was not reached");
            town.at(1 - turn).post(party, signed, payload, body).await.unwrap();
            town.serve(turn, None);
        }
        let taken = town.at(turn).post(party, signed, payload, body).await;
        let taken = taken.unwrap_or_else(|why| panic!("{kind:?}: {why:?}"));
        assert_eq!((taken.height, &taken.signed), (first + number as u64, signed), "{kind:?}");
    }
    assert_eq!(town.agree().await, first + held.events.len() as u64);
    assert!(kills >= 10, "{seen:?}");
    for at in 0..2 {
        let fold = town.at(at).fold().await;
        assert_eq!(fold.round(&held.manifest.id()).unwrap().phase().name(), "published");
    }
}

/// The way from SQLite to PostgreSQL, and back from a database that is lost: any party's copy fills an empty one.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_is_filled_from_a_partys_copy_and_backups_are_other_tools_work() {
    let Some(server) = PostgresServer::start() else { return };
    let mut w = World::new().await;
    let sent = w.prepare(0, 0);
    let event = w.send(&sent).await.unwrap();
    w.server.take().unwrap().shutdown().await;
    let (office, out) = (w.folder.path().join("office"), w.folder.path().join("backup"));
    let (store, blobs) = (store::look(&w.config).await.unwrap(), w.config.blobs());
    let rows = store.events(0, 10_000, true).await.unwrap();
    let mut bytes = Vec::new();
    rows.iter().for_each(|row| copy::put(&mut bytes, (&row.event, row.payload.as_deref().unwrap())));
    std::fs::create_dir(&office).unwrap();
    std::fs::write(office.join(copy::FILE), bytes).unwrap();
    std::fs::write(office.join(copy::NOTE), store.checkpoint().await.unwrap().unwrap()).unwrap();
    store.close().await;

    w.config.postgres = Some(Postgres { url: server.database("fresh"), password_file: None });
    w.config.data = w.folder.path().join("data-two");
    let from = [office, blobs];
    let report = recover(&w.config, &from).await.unwrap();
    assert!(report.is_whole() && report.added == rows.len() as u64 && report.brought > 0, "{report}");
    assert!(report.notes.iter().any(|note| note.contains("was empty")), "{report}");
    let again = recover(&w.config, &from).await.unwrap();
    assert!(again.is_whole() && again.added == 0 && again.brought == 0 && again.notes.is_empty(), "{again}");
    for refused in [backup(&w.config, &out).await, restore(&w.config, &out).await] {
        let words = refused.unwrap_err().to_string();
        assert!(words.contains("pg_dump") && words.contains("docs/operations.md"), "{words}");
    }
    assert!(!out.exists());
    let begun = found(&w.config, &key_of(Party::Aggregator)).await;
    assert!(begun.unwrap_err().to_string().contains("exists already"), "the head file is there");
    w.start().await;
    assert_eq!(w.send(&sent).await.unwrap(), event);
    let other = w.prepare(1, 0);
    assert_eq!(w.send(&other).await.unwrap().height, event.height + 1);
    w.server.take().unwrap().shutdown().await;
}
