//! What an office is handed when it joins, looked at before it is taken: a certificate for this office and its key, by this
//! authority, in force.

use crate::error::{ClientError, Result};
use crate::home::{Card, files};
use crate::pki::uri_text;
use intertally_core::party::Instant;
use intertally_structure::text::many;
use std::path::Path;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::{ASN1Time, FromDer, GeneralName, Pem, X509Certificate};

/// The first PEM block of a file, of this label.
fn pem(path: &Path, label: &str, what: &str) -> Result<Vec<u8>> {
    let bytes = files::need(path)?;
    let first = Pem::iter_from_buffer(&bytes).next().and_then(std::result::Result::ok);
    let block = first.filter(|block| block.label == label).map(|block| block.contents);
    block.ok_or_else(|| {
        ClientError::content(path, format!("is no {what}; take the file that the coordinator sent"))
    })
}

fn read<'a>(path: &Path, der: &'a [u8], what: &str) -> Result<X509Certificate<'a>> {
    let read = X509Certificate::from_der(der).ok().filter(|(rest, _)| rest.is_empty());
    read.map(|(_, certificate)| certificate).ok_or_else(|| {
        ClientError::content(path, format!("is no {what} that can be read; have it sent again"))
    })
}

/// The public key of a request, as its certificate must have it.
fn requested(path: &Path) -> Result<Vec<u8>> {
    let der = pem(path, "CERTIFICATE REQUEST", "request for a certificate")?;
    let read = X509CertificationRequest::from_der(&der).ok();
    let key = read.map(|(_, request)| request.certification_request_info.subject_pki.raw.to_vec());
    key.ok_or_else(|| ClientError::content(path, "is damaged; restore it from the backup"))
}

/// Check a certificate: by this authority, in force at these seconds after 1970, with role, name and signing key of this card, for
/// the key of the request that this office made.
///
/// # Errors
/// The first of these that does not hold, with the file and what to do.
pub fn check(
    (certificate, authority): (&Path, &Path),
    (card, request): (&Card, &Path),
    now: i64,
) -> Result<()> {
    let (der, root) = (
        pem(certificate, "CERTIFICATE", "certificate")?,
        pem(authority, "CERTIFICATE", "certificate of an authority")?,
    );
    let (own, root) =
        (read(certificate, &der, "certificate")?, read(authority, &root, "certificate of an authority")?);
    let wrong = |path: &Path, what: String| Err(ClientError::content(path, what));
    if !root.is_ca() || root.verify_signature(None).is_err() {
        return wrong(
            authority,
            "is no certificate of an authority; take authority.pem from the coordinator".to_owned(),
        );
    }
    let party = format!("{} {}", card.role.word(), card.name);
    let names = |name: &GeneralName<'_>| matches!(name, GeneralName::URI(uri) if *uri == uri_text(card));
    let san = own.subject_alternative_name().ok().flatten();
    let common =
        own.subject().iter_common_name().next().and_then(|name| name.as_str().ok()).unwrap_or_default();
    if common != party || !san.is_some_and(|san| san.value.general_names.iter().any(names)) {
        return wrong(
            certificate,
            format!("is for '{common}' or another signing key, and not for {party} with the key of its card"),
        );
    }
    if own.public_key().raw != requested(request)? {
        let what = "is not for the request.pem of this folder; have it issued again for that";
        return wrong(certificate, what.to_owned());
    }
    if own.verify_signature(Some(root.public_key())).is_err() {
        return wrong(
            certificate,
            format!("is not issued by {}; one of both files is another collaboration's", authority.display()),
        );
    }
    let now = ASN1Time::from_timestamp(now)
        .map_err(|_| ClientError::stop("this machine's clock is wrong", "set it"))?;
    for (path, one) in [(certificate, &own), (authority, &root)] {
        if !one.validity().is_valid_at(now) {
            let (from, to) = (one.validity().not_before, one.validity().not_after);
            return wrong(
                path,
                format!(
                    "holds from {from} to {to}, and not now; have it issued again, or set this machine's clock"
                ),
            );
        }
    }
    Ok(())
}

/// Days before its end from which an office is told that its certificate ends.
const SOON: i64 = 14;

