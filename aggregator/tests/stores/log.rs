//! The contract of the log.

use super::{Bench, some_digest};
use intertally_aggregator::store::{NewRow, READING, Row, Store, StoreError, Witness};

fn event(height: u64) -> Vec<u8> {
    format!("event {height}").into_bytes()
}

fn payload(height: u64) -> Vec<u8> {
    // Two events with the same payload, and one whose payload is empty.
    match height {
        1 | 3 => b"the same".to_vec(),
        5 => Vec::new(),
        _ => vec![u8::try_from(height % 251).unwrap(); 100 + usize::try_from(height % 1_000).unwrap()],
    }
}

fn note(height: u64) -> Vec<u8> {
    format!("note over {}", height + 1).into_bytes()
}

async fn append(store: &Store, expected: u64) -> Result<(), StoreError> {
    let (event, payload, note) = (event(expected), payload(expected), note(expected));
    let digest = some_digest(&hex::encode(&payload));
    store.append(expected, NewRow { event: &event, digest, payload: &payload, note: &note }).await
}

fn moved(outcome: Result<(), StoreError>) -> u64 {
    match outcome {
        Err(StoreError::Moved { there }) => there,
        other => panic!("{other:?}"),
    }
}

fn row(height: u64, payloads: bool) -> Row {
    Row { height, event: event(height), payload: payloads.then(|| payload(height)) }
}

/// It holds just these events, in order, however it is asked, and their sizes are what a reader will get.
async fn holds(store: &Store, height: u64) {
    assert_eq!(store.height().await.unwrap(), height);
    for payloads in [false, true] {
        let all: Vec<Row> = (0..height).map(|at| row(at, payloads)).collect();
        assert_eq!(store.events(0, 1_000, payloads).await.unwrap(), all);
        for (from, count) in [(0, 2), (2, 3), (height.saturating_sub(1), 10), (height, 10), (height + 5, 1)] {
            let rows = store.events(from, count, payloads).await.unwrap();
            let some = all.iter().skip(usize::try_from(from).unwrap()).take(usize::try_from(count).unwrap());
            assert!(rows.iter().eq(some), "{count} from {from}");
            let bytes = |row: &Row| (row.event.len() + row.payload.as_ref().map_or(0, Vec::len)) as u64;
            let sizes: Vec<u64> = rows.iter().map(bytes).collect();
            assert_eq!(store.sizes(from, count, payloads).await.unwrap(), sizes);
        }
    }
    assert!(store.events(0, 0, true).await.unwrap().is_empty());
    let latest = height.checked_sub(1).map_or_else(|| b"note over 0".to_vec(), note);
    assert_eq!(store.checkpoint().await.unwrap(), Some(latest));
}

