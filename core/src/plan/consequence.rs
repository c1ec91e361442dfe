//! What follows from an update, as far as the definitions tell.
//!
//! Source: CodePipeline user guide, editing a pipeline, rollback, execution modes.

use std::borrow::Cow;

use serde_json::Value;

use super::compare::Comparison;
use super::normal::{MASK, NormalAction, NormalPipeline};
use super::{Change, ChangeKind};
use crate::pipeline::{Object, text_of};

/// Something that happens beside the changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// A new pipeline runs as soon as it is created.
    StartsAtOnce,
    /// The renamed pipeline is a new one; the old one stays until it is deleted.
    NewBesideOld {
        /// The name of the old one.
        old: String,
    },
    /// Executions that are running stop after their current actions, waiting ones are canceled.
    RunningExecutionsCanceled,
    /// In `PARALLEL` mode executions that are running go on as they were defined.
    RunningExecutionsGoOn,
    /// No stage can be rolled back to an execution of an earlier version.
    RollbackTargetsLost,
    /// AWS does not take the other edits over for the mode that is left when `PARALLEL` is turned on or off.
    ModeChangedWithOtherEdits {
        /// The mode before.
        from: String,
        /// The mode afterwards.
        to: String,
    },
    /// The file was made from an earlier version than the one that is published.
    VersionBehind {
        /// What the file says.
        file: i64,
        /// What is published.
        live: i64,
    },
    /// A masked secret stays what it is.
    SecretKept(SecretPlace),
    /// A masked secret has to be entered, because AWS keeps it for the same stage and action only.
    SecretNeeded(SecretPlace),
    /// A text stands where AWS shows a mask. Whether it is the secret that is masked cannot be known.
    SecretReplaced(SecretPlace),
    /// What made the pipeline writes over this publish when it runs again.
    OwnedElsewhere {
        /// "CloudFormation stack storefront"
        owner: String,
    },
    /// The first execution of a new pipeline waits before a stage.
    StartHeld {
        /// The name of the stage.
        stage: String,
    },
    /// Executions are running now, and are cut off.
    ExecutionsCut {
        /// How many.
        count: usize,
        /// The stages they are in.
        stages: Vec<String>,
    },
    /// Executions are running now, and go on as they were defined.
    ExecutionsGoOn {
        /// How many.
        count: usize,
        /// The stages they are in.
        stages: Vec<String>,
    },
    /// The transition into a stage is disabled after the publish.
    TransitionDisabled {
        /// The name of the stage.
        stage: String,
    },
    /// The transition into a stage is enabled after the publish.
    TransitionEnabled {
        /// The name of the stage.
        stage: String,
    },
    /// A source action starts the pipeline although no trigger is written.
    StartsByItself {
        /// The name of the action.
        action: String,
    },
    /// Executions of a renamed stage or action are no longer shown with it.
    HistoryCut {
        /// "stage Prod", "action Build".
        what: String,
    },
}

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretPlace {
    /// The name of the stage.
    pub stage: String,
    /// The name of the action.
    pub action: String,
    /// The configuration key, or wherever AWS put its mask.
    pub key: String,
    /// The way to it from the action: keys of members, positions in lists.
    pub path: Vec<String>,
    /// What the stage is called where AWS keeps the secret, if it is renamed.
    pub old_stage: Option<String>,
}

/// The consequences of the changes, the weightiest first.
pub(super) fn consequences(comparison: &Comparison<'_>, changes: &[Change]) -> Vec<Consequence> {
    let Comparison { old, new, is_new, .. } = comparison;
    if changes.is_empty() || comparison.is_removed {
        return Vec::new();
    }
    let is_renamed = !is_new && old.name != new.name;
    let mut all = Vec::new();
    if is_renamed {
        all.push(Consequence::NewBesideOld { old: old.name.to_owned() });
    }
    if *is_new || is_renamed {
        all.push(Consequence::StartsAtOnce);
    } else {
        add_for_update(comparison, changes, &mut all);
        if let [Some(live), Some(file)] = comparison.versions
            && file < live
        {
            all.push(Consequence::VersionBehind { file, live });
        }
    }
    let (needed, kept): (Vec<_>, Vec<_>) =
        secrets(comparison, *is_new || is_renamed).into_iter().partition(|(is_needed, _)| *is_needed);
    all.extend(needed.into_iter().map(|(_, place)| Consequence::SecretNeeded(place)));
    if !*is_new && !is_renamed {
        all.extend(replaced_secrets(comparison).into_iter().map(Consequence::SecretReplaced));
    }
    if !*is_new && !is_renamed {
        all.extend(changes.iter().filter_map(history_cut));
    }
    all.extend(kept.into_iter().map(|(_, place)| Consequence::SecretKept(place)));
    all
}

