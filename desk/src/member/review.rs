//! A return that was dropped: read on this machine, looked at, and kept in memory until it is sent or put away.

use crate::app::Asker;
use crate::refusal::{Answer, Refusal};
use crate::upload::files;
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Redirect};
use intertally_returns::Reading;
use intertally_roles::Role;
use intertally_roles::member::{Given, MemberRound, check as checked};
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers of drafts: a page names the one that it shows.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A return on the table. Holds figures: it is for this office's own screen, and has no `Debug`.
pub(crate) struct Draft {
    /// Which one: another tab may have dropped another one since.
    pub(crate) number: u64,
    /// The round that it is for.
    pub(crate) round: MemberRound,
    /// The file.
    pub(crate) file: Given,
    /// What came of reading it.
    pub(crate) reading: Reading,
}

/// Read a return that was dropped.
pub(crate) async fn check(asker: Asker, Path(id): Path<String>, form: Multipart) -> Answer {
    let room = asker.app.room(Role::Member.word())?;
    let upload = files(form).await?.remove("return").ok_or(Refusal::Form)?;
    let file = Given { name: upload.name, bytes: upload.bytes };
    let wanted = id.clone();
    let draft = room.look(async move |session| {
        let round = MemberRound::of(session, Some(&wanted)).await?;
        let reading = checked(session, &round, &file, None)?.reading;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Ok(Draft { number, round, file, reading })
    });
    let draft = draft.await?;
    room.member.set_draft(Some(draft));
    Ok(Redirect::to(&format!("/member/round/{id}/return")).into_response())
}

/// Put the return away: it leaves the memory.
pub(crate) async fn away(asker: Asker, Path(id): Path<String>) -> Answer {
    asker.app.room(Role::Member.word())?.member.set_draft(None);
    Ok(Redirect::to(&format!("/member/round/{id}")).into_response())
}
