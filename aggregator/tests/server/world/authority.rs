//! Who certifies the parties of a test.

use intertally_core::party::Party;
use intertally_tests::world::key_of;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, SanType};

/// An authority for one test.
pub struct Authority {
    pub issuer: Issuer<'static, KeyPair>,
    pub pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Certificate and key, PEM.
    pub fn issue(&self, name: SanType) -> (String, String) {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.subject_alt_names = vec![name];
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }

    pub fn party(&self, party: Party) -> (String, String) {
        let role = match party {
            Party::Member(_) => "member",
            Party::Trustee(_) => "trustee",
            _ => "coordinator",
        };
        let uri = format!("intertally:{role}:{}", hex::encode(key_of(party).verifying_key().0));
        self.issue(SanType::URI(uri.try_into().unwrap()))
    }
}
