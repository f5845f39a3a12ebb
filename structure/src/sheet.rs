//! What the workbooks have in common: how high a line must be for its text, how wide a column, which paper.

/// Height in points of a line.
const LINE: u32 = 15;
/// The size of paper as the format numbers it.
pub const A4: u8 = 9;

/// How wide a text is, in eighths of a digit: small letters are narrower, capitals and other scripts wider.
fn wide(text: &str) -> usize {
    let of = |c: char| match c {
        'a'..='z' | ' ' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' => 7,
        '0'..='9' => 8,
        _ if c.is_ascii() || c.is_lowercase() => 10,
        _ => 16,
    };
    text.chars().map(of).sum()
}

/// Height in points of a text in a column of so many digits: words are not broken, but where one is wider than the column.
pub fn height(text: &str, width: u16) -> f64 {
    let (width, blank) = (usize::from(width.max(8)) * 8, wide(" "));
    let (mut lines, mut used) = (1_usize, 0_usize);
    for word in text.split_whitespace().map(wide) {
        let before = if used == 0 { 0 } else { used + blank };
        if before + word > width && used > 0 {
            (lines, used) = (lines + 1, word);
        } else {
            used = before + word;
        }
        lines += used.saturating_sub(1) / width;
        used = used.saturating_sub(1) % width + usize::from(used > 0);
    }
    f64::from(u32::try_from(lines.min(20)).unwrap_or(20) * LINE)
}

/// Width in digits of a column that holds these texts: the longest, within bounds.
pub fn width<'a>(texts: impl Iterator<Item = &'a str>, (least, most): (u16, u16)) -> u16 {
    let longest = texts.map(wide).max().unwrap_or(0).div_ceil(8) + 2;
    u16::try_from(longest).unwrap_or(most).clamp(least, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_high_as_their_words_need() {
        for (text, width, lines) in [
            ("", 10, 1),
            ("ten digits", 10, 1),
            ("ten digits, and some more", 10, 3),
            ("Suspects with no earlier offence", 34, 1),
            ("INTERVENTIONS_AGE", 18, 2),
            ("aa bb cc dd ee ff gg hh", 8, 3),
            ("averylongwordwithoutanyblank", 10, 3),
            ("слово слово слово", 10, 3),
        ] {
            let high = height(text, width);
            assert!((high - f64::from(lines * LINE)).abs() < 1.0, "{text}: {high}");
        }
        assert_eq!(width(["Age", "Sixteen to seventeen"].into_iter(), (12, 42)), 20);
        assert_eq!(
            (width(std::iter::empty(), (12, 42)), width(["x".repeat(90).as_str()].into_iter(), (12, 42))),
            (12, 42)
        );
    }
}
