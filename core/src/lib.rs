//! The model behind Pipewright: what an AWS CodePipeline definition is, how it is edited, checked, laid
//! out and compared.
//!
//! Start reading at [`document::Document`]: one open design.
//! [`edit`] is the only way to change it; everything else ([`flow`], [`layout`], [`check`], [`plan`], [`policy`],
//! [`preflight`]) is a function of it, the same output for the same input.
//!
//! This crate never touches a file, the clock, the environment, the network, a thread or a screen.

#![warn(missing_docs)]

pub mod catalog;
pub mod check;
pub mod document;
pub mod edit;
pub mod flow;
pub mod format;
pub mod layout;
pub mod parameter;
pub mod pipeline;
pub mod plan;
pub mod policy;
pub mod preflight;
pub mod samples;
pub mod solution;
pub mod template;
#[cfg(test)]
mod testing;
pub mod trigger;
