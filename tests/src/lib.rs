//! Tests that cross rooms: rounds, adversaries, faults, vectors.
