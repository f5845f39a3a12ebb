//! Attacks on the disclosure rules: what a reader can work out from all that it sees. Only tests use this room; of the
//! rules' own room it knows the input and the answers, and it shares no arithmetic with it.

mod asked;
mod chain;
pub mod coordinator;
mod corrections;
pub mod evaluation;
pub mod fault;
mod figures;
pub mod forms;
pub mod generate;
mod history;
pub mod lies;
pub mod linear;
mod nothing;
pub mod planners;
pub mod polytope;
pub mod product;
pub mod program;
pub mod public;
pub mod random;
pub mod shape;
pub mod small;
pub mod world;
