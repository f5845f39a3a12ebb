//! A party's folder: settings, pinned directory, secrets, its copy of the log, receipts.

pub mod files;
pub mod folder;
pub mod lock;
pub mod names;
pub mod office;
pub mod private;
pub mod trustee;
pub mod vault;

pub use folder::Folder;
pub use intertally_roles::{Card, Directory, Role};
pub use lock::Lock;
pub use names::{Host, host_name, office_name, server_address};
pub use office::{Handed, Office, Settings};
pub use vault::Vault;