fn add_for_update(comparison: &Comparison<'_>, changes: &[Change], all: &mut Vec<Consequence>) {
    let [from, to] = [&comparison.old, &comparison.new].map(mode);
    let is_parallel = from == "PARALLEL";
    if is_parallel != (to == "PARALLEL") && changes.iter().any(|change| !is_mode_change(change)) {
        let [from, to] = [from, to].map(str::to_owned);
        all.push(Consequence::ModeChangedWithOtherEdits { from, to });
    }
    if is_parallel {
        all.push(Consequence::RunningExecutionsGoOn);
        return;
    }
    all.push(Consequence::RunningExecutionsCanceled);
    // Rollback came with V2.
    if text_of(&comparison.old.members, "pipelineType") == Some("V2") {
        all.push(Consequence::RollbackTargetsLost);
    }
}

fn mode<'p>(pipeline: &'p NormalPipeline<'_>) -> &'p str {
    text_of(&pipeline.members, "executionMode").unwrap_or("SUPERSEDED")
}

fn is_mode_change(change: &Change) -> bool {
    matches!(&change.kind, ChangeKind::Field(field)
        if change.stage.is_none() && field.path.first_key() == Some("executionMode"))
}

fn history_cut(change: &Change) -> Option<Consequence> {
    let name = |spot: &str, kind: &str| Consequence::HistoryCut { what: format!("{kind} {spot}") };
    match &change.kind {
        ChangeKind::StageRenamed { from } => Some(name(from, "stage")),
        ChangeKind::ActionRenamed { from } => Some(name(from, "action")),
        _ => None,
    }
}

impl SecretPlace {
    /// `STAGE/ACTION/KEY`, as the command line names it.
    pub fn short(&self) -> String {
        format!("{}/{}/{}", self.stage, self.action, self.key)
    }

    /// Puts the secret itself where the mask stands in a declaration. `false` if no mask stands there.
    pub fn fill(&self, declaration: &mut Value, secret: &str) -> bool {
        fn named<'v>(list: Option<&'v mut Value>, name: &str) -> Option<&'v mut Value> {
            list?.as_array_mut()?.iter_mut().find(|one| one.get("name").and_then(Value::as_str) == Some(name))
        }
        let stage = named(declaration.get_mut("stages"), &self.stage);
        let action = stage.and_then(|stage| named(stage.get_mut("actions"), &self.action));
        let place = self.path.iter().try_fold(action, |value, step| {
            Some(match value? {
                Value::Array(all) => all.get_mut(step.parse::<usize>().ok()?),
                value => value.get_mut(step),
            })
        });
        match place.flatten() {
            Some(place) if place == MASK => {
                *place = Value::from(secret);
                true
            }
            _ => false,
        }
    }
}

/// All masked secrets of the new pipeline, and whether AWS no longer knows them.
fn secrets(comparison: &Comparison<'_>, is_new: bool) -> Vec<(bool, SecretPlace)> {
    let mut secrets = Vec::new();
    for (stage_index, stage) in comparison.new.stages.iter().enumerate() {
        for (index, action) in stage.actions.iter().enumerate() {
            let old = comparison.actions.get(&(stage_index, index)).map(|at| {
                let old_stage = &comparison.old.stages[at.0];
                (old_stage.name, &old_stage.actions[at.1])
            });
            let renamed_from = old.map(|(old_stage, _)| old_stage).filter(|old| *old != stage.name);
            for path in masked(action) {
                let is_known = old.is_some_and(|(old_stage, old)| {
                    old_stage == stage.name && old.name == action.name && value_at(old, &path).is_some()
                });
                let place = SecretPlace {
                    stage: stage.name.to_owned(),
                    action: action.name.to_owned(),
                    key: path.last().cloned().unwrap_or_default(),
                    path: path.clone(),
                    old_stage: renamed_from.map(str::to_owned),
                };
                secrets.push((is_new || !is_known, place));
            }
        }
    }
    secrets
}

