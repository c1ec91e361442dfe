//! The parts of the window around the canvas. They do not know each other, and they change nothing: what a
//! person asks for goes into the [`Queue`](crate::intent::Queue).

pub mod changes;
pub mod definition;
pub mod inspector;
pub mod menu;
pub mod outline;
pub mod palette;
pub mod problems;
pub mod sides;
pub mod status_bar;
pub mod templates;
pub mod top_bar;
