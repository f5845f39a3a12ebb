//! What questions say.

use crate::clock::when;
use crate::person::question::{AtHand, Cause, Doubts, Heading, Outline, Question, RoundOutline, SealedRound};
use intertally_core::event::Kind;
use intertally_returns::{Reason, ToConfirm};
use intertally_structure::text::many;
use jiff::tz::TimeZone;

/// What a question says to a person in this zone.
#[must_use]
pub fn question(question: &Question, zone: &TimeZone) -> String {
    match question {
        Question::Figures(doubts) => figures(doubts),
        Question::RealToPractice { round } => format!(
            "'{round}' is a PRACTICE round: its opening counts nowhere, and protects nobody. Send figures of your own to it? \
             (`member practise` sends made-up ones)"
        ),
        Question::Note { text } => {
            format!("'{text}' holds digits, and everybody will read it. Does it name no figure?")
        }
        Question::InClear { cells } => in_clear(cells),
        Question::SameAgain { revision, at, round } => format!(
            "The server has exactly this return to '{round}' already: it counts as revision {revision}, since {}. Sent again, it \
             changes nothing. Send it all the same?",
            when(*at, zone.clone())
        ),
        Question::Encrypt(outline) => encrypt(outline),
        Question::Withdraw { revision, round } => {
            format!("Withdraw revision {revision} from '{round}'? It stays in the log, but no longer counts.")
        }
        Question::Forget { round } => format!(
            "Erase the kept returns of '{round}' for ever? Nothing can be proved, rechecked or sent again from them."
        ),
        Question::TakePart { committee: (t, n), keys, commit_by, again } => {
            let again = if again.is_empty() {
                String::new()
            } else {
                format!(" Failed the ceremony before, and would lead sub-keys again: {again}.")
            };
            let by = when(*commit_by, zone.clone());
            format!(
                "Ceremony: {t} of {n} trustees, {}, commitments by {by}.{again} Take part?",
                many(usize::try_from(*keys).unwrap_or(usize::MAX), "key")
            )
        }
        Question::TakeBack { trustees } => format!(
            "Take back the ceremony that was proposed to {}? What they have offered for it is of no use afterwards.",
            trustees.join(", ")
        ),
        Question::Consent { round, reasons } => {
            format!("A person must consent to round '{round}': {}. Consent?", reasons.join("; "))
        }
        Question::State(sealed) => state(sealed, zone),
        Question::OpenTotals { round, approved, cells } => format!(
            "{}\n  the plan follows from policy and counts, as recomputed on this machine: {}\n  What is opened goes to the \
             coordinator, who publishes it. Open?",
            heading(round),
            plan(*approved, cells.saturating_sub(*approved))
        ),
        Question::Destroy { round } => format!(
            "{}\n  Erase your sub-keys of it for ever? Without them nothing of it can be opened again.",
            at_hand(round)
        ),
        Question::Open(outline) => open(outline, zone),
        Question::Extend { round, from, to } => format!(
            "{}\n  Move its deadline from {} to {}? It cannot move back.",
            at_hand(round),
            when(*from, zone.clone()),
            when(*to, zone.clone())
        ),
        Question::Adopt { round, approved, withheld } => format!(
            "{}\n  {} The plan is adopted once and for ever, and the counts go to the trustees. Adopt it?",
            heading(round),
            plan(*approved, *withheld)
        ),
        Question::Publish { round, shown, withheld, files } => format!(
            "{}\n  {} with a value, {withheld} withheld, in {}. What is published stays published. Publish?",
            heading(round),
            many(*shown, "total"),
            files.join(", ")
        ),
        Question::Seal { round, have, listed } => format!(
            "{}\n  Seal it with {have} of {listed} members? Nothing can be sent or corrected afterwards.",
            at_hand(round)
        ),
        Question::Aside { kind, round, reason } => {
            let verb = if *kind == Kind::Held { "Hold" } else { "Cancel" };
            let sent = match round.sent.0 {
                0 => String::new(),
                1 => " 1 member has sent to it, and must send again to another one.".to_owned(),
                sent => format!(" {sent} members have sent to it, and each must send again to another one."),
            };
            format!("{}\n  {verb} it?{sent} The reason is public: {reason}", at_hand(round))
        }
        Question::Fingerprints => {
            "Have you compared these fingerprints with the offices themselves, by telephone or on paper?"
                .into()
        }
        Question::Card { who, fingerprint } => {
            format!("{who}, fingerprint {fingerprint}: did that office read you the same?")
        }
        Question::Date { shown, typed, doubt } => format!("{shown}. '{typed}' {doubt}. Is it right?"),
        Question::Replace { path } => format!("{path} is there already. Replace it?"),
    }
}

