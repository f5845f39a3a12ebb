//! A ceremony: terms first, the manifest once every trustee has offered a sealing key.

use super::keys::ceremonies;
use crate::directory::Role;
use crate::error::{Result, RoleError};
use crate::person::{Notice, Question};
use crate::session::{Session, Synced};
use intertally_core::SPEC_VERSION;
use intertally_core::canonical::decode;
use intertally_core::ceremony::{CeremonyTerms, PARAMS, SealingOffer};
use intertally_core::committee::Committee;
use intertally_core::event::{Kind, Scope};
use intertally_core::hash::Digest;
use intertally_core::limits;
use intertally_core::party::{CeremonyId, Instant, Party, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use intertally_structure::text::many;
use rand_core::RngCore;

/// What the coordinator decides about a ceremony.
#[derive(Clone, Debug)]
pub struct Terms {
    /// t.
    pub threshold: u8,
    /// How many keys; each serves one round, large tables take several.
    pub keys: u32,
    /// Milliseconds from now to each of the three dates: commitments, reveals, confirmations.
    pub steps_ms: i64,
    /// Names of trustees that hold but do not lead: those at fault in a ceremony that this one restarts.
    pub not_leading: Vec<String>,
}

/// How far the convening is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Convened {
    /// The ceremony is in the log.
    Begun(CeremonyId),
    /// Offers are missing.
    Waits {
        /// Names of trustees that have not offered.
        missing: Vec<String>,
    },
}

/// A ceremony that is proposed, and has not begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// t of n.
    pub committee: (u8, usize),
    /// Keys.
    pub keys: u32,
    /// Until when to commit.
    pub commit_by: Instant,
    /// Trustees by name, each with whether it has offered.
    pub trustees: Vec<(String, bool)>,
}

impl Proposal {
    /// One line.
    #[must_use]
    pub fn to_text(&self, session: &Session) -> String {
        let (t, n) = self.committee;
        let missing = self.trustees.iter().filter(|(_, offered)| !offered);
        let missing: Vec<&str> = missing.map(|(name, _)| name.as_str()).collect();
        let next = match missing.as_slice() {
            [] => "all have offered: `coordinator ceremony` begins it".to_owned(),
            names => format!("offers are missing from {}", names.join(", ")),
        };
        format!(
            "proposed   {t} of {n}  {}, to begin by {}; {next}",
            many(usize::try_from(self.keys).unwrap_or(usize::MAX), "key"),
            session.when(self.commit_by)
        )
    }
}

/// Proposals of a coordinator that have not begun and are not too late, oldest first. What cannot be read is passed over.
pub async fn proposals(session: &Session, coordinator: VerifyingKey) -> Result<Vec<Proposal>> {
    let mut all = Vec::new();
    for row in session.wire.terms().await? {
        let Ok(terms) = decode::<CeremonyTerms>("terms", &row.terms, limits::TERMS) else { continue };
        let begun = session.mirror.fold.ceremonies().any(|(_, state)| state.manifest().terms() == terms);
        if terms.coordinator != coordinator || begun || session.now() > terms.commit_by {
            continue;
        }
        let offers = row.offers.iter().filter_map(|bytes| decode("offer", bytes, limits::OFFER).ok());
        let offers: Vec<SealingOffer> = offers.collect();
        let offered = |at: usize| offers.iter().any(|offer| usize::from(offer.trustee.0) == at);
        let trustees = terms.trustees.iter().enumerate().map(|(at, (name, _))| (name.clone(), offered(at)));
        all.push(Proposal {
            committee: (terms.threshold, terms.trustees.len()),
            keys: terms.keys,
            commit_by: terms.commit_by,
            trustees: trustees.collect(),
        });
    }
    Ok(all)
}

/// Put terms up. Every trustee of the directory takes part, in its order.
pub async fn propose(session: &mut Synced<'_>, terms: &Terms) -> Result<CeremonyTerms> {
    let own = session.signing().verifying_key();
    if let Some(there) = proposals(session, own).await?.last() {
        let (t, n) = there.committee;
        let by = session.when(there.commit_by);
        let what = format!(
            "a ceremony of {t} of {n} trustees, {}, is proposed already, to begin by {by}",
            many(usize::try_from(there.keys).unwrap_or(usize::MAX), "key")
        );
        let next = "begin it with `coordinator ceremony`, or take it back with `coordinator ceremony --withdraw` first";
        return Err(RoleError::stop(what, next));
    }
    let mut nonce = Digest::ZERO;
    session.rng()?.fill_bytes(&mut nonce.0);
    let trustees: Vec<_> = session
        .directory
        .of(Role::Trustee)
        .map(|card| Ok((card.name.clone(), card.key()?)))
        .collect::<Result<_>>()?;
    let committee = Committee::of(trustees.len(), terms.threshold);
    committee.map_err(|why| RoleError::stop(why.to_string(), "give another --threshold"))?;
    let place = |name: &String| {
        let at = trustees.iter().position(|(own, _)| own == name).and_then(|at| u8::try_from(at).ok());
        at.map(TrusteeIndex)
            .ok_or_else(|| RoleError::stop(format!("there is no trustee {name}"), "see the directory"))
    };
    let not_leading = terms.not_leading.iter().map(place).collect::<Result<Vec<_>>>()?;
    let at = |step: i64| Instant(session.now().0.saturating_add(terms.steps_ms.saturating_mul(step)));
    let mut terms = CeremonyTerms {
        spec_version: SPEC_VERSION,
        nonce,
        coordinator: session.signing().verifying_key(),
        trustees,
        threshold: terms.threshold,
        keys: terms.keys,
        params: PARAMS.to_owned(),
        commit_by: at(1),
        reveal_by: at(2),
        confirm_by: at(3),
        not_leading,
    };
    without_lead(session, &mut terms);
    session.wire.put_terms(&terms).await?;
    Ok(terms)
}

