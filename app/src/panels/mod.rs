//! The panels around the canvas, one file or folder each; they do not know each other.

pub mod inspector;
