//! Wrong clocks: nothing is appended under one, and a round that one has closed can be opened again.

use crate::desk::{DAY, Desk, HOUR, world};
use intertally_aggregator::blobs::Kind as BlobKind;
use intertally_aggregator::clock::ClockFault;
use intertally_aggregator::error::ServerError;
use intertally_aggregator::intake::Intake;
use intertally_aggregator::sweep::sweep;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::Extension;
use intertally_core::hash::digest;
use intertally_core::party::{Instant, Party};
use std::time::{Duration, SystemTime};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_appended_after_a_jump_until_the_clock_is_right_again() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let height = desk.derive().await.fold.height();
    for jump in [DAY, -DAY, 3_650 * DAY, 61_000] {
        desk.set_clock(jump);
        let refused = desk.submit(1, 0).await.unwrap_err();
        assert!(matches!(refused, ServerError::Clock(ClockFault::Jumped { .. })), "{jump}: {refused}");
        assert!(refused.to_string().contains("T08:00:00Z"), "a date, not a number: {refused}");
        desk.set_clock(-jump);
    }
    assert_eq!(desk.derive().await.fold.height(), height);
    desk.submit(1, 0).await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_start_the_clock_is_compared_with_the_last_event() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    for jump in [-DAY, 3_650 * DAY] {
        desk.set_clock(jump);
        desk.restart().await.unwrap();
        let refused = desk.submit(1, 0).await.unwrap_err();
        let right =
            matches!(refused, ServerError::Clock(ClockFault::Behind { .. } | ClockFault::Ahead { .. }));
        assert!(right && refused.to_string().contains("--clock-is-right"), "{refused}");
        desk.set_clock(-jump);
    }
    desk.submit(1, 0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_under_a_wrong_clock_closes_no_round_for_good() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    // The machine starts under a clock that is two days ahead, which nothing shows, and takes an event.
    desk.close().await;
    desk.set_clock(2 * DAY);
    desk.open().await.unwrap();
    let late = desk.submit(1, 0).await.unwrap_err();
    assert!(late.to_string().contains("the round closed at 2027-01-16T08:00:00.1Z"), "{late}");
    let extend = |deadline: i64| {
        let payload = encode(&Extension { deadline: Instant(deadline) });
        (world().claim(Party::Coordinator, Kind::Extended, &payload), payload)
    };
    let (claim, payload) = extend(desk.now() + HOUR);
    desk.append(&claim, &payload).await.unwrap();
    // The clock is set right: it lies before the last event now, and somebody must say so.
    desk.set_clock(-2 * DAY);
    desk.submit(1, 0).await.unwrap_err();
    desk.restart().await.unwrap();
    desk.submit(1, 0).await.unwrap_err();
    desk.sequencer().clock().believe();
    desk.submit(1, 0).await.unwrap();
    let (claim, payload) = extend(desk.now() + 4 * DAY);
    desk.append(&claim, &payload).await.unwrap();
    desk.submit(2, 0).await.unwrap();
    let state = desk.derive().await;
    assert_eq!(world().total(&state.fold), 111);
    assert!(state.last().unwrap().0 > desk.now(), "the log's own time never goes back");
}

/// Ages are told by the time of day: under a wrong one files and terms are not taken for old.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_swept_under_a_wrong_clock() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let sequencer = desk.sequencer().clone();
    let intake = Intake::new(sequencer.clone(), desk.path("uploads"), desk.config.limits).unwrap();
    let (kind, named) = (BlobKind::File, digest(BlobKind::File.label(), &[b"a file"]));
    sequencer.blobs().put(kind, named, b"a file".to_vec()).await.unwrap();
    let later = SystemTime::now() + Duration::from_secs(2 * 86_400);
    desk.set_clock(2 * DAY);
    let refused = sweep(&sequencer, &intake, later).await.unwrap_err();
    assert!(matches!(refused, ServerError::Clock(_)), "{refused}");
    assert!(sequencer.blobs().len(kind, named).await.unwrap().is_some());
    desk.set_clock(-2 * DAY);
    assert_eq!(sweep(&sequencer, &intake, later).await.unwrap().blobs, 1);
}
