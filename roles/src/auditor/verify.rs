//! Offline verification of a record.

use crate::error::{Result, RoleError};
use crate::person::{Person, Work};
use crate::work::on_rayon;
use intertally_core::opening::remembered::Remembered;
use intertally_core::party::RoundId;
use intertally_log::Receipt;
use intertally_verify::record::Source;
use intertally_verify::{Options, Progress, Report, verify};
use rand_core::RngCore;
use std::sync::Arc;

/// What a verification is given beside the record.
#[derive(Default)]
pub struct Wanted {
    /// The round meant; another one fails check 1.
    pub round: Option<RoundId>,
    /// What the round remembers of those that it names, where the record itself does not hold it.
    pub earlier: Vec<Remembered>,
    /// Receipts that members got.
    pub receipts: Vec<Receipt>,
}

/// Run all checks. `random`: what the makers of the record cannot foresee.
pub async fn audit(
    source: Box<dyn Source + Send>,
    wanted: Wanted,
    person: Arc<dyn Person>,
    random: &mut (dyn RngCore + Send),
) -> Result<Report> {
    let mut seed = [0u8; 32];
    let none = |_| RoleError::stop("no randomness is to be had", "try again");
    random.try_fill_bytes(&mut seed).map_err(none)?;
    let work = move || {
        let bar = std::sync::Mutex::new((0u8, person.bar(Work::Reading, 1)));
        let tell = |progress: Progress| {
            let Ok(mut bar) = bar.lock() else { return };
            if bar.0 != progress.check {
                bar.1.done();
                *bar = (progress.check, person.bar(Work::Check(progress.check), progress.of as u64));
            }
            bar.1.at(progress.done as u64);
        };
        let Wanted { round, earlier, receipts } = wanted;
        let options = Options { seed, round, earlier, receipts, maker: None, progress: Some(&tell) };
        let report = verify(&*source, &options);
        if let Ok(bar) = bar.lock() {
            bar.1.done();
        }
        report
    };
    on_rayon(work).await
}
