//! Letters in the colour of what is behind them (ECMA-376 part 1, 18.8.22, 18.8.32): a figure that is there, and that nobody sees.

use intertally_structure::xml::{Attributes, Step, Walk, attribute};

/// Letters of a style and what is behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    /// Colour of the letters; empty where it is left to the system, which takes black.
    pub(super) colour: String,
    /// Colour of the cell, where it is one.
    pub(super) ground: Option<String>,
    /// Whether the letters have a size that nobody reads.
    pub(super) tiny: bool,
}

impl Default for Ink {
    fn default() -> Self {
        Self { colour: String::new(), ground: Some(WHITE.to_owned()), tiny: false }
    }
}

impl Ink {
    /// Whether nobody sees the letters: they have the colour of the cell, or no size.
    pub(super) fn is_unseen(&self) -> bool {
        let ink = if self.colour.is_empty() { BLACK } else { self.colour.as_str() };
        self.tiny || self.ground.as_deref().is_some_and(|ground| is_alike(ink, ground))
    }

    /// Whether the cell is white.
    pub(super) fn is_on_white(&self) -> bool {
        self.ground.as_deref() == Some(WHITE)
    }
}

/// For each style of cells, in the order in which cells name them, its letters. None if the text is not well formed.
pub(super) fn inks(styles: &str) -> Option<Vec<Ink>> {
    let mut walk = Walk::new(styles);
    let (mut fonts, mut fills, mut found) = (Vec::<Font>::new(), Vec::<Fill>::new(), Vec::new());
    let mut path: Vec<String> = Vec::new();
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, ends) => {
                let parent = path.last().map_or("", String::as_str);
                match (parent, name.as_str()) {
                    ("fonts", "font") => fonts.push(Font::default()),
                    ("font", "color") if path.iter().any(|open| open == "fonts") => {
                        fonts.last_mut().into_iter().for_each(|font| font.colour = colour(&given));
                    }
                    ("font", "sz") if path.iter().any(|open| open == "fonts") => {
                        fonts.last_mut().into_iter().for_each(|font| font.tiny = is_tiny(&given));
                    }
                    ("fills", "fill") => fills.push(Fill::default()),
                    ("fill", "patternFill") => {
                        let pattern = attribute(&given, "patternType").unwrap_or("none").to_owned();
                        fills.last_mut().into_iter().for_each(|fill| fill.pattern.clone_from(&pattern));
                    }
                    ("fill", "gradientFill") => {
                        fills
                            .last_mut()
                            .into_iter()
                            .for_each(|fill| "gradient".clone_into(&mut fill.pattern));
                    }
                    ("patternFill", "fgColor") => {
                        fills.last_mut().into_iter().for_each(|fill| fill.colour = colour(&given));
                    }
                    ("cellXfs", "xf") => {
                        let at = |name: &str| attribute(&given, name).map_or(Some(0), |at| at.parse().ok());
                        let font = at("fontId").and_then(|at: usize| fonts.get(at));
                        let (colour, tiny) =
                            font.map_or_else(Default::default, |font| (font.colour.clone(), font.tiny));
                        let ground = match at("fillId").and_then(|at: usize| fills.get(at)) {
                            Some(fill) => fill.ground().map(str::to_owned),
                            None => Ink::default().ground,
                        };
                        found.push(Ink { colour, ground, tiny });
                    }
                    _ => {}
                }
                if !ends {
                    path.push(name);
                }
            }
            Step::End(_) => {
                path.pop();
            }
            Step::Text(_) => {}
            Step::Eof => return Some(found),
        }
    }
}

const WHITE: &str = "FFFFFF";
const BLACK: &str = "000000";
/// Size of letters in points below which nobody reads them.
const LEAST: f64 = 4.0;
/// Least difference of a colour's red, green or blue, of 255, by which letters stand out.
const STANDS_OUT: u8 = 16;

/// Letters.
#[derive(Default)]
struct Font {
    /// Empty where it is left to the system, which takes black.
    colour: String,
    tiny: bool,
}

/// Whether a size is given that nobody reads.
pub(super) fn is_tiny(given: &Attributes) -> bool {
    let size = attribute(given, "val").and_then(|size| size.trim().parse::<f64>().ok());
    size.is_some_and(|size| size < LEAST)
}

/// Whether nobody can tell two colours apart.
fn is_alike(ink: &str, ground: &str) -> bool {
    let parts = |colour: &str| -> Option<[u8; 3]> {
        let part = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok();
        (colour.len() == 6).then_some([part(0)?, part(2)?, part(4)?])
    };
    match parts(ink).zip(parts(ground)) {
        Some((ink, ground)) => ink.iter().zip(ground).all(|(ink, ground)| ink.abs_diff(ground) < STANDS_OUT),
        None => ink == ground,
    }
}

/// What is behind the letters.
#[derive(Default)]
struct Fill {
    pattern: String,
    colour: String,
}

