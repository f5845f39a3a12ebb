//! What everything stands on: canonical bytes, hashes, signatures, sealing, and the names of parties and blobs.
//!
//! Pure: no I/O, no clock, no ambient randomness. The primitives are libraries'; this room says how they are used
//! (docs/spec.md sections 2, 3 and 6.6).
//!
//! # Example
//!
//! ```
//! use intertally_ground::hash::digest;
//! use intertally_ground::sign::{Purpose, SecretKey};
//!
//! // What is hashed has its length before it: parts cannot be cut otherwise.
//! assert_ne!(digest("example", &[b"ab", b"c"]), digest("example", &[b"a", b"bc"]));
//!
//! // What is signed is canonical bytes, and a signature serves one purpose.
//! let office = SecretKey::from_seed(&[7; 32]);
//! let said = ("NL", 2025_u16);
//! let signature = office.sign(Purpose::Event, &said);
//! assert!(office.verifying_key().verify(Purpose::Event, &said, &signature).is_ok());
//! assert!(office.verifying_key().verify(Purpose::SealingKey, &said, &signature).is_err());
//! ```

pub mod blob;
pub mod canonical;
pub mod fingerprint;
pub mod hash;
pub mod party;
pub mod seal;
pub mod sign;
