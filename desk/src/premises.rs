//! What the program lends the desk: the offices of this machine.

use intertally_roles::{Card, Person, Result, Role, Session, Synced};
use intertally_verify::record::{Edition, Source};
use std::pin::Pin;
use std::sync::Arc;
use zeroize::Zeroizing;

/// An office that is to be made.
pub struct NewOffice {
    /// Its role.
    pub role: Role,
    /// A member's area code as the structure has it; the name of the office otherwise.
    pub name: String,
    /// Address of the server, `https://HOST:PORT`.
    pub server: String,
    /// What its secrets are encrypted with.
    pub passphrase: Zeroizing<String>,
}

/// A file that an office sends to the coordinator. Public.
pub struct Handout {
    /// Its name, without folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The three files that an office gets back.
pub struct Joining {
    /// The directory of all parties.
    pub directory: Vec<u8>,
    /// The certificate of the collaboration's authority, PEM.
    pub authority: Vec<u8>,
    /// This office's certificate, PEM.
    pub certificate: Vec<u8>,
}

/// A record that was written on this machine.
pub struct Exported {
    /// How people find it.
    pub place: String,
    /// Files in it.
    pub files: usize,
}

/// How far an office has come.
pub enum Standing {
    /// There is none.
    Bare,
    /// It has keys, and waits for what comes back.
    Founded(Card),
    /// It has joined, and can be opened with its passphrase.
    Joined(Card),
}

/// The offices of this machine, one a role. Every method may read and write files and wait: the desk calls them on threads
/// for that.
pub trait Premises: Send + Sync {
    /// How far the office of a role has come.
    ///
    /// # Errors
    /// What stands there and cannot be read, or is the office of another role.
    fn standing(&self, role: Role) -> Result<Standing>;
    /// How people find it.
    fn place(&self, role: Role) -> String;
    /// Make it, with fresh keys. Answers with what it shows of itself.
    ///
    /// # Errors
    /// A name, address or passphrase that is no good, or an office that is there already.
    fn found(&self, new: &NewOffice) -> Result<Card>;
    /// What it sends to the coordinator.
    ///
    /// # Errors
    /// Files that cannot be read.
    fn handouts(&self, role: Role) -> Result<Vec<Handout>>;
    /// Take in what came back, after the person has compared the fingerprints.
    ///
    /// # Errors
    /// A file that is not for this office, or none of its kind.
    fn join(&self, role: Role, given: &Joining) -> Result<()>;
    /// Open it. Nobody else works in it until the session is dropped.
    ///
    /// # Errors
    /// A wrong passphrase, or an office that somebody else holds.
    fn open(&self, role: Role, passphrase: &str, person: Arc<dyn Person>) -> Result<Session>;
    /// Whether this machine may have an office of a role: where one folder was named, of its role alone.
    fn has(&self, _: Role) -> bool {
        true
    }
    /// Everything that the open office of a trustee needs to go on elsewhere, encrypted under this passphrase, as a file.
    ///
    /// # Errors
    /// A passphrase that is no good, or secrets that cannot be read.
    fn backup(&self, session: &Session, passphrase: Zeroizing<String>) -> Result<Handout>;
    /// Make the office of a trustee from what [`Premises::backup`] made: with its passphrase, under an own one.
    ///
    /// # Errors
    /// Bytes that do not open, a passphrase that is no good, or an office that is there already.
    fn restore(&self, backup: &[u8], passphrases: (&str, &str)) -> Result<()>;
    /// Write the record of a round where the coordinator's office keeps them: as a folder, and as one archive beside it.
    ///
    /// # Errors
    /// What is not kept in this office, or cannot be written.
    fn export<'a>(
        &'a self,
        session: &'a Synced<'a>,
        round: &'a str,
        edition: Edition,
    ) -> Pin<Box<dyn Future<Output = Result<Exported>> + 'a>>;
    /// A record that lies on this machine, as a folder or an archive.
    ///
    /// # Errors
    /// A path at which there is none.
    fn record(&self, path: &str) -> Result<Box<dyn Source + Send>>;
}
