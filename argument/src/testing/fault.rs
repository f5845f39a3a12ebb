//! A transcript that forgets, or whose challenges are known.

use crate::field::Field;

/// What is wrong with a transcript.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Nothing.
    None,
    /// Messages of this label are not absorbed.
    LeftOut(&'static str),
    /// No message is absorbed: challenges are the same whatever is said.
    Programmed,
    /// The challenge of this label has this value, after `skip` others of the label.
    Set {
        /// The label.
        label: &'static str,
        /// How many come before.
        skip: usize,
        /// The value.
        value: Field,
    },
}

impl Fault {
    pub(crate) fn leaves_out(&self, of: &'static str) -> bool {
        match self {
            Self::None | Self::Set { .. } => false,
            Self::Programmed => true,
            Self::LeftOut(label) => *label == of,
        }
    }

    pub(crate) fn challenge(&mut self, of: &'static str, drawn: Field) -> Field {
        match self {
            Self::Set { label, skip: 0, value } if *label == of => {
                let value = *value;
                *self = Self::None;
                value
            }
            Self::Set { label, skip, .. } if *label == of => {
                *skip -= 1;
                drawn
            }
            _ => drawn,
        }
    }
}
