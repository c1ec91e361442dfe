//! What the checks say about definitions and templates that people and programs have written, and what an account
//! makes of them.

mod expectations;
mod native;
mod published;
mod template;
pub mod templates;
