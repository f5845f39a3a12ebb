//! What a person is asked. Figures in it are the person's own.

use intertally_core::event::Kind;
use intertally_core::party::Instant;
use intertally_returns::ToConfirm;

/// A question that wants a yes.
#[derive(Clone, PartialEq, Eq)]
pub enum Question {
    /// A member: is this figure right?
    Figure(Box<ToConfirm>),
    /// A member: does this note, which everybody will read, name no figure?
    Note {
        /// The note.
        text: String,
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
        /// Cells in all.
        cells: usize,
    },
    /// A trustee: erase the sub-keys of a round?
    Destroy {
        /// Its name.
        round: String,
    },
    /// The coordinator: seal?
    Seal {
        /// Name of the round.
        round: String,
        /// Members that have submitted.
        have: usize,
        /// Members listed.
        listed: usize,
    },
    /// The coordinator: hold or cancel a round?
    Aside {
        /// Which of both.
        kind: Kind,
        /// Name of the round.
        round: String,
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
    /// A date was typed without a zone: is it right?
    Date {
        /// What for, and when that is.
        shown: String,
        /// What was typed.
        typed: String,
    },
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
