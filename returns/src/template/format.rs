//! How cells look that may be typed in.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// A cell that may be typed in.
pub(super) fn input(number: &str) -> Format {
    let yellow = Format::new().set_unlocked().set_background_color(Color::RGB(0xFF_F8_D0));
    yellow.set_border(FormatBorder::Hair).set_num_format(number).set_align(FormatAlign::Top)
}
