//! What the parties of a round are called where a report speaks of them, and their keys.

use intertally_core::fingerprint::fingerprint;
use intertally_core::fold::{Fold, RoundState};
use intertally_core::party::Party;
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_structure::Structure;
use serde::Serialize;

/// Names of the parties of one round, by their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// Of trustees, in the order of the ceremony.
    trustees: Vec<String>,
    /// Of members, in the order of the round manifest.
    members: Vec<String>,
}

impl Names {
    /// As a record has them: trustees by the ceremony, members by area with the country's name.
    pub(crate) fn of(round: &RoundState, fold: &Fold, structure: Option<&Structure>) -> Self {
        let manifest = round.manifest();
        let ceremony = fold.ceremony(&manifest.ceremony).map(|ceremony| ceremony.manifest());
        let trustees = ceremony.map(|ceremony| ceremony.trustees.iter().map(|one| one.name.clone()));
        let member = |area: &str| area_named(area, structure);
        Self {
            trustees: trustees.into_iter().flatten().collect(),
            members: manifest.members.iter().map(|one| member(&one.area)).collect(),
        }
    }

    /// A party by its role and name; by role and place, where no name is known.
    pub(crate) fn party(&self, party: Party) -> String {
        let (role, name) = match party {
            Party::Trustee(at) => ("trustee", self.trustees.get(usize::from(at.0))),
            Party::Member(at) => ("member", self.members.get(usize::from(at.0))),
            Party::Coordinator | Party::Aggregator => ("", None),
        };
        match name {
            // An office that is called `trustee Court` is not called `trustee trustee Court`.
            Some(name) if name.strip_prefix(role).is_some_and(|rest| rest.starts_with(' ')) => name.clone(),
            Some(name) => format!("{role} {name}"),
            None => party.to_string(),
        }
    }
}

/// `NL` as `NL (Netherlands)`, if the structure has a label that says more.
#[must_use]
pub fn area_named(area: &str, structure: Option<&Structure>) -> String {
    let label = structure.map(|structure| structure.label(&structure.area, area));
    match label.filter(|label| *label != area) {
        Some(label) => format!("{area} ({label})"),
        None => area.to_owned(),
    }
}

/// A key of the round as people count: the first is number 1.
pub(crate) fn key_number(position: usize) -> String {
    format!("key {}", position.saturating_add(1))
}

/// A party of another round than the record's: its place is not one of this round, so no name of this round is its.
pub(crate) fn of_another_round(party: Party) -> String {
    match party {
        Party::Trustee(at) => format!("trustee number {}", at.0),
        Party::Member(at) => format!("member number {}", at.0),
        Party::Coordinator | Party::Aggregator => party.to_string(),
    }
}

/// A party and its keys, to be compared with what one got elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyKeys {
    /// Its role: coordinator, aggregator, trustee or member.
    pub role: &'static str,
    /// A member's area with the country's name, a trustee's office, the log's origin; empty for the coordinator.
    pub name: String,
    /// As the directory and the offices' own commands show it: eight groups of five digits.
    pub fingerprint: String,
    /// Its Ed25519 key, hexadecimal.
    pub signing: String,
}

impl PartyKeys {
    /// For people, in columns that fit most names.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{:<12} {:<24} {}", self.role, self.name, self.fingerprint)
    }
}

/// Keys of all parties of a round. `origin`: the log's name.
pub(crate) fn party_keys(round: &RoundState, names: &Names, origin: &str) -> Vec<PartyKeys> {
    let manifest = round.manifest();
    let of =
        |role, (name, shown): (&str, &str), signing: &VerifyingKey, sealing: Option<&SealingKey>| PartyKeys {
            role,
            name: shown.to_owned(),
            fingerprint: fingerprint(role, name, signing, sealing),
            signing: hex::encode(signing.0),
        };
    let coordinator = &manifest.coordinator;
    let mut all = vec![
        of("coordinator", ("", ""), &coordinator.signing, Some(&coordinator.sealing)),
        of("aggregator", (origin, origin), &manifest.aggregator, None),
    ];
    // A ceremony that is not in the log names nobody: then the place stands for the name, and no fingerprint fits.
    let trustee = |(at, key): (usize, &VerifyingKey)| {
        let name = names.trustees.get(at).cloned().unwrap_or_else(|| at.to_string());
        of("trustee", (&name, &name), key, None)
    };
    all.extend(manifest.trustees.iter().enumerate().map(trustee));
    let members = manifest.members.iter().zip(&names.members);
    all.extend(members.map(|(member, shown)| of("member", (&member.area, shown), &member.signing, None)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;
    use intertally_core::party::{MemberIndex, TrusteeIndex};

    fn names() -> Names {
        Names {
            trustees: vec!["Court".into(), "trustee Bank".into(), "trustees' office".into()],
            members: vec!["NL (Netherlands)".into()],
        }
    }

    #[test]
    fn parties_have_their_names_and_texts_stay_as_they_are() {
        let named = |party| names().party(party);
        let trustee = |at| Party::Trustee(TrusteeIndex(at));
        assert_eq!(named(trustee(0)), "trustee Court");
        assert_eq!(named(trustee(1)), "trustee Bank");
        assert_eq!(named(trustee(2)), "trustee trustees' office");
        assert_eq!(named(trustee(7)), "trustee 7", "nobody knows its name");
        assert_eq!(named(Party::Member(MemberIndex(0))), "member NL (Netherlands)");
        assert_eq!(named(Party::Coordinator), "coordinator");
        // What a member or a file says is nobody's place.
        let note = "sent by trustee 1, for member 0";
        let told = words!["a note of ", Party::Member(MemberIndex(0)), ": ", note].named(&names());
        assert_eq!(told, "a note of member NL (Netherlands): sent by trustee 1, for member 0");
        assert_eq!(of_another_round(trustee(0)), "trustee number 0");
    }

    #[test]
    fn areas_have_the_countrys_name_beside_them_where_there_is_one() {
        let structure = Structure::parse("default", intertally_structure::DEFAULT.as_bytes()).unwrap();
        assert_eq!(area_named("NL", Some(&structure)), "NL (Netherlands)");
        assert_eq!(area_named("NL", None), "NL");
        assert_eq!(area_named("Q9", Some(&structure)), "Q9");
    }
}
