//! What a member does: look at rounds, get a template, check, prepare, send, watch its place, prove, check itself.

mod check;
mod doubts;
mod file;
mod forget;
mod from_record;
pub mod generated;
mod kept;
mod offline;
mod own_line;
mod practise;
mod prepare;
mod prove;
mod receipts;
mod round;
mod send;
mod sent;
mod shown;
mod status;
mod withdraw;

pub use check::{Checked, Given, check, check_with, template_csv, template_xlsx};
pub use file::SubmissionFile;
pub use forget::forget;
pub use from_record::{FromRecord, return_from};
pub use kept::Kept;
pub use offline::{Draft, mapping_of_file, read_mapping};
pub use own_line::{OwnLine, OwnRow, own_lines};
pub use practise::practise;
pub use prepare::{Source, prepare};
pub use prove::{prove, recheck};
pub use receipts::{Received, received, verify_receipts};
pub use round::{MemberRound, structure};
pub use send::{overtaken, send};
pub use sent::bring_back;
pub use shown::{ShownCell, ShownReturn};
pub use status::{MemberStatus, status};
pub use withdraw::withdraw;
