//! Is everything as it should be? Reads all that the server depends on, beside a running server too, and changes nothing.

use crate::blobs::Blobs;
use crate::config::Config;
use crate::door::Certificates;
use crate::faults::Faults;
use crate::head::Head;
use crate::keyfile;
use crate::recover::lost_of;
use crate::second;
use crate::serve::key;
use crate::state::State;
use crate::store;
use intertally_core::fold::{Fold, Phase};
use intertally_core::party::Instant;
use std::fmt::Display;
use std::path::Path;
use x509_parser::pem::Pem;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// As it should be.
    pub good: bool,
    /// What, and if not good, what to do.
    pub words: String,
}

/// Days before the end of a certificate at which it is told.
const SOON: i64 = 30;

/// Days before a deadline at which enough trustees must have rehearsed.
const REHEARSED_BEFORE: i64 = 7;
/// Bytes below which a disk is short: a backup's new database, or a round's files. No fault by itself: a write that fails is.
const LITTLE: u64 = 1 << 30;

struct Findings(Vec<Finding>);

impl Findings {
    fn good(&mut self, words: impl Into<String>) {
        self.0.push(Finding { good: true, words: words.into() });
    }

    fn bad(&mut self, words: impl Into<String>) {
        self.0.push(Finding { good: false, words: words.into() });
    }

    fn note<T, E: Display>(&mut self, what: &str, outcome: Result<T, E>) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.good(what);
                Some(value)
            }
            Err(why) => {
                self.bad(format!("{what}: {why}"));
                None
            }
        }
    }
}

/// Whether every file that the configuration names opens and fits, as far as it is there before `init`: certificates and their
/// key, passphrase, signing key, folders. Makes nothing.
#[must_use]
pub fn files(config: &Config) -> Vec<Finding> {
    let mut all = Findings(Vec::new());
    // Whether they end soon is the doctor's: a server that is started again must not stay down for it.
    let fit = Certificates::read(&config.tls);
    all.note("certificates, their key and the list of revoked ones fit together", fit.map(|_| ()));
    all.note("the coordinators are listed", config.admitted().map(|_| ()));
    all.note("the settings say where log and blobs are kept", config.check_places());
    let postgres = config.postgres.as_ref().and_then(|postgres| postgres.password_file.as_ref());
    let bucket = config.s3.iter().flat_map(|s3| [s3.authority.as_ref(), s3.credentials.as_ref()]);
    for path in postgres.into_iter().chain(bucket.flatten()) {
        all.note(&format!("{} opens", path.display()), std::fs::File::open(path).map(|_| ()));
    }
    let passphrase = keyfile::passphrase(&config.passphrase_file);
    let place = config.passphrase_file.display();
    if all.note(&format!("{place} has a passphrase"), passphrase).is_some() {
        if config.key.exists() {
            all.note("the key opens with that passphrase", key(config).map(|_| ()));
        } else {
            all.good(format!("{}: there is no key yet, `init` makes it", config.key.display()));
        }
    }
    for (what, folder) in [("data", Some(config.data.as_path())), ("head file", config.head.parent())] {
        let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) else { continue };
        match std::fs::metadata(folder) {
            Ok(there) if there.is_dir() => all.good(format!("{} is there, for the {what}", folder.display())),
            Ok(_) => all.bad(format!("{}: is no folder, and the {what} goes there", folder.display())),
            Err(_) if what == "data" => {
                all.good(format!("{}: not there yet, `init` makes it", folder.display()))
            }
            Err(why) => all.bad(format!("{}: {why}; the {what} goes there", folder.display())),
        }
    }
    all.0
}

