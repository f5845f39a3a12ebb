//! A small authority for trials, and for a collaboration without its own: an X.509 root, certificates for the server
//! and for the parties, each with a serial number and an end, and the list of those that it has revoked. A party's certificate
//! names its role and signing key in a URI, `intertally:<role>:<hex>`. Its request has a second one, `intertally-tls:<hex>`: the
//! office's signature over the TLS key that the certificate is for. So the fingerprint of the card, which is read out on the
//! telephone, stands for that key, too: nobody on the way can put another in its place.

use crate::error::{ClientError, Result};
use crate::home::{Card, Host, files, host_name, office_name};
use intertally_core::sign::{Purpose, SecretKey, Signature};
use rand_core::{OsRng, RngCore};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertificateSigningRequestParams,
    DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, PublicKeyData,
    RevokedCertParams, SanType, SerialNumber, date_time_ymd,
};
use std::path::{Path, PathBuf};
use std::time::Duration;
use x509_parser::prelude::{FromDer, Pem, X509Certificate};

/// Days that a certificate holds, unless somebody says otherwise.
pub const DAYS: u32 = 400;
/// Days that the authority itself holds.
const AUTHORITY_DAYS: u32 = 20 * 365;
/// Certificates hold from a little earlier: clocks differ.
const EARLIER: u64 = 3600;
/// What was revoked: serial number and seconds since 1970, one a line. The list for the server is made from it.
const REVOKED: &str = "revoked.txt";
/// The list for the server, PEM; there from the beginning, so that the server's settings can always name it.
pub const LIST: &str = "revoked.pem";
/// What was issued: serial number and party, one a line.
const ISSUED: &str = "issued.txt";

/// So many seconds after 1970.
macro_rules! at {
    ($seconds:expr) => {
        date_time_ymd(1970, 1, 1) + Duration::from_secs($seconds)
    };
}

fn seconds() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}

/// A number of its own, and an end.
fn date(params: &mut CertificateParams, days: u32) {
    let mut serial = [0; 16];
    OsRng.fill_bytes(&mut serial);
    // Positive, and of full length.
    serial[0] = serial[0] & 0x7f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    let now = seconds();
    params.not_before = at!(now.saturating_sub(EARLIER));
    params.not_after = at!(now.saturating_add(u64::from(days) * 86_400));
}

/// The serial number of a certificate in PEM, hexadecimal.
pub fn serial_of(path: &Path) -> Result<String> {
    let bytes = files::need(path)?;
    let pem = Pem::iter_from_buffer(&bytes).next();
    let pem = pem.and_then(std::result::Result::ok);
    let serial = pem.and_then(|pem| {
        let (_, certificate) = X509Certificate::from_der(&pem.contents).ok()?;
        Some(hex::encode(certificate.raw_serial()))
    });
    serial.ok_or_else(|| ClientError::content(path, "is no certificate"))
}

fn failed(why: &rcgen::Error) -> ClientError {
    ClientError::stop(format!("no certificate can be made: {why}"), "check the names given")
}

/// What names a party in requests and certificates: its role and its signing key.
pub(crate) fn uri_text(card: &Card) -> String {
    format!("intertally:{}:{}", card.role.word(), card.signing.to_lowercase())
}

fn uri(card: &Card) -> Result<SanType> {
    Ok(SanType::URI(uri_text(card).try_into().map_err(|why| failed(&why))?))
}

fn name(params: &mut CertificateParams, text: &str) {
    params.distinguished_name.push(DnType::CommonName, text);
}

/// Before the signature in a request.
const SIGNED: &str = "intertally-tls:";

/// What an office signs of its TLS key: who it is, and the key as certificates have it.
fn tls_key<'a>(card: &'a Card, key: &'a [u8]) -> (&'static str, &'a str, &'a [u8]) {
    (card.role.word(), &card.name, key)
}

