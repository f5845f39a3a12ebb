//! Who saw the final checkpoint: trustees and members that cosigned it.

use crate::names::Names;
use crate::report::Found;
use crate::words::words;
use intertally_core::fold::RoundState;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_log::{Checkpoint, cosigners};
use serde::Serialize;

/// One party. `P`: as text in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenBy<P = String> {
    /// Which: by its key in the round manifest, whatever name its line takes.
    pub party: P,
    /// When, by its own clock.
    pub at: String,
}

/// The round's trustees and members that cosigned the record's checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witnesses<P = String> {
    /// Trustees that did.
    pub trustees: usize,
    /// Trustees of the round.
    pub of_trustees: usize,
    /// Members that did.
    pub members: usize,
    /// Members of the round.
    pub of_members: usize,
    /// Each, trustees first; the coordinator last, if it did.
    pub seen_by: Vec<SeenBy<P>>,
}

impl<P> Default for Witnesses<P> {
    fn default() -> Self {
        Self { trustees: 0, of_trustees: 0, members: 0, of_members: 0, seen_by: vec![] }
    }
}

/// Every party that may count, by its key: trustees first, then members, then the coordinator.
fn parties(round: &RoundState) -> Vec<([u8; 32], Party)> {
    let manifest = round.manifest();
    let trustees = (0..).zip(&manifest.trustees).map(|(at, key)| (key.0, Party::Trustee(TrusteeIndex(at))));
    let members = (0..).zip(&manifest.members);
    let members = members.map(|(at, member)| (member.signing.0, Party::Member(MemberIndex(at))));
    let coordinator = (manifest.coordinator.signing.0, Party::Coordinator);
    trustees.chain(members).chain([coordinator]).collect()
}

/// Who cosigned, and findings for lines under a party's key that do not hold.
pub(crate) fn witnesses(round: &RoundState, checkpoint: &Checkpoint) -> (Witnesses<Party>, Vec<Found>) {
    let parties = parties(round);
    let keys: Vec<[u8; 32]> = parties.iter().map(|(key, _)| *key).collect();
    let of_trustees = round.manifest().trustees.len();
    let of_members = round.manifest().members.len();
    let mut found = Witnesses { of_trustees, of_members, ..Witnesses::default() };
    let (mut findings, place) = (Vec::new(), crate::record::Place::Checkpoint);
    let who = "the aggregator, or whoever made this copy of the record";
    let all = match cosigners(checkpoint, &keys) {
        Ok(all) => all,
        Err(why) => return (found, vec![Found::new(why.to_string(), place, who)]),
    };
    for (at, outcome) in all {
        let Some((_, party)) = parties.get(at).copied() else { continue };
        match outcome {
            Ok(time) => {
                found.trustees += usize::from(matches!(party, Party::Trustee(_)));
                found.members += usize::from(matches!(party, Party::Member(_)));
                found.seen_by.push(SeenBy { party, at: utc(time) });
            }
            Err(_) => {
                findings.push(Found::new(words!["the cosignature of ", party, " is wrong"], &place, who));
            }
        }
    }
    (found, findings)
}

impl Witnesses<Party> {
    /// With the parties' names.
    pub(crate) fn named(self, names: &Names) -> Witnesses {
        let Self { trustees, of_trustees, members, of_members, seen_by } = self;
        let seen = |seen: SeenBy<Party>| SeenBy { party: names.party(seen.party), at: seen.at };
        let seen_by = seen_by.into_iter().map(seen).collect();
        Witnesses { trustees, of_trustees, members, of_members, seen_by }
    }
}

impl<P> Witnesses<P> {
    /// How many of how many.
    #[must_use]
    pub fn summary(&self) -> String {
        let Self { trustees, of_trustees, members, of_members, .. } = self;
        format!("{trustees} of {of_trustees} trustees and {members} of {of_members} members")
    }
}

impl Witnesses {
    /// For people: the numbers, then each by name.
    pub(crate) fn lines(&self) -> Vec<String> {
        let each = self.seen_by.iter().map(|seen| format!("{}, {}", seen.party, seen.at));
        std::iter::once(self.summary()).chain(each).collect()
    }
}

/// Seconds since 1970 as a date; as a number if it is beyond the year 9999.
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let (mut year, mut left) = (1970, days);
    while year <= 9999 && left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    if year > 9999 {
        return format!("{seconds} seconds since 1970");
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year}-{month:02}-{:02} {hour:02}:{minute:02}:{second:02} UTC", left + 1)
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn seconds_become_dates() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_700_000_000, "2023-11-14 22:13:20 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (253_402_300_800, "253402300800 seconds since 1970"),
            (u64::MAX >> 1, "9223372036854775807 seconds since 1970"),
        ] {
            assert_eq!(utc(seconds), text);
        }
    }
}
