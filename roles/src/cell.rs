//! Cells as people call them: by the labels of their codes.

use intertally_structure::{Structure, is_frequency};

/// Codes that say that a dimension plays no part.
const IDLE: &str = "_Z";

/// The name of a cell: labels of what it counts, then the period. The key itself where it is none of the structure.
#[must_use]
pub fn name(structure: &Structure, key: &str) -> String {
    let Some(parts) = structure.split_key(key) else { return key.to_owned() };
    let told = parts.iter().filter(|(dimension, code)| *code != IDLE && !is_frequency(dimension));
    let labels = told.map(|(dimension, code)| structure.label(dimension, code));
    labels.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_structure::DEFAULT;

    #[test]
    fn a_cell_is_called_by_the_labels_of_its_codes() {
        let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
        let told = name(&structure, "A.OFF_REC.X_090321_DDOS._Z._Z._Z.2025");
        assert!(told.contains("enial of service") && told.ends_with(" · 2025"), "{told}");
        assert!(!told.contains("_Z") && !told.starts_with("A ·"), "{told}");
        assert_eq!(name(&structure, "no.key"), "no.key");
    }
}
