//! The `intertally` command as a library: what member, trustee, coordinator and auditor do, on top of the pure rooms.
//!
//! [`home`] is a party's folder, [`wire`] the server, [`session`] both together; then one room per role. [`cli`] says
//! what can be typed. The demo calls the same functions.

pub mod auditor;
pub mod cli;
pub mod collect;
pub mod coordinator;
pub mod error;
pub mod home;
pub mod member;
pub mod pki;
pub mod release;
pub mod session;
pub mod shares;
pub mod trustee;
pub mod view;
pub mod wire;
mod work;

pub use error::{ClientError, Result};
pub use session::Session;
