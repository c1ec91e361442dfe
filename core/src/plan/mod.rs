//! What a new definition changes in a pipeline, and what follows from that.
//!
//! A [`Plan`] compares by meaning: what AWS fills in by itself is no difference ([`normalized`]), what has
//! another place or name is moved or renamed rather than removed and added, and a masked secret stays what it
//! was, while a text written over a mask is a change. It is data; [`Plan::lines`] and [`Plan::to_text`] write it for people, [`Plan::to_json`] for
//! programs. Secrets are in none of them. [`union`] puts both pipelines into one that can be drawn.
//!
//! Start reading at `compare`, which finds the changes of two pipelines whose parts `pair` has matched.

mod comment;
mod compare;
mod consequence;
mod digest;
mod fields;
mod json;
mod lines;
mod markdown;
pub mod merge;
pub(crate) mod mermaid;
mod normal;
mod outline;
mod pair;
pub(crate) mod secret;
mod situation;
mod summary;
#[cfg(test)]
mod tests;
pub mod union;

use serde_json::Value;

pub use comment::MARKER;
pub use consequence::{Consequence, SecretPlace};
pub use digest::digest;
pub use lines::{Line, LineKind};
pub use markdown::escaped as escaped_for_markdown;
pub use normal::{MASK, normalized};
pub use outline::outline;
pub use secret::HIDDEN;
pub use situation::{Situation, implicit_triggers};
pub use summary::Counts;

use crate::pipeline::{ActionId, Path, Pipeline, StageId};

/// Everything an update would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The name of the pipeline afterwards.
    pub pipeline: String,
    /// First those of the pipeline itself, then stage by stage in their new order; in a stage first what
    /// happens to the stage, then its actions, then its settings. A removed stage stands before the next that stays.
    pub changes: Vec<Change>,
    /// How many of each kind.
    pub counts: Counts,
    /// What follows, as far as it can be told without asking AWS; the weightiest first.
    pub consequences: Vec<Consequence>,
}

/// One change and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The stage; `None` for the pipeline itself.
    pub stage: Option<Spot<StageId>>,
    /// The action; `None` for the stage itself.
    pub action: Option<Spot<ActionId>>,
    /// What.
    pub kind: ChangeKind,
}

/// A stage or action that a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<Id> {
    /// The name it has afterwards, or had if it is removed.
    pub name: String,
    /// Its id in the new pipeline; `None` if it is removed.
    pub id: Option<Id>,
}

/// What is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// There was no pipeline.
    PipelineAdded,
    /// There is no pipeline any more.
    PipelineRemoved,
    /// AWS knows no renaming: this is a new pipeline beside the old one.
    PipelineRenamed {
        /// The name before.
        from: String,
    },
    /// A new stage; its actions and settings are changes of their own.
    StageAdded {
        /// From 1.
        position: usize,
    },
    /// A stage is gone with all that did not move elsewhere.
    StageRemoved {
        /// From 1, in the old pipeline.
        position: usize,
    },
    /// The stage has another place among those that stay.
    StageMoved {
        /// From 1, in the old pipeline.
        from: usize,
        /// From 1, in the new pipeline.
        to: usize,
    },
    /// The stage has another name, and mostly the same actions.
    StageRenamed {
        /// The name before.
        from: String,
    },
    /// A new action.
    ActionAdded(Summary),
    /// An action is gone.
    ActionRemoved(Summary),
    /// The action is in another stage.
    ActionMoved {
        /// The name of the stage before.
        from: String,
    },
    /// The action has another name, and the same type and mostly the same content.
    ActionRenamed {
        /// The name before.
        from: String,
    },
    /// The action runs at another place of its stage.
    RunOrder {
        /// Before; 1 is AWS's default.
        from: i64,
        /// Afterwards.
        to: i64,
    },
    /// The action takes or makes other artifacts, or in another order.
    Artifacts {
        /// Whether taken or made.
        side: Side,
        /// The names before.
        old: Vec<String>,
        /// The names afterwards.
        new: Vec<String>,
    },
    /// Any other member: of the action, else of the stage, else of the pipeline.
    Field(FieldChange),
}

/// Taken or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `inputArtifacts`
    Input,
    /// `outputArtifacts`
    Output,
}

/// What an added or removed action is, in short and in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The provider as AWS names it.
    pub provider: String,
    /// The configuration value that tells most: the project, the function, the cluster …
    pub subject: Option<String>,
    /// When it runs in its stage.
    pub run_order: i64,
    /// Everything about it, secrets hidden.
    pub declaration: Value,
}

/// A value that is added, removed or replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Where it is in the new definition, or was in the old one if it is removed.
    pub path: Path,
    /// The way to it in words, for people.
    pub label: Vec<String>,
    /// Before, secrets hidden; `None` if it was not there.
    pub old: Option<Value>,
    /// Afterwards, secrets hidden; `None` if it is no longer there.
    pub new: Option<Value>,
}

impl Plan {
    /// Compares a pipeline with what it was; `None` if there was none.
    pub fn between(old: Option<&Pipeline>, new: &Pipeline) -> Self {
        Self::between_in(None, old, new)
    }

    /// The same for a known Region of the pipeline: naming it is then no difference.
    ///
    /// Without it the Region is still known if the old pipeline has a single artifact store and names a Region.
    pub fn between_in(region: Option<&str>, old: Option<&Pipeline>, new: &Pipeline) -> Self {
        Self::of_either(region, old, Some(new))
    }

    /// The same where the new pipeline may be missing too, as in the difference of a deleted file.
    pub fn of_either(region: Option<&str>, old: Option<&Pipeline>, new: Option<&Pipeline>) -> Self {
        compare::Comparison::of(region, old, new).plan()
    }

    /// The masked secrets that have to be given before the plan can be carried out.
    pub fn needed_secrets(&self) -> impl Iterator<Item = &SecretPlace> {
        self.consequences.iter().filter_map(|one| match one {
            Consequence::SecretNeeded(place) => Some(place),
            _ => None,
        })
    }

    /// Whether the new definition means the same as the old.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
