//! The log: RFC 6962 Merkle tree, inclusion and consistency proofs, checkpoints as C2SP signed notes.
