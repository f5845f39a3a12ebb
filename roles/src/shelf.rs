//! Where a party keeps things: named bytes. A folder of files, an encrypted vault, memory; who may read them is the
//! business of whoever provides it.

use crate::error::{Result, RoleError};
use zeroize::Zeroizing;

/// Named bytes. Names have the letters, digits and signs of file names, and `/` between what belongs together.
///
/// When a method that writes returns, what it wrote survives a power cut, and after a cut in its midst there is the old
/// content or the new one.
pub trait Shelf: Send + Sync {
    /// What stands under a name; none if nothing does.
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>>;
    /// Put something under a name at which nothing stands.
    fn create(&self, name: &str, bytes: &[u8]) -> Result<()>;
    /// Put something under a name, in place of what stands there.
    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()>;
    /// Put something behind what stands under a name. After a cut a part of it may be there.
    fn append(&self, name: &str, bytes: &[u8]) -> Result<()>;
    /// Names that begin so, sorted.
    fn names(&self, beginning: &str) -> Result<Vec<String>>;
    /// Take away what stands under a name; gone is gone.
    fn remove(&self, name: &str) -> Result<()>;
    /// How people find what stands under a name.
    fn place(&self, name: &str) -> String;
    /// Keep others from the shelf for as long as the answer lives; or say who holds it.
    fn lock(&self) -> Result<Box<dyn Hold>>;

    /// What must stand under a name.
    fn need(&self, name: &str) -> Result<Zeroizing<Vec<u8>>> {
        let missing = || RoleError::content(self.place(name), "is missing; restore it from the backup");
        self.read(name)?.ok_or_else(missing)
    }

    /// 32 bytes that must be there.
    fn need32(&self, name: &str) -> Result<Zeroizing<[u8; 32]>> {
        let damaged = |_| RoleError::content(self.place(name), "is damaged; restore it from the backup");
        let array: [u8; 32] = self.need(name)?.as_slice().try_into().map_err(damaged)?;
        Ok(Zeroizing::new(array))
    }
}

/// A shelf that is held: others are let in when this is dropped.
pub trait Hold: Send + Sync {}
