//! The secret state as bytes, for the shell to keep encrypted.
//!
//! Written by hand instead of through serde, so that every copy of a seed is made in a buffer that zeroizes
//! itself. All numbers little-endian:
//! `version u8 | kind u8 | ceremony 32 | trustee u8 | sealing key 32 (kinds 0..3) | count u32 | count * sub-key`,
//! a sub-key being `key u32 | subset u8 | led u8 | seed 32 | seals u8 | seals * (trustee u8 | randomness 64)`.

use super::{
    check::{Checked, Confirmed},
    error::CustodyError,
    secrets::{Led, Secrets},
    start::{Committed, Revealed},
};
use crate::subkey::{HeldKeys, SubKey};
use intertally_core::{
    ceremony::{SubKeyId, SubsetIndex},
    hash::Digest,
    party::{CeremonyId, TrusteeIndex},
    seal::{SealingRandomness, SecretSealingKey},
};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const HELD: u8 = 4;
const SUB_KEY_LEN: usize = 4 + 1 + 1 + 32 + 1;
const SEAL_LEN: usize = 1 + 64;

/// Which state stored bytes hold.
pub enum Stored {
    /// Kind 0.
    Committed(Committed),
    /// Kind 1.
    Revealed(Revealed),
    /// Kind 2.
    Checked(Checked),
    /// Kind 3.
    Confirmed(Confirmed),
    /// Kind 4: the keys of a finished ceremony.
    Held(HeldKeys),
}

fn header(kind: u8, ceremony: CeremonyId, me: TrusteeIndex, room: usize) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(2 + 32 + 1 + 32 + 4 + room));
    out.extend_from_slice(&[VERSION, kind]);
    out.extend_from_slice(ceremony.0.as_bytes());
    out.push(me.0);
    out
}

fn put(
    out: &mut Zeroizing<Vec<u8>>,
    sub_key: &SubKey,
    led: bool,
    seals: &[(TrusteeIndex, SealingRandomness)],
) {
    let id = sub_key.id();
    out.extend_from_slice(&id.key.to_le_bytes());
    out.extend_from_slice(&[id.subset.0, u8::from(led)]);
    out.extend_from_slice(sub_key.seed().as_slice());
    out.push(u8::try_from(seals.len()).unwrap_or(u8::MAX));
    for (to, randomness) in seals {
        out.push(to.0);
        out.extend_from_slice(Zeroizing::new(randomness.reveal()).as_slice());
    }
}

fn store(kind: u8, s: &Secrets) -> Zeroizing<Vec<u8>> {
    let seals: usize = s.led.iter().map(|led| led.seals.len()).sum();
    let count = s.led.len() + s.received.len();
    let mut out = header(kind, s.ceremony, s.me, count * SUB_KEY_LEN + seals * SEAL_LEN);
    out.extend_from_slice(s.sealing.to_bytes().as_slice());
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    s.led.iter().for_each(|led| put(&mut out, &led.sub_key, true, &led.seals));
    s.received.iter().for_each(|sub_key| put(&mut out, sub_key, false, &[]));
    out
}

impl Committed {
    /// The bytes to keep encrypted at rest.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        store(0, &self.0)
    }
}

impl Revealed {
    /// The bytes to keep encrypted at rest.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        store(1, &self.0)
    }
}

impl Checked {
    /// The bytes to keep encrypted at rest.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        store(2, &self.0)
    }
}

impl Confirmed {
    /// The bytes to keep encrypted at rest.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        store(3, &self.0)
    }
}

impl HeldKeys {
    /// The bytes to keep encrypted at rest until the keys are destroyed.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut out = header(HELD, self.ceremony, self.trustee, self.sub_keys.len() * SUB_KEY_LEN);
        out.extend_from_slice(&u32::try_from(self.sub_keys.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.sub_keys.iter().for_each(|sub_key| put(&mut out, sub_key, false, &[]));
        out
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const LEN: usize>(&mut self) -> Result<Zeroizing<[u8; LEN]>, CustodyError> {
        let (head, rest) = self.0.split_first_chunk::<LEN>().ok_or(CustodyError::Stored)?;
        self.0 = rest;
        Ok(Zeroizing::new(*head))
    }

    fn byte(&mut self) -> Result<u8, CustodyError> {
        self.take::<1>().map(|b| b[0])
    }

    fn sub_key(&mut self) -> Result<(Led, bool), CustodyError> {
        let key = u32::from_le_bytes(*self.take::<4>()?);
        let id = SubKeyId { key, subset: SubsetIndex(self.byte()?) };
        let led = match self.byte()? {
            0 => false,
            1 => true,
            _ => return Err(CustodyError::Stored),
        };
        let sub_key = SubKey::new(id, self.take::<32>()?);
        let count = self.byte()?;
        let mut seals = Vec::new();
        for _ in 0..count {
            let to = TrusteeIndex(self.byte()?);
            seals.push((to, SealingRandomness::from_bytes(&*self.take::<64>()?)));
        }
        Ok((Led { sub_key, seals }, led))
    }
}

impl Stored {
    /// Whether stored bytes are of a ceremony that this trustee has not confirmed: what a backup must not bring back,
    /// since the keys may have been confirmed and used in the meantime.
    pub fn is_unconfirmed(bytes: &[u8]) -> Result<bool, CustodyError> {
        let named = bytes.get(2..).and_then(|rest| rest.first_chunk::<32>()).ok_or(CustodyError::Stored)?;
        let stored = Self::from_secret_bytes(bytes, CeremonyId(Digest(*named)))?;
        Ok(matches!(stored, Self::Committed(_) | Self::Revealed(_) | Self::Checked(_)))
    }

    /// Read stored bytes back. Refuses damaged bytes and those of another ceremony.
    pub fn from_secret_bytes(bytes: &[u8], ceremony: CeremonyId) -> Result<Self, CustodyError> {
        let mut reader = Reader(bytes);
        let (version, kind) = (reader.byte()?, reader.byte()?);
        let found = CeremonyId(Digest(*reader.take::<32>()?));
        if version != VERSION || kind > HELD || found != ceremony {
            return Err(CustodyError::Stored);
        }
        let me = TrusteeIndex(reader.byte()?);
        let sealing = match kind {
            HELD => None,
            _ => Some(SecretSealingKey::from_bytes(&*reader.take::<32>()?)),
        };
        let count = u32::from_le_bytes(*reader.take::<4>()?);
        let (mut led, mut received) = (Vec::new(), Vec::new());
        for _ in 0..count {
            match reader.sub_key()? {
                (one, true) => led.push(one),
                (one, false) => received.push(one.sub_key),
            }
        }
        if !reader.0.is_empty() {
            return Err(CustodyError::Stored);
        }
        let Some(sealing) = sealing else {
            return Ok(Self::Held(HeldKeys { ceremony, trustee: me, sub_keys: received }));
        };
        let secrets = Secrets { ceremony, me, sealing, led, received };
        Ok(match kind {
            0 => Self::Committed(Committed(secrets)),
            1 => Self::Revealed(Revealed(secrets)),
            2 => Self::Checked(Checked(secrets)),
            _ => Self::Confirmed(Confirmed(secrets)),
        })
    }
}
