//! Whole-system tests.

mod look;
