//! What docs/operations.md says of these tests' numbers is what they find.

/// Fails unless the document says so, in these words.
pub fn documented(words: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operations.md");
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(words), "docs/operations.md does not say: {words}");
}
