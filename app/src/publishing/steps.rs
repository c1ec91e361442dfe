//! What is done besides writing the definition: transitions and tags, which AWS keeps beside it.

use pipewright_core::document::Document;
use pipewright_core::edit::transitions::fit_reason;
use pipewright_core::plan::{Situation, implicit_triggers};
use serde_json::Value;

use super::published_as;
use crate::cloud::{Around, Prepared, StageState, State, Step, Tag};

/// What AWS shows as the reason of a transition that is held at the start.
const HELD: &str = "Held at its creation by Pipewright";

/// What a person wants besides the definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Closes the first transition of a new pipeline, so that its first execution goes no further than the sources.
    pub start_disabled: bool,
    /// Set on the pipeline; tags it has besides stay.
    pub tags: Vec<Tag>,
}

/// What is done right after the write, in this order.
pub fn steps(document: &Document, prepared: &Prepared, options: &Options) -> Vec<Step> {
    let around = prepared.around.as_deref();
    let state = around.and_then(|around| around.state.as_ref().ok());
    let mut steps = Vec::new();
    let held = held_before(document, prepared, options);
    for (stage, reason) in transitions(document) {
        let now = state.and_then(|state| stage_state(state, &stage));
        match reason {
            Some(reason) => {
                let is_so = now.is_some_and(|now| !now.is_open && now.closed_because == Some(&reason));
                if !is_so {
                    steps.push(Step::Close { stage, reason });
                }
            }
            None if prepared.live.is_none() || held.as_deref() == Some(stage.as_str()) => {}
            None if now.is_some_and(|now| now.is_open) => {}
            None => steps.push(Step::Open { stage }),
        }
    }
    if let Some(stage) = held
        && !steps.iter().any(|step| matches!(step, Step::Close { stage: closed, .. } if *closed == stage))
    {
        steps.insert(0, Step::Close { stage, reason: HELD.to_owned() });
    }
    let arn = prepared.live.as_ref().and_then(|live| live.arn());
    let known = around.and_then(|around| around.tags.as_ref().ok());
    let is_there = |tag: &Tag| known.is_some_and(|known| known.contains(tag));
    let tags: Vec<Tag> = options.tags.iter().filter(|tag| !is_there(tag)).cloned().collect();
    if let (Some(arn), false) = (arn, tags.is_empty()) {
        steps.push(Step::Tag { arn: arn.to_owned(), tags });
    }
    steps
}

/// What the account tells beside the definition, for the plan.
pub fn situation(
    document: &Document,
    old: Option<&Document>,
    prepared: &Prepared,
    options: &Options,
) -> Situation {
    let around = prepared.around.as_deref();
    let executions = around.and_then(|around| around.executions.as_ref().ok());
    let steps = steps(document, prepared, options);
    let held = held_before(document, prepared, options);
    let closes = steps.iter().filter_map(|step| match step {
        Step::Close { stage, .. } if held.as_deref() != Some(stage.as_str()) => Some(stage.clone()),
        Step::Close { .. } | Step::Open { .. } | Step::Tag { .. } => None,
    });
    let opens = steps.iter().filter_map(|step| match step {
        Step::Open { stage } => Some(stage.clone()),
        Step::Close { .. } | Step::Tag { .. } => None,
    });
    Situation {
        running: around.and_then(Around::running),
        running_in: around.map(Around::running_in).unwrap_or_default(),
        has_rollback_targets: executions.map(|all| all.iter().any(|one| one.status == "Succeeded")),
        owner: around.and_then(Around::owner),
        published_as: published_as(document, prepared),
        closes: closes.collect(),
        opens: opens.collect(),
        starts_by_itself: implicit_triggers(old.map(Document::pipeline), document.pipeline()),
        held_before: held,
    }
}

/// The stage before which a new pipeline is held: the second, as nothing leads into the first.
fn held_before(document: &Document, prepared: &Prepared, options: &Options) -> Option<String> {
    let second = document.pipeline().stages.get(1)?;
    (options.start_disabled && prepared.live.is_none()).then(|| second.name().to_owned())
}

fn stage_state<'s>(state: &'s State, name: &str) -> Option<StageState<'s>> {
    state.stages().find(|stage| stage.name == name)
}

/// The transitions the design speaks of: the stage, and why nothing may enter it, or `None` if it may.
fn transitions(document: &Document) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for (_, transition) in document.transitions() {
        let is_closed = transition.0.get("disabled").and_then(Value::as_bool);
        let (Some(stage), Some(is_closed)) = (transition.stage(), is_closed) else { continue };
        let mut stages = document.pipeline().stages.iter().skip(1);
        if stages.any(|other| other.name() == stage) {
            let reason = fit_reason(transition.reason().unwrap_or_default());
            found.push((stage.to_owned(), is_closed.then_some(reason)));
        }
    }
    found
}
