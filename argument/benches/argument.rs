//! `cargo bench -p intertally-argument`: statements as large as a member's of 308 and of 4,096
//! cells of 16 bits (tables of 2^18 and 2^19), against the naive prover.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use intertally_argument::testing::{Circuit, Fault, Forgery, masks, prove_naively, transcript};
use intertally_argument::{
    Batch, COLUMNS, Constraints, Field, Layout, Linear, Row, Term, Witness, inner, powers, prove, verify,
};
use rand_core::{OsRng, RngCore};

/// Bits of a figure.
const WIDTH: usize = 16;
/// Rows of a member's ciphertext that do not depend on its cells: bits of u, e1 and k1.
const FIXED: usize = 16 * (1 + 5 + 9);

fn random_bits() -> Vec<u8> {
    (0..COLUMNS).map(|_| u8::from(OsRng.next_u32() & 1 == 1)).collect()
}

/// Rows and constraints as a member's statement has them, over random bits: bits, the product of
/// figure and 'not zero', one linear constraint with 17 vectors over all rows.
fn member_like(cells: usize) -> Option<(Circuit, Witness)> {
    let blocks = cells.div_ceil(COLUMNS);
    let fixed = FIXED + 2 * blocks * (5 + 9);
    let (not_zero, figures, sent) = (fixed, fixed + blocks, fixed + blocks + WIDTH * blocks);
    let mut bits: Vec<Vec<u8>> = (0..sent).map(|_| random_bits()).collect();
    for block in 0..blocks {
        let planes = figures + WIDTH * block..figures + WIDTH * (block + 1);
        bits[not_zero + block] =
            (0..COLUMNS).map(|c| planes.clone().fold(0, |any, row| any | bits[row][c])).collect();
    }
    let combine = |block: usize, extra: bool| -> Vec<(usize, Field)> {
        let planes = (0..WIDTH).map(|plane| (figures + WIDTH * block + plane, Field::power_of_two(plane)));
        planes.chain(extra.then_some((not_zero + block, Field::ONE))).collect()
    };
    let derived = (0..2 * blocks).map(|i| combine(i / 2, i % 2 == 1)).collect();
    let layout = Layout::new(0, sent, derived).ok()?;
    let mut constraints = Constraints::default();
    (0..sent).for_each(|row| constraints.bits(row, None));
    for block in 0..blocks {
        let term = |row, square: i64, linear: i64| Term {
            row,
            square: square.into(),
            linear: linear.into(),
            on: None,
        };
        let (x, y) = (sent + 2 * block, sent + 2 * block + 1);
        constraints.by_column.push(vec![term(y, 1, 0), term(x, -1, -2), term(not_zero + block, 0, -1)]);
    }
    constraints.vectors = (0..17_u64).map(|i| powers(Field::from(i + 3), COLUMNS)).collect();
    let terms: Vec<_> =
        (0..sent).map(|row| (Field::from(row as u64 + 1), if row < 16 { 1 + row } else { 0 }, row)).collect();
    let entries =
        |row: usize| -> Vec<Field> { bits[row].iter().map(|bit| Field::ONE.times_bit(*bit)).collect() };
    let value = terms.iter().map(|(k, v, row)| *k * inner(&constraints.vectors[*v], &entries(*row))).sum();
    constraints.linear.push(Linear { terms, value });
    let statement =
        Circuit { label: "bench".into(), public: vec![7; 1 << 18], layout, given: vec![], constraints };
    let rows = bits.into_iter().map(Row::bits).collect::<Result<_, _>>().ok()?;
    Some((statement, Witness { rows, given_blindings: vec![] }))
}

fn argument(c: &mut Criterion, cells: usize) {
    let Some((statement, witness)) = member_like(cells) else { return };
    let Ok(proved) = prove(&statement, &witness, &mut OsRng) else { return };
    let proof = proved.proof.to_bytes();
    let mut group = c.benchmark_group(format!("as {cells} cells, {} bytes", proof.len()));
    group.sample_size(10);
    group.bench_function("prove", |b| b.iter(|| prove(&statement, &witness, &mut OsRng).is_ok()));
    group.bench_function("prove naively", |b| {
        let drawn = || masks(&statement, &witness, &mut OsRng);
        let run = |masks| {
            prove_naively(transcript(Fault::None), &statement, &witness, masks, Forgery::None).is_ok()
        };
        b.iter_batched(drawn, run, BatchSize::SmallInput);
    });
    group.bench_function("verify", |b| b.iter(|| verify(&statement, &proof, &mut OsRng).is_ok()));
    group.bench_function("verify 27", |b| {
        b.iter(|| {
            let mut batch = Batch::new();
            (0..27).for_each(|_| {
                batch.add(&statement, &proof);
            });
            batch.check(&mut OsRng).is_ok()
        });
    });
    group.finish();
}

fn all(c: &mut Criterion) {
    for cells in [308, 4096] {
        argument(c, cells);
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
