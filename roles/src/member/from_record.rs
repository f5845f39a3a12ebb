//! A return made of another record: the exact totals of a round that this office coordinates among its own sources (police
//! forces, say) become its figures in a round of which it is a member. What comes out is a file like any other: it is checked,
//! shown and asked about before it leaves. It names the record that it is made of.

use super::check::template_csv;
use super::round::MemberRound;
use crate::error::{Result, RoleError};
use intertally_core::round::Whole;
use intertally_core::submission::note::SOURCE_RECORD;
use intertally_structure::Structure;
use intertally_verify::chain::{CellTotal, RecordName, Totals};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use zeroize::{Zeroize, Zeroizing};

/// What became of a record's totals. The words hold no figure.
#[derive(Serialize)]
pub struct FromRecord {
    /// The return, CSV. Holds figures: for this office alone.
    #[serde(skip)]
    pub csv: Zeroizing<String>,
    /// The record, as the return names it.
    #[serde(serialize_with = "in_words")]
    pub record: RecordName,
    /// Cells with a figure.
    pub taken: usize,
    /// Of these: not reported by all members of the record's round, so their status is P.
    pub partial: Vec<String>,
    /// Cells that the record's round did not open: this office does not know them.
    pub withheld: Vec<String>,
    /// Cells that could be given but stand in a table, or beside a denominator, that is reported whole or not at all.
    pub left_out: Vec<String>,
    /// Cells that the record's round did not ask for: left empty, to be filled in from elsewhere.
    pub not_asked: Vec<String>,
    /// Cells of the record that this round does not ask for.
    pub not_needed: usize,
}

fn in_words<S: serde::Serializer>(name: &RecordName, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.collect_str(name)
}

impl FromRecord {
    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let named = |cells: &[String]| {
            let first: Vec<&str> = cells.iter().take(NAMED).map(String::as_str).collect();
            let more = cells.len().saturating_sub(NAMED);
            format!(
                "{}{}",
                first.join(", "),
                if more == 0 { String::new() } else { format!(" and {more} more") }
            )
        };
        let mut lines = vec![format!("{} cells have the exact total of the record", self.taken)];
        let mut line = |cells: &[String], words: &str| {
            if !cells.is_empty() {
                lines.push(format!("{} {words}: {}", cells.len(), named(cells)));
            }
        };
        line(&self.partial, "of these are not reported by all members of that round, and have the status P");
        line(
            &self.withheld,
            "were not opened there, and are not known here (O; L beside a denominator that serves others)",
        );
        line(&self.left_out, "go with cells that were not opened, and are left out with them (O)");
        line(&self.not_asked, "are not asked for there, and stand empty: fill them in from elsewhere");
        if self.not_needed > 0 {
            lines.push(format!("{} cells of the record are not asked for here", self.not_needed));
        }
        lines.push(format!("everybody will read that it is made of record {}", self.record));
        lines.join("\n")
    }
}

/// Cells that are named one by one.
const NAMED: usize = 10;

fn codes(structure: &Structure) -> Vec<&str> {
    structure.key_dimensions().map(|dimension| dimension.id.as_str()).collect()
}

/// What makes a figure of the record another thing than a figure of this round, in words.
fn departs(round: &MemberRound, own: &Structure, totals: &Totals, area: &str) -> Option<String> {
    let (theirs, ours) = (codes(own), codes(&round.structure));
    if theirs != ours {
        return Some(format!(
            "its cells are made of {}, those of this round of {}",
            theirs.join("."),
            ours.join(".")
        ));
    }
    if own.total_area != area {
        return Some(format!("its totals are those of {}, and this return is of {area}", own.total_area));
    }
    if totals.practice && !round.manifest.practice {
        return Some("it is of a practice round, in which figures may be made up".to_owned());
    }
    let differs = |measure: &intertally_structure::Measure| {
        let other = own.rules(&measure.code).filter(|other| other.unit != measure.unit)?;
        Some(format!("{} counts {} there, and {} here", measure.code, other.unit, measure.unit))
    };
    round.structure.measures.iter().find_map(differs)
}

