//! Why there is no simulation.

use intertally_disclosure::{ShowFault, TableFault};
use intertally_publish::PublishError;
use intertally_returns::Fault;
use intertally_structure::StructureFault;

/// Why there is no simulation. No figure of a return is shown.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SimulateError {
    /// No file.
    #[error("{round}: there are no returns; name a folder with one file a country, e.g. NL.csv")]
    Empty {
        /// Which round.
        round: String,
    },
    /// A file is not named after an area of the structure.
    #[error("{round}: {file}: its name is no area of the structure; name it after the area, e.g. NL.csv")]
    Area {
        /// Which round.
        round: String,
        /// Which file.
        file: String,
    },
    /// Two files of one area.
    #[error("{round}: {file}: a second return of area {area}; leave one out")]
    Twice {
        /// Which round.
        round: String,
        /// The second file.
        file: String,
        /// The area.
        area: String,
    },
    /// A return is not taken.
    #[error("{round}: {file}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Return {
        /// Which round.
        round: String,
        /// Which file.
        file: String,
        /// What keeps it from being taken.
        faults: Vec<Fault>,
    },
    /// The structure does not make a round of the periods that the returns speak of.
    #[error("{round}: {}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Structure {
        /// Which round.
        round: String,
        /// All faults.
        faults: Vec<StructureFault>,
    },
    /// The table cannot be planned.
    #[error("{round}: {fault}")]
    Table {
        /// Which round.
        round: String,
        /// Why.
        fault: TableFault,
    },
    /// The totals cannot be shown.
    #[error(transparent)]
    Show(#[from] ShowFault),
    /// There is no publication.
    #[error(transparent)]
    Publish(#[from] PublishError),
}