/// A request for a party's certificate, PEM, and the fresh key that it is for, PEM. `signing`: the key of the card.
pub fn request(card: &Card, signing: &SecretKey) -> Result<(String, zeroize::Zeroizing<String>)> {
    let mut params = CertificateParams::default();
    name(&mut params, &format!("{} {}", card.role.word(), card.name));
    let key = KeyPair::generate().map_err(|why| failed(&why))?;
    let Signature(first, second) =
        signing.sign(Purpose::TlsKey, &tls_key(card, &key.subject_public_key_info()));
    let signed = format!("{SIGNED}{}{}", hex::encode(first), hex::encode(second));
    let signed = SanType::URI(signed.try_into().map_err(|why| failed(&why))?);
    params.subject_alt_names = vec![uri(card)?, signed];
    let request = params.serialize_request(&key).map_err(|why| failed(&why))?;
    let request = request.pem().map_err(|why| failed(&why))?;
    Ok((request, zeroize::Zeroizing::new(key.serialize_pem())))
}

/// Whether the key of a card signed the TLS key that a request is for.
fn is_signed(request: &CertificateSigningRequestParams, card: &Card) -> Result<bool> {
    let (key, spki) = (card.key()?, request.public_key.subject_public_key_info());
    let holds = |san: &SanType| {
        let SanType::URI(uri) = san else { return false };
        let mut bytes = [0u8; 64];
        let hex = uri.as_str().strip_prefix(SIGNED).unwrap_or_default();
        let Ok(()) = hex::decode_to_slice(hex, &mut bytes) else { return false };
        let (mut first, mut second) = ([0u8; 32], [0u8; 32]);
        first.copy_from_slice(&bytes[..32]);
        second.copy_from_slice(&bytes[32..]);
        key.verify(Purpose::TlsKey, &tls_key(card, &spki), &Signature(first, second)).is_ok()
    };
    Ok(request.params.subject_alt_names.iter().any(holds))
}

/// An authority: `authority.pem` to hand out, `authority.key` to guard.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: PathBuf,
}

impl Authority {
    /// Make one in a folder. Refuses to replace one.
    ///
    /// # Errors
    /// A folder that holds one, whole or in part: everything that it issued hangs on its key.
    pub fn create(folder: &Path, title: &str) -> Result<Self> {
        let held = ["authority.key", "authority.pem"].map(|name| folder.join(name));
        if let Some(there) = held.iter().find(|path| path.exists()) {
            let what = "is there already, and an authority is never replaced: whatever it issued would be worth nothing; \
                        go on with it (`pki server`, `pki issue`), or make another one in a new folder";
            return Err(ClientError::content(there, what));
        }
        let mut params = CertificateParams::default();
        name(&mut params, title);
        date(&mut params, AUTHORITY_DAYS);
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
        let made = Self { issuer: Issuer::new(params, key), folder: folder.to_path_buf() };
        files::create(&folder.join(ISSUED), b"")?;
        made.write_list("")?;
        Ok(made)
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
        Ok(Self { issuer, folder: folder.to_path_buf() })
    }

    /// Certificate and key of a server under these host names or addresses, PEM.
    pub fn server(&self, hosts: &[String], days: u32) -> Result<(String, zeroize::Zeroizing<String>)> {
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
        date(&mut params, days);
        let key = KeyPair::generate().map_err(|why| failed(&why))?;
        let issued = params.signed_by(&key, &self.issuer).map_err(|why| failed(&why))?;
        Ok((issued.pem(), zeroize::Zeroizing::new(key.serialize_pem())))
    }

    /// Certificate of a party, PEM, from its request and its card, which must name the same party and key. Names and purposes
    /// come from the card alone; of the request only the key is taken, and only if the key of the card signed it.
    pub fn issue(&self, request: &str, card: &Card, days: u32) -> Result<String> {
        let mut request = CertificateSigningRequestParams::from_pem(request).map_err(|_| {
            ClientError::stop("is no request for a certificate", "take the party's request.pem")
        })?;
        let names = |san: &SanType| matches!(san, SanType::URI(uri) if uri.as_str() == uri_text(card));
        if !request.params.subject_alt_names.iter().any(names) {
            let what =
                format!("is not the request of {} {} with the key of its card", card.role.word(), card.name);
            return Err(ClientError::stop(what, "take card and request of one party"));
        }
        if !is_signed(&request, card)? {
            let what = format!(
                "is for a TLS key that the signing key of {} {} has not signed: somebody else made or changed it",
                card.role.word(),
                card.name
            );
            return Err(ClientError::stop(what, "do not issue it; have both files sent again another way"));
        }
        let mut params = CertificateParams::default();
        name(&mut params, &format!("{} {}", card.role.word(), card.name));
        office_name(card.role, &card.name)?;
        params.subject_alt_names = vec![uri(card)?];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        date(&mut params, days);
        request.params = params;
        Ok(request.signed_by(&self.issuer).map_err(|why| failed(&why))?.pem())
    }