/// What an office is told of its own certificate, if that has ended or ends soon; nothing of one that cannot be read: `join` has
/// checked it.
#[must_use]
pub fn near_its_end(certificate: &Path, now: Instant) -> Option<String> {
    let der = pem(certificate, "CERTIFICATE", "certificate").ok()?;
    let end = read(certificate, &der, "certificate").ok()?.validity().not_after;
    let left = end.timestamp().saturating_sub(now.0.div_euclid(1_000));
    let mend = "have it issued again for the same request.pem (`pki issue`), and take it with `join`";
    match left {
        ..=0 => Some(format!(
            "warning: this office's certificate ended at {end}, and the server lets nobody in with it: {mend}"
        )),
        left if left < SOON * 86_400 => {
            let days = many(usize::try_from(left.div_euclid(86_400)).unwrap_or(0), "day");
            Some(format!("warning: this office's certificate ends in {days}, at {end}: {mend} before"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::home::Role;
    use crate::pki::{Authority, DAYS, request};
    use intertally_core::sign::SecretKey;
    use std::path::PathBuf;

    #[test]
    fn what_is_handed_out_must_be_this_offices_by_this_authority_and_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| -> PathBuf {
            std::fs::write(at(name), text).unwrap();
            at(name)
        };
        for name in ["one", "two"] {
            Authority::create(&at(name), "Trial").unwrap();
        }
        let (one, two) = (Authority::open(&at("one")).unwrap(), Authority::open(&at("two")).unwrap());
        let root = at("one/authority.pem");
        let secret = |key: u8| SecretKey::from_seed(&[key; 32]);
        let card = |role, name: &str, key: u8| Card {
            role,
            name: name.into(),
            signing: hex::encode(secret(key).verifying_key().0),
            sealing: None,
        };
        let nl = card(Role::Member, "NL", 1);
        let asked = request(&nl, &secret(1)).unwrap().0;
        let own = write("request.pem", &asked);
        let good = write("good.pem", &one.issue(&asked, &nl, DAYS).unwrap());
        let now = jiff::Timestamp::now().as_second();
        let try_one = |certificate: &Path, authority: &Path, now: i64| {
            check((certificate, authority), (&nl, &own), now)
                .err()
                .map(|why| why.to_string())
                .unwrap_or_default()
        };
        assert_eq!(try_one(&good, &root, now), "");
        let issued = |name: &str, authority: &Authority, (card, key): (&Card, u8)| {
            write(name, &authority.issue(&request(card, &secret(key)).unwrap().0, card, DAYS).unwrap())
        };
        let other = issued("se.pem", &one, (&card(Role::Member, "SE", 2), 2));
        assert!(try_one(&other, &root, now).contains("is for 'member SE'"));
        let role = issued("role.pem", &one, (&card(Role::Trustee, "NL", 1), 1));
        assert!(try_one(&role, &root, now).contains("is for 'trustee NL'"));
        let key = issued("key.pem", &one, (&card(Role::Member, "NL", 3), 3));
        assert!(try_one(&key, &root, now).contains("another signing key"));
        let again = issued("again.pem", &one, (&nl, 1));
        assert!(try_one(&again, &root, now).contains("request.pem"));
        let elsewhere = write("elsewhere.pem", &two.issue(&asked, &nl, DAYS).unwrap());
        assert!(try_one(&elsewhere, &root, now).contains("is not issued by"));
        assert!(try_one(&good, &at("two/authority.pem"), now).contains("is not issued by"));
        assert!(try_one(&good, &good, now).contains("is no certificate of an authority"));
        for bad in [write("text.pem", "hello"), own.clone(), write("empty.pem", "")] {
            assert!(try_one(&bad, &root, now).contains("is no certificate"), "{}", bad.display());
            assert!(try_one(&good, &bad, now).contains("is no certificate of an authority"));
        }
        let late = now + i64::from(DAYS + 1) * 86_400;
        assert!(try_one(&good, &root, late).contains("not now"));
        let near = |days: i64| {
            near_its_end(&good, Instant((now + days * 86_400 + 3_600) * 1_000)).unwrap_or_default()
        };
        assert_eq!(near(0), "");
        assert_eq!(near(i64::from(DAYS) - 16), "");
        assert!(near(i64::from(DAYS) - 13).contains("ends in 12 days"), "{}", near(i64::from(DAYS) - 13));
        assert!(near(i64::from(DAYS) + 1).contains("ended at"));
    }
}
