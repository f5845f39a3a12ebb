//! Benches for each step, message sizes, peers side by side.
