//! What a person is asked. Figures in it are the person's own.

use intertally_core::event::Kind;
use intertally_core::fold::RoundState;
use intertally_core::party::Instant;
use intertally_returns::ToConfirm;

/// A question that wants a yes.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// A member: are these figures right? All that are far from the last ones, or unusual, at once.
    Figures(Box<Doubts>),
    /// A member: send figures of its own to a practice round?
    RealToPractice {
        /// Name of the round.
        round: String,
    },
    /// A member: does this note, which everybody will read, name no figure?
    Note {
        /// The note.
        text: String,
    },
    /// A member: send these figures in clear? The return says that the office publishes them itself.
    InClear {
        /// Keys of their cells.
        cells: Vec<String>,
    },
    /// A member: send once more what counts already, to the letter?
    SameAgain {
        /// The revision that counts.
        revision: u32,
        /// When the log took it.
        at: Instant,
        /// Name of the round.
        round: String,
    },
    /// A member: encrypt this return?
    Encrypt(Box<Outline>),
    /// A member: take the submission back?
    Withdraw {
        /// Its revision.
        revision: u32,
        /// Name of the round.
        round: String,
    },
    /// A member: erase what is kept of a round?
    Forget {
        /// Its name.
        round: String,
    },
    /// A trustee: take part in this ceremony?
    TakePart {
        /// t of n.
        committee: (u8, usize),
        /// Keys.
        keys: u32,
        /// Until when to commit.
        commit_by: Instant,
        /// Names of trustees that failed the ceremony before, and would lead again; empty if none would.
        again: String,
    },
    /// The coordinator: take back the ceremony that was proposed to these trustees?
    TakeBack {
        /// Names.
        trustees: Vec<String>,
    },
    /// A trustee: the rules want a person's consent to this round, and why.
    Consent {
        /// Its name.
        round: String,
        /// Why.
        reasons: Vec<String>,
    },
    /// A trustee: state for this sealed set?
    State(Box<SealedRound>),
    /// A trustee: open the approved totals?
    OpenTotals {
        /// The round.
        round: Heading,
        /// Totals that are opened.
        approved: usize,
        /// Totals that the round asks for: its cells without those that are only counted.
        cells: usize,
    },
    /// A trustee: erase the sub-keys of a round?
    Destroy {
        /// The round.
        round: AtHand,
    },
    /// The coordinator: open this round?
    Open(Box<RoundOutline>),
    /// The coordinator: move the deadline?
    Extend {
        /// The round.
        round: AtHand,
        /// The deadline as it is.
        from: Instant,
        /// As it would be.
        to: Instant,
    },
    /// The coordinator: adopt this plan, for ever?
    Adopt {
        /// The round.
        round: Heading,
        /// Totals that would be opened.
        approved: usize,
        /// Those that would stay closed.
        withheld: usize,
    },
    /// The coordinator: publish these files, for ever?
    Publish {
        /// The round.
        round: Heading,
        /// Totals in the files that have a value.
        shown: usize,
        /// Those that are withheld.
        withheld: usize,
        /// Names of the files.
        files: Vec<String>,
    },
    /// The coordinator: seal?
    Seal {
        /// The round.
        round: AtHand,
        /// Members that have submitted.
        have: usize,
        /// Members listed.
        listed: usize,
    },
    /// The coordinator: hold or cancel a round?
    Aside {
        /// Which of both.
        kind: Kind,
        /// The round.
        round: AtHand,
        /// Public.
        reason: String,
    },
    /// Everybody: were the fingerprints of the directory compared?
    Fingerprints,
    /// The authority: did the office read out the same fingerprint?
    Card {
        /// Role and name.
        who: String,
        /// The fingerprint.
        fingerprint: String,
    },
    /// A date was typed that is doubtful, such as one without a zone: is it right?
    Date {
        /// What for, and when that is.
        shown: String,
        /// What was typed.
        typed: String,
        /// What is doubtful about it, as what follows the text in a sentence.
        doubt: String,
    },
    /// Everybody: replace a file that is there?
    Replace {
        /// How people find it.
        path: String,
    },
}

impl Question {
    /// Whether only a person can answer: a script that says yes to everything means the steps that it knows, and neither
    /// the loss of a file, nor real figures in a practice round, nor figures in clear, nor the same return twice.
    #[must_use]
    pub const fn wants_a_person(&self) -> bool {
        matches!(
            self,
            Self::Replace { .. }
                | Self::RealToPractice { .. }
                | Self::InClear { .. }
                | Self::SameAgain { .. }
        )
    }
}

/// Figures that may be slips.
#[derive(Clone, PartialEq, Eq)]
pub struct Doubts {
    /// Worst first.
    pub figures: Vec<ToConfirm>,
    /// What most of them have in common.
    pub cause: Option<Cause>,
    /// The revision of the same round that they are compared with, where the return corrects one: what is far from it may be
    /// just what is corrected.
    pub corrects: Option<u32>,
}

