//! Returns in, publications out. Pure: bytes in, bytes out.
//!
//! [`structure`]: what is counted, as data. [`returns`]: files of national offices, read and checked. [`publish`]: totals
//! as SDMX, workbook and report. [`forecast`]: what could be published, before a round opens. [`simulate`]: a round on
//! plain returns.

pub mod forecast;
pub mod publish;
pub mod returns;
mod sheet;
pub mod simulate;

pub use intertally_structure as structure;
pub(crate) use intertally_structure::{text, xml};
