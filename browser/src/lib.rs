//! The verifier of records in a browser. `verify.html` is this room compiled to WebAssembly with a page around it, in one
//! file that works from disk and asks no server for anything; docs/verify-page.md says how it is made.
//!
//! [`Bundle`] is what a person dropped: the files of one record, and files that are to be found in it. It answers with the
//! same report as `intertally auditor verify`, for both call [`intertally_verify::verify`].

mod bundle;
#[cfg(target_arch = "wasm32")]
mod page;

pub use bundle::{Bundle, Found, Refused};
