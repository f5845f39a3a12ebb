//! A small authority for trials, and for a collaboration without its own: an X.509 root, certificates for the server
//! and for the parties. A party's certificate names its role and signing key in a URI, `intertally:<role>:<hex>`.

use crate::error::{ClientError, Result};
use crate::home::{Card, Host, files, host_name, office_name};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType,
};
use std::path::Path;

fn failed(why: &rcgen::Error) -> ClientError {
    ClientError::stop(format!("no certificate can be made: {why}"), "check the names given")
}

fn uri(card: &Card) -> Result<SanType> {
    let uri = format!("intertally:{}:{}", card.role.word(), card.signing.to_lowercase());
    Ok(SanType::URI(uri.try_into().map_err(|why| failed(&why))?))
}

fn name(params: &mut CertificateParams, text: &str) {
    params.distinguished_name.push(DnType::CommonName, text);
}

/// A request for a party's certificate, PEM, and the fresh key that it is for, PEM.
pub fn request(card: &Card) -> Result<(String, zeroize::Zeroizing<String>)> {
    let mut params = CertificateParams::default();
    name(&mut params, &format!("{} {}", card.role.word(), card.name));
    params.subject_alt_names = vec![uri(card)?];
    let key = KeyPair::generate().map_err(|why| failed(&why))?;
    let request = params.serialize_request(&key).map_err(|why| failed(&why))?;
    let request = request.pem().map_err(|why| failed(&why))?;
    Ok((request, zeroize::Zeroizing::new(key.serialize_pem())))
}

/// An authority: `authority.pem` to hand out, `authority.key` to guard.
pub struct Authority(Issuer<'static, KeyPair>);

impl Authority {
    /// Make one in a folder. Refuses to replace one.
    pub fn create(folder: &Path, title: &str) -> Result<Self> {
        let mut params = CertificateParams::default();
        name(&mut params, title);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().map_err(|why| failed(&why))?;
        let root = params.self_signed(&key).map_err(|why| failed(&why))?;
        files::folder(folder)?;
        files::create(
            &folder.join("authority.key"),
            zeroize::Zeroizing::new(key.serialize_pem()).as_bytes(),
        )?;
        files::create(&folder.join("authority.pem"), root.pem().as_bytes())?;
        Ok(Self(Issuer::new(params, key)))
    }

    /// Open the one in a folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let text = |file: &str| {
            let path = folder.join(file);
            let bytes = files::need(&path)?;
            String::from_utf8(bytes).map_err(|_| ClientError::content(&path, "is not PEM"))
        };
        let key = zeroize::Zeroizing::new(text("authority.key")?);
        let key = KeyPair::from_pem(&key).map_err(|why| failed(&why))?;
        let issuer = Issuer::from_ca_cert_pem(&text("authority.pem")?, key).map_err(|why| failed(&why))?;
        Ok(Self(issuer))
    }

    /// Certificate and key of a server under these host names or addresses, PEM.
    pub fn server(&self, hosts: &[String]) -> Result<(String, zeroize::Zeroizing<String>)> {
        let mut params = CertificateParams::default();
        name(&mut params, hosts.first().map_or("server", String::as_str));
        for host in hosts {
            let san = match host_name(host)? {
                Host::Address(address) => SanType::IpAddress(address),
                Host::Name(name) => SanType::DnsName(name.try_into().map_err(|why| failed(&why))?),
            };
            params.subject_alt_names.push(san);
        }
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(|why| failed(&why))?;
        let issued = params.signed_by(&key, &self.0).map_err(|why| failed(&why))?;
        Ok((issued.pem(), zeroize::Zeroizing::new(key.serialize_pem())))
    }

    /// Certificate of a party, PEM, from its request and its card. Names and purposes come from the card alone; of the
    /// request only the key is taken.
    pub fn issue(&self, request: &str, card: &Card) -> Result<String> {
        let mut request = CertificateSigningRequestParams::from_pem(request).map_err(|why| failed(&why))?;
        let mut params = CertificateParams::default();
        name(&mut params, &format!("{} {}", card.role.word(), card.name));
        card.key()?;
        office_name(card.role, &card.name)?;
        params.subject_alt_names = vec![uri(card)?];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        request.params = params;
        Ok(request.signed_by(&self.0).map_err(|why| failed(&why))?.pem())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Role;

    #[test]
    fn a_certificate_says_what_the_card_says_whatever_was_requested() {
        let folder = tempfile::tempdir().unwrap();
        Authority::create(folder.path(), "Trial").unwrap();
        assert!(Authority::create(folder.path(), "Trial").is_err(), "never replaced");
        let authority = Authority::open(folder.path()).unwrap();
        let card =
            |role, key: u8| Card { role, name: "NL".into(), signing: hex::encode([key; 32]), sealing: None };
        let (request, _) = request(&card(Role::Coordinator, 9)).unwrap();
        let issued = authority.issue(&request, &card(Role::Member, 1)).unwrap();
        let der = rustls_pemfile(&issued);
        let caller = intertally_aggregator::identity::Caller::of_certificate(&der).unwrap();
        assert_eq!(caller.role, intertally_aggregator::identity::Role::Member);
        assert_eq!(caller.key.0, [1; 32]);
        assert!(authority.issue("nonsense", &card(Role::Member, 1)).is_err());
    }

    fn rustls_pemfile(pem: &str) -> Vec<u8> {
        use base64::Engine;
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        base64::engine::general_purpose::STANDARD.decode(body).unwrap()
    }
}
