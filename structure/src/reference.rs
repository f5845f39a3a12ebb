//! References between artefacts of SDMX: as a `Ref` or as a URN.

use crate::xml::{Attributes, attribute};

/// What an element refers to: agency, id and version name an artefact; an item stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reference {
    /// `DataStructure`, `Dataflow`, ...; empty where it is not said.
    pub(super) class: String,
    pub(super) agency: Option<String>,
    /// Id of the artefact; of the item, where only that is said.
    pub(super) id: String,
    pub(super) version: Option<String>,
    /// Id of the item: a concept of a scheme, a code of a list.
    pub(super) item: Option<String>,
}

impl Reference {
    /// From the attributes of a `Ref`.
    pub(super) fn of(attributes: &Attributes) -> Self {
        let given = |wanted: &str| {
            attribute(attributes, wanted)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let (id, class) = (given("id").unwrap_or_default(), given("class").unwrap_or_default());
        match given("maintainableParentID") {
            Some(parent) => Self {
                class,
                agency: given("agencyID"),
                id: parent,
                version: given("maintainableParentVersion"),
                item: Some(id),
            },
            None => Self { class, agency: given("agencyID"), id, version: given("version"), item: None },
        }
    }

    /// From `urn:sdmx:org.sdmx.infomodel.codelist.Codelist=AGENCY:ID(1.0)`, or `..Concept=AGENCY:SCHEME(1.0).ID`.
    pub(super) fn of_urn(urn: &str) -> Self {
        let (kind, tail) = urn.split_once('=').unwrap_or(("", urn));
        let class = kind.rsplit('.').next().unwrap_or_default().to_owned();
        Self { class, ..Self::of_name(tail) }
    }

    /// From `AGENCY:ID(1.0)` or a part of it, with the item behind it if there is one.
    pub(super) fn of_name(tail: &str) -> Self {
        let (agency, rest) = tail.split_once(':').map_or((None, tail), |(agency, rest)| (Some(agency), rest));
        let (id, behind) = rest.split_once('(').unwrap_or((rest, ""));
        let (version, item) = behind.split_once(')').unwrap_or((behind, ""));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            class: String::new(),
            agency: agency.and_then(some),
            id: id.to_owned(),
            version: some(version),
            item: item.strip_prefix('.').and_then(some),
        }
    }

    /// Whether this names the artefact: what is not said fits all.
    pub(super) fn names(&self, artefact: &Artefact) -> bool {
        self.id == artefact.id
            && self.agency.as_ref().is_none_or(|agency| *agency == artefact.agency)
            && self.version.as_ref().is_none_or(|version| fits(version, &artefact.version))
    }

    /// Which of the artefacts that this names is meant: the greatest, and of equals the first. Of an open version it is the
    /// newest; where none is said it is 1.0, as the schemas of SDMX-ML 2.1 have it, and the newest of others.
    pub(super) fn rank(&self, artefact: &Artefact) -> (bool, Vec<u32>) {
        match &self.version {
            Some(version) if is_latest(version) || version.ends_with('+') => {
                (false, numbers(&artefact.version))
            }
            Some(_) => (true, Vec::new()),
            None => (artefact.version == "1.0", numbers(&artefact.version)),
        }
    }
}

fn is_latest(version: &str) -> bool {
    version == "*" || version == "+" || version.eq_ignore_ascii_case("latest")
}

/// The numbers of a version, for comparison.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or_default()).collect()
}

/// Whether a version is the one that is named: itself, or one of those that `1.0+` or `latest` stand for.
fn fits(named: &str, version: &str) -> bool {
    let since = named.strip_suffix('+').is_some_and(|from| numbers(version) >= numbers(from));
    named == version || is_latest(named) || since
}

/// `XYZ:CL_GEO(1.0)`, or `XYZ:CONCEPTS(1.0).GEO`, as far as it is said.
impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(agency) = &self.agency {
            write!(f, "{agency}:")?;
        }
        write!(f, "{}", self.id)?;
        self.version.as_ref().map_or(Ok(()), |version| write!(f, "({version})"))?;
        self.item.as_ref().map_or(Ok(()), |item| write!(f, ".{item}"))
    }
}

/// What names an artefact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Artefact {
    pub(super) agency: String,
    pub(super) id: String,
    pub(super) version: String,
}

