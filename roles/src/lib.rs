//! What member, trustee, coordinator and auditor do, on top of the pure rooms and over what a shell lends them.
//!
//! A [`Shelf`] keeps named bytes, a [`Wire`] speaks to the log's server, a [`Person`] answers questions, a [`Clock`]
//! tells the time, and randomness comes with them ([`Tools`]). A [`Session`] is a party at work with them; [`Synced`]
//! is one whose copy of the log was read to its end, and what decides takes that. Then one room per role. [`memory`]
//! has all of it in memory: a round runs without files and network.
//!
//! # Example
//!
//! ```
//! use futures::executor::block_on;
//! use intertally_core::party::Instant;
//! use intertally_core::sign::SecretKey;
//! use intertally_log::LogSigner;
//! use intertally_roles::memory::{Memory, Server, Wall};
//! use intertally_roles::person::Silent;
//! use intertally_roles::session::{DIRECTORY, SIGNING};
//! use intertally_roles::{Card, Directory, Role, Session, Shelf, Tools};
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! use std::sync::Arc;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A server, and what a member keeps: who the others are, and its key.
//! let clock = Arc::new(Wall::new(Instant(1_800_000_000_000)));
//! let server = Server::new(LogSigner::new("tally.example.org", &[9; 32])?, clock.clone());
//! let (shelf, vault, signing) = (Memory::default(), Memory::default(), SecretKey::from_seed(&[1; 32]));
//! let card = |role, name: &str, seed: &[u8; 32]| {
//!     let signing = hex::encode(SecretKey::from_seed(seed).verifying_key().0);
//!     Card { role, name: name.to_owned(), signing, sealing: None }
//! };
//! let party = vec![card(Role::Aggregator, "tally.example.org", &[9; 32]), card(Role::Member, "NL", &[1; 32])];
//! shelf.create(DIRECTORY, Directory { party }.to_text().as_bytes())?;
//! vault.create(SIGNING, signing.to_seed().as_slice())?;
//!
//! // At work: what decides takes a copy of the log that was read to its end.
//! let mut session = Session::open(
//!     Role::Member,
//!     Tools {
//!         shelf: Arc::new(shelf),
//!         vault: Arc::new(vault),
//!         wire: server.line(signing.verifying_key()),
//!         person: Arc::new(Silent { yes: false }),
//!         clock,
//!         random: Box::new(ChaCha20Rng::seed_from_u64(7)),
//!     },
//! )?;
//! let synced = block_on(session.sync())?;
//! assert!(intertally_roles::member::status(&synced)?.is_empty(), "no round lists this office yet");
//! # Ok(())
//! # }
//! ```

pub mod auditor;
pub mod cell;
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
pub mod totals;
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
