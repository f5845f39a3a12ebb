//! The numbered checks of the record, for an auditor who trusts nobody (docs/spec.md sections 6.6 and 8).
//!
//! Order: [`record`] (which files, and reading them), [`report`] (what came out), [`replay`] (the log, folded), [`checks`]
//! (one function per number). No I/O: the caller gives a [`Source`].

pub mod checks;
pub mod record;
pub mod replay;
pub mod report;

pub use record::{RecordBuilder, RecordManifest, Source};
pub use report::{Finding, Outcome, Report};

use rand_core::{CryptoRng, RngCore};

/// What the caller adds to the record.
#[derive(Default)]
pub struct Options<'a> {
    /// Makes the published files anew from manifest, plan and openings: name and bytes. Without it check 13 is not
    /// reached.
    pub regenerate: Option<&'a Regenerate>,
    /// Is told the number of the check that begins.
    pub progress: Option<&'a dyn Fn(u8)>,
}

/// Makes the published files anew.
pub type Regenerate = dyn Fn(
    &intertally_core::round::RoundManifest,
    &intertally_core::event::payload::AdoptedPlan,
    &intertally_core::opening::sheet::OpeningsSheet,
) -> std::collections::BTreeMap<String, Vec<u8>>;

/// Run every check, as far as each can go. `rng` draws the weights of batched checks.
pub fn verify(source: &dyn Source, options: &Options<'_>, rng: &mut (impl RngCore + CryptoRng)) -> Report {
    let mut report = Report::default();
    checks::run(source, options, &mut report, rng);
    report
}
