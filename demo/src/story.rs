//! The round, step by step, by role.

use crate::figures::{Cast, Sender};
use crate::options::Options;
use crate::stage::{Step, say};
use crate::town::Town;
use anyhow::{Context, Result, bail};
use intertally_client::records::{FolderSink, Given, verify_folder};
use intertally_core::fold::MIN_EXTENSION_MS;
use intertally_core::party::{Instant, RoundId};
use intertally_roles::coordinator::{
    Convened, NewRound, Terms, convene, count, export, extend, open, propose, publish, seal,
};
use intertally_roles::member::{self, MemberRound, Source, generated, prepare, send, template_csv};
use intertally_roles::person::Silent;
use intertally_roles::trustee::{destroy, sit};
use intertally_roles::{Role, Session};
use intertally_verify::Verdict;
use intertally_verify::record::Edition;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Clock};

/// While a member is absent nothing can be sealed before the deadline: so it is near. It is moved only where the rest could not
/// be sent in time, for the log takes no extension of less than a minute, and that minute is waited for. All in milliseconds.
struct Window {
    /// How far away the deadline is set: further on a slow machine.
    lead: i64,
    /// What one sending took at most.
    slowest: i64,
}

impl Window {
    const LEAST: i64 = 15_000;
    const MOST: i64 = 3_600_000;

    /// As far away as eight times what came before the round.
    fn after(begun: Clock) -> Self {
        let lead = Self::since(begun).saturating_mul(8).clamp(Self::LEAST, Self::MOST);
        Self { lead, slowest: 0 }
    }

    fn since(begun: Clock) -> i64 {
        i64::try_from(begun.elapsed().as_millis()).unwrap_or(Self::MOST)
    }

    /// A return was sent, so many times.
    fn sent(&mut self, begun: Clock, times: i64) {
        self.slowest = self.slowest.max(Self::since(begun) / times);
    }

    /// What so many returns may still take: a quarter longer than the slowest one each, and never less than room for one that is
    /// much slower.
    fn needed(&self, left: usize) -> i64 {
        let all = i64::try_from(left.saturating_add(left / 4)).unwrap_or(i64::MAX);
        self.slowest.saturating_mul(all.max(7)).min(Self::MOST)
    }
}

/// Members that send nothing: the last one of a generated collaboration.
fn absent(options: &Options, cast: &Cast) -> usize {
    usize::from(options.returns.is_none() && cast.senders.len() > 4)
}

/// Tell it; true if the audit passed.
pub async fn tell(options: &Options) -> Result<bool> {
    let begun = Clock::now();
    prepare_folder(&options.out)?;
    let cast = Cast::of(options)?;
    let areas: Vec<String> = cast.senders.iter().map(|sender| sender.area.clone()).collect();
    say(&format!(
        "{} members, {} of {} trustees, on loopback over gRPC with TLS; everything lies in {}",
        areas.len(),
        options.threshold,
        options.trustees,
        options.out.display()
    ));
    let step = Step::begin("offices and server", 1);
    let town = Town::build(&options.out.join("town"), &areas, options.trustees).await?;
    let mut coordinator = town.sessions(Role::Coordinator)?.pop().context("no coordinator")?;
    let mut trustees = town.sessions(Role::Trustee)?;
    step.end(&format!(
        "{} offices with keys and certificates of their own",
        areas.len() + trustees.len() + 2
    ));

    ceremony(options, &mut coordinator, &mut trustees).await?;
    let mut window = Window::after(begun);
    let round = open_round(options, &cast, &mut coordinator, &window).await?;
    let practice = options.returns.is_none();
    let step = Step::begin("rehearsal", trustees.len() as u64);
    for trustee in &mut trustees {
        sit(&mut trustee.sync().await?).await?;
        step.tick();
    }
    step.end("every trustee showed that it holds its sub-keys, before anybody sends");
    submit(options, &cast, &town, &mut coordinator, &mut window).await?;

    let step = Step::begin("seal", 1);
    seal(&mut coordinator.sync().await?, Some(ROUND)).await?;
    step.end("every proof checked again, all ciphertexts added up");
    sit_all("statements and counts", &mut trustees).await?;
    let step = Step::begin("plan", 1);
    let plan = count(&mut coordinator.sync().await?, Some(ROUND)).await?;
    // Sums of terms are opened, too, though nobody types them.
    let asked =
        coordinator.round(Some(ROUND))?.manifest().cells.iter().filter(|cell| !cell.count_only).count();
    step.end(&format!("{} of {asked} totals are opened; the others never are", plan.opened().len()));
    sit_all("approved totals", &mut trustees).await?;
    let step = Step::begin("publication", 1);
    let figures = publish(&mut coordinator.sync().await?, Some(ROUND)).await?;
    for (name, bytes) in &figures.files {
        std::fs::write(options.out.join("published").join(name), bytes)?;
    }
    step.end(&format!("{} files in {}/published", figures.files.len(), options.out.display()));
    let step = Step::begin("erasure", trustees.len() as u64);
    for trustee in &mut trustees {
        destroy(&mut trustee.sync().await?, &round.0.to_string()).await?;
        step.tick();
    }
    step.end("every trustee erased its sub-keys and signed that it did");
    witnesses(options, &cast, &town, &mut trustees).await?;
    let record = options.out.join("record");
    let sink = FolderSink::create(&record, true)?;
    let (_, files) = export(&coordinator.sync().await?, Some(ROUND), Edition::Restricted, sink).await?;
    totals(&options.out.join("published"), practice)?;
    let step = Step::begin("audit", 1);
    let report = verify_folder(
        &record,
        Given { round: Some(round), ..Given::default() },
        Arc::new(Silent { yes: true }),
    )
    .await?;
    step.end(&format!("{files} files of the record, offline"));
    say(&report.to_text());
    town.server.shutdown().await;
    let passed = report.verdict == Verdict::Pass;
    let word = if passed { "PASSED" } else { "DID NOT PASS" };
    say(&format!(
        "audit {word}; whole round {} s; see {}/published/report.html",
        begun.elapsed().as_secs(),
        options.out.display()
    ));
    Ok(passed)
}

