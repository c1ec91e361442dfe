//! What an account tells about a pipeline beside its definition, and what follows from that.

use super::{Consequence, Plan};
use crate::pipeline::Pipeline;

/// What is known beside the definitions; what is not known is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Executions that are running now.
    pub running: Option<usize>,
    /// The stages they are in, in order.
    pub running_in: Vec<String>,
    /// Whether an execution has ever succeeded, so that a stage could be rolled back to it.
    pub has_rollback_targets: Option<bool>,
    /// What made the pipeline and will write it again: "CloudFormation stack storefront".
    pub owner: Option<String>,
    /// The name under which the design was published before, if that is another.
    pub published_as: Option<String>,
    /// The stage before which the first execution of a new pipeline is held.
    pub held_before: Option<String>,
    /// Transitions that are closed after the publish, by stage.
    pub closes: Vec<String>,
    /// Transitions that are opened after the publish, by stage.
    pub opens: Vec<String>,
    /// Source actions that begin to start the pipeline by themselves ([`implicit_triggers`]).
    pub starts_by_itself: Vec<String>,
}

impl Plan {
    /// The plan with the consequences of a situation. One that changes nothing in the definition has those of the
    /// transitions alone.
    #[must_use]
    pub fn in_situation(mut self, situation: &Situation) -> Self {
        let Situation {
            running,
            running_in,
            has_rollback_targets,
            owner,
            published_as,
            held_before,
            closes,
            opens,
            starts_by_itself,
        } = situation;
        let has = |plan: &Self, wanted: &Consequence| plan.consequences.contains(wanted);
        let is_update = !has(&self, &Consequence::StartsAtOnce);
        let is_parallel = has(&self, &Consequence::RunningExecutionsGoOn);
        self.consequences.retain(|one| match one {
            Consequence::RunningExecutionsCanceled | Consequence::RunningExecutionsGoOn => running.is_none(),
            Consequence::RollbackTargetsLost => *has_rollback_targets != Some(false),
            Consequence::StartsAtOnce => held_before.is_none(),
            _ => true,
        });
        let closed = closes.iter().map(|stage| Consequence::TransitionDisabled { stage: stage.clone() });
        let opened = opens.iter().map(|stage| Consequence::TransitionEnabled { stage: stage.clone() });
        self.consequences.extend(closed.chain(opened));
        if self.is_empty() {
            return self;
        }
        let mut first = Vec::new();
        if let Some(owner) = owner {
            first.push(Consequence::OwnedElsewhere { owner: owner.clone() });
        }
        if let Some(old) = published_as
            && !self.consequences.iter().any(|one| matches!(one, Consequence::NewBesideOld { .. }))
        {
            first.push(Consequence::NewBesideOld { old: old.clone() });
        }
        if let Some(stage) = held_before {
            first.push(Consequence::StartHeld { stage: stage.clone() });
        }
        if let Some(count) = running.filter(|count| *count > 0 && is_update) {
            let stages = running_in.clone();
            first.push(if is_parallel {
                Consequence::ExecutionsGoOn { count, stages }
            } else {
                Consequence::ExecutionsCut { count, stages }
            });
        }
        self.consequences.splice(0..0, first);
        let started =
            starts_by_itself.iter().map(|action| Consequence::StartsByItself { action: action.clone() });
        self.consequences.extend(started);
        self
    }
}

/// The source actions that start the new pipeline by themselves, though no trigger names them, and did not before.
pub fn implicit_triggers(old: Option<&Pipeline>, new: &Pipeline) -> Vec<String> {
    let before = old.map(self_starting).unwrap_or_default();
    self_starting(new).into_iter().filter(|name| !before.contains(name)).collect()
}

fn self_starting(pipeline: &Pipeline) -> Vec<String> {
    let has_trigger =
        |name: &str| pipeline.triggers().any(|trigger| trigger.source_action_name() == Some(name));
    let starts = |action: &&crate::pipeline::Action| {
        let configuration = action.configuration();
        let is_off = |key| configuration.get(key).is_some_and(|value| value.eq_ignore_ascii_case("false"));
        match action.action_type().provider {
            "CodeStarSourceConnection" => !is_off("DetectChanges") && !has_trigger(action.name()),
            "CodeCommit" | "S3" | "GitHub" => !is_off("PollForSourceChanges"),
            _ => false,
        }
    };
    let first = pipeline.stages.first().map_or(&[][..], |stage| &stage.actions);
    let sources = first.iter().filter(|action| action.action_type().category == "Source");
    sources.filter(starts).map(|action| action.name().to_owned()).collect()
}
