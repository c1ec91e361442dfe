//! How Pipewright looks: colors, fonts, icons, and the small widgets that panels and dialogs are made of.
//!
//! Nothing here knows the document or the state of the window.
//! [`theme::install`] prepares an [`egui::Context`](eframe::egui::Context) once; after that [`Tokens::of`] gives the colors of the
//! theme in use, [`icons`] the pictures, and [`widgets`] the controls.
//! Color literals live in this folder only.

pub mod fonts;
pub mod icons;
pub mod plates;
pub mod theme;
pub mod tokens;
pub mod widgets;

pub use tokens::{Hue, Tint, Tokens};
