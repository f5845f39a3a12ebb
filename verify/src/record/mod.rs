//! The record: one round with all that an auditor needs, as a directory of files (spec section 6.6).

pub mod archive;
mod builder;
mod desktop;
mod manifest;
mod path;
mod reader;
mod source;
mod writer;

pub use builder::RecordBuilder;
pub use desktop::is_of_desktop;
pub use manifest::{Edition, FileEntry, ManifestError, RecordManifest};
pub use path::{Place, Sheet};
pub use reader::{ReadError, Record};
pub use source::{Files, Source, SourceError};
pub use writer::{BuildError, Piece, RecordWriter, Sink};

/// Name of the file that lists all others.
pub const MANIFEST: &str = "record.json";
