//! `intertally auditor`. Exit codes: 0 pass, 1 fail, 2 could not run or could not decide.

use super::chain::{self, Chain};
use super::desk::Desk;
use super::office::{Init, Join, init, join, repair};
use super::terminal::print;
use super::which::Which;
use crate::error::{ClientError, Result};
use crate::home::{Directory, Office, Role, files};
use crate::records::{
    FolderSink, Given, labelled, open_record, pack, published_as, round_meant, verify_folder, watch,
};
use clap::{Args, Subcommand};
use intertally_roles::auditor::write_record;
use intertally_roles::member::{ShownCell, ShownReturn};
use intertally_roles::work::on_rayon;
use intertally_structure::text::many;
use intertally_verify::Report;
use intertally_verify::receipt::{Compared, ReceiptFile, ReceiptFileError, fork};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Verb {
    Init(Init),
    Join(Join),
    /// Read the log from its first event again, where the copy in this folder is damaged; what was witnessed is kept.
    Repair,
    /// Fetch the public record of a round into a new folder.
    Fetch {
        #[command(flatten)]
        which: Which,
        /// A new folder.
        #[arg(long, short)]
        out: PathBuf,
    },
    Verify(Verify),
    Chain(Chain),
    /// An office's own auditors: is this return, as `member prove` wrote it, the one that the log shows? Prints its figures.
    /// Exit code 1 if not.
    Recompute {
        /// The file.
        file: PathBuf,
        /// Print this cell alone: its key, or a part of it, which lists all that fit.
        #[arg(long)]
        cell: Option<String>,
    },
    /// The totals of a record with the labels of all codes beside them, as CSV. For reading: it is no part of the record.
    Labels {
        /// The record: its folder, or its archive.
        record: PathBuf,
        /// Where to write it; to the screen otherwise.
        #[arg(long, short)]
        out: Option<PathBuf>,
    },
    /// Write a record as one archive, the same bytes whoever does it.
    Pack {
        /// The record: its folder.
        record: PathBuf,
        /// A new file, e.g. record.tar.
        #[arg(long, short)]
        out: PathBuf,
    },
    /// Is an older record a prefix of a newer one? Exit code 1 if not.
    Diff {
        /// The older record.
        old: PathBuf,
        /// The newer record.
        new: PathBuf,
    },
    /// Do two receipts prove that the log showed two histories? Exit code 1 if they do, 0 if both are of one history, 2 if it
    /// cannot be decided, since the later one lacks the hashes of the events under it.
    Fork {
        /// A receipt, as a member's or trustee's office keeps it under receipts/.
        one: PathBuf,
        /// Another one, of the same log.
        other: PathBuf,
        /// Directory of all parties, which has the log's key; the one of this office otherwise.
        #[arg(long)]
        directory: Option<PathBuf>,
    },
    /// For cron: fetch the record if the log has grown, verify it, compare it with the last copy; one line. Exit code 0: all
    /// is well as far as the round has come; 1: something is wrong, said again until a newer copy is good; 2: not decided.
    Watch {
        #[command(flatten)]
        which: Which,
        /// Folder in which copies are kept.
        #[arg(long, short)]
        keep: PathBuf,
        /// Restricted records of earlier rounds, where the round's own record lacks their compositions.
        #[arg(long)]
        previous: Vec<PathBuf>,
    },
}

/// Verify a record offline, check by check.
#[derive(Args)]
pub struct Verify {
    /// The record: its folder, or its archive.
    record: PathBuf,
    /// The round meant, as somebody else told you: its id or the beginning of it, 8 digits or more, or its name; any otherwise. A
    /// record of another round fails check 1.
    #[arg(long)]
    round: Option<String>,
    /// Restricted records of earlier rounds, where the round's own record lacks their compositions.
    #[arg(long)]
    previous: Vec<PathBuf>,
    /// Receipts of members: the log must hold what they show.
    #[arg(long)]
    receipt: Vec<PathBuf>,
    /// A file that you were given, e.g. totals.csv: is it, byte for byte, one that this record publishes? Exit code 1 if not.
    #[arg(long)]
    file: Vec<PathBuf>,
    /// Write the report as a page, too.
    #[arg(long)]
    html: Option<PathBuf>,
}

