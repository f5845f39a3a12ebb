//! Canonical bytes (spec section 1.1): serde structs in bincode 1.3, fixed-size little-endian integers.
//!
//! One value has one encoding: what decodes is encoded again and compared, so that no second spelling of
//! the same value is ever signed, hashed or logged.

use bincode::Options;
use serde::{Serialize, de::DeserializeOwned};

/// Why bytes from outside are not the canonical encoding of the type asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// Longer than the round's numbers allow.
    #[error("{what}: {len} bytes, at most {max} are allowed; send the object of this round")]
    TooLong {
        /// Name of the object.
        what: &'static str,
        /// Bytes received.
        len: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// Not an encoding of the type: truncated, trailing bytes, a length beyond the input, an unknown variant.
    #[error("{what}: the bytes are not a canonical encoding; make the object again with this version")]
    Malformed {
        /// Name of the object.
        what: &'static str,
    },
}

fn options() -> impl Options {
    bincode::DefaultOptions::new().with_fixint_encoding().with_little_endian().reject_trailing_bytes()
}

/// The canonical bytes of a value. All protocol types encode; the result is empty only for a type that cannot.
#[must_use]
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    options().serialize(value).unwrap_or_default()
}

/// Decode at most `max` bytes. Refuses trailing bytes, over-long inputs and second spellings.
pub fn decode<T: Serialize + DeserializeOwned>(
    what: &'static str,
    bytes: &[u8],
    max: usize,
) -> Result<T, CanonicalError> {
    if bytes.len() > max {
        return Err(CanonicalError::TooLong { what, len: bytes.len(), max });
    }
    let malformed = CanonicalError::Malformed { what };
    let value: T =
        options().with_limit(bytes.len() as u64).deserialize(bytes).map_err(|_| malformed.clone())?;
    if encode(&value) == bytes { Ok(value) } else { Err(malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn round_trip_and_no_trailing_bytes(value: (u16, Vec<u32>, Option<String>), extra in 1usize..9) {
            let bytes = encode(&value);
            prop_assert_eq!(decode::<(u16, Vec<u32>, Option<String>)>("t", &bytes, 1 << 20).unwrap(), value);
            let mut longer = bytes.clone();
            longer.extend(vec![0; extra]);
            prop_assert!(decode::<(u16, Vec<u32>, Option<String>)>("t", &longer, 1 << 20).is_err());
            prop_assert!(decode::<(u16, Vec<u32>, Option<String>)>("t", &bytes[..bytes.len() - 1], 1 << 20).is_err());
        }

        #[test]
        fn hostile_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<(u16, Vec<Vec<u64>>, Option<String>)>("t", &bytes, 100);
        }
    }

    #[test]
    fn a_length_beyond_the_input_is_refused_without_allocating_it() {
        let bytes = u64::MAX.to_le_bytes();
        assert_eq!(decode::<Vec<u64>>("t", &bytes, 64), Err(CanonicalError::Malformed { what: "t" }));
    }
}
