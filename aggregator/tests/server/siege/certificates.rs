//! Certificates at their end, revoked, of nobody; parties of no round.

use crate::{World, id, write};
use intertally_aggregator::serve::StartError;
use intertally_core::party::{MemberIndex, Party};
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use intertally_proto::pb::rounds_client::RoundsClient;
use intertally_proto::status::Problem;
use rcgen::{
    CertificateParams, CertificateRevocationListParams, KeyIdMethod, KeyPair, RevokedCertParams, SanType,
    SerialNumber, date_time_ymd,
};
use std::time::Duration;
use tokio::net::TcpListener;

const MEMBER: Party = Party::Member(MemberIndex(0));
const OTHER: Party = Party::Member(MemberIndex(1));

impl World {
    /// A member's certificate with a serial number and an end.
    fn dated(&self, party: Party, serial: u64, end: i32) -> (String, String) {
        let key = crate::key_of(party).verifying_key();
        let uri = format!("intertally:member:{}", hex::encode(key.0));
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.subject_alt_names = vec![SanType::URI(uri.try_into().unwrap())];
        params.serial_number = Some(SerialNumber::from(serial));
        params.not_after = date_time_ymd(end, 1, 1);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.authority.issuer).unwrap().pem(), key.serialize_pem())
    }

    fn revoke(&self, serials: &[u64]) {
        let revoked = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2024, 1, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2024, 1, 1),
            next_update: date_time_ymd(2090, 1, 1),
            crl_number: SerialNumber::from(serials.len() as u64),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.authority.issuer).unwrap();
        write(self.folder.path(), "revoked.pem", &list.pem().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_certificate_is_out_within_seconds_and_a_renewed_one_is_in() {
    let mut w = World::new().await;
    w.revoke(&[7]);
    w.config.tls.revoked = Some(w.folder.path().join("revoked.pem"));
    w.restart().await;
    let (old, new) = (w.dated(MEMBER, 100, 2090), w.dated(MEMBER, 101, 2090));
    let mut live = w.raw(old.clone(), 65_535).await;
    let mut other = w.raw(w.authority.party(OTHER), 65_535).await;
    assert!(!live.is_closed(Duration::from_millis(300)).await);
    w.revoke(&[7, 100]);
    assert!(live.is_closed(Duration::from_secs(10)).await, "also the connection that it has");
    assert!(!other.is_closed(Duration::from_millis(300)).await);
    let ask = |identity| async {
        let channel = w.channel_with(Some(identity)).await;
        RecordClient::new(channel).checkpoint(pb::CheckpointRequest::default()).await
    };
    assert!(ask(old).await.is_err());
    ask(new.clone()).await.unwrap();
    // A list that cannot be read changes nothing: what was revoked stays so, who was in stays in.
    write(w.folder.path(), "revoked.pem", "nonsense");
    tokio::time::sleep(Duration::from_secs(2)).await;
    ask(new).await.unwrap();
    w.is_well_for(OTHER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_revoked_certificates_that_is_named_later_holds_from_then_on() {
    let w = World::new().await;
    assert!(w.config.tls.revoked.is_none(), "it was started without one");
    let (old, other) = (w.dated(MEMBER, 100, 2090), w.authority.party(OTHER));
    let mut live = w.raw(old.clone(), 65_535).await;
    w.revoke(&[100]);
    let mut tls = w.config.tls.clone();
    // A list that is not there changes nothing, and is told.
    tls.revoked = Some(w.folder.path().join("nowhere.pem"));
    let why = w.server.as_ref().unwrap().follow(&tls).unwrap_err().to_string();
    assert!(
        why.contains("nowhere.pem, the list of revoked certificates") && why.contains("pki server"),
        "{why}"
    );
    assert!(!live.is_closed(Duration::from_millis(300)).await);
    tls.revoked = Some(w.folder.path().join("revoked.pem"));
    w.server.as_ref().unwrap().follow(&tls).unwrap();
    assert!(live.is_closed(Duration::from_secs(10)).await, "also the connection that it has");
    let channel = w.channel_with(Some(old)).await;
    assert!(RecordClient::new(channel).checkpoint(pb::CheckpointRequest::default()).await.is_err());
    // From then on each later list is read by itself.
    let mut later = w.raw(w.dated(MEMBER, 101, 2090), 65_535).await;
    assert!(!later.is_closed(Duration::from_millis(300)).await);
    w.revoke(&[100, 101]);
    assert!(later.is_closed(Duration::from_secs(10)).await);
    assert!(!w.raw(other, 65_535).await.is_closed(Duration::from_millis(300)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_after_its_end_is_refused_and_the_servers_own_is_renewed_while_it_runs() {
    let w = World::new().await;
    let late = w.channel_with(Some(w.dated(MEMBER, 5, 2020))).await;
    assert!(RecordClient::new(late).checkpoint(pb::CheckpointRequest::default()).await.is_err());
    let shown = |stream: tokio_rustls::client::TlsStream<_>| {
        stream.get_ref().1.peer_certificates().unwrap()[0].as_ref().to_vec()
    };
    let before = shown(w.secured(w.authority.party(OTHER)).await.unwrap());
    let (certificate, key) = w.authority.issue(SanType::DnsName("localhost".try_into().unwrap()));
    // Half of it written is no certificate: the old one stays.
    write(w.folder.path(), "server.key", &key);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(shown(w.secured(w.authority.party(OTHER)).await.unwrap()), before);
    write(w.folder.path(), "server.pem", &certificate);
    w.server.as_ref().unwrap().reload();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_ne!(shown(w.secured(w.authority.party(OTHER)).await.unwrap()), before);
    w.is_well_for(OTHER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_of_no_round_reads_what_is_public_alone() {
    let w = World::new().await;
    let stranger = Party::Member(MemberIndex(77));
    let channel = w.channel(stranger).await;
    let mut record = RecordClient::new(channel.clone());
    record.identity(pb::IdentityRequest {}).await.unwrap();
    record.checkpoint(pb::CheckpointRequest::default()).await.unwrap();
    let outside = |status: tonic::Status| id(&Problem::of(&status));
    let events = pb::EventsRequest { from: 0, payloads: true };
    assert_eq!(outside(record.events(events).await.err().unwrap()), "OUTSIDE");
    assert_eq!(outside(record.inclusion(pb::InclusionRequest { height: 0 }).await.unwrap_err()), "OUTSIDE");
    let blob = pb::BlobRequest { kind: "file".into(), digest: vec![0; 32].into(), offset: 0 };
    assert_eq!(outside(record.blob(blob).await.err().unwrap()), "OUTSIDE");
    let mut rounds = RoundsClient::new(channel.clone());
    assert_eq!(outside(rounds.list(pb::ListRoundsRequest {}).await.unwrap_err()), "OUTSIDE");
    assert_eq!(outside(rounds.watch(pb::WatchRequest::default()).await.err().unwrap()), "OUTSIDE");
    let mut terms = pb::ceremonies_client::CeremoniesClient::new(channel);
    assert_eq!(outside(terms.list_terms(pb::ListTermsRequest {}).await.unwrap_err()), "OUTSIDE");
    // An auditor's certificate is its admission.
    let uri = format!("intertally:auditor:{}", hex::encode([9; 32]));
    let auditor = w.authority.issue(SanType::URI(uri.try_into().unwrap()));
    let mut rounds = RoundsClient::new(w.channel_with(Some(auditor)).await);
    assert_eq!(rounds.list(pb::ListRoundsRequest {}).await.unwrap().into_inner().rounds.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn coordinators_are_listed_or_the_server_does_not_start() {
    let mut w = World::new().await;
    w.server.take().unwrap().shutdown().await;
    let listed = std::mem::take(&mut w.config.coordinators);
    for wrong in [vec![], vec!["ab".to_owned()], vec!["x".repeat(64)], vec!["0".repeat(64)]] {
        w.config.coordinators = wrong;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let refused = intertally_aggregator::start(&w.config, listener).await;
        assert!(matches!(refused, Err(StartError::Config(_))));
    }
    w.config.coordinators = listed;
    w.start().await;
    w.is_well_for(OTHER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_reads_the_certificates_again_and_ends_nothing() {
    let mut w = World::new().await;
    let server = w.outside("true").await;
    w.is_well_for(OTHER).await;
    let (certificate, key) = w.authority.issue(SanType::DnsName("localhost".try_into().unwrap()));
    write(w.folder.path(), "server.key", &key);
    write(w.folder.path(), "server.pem", &certificate);
    let hangup = std::process::Command::new("kill").args(["-HUP", &server.0.id().to_string()]).status();
    assert!(hangup.unwrap().success());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let stream = w.secured(w.authority.party(OTHER)).await.unwrap();
    let shown = stream.get_ref().1.peer_certificates().unwrap()[0].as_ref().to_vec();
    use rustls::pki_types::pem::PemObject;
    let wanted = rustls::pki_types::CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    assert_eq!(shown, wanted.as_ref());
    w.is_well_for(OTHER).await;
}
