//! Structures as data: the file, its faults, and the cells of a round that follow from it.

mod model;

pub use model::{Alias, Code, Codelist, Dimension, Measure, Publication, Structure, Sum, Table, Values};
