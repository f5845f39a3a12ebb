//! Records as folders and archives: read, written, packed, verified, watched.

mod desktop;
mod folder;
mod published;
mod verify;
mod watch;

pub use desktop::desktop_files;
pub use folder::{FolderSink, FolderSource, open_record, pack};
pub use published::{labelled, published_as};
pub use verify::{Given, round_meant, verify_folder};
pub use watch::watch;
