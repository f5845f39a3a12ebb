//! Where a mapping was read: so that what is wrong with it is said of its own lines, and not of the return's.

use super::fault::Place;
use super::quoted::quoted;

/// What begins a line that nobody has completed yet.
pub(super) const OPEN: &str = "#?";

/// The file of a mapping. Two mappings that say the same are alike, wherever they were read.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    file: String,
    lines: Vec<String>,
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl Origin {
    pub(super) fn of(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), lines: text.lines().map(str::to_owned).collect() }
    }

    fn line(&self, is: impl Fn(&str) -> bool) -> Option<u32> {
        let at = self.lines.iter().position(|line| is(line.trim()))?;
        u32::try_from(at + 1).ok()
    }

    /// The file as a whole. A mapping that was made on a page has none: then it is the return's.
    pub(super) fn file(&self) -> Place {
        Place { file: Some(self.file.clone()).filter(|file| !file.is_empty()), ..Place::default() }
    }

    /// The first line that names this: a column, a dimension or a code; the file as a whole if none does.
    pub(super) fn at(&self, name: &str) -> Place {
        let quoted = quoted(name);
        let is = |line: &str| {
            let key = line.split_once('=').map_or("", |(key, _)| key.trim());
            let heading =
                line.starts_with('[') && line.trim_matches(['[', ']']).split('.').any(|part| part == name);
            !line.starts_with('#') && (key == name || heading || line.contains(&quoted))
        };
        Place { row: self.line(is), ..self.file() }
    }

    /// The line of a word that was to be completed, with its place: as a name before the sign of equality, or as the text
    /// behind it.
    pub(super) fn open(&self, word: &str) -> Option<(Place, String)> {
        let is = |line: &str| {
            let Some((name, rest)) = line.strip_prefix(OPEN).and_then(|line| line.split_once('=')) else {
                return false;
            };
            let bare = |text: &str| text.trim().trim_matches('"').to_owned();
            bare(name) == word || bare(rest.split('#').next().unwrap_or_default()) == word
        };
        let row = self.line(is)?;
        let text = self.lines.get(row.checked_sub(1)? as usize)?.trim().to_owned();
        Some((Place { row: Some(row), ..self.file() }, text))
    }

    /// Lines under a heading that were to be completed: the first of them and how many.
    pub(super) fn open_under(&self, heading: &str) -> Option<(Place, usize)> {
        let from = self.lines.iter().position(|line| line.trim() == heading)?;
        let under = self.lines.iter().enumerate().skip(from + 1);
        let under = under.take_while(|(_, line)| !line.trim().starts_with('['));
        let open: Vec<usize> =
            under.filter(|(_, line)| line.trim().starts_with(OPEN)).map(|(at, _)| at).collect();
        let row = open.first().and_then(|at| u32::try_from(*at + 1).ok())?;
        Some((Place { row: Some(row), ..self.file() }, open.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_what_they_say() {
        let text = "# A first mapping.\nlayout = \"rows\"\n[columns]\n\"geo\" = \"REF_AREA\"\n#? \"\" = \"OBS_VALUE\"\n[fixed]\n\
                    #? AGE = \"\"  # a code of the round, perhaps _T\n[codes.AGE]\n#? \"TOTAL\" = \"\"\n#? \"x\" = \"\"\n[keep]\n";
        let origin = Origin::of("m.toml", text);
        let row = |place: Place| (place.file.unwrap(), place.row);
        assert_eq!(row(origin.at("geo")), ("m.toml".to_owned(), Some(4)));
        assert_eq!(row(origin.at("layout")), ("m.toml".to_owned(), Some(2)));
        assert_eq!(row(origin.at("AGE")), ("m.toml".to_owned(), Some(8)));
        assert_eq!(row(origin.at("SEX")), ("m.toml".to_owned(), None));
        let open = |word: &str| origin.open(word).map(|(place, _)| place.row.unwrap());
        assert_eq!(
            [open("OBS_VALUE"), open("AGE"), open("TOTAL"), open("_T")],
            [Some(5), Some(7), Some(9), None]
        );
        let (place, count) = origin.open_under("[codes.AGE]").unwrap();
        assert_eq!((place.row, count), (Some(9), 2));
        assert!(origin.open_under("[keep]").is_none() && origin.open_under("[codes.SEX]").is_none());
        assert_eq!(Origin::default().at("n"), Place::default());
    }
}
