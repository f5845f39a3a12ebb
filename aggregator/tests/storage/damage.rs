//! Damage to files and volumes, while the server runs and while it does not: found, said, never gone on with in silence.

use crate::desk::{Desk, copy_folder, is_missing, world};
use intertally_aggregator::error::ServerError;
use intertally_aggregator::head::HeadError;
use intertally_aggregator::second::SecondHistory;
use intertally_aggregator::sequencer::TakeUpError;
use intertally_aggregator::state::State;
use intertally_aggregator::store;
use intertally_core::party::Party;
use intertally_log::LogSigner;
use intertally_tests::world::key_of;
use std::os::unix::fs::FileExt;
use std::path::Path;

const PAGE: usize = 4096;

async fn two_submissions() -> Desk {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    desk.submit(1, 0).await.unwrap();
    desk
}

/// A start says why it does not go on.
async fn does_not_start(desk: &mut Desk, words: &str) -> TakeUpError {
    let why = desk.open().await.unwrap_err();
    assert!(why.to_string().contains(words), "'{words}' is not in: {why}");
    why
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_missing_empty_or_shorter_stops_the_start() {
    let mut desk = two_submissions().await;
    desk.close().await;
    let (data, away) = (desk.config.data.clone(), desk.path("away"));
    std::fs::rename(&data, &away).unwrap();
    assert!(is_missing(&does_not_start(&mut desk, "is its volume mounted?").await), "not there at all");
    std::fs::create_dir(&data).unwrap();
    assert!(is_missing(&does_not_start(&mut desk, "is its volume mounted?").await), "an empty mount point");
    std::fs::write(desk.config.database(), b"").unwrap();
    assert!(is_missing(&does_not_start(&mut desk, "is its volume mounted?").await), "an empty file");
    assert_eq!(std::fs::metadata(desk.config.database()).unwrap().len(), 0, "and nothing was made of it");
    std::fs::remove_dir_all(&data).unwrap();

    // Rolled back: an older state of the whole folder, as a snapshot gives it.
    std::fs::rename(&away, &data).unwrap();
    let older = desk.path("older");
    copy_folder(&data, &older);
    desk.open().await.unwrap();
    desk.submit(2, 0).await.unwrap();
    desk.close().await;
    let newer = desk.path("newer");
    std::fs::rename(&data, &newer).unwrap();
    std::fs::rename(&older, &data).unwrap();
    let why = does_not_start(&mut desk, "lost, rolled back or replaced").await;
    assert!(matches!(why, TakeUpError::Second(SecondHistory::Shorter { .. })), "{why}");
    std::fs::remove_dir_all(&data).unwrap();
    std::fs::rename(&newer, &data).unwrap();

    // The head file away, empty, or of another log.
    let head = std::fs::read(&desk.config.head).unwrap();
    std::fs::remove_file(&desk.config.head).unwrap();
    let why = does_not_start(&mut desk, "there is no head file").await;
    assert!(matches!(why, TakeUpError::Head(HeadError::Missing(_))));
    std::fs::write(&desk.config.head, b"").unwrap();
    does_not_start(&mut desk, "holds no checkpoint of this log").await;
    std::fs::write(&desk.config.head, &head).unwrap();
    desk.open().await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 111);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_write_ahead_log_is_found_at_the_start() {
    let mut desk = two_submissions().await;
    // As kill -9 leaves it: the database and its write-ahead log, never closed.
    let crashed = desk.path("crashed");
    copy_folder(&desk.config.data, &crashed);
    desk.close().await;
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    std::fs::rename(&crashed, &desk.config.data).unwrap();
    let wal = desk.config.data.join("log.sqlite-wal");
    let bytes = std::fs::read(&wal).unwrap();
    assert!(!bytes.is_empty());
    // Gone, cut in the middle, or with a page of zeros: never another log than the one that was signed for.
    std::fs::remove_file(&wal).unwrap();
    does_not_start(&mut desk, "lost, rolled back or replaced").await;
    for cut in [bytes.len() / 2, bytes.len() - 100] {
        for name in ["log.sqlite-wal", "log.sqlite-shm"] {
            let _ = std::fs::remove_file(desk.config.data.join(name));
        }
        std::fs::write(&wal, &bytes[..cut]).unwrap();
        does_not_start(&mut desk, "lost, rolled back or replaced").await;
        // SQLite takes what is left of it into the database and forgets the rest: the next start sees the same.
        does_not_start(&mut desk, "lost, rolled back or replaced").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_cut_or_overwritten_anywhere_is_the_same_log_or_none() {
    let mut desk = two_submissions().await;
    desk.close().await;
    let whole = std::fs::read(desk.config.database()).unwrap();
    let root = desk.derive().await.tree.root();
    let (mut refused, mut harmless) = (0, 0);
    let clean = |desk: &Desk| {
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", desk.config.database().display()));
        }
    };
    let mut spoilt: Vec<Vec<u8>> = Vec::new();
    for page in 0..whole.len() / PAGE {
        for (from, to) in [(0, PAGE), (PAGE / 2, PAGE / 2 + 64), (PAGE - 64, PAGE)] {
            let mut bytes = whole.clone();
            bytes[page * PAGE + from..page * PAGE + to].fill(0xa5);
            spoilt.push(bytes);
        }
        spoilt.push(whole[..page * PAGE].to_vec());
    }
    for (number, bytes) in spoilt.iter().enumerate() {
        clean(&desk);
        std::fs::write(desk.config.database(), bytes).unwrap();
        match desk.open().await {
            Ok(()) => {
                assert_eq!(desk.sequencer().read().await.unwrap().tree.root(), root, "case {number}");
                desk.close().await;
                harmless += 1;
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > harmless, "{refused} refused, {harmless} harmless");
    clean(&desk);
    std::fs::write(desk.config.database(), &whole).unwrap();
    desk.open().await.unwrap();
}

/// What the server says when it is asked to append, once its files are no longer those that it opened.
async fn stops(desk: &mut Desk, which: &Path) {
    let (claim, header) = world().submission(2, 0);
    for _ in 0..2 {
        let refused = desk.append(&claim, &header).await.unwrap_err();
        assert!(matches!(refused, ServerError::Stopped(_)), "{refused}");
        let words = refused.to_string();
        assert!(
            words.contains("was moved, removed or replaced") && words.contains(&which.display().to_string())
        );
    }
    assert!(desk.sequencer().read().await.is_err(), "nothing is answered any more");
    assert!(desk.sequencer().trust().watch().borrow().is_some(), "and the process is told to end");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_moved_removed_or_replaced_while_it_runs_stop_the_server() {
    // The whole folder.
    let mut desk = two_submissions().await;
    let (data, away) = (desk.config.data.clone(), desk.path("away"));
    std::fs::rename(&data, &away).unwrap();
    let database = desk.config.database();
    stops(&mut desk, &database).await;
    desk.close().await;
    std::fs::rename(&away, &data).unwrap();
    desk.open().await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 11);

    // Single files: gone, or another in their place.
    let (wal, index) = (data.join("log.sqlite-wal"), data.join("log.sqlite-shm"));
    for path in [desk.config.database(), wal, index, desk.config.head.clone(), desk.config.blobs()] {
        let kept = desk.path("kept");
        std::fs::rename(&path, &kept).unwrap();
        if path.extension().is_some_and(|ending| ending == "sqlite") {
            std::fs::copy(&kept, &path).unwrap();
        }
        stops(&mut desk, &path).await;
        let _ = std::fs::remove_file(&path);
        std::fs::rename(&kept, &path).unwrap();
        desk.restart().await.unwrap();
        assert_eq!(world().total(&desk.derive().await.fold), 11, "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_checkpoint_of_its_own_stops_the_server_and_every_start_after() {
    let mut desk = two_submissions().await;
    // The whole machine is put back, head file and all: nothing here knows of the third submission.
    let (data, head) = (desk.path("data-then"), desk.path("head-then"));
    desk.close().await;
    copy_folder(&desk.config.data, &data);
    std::fs::copy(&desk.config.head, &head).unwrap();
    desk.open().await.unwrap();
    desk.submit(2, 0).await.unwrap();
    let later = Desk::verifier().open(&desk.receipts.last().unwrap().receipt.note).unwrap();
    let copy = desk.path("office");
    desk.office_copy(&copy).await;
    desk.sequencer().shown(&later).await.unwrap();
    desk.close().await;
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    copy_folder(&data, &desk.config.data);
    std::fs::copy(&head, &desk.config.head).unwrap();
    desk.open().await.unwrap();
    // A note by another key says nothing; an older one of its own is good.
    let own = Desk::verifier().open(&desk.receipts[0].receipt.note).unwrap();
    desk.sequencer().shown(&own).await.unwrap();
    let refused = desk.sequencer().shown(&later).await.unwrap_err();
    assert!(matches!(refused, ServerError::Stopped(_)) && refused.to_string().contains("recover --from"));
    assert!(matches!(desk.submit(3, 0).await, Err(ServerError::Stopped(_))));
    desk.close().await;
    does_not_start(&mut desk, "lost, rolled back or replaced").await;
    let report = intertally_aggregator::recover::recover(&desk.config, &[copy]).await.unwrap();
    let whose: Vec<&String> = report.lost.keys().collect();
    assert_eq!((report.added, report.signed, whose.len()), (1, report.events, 1), "{report}");
    assert!(whose[0].starts_with("M2's submission"), "its blobs are in no office's log");
    desk.open().await.unwrap();
    desk.submit(3, 0).await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 1_111);

    // A second history of the same length: also by the same key.
    let signer = LogSigner::new("log.test", &key_of(Party::Aggregator).to_seed()).unwrap();
    let mut root = desk.sequencer().read().await.unwrap().tree.root();
    root.hash[0] ^= 1;
    let refused = desk.sequencer().shown(&signer.checkpoint(&root).unwrap()).await.unwrap_err();
    assert!(refused.to_string().contains("a second history"), "{refused}");
    desk.close().await;
    does_not_start(&mut desk, "a second history").await;
}

/// Pages that change under the running server reach nobody: what is read is compared with what was appended.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_changes_under_the_running_server_is_not_signed_for() {
    let mut desk = two_submissions().await;
    let root = desk.sequencer().read().await.unwrap().tree.root();
    desk.close().await;
    desk.open().await.unwrap();
    let file = std::fs::File::options().write(true).open(desk.config.database()).unwrap();
    let pages = file.metadata().unwrap().len() / PAGE as u64;
    for page in 1..pages {
        file.write_all_at(&[0xa5; 64], page * PAGE as u64 + 2_000).unwrap();
        file.write_all_at(&[0xa5; 64], (page + 1) * PAGE as u64 - 100).unwrap();
    }
    // It may go on with what it has in memory, or refuse; it never shows or signs another log.
    let _ = desk.submit(2, 0).await;
    if let Ok(state) = desk.sequencer().read().await {
        assert!(state.tree.was(&root));
    }
    desk.close().await;
    desk.open().await.unwrap_err();
    let signer = LogSigner::new("log.test", &key_of(Party::Aggregator).to_seed()).unwrap();
    if let Ok(store) = store::look(&desk.config).await {
        assert!(State::load(&*store, &signer).await.is_err());
    }
}