impl Artefact {
    /// From the attributes of its element; a version that is not given is 1.0.
    pub(super) fn of(attributes: &Attributes) -> Self {
        let given = |wanted: &str| attribute(attributes, wanted).unwrap_or_default().trim().to_owned();
        let version = Some(given("version")).filter(|version| !version.is_empty());
        Self { agency: given("agencyID"), id: given("id"), version: version.unwrap_or("1.0".to_owned()) }
    }
}

impl std::fmt::Display for Artefact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}({})", self.agency, self.id, self.version)
    }
}

/// The name of an artefact in several languages; an English one is preferred, else the first is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    pub(super) fn add(&mut self, language: &str, text: &str) {
        // A name may be broken over lines where the file is.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.0.push((language.trim().to_ascii_lowercase(), text));
    }

    /// The name to show. Languages match by their first part, in any case of letters (RFC 4647, 3.3.1); a name without one
    /// is English, as the schemas of SDMX say.
    pub(super) fn best(&self) -> String {
        let range = |tag: &str| match tag {
            "en" | "" => 0,
            _ if matches!(tag.split(['-', '_']).next(), Some("en" | "eng")) => 1,
            _ => 2,
        };
        let best = self.0.iter().filter(|(_, text)| !text.is_empty()).min_by_key(|(tag, _)| range(tag));
        best.map_or(String::new(), |(_, text)| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urns_and_refs_say_the_same() {
        let concept = Reference::of_urn("urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=XX:CS(1.0).AGE");
        let attributes: Attributes = [
            ("id", "AGE"),
            ("maintainableParentID", "CS"),
            ("maintainableParentVersion", "1.0"),
            ("agencyID", "XX"),
            ("class", "Concept"),
        ]
        .map(|(name, value)| (String::new(), name.to_owned(), value.to_owned()))
        .to_vec();
        assert_eq!(concept, Reference::of(&attributes));
        let list = Reference::of_urn("urn:sdmx:org.sdmx.infomodel.codelist.Codelist=XX.SUB:CL_GEO(1.2)");
        assert_eq!((list.to_string().as_str(), list.class.as_str()), ("XX.SUB:CL_GEO(1.2)", "Codelist"));
        let artefact = |agency: &str, version: &str| Artefact {
            agency: agency.to_owned(),
            id: "CL_GEO".to_owned(),
            version: version.to_owned(),
        };
        assert!(list.names(&artefact("XX.SUB", "1.2")));
        assert!(!list.names(&artefact("XX", "1.2")) && !list.names(&artefact("XX.SUB", "1.0")));
        for (version, fits) in
            [("latest", true), ("*", true), ("1.0+", true), ("1.2+", true), ("1.10+", false), ("1", false)]
        {
            let open = Reference { version: Some(version.to_owned()), ..list.clone() };
            assert_eq!(open.names(&artefact("XX.SUB", "1.2")), fits, "{version}");
        }
        let any = Reference { id: "CL_GEO".to_owned(), ..Reference::default() };
        assert!(any.names(&artefact("XX", "7.0")));
        for (version, all, wanted) in [
            (None, ["0.9", "1.0", "2.0"], "1.0"),
            (None, ["0.9", "10.0", "9.0"], "10.0"),
            (Some("latest"), ["1.0", "10.0", "9.0"], "10.0"),
            (Some("1.0+"), ["1.0", "1.10", "1.9"], "1.10"),
        ] {
            let to = Reference {
                id: "CL_GEO".to_owned(),
                version: version.map(str::to_owned),
                ..Reference::default()
            };
            let meant = all.into_iter().max_by_key(|version| to.rank(&artefact("XX", version)));
            assert_eq!(meant, Some(wanted), "{version:?} of {all:?}");
        }
    }

    #[test]
    fn english_is_preferred_however_it_is_tagged() {
        for (tags, wanted) in [
            (vec!["fr", "en"], 1),
            (vec!["fr", "en-GB"], 1),
            (vec!["fr", "EN"], 1),
            (vec!["fr", ""], 1),
            (vec!["fr", "en_US"], 1),
            (vec!["en-GB", "en"], 1),
            (vec!["en-GB", "en-US"], 0),
            (vec!["fr", "de"], 0),
            (vec!["fr", "eng", "de"], 1),
            (vec!["x-en", "fr", "En-au"], 2),
        ] {
            let mut names = Names::default();
            tags.iter().enumerate().for_each(|(at, tag)| names.add(tag, &at.to_string()));
            assert_eq!(names.best(), wanted.to_string(), "{tags:?}");
        }
    }
}
