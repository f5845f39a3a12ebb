//! How one server grows with members and cells: memory of its process, time of submissions, of the seal and of a start, room on
//! the disk. The server is a process of its own on loopback; members are prepared here and sent four at once. A row for each
//! size is printed and put into docs/growth.csv, in place of an older one. Sizes are given as MEMBERSxCELLS, `small` or `whole`:
//! `cargo bench -p intertally-aggregator --bench growth -- small`. `benches/growth.sh` draws the rows, too.
#![expect(clippy::unwrap_used, reason = "a measurement may fail loudly")]
#![expect(clippy::float_arithmetic, reason = "figures for people")]

mod rows;
#[path = "../../tests/server/world/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod world;

use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::SealedSet;
use intertally_core::lattice::noise::Committee;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::tally::Tally;
use intertally_core::packing::split::split_cells;
use intertally_core::party::{Instant, KeyId, MemberIndex, Party};
use intertally_core::round::{CellSpec, RoundKey};
use intertally_core::submission::{Checks, Prepared, Status, SubmissionKey, Unverified, prepare, round_keys};
use intertally_tests::ceremony::{Dates, hold_at};
use intertally_tests::log::Log;
use intertally_tests::world::round;
use rows::Row;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant as Clock};
use world::process::Ended;
use world::{World, now};

/// Small enough for a machine on which others work.
const SMALL: [(u16, u32); 5] = [(9, 500), (9, 4_000), (27, 500), (27, 2_500), (27, 8_000)];
/// All points of docs/growth.svg.
const WHOLE: [(u16, u32); 9] = [
    (9, 500),
    (9, 4_000),
    (27, 500),
    (27, 2_500),
    (27, 8_000),
    (27, 20_000),
    (100, 2_500),
    (200, 8_000),
    (200, 20_000),
];
/// Committee: 3 trustees, of whom 2 open.
const COMMITTEE: (u8, u8) = (3, 2);
/// Largest figure of a member.
const MAX: u32 = 1_000;
/// Submissions on their way at once: as many as the server checks at once.
const AT_ONCE: usize = 4;
const HOUR: i64 = 3_600_000;

fn say(line: &str) {
    std::io::stdout().lock().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// MiB of the server's process: now, and at most since it was last forgotten.
fn memory(server: &Ended) -> (u64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{}/status", server.0.id())).unwrap();
    let field = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
    };
    (field("VmRSS:"), field("VmHWM:"))
}

fn forget(server: &Ended) {
    std::fs::write(format!("/proc/{}/clear_refs", server.0.id()), "5").unwrap();
}

fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |path: std::path::PathBuf| match path.is_dir() {
        true => bytes_in(&path),
        false => std::fs::metadata(&path).map_or(0, |file| file.len()),
    };
    entries.map(|entry| of(entry.path())).sum()
}

/// A round of so many members and cells in the server's log, with as many keys as it needs.
async fn open(w: &mut World, members: u16, cells: u32) -> (Vec<SubmissionKey>, Checks) {
    let mut log = Log::default();
    let mut manifest =
        round(members, cells, MAX, COMMITTEE, w.manifest.ceremony, w.manifest.keys[0].public_part);
    let widths: Vec<u8> = manifest.cells.iter().map(CellSpec::width).collect();
    let (n, t) = COMMITTEE;
    let split = split_cells(Committee::new(n, t).unwrap(), members.into(), &widths, false).unwrap();
    let begin = now();
    let dates = Dates { begin, unit: HOUR / 100 };
    let keys = u32::try_from(split.len()).unwrap();
    let (ceremony, _) = hold_at(&mut log, COMMITTEE, keys, dates, &mut w.rng).unwrap();
    manifest.ceremony = ceremony.id();
    let made = ceremony.keys();
    let key = |(index, (cells, made)): (u32, (&usize, &intertally_core::ceremony::CeremonyKey))| RoundKey {
        index,
        key: KeyId::of(ceremony.id(), index),
        public_part: made.digest,
        cells: u32::try_from(*cells).unwrap(),
    };
    manifest.keys = (0..).zip(split.iter().zip(&made)).map(key).collect();
    manifest.opens = Instant(begin);
    manifest.deadline = Instant(begin + 12 * HOUR);
    for (event, payload) in &log.events {
        w.append(event.signed.claim.signer, &event.signed, payload.clone()).await.unwrap();
    }
    w.manifest = manifest;
    let opened = encode(&w.manifest);
    let claim = w.claim(Party::Coordinator, Kind::Opened, &opened);
    w.append(Party::Coordinator, &claim, opened).await.unwrap();
    let ceremony = log.fold.ceremony(&w.manifest.ceremony).unwrap();
    (round_keys(&w.manifest, ceremony).unwrap(), Checks::of(&w.manifest, ceremony).unwrap())
}

