//! What takes longer than a moment, as the person follows it: what is done, how far, what is asked, how it ended. It is
//! also the person, as the roles ask it: a question waits here for the page to answer.

use crate::agreed::Agreed;
use intertally_core::party::Instant;
use intertally_roles::Person;
use intertally_roles::person::{Bar, Notice, Question, Work as Kind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What is done, for the heading of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// The log is read.
    Reading,
    /// A return is encrypted, proved and sent.
    Sending,
    /// Made-up figures are sent.
    Practising,
    /// A submission is taken back.
    Withdrawing,
    /// What was published is fetched.
    Fetching,
    /// A record is checked.
    Checking,
    /// A trustee does its steps of ceremonies.
    Ceremony,
    /// A trustee shows that it holds its sub-keys.
    Rehearsing,
    /// A trustee checks a sealed set and states for it.
    Stating,
    /// A trustee gives shares of counts.
    Counts,
    /// A trustee checks the plan and gives shares of totals.
    Totals,
    /// A trustee erases its sub-keys.
    Erasing,
    /// A coordinator proposes a ceremony.
    Proposing,
    /// It begins it.
    Beginning,
    /// It takes the proposal back.
    TakingBack,
    /// Rounds are imagined.
    Forecasting,
    /// A round is opened.
    Opening,
    /// A deadline is moved.
    Extending,
    /// A round is sealed.
    Sealing,
    /// Counts are combined, and the plan is made.
    Counting,
    /// The plan is made again.
    Planning,
    /// Totals are combined, and the files are made.
    Previewing,
    /// They are proved and published.
    Publishing,
    /// A round is held back.
    Holding,
    /// It is cancelled.
    Cancelling,
    /// The record is written.
    Exporting,
}

impl Task {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 26] = [
        Self::Reading,
        Self::Sending,
        Self::Practising,
        Self::Withdrawing,
        Self::Fetching,
        Self::Checking,
        Self::Ceremony,
        Self::Rehearsing,
        Self::Stating,
        Self::Counts,
        Self::Totals,
        Self::Erasing,
        Self::Proposing,
        Self::Beginning,
        Self::TakingBack,
        Self::Forecasting,
        Self::Opening,
        Self::Extending,
        Self::Sealing,
        Self::Counting,
        Self::Planning,
        Self::Previewing,
        Self::Publishing,
        Self::Holding,
        Self::Cancelling,
        Self::Exporting,
    ];

    /// As its heading is found in the catalogue.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Sending => "sending",
            Self::Practising => "practising",
            Self::Withdrawing => "withdrawing",
            Self::Fetching => "fetching",
            Self::Checking => "checking",
            Self::Ceremony => "ceremony",
            Self::Rehearsing => "rehearsing",
            Self::Stating => "stating",
            Self::Counts => "counts",
            Self::Totals => "totals",
            Self::Erasing => "erasing",
            Self::Proposing => "proposing",
            Self::Beginning => "beginning",
            Self::TakingBack => "taking-back",
            Self::Forecasting => "forecasting",
            Self::Opening => "opening",
            Self::Extending => "extending",
            Self::Sealing => "sealing",
            Self::Counting => "counting",
            Self::Planning => "planning",
            Self::Previewing => "previewing",
            Self::Publishing => "publishing",
            Self::Holding => "holding",
            Self::Cancelling => "cancelling",
            Self::Exporting => "exporting",
        }
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing to say: on to the next page.
    Go,
    /// The log took it: height and date of the event.
    Taken {
        /// Height.
        height: u64,
        /// Its date.
        at: Instant,
    },
    /// It is done as far as it goes now; what is waited for, in words.
    Waits(Vec<String>),
    /// It stopped; words of the roles say why and what to do next.
    Stopped(String),
    /// It stopped; a text of the catalogue says why.
    Said(&'static str),
    /// The person said no.
    Refused,
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Far {
    /// What.
    pub(crate) kind: Kind,
    /// So much is done.
    pub(crate) done: u64,
    /// Of so much.
    pub(crate) of: u64,
}

#[derive(Default)]
struct State {
    notices: Vec<Notice>,
    far: Option<Far>,
    /// The question that waits, with its number: an answer to an earlier one is none.
    asked: Option<Question>,
    number: u64,
    answer: Option<bool>,
    end: Option<End>,
    /// The desk ends: nobody will answer.
    closing: bool,
}

/// What the page shows of it.
pub(crate) struct Seen {
    /// What was told.
    pub(crate) notices: Vec<Notice>,
    /// How far it is, while something is measured.
    pub(crate) far: Option<Far>,
    /// The question that waits for an answer, with its number.
    pub(crate) asked: Option<(u64, Question)>,
    /// How it ended; none while it goes on.
    pub(crate) end: Option<End>,
}

/// A piece of work.
pub(crate) struct Work {
    /// What it is.
    pub(crate) task: Task,
    /// The page behind it.
    pub(crate) next: String,
    agreed: Agreed,
    state: Mutex<State>,
    answered: Condvar,
    changed: watch::Sender<()>,
}

impl Work {
    /// Begin one. `agreed`: what the person has seen and agreed to on the page before.
    pub(crate) fn begin(task: Task, next: String, agreed: Agreed) -> Arc<Self> {
        let (changed, _) = watch::channel(());
        Arc::new(Self { task, next, agreed, state: Mutex::default(), answered: Condvar::new(), changed })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, how: impl FnOnce(&mut State)) {
        how(&mut self.state());
        self.changed.send_replace(());
    }

    /// What there is to see.
    pub(crate) fn seen(&self) -> Seen {
        let state = self.state();
        Seen {
            notices: state.notices.clone(),
            far: state.far,
            asked: state.asked.clone().map(|question| (state.number, question)),
            end: state.end.clone(),
        }
    }

    /// Told of each change.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        self.state().end.is_some()
    }

    /// Answer a question. An answer to another one than waits is none: of two pages, the first counts.
    pub(crate) fn answer(&self, number: u64, yes: bool) {
        self.change(|state| {
            if state.asked.is_some() && state.number == number {
                state.answer = Some(yes);
                state.asked = None;
            }
        });
        self.answered.notify_all();
    }

    /// It is over.
    pub(crate) fn end(&self, end: End) {
        self.change(|state| {
            state.far = None;
            state.end.get_or_insert(end);
        });
    }

    /// Nobody will answer any more: questions are answered with no.
    pub(crate) fn close(&self) {
        self.change(|state| state.closing = true);
        self.answered.notify_all();
    }
}

