//! Backup, restore, recovery from a party's copy, and the doctor.

use crate::desk::{Desk, copy_folder, world};
use intertally_aggregator::backup::{BackupError, backup, restore};
use intertally_aggregator::blobs::Kind;
use intertally_aggregator::doctor::examine;
use intertally_aggregator::error::ServerError;
use intertally_aggregator::found;
use intertally_aggregator::recover::recover;
use intertally_core::canonical::encode;
use intertally_core::event::Kind as EventKind;
use intertally_core::party::Party;
use intertally_core::rule::Rule;
use intertally_log::copy;
use intertally_tests::world::key_of;
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::PathBuf;

async fn sealed(desk: &mut Desk) -> u64 {
    let fold = desk.derive().await.fold;
    let set = encode(&world().seal(&fold));
    let claim = world().claim(Party::Coordinator, EventKind::Sealed, &set);
    desk.append(&claim, &set).await.unwrap();
    world().total(&desk.derive().await.fold)
}

fn blob_of(desk: &Desk, member: u16) -> PathBuf {
    let part = &world().prepared[&(member, 0)].header.parts[0];
    let digest = part.ciphertexts[0].unwrap();
    desk.config.blobs().join("ciphertext").join(digest.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_server_comes_back_whole() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    desk.submit(1, 0).await.unwrap();
    let out = desk.path("backup");
    let report = backup(&desk.config, &out).await.unwrap();
    assert!(report.is_whole() && report.brought == report.blobs && report.blobs == 2 * 2, "{report}");
    // Brought up to date while submissions come in.
    let (config, to) = (desk.config.clone(), out.clone());
    let again = tokio::spawn(async move { backup(&config, &to).await });
    desk.submit(2, 0).await.unwrap();
    desk.submit(3, 0).await.unwrap();
    again.await.unwrap().unwrap();
    let report = backup(&desk.config, &out).await.unwrap();
    assert!(report.is_whole() && report.blobs == 4 * 2, "{report}");

    // The disk is lost; the head file is on another.
    assert!(restore(&desk.config, &out).await.is_err(), "never over a log that is there");
    desk.close().await;
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    desk.open().await.unwrap_err();
    let report = restore(&desk.config, &out).await.unwrap();
    assert!(report.is_whole() && report.notes.is_empty(), "{report}");
    desk.open().await.unwrap();
    assert_eq!(sealed(&mut desk).await, 1_111, "and the sums are those of the ciphertexts that came back");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_says_what_is_missing_and_a_partys_copy_completes_it() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let out = desk.path("backup");
    backup(&desk.config, &out).await.unwrap();
    desk.submit(1, 0).await.unwrap();
    let early = desk.path("early-office");
    desk.office_copy(&early).await;
    desk.submit(2, 0).await.unwrap();
    let office = desk.path("office");
    desk.office_copy(&office).await;
    desk.close().await;
    let blobs = desk.path("blobs-elsewhere");
    copy_folder(&desk.config.blobs(), &blobs);
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    let report = restore(&desk.config, &out).await.unwrap();
    assert!(!report.is_whole() && report.signed == report.events + 2, "{report}");
    assert!(report.to_string().contains("MISSING events") && desk.open().await.is_err(), "{report}");
    // A copy that is not long enough helps as far as it goes.
    let report = recover(&desk.config, &[early]).await.unwrap();
    assert!(!report.is_whole() && (report.added, report.signed) == (1, report.events + 1), "{report}");
    assert!(report.to_string().contains("2 blobs of M1's submission"), "{report}");
    desk.open().await.unwrap_err();
    let report = recover(&desk.config, std::slice::from_ref(&office)).await.unwrap();
    assert_eq!((report.added, report.signed, report.lost.len()), (1, report.events, 2), "{report}");
    desk.open().await.unwrap();
    // Blobs lie in any folder, under any name; or their members send again.
    desk.close().await;
    std::fs::rename(blobs.join("ciphertext"), blobs.join("some-folder")).unwrap();
    let report = recover(&desk.config, &[office, blobs]).await.unwrap();
    assert!(report.is_whole() && report.brought == 4, "{report}");
    desk.open().await.unwrap();
    desk.submit(3, 0).await.unwrap();
    assert_eq!(sealed(&mut desk).await, 1_111);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_broken_database_or_from_nothing_the_copy_of_any_party_brings_the_log_back() {
    for head_too in [false, true] {
        let mut desk = Desk::new().await;
        desk.submit(0, 0).await.unwrap();
        desk.submit(1, 0).await.unwrap();
        let office = desk.path("office");
        desk.office_copy(&office).await;
        desk.close().await;
        std::fs::write(desk.config.database(), vec![0xa5; 9_000]).unwrap();
        if head_too {
            std::fs::remove_file(&desk.config.head).unwrap();
        }
        let report = recover(&desk.config, std::slice::from_ref(&office)).await.unwrap();
        assert!(report.is_whole() && report.added == report.events, "{report}");
        assert!(report.notes[0].contains("log.sqlite.broken-1"), "{report}");
        assert_eq!(
            report.notes.iter().any(|note| note.contains("the head file was lost")),
            head_too,
            "{report}"
        );
        desk.open().await.unwrap();
        desk.submit(2, 0).await.unwrap();
        assert_eq!(world().total(&desk.derive().await.fold), 111);

        // A copy that was changed, cut, or is of another history, is refused, and changes nothing.
        desk.close().await;
        let whole = std::fs::read(office.join(copy::FILE)).unwrap();
        for (at, flip) in [(40, true), (whole.len() / 2, true), (whole.len() - 10, false)] {
            let mut bytes = whole.clone();
            if flip {
                bytes[at] ^= 1
            } else {
                bytes.truncate(at)
            }
            std::fs::write(office.join(copy::FILE), bytes).unwrap();
            assert!(recover(&desk.config, std::slice::from_ref(&office)).await.is_err(), "byte {at}");
        }
        desk.open().await.unwrap();
        assert_eq!(world().total(&desk.derive().await.fold), 111);
        desk.close().await;
    }
}

/// Found by trying: the server was killed, its database moved away as `restore` asks, the write-ahead log not. SQLite read that
/// into the restored database, which `restore` had called whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_ahead_log_without_its_database_is_not_read_into_another_one() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let (out, office) = (desk.path("backup"), desk.path("office"));
    backup(&desk.config, &out).await.unwrap();
    desk.submit(1, 0).await.unwrap();
    desk.office_copy(&office).await;
    // As kill -9 leaves it, and then the file alone is moved.
    let crashed = desk.path("crashed");
    copy_folder(&desk.config.data, &crashed);
    desk.close().await;
    std::fs::remove_file(crashed.join("log.sqlite")).unwrap();
    let wal = std::fs::read(crashed.join("log.sqlite-wal")).unwrap();
    assert!(!wal.is_empty());
    for restored in [true, false] {
        std::fs::remove_dir_all(&desk.config.data).unwrap();
        copy_folder(&crashed, &desk.config.data);
        let report = match restored {
            true => restore(&desk.config, &out).await.unwrap(),
            false => recover(&desk.config, std::slice::from_ref(&office)).await.unwrap(),
        };
        assert!(report.to_string().contains("log.sqlite.broken-1"), "{report}");
        let kept = std::fs::read(desk.config.data.join("log.sqlite.broken-1-wal")).unwrap();
        assert_eq!(kept, wal, "nothing is removed");
        if restored {
            assert_eq!(report.signed, report.events + 1, "{report}");
            recover(&desk.config, std::slice::from_ref(&office)).await.unwrap();
        }
        desk.open().await.unwrap();
        assert_eq!(world().total(&desk.derive().await.fold), 11);
        desk.close().await;
    }
}

/// Found by trying: `recover` of an older version moved a whole and longer database aside, and filled a new one from a shorter copy.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_only_cannot_be_used_just_now_is_not_moved_aside() {
    let mut desk = Desk::new().await;
    let office = desk.path("office");
    desk.office_copy(&office).await;
    desk.submit(0, 0).await.unwrap();
    desk.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(desk.config.database());
    let mut tool = options.connect().await.unwrap();
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (99, 'of a later version', 1, x'00', 0)";
    // What does it, what undoes it, what is said.
    for (done, undone, said) in [
        (later, "DELETE FROM _sqlx_migrations WHERE version = 99", "of another version of the server"),
        ("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", "ROLLBACK", "another program holds"),
    ] {
        sqlx::raw_sql(done).execute(&mut tool).await.unwrap();
        let refused = recover(&desk.config, std::slice::from_ref(&office)).await;
        assert!(refused.as_ref().is_err_and(|why| why.to_string().contains(said)), "{refused:?}");
        let aside = desk.config.data.join("log.sqlite.broken-1");
        assert!(!aside.exists() && desk.config.database().exists(), "{said}");
        sqlx::raw_sql(undone).execute(&mut tool).await.unwrap();
    }
    tool.close().await.unwrap();
    desk.open().await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 1);
}

