//! The main job in one process tree on loopback.
