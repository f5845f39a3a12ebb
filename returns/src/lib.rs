//! Returns: files of national offices, read whatever their layout, and checked against the round. Bytes in; a return in
//! round order, or all faults at once, out.
//!
//! One way: `encoding` makes text, `csv`, `sdmx_ml` and `workbook` make a grid of it, `mapping` renames foreign
//! columns and codes, `records` finds the cell of each row, `cells` puts figures in round order, `notes` what is said of them, `claims` what the office
//! claims of single ones, `consistency` and `whole` look at how they go together, `mends` is what a
//! person types over the file, `offers` where that can be, `summary` says what is to be confirmed. The rules are listed in docs/returns.md.
//!
//! # Example
//!
//! ```
//! use intertally_returns::{ReadInput, read};
//! use intertally_structure::{DEFAULT, Structure};
//!
//! let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
//! let round = structure.table(&["2025".to_owned()]).unwrap();
//! let reading = |figure: &str| {
//!     let head = "FREQ,REF_AREA,MEASURE,OFFENCE,INTERVENTION,AGE,SEX,TIME_PERIOD,OBS_VALUE";
//!     let file = format!("{head}\nA,NL,OFF_REC,X_090321_DDOS,_Z,_Z,_Z,2025,{figure}\n");
//!     read(&ReadInput {
//!         structure: &structure,
//!         cells: &round.cells,
//!         whole: &round.rules.whole,
//!         count_only: &round.count_only,
//!         area: "NL",
//!         round: None,
//!         file_name: "nl.csv",
//!         bytes: file.as_bytes(),
//!         previous: None,
//!         mapping: None,
//!     })
//! };
//! let table = reading("37").table.unwrap();
//! assert_eq!(table.values.iter().flatten().filter(|figure| **figure == 37).count(), 1);
//!
//! // Two numbers in two countries: refused, with the place and what to do.
//! let faults = reading("1.234").faults;
//! assert_eq!((faults[0].rule, faults[0].row), ("value-ambiguous", Some(2)));
//! assert!(faults[0].hint.contains("without any mark"));
//! ```

mod about;
mod added;
mod causes;
mod cells;
mod claims;
mod columns;
mod conditional;
mod consistency;
mod csv;
mod draft;
mod draft_columns;
mod draft_values;
mod elsewhere;
mod encoding;
mod evaluated;
mod fault;
mod figure;
mod foreign;
mod formats;
mod grid;
mod header;
mod hidden;
mod ink;
mod kinds;
mod left_out;
mod mapped;
mod mapped_rows;
mod mapping;
mod mapping_check;
mod mapping_text;
mod marks;
mod mends;
mod message;
mod narrower;
mod notes;
mod offers;
mod origin;
mod parts;
mod period_said;
mod period_words;
mod quoted;
mod quotes;
mod read;
mod records;
mod report;
mod round_figures;
mod rules;
mod scales;
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
pub use evaluated::Evaluated;
pub use fault::Fault;
pub use foreign::Foreign;
pub use mapping::{Defaults, Layout, Mapping};
pub use mends::{Mended, Mends, NoSpot, Spot};
pub use notes::{NoteSaid, ReturnNote, notes_said, notes_sent};
pub use offers::{Offer, Part};
pub use origin::Origin;
pub use read::{ReadInput, Reading, Return, keys_in, read, read_with};
pub use rules::{Level, RULES, Rule};
pub use summary::{Compared, Reason, Summary, ToConfirm};
pub use template::{TemplateError, TemplateFacts, template_xlsx, template_xlsx_with};
pub use template_csv::template_csv;
pub use whole::{Lacking, lacking};

#[cfg(test)]
mod tests;
