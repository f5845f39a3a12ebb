//! Watching a round: a fresh copy, verified, and compared with the last one.
//!
//! In the folder: `copy-<events>-<round>` (a record), the same with `.verdict` (exit code and line), and `part` (a copy that was
//! cut). A copy has its name only when it is whole, and what was wrong once is said again until a newer copy is good.

use super::{FolderSink, Given, open_record, verify_folder};
use crate::error::{At, ClientError, Result};
use crate::home::files;
use intertally_roles::Session;
use intertally_roles::auditor::{Watched, judge, write_record};
use intertally_verify::diff;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Exit code of a pass that decided nothing.
const UNDECIDED: u8 = 2;

/// Copies in the folder, oldest first.
fn copies(keep: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(keep).at(keep)? {
        let path = entry.at(keep)?.path();
        let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("copy-"));
        if named && path.is_dir() {
            all.push(path);
        }
    }
    all.sort_unstable();
    Ok(all)
}

fn verdict_of(copy: &Path) -> PathBuf {
    copy.with_extension("verdict")
}

/// What was said of a copy; none if the pass was cut before it was said.
fn said(copy: &Path) -> Result<Option<Watched>> {
    let Some(bytes) = files::read(&verdict_of(copy))? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let parts = text.trim_end().split_once(' ').and_then(|(code, line)| Some((code.parse().ok()?, line)));
    Ok(parts.map(|(code, line): (u8, &str)| Watched { line: line.to_owned(), code }))
}

/// One pass: fetch if the log has grown, verify, compare with the last copy. A log that contradicts itself or an earlier
/// copy is code 1; what could not be reached or read is an error.
/// `previous`: records that the round names.
pub async fn watch(
    session: &mut Session,
    wanted: Option<&str>,
    keep: &Path,
    previous: Vec<PathBuf>,
) -> Result<Watched> {
    std::fs::create_dir_all(keep).at(keep)?;
    let session = match session.sync().await {
        Err(ClientError::Log(fault)) => {
            return Ok(Watched { line: format!("FAIL: {fault}"), code: 1 });
        }
        other => other?,
    };
    let round = session.round(wanted)?;
    let (id, name) = (round.id(), round.manifest().name.clone());
    let all = copies(keep)?;
    let fresh = keep.join(format!("copy-{:010}-{:.16}", session.mirror.len(), id.0.to_string()));
    // What was not decided is decided again when there is more to decide it by.
    if fresh.exists()
        && let Some(before) = said(&fresh)?
        && (before.code != UNDECIDED || previous.is_empty())
    {
        return Ok(Watched { line: format!("nothing new; {}", before.line), code: before.code });
    }
    if !fresh.exists() {
        let part = keep.join("part");
        if part.exists() {
            std::fs::remove_dir_all(&part).at(&part)?;
        }
        write_record(&session, id, None, FolderSink::create(&part, false)?).await?;
        std::fs::rename(&part, &fresh).at(&fresh)?;
    }
    let given = Given { round: Some(id), previous, receipts: vec![] };
    let report = verify_folder(&fresh, given, Arc::clone(&session.person)).await?;
    let changed = match all.iter().rfind(|copy| **copy != fresh) {
        Some(last) => {
            let (old, new) = (open_record(last)?, open_record(&fresh)?);
            diff(&*old, &*new).err().map(|why| format!("the log was CHANGED since {}: {why}", last.display()))
        }
        None => None,
    };
    let watched = judge(&name, session.mirror.len(), &report, changed, &fresh.display().to_string());
    files::write(&verdict_of(&fresh), format!("{} {}\n", watched.code, watched.line).as_bytes())?;
    Ok(watched)
}