/// What a plan comes to, whoever is asked about it: the totals that the round asks for, and no cell that is only counted.
fn plan(approved: usize, closed: usize) -> String {
    let all = many(approved.saturating_add(closed), "total");
    format!(
        "of {all} that the round asks for, {approved} would be opened, {closed} stay closed to everybody."
    )
}

/// Figures that are named one by one.
const NAMED: usize = 20;

/// Figures that may be slips, one a line, worst first, with what most of them have in common.
#[must_use]
pub fn doubts(doubts: &Doubts) -> String {
    let Doubts { figures, cause, corrects } = doubts;
    let line = |doubt: &ToConfirm| {
        let why = match &doubt.reason {
            Reason::Previous { key, value } if *key == doubt.key => format!("your last figure was {value}"),
            Reason::Previous { key, value } => format!("your last figure was {value}, in {key}"),
            Reason::Usual { limit } => format!("more than {limit} is unusual for this measure"),
        };
        format!("  {}: {} - {why}", doubt.key, doubt.value)
    };
    let mut lines: Vec<String> = figures.iter().take(NAMED).map(line).collect();
    match figures.len().saturating_sub(NAMED) {
        0 => {}
        more => lines.push(format!("  and {more} more")),
    }
    if let Some(Cause { factor, more, figures: of }) = cause {
        let all = if *of == figures.len() { "all".to_owned() } else { format!("{of} of {}", figures.len()) };
        let than = if *more { "what you sent last" } else { "less than you sent last" };
        let why = match corrects {
            Some(_) => "is that what you correct? If not: units for thousands, or a shifted column?",
            None => "units for thousands, or a shifted column?",
        };
        lines.push(format!("  {all} about {factor} times {than}: {why}"));
    }
    lines.join("\n")
}

fn figures(all: &Doubts) -> String {
    let (one, count) = (all.figures.len() == 1, all.figures.len());
    let (what, ask) = if one { ("figure is", "Is it") } else { ("figures are", "Are they all") };
    let last = all.corrects.map_or_else(
        || "your last".to_owned(),
        |revision| format!("those of revision {revision}, which this return corrects"),
    );
    format!("{count} {what} far from {last}, or unusual:\n{}\n{ask} right?", doubts(all))
}

/// Cells of figures in clear that are named one by one: all that a person reads.
const NAMED_IN_CLEAR: usize = 100;

fn in_clear(cells: &[String]) -> String {
    let named: Vec<String> = cells.iter().take(NAMED_IN_CLEAR).map(|cell| format!("  {cell}\n")).collect();
    let more = match cells.len().saturating_sub(NAMED_IN_CLEAR) {
        0 => String::new(),
        more => format!("  and {more} more; `member check --json` lists each\n"),
    };
    let (what, go) = if cells.len() == 1 { ("figure is", "It goes") } else { ("figures are", "They go") };
    format!(
        "{} {what} marked PUBLISHED in the return:\n{}{more}{go} out IN CLEAR, to everybody, for ever: the log holds them, and \
         no encryption protects them. Does your office publish every one of them itself?",
        cells.len(),
        named.concat()
    )
}

