//! Prints a generated world, what the rules open of each of its rounds, and what is told: `cargo
//! run --example explain SEED`.

use intertally_attack::coordinator::attack;
use intertally_attack::fault::Fault;
use intertally_attack::generate::{Round, rounds};
use intertally_attack::product::Product;
use intertally_attack::public;
use intertally_attack::world::{World, figure};
use intertally_disclosure::Earlier;
use intertally_disclosure::plan::Parts;
use std::fmt::Write as _;
use std::io::{self, Write as _};

fn figures(world: &World, of: &intertally_attack::world::Figures, out: &mut String) {
    let members: std::collections::BTreeSet<u32> = world.now.keys().map(|(member, _)| *member).collect();
    for (index, cell) in world.table.cells.iter().enumerate() {
        let row: Vec<String> = members
            .iter()
            .map(|member| match cell.reporters.contains(member) {
                true => figure(of, *member, &cell.leaves[0]).to_string(),
                false => format!("({})", figure(of, *member, &cell.leaves[0])),
            })
            .collect();
        let _ = writeln!(out, "  {index}: {:?} {}", cell.leaves, row.join(" "));
    }
}

fn round(number: usize, round: &Round, rules: &Product) -> Result<String, Fault> {
    let Round { world, opened, shown, .. } = round;
    let mut out = format!("  round {number}\n");
    figures(world, &world.now, &mut out);
    let plan = rules.plan(&world.table)?;
    for (index, (cell, decision)) in world.table.cells.iter().zip(&plan.decisions).enumerate() {
        let counts = (cell.minimum, cell.count, cell.changed, cell.count_only, &cell.confidential, cell.max);
        let _ = writeln!(out, "  {index}: {decision:?} {counts:?} shown {:?}", shown[index]);
    }
    for quiet in &world.table.quiet {
        let _ = writeln!(out, "  {quiet:?}");
    }
    for (old, seen) in world.table.earlier.iter().zip(&world.seen) {
        let Earlier { round, leaves, reporters, count, opened, .. } = old;
        let _ = writeln!(out, "  earlier {round} {leaves:?} of {reporters:?}: {count:?} {opened} {seen:?}");
    }
    let _ = writeln!(out, "  public {:?} of {:?}", world.table.public, world.claimed);
    let _ = writeln!(out, "  within {:?}, replaced {}", world.table.within, world.replaced);
    for leak in attack(world, opened)? {
        let _ = writeln!(out, "  system {} {:?}", leak.system, leak.kind);
        for part in leak.parts {
            let _ = writeln!(out, "    {} x member {} leaves {:?}", part.factor, part.member, part.leaves);
        }
    }
    for narrow in public::attack(world, shown, 5)? {
        let _ = writeln!(out, "  readers: {narrow:?}");
    }
    Ok(out)
}

fn main() -> io::Result<()> {
    let rules = Product(Parts::ALL);
    for seed in std::env::args().skip(1).filter_map(|seed| seed.parse().ok()) {
        writeln!(io::stdout(), "seed {seed}")?;
        for (number, own) in rounds(seed, &rules).map_err(io::Error::other)?.iter().enumerate() {
            writeln!(io::stdout(), "{}", round(number, own, &rules).map_err(io::Error::other)?)?;
        }
    }
    Ok(())
}
