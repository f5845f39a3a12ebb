//! Files that a desktop puts into folders that are looked at: no part of any record, and no fault of whoever made it. They are
//! named and passed over; anything else that a record does not have stays a fault.

/// Whether a file of this name, without its folders, comes from Finder, Explorer or the like: none of them can be the name of
/// a file of a record.
#[must_use]
pub fn is_of_desktop(name: &str) -> bool {
    const NAMES: [&str; 7] =
        [".DS_Store", ".localized", "Icon\r", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory"];
    NAMES.iter().any(|own| own.eq_ignore_ascii_case(name)) || name.starts_with("._")
}

#[cfg(test)]
mod tests {
    use super::is_of_desktop;

    #[test]
    fn what_a_desktop_leaves_is_known_by_name_and_nothing_else_is() {
        for name in [".DS_Store", "thumbs.db", "Desktop.ini", "._x", ".localized", ".directory", "Icon\r"] {
            assert!(is_of_desktop(name), "{name}");
        }
        for name in ["record.json", ".hidden", "DS_Store", "Desktop.ini2", "", "blobs/.DS_Store"] {
            assert!(!is_of_desktop(name), "{name}");
        }
    }
}
