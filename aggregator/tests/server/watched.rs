//! The operator's page of a server at work: numbers, health, and nothing that names a party.

use super::world::process::{process, text};
use super::world::{World, rule};
use intertally_aggregator::config::Watch;
use intertally_core::event::Kind;
use intertally_core::party::{MemberIndex, Party};
use intertally_tests::world::key_of;
use sqlx::{ConnectOptions as _, Executor as _};
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

async fn get(page: SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(page).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: page\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer
}

/// A world whose server has a page.
async fn watched() -> (World, SocketAddr) {
    let mut w = World::new().await;
    w.config.watch = Some(Watch { listen: "127.0.0.1:0".parse().unwrap(), traces: None });
    w.restart().await;
    let page = w.server.as_ref().unwrap().page().unwrap();
    (w, page)
}

/// Ask until it is so, for as long as two looks take.
async fn until(page: SocketAddr, word: &str) -> String {
    let mut answer = get(page, "/ready").await;
    for _ in 0..150 {
        if answer.contains(word) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        answer = get(page, "/ready").await;
    }
    assert!(answer.contains(word), "/ready never said {word}: {answer}");
    answer
}

/// What a gRPC health check of a service says: 1 for serving.
async fn serving(w: &World, service: &str) -> i32 {
    let mut client = HealthClient::new(w.channel(Party::Coordinator).await);
    let request = HealthCheckRequest { service: service.into() };
    client.check(request).await.unwrap().into_inner().status
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_counts_what_happens_and_names_nobody() {
    let (mut w, page) = watched().await;
    let sent = w.prepare(0, 0);
    w.send(&sent).await.unwrap();
    let wrong = w.claim(Party::Member(MemberIndex(1)), Kind::Cancelled, b"");
    let refusal = rule(w.append(Party::Member(MemberIndex(1)), &wrong, vec![]).await);
    let answer = get(page, "/metrics").await;
    let refused = format!("intertally_refusals_total{{rule=\"{refusal}\"}} 1");
    for line in [
        "HTTP/1.1 200 OK",
        "intertally_events_total{kind=\"Submitted\"} 1",
        "intertally_proofs_total{outcome=\"good\"} 1",
        "intertally_rounds{which=\"open\"} 1",
        "intertally_healthy{which=\"disk\"} 1",
        "intertally_calls_total{method=\"intertally.v1.Submissions/Upload\",answer=\"ok\"} 1",
        &refused,
    ] {
        assert!(answer.contains(line), "{line} in\n{answer}");
    }
    let height = format!("intertally_log_height {}\n", w.fold().await.height());
    assert!(get(page, "/metrics").await.contains(&height));
    let key = hex::encode(key_of(Party::Member(MemberIndex(0))).verifying_key().0);
    let round = w.manifest.id().0.to_string();
    for name in [&key[..16], &round[..16], &w.manifest.name] {
        assert!(!answer.contains(name), "{name} in\n{answer}");
    }
    assert!(get(page, "/live").await.starts_with("HTTP/1.1 200"));
    assert!(get(page, "/").await.starts_with("HTTP/1.1 404"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_write_says_so_and_is_ready_again_afterwards() {
    let (w, page) = watched().await;
    assert!(until(page, "ok    database").await.starts_with("HTTP/1.1 200"));
    assert_eq!(serving(&w, "intertally.v1.Submissions").await, 1);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(w.config.database());
    let mut other = options.connect().await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    assert!(until(page, "FAULT database").await.starts_with("HTTP/1.1 503"));
    assert_eq!(serving(&w, "intertally.v1.Submissions").await, 2);
    assert_eq!(serving(&w, "intertally.v1.Record").await, 1, "the log can be read");
    other.execute("ROLLBACK").await.unwrap();
    until(page, "ok    database").await;
    assert_eq!(serving(&w, "intertally.v1.Submissions").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_and_greedy_readers_of_the_page_end() {
    let (_w, page) = watched().await;
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(TcpStream::connect(page).await.unwrap());
    }
    // Eight at once, each for five seconds: the ninth waits for its turn and gets it.
    let answer = tokio::time::timeout(Duration::from_secs(30), get(page, "/live")).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_levels_of_lines_change_while_the_server_runs() {
    let mut w = World::new().await;
    w.server.take().unwrap().shutdown().await;
    let (config, lines) = (w.folder.path().join("server.toml"), w.folder.path().join("lines"));
    let with =
        |level: &str| std::fs::write(&config, format!("log = \"{level}\"\n{}", text(&w.config))).unwrap();
    with("error");
    let (server, _) = process(&config, "unset RUST_LOG", std::fs::File::create(&lines).unwrap());
    let hang_up = || {
        let done = Command::new("kill").args(["-HUP", &server.0.id().to_string()]).status().unwrap();
        assert!(done.success());
    };
    let told = async |word: &str| {
        for _ in 0..100 {
            if std::fs::read_to_string(&lines).unwrap().contains(word) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    };
    assert_eq!(std::fs::read_to_string(&lines).unwrap(), "", "errors alone");
    with("info");
    hang_up();
    assert!(told("read again").await);
    with("loud");
    hang_up();
    assert!(told("stay as they were").await);
    // Lines under [tls] are read again, or it is told that they are not in force; so it is of all other settings.
    let text = std::fs::read_to_string(&config).unwrap();
    let text = text.replace("log = \"loud\"", "log = \"info\"").replace("\"everybody\"", "\"coordinators\"");
    std::fs::write(&config, text.replace("[tls]\n", "[tls]\nrevoked = \"nowhere.pem\"\n")).unwrap();
    hang_up();
    assert!(told("the [tls] settings are NOT in force").await && told("nowhere.pem").await);
    assert!(told("settings=\"published_to\"").await && told("restart the server").await);
    assert!(!std::fs::read_to_string(&lines).unwrap().contains('\u{1b}'), "no colour codes in a file");
}

/// Found by trying: a server whose database had been replaced called itself ready for as long as nobody appended.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_longer_its_own_stop_it_also_while_nobody_appends() {
    let (mut w, page) = watched().await;
    until(page, "ok    log").await;
    let (database, kept) = (w.config.database(), w.folder.path().join("kept"));
    std::fs::rename(&database, &kept).unwrap();
    std::fs::copy(&kept, &database).unwrap();
    let said = until(page, "FAULT log").await;
    assert!(said.contains("log.sqlite was moved, removed or replaced"), "{said}");
    let ended = tokio::time::timeout(Duration::from_secs(10), w.server.as_mut().unwrap().wait()).await;
    let why = ended.unwrap().unwrap_err().to_string();
    assert!(why.contains("was moved, removed or replaced"), "{why}");
}

/// Found by reading: a SIGTERM that came while a SIGHUP was answered was heard by nobody.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_that_comes_with_a_reload_is_heard() {
    let mut w = World::new().await;
    for attempt in 0..6 {
        let mut server = w.outside("unset RUST_LOG").await;
        let id = server.0.id().to_string();
        // Both lie there when it goes on.
        for signal in ["-STOP", "-HUP", "-TERM", "-CONT"] {
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        }
        let mut ended = None;
        for _ in 0..200 {
            ended = server.0.try_wait().unwrap();
            if ended.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(ended.is_some_and(|status| status.success()), "attempt {attempt}: {ended:?}");
    }
}

#[test]
fn the_version_says_commit_and_specification() {
    let output = Command::new(env!("CARGO_BIN_EXE_intertally-aggregator")).arg("--version").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let specification = format!("specification {}", intertally_core::SPEC_VERSION);
    assert!(said.contains(&specification) && said.contains("built from"), "{said}");
}

/// Whatever the dashboard and the alerts ask for, the page has.
#[tokio::test(flavor = "multi_thread")]
async fn dashboard_and_alerts_ask_for_numbers_that_exist() {
    let (mut w, page) = watched().await;
    let sent = w.prepare(0, 0);
    w.send(&sent).await.unwrap();
    let wrong = w.claim(Party::Member(MemberIndex(1)), Kind::Cancelled, b"");
    w.append(Party::Member(MemberIndex(1)), &wrong, vec![]).await.unwrap_err();
    let has = get(page, "/metrics").await;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../packaging/monitoring");
    let mut asked = 0;
    for file in ["grafana.json", "alerts.yml"] {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
        for rest in text.split("intertally_").skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let name = format!("intertally_{}", &rest[..end]);
            // A counter or class that nothing has happened to yet is announced by its name alone.
            let family = name.trim_end_matches("_total").trim_end_matches("_bucket");
            assert!(has.contains(&format!("# TYPE {family} ")), "{file} asks for {name}");
            asked += 1;
        }
    }
    assert!(asked > 15, "{asked}");
}