/// The person, as a piece of work asks it.
pub(crate) struct Sitter(pub(crate) Arc<Work>);

struct Line(Arc<Work>, Kind);

impl Bar for Line {
    fn at(&self, done: u64) {
        self.0.change(|state| {
            if let Some(far) = state.far.as_mut().filter(|far| far.kind == self.1) {
                far.done = done;
            }
        });
    }

    fn done(&self) {
        self.0.change(|state| state.far = state.far.filter(|far| far.kind != self.1));
    }
}

impl Person for Sitter {
    fn tell(&self, notice: &Notice) {
        // What the page before has shown is not said again.
        if !self.0.agreed.has_shown(notice) {
            self.0.change(|state| state.notices.push(notice.clone()));
        }
    }

    fn agrees(&self, question: &Question) -> bool {
        if self.0.agreed.covers(question) {
            return true;
        }
        self.0.change(|state| {
            state.number += 1;
            state.answer = None;
            state.asked = Some(question.clone());
        });
        let mut state = self.0.state();
        loop {
            if let Some(answer) = state.answer.take() {
                return answer;
            }
            if state.closing {
                state.asked = None;
                return false;
            }
            state = self.0.answered.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn bar(&self, work: Kind, of: u64) -> Box<dyn Bar> {
        self.0.change(|state| state.far = Some(Far { kind: work, done: 0, of }));
        Box::new(Line(Arc::clone(&self.0), work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn question(round: &str) -> Question {
        Question::Forget { round: round.into() }
    }

    /// Wait for the question with this number.
    fn asked(work: &Work, wanted: u64) {
        while work.seen().asked.is_none_or(|(number, _)| number != wanted) {
            thread::yield_now();
        }
    }

    #[test]
    fn a_question_waits_for_its_own_answer() {
        let work = Work::begin(Task::Reading, "/".into(), Agreed::default());
        let asking = thread::spawn({
            let person = Sitter(Arc::clone(&work));
            move || [person.agrees(&question("one")), person.agrees(&question("two"))]
        });
        asked(&work, 1);
        work.answer(7, true);
        assert!(work.seen().asked.is_some(), "no such question");
        work.answer(1, true);
        asked(&work, 2);
        // The page of the other tab still shows the first question.
        work.answer(1, true);
        assert!(work.seen().asked.is_some());
        work.answer(2, false);
        assert_eq!(asking.join().unwrap(), [true, false]);
    }

    #[test]
    fn when_the_desk_ends_every_question_is_answered_with_no() {
        let work = Work::begin(Task::Reading, "/".into(), Agreed::default());
        let person = Sitter(Arc::clone(&work));
        let asking = thread::spawn(move || person.agrees(&question("one")));
        asked(&work, 1);
        work.close();
        assert!(!asking.join().unwrap());
        assert!(!Sitter(work).agrees(&question("two")), "and later ones at once");
    }

    #[test]
    fn bars_and_ends_are_seen() {
        let work = Work::begin(Task::Sending, "/".into(), Agreed::default());
        let bar = Sitter(Arc::clone(&work)).bar(Kind::Sending, 10);
        bar.at(4);
        assert_eq!(work.seen().far, Some(Far { kind: Kind::Sending, done: 4, of: 10 }));
        bar.done();
        assert_eq!(work.seen().far, None);
        work.end(End::Go);
        work.end(End::Refused);
        assert_eq!(work.seen().end, Some(End::Go), "the first end counts");
    }
}
