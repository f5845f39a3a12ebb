//! Statements as JSON, as vectors/argument has them.
//!
//! A scalar is hex, little end first, without zero bytes at its end; lists of 512 leave out zeros
//! at their end.

use intertally_argument::testing::Circuit;
use intertally_argument::{Field, Linear, Term};
use serde_json::{Value, json};

pub fn hex_of(x: &Field) -> String {
    let bytes = x.to_bytes();
    let len = bytes.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    hex::encode(&bytes[..len])
}

pub fn list(values: &[Field]) -> Vec<String> {
    let len = values.iter().rposition(|x| *x != Field::ZERO).map_or(0, |last| last + 1);
    values[..len].iter().map(hex_of).collect()
}

pub fn statement_to(circuit: &Circuit) -> Value {
    let Circuit { label, public, layout, given, constraints } = circuit;
    let term = |t: &Term| json!({"row": t.row, "square": hex_of(&t.square), "linear": hex_of(&t.linear), "on": t.on});
    let linear = |l: &Linear| {
        let terms: Vec<Value> = l.terms.iter().map(|(k, v, row)| json!([hex_of(k), v, row])).collect();
        json!({"terms": terms, "value": hex_of(&l.value)})
    };
    let combination =
        |c: &Vec<(usize, Field)>| c.iter().map(|(row, k)| json!([row, hex_of(k)])).collect::<Vec<_>>();
    let mask = |m: &Vec<bool>| m.iter().map(|on| if *on { '1' } else { '0' }).collect::<String>();
    json!({
        "label": label,
        "public": hex::encode(public),
        "given": given.iter().map(|point| hex::encode(point.as_bytes())).collect::<Vec<_>>(),
        "sent": layout.sent(),
        "derived": layout.derived().iter().map(combination).collect::<Vec<_>>(),
        "by_column": constraints.by_column.iter().map(|c| c.iter().map(term).collect()).collect::<Vec<Vec<_>>>(),
        "masks": constraints.masks.iter().map(mask).collect::<Vec<_>>(),
        "linear": constraints.linear.iter().map(linear).collect::<Vec<_>>(),
        "vectors": constraints.vectors.iter().map(|v| list(v)).collect::<Vec<_>>(),
    })
}
