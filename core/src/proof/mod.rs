//! Commitments and zero-knowledge proofs (spec sections 4 and 5).
