//! Faults around the contracts: every backend is failed in the same places, before a thing was done or after it.

use super::{Bench, some_digest};
use intertally_aggregator::faults::{Faults, Moment, Op};
use intertally_aggregator::store::{Faulty, Letter, NewRow, Pigeonhole, Store, StoreError, Witness};
use std::sync::Arc;

/// Do the thing that an operation stands for.
async fn act(store: &Store, op: Op) -> Result<(), StoreError> {
    match op {
        Op::Append => {
            let row = NewRow { event: b"event", digest: some_digest("f"), payload: b"f", note: b"note" };
            store.append(store.height().await?, row).await
        }
        Op::Keep => {
            let place = Pigeonhole { scope: b"faults", to: b"to", stem: "", most: 9, newest_stay: true };
            let letter = Letter { from: b"one".to_vec(), topic: "t".into(), sealed: b"s".to_vec() };
            store.put_letter(place, &letter).await?;
            store.put_cosigned(Witness { key: "ff", trustee: true, size: 99, time: 1 }, b"line").await
        }
        Op::Fetch => {
            store.letters(b"faults", b"to", "").await?;
            store.cosigned(99, 10).await.map(|_| ())
        }
        Op::ReadCheckpoint => store.checkpoint().await.map(|_| ()),
        _ => store.events(0, 10, true).await.map(|_| ()),
    }
}

/// On a store that holds a log already.
pub async fn fail_it(bench: &dyn Bench) {
    for op in [Op::Append, Op::Keep, Op::Fetch, Op::ReadEvents, Op::ReadCheckpoint] {
        for moment in [Moment::Before, Moment::After] {
            let plain = bench.open().await;
            let before = (plain.height().await.unwrap(), plain.mail_scopes().await.unwrap());
            let faults = Faults::when(move |at, when| (at, when) == (op, moment));
            let faulty: Store = Arc::new(Faulty::new(Arc::clone(&plain), faults));
            let error = act(&faulty, op).await.unwrap_err();
            assert!(matches!(error, StoreError::File(_)), "{op:?} {moment:?}: {error}");
            let after = (plain.height().await.unwrap(), plain.mail_scopes().await.unwrap());
            let done = moment == Moment::After;
            assert_eq!(after.0 - before.0, u64::from(done && op == Op::Append), "{op:?} {moment:?}");
            let kept = after.1.len() - before.1.len();
            assert_eq!(kept, usize::from(done && op == Op::Keep), "{op:?} {moment:?}");
            plain.remove_mail(b"faults").await.unwrap();
            act(&plain, op).await.unwrap();
            plain.remove_mail(b"faults").await.unwrap();
            plain.close().await;
        }
    }
}