    /// Note that a certificate was issued: its serial number and whose it is.
    pub fn note_issued(&self, serial: &str, card: &Card) -> Result<()> {
        let line = format!("{} {} {}\n", serial.to_lowercase(), card.role.word(), card.name);
        files::append(&self.folder.join(ISSUED), line.as_bytes())
    }

    /// Whose certificate has this serial number. An error where this authority notes what it issues, and has issued none of it:
    /// a slip in a digit would revoke nobody. None: it is older than these notes.
    pub fn issued_to(&self, serial: &str) -> Result<Option<String>> {
        let path = self.folder.join(ISSUED);
        let Some(text) = files::read(&path)? else { return Ok(None) };
        let text = String::from_utf8(text).map_err(|_| ClientError::content(&path, "is not text"))?;
        let of = |line: &str| {
            line.split_once(' ').filter(|(own, _)| *own == serial).map(|(_, who)| who.to_owned())
        };
        text.lines().find_map(of).map(Some).ok_or_else(|| {
            let what = format!(
                "this authority has issued no certificate of serial {serial}, so nobody would be kept out"
            );
            ClientError::stop(what, "check the digits against issued.txt, or give the certificate itself")
        })
    }

    /// The list for the server, PEM, in the folder. It is made if it is not there yet: nobody is revoked.
    pub fn list(&self) -> Result<Vec<u8>> {
        let path = self.folder.join(LIST);
        if !path.exists() {
            self.write_list("")?;
        }
        files::need(&path)
    }

    /// Revoke a certificate by its serial number, hexadecimal; once is enough. Answers with the list for the server, PEM, which is
    /// also in the folder.
    pub fn revoke(&self, serial: &str) -> Result<(PathBuf, String)> {
        let path = self.folder.join(REVOKED);
        let text = if path.exists() { files::need(&path)? } else { vec![] };
        let mut text = String::from_utf8(text).map_err(|_| ClientError::content(&path, "is not text"))?;
        let serial = serial.to_lowercase();
        if !text.lines().any(|line| line.split(' ').next() == Some(serial.as_str())) {
            text.push_str(&format!("{serial} {}\n", seconds()));
        }
        let list = self.write_list(&text)?;
        files::write(&path, text.as_bytes())?;
        Ok((self.folder.join(LIST), list))
    }

    /// Make the list of these lines, and write it.
    fn write_list(&self, text: &str) -> Result<String> {
        let path = self.folder.join(REVOKED);
        let wrong = || ClientError::content(&path, "has a line that is not a serial number and a time");
        let one = |line: &str| {
            let (serial, time) = line.split_once(' ')?;
            Some(RevokedCertParams {
                serial_number: SerialNumber::from_slice(&hex::decode(serial).ok()?),
                revocation_time: at!(time.parse().ok()?),
                reason_code: None,
                invalidity_date: None,
            })
        };
        let revoked: Vec<RevokedCertParams> =
            text.lines().map(one).collect::<Option<_>>().ok_or_else(wrong)?;
        let now = seconds();
        let list = CertificateRevocationListParams {
            this_update: at!(now),
            // A server goes by the list that it has: an old one is better than none.
            next_update: at!(now.saturating_add(u64::from(AUTHORITY_DAYS) * 86_400)),
            crl_number: SerialNumber::from((revoked.len() as u64).saturating_add(1)),
            issuing_distribution_point: None,
            revoked_certs: revoked,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.issuer).and_then(|list| list.pem()).map_err(|why| failed(&why))?;
        files::write(&self.folder.join(LIST), list.as_bytes())?;
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Role;

    #[test]
    fn a_certificate_says_what_the_card_says_and_another_partys_request_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        Authority::create(folder.path(), "Trial").unwrap();
        let again = Authority::create(folder.path(), "Trial").err().unwrap().to_string();
        assert!(
            again.contains("authority.key: is there already") && again.contains("go on with it"),
            "{again}"
        );
        let authority = Authority::open(folder.path()).unwrap();
        let secret = |key: u8| SecretKey::from_seed(&[key; 32]);
        let card = |role, key: u8| Card {
            role,
            name: "NL".into(),
            signing: hex::encode(secret(key).verifying_key().0),
            sealing: None,
        };
        let of = |role, key| request(&card(role, key), &secret(key)).unwrap().0;
        for other in [of(Role::Coordinator, 1), of(Role::Member, 9)] {
            let why = authority.issue(&other, &card(Role::Member, 1), DAYS).unwrap_err().to_string();
            assert!(why.contains("not the request of member NL"), "{why}");
        }
        let issued = authority.issue(&of(Role::Member, 1), &card(Role::Member, 1), DAYS).unwrap();
        let der = rustls_pemfile(&issued);
        let caller = intertally_aggregator::identity::Caller::of_certificate(&der).unwrap();
        assert_eq!(caller.role, intertally_aggregator::identity::Role::Member);
        assert_eq!(caller.key, secret(1).verifying_key());
        assert!(authority.issue("nonsense", &card(Role::Member, 1), DAYS).is_err());
        // A right name on a TLS key that somebody on the way put in: nobody but the office can sign it.
        let put_in = request(&card(Role::Member, 1), &secret(9)).unwrap().0;
        let why = authority.issue(&put_in, &card(Role::Member, 1), DAYS).unwrap_err().to_string();
        assert!(why.contains("has not signed") && why.contains("do not issue it"), "{why}");
        // So it is where the office signed the same key under another name.
        let renamed = Card { name: "SE".into(), ..card(Role::Member, 1) };
        let why = authority.issue(&of(Role::Member, 1), &renamed, DAYS).unwrap_err().to_string();
        assert!(why.contains("has not signed"), "{why}");
    }

