//! Every field of an object, changed one at a time: numbers by one, flags turned, texts longer by a letter, byte strings in their first
//! bit, lists shorter and longer by their last element, options left out.

use anyhow::Result;
use intertally_core::canonical::{decode, encode};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One change.
pub struct Changed {
    /// Which field, and how.
    pub what: String,
    /// The object with it, in its canonical bytes.
    pub bytes: Vec<u8>,
}

/// Whether a list is a byte string, which is one field.
fn is_bytes(items: &[Value]) -> bool {
    items.len() >= 32 && items.iter().all(|item| item.as_u64().is_some_and(|number| number < 256))
}

/// Pointers to all values inside, the value itself first.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) if !is_bytes(items) => {
            (0..).zip(items).for_each(|(place, item): (usize, _)| {
                pointers(item, &format!("{at}/{place}"), found);
            });
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| pointers(field, &format!("{at}/{name}"), found));
        }
        _ => {}
    }
}

/// What may stand in place of a value, and how it differs.
fn others(value: &Value) -> Vec<(&'static str, Value)> {
    let mut others = vec![("left out", Value::Null)];
    match value {
        Value::Bool(flag) => others.push(("turned", Value::Bool(!flag))),
        Value::String(text) => others.push(("longer", Value::String(format!("{text}x")))),
        Value::Number(number) => {
            let more = number.as_u64().and_then(|number| number.checked_add(1)).map(Value::from);
            let less = number.as_i64().and_then(|number| number.checked_sub(1)).map(Value::from);
            others.extend(more.map(|more| ("one more", more)));
            others.extend(less.map(|less| ("one less", less)));
        }
        Value::Array(items) if is_bytes(items) => {
            let mut flipped = items.clone();
            if let Some(first) = flipped.first_mut() {
                *first = Value::from(first.as_u64().unwrap_or_default() ^ 1);
            }
            others.push(("flipped", Value::Array(flipped)));
        }
        Value::Array(items) => {
            if let Some((last, rest)) = items.split_last() {
                others.push(("shorter", Value::Array(rest.to_vec())));
                others
                    .push(("longer", Value::Array([items.as_slice(), std::slice::from_ref(last)].concat())));
            }
        }
        _ => {}
    }
    others
}

/// All changes of one object. None of an object with numbers of 128 bits: its bytes are flipped elsewhere.
pub fn changes<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<Vec<Changed>> {
    let object: T = decode("object", bytes, 1 << 26)?;
    let Ok(whole) = serde_json::to_value(&object) else { return Ok(vec![]) };
    let (mut found, mut all) = (Vec::new(), Vec::new());
    pointers(&whole, "", &mut found);
    for pointer in found {
        for (how, other) in whole.pointer(&pointer).map(others).unwrap_or_default() {
            let mut changed = whole.clone();
            if let Some(place) = changed.pointer_mut(&pointer) {
                *place = other;
            }
            // What is no value of the type is no object that anybody could send.
            let Ok(object) = serde_json::from_value::<T>(changed) else { continue };
            let other = encode(&object);
            if other != bytes {
                all.push(Changed { what: format!("{pointer} {how}"), bytes: other });
            }
        }
    }
    Ok(all)
}
