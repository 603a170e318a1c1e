//! Report -> bytes.
