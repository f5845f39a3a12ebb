//! The short form of a party's keys that two people read to each other, the same in every tool (spec section 1.2, label `card`).

use crate::hash::digest;
use crate::seal::SealingKey;
use crate::sign::VerifyingKey;

/// Eight groups of five digits, some 132 bits: covers role, name and keys of a party.
///
/// `role`: its word, such as `member`. `name`: a member's area, a trustee's office, the log's origin. The coordinator's name
/// does not count, since no record has it and a collaboration has one coordinator.
#[must_use]
pub fn fingerprint(role: &str, name: &str, signing: &VerifyingKey, sealing: Option<&SealingKey>) -> String {
    let name = if role == "coordinator" { "" } else { name };
    let sealing = sealing.map(|key| hex::encode(&key.0)).unwrap_or_default();
    let parts = [role, name, &hex::encode(signing.0), &sealing];
    let all = digest("card", &parts.map(str::as_bytes));
    let group = |bytes: &[u8]| {
        let number = bytes.iter().fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:05}", number % 100_000)
    };
    all.0.chunks(4).map(group).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_name_and_keys_count_and_a_coordinators_name_does_not() {
        let of = |role, name, key: u8, sealing: Option<u8>| {
            let sealing = sealing.map(|byte| SealingKey(vec![byte; 1216]));
            fingerprint(role, name, &VerifyingKey([key; 32]), sealing.as_ref())
        };
        let base = of("member", "NL", 1, None);
        assert_eq!(base.split(' ').map(str::len).collect::<Vec<_>>(), [5; 8]);
        assert!(base.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()));
        for other in [
            of("trustee", "NL", 1, None),
            of("member", "FI", 1, None),
            of("member", "NL", 2, None),
            of("member", "NL", 1, Some(1)),
        ] {
            assert_ne!(other, base);
        }
        assert_eq!(of("coordinator", "Office", 1, Some(2)), of("coordinator", "", 1, Some(2)));
        assert_ne!(of("coordinator", "", 1, Some(2)), of("coordinator", "", 1, Some(3)));
    }
}