fn prepare_folder(out: &Path) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    if std::fs::read_dir(out)?.next().is_some() {
        bail!("{} is not empty; name another folder with --out, or remove it", out.display());
    }
    Ok(std::fs::create_dir_all(out.join("published"))?)
}

async fn ceremony(options: &Options, coordinator: &mut Session, trustees: &mut [Session]) -> Result<()> {
    let step = Step::begin("ceremony", 1);
    let terms = Terms { threshold: options.threshold, keys: 1, steps_ms: 600_000, not_leading: vec![] };
    propose(&mut coordinator.sync().await?, &terms).await?;
    for trustee in trustees.iter_mut() {
        sit(&mut trustee.sync().await?).await?;
    }
    let Convened::Begun(id) = convene(&mut coordinator.sync().await?).await? else {
        bail!("a trustee made no offer")
    };
    // Each pass moves every trustee as far as it can; commitments, reveals and confirmations need each other.
    let mut waits = Vec::new();
    for _ in 0..trustees.len() + 4 {
        waits.clear();
        for trustee in trustees.iter_mut() {
            waits.extend(sit(&mut trustee.sync().await?).await?.waits);
        }
    }
    let coordinator = coordinator.sync().await?;
    let state = coordinator.mirror.fold.ceremony(&id).context("the ceremony is gone")?;
    let subsets = state.manifest().subsets().len();
    if state.keys().is_empty() {
        bail!("the ceremony gave no keys: {:?}; waiting for {}", state.phase(), waits.join(", "));
    }
    step.end(&format!("one key of {subsets} sub-keys; nobody holds it whole"));
    Ok(())
}

async fn open_round(
    options: &Options,
    cast: &Cast,
    coordinator: &mut Session,
    window: &Window,
) -> Result<RoundId> {
    let step = Step::begin("round", 1);
    let opens = coordinator.now();
    let open_ms = if absent(options, cast) > 0 { window.lead } else { 24 * 3_600_000 };
    let round = NewRound {
        name: ROUND.into(),
        structure: cast.structure.clone(),
        structure_name: cast.structure_name.clone(),
        periods: cast.periods.clone(),
        members: vec![],
        min_members: 3,
        min_contributors: options.min_contributors,
        opens,
        deadline: Instant(opens.0 + open_ms),
        grace_ms: 1_000,
        practice: options.returns.is_none(),
    };
    let id = open(&mut coordinator.sync().await?, &round).await?;
    let cells = coordinator.round(Some(ROUND))?.manifest().cells.len();
    step.end(&format!("{cells} cells, id {:.16}", id.0.to_string()));
    Ok(id)
}

/// Its name.
const ROUND: &str = "Demo round";
/// Where a generated return stays in its office.
const RETURN: &str = "return.csv";

/// Prepare and send one return. A generated one is first sent with a slip if `slip` says so, and then corrected.
async fn submit_one(
    options: &Options,
    at: u64,
    (mut session, sender): (Session, &Sender),
    slip: bool,
) -> Result<()> {
    session.sync().await?;
    let mut streams = vec![at];
    if slip {
        streams.insert(0, u64::MAX);
    }
    for stream in streams {
        let file = match &sender.file {
            Some(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                member::Given { name, bytes: std::fs::read(path)?.into() }
            }
            None => {
                let round = MemberRound::of(&session, Some(ROUND)).await?;
                let text = generated::fill(&round, &template_csv(&round), options.seed, stream)?;
                session.shelf.replace(RETURN, text.as_bytes())?;
                member::Given { name: RETURN.to_owned(), bytes: text.into_bytes().into() }
            }
        };
        // Generated figures are those of a practice round.
        let source = match &sender.file {
            Some(_) => Source::File(&file, None),
            None => Source::MadeUp(&file),
        };
        let made = prepare(&session, Some(ROUND), source).await;
        let (made, _) = made.with_context(|| sender.area.clone())?;
        send(&mut session, &made).await.with_context(|| sender.area.clone())?;
    }
    Ok(())
}

