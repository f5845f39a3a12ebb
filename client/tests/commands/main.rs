//! What people type, in every form that they type it in: the command itself is run, without a server. What cannot be meant is refused
//! with words, before any key is used.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod before;
mod exits;
mod failures;
mod files;
mod help;
mod kept;
mod office;
mod settings;
