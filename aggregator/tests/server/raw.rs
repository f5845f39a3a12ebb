//! A client that keeps to no rule of HTTP/2: frames as they please, over TLS with a party's certificate.

use crate::World;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const WINDOW: u8 = 8;

/// A connection.
pub struct Raw(TlsStream<TcpStream>);

/// A frame.
fn frame(kind: u8, flags: u8, stream: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(body.len()).unwrap().to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(body);
    bytes
}

/// Headers of a gRPC call, without any table.
fn block(path: &str) -> Vec<u8> {
    // POST, https; then literal names by their place in the static table.
    let mut bytes = vec![0x83, 0x87];
    let mut literal = |name: &[u8], value: &str| {
        bytes.extend(name);
        bytes.push(u8::try_from(value.len()).unwrap());
        bytes.extend(value.as_bytes());
    };
    literal(&[0x04], path);
    literal(&[0x01], "localhost");
    literal(&[0x0f, 0x10], "application/grpc");
    literal(&[0x00, 0x02, b't', b'e'], "trailers");
    bytes
}

/// A gRPC message.
pub fn message(bytes: &[u8]) -> Vec<u8> {
    let mut all = vec![0];
    all.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
    all.extend(bytes);
    all
}

impl World {
    /// TLS alone; nothing of HTTP/2 yet.
    pub async fn secured(&self, identity: (String, String)) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(self.authority.pem.as_bytes()).unwrap()).unwrap();
        let chain = vec![CertificateDer::from_pem_slice(identity.0.as_bytes()).unwrap()];
        let key = PrivateKeyDer::from_pem_slice(identity.1.as_bytes()).unwrap();
        let mut config =
            ClientConfig::builder().with_root_certificates(roots).with_client_auth_cert(chain, key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let socket = TcpStream::connect(self.address()).await?;
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, socket).await
    }

    /// Connect, with this initial window for answers.
    pub async fn raw(&self, identity: (String, String), window: u32) -> Raw {
        let mut raw = Raw(self.secured(identity).await.unwrap());
        let mut settings = 4u16.to_be_bytes().to_vec();
        settings.extend(window.to_be_bytes());
        let mut hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        hello.extend(frame(SETTINGS, 0, 0, &settings));
        hello.extend(frame(SETTINGS, 1, 0, &[]));
        raw.0.write_all(&hello).await.unwrap();
        raw
    }
}

impl Raw {
    /// Send bytes; false if the server has closed.
    pub async fn send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok() && self.0.flush().await.is_ok()
    }

    /// Whatever comes within a time; none at the end of the connection.
    pub async fn read(&mut self, within: Duration) -> Option<Vec<u8>> {
        let mut bytes = vec![0; 1 << 16];
        match tokio::time::timeout(within, self.0.read(&mut bytes)).await {
            Err(_) => Some(vec![]),
            Ok(Ok(0) | Err(_)) => None,
            Ok(Ok(count)) => {
                bytes.truncate(count);
                Some(bytes)
            }
        }
    }

    /// Whether the server closes within a time, whatever it sends before.
    pub async fn is_closed(&mut self, within: Duration) -> bool {
        let end = tokio::time::Instant::now() + within;
        while tokio::time::Instant::now() < end {
            if self.read(Duration::from_millis(100)).await.is_none() {
                return true;
            }
        }
        false
    }
}

/// The beginning of a call, whole if nothing follows.
pub fn call(stream: u32, path: &str, whole: bool) -> Vec<u8> {
    frame(HEADERS, if whole { 5 } else { 4 }, stream, &block(path))
}

/// Bytes of a call.
pub fn data(stream: u32, bytes: &[u8], last: bool) -> Vec<u8> {
    frame(0, u8::from(last), stream, bytes)
}

/// Breaking a call off.
pub fn reset(stream: u32) -> Vec<u8> {
    frame(RESET, 0, stream, &8u32.to_be_bytes())
}

/// A window for the whole connection.
pub fn window(bytes: u32) -> Vec<u8> {
    frame(WINDOW, 0, 0, &bytes.to_be_bytes())
}
