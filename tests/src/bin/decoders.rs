//! `cargo run -p intertally-tests --bin decoders`: the names of all decoders of foreign bytes, one a line.

use intertally_tests::foreign::DECODERS;
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    DECODERS.iter().try_for_each(|(name, _)| writeln!(out, "{name}"))
}
