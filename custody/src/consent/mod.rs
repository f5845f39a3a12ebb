//! May this trustee state? A pure function over its own ledger and its view of the log (docs/spec.md section 7).

pub mod refusal;
pub mod step_b;
pub mod table;
pub mod view;

#[cfg(test)]
pub(crate) mod tests;

use crate::ledger::{Intent, Ledger, LedgerEntry, Stated};
use intertally_core::opening::aggregate::sealed_set_digest;
use intertally_core::opening::statement::Statement;
use intertally_core::party::{Instant, TrusteeIndex};
use refusal::ConsentRefusal as No;
use std::collections::BTreeSet;
use view::RoundView;

/// The least minimum of contributors that a trustee accepts, whatever the round says.
pub const MINIMUM_FLOOR: u32 = 3;

/// All checks before a statement; every reason against it is listed. `now` is this trustee's clock.
pub fn consent(
    ledger: &Ledger,
    view: &RoundView,
    trustee: TrusteeIndex,
    now: Instant,
) -> Result<Intent, Vec<No>> {
    let mut no = Vec::new();
    keys(view, trustee, &mut no);
    sealed(view, now, &mut no);
    no.extend(view.table.no.iter().cloned());
    if view.table.round != view.claimed.round {
        no.push(No::OtherTable);
    }
    counted(view, &mut no);
    own_history(ledger, view, &mut no);
    let statement = Statement {
        key: view.claimed.key,
        round: view.claimed.round,
        sealed_set: sealed_set_digest(&view.sealed, &view.countable),
        aggregate: view.recomputed_aggregate,
        policy: view.policy,
        earlier: view.earlier_digest,
    };
    for (what, asked, own) in [
        ("sealed set", view.claimed.sealed_set, statement.sealed_set),
        ("sum", view.claimed.aggregate, statement.aggregate),
    ] {
        if asked != own {
            no.push(No::AskedForOther { what });
        }
    }
    if view.own_logged.is_some_and(|logged| ledger.stated(statement.key) != Some(logged)) {
        no.push(No::UnknownOwnStatement);
    }
    if let Err(error) = ledger.admits(&LedgerEntry::Stated(statement)) {
        no.push(No::Ledger(error));
    }
    if !no.is_empty() {
        return Err(no);
    }
    let (committee, layout, counted) = (view.committee, view.layout.clone(), view.counted_here());
    Ok(Intent(Stated { statement, trustee, committee, layout, counted }))
}

fn keys(view: &RoundView, trustee: TrusteeIndex, no: &mut Vec<No>) {
    if trustee.0 >= view.committee.trustees() {
        no.push(No::Committee);
    }
    let differing = view.pinned_members.iter().zip(&view.manifest_members).position(|(a, b)| a != b);
    let shorter = view.pinned_members.len().min(view.manifest_members.len());
    if let Some(at) =
        differing.or((view.pinned_members.len() != view.manifest_members.len()).then_some(shorter))
    {
        no.push(No::OtherMembers { at });
    }
}

fn sealed(view: &RoundView, now: Instant, no: &mut Vec<No>) {
    let members: BTreeSet<_> = view.sealed.keys().chain(view.latest.keys()).collect();
    for member in members {
        if view.sealed.get(member) != view.latest.get(member) {
            no.push(No::NotLatest { member: *member });
        }
    }
    for member in view.sealed.keys() {
        if view.proofs.get(member) != Some(&true) {
            no.push(No::NotProven { member: *member });
        }
        if usize::from(member.0) >= view.manifest_members.len() {
            no.push(No::NoSuchMember { member: *member });
        }
    }
    let deadline = view.deadline_in_force();
    if view.sealed_at.min(now) < deadline && !view.all_submitted() {
        no.push(No::SealedEarly { deadline });
    }
    let (have, need) = (view.sealed.len(), view.minimum.max(MINIMUM_FLOOR));
    if view.minimum < MINIMUM_FLOOR || have < need as usize {
        no.push(No::TooFewMembers { have, need });
    }
}

/// What the seal has counted is what the rules admit.
fn counted(view: &RoundView, no: &mut Vec<No>) {
    let mut otherwise = view.counted.otherwise(&view.countable);
    // One of each is enough to refuse.
    otherwise.dedup_by_key(|one| one.of);
    no.extend(otherwise.into_iter().map(|one| No::OtherCounted { of: one.of, cell: one.cell }));
}

fn own_history(ledger: &Ledger, view: &RoundView, no: &mut Vec<No>) {
    let this = view.claimed.round;
    if view.practice {
        return;
    }
    // The fold demands it of the log; this holds even against a log that forgot a round.
    let unnamed = ledger
        .openings()
        .into_iter()
        .filter(|round| *round != this && !view.earlier.contains(round) && !view.apart.contains(round));
    no.extend(unnamed.map(|round| No::EarlierMissing { round }));
    let consented = ledger.person_consented(this);
    let sealed: BTreeSet<_> =
        view.sealed.keys().filter_map(|m| view.manifest_members.get(usize::from(m.0))).copied().collect();
    for (round, members) in ledger.burnt() {
        if view.earlier.contains(&round) && !members.is_subset(&sealed) && !consented {
            no.push(No::PersonNeeded { round: Some(round) });
        }
    }
    if view.other_structure && !consented {
        no.push(No::PersonNeeded { round: None });
    }
}
