//! Why a store could not do it, whatever its backend.

/// What a backend's library says; shown, never looked into.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The backend failed.
    #[error("{place} failed: {source}; {next}")]
    Failed {
        /// Which store.
        place: String,
        /// What to do.
        next: &'static str,
        /// What its library says.
        source: Cause,
    },
    /// Another program has it for itself for the moment.
    #[error(
        "another program holds {place} ({source}), a backup or a tool that looks at it: close it, or wait until it is done; \
         nothing is lost and nothing has to be restored"
    )]
    Held {
        /// Which store.
        place: String,
        /// What its library says.
        source: Cause,
    },
    /// The log is not as long as whoever appended took it to be: nothing was written.
    #[error("the log moved: {there} events are stored; read on from there, and judge the event again")]
    Moved {
        /// Events that are stored.
        there: u64,
    },
    /// A file of it.
    #[error("a file of the store failed: {0}; look at its disk")]
    File(#[from] std::io::Error),
    /// The schema could not be brought up to date.
    #[error(
        "{place} is of another version of the server: {source}; run the version that wrote it last, or a later one"
    )]
    Version {
        /// Which store.
        place: String,
        /// What its library says.
        source: Cause,
    },
    /// Something else stands there already.
    #[error("another value stands in this place; the first one stays")]
    Other,
    /// As many as there may be stand there already.
    #[error("as much as there is room for stands in this place")]
    Full,
    /// No log where one should be.
    #[error(
        "there is no log in {0}: is its volume mounted? `restore` brings a backup back, `recover` takes the log from a \
         party's copy; `init` begins a new one for a new collaboration"
    )]
    Missing(String),
    /// A log where none should be.
    #[error("{0} exists already; a log is never begun or restored over another: move it away first")]
    Exists(String),
    /// What is stored does not fit together.
    #[error(
        "the database {place} is damaged ({what}); restore the backup, or `recover` from a party's copy of the log"
    )]
    Damaged {
        /// Which.
        place: String,
        /// What is said of it.
        what: String,
    },
    /// It is there, and must not be used as it is.
    #[error("{place} cannot hold a log: {what}; set it right there, then start the server again")]
    Unfit {
        /// Which store.
        place: String,
        /// Why.
        what: &'static str,
    },
    /// The configuration names it in a way that is refused.
    #[error("{0}")]
    Address(String),
    /// The configuration wants a backend that this program was built without.
    #[error(
        "this server was built without {0}: build it with `--features {0}`, or take its section out of the configuration"
    )]
    NotBuilt(&'static str),
    /// Opened to look at.
    #[error("the database was opened for reading alone")]
    ReadOnly,
}
