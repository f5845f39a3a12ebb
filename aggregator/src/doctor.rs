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
use std::os::unix::fs::PermissionsExt;
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

/// Whether the server would start: every file that the configuration names opens and fits (certificates and their key, passphrase,
/// signing key), a log was begun and lies there. Reads no event and makes nothing.
#[must_use]
pub fn files(config: &Config) -> Vec<Finding> {
    let mut all = Findings(Vec::new());
    // Whether they end soon is the doctor's: a server that is started again must not stay down for it.
    settings(&mut all, config);
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
    begun(&mut all, config);
    all.0
}

/// What both look at: settings that say something by themselves, and files that hold secrets.
fn settings(all: &mut Findings, config: &Config) {
    let fit = Certificates::read(&config.tls);
    all.note("certificates, their key and the list of revoked ones fit together", fit.map(|_| ()));
    revocation(all, config);
    all.note("the coordinators are listed", config.admitted().map(|_| ()));
    all.note("limits and clock let somebody do something", config.check_numbers());
    addresses(all, config);
    all.note("the levels of log lines are levels", crate::lines::check(config));
    secrets(all, config);
}

/// Two doors at one address: the second would not open, and the server not start. A port of 0 is another one each time.
fn addresses(all: &mut Findings, config: &Config) {
    let Some(watch) = &config.watch else { return };
    let (door, page) = (config.listen, watch.listen);
    let one_host = door.ip() == page.ip() || door.ip().is_unspecified() || page.ip().is_unspecified();
    if door.port() != 0 && door.port() == page.port() && one_host {
        all.bad(format!(
            "`listen` ({door}) and `listen` under [watch] ({page}) are one address: give the operator's page another port"
        ));
    } else {
        all.good("parties and the operator's page have an address each");
    }
}

/// Whether a log was begun, and lies where the settings say: without it no server starts. Nothing is opened.
fn begun(all: &mut Findings, config: &Config) {
    let beside = config.head.parent().filter(|folder| !folder.as_os_str().is_empty());
    for (what, folder) in [("data", Some(config.data.as_path())), ("head file", beside)] {
        let Some(folder) = folder else { continue };
        match std::fs::metadata(folder) {
            Ok(there) if there.is_dir() => all.good(format!("{} is there, for the {what}", folder.display())),
            Ok(_) => all.bad(format!("{}: is no folder, and the {what} goes there", folder.display())),
            Err(why) => all.bad(format!("{}: {why}; the {what} goes there", folder.display())),
        }
    }
    let mut parts = vec![("signing key", config.key.clone()), ("head file", config.head.clone())];
    if config.postgres.is_none() {
        parts.push(("log", config.database()));
    }
    if config.s3.is_none() {
        parts.push(("folder of blobs", config.blobs()));
    }
    let gone = |path: &Path| std::fs::metadata(path).map_or(true, |meta| meta.is_file() && meta.len() == 0);
    let (missing, there): (Vec<_>, Vec<_>) = parts.iter().partition(|(_, path)| gone(path));
    if there.is_empty() {
        return all.bad("no log was begun here: `intertally-aggregator init` does it, once in its life");
    }
    for (what, path) in &missing {
        all.bad(format!(
            "{}: the {what} is missing or empty; is its volume mounted? Else see \"When it stops\" in docs/operations.md",
            path.display()
        ));
    }
    if missing.is_empty() {
        all.good("a log was begun: key, head file, database and blobs are where the settings say");
    }
}

/// Files with secrets that others on this machine can read.
fn secrets(all: &mut Findings, config: &Config) {
    let postgres = config.postgres.as_ref().and_then(|postgres| postgres.password_file.as_ref());
    let bucket = config.s3.as_ref().and_then(|s3| s3.credentials.as_ref());
    let own = [&config.passphrase_file, &config.key, &config.tls.key];
    let mut alone = true;
    for path in own.into_iter().chain(postgres).chain(bucket) {
        let Ok(meta) = std::fs::metadata(path) else { continue };
        if meta.permissions().mode() & 0o007 != 0 {
            alone = false;
            let path = path.display();
            all.bad(format!("{path} can be read by everybody on this machine: `chmod 600 {path}`"));
        }
    }
    if alone {
        all.good("files with secrets are closed to others on this machine");
    }
}

/// Whether anybody can be kept out: what the settings say of a list of revoked certificates.
fn revocation(all: &mut Findings, config: &Config) {
    match &config.tls.revoked {
        Some(list) => all.good(format!(
            "{} lists revoked certificates; a server that runs goes by this line since its start or last reload",
            list.display()
        )),
        None => all.good(
            "no list of revoked certificates is named (`revoked` under [tls]): whoever was revoked still gets in",
        ),
    }
}

/// Look at everything.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut all = Findings(Vec::new());
    let clock = config.clock.of_machine();
    for path in [&config.tls.certificate, &config.tls.client_authority] {
        certificate(&mut all, path, clock.now());
    }
    settings(&mut all, config);
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
