//! Speaking to the server: the connection, this party's own copy of the log, posting, uploads, blobs, mail, cosigning.

pub mod blobs;
pub mod link;
pub mod mail;
pub mod mirror;
pub mod post;
pub mod proxy;
pub mod receipt;
pub mod upload;
pub mod witness;

pub use link::Link;
pub use mirror::Mirror;
pub use proxy::Proxies;
pub use receipt::ReceiptFile;
