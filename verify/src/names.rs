//! Parties by the names that people know them by: what a deeper room says of `trustee 3` or `member 7` is said of an office.

use intertally_core::fingerprint::fingerprint;
use intertally_core::fold::{Fold, RoundState};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_structure::Structure;
use serde::Serialize;

/// Names of the parties of one round, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Of trustees, in the order of the ceremony.
    pub trustees: Vec<String>,
    /// Of members, in the order of the round manifest.
    pub members: Vec<String>,
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

    /// Words of a deeper room, with places replaced by names. Numbers without a name stay. Once for any words: what is a name
    /// already may look like a place, as that of an office called `trustee 1`.
    #[must_use]
    pub fn told(&self, text: &str) -> String {
        let text = replaced(text, "trustee ", &self.trustees);
        replaced(&text, "member ", &self.members)
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

/// What is said of parties of another round than the record's: their places are not those of this round, so they stay numbers.
pub(crate) fn of_another_round(text: &str) -> String {
    text.replace("trustee ", "trustee number ").replace("member ", "member number ")
}

/// Numbers that stand behind a word, replaced by names; numbers without a name stay.
fn replaced(text: &str, word: &str, names: &[String]) -> String {
    let mut parts = text.split(word);
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let name = number.parse::<usize>().ok().and_then(|at| names.get(at));
        // An office that is called `trustee Court` is not called `trustee trustee Court`.
        made += if name.is_some_and(|name| name.starts_with(word)) { "" } else { word };
        made += name.map_or(number, String::as_str);
        made += rest;
    }
    made
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

    #[test]
    fn places_become_names_and_everything_else_stays() {
        let names = Names { trustees: vec!["Court".into(), "Bank".into()], members: vec!["NL".into()] };
        let text =
            "trustee 0 gave a share of sub-key 0; trustee 1, trustee 7, member 0 and trustees 1 of member";
        let told = "trustee Court gave a share of sub-key 0; trustee Bank, trustee 7, member NL and trustees 1 of member";
        assert_eq!(names.told(text), told);
        assert_eq!(names.told(""), "");
        let named = Names { trustees: vec!["trustee Court".into()], members: vec![] };
        assert_eq!(named.told("trustee 0 and trustee 1"), "trustee Court and trustee 1");
        assert_eq!(names.told(&of_another_round("trustee 0")), "trustee number 0");
    }

    #[test]
    fn areas_have_the_countrys_name_beside_them_where_there_is_one() {
        let structure = Structure::parse("default", intertally_structure::DEFAULT.as_bytes()).unwrap();
        assert_eq!(area_named("NL", Some(&structure)), "NL (Netherlands)");
        assert_eq!(area_named("NL", None), "NL");
        assert_eq!(area_named("Q9", Some(&structure)), "Q9");
    }
}
