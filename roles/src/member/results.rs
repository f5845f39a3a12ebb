//! The results of a round beside this office's own figures, which stay on its machine: what was published is fetched, compared
//! with its digests in the log, and read as readers read it.

use super::kept::Kept;
use super::own_line::{OwnLine, own_lines};
use super::round::MemberRound;
use crate::error::Result;
use crate::session::Synced;
use crate::totals::{self, TOTALS, Total};
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// One published cell beside the own figure. Holds an own figure: no `Debug`.
#[derive(Serialize)]
pub struct Beside {
    /// As it was published.
    #[serde(flatten)]
    pub published: Total,
    /// The own figure; none where none was sent.
    pub own: Option<u32>,
    /// What all others have together, least and most, as far as it follows from what is shown.
    pub others: Option<(u64, u64)>,
}

/// What was published of a round, for one of its members. Holds own figures: no `Debug`.
#[derive(Serialize)]
pub struct Results {
    /// Name of the round.
    pub round: String,
    /// Whether the own return that counts is kept here.
    pub has_own: bool,
    /// Cells, in the order of `totals.csv`.
    pub cells: Vec<Beside>,
    /// Effects in the own table beside those of all others.
    pub effects: Vec<OwnLine>,
    /// The published files, by name.
    #[serde(serialize_with = "names")]
    pub files: BTreeMap<String, Vec<u8>>,
}

fn names<S: serde::Serializer>(
    files: &BTreeMap<String, Vec<u8>>,
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    to.collect_seq(files.keys())
}

/// Results of a round, the latest if none is named; none before it is published.
///
/// # Errors
/// The round does not list this office, or what was published cannot be fetched.
pub async fn results(session: &Synced<'_>, wanted: Option<&str>) -> Result<Option<Results>> {
    let round = MemberRound::of(session, wanted).await?;
    let published = session.mirror.fold.round(&round.id).and_then(|state| state.publication());
    let Some(published) = published else { return Ok(None) };
    let mut files = BTreeMap::new();
    for (name, digest) in &published.files {
        files.insert(name.clone(), blobs::fetch(&*session.wire, BlobKind::File, *digest).await?);
    }
    let own = Kept::counted(session, &round)?;
    let effects = match &own {
        Some(own) => own_lines(session, &round, own).await?,
        None => Vec::new(),
    };
    let figures = own.as_ref().map(Kept::figures).unwrap_or_default();
    let beside = |published: Total| {
        let own = figures.get(published.key.as_str()).copied();
        Beside { own, others: own.and_then(|own| others(&published, own)), published }
    };
    let totals = files.get(TOTALS).map(Vec::as_slice).unwrap_or_default();
    let cells = totals::read(&round.structure, totals)?.into_iter().map(beside).collect();
    let has_own = own.is_some();
    Ok(Some(Results { round: round.manifest.name.clone(), has_own, cells, effects, files }))
}

/// The total less the own figure; none where the total is not shown, or is less than it.
fn others(published: &Total, own: u32) -> Option<(u64, u64)> {
    let own = u64::from(own);
    match (published.between, &published.total) {
        (Some((low, high)), _) => Some((low.saturating_sub(own), high.checked_sub(own)?)),
        (None, Some(total)) => total.parse::<u64>().ok()?.checked_sub(own).map(|rest| (rest, rest)),
        (None, None) => None,
    }
}

/// Two numbers as one, or as a range.
#[must_use]
pub fn range((low, high): (u64, u64)) -> String {
    if low == high { low.to_string() } else { format!("{low} \u{2013} {high}") }
}

impl Results {
    /// How many cells are shown.
    #[must_use]
    pub fn open(&self) -> usize {
        self.cells.iter().filter(|cell| cell.published.total.is_some()).count()
    }

    /// For people, in columns.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (open, cells) = (self.open(), self.cells.len());
        let shut = cells.saturating_sub(open);
        let own = if self.has_own {
            "Your own figures come from what this office keeps. Whoever sees this sees them."
        } else {
            "No return of this office that counts in this round is kept on this machine."
        };
        let mut text =
            format!("{}: {open} of {cells} totals are published, {shut} withheld\n{own}\n\n", self.round);
        let mut rows = vec![["all", "we", "all others", "reporting", "total of"].map(str::to_owned)];
        rows.extend(self.cells.iter().map(row));
        text.push_str(&columns(&rows));
        for line in &self.effects {
            text.push_str(&effects(line));
        }
        text
    }
}

fn dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "\u{2013}".to_owned())
}

fn row(cell: &Beside) -> [String; 5] {
    let published = &cell.published;
    let all = match (published.between, &published.total) {
        (Some(between), _) => range(between),
        (None, Some(total)) => total.clone(),
        (None, None) if published.reporting == "0" => "not reported".to_owned(),
        (None, None) => "withheld".to_owned(),
    };
    let own = dash(cell.own.map(|own| own.to_string()));
    [all, own, dash(cell.others.map(range)), published.reporting.clone(), published.name.clone()]
}

fn effects(line: &OwnLine) -> String {
    let mut rows = vec![["we", "all others", "all", "effect (interval of 95 percent)"].map(str::to_owned)];
    rows.extend(line.rows.iter().map(|row| {
        [dash(row.mine.clone()), dash(row.others.clone()), dash(row.all.clone()), row.what.clone()]
    }));
    format!(
        "\n{}, {}; others in the sums: {}\nMade on this machine from your own figures and the published sums. It is sent \
         nowhere.\n{}",
        line.title,
        line.name,
        line.others,
        columns(&rows)
    )
}

/// Rows with every column but the last one to the right.
fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |at: usize| {
        let widths = rows.iter().filter_map(|row| row.get(at)).map(|text| text.chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let fields =
            row.iter().zip(&widths).enumerate().map(|(at, (text, width))| {
                if at + 1 == N { text.clone() } else { format!("{text:>width$}") }
            });
        fields.collect::<Vec<_>>().join("  ") + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(total: Option<&str>, between: Option<(u64, u64)>) -> Total {
        Total {
            key: "x".into(),
            name: "x".into(),
            total: total.map(str::to_owned),
            between,
            reporting: "4".into(),
        }
    }

    #[test]
    fn the_others_are_the_total_without_us_as_far_as_it_is_shown() {
        let rest = |shown, between, own| others(&total(shown, between), own).map(range);
        assert_eq!(rest(Some("100"), None, 37).as_deref(), Some("63"));
        assert_eq!(rest(Some("60"), Some((58, 62)), 8).as_deref(), Some("50 \u{2013} 54"));
        assert_eq!(rest(Some("12"), Some((3, 12)), 5).as_deref(), Some("0 \u{2013} 7"));
        assert_eq!(rest(None, None, 5), None, "withheld");
        assert_eq!(rest(Some("4"), None, 5), None, "not our figure");
    }

    #[test]
    fn columns_stand_below_each_other_whatever_is_in_them() {
        let rows = [["all", "of"], ["1", "x"], ["50 \u{2013} 54", "a longer name"]];
        let text = columns(&rows.map(|row| row.map(str::to_owned)));
        assert_eq!(text, "    all  of\n      1  x\n50 \u{2013} 54  a longer name\n");
    }
}
