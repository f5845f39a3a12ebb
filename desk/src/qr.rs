//! A short text as a QR code, for whoever compares with a camera what another reads out.

use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Empty squares around the code, without which cameras do not find it (ISO/IEC 18004, 6.3.8).
const MARGIN: i32 = 4;

/// The dark squares, as the path of a drawing whose unit is one square.
fn squares(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

/// A text as a code, with what it is called where it is not seen. Nothing for a text that is too long for one.
pub(crate) fn code(text: &str, called: &str) -> Markup {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return html! {} };
    let side = code.size() + 2 * MARGIN;
    html! {
        svg.qr role="img" aria-label=(called) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(squares(&code)) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_square_is_drawn_once_and_no_other() {
        let code = QrCode::encode_text("member NL 0123 4567 89ab cdef", QrCodeEcc::Medium).unwrap();
        let mut drawn = vec![vec![false; code.size() as usize]; code.size() as usize];
        for run in squares(&code).split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let [x, y, run] =
                [x, y, rest.split('v').next().unwrap()].map(|text| text.parse::<i32>().unwrap());
            for x in x..x + run {
                let square = &mut drawn[(y - MARGIN) as usize][(x - MARGIN) as usize];
                assert!(!std::mem::replace(square, true), "drawn twice");
            }
        }
        for y in 0..code.size() {
            for x in 0..code.size() {
                assert_eq!(drawn[y as usize][x as usize], code.get_module(x, y), "{x} {y}");
            }
        }
        let shown = super::code("x", "the fingerprint <of> NL").into_string();
        assert!(
            shown.contains("aria-label=\"the fingerprint &lt;of&gt; NL\"") && shown.contains("role=\"img\"")
        );
    }
}
