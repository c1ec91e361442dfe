//! The JSON of the AWS CLI.

mod write;

pub use write::{input, pretty, write};