/// A file that was given, and the name under which the record publishes it.
#[derive(Serialize)]
struct OfFile {
    file: String,
    is: Option<String>,
}

/// A report with the files that were compared, if any were.
#[derive(Serialize)]
struct Verified<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    files: &'a [OfFile],
}

async fn verify(desk: &Desk, args: Verify) -> Result<ExitCode> {
    let given = Given {
        round: args.round.as_deref().map(|text| round_meant(&args.record, text)).transpose()?,
        previous: args.previous,
        receipts: args.receipt,
    };
    let report = verify_folder(&args.record, given, desk.person()).await?;
    // All that can stop it comes before anything is printed.
    let record = open_record(&args.record)?;
    let mut compared = Vec::new();
    for path in &args.file {
        let is = published_as(&*record, &files::need(path)?)?;
        compared.push(OfFile { file: path.display().to_string(), is });
    }
    if let Some(path) = &args.html {
        desk.save(path, report.to_html().as_bytes())?;
    }
    let foreign = compared.iter().any(|one| one.is.is_none());
    // What was asked about comes first: a good record says nothing of a file that is not its own.
    if desk.json {
        let json = serde_json::to_string_pretty(&Verified { report: &report, files: &compared });
        print(&json.map_err(|why| ClientError::stop(why.to_string(), "leave --json out"))?);
    } else {
        let line = |OfFile { file, is }: &OfFile| match is {
            Some(name) => format!("{file} is {name} of this record, byte for byte\n"),
            None => format!("FAIL  {file} is NONE of the files that this record publishes\n"),
        };
        let mut text: String = compared.iter().map(line).collect();
        if !text.is_empty() {
            text += "The record itself:\n\n";
        }
        print(&(text + &report.to_text()));
    }
    Ok(ExitCode::from(if foreign { 1 } else { report.exit_code() }))
}

/// Two receipts against each other.
fn compare(paths: [&PathBuf; 2], directory: &Directory) -> Result<Compared> {
    let wrong = |path: &Path, why: ReceiptFileError| ClientError::content(path, why.to_string());
    let read = |path: &PathBuf| ReceiptFile::from_bytes(&files::need(path)?).map_err(|why| wrong(path, why));
    let [one, other] = [read(paths[0])?, read(paths[1])?];
    fork(&one, &other, &directory.log()?).map_err(|(which, why)| wrong(paths[which.min(1)], why))
}

async fn recompute(desk: &Desk, file: &Path, wanted: Option<&str>) -> Result<ExitCode> {
    let shown = ShownReturn::parse(file, &zeroize::Zeroizing::new(files::need(file)?))?;
    let mut session = desk.session(Role::Auditor)?;
    let session = session.sync().await?;
    let fold = session.mirror.fold.clone();
    let (wrong, cells) =
        on_rayon(move || Ok::<_, ClientError>((shown.differences(&fold)?, shown.cells(&fold)?))).await??;
    let exact = wanted.is_some_and(|wanted| cells.iter().any(|cell| cell.cell == wanted));
    let fits = |cell: &ShownCell| {
        wanted.is_none_or(|wanted| if exact { cell.cell == wanted } else { cell.cell.contains(wanted) })
    };
    let all = cells.len();
    let cells: Vec<ShownCell> = cells.into_iter().filter(fits).collect();
    if wrong.is_empty() {
        if cells.is_empty() {
            let what = "no cell of the return has such a key, or none with a figure";
            return Err(ClientError::stop(what, "give less of the key, or leave --cell out to see all"));
        }
        desk.show(&cells, || {
            let line = |one: &ShownCell| {
                let changed = if one.changed == Some(true) { "  changed" } else { "" };
                format!("{}  {}{changed}\n", one.cell, one.value)
            };
            let lines: String = cells.iter().map(line).collect();
            let of = if wanted.is_some() { format!(" ({} of them shown)", cells.len()) } else { String::new() };
            format!(
                "{lines}PASS  this is the return that counts in the log: {} with a figure{of}, and every ciphertext that was sent \
                 follows from these figures and seeds",
                many(all, "cell")
            )
        });
        return Ok(ExitCode::SUCCESS);
    }
    let words = format!("FAIL  NOT what was sent: these figures and seeds do not give {}", wrong.join(", "));
    desk.done(serde_json::json!({ "differences": wrong }), &words);
    Ok(ExitCode::FAILURE)
}

