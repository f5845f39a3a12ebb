//! Names, addresses, dates, proxies and files as people give them.

use crate::office::Desk;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

#[test]
fn names_of_offices_and_addresses_of_servers() {
    let desk = Desk::new();
    let init = |role: &str, name: &str, server: &str| {
        desk.office(
            "office",
            &[],
            &[role, "init", "--name", name, "--server", server, "--passphrase-work", "2"],
        )
    };
    for name in ["", "\t", "N/L", "../x", "N L"] {
        init("member", name, "https://localhost:7443").ends(2, &["is no name of a member", "area code"]);
    }
    init("member", "NL", "http://localhost:7443").ends(2, &["http", "https://HOST:PORT"]);
    init("member", "NL", "localhost:7443").ends(2, &["no https://", "https://HOST:PORT"]);
    assert!(!desk.path("office").exists(), "nothing was made");
    init("trustee", "Court of auditors", "https://localhost:7443").ends(0, &["fingerprint"]);
}

#[test]
fn an_address_that_cannot_be_is_said_at_use_too() {
    let desk = Desk::collaboration("https://localhost:1");
    let settings = std::fs::read_to_string(desk.path("NL/office.toml")).unwrap();
    for (address, words) in [("http://localhost:1", "is http"), ("localhost:1", "no https://")] {
        desk.write("NL/office.toml", settings.replace("https://localhost:1", address));
        desk.office("NL", &[], &["member", "status"]).ends(2, &[words, "https://HOST:PORT"]);
    }
}

#[test]
fn hosts_of_a_server_certificate() {
    let desk = Desk::new();
    desk.run(&[], &["pki", "authority", "--out", &desk.text("pki")]).ends(0, &[]);
    let server = |host: &str| {
        let (authority, out) = (desk.text("pki"), desk.text("tls"));
        desk.run(
            &[],
            &["pki", "server", "--authority", &authority, "--out", &out, "--host", host, "--replace"],
        )
    };
    for bad in ["tally.example.org:7443", " localhost", "10.0.0.0/8", "https://x", "", "[10.0.0.1]"] {
        server(bad).ends(2, &["is no host name and no address"]);
    }
    assert!(!desk.path("tls").exists());
    for good in ["[::1]", "::1", "10.0.0.7", "tally.example.org"] {
        server(good).ends(0, &["made"]);
    }
    // All that the server's settings name, a list of revoked certificates included: the first revocation needs no new line.
    for name in ["server.pem", "server.key", "authority.pem", "revoked.pem"] {
        assert!(desk.path(&format!("tls/{name}")).exists(), "{name}");
    }
    let (authority, out) = (desk.text("pki"), desk.text("other"));
    let base = ["pki", "server", "--authority", &authority, "--out", &out, "--host", "localhost", "--days"];
    desk.run(&[], &[&base[..], &["0"]].concat()).ends(2, &["days"]);
    assert!(!desk.path("other").exists());
}

#[test]
fn a_serial_that_was_never_issued_revokes_nobody_in_silence() {
    let desk = Desk::collaboration("https://localhost:1");
    let pki = desk.text("pki");
    let revoke = |serial: &str| desk.run(&[], &["pki", "revoke", "--authority", &pki, "--serial", serial]);
    revoke("4fffffffffffffffffffffffffffffff")
        .ends(2, &["has issued no certificate of serial", "issued.txt"]);
    let issued = std::fs::read_to_string(desk.path("pki/issued.txt")).unwrap();
    let (serial, whose) = issued.lines().next().unwrap().split_once(' ').unwrap();
    revoke(serial).ends(0, &[whose, "NOT in force before"]);
}

#[test]
fn a_passphrase_file_with_a_mark_opens_what_one_without_does() {
    let desk = Desk::collaboration("https://localhost:1");
    desk.write("passphrase", "\u{feff}a long enough passphrase\r\n");
    let said = desk.office("NL", &[], &["member", "status"]);
    assert!(said.code == Some(2) && !said.all.contains("does not open"), "{}", said.all);
    desk.write("passphrase", "another passphrase\n");
    desk.office("NL", &[], &["member", "status"]).ends(2, &["does not open"]);
}

#[test]
fn deadlines_that_cannot_be_meant_open_nothing() {
    let desk = Desk::new();
    let new = |settings: &[(&str, &str)], deadline: &str, more: &[&str]| {
        let base = ["coordinator", "new", "--name", "X", "--period", "2031", "--deadline", deadline];
        desk.run(settings, &[&base[..], more].concat())
    };
    new(&[], "-1d", &["--yes"]).ends(2, &["-1d is over", "name a date to come"]);
    let amsterdam = [("TZ", "Europe/Amsterdam")];
    for (settings, deadline, words) in [
        (&[][..], "2031-03-31T17:00[Europe/Amstrdam]", "no zone 'Europe/Amstrdam'"),
        (&[], "2031-03-31T17:00+05:00[Europe/Amsterdam]", "the offset"),
        (&[], "2031-03-30T02:30[Europe/Amsterdam]", "leave out"),
        (&[], "2031-10-26T02:30[Europe/Amsterdam]", "strike twice"),
        (&amsterdam, "2031-03-30 02:30", "leave out"),
        (&[("TZ", "Europe/Amstrdam")], "2031-07-31 17:00", "this machine's is not known"),
        (&[], "2031-03-31", "no time of day"),
        (&[], "2031-06-30T23:59:60Z", "second of 60"),
        (&[], "2031-03-31T17:00+25:59", "no place is"),
        (&[], "2031-03-31T17:00[Etc/Unknown]", "no zone 'Etc/Unknown'"),
        (&[("TZ", "Factory")], "2031-07-31 17:00", "this machine's is not known"),
    ] {
        new(settings, deadline, &["--yes"]).ends(2, &[words]);
    }
    new(&[], "2307-03-31T17:00Z", &[]).ends(2, &["more than five years from now", "correct the year"]);
    // Asked about, never assumed; with --yes the log of the script has it.
    new(&amsterdam, "2031-07-31 17:00", &[])
        .ends(2, &["2031-07-31 15:00 UTC", "Europe/Amsterdam", "names no zone", "not confirmed"]);
    new(&amsterdam, "2031-07-31 17:00", &["--yes"])
        .ends(2, &["2031-07-31 15:00 UTC", "there is no office here"]);
    new(&[], "2031-07-31T17:00[Europe/Amsterdam]", &[])
        .ends(2, &["deadline: 2031-07-31 15:00 UTC", "there is no office here"]);
}

