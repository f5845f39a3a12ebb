//! What a person sees: lines, questions, progress. The commands speak to this trait; the terminal, the demo and tests
//! are its listeners.

/// A progress bar or whatever stands for it.
pub trait Bar: Send + Sync {
    /// How far it is.
    fn at(&self, done: u64);
    /// Finished.
    fn done(&self);
}

/// The person at the other side.
pub trait View: Send + Sync {
    /// A line.
    fn say(&self, line: &str);
    /// A question that wants a yes.
    fn confirm(&self, question: &str) -> bool;
    /// Something that takes longer than a second.
    fn bar(&self, label: &str, of: u64) -> Box<dyn Bar>;
}

/// Says nothing, and confirms or refuses everything: for scripts that were told to, and tests.
pub struct Silent {
    /// The answer to all questions.
    pub yes: bool,
}

struct NoBar;

impl Bar for NoBar {
    fn at(&self, _: u64) {}
    fn done(&self) {}
}

impl View for Silent {
    fn say(&self, _: &str) {}
    fn confirm(&self, _: &str) -> bool {
        self.yes
    }
    fn bar(&self, _: &str, _: u64) -> Box<dyn Bar> {
        Box::new(NoBar)
    }
}

/// Instants for people: in the server's zone of reference (UTC) and in local time.
#[must_use]
pub fn when(at: intertally_core::party::Instant) -> String {
    let Ok(instant) = jiff::Timestamp::from_millisecond(at.0) else { return format!("{} ms", at.0) };
    let local = instant.to_zoned(jiff::tz::TimeZone::system());
    let utc = instant.to_zoned(jiff::tz::TimeZone::UTC);
    let (utc, here) = (utc.strftime("%Y-%m-%d %H:%M UTC"), local.strftime("%Y-%m-%d %H:%M %Z"));
    if local.offset().is_zero() { utc.to_string() } else { format!("{utc} ({here})") }
}
