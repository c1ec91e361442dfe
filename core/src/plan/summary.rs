//! How much a plan changes, in numbers and in one sentence.

use std::collections::HashSet;

use super::{Change, ChangeKind, Plan};

/// How many of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Settings of the pipeline that differ, by their first member.
    pub pipeline_settings: usize,
    /// New stages.
    pub stages_added: usize,
    /// Stages that are gone.
    pub stages_removed: usize,
    /// Stages with another place.
    pub stages_moved: usize,
    /// Stages with another name.
    pub stages_renamed: usize,
    /// Settings of stages that differ, by their first member; those of new stages do not count.
    pub stage_settings: usize,
    /// New actions.
    pub actions_added: usize,
    /// Actions that are gone.
    pub actions_removed: usize,
    /// Actions in another stage or with another run order.
    pub actions_moved: usize,
    /// Actions with another name.
    pub actions_renamed: usize,
    /// Actions that differ in anything else.
    pub actions_changed: usize,
    /// Values that are gone from what stays.
    pub values_removed: usize,
}

impl Counts {
    /// Counts the changes.
    pub(super) fn of(changes: &[Change]) -> Self {
        let mut counts = Self::default();
        let mut pipeline_settings = HashSet::new();
        let mut stage_settings = HashSet::new();
        let mut moved = HashSet::new();
        let mut changed = HashSet::new();
        let mut new_stages = HashSet::new();
        let is_whole =
            |kind: &ChangeKind| matches!(kind, ChangeKind::PipelineAdded | ChangeKind::PipelineRemoved);
        let is_whole = changes.iter().any(|change| is_whole(&change.kind));
        for change in changes {
            let stage = change.stage.as_ref().and_then(|stage| stage.id);
            let action = change.action.as_ref().and_then(|action| action.id);
            match &change.kind {
                ChangeKind::PipelineAdded
                | ChangeKind::PipelineRemoved
                | ChangeKind::PipelineRenamed { .. } => {}
                ChangeKind::StageAdded { .. } => {
                    counts.stages_added += 1;
                    new_stages.extend(stage);
                }
                ChangeKind::StageRemoved { .. } => counts.stages_removed += 1,
                ChangeKind::StageMoved { .. } => counts.stages_moved += 1,
                ChangeKind::StageRenamed { .. } => counts.stages_renamed += 1,
                ChangeKind::ActionAdded(_) => counts.actions_added += 1,
                ChangeKind::ActionRemoved(_) => counts.actions_removed += 1,
                ChangeKind::ActionRenamed { .. } => counts.actions_renamed += 1,
                ChangeKind::ActionMoved { .. } | ChangeKind::RunOrder { .. } => {
                    moved.insert(action);
                }
                ChangeKind::Artifacts { .. } => {
                    changed.insert(action);
                }
                ChangeKind::Field(field) => {
                    let setting = field.path.first_key();
                    counts.values_removed += usize::from(field.new.is_none());
                    match (stage, action) {
                        (_, Some(_)) => {
                            changed.insert(action);
                        }
                        (Some(id), None) if !new_stages.contains(&id) => {
                            stage_settings.insert((id, setting));
                        }
                        (Some(_), None) => {}
                        (None, None) => {
                            pipeline_settings.insert(setting);
                        }
                    }
                }
            }
        }
        counts.pipeline_settings = if is_whole { 0 } else { pipeline_settings.len() };
        counts.stage_settings = stage_settings.len();
        counts.actions_moved = moved.len();
        counts.actions_changed = changed.len();
        counts
    }
}

impl Plan {
    /// "1 action added, 1 changed, 1 stage setting changed. Nothing is removed."
    pub fn summary(&self) -> String {
        let Some(first) = self.changes.first() else { return "Nothing changes.".to_owned() };
        let Counts {
            pipeline_settings,
            stages_added,
            stages_removed,
            stages_moved,
            stages_renamed,
            stage_settings,
            actions_added,
            actions_removed,
            actions_moved,
            actions_renamed,
            actions_changed,
            values_removed,
        } = self.counts;
        let stages = [(stages_added, "added"), (stages_moved, "moved"), (stages_renamed, "renamed")];
        let actions = [
            (actions_added, "added"),
            (actions_changed, "changed"),
            (actions_moved, "moved"),
            (actions_renamed, "renamed"),
        ];
        let gone = [counted(stages_removed, "stage"), counted(actions_removed, "action")];
        let gone: Vec<String> = gone.into_iter().flatten().collect();
        if matches!(first.kind, ChangeKind::PipelineAdded) {
            let [stages, actions] =
                [(stages_added, "stage"), (actions_added, "action")].map(|(count, noun)| plural(count, noun));
            return format!("A new pipeline with {stages} and {actions}.");
        }
        if matches!(first.kind, ChangeKind::PipelineRemoved) {
            let [stages, actions] = [(stages_removed, "stage"), (actions_removed, "action")]
                .map(|(count, noun)| plural(count, noun));
            return format!("The pipeline is removed, with {stages} and {actions}.");
        }

        let mut parts = Vec::new();
        if let ChangeKind::PipelineRenamed { .. } = first.kind {
            parts.push("pipeline renamed".to_owned());
        }
        parts.extend(listed("stage", &stages));
        parts.extend(listed("action", &actions));
        parts.extend(listed("stage setting", &[(stage_settings, "changed")]));
        parts.extend(listed("pipeline setting", &[(pipeline_settings, "changed")]));

        let removed = if !gone.is_empty() {
            let verb = if stages_removed + actions_removed == 1 { "is" } else { "are" };
            format!("{} {verb} removed.", gone.join(" and "))
        } else if values_removed > 0 {
            "No stage or action is removed.".to_owned()
        } else {
            "Nothing is removed.".to_owned()
        };
        if parts.is_empty() { removed } else { format!("{}. {removed}", capitalized(&parts.join(", "))) }
    }
}

/// "2 actions added", "1 changed": the noun stands with the first number only.
fn listed(noun: &str, counts: &[(usize, &str)]) -> Vec<String> {
    let mut parts = Vec::new();
    for (count, verb) in counts.iter().filter(|(count, _)| *count > 0) {
        let subject = if parts.is_empty() { plural(*count, noun) } else { count.to_string() };
        parts.push(format!("{subject} {verb}"));
    }
    parts
}

fn counted(count: usize, noun: &str) -> Option<String> {
    (count > 0).then(|| plural(count, noun))
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
