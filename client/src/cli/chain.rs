//! `intertally auditor chain`: from a round's record to the records whose totals its members report.

use super::desk::Desk;
use crate::error::Result;
use crate::home::files;
use crate::records::{Given, open_record, verify_folder};
use clap::Args;
use intertally_roles::auditor::{Followed, Named, exit_code, follow};
use intertally_roles::member::ShownReturn;
use intertally_roles::work::on_rayon;
use std::path::PathBuf;
use std::process::ExitCode;
use zeroize::Zeroizing;

/// Which members' returns are the totals of other rounds? Verifies all records that are given and follows the names that the
/// members signed. Exit code 0: each leads to a record that holds; 1: something is wrong; 2: a record was not given.
#[derive(Args)]
pub struct Chain {
    /// The record of the round: its folder, or its archive.
    record: PathBuf,
    /// A record that a return may name, restricted or public; may be given several times.
    #[arg(long = "of")]
    of: Vec<PathBuf>,
    /// A return as `member prove` wrote it: are its figures the totals of the record that it names? That record must be the
    /// restricted one. For the office's own auditors.
    #[arg(long)]
    shown: Vec<PathBuf>,
}

pub(super) async fn run(desk: &Desk, args: Chain) -> Result<ExitCode> {
    let outer = verify_folder(&args.record, Given::default(), desk.person()).await?;
    desk.view.say(&format!("{}: {:?}, {}", args.record.display(), outer.verdict, outer.record));
    let mut reports = Vec::new();
    for path in &args.of {
        reports.push(verify_folder(path, Given::default(), desk.person()).await?);
    }
    let read = |path: &PathBuf| ShownReturn::parse(path, &Zeroizing::new(files::need(path)?));
    let shown: Vec<ShownReturn> = args.shown.iter().map(read).collect::<Result<_>>()?;
    let (record, of) = (args.record, args.of);
    let work = move || -> Result<Vec<Followed>> {
        let sources = of.iter().map(|path| open_record(path)).collect::<Result<Vec<_>>>()?;
        let named: Vec<Named<'_>> = of
            .iter()
            .zip(&sources)
            .zip(&reports)
            .map(|((path, source), report)| Named {
                path: path.display().to_string(),
                source: &**source,
                report,
            })
            .collect();
        follow(&*open_record(&record)?, &named, &shown)
    };
    let all = on_rayon(work).await??;
    desk.show(&all, || match all.as_slice() {
        [] => "no return of this round names another record".to_owned(),
        all => all.iter().map(Followed::to_text).collect::<Vec<_>>().join("\n"),
    });
    let code = if outer.failed().is_empty() { exit_code(&all) } else { 1 };
    Ok(ExitCode::from(code))
}
