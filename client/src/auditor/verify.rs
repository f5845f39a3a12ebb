//! Offline verification of a record, in a folder or an archive.

use super::{desktop_files, open_record};
use crate::error::{ClientError, Result};
use crate::release::Releaser;
use crate::view::View;
use crate::wire::ReceiptFile;
use crate::work::on_rayon;
use intertally_core::opening::composition::Composition;
use intertally_core::party::RoundId;
use intertally_verify::{Options, Progress, Report, verify};
use rand_core::{OsRng, RngCore};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a verification is given beside the record.
#[derive(Default)]
pub struct Wanted {
    /// The round meant; another one fails check 1.
    pub round: Option<RoundId>,
    /// Earlier records that the round names, where the record itself does not hold their compositions: restricted editions.
    pub previous: Vec<PathBuf>,
    /// Receipts that members got.
    pub receipts: Vec<PathBuf>,
}

/// The composition in an earlier record.
fn composition(folder: &Path) -> Result<Composition> {
    let source = open_record(folder)?;
    intertally_verify::composition(&*source).map_err(|why| ClientError::content(folder, why.to_string()))
}

/// Run all checks.
pub async fn verify_folder(folder: &Path, wanted: Wanted, view: Arc<dyn View>) -> Result<Report> {
    let source = open_record(folder)?;
    let desktop = desktop_files(folder);
    if !desktop.is_empty() {
        view.say(&format!(
            "passed over, files of this machine's desktop and no part of the record: {}; delete them before you hand the \
             record on",
            desktop.join(", ")
        ));
    }
    let earlier = wanted.previous.iter().map(|path| composition(path)).collect::<Result<Vec<_>>>()?;
    let receipt = |path: &PathBuf| Ok(ReceiptFile::read(path)?.check_leaves(path)?.receipt);
    let receipts = wanted.receipts.iter().map(receipt).collect::<Result<Vec<_>>>()?;
    let mut seed = [0u8; 32];
    OsRng
        .try_fill_bytes(&mut seed)
        .map_err(|_| ClientError::stop("no randomness is to be had", "try again"))?;
    let work = move || {
        let bar = std::sync::Mutex::new((0u8, view.bar("reading files", 1)));
        let tell = |progress: Progress| {
            let Ok(mut bar) = bar.lock() else { return };
            if bar.0 != progress.check {
                bar.1.done();
                let label = match progress.check {
                    1 => "check 1: files",
                    4 => "check 4: log",
                    _ => "check 5: submissions",
                };
                *bar = (progress.check, view.bar(label, progress.of as u64));
            }
            bar.1.at(progress.done as u64);
        };
        let options = Options {
            seed,
            round: wanted.round,
            earlier,
            receipts,
            regenerate: Some(&Releaser),
            progress: Some(&tell),
        };
        let report = verify(&*source, &options);
        if let Ok(bar) = bar.lock() {
            bar.1.done();
        }
        report
    };
    on_rayon(work).await
}
