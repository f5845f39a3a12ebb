//! What offices of a version keep, as files: later versions must prove that they read it, and go on with it. With
//! INTERTALLY_KEEP=1 the folder of this version is made anew; do that only when a format has changed before a release.
//! `tests/kept/README.md` says what lies there.

use crate::town::{Office, Town};
use futures::executor::block_on;
use intertally_core::SPEC_VERSION;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{CeremonyMessage, RevealedPart};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::hash::Digest;
use intertally_core::party::CeremonyId;
use intertally_custody::ceremony::Stored;
use intertally_custody::subkey::HeldKeys;
use intertally_log::copy;
use intertally_roles::auditor::{Wanted, audit};
use intertally_roles::coordinator::export;
use intertally_roles::member::{Kept, recheck, verify_receipts};
use intertally_roles::memory::Memory;
use intertally_roles::person::Silent;
use intertally_roles::session::DIRECTORY;
use intertally_roles::trustee::{LedgerFile, destroy};
use intertally_roles::{Role, Shelf};
use intertally_tests::structure::Asked;
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Report, Verdict};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const AREAS: [&str; 3] = ["FI", "NL", "SE"];
/// Of the members in both rounds: each has a digit of its own.
const FIGURES: [[u32; 2]; 3] = [[1, 7], [10, 70], [100, 0]];
/// A town's whole log, but for what the offices' secrets give again.
const LOG: &str = "log";
/// Most bytes of all that is kept of one version.
const MOST: usize = 290_000;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

/// A round is published; another one asks the same, and nobody has sent yet.
fn town() -> Town {
    let town = Town::build(3, &AREAS);
    town.ceremony_of(2, 2);
    town.open("First", &Asked::exact(2, 400), "2024");
    town.sit_all(1);
    for (member, figures) in FIGURES.iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    town.seal_and_publish();
    town.open("Second", &Asked::exact(2, 400), "2024");
    town.sit_all(1);
    for office in town.offices() {
        block_on(async { town.session(office).sync().await.map(|_| ()).unwrap() });
    }
    town
}

/// The log with every public part of a sub-key changed.
fn with_parts(log: &[u8], change: &dyn Fn(CeremonyId, &mut RevealedPart)) -> Vec<u8> {
    let (mut rest, mut changed) = (log, Vec::new());
    while let Some(((event, payload), after)) = copy::entry(rest) {
        let claim = decode::<Event>("event", event, 1 << 16).unwrap().signed.claim;
        match (claim.kind, claim.scope) {
            (Kind::Revealed, Scope::Ceremony(id)) => {
                let mut message: CeremonyMessage = decode("reveals", payload, 1 << 30).unwrap();
                let CeremonyMessage::Reveals(reveals) = &mut message else { panic!("a reveal is one") };
                reveals.parts.iter_mut().for_each(|part| change(id, part));
                copy::put(&mut changed, (event, &encode(&message)));
            }
            _ => copy::put(&mut changed, (event, payload)),
        }
        rest = after;
    }
    assert!(rest.is_empty(), "the log is whole");
    changed
}

/// What is left out of the kept log: it follows from seeds that trustees keep, and is the largest part by far.
fn without_parts(log: &[u8]) -> Vec<u8> {
    with_parts(log, &|_, part| part.part.0.clear())
}

fn held(trustee: &Office) -> HeldKeys {
    let name = trustee.vault.names("ceremony-").unwrap().remove(0);
    let bytes = trustee.vault.need(&name).unwrap();
    let id = CeremonyId(Digest(bytes[2..34].try_into().unwrap()));
    let Stored::Held(held) = Stored::from_secret_bytes(&bytes, id).unwrap() else {
        panic!("{name} is not held")
    };
    held
}

/// The whole log again.
fn whole(log: &[u8], trustees: &[Office]) -> Vec<u8> {
    let all: Vec<HeldKeys> = trustees.iter().map(held).collect();
    with_parts(log, &|ceremony, part| {
        let mut own = all.iter().flat_map(|held| held.sub_keys(part.sub_key.key));
        let own = own.find(|own| own.id() == part.sub_key).unwrap();
        part.part = own.derived(ceremony).unwrap().part;
    })
}

/// Everything on a shelf into a folder, but for what all offices have and what is too large.
fn write(shelf: &Memory, to: &Path) {
    let left_out = |name: &str| {
        [copy::FILE, DIRECTORY].contains(&name) || name.starts_with("sent/") || name.starts_with("answer-")
    };
    for name in shelf.names("").unwrap().into_iter().filter(|name| !left_out(name)) {
        let path = to.join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, shelf.need(&name).unwrap()).unwrap();
    }
}

fn read(from: &Path, beginning: &str, shelf: &Memory) {
    for entry in std::fs::read_dir(from).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{beginning}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), shelf);
        } else {
            shelf.create(&name, &std::fs::read(path).unwrap()).unwrap();
        }
    }
}

fn size(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| match path.is_dir() {
        true => size(&path),
        false => std::fs::read(path).unwrap().len(),
    };
    entries.map(of).sum()
}

