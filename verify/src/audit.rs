//! All checks over one record.

use crate::answers::Answers;
use crate::checks;
use crate::closing;
use crate::names::{Names, party_keys};
use crate::published::Maker;
use crate::record::{Record, Source};
use crate::replay::Replay;
use crate::report::{Cause, CheckReport, Finding, Found, Judged, Outcome, Report, Verdict};
use crate::submissions::Sums;
use crate::witnesses::Witnesses;
use intertally_core::fold::{Before, RoundState};
use intertally_core::opening::remembered::Remembered;
use intertally_core::party::RoundId;
use intertally_core::publication::{PublicFault, PublicSheet};
use intertally_log::Receipt;
use intertally_structure::Structure;

/// How far a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The check at work: 1, 4 (the log) or 5 (submissions).
    pub check: u8,
    /// Files, events or submissions done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// What a verification may be given beside the record.
#[derive(Default)]
pub struct Options<'a> {
    /// 32 fresh random bytes that the record's makers cannot foresee: weights of batched proofs.
    pub seed: [u8; 32],
    /// The round that the auditor means; another one fails check 1.
    pub round: Option<RoundId>,
    /// What the round remembers of earlier ones that it names, from their own records.
    pub earlier: Vec<Remembered>,
    /// Receipts that members got; the log must contain what they show.
    pub receipts: Vec<Receipt>,
    /// Makes published files anew, in place of this release.
    pub maker: Option<&'a dyn Maker>,
    /// Told about progress, from any thread.
    pub progress: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl Options<'_> {
    pub(crate) fn tell(&self, check: u8, done: usize, of: usize) {
        if let Some(tell) = self.progress {
            tell(Progress { check, done, of });
        }
    }
}

fn no_sheet() -> Judged {
    Judged::not_reached(Cause::Fault, "the public sheet has not been read")
}

/// Everything that the checks look at.
pub(crate) struct Audit<'a> {
    pub(crate) record: &'a Record<'a>,
    pub(crate) replay: &'a Replay,
    pub(crate) sums: &'a Sums,
    pub(crate) answers: &'a Answers,
    /// The public sheet; or why there is none.
    pub(crate) public: Result<PublicSheet, Judged>,
    /// What is wrong with its proofs; or why they were not checked.
    pub(crate) public_faults: Result<Vec<PublicFault>, Judged>,
    pub(crate) options: &'a Options<'a>,
}

impl Audit<'_> {
    /// The round's state at the end of the log.
    pub(crate) fn round(&self) -> Option<&RoundState> {
        self.replay.fold.round(&self.record.round())
    }

    /// The rounds before, whose totals the publication is compared with; none before there is one.
    pub(crate) fn before(&self, round: &RoundState) -> Vec<Before<'_>> {
        match (round.publication(), round.plan_event()) {
            (Some(_), Some((height, _))) => self.replay.fold.before(round.manifest(), height),
            _ => vec![],
        }
    }

    /// What the replay found against a check.
    pub(crate) fn found(&self, check: u8) -> Vec<Found> {
        self.replay.found(check)
    }
}

/// Titles of the checks, by number.
pub(crate) const TITLES: [&str; 14] = [
    "format and version",
    "manifest, committee, bounds, budget, policy",
    "ceremony and keys",
    "log: order, signatures, root, checkpoint",
    "submissions and their proofs",
    "sealed set and its time",
    "the sum, to the bit",
    "statements, quorum, and proofs of shares",
    "counts and minimum, by the shares",
    "the plan recomputed",
    "published totals, by the shares",
    "nothing outside the plan",
    "files made anew",
    "erasure",
];

fn number(outcomes: Vec<Outcome>) -> Vec<CheckReport> {
    let numbered = (1u8..).zip(TITLES).zip(outcomes);
    numbered.map(|((number, title), outcome)| CheckReport { number, title, outcome }).collect()
}

/// Who the parties are, as far as the record says.
fn names(audit: &Audit<'_>) -> Names {
    let Some(round) = audit.round() else { return Names::default() };
    let bytes = checks::check_01_format::structure(audit, round).ok();
    let structure = bytes.and_then(|bytes| Structure::parse("structure", &bytes).ok());
    Names::of(round, &audit.replay.fold, structure.as_ref())
}

/// Run all checks. Work is spread over rayon's threads; call it from a thread that may block.
#[must_use]
pub fn verify(source: &dyn Source, options: &Options<'_>) -> Report {
    let record = match Record::open(source) {
        Ok(record) => record,
        Err(why) => return unreadable(&why.to_string()),
    };
    let format = checks::check_01_format::files(&record, options);
    let replay = Replay::of(&record, options);
    let sums = Sums::of(&record, &replay, options);
    let answers = Answers::of(&record, &replay, &sums, options);
    let (public, public_faults) = (Err(no_sheet()), Err(no_sheet()));
    let mut audit = Audit {
        record: &record,
        replay: &replay,
        sums: &sums,
        answers: &answers,
        public,
        public_faults,
        options,
    };
    audit.public = checks::sheets::public(&audit);
    audit.public_faults = checks::sheets::public_faults(&audit);
    let audit = audit;
    let outcomes = vec![
        checks::check_01_format::check(&audit, format),
        checks::check_02_manifest::check(&audit),
        checks::check_03_ceremony::check(&audit),
        checks::check_04_log::check(&audit),
        checks::check_05_submissions::check(&audit),
        checks::check_06_seal::check(&audit),
        checks::check_07_sum::check(&audit),
        checks::check_08_statements::check(&audit),
        checks::check_09_counts::check(&audit),
        checks::check_10_plan::check(&audit),
        checks::check_11_totals::check(&audit),
        checks::check_12_disclosure::check(&audit),
        checks::check_13_files::check(&audit),
        checks::check_14_erasure::check(&audit),
    ];
    let names = names(&audit);
    let checks = number(outcomes.iter().map(|outcome| outcome.named(&names)).collect());
    let witnesses = checks::check_04_log::witnesses(&audit).0.named(&names);
    Report {
        spec_version: intertally_core::SPEC_VERSION,
        verdict: Report::verdict_of(&checks),
        record: format!("{}, round {}", record.manifest().origin, record.manifest().round),
        name: audit.round().map_or_else(String::new, |round| round.manifest().name.clone()),
        evidence: checks::check_08_statements::evidence(&audit)
            .iter()
            .map(|line| line.named(&names))
            .collect(),
        fingerprints: audit
            .round()
            .map(|round| party_keys(round, &names, &record.manifest().origin))
            .unwrap_or_default(),
        closing: closing::statement(&checks, record.manifest().edition, &witnesses),
        witnesses,
        checks,
    }
}

fn unreadable(why: &str) -> Report {
    let finding = Finding::new(why, crate::record::MANIFEST, "whoever made this copy of the record");
    let mut outcomes = vec![Outcome::Fail { findings: vec![finding] }];
    let rest = TITLES.iter().skip(1);
    outcomes.extend(rest.map(|_| Outcome::not_reached(Cause::Fault, "the record cannot be read")));
    Report {
        spec_version: intertally_core::SPEC_VERSION,
        verdict: Verdict::Fail,
        record: String::new(),
        name: String::new(),
        checks: number(outcomes),
        witnesses: Witnesses::default(),
        evidence: vec![],
        fingerprints: vec![],
        closing: vec!["Nothing has been proved: the record cannot be read.".into()],
    }
}
