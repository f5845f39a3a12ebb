//! A log in memory: what the aggregator would keep, with signatures by the keys of [`crate::world`].

use crate::world::key_of;
use intertally_core::canonical::encode;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::{Fold, Refusal};
use intertally_core::party::{Instant, Party};
use serde::Serialize;

/// The fold, and every event that it took with its payload.
#[derive(Clone, Default)]
pub struct Log {
    /// The state.
    pub fold: Fold,
    /// In order.
    pub events: Vec<(Event, Vec<u8>)>,
}

impl Log {
    /// The log of these events.
    pub fn of(events: &[(Event, Vec<u8>)]) -> Result<Self, Refusal> {
        let mut fold = Fold::default();
        events.iter().try_for_each(|(event, payload)| fold.apply(event, payload))?;
        Ok(Self { fold, events: events.to_vec() })
    }

    /// Sign a payload, give it a place in the log; refused events leave no trace.
    pub fn post<T: Serialize>(
        &mut self,
        at: Instant,
        (who, scope): (Party, Scope),
        kind: Kind,
        payload: &T,
    ) -> Result<(), Refusal> {
        let bytes = encode(payload);
        let signed = SignedClaim::sign(&key_of(who), who, scope, kind, &bytes, "test");
        let event = Event { parent: self.fold.parent(), height: self.fold.height(), at, signed };
        self.fold.apply(&event, &bytes)?;
        self.events.push((event, bytes));
        Ok(())
    }
}