/// Where a mask gave way to a text.
fn replaced_secrets(comparison: &Comparison<'_>) -> Vec<SecretPlace> {
    let mut replaced = Vec::new();
    for (stage_index, stage) in comparison.new.stages.iter().enumerate() {
        for (index, action) in stage.actions.iter().enumerate() {
            let Some(at) = comparison.actions.get(&(stage_index, index)) else { continue };
            let old = &comparison.old.stages[at.0].actions[at.1];
            let is_typed = |path: &Vec<String>| matches!(value_at(action, path), Some(Value::String(text)) if text != MASK);
            replaced.extend(masked(old).into_iter().filter(is_typed).map(|path| SecretPlace {
                stage: stage.name.to_owned(),
                action: action.name.to_owned(),
                key: path.last().cloned().unwrap_or_default(),
                path,
                old_stage: None,
            }));
        }
    }
    replaced
}

/// The ways to all masks in an action: keys from member to member.
fn masked(action: &NormalAction<'_>) -> Vec<Vec<String>> {
    fn walk<'v>(way: &mut Vec<Cow<'v, str>>, value: &'v Value, found: &mut Vec<Vec<String>>) {
        match value {
            Value::Object(members) => walk_all(way, members, found),
            Value::Array(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    way.push(index.to_string().into());
                    walk(way, value, found);
                    way.pop();
                }
            }
            Value::String(text) if text == MASK => {
                found.push(way.iter().map(|step| step.clone().into_owned()).collect());
            }
            _ => {}
        }
    }
    fn walk_all<'v>(way: &mut Vec<Cow<'v, str>>, members: &'v Object, found: &mut Vec<Vec<String>>) {
        for (key, value) in members {
            way.push(key.into());
            walk(way, value, found);
            way.pop();
        }
    }
    let mut found = Vec::new();
    walk_all(&mut Vec::new(), &action.source.members, &mut found);
    found
}

fn value_at<'v>(action: &'v NormalAction<'_>, path: &[String]) -> Option<&'v Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(action.source.members.get(first)?, |value, step| match value {
        Value::Array(all) => all.get(step.parse::<usize>().ok()?),
        _ => value.get(step),
    })
}

impl Consequence {
    /// All that [`Self::code`] may say.
    pub const CODES: [&str; 18] = [
        "startsAtOnce",
        "newBesideOld",
        "runningExecutionsCanceled",
        "runningExecutionsGoOn",
        "rollbackTargetsLost",
        "modeChangedWithOtherEdits",
        "versionBehind",
        "secretKept",
        "secretNeeded",
        "secretReplaced",
        "historyCut",
        "ownedElsewhere",
        "startHeld",
        "executionsCut",
        "executionsGoOn",
        "transitionDisabled",
        "transitionEnabled",
        "startsByItself",
    ];

