//! A log's server in memory. It takes what the fold takes, checks proofs of submissions, keeps letters by the rules of
//! letters, and signs its checkpoints. What a real one asks besides (who calls, sums before a seal, disks, quotas) is not
//! here: every party checks for itself what it relies on.

use crate::clock::Clock;
use crate::error::Result;
use crate::wire::{EachChunk, EachEvent, Outgoing, Problem, Proposed, Taken, Wire};
use async_trait::async_trait;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::{decode, encode};
use intertally_core::ceremony::{CeremonyTerms, SealingOffer};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::Fold;
use intertally_core::hash::Digest;
use intertally_core::letters::kept;
use intertally_core::limits;
use intertally_core::party::{Instant, MemberIndex, Party, RoundId};
use intertally_core::rule::Rule;
use intertally_core::sign::VerifyingKey;
use intertally_core::submission::{Checks, PartBody, SubmissionHeader, Unverified};
use intertally_log::{LogSigner, LogVerifier, Receipt, Tree, WitnessVerifier, gather};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A sealed message.
struct Letter {
    scope: Scope,
    from: Party,
    to: Party,
    topic: String,
    sealed: Vec<u8>,
}

/// What the server holds.
#[derive(Default)]
struct Held {
    fold: Fold,
    tree: Tree,
    entries: Vec<(Vec<u8>, Vec<u8>)>,
    blobs: BTreeMap<(BlobKind, Digest), Vec<u8>>,
    letters: Vec<Letter>,
    terms: Vec<(Digest, Proposed)>,
    /// Latest line of each witness, with the size that it is for.
    lines: BTreeMap<VerifyingKey, (u64, Vec<u8>)>,
    /// Seeds of the weights of batched proofs.
    seed: u64,
}

/// The server; clones are the same one.
#[derive(Clone)]
pub struct Server {
    held: Arc<Mutex<Held>>,
    signer: Arc<LogSigner>,
    clock: Arc<dyn Clock>,
}

/// The server as one party reaches it.
struct Line {
    server: Server,
    caller: VerifyingKey,
}

fn refuse(rule: Rule, why: impl std::fmt::Display) -> Problem {
    Problem { rule: Some(rule), message: why.to_string(), transient: false, open: false }
}

impl Server {
    /// An empty log under this key.
    #[must_use]
    pub fn new(signer: LogSigner, clock: Arc<dyn Clock>) -> Self {
        Self { held: Arc::default(), signer: Arc::new(signer), clock }
    }

    /// The server as the party with this key reaches it.
    #[must_use]
    pub fn line(&self, caller: VerifyingKey) -> Arc<dyn Wire> {
        Arc::new(Line { server: self.clone(), caller })
    }

    /// Checks what the log signs.
    #[must_use]
    pub fn verifier(&self) -> LogVerifier {
        self.signer.verifier()
    }

    /// Take a log up from a party's copy of it (`log.bin`), into a server that has none. Blobs and letters are not in it: parties
    /// send theirs again.
    ///
    /// # Errors
    /// The copy is not whole, an event breaks the rules, or there is a log here already.
    pub fn take_up(&self, copy: &[u8]) -> Result<()> {
        let (mut taken, mut rest) = (Held::default(), copy);
        while let Some(((event, payload), after)) = intertally_log::copy::entry(rest) {
            let parsed: Event = decode("event", event, 1 << 16)?;
            taken.fold.apply(&parsed, payload).map_err(|why| refuse(why.rule(), why))?;
            taken.tree.push(event.to_vec());
            taken.entries.push((event.to_vec(), payload.to_vec()));
            rest = after;
        }
        if !rest.is_empty() {
            let words = format!("the copy ends within event {}; take another party's", taken.entries.len());
            return Err(refuse(Rule::Store, words).into());
        }
        let mut held = self.held();
        if !held.entries.is_empty() {
            return Err(
                refuse(Rule::Store, "there is a log here already; take the copy up in a new server").into()
            );
        }
        *held = taken;
        Ok(())
    }

    /// Lose a blob, as a disk does; answers with whether it was there.
    pub fn lose(&self, kind: BlobKind, name: Digest) -> bool {
        self.held().blobs.remove(&(kind, name)).is_some()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, held: &Held) -> Result<Vec<u8>> {
        let checkpoint = self.signer.checkpoint(&held.tree.root());
        Ok(checkpoint.map_err(|why| refuse(Rule::Store, why))?.note().to_vec())
    }

    fn receipt(&self, held: &Held, height: u64) -> Result<Taken> {
        let none = || refuse(Rule::Scope, format!("there is no event {height} in this log"));
        let event = held.tree.leaf(height).ok_or_else(none)?.to_vec();
        let proof = held.tree.prove_inclusion(height).map_err(|_| none())?;
        let receipt = Receipt { index: height, proof, note: self.note(held)? };
        Ok(Taken { event, receipt: encode(&receipt) })
    }

