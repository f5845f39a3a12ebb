//! What an auditor does: fetch a record, verify it, compare it with an older copy or receipts with each other, watch.

mod desktop;
mod fetch;
mod folder;
mod fork;
mod receipts;
mod verify;
mod watch;

pub use desktop::desktop_files;
pub use fetch::{Sheets, write_record};
pub use folder::{FolderSink, FolderSource, open_record, pack};
pub use fork::{Compared, Shown, fork, log_of};
pub use receipts::receipts_in;
pub use verify::{Wanted, verify_folder};
pub use watch::{Watched, watch};
