//! Whole-system tests.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop, in its helpers as well")]

mod cli;
mod cloud;
mod corpus;
mod designer;
mod exchange;
mod hostile;
mod import;
mod inspector;
mod look;
mod numbering;
mod own_process;
mod precision;
mod recall;
mod sheets;
mod shell;
mod storage;
mod suppress;
mod templates;
mod window;
mod words;
