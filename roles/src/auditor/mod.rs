//! What an auditor does: fetch a record, verify it, judge what came of it.

mod fetch;
mod judge;
mod receipts;
mod verify;

pub use fetch::{Sheets, write_record};
pub use judge::{Watched, judge};
pub use receipts::receipts_in;
pub use verify::{Wanted, audit};
