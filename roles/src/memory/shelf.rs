//! A shelf in memory. Clones are the same one.

use crate::error::{Result, RoleError};
use crate::shelf::{Hold, Shelf};
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// Named bytes in memory.
#[derive(Clone, Default)]
pub struct Memory {
    things: Arc<Mutex<BTreeMap<String, Zeroizing<Vec<u8>>>>>,
    held: Arc<AtomicBool>,
}

struct Held(Arc<AtomicBool>);

impl Hold for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Memory {
    fn things(&self) -> MutexGuard<'_, BTreeMap<String, Zeroizing<Vec<u8>>>> {
        self.things.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf for Memory {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        Ok(self.things().get(name).cloned())
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut things = self.things();
        if things.contains_key(name) {
            let source = Error::new(ErrorKind::AlreadyExists, "it exists and is never replaced");
            return Err(RoleError::File { path: PathBuf::from(name), source });
        }
        things.insert(name.to_owned(), Zeroizing::new(bytes.to_vec()));
        Ok(())
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.things().insert(name.to_owned(), Zeroizing::new(bytes.to_vec()));
        Ok(())
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.things().entry(name.to_owned()).or_default().extend_from_slice(bytes);
        Ok(())
    }

    fn names(&self, beginning: &str) -> Result<Vec<String>> {
        Ok(self.things().keys().filter(|name| name.starts_with(beginning)).cloned().collect())
    }

    fn remove(&self, name: &str) -> Result<()> {
        self.things().remove(name);
        Ok(())
    }

    fn place(&self, name: &str) -> String {
        name.to_owned()
    }

    fn lock(&self) -> Result<Box<dyn Hold>> {
        if self.held.swap(true, Ordering::SeqCst) {
            return Err(RoleError::stop("this party is at work already", "wait until that has ended"));
        }
        Ok(Box::new(Held(Arc::clone(&self.held))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_keeps_what_it_is_given_and_is_held_by_one() {
        let shelf = Memory::default();
        shelf.create("a/b", b"one").unwrap();
        assert!(shelf.create("a/b", b"two").is_err(), "never replaced");
        shelf.replace("a/c", b"three").unwrap();
        shelf.append("a/c", b"four").unwrap();
        assert_eq!(shelf.need("a/c").unwrap().as_slice(), b"threefour");
        assert_eq!(shelf.names("a/").unwrap(), ["a/b", "a/c"]);
        shelf.remove("a/b").unwrap();
        shelf.remove("a/b").unwrap();
        assert!(shelf.read("a/b").unwrap().is_none() && shelf.need32("a/c").is_err());
        let first = shelf.lock().unwrap();
        assert!(shelf.clone().lock().is_err());
        drop(first);
        shelf.lock().unwrap();
    }
}