impl Fill {
    /// Its colour, where it is one.
    fn ground(&self) -> Option<&str> {
        match self.pattern.as_str() {
            "" | "none" => Some(WHITE),
            "solid" => Some(self.colour.as_str()),
            _ => None,
        }
    }
}

/// A colour in one spelling: six digits, or where it is found; empty for that of the system. The first colour of a theme is white
/// with nearly everybody and its second black, as the second and the first of the old palette are.
pub(super) fn colour(given: &Attributes) -> String {
    let tint = attribute(given, "tint").filter(|tint| tint.contains(|c: char| matches!(c, '1'..='9')));
    if let Some(rgb) = attribute(given, "rgb") {
        let digits = rgb.get(rgb.len().saturating_sub(6)..).unwrap_or_default().to_uppercase();
        return tint.map_or(digits.clone(), |tint| format!("{digits} {tint}"));
    }
    for (name, white, black) in [("theme", &["0"][..], &["1"][..]), ("indexed", &["1", "9"], &["0", "8"])] {
        let Some(number) = attribute(given, name) else { continue };
        if name == "indexed" && matches!(number, "64" | "65") {
            return String::new();
        }
        return match tint {
            None if white.contains(&number) => WHITE.to_owned(),
            None if black.contains(&number) => BLACK.to_owned(),
            _ => format!("{name} {number} {}", tint.unwrap_or_default()),
        };
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unseen(styles: &str) -> Option<Vec<bool>> {
        Some(inks(styles)?.into_iter().map(|ink| ink.is_unseen()).collect())
    }

    fn of(font: &str, fill: &str) -> Option<Vec<bool>> {
        let styles = format!(
            "<styleSheet><fonts><font><sz val='11'/></font><font><b/>{font}</font></fonts>\
             <fills><fill><patternFill patternType='none'/></fill><fill>{fill}</fill></fills>\
             <cellStyleXfs><xf fontId='1'/></cellStyleXfs>\
             <cellXfs><xf fontId='0' fillId='0'/><xf fontId='1' fillId='1'/><xf fontId='0' fillId='1'/></cellXfs>\
             <dxfs><dxf><font><color rgb='FFFFFFFF'/></font></dxf></dxfs></styleSheet>"
        );
        unseen(&styles)
    }

    #[test]
    fn letters_in_the_colour_of_their_ground() {
        let solid =
            |colour: &str| format!("<patternFill patternType='solid'><fgColor {colour}/></patternFill>");
        let none = "<patternFill patternType='none'/>".to_owned();
        for (font, fill, wanted) in [
            ("rgb='FFFFFFFF'", none.clone(), true),
            ("rgb='ffffff'", none.clone(), true),
            ("theme='0'", none.clone(), true),
            ("theme='0' tint='0'", none.clone(), true),
            ("indexed='9'", none.clone(), true),
            ("theme='0' tint='-0.5'", none.clone(), false),
            ("theme='1'", none.clone(), false),
            ("indexed='64'", none.clone(), false),
            ("auto='1'", none.clone(), false),
            ("rgb='FF000000'", none.clone(), false),
            ("rgb='FFFFFFFF'", solid("rgb='FF1F4E78'"), false),
            ("rgb='FF1F4E78'", solid("rgb='001f4e78'"), true),
            ("rgb='FFFFFFFF'", solid("theme='0'"), true),
            ("theme='4' tint='0.4'", solid("theme='4' tint='0.4'"), true),
            ("theme='4' tint='0.4'", solid("theme='4'"), false),
            ("rgb='FFFFFFFF'", "<patternFill patternType='gray125'/>".to_owned(), false),
            ("rgb='FFFFFFFF'", "<gradientFill/>".to_owned(), false),
            ("rgb='FFFFFFFF'", String::new(), true),
            ("rgb='FFFEFEFE'", none.clone(), true),
            ("rgb='FFF2F2F2'", none.clone(), true),
            ("rgb='FFD9D9D9'", none.clone(), false),
            ("rgb='FF1F4E78'", solid("rgb='FF214F77'"), true),
        ] {
            let found = of(&format!("<color {font}/>"), &fill).unwrap();
            assert_eq!(found, [false, wanted, false], "{font} on {fill}");
        }
        assert_eq!(of("", &none).unwrap(), [false, false, false]);
        // Letters whose colour is left to the system are black.
        for black in ["rgb='FF000000'", "theme='1'", "indexed='8'"] {
            assert_eq!(of("<color auto='1'/>", &solid(black)).unwrap(), [false, true, true], "{black}");
            assert_eq!(of("<color theme='1'/>", &solid(black)).unwrap(), [false, true, true], "{black}");
        }
        assert_eq!(of("<sz val='1'/>", &none).unwrap(), [false, true, false]);
        assert_eq!(of("<sz val='8'/>", &none).unwrap(), [false, false, false]);
        assert_eq!(unseen("<styleSheet><fonts>"), None);
    }
}
