//! The fault table: every durable operation, failing before or after it was done, once or for ever; and pairs, where the log
//! cannot even be read again. After each the log is derived from nothing and compared with the receipts that were given.

use crate::desk::{Desk, EVER, PAUSE, is_open, some_digest, world};
use intertally_aggregator::error::ServerError;
use intertally_aggregator::faults::{Moment, Op};
use intertally_aggregator::store::{Letter, NewRow, Pigeonhole, StoreError, Witness};
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::party::Party;
use sqlx::ConnectOptions as _;

const MOMENTS: [Moment; 2] = [Moment::Before, Moment::After];

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

/// What parties do in the table: two submissions, a letter, a cosignature, and reading.
async fn work(desk: &mut Desk) -> Result<(), ServerError> {
    desk.submit(0, 0).await?;
    desk.submit(1, 0).await?;
    let store = desk.sequencer().store().clone();
    let letter = Letter { from: b"one".to_vec(), topic: "t".into(), sealed: b"sealed".to_vec() };
    let place = Pigeonhole { scope: b"scope", to: b"other", stem: "", most: 4, newest_stay: true };
    store.put_letter(place, &letter).await?;
    store.put_cosigned(Witness { key: "aa", trustee: true, size: 1, time: 1 }, b"line").await?;
    assert_eq!(store.letters(b"scope", b"other", "").await?.len(), 1);
    assert_eq!(store.cosigned(1, 10).await?.len(), 1);
    let height = desk.sequencer().read().await?.fold.height();
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

async fn point(new: &impl AsyncFn() -> Desk, op: Op, moment: Moment, times: u32) -> bool {
    let name = format!("{op:?} {moment:?} {}", if times == EVER { "for ever" } else { "once" });
    let mut desk = new().await;
    desk.fail(op, moment, times);
    let mut failed = 0;
    for _ in 0..3 {
        match work(&mut desk).await {
            Ok(()) => break,
            Err(error) => {
                assert!(is_open(&error), "{name}: {error}");
                failed += 1;
            }
        }
        // Whatever was answered so far is on the disk, at this very moment.
        desk.derive().await;
    }
    // One failure may fall to a look that the server takes by itself, and be got over without anybody noticing.
    let spent = desk.plan.lock().unwrap().get(&(op, moment)) == Some(&0);
    let reached = failed > 0 || spent;
    // A write that is done although it says otherwise is found by reading again, each time.
    let done_anyway = moment == Moment::After && matches!(op, Op::Append | Op::Commit | Op::WriteHead);
    if times == EVER && failed > 0 {
        assert_eq!(failed, if done_anyway { 2 } else { 3 }, "{name}");
    } else {
        assert!(failed <= 1, "{name}: one failure is got over without anybody's help");
        all_is_well(&mut desk, &name).await;
    }
    // A crash in this state, and the disk is mended.
    desk.mend();
    desk.restart().await.unwrap_or_else(|why| panic!("{name}: the log is not taken up: {why}"));
    all_is_well(&mut desk, &name).await;
    desk.close().await;
    reached
}

/// Every point of these operations; answers with those that nobody asked for. Before a doubt that is the checkpoint alone, which
/// the pairs below and the start read.
async fn every_point(new: impl AsyncFn() -> Desk, all: &[Op]) -> Vec<Op> {
    let mut reached = Vec::new();
    for op in all.iter().copied() {
        for moment in MOMENTS {
            for times in [1, EVER] {
                if point(&new, op, moment, times).await {
                    reached.push(op);
                }
            }
        }
    }
    let asked: Vec<&Op> = reached.iter().filter(|op| **op != Op::ReadCheckpoint).collect();
    assert_eq!(asked.len(), 4 * (all.len() - 1), "every operation of the table was made to fail");
    all.iter().filter(|op| !reached.contains(op)).copied().collect()
}

/// The write fails, and then the log cannot be read again either: what used to leave an event in memory that the disk lacked.
async fn every_pair(new: impl AsyncFn() -> Desk, of_append: &[Op]) {
    for op in of_append.iter().copied() {
        for moment in MOMENTS {
            for then in [Op::ReadEvents, Op::ReadCheckpoint, Op::WriteHead] {
                if then == op {
                    continue;
                }
                let name = format!("{op:?} {moment:?}, then {then:?}");
                let mut desk = new().await;
                let before = desk.sequencer().read().await.unwrap().tree.root();
                desk.fail(op, moment, 1);
                desk.submit(0, 0).await.unwrap_err();
                desk.fail(then, Moment::Before, 2);
                let again = desk.submit(1, 0).await;
                // The head is written after a doubt only if the event had been taken.
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
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_may_fail_before_and_after_once_and_for_ever() {
    assert_eq!(every_point(Desk::new, &Op::ALL).await, [Op::ReadCheckpoint]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_write_and_a_failed_reading_after_it_refuse_everything_until_it_was_read() {
    every_pair(Desk::new, &OF_APPEND).await;
}

/// The same on PostgreSQL: what it does inside an append is its own, so that the append fails as a whole.
#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_every_operation_may_fail_before_and_after_once_and_for_ever() {
    let Some(databases) = crate::database::Databases::new().await else { return };
    let of_sqlite = [Op::Begin, Op::InsertEvent, Op::InsertPayload, Op::InsertCheckpoint, Op::Commit];
    let all: Vec<Op> = Op::ALL.into_iter().filter(|op| !of_sqlite.contains(op)).collect();
    // A look at what other servers append may read the checkpoint at any moment.
    let missed = every_point(async || databases.desk().await, &all).await;
    assert!(missed.iter().all(|op| *op == Op::ReadCheckpoint), "{missed:?}");
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql_a_failed_write_and_a_failed_reading_after_it_refuse_everything_too() {
    let Some(databases) = crate::database::Databases::new().await else { return };
    every_pair(async || databases.desk().await, &[Op::Append, Op::WriteHead]).await;
}

/// A disk that became read-only: nothing is taken, everything that was taken is still shown.
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_only_reads_takes_nothing_and_shows_all() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    for op in [Op::Append, Op::Begin, Op::WriteHead, Op::PutBlob, Op::Keep] {
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
