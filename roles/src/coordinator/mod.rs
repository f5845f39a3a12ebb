//! What a coordinator does: convene, open, watch, seal, count, publish, hold, export the record.

mod again;
mod answers;
mod convene;
mod count;
mod decide;
mod export;
mod keys;
mod mail;
mod open;
mod plan;
mod publish;
mod published;
mod seal;
mod series;
mod spread;
mod status;

pub use again::{Again, again};
pub use convene::{Convened, Proposal, Terms, convene, proposals, propose, take_back};
pub use count::count;
pub use decide::{cancel, extend, hold};
pub use export::export;
pub use keys::{CeremonyStanding, CeremonyStatus, ceremonies};
pub use mail::{Facts, Letter, Mail, facts, mail};
pub use open::{NewRound, open};
pub use plan::{forecast, forecast_draft, plan_report};
pub use publish::{Figures, preview, publish, publish_if};
pub use published::InFiles;
pub use seal::seal;
pub(crate) use status::standing;
pub use status::{Next, RoundStatus, TrusteeAt, status};
