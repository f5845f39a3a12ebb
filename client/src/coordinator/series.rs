//! The series that a round belongs to: every opening that its trustees took part in before. Trustees refuse a round that
//! leaves one out, and would do so after the seal, when the key is spent: so all are named when it is opened.

use super::count::name;
use crate::error::{ClientError, Result};
use crate::home::{Card, Role};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::canonical::{decode, encode};
use intertally_core::fold::RoundState;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::round::EarlierRecord;
use intertally_core::sign::VerifyingKey;

/// The earlier records of a round with the trustees of the directory, oldest first: published rounds, and those that were held or cancelled
/// when their totals may have been opened. While one is under way no other can follow, since it would lack its opening.
pub(super) async fn earlier(session: &Session) -> Result<Vec<EarlierRecord>> {
    let trustees: Vec<VerifyingKey> =
        session.directory.of(Role::Trustee).map(Card::key).collect::<Result<_>>()?;
    let shares = |round: &&RoundState| round.manifest().trustees.iter().any(|key| trustees.contains(key));
    let mut rounds: Vec<&RoundState> =
        session.mirror.fold.rounds().map(|(_, round)| round).filter(shares).collect();
    rounds.sort_by_key(|round| round.opened());
    let mut all = Vec::new();
    for round in rounds {
        match round.opened_totals() {
            Some(false) => {}
            Some(true) => all.push(record(session, round).await?),
            None => {
                let (name, phase) = (&round.manifest().name, round.phase().name());
                let what = format!(
                    "round '{name}' of the same trustees is {phase}: what it opens must count in the next"
                );
                let next =
                    "publish, hold or cancel it first; a practice round (--test) can be opened at any time";
                return Err(ClientError::stop(what, next));
            }
        }
    }
    Ok(all)
}

async fn record(session: &Session, round: &RoundState) -> Result<EarlierRecord> {
    if let Some(publication) = round.publication() {
        return Ok(EarlierRecord { round: round.id(), openings: publication.composition });
    }
    let kept = session.vault.get(&name("counts", round.id()))?;
    let counts: Option<CountsSheet> =
        kept.map(|bytes| decode("counts sheet", &bytes, 64 << 20)).transpose()?;
    let lost = || {
        let what = format!("round '{}' has no composition", round.manifest().name);
        ClientError::stop(what, "run this from the folder in which it was counted")
    };
    if counts.is_none() && round.manifest().revision {
        return Err(lost());
    }
    let composition = round.composition(counts.as_ref()).ok_or_else(lost)?;
    blobs::put(&session.link, "composition", &encode(&composition)).await?;
    Ok(EarlierRecord { round: round.id(), openings: composition.digest() })
}