/// The first lines that come to a port, in a thread of their own; everything is refused.
fn listen() -> (u16, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let first = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = String::new();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut line = String::new();
        while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
            head.push_str(&line);
            line.clear();
        }
        stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n").unwrap();
        head
    });
    (port, first)
}

#[test]
fn a_proxy_gets_name_and_password_and_needs_no_scheme() {
    let desk = Desk::collaboration("https://localhost:1");
    for (variable, address, wanted) in [
        ("HTTPS_PROXY", "http://ana:s3cret@127.0.0.1", Some("YW5hOnMzY3JldA==")),
        ("https_proxy", "ana:s3cret@127.0.0.1", Some("YW5hOnMzY3JldA==")),
        ("ALL_PROXY", "127.0.0.1", None),
    ] {
        let (port, head) = listen();
        let address = format!("{address}:{port}");
        let said = desk.office("NL", &[(variable, &address)], &["member", "status"]).ends(2, &[]);
        assert!(!said.all.contains("s3cret"), "{}", said.all);
        let head = head.join().unwrap();
        assert!(head.starts_with("CONNECT localhost:1 "), "{head}");
        let auth =
            head.lines().find(|line| line.to_ascii_lowercase().starts_with("proxy-authorization: basic "));
        assert_eq!(auth.and_then(|line| line.rsplit(' ').next()), wanted, "{head}");
    }
    desk.office("NL", &[("HTTPS_PROXY", "socks5://ana:s3cret@127.0.0.1:9")], &["member", "status"])
        .ends(2, &["HTTPS_PROXY names a proxy of the kind socks5"]);
}

#[test]
fn some_servers_are_reached_past_the_proxy() {
    // The server's own port listens, so that who is called can be told.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let desk = Desk::collaboration(&format!("https://localhost:{port}"));
    let called = std::thread::spawn(move || listener.accept().is_ok());
    let proxied = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "localhost")];
    desk.office("NL", &proxied, &["member", "status"]).ends(2, &[]);
    assert!(called.join().unwrap(), "the server itself was called");
}

#[test]
fn variables_that_are_set_to_nothing_are_not_set() {
    let desk = Desk::collaboration("https://localhost:1");
    let (home, passphrase) = (desk.text("NL"), desk.text("passphrase"));
    let status = ["member", "status"];
    let nothing = [("INTERTALLY_HOME", ""), ("INTERTALLY_PASSPHRASE_FILE", "")];
    let place = desk.path(".intertally/member").display().to_string();
    desk.run(&nothing, &status).ends(2, &[&place, "there is no office here"]);
    desk.run(&nothing, &[&status[..], &["--home", &home, "--passphrase-file", &passphrase]].concat())
        .ends(2, &["the connection failed"]);
    let set = [("INTERTALLY_HOME", home.as_str()), ("INTERTALLY_PASSPHRASE_FILE", passphrase.as_str())];
    desk.run(&set, &status).ends(2, &["the connection failed"]);
    // An option with nothing behind it is a slip of a script: no other office is taken for it.
    desk.run(&set, &[&status[..], &["--home", ""]].concat()).ends(2, &["--home is empty"]);
    desk.run(&set, &[&status[..], &["--passphrase-file", ""]].concat())
        .ends(2, &["--passphrase-file is empty"]);
}

#[test]
fn who_has_no_office_is_told_the_commands_of_its_own_role() {
    let desk = Desk::new();
    let nowhere = desk.text("nowhere");
    let said = |role: &str, verb: &str| {
        let said = desk.run(&[], &[role, verb, "--home", &nowhere]).ends(2, &["there is no office here"]).all;
        assert!(said.contains(&format!("`{role} init`")), "{said}");
        said
    };
    let member = said("member", "status");
    assert!(member.contains("`member check`") && !member.contains("trustee"), "{member}");
    assert!(said("trustee", "sit").contains("`trustee restore`"));
    for (role, verb) in [("coordinator", "status"), ("auditor", "repair")] {
        let said = said(role, verb);
        assert!(!said.contains("member") && !said.contains("trustee"), "{said}");
    }
}

#[test]
fn a_member_that_is_called_by_its_country_is_pointed_to_the_code() {
    let desk = Desk::new();
    let init = |office: &str, name: &str| {
        let server = ["--server", "https://localhost:7443", "--passphrase-work", "2"];
        desk.office(office, &[], &[&["member", "init", "--name", name], &server[..]].concat())
    };
    init("one", "Niederlande").ends(0, &["ATTENTION: Niederlande is no area code", "NL (Netherlands)"]);
    let good = init("two", "NL").ends(0, &["fingerprint"]);
    assert!(!good.all.contains("ATTENTION"), "{}", good.all);
}
