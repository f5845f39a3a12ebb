//! Parties by the names that people know them by: what a deeper room says of `trustee 3` or `member 7` is said of an office.

use crate::directory::Role;
use crate::session::Session;
use intertally_core::fold::RoundState;
use intertally_core::party::TrusteeIndex;

/// Names of the parties of one round, by their places.
pub(crate) struct Names {
    trustees: Vec<String>,
    members: Vec<String>,
}

const UNKNOWN: &str = "that the directory does not list";

impl Names {
    /// Trustees by the pinned directory, members by area.
    pub(crate) fn of(session: &Session, round: &RoundState) -> Self {
        let manifest = round.manifest();
        let cards: Vec<_> = session.directory.of(Role::Trustee).collect();
        let name = |key| cards.iter().find(|card| card.key().is_ok_and(|own| own == key));
        let trustees = manifest
            .trustees
            .iter()
            .map(|key| name(*key).map_or(UNKNOWN.to_owned(), |card| card.name.clone()));
        Self {
            trustees: trustees.collect(),
            members: manifest.members.iter().map(|member| member.area.clone()).collect(),
        }
    }

    /// A trustee.
    pub(crate) fn trustee(&self, at: TrusteeIndex) -> String {
        self.trustees.get(usize::from(at.0)).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// Words of a deeper room, with places replaced by names.
    pub(crate) fn told(&self, text: &str) -> String {
        let text = replaced(text, "trustee ", &self.trustees);
        replaced(&text, "member ", &self.members)
    }
}

/// Numbers that stand behind a word, replaced by names; numbers without a name stay.
fn replaced(text: &str, word: &str, names: &[String]) -> String {
    let mut parts = text.split(word);
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let name = number.parse::<usize>().ok().and_then(|at| names.get(at));
        made += word;
        made += name.map_or(number, String::as_str);
        made += rest;
    }
    made
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
        assert_eq!(names.trustee(TrusteeIndex(1)), "Bank");
        assert_eq!(names.trustee(TrusteeIndex(9)), UNKNOWN);
    }
}
