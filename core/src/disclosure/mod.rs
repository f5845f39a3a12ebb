//! What may be opened: the plan and the rank test (spec section 7).
