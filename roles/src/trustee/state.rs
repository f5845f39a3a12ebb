//! The statement: once per key, after every check on this trustee's own machine.

use super::ledger::LedgerFile;
use super::show;
use crate::collect;
use crate::directory::{Card, Role};
use crate::error::{Result, RoleError};
use crate::person::{Notice, Question};
use crate::session::{Session, Synced};
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::RoundState;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Party, RoundId, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use intertally_custody::consent::consent;
use intertally_custody::consent::refusal::ConsentRefusal;
use intertally_custody::consent::view::{Own, RoundView};
use intertally_custody::ledger::{Intent, LedgerEntry, Stated};
use std::sync::Arc;

fn own(session: &Synced<'_>, round: &RoundState, structure: &[u8]) -> Own {
    let none = VerifyingKey([0; 32]);
    let pinned =
        |area: &str| session.directory.named(Role::Member, area).and_then(|card| Card::key(card).ok());
    let members = round.manifest().members.iter().map(|m| pinned(&m.area).unwrap_or(none)).collect();
    Own::of(&session.mirror.fold, round, members, structure)
}

fn no(reasons: &[ConsentRefusal]) -> RoleError {
    let words: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    RoleError::stop(format!("this machine does not consent: {}", words.join("; ")), "nothing was stated")
}

/// Consent of machine and, where it is needed, of a person.
fn intent(
    session: &Session,
    ledger: &mut LedgerFile,
    (round, part): (&RoundState, usize),
    (tally, own): (&Tally, &Own),
    me: TrusteeIndex,
) -> Result<Intent> {
    let view = RoundView::read(round, part, tally, own.clone(), me);
    let view =
        view.ok_or_else(|| RoleError::stop("the round and its sum do not fit together", "run `sit` again"))?;
    let reasons = match consent(&ledger.ledger, &view, me, session.now()) {
        Ok(intent) => return Ok(intent),
        Err(reasons) => reasons,
    };
    if !reasons.iter().all(|why| matches!(why, ConsentRefusal::PersonNeeded { .. })) {
        return Err(no(&reasons));
    }
    let words: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    session.ask(&Question::Consent { round: round.manifest().name.clone(), reasons: words })?;
    ledger.record(&LedgerEntry::PersonConsented { round: round.id() })?;
    consent(&ledger.ledger, &view, me, session.now()).map_err(|reasons| no(&reasons))
}

/// State for every key of a sealed round, or take up what was stated. One token per key; none if the person said no.
pub(super) async fn state(
    session: &mut Synced<'_>,
    ledger: &mut LedgerFile,
    (id, me): (RoundId, TrusteeIndex),
) -> Result<Option<(Vec<Stated>, Arc<Tally>)>> {
    let tally = collect::tally(session, id).await?;
    let unknown = || RoleError::stop("the round is gone", "run `sit` again");
    let round = session.mirror.fold.round(&id).ok_or_else(unknown)?.clone();
    session.check_parties(&round)?;
    let structure = blobs::fetch(&*session.wire, BlobKind::File, round.manifest().structure).await?;
    let own = own(session, &round, &structure);
    let (mut tokens, mut asked) = (Vec::new(), false);
    for part in 0..round.manifest().keys.len() {
        let intent = intent(session, ledger, (&round, part), (&tally, &own), me)?;
        let key = round.manifest().keys.get(part).map(|key| key.key).ok_or_else(unknown)?;
        let said = ledger.ledger.stated(key).is_some();
        if !said && !asked {
            asked = true;
            if !session.person.agrees(&show::before_statement(&round)) {
                return Ok(None);
            }
        }
        let stated = intent
            .persist(&mut ledger.ledger, &mut ledger.disk)
            .map_err(|why| RoleError::stop(why.to_string(), "nothing has left this machine"))?;
        let logged = round.statements(&key).is_some_and(|said| said.by(me).contains(stated.statement()));
        if !logged {
            let scope = (Scope::Round(id), Kind::Stated);
            session.post(Party::Trustee(me), scope, stated.statement()).await?;
            session.tell(&Notice::Stated { round: round.manifest().name.clone() });
        }
        tokens.push(stated);
    }
    Ok(Some((tokens, tally)))
}
