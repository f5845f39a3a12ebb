//! Faults around the contracts: every backend is failed in the same places, before a thing was done or after it.

use super::{Bench, some_digest};
use intertally_aggregator::faults::{Faults, Moment, Op};
use intertally_aggregator::store::{Faulty, Letter, NewRow, Pigeonhole, Store, StoreError, Witness};
use std::sync::Arc;

/// Do the thing that an operation stands for; it may be done again. None if the contracts have no such method.
async fn act(store: &Store, op: Op) -> Option<Result<(), StoreError>> {
    let letter = Letter { from: b"one".to_vec(), topic: "t".into(), sealed: b"s".to_vec() };
    let place = Pigeonhole { scope: b"faults", to: b"to", stem: "", most: 9, newest_stay: true };
    let terms = some_digest("terms of faults");
    Some(match op {
        Op::Append => {
            let row = NewRow { event: b"event", digest: some_digest("f"), payload: b"f", note: b"note" };
            let height = store.height().await;
            match height {
                Ok(height) => store.append(height, row).await,
                Err(why) => Err(why),
            }
        }
        Op::Height => store.height().await.map(|_| ()),
        Op::Sizes => store.sizes(0, 10, true).await.map(|_| ()),
        Op::Events => store.events(0, 10, true).await.map(|_| ()),
        Op::Checkpoint => store.checkpoint().await.map(|_| ()),
        Op::PutCosigned => {
            store.put_cosigned(Witness { key: "ff", trustee: true, size: 99, time: 1 }, b"line").await
        }
        Op::Cosigned => store.cosigned(99, 10).await.map(|_| ()),
        Op::TakesAWriter => store.takes_a_writer().await,
        Op::PutTerms => store.put_terms(terms, b"terms").await,
        Op::Terms => store.terms(terms).await.map(|_| ()),
        Op::AllTerms => store.all_terms().await.map(|_| ()),
        Op::PutOffer => store.put_offer(terms, 1, b"offer").await,
        Op::PutLetter => store.put_letter(place, &letter).await,
        Op::Letters => store.letters(b"faults", b"to", "").await.map(|_| ()),
        Op::Letter => store.letter(1).await.map(|_| ()),
        Op::MailScopes => store.mail_scopes().await.map(|_| ()),
        Op::RemoveMail => store.remove_mail(b"faults").await.map(|_| ()),
        Op::RemoveTerms => store.remove_terms(terms).await,
        _ => return None,
    })
}

/// What can be seen of a store: events, scopes with letters, terms, offers, witnesses' lines.
async fn seen(store: &Store) -> [usize; 5] {
    let terms = store.all_terms().await.unwrap();
    [
        usize::try_from(store.height().await.unwrap()).unwrap(),
        store.mail_scopes().await.unwrap().len(),
        terms.len(),
        terms.iter().map(|one| one.offers.len()).sum(),
        store.cosigned(99, 10).await.unwrap().len(),
    ]
}

/// On a store that holds a log already.
pub async fn fail_it(bench: &dyn Bench) {
    let mut failed = 0;
    for op in Op::ALL {
        for moment in [Moment::Before, Moment::After] {
            let plain = bench.open().await;
            // An offer is made for terms that are there.
            plain.put_terms(some_digest("terms of faults"), b"terms").await.unwrap();
            let before = seen(&plain).await;
            let faults = Faults::when(move |at, when| (at, when) == (op, moment));
            let faulty: Store = Arc::new(Faulty::new(Arc::clone(&plain), faults));
            let Some(outcome) = act(&faulty, op).await else { continue };
            let error = outcome.unwrap_err();
            assert!(matches!(error, StoreError::File(_)), "{op:?} {moment:?}: {error}");
            let after = seen(&plain).await;
            // Done before it failed, or not at all.
            let changes = match op {
                Op::Append => Some((0, 1)),
                Op::PutLetter => Some((1, 1)),
                Op::RemoveTerms => Some((2, -1)),
                Op::PutOffer => Some((3, 1)),
                Op::PutCosigned if before[4] == 0 => Some((4, 1)),
                _ => None,
            };
            let mut expected = before.map(|count| count as i64);
            if let Some((at, by)) = changes.filter(|_| moment == Moment::After) {
                expected[at] += by;
            }
            assert_eq!(after.map(|count| count as i64), expected, "{op:?} {moment:?}");
            act(&plain, op).await.unwrap().unwrap();
            plain.remove_mail(b"faults").await.unwrap();
            plain.remove_terms(some_digest("terms of faults")).await.unwrap();
            plain.close().await;
            failed += 1;
        }
    }
    assert_eq!(failed, 2 * 18, "methods of the contracts, before and after");
}
