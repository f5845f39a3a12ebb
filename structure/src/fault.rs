//! Faults of a structure: what, where, and what to do.

/// One fault of a structure file or of the periods that a round asks of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StructureFault {
    /// Not a file that holds a structure.
    #[error("{file}: {what}; give a structure as .toml, or an SDMX-ML 2.1 structure file as .xml")]
    Format {
        /// As named by the caller.
        file: String,
        /// What was found.
        what: String,
    },
    /// The text does not parse.
    #[error("{file}, line {line}: {what}; correct the line, the shipped default shows the form")]
    Syntax {
        /// As named by the caller.
        file: String,
        /// From 1.
        line: u32,
        /// The parser's words.
        what: String,
    },
    /// What stands there and is not read, so that the structure would be another one without it.
    #[error("{file}, line {line}: {what}; {next}")]
    Unread {
        /// As named by the caller.
        file: String,
        /// From 1.
        line: u32,
        /// What stands there.
        what: String,
        /// What to do.
        next: &'static str,
    },
    /// What an SDMX-ML file says of codes within others and a structure cannot hold.
    #[error("{file}: {what}; write the structure as TOML with `coordinator structure import`, then {next}")]
    LeftOut {
        /// As named by the caller.
        file: String,
        /// What stands there.
        what: String,
        /// What to do.
        next: String,
    },
    /// A list in which something stands twice.
    #[error("{list}: {id} stands there twice; remove one")]
    Repeated {
        /// Which list.
        list: String,
        /// What is repeated.
        id: String,
    },
    /// A list that must hold something.
    #[error("{list} is empty; give at least one entry, or remove it")]
    Empty {
        /// Which list.
        list: String,
    },
    /// An id that other software would not read.
    #[error("{list}: '{id}' is no id; use letters, digits, _, - and $ only")]
    Id {
        /// Which list.
        list: String,
        /// The id.
        id: String,
    },
    /// Area, measure or period is no dimension of its own.
    #[error("{role} = '{id}' names no dimension, or one that has another role; name one of: {dimensions}")]
    Role {
        /// `area`, `measure` or `time`.
        role: &'static str,
        /// The id given.
        id: String,
        /// The dimensions there are.
        dimensions: String,
    },
    /// One measure was given to a structure that has measures.
    #[error("{file}: the dimension {dimension} is the measure; leave out --one-measure")]
    HasMeasure {
        /// As named by the caller.
        file: String,
        /// Its measure dimension.
        dimension: String,
    },
    /// No dimension is known for what a round needs.
    #[error("{file}: no dimension is the {role} by its name, of {dimensions}; {next}")]
    NoRole {
        /// As named by the caller.
        file: String,
        /// What it is needed for.
        role: &'static str,
        /// The dimensions there are.
        dimensions: String,
        /// What to do.
        next: String,
    },
    /// A dimension without codelist, or the period with one.
    #[error("dimension {dimension}: {what}; every dimension but the period takes one of the codelists")]
    Codelist {
        /// The dimension.
        dimension: String,
        /// What is wrong.
        what: String,
    },
    /// A code that its codelist lacks.
    #[error("{place}: {codelist} has no code '{code}'{}", suggest(.near.as_deref()))]
    Code {
        /// Where it was used.
        place: String,
        /// The codelist.
        codelist: String,
        /// The code.
        code: String,
        /// The code that was perhaps meant.
        near: Option<String>,
    },
    /// Codes that are their own ancestors.
    #[error("{codelist}: {code} is above itself; correct its parent")]
    Circle {
        /// The codelist, or the sums.
        codelist: String,
        /// A code of the circle.
        code: String,
    },
    /// A rule of a measure that cannot be.
    #[error("measure {code}: {what}")]
    Measure {
        /// The measure.
        code: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// A table whose dimensions are not those of the key.
    #[error("table {table}: its dimensions must be {wanted}, in this order")]
    TableDimensions {
        /// The table.
        table: String,
        /// Those of the key without area and period.
        wanted: String,
    },
    /// A sum that cannot be true.
    #[error("the sum {dimension}.{parent}: {what}")]
    Sum {
        /// The dimension.
        dimension: String,
        /// The total.
        parent: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// An evaluation that cannot be made.
    #[error("evaluation {id}: {what}")]
    Evaluation {
        /// The evaluation.
        id: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// An entry of the register that cannot be.
    #[error("intervention {code}: {what}")]
    Intervention {
        /// Its code.
        code: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// A profile that cannot be.
    #[error("profile of {measure}: {what}")]
    Profile {
        /// Its measure.
        measure: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// A period that is none, stands there twice, or has no cells.
    #[error("period '{period}': {what}")]
    Period {
        /// As given.
        period: String,
        /// What is wrong and what to do.
        what: String,
    },
    /// More cells than a round takes.
    #[error("{what}: {cells}, a round takes up to {limit}; drop a table, or split it over several rounds")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many.
        cells: u64,
        /// The limit.
        limit: u64,
    },
}

fn suggest(near: Option<&str>) -> String {
    match near {
        Some(near) => format!("; did you mean '{near}'?"),
        None => "; add it to the codelist, or correct it".to_owned(),
    }
}
