//! The roles at a page: another person at the desk, the same code as the command line.
//!
//! A page on the loopback of the office's own machine, for people who live in browsers and spreadsheets. Figures are
//! encrypted here, keys stay here: the browser is a screen, and the server of this crate its only partner. It stands on
//! `intertally_roles` and lends it a person; shelf, vault, wire and clock come from the program that serves it
//! ([`Premises`]), so the desk knows neither folders nor gRPC.
//!
//! Who gets in is decided at the `door`; what a role is doing lies in its `room`; what takes longer than a moment is a
//! `work`, on threads of its own, followed by server-sent events; what it says is in `texts/`.
//!
//! # Example
//!
//! ```
//! use intertally_desk::{Desk, Exported, Handout, Joining, NewOffice, Premises, Standing};
//! use intertally_roles::{Card, Person, Result, Role, RoleError, Session, Synced};
//! use intertally_verify::record::{Edition, Source};
//! use std::{pin::Pin, sync::Arc};
//! use zeroize::Zeroizing;
//!
//! /// A machine on which no office was made.
//! struct Bare;
//!
//! impl Premises for Bare {
//!     fn standing(&self, _: Role) -> Result<Standing> { Ok(Standing::Bare) }
//!     fn place(&self, role: Role) -> String { role.word().to_owned() }
//!     fn found(&self, _: &NewOffice) -> Result<Card> { Err(RoleError::stop("no room", "make some")) }
//!     fn handouts(&self, _: Role) -> Result<Vec<Handout>> { Ok(vec![]) }
//!     fn join(&self, _: Role, _: &Joining) -> Result<()> { Err(RoleError::stop("no office", "make one")) }
//!     fn open(&self, _: Role, _: &str, _: Arc<dyn Person>) -> Result<Session> {
//!         Err(RoleError::stop("no office", "make one"))
//!     }
//!     fn backup(&self, _: &Session, _: Zeroizing<String>) -> Result<Handout> {
//!         Err(RoleError::stop("no office", "make one"))
//!     }
//!     fn restore(&self, _: &[u8], _: (&str, &str)) -> Result<()> { Err(RoleError::stop("no room", "make some")) }
//!     fn export<'a>(&'a self, _: &'a Synced<'a>, _: &'a str, _: Edition)
//!         -> Pin<Box<dyn Future<Output = Result<Exported>> + 'a>> {
//!         Box::pin(async { Err(RoleError::stop("no office", "make one")) })
//!     }
//!     fn record(&self, _: &str) -> Result<Box<dyn Source + Send>> { Err(RoleError::stop("no file", "copy one")) }
//! }
//!
//! let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
//! runtime.block_on(async {
//!     let desk = Desk::bind(Arc::new(Bare), 0).await.unwrap();
//!     // Only whoever has this address gets in, once; it is of this machine alone.
//!     assert!(desk.address().starts_with("http://127.0.0.1:"));
//! });
//! ```

mod agreed;
mod app;
mod asked;
mod assets;
mod auditor;
mod coordinator;
mod door;
mod language;
mod member;
mod office;
mod page;
mod peer;
mod premises;
mod qr;
mod refusal;
mod room;
mod serve;
mod standing;
mod tabs;
mod texts;
mod told;
mod totals;
mod trustee;
mod upload;
mod when;
mod work;
mod work_page;

pub use premises::{Exported, Handout, Joining, NewOffice, Premises, Standing};
pub use serve::{Desk, DeskError};
