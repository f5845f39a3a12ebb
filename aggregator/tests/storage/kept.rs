//! What a version of this server has stored, kept as files: later versions must prove that they read it. With
//! INTERTALLY_KEEP=1 the folder of this version is made anew; do that only when a format has changed before a release.

use super::desk::{Desk, copy_folder, world};
use intertally_aggregator::doctor::examine;
use intertally_core::SPEC_VERSION;
use intertally_core::hash::Digest;
use std::path::{Path, PathBuf};

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

/// What a log says, in words that a later version can compare.
async fn summary(desk: &Desk) -> String {
    let state = desk.derive().await;
    let root = state.tree.root();
    let rounds: Vec<String> =
        state.fold.rounds().map(|(id, round)| format!("{} {}", id.0, round.phase().name())).collect();
    format!("events {}\nroot {}\nrounds {}\n", state.fold.height(), Digest(root.hash), rounds.join(", "))
}

async fn make(name: &str) {
    let mut desk = Desk::new().await;
    desk.submit(0, 0).await.unwrap();
    desk.submit(0, 1).await.unwrap();
    desk.close().await;
    let folder = kept().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    copy_folder(&desk.path("data"), &folder.join("data"));
    std::fs::copy(desk.path("head"), folder.join("head")).unwrap();
    std::fs::copy(desk.path("key"), folder.join("key")).unwrap();
    std::fs::write(folder.join("says"), summary(&desk).await).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_version_has_stored_is_read_by_later_ones() {
    let own = format!("spec-{SPEC_VERSION}");
    if std::env::var("INTERTALLY_KEEP").is_ok_and(|keep| keep == "1") {
        make(&own).await;
    }
    let mut read = Vec::new();
    for entry in std::fs::read_dir(kept()).unwrap() {
        let (path, name) = {
            let entry = entry.unwrap();
            (entry.path(), entry.file_name().into_string().unwrap())
        };
        let mut desk = Desk::over(&path);
        desk.open().await.unwrap();
        let says = std::fs::read_to_string(path.join("says")).unwrap();
        assert_eq!(summary(&desk).await, says, "{name}");
        desk.close().await;
        let found = examine(&desk.config).await;
        // The test's certificates are no files, its clock is not the machine's.
        let others = ["certificate", "No such file", "clock"];
        let bad = found.iter().filter(|f| !f.good && !others.iter().any(|other| f.words.contains(other)));
        assert_eq!(bad.collect::<Vec<_>>(), Vec::<&intertally_aggregator::doctor::Finding>::new(), "{name}");
        assert!(found.iter().any(|f| f.words.contains("the key opens")), "{found:?}");
        // And goes on.
        if name == own {
            desk.open().await.unwrap();
            assert_eq!(world().total(&desk.derive().await.fold), 2, "{name}");
            desk.submit(1, 0).await.unwrap();
            assert_eq!(world().total(&desk.derive().await.fold), 12, "{name}");
            desk.close().await;
        }
        read.push(name);
    }
    assert!(read.contains(&own), "nothing is kept of this version: INTERTALLY_KEEP=1 makes it");
}
