//! Fields with several values, as SDMX-CSV 2.x writes them: `counted by hand;late`, or by language `en:by hand;fr:manuel`.

/// What separates the values of a column's fields, and the languages that its header names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Between two values.
    pub(super) between: char,
    /// As in `COMMENT_OBS[en;fr]`.
    pub(super) languages: Vec<String>,
}

impl Parts {
    /// From what stands in the brackets of a header.
    pub(super) fn of(brackets: &str, between: char) -> Self {
        let languages = brackets.split(between).map(str::trim).filter(|tag| !tag.is_empty());
        Self { between, languages: languages.map(str::to_owned).collect() }
    }

    /// All values of a field as one text, without the languages that they are marked with.
    pub(super) fn text(&self, field: &str) -> String {
        let separator = u8::try_from(self.between).unwrap_or(b';');
        let values = super::csv::fields(field, separator);
        let values: Vec<&str> =
            values.iter().map(|value| self.spoken(value.trim())).filter(|value| !value.is_empty()).collect();
        values.join("; ")
    }

    /// A value without `en:` before it.
    fn spoken<'v>(&self, value: &'v str) -> &'v str {
        match value.split_once(':') {
            Some((tag, rest)) if self.languages.iter().any(|known| known == tag.trim()) => rest.trim(),
            _ => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parts;

    #[test]
    fn values_become_one_text() {
        for (brackets, written, between, wanted) in [
            ("", "", ';', ""),
            ("", "one", ';', "one"),
            ("", "counted by hand;late", ';', "counted by hand; late"),
            ("en;fr", "en:by hand;fr:manuel", ';', "by hand; manuel"),
            ("pt-BR", "pt-BR:manual", ';', "manual"),
            ("en;fr", "see: page", ';', "see: page"),
            ("", "en:by hand", ';', "en:by hand"),
            ("", "a;b|c", '|', "a;b; c"),
            ("", "\"a;b\";c", ';', "a;b; c"),
            ("", ";;x;", ';', "x"),
        ] {
            assert_eq!(Parts::of(brackets, between).text(written), wanted, "{written}");
        }
    }
}