/// Found by trying: one page of letters was overwritten, and `recover` put a whole and longer log aside for the sake of it; events
/// that no office had yet were gone.
#[tokio::test(flavor = "multi_thread")]
async fn events_that_a_damaged_database_still_holds_are_taken_from_it() {
    let mut desk = Desk::new().await;
    let office = desk.path("office");
    desk.office_copy(&office).await;
    desk.submit(0, 0).await.unwrap();
    desk.submit(1, 0).await.unwrap();
    desk.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(desk.config.database());
    let mut tool = options.connect().await.unwrap();
    let page = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?";
    let page = async |table: &str, tool: &mut _| {
        sqlx::query_scalar::<_, i64>(page).bind(table).fetch_one(tool).await.unwrap()
    };
    let (mail, events) = (page("mail", &mut tool).await, page("events", &mut tool).await);
    tool.close().await.unwrap();
    let whole = std::fs::read(desk.config.database()).unwrap();
    for (page, salvaged) in [(mail, true), (events, false)] {
        let mut bytes = whole.clone();
        let at = usize::try_from(page - 1).unwrap() * 4096;
        bytes[at..at + 4096].fill(0xa5);
        std::fs::write(desk.config.database(), bytes).unwrap();
        desk.open().await.unwrap_err();
        let report = recover(&desk.config, std::slice::from_ref(&office)).await.unwrap();
        assert_eq!(report.signed, report.events + if salvaged { 0 } else { 2 }, "{report}");
        assert_eq!(report.to_string().contains("events of it could be read"), salvaged, "{report}");
        if salvaged {
            assert!(report.is_whole() && report.added == report.events, "{report}");
            desk.open().await.unwrap();
            assert_eq!(world().total(&desk.derive().await.fold), 11);
            desk.close().await;
        }
    }
}