    #[test]
    fn certificates_have_numbers_and_ends_and_the_server_goes_by_what_is_revoked() {
        use intertally_aggregator::config::Tls;
        use intertally_aggregator::door::Certificates;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        Authority::create(folder.path(), "Trial").unwrap();
        let authority = Authority::open(folder.path()).unwrap();
        let secret = SecretKey::from_seed(&[1; 32]);
        let signing = hex::encode(secret.verifying_key().0);
        let card = Card { role: Role::Member, name: "NL".into(), signing, sealing: None };
        let (request, _) = request(&card, &secret).unwrap();
        // The same request twice: two numbers, and each is revoked for itself. One that has ended holds no more.
        for (name, days) in [("first", DAYS), ("second", DAYS), ("ended", 0)] {
            std::fs::write(at(name), authority.issue(&request, &card, days).unwrap()).unwrap();
        }
        // Its end is this second.
        std::thread::sleep(Duration::from_millis(1_100));
        let (certificate, key) = authority.server(&["localhost".into()], DAYS).unwrap();
        std::fs::write(at("server.pem"), certificate).unwrap();
        std::fs::write(at("server.key"), key.as_bytes()).unwrap();
        let der = |name: &str| rustls_pemfile(&std::fs::read_to_string(at(name)).unwrap());
        let hold = |revoked: bool| {
            let tls = Tls {
                certificate: at("server.pem"),
                key: at("server.key"),
                client_authority: at("authority.pem"),
                revoked: revoked.then(|| at("revoked.pem")),
            };
            let certificates = Certificates::read(&tls).unwrap();
            ["first", "second", "ended"].map(|name| certificates.holds(&der(name)))
        };
        assert_eq!(hold(false), [true, true, false]);
        assert_eq!(hold(true), [true, true, false], "an empty list is there from the beginning");
        std::fs::remove_file(at(LIST)).unwrap();
        authority.list().unwrap();
        assert_eq!(hold(true), [true, true, false], "and is made where it is not");
        let serials = ["first", "second"].map(|name| serial_of(&at(name)).unwrap());
        assert_ne!(serials[0], serials[1]);
        authority.revoke(&serials[0]).unwrap();
        assert_eq!(hold(true), [false, true, false]);
        let (_, list) = authority.revoke(&serials[0]).unwrap();
        assert_eq!(std::fs::read_to_string(at(REVOKED)).unwrap().lines().count(), 1, "once is enough");
        authority.revoke(&serials[1]).unwrap();
        assert_eq!(hold(true), [false, false, false]);
        assert!(list.contains("X509 CRL") && serial_of(&at("revoked.pem")).is_err());
    }

    fn rustls_pemfile(pem: &str) -> Vec<u8> {
        use base64::Engine;
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        base64::engine::general_purpose::STANDARD.decode(body).unwrap()
    }
}
