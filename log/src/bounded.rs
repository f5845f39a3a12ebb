//! Lists that are read from foreign bytes no further than their limit.

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

struct Bounded<T, const MAX: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for Bounded<T, MAX> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MAX} entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        if list.size_hint().is_some_and(|len| len > MAX) {
            return Err(A::Error::custom("the list is longer than its limit"));
        }
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            if entries.len() == MAX {
                return Err(A::Error::custom("the list is longer than its limit"));
            }
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// For `#[serde(deserialize_with)]`: a list of at most `MAX` entries. The announced length reserves no memory.
pub fn list<'de, D, T, const MAX: usize>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    from.deserialize_seq(Bounded::<T, MAX>(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{Error, SeqDeserializer};

    fn read(len: usize, hint: bool) -> Result<Vec<u8>, Error> {
        let entries = vec![1u8; len].into_iter();
        if hint {
            list::<_, u8, 4>(SeqDeserializer::new(entries))
        } else {
            list::<_, u8, 4>(SeqDeserializer::new(entries.filter(|_| true)))
        }
    }

    #[test]
    fn no_longer_than_the_limit() {
        for hint in [true, false] {
            assert_eq!(read(0, hint).unwrap(), Vec::<u8>::new());
            assert_eq!(read(4, hint).unwrap().len(), 4);
            assert!(read(5, hint).is_err());
        }
    }
}
