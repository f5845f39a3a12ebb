//! The opening: statements, shares, the plan (spec sections 6.3 and 7).

use super::{Phase, RoundState};
use crate::canonical::decode;
use crate::event::payload::{AdoptedPlan, Step};
use crate::event::{Event, Kind};
use crate::fold::{MAX_PAYLOAD, Refusal, small};
use crate::opening::counted::{Counted, within};
use crate::opening::positions::Positions;
use crate::opening::share::{Question, SharesGiven};
use crate::opening::statement::Statement;
use crate::packing::Layout;
use crate::party::{Party, TrusteeIndex};
use std::collections::{BTreeMap, BTreeSet};

impl RoundState {
    pub(super) fn stated(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::Stated, &[Phase::Sealed, Phase::Counted])?;
        let statement: Statement = small("statement", payload)?;
        self.position(statement.key)?;
        if statement.round != self.id {
            return Err(Refusal::Mismatch("round"));
        }
        let said = self.statements.get(&statement.key).map_or(&[][..], |said| said.by(trustee));
        if said.len() >= 2 || said.contains(&statement) {
            return Err(Refusal::Repeated { signer: Party::Trustee(trustee) });
        }
        self.statements.entry(statement.key).or_default().add(trustee, statement);
        Ok(())
    }

    pub(super) fn shares_given(&mut self, trustee: TrusteeIndex, payload: &[u8]) -> Result<(), Refusal> {
        let given: SharesGiven = small("shares given", payload)?;
        let question = given.question;
        let phases: &[Phase] = match question.step {
            Step::A => &[Phase::Sealed, Phase::Counted],
            Step::B => &[Phase::Counted],
        };
        self.need(Kind::SharesGiven, phases)?;
        let key = self.position(question.key)?;
        let statements = self.statements.get(&question.key);
        let expected = self.expected_statement(key);
        let agreed =
            self.agreed(&question.key).filter(|agreed| Some(*agreed) == expected).ok_or_else(|| {
                let standing = expected.zip(statements).map_or(0, |(e, said)| said.standing(&e).len());
                Refusal::NoQuorum { key, standing }
            })?;
        if !statements.is_some_and(|said| said.standing(&agreed).contains(&trustee)) {
            return Err(Refusal::NotStanding);
        }
        if self.question(key, question.step) != Some(question) {
            return Err(Refusal::Mismatch("question"));
        }
        if given.reply.is_some() != (question.step == Step::A) {
            return Err(Refusal::Mismatch("reply key, which an answer of counts alone carries,"));
        }
        let shares = self.shares.entry((question.key, question.step)).or_default();
        if shares.contains_key(&trustee) {
            return Err(Refusal::Answered(trustee));
        }
        shares.insert(trustee, given);
        Ok(())
    }

    /// The question of one step for key number `part`, from seal and plan; none before them, or if the step opens no cell
    /// of the key.
    #[must_use]
    pub fn question(&self, part: usize, step: Step) -> Option<Question> {
        let key = self.manifest.keys.get(part)?.key;
        let aggregate = *self.sealed.as_ref()?.aggregates.get(part)?;
        Some(Question::new(key, self.id, aggregate, &self.positions(part, step)?))
    }

    /// The slots that one step opens of key number `part`; none as in [`RoundState::question`].
    #[must_use]
    pub fn positions(&self, part: usize, step: Step) -> Option<Positions> {
        let layout = Layout::of_part(&self.manifest, part);
        match step {
            Step::A => Positions::bits(&layout, &self.counted_in(part)?),
            Step::B => Positions::values(&layout, &self.approved_in(part)?),
        }
        .ok()
    }

    /// What step A counts of key number `part`, cells numbered from the key's first; none before the seal.
    #[must_use]
    pub fn counted_in(&self, part: usize) -> Option<Counted> {
        Some(self.sealed.as_ref()?.counted.within(&self.manifest.part_cells(part)))
    }

    /// The cells of key number `part` that step B opens, numbered from the key's first; none before the plan.
    #[must_use]
    pub fn approved_in(&self, part: usize) -> Option<BTreeSet<u32>> {
        Some(within(&self.plan.as_ref()?.approved, &self.manifest.part_cells(part)).collect())
    }

    /// Whether a step opens something of key number `part`; not before seal or plan.
    #[must_use]
    pub fn asks(&self, part: usize, step: Step) -> bool {
        match step {
            Step::A => self.counted_in(part).is_some_and(|counted| !counted.is_empty()),
            Step::B => self.approved_in(part).is_some_and(|cells| !cells.is_empty()),
        }
    }

    /// Every key of which a step opens a cell has t answers.
    pub(super) fn need_shares(&self, step: Step) -> Result<(), Refusal> {
        let need = self.manifest.threshold;
        for key in (0..self.manifest.keys.len()).filter(|key| self.asks(*key, step)) {
            let id = self.manifest.keys.get(key).ok_or(Refusal::Mismatch("key"))?.key;
            let got = self.shares(id, step).map_or(0, BTreeMap::len);
            if got < usize::from(need) {
                return Err(Refusal::TooFewShares { key, got, need });
            }
        }
        Ok(())
    }

    pub(super) fn plan_adopted(&mut self, event: &Event, payload: &[u8]) -> Result<(), Refusal> {
        self.need(Kind::PlanAdopted, &[Phase::Sealed])?;
        let plan: AdoptedPlan = decode("plan", payload, MAX_PAYLOAD)?;
        self.need_shares(Step::A)?;
        let inside = plan.approved.last().is_none_or(|last| (*last as usize) < self.manifest.cells.len());
        if !inside || !plan.approved.is_sorted_by(|a, b| a < b) {
            return Err(Refusal::List("approved cells"));
        }
        let counted =
            |cell: &&u32| self.manifest.cells.get(**cell as usize).is_some_and(|cell| cell.count_only);
        if let Some(cell) = plan.approved.iter().find(counted) {
            return Err(Refusal::CountOnly(*cell));
        }
        let counted = self.sealed.as_ref().map_or(&[][..], |sealed| &sealed.counted.contributors);
        if let Some(cell) = plan.approved.iter().find(|cell| counted.binary_search(cell).is_err()) {
            return Err(Refusal::NotCounted(*cell));
        }
        self.plan = Some(plan);
        self.plan_event = Some((event.height, event.digest()));
        self.phase = Phase::Counted;
        Ok(())
    }
}
