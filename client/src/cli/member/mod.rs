//! `intertally member`.

mod verbs;

use super::desk::Desk;
use super::office::{init, join, repair};
use super::prepare::{self, TemplateForm, given};
use super::results;
use super::return_from;
use super::terminal::print;
use crate::error::{ClientError, Result};
use crate::home::{Role, files};
use crate::records::open_record;
use intertally_core::event::Event;
use intertally_roles::auditor::receipts_in;
use intertally_roles::member::{
    Kept, MemberRound, MemberStatus, Received, Source, SubmissionFile, bring_back, check, forget, overtaken,
    practise, prepare as prepared, prove, recheck, send, status, template_csv, template_xlsx,
    verify_receipts, withdraw,
};
use intertally_roles::person::words;
use intertally_structure::text::many;
use std::path::Path;
use std::process::ExitCode;
pub use verbs::{Receipts, Verb};

/// By the ending of the file; nobody gets CSV under the name of a workbook.
fn template_form(path: &Path) -> Result<TemplateForm> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(TemplateForm::Csv),
        Some("xlsx") => Ok(TemplateForm::Workbook),
        _ => Err(ClientError::content(
            path,
            "a template is written as .csv or .xlsx alone; LibreOffice and Excel open and save both",
        )),
    }
}

fn sent(desk: &Desk, event: &Event, out: &str) {
    let words = || {
        format!("{out}: event {} of the log, at {}; the receipt is kept", event.height, Desk::when(event.at))
    };
    desk.show(&serde_json::json!({ "height": event.height, "at_ms": event.at.0 }), words);
}

