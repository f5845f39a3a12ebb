//! The connection: TLS with this party's certificate, the collaboration's authority, and a proxy if the environment of
//! the command names one.

use super::proxy::Proxies;
use crate::error::{ClientError, Result};
use crate::home::office::TLS;
use crate::home::{Office, Vault, files, server_address};
use intertally_core::limits;
use intertally_proto::pb::{
    ceremonies_client::CeremoniesClient, opening_client::OpeningClient, record_client::RecordClient,
    rounds_client::RoundsClient, submissions_client::SubmissionsClient,
};
use intertally_roles::Shelf;
use std::time::Duration;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};

/// A connection to the aggregator that this party has pinned. Cheap to clone.
#[derive(Clone)]
pub struct Link {
    channel: Channel,
}

impl Link {
    /// Ready to call; connects at the first call.
    pub fn new(office: &Office, proxies: &Proxies, vault: &Vault) -> Result<Self> {
        let pem = |file: &str| files::need(&office.path(file));
        let tls = ClientTlsConfig::new()
            .ca_certificate(Certificate::from_pem(pem("authority.pem")?))
            .identity(Identity::from_pem(pem("certificate.pem")?, vault.need(TLS)?));
        let address = &office.settings.server;
        server_address(address)?;
        let wrong = |why: &dyn std::fmt::Display| {
            ClientError::stop(
                format!("{address}: {why}"),
                "correct `server` in office.toml, or the certificates",
            )
        };
        let endpoint = Endpoint::from_shared(address.clone())
            .and_then(|endpoint| endpoint.tls_config(tls))
            .map_err(|why| wrong(&why))?
            .connect_timeout(Duration::from_secs(20))
            .http2_keep_alive_interval(Duration::from_secs(30))
            .user_agent(concat!("intertally/", env!("CARGO_PKG_VERSION")))
            .map_err(|why| wrong(&why))?;
        let channel = match proxies.tunnel(endpoint.uri()) {
            None => endpoint.connect_lazy(),
            Some(tunnel) => endpoint.connect_with_connector_lazy(tunnel),
        };
        Ok(Self { channel })
    }

    /// The log and its blobs.
    #[must_use]
    pub fn record(&self) -> RecordClient<Channel> {
        RecordClient::new(self.channel.clone())
            .max_decoding_message_size(limits::MESSAGE)
            .max_encoding_message_size(limits::MESSAGE)
    }

    /// Rounds, and watching.
    #[must_use]
    pub fn rounds(&self) -> RoundsClient<Channel> {
        RoundsClient::new(self.channel.clone()).max_decoding_message_size(limits::MESSAGE)
    }

    /// Terms and offers.
    #[must_use]
    pub fn ceremonies(&self) -> CeremoniesClient<Channel> {
        CeremoniesClient::new(self.channel.clone())
    }

    /// Uploads.
    #[must_use]
    pub fn submissions(&self) -> SubmissionsClient<Channel> {
        SubmissionsClient::new(self.channel.clone())
    }

    /// Sealed messages.
    #[must_use]
    pub fn opening(&self) -> OpeningClient<Channel> {
        OpeningClient::new(self.channel.clone())
            .max_decoding_message_size(limits::SEALED + 4096)
            .max_encoding_message_size(limits::SEALED + 4096)
    }
}
