//! The model behind Pipewright.

pub mod catalog;