/// A data folder as a crash left it is no backup: its newest events are in a file that `restore` does not copy.
#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_is_not_taken_for_a_backup_and_two_backups_do_not_write_into_one() {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    let crashed = desk.path("crashed");
    copy_folder(&desk.config.data, &crashed);
    let out = desk.path("backup");
    let (one, other) = tokio::join!(backup(&desk.config, &out), backup(&desk.config, &out));
    let under_way = |outcome: &Result<_, BackupError>| matches!(outcome, Err(BackupError::UnderWay(_)));
    assert!(one.is_ok() != other.is_ok() && (under_way(&one) || under_way(&other)), "{one:?} {other:?}");
    desk.close().await;
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    let refused = restore(&desk.config, &crashed).await.unwrap_err().to_string();
    assert!(refused.contains("log.sqlite-wal") && refused.contains("put the whole folder back"), "{refused}");
    assert!(!desk.config.database().exists());
    std::fs::remove_dir_all(&desk.config.data).unwrap();
    std::fs::rename(&crashed, &desk.config.data).unwrap();
    desk.open().await.unwrap();
    assert_eq!(world().total(&desk.derive().await.fold), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_begun_once() {
    let mut desk = Desk::new().await;
    desk.close().await;
    let key = key_of(Party::Aggregator);
    let refused = found(&desk.config, &key).await.unwrap_err().to_string();
    assert!(refused.contains("exists already"), "{refused}");
    std::fs::remove_file(&desk.config.head).unwrap();
    let refused = found(&desk.config, &key).await.unwrap_err().to_string();
    assert!(refused.contains("log.sqlite exists already"), "{refused}");
    // The data's volume is away, the head's too: the key is there, and with it a log of that key.
    std::fs::rename(&desk.config.data, desk.path("away")).unwrap();
    assert!(found(&desk.config, &key).await.is_err());
    assert!(!desk.config.data.exists(), "and nothing was left behind");
    // The folder of the head is missing: that is said before anything is made.
    let mut config = desk.config.clone();
    (config.key, config.head) = (desk.path("new.key"), desk.path("none").join("log.head"));
    let refused = found(&config, &key).await.unwrap_err().to_string();
    assert!(refused.contains("its folder is not there"), "{refused}");
    assert!(!config.key.exists() && !config.data.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_and_damaged_blobs_are_named_and_the_seal_says_who_sends_again() {
    let mut desk = Desk::new().await;
    for member in 0..4 {
        desk.submit(member, 0).await.unwrap();
    }
    let (gone, spoilt) = (blob_of(&desk, 1), blob_of(&desk, 2));
    std::fs::remove_file(&gone).unwrap();
    let mut bytes = std::fs::read(&spoilt).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&spoilt, bytes).unwrap();
    let found = examine(&desk.config).await;
    let bad: Vec<&str> = found.iter().filter(|f| !f.good).map(|f| f.words.as_str()).collect();
    let rehearsed = found.iter().any(|finding| finding.words.contains("trustees have rehearsed"));
    assert!(rehearsed, "{found:?}");
    for member in ["M1's submission", "M2's submission"] {
        assert!(bad.iter().any(|words| words.contains(member)), "{bad:?}");
    }
    assert!(!bad.iter().any(|words| words.contains("M0") || words.contains("M3")), "{bad:?}");
    let set = encode(&world().seal(&desk.derive().await.fold));
    let claim = world().claim(Party::Coordinator, EventKind::Sealed, &set);
    for area in ["M1", "M2"] {
        let refused = desk.append(&claim, &set).await.unwrap_err();
        let ServerError::Rule { rule, words } = &refused else { panic!("{refused}") };
        assert_eq!(*rule, Rule::BodyLost);
        assert!(words.contains(area) && words.contains("sends the same file again"), "{words}");
        let blobs = desk.sequencer().blobs().clone();
        let member = if area == "M1" { 1 } else { 2 };
        let made = &world().prepared[&(member, 0)];
        let digest = made.header.parts[0].ciphertexts[0].unwrap();
        blobs.put(Kind::Ciphertext, digest, made.parts[0].ciphertexts[0].clone().unwrap()).await.unwrap();
    }
    desk.append(&claim, &set).await.unwrap();
    let found = examine(&desk.config).await;
    // The test's certificates are no files, its clock is not its own; nothing else is wrong.
    let others = ["certificate", "No such file", "clock"];
    let bad: Vec<&str> = found.iter().filter(|f| !f.good).map(|f| f.words.as_str()).collect();
    assert!(bad.iter().all(|words| others.iter().any(|other| words.contains(other))), "{bad:?}");
}
