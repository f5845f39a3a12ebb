//! The terminal: lines on standard output, progress and questions on standard error.

use indicatif::{ProgressBar, ProgressStyle};
use intertally_roles::Person;
use intertally_roles::person::{Bar, Notice, Question, Work, words};
use jiff::tz::TimeZone;
use std::io::{BufRead, IsTerminal, Write};

/// A person at a terminal, or a script.
pub struct Terminal {
    /// Yes to everything that a script may agree to.
    pub yes: bool,
    /// Yes to replacing files.
    pub replace: bool,
    /// Yes to figures in clear, which the return marks PUBLISHED.
    pub in_clear: bool,
    /// Yes to sending what counts already.
    pub same_again: bool,
    /// Lines go to standard error, so that standard output holds JSON alone.
    pub quiet: bool,
}

struct Line(ProgressBar);

impl Bar for Line {
    fn at(&self, done: u64) {
        self.0.set_position(done);
    }
    fn done(&self) {
        self.0.finish_and_clear();
    }
}

/// Print a line to standard output; a closed pipe is no fault.
pub fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

impl Terminal {
    /// A line of a command's own.
    pub fn say(&self, line: &str) {
        if self.quiet {
            let _ = writeln!(std::io::stderr(), "{line}");
        } else {
            print(line);
        }
    }
}

impl Person for Terminal {
    fn tell(&self, notice: &Notice) {
        self.say(&words::notice(notice));
    }

    fn agrees(&self, question: &Question) -> bool {
        // What answers it without a person, and what to do where neither is there.
        let (said, flag, next) = match question {
            Question::Replace { .. } => {
                let next = "choose another name, or give --replace if that is what you want";
                (self.replace, "--replace", next)
            }
            Question::InClear { .. } => {
                let next = "--yes does not answer this: empty PUBLISHED in the return where it is a slip, and give \
                            --published-in-clear if every figure listed is public";
                (self.in_clear, "--published-in-clear", next)
            }
            Question::SameAgain { .. } => {
                let next = "--yes does not answer this, and nothing need be done: give --same-again to send it all the same";
                (self.same_again, "--same-again", next)
            }
            other if other.wants_a_person() => {
                (false, "--yes", "--yes does not answer this: run it where a person can")
            }
            _ => (self.yes, "--yes", "give --yes if that is what you want"),
        };
        let question = words::question(question, &TimeZone::system());
        let mut err = std::io::stderr();
        if said {
            let _ = writeln!(err, "{question} [yes, as {flag} says]");
            return true;
        }
        if !std::io::stdin().is_terminal() {
            let _ = writeln!(err, "{question}\nno terminal to answer at; {next}");
            return false;
        }
        let _ = write!(err, "{question} [y/N] ");
        let _ = err.flush();
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")
    }

    fn bar(&self, work: Work, of: u64) -> Box<dyn Bar> {
        let bar = ProgressBar::new(of);
        let style = ProgressStyle::with_template("{msg:32} [{bar:40}] {pos}/{len} {elapsed} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(words::work(work));
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Box::new(Line(bar))
    }
}
