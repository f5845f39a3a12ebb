//! Who calls: role and signing key from the client certificate's URI `intertally:<role>:<hex of the key>`.

use crate::door::Peer;
use crate::error::ServerError;
use intertally_core::event::SignedClaim;
use intertally_core::party::Party;
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

/// A caller.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// Its role.
    pub role: Role,
    /// Its signing key.
    pub key: VerifyingKey,
}

fn refused(words: &str) -> ServerError {
    ServerError::rule("IDENTITY", words)
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

    /// May this caller post this claim? Only as itself and in its role: the claim verifies under its own key.
    pub fn may_post(&self, claim: &SignedClaim) -> Result<(), ServerError> {
        let signer = claim.claim.signer;
        if !self.role.fits(signer) {
            return Err(refused(
                "your certificate has another role than the signer of this event; use its tool",
            ));
        }
        claim.verify(&self.key).map_err(|_| {
            refused("the event is not signed by the key of your certificate; a party posts only for itself")
        })
    }
}
