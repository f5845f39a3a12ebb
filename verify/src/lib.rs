//! The numbered checks of the record (spec section 8), for an auditor who trusts nobody.

pub mod record;
