//! What a coordinator does: convene, open, watch, seal, count, publish, hold, export the record.

mod answers;
mod convene;
mod count;
mod decide;
mod export;
mod keys;
mod open;
mod plan;
mod publish;
mod seal;
mod series;
mod spread;
mod status;

pub use convene::{Convened, Terms, convene, propose};
pub use count::count;
pub use decide::{cancel, extend, hold};
pub use export::export;
pub use keys::{CeremonyStatus, ceremonies};
pub use open::{NewRound, open};
pub use plan::{forecast, plan_report};
pub use publish::{Figures, publish};
pub use seal::seal;
pub use status::{RoundStatus, status};
