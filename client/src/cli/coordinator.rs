//! `intertally coordinator`.

use super::dates::{instant, span_ms};
use super::desk::Desk;
use super::office::{Init, Join, init, join, repair};
use super::opening::{New, new};
use super::prepare::given;
use super::published::published;
use super::structure::{self, StructureVerb};
use super::which::Which;
use crate::error::Result;
use crate::home::Role;
use crate::records::FolderSink;
use crate::simulate::{said, simulate};
use clap::{Subcommand, ValueEnum};
use intertally_core::disclosure::{Decision, Shown};
use intertally_publish::{fate, reporters};
use intertally_roles::coordinator::{
    CeremonyStatus, Convened, Letter, RoundStatus, Terms, cancel, ceremonies, convene, count, export, extend,
    forecast, forecast_draft, hold, mail, plan_report, proposals, propose, seal, status, take_back,
};
use intertally_roles::session::Synced;
use intertally_structure::text::many;
use intertally_verify::record::Edition;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Verb {
    Init(Init),
    Join(Join),
    /// Read the log from its first event again, where the copy in this folder is damaged; what was witnessed is kept.
    Repair,
    /// Propose a ceremony that makes keys for coming rounds; without --threshold, begin the one proposed.
    Ceremony {
        /// Trustees that open together; all trustees of the directory take part.
        #[arg(long)]
        threshold: Option<u8>,
        /// Keys to make: each serves one round, large tables take several.
        #[arg(long, default_value_t = 1)]
        keys: u32,
        /// Time for each of the three steps, e.g. 2d.
        #[arg(long, default_value = "2d")]
        step: String,
        /// A trustee that holds, but does not lead. Those at fault in the ceremony that this one restarts are taken without being
        /// named.
        #[arg(long = "not-leading")]
        not_leading: Vec<String>,
        /// Take back the latest proposal that has not begun.
        #[arg(long, conflicts_with = "threshold")]
        withdraw: bool,
    },
    New(Box<New>),
    /// Who has submitted, who is missing, what comes next.
    Status(Which),
    /// Move the deadline later.
    Extend {
        #[command(flatten)]
        which: Which,
        /// The new deadline, e.g. 2027-03-31T17:00[Europe/Amsterdam] or 7d.
        #[arg(long, allow_hyphen_values = true)]
        to: String,
    },
    /// Fix the set of submissions that count. Before the deadline only when all members are in.
    Seal(Which),
    /// Combine the trustees' shares of the counts, adopt the plan, send the counts to the trustees.
    Count(Which),
    /// Combine the trustees' shares of the approved totals, make the files, publish. Exit code 1 if every total is withheld.
    Publish {
        #[command(flatten)]
        which: Which,
        /// Folder for copies of the published files.
        #[arg(long, short)]
        out: Option<PathBuf>,
        /// Write the files as they would be published, and publish nothing.
        #[arg(long, requires = "out")]
        preview: bool,
    },
    /// Hold a round back after a failed check.
    Hold {
        #[command(flatten)]
        which: Which,
        /// Public; name no figure.
        #[arg(long)]
        reason: String,
    },
    /// Cancel a round.
    Cancel {
        #[command(flatten)]
        which: Which,
        /// Public; name no figure.
        #[arg(long)]
        reason: String,
    },
    /// What could be published, before a round opens: imagined rounds with the participation that you expect. Of a structure file
    /// with --structure, --period and --members, without round, office and server; of a round otherwise.
    Forecast {
        #[command(flatten)]
        which: Which,
        /// The structure file; `default` is the one that ships.
        #[arg(long, requires_all = ["periods", "members"], conflicts_with = "round")]
        structure: Option<PathBuf>,
        /// Periods, e.g. --period 2024.
        #[arg(long = "period", requires = "structure")]
        periods: Vec<String>,
        /// How many members take part.
        #[arg(long, requires = "structure")]
        members: Option<u16>,
        /// CSV file of expected reporters, see docs/publications.md; every member reports every cell otherwise.
        #[arg(long)]
        expected: Option<PathBuf>,
        /// Without a file: of a hundred figures so many are not zero.
        #[arg(long, default_value_t = 60)]
        nonzero: u8,
        /// Imagined rounds.
        #[arg(long, default_value_t = 20)]
        rounds: u32,
        /// Seed.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// A round on plain returns, without keys or network: writes totals.csv, and plan.json with the reasons, which is internal.
    Simulate {
        /// The structure file.
        #[arg(long)]
        structure: PathBuf,
        /// Folder of returns, one file an area, named after it, e.g. NL.csv.
        #[arg(long)]
        returns: PathBuf,
        /// Folders of the returns of earlier rounds, oldest first.
        #[arg(long, num_args = 1..)]
        earlier: Vec<PathBuf>,
        /// Folder for the two files.
        #[arg(long, short)]
        out: PathBuf,
    },
    /// A text to send to the members, or to those of them that it concerns: nothing is sent by this command.
    Mail {
        /// Which text.
        #[arg(value_enum)]
        letter: LetterName,
        #[command(flatten)]
        which: Which,
    },
    /// For each cell whether it is published, or withheld and why. Internal: the reasons are information themselves.
    Plan(Which),
    /// The record of a round.
    #[command(subcommand)]
    Record(Record),
    /// Structure files: what they say, and as TOML.
    #[command(subcommand)]
    Structure(StructureVerb),
}

#[derive(Subcommand)]
pub enum Record {
    /// Write it as a folder.
    Export {
        #[command(flatten)]
        which: Which,
        /// Restricted holds counts and exact totals, for accredited auditors; public does not.
        #[arg(long, value_enum, default_value = "restricted")]
        edition: EditionName,
        /// A new folder.
        #[arg(long, short)]
        out: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum EditionName {
    Restricted,
    Public,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum LetterName {
    /// To all members, when a round is open.
    Invitation,
    /// To those that have sent nothing.
    Reminder,
    /// To those whose return is in, with revision and event.
    Receipt,
    /// To all members, when the round is published.
    Results,
}

async fn ceremony(desk: &Desk, threshold: Option<u8>, terms: (u32, &str, Vec<String>)) -> Result<()> {
    let mut session = desk.session(Role::Coordinator)?;
    let mut session = session.sync().await?;
    let Some(threshold) = threshold else {
        match convene(&mut session).await? {
            Convened::Begun(id) => {
                let id = id.0.to_string();
                let words = format!("ceremony {id:.16} has begun; trustees: `trustee sit`");
                desk.done(serde_json::json!({ "begun": id }), &words);
            }
            Convened::Waits { missing } => {
                let words =
                    format!("offers are missing from: {}; they run `trustee sit`", missing.join(", "));
                desk.done(serde_json::json!({ "missing": missing }), &words);
            }
        }
        return Ok(());
    };
    let (keys, step, not_leading) = terms;
    let terms =
        propose(&mut session, &Terms { threshold, keys, steps_ms: span_ms(step)?, not_leading }).await?;
    let of = terms.trustees.len();
    let running = ceremonies(&session).into_iter().filter(CeremonyStatus::is_running);
    let beside: String = running.map(|one| format!("\nbeside it runs {}", one.to_text())).collect();
    desk.done(
        serde_json::json!({ "threshold": threshold, "trustees": of, "keys": keys }),
        &format!(
            "proposed {threshold} of {of} trustees, {}; each trustee runs `trustee sit`, then run `coordinator ceremony`{beside}",
            many(usize::try_from(keys).unwrap_or(usize::MAX), "key")
        ),
    );
    Ok(())
}

/// What comes before there is any round.
fn before_the_first(ceremonies: &[CeremonyStatus], proposed: bool) -> &'static str {
    if ceremonies.iter().any(|one| one.unused > 0) {
        "no round yet, and keys are there: `coordinator new`"
    } else if ceremonies.iter().any(CeremonyStatus::is_running) {
        "no round and no key yet: trustees run `trustee sit` until the ceremony is valid"
    } else if proposed {
        "no round and no key yet: trustees run `trustee sit`, then `coordinator ceremony` begins what is proposed"
    } else {
        "no round and no key yet: `coordinator ceremony --threshold`"
    }
}

/// The round that is meant; where there are practice rounds alone and none is named, the latest of them, which is marked as such.
fn latest(session: &Synced<'_>, wanted: Option<&str>) -> Result<RoundStatus> {
    let real = session.mirror.fold.rounds().any(|(_, round)| !round.manifest().practice);
    if wanted.is_some() || real {
        return status(session, wanted);
    }
    let id = session.practice_round(None)?.id().0.to_string();
    status(session, Some(&id))
}

pub(super) async fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        Verb::Init(args) => init(&desk, Role::Coordinator, args)?,
        Verb::Join(args) => join(&desk, Role::Coordinator, &args)?,
        Verb::Repair => repair(&desk, Role::Coordinator).await?,
        Verb::Ceremony { withdraw: true, .. } => {
            let trustees = take_back(&mut desk.session(Role::Coordinator)?.sync().await?).await?;
            let words = format!("taken back: the ceremony that was proposed to {}", trustees.join(", "));
            desk.done(serde_json::json!({ "taken_back": true, "trustees": trustees }), &words);
        }
        Verb::Ceremony { threshold, keys, step, not_leading, .. } => {
            ceremony(&desk, threshold, (keys, &step, not_leading)).await?;
        }
        Verb::New(args) => new(&desk, *args).await?,
        Verb::Status(which) => {
            let mut session = desk.session(Role::Coordinator)?;
            let session = session.sync().await?;
            let ceremonies = ceremonies(&session);
            let proposed = proposals(&session, session.signing().verifying_key()).await?;
            let lines = ceremonies.iter().map(CeremonyStatus::to_text);
            let lines: Vec<String> = lines.chain(proposed.iter().map(|one| one.to_text(&session))).collect();
            if which.round().is_none() && session.mirror.fold.rounds().next().is_none() {
                let next = before_the_first(&ceremonies, !proposed.is_empty());
                let shown = serde_json::json!({ "ceremonies": ceremonies, "next": next });
                desk.show(&shown, || [&lines[..], &[next.to_owned()]].concat().join("\n"));
            } else {
                let status = latest(&session, which.round())?;
                desk.show(&status, || [&[status.to_text()], &lines[..]].concat().join("\n"));
            }
        }
        Verb::Extend { which, to } => {
            let deadline = instant(&to, "deadline", &*desk.view)?;
            let mut session = desk.session(Role::Coordinator)?;
            extend(&mut session.sync().await?, which.round(), deadline).await?;
            let words = format!("the deadline is now {}", Desk::when(deadline));
            desk.done(serde_json::json!({ "deadline_ms": deadline.0 }), &words);
        }
        Verb::Seal(which) => {
            seal(&mut desk.session(Role::Coordinator)?.sync().await?, which.round()).await?;
            desk.done(serde_json::json!({ "sealed": true }), "sealed; trustees: `trustee sit`");
        }
        Verb::Count(which) => {
            let mut session = desk.session(Role::Coordinator)?;
            let mut session = session.sync().await?;
            let plan = count(&mut session, which.round()).await?;
            let reported = session.round(which.round())?.returned().reported;
            let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
            for (cell, decision) in plan.decisions.iter().enumerate() {
                let word = match decision {
                    Decision::Open => "approved",
                    shut @ Decision::Shut(_) => fate(*shut, Shown::Withheld, reporters(&reported, cell)),
                };
                *reasons.entry(word).or_default() += 1;
            }
            desk.show(&reasons, || {
                let lines: Vec<String> =
                    reasons.iter().map(|(word, count)| format!("{count:>6} {word}")).collect();
                format!("{}\nthe reasons are internal; trustees: `trustee sit`", lines.join("\n"))
            });
        }
        Verb::Publish { which, out, preview } => {
            return published(&desk, &which, out.as_deref(), preview).await;
        }
        Verb::Hold { which, reason } => {
            hold(&mut desk.session(Role::Coordinator)?.sync().await?, which.round(), &reason).await?;
            let words = "held; open a new round, members run `member recheck` and `member resend`";
            desk.done(serde_json::json!({ "held": true }), words);
        }
        Verb::Cancel { which, reason } => {
            cancel(&mut desk.session(Role::Coordinator)?.sync().await?, which.round(), &reason).await?;
            desk.done(serde_json::json!({ "cancelled": true }), "cancelled");
        }
        Verb::Forecast { which, structure, periods, members, expected, nonzero, rounds, seed } => {
            let expected = expected.as_deref().map(given).transpose()?;
            let (expected, drawn) = ((expected.as_ref(), nonzero), (rounds, seed));
            let text = if let (Some(path), Some(members)) = (structure, members) {
                let bytes = structure::structure_bytes(&path)?;
                forecast_draft((&path.display().to_string(), &bytes), (&periods, members), expected, drawn)?
            } else {
                let mut session = desk.session(Role::Coordinator)?;
                forecast(&session.sync().await?, which.round(), expected, drawn).await?
            };
            desk.show(&serde_json::json!({ "forecast": text.lines().collect::<Vec<_>>() }), || text.clone());
        }
        Verb::Simulate { structure, returns, earlier, out } => {
            let save = |path: &Path, bytes: &[u8]| desk.save(path, bytes);
            let made = simulate(&structure, &returns, &earlier, (&out, &save))?;
            let (json, words) = said(&made, &out);
            desk.done(json, &words);
        }
        Verb::Mail { letter, which } => {
            let mut session = desk.session(Role::Coordinator)?;
            let letter = match letter {
                LetterName::Invitation => Letter::Invitation,
                LetterName::Reminder => Letter::Reminder,
                LetterName::Receipt => Letter::Receipt,
                LetterName::Results => Letter::Results,
            };
            let mail = mail(&session.sync().await?, which.round(), letter)?;
            desk.show(&mail, || mail.to_text());
        }
        Verb::Plan(which) => {
            let mut session = desk.session(Role::Coordinator)?;
            let text = plan_report(&session.sync().await?, which.round()).await?;
            let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
            desk.show(&cells, || text.clone());
        }
        Verb::Structure(verb) => return structure::run(verb, &desk),
        Verb::Record(Record::Export { which, edition, out }) => {
            let edition = match edition {
                EditionName::Restricted => Edition::Restricted,
                EditionName::Public => Edition::Public,
            };
            let mut session = desk.session(Role::Coordinator)?;
            let session = session.sync().await?;
            let private = edition == Edition::Restricted;
            let sink = FolderSink::create(&out, private)?;
            let (_, files) = export(&session, which.round(), edition, sink).await?;
            let place = out.display().to_string();
            let words =
                format!("wrote {} to {place}; check it with `auditor verify {place}`", many(files, "file"));
            desk.done(serde_json::json!({ "files": files, "out": place }), &words);
        }
    }
    Ok(ExitCode::SUCCESS)
}
