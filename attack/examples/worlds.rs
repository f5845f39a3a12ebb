//! The threat model's table: whole small worlds, in how many of them something is told, and the smallest of these.
//! `cargo run --release -p intertally-attack --example worlds [small]`.

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
    let Tally { worlds, open, told, zeros, tight, smallest } = tally;
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

fn main() -> io::Result<()> {
    let mut all = Small::with_gaps(&Small::sum(2, 4, 2));
    if std::env::args().nth(1).is_none() {
        all.extend(Small::with_gaps(&Small::sum(3, 4, 2)));
        all.push(Small::sum(2, 4, 4));
        all.push(Small::crossed(4, 1));
    }
    let rules: [(&str, &dyn Rules); 2] =
        [("by count, exact", &Exact(by_count)), ("the rules", &Product(Parts::ALL))];
    for small in all {
        for (name, rules) in rules {
            let mut lab = Lab::new(&small, rules);
            let seen = lab.coordinator().map_err(io::Error::other)?;
            line(&format!("coordinator, {name}"), &small, &seen)?;
            line(&format!("public, {name}"), &small, &lab.public(2).map_err(io::Error::other)?)?;
        }
    }
    Ok(())
}
