//! The vectors about terms: two families, whose counts and terms lie in two blocks.

use super::{Made, bad, proved, stream, vector};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::testing::{Fault, Forgery, masks, prove_naively, transcript};
use intertally_argument::{Field, Row, commit};
use intertally_statements::terms::{Family, Figures, Term, Terms};
use serde_json::{Value, json};

/// Counts and their terms, R to D and N to N-MORE.
const FIRST: [u64; 24] = [
    8, 106, 5, 120, 1042, 555, 567, 252, 45, 828, 14408, 803, 784, 3167, 256, 0, 256, 0, 0, 0, 256, 0, 0, 256,
];
/// Planes and figures of the blocks: a, n1, c, n2 of the first family and all its terms, and three terms of the
/// second; the second one's counts, which have nobody under the programme.
const BLOCKS: [(usize, &[u64]); 2] = [(14, &FIRST), (6, &[0, 0, 4, 9])];
/// Terms as the specification calls them.
const NAMES: [&str; 17] = [
    "R", "S", "P", "Q", "G", "H", "W", "V", "E", "D", "N", "N-FEWER", "N-OTHER", "N-067", "N-090", "N-110",
    "N-MORE",
];

fn families() -> Vec<Family> {
    let all = Term::ALL.into_iter().zip(4..).collect();
    let few = vec![(Term::R, 21), (Term::W, 22), (Term::UpTo110, 23)];
    vec![
        Family { counts: [0, 1, 2, 3], bits: 8, terms: all },
        Family { counts: [512, 513, 514, 515], bits: 4, terms: few },
    ]
}

fn figures() -> Vec<Figures> {
    let terms = BLOCKS[0].1;
    let of = |counts: &[u64], terms: &[u64]| {
        let mut own = [0; 4];
        own.copy_from_slice(counts);
        Figures { counts: own, terms: terms.to_vec() }
    };
    vec![of(&terms[..4], &terms[4..21]), of(BLOCKS[1].1, &terms[21..])]
}

/// Rows that hold figures, with blinding factors that are 64 bytes each of a stream, little end first.
struct Given {
    points: Vec<Vec<CompressedRistretto>>,
    rows: Vec<Row>,
    blindings: Vec<Field>,
}

fn given(blocks: &[(usize, Vec<u64>)]) -> Made<Given> {
    let count = blocks.iter().map(|(planes, _)| 1 + planes).sum::<usize>();
    let factors = stream("terms", 64 * count);
    let blindings: Vec<Field> = factors.as_chunks::<64>().0.iter().map(Field::from_wide_bytes).collect();
    let mut next = blindings.iter();
    let mut made = Given { points: Vec::new(), rows: Vec::new(), blindings: blindings.clone() };
    for (planes, figures) in blocks {
        let mut points = Vec::new();
        for row in 0..=*planes {
            let bit = |x: &u64| match row {
                0 => u8::from(*x > 0),
                plane => (x.saturating_sub(1) >> (plane - 1) & 1) as u8,
            };
            let row = Row::bits(figures.iter().map(bit).collect())?;
            points.push(commit(&row, next.next().ok_or("a factor")?).compress());
            made.rows.push(row);
        }
        made.points.push(points);
    }
    Ok(made)
}

fn blocks() -> Vec<(usize, Vec<u64>)> {
    BLOCKS.iter().map(|(planes, figures)| (*planes, figures.to_vec())).collect()
}

fn families_json(families: &[Family]) -> Value {
    let terms = |family: &Family| -> Value {
        family.terms.iter().map(|(term, place)| json!([NAMES[*term as usize], place])).collect()
    };
    families.iter().map(|family| json!([family.counts, family.bits, terms(family)])).collect()
}

/// Names and contents of the files.
pub fn all() -> Made<Vec<(&'static str, Value)>> {
    let (families, honest) = (families(), given(&blocks())?);
    let statement = Terms::new(&honest.points, &families, b"round")?;
    let witness = statement.witness(honest.rows.clone(), honest.blindings.clone(), &figures())?;
    let proof = proved(&statement, &witness)?;
    let input = json!({ "context": "round", "blocks": blocks(), "families": families_json(&families) });
    let mut files = vec![("terms.json", vector("terms", "Terms of two families", input, &proof))];

    let other = Terms::new(&honest.points, &families, b"another")?;
    let change = json!({ "context": "another" });
    files.push(("bad_terms_context.json", bad("terms.json", "Of another member", change, &other, &proof)?));
    let mut swapped = families.clone();
    swapped[0].counts.swap(0, 2);
    let other = Terms::new(&honest.points, &swapped, b"round")?;
    let change = json!({ "families": families_json(&swapped) });
    let about = "Counts that have changed their roles";
    files.push(("bad_terms_roles.json", bad("terms.json", about, change, &other, &proof)?));

    // A prover who has committed to something else, and goes on as if it had not.
    for (name, about, place) in [
        ("bad_terms_unit.json", "A term that is one unit more than that of its counts", 4),
        ("bad_terms_count.json", "A count that is not the one of its terms", 1),
    ] {
        let mut lied = blocks();
        lied[0].1[place] += 1;
        let given = given(&lied)?;
        let other = Terms::new(&given.points, &families, b"round")?;
        let witness = other.witness(given.rows, given.blindings, &figures())?;
        let drawn = masks(&other, &witness, &mut super::Counting(0));
        let proof = prove_naively(transcript(Fault::None), &other, &witness, drawn, Forgery::None)?;
        let mut vector = bad("terms.json", about, json!({ "blocks": lied }), &other, &proof)?;
        vector["input"]["proof"] = json!(hex::encode(proof.to_bytes()));
        files.push((name, vector));
    }
    Ok(files)
}