/// A return of the exact totals of a record, which must have been verified. `area`: what the record's structure file calls the
/// sum of its members, if that is not this member's own code.
///
/// # Errors
/// The record is of other figures: of other dimensions, another area or unit, or made up.
pub fn return_from(round: &MemberRound, totals: &Totals, area: Option<&str>) -> Result<FromRecord> {
    let own = Structure::parse("structure", &totals.structure).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        RoleError::stop(
            format!("the record's structure file is at fault: {}", lines.join("; ")),
            "verify the record",
        )
    })?;
    if let Some(why) = departs(round, &own, totals, area.unwrap_or_else(|| round.area())) {
        return Err(RoleError::stop(
            format!("the record of '{}' is not of the figures that this round asks for: {why}", totals.name),
            "take the record of the right round; if only its area has another name, give that with --area",
        ));
    }
    let found: HashMap<&str, &CellTotal> =
        totals.cells.iter().map(|cell| (cell.key.as_str(), cell)).collect();
    let mut table = Taken::of(round, &found, totals.members);
    table.leave_out_with(round);
    let asked: BTreeSet<&str> = table.keys().collect();
    let not_needed = totals.cells.iter().filter(|cell| !asked.contains(cell.key.as_str())).count();
    let csv = table.csv(round, &totals.record);
    let of = |what: What| table.that_are(what);
    let partial = table.given.iter().filter(|(_, given)| given.what == What::Given && given.partial);
    Ok(FromRecord {
        csv,
        record: totals.record.clone(),
        taken: of(What::Given).len(),
        partial: partial.map(|(key, _)| key.clone()).collect(),
        withheld: of(What::Withheld),
        left_out: of(What::LeftOut),
        not_asked: of(What::NotAsked),
        not_needed,
    })
}

/// What becomes of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Given,
    Withheld,
    LeftOut,
    NotAsked,
}

struct Given {
    what: What,
    total: u64,
    partial: bool,
}

impl Drop for Given {
    fn drop(&mut self) {
        self.total.zeroize();
    }
}

/// The cells of this round that members type, with what the record gives them.
struct Taken {
    /// By key; in round order elsewhere.
    given: BTreeMap<String, Given>,
    /// All cells of the round, those that nobody types too.
    order: Vec<String>,
    /// Numerators that are not known, beside a denominator that serves others: as if this office did not count them.
    uncounted: BTreeSet<String>,
}

impl Taken {
    fn of(round: &MemberRound, found: &HashMap<&str, &CellTotal>, members: usize) -> Self {
        let cells = &round.manifest.cells;
        let one = |cell: &intertally_core::round::CellSpec| {
            let (what, total, partial) = match found.get(cell.key.as_str()) {
                None => (What::NotAsked, 0, false),
                Some(CellTotal { total: None, .. }) => (What::Withheld, 0, false),
                Some(CellTotal { total: Some(total), reporters, .. }) => {
                    (What::Given, *total, *reporters < members)
                }
            };
            (cell.key.clone(), Given { what, total, partial })
        };
        let given = cells.iter().filter(|cell| cell.is_typed()).map(one).collect();
        Self { given, order: cells.iter().map(|cell| cell.key.clone()).collect(), uncounted: BTreeSet::new() }
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }

    fn that_are(&self, what: What) -> Vec<String> {
        let fits = |key: &&String| self.given.get(*key).is_some_and(|given| given.what == what);
        self.order.iter().filter(fits).cloned().collect()
    }

    fn is_given(&self, key: &str) -> bool {
        self.given.get(key).is_some_and(|given| given.what == What::Given)
    }

    fn leave_out(&mut self, key: &str) -> bool {
        match self.given.get_mut(key) {
            Some(given) if given.what == What::Given => {
                given.what = What::LeftOut;
                true
            }
            _ => false,
        }
    }

