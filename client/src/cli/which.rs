//! Which round a command is about: named alike in all roles.

use clap::Args;

#[derive(Args)]
pub struct Which {
    /// Name of the round, or the beginning of its id; the latest otherwise.
    #[arg(long)]
    round: Option<String>,
}

impl Which {
    /// As it was typed; none for the latest.
    pub(super) fn round(&self) -> Option<&str> {
        self.round.as_deref()
    }
}