pub(super) async fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        // Led to the desk before an office is looked for.
        Verb::Ui(_) => {}
        Verb::Init(args) => init(&desk, Role::Member, args)?,
        Verb::Join(args) => join(&desk, Role::Member, &args)?,
        Verb::Repair => repair(&desk, Role::Member).await?,
        Verb::Rounds | Verb::Status => {
            let mut session = desk.session(Role::Member)?;
            let session = match session.sync().await {
                Err(why) if why.is_outside() => {
                    let words = "no round lists this office yet: until one does, or a ceremony, the server shows it nothing. \
                                 The coordinator says when a round opens";
                    desk.show(&Vec::<MemberStatus>::new(), || words.to_owned());
                    return Ok(ExitCode::SUCCESS);
                }
                session => session?,
            };
            session.witness().await;
            bring_back(&session).await?;
            let all = status(&session)?;
            let strange = all.iter().any(|round| !round.strange.is_empty());
            desk.show(&all, || match all.as_slice() {
                [] => "no round lists this office yet".into(),
                all => all.iter().map(MemberStatus::to_text).collect::<Vec<_>>().join("\n"),
            });
            return Ok(if strange { ExitCode::FAILURE } else { ExitCode::SUCCESS });
        }
        Verb::Template { before, area, out, .. } if before.is_given() => {
            let form = out.as_deref().map(template_form).transpose()?;
            prepare::template(&before, area.as_ref(), (out, form), &desk)?;
        }
        Verb::Template { which, out, .. } => {
            // Before anything is fetched.
            out.as_deref().map(template_form).transpose()?;
            let mut session = desk.session(Role::Member)?;
            let session = session.sync().await?;
            let round = MemberRound::of(&session, which.round()).await?;
            let Some(path) = out else {
                print(template_csv(&round).trim_end());
                return Ok(ExitCode::SUCCESS);
            };
            let bytes = match template_form(&path)? {
                TemplateForm::Workbook => template_xlsx(&session, &round)?,
                TemplateForm::Csv => template_csv(&round).into_bytes(),
            };
            desk.save(&path, &bytes)?;
            let shown =
                serde_json::json!({ "out": path.display().to_string(), "round": round.id.0.to_string() });
            desk.show(&shown, || {
                format!("wrote {}, to be filled for '{}'", path.display(), round.manifest.name)
            });
        }
        Verb::Check { file, layout, before, area, .. } if before.is_given() => {
            let mapping = layout.mapping()?;
            let checked = before.check(prepare::area(area.as_ref())?, &file, mapping.as_ref())?;
            print(&if desk.json { checked.to_json() } else { checked.to_text() });
            return Ok(if checked.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Verb::Mapping(verb) => return prepare::mapping(verb, &desk).await,
        Verb::Check { file, which, layout, .. } => {
            let session = desk.session(Role::Member)?;
            let round = MemberRound::of(&session, which.round()).await?;
            let checked = check(&session, &round, &given(&file)?, layout.mapping()?.as_ref())?;
            print(&if desk.json { checked.to_json() } else { checked.to_text() });
            return Ok(if checked.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Verb::Prepare { file, out, which, layout, said } => {
            let desk = desk.said(said.published_in_clear, said.same_again);
            let session = desk.session(Role::Member)?;
            let mapping = layout.mapping()?;
            let file = given(&file)?;
            desk.may_replace(&out)?;
            let source = Source::File(&file, mapping.as_ref());
            let (made, round) = prepared(&session, which.round(), source).await?;
            files::write(&out, &made.to_bytes())?;
            let (place, name, revision) = (out.display().to_string(), &round.manifest.name, round.revision);
            desk.done(
                serde_json::json!({ "out": place, "round": round.id.0.to_string(), "revision": revision }),
                &format!("wrote {place} for '{name}', revision {revision}; send it with `member send`"),
            );
        }
        Verb::Send { file } => {
            let made = SubmissionFile::parse(&file, &files::need(&file)?)?;
            let mut session = desk.session(Role::Member)?;
            let event = send(&mut session, &made).await?;
            match overtaken(&session, &made) {
                None => sent(&desk, &event, "taken"),
                Some(revision) => {
                    let own = made.header.revision;
                    sent(
                        &desk,
                        &event,
                        &format!("revision {own} was taken before, and revision {revision} counts"),
                    );
                }
            }
        }
        Verb::Submit { file, which, layout, said } => {
            let desk = desk.said(said.published_in_clear, said.same_again);
            let mut session = desk.session(Role::Member)?;
            let mut session = session.sync().await?;
            let mapping = layout.mapping()?;
            let file = given(&file)?;
            let source = Source::File(&file, mapping.as_ref());
            let (made, _) = prepared(&session, which.round(), source).await?;
            let event = send(&mut session, &made).await?;
            sent(&desk, &event, "taken");
        }
        Verb::Results(args) => results::run(&desk, args).await?,
        Verb::ReturnFrom(args) => return_from::run(&desk, args).await?,
        Verb::Practise { which, seed } => {
            let event = practise(&mut desk.session(Role::Member)?.sync().await?, which.round(), seed).await?;
            sent(&desk, &event, "made-up figures taken");
        }
        Verb::Resend { from, round, said } => {
            let desk = desk.said(said.published_in_clear, said.same_again);
            let mut session = desk.session(Role::Member)?;
            let mut session = session.sync().await?;
            let from = from.map(|wanted| session.round(Some(&wanted)).map(|round| round.id())).transpose()?;
            let kept = Kept::real(&session)?.into_iter().rfind(|kept| from.is_none_or(|id| kept.round == id));
            let kept = kept.ok_or_else(|| {
                ClientError::stop("no such return is kept here", "send the file with `member submit`")
            })?;
            let (made, _) = prepared(&session, round.as_deref(), Source::Kept(&kept)).await?;
            let event = send(&mut session, &made).await?;
            sent(&desk, &event, "taken");
        }
        Verb::Withdraw(which) => {
            let mut session = desk.session(Role::Member)?;
            let mut session = session.sync().await?;
            let event = withdraw(&mut session, which.round()).await?;
            session.witness().await;
            sent(&desk, &event, "withdrawn");
        }
        Verb::Forget { round } => {
            let mut session = desk.session(Role::Member)?;
            let session = session.sync().await?;
            let erased = forget(&session, &round)?;
            let words = format!("erased of '{round}': {}", many(erased, "kept return"));
            desk.done(serde_json::json!({ "round": round, "erased": erased }), &words);
        }
        Verb::Receipts(Receipts::Verify { record }) => return receipts(&desk, record.as_deref()).await,
        Verb::Prove { which, out } => {
            let mut session = desk.session(Role::Member)?;
            let session = session.sync().await?;
            let shown = prove(&session, which.round()).await?;
            files::create(&out, &shown.to_bytes())?;
            let place = out.display().to_string();
            desk.done(
                serde_json::json!({ "out": place }),
                &format!(
                    "wrote the whole return, in the clear, to {place}: for your own auditors alone, who check it with `auditor \
                     recompute {place}`"
                ),
            );
        }
        Verb::Recheck(which) => {
            let mut session = desk.session(Role::Member)?;
            let session = session.sync().await?;
            let wrong = recheck(&session, which.round()).await?;
            desk.show(&wrong, || match wrong.as_slice() {
                [] => "what is kept here gives, byte for byte, everything that was sent".into(),
                wrong => format!(
                    "what is kept here does not give {} of the ciphertexts that were sent: {}",
                    wrong.len(),
                    wrong.join(", ")
                ),
            });
            return Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn receipts(desk: &Desk, record: Option<&Path>) -> Result<ExitCode> {
    let mut session = desk.session(Role::Member)?;
    let all = match record {
        None => {
            let session = session.sync().await?;
            session.witness().await;
            verify_receipts(&session)?
        }
        Some(folder) => receipts_in(&session, &*open_record(folder)?)?,
    };
    let bad = all.iter().filter(|receipt| !(receipt.holds && receipt.in_log)).count();
    let word = |receipt: &Received| match (receipt.holds, receipt.in_log) {
        (true, true) => "good",
        (false, _) => "WORTHLESS: its proof, signature or hashes do not hold",
        (true, false) => {
            "BROKEN PROMISE: the log does not show this event there; keep the receipt, it is evidence"
        }
    };
    let what = |receipt: &Received| words::event(receipt.event.signed.claim.kind);
    let rows = all.iter().map(|receipt| {
        serde_json::json!({ "height": receipt.event.height, "what": what(receipt), "holds": receipt.holds,
            "in_log": receipt.in_log })
    });
    desk.show(&serde_json::json!({ "receipts": rows.collect::<Vec<_>>(), "bad": bad }), || {
        let lines = all.iter().map(|one| format!("{:08} {}: {}\n", one.event.height, what(one), word(one)));
        format!("{}{}, {bad} not good", lines.collect::<String>(), many(all.len(), "receipt"))
    });
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
