//! The key ceremony as public messages and their checks (spec section 3).
