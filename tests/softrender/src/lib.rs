//! A CPU renderer.
