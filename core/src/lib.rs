//! The model behind Pipewright.

pub mod catalog;
pub mod samples;
