//! Returns: files of national offices, read whatever their layout, and checked against the round. Bytes in; a return in
//! round order, or all faults at once, out.
//!
//! One way: `encoding` makes text, `csv`, `sdmx_ml` and `workbook` make a grid of it, `mapping` renames foreign
//! columns and codes, `records` finds the cell of each row, `cells` puts figures in round order, `notes` what is said of them, `claims` what the office
//! claims of single ones, `consistency` and `whole` look at how they go together, `summary` says what is to be confirmed. The rules are listed in docs/returns.md.

mod about;
mod cells;
mod claims;
mod columns;
mod consistency;
mod csv;
mod draft;
mod draft_columns;
mod elsewhere;
mod encoding;
mod fault;
mod figure;
mod formats;
mod grid;
mod hidden;
mod kinds;
mod left_out;
mod mapped;
mod mapping;
mod marks;
mod message;
mod notes;
mod parts;
mod quotes;
mod read;
mod records;
mod report;
mod rules;
mod sdmx_ml;
mod splits;
mod summary;
mod template;
mod template_csv;
mod unit_words;
mod units;
mod whole;
mod workbook;

pub use draft::draft_mapping;
pub use fault::Fault;
pub use mapping::{Defaults, Layout, Mapping};
pub use notes::{NoteSaid, ReturnNote, notes_said, notes_sent};
pub use read::{ReadInput, Reading, Return, keys_in, read};
pub use rules::{Level, RULES, Rule};
pub use summary::{Reason, Summary, ToConfirm};
pub use template::{TemplateError, TemplateFacts, template_xlsx, template_xlsx_with};
pub use template_csv::template_csv;
pub use whole::{Lacking, lacking};

#[cfg(test)]
mod tests;
