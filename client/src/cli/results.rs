//! `intertally member results`: a published round beside this office's own figures.

use super::desk::Desk;
use super::which::Which;
use crate::error::{ClientError, Result};
use crate::home::{Role, files};
use clap::Args;
use intertally_roles::member::results;
use std::path::PathBuf;

/// The totals of a published round beside this office's own figures, with what all others have together; of evaluations the
/// effect in the own table beside that of all others. Printed for this office alone: whoever sees it sees the own figures.
#[derive(Args)]
pub struct ShowResults {
    #[command(flatten)]
    which: Which,
    /// A folder for the published files, which hold nothing of this office alone.
    #[arg(long, short)]
    out: Option<PathBuf>,
}

pub(super) async fn run(desk: &Desk, args: ShowResults) -> Result<()> {
    let mut session = desk.session(Role::Member)?;
    let session = session.sync().await?;
    session.witness().await;
    let results = results(&session, args.which.round()).await?;
    let results = results.ok_or_else(|| {
        ClientError::stop("the round is not published yet", "come back when `member status` says so")
    })?;
    if let Some(folder) = &args.out {
        files::folder(folder)?;
        for (name, bytes) in &results.files {
            desk.save(&folder.join(name), bytes)?;
        }
    }
    desk.show(&results, || results.to_text().trim_end().to_owned());
    Ok(())
}