    /// Leaves out what must go with cells that are not known, until a return of the rest has no fault by that.
    fn leave_out_with(&mut self, round: &MemberRound) {
        let pairs = self.pairs(&round.structure);
        while self.tables(&round.table.rules.whole) || self.halves(&pairs) {}
        for (part, of) in pairs {
            if self.is_given(&of) && !self.is_given(&part) {
                self.uncounted.insert(part);
            }
        }
    }

    /// Tables that are reported whole or not at all. Whether anything more was left out.
    fn tables(&mut self, whole: &[Whole]) -> bool {
        // What is to be filled in from elsewhere may be there in the end; the check of the return says so if it is not.
        let open = |cell: &u32| {
            let given = self.order.get(*cell as usize).and_then(|key| self.given.get(key));
            given.is_none_or(|given| matches!(given.what, What::Given | What::NotAsked))
        };
        let lacking = whole.iter().filter(|group| !group.all.iter().all(open));
        let out: BTreeSet<u32> = lacking.flat_map(|group| &group.own).copied().collect();
        let keys: Vec<String> =
            out.iter().filter_map(|cell| self.order.get(*cell as usize)).cloned().collect();
        keys.iter().filter(|key| self.leave_out(key)).count() > 0
    }

    /// Numerators with their denominators, where both are asked for here.
    fn pairs(&self, structure: &Structure) -> Vec<(String, String)> {
        let place = structure.key_dimensions().position(|dimension| dimension.id == structure.measure);
        let pair = |key: &String| {
            let mut row: Vec<&str> = key.split('.').collect();
            let code = row.get_mut(place?)?;
            *code = structure.rules(code)?.of.as_deref()?;
            Some((key.clone(), row.join("."))).filter(|(_, of)| self.given.contains_key(of))
        };
        self.order.iter().filter_map(pair).collect()
    }

    /// A numerator without its denominator is left out, and a denominator that serves no numerator. Whether anything more was.
    fn halves(&mut self, pairs: &[(String, String)]) -> bool {
        let served: BTreeSet<&String> =
            pairs.iter().filter(|(part, _)| self.is_given(part)).map(|(_, of)| of).collect();
        let parts = pairs.iter().filter(|(_, of)| !self.is_given(of)).map(|(part, _)| part);
        let wholes = pairs.iter().filter(|(_, of)| !served.contains(of)).map(|(_, of)| of);
        let out: Vec<&String> = parts.chain(wholes).collect();
        out.iter().filter(|key| self.leave_out(key)).count() > 0
    }

    /// The round's template with figures, statuses and the record's name.
    fn csv(&self, round: &MemberRound, record: &RecordName) -> Zeroizing<String> {
        let template = template_csv(round);
        let mut lines = template.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let at = |name: &str| header.iter().position(|column| *column == name);
        let (value, status) = (at("OBS_VALUE"), at("OBS_STATUS"));
        let dimensions: Vec<usize> = codes(&round.structure).into_iter().filter_map(at).collect();
        let mut text = Zeroizing::new(format!("{},{SOURCE_RECORD}\n", header.join(",")));
        let mut name = record.to_string();
        for line in lines {
            let mut row: Vec<String> = line.split(',').map(str::to_owned).collect();
            let key: Vec<&str> =
                dimensions.iter().filter_map(|at| row.get(*at)).map(String::as_str).collect();
            let key = key.join(".");
            let (figure, code) = match self.given.get(&key) {
                Some(Given { what: What::Given, total, partial }) => {
                    (total.to_string(), if *partial { "P" } else { "A" })
                }
                Some(Given { what: What::NotAsked, .. }) | None => (String::new(), ""),
                Some(_) if self.uncounted.contains(&key) => (String::new(), "L"),
                Some(_) => (String::new(), "O"),
            };
            let mut put = |place: Option<usize>, text: String| {
                place
                    .and_then(|place| row.get_mut(place))
                    .into_iter()
                    .for_each(|slot| slot.clone_from(&text));
            };
            put(value, figure);
            put(status, code.to_owned());
            // Once is enough: it is about the whole return.
            row.push(std::mem::take(&mut name));
            text.push_str(&row.join(","));
            text.push('\n');
            row.zeroize();
        }
        text
    }
}
