//! What member, trustee, coordinator and auditor do, on top of the pure rooms and over what a shell lends them.
//!
//! A [`Shelf`] keeps named bytes, a [`Wire`] speaks to the log's server, a [`Person`] answers questions, a [`Clock`]
//! tells the time, and randomness comes with them ([`Tools`]). A [`Session`] is a party at work with them; [`Synced`]
//! is one whose copy of the log was read to its end, and what decides takes that. Then one room per role. [`memory`]
//! has all of it in memory: a round runs without files and network.

pub mod auditor;
pub mod clock;
pub mod collect;
pub mod coordinator;
pub mod directory;
pub mod error;
pub mod member;
pub mod memory;
mod names;
pub mod person;
pub mod release;
pub mod session;
pub mod shares;
pub mod shelf;
pub mod trustee;
pub mod wire;
pub mod work;

pub use clock::Clock;
pub use directory::{Card, Directory, Role};
pub use error::{Result, RoleError};
pub use person::Person;
pub use session::{Random, Session, Synced, Tools};
pub use shelf::Shelf;
pub use wire::Wire;
