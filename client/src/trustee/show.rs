//! What a trustee's person is shown before anything is opened, in plain words.

use crate::view::when;
use intertally_core::fold::RoundState;
use intertally_core::party::MemberIndex;
use std::fmt::Write;

fn header(round: &RoundState) -> String {
    let manifest = round.manifest();
    let practice = if manifest.practice { " (PRACTICE: no real figures)" } else { "" };
    format!("Round '{}'{practice}, id {:.16}", manifest.name, round.id().0.to_string())
}

fn areas(round: &RoundState, members: &[MemberIndex]) -> String {
    let area =
        |m: &MemberIndex| round.manifest().members.get(usize::from(m.0)).map_or("?", |m| m.area.as_str());
    members.iter().map(area).collect::<Vec<_>>().join(" ")
}

/// Before a statement.
pub(super) fn before_statement(round: &RoundState) -> String {
    let manifest = round.manifest();
    let sealed: Vec<MemberIndex> =
        round.sealed().map(|set| set.members.iter().map(|(m, _)| *m).collect()).unwrap_or_default();
    let minimum = manifest.cells.iter().map(|cell| cell.min_contributors);
    let (least, most) = (minimum.clone().min().unwrap_or(0), minimum.max().unwrap_or(0));
    let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
    let mut text = header(round);
    let _ = write!(
        text,
        "\n  sealed {} with {} of {} members: {}",
        round.sealed_at().map(when).unwrap_or_default(),
        sealed.len(),
        manifest.members.len(),
        areas(round, &sealed)
    );
    let _ = write!(
        text,
        "\n  {} cells; a total is opened only with at least {range} members whose figure is not zero; {} earlier records count",
        manifest.cells.len(),
        manifest.earlier.len()
    );
    let _ = write!(
        text,
        "\n  every signature and proof was checked on this machine, and the sum added up here\
         \nYou state, once and for ever, that you answer for exactly this set. After a quorum of statements the counts of\
         \ncontributors are opened to coordinator and trustees, for {} key(s). State?",
        manifest.keys.len()
    );
    text
}

/// Before step B.
pub(super) fn before_totals(round: &RoundState, approved: usize) -> String {
    let cells = round.manifest().cells.len();
    format!(
        "{}\n  the plan follows from policy and counts, as recomputed on this machine: {approved} of {cells} totals are opened\
         \n  to the coordinator, who publishes them; the other {} stay closed to everybody. Open?",
        header(round),
        cells.saturating_sub(approved)
    )
}
