//! The answers of both steps: proofs for everybody, their openings sealed to the coordinator, digests of both in the log.

use super::ceremony::held;
use super::ledger::LedgerFile;
use super::prepared::Prepared;
use super::show;
use crate::collect;
use crate::error::{Result, RoleError};
use crate::person::{Notice, Work};
use crate::session::Synced;
use crate::shares::{ceremony, proven};
use crate::wire::mail;
use crate::work::on_rayon;
use intertally_core::canonical::decode;
use intertally_core::event::Scope;
use intertally_core::fold::{Named, Phase, RoundState};
use intertally_core::letters::Topic;
use intertally_core::opening::positions::Step;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::opening::statement::Statements;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, RoundId, TrusteeIndex};
use intertally_core::round::EarlierRecord;
use intertally_core::seal::{Sealed, SealingRandomness, SecretSealingKey};
use intertally_custody::consent::step_b::{self, CheckedPlan};
use intertally_custody::ledger::{Stated, StepB};
use intertally_custody::opening::{Answer, OwnRound, give_shares};
use std::sync::Arc;

/// One trustee in one sealed round.
pub(super) struct Desk<'a, 's> {
    pub(super) session: &'a mut Synced<'s>,
    pub(super) ledger: &'a mut LedgerFile,
    pub(super) id: RoundId,
    pub(super) me: TrusteeIndex,
    pub(super) stated: Vec<Stated>,
    pub(super) tally: Arc<Tally>,
}

fn stop(why: &dyn std::fmt::Display) -> RoleError {
    RoleError::stop(why.to_string(), "no share has left this machine")
}

impl Desk<'_, '_> {
    fn round(&self) -> Result<RoundState> {
        let round = self.session.mirror.fold.round(&self.id).cloned();
        round.ok_or_else(|| stop(&"the round is gone from the log"))
    }

    fn reply_name(&self) -> String {
        let mut id = self.id.0.to_string();
        id.truncate(32);
        format!("reply-{id}")
    }

    /// The key to which the counts are sealed: kept before it is shown.
    fn reply_key(&self) -> Result<SecretSealingKey> {
        let name = self.reply_name();
        if self.session.vault.read(&name)?.is_none() {
            let fresh = SecretSealingKey::generate(&mut self.session.rng()?);
            self.session.vault.replace(&name, fresh.to_bytes().as_slice())?;
        }
        Ok(SecretSealingKey::from_bytes(&*self.session.vault.need32(&name)?))
    }

    /// Answer everything that may be answered now. Answers with what is waited for, if anything.
    pub(super) async fn answer(&mut self) -> Result<Option<String>> {
        let parts = self.stated.len();
        for part in 0..parts {
            if let Some(wait) = self.step(part, None).await? {
                return Ok(Some(wait));
            }
        }
        if self.round()?.phase() != Phase::Counted {
            return Ok(Some("the coordinator to combine the counts and adopt the plan".into()));
        }
        if self.round()?.plan().is_some_and(|plan| plan.approved.is_empty()) {
            return Ok(Some("the coordinator to publish".into()));
        }
        let tokens = match self.consent_to_totals().await? {
            Ok(tokens) => tokens,
            Err(wait) => return Ok(Some(wait)),
        };
        for (part, token) in tokens.into_iter().enumerate() {
            if let Some(token) = token
                && let Some(wait) = self.step(part, Some(token)).await?
            {
                return Ok(Some(wait));
            }
        }
        Ok(Some("the coordinator to publish".into()))
    }

    /// Counts and plan checked, the person asked, the opening in the ledger; one token per key with approved cells.
    async fn consent_to_totals(&mut self) -> Result<std::result::Result<Vec<Option<StepB>>, String>> {
        let round = self.round()?;
        let wait = || Ok(Err("the coordinator's sheet of counts".to_owned()));
        let reply = self.reply_key()?;
        let letters =
            mail::fetch(&*self.session.wire, Scope::Round(self.id), Party::Trustee(self.me), Topic::Counts)
                .await?;
        let context = CountsSheet::context(self.id);
        let opened = letters.into_iter().filter_map(|(_, sealed)| reply.open(&context, &Sealed(sealed)).ok());
        let sheets = opened.filter_map(|bytes| decode::<CountsSheet>("counts sheet", &bytes, 64 << 20).ok());
        let wanted = round.plan().map(|plan| plan.counts);
        let Some(sheet) = sheets.into_iter().find(|sheet| Some(sheet.digest()) == wanted) else {
            return wait();
        };
        let Some(earlier) = self.earlier(&round, &reply).await? else {
            return Ok(Err("the coordinator's letters on earlier rounds".to_owned()));
        };
        let mut shares = Vec::new();
        for part in 0..round.manifest().keys.len() {
            let own = proven(self.session, &round, &self.tally, (part, Step::A)).await?;
            shares.push(own.map(|(_, proven)| proven).unwrap_or_default());
        }
        let (state, tally) = (round.clone(), Arc::clone(&self.tally));
        let ceremony = ceremony(self.session, &round)?.clone();
        let checked =
            on_rayon(move || CheckedPlan::of((&state, &ceremony), &tally, (&sheet, &shares), &earlier))
                .await?;
        let checked = checked.map_err(|why| stop(&why))?;
        let approved = round.plan().map_or(0, |plan| plan.approved.len());
        let mut tokens = Vec::new();
        let mut agreed = false;
        for (part, stated) in self.stated.iter().enumerate() {
            if !round.asks(part, Step::B) {
                tokens.push(None);
                continue;
            }
            let key = stated.statement().key;
            let logged = round.statements(&key).ok_or_else(|| stop(&"no statement is in the log"))?;
            let quorate = stated.quorum(logged).map_err(|why| stop(&why))?;
            let intent =
                step_b::consent(&quorate, &self.ledger.ledger, &checked).map_err(|why| stop(&why))?;
            let before = self.ledger.ledger.openings().contains(&self.id);
            if !before && !agreed && !self.session.person.agrees(&show::before_totals(&round, approved)) {
                return Ok(Err("your consent to open the totals".into()));
            }
            agreed = true;
            let token =
                intent.persist(&mut self.ledger.ledger, &mut self.ledger.disk).map_err(|why| stop(&why))?;
            tokens.push(Some(token));
        }
        Ok(Ok(tokens))
    }

