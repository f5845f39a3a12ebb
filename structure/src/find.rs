//! Looking things up in a structure.

use super::model::{Code, Codelist, Dimension, Measure, Structure, Sum};

impl Structure {
    /// The dimension of this id.
    #[must_use]
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }

    /// The codelist of this id.
    #[must_use]
    pub fn codelist(&self, id: &str) -> Option<&Codelist> {
        self.codelists.iter().find(|list| list.id == id)
    }

    /// The codes of a dimension; none for the period.
    #[must_use]
    pub fn codes(&self, dimension: &str) -> Option<&Codelist> {
        self.codelist(self.dimension(dimension)?.codelist.as_deref()?)
    }

    /// A code of a dimension.
    #[must_use]
    pub fn code(&self, dimension: &str, code: &str) -> Option<&Code> {
        self.codes(dimension)?.codes.iter().find(|entry| entry.id == code)
    }

    /// The label of a code, or the code itself where there is none.
    #[must_use]
    pub fn label<'a>(&'a self, dimension: &str, code: &'a str) -> &'a str {
        self.code(dimension, code).map_or(code, |entry| entry.name.as_str())
    }

    /// The rules of a measure.
    #[must_use]
    pub fn rules(&self, measure: &str) -> Option<&Measure> {
        self.measures.iter().find(|entry| entry.code == measure)
    }

    /// The dimensions of a cell's key, in its order: all but the area.
    pub fn key_dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(|dimension| dimension.id != self.area)
    }

    /// The dimensions that a table gives values of: all but area and period.
    pub fn table_dimensions(&self) -> impl Iterator<Item = &Dimension> {
        self.key_dimensions().filter(|dimension| dimension.id != self.time)
    }

    /// The area code that is meant: an alias becomes the code it stands for, a code stays as it is.
    #[must_use]
    pub fn area_code<'a>(&'a self, written: &'a str) -> &'a str {
        let alias = self.aliases.iter().find(|alias| alias.from == written);
        alias.map_or(written, |alias| alias.to.as_str())
    }

    /// The values of a key, with their dimensions; none if the key has another number of them.
    #[must_use]
    pub fn split_key<'a>(&'a self, key: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
        let dimensions: Vec<&str> = self.key_dimensions().map(|dimension| dimension.id.as_str()).collect();
        let values: Vec<&str> = key.split('.').collect();
        (dimensions.len() == values.len()).then(|| dimensions.into_iter().zip(values).collect())
    }

    /// The sums whose total is this code.
    pub(super) fn sums_of<'a>(
        &'a self,
        dimension: &'a str,
        parent: &'a str,
    ) -> impl Iterator<Item = &'a Sum> + 'a {
        self.sums.iter().filter(move |sum| sum.dimension == dimension && sum.parent == parent)
    }
}

/// The code nearest to what was written, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(written: &str, codes: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_uppercase();
    let distance = |code: &str| strsim::osa_distance(&written, &code.to_uppercase());
    let near = codes.map(|code| (distance(code), code)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, code)| *distance * 3 <= code.chars().count().max(3)).map(|(_, code)| code)
}

/// Codes, ids with their names, by how alike one of both is to what was written: the nearest first.
#[must_use]
pub fn by_likeness<'a>(
    written: &str,
    codes: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<(&'a str, &'a str)> {
    let written = written.to_lowercase();
    let alike = |text: &str| strsim::sorensen_dice(&written, &text.to_lowercase());
    let mut all: Vec<_> = codes.map(|(id, name)| (alike(id).max(alike(name)), (id, name))).collect();
    all.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    all.into_iter().map(|(_, code)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_whose_id_or_name_is_most_alike_comes_first() {
        let codes =
            [("A1", "Fraud"), ("B2", "Unlawful access to computers"), ("C3", "Interference with data")];
        let first = |written: &str| by_likeness(written, codes.into_iter()).first().map(|code| code.0);
        assert_eq!(first("access to a computer"), Some("B2"));
        assert_eq!(first("Data interference"), Some("C3"));
        assert_eq!(first("a1"), Some("A1"));
        let unlike: Vec<&str> =
            by_likeness("xyz", codes.into_iter()).into_iter().map(|code| code.0).collect();
        assert_eq!(unlike, ["A1", "B2", "C3"], "what is like none stays in the order of the list");
    }
}
