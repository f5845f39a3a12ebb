//! Counts, bits and blinding factors into slots and back (spec section 4).
