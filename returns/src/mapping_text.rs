//! A mapping as the TOML file that it is read from.

use super::mapping::{Layout, Mapping};
use super::quoted::quoted;
use std::collections::BTreeMap;
use std::fmt::Write as _;

fn pairs(text: &mut String, head: &str, pairs: &BTreeMap<String, String>) {
    if !pairs.is_empty() {
        let _ = write!(text, "\n[{head}]\n");
    }
    for (name, value) in pairs {
        let _ = writeln!(text, "{} = {}", quoted(name), quoted(value));
    }
}

fn list(all: &[String]) -> String {
    all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ")
}

impl Mapping {
    /// As a file, which [`Mapping::parse`] reads.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let layout = if self.layout == Layout::Periods { "periods" } else { "rows" };
        let mut text = format!("layout = \"{layout}\"\nmissing = [{}]\n", list(&self.missing));
        for (name, texts) in [("zero", &self.zero), ("add", &self.add)] {
            if !texts.is_empty() {
                let _ = writeln!(text, "{name} = [{}]", list(texts));
            }
        }
        for (name, mark) in [("thousands", &self.thousands), ("decimal", &self.decimal)] {
            if let Some(mark) = mark {
                let _ = writeln!(text, "{name} = {}", quoted(mark));
            }
        }
        // Read even where it is empty.
        if self.columns.is_empty() {
            text.push_str("\n[columns]\n");
        }
        pairs(&mut text, "columns", &self.columns);
        for (column, codes) in &self.values {
            let _ = write!(text, "\n[values.{}]\n", quoted(column));
            for (dimension, code) in codes {
                let _ = writeln!(text, "{} = {}", quoted(dimension), quoted(code));
            }
        }
        pairs(&mut text, "fixed", &self.fixed);
        for (dimension, codes) in &self.codes {
            let head = format!("codes.{}", quoted(dimension));
            if codes.is_empty() {
                let _ = write!(text, "\n[{head}]\n");
            }
            pairs(&mut text, &head, codes);
        }
        if !self.keep.is_empty() {
            text.push_str("\n[keep]\n");
        }
        for (column, codes) in &self.keep {
            let _ = writeln!(text, "{} = [{}]", quoted(column), list(codes));
        }
        pairs(&mut text, "flags", &self.flags);
        let defaults = [("with", &self.status.with), ("without", &self.status.without)];
        let defaults =
            defaults.into_iter().filter_map(|(name, status)| Some((name.to_owned(), status.clone()?)));
        pairs(&mut text, "status", &defaults.collect());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_written_as_it_is_read() {
        let all = r#"
            layout = "rows"
            missing = [":"]
            zero = ["-", ""]
            add = ["jan-25", "Regi\"on"]
            thousands = "."
            decimal = ","
            [columns]
            "Straf\"tat\\" = "OFFENCE"
            "Anzahl, gesamt" = "OBS_VALUE"
            [values."Verd\"achten"]
            MEASURE = "PER_SUSP"
            [values.empty]
            [fixed]
            FREQ = "A"
            [codes.OFFENCE]
            "a = b\u0007" = "ICCS0903"
            [keep]
            unit = ["NR", "x"]
            [flags]
            p = "P"
            [status]
            with = "P"
            without = "L"
        "#;
        for text in [all, "layout = \"periods\"\n[columns]\n[codes.OFFENCE]\n"] {
            let mapping = Mapping::parse("m", text.as_bytes()).unwrap();
            let again = Mapping::parse("m", mapping.to_toml().as_bytes()).unwrap();
            assert_eq!(again, mapping, "{}", mapping.to_toml());
        }
    }
}
