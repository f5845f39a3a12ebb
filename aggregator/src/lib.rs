//! The server: it takes signed events and encrypted returns, checks them, gives them a place in the log, and serves
//! the record. It never holds a figure or a key that opens one; it does not depend on custody.
//!
//! Order: [`config`], [`keyfile`], [`store`] and [`blobs`] (what is durable), [`sequencer`] (the one writer of the
//! log), [`intake`] (uploads and their proofs), [`identity`] (who calls), [`services`], [`serve`], [`retention`] (what is
//! deleted in the end).

pub mod blobs;
pub mod clock;
pub mod config;
pub mod error;
pub mod faults;
pub mod identity;
pub mod intake;
pub mod keyfile;
pub mod retention;
pub mod sequencer;
pub mod serve;
pub mod services;
pub mod store;
pub mod sums;
mod work;

pub use config::Config;
pub use serve::{Handle, start};
