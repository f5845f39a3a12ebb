//! Parties of one collaboration in memory.

use futures::executor::block_on;
use intertally_core::hash::Digest;
use intertally_core::party::{CeremonyId, Instant, RoundId};
use intertally_core::seal::SecretSealingKey;
use intertally_core::sign::SecretKey;
use intertally_log::LogSigner;
use intertally_roles::coordinator::{
    Convened, Figures, NewRound, Terms, convene, count, open, propose, publish, seal,
};
use intertally_roles::member::{Given, MemberRound, Source, prepare, send, template_csv};
use intertally_roles::memory::{Memory, Server, Wall};
use intertally_roles::person::{Bar, NoBar, Notice, Question, Work, words};
use intertally_roles::session::{DIRECTORY, SEALING, SIGNING};
use intertally_roles::trustee::sit;
use intertally_roles::{Card, Directory, Person, Result, Role, Session, Shelf, Tools};
use intertally_tests::structure::Asked;
use jiff::tz::TimeZone;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// When everything begins.
pub const BEGIN: Instant = Instant(1_800_000_000_000);
/// A day, in milliseconds.
pub const DAY: i64 = 86_400_000;
const ORIGIN: &str = "memory.test";

/// Whether a question is answered with no.
type Refuses = fn(&Question) -> bool;

/// Agrees to everything but what is refused, and remembers what was said, in words.
#[derive(Default)]
pub struct Listener {
    heard: Mutex<Vec<String>>,
    refuses: Mutex<Option<Refuses>>,
}

impl Listener {
    /// What was said and asked so far.
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap().join("\n")
    }

    /// Say no to these questions from now on.
    pub fn refuse(&self, which: Refuses) {
        *self.refuses.lock().unwrap() = Some(which);
    }
}

impl Person for Listener {
    fn tell(&self, notice: &Notice) {
        self.heard.lock().unwrap().push(words::notice(notice));
    }

    fn agrees(&self, question: &Question) -> bool {
        self.heard.lock().unwrap().push(words::question(question, &TimeZone::UTC));
        !self.refuses.lock().unwrap().is_some_and(|refuses| refuses(question))
    }

    fn bar(&self, _: Work, _: u64) -> Box<dyn Bar> {
        Box::new(NoBar)
    }
}

/// One party: what it keeps, and its person.
pub struct Office {
    role: Role,
    /// Another one for each session: two returns under one randomness would be one too many (check 5 finds it).
    seed: AtomicU64,
    pub shelf: Memory,
    pub vault: Memory,
    pub person: Arc<Listener>,
}

/// A collaboration.
pub struct Town {
    pub server: Server,
    pub clock: Arc<Wall>,
    pub coordinator: Office,
    pub trustees: Vec<Office>,
    pub members: Vec<Office>,
    pub auditor: Office,
}

fn found(role: Role, name: &str, seed: u64) -> (Office, Card) {
    let (shelf, vault) = (Memory::default(), Memory::default());
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let signing = SecretKey::generate(&mut rng);
    vault.create(SIGNING, signing.to_seed().as_slice()).unwrap();
    let mut card =
        Card { role, name: name.into(), signing: hex::encode(signing.verifying_key().0), sealing: None };
    if role == Role::Coordinator {
        let sealing = SecretSealingKey::generate(&mut rng);
        vault.create(SEALING, sealing.to_bytes().as_slice()).unwrap();
        card.sealing = Some(hex::encode(sealing.public().0));
    }
    (Office { role, seed: AtomicU64::new(seed << 32), shelf, vault, person: Arc::default() }, card)
}

/// A server with an empty log, and its clock.
fn server() -> (Server, Arc<Wall>) {
    let clock = Arc::new(Wall::new(BEGIN));
    (Server::new(LogSigner::new(ORIGIN, &[9; 32]).unwrap(), Arc::clone(&clock) as _), clock)
}

