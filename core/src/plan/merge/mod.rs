//! Three-way: what was published, what it became here, and what somebody else made of it there.
//!
//! A side that left something as it was follows the side that changed it; what both made the same is the same; where
//! they differ is a [`Clash`], which a person decides. Everything is compared by meaning, as in a [`super::Plan`]: what
//! AWS fills in is no change, and a stage or action that was renamed or moved is still itself.
//!
//! `spine` matches and merges stages and actions, `values` what is in them.

mod order;
mod spine;
#[cfg(test)]
mod tests;
mod values;

use serde_json::Value;

use crate::pipeline::{Ids, Pipeline};

/// Which side a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// As it is in the design.
    Mine,
    /// As it is in the account.
    Theirs,
}

/// Something that both changed, and differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// The way to it in words, from the stage on. Names it among the clashes of one merge.
    pub place: Vec<String>,
    /// Before, secrets hidden; `None` if it was not there.
    pub base: Option<Value>,
    /// In the design.
    pub mine: Option<Value>,
    /// In the account.
    pub theirs: Option<Value>,
    /// How it was decided; until then the result has what the design has.
    pub choice: Option<Choice>,
}

impl Clash {
    /// The place on one line: `stage Build › action Compile › configuration › ProjectName`.
    pub fn key(&self) -> String {
        self.place.join(" › ")
    }
}

/// The outcome.
#[derive(Clone, Debug)]
pub struct Merged {
    /// With the changes of both. Stages and actions of the design keep their ids.
    pub pipeline: Pipeline,
    /// What both changed differently, decided or not.
    pub clashes: Vec<Clash>,
}

impl Merged {
    /// Whether nothing is left to decide.
    pub fn is_settled(&self) -> bool {
        self.clashes.iter().all(|clash| clash.choice.is_some())
    }
}

/// The three pipelines.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// The pipeline's own Region, if it is known: naming it is no difference.
    pub region: Option<&'a str>,
    /// What both began with.
    pub base: &'a Pipeline,
    /// The design.
    pub mine: &'a Pipeline,
    /// The account.
    pub theirs: &'a Pipeline,
}

/// Merges. `choose` decides clashes by their [`Clash::key`]; `ids` gives identities to what comes from the account.
pub fn merge(sides: Sides<'_>, ids: &Ids, choose: &dyn Fn(&str) -> Option<Choice>) -> Merged {
    spine::merge(sides, ids, choose)
}
