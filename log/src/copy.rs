//! A party's copy of a log, as it lies in its folder: per event its bytes and its payload's, each behind its length (u64,
//! little endian). Nothing in it is checked here.

/// Name of the file in the folder of an office.
pub const FILE: &str = "log.bin";
/// Name of the last checked note beside it.
pub const NOTE: &str = "log.note";

/// An event and its payload.
pub type Entry<'a> = (&'a [u8], &'a [u8]);

/// Write one entry behind others.
pub fn put(to: &mut Vec<u8>, (event, payload): Entry<'_>) {
    for bytes in [event, payload] {
        to.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        to.extend_from_slice(bytes);
    }
}

fn piece(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)
}

/// The first entry, and what follows; none if it is not whole.
#[must_use]
pub fn entry(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let (event, rest) = piece(bytes)?;
    let (payload, rest) = piece(rest)?;
    Some(((event, payload), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_and_a_torn_one_does_not() {
        let mut bytes = Vec::new();
        put(&mut bytes, (b"one", b""));
        let first = bytes.len();
        put(&mut bytes, (b"two", b"payload"));
        let (entry_one, rest) = entry(&bytes).unwrap();
        assert_eq!(entry_one, (b"one".as_slice(), b"".as_slice()));
        assert_eq!(entry(rest), Some(((b"two".as_slice(), b"payload".as_slice()), b"".as_slice())));
        for cut in first..bytes.len() {
            assert_eq!(entry(&bytes[first..cut]), None, "{cut}");
        }
        assert_eq!(entry(&[0xff; 20]), None, "a length beyond the end");
    }
}
