//! Bytes to text: what a mark or an XML declaration names, UTF-8, UTF-16 without mark, and else what Windows writes in
//! Western Europe. Returns, structures and the coordinator's lists all come this way.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and how sure its encoding is.
pub struct Decoded {
    /// Lines end in LF; without what nobody sees, and without the mark of DOS for the end of a file.
    pub text: String,
    /// The encoding that was taken because nothing else fitted; none where the file leaves no doubt.
    pub guessed: Option<&'static str>,
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// Bytes that the encoding does not have.
    #[error("the file is not text in {0}")]
    Broken(&'static str),
    /// A declaration that names no encoding.
    #[error("the XML declaration names an encoding that is not known: {0}")]
    Unknown(String),
}

/// The text of a file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NoText> {
    let (encoding, certain) = encoding(bytes)?;
    let (text, _, broken) = encoding.decode(bytes);
    // SAS and DOS end a text file with 0x1A.
    let end = |c: char| c == '\u{1a}' || c.is_whitespace();
    let text = match text.trim_end_matches(end) {
        kept if text.get(kept.len()..).is_some_and(|rest| rest.contains('\u{1a}')) => format!("{kept}\n"),
        _ => text.into_owned(),
    };
    if broken || text.contains('\0') {
        return Err(NoText::Broken(encoding.name()));
    }
    // A mark of UTF-8 that was taken for three letters, and encoded again.
    let text = text.trim_start_matches('\u{feff}');
    let text = text.strip_prefix("\u{ef}\u{bb}\u{bf}").unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(Decoded { text: seen(&text), guessed: (!certain).then(|| encoding.name()) })
}

/// A number with what it counts, in English: `1 fault`, `2 faults`, `0 countries`.
#[must_use]
pub fn many(count: usize, word: &str) -> String {
    match (count, word.strip_suffix('y')) {
        (1, _) => format!("1 {word}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o']) => format!("{count} {stem}ies"),
        _ => format!("{count} {word}s"),
    }
}

/// A text without characters that have no width and no meaning: they come with text that was copied from a page.
pub fn seen(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')).collect()
}

/// The encoding, and whether the bytes leave no doubt.
fn encoding(bytes: &[u8]) -> Result<(&'static Encoding, bool), NoText> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((encoding, true));
    }
    // Text of figures and codes in UTF-16 has a zero in every other byte.
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).take(200).filter(|byte| **byte == 0).count();
    let half = bytes.len().div_ceil(2).min(200);
    if half > 1 && zeros(1) * 4 > half * 3 {
        return Ok((UTF_16LE, true));
    }
    if half > 1 && zeros(0) * 4 > half * 3 {
        return Ok((UTF_16BE, true));
    }
    match declared(bytes) {
        Some(label) => match Encoding::for_label(label.as_bytes()) {
            // A file that says so in single bytes is none of those (XML 1.0, 4.3.3).
            Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok((UTF_8, true)),
            Some(encoding) => Ok((encoding, true)),
            None => Err(NoText::Unknown(label.chars().take(40).collect())),
        },
        // XML without a declaration is UTF-8.
        None if is_xml(bytes) || std::str::from_utf8(bytes).is_ok() => Ok((UTF_8, true)),
        None => Ok((WINDOWS_1252, false)),
    }
}

fn is_xml(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = bytes.trim_ascii_start();
    let declaration = start.strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(400).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next().map(|label| label.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let text = format!("<?xml version='1.0' encoding = '{label}' ?>\n<a>{text}</a>");
        let (bytes, _, lost) = encoding.encode(&text);
        assert!(!lost, "{label}");
        bytes.into_owned()
    }

    #[test]
    fn xml_is_read_in_the_encoding_that_it_declares() {
        for (label, text) in [
            ("utf-8", "žlutý łąka ñ 漢"),
            ("ISO-8859-1", "été"),
            ("iso-8859-2", "žlutý"),
            ("windows-1250", "žlutý łąka"),
            ("windows-1251", "считали вручную"),
            ("windows-1253", "ελληνικά"),
            ("iso-8859-7", "ελληνικά"),
            ("iso-8859-15", "œuvre €"),
            ("koi8-r", "вручную"),
            ("windows-1254", "ığüş"),
            ("shift_jis", "手作業"),
            ("gb18030", "手工"),
        ] {
            let decoded = decode(&xml(label, text)).unwrap();
            assert!(decoded.text.contains(text) && decoded.guessed.is_none(), "{label}: {}", decoded.text);
        }
    }

    #[test]
    fn what_cannot_be_told_is_no_text() {
        let unknown = decode(b"<?xml version=\"1.0\" encoding=\"klingon\"?><a/>");
        assert!(matches!(unknown, Err(NoText::Unknown(label)) if label == "klingon"));
        for broken in [b"<?xml version=\"1.0\"?><a>\xE9</a>".as_slice(), b"<a>\xE9</a>", b"a\0b,c"] {
            assert!(matches!(decode(broken), Err(NoText::Broken(_))));
        }
        let said = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>\xE9</a>";
        assert!(matches!(decode(said), Err(NoText::Broken("UTF-8"))));
    }

    #[test]
    fn ends_and_what_nobody_sees() {
        for bytes in [b"a,b\r\n1,2\r\n\x1a".as_slice(), b"a,b\n1,2\n\x1a\x1a\n", b"a,b\r1,2\x1a"] {
            let text = decode(bytes).unwrap().text;
            assert_eq!(text.trim_end(), "a,b\n1,2");
        }
        assert!(decode(b"a\x1ab").unwrap().text.contains('\u{1a}'), "in the middle it is no end");
        assert_eq!(decode("a\u{200b},\u{feff}b".as_bytes()).unwrap().text, "a,b");
        assert_eq!(decode("ï»¿a,b".as_bytes()).unwrap().text, "a,b");
        assert_eq!(decode("\u{feff}\u{feff}a".as_bytes()).unwrap().text, "a");
        assert_eq!(decode(b"caf\xE9").unwrap().guessed, Some("windows-1252"));
    }
}
