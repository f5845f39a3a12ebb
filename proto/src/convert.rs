//! From the wire to the protocol's types: canonical bytes of a field, or the name of the field that is wrong.

use intertally_core::canonical::{self, CanonicalError};
use intertally_core::hash::Digest;
use intertally_core::rule::Rule;
use serde::{Serialize, de::DeserializeOwned};

/// A field of a message that does not hold what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Not canonical bytes of the type, or too long.
    #[error("field {field}: {source}")]
    Bytes {
        /// Name in the .proto file.
        field: &'static str,
        /// Why.
        source: CanonicalError,
    },
    /// Not 32 bytes.
    #[error("field {field} has {got} bytes where a digest has 32; send the digest as it is, not as text")]
    Digest {
        /// Name in the .proto file.
        field: &'static str,
        /// Bytes given.
        got: usize,
    },
    /// Missing, empty, or out of place.
    #[error("field {field}: {what}")]
    Shape {
        /// Name in the .proto file.
        field: &'static str,
        /// What was expected.
        what: &'static str,
    },
}

impl FieldError {
    /// The rule of a refusal that follows.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        Rule::Bytes
    }
}

/// The value of a field of canonical bytes, at most `limit` of them.
pub fn decode<T: Serialize + DeserializeOwned>(
    field: &'static str,
    bytes: &[u8],
    limit: usize,
) -> Result<T, FieldError> {
    canonical::decode(field, bytes, limit).map_err(|source| FieldError::Bytes { field, source })
}

/// A field of 32 bytes.
pub fn digest(field: &'static str, bytes: &[u8]) -> Result<Digest, FieldError> {
    let got = bytes.len();
    bytes.try_into().map(Digest).map_err(|_| FieldError::Digest { field, got })
}

/// Canonical bytes for a field.
#[must_use]
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    canonical::encode(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_core::party::{MemberIndex, Party};

    #[test]
    fn fields_come_back_or_are_named() {
        let party = Party::Member(MemberIndex(3));
        assert_eq!(decode::<Party>("to", &encode(&party), 16), Ok(party));
        let long = decode::<Party>("to", &[0; 99], 16).unwrap_err();
        assert!(long.to_string().contains("field to"), "{long}");
        assert_eq!(digest("round", &[1; 31]), Err(FieldError::Digest { field: "round", got: 31 }));
        assert_eq!(digest("round", &[1; 32]), Ok(Digest([1; 32])));
    }
}
