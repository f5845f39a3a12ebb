//! Preparing a submission: checks, a summary to confirm, encryption, proofs. Needs no network once the log
//! and the structure are here.

use super::check::{Given, check_with, claims};
use super::doubts::doubts;
use super::file::SubmissionFile;
use super::kept::Kept;
use super::round::{MemberRound, keys};
use super::status::trustees;
use crate::error::{Result, RoleError};
use crate::person::question::Outline;
use crate::person::{Notice, Question, Work};
use crate::session::Session;
use crate::work::on_rayon;
use intertally_core::canonical::encode;
use intertally_core::event::{Kind, Scope, SignedClaim, payload_digest};
use intertally_core::fold::Phase;
use intertally_core::party::{MemberIndex, Party};
use intertally_core::round::{self, Before, FiguresBefore};
use intertally_core::submission::{self, Status};
use intertally_publish::TOOL;
use intertally_returns::{Compared, Mapping, Mends, Return, Summary, lacking, notes_sent};

/// Where the figures come from.
pub enum Source<'a> {
    /// A return file, with a mapping if its layout is foreign.
    File(&'a Given, Option<&'a Mapping>),
    /// The same, with what the person typed over it.
    Mended(&'a Given, Option<&'a Mapping>, &'a Mends),
    /// A file of made-up figures.
    MadeUp(&'a Given),
    /// The return kept from an earlier round: after a hold, or a cancelled round.
    Kept(&'a Kept),
}

/// Ask about a return that counts already, to the letter: nobody sends one twice who knows it.
fn same_again(session: &Session, round: &MemberRound, table: &Return) -> Result<()> {
    let Some(kept) = Kept::counted(session, round)?.filter(|kept| kept.table() == *table) else {
        return Ok(());
    };
    let state = session.mirror.fold.round(&round.id);
    let latest = state.and_then(|state| state.latest().find(|(member, _)| *member == round.member));
    let at = latest.and_then(|(_, latest)| usize::try_from(latest.height).ok());
    let at = at.and_then(|at| session.mirror.events.get(at)).map_or(session.now(), |(event, _)| event.at);
    let round = round.manifest.name.clone();
    session.ask(&Question::SameAgain { revision: kept.revision, at, round })
}

fn confirm(session: &Session, round: &MemberRound, summary: &Summary, corrects: Option<u32>) -> Result<()> {
    if let Some(doubts) = doubts(&summary.to_confirm, corrects) {
        session.ask(&Question::Figures(Box::new(doubts)))?;
    }
    if summary.compared == Compared::Nothing {
        session.tell(&Notice::NotCompared);
    }
    if !summary.notes.is_empty() {
        session.tell(&Notice::NotesArePublic);
    }
    for note in &summary.notes {
        session.tell(&Notice::Note(note.to_string()));
        if note.digits {
            session.ask(&Question::Note { text: note.text.clone() })?;
        }
    }
    for claims in claims(summary) {
        session.tell(&Notice::Claims(claims));
    }
    if !summary.public.is_empty() {
        let cells = summary.public.iter().map(ToString::to_string).collect();
        session.ask(&Question::InClear { cells })?;
    }
    if let Some((have, need)) = session.mirror.fold.round(&round.id).and_then(trustees) {
        session.tell(&Notice::TooFew(have, need));
    }
    if round.manifest.practice {
        session.tell(&Notice::Practice);
    }
    session.ask(&Question::Encrypt(Box::new(Outline {
        area: round.area().to_owned(),
        round: round.manifest.name.clone(),
        revision: round.revision,
        filled: (summary.filled, summary.cells),
        missing: summary.missing.values().sum(),
        notes: summary.notes.iter().map(|note| note.cells.max(1)).sum(),
        largest: summary.largest.clone(),
    })))
}

/// A kept return in the cells of another round, by key. Cells that it does not have are missing.
fn moved(kept: &Kept, round: &MemberRound) -> (Return, Summary) {
    let at = |key: &str| kept.keys.iter().position(|own| own == key);
    let mut table = Return {
        keys: round.manifest.cells.iter().map(|cell| cell.key.clone()).collect(),
        statuses: Vec::new(),
        values: Vec::new(),
        public: Vec::new(),
        confidential: Vec::new(),
        notes: Vec::new(),
    };
    let stays = |cell: &Option<String>| cell.as_ref().is_none_or(|key| table.keys.contains(key));
    table.notes = kept.notes.iter().filter(|note| stays(&note.cell)).cloned().collect();
    for (place, cell) in (0u32..).zip(&round.manifest.cells) {
        // What nobody types is made again: it may stand for something else here.
        let found = at(&cell.key).filter(|_| cell.is_typed());
        let old = found.and_then(|at| u32::try_from(at).ok());
        let said = |claims: &[u32]| old.is_some_and(|old| claims.contains(&old));
        if said(&kept.public) {
            table.public.push(place);
        }
        if said(&kept.confidential) {
            table.confidential.push(place);
        }
        table.statuses.push(found.and_then(|at| kept.statuses.get(at)).copied().unwrap_or(Status::Missing));
        table.values.push(found.and_then(|at| kept.values.get(at)).copied().flatten());
    }
    let mut summary = Summary::of_table(&round.manifest.cells, &table);
    if round.manifest.practice {
        // As of a file: what somebody tries out is not repeated.
        summary.largest = None;
    }
    table.complete(&round.table.count_only);
    (table, summary)
}

/// In a revision round: which cells differ from all that was opened of this member. Against its last submission would
/// not do: what was never opened leaves no trace to compare with.
fn changed(session: &Session, round: &MemberRound, table: &Return) -> Result<Option<Vec<bool>>> {
    if !round.manifest.revision {
        return Ok(None);
    }
    let mut earlier = Vec::new();
    for record in &round.manifest.earlier {
        let Some(state) = session.mirror.fold.round(&record.round) else { continue };
        let Some(plan) = state.plan() else { continue };
        let area = |member: MemberIndex| state.manifest().members.get(usize::from(member.0));
        let is_own = |member| area(member).is_some_and(|entry| entry.area == round.area());
        let counted = state.latest().find(|(member, _)| is_own(*member));
        let kept = counted
            .map(|(_, latest)| Kept::of_submission(session, payload_digest(&encode(&latest.header))))
            .transpose()?;
        earlier.push((state.manifest(), plan, kept));
    }
    let before = earlier.iter().map(|(manifest, plan, kept)| Before {
        manifest,
        opened: &plan.approved,
        figures: match kept {
            None => FiguresBefore::Absent,
            Some(None) => FiguresBefore::Lost,
            Some(Some(kept)) => FiguresBefore::Kept(&kept.values),
        },
    });
    let before: Vec<Before<'_>> = before.collect();
    let lost = before.iter().filter(|one| matches!(one.figures, FiguresBefore::Lost));
    let lost: Vec<String> = lost.map(|one| one.manifest.name.clone()).collect();
    if !lost.is_empty() {
        session.tell(&Notice::FiguresLost { rounds: lost });
    }
    Ok(Some(round::changed(&round.manifest, &table.values, &before)))
}

/// Prepare a submission, and keep its secrets sealed.
pub async fn prepare(
    session: &Session,
    wanted: Option<&str>,
    source: Source<'_>,
) -> Result<(SubmissionFile, MemberRound)> {
    let round = MemberRound::of(session, wanted).await?;
    let state = session.mirror.fold.round(&round.id);
    let state = state.ok_or_else(|| RoleError::stop("there is no such round", "see `member rounds`"))?;
    if state.phase() != Phase::Open {
        let what = format!("round '{}' is {}", round.manifest.name, state.phase().name());
        return Err(RoleError::stop(what, "it takes no submissions; see `member rounds`"));
    }
    if session.now() > state.closes() {
        let (was, now) = (session.when(state.deadline()), session.when(session.now()));
        let what = format!(
            "the deadline of '{}' was {was}, and this machine's clock shows {now}",
            round.manifest.name
        );
        return Err(RoleError::stop(
            what,
            "ask the coordinator to extend it, or set the clock if it is wrong",
        ));
    }
    let keys = keys(session, state)?;
    if round.manifest.practice && !matches!(source, Source::MadeUp(_)) {
        session.ask(&Question::RealToPractice { round: round.manifest.name.clone() })?;
    }
    let none = Mends::default();
    let read = |file: &Given, mapping: Option<&Mapping>, mends: &Mends| {
        let checked = check_with(session, &round, file, (mapping, mends))?;
        if !checked.is_good() {
            session.tell(&Notice::Return(checked.to_text()));
        }
        Ok::<_, RoleError>(checked)
    };
    let (made_up, mut corrects) = (matches!(source, Source::MadeUp(_)), None);
    let (table, summary) = match source {
        Source::File(file, mapping) => {
            let checked = read(file, mapping, &none)?;
            let warnings = checked.warnings();
            if checked.is_good() && !warnings.is_empty() {
                session.tell(&Notice::Return(warnings));
            }
            corrects = checked.corrects;
            checked.into_table()?
        }
        // What was mended was seen, with its warnings, and made-up figures have none that matter.
        Source::Mended(file, mapping, mends) => {
            let checked = read(file, mapping, mends)?;
            corrects = checked.corrects;
            checked.into_table()?
        }
        Source::MadeUp(file) => read(file, None, &none)?.into_table()?,
        Source::Kept(kept) => {
            let (table, summary) = moved(kept, &round);
            if summary.filled == 0 {
                let what = "no figure of the return that is kept has a cell in this round";
                return Err(RoleError::stop(
                    what,
                    "send a file with `member submit`, or stay out of the round",
                ));
            }
            if let Some(lacking) = lacking(&round.table.rules.whole, &table).into_iter().next() {
                return Err(RoleError::stop(lacking.what, lacking.hint));
            }
            (table, summary)
        }
    };
    if !made_up {
        same_again(session, &round, &table)?;
    }
    confirm(session, &round, &summary, corrects)?;
    let changed = changed(session, &round, &table)?;
    let bar = session.bar(Work::Encrypting, 1);
    let (manifest, place) = (round.manifest.clone(), (round.member, round.revision));
    let mut rng = session.rng()?;
    let work = move || {
        let statuses = table.statuses.clone();
        let made = submission::prepare(
            &manifest,
            &keys,
            place,
            statuses,
            &table.values,
            changed.as_deref(),
            &mut rng,
        );
        (table, changed, made)
    };
    let (table, changed, made) = on_rayon(work).await?;
    bar.done();
    let made = made.and_then(|made| made.with_claims(&table.values, &table.public, &table.confidential));
    let made = made.map_err(|why| RoleError::stop(why.to_string(), "correct the return"))?;
    let made = made.with_notes(notes_sent(&table.notes, &table.keys));
    let made = made.map_err(|why| RoleError::stop(why.to_string(), "correct the notes of the return"))?;
    let header = encode(&made.header);
    let (who, scope) = (Party::Member(round.member), Scope::Round(round.id));
    let claim = SignedClaim::sign(session.signing(), who, scope, Kind::Submitted, &header, TOOL);
    Kept::new((&made, claim.claim.payload, session.now().0), (&table, changed)).keep(session)?;
    Ok((SubmissionFile::new(claim, made.header, encode(&made.parts)), round))
}