pub(super) async fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        Verb::Init(args) => init(&desk, Role::Auditor, args)?,
        Verb::Join(args) => join(&desk, Role::Auditor, &args)?,
        Verb::Repair => repair(&desk, Role::Auditor).await?,
        Verb::Fetch { which, out } => {
            let mut session = desk.session(Role::Auditor)?;
            let session = session.sync().await?;
            let id = session.round(which.round())?.id();
            let (_, count) = write_record(&session, id, None, FolderSink::create(&out, false)?).await?;
            let place = out.display().to_string();
            desk.done(
                serde_json::json!({ "round": id.0.to_string(), "files": count, "out": place }),
                &format!("wrote {} to {place}; check it with `auditor verify {place}`", many(count, "file")),
            );
        }
        Verb::Labels { record, out } => {
            let text = labelled(&*open_record(&record)?)?;
            match out {
                None => print(text.trim_end()),
                Some(out) => {
                    desk.save(&out, text.as_bytes())?;
                    let place = out.display().to_string();
                    desk.done(
                        serde_json::json!({ "out": place }),
                        &format!("wrote {place}, the totals with labels; whether the record is good, `auditor verify` says"),
                    );
                }
            }
        }
        Verb::Verify(args) => return verify(&desk, args).await,
        Verb::Chain(args) => return chain::run(&desk, args).await,
        Verb::Recompute { file, cell } => return recompute(&desk, &file, cell.as_deref()).await,
        Verb::Pack { record, out } => {
            pack(&record, &out)?;
            let place = out.display().to_string();
            desk.done(
                serde_json::json!({ "out": place }),
                &format!("wrote {place}; check it with `auditor verify {place}`"),
            );
        }
        Verb::Diff { old, new } => {
            let (old, new) = (open_record(&old)?, open_record(&new)?);
            return Ok(match intertally_verify::diff(&*old, &*new) {
                Ok(growth) => {
                    let words = format!("the older record is a prefix; events added since: {}", growth.added);
                    desk.done(serde_json::json!({ "prefix": true, "added": growth.added }), &words);
                    ExitCode::SUCCESS
                }
                Err(why) => {
                    let why = why.to_string();
                    desk.done(
                        serde_json::json!({ "prefix": false, "why": why }),
                        &format!("NOT a prefix: {why}"),
                    );
                    ExitCode::FAILURE
                }
            });
        }
        Verb::Fork { one, other, directory } => {
            let directory = match directory {
                Some(path) => Directory::parse(&path, &files::need(&path)?)?,
                None => Office::open(&desk.home)?.directory()?,
            };
            let compared = compare([&one, &other], &directory)?;
            desk.show(&compared, || compared.to_text());
            return Ok(ExitCode::from(compared.exit_code()));
        }
        Verb::Watch { which, keep, previous } => {
            let mut session = desk.session(Role::Auditor)?;
            let watched = watch(&mut session, which.round(), &keep, previous).await?;
            let json = serde_json::json!({ "line": watched.line, "code": watched.code });
            desk.show(&json, || watched.line.clone());
            return Ok(ExitCode::from(watched.code));
        }
    }
    Ok(ExitCode::SUCCESS)
}