/// A later deadline, if the returns that are left could not be sent before the present one.
async fn keep_open(coordinator: &mut Session, window: &Window, left: usize) -> Result<()> {
    let deadline = coordinator.round(Some(ROUND))?.deadline();
    let needed = window.needed(left);
    if deadline.0 - coordinator.now().0 < needed {
        // By a minute at least, or the log refuses it.
        let later = (coordinator.now().0 + needed).max(deadline.0 + MIN_EXTENSION_MS);
        extend(&mut coordinator.sync().await?, Some(ROUND), Instant(later)).await?;
    }
    Ok(())
}

async fn submit(
    options: &Options,
    cast: &Cast,
    town: &Town,
    coordinator: &mut Session,
    window: &mut Window,
) -> Result<()> {
    let missing = absent(options, cast);
    let count = cast.senders.len() - missing;
    let step = Step::begin("members submit", count as u64);
    let generated = options.returns.is_none();
    let members = town.sessions(Role::Member)?.into_iter().zip(&cast.senders).take(count);
    for (at, member) in (0..).zip(members) {
        let left = usize::try_from(at).map_or(0, |at| count.saturating_sub(at));
        keep_open(coordinator, window, left).await?;
        let one = Clock::now();
        let slip = generated && at == 1;
        submit_one(options, at, member, slip).await?;
        window.sent(one, if slip { 2 } else { 1 });
        step.tick();
    }
    let corrected = if generated { ", one of them corrected" } else { "" };
    step.end(&format!("{count} encrypted returns with proofs, each with a receipt{corrected}"));
    if missing > 0 {
        let step = Step::begin("deadline", 1);
        let wait = coordinator.round(Some(ROUND))?.closes().0 - coordinator.now().0 + 100;
        tokio::time::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
        step.end("waited for: one member is absent, and before the deadline only a full set is sealed");
    }
    Ok(())
}

async fn sit_all(title: &'static str, trustees: &mut [Session]) -> Result<()> {
    let step = Step::begin(title, 2 * trustees.len() as u64);
    // The first pass states, the second answers once a quorum has stated.
    for _ in 0..2 {
        for trustee in trustees.iter_mut() {
            sit(&mut trustee.sync().await?).await?;
            step.tick();
        }
    }
    step.end("each trustee checked everything on its own");
    Ok(())
}

/// Every office that is there looks at the end of the log, as `member status` and `trustee sit` do, and cosigns it.
async fn witnesses(options: &Options, cast: &Cast, town: &Town, trustees: &mut [Session]) -> Result<()> {
    let count = cast.senders.len() - absent(options, cast);
    let step = Step::begin("witnesses", (trustees.len() + count) as u64);
    let mut members = town.sessions(Role::Member)?;
    for session in trustees.iter_mut().chain(members.iter_mut().take(count)) {
        session.sync().await?.witness().await;
        step.tick();
    }
    step.end("trustees and members cosigned the log's last checkpoint");
    Ok(())
}

/// What readers see, as far as it fits a screen: read from the published `totals.csv`, as they would.
fn totals(published: &Path, practice: bool) -> Result<()> {
    const SHOWN: usize = 40;
    let path = published.join("totals.csv");
    let mut reader = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
    let head = reader.headers()?.clone();
    let column = |name: &str| head.iter().position(|one| one == name).context("totals.csv lacks a column");
    let (value, low, high) = (column("OBS_VALUE")?, column("LOWEST")?, column("HIGHEST")?);
    say(&format!("\ntotals{}", if practice { " of generated figures" } else { "" }));
    let (mut open, mut shut) = (0usize, 0usize);
    for record in reader.records() {
        let record = record?;
        let at = |column: usize| record.get(column).unwrap_or("");
        if at(value) == "NaN" {
            shut += 1;
            continue;
        }
        open += 1;
        if open <= SHOWN {
            let key: Vec<&str> = record.iter().take(value).skip(3).collect();
            let range =
                if at(low) == at(high) { String::new() } else { format!("  {} to {}", at(low), at(high)) };
            say(&format!("  {:<58} {:>10}{range}", key.join("."), at(value)));
        }
    }
    say(&format!("  ... {} more in published/totals.csv; {shut} withheld\n", open.saturating_sub(SHOWN)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn the_deadline_is_moved_only_where_the_rest_could_not_be_sent_in_time() {
        let window = Window { lead: 20_000, slowest: 350 };
        assert_eq!((window.needed(26), window.needed(1)), (11_200, 2_450), "26 returns fit into 20 seconds");
        assert_eq!(Window { lead: 20_000, slowest: 0 }.needed(26), 0, "nothing was sent yet");
        assert_eq!(Window { lead: 0, slowest: i64::MAX }.needed(9), Window::MOST);
        assert_eq!(Window::after(std::time::Instant::now()).lead, Window::LEAST);
    }
}
