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
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            let value = std::env::var(name).unwrap_or_default();
            if !value.trim().is_empty() {
                usable(name, &value)?;
            }
        }
        Ok(Self { matcher: Matcher::from_env() })
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

/// Whether a proxy's address can be used. Its password is never repeated.
fn usable(name: &str, value: &str) -> Result<()> {
    const NEXT: &str = "write http://HOST:PORT, with NAME:PASSWORD@ before HOST where the proxy wants them";
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
}
