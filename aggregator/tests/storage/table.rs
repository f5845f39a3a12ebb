//! The fault table: every operation of the store, failing before or after it was done, once or for ever; the same of what a start
//! reads and writes; and pairs, where the log cannot even be read again. After each the log is derived from nothing and compared
//! with the receipts that were given.

use crate::desk::{Desk, EVER, PAUSE, is_open, some_digest, world};
use crate::documented::documented;
use intertally_aggregator::blobs::Kind as BlobKind;
use intertally_aggregator::error::ServerError;
use intertally_aggregator::faults::{Moment, Op};
use intertally_aggregator::store::{Letter, NewRow, Pigeonhole, StoreError, Witness};
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::hash::digest;
use intertally_core::party::Party;
use sqlx::ConnectOptions as _;

const MOMENTS: [Moment; 2] = [Moment::Before, Moment::After];
const TIMES: [u32; 2] = [1, EVER];

/// Operations that a submission goes through.
const OF_APPEND: [Op; 7] = [
    Op::Append,
    Op::Begin,
    Op::InsertEvent,
    Op::InsertPayload,
    Op::InsertCheckpoint,
    Op::Commit,
    Op::WriteHead,
];
/// What a start reads, and writes.
const OF_START: [Op; 5] = [Op::Sizes, Op::Events, Op::Checkpoint, Op::ReadHead, Op::WriteHead];
/// Read at a start and in doubt alone: they fail there, and in the pairs.
const NOT_AT_WORK: [Op; 2] = [Op::Checkpoint, Op::ReadHead];
/// What fails after a write has failed.
const THEN: [Op; 5] = [Op::Sizes, Op::Events, Op::Checkpoint, Op::ReadHead, Op::WriteHead];

/// What parties leave beside the log, and what is read and taken away of it.
async fn leave(desk: &Desk) -> Result<(), ServerError> {
    let store = desk.sequencer().store().clone();
    let letter = Letter { from: b"one".to_vec(), topic: "t".into(), sealed: b"sealed".to_vec() };
    for scope in [b"scope".as_slice(), b"over"] {
        let place = Pigeonhole { scope, to: b"other", stem: "", most: 4, newest_stay: true };
        store.put_letter(place, &letter).await?;
    }
    store.remove_mail(b"over").await?;
    assert_eq!(store.mail_scopes().await?, [b"scope".to_vec()]);
    let lies = store.letters(b"scope", b"other", "").await?;
    assert_eq!(lies.len(), 1);
    assert_eq!(store.letter(lies[0].0).await?, Some(letter));

    let (terms, past) = (some_digest("terms"), some_digest("past"));
    store.put_terms(terms, b"terms").await?;
    store.put_terms(past, b"past").await?;
    store.put_offer(terms, 1, b"offer").await?;
    store.remove_terms(past).await?;
    assert_eq!(store.terms(terms).await?.as_deref(), Some(b"terms".as_slice()));
    let all = store.all_terms().await?;
    assert_eq!((all.len(), all[0].offers.len()), (1, 1));

    store.put_cosigned(Witness { key: "aa", trustee: true, size: 1, time: 1 }, b"line").await?;
    assert_eq!(store.cosigned(1, 10).await?, [b"line".to_vec()]);
    store.takes_a_writer().await?;

    let (blobs, kind) = (desk.sequencer().blobs(), BlobKind::File);
    let named = digest(kind.label(), &[b"a file"]);
    blobs.put(kind, named, b"a file".to_vec()).await?;
    assert_eq!(blobs.read(kind, named, (2, 10)).await?, b"file");
    assert_eq!(blobs.list(kind).await?.len(), 1);
    blobs.delete(kind, named).await?;
    Ok(())
}

/// What parties do in the table: two submissions, what they leave beside them, and reading. Done again it does nothing twice.
async fn work(desk: &mut Desk) -> Result<(), ServerError> {
    desk.submit(0, 0).await?;
    desk.submit(1, 0).await?;
    leave(desk).await?;
    let store = desk.sequencer().store().clone();
    let height = desk.sequencer().read().await?.fold.height();
    assert_eq!(store.height().await?, height);
    assert_eq!(store.sizes(height - 2, 10, true).await?.len(), 2);
    assert_eq!(store.events(height - 2, 10, true).await?.len(), 2);
    let state = desk.sequencer().read().await?;
    for named in state.named() {
        let (kind, digest) = named.2;
        let there = desk.sequencer().blobs().len(kind, digest).await?.is_some();
        assert!(there && desk.sequencer().blobs().get(kind, digest).await?.is_some());
    }
    Ok(())
}