    /// The code in the numbering of rules, for what is a mistake or a risk of its own.
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::NewBesideOld { .. } => Some("CP0104"),
            Self::ModeChangedWithOtherEdits { .. } => Some("CP0117"),
            Self::VersionBehind { .. } => Some("CP0120"),
            Self::SecretNeeded(SecretPlace { old_stage: Some(_), .. }) => Some("CP0313"),
            Self::SecretNeeded(_) => Some("CP0616"),
            Self::RollbackTargetsLost => Some("CP1019"),
            Self::RunningExecutionsCanceled | Self::ExecutionsCut { .. } => Some("CP1401"),
            Self::StartsAtOnce
            | Self::RunningExecutionsGoOn
            | Self::SecretKept(_)
            | Self::SecretReplaced(_)
            | Self::OwnedElsewhere { .. }
            | Self::StartHeld { .. }
            | Self::ExecutionsGoOn { .. }
            | Self::TransitionDisabled { .. }
            | Self::TransitionEnabled { .. }
            | Self::StartsByItself { .. }
            | Self::HistoryCut { .. } => None,
        }
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::StartsAtOnce => "startsAtOnce",
            Self::NewBesideOld { .. } => "newBesideOld",
            Self::RunningExecutionsCanceled => "runningExecutionsCanceled",
            Self::RunningExecutionsGoOn => "runningExecutionsGoOn",
            Self::RollbackTargetsLost => "rollbackTargetsLost",
            Self::ModeChangedWithOtherEdits { .. } => "modeChangedWithOtherEdits",
            Self::VersionBehind { .. } => "versionBehind",
            Self::SecretKept(_) => "secretKept",
            Self::SecretNeeded(_) => "secretNeeded",
            Self::SecretReplaced(_) => "secretReplaced",
            Self::HistoryCut { .. } => "historyCut",
            Self::OwnedElsewhere { .. } => "ownedElsewhere",
            Self::StartHeld { .. } => "startHeld",
            Self::ExecutionsCut { .. } => "executionsCut",
            Self::ExecutionsGoOn { .. } => "executionsGoOn",
            Self::TransitionDisabled { .. } => "transitionDisabled",
            Self::TransitionEnabled { .. } => "transitionEnabled",
            Self::StartsByItself { .. } => "startsByItself",
        }
    }

    /// Whether a person should think about it before going on.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::StartsAtOnce
            | Self::RunningExecutionsGoOn
            | Self::VersionBehind { .. }
            | Self::SecretKept(_)
            | Self::SecretReplaced(_)
            | Self::StartHeld { .. }
            | Self::ExecutionsGoOn { .. }
            | Self::TransitionDisabled { .. }
            | Self::TransitionEnabled { .. }
            | Self::StartsByItself { .. } => false,
            Self::NewBesideOld { .. }
            | Self::RunningExecutionsCanceled
            | Self::RollbackTargetsLost
            | Self::ModeChangedWithOtherEdits { .. }
            | Self::SecretNeeded(_)
            | Self::OwnedElsewhere { .. }
            | Self::ExecutionsCut { .. }
            | Self::HistoryCut { .. } => true,
        }
    }

    /// A sentence for people.
    pub fn text(&self) -> String {
        match self {
            Self::StartsAtOnce => "The pipeline starts to run as soon as it is created.".to_owned(),
            Self::NewBesideOld { old } => {
                format!(
                    "AWS cannot rename a pipeline: this one is created beside {old}, which stays as it is."
                )
            }
            Self::RunningExecutionsCanceled => {
                "Executions that are running stop after their current actions; waiting ones are canceled."
                    .to_owned()
            }
            Self::RunningExecutionsGoOn => {
                "Executions that are running go on with the definition they started with.".to_owned()
            }
            Self::RollbackTargetsLost => {
                "Stages can no longer be rolled back to executions of earlier versions.".to_owned()
            }
            Self::ModeChangedWithOtherEdits { from, to } => format!(
                "Change the mode from {from} to {to} alone: together with other edits, AWS leaves those out \
                 for the mode that is left."
            ),
            Self::VersionBehind { file, live } => format!(
                "The file says version {file}, {live} is published. AWS counts versions itself and takes no number."
            ),
            Self::SecretKept(SecretPlace { stage, action, key, path: _, old_stage: _ }) => {
                format!("{key} of {stage} › {action} is masked and stays as it is.")
            }
            Self::SecretNeeded(SecretPlace { stage, action, key, path: _, old_stage: Some(old) }) => format!(
                "{key} of {stage} › {action} is masked and has to be entered again: AWS knows it for stage {old}."
            ),
            Self::SecretNeeded(SecretPlace { stage, action, key, path: _, old_stage: None }) => {
                format!("{key} of {stage} › {action} is masked and has to be entered again.")
            }
            Self::SecretReplaced(SecretPlace { stage, action, key, path: _, old_stage: _ }) => format!(
                "{key} of {stage} › {action} is sent anew. AWS shows only a mask, so whether it is another secret cannot be told."
            ),
            Self::OwnedElsewhere { owner } => {
                format!("{owner} made this pipeline: its next update writes over what is published here.")
            }
            Self::StartHeld { stage } => format!(
                "The pipeline starts to run as soon as it is created, and waits before stage {stage}: the \
                 transition into it is disabled at once. What comes before it runs."
            ),
            Self::ExecutionsCut { count, stages } => format!(
                "{} now{}: stopped after the current actions, and whatever waits is canceled.",
                running(*count),
                in_stages(stages)
            ),
            Self::ExecutionsGoOn { count, stages } => format!(
                "{} now{} and will go on with the present definition.",
                running(*count),
                in_stages(stages)
            ),
            Self::TransitionDisabled { stage } => {
                format!("The transition into {stage} is disabled after the publish, as the design says.")
            }
            Self::TransitionEnabled { stage } => {
                format!("The transition into {stage} is enabled after the publish, as the design says.")
            }
            Self::StartsByItself { action } => format!(
                "Changes that {action} sees start the pipeline, although no trigger is written for it."
            ),
            Self::HistoryCut { what } => {
                format!("The history of {what} is not shown under its new name.")
            }
        }
    }
}

fn running(count: usize) -> String {
    if count == 1 { "1 execution is running".to_owned() } else { format!("{count} executions are running") }
}

fn in_stages(stages: &[String]) -> String {
    if stages.is_empty() { String::new() } else { format!(" in {}", stages.join(", ")) }
}
