//! A return that was dropped: read on this machine, looked at, mended beside its faults, and kept in memory until it is sent
//! or put away.

use super::layout::{fits, kept};
use super::mending;
use super::pairing::look;
use crate::app::Asker;
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use crate::upload::{Typed, files};
use axum::extract::{Form, Multipart, Path};
use axum::response::{IntoResponse, Redirect};
use intertally_returns::{Mapping, Mends, Reading};
use intertally_roles::Role;
use intertally_roles::member::{Checked, Given, MemberRound, check_with};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

/// Numbers of drafts: a page names the one that it shows.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A return on the table. Holds figures: it is for this office's own screen, and has no `Debug`.
pub(crate) struct Draft {
    /// Which one: another tab may have dropped another one since, or mended it.
    pub(crate) number: u64,
    /// The round that it is for.
    pub(crate) round: MemberRound,
    /// The file, as it was dropped.
    pub(crate) file: Arc<Given>,
    /// How its layout is read; none for files with the structure's own columns.
    pub(crate) mapping: Option<Arc<Mapping>>,
    /// What was typed beside its faults.
    pub(crate) mends: Mends,
    /// What came of reading it, with what was typed.
    pub(crate) reading: Reading,
    /// The revision of the same round that it was compared with, if it corrects one.
    pub(crate) corrects: Option<u32>,
    /// Whether its columns and labels can be paired on a page: a table of text.
    pub(crate) pairable: bool,
    /// Whether the mapping is the one that the office keeps.
    pub(crate) kept: bool,
    /// Whether it was to be sent while something that was typed was not checked yet.
    pub(crate) held: bool,
}

/// What is read, or read anew.
pub(super) struct Again {
    /// The file.
    pub(super) file: Arc<Given>,
    /// How its layout is read.
    pub(super) mapping: Option<Arc<Mapping>>,
    /// What was typed over it.
    pub(super) mends: Mends,
    /// As in [`Draft`].
    pub(super) held: bool,
}

impl Again {
    /// The same file in the same layout.
    pub(super) fn of(draft: &Draft, mends: Mends, held: bool) -> Self {
        Self { file: Arc::clone(&draft.file), mapping: draft.mapping.clone(), mends, held }
    }
}

/// Read a file against its round, and put it on the table.
pub(super) async fn read(room: &Room, id: &str, again: Again) -> Result<(), Refusal> {
    let wanted = id.to_owned();
    let draft = room.look(async move |session| {
        let Again { file, mapping, mends, held } = again;
        let round = MemberRound::of(session, Some(&wanted)).await?;
        let checked = check_with(session, &round, &file, (mapping.as_deref(), &mends))?;
        let Checked { reading, corrects } = checked;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut draft = Draft {
            number,
            round,
            file,
            mapping,
            mends,
            reading,
            corrects,
            pairable: false,
            kept: false,
            held,
        };
        draft.pairable = look(&draft).is_some();
        let own = kept(session)?.map(Arc::new);
        draft.kept = own.is_some() && draft.mapping == own;
        Ok(draft)
    });
    room.member.set_draft(Some(draft.await?));
    Ok(())
}

/// Whether columns or codes of a file are not those of the structure.
pub(super) fn is_foreign(reading: &Reading) -> bool {
    const FOREIGN: [&str; 4] = ["column-missing", "header-missing", "code-unknown", "period-format"];
    reading.faults.iter().any(|fault| FOREIGN.contains(&fault.rule))
}

/// Of a file that was just dropped and is foreign: the layout that the office keeps, if it fits.
async fn layout(room: &Room, draft: &Draft) -> Result<Option<Arc<Mapping>>, Refusal> {
    if !draft.pairable || !is_foreign(&draft.reading) {
        return Ok(None);
    }
    let own = room.look(async |session| kept(session)).await?;
    let fitting = own.filter(|mapping| look(draft).is_some_and(|foreign| fits(&foreign, mapping)));
    Ok(fitting.map(Arc::new))
}

/// To the page that shows the return.
pub(super) fn to_return(id: &str) -> Answer {
    Ok(Redirect::to(&format!("/member/round/{id}/return")).into_response())
}

/// Read a return that was dropped.
pub(crate) async fn check(asker: Asker, Path(id): Path<String>, form: Multipart) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let upload = files(form).await?.remove("return").ok_or(Refusal::Form)?;
    let file = Arc::new(Given { name: upload.name, bytes: upload.bytes });
    let again = |mapping| Again { file: Arc::clone(&file), mapping, mends: Mends::default(), held: false };
    read(room, &id, again(None)).await?;
    if let Some(draft) = room.member.draft()
        && let Some(mapping) = layout(room, &draft).await?
    {
        read(room, &id, again(Some(mapping))).await?;
    }
    to_return(&id)
}

/// What a form says, as it was typed, and the return that it shows, if that still lies on the table.
pub(super) fn handed<'a>(
    asker: &'a Asker,
    id: &str,
    fields: Vec<(String, String)>,
) -> Result<(&'a Arc<Room>, Typed, Arc<Draft>), Refusal> {
    let room = asker.app.room(Role::Member.word())?;
    let typed: Typed = fields.into_iter().map(|(name, text)| (name, Zeroizing::new(text))).collect();
    let number = typed.get("number").and_then(|number| number.parse::<u64>().ok()).ok_or(Refusal::Form)?;
    let draft = room.member.draft();
    let draft = draft.filter(|draft| draft.number == number && draft.round.id.0.to_string() == id);
    Ok((room, typed, draft.ok_or(Refusal::Changed)?))
}

/// Check the return again with what was typed beside its faults, or without what is taken back.
pub(crate) async fn mend(
    asker: Asker,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (room, typed, draft) = handed(&asker, &id, fields)?;
    let mut mends = draft.mends.clone();
    match typed.get("undo").map(|spot| spot.as_str()) {
        Some("all") => mends = Mends::default(),
        Some(spot) => mends.undo(spot.parse().map_err(|_| Refusal::Form)?),
        None => {
            mending::take(&draft.reading, &typed, &mut mends);
        }
    }
    read(room, &id, Again::of(&draft, mends, false)).await?;
    to_return(&id)
}

/// Put the return away: it leaves the memory.
pub(crate) async fn away(asker: Asker, Path(id): Path<String>) -> Answer {
    asker.app.room(Role::Member.word())?.member.set_draft(None);
    Ok(Redirect::to(&format!("/member/round/{id}")).into_response())
}
