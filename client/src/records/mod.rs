//! Records as folders and archives: read, written, packed, verified, watched.

mod desktop;
mod folder;
mod verify;
mod watch;

pub use desktop::desktop_files;
pub use folder::{FolderSink, FolderSource, open_record, pack};
pub use verify::{Given, verify_folder};
pub use watch::watch;
