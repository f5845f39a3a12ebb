//! `demo`: the main job on loopback.
fn main() {}
