//! Bad input through the real binaries: a return with every kind of fault, a proxy in between, strangers.

use crate::town::{AREAS, TRUSTEES, Town, run};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A return of the default structure with every kind of fault.
const SPOILT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../returns/samples/every-fault.csv");

#[test]
fn a_return_with_twenty_faults_is_refused_at_once_and_the_server_stays_well() {
    let town = Town::with_a_key();
    town.coordinator(&["new", "--name", "Default", "--period", "2024", "--deadline", "24h"]).good();
    town.member("NL", &["check", SPOILT]).bad(2, "run `member rounds`");
    town.member("NL", &["rounds"]).good();
    let before = town.peak_mib();
    let said = town.member("NL", &["check", SPOILT, "--json"]);
    assert_eq!(said.code, 1, "{}", said.text);
    let report: serde_json::Value = serde_json::from_str(&said.text).unwrap();
    let faults = report["faults"].as_array().unwrap();
    let rules: BTreeSet<&str> = faults.iter().filter_map(|fault| fault["rule"].as_str()).collect();
    assert!(rules.len() >= 20, "{} different rules: {rules:?}", rules.len());
    for fault in faults {
        assert!(!fault["hint"].as_str().unwrap_or_default().is_empty(), "{fault}");
    }
    town.member("NL", &["submit", SPOILT]).bad(2, "faults");
    town.member("NL", &["send", SPOILT]).bad(2, "is no prepared submission");
    town.member("NL", &["check", "/nowhere/return.csv"]).bad(2, "/nowhere/return.csv");
    assert!(town.coordinator(&["status"]).good().contains("submitted    0"), "nothing arrived");
    assert!(town.peak_mib() < before + 64, "{} MiB, {before} before", town.peak_mib());
}

/// A proxy that knows CONNECT alone, and counts its tunnels.
fn proxy() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let tunnels = Arc::clone(&count);
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let tunnels = Arc::clone(&tunnels);
            std::thread::spawn(move || tunnel(client, &tunnels));
        }
    });
    (port, count)
}

fn tunnel(mut client: TcpStream, tunnels: &AtomicUsize) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if client.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let text = String::from_utf8(head).unwrap();
    let target = text.strip_prefix("CONNECT ").unwrap().split(' ').next().unwrap();
    let mut server = TcpStream::connect(target).unwrap();
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
    tunnels.fetch_add(1, Ordering::SeqCst);
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
    });
    let _ = std::io::copy(&mut server, &mut client);
}

#[test]
fn a_member_behind_a_proxy_sends_through_it_and_no_one_acts_in_anothers_place() {
    let town = Town::with_a_key();
    town.open("Proxied", "2024");
    let path = town.fill("NL", |_, _| 7);
    let (port, tunnels) = proxy();
    let mut command = town.command("NL", &["member", "submit", &path]);
    // `run` clears the environment of the tests; this is the member's own.
    let said = crate::town::run_with(&mut command, &[("HTTPS_PROXY", &format!("http://127.0.0.1:{port}"))]);
    assert!(said.good().contains("the receipt is kept"));
    assert!(tunnels.load(Ordering::SeqCst) > 0, "it went through the proxy");
    let mut command = town.command("SE", &["member", "rounds"]);
    let said = crate::town::run_with(&mut command, &[("HTTPS_PROXY", "http://127.0.0.1:9")]);
    assert_eq!(said.code, 2, "a proxy that is not there is no way around it: {}", said.text);

    // The certificate of another office opens no door: DK with the folder of SE's certificate.
    let certificate = |area: &str| town.path(area).join("certificate.pem");
    std::fs::copy(certificate("SE"), certificate("DK")).unwrap();
    let said = run(&mut town.command("DK", &["member", "submit", &path]));
    assert_eq!(said.code, 2, "{}", said.text);
    // A command without a certificate of this authority.
    let stranger = Town::of(&AREAS[..1]);
    for file in ["certificate.pem", "tls.age"] {
        let from = stranger.path(AREAS[0]).join(file);
        if from.exists() {
            std::fs::copy(from, town.path("FI").join(file)).unwrap();
        }
    }
    let said = run(&mut town.command("FI", &["member", "rounds"]));
    assert_eq!(said.code, 2, "{}", said.text);
    town.sit(&TRUSTEES);
    assert!(
        town.coordinator(&["status"]).good().contains("submitted    1"),
        "one submission, the server well"
    );
}
