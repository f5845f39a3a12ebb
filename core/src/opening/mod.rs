//! Statements, shares and combining (spec section 7).
