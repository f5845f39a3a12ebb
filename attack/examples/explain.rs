//! Prints a generated world, what the rules open of it, and what is told: `cargo run --example explain SEED`.

use intertally_attack::coordinator::attack;
use intertally_attack::generate::{Publisher, world};
use intertally_attack::product::Product;
use intertally_attack::public;
use intertally_attack::world::{World, figure};
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

fn main() -> io::Result<()> {
    let rules = Product(Parts::ALL);
    for seed in std::env::args().skip(1).filter_map(|seed| seed.parse().ok()) {
        let world = world(seed, &rules).map_err(io::Error::other)?;
        let mut out = String::new();
        figures(&world, &world.now, &mut out);
        let plan = rules.plan(&world.table).map_err(io::Error::other)?;
        for (index, (cell, decision)) in world.table.cells.iter().zip(&plan.decisions).enumerate() {
            let counts = (cell.minimum, cell.count, cell.changed, cell.count_only, &cell.confidential);
            let _ = writeln!(out, "  {index}: {decision:?} {counts:?}");
        }
        for quiet in &world.table.quiet {
            let _ = writeln!(out, "  {quiet:?}");
        }
        for (old, seen) in world.table.earlier.iter().zip(&world.seen) {
            let _ = writeln!(
                out,
                "  earlier {:?} of {:?}: {:?} {} {seen:?}",
                old.leaves, old.reporters, old.count, old.opened
            );
        }
        for old in &world.old {
            let _ = writeln!(out, "  as it was:");
            figures(&world, old, &mut out);
        }
        let _ = writeln!(out, "  public {:?} within {:?}", world.table.public, world.table.within);
        let opened = plan.opened();
        for leak in attack(&world, &opened).into_iter().flatten() {
            let _ = writeln!(out, "  system {} {:?}", leak.system, leak.kind);
            for part in leak.parts {
                let _ =
                    writeln!(out, "    {} x member {} leaves {:?}", part.factor, part.member, part.leaves);
            }
        }
        let total = |index: &u32| (*index, world.total(&world.table.cells[*index as usize]));
        let shown = rules.show(&world.table, &opened, &opened.iter().map(total).collect());
        let shown = shown.map_err(io::Error::other)?;
        let _ = writeln!(out, "  shown {shown:?}");
        for narrow in public::attack(&world, &shown, 5).into_iter().flatten() {
            let _ = writeln!(out, "  public: {narrow:?}");
        }
        writeln!(io::stdout(), "seed {seed}\n{out}")?;
    }
    Ok(())
}
