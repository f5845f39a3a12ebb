//! The person at the other side: what is asked and told, as data. What it says in words is in one catalogue ([`words`]),
//! which a shell takes or has translated.

pub mod letters;
pub mod notice;
pub mod question;
pub mod words;

pub use notice::{CeremonyStep, Lost, Notice};
pub use question::Question;

/// A progress bar or whatever stands for it.
pub trait Bar: Send + Sync {
    /// How far it is.
    fn at(&self, done: u64);
    /// Finished.
    fn done(&self);
}

/// What takes longer than a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Submissions are fetched, checked and added up.
    Submissions,
    /// Answers of trustees are fetched and checked.
    Answers,
    /// A return is encrypted and proved.
    Encrypting,
    /// A submission goes out.
    Sending,
    /// A trustee proves its shares.
    Shares,
    /// The coordinator proves a publication.
    Publication,
    /// A record is fetched.
    Record,
    /// Files of a record are read.
    Reading,
    /// A numbered check of a record: 1, 4 or 5.
    Check(u8),
}

/// The person.
pub trait Person: Send + Sync {
    /// Something to know.
    fn tell(&self, notice: &Notice);
    /// A question that wants a yes.
    fn agrees(&self, question: &Question) -> bool;
    /// Something that takes longer than a second.
    fn bar(&self, work: Work, of: u64) -> Box<dyn Bar>;
}

/// No bar at all.
pub struct NoBar;

impl Bar for NoBar {
    fn at(&self, _: u64) {}
    fn done(&self) {}
}

/// Hears nothing, and agrees to everything that a script may agree to, or to nothing: for scripts that were told to, and
/// tests.
pub struct Silent {
    /// The answer to all questions.
    pub yes: bool,
}

impl Person for Silent {
    fn tell(&self, _: &Notice) {}
    fn agrees(&self, question: &Question) -> bool {
        self.yes && !question.wants_a_person()
    }
    fn bar(&self, _: Work, _: u64) -> Box<dyn Bar> {
        Box::new(NoBar)
    }
}
