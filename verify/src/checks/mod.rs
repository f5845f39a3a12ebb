//! The checks, by number. Each reports under its own; what cannot be checked is said to be not reached.

mod format;
mod log;
mod opening;
mod submissions;

use crate::record::Source;
use crate::report::{CHECKS, Report};
use crate::{Options, replay};
use rand_core::{CryptoRng, RngCore};

/// All of them, in order.
pub(crate) fn run(
    source: &dyn Source,
    options: &Options<'_>,
    report: &mut Report,
    rng: &mut (impl RngCore + CryptoRng),
) {
    let begin = |number: u8| {
        if let Some(progress) = options.progress {
            progress(number);
        }
    };
    begin(1);
    let Some(manifest) = format::check(source, report) else { return rest(report) };
    begin(4);
    let Some(replayed) = replay::replay(source, manifest.round, report) else { return rest(report) };
    log::check(source, &manifest.origin, &replayed, report);
    let Some(state) = replayed.state() else { return rest(report) };
    begin(5);
    let tally = submissions::check(source, state, report, rng);
    begin(8);
    opening::check(source, options, &replayed, state, tally.as_ref(), report);
    rest(report);
}

/// Whatever has no outcome yet was not reached.
fn rest(report: &mut Report) {
    for (number, _) in CHECKS {
        report.skip(number, "an earlier check failed, or the round has not come so far");
    }
}