impl Town {
    /// With so many trustees, and these members.
    pub fn build(trustees: u8, areas: &[&str]) -> Self {
        let (server, clock) = server();
        let log = SecretKey::from_seed(&[9; 32]).verifying_key();
        let log =
            Card { role: Role::Aggregator, name: ORIGIN.into(), signing: hex::encode(log.0), sealing: None };
        let mut party = vec![log];
        let mut one = |role, name: &str, seed| {
            let (office, card) = found(role, name, seed);
            party.push(card);
            office
        };
        let coordinator = one(Role::Coordinator, "hq", 1);
        let auditor = one(Role::Auditor, "court", 2);
        let trustees = (0..trustees).map(|at| one(Role::Trustee, &format!("t{at}"), 10 + u64::from(at)));
        let trustees: Vec<Office> = trustees.collect();
        let members = (100..).zip(areas).map(|(seed, area)| one(Role::Member, area, seed)).collect();
        let directory = Directory { party }.to_text();
        let town = Self { server, clock, coordinator, trustees, members, auditor };
        for office in town.offices() {
            office.shelf.create(DIRECTORY, directory.as_bytes()).unwrap();
        }
        town
    }

    /// The same, of offices that are there already: `shelves` has what each keeps, by role and name. The server is a new one.
    pub fn over(trustees: u8, areas: &[&str], shelves: &dyn Fn(Role, &str) -> (Memory, Memory)) -> Self {
        let mut seed = 1_000;
        let mut one = |role, name: &str| {
            seed += 1;
            let (shelf, vault) = shelves(role, name);
            Office { role, seed: AtomicU64::new(seed << 32), shelf, vault, person: Arc::default() }
        };
        let (coordinator, auditor) = (one(Role::Coordinator, "hq"), one(Role::Auditor, "court"));
        let trustees = (0..trustees).map(|at| one(Role::Trustee, &format!("t{at}"))).collect();
        let members = areas.iter().map(|area| one(Role::Member, area)).collect();
        let (server, clock) = server();
        Self { server, clock, coordinator, trustees, members, auditor }
    }