    fn append(&self, held: &mut Held, claim: &SignedClaim, payload: &[u8]) -> Result<Taken> {
        let at = self.clock.now().max(held.fold.last().unwrap_or(Instant(i64::MIN)));
        let (parent, height) = (held.fold.parent(), held.fold.height());
        let event = Event { parent, height, at, signed: claim.clone() };
        held.fold.apply(&event, payload).map_err(|why| refuse(why.rule(), why))?;
        held.tree.push(event.leaf());
        held.entries.push((event.leaf(), payload.to_vec()));
        self.receipt(held, height)
    }
}

impl Held {
    /// The proofs of a submission's body; its parts, if they hold.
    fn prove(&mut self, round: RoundId, header: &SubmissionHeader, body: &[u8]) -> Result<Vec<PartBody>> {
        let state = self.fold.round(&round).ok_or_else(|| refuse(Rule::Scope, "there is no such round"))?;
        let ceremony = self.fold.ceremony(&state.manifest().ceremony);
        let checks = ceremony.and_then(|ceremony| Checks::of(state.manifest(), ceremony));
        let checks = checks.ok_or_else(|| refuse(Rule::CeremonyKeys, "the round's ceremony has no keys"))?;
        let limit = usize::try_from(limits::body(state.manifest(), header)).unwrap_or(usize::MAX);
        let parts: Vec<PartBody> = decode("body", body, limit)?;
        self.seed += 1;
        let mut rng = ChaCha20Rng::seed_from_u64(self.seed);
        let proven = Unverified::new(parts.clone()).verify(&checks, header, &mut rng);
        proven.map_err(|why| refuse(why.rule(), why))?;
        Ok(parts)
    }

    fn keep(&mut self, parts: Vec<PartBody>, header: &SubmissionHeader) {
        for (part, named) in parts.into_iter().zip(&header.parts) {
            self.blobs.insert((BlobKind::Proofs, named.proofs), encode(&part.proofs));
            let named = named.ciphertexts.iter().zip(part.ciphertexts);
            let sent = named.filter_map(|(name, bytes)| name.zip(bytes));
            self.blobs.extend(sent.map(|(name, bytes)| ((BlobKind::Ciphertext, name), bytes)));
        }
    }

    /// The key of a party's place in a scope.
    fn place(&self, scope: Scope, party: Party) -> Option<VerifyingKey> {
        match (scope, party) {
            (Scope::Round(id), _) => self.fold.round(&id)?.key_of(party),
            (Scope::Ceremony(id), Party::Trustee(at)) => {
                self.fold.ceremony(&id)?.manifest().trustee(at).map(|entry| entry.signing)
            }
            (Scope::Ceremony(id), Party::Coordinator) => {
                Some(self.fold.ceremony(&id)?.manifest().coordinator)
            }
            _ => None,
        }
    }
}

impl Line {
    fn sits(&self, held: &Held, scope: Scope, party: Party) -> Result<()> {
        if held.place(scope, party) == Some(self.caller) {
            return Ok(());
        }
        Err(refuse(Rule::Identity, format!("your key is not that of {party} in this scope")).into())
    }
}

#[async_trait]
impl Wire for Line {
    async fn checkpoint(&self, _: &[u8]) -> Result<Vec<u8>> {
        let held = self.server.held();
        let size = held.tree.root().size;
        let lines = held.lines.values().filter(|(of, _)| *of == size);
        let lines: Vec<Vec<u8>> = lines.map(|(_, line)| line.clone()).collect();
        Ok(gather(&self.server.note(&held)?, &lines))
    }

    async fn events(&self, from: u64, each: &mut EachEvent<'_>) -> Result<()> {
        let skipped = usize::try_from(from).unwrap_or(usize::MAX);
        let entries: Vec<_> = self.server.held().entries.iter().skip(skipped).cloned().collect();
        for (event, payload) in entries {
            if !each(&event, &payload)? {
                break;
            }
        }
        Ok(())
    }

    async fn inclusion(&self, height: u64) -> Result<Taken> {
        self.server.receipt(&self.server.held(), height)
    }

    async fn append(&self, claim: &SignedClaim, payload: &[u8]) -> Result<Taken> {
        if claim.claim.kind == Kind::Submitted {
            return Err(refuse(Rule::Role, "a submission comes with its body; use the upload").into());
        }
        self.server.append(&mut self.server.held(), claim, payload)
    }

    async fn upload(&self, out: Outgoing<'_>, sent: &(dyn Fn(u64) + Sync)) -> Result<Taken> {
        let Outgoing { claim, header, body } = out;
        let mut held = self.server.held();
        let Scope::Round(round) = claim.claim.scope else {
            return Err(refuse(Rule::Scope, "a submission belongs to a round").into());
        };
        let known = |(event, _): &(Vec<u8>, Vec<u8>)| {
            decode::<Event>("event", event, 1 << 16).is_ok_and(|event| event.signed == *claim)
        };
        let known = held.entries.iter().position(known);
        let parts = held.prove(round, header, body)?;
        let answer = match known {
            // Sent again: after a cut, or because a part was lost here.
            Some(at) => self.server.receipt(&held, at as u64)?,
            None => self.server.append(&mut held, claim, &encode(header))?,
        };
        held.keep(parts, header);
        sent(body.len() as u64);
        Ok(answer)
    }

