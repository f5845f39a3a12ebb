//! A record as a folder: read file by file, written file by file.

use crate::error::{At, Result};
use intertally_verify::record::{Source, SourceError};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Reads a record from a folder; holds no file in memory.
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// A folder that is there.
    pub fn open(root: &Path) -> Result<Self> {
        std::fs::read_dir(root).at(root)?;
        Ok(Self { root: root.to_path_buf() })
    }

    fn walk(&self, folder: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.walk(&path, found)?;
            } else if let Ok(inside) = path.strip_prefix(&self.root) {
                let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
                found.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
        Ok(())
    }
}

impl Source for FolderSource {
    fn paths(&self) -> std::result::Result<Vec<String>, SourceError> {
        let mut found = Vec::new();
        self.walk(&self.root, &mut found).map_err(|why| SourceError {
            path: self.root.display().to_string(),
            why: format!("{why}; check the folder and its rights"),
        })?;
        Ok(found)
    }

    fn open(&self, path: &str) -> std::result::Result<Box<dyn Read + '_>, SourceError> {
        let error = |why: std::io::Error| SourceError { path: path.to_owned(), why: why.to_string() };
        Ok(Box::new(BufReader::new(File::open(self.root.join(path)).map_err(error)?)))
    }
}
