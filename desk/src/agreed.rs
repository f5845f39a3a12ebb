//! What the person has agreed to on the page on which it was shown: the same questions are not asked again. What differs
//! from what was shown by a single figure is asked.

use intertally_returns::{Summary, ToConfirm};
use intertally_roles::person::question::Outline;
use intertally_roles::person::{Notice, Question};

/// Answers that were given on a page.
#[derive(Default)]
pub(crate) struct Agreed {
    /// Figures that are right although they are far from the last ones, or unusual.
    figures: Vec<ToConfirm>,
    /// Notes that name no figure.
    notes: Vec<String>,
    /// Cells of figures that go out in clear.
    in_clear: Vec<String>,
    /// The return as it was shown: cells with a figure, of how many, and the largest.
    outline: Option<Shown>,
    /// A question that the page asked in just these terms.
    exact: Option<Question>,
    /// A practice round to which own figures go.
    practice: Option<String>,
    /// A practice round to which made-up figures go.
    made_up: Option<String>,
}

struct Shown {
    round: String,
    revision: u32,
    filled: (usize, usize),
    missing: usize,
    notes: usize,
    largest: Option<(String, u32)>,
}

/// What was ticked under a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ticks {
    /// The figures that may be slips are right.
    pub(crate) figures: bool,
    /// The notes with digits name no figure.
    pub(crate) notes: bool,
    /// The figures that are marked as published go out in clear.
    pub(crate) clear: bool,
    /// Own figures go to a practice round.
    pub(crate) practice: bool,
}

impl Agreed {
    /// A return whose summary was shown, to this revision of this round. What was not ticked is asked.
    pub(crate) fn to_send(summary: &Summary, (round, revision): (&str, u32), ticks: Ticks) -> Self {
        let digits = summary.notes.iter().filter(|note| note.digits && ticks.notes);
        Self {
            figures: if ticks.figures { summary.to_confirm.clone() } else { Vec::new() },
            notes: digits.map(|note| note.text.clone()).collect(),
            in_clear: if ticks.clear { summary.public.clone() } else { Vec::new() },
            outline: Some(Shown {
                round: round.to_owned(),
                revision,
                filled: (summary.filled, summary.cells),
                missing: summary.missing.values().sum(),
                notes: summary.notes.iter().map(|note| note.cells.max(1)).sum(),
                largest: summary.largest.clone(),
            }),
            practice: ticks.practice.then(|| round.to_owned()),
            ..Self::default()
        }
    }

    /// What the page before asked, and nothing that differs from it.
    pub(crate) fn to(question: Question) -> Self {
        Self { exact: Some(question), ..Self::default() }
    }

    /// Taking back a revision.
    pub(crate) fn to_withdraw(revision: u32, round: &str) -> Self {
        Self::to(Question::Withdraw { revision, round: round.to_owned() })
    }

    /// Made-up figures to a practice round, whatever they are.
    pub(crate) fn to_practise(round: &str) -> Self {
        Self { made_up: Some(round.to_owned()), ..Self::default() }
    }

    /// Whether a question asks for what was agreed to.
    pub(crate) fn covers(&self, question: &Question) -> bool {
        if self.exact.as_ref() == Some(question) {
            return true;
        }
        match question {
            Question::Figures(doubts) => doubts.figures.iter().all(|figure| self.figures.contains(figure)),
            Question::Note { text } => self.notes.contains(text),
            Question::InClear { cells } => cells.iter().all(|cell| self.in_clear.contains(cell)),
            Question::Encrypt(outline) => {
                self.made_up.as_ref() == Some(&outline.round)
                    || self.outline.as_ref().is_some_and(|shown| shown.is(outline))
            }
            Question::RealToPractice { round } => self.practice.as_ref() == Some(round),
            _ => false,
        }
    }

    /// Whether the page before has shown what a notice says.
    pub(crate) const fn has_shown(&self, notice: &Notice) -> bool {
        let of_the_return = matches!(
            notice,
            Notice::NotesArePublic
                | Notice::Note(_)
                | Notice::Claims(_)
                | Notice::NotCompared
                | Notice::Practice
                | Notice::TooFew(..)
        );
        self.outline.is_some() && of_the_return
    }
}

impl Shown {
    fn is(&self, other: &Outline) -> bool {
        self.round == other.round
            && self.revision == other.revision
            && self.filled == other.filled
            && self.missing == other.missing
            && self.notes == other.notes
            && self.largest == other.largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_returns::Reason;
    use intertally_roles::person::question::Doubts;

    fn doubt(value: u32) -> ToConfirm {
        ToConfirm { key: "A.X.2024".into(), value, reason: Reason::Usual { limit: 10 } }
    }

    fn outline(revision: u32, filled: usize) -> Question {
        Question::Encrypt(Box::new(Outline {
            area: "NL".into(),
            round: "First".into(),
            revision,
            filled: (filled, 9),
            missing: 2,
            notes: 0,
            largest: Some(("A.X.2024".into(), 70)),
        }))
    }

    #[test]
    fn only_what_was_shown_is_agreed_to() {
        let mut summary = Summary { cells: 9, filled: 7, ..Summary::default() };
        summary.missing.insert('L', 2);
        summary.largest = Some(("A.X.2024".into(), 70));
        summary.to_confirm = vec![doubt(70)];
        summary.public = vec!["A.X.2024".into()];
        let ticks = Ticks { figures: true, clear: true, ..Ticks::default() };
        let agreed = Agreed::to_send(&summary, ("First", 1), ticks);
        let figures = |all: Vec<ToConfirm>| {
            Question::Figures(Box::new(Doubts { figures: all, cause: None, corrects: None }))
        };
        assert!(agreed.covers(&figures(vec![doubt(70)])) && agreed.covers(&outline(1, 7)));
        assert!(agreed.covers(&Question::InClear { cells: vec!["A.X.2024".into()] }));
        for other in [
            figures(vec![doubt(70), doubt(71)]),
            outline(2, 7),
            outline(1, 8),
            Question::InClear { cells: vec!["A.Y.2024".into()] },
            Question::Note { text: "since 2019".into() },
            Question::RealToPractice { round: "First".into() },
            Question::Withdraw { revision: 1, round: "First".into() },
            Question::Forget { round: "First".into() },
        ] {
            assert!(!agreed.covers(&other));
        }
        let practise = Agreed::to_practise("First");
        assert!(practise.covers(&outline(3, 5)) && !Agreed::to_practise("Second").covers(&outline(3, 5)));
        assert!(!practise.covers(&figures(vec![doubt(70)])));
        let unticked = Agreed::to_send(&summary, ("First", 1), Ticks::default());
        assert!(unticked.covers(&outline(1, 7)) && !unticked.covers(&figures(vec![doubt(70)])));
        assert!(
            Agreed::to_withdraw(1, "First")
                .covers(&Question::Withdraw { revision: 1, round: "First".into() })
        );
        assert!(
            !Agreed::to_withdraw(1, "First")
                .covers(&Question::Withdraw { revision: 2, round: "First".into() })
        );
    }
}
