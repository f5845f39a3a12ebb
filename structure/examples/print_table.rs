//! The table of a round, a line for each of its parts: `cargo run -p intertally-structure --example print_table FILE
//! PERIOD..`. For whoever writes a second program that makes it; `docs/examples/compare_tables.py` compares with it.
#![expect(clippy::print_stdout, reason = "an example that prints")]

use intertally_structure::Structure;
use std::env;
use std::fs;

/// Terms that are proved, as the specification calls them (4.8).
const TERMS: [&str; 17] = [
    "R", "S", "P", "Q", "G", "H", "W", "V", "E", "D", "N", "N-FEWER", "N-OTHER", "N-067", "N-090", "N-110",
    "N-MORE",
];

fn main() -> Result<(), String> {
    let mut given = env::args().skip(1);
    let file = given.next().ok_or("print_table FILE PERIOD..")?;
    let periods: Vec<String> = given.collect();
    let bytes = fs::read(&file).map_err(|why| format!("{file}: {why}"))?;
    let structure = Structure::parse(&file, &bytes).map_err(|faults| format!("{faults:?}"))?;
    let table = structure.table(&periods).map_err(|faults| format!("{faults:?}"))?;
    for leaf in &table.leaves {
        println!("leaf {} {} {}", leaf.figure, leaf.start, leaf.months);
    }
    for cell in &table.cells {
        println!(
            "cell {} {} {} {} {} {} {:?}",
            cell.key,
            cell.max,
            cell.min_contributors,
            cell.count_only,
            cell.rounding,
            cell.first,
            cell.leaves
        );
    }
    let rules = &table.rules;
    for (number, system) in rules.systems.iter().enumerate() {
        system.cells.iter().for_each(|(cell, leaves)| println!("system {number} {cell} {leaves:?}"));
    }
    for one in &rules.ladders {
        println!("ladder {:?} {:?} {:?}", one.steps, one.elsewhere, one.quiet);
    }
    for one in &rules.quiet {
        println!("quiet {:?} {:?} {:?} {}", one.leaves, one.soft, one.known, one.guard);
    }
    rules.whole.iter().for_each(|one| println!("whole {} {:?} {:?}", one.table, one.own, one.all));
    rules.within.iter().for_each(|one| println!("within {} {}", one.inner, one.outer));
    rules.parents.iter().for_each(|one| println!("parent {} {} {}", one.dimension, one.code, one.parent));
    for one in &rules.evaluations {
        let terms: Vec<String> =
            one.terms.iter().map(|(term, cell)| format!("{} {cell}", TERMS[*term as usize])).collect();
        println!("evaluation {:?} {} {}", one.counts(), one.bits, terms.join(" "));
    }
    Ok(())
}
