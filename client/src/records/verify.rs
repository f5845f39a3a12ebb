//! Offline verification of a record, in a folder or an archive.

use super::{desktop_files, open_record};
use crate::error::{ClientError, Result};
use crate::home::files;
use intertally_core::opening::remembered::Remembered;
use intertally_core::party::RoundId;
use intertally_roles::Person;
use intertally_roles::auditor::{Wanted, audit};
use intertally_roles::person::Notice;
use intertally_verify::receipt::{ReceiptFile, ReceiptFileError};
use intertally_verify::{MeantError, Report};
use rand_core::OsRng;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a verification is given beside the record.
#[derive(Default)]
pub struct Given {
    /// The round meant; another one fails check 1.
    pub round: Option<RoundId>,
    /// Earlier records that the round names, where the record itself does not hold their compositions: restricted editions.
    pub previous: Vec<PathBuf>,
    /// Receipts that members got.
    pub receipts: Vec<PathBuf>,
}

/// What an earlier record lets remember.
fn remembered(folder: &Path) -> Result<Remembered> {
    let source = open_record(folder)?;
    intertally_verify::remembered(&*source).map_err(|why| ClientError::content(folder, why.to_string()))
}

/// The round that is meant: a whole id, the beginning of one that the record's log has, or a name.
pub fn round_meant(record: &Path, text: &str) -> Result<RoundId> {
    let source = open_record(record)?;
    intertally_verify::meant(&*source, text).map_err(|why| match why {
        MeantError::Read(why) => ClientError::content(record, why.to_string()),
        why => ClientError::stop(why.to_string(), "give its id, 16 digits of it, say, as commands show them"),
    })
}

/// Run all checks.
pub async fn verify_folder(folder: &Path, given: Given, person: Arc<dyn Person>) -> Result<Report> {
    let source = open_record(folder)?;
    let desktop = desktop_files(folder);
    if !desktop.is_empty() {
        person.tell(&Notice::PassedOver(desktop));
    }
    let earlier = given.previous.iter().map(|path| remembered(path)).collect::<Result<Vec<_>>>()?;
    let receipt = |path: &PathBuf| {
        let kept = ReceiptFile::from_bytes(&files::need(path)?).and_then(ReceiptFile::check_leaves);
        let wrong = |why: ReceiptFileError| ClientError::content(path, why.to_string());
        Ok(kept.map_err(wrong)?.receipt)
    };
    let receipts = given.receipts.iter().map(receipt).collect::<Result<Vec<_>>>()?;
    let wanted = Wanted { round: given.round, earlier, receipts };
    audit(source, wanted, person, &mut OsRng).await
}