    /// What the round remembers of those that it names, from the coordinator's letters; none while one has not come.
    async fn earlier(&self, round: &RoundState, reply: &SecretSealingKey) -> Result<Option<Named>> {
        let mut given: Vec<Remembered> = Vec::new();
        if !round.manifest().earlier.is_empty() {
            let (scope, me) = (Scope::Round(self.id), Party::Trustee(self.me));
            let context = Remembered::context(self.id);
            for (_, sealed) in mail::fetch(&*self.session.wire, scope, me, Topic::Earlier).await? {
                let opened = reply.open(&context, &Sealed(sealed)).ok();
                given.extend(opened.and_then(|bytes| decode("earlier round", &bytes, 64 << 20).ok()));
            }
        }
        let came = |record: &EarlierRecord| given.iter().any(|one| one.record() == *record);
        if !round.manifest().earlier.iter().all(came) {
            return Ok(None);
        }
        collect::earlier(self.session, round.manifest(), &given).map(Some)
    }

    /// One step of one key: proofs to the server, their openings to the coordinator by mail, then the digests to the log. All of
    /// it is kept before anything leaves: after a cut the same goes out again.
    async fn step(&mut self, part: usize, token: Option<StepB>) -> Result<Option<String>> {
        let round = self.round()?;
        let step = if token.is_some() { Step::B } else { Step::A };
        let Some(stated) = self.stated.get(part).cloned() else { return Ok(None) };
        let key = stated.statement().key;
        // Step A of a key of which nothing is counted asks for nothing.
        let Some(question) = round.question(part, step) else { return Ok(None) };
        if round.shares(key, step).is_some_and(|given| given.contains_key(&self.me)) {
            return Ok(None);
        }
        let Some(logged) = round.statements(&key).cloned() else { return Ok(Some("statements".into())) };
        if let Err(few) = stated.quorum(&logged) {
            return Ok(Some(
                format!("{} of {} statements", few.needed, few.standing)
                    .replace(" of ", " statements; so far "),
            ));
        }
        let prepared = match Prepared::kept(self.session, &question)? {
            Some(prepared) => prepared,
            None => {
                let prepared = self.prepare((&round, part), (stated, logged), token).await?;
                prepared.keep(self.session)?;
                prepared
            }
        };
        prepared.send(self.session, (self.id, self.me), (part, step)).await?;
        self.session.tell(&Notice::Gave(step, part));
        Ok(None)
    }

    /// Shares of one step of one key with their proofs, sealed.
    async fn prepare(
        &self,
        (round, part): (&RoundState, usize),
        (stated, logged): (Stated, Statements),
        token: Option<StepB>,
    ) -> Result<Prepared> {
        let reply = if token.is_none() { Some(self.reply_key()?.public()) } else { None };
        let held = held(self.session, round.manifest().ceremony)?;
        let held = held
            .ok_or_else(|| stop(&"the sub-keys of this round's ceremony are not here; restore the backup"))?;
        let (state, tally) = (round.clone(), Arc::clone(&self.tally));
        let ceremony = ceremony(self.session, round)?.clone();
        let bar = self.session.bar(Work::Shares, 1);
        let mut rng = self.session.rng()?;
        let work = move || -> Result<Prepared> {
            let quorate = stated.quorum(&logged).map_err(|why| stop(&why))?;
            let answer = token.as_ref().map_or(Answer::StepA, Answer::StepB);
            let manifest = state.manifest();
            let own = OwnRound { manifest, ceremony: &ceremony, tally: &tally, part };
            let shares = give_shares(&quorate, answer, own, &held, &mut rng).map_err(|why| stop(&why))?;
            let randomness = SealingRandomness::generate(&mut rng);
            let sealing = &manifest.coordinator.sealing;
            let (sealed, given) = shares.seal(sealing, reply, &randomness).map_err(|why| stop(&why))?;
            Ok(Prepared { proofs: shares.proofs, sealed: sealed.0, given })
        };
        let prepared = on_rayon(work).await??;
        bar.done();
        Ok(prepared)
    }
}
