//! Cosignatures handed in one by one, gathered under one checkpoint.

/// The note with the signature lines of all others that have exactly its body. Lines are copied as they are: whoever
/// reads the note checks them.
#[must_use]
pub fn gather(note: &[u8], cosigned: &[Vec<u8>]) -> Vec<u8> {
    let Some((body, lines)) = halves(note) else { return note.to_vec() };
    let mut all: Vec<&[u8]> = lines.split_inclusive(|byte| *byte == b'\n').collect();
    for (other, more) in cosigned.iter().filter_map(|note| halves(note)) {
        let fresh = more.split_inclusive(|byte| *byte == b'\n').filter(|_| other == body);
        for line in fresh {
            if !all.contains(&line) {
                all.push(line);
            }
        }
    }
    [body, b"\n\n", &all.concat()].concat()
}

/// Body, and the signature lines behind the empty line.
fn halves(note: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = note.windows(2).rposition(|pair| pair == b"\n\n")?;
    Some((note.get(..at)?, note.get(at + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_same_body_are_gathered_once() {
        let note = b"log\n1\nroot\n\n- log a\n".to_vec();
        let same = b"log\n1\nroot\n\n- log a\n- w b\n".to_vec();
        let other = b"log\n2\nroot\n\n- log c\n- w d\n".to_vec();
        let gathered = gather(&note, &[same.clone(), other, same.clone()]);
        assert_eq!(gathered, same);
        assert_eq!(gather(b"no note", &[same]), b"no note");
    }
}
