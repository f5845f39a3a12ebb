//! Letters to members, in English. One text for all; what the reader does next is told in the words of the place where it is
//! done: commands at the terminal, buttons on the pages of the desk.

use crate::coordinator::{Facts, Letter};

/// Where the readers of a letter work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// At the terminal.
    Terminal,
    /// At the pages of the desk; its buttons are named in ‘quotation marks’.
    Page,
}

/// A letter to members: subject and text.
#[must_use]
pub fn letter(letter: Letter, facts: &Facts, reader: Reader) -> (String, String) {
    let Facts { round, id, practice, deadline, returns } = facts;
    let kind = if *practice { "practice round" } else { "round" };
    let way = way(letter, facts, reader);
    match letter {
        Letter::Invitation if *practice => (
            format!("Practice round '{round}' is open until {deadline}"),
            format!(
                "The practice round '{round}' is open until {deadline}.\nIts id begins with {id:.16}; compare it with what your \
                 office shows.\n\n{way}\n\nThat sends made-up figures. Please send nothing real: a practice round protects nobody."
            ),
        ),
        Letter::Invitation => (
            format!("Round '{round}' is open until {deadline}"),
            format!(
                "The round '{round}' is open until {deadline}.\nIts id begins with {id:.16}; compare it with what your office \
                 shows.\n\n{way}\n\nYour figures are encrypted on your machine. Send them in this way alone, never by mail."
            ),
        ),
        Letter::Reminder => (
            format!("Nothing is in yet for '{round}', open until {deadline}"),
            format!(
                "The {kind} '{round}' (id {id:.16}) closes at {deadline}, and no return of your office counts in it yet.\n{way} If \
                 you cannot send in time, tell us before that date: the deadline can be moved, and only before the seal."
            ),
        ),
        Letter::Receipt => {
            let line = |(area, revision, height): &(String, u32, u64)| {
                format!("  {area}: revision {revision}, event {height} of the log\n")
            };
            let lines: String = returns.iter().map(line).collect();
            (
                format!("Your return to '{round}' is in"),
                format!(
                    "These returns count in the {kind} '{round}' (id {id:.16}):\n{lines}Your office keeps the proof of it: {way} If the \
                     line of your office is not what you sent, tell us at once, by telephone."
                ),
            )
        }
        Letter::Results => (
            format!("The totals of '{round}' are published"),
            format!(
                "The totals of the {kind} '{round}' (id {id:.16}) are published; the files are attached.\n{way} That way your office \
                 cosigns the end of the log."
            ),
        ),
    }
}

/// What the reader does next.
fn way(letter: Letter, facts: &Facts, reader: Reader) -> String {
    let round = &facts.round;
    match (letter, reader) {
        (Letter::Invitation, Reader::Terminal) if facts.practice => {
            format!("  intertally member rounds\n  intertally member practise --round '{round}'")
        }
        (Letter::Invitation, Reader::Page) if facts.practice => format!(
            "Start your desk and open your office as a member. Press ‘Read it again’, open '{round}', and press ‘Send made-up \
             figures’."
        ),
        (Letter::Invitation, Reader::Terminal) => {
            "  intertally member rounds\n  intertally member template -o return.xlsx\n  intertally member check \
             return.xlsx\n  intertally member submit return.xlsx"
                .to_owned()
        }
        (Letter::Invitation, Reader::Page) => format!(
            "  1. Start your desk and open your office as a member. Press ‘Read it again’, and open '{round}'.\n  2. Press \
             ‘Download the workbook’, and fill it in.\n  3. Drop it on the same page, and press ‘Check it’. Faults are shown, and \
             mended there.\n  4. Look at the summary, and press ‘Encrypt and send’."
        ),
        (Letter::Reminder, Reader::Terminal) => {
            "`intertally member status` shows where your office stands.".to_owned()
        }
        (Letter::Reminder, Reader::Page) => {
            "The first page of your office at your desk shows where it stands: press ‘Read it again’ there.".to_owned()
        }
        (Letter::Receipt, Reader::Terminal) => "`intertally member receipts verify`.".to_owned(),
        (Letter::Receipt, Reader::Page) => "open ‘Receipts’ at your desk.".to_owned(),
        (Letter::Results, Reader::Terminal) => {
            "To check them: `intertally auditor verify --file totals.csv RECORD`, with the record that we hand out or any copy of it. \
             Please run `intertally member status` once more."
                .to_owned()
        }
        (Letter::Results, Reader::Page) => {
            "To check them: at your desk choose ‘Auditor’, drop the record that we hand out, or any copy of it, and press ‘Check it’; \
             the report compares files with it. Please press ‘Read it again’ on the first page of your office once more."
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(practice: bool, reader: Reader) -> Vec<String> {
        let facts = Facts {
            round: "Spring".into(),
            id: "0123456789abcdef0123".into(),
            practice,
            deadline: "1 May".into(),
            returns: vec![("NL".into(), 1, 37)],
        };
        [Letter::Invitation, Letter::Reminder, Letter::Receipt, Letter::Results]
            .map(|one| letter(one, &facts, reader).1)
            .to_vec()
    }

    #[test]
    fn the_page_gets_no_commands_and_the_terminal_no_buttons() {
        for practice in [false, true] {
            for text in all(practice, Reader::Page) {
                assert!(!text.contains("intertally ") && text.contains('‘'), "{text}");
            }
            for text in all(practice, Reader::Terminal) {
                assert!(text.contains("intertally ") && !text.contains('‘'), "{text}");
            }
        }
    }
}