/// Both submissions count, each once, whatever happened on the way.
async fn all_is_well(desk: &mut Desk, point: &str) {
    work(desk).await.unwrap_or_else(|why| panic!("{point}: it does not go on: {why}"));
    let state = desk.derive().await;
    assert_eq!(world().total(&state.fold), 11, "{point}");
    let set = encode(&world().seal(&state.fold));
    let claim = world().claim(Party::Coordinator, Kind::Sealed, &set);
    let refusal = desk.append(&claim, &set).await.unwrap_err();
    assert!(refusal.to_string().contains("2 are missing"), "{point}: {refusal}");
}

fn named(op: Op, moment: Moment, times: u32) -> String {
    format!("{op:?} {moment:?} {}", if times == EVER { "for ever" } else { "once" })
}

async fn point(desk: &mut Desk, op: Op, moment: Moment, times: u32) {
    let name = named(op, moment, times);
    let before = desk.fell();
    desk.fail(op, moment, times);
    let mut failed = 0;
    for _ in 0..3 {
        match work(desk).await {
            Ok(()) => break,
            Err(error) => {
                assert!(is_open(&error), "{name}: {error}");
                failed += 1;
            }
        }
        // Whatever was answered so far is on the disk, at this very moment.
        desk.derive().await;
    }
    assert!(desk.fell() > before, "{name}: nobody asked for it");
    // A write that is done although it says otherwise is found by reading again, each time.
    let done_anyway = moment == Moment::After && matches!(op, Op::Append | Op::Commit | Op::WriteHead);
    if times == EVER {
        assert_eq!(failed, if done_anyway { 2 } else { 3 }, "{name}");
    } else {
        // It may fall to a look that the server takes by itself, and be got over without anybody noticing.
        assert!(failed <= 1, "{name}: one failure is got over without anybody's help");
        all_is_well(desk, &name).await;
    }
    // A crash in this state, and the disk is mended.
    desk.mend();
    desk.restart().await.unwrap_or_else(|why| panic!("{name}: the log is not taken up: {why}"));
    all_is_well(desk, &name).await;
}

/// Every point of these operations. Answers with how many there are.
async fn every_point(new: impl AsyncFn() -> Desk, all: &[Op]) -> usize {
    let (mut points, mut shared) = (0, new().await);
    for op in all.iter().copied().filter(|op| !NOT_AT_WORK.contains(op)) {
        for (moment, times) in MOMENTS.into_iter().flat_map(|moment| TIMES.map(|times| (moment, times))) {
            // What a submission goes through is tried on submissions that are not taken yet.
            if OF_APPEND.contains(&op) || op == Op::PutBlob {
                let mut desk = new().await;
                point(&mut desk, op, moment, times).await;
                desk.close().await;
            } else {
                point(&mut shared, op, moment, times).await;
            }
            points += 1;
        }
    }
    shared.close().await;
    points
}

/// The same of a start: the log is not taken up before everything could be read, and then it is whole.
async fn every_start(new: impl AsyncFn() -> Desk) -> usize {
    let (mut points, mut desk) = (0, new().await);
    all_is_well(&mut desk, "before any start").await;
    for op in OF_START {
        for (moment, times) in MOMENTS.into_iter().flat_map(|moment| TIMES.map(|times| (moment, times))) {
            let name = format!("start, {}", named(op, moment, times));
            desk.close().await;
            desk.fail(op, moment, times);
            let opened = desk.open().await;
            let why = opened.err().unwrap_or_else(|| panic!("{name}: it starts")).to_string();
            assert!(why.contains("a test made"), "{name}: {why}");
            assert_eq!(desk.open().await.is_ok(), times == 1, "{name}");
            desk.mend();
            desk.restart().await.unwrap_or_else(|why| panic!("{name}: {why}"));
            all_is_well(&mut desk, &name).await;
            points += 1;
        }
    }
    desk.close().await;
    points
}

