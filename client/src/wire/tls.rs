//! What TLS says when a connection fails, in words: whose certificate does not hold, and who mends it. Without this every such
//! failure reads as one of the network.

use std::error::Error;

/// What a failure that has these causes comes from, and what to do; none if TLS has nothing to say to it. `causes`: the texts of
/// an error and of all that lie behind it.
fn words(causes: &[String]) -> Option<&'static str> {
    let has = |text: &str| causes.iter().any(|cause| cause.contains(text));
    // The other side's alert is about this office's certificate.
    let alert = |name: &str| has(&format!("received fatal alert: {name}"));
    if alert("CertificateRevoked") {
        return Some(
            "the server refuses this office: its certificate was revoked; ask the coordinator why, and have a new one issued for \
             the same request.pem (`join` takes it)",
        );
    }
    if alert("CertificateExpired") {
        return Some(
            "the server refuses this office: its certificate has ended; have it issued again for the same request.pem, and take it \
             with `join`",
        );
    }
    if ["UnknownCA", "BadCertificate", "CertificateUnknown", "CertificateRequired", "AccessDenied"]
        .iter()
        .any(|name| alert(name))
    {
        return Some(
            "the server refuses this office's certificate: another authority issued it, or the server's authority has changed; ask \
             its operator, and take the certificate that you are given with `join`",
        );
    }
    let peer = |name: &str| has(&format!("invalid peer certificate: {name}"));
    if peer("Expired") || has("certificate expired") {
        return Some(
            "the SERVER's certificate has ended, or this machine's clock is wrong: nothing is wrong with this office's; compare the \
             clock, and tell the server's operator",
        );
    }
    if peer("NotValidYet") || has("certificate not valid yet") {
        return Some(
            "the SERVER's certificate is not valid yet by this machine's clock; compare the clock with another one",
        );
    }
    if peer("NotValidForName") || has("certificate not valid for name") {
        return Some(
            "the server's certificate is not for the host in `server` of office.toml; correct the address there, or ask the \
             operator which names it is for",
        );
    }
    if peer("UnknownIssuer") || peer("BadSignature") {
        return Some(
            "the server's certificate is not of this collaboration's authority: another server answers there, or the authority has \
             changed; do not go on before the operator has told you which",
        );
    }
    None
}

/// The same of an error as it comes.
pub(super) fn of(error: &(dyn Error + 'static)) -> Option<&'static str> {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    words(&chain.map(|cause| format!("{cause} {cause:?}")).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tls_says_names_whose_certificate_does_not_hold() {
        let says = |text: &str| words(&["transport error".into(), text.into()]);
        for (text, wanted) in [
            ("received fatal alert: CertificateRevoked", "was revoked"),
            ("received fatal alert: CertificateExpired", "this office: its certificate has ended"),
            ("received fatal alert: UnknownCA", "another authority issued it"),
            ("invalid peer certificate: Expired", "the SERVER's certificate has ended"),
            (
                "invalid peer certificate: certificate expired: verification time 3",
                "the SERVER's certificate has ended",
            ),
            ("invalid peer certificate: UnknownIssuer", "not of this collaboration's authority"),
            ("invalid peer certificate: certificate not valid for name \"a\"", "not for the host"),
        ] {
            let said = says(text).unwrap();
            assert!(said.contains(wanted) && said.contains("; "), "{text}: {said}");
        }
        assert_eq!(says("Connection refused (os error 111)"), None);
    }
}
