//! Whole-system tests.

mod cloud;
mod inspector;
mod look;
