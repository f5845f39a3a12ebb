//! The `intertally` command: command line, folders, gRPC, terminal. What the roles do is in `intertally_roles`.
//!
//! [`home`] is a party's folder (a shelf), [`wire`] the server over gRPC, [`session`] opens both together. [`cli`] says
//! what can be typed.

pub mod certificate;
pub mod cli;
pub mod error;
pub mod home;
pub mod pki;
pub mod records;
pub mod session;
pub mod simulate;
pub mod wire;

/// Version, commit of a release build, and specification, for whoever must say what runs.
pub const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), ", specification 2, built from ", env!("VERGEN_GIT_SHA"));

pub use error::{ClientError, Result};
pub use intertally_roles::Session;
