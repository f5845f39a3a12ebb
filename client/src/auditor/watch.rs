//! Watching a round: a fresh copy, verified, and compared with the last one.

use super::{FolderSource, Wanted, verify_folder, write_record};
use crate::error::{At, Result};
use crate::session::Session;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Copies in the folder, oldest first: `copy-<events>`.
fn copies(keep: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(keep).at(keep)? {
        let path = entry.at(keep)?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("copy-")) {
            all.push(path);
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// One pass. Answers with one line and an exit code: 0 all is well, 1 something is wrong, 2 not decided.
pub async fn watch(session: &mut Session, wanted: Option<&str>, keep: &Path) -> Result<(String, u8)> {
    std::fs::create_dir_all(keep).at(keep)?;
    session.sync().await?;
    let round = session.round(wanted)?;
    let (id, name) = (round.id(), round.manifest().name.clone());
    let last = copies(keep)?.pop();
    let fresh = keep.join(format!("copy-{:010}", session.mirror.len()));
    if last.as_ref() == Some(&fresh) {
        return Ok((format!("{name}: nothing new since {} events", session.mirror.len()), 0));
    }
    write_record(session, id, None, &fresh).await?;
    let report =
        verify_folder(&fresh, Wanted { round: Some(id), ..Wanted::default() }, Arc::clone(&session.view))
            .await?;
    if let Some(last) = last {
        let (old, new) = (FolderSource::open(&last)?, FolderSource::open(&fresh)?);
        if let Err(why) = intertally_verify::diff(&old, &new) {
            return Ok((format!("{name}: the log was CHANGED since {}: {why}", last.display()), 1));
        }
    }
    let failed = report.failed();
    Ok(match failed.as_slice() {
        [] => (
            format!(
                "{name}: {:?}, {} events, not reached {:?}",
                report.verdict,
                session.mirror.len(),
                report.open()
            ),
            report.exit_code(),
        ),
        checks => (format!("{name}: FAIL at checks {checks:?}; see {}", fresh.display()), 1),
    })
}
