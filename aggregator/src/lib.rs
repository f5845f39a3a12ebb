//! The server: sequencer, store, checks and gRPC; it never holds a figure or a key.
