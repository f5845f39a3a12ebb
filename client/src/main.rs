//! `intertally`: the command of all roles.
fn main() {}
