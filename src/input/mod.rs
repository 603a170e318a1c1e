//! Bytes -> Documents.
