//! Watching a round: a fresh copy, verified, and compared with the last one.
//!
//! In the folder: `copy-<events>-<round>` (a record), the same with `.verdict` (exit code and line), and `part` (a copy that was
//! cut). A copy has its name only when it is whole, and what was wrong once is said again until a newer copy is good.

use super::{Wanted, open_record, verify_folder, write_record};
use crate::error::{At, ClientError, Result};
use crate::home::files;
use crate::session::Session;
use intertally_verify::{Cause, CheckReport, Outcome, Report, diff};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One pass.
pub struct Watched {
    /// For a log file.
    pub line: String,
    /// 0 all is well as far as the round has come, 1 something is wrong, 2 not decided.
    pub code: u8,
}

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
    match session.sync().await {
        Err(ClientError::Log(fault)) => {
            return Ok(Watched { line: format!("FAIL: {fault}"), code: 1 });
        }
        other => other?,
    }
    let round = session.round(wanted)?;
    let (id, name) = (round.id(), round.manifest().name.clone());
    let all = copies(keep)?;
    let fresh = keep.join(format!("copy-{:010}-{:.16}", session.mirror.len(), id.0.to_string()));
    if fresh.exists()
        && let Some(before) = said(&fresh)?
    {
        return Ok(Watched { line: format!("nothing new; {}", before.line), code: before.code });
    }
    if !fresh.exists() {
        let part = keep.join("part");
        if part.exists() {
            std::fs::remove_dir_all(&part).at(&part)?;
        }
        write_record(session, id, None, &part).await?;
        std::fs::rename(&part, &fresh).at(&fresh)?;
    }
    let wanted = Wanted { round: Some(id), previous, receipts: vec![] };
    let report = verify_folder(&fresh, wanted, Arc::clone(&session.view)).await?;
    let changed = match all.iter().rfind(|copy| **copy != fresh) {
        Some(last) => {
            let (old, new) = (open_record(last)?, open_record(&fresh)?);
            diff(&*old, &*new).err().map(|why| format!("the log was CHANGED since {}: {why}", last.display()))
        }
        None => None,
    };
    let watched = judged(&name, session.mirror.len(), &report, changed, &fresh);
    files::write(&verdict_of(&fresh), format!("{} {}\n", watched.code, watched.line).as_bytes())?;
    Ok(watched)
}

fn judged(name: &str, events: u64, report: &Report, changed: Option<String>, copy: &Path) -> Watched {
    let numbers = |checks: &[u8]| checks.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    if let Some(why) = changed {
        return Watched { line: format!("{name}: FAIL: {why}"), code: 1 };
    }
    let failed = report.failed();
    if !failed.is_empty() {
        let copy = copy.display();
        let line = format!("{name}: FAIL at checks {}; see `auditor verify {copy}`", numbers(&failed));
        return Watched { line, code: 1 };
    }
    let open = |causes: &[Cause]| -> Vec<u8> {
        let of = |check: &&CheckReport| matches!(check.outcome, Outcome::NotReached { cause, .. } if causes.contains(&cause));
        report.checks.iter().filter(of).map(|check| check.number).collect()
    };
    let (later, stuck) = (open(&[Cause::Phase]), open(&[Cause::Input, Cause::Fault, Cause::Deleted]));
    let part = |words: &str, checks: &[u8]| match checks {
        [] => String::new(),
        checks => format!("; {words}: {}", numbers(checks)),
    };
    let line = format!(
        "{name}: {}, {events} events, seen by {}{}{}",
        if stuck.is_empty() { "good" } else { "not decided" },
        report.witnesses.summary(),
        part("checks still to come", &later),
        part("checks not reached", &stuck),
    );
    Watched { line, code: if stuck.is_empty() { 0 } else { 2 } }
}
