//! Everybody's place: an authority, the server, one office per party, joined.

use anyhow::{Context, Result};
use intertally_aggregator::config::{ClockSettings, Limits, PublishedTo, Tls};
use intertally_aggregator::{Config, Handle, found, start};
use intertally_client::home::{Card, Directory, Office, Role, Settings};
use intertally_client::pki::{Authority, DAYS};
use intertally_client::session;
use intertally_core::sign::SecretKey;
use intertally_roles::Session;
use intertally_roles::person::{Bar, NoBar, Notice, Person, Question, Work};
use rand_core::OsRng;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Passphrases of the demo protect nothing: they are here in the source.
const PASSPHRASE: &str = "demo";
/// The least scrypt work, since there is nothing to protect.
const WORK: u8 = 2;
const ORIGIN: &str = "demo.intertally";

/// The demo's people: they agree to everything, figures in the clear of members that publish their own among it, and
/// only the demo itself speaks.
struct Willing;

impl Person for Willing {
    fn tell(&self, _: &Notice) {}
    fn agrees(&self, _: &Question) -> bool {
        true
    }
    fn bar(&self, _: Work, _: u64) -> Box<dyn Bar> {
        Box::new(NoBar)
    }
}

/// The server and all offices.
pub struct Town {
    /// The running server.
    pub server: Handle,
    offices: Vec<Office>,
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

async fn serve(
    folder: &Path,
    authority: &Authority,
    (listener, coordinator): (TcpListener, &str),
    signing: &SecretKey,
) -> Result<Handle> {
    let (certificate, key) = authority.server(&["localhost".to_owned(), "127.0.0.1".to_owned()], DAYS)?;
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| path.display().to_string()).map(|()| path)
    };
    let config = Config {
        origin: ORIGIN.into(),
        listen: listener.local_addr()?,
        data: folder.join("data"),
        blob_folder: None,
        postgres: None,
        s3: None,
        head: folder.join("log.head"),
        key: folder.join("aggregator.key"),
        passphrase_file: write("passphrase", PASSPHRASE.as_bytes())?,
        tls: Tls {
            certificate: write("server.pem", certificate.as_bytes())?,
            key: write("server.key", key.as_bytes())?,
            client_authority: folder.join("pki/authority.pem"),
            revoked: None,
        },
        limits: Limits::default(),
        clock: ClockSettings::default(),
        watch: None,
        log: None,
        published_to: PublishedTo::default(),
        coordinators: vec![coordinator.to_owned()],
    };
    found(&config, signing).await?;
    Ok(start(&config, listener).await?)
}

impl Town {
    /// Build it.
    pub async fn build(folder: &Path, areas: &[String], trustees: u8) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let authority = Authority::create(&folder.join("pki"), "Demo")?;
        // The offices are told the address, and the server the coordinator's key: the port is taken first.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("https://localhost:{}", listener.local_addr()?.port());
        let log_key = SecretKey::generate(&mut OsRng);
        let mut wanted =
            vec![(Role::Coordinator, "coordinator".to_owned()), (Role::Auditor, "auditor".to_owned())];
        wanted.extend((1..=trustees).map(|number| (Role::Trustee, format!("trustee {number}"))));
        wanted.extend(areas.iter().map(|area| (Role::Member, area.clone())));
        let log = Card {
            role: Role::Aggregator,
            name: ORIGIN.into(),
            signing: hex::encode(log_key.verifying_key().0),
            sealing: None,
        };
        let (mut party, mut offices) = (vec![log], Vec::new());
        for (role, name) in wanted {
            let place = folder.join(role.word()).join(name.replace(' ', "-"));
            let settings = Settings { role, name, server: address.clone() };
            let (office, card) =
                Office::init(&place, settings, &PASSPHRASE.to_owned().into(), WORK, &mut OsRng)?;
            let certificate = authority.issue(&text(&office.path("request.pem"))?, &card, DAYS)?;
            std::fs::write(office.path("issued.pem"), certificate)?;
            party.push(card);
            offices.push(office);
        }
        let coordinator = party.iter().find(|card| card.role == Role::Coordinator);
        let coordinator = coordinator.map(|card| card.signing.clone()).unwrap_or_default();
        let server = serve(folder, &authority, (listener, &coordinator), &log_key).await?;
        let directory = folder.join("directory.toml");
        std::fs::write(&directory, Directory { party }.to_text())?;
        for office in &offices {
            office.join(&directory, &folder.join("pki/authority.pem"), &office.path("issued.pem"))?;
        }
        Ok(Self { server, offices })
    }

    /// Open sessions of all offices of a role, in order.
    pub fn sessions(&self, role: Role) -> Result<Vec<Session>> {
        let of_role = self.offices.iter().filter(|office| office.settings.role == role);
        let open = |office: &Office| {
            session::open(office, &PASSPHRASE.to_owned().into(), Arc::new(Willing)).map_err(Into::into)
        };
        of_role.map(open).collect()
    }
}
