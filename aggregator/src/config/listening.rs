//! Who is let in and what is shown: certificates, and the operator's page.

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Certificates, PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The server's certificate chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The authority that issues the parties' certificates; several while one follows another.
    pub client_authority: PathBuf,
    /// What the authority has revoked: its lists (CRL). None: nothing was ever revoked.
    #[serde(default)]
    pub revoked: Option<PathBuf>,
}

/// The operator's page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Address of `/metrics`, `/live` and `/ready`: plain HTTP, of this machine or a network of its own.
    pub listen: SocketAddr,
    /// Collector of spans (OTLP over gRPC), for a server built with them.
    #[serde(default)]
    pub traces: Option<String>,
}
