//! Whole-system tests.

mod own_process;
mod storage;
mod window;
