//! This party as a witness: it cosigns the checkpoint that it has checked against its own copy of the log, so that an
//! auditor sees how many offices were shown the same history.

use super::{Mirror, Wire};
use crate::error::{Result, RoleError};
use intertally_core::party::Instant;
use intertally_core::sign::SecretKey;
use intertally_log::{CosignatureError, LogVerifier, Seen, WitnessSigner};

/// Cosign the last checkpoint unless the log shows this party's line under it already. Answers with whether it did.
pub async fn cosign(
    wire: &dyn Wire,
    (mirror, log): (&Mirror, &LogVerifier),
    key: &SecretKey,
    now: Instant,
) -> Result<bool> {
    let Some(seen) = mirror.seen(log).filter(|seen| seen.checkpoint().root().size > 0) else {
        return Ok(false);
    };
    let wrong = |why: CosignatureError| RoleError::stop(why.to_string(), "run the command again");
    // The name of a witness is its key: that is how the server finds its line again.
    let name = hex::encode(key.verifying_key().0);
    let witness = WitnessSigner::new(&name, &key.to_seed()).map_err(wrong)?;
    if witness.verifier().time(seen.checkpoint()).is_ok() {
        return Ok(false);
    }
    let now = u64::try_from(now.0.div_euclid(1000)).unwrap_or_default();
    let alone = log.alone(seen.checkpoint()).map_err(|why| wrong(why.into()))?;
    let cosigned = witness.cosign(&Seen::first(alone), now).map_err(wrong)?;
    wire.cosign(cosigned.note()).await?;
    Ok(true)
}