    async fn blob(&self, kind: BlobKind, name: Digest, from: u64, each: &mut EachChunk<'_>) -> Result<()> {
        let found = self.server.held().blobs.get(&(kind, name)).cloned();
        let none = || refuse(Rule::BlobUnknown, format!("there is no {} {name} here", kind.label()));
        let bytes = found.ok_or_else(none)?;
        let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
        rest.chunks(limits::CHUNK).try_for_each(|chunk| each(bytes.len() as u64, chunk))
    }

    async fn put_blob(&self, kind: BlobKind, bytes: &[u8]) -> Result<Digest> {
        let name = kind.name(bytes);
        self.server.held().blobs.insert((kind, name), bytes.to_vec());
        Ok(name)
    }

    async fn letters(&self, scope: Scope, to: Party, beginning: &str) -> Result<Vec<(Party, Vec<u8>)>> {
        let held = self.server.held();
        self.sits(&held, scope, to)?;
        let wanted = |letter: &&Letter| {
            letter.scope == scope && letter.to == to && letter.topic.starts_with(beginning)
        };
        Ok(held.letters.iter().filter(wanted).map(|letter| (letter.from, letter.sealed.clone())).collect())
    }

    async fn put_letter(
        &self,
        scope: Scope,
        (from, to): (Party, Party),
        topic: &str,
        sealed: &[u8],
    ) -> Result<()> {
        let mut held = self.server.held();
        self.sits(&held, scope, from)?;
        let most = kept(&held.fold, scope, (from, to), topic).map_err(|why| refuse(Rule::Mail, why))?;
        if sealed.len() > most.bytes {
            let words = format!("a letter of this kind has at most {} bytes", most.bytes);
            return Err(refuse(Rule::TooLong, words).into());
        }
        held.letters.push(Letter { scope, from, to, topic: topic.to_owned(), sealed: sealed.to_vec() });
        Ok(())
    }

    async fn terms(&self) -> Result<Vec<Proposed>> {
        Ok(self.server.held().terms.iter().map(|(_, proposed)| proposed.clone()).collect())
    }

    async fn put_terms(&self, terms: &CeremonyTerms) -> Result<()> {
        if terms.coordinator != self.caller {
            return Err(refuse(Rule::Identity, "the terms name another coordinator").into());
        }
        let proposed = Proposed { terms: encode(terms), offers: vec![] };
        self.server.held().terms.push((terms.id(), proposed));
        Ok(())
    }

    async fn remove_terms(&self, terms: Digest) -> Result<()> {
        let mut held = self.server.held();
        let own = held.terms.iter().find(|(id, _)| *id == terms).map(|(_, proposed)| proposed.terms.clone());
        let Some(own) = own else { return Ok(()) };
        let listed: CeremonyTerms = decode("terms", &own, limits::TERMS)?;
        if listed.coordinator != self.caller {
            return Err(refuse(Rule::Identity, "the terms are another coordinator's").into());
        }
        held.terms.retain(|(id, _)| *id != terms);
        Ok(())
    }

    async fn offer(&self, terms: Digest, offer: &SealingOffer) -> Result<()> {
        let mut held = self.server.held();
        let proposed = held.terms.iter_mut().find(|(id, _)| *id == terms);
        let (_, proposed) = proposed.ok_or_else(|| refuse(Rule::TermsUnknown, "there are no such terms"))?;
        let listed: CeremonyTerms = decode("terms", &proposed.terms, limits::TERMS)?;
        if !listed.verify(&self.caller, &offer.sealing, &offer.signature) {
            return Err(refuse(Rule::Identity, "the offer is not by the trustee that calls").into());
        }
        proposed.offers.push(encode(offer));
        Ok(())
    }

    async fn cosign(&self, note: &[u8]) -> Result<()> {
        let wrong = |why: &dyn std::fmt::Display| refuse(Rule::Cosignature, why);
        let checkpoint = self.server.verifier().open(note).map_err(|why| wrong(&why))?;
        let own = WitnessVerifier::new(&hex::encode(self.caller.0), &self.caller.0);
        let (_, line) = own.and_then(|own| own.line(&checkpoint)).map_err(|why| wrong(&why))?;
        self.server.held().lines.insert(self.caller, (checkpoint.root().size, line));
        Ok(())
    }

    async fn lost(&self) -> Result<Vec<(RoundId, MemberIndex)>> {
        let held = self.server.held();
        let lacks = |header: &SubmissionHeader| {
            header.parts.iter().any(|part| {
                let named = part.ciphertexts.iter().flatten().map(|name| (BlobKind::Ciphertext, *name));
                let mut all = named.chain([(BlobKind::Proofs, part.proofs)]);
                all.any(|blob| !held.blobs.contains_key(&blob))
            })
        };
        let rounds =
            held.fold.rounds().flat_map(|(id, round)| round.latest().map(move |latest| (*id, latest)));
        let lost = rounds.filter(|(_, (_, latest))| lacks(&latest.header));
        Ok(lost.map(|(id, (member, _))| (id, member)).collect())
    }
}