fn make(folder: &Path) {
    let town = town();
    let _ = std::fs::remove_dir_all(folder);
    let log = town.coordinator.shelf.need(copy::FILE).unwrap();
    for (name, office) in town.named() {
        assert!(office.shelf.need(copy::FILE).unwrap() == log, "{name} has read the log to its end");
        write(&office.shelf, &folder.join(&name).join("shelf"));
        write(&office.vault, &folder.join(&name).join("vault"));
    }
    std::fs::write(folder.join(LOG), without_parts(&log)).unwrap();
    std::fs::write(folder.join(DIRECTORY), town.coordinator.shelf.need(DIRECTORY).unwrap()).unwrap();
    std::fs::write(folder.join("says"), says(&again(folder))).unwrap();
    assert!(size(folder) < MOST, "{} bytes are too many to be kept", size(folder));
}

/// The town as its offices left it. Its server has the log again, and nothing else.
fn again(folder: &Path) -> Town {
    let shelves = |role: Role, name: &str| {
        let (shelf, vault) = (Memory::default(), Memory::default());
        let of = folder.join(format!("{}-{name}", role.word()));
        read(&of.join("shelf"), "", &shelf);
        read(&of.join("vault"), "", &vault);
        (shelf, vault)
    };
    let town = Town::over(3, &AREAS, &shelves);
    let log = whole(&std::fs::read(folder.join(LOG)).unwrap(), &town.trustees);
    let directory = std::fs::read(folder.join(DIRECTORY)).unwrap();
    for office in town.offices() {
        office.shelf.create(copy::FILE, &log).unwrap();
        office.shelf.create(DIRECTORY, &directory).unwrap();
    }
    town.server.take_up(&log).unwrap();
    town
}

/// What the offices know, in words that a later version can compare.
fn says(town: &Town) -> String {
    let mut text = String::new();
    for (name, office) in town.named() {
        let mut session = town.session(office);
        block_on(async {
            let log = session.sync().await.unwrap();
            let rounds = log.mirror.fold.rounds();
            let rounds: Vec<String> = rounds
                .map(|(_, round)| format!("{} {}", round.manifest().name, round.phase().name()))
                .collect();
            let (events, root) = (log.mirror.len(), Digest(log.mirror.root().hash));
            writeln!(text, "{name}: {events} events, root {root}, {}", rounds.join(", ")).unwrap();
            let receipts = verify_receipts(&log).unwrap();
            assert!(receipts.iter().all(|one| one.holds && one.in_log), "{name}");
            writeln!(
                text,
                "  {} receipts, secrets {}",
                receipts.len(),
                office.vault.names("").unwrap().join(" ")
            )
            .unwrap();
            let shelf: Arc<dyn Shelf> = Arc::new(office.shelf.clone());
            let ledger = LedgerFile::open(&shelf).unwrap();
            writeln!(text, "  {} lines of the ledger", ledger.entries().len()).unwrap();
            for kept in Kept::sent(&log).unwrap() {
                let round = log.mirror.fold.round(&kept.round).unwrap().manifest().name.clone();
                assert!(
                    recheck(&log, Some(&round)).await.unwrap().is_empty(),
                    "{name}: figures and seeds give what was sent"
                );
                writeln!(text, "  {round}, revision {}: {:?}", kept.revision, kept.values).unwrap();
            }
        });
    }
    text
}

fn verify(record: Files) -> Report {
    let mut random = ChaCha20Rng::seed_from_u64(77);
    block_on(audit(Box::new(record), Wanted::default(), Arc::new(Silent { yes: true }), &mut random)).unwrap()
}

/// The open round is brought to its end by what everybody kept.
fn goes_on(town: &Town) {
    // The server lost all files: members have the structure.
    let member = &town.members[0];
    let structure = member.shelf.need(&member.shelf.names("structures/").unwrap()[0]).unwrap();
    let wire = town.session(&town.coordinator).wire.clone();
    block_on(async { wire.put_blob(BlobKind::File, &structure).await.unwrap() });
    for (member, figures) in FIGURES.iter().enumerate() {
        town.submit(member, figures).unwrap();
    }
    town.seal_and_publish();
    for round in ["First", "Second"] {
        for trustee in &town.trustees {
            block_on(async {
                destroy(&mut town.session(trustee).sync().await.unwrap(), round).await.unwrap()
            });
        }
    }
    let record = block_on(async {
        let mut session = town.session(&town.coordinator);
        export(&session.sync().await.unwrap(), None, Edition::Restricted, Files::new()).await.unwrap().0
    });
    let totals = String::from_utf8(record["published/totals.csv"].clone()).unwrap();
    assert!(totals.contains(",111,"), "{totals}");
    let report = verify(record);
    assert_eq!(report.verdict, Verdict::Pass, "{}", report.to_text());
}

#[test]
fn what_offices_of_a_version_have_stored_is_read_by_later_ones() {
    let own = format!("spec-{SPEC_VERSION}");
    if std::env::var("INTERTALLY_KEEP").is_ok_and(|keep| keep == "1") {
        make(&kept().join(&own));
    }
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(kept()).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let town = again(&path);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(says(&town), std::fs::read_to_string(path.join("says")).unwrap(), "{name}");
        goes_on(&town);
        seen.push(name);
    }
    assert!(seen.contains(&own), "nothing is kept of this version: INTERTALLY_KEEP=1 makes it");
}
