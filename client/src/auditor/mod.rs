//! What an auditor does: fetch a record, verify it, compare it with an older copy, watch.

mod fetch;
mod folder;
mod receipts;
mod verify;
mod watch;

pub use fetch::{Sheets, write_record};
pub use folder::FolderSource;
pub use receipts::receipts_in;
pub use verify::{Wanted, verify_folder};
pub use watch::watch;
