//! Before a ceremony: check the terms against the pinned directory, offer a fresh sealing key.

use crate::directory::Role;
use crate::error::{Result, RoleError};
use crate::person::{Notice, Question};
use crate::session::{Session, Synced};
use intertally_core::canonical::decode;
use intertally_core::ceremony::{CeremonyTerms, SealingOffer};
use intertally_core::limits;
use intertally_core::party::TrusteeIndex;
use intertally_core::seal::SecretSealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_structure::text::many;

/// Name of the sealing key of these terms in the vault.
pub(super) fn sealing_name(terms: &CeremonyTerms) -> String {
    let mut id = terms.id().to_string();
    id.truncate(32);
    format!("sealing-{id}")
}

/// This trustee's place among the trustees of some terms.
fn place(session: &Session, terms: &CeremonyTerms) -> Option<TrusteeIndex> {
    let own = session.signing().verifying_key();
    let at = terms.trustees.iter().position(|(_, key)| *key == own)?;
    u8::try_from(at).ok().map(TrusteeIndex)
}

/// Terms that the pinned coordinator put up. Those of others, and what cannot be read, are passed over: nobody else may stop
/// this trustee by putting something up.
fn of_ours(bytes: &[u8], coordinator: VerifyingKey) -> Option<CeremonyTerms> {
    let terms: CeremonyTerms = decode("terms", bytes, limits::TERMS).ok()?;
    (terms.coordinator == coordinator).then_some(terms)
}

fn check(session: &Session, terms: &CeremonyTerms) -> Result<()> {
    let next = "do not take part; compare fingerprints with the coordinator by telephone";
    for (name, key) in &terms.trustees {
        let pinned =
            session.directory.named(Role::Trustee, name).map(crate::directory::Card::key).transpose()?;
        if pinned != Some(*key) {
            return Err(RoleError::stop(
                format!("trustee {name} of a ceremony has another key than the one pinned"),
                next,
            ));
        }
    }
    Ok(())
}

/// What is to be known of trustees that failed the ceremony before and would lead again.
fn leaders_again(session: &Session, terms: &CeremonyTerms) -> String {
    match session.leading_again(terms) {
        (again, _) if again.is_empty() => String::new(),
        (_, names) => names,
    }
}

/// Offer a sealing key for all terms that list this trustee. Answers with what was done, and what is waited for.
pub(super) async fn offers(session: &mut Synced<'_>) -> Result<Vec<String>> {
    let listed = session.wire.terms().await?;
    let coordinator = session.directory.sole(Role::Coordinator)?.key()?;
    let mut waits = Vec::new();
    for row in listed {
        let Some(terms) = of_ours(&row.terms, coordinator) else { continue };
        let convened = session.mirror.fold.ceremonies().any(|(_, state)| state.manifest().terms() == terms);
        let Some(me) = place(session, &terms).filter(|_| !convened) else { continue };
        let offers: Vec<SealingOffer> = row
            .offers
            .iter()
            .map(|bytes| decode("offer", bytes, limits::OFFER))
            .collect::<std::result::Result<_, _>>()?;
        if session.now() > terms.commit_by {
            continue;
        }
        if !offers.iter().any(|offer| offer.trustee == me) {
            check(session, &terms)?;
            let (n, t, keys) = (terms.trustees.len(), terms.threshold, terms.keys);
            let (commit_by, again) = (terms.commit_by, leaders_again(session, &terms));
            if !session.person.agrees(&Question::TakePart { committee: (t, n), keys, commit_by, again }) {
                waits.push("a ceremony that you did not agree to".into());
                continue;
            }
            // Kept before it is offered; the same key is offered again after a cut.
            let name = sealing_name(&terms);
            let sealing = match session.vault.read(&name)? {
                Some(_) => SecretSealingKey::from_bytes(&*session.vault.need32(&name)?),
                None => {
                    let sealing = SecretSealingKey::generate(&mut session.rng()?);
                    session.vault.replace(&name, sealing.to_bytes().as_slice())?;
                    sealing
                }
            };
            let offer = terms.offer(me, sealing.public(), session.signing());
            session.wire.offer(terms.id(), &offer).await?;
            session.tell(&Notice::Offered);
        }
        let (t, n, by) = (terms.threshold, terms.trustees.len(), session.when(terms.commit_by));
        waits.push(format!(
            "the coordinator to begin the ceremony of {t} of {n} trustees, {}, once all trustees have offered, by {by}",
            many(usize::try_from(terms.keys).unwrap_or(usize::MAX), "key")
        ));
    }
    Ok(waits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::canonical::encode;
    use intertally_core::hash::Digest;
    use intertally_core::party::Instant;

    #[test]
    fn terms_of_a_coordinator_that_is_not_pinned_are_passed_over() {
        let (ours, other) = (VerifyingKey([1; 32]), VerifyingKey([2; 32]));
        let terms = |coordinator| CeremonyTerms {
            spec_version: intertally_core::SPEC_VERSION,
            nonce: Digest::ZERO,
            coordinator,
            trustees: vec![],
            threshold: 2,
            keys: 1,
            params: String::new(),
            commit_by: Instant(1),
            reveal_by: Instant(2),
            confirm_by: Instant(3),
            not_leading: vec![],
        };
        assert_eq!(of_ours(&encode(&terms(ours)), ours), Some(terms(ours)));
        assert_eq!(of_ours(&encode(&terms(other)), ours), None);
        assert_eq!(of_ours(b"nonsense", ours), None);
    }
}
