//! Letters to members, in English, for readers who work at the terminal. The desk has the same in its own catalogue, with the
//! buttons of its pages.

use crate::coordinator::{Facts, Letter};

/// A letter to members: subject and text. `deadline`: in words.
#[must_use]
pub fn letter(letter: Letter, facts: &Facts, deadline: &str) -> (String, String) {
    let Facts { round, id, practice, returns, .. } = facts;
    let kind = if *practice { "practice round" } else { "round" };
    match letter {
        Letter::Invitation if *practice => (
            format!("Practice round '{round}' is open until {deadline}"),
            format!(
                "The practice round '{round}' is open until {deadline}.\nIts id begins with {id:.16}; compare it with what your \
                 office shows.\n\n  intertally member rounds\n  intertally member practise --round '{round}'\n\nThat sends made-up \
                 figures. Please send nothing real: a practice round protects nobody."
            ),
        ),
        Letter::Invitation => (
            format!("Round '{round}' is open until {deadline}"),
            format!(
                "The round '{round}' is open until {deadline}.\nIts id begins with {id:.16}; compare it with what your office \
                 shows.\n\n  intertally member rounds\n  intertally member template -o return.xlsx\n  intertally member check \
                 return.xlsx\n  intertally member submit return.xlsx\n\nYour figures are encrypted on your machine. Send them in \
                 this way alone, never by mail."
            ),
        ),
        Letter::Reminder => (
            format!("Nothing is in yet for '{round}', open until {deadline}"),
            format!(
                "The {kind} '{round}' (id {id:.16}) closes at {deadline}, and no return of your office counts in it \
                 yet.\n`intertally member status` shows where your office stands. If you cannot send in time, tell us before that \
                 date: the deadline can be moved, and only before the seal."
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
                    "These returns count in the {kind} '{round}' (id {id:.16}):\n{lines}Your office keeps the proof of it: \
                     `intertally member receipts verify`. If the line of your office is not what you sent, tell us at once, by \
                     telephone."
                ),
            )
        }
        Letter::Results => (
            format!("The totals of '{round}' are published"),
            format!(
                "The totals of the {kind} '{round}' (id {id:.16}) are published; the files are attached.\nTo check them: \
                 `intertally auditor verify --file totals.csv RECORD`, with the record that we hand out or any copy of it. Until \
                 the trustees have erased their keys of it, `auditor verify` ends with INCOMPLETE: nothing is wrong then. Please \
                 run `intertally member status` once more. That way your office cosigns the end of the log."
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::party::Instant;

    #[test]
    fn every_letter_names_the_round_and_the_command_that_comes_next() {
        for practice in [false, true] {
            let facts = Facts {
                to: vec!["NL".into()],
                round: "Spring".into(),
                id: "0123456789abcdef0123".into(),
                practice,
                deadline: Instant(0),
                returns: vec![("NL".into(), 1, 37)],
            };
            for one in [Letter::Invitation, Letter::Reminder, Letter::Receipt, Letter::Results] {
                let (subject, text) = letter(one, &facts, "1 May");
                assert!(subject.contains("Spring") && text.contains("intertally "), "{text}");
                assert!(text.contains("0123456789abcdef") && !text.contains("abcdef0"), "{text}");
                assert_eq!(text.contains("ractice round"), practice, "{text}");
                assert_eq!(text.contains("INCOMPLETE"), one == Letter::Results, "{text}");
            }
        }
    }
}
