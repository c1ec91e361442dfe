//! Tests that need a process for themselves, because it dies.
//!
//! The test starts itself a second time: the same function, with a variable that tells it which of the two it is.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

const ROLE: &str = "PIPEWRIGHT_TEST_ROLE";

/// The test of this name (with its modules), as a program of its own that gets `role`.
pub(crate) fn command(test: &str, role: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(ROLE, role).stdin(Stdio::null());
    command
}

/// What [`command`] was given, if this is the second process.
pub(crate) fn role() -> Option<String> {
    env::var(ROLE).ok()
}
