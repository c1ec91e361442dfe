//! Whole-system tests.

mod cloud;
mod look;