/// Most of the doubted figures are about so many times the last ones, or so many times less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// 10, 100 or 1000.
    pub factor: u32,
    /// More than last time; less otherwise.
    pub more: bool,
    /// How many of the figures.
    pub figures: usize,
}

/// A round as it would be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundOutline {
    /// Its name.
    pub name: String,
    /// A practice round.
    pub practice: bool,
    /// A revision round.
    pub revision: bool,
    /// Of its structure: id and version, and the file that it was read from.
    pub structure: (String, String),
    /// Tables of the structure.
    pub tables: usize,
    /// When this was shown: how near the deadline is.
    pub now: Instant,
    /// Periods.
    pub periods: Vec<String>,
    /// Areas of the members.
    pub areas: Vec<String>,
    /// Fewest members for sealing.
    pub min_members: u16,
    /// Cells that members fill in, and cells that are only counted.
    pub cells: (usize, usize),
    /// Fewest contributors of a total: the least and the most of all cells.
    pub contributors: (u16, u16),
    /// When submissions open and close.
    pub dates: (Instant, Instant),
    /// t of n.
    pub committee: (u8, usize),
    /// The ceremony that its keys are of: id, hexadecimal, and when the log has it begin.
    pub ceremony: (String, Instant),
    /// Keys that it uses up.
    pub keys: usize,
    /// Earlier rounds that it names and that asked for some of the same periods: name, and these periods.
    pub same_periods: Vec<(String, Vec<String>)>,
    /// Periods that are not over.
    pub not_over: Vec<String>,
    /// Names of earlier rounds whose openings it names.
    pub earlier: Vec<String>,
    /// What these opened and this one does not ask again: nothing connected with it opens. Name and keys of each.
    pub not_again: Vec<(String, Vec<String>)>,
    /// Names of the rounds that its report would be compared with, if it were made now.
    pub compared: Vec<String>,
}

/// A deadline nearer than this is pointed out, in milliseconds.
const NEAR: i64 = 3_600_000;

impl RoundOutline {
    /// Whether one member that stays away stops it.
    #[must_use]
    pub fn needs_all(&self) -> bool {
        usize::from(self.min_members) >= self.areas.len()
    }

    /// Minutes until it closes, where these are so few that the date may be a slip.
    #[must_use]
    pub fn closes_soon(&self) -> Option<i64> {
        let left = self.dates.1.0.saturating_sub(self.now.0);
        (left < NEAR).then(|| left.div_euclid(60_000).max(0))
    }
}

/// A return in short.
#[derive(Clone, PartialEq, Eq)]
pub struct Outline {
    /// The member's area.
    pub area: String,
    /// Name of the round.
    pub round: String,
    /// Revision.
    pub revision: u32,
    /// Cells with a figure, of how many.
    pub filled: (usize, usize),
    /// Cells without a figure.
    pub missing: usize,
    /// Public notes.
    pub notes: usize,
    /// The largest figure and its cell.
    pub largest: Option<(String, u32)>,
}

/// A round in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// A practice round.
    pub practice: bool,
    /// Its id, hexadecimal.
    pub id: String,
}

/// The round that a step is about, so that nobody takes it for another of the same name: with its id, where it stands, and how
/// many have sent. Equal if it is the same round.
#[derive(Clone, Debug)]
pub struct AtHand {
    /// Name and id.
    pub heading: Heading,
    /// Its phase, in a word.
    pub phase: &'static str,
    /// Members whose return is in, of those listed.
    pub sent: (usize, usize),
}

impl PartialEq for AtHand {
    fn eq(&self, other: &Self) -> bool {
        self.heading == other.heading
    }
}

impl Eq for AtHand {}

impl AtHand {
    /// Of a round as the log has it.
    #[must_use]
    pub fn of(round: &RoundState) -> Self {
        let sent = (round.latest().count(), round.manifest().members.len());
        Self { heading: heading(round), phase: round.phase().name(), sent }
    }
}

/// The heading of a round.
#[must_use]
pub fn heading(round: &RoundState) -> Heading {
    let manifest = round.manifest();
    Heading { name: manifest.name.clone(), practice: manifest.practice, id: round.id().0.to_string() }
}

/// A sealed round in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRound {
    /// The round.
    pub round: Heading,
    /// When it was sealed.
    pub at: Option<Instant>,
    /// Areas of the sealed members.
    pub areas: Vec<String>,
    /// Members listed.
    pub listed: usize,
    /// Cells.
    pub cells: usize,
    /// Fewest contributors of a total: the least and the most of all cells.
    pub contributors: (u16, u16),
    /// Earlier records that count.
    pub earlier: usize,
    /// Keys.
    pub keys: usize,
}
