//! Why a command stops: the errors of the roles, and files named in them.

pub use intertally_roles::{Result, RoleError as ClientError};
use std::path::Path;

/// Name the file in an I/O error.
pub trait At<T> {
    /// Name the file.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| ClientError::File { path: path.to_path_buf(), source })
    }
}