fn open(outline: &RoundOutline, zone: &TimeZone) -> String {
    let RoundOutline { name, areas, cells: (asked, counted), committee: (t, n), keys, .. } = outline;
    let practice = if outline.practice { " (PRACTICE: no real figures)" } else { "" };
    let revision = if outline.revision { ", which counts what changed" } else { "" };
    let (opens, deadline) = outline.dates;
    let earlier = if outline.earlier.is_empty() { "none".to_owned() } else { outline.earlier.join(", ") };
    let compared = match outline.compared.as_slice() {
        [] => "nothing that is published yet".to_owned(),
        names => names.join(", "),
    };
    let not_again: String = outline.not_again.iter().map(not_again).collect();
    let (structure, file) = &outline.structure;
    let attention = attention(outline);
    let (ceremony, begun) = (&outline.ceremony.0, when(outline.ceremony.1, zone.clone()));
    format!(
        "Round '{name}'{practice}{revision}, periods {}\n  structure {structure}, from {file}: {}\
         \n  {}: {}; sealed with {} at least\
         \n  {asked} cells to fill in, {counted} that are only counted; a total needs {} contributors at least\
         \n  open from {} until {}\n  {t} of {n} trustees; it uses up {} of ceremony {ceremony:.8} of {begun}; earlier openings that it names: {earlier}\
         \n  its report compares with: {compared}\
         \n{not_again}{attention}None of this can be changed afterwards, only the deadline moves later. Open it?",
        outline.periods.join(", "),
        many(outline.tables, "table"),
        many(areas.len(), "member"),
        areas.join(" "),
        outline.min_members,
        range(outline.contributors),
        when(opens, zone.clone()),
        when(deadline, zone.clone()),
        many(*keys, "key"),
    )
}

/// What is likely a slip in a round that is about to be opened: lines of their own.
fn attention(outline: &RoundOutline) -> String {
    let mut lines = String::new();
    if outline.needs_all() {
        lines.push_str(
            "  ATTENTION: it is sealed only if ALL members send: one that stays away stops it. --min-members takes fewer\n",
        );
    }
    if let Some(minutes) = outline.closes_soon() {
        lines.push_str(&format!(
            "  ATTENTION: it closes in {} from now. Is that deadline meant?\n",
            many(usize::try_from(minutes).unwrap_or(0), "minute")
        ));
    }
    for (round, periods) in &outline.same_periods {
        lines.push_str(&format!(
            "  ATTENTION: '{round}' asked for {} already: this one counts what changed since. Is --period meant?\n",
            periods.join(", ")
        ));
    }
    if !outline.not_over.is_empty() {
        lines.push_str(&format!(
            "  ATTENTION: {} is not over yet: nobody has all its figures. Is --period meant?\n",
            outline.not_over.join(", ")
        ));
    }
    lines
}

/// What an earlier round opened and is not asked again, with what to do: lines of their own.
#[must_use]
pub fn not_again((round, keys): &(String, Vec<String>)) -> String {
    let some: Vec<&str> = keys.iter().take(3).map(String::as_str).collect();
    let more = if keys.len() > some.len() { ", .." } else { "" };
    format!(
        "  ATTENTION: '{round}' opened {} over figures of this round that it does not ask again ({}{more}): whatever \
         shares figures with them STAYS SHUT, since nobody says whether they changed. Ask for these, too\n",
        many(keys.len(), "total"),
        some.join(", ")
    )
}

fn range((least, most): (u16, u16)) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

fn encrypt(outline: &Outline) -> String {
    let Outline { area, round, revision, filled: (filled, cells), missing, notes, largest } = outline;
    let largest =
        largest.as_ref().map_or_else(String::new, |(cell, value)| format!("; largest {value} in {cell}"));
    format!(
        "{area} to '{round}', revision {revision}: {filled} of {cells} cells filled, {missing} without a figure, {}{largest}. Encrypt?",
        many(*notes, "public note")
    )
}

fn at_hand(round: &AtHand) -> String {
    let (sent, listed) = round.sent;
    format!("{}: {}, {sent} of {listed} members have sent", heading(&round.heading), round.phase)
}

fn heading(round: &Heading) -> String {
    let practice = if round.practice { " (PRACTICE: no real figures)" } else { "" };
    format!("Round '{}'{practice}, id {:.16}", round.name, round.id)
}

fn state(sealed: &SealedRound, zone: &TimeZone) -> String {
    let range = range(sealed.contributors);
    format!(
        "{}\n  sealed {} with {} of {} members: {}\
         \n  {}; a total is opened only with at least {range} members whose figure is not zero; earlier records that count: {}\
         \n  every signature and proof was checked on this machine, and the sum added up here\
         \nYou state, once and for ever, that you answer for exactly this set. After a quorum of statements the counts of\
         \ncontributors are opened to coordinator and trustees, for {}. State?",
        heading(&sealed.round),
        sealed.at.map(|at| when(at, zone.clone())).unwrap_or_default(),
        sealed.areas.len(),
        sealed.listed,
        sealed.areas.join(" "),
        many(sealed.cells, "cell"),
        sealed.earlier,
        many(sealed.keys, "key")
    )
}
