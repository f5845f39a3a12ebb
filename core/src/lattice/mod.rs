//! Packed additive encryption over Z_q[X]/(X^N+1) (spec section 2).
