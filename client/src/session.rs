//! One party at work: its folder open, its copy of the log, its connection.

use crate::error::{ClientError, Result};
use crate::home::{Directory, Lock, Office, Role, Vault};
use crate::view::View;
use crate::wire::{Link, Mirror, Proxies, post, witness};
use age::secrecy::SecretString;
use intertally_core::ceremony::{CeremonyTerms, last_ended, leads_again};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::RoundState;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{Instant, Party, RoundId, TrusteeIndex};
use intertally_core::sign::SecretKey;
use serde::Serialize;
use std::sync::Arc;

/// An open office.
pub struct Session {
    /// The folder.
    pub office: Office,
    /// Secrets.
    pub vault: Vault,
    /// Pinned parties.
    pub directory: Directory,
    /// The connection.
    pub link: Link,
    /// The copy of the log.
    pub mirror: Mirror,
    /// The person.
    pub view: Arc<dyn View>,
    /// The tally of one sealed set, once made: for steps that follow each other.
    pub tally: Option<(RoundId, Arc<Tally>)>,
    signing: SecretKey,
    _lock: Lock,
}

/// Tries for an office that another command holds: about five seconds.
const TRIES: u32 = 50;

/// What other commands are told about this one: its first words, which name role and verb, its process, and since when.
fn who() -> String {
    let words = std::env::args().skip(1).take_while(|word| !word.starts_with('-')).take(2);
    let (words, process) = (words.collect::<Vec<_>>().join(" "), std::process::id());
    format!("`{words}` (process {process}, since {} UTC)", jiff::Timestamp::now().strftime("%H:%M:%S"))
}

impl Session {
    /// Open an office; nothing is fetched yet. No other command works in it until this is dropped.
    pub fn open(office: Office, passphrase: &SecretString, view: Arc<dyn View>) -> Result<Self> {
        let lock = Lock::take(&office.folder, &who(), TRIES)?;
        let vault = office.vault(passphrase)?;
        let signing = SecretKey::from_seed(&*vault.need32("signing")?);
        let link = Link::new(&office, &vault.need("tls")?, &Proxies::of_environment()?)?;
        let mirror = Mirror::open(&office, link.verifier())?;
        let directory = office.directory()?;
        Ok(Self { office, vault, directory, link, mirror, view, tally: None, signing, _lock: lock })
    }

    /// The signing key.
    #[must_use]
    pub const fn signing(&self) -> &SecretKey {
        &self.signing
    }

    /// Trustees of these terms that failed the ceremony which they restart and would lead again: places, and names in one line.
    pub(crate) fn leading_again(&self, terms: &CeremonyTerms) -> (Vec<TrusteeIndex>, String) {
        let ceremonies = self.mirror.fold.ceremonies().map(|(_, state)| state);
        let ended = last_ended(ceremonies, &terms.coordinator, now());
        let again = ended.map_or_else(Vec::new, |ended| leads_again(&ended, terms));
        let name = |at: &TrusteeIndex| terms.trustees.get(usize::from(at.0)).map(|(name, _)| name.as_str());
        let names: Vec<&str> = again.iter().filter_map(name).collect();
        let names = names.join(", ");
        (again, names)
    }

    /// Bring the copy of the log up to date, and make the receipts of what was sent complete.
    pub async fn sync(&mut self) -> Result<()> {
        self.mirror.sync(&self.link).await?;
        post::settle(&self.office, &self.link, &self.mirror).await
    }

    /// Cosign the checkpoint that was checked last, as trustees and members do at the end of a command. A failure is said,
    /// and stops nothing: the log can be witnessed again next time.
    pub async fn witness(&self) {
        if !matches!(self.office.settings.role, Role::Member | Role::Trustee) {
            return;
        }
        if let Err(why) = witness::cosign(&self.link, &self.mirror, &self.signing).await {
            self.view.say(&format!("warning: the log's checkpoint was not cosigned: {why}"));
        }
    }

    /// Post an event as a party, and read the log up to it.
    pub async fn post<T: Serialize + Sync>(
        &mut self,
        who: Party,
        (scope, kind): (Scope, Kind),
        payload: &T,
    ) -> Result<Event> {
        let event =
            post::post(&self.office, &self.link, (&self.signing, who), (scope, kind), payload).await?;
        self.sync().await?;
        Ok(event)
    }

    /// The last event of a kind in a scope, as the log shows it.
    #[must_use]
    pub fn event(&self, scope: Scope, kind: Kind) -> Option<&Event> {
        let is = |event: &&Event| event.signed.claim.scope == scope && event.signed.claim.kind == kind;
        self.mirror.events.iter().map(|(event, _)| event).rfind(is)
    }

    /// The round meant: by the beginning of its id or by its name; without either the only one, or the latest that is
    /// under way.
    pub fn round(&self, wanted: Option<&str>) -> Result<&RoundState> {
        let mut rounds: Vec<&RoundState> = self.mirror.fold.rounds().map(|(_, round)| round).collect();
        rounds.sort_by_key(|round| round.opened());
        let found: Vec<&RoundState> = match wanted {
            None => rounds.last().copied().into_iter().collect(),
            Some(text) => {
                let is = |round: &&&RoundState| {
                    round.manifest().name == text
                        || round.id().0.to_string().starts_with(&text.to_lowercase())
                };
                rounds.iter().filter(is).copied().collect()
            }
        };
        match found.as_slice() {
            [round] => Ok(round),
            [] if wanted.is_none() => Err(ClientError::stop(
                "no round is known here",
                "run `rounds` to read the log, or wait for the coordinator",
            )),
            [] => Err(ClientError::stop("there is no such round", "see `rounds` for names and ids")),
            _ => Err(ClientError::stop("that names more than one round", "give more of its id")),
        }
    }

    /// Whether coordinator, aggregator, trustees and members of a round are those pinned, by key.
    pub fn check_parties(&self, round: &RoundState) -> Result<()> {
        let manifest = round.manifest();
        let other = |who: String| {
            ClientError::stop(
                format!("{who} of this round has another key than the one pinned"),
                "do not go on; compare fingerprints with the coordinator by telephone",
            )
        };
        let coordinator = self.directory.sole(Role::Coordinator)?;
        let same = coordinator.key()? == manifest.coordinator.signing
            && coordinator.sealing_key()? == manifest.coordinator.sealing;
        if !same {
            return Err(other("the coordinator".into()));
        }
        if self.directory.sole(Role::Aggregator)?.key()? != manifest.aggregator {
            return Err(other("the aggregator".into()));
        }
        for (at, key) in manifest.trustees.iter().enumerate() {
            let pinned = self.directory.of(Role::Trustee).any(|card| card.key().is_ok_and(|own| own == *key));
            if !pinned {
                return Err(other(format!("trustee {at}")));
            }
        }
        for member in &manifest.members {
            let card = self.directory.named(Role::Member, &member.area);
            if card.map(crate::home::Card::key).transpose()? != Some(member.signing) {
                return Err(other(format!("member {}", member.area)));
            }
        }
        Ok(())
    }
}

/// Now, by this machine's clock: for what a person is told. The server's clock decides.
#[must_use]
pub fn now() -> Instant {
    Instant(jiff::Timestamp::now().as_millisecond())
}
