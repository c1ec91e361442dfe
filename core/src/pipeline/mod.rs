//! The AWS pipeline declaration, field for field.
//!
//! A [`Pipeline`] is a spine of [`Stage`]s and [`Action`]s with ids, and everything else as the JSON members
//! that were read: in their order, unknown ones included, values of the wrong type as they came.
//! Typed readings ([`Action::name`], [`Pipeline::triggers`] …) are views into these members; they answer
//! `None` or skip where a value is absent or of another type, and `check` says so.
//! So nothing is lost that this program does not understand, and any half-built state can be held.
//!
//! [`shape`] is the same declaration as a table: each member with its JSON type and the constraints of the
//! API model.

mod action;
mod arn;
mod badge;
mod conditions;
mod ids;
mod object;
mod path;
pub mod shape;
mod stage;
mod stores;
mod triggers;

pub use action::{Action, ActionType, Configuration, EnvironmentVariable};
pub use arn::Arn;
pub use badge::Badge;
pub use conditions::{Condition, ConditionKind, Conditions, Rule};
pub use ids::{ActionId, BuildIdHasher, IdHasher, Ids, StageId};
pub use object::{Object, integer_of, list_of, member, object_of, text_of, type_name};
pub use path::{Path, Step};
pub use stage::{Pipeline, Stage, Variable};
pub use stores::{ArtifactStore, EncryptionKey};
pub use triggers::{FilterKind, Patterns, Trigger, TriggerFilter};

#[cfg(test)]
mod tests;
