//! Who calls: role and signing key from the client certificate's URI `intertally:<role>:<hex of the key>`.

use crate::door::Peer;
use crate::error::ServerError;
use intertally_core::event::{Kind, MAX_TOOL, SignedClaim};
use intertally_core::fold::Refusal;
use intertally_core::party::Party;
use intertally_core::rule::Rule;
use intertally_core::sign::VerifyingKey;
use tonic::Request;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// The role in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A member country.
    Member,
    /// A trustee.
    Trustee,
    /// The coordinator.
    Coordinator,
    /// An accredited auditor: reads, posts nothing.
    Auditor,
}

impl Role {
    fn of(word: &str) -> Option<Self> {
        match word {
            "member" => Some(Self::Member),
            "trustee" => Some(Self::Trustee),
            "coordinator" => Some(Self::Coordinator),
            "auditor" => Some(Self::Auditor),
            _ => None,
        }
    }

    /// Whether a party of the protocol has this role.
    #[must_use]
    pub const fn fits(self, party: Party) -> bool {
        matches!(
            (self, party),
            (Self::Member, Party::Member(_))
                | (Self::Trustee, Party::Trustee(_))
                | (Self::Coordinator, Party::Coordinator)
        )
    }
}

/// Whose events of a kind are: none for those of the server itself.
const fn posts(kind: Kind) -> Option<Role> {
    match kind {
        Kind::Submitted | Kind::Withdrawn => Some(Role::Member),
        Kind::Committed
        | Kind::Revealed
        | Kind::Confirmed
        | Kind::Complained
        | Kind::SealingKeyDestroyed
        | Kind::Stated
        | Kind::SharesGiven
        | Kind::KeysDestroyed
        | Kind::Rehearsed => Some(Role::Trustee),
        Kind::Convened
        | Kind::Opened
        | Kind::Extended
        | Kind::Sealed
        | Kind::PlanAdopted
        | Kind::Held
        | Kind::Cancelled
        | Kind::Published
        | Kind::Erratum => Some(Role::Coordinator),
        Kind::PayloadDeleted => None,
    }
}

/// A caller.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// Its role.
    pub role: Role,
    /// Its signing key.
    pub key: VerifyingKey,
}

fn refused(words: &str) -> ServerError {
    ServerError::rule(Rule::Identity, words)
}

impl Caller {
    /// From the certificate of a request's connection. The door has checked that the authority issued it.
    pub fn of<T>(request: &Request<T>) -> Result<Self, ServerError> {
        let peer = request.extensions().get::<Peer>();
        peer.ok_or_else(|| refused("the call has no client certificate; use yours"))?.0.caller()
    }

    /// From a certificate in DER.
    pub fn of_certificate(der: &[u8]) -> Result<Self, ServerError> {
        let unreadable = || refused("the client certificate cannot be read; have it issued again");
        let (_, certificate) = X509Certificate::from_der(der).map_err(|_| unreadable())?;
        let names = certificate.subject_alternative_name().map_err(|_| unreadable())?;
        let names = names.map(|names| names.value.general_names.as_slice()).unwrap_or_default();
        let of_name = |name: &GeneralName<'_>| {
            let GeneralName::URI(uri) = name else { return None };
            let (role, key) = uri.strip_prefix("intertally:")?.split_once(':')?;
            let mut bytes = [0u8; 32];
            hex::decode_to_slice(key, &mut bytes).ok()?;
            Some(Self { role: Role::of(role)?, key: VerifyingKey(bytes) })
        };
        let nobody =
            || refused("the client certificate names no role and key; issue it with `intertally pki`");
        names.iter().find_map(of_name).ok_or_else(nobody)
    }

    /// May a caller of this role post such a claim at all? Asked first: it costs nothing.
    pub fn has_role_for(&self, claim: &SignedClaim) -> Result<(), ServerError> {
        let (signer, kind) = (claim.claim.signer, claim.claim.kind);
        if !self.role.fits(signer) {
            return Err(refused(
                "your certificate has another role than the signer of this event; use its tool",
            ));
        }
        if posts(kind) != Some(self.role) {
            return Err(Refusal::Role { signer, kind }.into());
        }
        if claim.claim.tool.len() > MAX_TOOL {
            return Err(Refusal::Mismatch("length of the tool's name, 32 bytes at most,").into());
        }
        Ok(())
    }

    /// Is this claim the caller's own? It verifies under its key.
    pub fn has_signed(&self, claim: &SignedClaim) -> Result<(), ServerError> {
        claim.verify(&self.key).map_err(|_| {
            refused("the event is not signed by the key of your certificate; a party posts only for itself")
        })
    }
}
