//! `coordinator publish`: the files, in a folder of the coordinator too.

use super::desk::Desk;
use super::which::Which;
use crate::error::Result;
use crate::home::{Role, files};
use intertally_roles::coordinator::{InFiles, preview, publish_if};
use intertally_structure::text::many;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Publish, or show in `only` what would be published.
pub(super) async fn published(
    desk: &Desk,
    which: &Which,
    out: Option<&Path>,
    only: bool,
) -> Result<ExitCode> {
    let mut session = desk.session(Role::Coordinator)?;
    let mut session = session.sync().await?;
    let wanted = which.round();
    // What stands in the way of the files stops this before it is posted.
    let ready = |files: &BTreeMap<String, Vec<u8>>| match out {
        Some(out) => files.iter().try_for_each(|(name, bytes)| desk.may_save(&out.join(name), bytes)),
        None => Ok(()),
    };
    let made = if only {
        let made = preview(&mut session, wanted).await?;
        ready(&made.files)?;
        made
    } else {
        publish_if(&mut session, wanted, ready).await?
    };
    let totals = InFiles::of(&made.files)?;
    if let Some(out) = out {
        files::folder(out)?;
        for (name, bytes) in &made.files {
            files::write(&out.join(name), bytes)?;
        }
    }
    let words = || {
        let done = if only { "would publish" } else { "published" };
        let none = if totals.shown() == 0 { "NOTHING is shown: every total is withheld\n" } else { "" };
        format!("{none}{done} {} in {}", totals.to_text(), many(made.files.len(), "file"))
    };
    let names: Vec<&String> = made.files.keys().collect();
    let shown = serde_json::json!({ "published": !only, "values": totals.values, "intervals": totals.intervals,
        "withheld": totals.withheld, "unreported": totals.unreported, "files": names });
    desk.show(&shown, words);
    Ok(if totals.shown() == 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
