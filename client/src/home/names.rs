//! What a person types when an office is made: its name, the address of the server, names of hosts. Refused at once where it
//! could never work.

use crate::error::{ClientError, Result};
use intertally_roles::Role;
use std::net::IpAddr;

/// Longest name of an office.
const MAX_NAME: usize = 64;

/// Checks the name of an office: for a member its area code, as the structure has it; for others words that can be printed.
///
/// # Errors
/// What is no id of SDMX for a member; what is empty, long, or holds what steers a screen or leads to another folder.
pub fn office_name(role: Role, name: &str) -> Result<()> {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
    let word = |c: char| {
        !c.is_control() && !matches!(c, '/' | '\\' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let (good, next) = if role == Role::Member {
        let next = "take the area code as the structure has it, e.g. NL: letters, digits, _, -, $ and @";
        (name.chars().all(sign), next)
    } else {
        (
            name.chars().all(word) && name.trim() == name,
            "give 1 to 64 letters, digits and blanks between them",
        )
    };
    if good && (1..=MAX_NAME).contains(&name.len()) && !name.starts_with('.') {
        return Ok(());
    }
    Err(ClientError::stop(format!("{name:?} is no name of a {}", role.word()), next))
}

/// Checks the address of the server.
///
/// # Errors
/// What is not `https://HOST:PORT`.
pub fn server_address(address: &str) -> Result<()> {
    const NEXT: &str = "write https://HOST:PORT, e.g. https://tally.example.org:7443";
    let stop = |what: String| Err(ClientError::stop(what, NEXT));
    // Before the host may stand a password, which is repeated nowhere.
    if address.contains('@') {
        return stop(
            "the server's address holds a name or a password, which the server does not ask for".to_owned(),
        );
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return stop(format!("the server's address {address:?} has no https://"));
    };
    if scheme == "http" {
        return stop(format!("the server's address {address:?} is http, and the server speaks https alone"));
    }
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => {
            (format!("[{host}]"), port.strip_prefix(':').or(port.is_empty().then_some("443")))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host.to_owned(), Some(port)),
            None => (authority.to_owned(), Some("443")),
        },
    };
    let port = port.filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    let port = port.and_then(|port| port.parse::<u16>().ok()).filter(|port| *port > 0);
    if scheme != "https" || host_name(&host).is_err() || port.is_none() {
        return stop(format!("the server's address {address:?} is none"));
    }
    Ok(())
}

/// A host as a certificate has it: a name, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A host name.
    Name(String),
    /// An address.
    Address(IpAddr),
}

/// Reads a host name or an address; an address of IPv6 may stand in brackets, as in a URL.
///
/// # Errors
/// What is neither.
pub fn host_name(text: &str) -> Result<Host> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(text).parse::<IpAddr>()
        && (bare.is_none() || address.is_ipv6())
    {
        return Ok(Host::Address(address));
    }
    let label = |label: &str| {
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(sign)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // What ends in a number would be read as an address (RFC 1123, 2.1).
    let last = text.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    let number = last.bytes().all(|byte| byte.is_ascii_digit())
        || hexadecimal.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if text.len() <= 253 && text.split('.').all(label) && !number {
        return Ok(Host::Name(text.to_owned()));
    }
    Err(ClientError::stop(
        format!("{text:?} is no host name and no address"),
        "give one without port, path and mask, e.g. tally.example.org, 10.0.0.7 or [2001:db8::7]",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_offices() {
        let of = |name: &str| [Role::Member, Role::Trustee].map(|role| office_name(role, name).is_ok());
        for good in ["NL", "_ALL", "BE-BRU", "ceremony@x", "trustee-0", "A$1"] {
            assert_eq!(of(good), [true, true], "{good}");
        }
        for words in ["Court of auditors", "Île", "N L"] {
            assert_eq!(of(words), [false, true], "{words}");
        }
        for bad in ["", "\t", "N/L", "../x", "NL\n", " NL", "NL ", ".a", "a\\b", "\u{202e}x", &"x".repeat(65)]
        {
            assert_eq!(of(bad), [false, false], "{bad:?}");
        }
    }

    #[test]
    fn addresses_of_servers() {
        for good in [
            "https://tally.example.org:7443",
            "https://localhost:7443",
            "https://10.0.0.7:7443/",
            "https://[::1]:7443",
            "https://tally.example.org",
            "https://[::1]",
        ] {
            assert!(server_address(good).is_ok(), "{good}");
        }
        for (bad, word) in [
            ("http://localhost:7443", "http"),
            ("localhost:7443", "no https://"),
            ("tally.example.org", "no https://"),
            ("https://", "none"),
            ("https://host:port", "none"),
            ("https://host:0", "none"),
            ("https://host:99999", "none"),
            ("https://ho st:1", "none"),
            ("https://ana:x@host:1", "holds a name"),
            ("https://host:1/path", "none"),
            ("ftp://host:1", "none"),
            ("https://[::1]7443", "none"),
            ("", "no https://"),
        ] {
            let why = server_address(bad).unwrap_err().to_string();
            assert!(why.contains(word) && why.contains("https://HOST:PORT"), "{bad}: {why}");
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(host_name("[::1]").unwrap(), Host::Address("::1".parse().unwrap()));
        assert_eq!(host_name("10.0.0.7").unwrap(), Host::Address("10.0.0.7".parse().unwrap()));
        assert_eq!(host_name("tally.example.org").unwrap(), Host::Name("tally.example.org".into()));
        for bad in [
            "tally.example.org:7443",
            " localhost",
            "10.0.0.0/8",
            "https://x",
            "",
            ".",
            "a..b",
            "-a",
            "a_b",
            "[10.0.0.7]",
            "1.2.3",
            "[x]",
            "*.example.org",
            "é.org",
            "fe80::1%eth0",
            "0x7f000001",
            "127.0.0.0X1",
            "tally.example.org.",
            "host,other",
        ] {
            assert!(host_name(bad).is_err(), "{bad}");
        }
    }
}
