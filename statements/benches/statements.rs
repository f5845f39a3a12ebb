//! `cargo bench -p intertally-statements`: processor time of all threads to prove and to check each
//! statement, alone and 27 together, time on the clock to prove, bytes, and most memory. The least of
//! some runs.

#[path = "../tests/support/make.rs"]
mod make;
#[path = "../../benches/src/measure.rs"]
mod measure;
#[path = "../tests/support/words.rs"]
mod words;

use intertally_argument::{Batch, Statement, Witness, prove, verify};
use intertally_statements::Polynomial;
use intertally_statements::leader::Leader;
use intertally_statements::member::Key;
use intertally_statements::trustee::{Question, Slots, Trustee};
use make::{Encrypted, Evaluated, Published, deal, flooding, uniform};
use measure::{cost, least, peak_memory};
use rand_core::OsRng;
use std::io::{Write, stdout};
use std::time::Duration;
use words::Made;

/// Runs of which the least counts.
const RUNS: u32 = 5;
/// Proofs checked together.
const MANY: u32 = 27;

fn ms(time: Duration) -> String {
    format!("{}.{}", time.as_micros() / 1000, time.as_micros() / 100 % 10)
}

fn line(name: &str, statement: &impl Statement, make: impl Fn() -> Made<Vec<u8>>) -> Made<()> {
    let proof = make()?;
    verify(statement, &proof, &mut OsRng)?;
    let proving = least(RUNS, &make);
    let clock = (0..RUNS).map(|_| cost(&make).1.wall).min().unwrap_or_default();
    let checking = least(RUNS, || verify(statement, &proof, &mut OsRng));
    let together = least(RUNS, || {
        let mut batch = Batch::new();
        (0..MANY).for_each(|_| {
            batch.add(statement, &proof);
        });
        batch.check(&mut OsRng).is_ok()
    });
    let [proving, clock, checking, together] = [proving, clock, checking, together / MANY].map(ms);
    let bytes = proof.len();
    writeln!(stdout(), "{name:36} {proving:>9} {clock:>9} {checking:>9} {together:>9} {bytes:>9}")?;
    Ok(())
}

fn proof_of(statement: &impl Statement, witness: &Witness) -> Made<Vec<u8>> {
    Ok(prove(statement, witness, &mut OsRng)?.proof.to_bytes())
}

fn main() -> Made<()> {
    writeln!(
        stdout(),
        "{:36} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "",
        "prove",
        "clock",
        "check",
        "of 27",
        "bytes"
    )?;
    let a = Polynomial::from(uniform(8192, &mut OsRng));
    let dealt = deal(&a, &mut OsRng)?;
    let rows = dealt.secret.commitments()?;
    let leader = Leader::new(&a, &dealt.b, &rows, b"ceremony")?;
    line("leader, a sub-key", &leader, || proof_of(&leader, &leader.witness(&dealt.secret)?))?;
    for families in [1, 10, 256] {
        let evaluated = Evaluated::new(families, &mut OsRng)?;
        let terms = evaluated.statement(b"round")?;
        line(&format!("terms, {families} families of 10"), &terms, || {
            proof_of(&terms, &evaluated.witness(&terms)?)
        })?;
    }
    let key = Key { a: &a, b: &dealt.b };
    for (cells, slot_bits) in [(308, 21), (4096, 21)] {
        let encrypted = Encrypted::new(key, cells, 16, slot_bits, &mut OsRng)?;
        let member = encrypted.member(key, b"round")?;
        line(&format!("member, {cells} cells of 16 bits"), &member, || {
            proof_of(&member, &member.witness(&encrypted.encryption)?)
        })?;
        // F for 3 of 5, docs of the design: 102 for values of this width, 114 for bits.
        for (step, first, bits) in [("A", 0, 114), ("B", 4096, 102)] {
            let slots = Slots::new(&(first..first + cells as u32).collect::<Vec<_>>())?;
            let question =
                Question { c1: &encrypted.c1, slots: &slots, flooding_bits: bits, context: b"step" };
            let trustee = Trustee::new(&rows, question)?;
            let f = flooding(bits, cells, &mut OsRng);
            line(&format!("trustee, step {step}, {cells} cells, F {bits}"), &trustee, || {
                Ok(trustee.share(&dealt.secret, &f, &mut OsRng)?.proof)
            })?;
        }
        let published = Published::new(&encrypted, &dealt, &mut OsRng)?;
        let publication = published.publication(&encrypted, b"sheet")?;
        line(&format!("coordinator, {cells} cells"), &publication, || {
            proof_of(&publication, &publication.witness(&published.counts.1, &published.values.1)?)
        })?;
    }
    writeln!(stdout(), "most memory: {} MB", peak_memory() >> 20)?;
    Ok(())
}
