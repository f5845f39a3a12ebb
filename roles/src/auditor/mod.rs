//! What an auditor does: fetch a record, verify it, judge what came of it.

mod chain;
mod fetch;
mod judge;
mod receipts;
mod verify;

pub use chain::{Followed, Named, State, exit_code, follow, totals_hold};
pub use fetch::{Sheets, write_record};
pub use judge::{Watched, judge};
pub use receipts::receipts_in;
pub use verify::{Wanted, audit};
