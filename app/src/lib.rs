//! The designer, the command line and the AWS side.

pub mod jobs;
pub mod look;
pub mod settings;
pub mod storage;
pub mod window;
