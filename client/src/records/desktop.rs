//! Files that a desktop left in the folder of a record.

use intertally_verify::record::is_of_desktop;
use std::path::Path;

/// Such files in a folder and all below it, as paths from it; none for an archive.
#[must_use]
pub fn desktop_files(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if entry.file_name().to_str().is_some_and(is_of_desktop)
                && let Ok(inside) = path.strip_prefix(root)
            {
                found.push(inside.display().to_string());
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::super::FolderSource;
    use super::*;
    use intertally_verify::record::Source;

    #[test]
    fn they_are_passed_over_and_named_wherever_they_are_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("blobs")).unwrap();
        let desktop = [
            ".DS_Store",
            "Thumbs.db",
            "blobs/desktop.ini",
            "blobs/Desktop.ini2",
            "blobs/._x",
            "blobs/.DS_Store",
            "blobs/.localized",
            "blobs/.directory",
        ];
        for name in desktop.into_iter().chain(["record.json", ".hidden", "blobs/DS_Store"]) {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let source = FolderSource::open(folder.path()).unwrap();
        let mut paths = source.paths().unwrap();
        paths.sort_unstable();
        assert_eq!(paths, [".hidden", "blobs/DS_Store", "blobs/Desktop.ini2", "record.json"]);
        let named = desktop_files(folder.path());
        assert_eq!(named.get(..2).unwrap(), [".DS_Store", "Thumbs.db"]);
        assert_eq!(
            named.get(2..).unwrap(),
            ["blobs/.DS_Store", "blobs/._x", "blobs/.directory", "blobs/.localized", "blobs/desktop.ini"]
        );
    }
}
