//! The designer, the command line and the AWS side.

pub mod cloud;
pub mod look;
