//! What a figure is compared with: the same figure of the period before, in this round, or as an earlier round published it (spec
//! section 9.1). Of the latter nothing is read but what stands in its `totals.csv`, so a change follows from two publications.

use super::Material;
use super::figures::{Figure, Places};
use intertally_core::party::MemberIndex;
use intertally_core::round::preceding;
use intertally_core::submission::Status;
use std::collections::{BTreeMap, BTreeSet};

/// Least and greatest total that what is shown may stand for, and the number to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) value: u64,
    pub(crate) low: u64,
    pub(crate) high: u64,
}

/// The figure of the period before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) period: String,
    /// What was shown of it; none: withheld.
    pub(crate) seen: Option<Seen>,
    /// Published by an earlier round, and not asked by this one.
    pub(crate) earlier: bool,
    /// Why the two do not compare; nothing if they do.
    pub(crate) breaks: Vec<Break>,
    /// Areas of the members that reported it.
    pub(crate) reporters: BTreeSet<String>,
}

/// Why two figures of one series do not compare. Members by area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// They reported it then, and do not now.
    Gone(Vec<String>),
    /// They report it now, and did not then.
    New(Vec<String>),
    /// They say that their series breaks here.
    Marked(Vec<String>),
    /// It was counted in this unit.
    Unit(String),
}

impl Past {
    /// Of a figure that these members reported in that unit; none of a unit: the same.
    pub(crate) fn of(
        (period, seen, earlier): (String, Option<Seen>, bool),
        (then, unit): (&BTreeSet<String>, Option<&str>),
        now: &Figure,
        own_unit: &str,
    ) -> Self {
        let only =
            |these: &BTreeSet<String>, those: &BTreeSet<String>| these.difference(those).cloned().collect();
        let unit = unit.filter(|unit| *unit != own_unit).map(str::to_owned);
        let breaks = [
            Break::Gone(only(then, &now.areas)),
            Break::New(only(&now.areas, then)),
            Break::Marked(now.marked.clone()),
            Break::Unit(unit.unwrap_or_default()),
        ];
        let breaks = breaks.into_iter().filter(Break::is_one).collect();
        Self { period, seen, earlier, breaks, reporters: then.clone() }
    }
}

impl Past {
    /// Why the two do not compare, in words; `names` lists members by their areas.
    pub(crate) fn why(&self, names: impl Fn(&[String]) -> String) -> String {
        let one = |broken: &Break| match broken {
            Break::Gone(areas) => format!("{} reported it then and not now", names(areas)),
            Break::New(areas) => format!("{} reported it now and not then", names(areas)),
            Break::Marked(areas) => format!("a break in the series of {}", names(areas)),
            Break::Unit(unit) => format!("counted as \u{201c}{unit}\u{201d} then"),
        };
        self.breaks.iter().map(one).collect::<Vec<String>>().join("; ")
    }
}

impl Break {
    const fn is_one(&self) -> bool {
        match self {
            Self::Gone(areas) | Self::New(areas) | Self::Marked(areas) => !areas.is_empty(),
            Self::Unit(unit) => !unit.is_empty(),
        }
    }
}

/// Members that mark a break in their series of a cell, by area.
pub(super) fn marked(material: &Material<'_>, cell: usize) -> Vec<String> {
    let marks = |(_, cells): &(&MemberIndex, &Vec<Status>)| cells.get(cell) == Some(&Status::Break);
    let members = material.statuses.iter().filter(marks).map(|(member, _)| *member);
    members.map(|member| area(material, member)).collect()
}

/// The area of a member.
pub(super) fn area(material: &Material<'_>, member: MemberIndex) -> String {
    let entry = material.manifest.members.get(usize::from(member.0));
    entry.map_or_else(String::new, |entry| entry.area.clone())
}

/// What the rounds before published, by cell of this round.
pub(super) fn published(material: &Material<'_>, places: Places) -> BTreeMap<usize, Told> {
    let place = places.time - usize::from(places.area < places.time);
    let mut all = BTreeMap::new();
    for before in material.before {
        let typed = || before.manifest.cells.iter().enumerate().filter(|(_, cell)| cell.is_typed());
        let Some(lines) = read(before.totals).filter(|lines| lines.len() == typed().count()) else {
            continue;
        };
        let by_cell: BTreeMap<usize, Line> = typed().map(|(at, _)| at).zip(lines).collect();
        for (now, then) in preceding(material.manifest, before.manifest) {
            let (now, then) = (now as usize, then as usize);
            let key = before.manifest.cells.get(then).map_or("", |cell| cell.key.as_str());
            let period = key.split('.').nth(place).unwrap_or_default().to_owned();
            if let Some(line) = by_cell.get(&then) {
                all.entry(now).or_insert_with(|| Told { period, line: line.clone() });
            }
        }
    }
    all
}

/// What an earlier round says of a figure.
pub(super) struct Told {
    pub(super) period: String,
    pub(super) line: Line,
}

/// What a line of `totals.csv` says.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) seen: Option<Seen>,
    pub(super) unit: String,
    pub(super) reporters: BTreeSet<String>,
}

/// The lines of a `totals.csv`; none if it is not of the form that this section gives.
fn read(totals: &[u8]) -> Option<Vec<Line>> {
    let mut reader = csv::Reader::from_reader(totals);
    let head = reader.headers().ok()?.clone();
    let place = |name: &str| head.iter().position(|own| own == name);
    let numbers = [place("OBS_VALUE")?, place("LOWEST")?, place("HIGHEST")?];
    let (unit, reporters) = (place("UNIT_MEASURE")?, place("REPORTERS")?);
    let line = |line: csv::StringRecord| {
        let [value, low, high] = numbers.map(|at| number(line.get(at).unwrap_or_default()));
        let seen = value.zip(low.zip(high)).map(|(value, (low, high))| Seen { value, low, high });
        Line {
            seen: seen.filter(|seen| seen.low <= seen.high),
            unit: line.get(unit).unwrap_or_default().to_owned(),
            reporters: line
                .get(reporters)
                .unwrap_or_default()
                .split_ascii_whitespace()
                .map(str::to_owned)
                .collect(),
        }
    };
    reader.records().map(|record| record.ok().map(line)).collect()
}

/// Digits alone.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_by_the_names_of_their_columns() {
        let head = "K,OBS_VALUE,UNIT_MEASURE,LOWEST,HIGHEST,REPORTERS,COMMENT_OBS";
        let text = format!(
            "{head}\na,60,person,58,62,DK NL,\"x, y\"\nb,NaN,person,NaN,NaN,,\nc,+5,p,5,5,SE,\nd,5,p,9,7,SE,\n"
        );
        let lines = read(text.as_bytes()).unwrap();
        let seen: Vec<_> = lines.iter().map(|line| line.seen).collect();
        assert_eq!(seen, [Some(Seen { value: 60, low: 58, high: 62 }), None, None, None]);
        assert_eq!(lines[0].reporters, BTreeSet::from(["DK".to_owned(), "NL".to_owned()]));
        assert_eq!((lines[0].unit.as_str(), lines[1].reporters.len()), ("person", 0));
        for bad in [
            "",
            "K,OBS_VALUE\na,1\n",
            &format!("{head}\na,1\n"),
            &format!("{head}\n\u{fffd}").replace('\u{fffd}', "\""),
        ] {
            assert!(read(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(read(&[0xff, b',', b'\n']).is_none());
    }
}
