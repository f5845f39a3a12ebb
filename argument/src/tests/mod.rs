//! Tests of the whole argument. Those of single parts stand beside them.

mod honest;