    /// All offices.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        [&self.coordinator, &self.auditor].into_iter().chain(&self.trustees).chain(&self.members)
    }

    /// The same with their roles and names, as `trustee-t0`.
    pub fn named(&self) -> impl Iterator<Item = (String, &Office)> {
        self.offices().map(|office| {
            let seed = office.vault.need32(SIGNING).unwrap();
            let key = hex::encode(SecretKey::from_seed(&seed).verifying_key().0);
            let directory = Directory::on(&office.shelf).unwrap();
            let card = directory.party.iter().find(|card| card.signing == key).unwrap();
            (format!("{}-{}", card.role.word(), card.name), office)
        })
    }

    /// A party takes up its work.
    pub fn session(&self, office: &Office) -> Session {
        let seed = office.vault.need32(SIGNING).unwrap();
        let tools = Tools {
            shelf: Arc::new(office.shelf.clone()),
            vault: Arc::new(office.vault.clone()),
            wire: self.server.line(SecretKey::from_seed(&seed).verifying_key()),
            person: Arc::clone(&office.person) as _,
            clock: Arc::clone(&self.clock) as _,
            random: Box::new(ChaCha20Rng::seed_from_u64(office.seed.fetch_add(1, Ordering::SeqCst))),
        };
        Session::open(office.role, tools).unwrap()
    }

    /// One trustee does all it can; answers with what it waits for.
    pub fn sit(&self, at: usize) -> Result<Vec<String>> {
        let mut session = self.session(&self.trustees[at]);
        block_on(async { Ok(sit(&mut session.sync().await?).await?.waits) })
    }

    /// All trustees do all they can, so many times.
    pub fn sit_all(&self, times: usize) {
        for _ in 0..times {
            for at in 0..self.trustees.len() {
                self.sit(at).unwrap();
            }
        }
    }

    /// The latest round from its seal to its publication.
    pub fn seal_and_publish(&self) {
        let coordinator = || self.session(&self.coordinator);
        block_on(async { seal(&mut coordinator().sync().await.unwrap(), None).await.unwrap() });
        self.sit_all(2);
        block_on(async { count(&mut coordinator().sync().await.unwrap(), None).await.unwrap() });
        self.sit_all(2);
        block_on(async { publish(&mut coordinator().sync().await.unwrap(), None).await.unwrap() });
    }

    /// The round of a name from its seal to its publication; answers with what that made.
    pub fn published(&self, name: &str) -> Figures {
        let coordinator = || self.session(&self.coordinator);
        block_on(async { seal(&mut coordinator().sync().await.unwrap(), Some(name)).await.unwrap() });
        self.sit_all(2);
        block_on(async { count(&mut coordinator().sync().await.unwrap(), Some(name)).await.unwrap() });
        self.sit_all(2);
        block_on(async { publish(&mut coordinator().sync().await.unwrap(), Some(name)).await.unwrap() })
    }

    /// A ceremony of one key, to its end.
    pub fn ceremony(&self, threshold: u8) -> CeremonyId {
        let id = self.convene(threshold);
        self.sit_all(5);
        id
    }

    /// A ceremony of so many keys, to its end.
    pub fn ceremony_of(&self, threshold: u8, keys: u32) -> CeremonyId {
        let id = self.convene_of(threshold, keys);
        self.sit_all(5);
        id
    }

    /// Begin a ceremony of one key: every trustee has offered.
    pub fn convene(&self, threshold: u8) -> CeremonyId {
        self.convene_of(threshold, 1)
    }

    fn convene_of(&self, threshold: u8, keys: u32) -> CeremonyId {
        let terms = Terms { threshold, keys, steps_ms: DAY, not_leading: vec![] };
        let mut session = self.session(&self.coordinator);
        block_on(async { propose(&mut session.sync().await.unwrap(), &terms).await.unwrap() });
        self.sit_all(1);
        let begun = block_on(async { convene(&mut session.sync().await.unwrap()).await.unwrap() });
        let Convened::Begun(id) = begun else { panic!("a trustee made no offer: {begun:?}") };
        id
    }

    /// Open a round over these cells.
    pub fn open(&self, name: &str, asked: &Asked, period: &str) -> RoundId {
        self.open_new(&self.planned(name, asked, period)).unwrap()
    }

    /// What the coordinator decides about such a round.
    pub fn planned(&self, name: &str, asked: &Asked, period: &str) -> NewRound {
        let now = intertally_roles::Clock::now(&*self.clock);
        NewRound {
            name: name.into(),
            structure: asked.structure().into_bytes(),
            structure_name: "structure.toml".into(),
            periods: vec![period.into()],
            members: vec![],
            min_members: 3,
            min_contributors: None,
            opens: now,
            deadline: Instant(now.0 + DAY),
            grace_ms: 1000,
            practice: false,
        }
    }

    /// Open a round.
    pub fn open_new(&self, new: &NewRound) -> Result<RoundId> {
        let mut session = self.session(&self.coordinator);
        block_on(async { open(&mut session.sync().await?, new).await })
    }

    /// A member sends these figures, one a cell; answers with the digest of what it signed.
    pub fn submit(&self, member: usize, figures: &[u32]) -> Result<Digest> {
        self.submit_to(member, None, figures)
    }

    /// The same, to the round of a name.
    pub fn submit_to(&self, member: usize, wanted: Option<&str>, figures: &[u32]) -> Result<Digest> {
        self.submit_marked(member, wanted, figures, &[])
    }

    /// The same, saying of the figures in these places that the office publishes them itself.
    pub fn submit_marked(
        &self,
        member: usize,
        wanted: Option<&str>,
        figures: &[u32],
        published: &[usize],
    ) -> Result<Digest> {
        self.submit_filled(member, wanted, &|round| fill(&template_csv(round), figures, published))
    }

    /// A member sends what is filled in of the round's template.
    pub fn submit_filled(
        &self,
        member: usize,
        wanted: Option<&str>,
        filled: &dyn Fn(&MemberRound) -> String,
    ) -> Result<Digest> {
        let mut session = self.session(&self.members[member]);
        block_on(async {
            let synced = session.sync().await?;
            let round = MemberRound::of(&synced, wanted).await?;
            let text = filled(&round);
            let file = Given { name: "return.csv".into(), bytes: text.into_bytes().into() };
            let (made, _) = prepare(&synced, wanted, Source::File(&file, None)).await?;
            Ok(send(&mut session, &made).await?.signed.claim.payload)
        })
    }
}

/// The template with these figures, in its order; those in the places `published` are marked so.
fn fill(template: &str, figures: &[u32], published: &[usize]) -> String {
    let mut lines = template.lines();
    let header = lines.next().unwrap();
    let column = |name: &str| header.split(',').position(|own| own == name).unwrap();
    let (value, status) = (column("OBS_VALUE"), column("OBS_STATUS"));
    let mut text = format!("{header}\n");
    for (at, (line, figure)) in lines.zip(figures).enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        (cells[value], cells[status]) = (figure.to_string(), "A".into());
        if published.contains(&at) {
            cells[column("PUBLISHED")] = "Y".into();
        }
        text += &cells.join(",");
        text.push('\n');
    }
    text
}
