//! `CloudFormation` templates.

pub(crate) mod read;