/// The write fails, and then the log cannot be read again either: what used to leave an event in memory that the disk lacked.
async fn every_pair(new: impl AsyncFn() -> Desk, of_append: &[Op]) -> usize {
    let mut pairs = 0;
    for op in of_append.iter().copied() {
        for (moment, then) in MOMENTS.into_iter().flat_map(|moment| THEN.map(|then| (moment, then))) {
            if then == op {
                continue;
            }
            let name = format!("{op:?} {moment:?}, then {then:?}");
            let mut desk = new().await;
            let before = desk.sequencer().read().await.unwrap().tree.root();
            desk.fail(op, moment, 1);
            desk.submit(0, 0).await.unwrap_err();
            // For ever: on PostgreSQL a replica that follows the tail reads, too, at times of its own.
            desk.fail(then, Moment::Before, EVER);
            let again = desk.submit(1, 0).await;
            // The head is written after a doubt only if the event had been taken; one that cannot be read is written anew, since
            // memory knows what was answered for. Without its events nothing goes on.
            let reads = matches!(then, Op::Sizes | Op::Events | Op::Checkpoint);
            assert!(again.is_err() || !reads, "{name}: it goes on without having read");
            if let Err(error) = again {
                assert!(is_open(&error), "{name}: {error}");
                assert!(desk.sequencer().read().await.is_err(), "{name}: nothing is answered in doubt");
                assert!(desk.sequencer().receipt(0).await.is_err(), "{name}");
                assert!(desk.derive().await.tree.was(&before), "{name}");
            }
            desk.wait(PAUSE);
            desk.mend();
            all_is_well(&mut desk, &name).await;
            desk.restart().await.unwrap();
            all_is_well(&mut desk, &name).await;
            desk.close().await;
            pairs += 1;
        }
    }
    pairs
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_may_fail_before_and_after_once_and_for_ever() {
    let (points, starts) = (every_point(Desk::new, &Op::ALL).await, every_start(Desk::new).await);
    assert_eq!(points, (Op::ALL.len() - NOT_AT_WORK.len()) * 4);
    documented(&format!("{} operations", Op::ALL.len()));
    documented(&format!("{points} points at work and {starts} at the start on SQLite and a folder"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_write_and_a_failed_reading_after_it_refuse_everything_until_it_was_read() {
    let pairs = every_pair(Desk::new, &OF_APPEND).await;
    documented(&format!("{pairs} pairs on SQLite"));
}

/// The same on PostgreSQL: what it does inside an append is its own, so that the append fails as a whole.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_every_operation_may_fail_before_and_after_once_and_for_ever() {
    let Some(databases) = crate::database::Databases::new().await else { return };
    let all: Vec<Op> = Op::ALL.into_iter().filter(|op| !op.is_of_sqlite()).collect();
    let points = every_point(async || databases.desk().await, &all).await;
    let starts = every_start(async || databases.desk().await).await;
    assert_eq!(points, (all.len() - NOT_AT_WORK.len()) * 4);
    documented(&format!("{points} and {starts} on PostgreSQL"));
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_a_failed_write_and_a_failed_reading_after_it_refuse_everything_too() {
    let Some(databases) = crate::database::Databases::new().await else { return };
    let pairs = every_pair(async || databases.desk().await, &[Op::Append, Op::WriteHead]).await;
    documented(&format!("{pairs} on PostgreSQL"));
}

/// A disk that became read-only: nothing is taken, everything that was taken is still shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_only_reads_takes_nothing_and_shows_all() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let writes = [Op::Append, Op::Begin, Op::WriteHead, Op::PutBlob, Op::DeleteBlob];
    let beside =
        [Op::PutLetter, Op::PutTerms, Op::PutOffer, Op::PutCosigned, Op::RemoveMail, Op::RemoveTerms];
    for op in writes.into_iter().chain(beside) {
        desk.fail(op, Moment::Before, EVER);
    }
    for _ in 0..3 {
        let (claim, header) = world().submission(1, 0);
        assert!(is_open(&desk.append(&claim, &header).await.unwrap_err()));
        let (claim, _) = world().submission(0, 0);
        assert!(desk.sequencer().receipt_of(&claim).await.unwrap().is_some(), "what is known is answered");
        assert_eq!(world().total(&desk.sequencer().read().await.unwrap().fold), 1);
    }
    desk.mend();
    desk.submit(1, 0).await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 11);
}

/// Found by the siege, kept: the database itself takes no event but the next, whoever asks it and by whatever way.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_refuses_a_gap_a_second_event_in_one_place_and_a_change() {
    let desk = Desk::new().await;
    let store = desk.sequencer().store().clone();
    let height = desk.sequencer().read().await.unwrap().fold.height();
    let row = NewRow { event: b"event", digest: some_digest("payload"), payload: b"payload", note: b"note" };
    for wrong in [height + 1, height + 47, height - 1, 0] {
        let refused = store.append(wrong, row).await.unwrap_err();
        assert!(matches!(refused, StoreError::Moved { there } if there == height), "{wrong}: {refused}");
    }
    // Past the contract, by a tool of somebody's own.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(desk.config.database());
    let mut tool = options.connect().await.unwrap();
    let insert = "INSERT INTO events (height, event, payload) VALUES (?, x'00', x'00')";
    for wrong in [height + 1, height + 47, height - 1, 0] {
        let refused =
            sqlx::query(insert).bind(wrong as i64).execute(&mut tool).await.unwrap_err().to_string();
        assert!(refused.contains("is not the next of the stored log"), "{wrong}: {refused}");
    }
    for change in ["DELETE FROM events", "UPDATE events SET event = x'00'"] {
        let refused = sqlx::query(change).execute(&mut tool).await.unwrap_err().to_string();
        assert!(refused.contains("the stored log only grows"), "{change}: {refused}");
    }
    let refused = sqlx::query("UPDATE payloads SET bytes = x'00'").execute(&mut tool).await.unwrap_err();
    assert!(refused.to_string().contains("stored payloads never change"), "{refused}");
    assert_eq!(store.events(0, 10_000, false).await.unwrap().len() as u64, height);
    assert_eq!(desk.derive().await.fold.height(), height);
}
