//! The server: it takes signed events and encrypted returns, checks them, gives them a place in the log, and serves
//! the record. It never holds a figure or a key that opens one; it does not depend on custody.
//!
//! Order: [`config`], [`keyfile`], [`store`], [`blobs`] and [`head`] (what is durable), [`clock`], [`state`] (what the log
//! says), [`door`] (who comes in, and how much anybody may hold), [`trust`], [`second`] and [`places`] (when not to go on), [`sequencer`] (the one writer of the log), [`intake`]
//! (uploads and their proofs), [`identity`] (who calls), [`services`], [`serve`]; for operators [`mod@found`], [`backup`],
//! [`recover`], [`doctor`], [`retention`] (what is deleted in the end).

mod back_off;
pub mod backup;
pub mod blobs;
#[cfg(feature = "s3")]
pub mod bucket;
pub mod clock;
pub mod config;
pub mod doctor;
pub mod door;
pub mod error;
pub mod faults;
pub mod found;
pub mod head;
pub mod identity;
pub mod intake;
pub mod keyfile;
pub mod leftovers;
pub mod lines;
mod partials;
pub mod places;
mod quiet;
pub mod recover;
pub mod retention;
pub mod second;
pub mod sequencer;
pub mod serve;
pub mod services;
pub mod state;
pub mod store;
pub mod sums;
pub mod sweep;
pub mod trust;
mod unnamed;
pub mod watch;
mod work;

/// The commit that a release build was made from.
pub const BUILT_FROM: &str = env!("VERGEN_GIT_SHA");
/// Version, commit and specification, for whoever must say what runs.
pub const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), ", specification 2, built from ", env!("VERGEN_GIT_SHA"));

pub use config::Config;
pub use found::found;
pub use serve::{Handle, start};
