//! The proxy that the environment names, as curl reads it: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, with name and password in the
//! address and with or without a scheme.

use crate::error::{ClientError, Result};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use tonic::transport::Uri;

/// What decides whether a server is reached through a proxy.
pub struct Proxies {
    matcher: Matcher,
}

impl Proxies {
    /// Those of the environment.
    ///
    /// # Errors
    /// A variable that names no proxy: it would be passed over, and the connection made past the proxy.
    pub fn of_environment() -> Result<Self> {
        let given = |names: [&'static str; 2]| {
            let set = |name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?));
            names.into_iter().find_map(set).unwrap_or_default()
        };
        // A server of CGI takes names of variables from whoever asks it.
        if std::env::var_os("REQUEST_METHOD").is_some() {
            return Ok(Self { matcher: Matcher::builder().build() });
        }
        let (_, no) = given(["NO_PROXY", "no_proxy"]);
        Self::of([given(["HTTPS_PROXY", "https_proxy"]), given(["ALL_PROXY", "all_proxy"])], &no)
    }

    /// Of the variables for this kind of server and for all kinds, by name; the first one that says something counts alone.
    fn of(given: [(&str, String); 2], no: &str) -> Result<Self> {
        let used = given.iter().find(|(_, value)| !value.trim().is_empty());
        let Some((name, value)) = used else { return Ok(Self { matcher: Matcher::builder().build() }) };
        usable(name, value)?;
        Ok(Self { matcher: Matcher::builder().all(value.as_str()).no(servers(no)).build() })
    }

    /// What connects to the server through its proxy; none if it is reached without.
    pub(super) fn tunnel(&self, server: &Uri) -> Option<Tunnel<HttpConnector>> {
        let proxy = self.matcher.intercept(server)?;
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        let tunnel = Tunnel::new(proxy.uri().clone(), http);
        Some(match proxy.basic_auth() {
            Some(auth) => tunnel.with_auth(auth.clone()),
            None => tunnel,
        })
    }
}

/// Servers that are reached without, as the matcher knows them: `*.example.org` and `example.org:7443` are `example.org`,
/// `[::1]` is `::1`, and blanks and semicolons separate, too.
fn servers(no: &str) -> String {
    let one = |server: &str| {
        if let Some((address, _)) = server.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            return address.to_owned();
        }
        let server = server.strip_prefix("*.").unwrap_or(server);
        let port = server.rsplit_once(':').filter(|(host, port)| {
            !host.contains(':') && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
        });
        port.map_or(server, |(host, _)| host).to_owned()
    };
    let all = no.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    all.filter(|server| !server.is_empty()).map(one).collect::<Vec<String>>().join(",")
}

