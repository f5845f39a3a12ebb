//! What a check says while the parties in it are still values: they get their names once, when the report is made.

use crate::names::Names;
use crate::record::Place;
use intertally_core::party::Party;

/// Text with parties in it. A number in a text is never taken for a party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Party(Party),
}

/// Pieces in a row as [`Words`]: texts, parties, places of a record, other words.
macro_rules! words {
    ($($piece:expr),+ $(,)?) => {
        $crate::words::Words::default()$(.and($piece))+
    };
}
pub(crate) use words;

impl Words {
    /// With one more piece behind.
    #[must_use]
    pub(crate) fn and(mut self, piece: impl Into<Self>) -> Self {
        self.0.extend(piece.into().0);
        self
    }

    /// Several of them, with a text between each and the next.
    pub(crate) fn list(all: impl IntoIterator<Item = impl Into<Self>>, between: &str) -> Self {
        let join = |made: Option<Self>, one: Self| match made {
            Some(made) => Some(made.and(between).and(one)),
            None => Some(one),
        };
        all.into_iter().map(Into::into).fold(None, join).unwrap_or_default()
    }

    /// As text, with the parties' names.
    pub(crate) fn named(&self, names: &Names) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Party(party) => names.party(*party),
        };
        self.0.iter().map(piece).collect()
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(vec![Piece::Text(text.to_owned())])
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(vec![Piece::Text(text)])
    }
}

impl From<&String> for Words {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Place> for Words {
    fn from(place: Place) -> Self {
        place.to_string().into()
    }
}

impl From<&Place> for Words {
    fn from(place: &Place) -> Self {
        place.to_string().into()
    }
}

impl From<Party> for Words {
    fn from(party: Party) -> Self {
        Self(vec![Piece::Party(party)])
    }
}

impl From<&Self> for Words {
    fn from(words: &Self) -> Self {
        words.clone()
    }
}
