//! The server over gRPC: the connection, what is called over it, uploads.

mod calls;
mod link;
mod proxy;
mod tls;
mod upload;

pub use link::Link;
pub use proxy::Proxies;
