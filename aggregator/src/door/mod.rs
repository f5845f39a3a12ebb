//! The door: who comes in, and how much of the server anybody may hold.
//!
//! Order: [`certificates`] (who belongs here), [`meter`] (what each has in hand), [`connection`] (one that came in),
//! [`accept`] (the listener: strangers wait apart from parties), [`methods`], [`body`] and [`calls`] (every call measured before
//! and while it is answered).

pub mod accept;
pub mod body;
pub mod calls;
pub mod certificates;
pub mod connection;
pub mod meter;
pub mod methods;

pub use accept::Door;
pub use calls::CallsLayer;
pub use certificates::{CertificateError, Certificates};
pub use connection::{Connection, Guarded, Peer};
pub use meter::{Budget, Charge, Meter, Meters};
