//! The designer, the command line and the AWS side.
