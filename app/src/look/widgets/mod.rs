//! The controls that panels and dialogs are made of, one file each.
//!
//! A control is a struct with builder methods and a `show`.
//! Each has a role and a name for screen readers (and tests), a visible focus, and a look for hover and disabled;
//! icon-only controls take their name as a required argument.
//! Colors and sizes come from [`super::tokens`], so the controls look right only after [`super::theme::install`].

mod badge;
mod button;
mod chips;
mod choice;
mod dialog;
mod empty;
mod field;
mod icon_button;
mod key_cap;
mod meter;
mod number;
mod paint;
mod row;
mod search;
mod section;
mod segmented;
mod status;
mod suggest;
mod switch;
mod tabs;
mod tags;
mod text_field;
mod tile;
mod toast;

pub use badge::Badge;
pub use button::Button;
pub use chips::{Chip, ChipAction, ChipField, ChipFieldResponse};
pub use choice::{Choice, ChoiceField};
pub use dialog::{Dialog, DialogResponse, DialogUi};
pub use empty::EmptyState;
pub use field::Field;
pub use icon_button::IconButton;
pub use key_cap::key_cap;
pub use meter::Meter;
pub use number::NumberField;
pub use paint::{focus_ring, soft_ring};
pub use row::Row;
pub use search::SearchField;
pub use section::{rule, section};
pub use segmented::Segmented;
pub use status::{Tone, status_dot, status_line};
pub(crate) use suggest::suggested_edit;
pub use suggest::{Offer, Query, Suggest};
pub use switch::Switch;
pub use tabs::{Tab, Tabs};
pub use tags::{TagAction, TagField, TagFieldResponse};
pub use text_field::TextField;
pub use tile::{Tile, paint_tile};
pub use toast::{Toast, ToastResponse};
