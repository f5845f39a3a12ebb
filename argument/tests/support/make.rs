//! Makes the vectors of vectors/argument, always the same ones.

use super::write::{hex_of, list, statement_to};
use intertally_argument::testing::{
    Circuit, Counting, Fault, Forgery, Forgotten, Lie, generator, masks, prove_naively, toy, transcript,
};
use intertally_argument::{Constraints, Field, Layout, Row, Transcript, Witness, prove};
use rand_core::RngCore;
use serde_json::{Map, Value, json};
use std::error::Error;

/// What can fail fails the writer.
type Made<T> = Result<T, Box<dyn Error>>;

fn system() -> String {
    let mut bytes = [0; 64];
    Counting(0).fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// A witness as JSON comes from what it was made of, as rows do not show their entries.
struct Written {
    rows: Vec<Vec<Field>>,
    bits: Vec<bool>,
    blindings: Vec<Field>,
}

impl Written {
    fn witness(&self) -> Made<Witness> {
        let row = |(row, bits): (&Vec<Field>, &bool)| {
            let bit = |x: &Field| u8::from(*x != Field::ZERO);
            if *bits { Row::bits(row.iter().map(bit).collect()) } else { Row::scalars(row.clone()) }
        };
        let rows = self.rows.iter().zip(&self.bits).map(row).collect::<Result<_, _>>()?;
        Ok(Witness { rows, given_blindings: self.blindings.clone() })
    }

    fn json(&self) -> Value {
        let row = |(row, bits): (&Vec<Field>, &bool)| {
            let kind = if *bits { "bits" } else { "scalars" };
            json!({"kind": kind, "entries": list(row)})
        };
        json!({
            "rows": self.rows.iter().zip(&self.bits).map(row).collect::<Vec<_>>(),
            "given_blindings": self.blindings.iter().map(hex_of).collect::<Vec<_>>(),
        })
    }
}

fn good(about: &str, statement: &Circuit, written: &Written) -> Made<Value> {
    let proof = prove(statement, &written.witness()?, &mut Counting(0))?.proof.to_bytes();
    Ok(json!({
        "kind": "argument",
        "about": about,
        "input": {
            "statement": statement_to(statement),
            "witness": written.json(),
            "system": system(),
        },
        "expect": { "proof": hex::encode(proof) },
    }))
}

const FIGURES: [u64; 12] = [3, 1, 0, 9, 1, 0, 0, 5, 0, 7, 1, 0];

fn shift() -> Vec<Field> {
    (0..20_u64).map(|c| Field::from(c + 1).power(40)).collect()
}

/// The toy statement and its honest witness, written out again from its description
/// (argument/src/testing/toy.rs).
fn toy_written() -> Written {
    let mut rows = vec![Vec::new(); 7];
    for (c, figure) in FIGURES.iter().enumerate() {
        let figure_here = if c % 3 == 2 { 0 } else { figure % (1 << (1 + c % 4)) };
        rows[0].push(Field::from(figure >> 1 & 1));
        rows[1].push(Field::from(u64::from(figure_here > 0)));
        (0..4).for_each(|plane| rows[2 + plane].push(Field::from(figure_here >> plane & 1)));
    }
    rows[6] = shift();
    let bits = (0..7).map(|row| row < 6).collect();
    Written { rows, bits, blindings: vec![Field::from(0x5eed_u64).power(9)] }
}

/// One row of bits and nothing else.
fn one_row() -> Made<(Circuit, Written)> {
    let mut constraints = Constraints::default();
    constraints.bits(0, None);
    let statement = Circuit {
        label: "vector/one row".into(),
        public: b"nothing".to_vec(),
        layout: Layout::new(0, 1, vec![])?,
        given: vec![],
        constraints,
    };
    let row = (0..512_u64).map(|c| Field::from(u64::from(c * c % 7 == 1))).collect();
    Ok((statement, Written { rows: vec![row], bits: vec![true], blindings: vec![] }))
}

/// Twenty rows, so that row variables remain after the first three rounds; one bit must be the bit
/// of the row before.
fn twenty_rows() -> Made<(Circuit, Written)> {
    let mut constraints = Constraints::default();
    (0..20).for_each(|row| constraints.bits(row, None));
    for row in 1..20 {
        let term = |row, square: i64, linear: i64| intertally_argument::Term {
            row,
            square: square.into(),
            linear: linear.into(),
            on: None,
        };
        constraints.by_column.push(vec![term(row, 0, 1), term(row - 1, 0, -1)]);
    }
    let statement = Circuit {
        label: "vector/twenty rows".into(),
        public: vec![],
        layout: Layout::new(0, 20, vec![])?,
        given: vec![],
        constraints,
    };
    let row: Vec<Field> = (0..9_u64).map(|c| Field::from(c & 1)).collect();
    Ok((statement, Written { rows: vec![row; 20], bits: vec![true; 20], blindings: vec![] }))
}

fn basics() -> Made<Value> {
    let mut transcript = Transcript::new("vector");
    transcript.absorb("one", b"first message");
    let first = transcript.challenge("same");
    let second = transcript.challenge("same");
    transcript.absorb("two", b"");
    let third = transcript.challenge("third");
    let mut generators = Map::new();
    for i in [0, 1, 511, 512] {
        let point = generator(i).ok_or("a generator")?;
        generators.insert(i.to_string(), hex::encode(point.compress().to_bytes()).into());
    }
    Ok(json!({
        "kind": "argument basics",
        "about": "Generators by index (512 is H), and challenges of a transcript: label 'vector'; message 'first message' under 'one'; twice a challenge 'same'; an empty message under 'two'; a challenge 'third'",
        "expect": { "generators": generators, "challenges": [hex_of(&first), hex_of(&second), hex_of(&third)] },
    }))
}

fn bad(about: &str, change: Value, error: &str) -> Value {
    json!({ "kind": "argument", "about": about, "input": change, "expect": { "error": error } })
}

/// The toy statement with a proof of a liar: it differs in the sum, which is public, alone.
fn lie(about: &str, lie: Lie, forgery: Forgery, error: &str) -> Made<Value> {
    let (statement, witness) = toy(&FIGURES, &shift(), lie, Forgotten::Nothing)?;
    let drawn = masks(&statement, &witness, &mut Counting(0));
    let proof = prove_naively(transcript(Fault::None), &statement, &witness, drawn, forgery)?;
    let change = json!({
        "of": "toy.json",
        "public": hex::encode(&statement.public),
        "value": hex_of(&statement.constraints.linear[0].value),
        "proof": hex::encode(proof.to_bytes()),
    });
    Ok(bad(about, change, error))
}

/// The toy proof with some bytes replaced.
fn changed(about: &str, at: usize, bytes: &[u8], error: &str) -> Value {
    bad(about, json!({ "of": "toy.json", "at": at, "bytes": hex::encode(bytes) }), error)
}

/// File, what it is, the lie, how it is made to look true, and the error that finds it. A forgery
/// works only where its element is not absorbed.
const LIES: [(&str, &str, Lie, Forgery, &str); 12] = [
    ("bad_half.json", "An entry 1/2 among bits", Lie::HalfAmongBits, Forgery::None, "LastClaim"),
    ("bad_two.json", "An entry 2 among bits", Lie::TwoAmongBits, Forgery::None, "LastClaim"),
    ("bad_product.json", "A figure without its bit", Lie::FigureWithoutBit, Forgery::None, "LastClaim"),
    ("bad_zero.json", "A figure where nothing is reported", Lie::Unreported, Forgery::None, "LastClaim"),
    ("bad_width.json", "A figure above its width", Lie::TooWide, Forgery::None, "LastClaim"),
    ("bad_sum.json", "A sum that is off by one", Lie::WrongSum, Forgery::None, "LastClaim"),
    ("bad_row.json", "A commitment to another row", Lie::None, Forgery::OtherRow, "OpenedRow"),
    ("bad_mask_sum.json", "s_g chosen after c", Lie::WrongSum, Forgery::MaskSum, "LastClaim"),
    (
        "bad_last_round.json",
        "The last message chosen after r",
        Lie::WrongSum,
        Forgery::LastRound,
        "LastClaim",
    ),
    ("bad_mask.json", "E_g made after r", Lie::WrongSum, Forgery::MaskCommitment, "LastClaim"),
    ("bad_opening.json", "A made after x", Lie::WrongSum, Forgery::OpeningCommitment, "LastClaim"),
    ("bad_opening_value.json", "T chosen after x", Lie::WrongSum, Forgery::OpeningValue, "MaskValue"),
];

/// Names and contents of all files.
pub fn all() -> Made<Vec<(&'static str, Value)>> {
    let (toy_statement, _) = toy(&FIGURES, &shift(), Lie::None, Forgotten::Nothing)?;
    let toy_written = toy_written();
    let toy_vector =
        good("Every kind of row and constraint (argument/src/testing/toy.rs)", &toy_statement, &toy_written)?;
    let proof = hex::decode(toy_vector["expect"]["proof"].as_str().ok_or("a proof")?)?;
    let other_scalar = |place: usize| {
        let mut bytes = proof[32 * place..32 * place + 32].to_vec();
        bytes[0] ^= 1;
        bytes
    };
    // Points: six sent rows, the free row, E_g, A. Scalars: s_g, 39 of 13 rounds, 512, rho, g(r),
    // T, 40, 1.
    let (points, response, end) = (9, 9 + 1 + 39 + 512 + 3, proof.len() / 32);
    let (one, twenty) = (one_row()?, twenty_rows()?);
    let mut files = vec![
        ("basics.json", basics()?),
        ("one_row.json", good("One row of bits", &one.0, &one.1)?),
        ("twenty_rows.json", good("Twenty equal rows of bits", &twenty.0, &twenty.1)?),
    ];
    for (name, about, what, forgery, error) in LIES {
        files.push((name, lie(about, what, forgery, error)?));
    }
    let other = json!({"of": "toy.json", "public": "00"});
    files.push(("bad_public.json", bad("A proof of another context", other, "LastClaim")));
    let changes = [
        ("bad_response.json", "A response changed", 32 * response, other_scalar(response), "MaskValue"),
        (
            "bad_blinding.json",
            "The last blinding factor changed",
            32 * end - 32,
            other_scalar(end - 1),
            "MaskOpening",
        ),
        ("bad_scalar.json", "A scalar that is not below l", 32 * points, vec![255; 32], "Encoding"),
        ("bad_point.json", "A row commitment that is no point", 32, vec![255; 32], "Encoding"),
        ("bad_length.json", "A byte too many", 32 * end, vec![0], "Length"),
    ];
    files.extend(changes.map(|(name, about, at, bytes, error)| (name, changed(about, at, &bytes, error))));
    files.push(("toy.json", toy_vector));
    Ok(files)
}