/// Look at everything.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut all = Findings(Vec::new());
    let clock = config.clock.of_machine();
    for path in [&config.tls.certificate, &config.tls.client_authority] {
        certificate(&mut all, path, clock.now());
    }
    let fit = Certificates::read(&config.tls);
    all.note("certificates, their key and the list of revoked ones fit together", fit.map(|_| ()));
    all.note("the coordinators are listed", config.admitted().map(|_| ()));
    for (name, free) in crate::watch::health::disks_of(config) {
        let words = format!("{} MiB are free where the {name} lies", free >> 20);
        all.good(if free < LITTLE { format!("{words}: that is little, make room soon") } else { words });
    }
    all.note("the settings say where log and blobs are kept", config.check_places());
    let Some((signer, _)) = all.note("the key opens", key(config)) else { return all.0 };
    let Some(store) = all.note("the database is there", store::look(config).await) else {
        return all.0;
    };
    all.note("its pages fit together", store.check().await);
    // Before the log: a server that runs may write on meanwhile, and the head is never ahead of it.
    let head = Head::open(&config.head, Faults::default());
    let latest = head.and_then(|head| head.latest(&signer.verifier()));
    let latest = all.note("the head file is there", latest);
    let Some(state) = all.note("every event of the log is good", State::load(&*store, &signer).await) else {
        return all.0;
    };
    if let Some(latest) = latest {
        all.note("the log holds all that was signed", second::compare(&state, &latest));
    }
    match second::kept(&config.head, &signer.verifier()) {
        Ok(Some(shown)) => {
            let _ = all.note("the log holds all that parties have shown", second::compare(&state, &shown));
        }
        Ok(None) => {}
        Err(why) => all.bad(format!("what parties have shown cannot be read: {why}")),
    }
    all.note("the clock agrees with the last event", clock.judge(state.last()));
    match Blobs::of(config, Faults::default()).await {
        Err(why) => all.bad(why.to_string()),
        Ok(blobs) => {
            let mut whole = 0;
            match lost_of(&state, &blobs, &mut whole).await {
                Err(why) => all.bad(format!("the blobs could not be read: {why}")),
                Ok(lost) => {
                    for (whose, count) in lost {
                        all.bad(format!(
                            "{count} blobs of {whose} are lost or damaged; who has sent them sends the same file again"
                        ));
                    }
                    all.good(format!("{whole} blobs are whole in {}", blobs.place()));
                }
            }
        }
    }
    rehearsals(&mut all, &state.fold, clock.now());
    all.good(format!("{} events in {}", state.fold.height(), store.place()));
    store.close().await;
    all.0
}

/// Trustees that have shown before an opening that they can answer, round by round. Too few shortly before a deadline are no
/// fault of this server: it is told all the same.
fn rehearsals(all: &mut Findings, fold: &Fold, now: Instant) {
    for (_, round) in fold.rounds().filter(|(_, round)| round.phase() == Phase::Open) {
        let manifest = round.manifest();
        let (done, of, need) = (round.rehearsed().len(), manifest.trustees.len(), manifest.threshold);
        let words =
            format!("round {}: {done} of {of} trustees have rehearsed, {need} must answer", manifest.name);
        let soon = round.deadline().0.saturating_sub(now.0) < REHEARSED_BEFORE * 86_400_000;
        let near = "; its deadline is near: ask the coordinator to remind them";
        all.good(if soon && done < usize::from(need) { format!("{words}{near}") } else { words });
    }
}

fn certificate(all: &mut Findings, path: &Path, now: Instant) {
    let name = path.display();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(why) => return all.bad(format!("{name}: {why}")),
    };
    let mut count = 0;
    for pem in Pem::iter_from_buffer(&bytes).flatten() {
        let Ok(parsed) = pem.parse_x509() else {
            all.bad(format!("{name}: a certificate in it cannot be read; issue it again"));
            continue;
        };
        count += 1;
        let (from, end) = (parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp());
        let (second, at) = (now.0.div_euclid(1_000), |seconds: i64| Instant(seconds.saturating_mul(1_000)));
        if second < from {
            all.bad(format!("{name} is not valid before {}: is this machine's clock right?", at(from)));
        } else if second >= end {
            all.bad(format!("{name} ended at {}: issue it again", at(end)));
        } else if end - second < SOON * 86_400 {
            all.bad(format!("{name} ends at {}: issue it again before", at(end)));
        } else {
            all.good(format!("{name} is valid until {}", at(end)));
        }
    }
    if count == 0 {
        all.bad(format!("{name} holds no certificate"));
    }
}
