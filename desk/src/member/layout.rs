//! The two pages on which a national layout is paired, and what becomes of the mapping: it reads the return that lies on the
//! table, can be kept in the office for the next round, and saved for `--mapping`.

use super::layout_page::{columns_page, labels_page};
use super::pairing::{columns, look, whole};
use super::review::{Again, Draft, handed, read, to_return};
use crate::app::Asker;
use crate::office::download;
use crate::refusal::{Answer, Refusal};
use crate::room::Room;
use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect};
use intertally_returns::{Foreign, Layout, Mapping, Mends};
use intertally_roles::member::read_mapping;
use intertally_roles::{Result as Done, Role, Session};
use std::sync::Arc;

/// Where a kept layout stands in the vault of the office.
const KEPT: &str = "layout.toml";

/// A mapping that is being made, for the return with this number.
pub(super) struct Pairing {
    number: u64,
    mapping: Mapping,
}

/// The layout that the office keeps; none if it keeps none.
pub(super) fn kept(session: &Session) -> Done<Option<Mapping>> {
    let bytes = session.vault.read(KEPT)?;
    bytes.map(|bytes| read_mapping(session.vault.place(KEPT), &bytes)).transpose()
}

/// Whether a file has all columns that a mapping names.
pub(super) fn fits(foreign: &Foreign<'_>, mapping: &Mapping) -> bool {
    let has = |name: &String| foreign.columns().any(|(own, _)| own == name);
    let periods = mapping.layout == Layout::Periods;
    let named = |mapping: &Mapping| {
        let add = mapping.add.iter().filter(|_| !periods);
        mapping
            .columns
            .keys()
            .chain(mapping.keep.keys())
            .chain(mapping.values.keys())
            .chain(add)
            .cloned()
            .collect::<Vec<_>>()
    };
    foreign.layout() == mapping.layout && named(mapping).iter().all(has)
}

/// The return on the table of this round.
fn on_table(room: &Room, id: &str) -> Result<Arc<Draft>, Refusal> {
    let draft = room.member.draft().filter(|draft| draft.round.id.0.to_string() == id);
    draft.ok_or(Refusal::Changed)
}

/// The mapping that the pages begin with: the one being made, the one in use, or what is alike.
fn begun(room: &Room, draft: &Draft, foreign: &Foreign<'_>) -> Result<Mapping, Refusal> {
    if let Some(pairing) = paired(room, draft) {
        return Ok(pairing.mapping.clone());
    }
    match &draft.mapping {
        Some(mapping) if fits(foreign, mapping) => Ok(Mapping::clone(mapping)),
        _ => foreign.matched_mapping().map_err(|_| Refusal::Nowhere),
    }
}

/// The columns that were paired of this return.
fn paired(room: &Room, draft: &Draft) -> Option<Arc<Pairing>> {
    room.member.pairing().filter(|pairing| pairing.number == draft.number)
}

/// Columns.
pub(crate) async fn show_columns(asker: Asker, Path(id): Path<String>) -> Answer {
    asker.app.tabs.asked();
    let room = asker.app.room(Role::Member.word())?;
    let draft = on_table(room, &id)?;
    let foreign = look(&draft).ok_or(Refusal::Nowhere)?;
    let mapping = begun(room, &draft, &foreign)?;
    Ok(columns_page(asker.words, &room.name(), (&draft, &foreign), &mapping, None).into_response())
}

/// Columns as they were paired: on to the labels.
pub(crate) async fn pair_columns(
    asker: Asker,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (room, typed, draft) = handed(&asker, &id, fields)?;
    let foreign = look(&draft).ok_or(Refusal::Nowhere)?;
    let before = begun(room, &draft, &foreign)?;
    match columns(&draft, &foreign, &typed, &before) {
        Ok(mapping) => {
            room.member.set_pairing(Some(Pairing { number: draft.number, mapping }));
            Ok(Redirect::to(&format!("/member/round/{id}/layout/labels")).into_response())
        }
        Err(lacks) => {
            let said = Some((&typed, &lacks));
            Ok(columns_page(asker.words, &room.name(), (&draft, &foreign), &before, said).into_response())
        }
    }
}

/// Labels.
pub(crate) async fn show_labels(asker: Asker, Path(id): Path<String>) -> Answer {
    asker.app.tabs.asked();
    let room = asker.app.room(Role::Member.word())?;
    let draft = on_table(room, &id)?;
    let Some(pairing) = paired(room, &draft) else {
        return Ok(Redirect::to(&format!("/member/round/{id}/layout")).into_response());
    };
    let foreign = look(&draft).ok_or(Refusal::Nowhere)?;
    Ok(labels_page(asker.words, &room.name(), (&draft, &foreign), &pairing.mapping, None).into_response())
}

/// Labels as they were paired: the return is read by the mapping. What was typed beside faults before is put away: it was
/// said of places that may be others now.
pub(crate) async fn pair_labels(
    asker: Asker,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let (room, typed, draft) = handed(&asker, &id, fields)?;
    let pairing = paired(room, &draft).ok_or(Refusal::Changed)?;
    let foreign = look(&draft).ok_or(Refusal::Nowhere)?;
    match whole(&draft, &foreign, &typed, pairing.mapping.clone()) {
        Ok(mapping) => {
            let again = Again::of(&draft, Mends::default(), false);
            read(room, &id, Again { mapping: Some(Arc::new(mapping)), ..again }).await?;
            room.member.set_pairing(None);
            to_return(&id)
        }
        Err(lacks) => {
            let said = Some((&typed, &lacks));
            Ok(labels_page(asker.words, &room.name(), (&draft, &foreign), &pairing.mapping, said)
                .into_response())
        }
    }
}

/// Read the return by the structure's own columns again.
pub(crate) async fn plain(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let draft = on_table(room, &id)?;
    read(room, &id, Again { mapping: None, ..Again::of(&draft, Mends::default(), false) }).await?;
    to_return(&id)
}

/// Keep the layout for the next round, in the vault of the office.
pub(crate) async fn keep(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let draft = on_table(room, &id)?;
    let text = draft.mapping.as_ref().ok_or(Refusal::Changed)?.to_toml();
    room.look(async move |session| session.vault.replace(KEPT, text.as_bytes())).await?;
    read(room, &id, Again::of(&draft, draft.mends.clone(), draft.held)).await?;
    to_return(&id)
}

/// The layout as the file that `--mapping` takes.
pub(crate) async fn save(asker: Asker, Path(id): Path<String>) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let draft = on_table(room, &id)?;
    let mapping = draft.mapping.as_ref().ok_or(Refusal::Nowhere)?;
    Ok(download("mapping.toml", "application/toml", mapping.to_toml().into_bytes()))
}