/// Whoever was at fault in the ceremony that this one restarts does not lead, unless too few would be left to.
fn without_lead(session: &Session, terms: &mut CeremonyTerms) {
    terms.not_leading.sort_unstable();
    terms.not_leading.dedup();
    let (guilty, names) = session.leading_again(terms);
    if guilty.is_empty() {
        return;
    }
    let mut together = [&terms.not_leading[..], &guilty].concat();
    together.sort_unstable();
    // Each sub-key is held by n - t + 1 trustees, of whom one must lead.
    if together.len() + usize::from(terms.threshold) > terms.trustees.len() {
        session.tell(&Notice::FailedBefore(names, true));
    } else {
        session.tell(&Notice::FailedBefore(names, false));
        terms.not_leading = together;
    }
}

/// Take back the latest proposal of this coordinator that has not begun: trustees offer nothing for it any more. Answers with the
/// names of its trustees.
pub async fn take_back(session: &mut Synced<'_>) -> Result<Vec<String>> {
    let own = session.signing().verifying_key();
    let mut open = None;
    for row in session.wire.terms().await? {
        let terms: CeremonyTerms = decode("terms", &row.terms, limits::TERMS)?;
        let begun = session.mirror.fold.ceremonies().any(|(_, state)| state.manifest().terms() == terms);
        if terms.coordinator == own && !begun {
            open = Some(terms);
        }
    }
    let terms = open.ok_or_else(|| none_to_take_back(session))?;
    let trustees: Vec<String> = terms.trustees.iter().map(|(name, _)| name.clone()).collect();
    session.ask(&Question::TakeBack { trustees: trustees.clone() })?;
    session.wire.remove_terms(terms.id()).await?;
    Ok(trustees)
}

/// Why nothing can be taken back: there is no proposal; a ceremony that has begun ends by itself.
fn none_to_take_back(session: &Synced<'_>) -> RoleError {
    let running = ceremonies(session).into_iter().rfind(|one| one.is_running());
    match running {
        None => RoleError::stop("no ceremony is proposed", "see `coordinator status`"),
        Some(one) => {
            let what = format!(
                "no ceremony is proposed: {:.16} has begun ({}), and what has begun cannot be taken back. If its trustees do not \
                 come, it ends by itself without keys when that time is over",
                one.ceremony, one.state
            );
            RoleError::stop(what, "propose another one beside it: `coordinator ceremony --threshold`")
        }
    }
}

/// Begin the latest ceremony proposed by this coordinator, if all trustees have offered.
pub async fn convene(session: &mut Synced<'_>) -> Result<Convened> {
    let listed = session.wire.terms().await?;
    let own = session.signing().verifying_key();
    let mut latest = None;
    for row in listed {
        let terms: CeremonyTerms = decode("terms", &row.terms, limits::TERMS)?;
        if terms.coordinator == own {
            latest = Some((terms, row.offers));
        }
    }
    let (terms, offers) = latest.ok_or_else(|| {
        RoleError::stop("no ceremony is proposed", "run `coordinator ceremony` with --threshold")
    })?;
    let begun = session.mirror.fold.ceremonies().find(|(_, state)| state.manifest().terms() == terms);
    if let Some((id, _)) = begun {
        return Ok(Convened::Begun(*id));
    }
    let offers: Vec<SealingOffer> = offers
        .iter()
        .map(|bytes| decode("offer", bytes, limits::OFFER))
        .collect::<std::result::Result<_, _>>()?;
    let offered = |at: usize| offers.iter().any(|offer| usize::from(offer.trustee.0) == at);
    let missing: Vec<String> = terms
        .trustees
        .iter()
        .enumerate()
        .filter(|(at, _)| !offered(*at))
        .map(|(_, (name, _))| name.clone())
        .collect();
    if !missing.is_empty() {
        return Ok(Convened::Waits { missing });
    }
    let manifest =
        terms.assemble(&offers).map_err(|why| RoleError::stop(why.to_string(), "propose it again"))?;
    let id = manifest.id();
    session.post(Party::Coordinator, (Scope::Ceremony(id), Kind::Convened), &manifest).await?;
    Ok(Convened::Begun(id))
}
