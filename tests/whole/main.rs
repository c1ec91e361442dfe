//! Whole-system tests.

mod cloud;