pub async fn conforms(bench: &dyn Bench) {
    let store = bench.create().await;
    assert_eq!(store.checkpoint().await.unwrap(), None, "not begun");
    store.begin(b"note over 0").await.unwrap();
    assert!(matches!(store.begin(b"another").await, Err(StoreError::Exists(_))), "begun once");
    holds(&store, 0).await;
    store.takes_a_writer().await.unwrap();

    // Compare and swap: the next height alone, and who is wrong learns how far the log is.
    for height in 0..7 {
        for wrong in [height + 1, height + 40, u64::MAX >> 1] {
            assert_eq!(moved(append(&store, wrong).await), height, "a gap");
        }
        append(&store, height).await.unwrap();
        assert_eq!(moved(append(&store, height).await), height + 1, "the same again");
        assert_eq!(moved(append(&store, 0).await), height + 1, "an old place");
        holds(&store, height + 1).await;
    }
    assert!(matches!(store.begin(b"another").await, Err(StoreError::Exists(_))), "nor later");

    // Many at once: each height is won by one, and the losers learn the truth.
    let all = futures::future::join_all((0..8).map(|_| append(&store, 7))).await;
    assert_eq!(all.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in all.into_iter().filter(Result::is_err) {
        assert_eq!(moved(outcome), 8);
    }
    holds(&store, 8).await;
    store.close().await;
    drop(store);
    let store = bench.open().await;
    holds(&store, 8).await;

    grows_alone(bench).await;
    cosigned(bench, &store).await;
    assert_eq!(store.next(0).await.unwrap(), store.events(0, 100, true).await.unwrap(), "all of a short log");
    assert!(store.next(8).await.unwrap().is_empty() && store.next(9).await.unwrap().is_empty());
    store.check().await.unwrap();

    // A payload that is lost is told as such: its event stays, and nothing is put in its place.
    let digest = some_digest(&hex::encode(payload(2)));
    bench.lose_payload(digest).await;
    let rows = store.events(2, 1, true).await.unwrap();
    assert_eq!(rows, [Row { payload: None, ..row(2, true) }]);
    assert_eq!(store.sizes(2, 1, true).await.unwrap(), [event(2).len() as u64]);
    assert_eq!(store.events(3, 1, true).await.unwrap(), [row(3, true)]);
    store.close().await;
    assert!(store.height().await.is_err() && store.events(0, 1, true).await.is_err(), "closed");
    let again = bench.open().await;
    assert!(append(&again, 8).await.is_ok(), "and goes on when it is opened again");
    little_at_a_time(&again).await;
}

/// Whatever a payload has, no more is read at once than memory was set aside for, and all of it comes.
async fn little_at_a_time(store: &Store) {
    let sizes = [READING / 2, READING / 2, READING / 4, READING + 1, 10, 10];
    for (height, (size, fill)) in (9..).zip(sizes.iter().zip(1..)) {
        let (event, payload, note) =
            (event(height), vec![fill; usize::try_from(*size).unwrap()], note(height));
        let digest = some_digest(&format!("long {height}"));
        let row = NewRow { event: &event, digest, payload: &payload, note: &note };
        store.append(height, row).await.unwrap();
    }
    let (mut from, mut read) = (9, Vec::new());
    while let rows @ [_, ..] = store.next(from).await.unwrap().as_slice() {
        let of = |row: &Row| row.payload.as_ref().map_or(0, Vec::len);
        read.push(rows.iter().map(of).collect::<Vec<_>>());
        from = rows[rows.len() - 1].height + 1;
    }
    let sizes: Vec<usize> = sizes.iter().map(|size| usize::try_from(*size).unwrap()).collect();
    assert_eq!(read, [&sizes[..1], &sizes[1..3], &sizes[3..4], &sizes[4..]], "at most 16 MiB, or one event");
}

/// By whatever way somebody writes to it.
async fn grows_alone(bench: &dyn Bench) {
    for (statement, words) in [
        ("DELETE FROM events WHERE height = 7", "the stored log only grows"),
        ("DELETE FROM events", "the stored log only grows"),
        ("UPDATE events SET event = payload WHERE height = 3", "the stored log only grows"),
        (
            "INSERT INTO events (height, event, payload) SELECT 9, event, payload FROM events WHERE height = 1",
            "not the next",
        ),
        (
            "INSERT INTO events (height, event, payload) SELECT 3, event, payload FROM events WHERE height = 1",
            "not the next",
        ),
        ("UPDATE payloads SET bytes = digest", "stored payloads never change"),
    ] {
        let said = bench.refusal(statement).await;
        assert!(said.contains(words), "{statement}: {said}");
    }
}

async fn cosigned(bench: &dyn Bench, store: &Store) {
    let put = async |key: &'static str, trustee: bool, size: u64, time: u64| {
        let line = format!("{key} {size} {time}").into_bytes();
        store.put_cosigned(Witness { key, trustee, size, time }, &line).await.unwrap();
    };
    put("aa", false, 4, 10).await;
    put("bb", true, 4, 10).await;
    put("cc", true, 4, 11).await;
    let texts = |lines: Vec<Vec<u8>>| lines.into_iter().map(|line| String::from_utf8(line).unwrap());
    let under = async |store: &Store, size, most| {
        texts(store.cosigned(size, most).await.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(under(store, 4, 10).await, ["bb 4 10", "cc 4 11", "aa 4 10"], "trustees first, then by key");
    assert_eq!(under(store, 4, 2).await, ["bb 4 10", "cc 4 11"]);
    // An older one changes nothing, of a smaller size or of an earlier time; the newest moves.
    put("cc", true, 4, 9).await;
    put("cc", true, 3, 99).await;
    put("aa", false, 5, 1).await;
    let again = bench.open().await;
    assert_eq!(under(&again, 4, 10).await, ["bb 4 10", "cc 4 11"]);
    assert_eq!(under(&again, 5, 10).await, ["aa 5 1"]);
    assert!(under(&again, 3, 10).await.is_empty());
    again.close().await;
}