/// Whether a proxy's address can be used. Its password is never repeated.
fn usable(name: &str, value: &str) -> Result<()> {
    const NEXT: &str = "write http://HOST:PORT, with NAME:PASSWORD@ before HOST where the proxy wants them, and in these %40 for @, \
                        %3A for :, %2F for /, %23 for # and %3F for ?";
    // Of a password with such a sign the rest would be taken for the host.
    let behind = value.split_once("://").map_or(value, |(_, rest)| rest);
    let before = behind.rsplit_once('@').map_or("", |(before, _)| before);
    if before.contains(['/', '#', '?', '@']) {
        return Err(ClientError::stop(
            format!("{name} has a name or password with a sign that stands for something else"),
            NEXT,
        ));
    }
    let matcher = Matcher::builder().all(value.trim()).build();
    let any = Uri::from_static("https://example.org");
    let Some(proxy) =
        matcher.intercept(&any).filter(|proxy| value == value.trim() && proxy.uri().host().is_some())
    else {
        return Err(ClientError::stop(format!("{name} names no proxy"), NEXT));
    };
    match proxy.uri().scheme_str() {
        Some("http") => Ok(()),
        scheme => {
            let what =
                format!("{name} names a proxy of the kind {}, which is not used", scheme.unwrap_or("?"));
            Err(ClientError::stop(what, NEXT))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_proxies() {
        for good in [
            "http://127.0.0.1:9",
            "127.0.0.1:3128",
            "proxy.example:80",
            "http://ana:s3cret@proxy:3128",
            "a:b@p:1",
            "http://ana:s%40cret@proxy:3128",
        ] {
            assert!(usable("HTTPS_PROXY", good).is_ok(), "{good}");
        }
        for bad in [
            "socks5://127.0.0.1:9",
            "https://proxy:443",
            "http://",
            "ftp://x",
            " http://p:1",
            "http://ana:s3 cret@x",
            "http://ana:s3@cret@proxy:3128",
            "http://ana:s3#cret@proxy:3128",
            "http://ana:12/s3@proxy:3128",
            "ana:12?s3@proxy:3128",
        ] {
            let why = usable("HTTPS_PROXY", bad).unwrap_err().to_string();
            assert!(why.contains("HTTPS_PROXY") && !why.contains("s3"), "{bad}: {why}");
        }
    }

    #[test]
    fn some_servers_are_reached_without() {
        let matcher = Matcher::builder()
            .all("http://ana:s3cret@127.0.0.1:9")
            .no("localhost,.example.org,10.0.0.0/8")
            .build();
        let proxies = Proxies { matcher };
        for (server, through) in [
            ("https://localhost:7443", false),
            ("https://tally.example.org:7443", false),
            ("https://10.1.2.3:7443", false),
            ("https://tally.example.com:7443", true),
        ] {
            assert_eq!(proxies.tunnel(&server.parse().unwrap()).is_some(), through, "{server}");
        }
        for (no, server, through) in [
            ("*", "https://tally.example.com:7443", false),
            (" localhost , tally.example.com ", "https://tally.example.com:7443", false),
            ("example.com", "https://tally.example.com", false),
            ("ample.com", "https://tally.example.com", true),
            ("10.0.0.7", "https://10.0.0.7:7443", false),
            ("::1", "https://[::1]:7443", false),
            ("", "https://localhost:7443", true),
        ] {
            let matcher = Matcher::builder().all("http://127.0.0.1:9").no(no).build();
            let tunnel = Proxies { matcher }.tunnel(&server.parse().unwrap());
            assert_eq!(tunnel.is_some(), through, "{no}: {server}");
        }
    }

    #[test]
    fn the_variable_that_is_used_is_looked_at_alone() {
        let of = |https: &str, all: &str, no: &str| {
            Proxies::of([("HTTPS_PROXY", https.to_owned()), ("ALL_PROXY", all.to_owned())], no)
        };
        // Desktops set both, and one of them for another kind of connection.
        assert!(of("http://p:1", "socks5://127.0.0.1:1080", "").is_ok());
        assert!(of("", "socks5://127.0.0.1:1080", "").is_err() && of("", "", "").is_ok());
        let server = |address: &str| address.parse::<Uri>().unwrap();
        for (no, address, through) in [
            ("*.example.org", "https://tally.example.org:7443", false),
            ("localhost;*.example.org", "https://tally.example.org", false),
            ("a.example b.example", "https://b.example", false),
            ("tally.example.org:7443", "https://tally.example.org:7443", false),
            ("::1 10.0.0.0/8", "https://10.2.3.4", false),
            ("::1", "https://[::1]:7443", false),
            ("[::1]", "https://[::1]:7443", false),
            ("[::1]:7443,x.example", "https://[::1]:7443", false),
            ("[::2]", "https://[::1]:7443", true),
            ("TALLY.example.org", "https://tally.example.org", false),
            (".EXAMPLE.org", "https://tally.example.org", false),
            ("*.example.org", "https://tally.example.com", true),
            ("", "https://tally.example.org", true),
        ] {
            let proxies = of("http://p:1", "", no).ok().unwrap();
            assert_eq!(proxies.tunnel(&server(address)).is_some(), through, "{no}: {address}");
        }
    }
}
