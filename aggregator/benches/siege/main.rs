//! How much memory a server takes under each attack by one party or stranger, and how long the others wait meanwhile: reads and
//! submissions, at the 50th and 95th percentile. A row ends with OVER where the others wait longer than they should. The server is
//! a process of its own on loopback; every attack is bounded in count and lasts `INTERTALLY_SIEGE_SECONDS` (10).
//! Run: `cargo bench -p intertally-aggregator --bench siege [-- NAME]`.
#![expect(clippy::unwrap_used, reason = "a measurement may fail loudly")]

#[path = "../../tests/server/raw.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod raw;
#[path = "../../tests/server/world/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod world;

mod attacks;

use attacks::{ATTACKS, Attack};
use intertally_core::party::{MemberIndex, Party};
use intertally_core::submission::Prepared;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use world::World;

/// Submissions measured under each attack: so many that the 95th percentile is not the longest of all.
const SUBMISSIONS: usize = 20;
/// What the others wait at most, at the 95th percentile.
const READ: Duration = Duration::from_millis(50);
const SUBMISSION: Duration = Duration::from_secs(1);
/// Whoever attacks: a member, in some attacks a trustee.
pub const ATTACKER: Party = Party::Member(MemberIndex(0));
/// Whose calls are measured.
const HONEST: Party = Party::Member(MemberIndex(1));

fn say(line: &str) {
    std::io::stdout().lock().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// MiB of a process: now, and at most since [`forget`].
fn memory(process: u32) -> (u64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
    };
    (field("VmRSS:"), field("VmHWM:"))
}

/// Begin the highest mark of its memory anew.
fn forget(process: u32) {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
}

/// The time at a percentile, if there is any.
fn at(times: &mut [Duration], percent: usize) -> Option<Duration> {
    times.sort_unstable();
    times.get((times.len() * percent).div_ceil(100).saturating_sub(1)).copied()
}

/// Milliseconds.
fn ms(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".into(), |time| format!("{}.{}", time.as_millis(), time.as_micros() / 100 % 10))
}

/// Reads, again and again.
async fn read(world: Arc<World>, ends: Arc<AtomicBool>) -> Vec<Duration> {
    let mut client = RecordClient::new(world.channel(HONEST).await);
    let mut times = Vec::new();
    while !ends.load(Ordering::Relaxed) {
        let begun = Instant::now();
        client.checkpoint(pb::CheckpointRequest::default()).await.unwrap();
        let request = pb::EventsRequest { from: 5, payloads: false };
        let mut entries = client.events(request).await.unwrap().into_inner();
        while entries.message().await.unwrap().is_some() {}
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    times
}

/// New connections of a party, again and again.
async fn enter(world: Arc<World>, ends: Arc<AtomicBool>) -> Vec<Duration> {
    let mut times = Vec::new();
    while !ends.load(Ordering::Relaxed) {
        let begun = Instant::now();
        drop(world.secured(world.authority.party(Party::Member(MemberIndex(2)))).await.unwrap());
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    times
}

async fn submit(world: Arc<World>, made: Vec<Prepared>, ends: Arc<AtomicBool>) -> Vec<Duration> {
    let mut times = Vec::new();
    for prepared in made {
        let begun = Instant::now();
        world.send(&prepared).await.unwrap();
        times.push(begun.elapsed());
        if ends.load(Ordering::Relaxed) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    times
}

async fn measure(
    world: &mut Arc<World>,
    (process, seconds): (u32, u64),
    attack: &Attack,
    revision: &mut u32,
) {
    let own = Arc::get_mut(world).unwrap();
    let made: Vec<Prepared> = (0..SUBMISSIONS)
        .map(|_| {
            let made = own.prepare(1, *revision);
            *revision += 1;
            made
        })
        .collect();
    let taken = attacks::Given::make(own, attack.name);
    forget(process);
    let (before, _) = memory(process);
    let ends = Arc::new(AtomicBool::new(false));
    let run = tokio::spawn((attack.run)(Arc::clone(world), taken, Arc::clone(&ends)));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let reads = tokio::spawn(read(Arc::clone(world), Arc::clone(&ends)));
    let enters = tokio::spawn(enter(Arc::clone(world), Arc::clone(&ends)));
    let submissions = tokio::spawn(submit(Arc::clone(world), made, Arc::clone(&ends)));
    let clock = Arc::clone(&ends);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        clock.store(true, Ordering::Relaxed);
    });
    let mut submissions = submissions.await.unwrap();
    ends.store(true, Ordering::Relaxed);
    let (mut reads, mut enters) = (reads.await.unwrap(), enters.await.unwrap());
    let (_, most) = memory(process);
    let tries = run.await.unwrap();
    // How many of the prepared ones were sent is how far the revisions went.
    *revision -= u32::try_from(SUBMISSIONS - submissions.len()).unwrap();
    let (read, submission) = (at(&mut reads, 95), at(&mut submissions, 95));
    // Where nothing came through at all, the others waited longer than that, too.
    let over = read.is_none_or(|time| time > READ) || submission.is_none_or(|time| time > SUBMISSION);
    say(&format!(
        "{:<22} {:>9} | {:>6} {:>6} | {:>5} {:>7} {:>7} | {:>7} | {:>3} {:>7} {:>7}{}",
        attack.name,
        tries,
        before,
        most,
        reads.len(),
        ms(at(&mut reads, 50)),
        ms(read),
        ms(at(&mut enters, 95)),
        submissions.len(),
        ms(at(&mut submissions, 50)),
        ms(submission),
        if over { "  OVER" } else { "" },
    ));
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let seconds =
        std::env::var("INTERTALLY_SIEGE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut world = World::new().await;
        let server = world.outside("ulimit -n $(ulimit -Hn)").await;
        let process = server.0.id();
        let (mut world, mut revision) = (Arc::new(world), 0);
        say("                                   |  MiB           | reads                 | new     | submissions");
        say("attack                     tries | before   most |     n  p50 ms  p95 ms |  p95 ms |   n  p50 ms  p95 ms");
        for attack in ATTACKS.iter().filter(|attack| wanted.is_empty() || wanted.iter().any(|w| attack.name.contains(w.as_str()))) {
            measure(&mut world, (process, seconds), attack, &mut revision).await;
        }
        drop(server);
    });
}