fn member(w: &mut World, keys: &[SubmissionKey], at: u16) -> Prepared {
    let cells = w.manifest.cells.len();
    let values: Vec<Option<u32>> =
        (0..cells).map(|cell| Some((cell as u32 * 7 + u32::from(at)) % MAX)).collect();
    let place = (MemberIndex(at), 0);
    prepare(&w.manifest, keys, place, vec![Status::Normal; cells], &values, None, &mut w.rng).unwrap()
}

async fn measure(members: u16, cells: u32) -> Row {
    let mut w = World::new().await;
    let mut server = w.outside("true").await;
    let (keys, checks) = open(&mut w, members, cells).await;
    let idle = memory(&server).0;
    forget(&server);
    let (mut tally, mut sending, mut body, mut header) = (Tally::new(&w.manifest), Duration::ZERO, 0, 0);
    let all: Vec<u16> = (0..members).collect();
    for some in all.chunks(AT_ONCE) {
        let made: Vec<Prepared> = some.iter().map(|at| member(&mut w, &keys, *at)).collect();
        let begun = Clock::now();
        let sent = futures::future::join_all(made.iter().map(|made| w.send(made))).await;
        sending += begun.elapsed();
        sent.into_iter().for_each(|sent| drop(sent.unwrap()));
        for made in made {
            (body, header) = (encode(&made.parts).len(), encode(&made.header).len());
            let verified = Unverified::new(made.parts).verify(&checks, &made.header, &mut w.rng);
            tally.add(&verified.unwrap()).unwrap();
        }
    }
    let intake = memory(&server).1;
    forget(&server);
    let set = SealedSet {
        members: tally.submissions().iter().map(|(member, digest)| (*member, *digest)).collect(),
        aggregates: tally.aggregates(),
        counted: Counted::all(&(0..cells).collect::<Vec<u32>>(), false),
    };
    let (claim, payload) = (w.claim(Party::Coordinator, Kind::Sealed, &encode(&set)), encode(&set));
    let begun = Clock::now();
    w.append(Party::Coordinator, &claim, payload).await.unwrap();
    let (seal, of_seal) = (begun.elapsed(), memory(&server).1);
    let disk = bytes_in(&w.config.data);
    drop(server);
    let begun = Clock::now();
    server = w.outside("true").await;
    let start = begun.elapsed();
    // All blobs are read once in the background after a start.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let of_start = memory(&server).1;
    Row {
        members: members.into(),
        cells: cells.into(),
        build: if cfg!(debug_assertions) { "dev" } else { "release" }.into(),
        body_kib: body as u64 >> 10,
        header_kib: header as u64 >> 10,
        idle_mib: idle,
        intake_mib: intake,
        seal_mib: of_seal,
        start_mib: of_start,
        submission_ms: sending.as_secs_f64() * 1e3 / f64::from(members),
        seal_s: seal.as_secs_f64(),
        start_s: start.as_secs_f64(),
        disk_mib: disk >> 20,
    }
}

/// `27x2500`, `small`, `whole`.
fn sizes(words: &[String]) -> Vec<(u16, u32)> {
    let one = |word: &String| match word.as_str() {
        "small" => SMALL.to_vec(),
        "whole" => WHOLE.to_vec(),
        word => {
            let (members, cells) = word.split_once('x').unwrap();
            vec![(members.parse().unwrap(), cells.parse().unwrap())]
        }
    };
    if words.is_empty() { SMALL.to_vec() } else { words.iter().flat_map(one).collect() }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/growth.csv");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    say(rows::HEAD);
    for (members, cells) in sizes(&words) {
        let row = runtime.block_on(measure(members, cells));
        say(&row.to_line());
        rows::keep(&kept, &row);
        if let Some(over) = row.over() {
            say(&format!("OVER the bound of docs/operations.md by {over} MiB"));
        }
    }
}
