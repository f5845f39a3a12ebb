//! Cosignatures handed in one by one, gathered under one checkpoint.

use crate::checkpoint::MAX_NOTE;

/// Signature lines of one note at most, the log's own included.
pub const MAX_LINES: usize = 100;

/// The note with these signature lines after its own, as many as a note can hold: what goes out must open everywhere.
/// Lines are copied as they are, each once: whoever keeps them checks them first, whoever reads the note checks them again.
#[must_use]
pub fn gather(note: &[u8], lines: &[Vec<u8>]) -> Vec<u8> {
    let mut all = note.to_vec();
    let mut count =
        note.split(|byte| *byte == b'\n').filter(|line| line.starts_with("— ".as_bytes())).count();
    for (at, line) in lines.iter().enumerate() {
        let known = lines.iter().take(at).any(|earlier| earlier == line);
        if known || count >= MAX_LINES || all.len() + line.len() > MAX_NOTE {
            continue;
        }
        all.extend_from_slice(line);
        count += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogSigner, Root, Seen, WitnessSigner};

    #[test]
    fn a_gathered_note_always_opens_and_holds_each_line_once() {
        let log = LogSigner::new("log.example", &[1; 32]).unwrap();
        let checkpoint = log.checkpoint(&Root { size: 42, hash: [7; 32] }).unwrap();
        let seen = Seen::first(checkpoint.clone());
        let witness = |number: u8| WitnessSigner::new(&hex_of(number), &[number; 32]).unwrap();
        let lines: Vec<Vec<u8>> = (1..=200)
            .map(|number| {
                let cosigned = witness(number).cosign(&seen, 1).unwrap();
                witness(number).verifier().line(&cosigned).unwrap().1
            })
            .collect();
        let few = gather(checkpoint.note(), &[&lines[..3], &lines[..1]].concat());
        let opened = log.verifier().open(&few).unwrap();
        assert_eq!(witness(3).verifier().time(&opened), Ok(1));
        assert_eq!(few.len(), checkpoint.note().len() + lines[..3].concat().len());
        let many = gather(checkpoint.note(), &lines);
        let opened = log.verifier().open(&many).unwrap();
        assert!(many.len() <= MAX_NOTE && many.len() + lines[0].len() > MAX_NOTE);
        assert_eq!(witness(90).verifier().time(&opened), Ok(1));
        // Short names: the number of lines is the limit.
        let short: Vec<Vec<u8>> = (0..200).map(|at| format!("— w{at} AAAAAAAA\n").into_bytes()).collect();
        assert_eq!(
            log.verifier().open(&gather(checkpoint.note(), &short)).unwrap().root(),
            checkpoint.root()
        );
    }

    /// A name as long as those that a server gives: a key in hexadecimal.
    fn hex_of(number: u8) -> String {
        format!("{number:02x}").repeat(32)
    }
}
