//! The contract of terms, offers and letters.

use super::{Bench, some_digest};
use intertally_aggregator::store::{Letter, Pigeonhole, Store, StoreError, TermsRow};

const SCOPE: &[u8] = b"scope";

fn place(stem: &str, most: u32, newest_stay: bool) -> Pigeonhole<'_> {
    Pigeonhole { scope: SCOPE, to: b"to", stem, most, newest_stay }
}

fn letter(from: &str, topic: &str, sealed: &str) -> Letter {
    Letter { from: from.into(), topic: topic.into(), sealed: sealed.into() }
}

/// Who wrote what, in the order of the box.
async fn there(store: &Store, prefix: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (at, bytes) in store.letters(SCOPE, b"to", prefix).await.unwrap() {
        let Letter { from, topic, sealed } = store.letter(at).await.unwrap().unwrap();
        assert_eq!(bytes, sealed.len() as u64);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        all.push(format!("{}/{topic}={}", text(from), text(sealed)));
    }
    all
}

async fn mail(store: &Store) {
    let many = place("a/", 3, true);
    for (from, topic) in [("two", "a/1"), ("one", "a/2"), ("one", "a/1"), ("one", "a/3")] {
        store.put_letter(many, &letter(from, topic, "x")).await.unwrap();
    }
    let all = ["one/a/1=x", "one/a/2=x", "one/a/3=x", "two/a/1=x"];
    assert_eq!(there(store, "").await, all, "by sender and topic, not as they came");
    // The same again changes nothing, also where there is no room; another under the same topic is refused.
    store.put_letter(many, &letter("two", "a/1", "x")).await.unwrap();
    store.put_letter(place("a/", 3, false), &letter("one", "a/3", "x")).await.unwrap();
    assert!(matches!(store.put_letter(many, &letter("one", "a/3", "y")).await, Err(StoreError::Other)));
    assert_eq!(there(store, "").await, all);
    // The fourth of a sender: the oldest of his gives way, which is not the first by name.
    store.put_letter(many, &letter("one", "a/4", "x")).await.unwrap();
    assert_eq!(there(store, "").await, ["one/a/1=x", "one/a/3=x", "one/a/4=x", "two/a/1=x"]);
    // Where the first stay, it is refused, and nothing gives way.
    let refused = store.put_letter(place("a/", 3, false), &letter("one", "a/5", "x")).await;
    assert!(matches!(refused, Err(StoreError::Full)));
    // Other pigeonholes have room of their own; a stem is the beginning of a topic and no pattern.
    store.put_letter(place("b%", 1, false), &letter("one", "b%1", "z")).await.unwrap();
    store.put_letter(place("bb", 1, false), &letter("one", "bb1", "z")).await.unwrap();
    assert_eq!(there(store, "b").await, ["one/b%1=z", "one/bb1=z"]);
    assert_eq!(there(store, "b%").await, ["one/b%1=z"]);
    assert_eq!(there(store, "a/4").await, ["one/a/4=x"]);
    // Another addressee, and another scope.
    let other = Pigeonhole { to: b"other", ..many };
    store.put_letter(other, &letter("one", "a/1", "o")).await.unwrap();
    store.put_letter(Pigeonhole { scope: b"second", ..many }, &letter("one", "a/1", "s")).await.unwrap();
    assert_eq!(store.letters(SCOPE, b"other", "").await.unwrap().len(), 1);
    assert_eq!(store.letters(b"third", b"to", "").await.unwrap(), []);
    let mut scopes = store.mail_scopes().await.unwrap();
    scopes.sort();
    assert_eq!(scopes, [SCOPE.to_vec(), b"second".to_vec()]);
}

async fn terms(store: &Store) {
    let ids = [some_digest("late"), some_digest("early")];
    for (id, text) in ids.into_iter().zip(["the first", "the second"]) {
        store.put_terms(id, text.as_bytes()).await.unwrap();
    }
    store.put_terms(ids[0], b"the first").await.unwrap();
    assert_eq!(store.terms(ids[1]).await.unwrap().as_deref(), Some(b"the second".as_slice()));
    assert_eq!(store.terms(some_digest("none")).await.unwrap(), None);
    for (trustee, offer) in [(7, "seven"), (2, "two")] {
        store.put_offer(ids[0], trustee, offer.as_bytes()).await.unwrap();
        store.put_offer(ids[0], trustee, offer.as_bytes()).await.unwrap();
        assert!(matches!(store.put_offer(ids[0], trustee, b"another").await, Err(StoreError::Other)));
    }
    let row = |terms: &str, offers: &[&str]| TermsRow {
        terms: terms.into(),
        offers: offers.iter().map(|offer| offer.as_bytes().to_vec()).collect(),
    };
    let (first, second) = (row("the first", &["two", "seven"]), row("the second", &[]));
    assert_eq!(store.all_terms().await.unwrap(), [first, second.clone()], "as they came; offers by trustee");
    store.remove_terms(ids[0]).await.unwrap();
    assert_eq!(store.all_terms().await.unwrap(), [second]);
    store.put_terms(ids[0], b"the first").await.unwrap();
    assert_eq!(store.all_terms().await.unwrap()[1], row("the first", &[]), "its offers went with it");
}

/// On a store that holds a log already.
pub async fn conforms(bench: &dyn Bench) {
    let store = bench.open().await;
    mail(&store).await;
    terms(&store).await;
    let before = there(&store, "").await;
    store.close().await;
    drop(store);
    let store = bench.open().await;
    assert_eq!(there(&store, "").await, before, "after it was opened again");
    assert_eq!(store.all_terms().await.unwrap().len(), 2);
    let (at, _) = store.letters(SCOPE, b"to", "").await.unwrap()[0];
    assert_eq!(store.remove_mail(SCOPE).await.unwrap(), 7);
    assert_eq!(store.remove_mail(SCOPE).await.unwrap(), 0);
    assert_eq!(store.letter(at).await.unwrap(), None);
    assert_eq!(store.mail_scopes().await.unwrap(), [b"second".to_vec()]);
    store.close().await;
}
