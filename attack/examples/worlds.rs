//! The threat model's table: whole small worlds, in how many of them something is told, and the smallest of these.
//! `cargo run --release -p intertally-attack --example worlds [NAME [FIGURES TO]]`.

use intertally_attack::planners::{Exact, by_count};
use intertally_attack::product::Product;
use intertally_attack::small::{Lab, Rules, Small, Tally};
use intertally_disclosure::plan::Parts;
use std::io::{self, Write as _};

fn line(name: &str, small: &Small, tally: &Tally) -> io::Result<()> {
    let gaps: Vec<String> = small
        .reporters
        .iter()
        .enumerate()
        .filter(|(_, who)| who.len() < small.members)
        .map(|(cell, who)| format!("cell {cell} by {who:?}"))
        .collect();
    let Tally { worlds, open, told, zeros, tight, smallest, .. } = tally;
    let mut out = io::stdout();
    writeln!(
        out,
        "{name}; cells {:?}; figures to {}; {}: {worlds} worlds, {open} open, {told} told ({zeros} zeros), {tight} tight",
        small.cells,
        small.most,
        gaps.join(", ")
    )?;
    for example in smallest.iter().take(5) {
        writeln!(out, "  {example}")?;
    }
    Ok(())
}

/// All, or those named: `small`, `parts`, `wide` (figures to 4), `crossed`, or `crossed 2` with figures to 2 (an hour, and
/// gigabytes).
fn worlds(name: Option<&str>, most: Option<u8>) -> Vec<Small> {
    let is = |own: &str| name.is_none_or(|name| name == own);
    let mut all = Vec::new();
    if is("small") {
        all.extend(Small::with_gaps(&Small::sum(2, 4, 2)));
    }
    if is("parts") {
        all.extend(Small::with_gaps(&Small::sum(3, 4, 2)));
    }
    if is("wide") {
        all.extend(Small::with_gaps(&Small::sum(2, 4, 4)));
    }
    if is("crossed") {
        all.push(Small::crossed(4, most.unwrap_or(1)));
    }
    all
}

fn main() -> io::Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let most = asked.get(1).and_then(|most| most.parse().ok());
    let rules: [(&str, &dyn Rules); 2] =
        [("by count, exact", &Exact(by_count)), ("the rules", &Product(Parts::ALL))];
    for small in worlds(asked.first().map(String::as_str), most) {
        for (name, rules) in rules {
            let mut lab = Lab::new(&small, rules);
            let seen = lab.coordinator().map_err(io::Error::other)?;
            line(&format!("coordinator, {name}"), &small, &seen)?;
            line(&format!("public, {name}"), &small, &lab.public(2).map_err(io::Error::other)?)?;
        }
    }
    Ok(())
}
