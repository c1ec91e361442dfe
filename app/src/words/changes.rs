//! What differs between two definitions, one sentence for each difference.

use pipewright_core::plan::union::{Difference, Mark, Moved};
use pipewright_core::plan::{Change, ChangeKind, FieldChange, Plan, Side, Summary};

use crate::tr;

/// Whether something came, went or is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Added,
    Removed,
    Changed,
}

/// The sign of a difference.
pub fn sign(change: &Change) -> Sign {
    match &change.kind {
        ChangeKind::PipelineAdded | ChangeKind::StageAdded { .. } | ChangeKind::ActionAdded(_) => Sign::Added,
        ChangeKind::PipelineRemoved | ChangeKind::StageRemoved { .. } | ChangeKind::ActionRemoved(_) => {
            Sign::Removed
        }
        ChangeKind::Field(field) if field.old.is_none() => Sign::Added,
        ChangeKind::Field(field) if field.new.is_none() => Sign::Removed,
        ChangeKind::PipelineRenamed { .. }
        | ChangeKind::StageMoved { .. }
        | ChangeKind::StageRenamed { .. }
        | ChangeKind::ActionMoved { .. }
        | ChangeKind::ActionRenamed { .. }
        | ChangeKind::RunOrder { .. }
        | ChangeKind::Artifacts { .. }
        | ChangeKind::Field(_) => Sign::Changed,
    }
}

/// What became of a stage or an action, in a few words: "added", "moved from Build; changed `ProjectName`".
pub fn what_became<Id>(difference: &Difference<Id>) -> String {
    const MOST_FIELDS: usize = 4;
    let whole = match difference.mark {
        Mark::Added => Some(tr!("added").to_owned()),
        Mark::Removed => Some(tr!("removed").to_owned()),
        Mark::Same | Mark::Moved | Mark::Changed => None,
    };
    let moved = difference.moved.as_ref().map(|moved| match moved {
        Moved::FromPosition(position) => tr!("moved from position {position}", position = position),
        Moved::FromStage(stage) => tr!("moved from {stage}", stage = named(stage)),
        Moved::FromRunOrder(order) => tr!("moved from run order {order}", order = order),
    });
    let renamed = difference.renamed_from.as_ref().map(|from| tr!("was {name}", name = named(from)));
    let mut fields: Vec<&str> = difference.fields.iter().map(String::as_str).collect();
    fields.retain(|field| difference.renamed_from.is_none() || *field != "name");
    let more = fields.len().saturating_sub(MOST_FIELDS);
    fields.truncate(MOST_FIELDS);
    let has_changed = difference.mark == Mark::Changed && !fields.is_empty();
    let changed = has_changed.then(|| match more {
        0 => tr!("changed {fields}", fields = fields.join(", ")),
        more => tr!("changed {fields} and {more} more", fields = fields.join(", "), more = more),
    });
    [whole, moved, renamed, changed].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// "Moved Deploy from Build to Production", "Changed project of Build: a → b".
pub fn sentence(plan: &Plan, change: &Change) -> String {
    let stage = change.stage.as_ref().map_or("", |stage| named(&stage.name));
    let action = change.action.as_ref().map_or("", |action| named(&action.name));
    match &change.kind {
        ChangeKind::PipelineAdded => tr!("Added pipeline {name}", name = plan.pipeline),
        ChangeKind::PipelineRemoved => tr!("Removed pipeline {name}", name = plan.pipeline),
        ChangeKind::PipelineRenamed { from } => {
            tr!("Renamed pipeline {from} to {to}", from = named(from), to = named(&plan.pipeline))
        }
        ChangeKind::StageAdded { position } => {
            tr!("Added stage {stage} at position {position}", stage = stage, position = position)
        }
        ChangeKind::StageRemoved { .. } => tr!("Removed stage {stage}", stage = stage),
        ChangeKind::StageMoved { from, to } => {
            tr!("Moved stage {stage} from position {from} to {to}", stage = stage, from = from, to = to)
        }
        ChangeKind::StageRenamed { from } => {
            tr!("Renamed stage {from} to {to}", from = named(from), to = stage)
        }
        ChangeKind::ActionAdded(summary) => {
            let what = detail(summary);
            tr!("Added {action}{what} to {stage}", action = action, what = what, stage = stage)
        }
        ChangeKind::ActionRemoved(summary) => {
            let what = detail(summary);
            tr!("Removed {action}{what} from {stage}", action = action, what = what, stage = stage)
        }
        ChangeKind::ActionMoved { from } => {
            tr!("Moved {action} from {from} to {to}", action = action, from = named(from), to = stage)
        }
        ChangeKind::ActionRenamed { from } => {
            tr!("Renamed {from} to {to}", from = named(from), to = action)
        }
        ChangeKind::RunOrder { from, to } => {
            tr!("Changed run order of {action}: {from} → {to}", action = action, from = from, to = to)
        }
        ChangeKind::Artifacts { side, old, new } => artifacts(action, *side, old, new),
        ChangeKind::Field(field) => {
            let owner = match (&change.action, &change.stage) {
                (Some(_), _) => action.to_owned(),
                (None, Some(_)) => tr!("stage {stage}", stage = stage),
                (None, None) => tr!("the pipeline").to_owned(),
            };
            field_sentence(&owner, field)
        }
    }
}

fn artifacts(action: &str, side: Side, old: &[String], new: &[String]) -> String {
    let list = |names: &[String]| if names.is_empty() { tr!("none").to_owned() } else { names.join(", ") };
    let (old, new) = (list(old), list(new));
    match side {
        Side::Input => {
            tr!("Changed inputs of {action}: {old} → {new}", action = action, old = old, new = new)
        }
        Side::Output => {
            tr!("Changed outputs of {action}: {old} → {new}", action = action, old = old, new = new)
        }
    }
}

fn field_sentence(owner: &str, field: &FieldChange) -> String {
    let name = field.name();
    let name = if name.is_empty() { tr!("the whole").to_owned() } else { name };
    match (field.old_words(), field.new_words()) {
        (Some(_), Some(_)) if field.is_secret_replaced() => {
            tr!("Replaced the secret in {name} of {owner}", name = name, owner = owner)
        }
        (Some(old), Some(new)) => {
            tr!("Changed {name} of {owner}: {old} → {new}", name = name, owner = owner, old = old, new = new)
        }
        (None, Some(new)) => tr!("Set {name} of {owner}: {new}", name = name, owner = owner, new = new),
        (old, None) => {
            let old = old.unwrap_or_default();
            tr!("Removed {name} of {owner}: {old}", name = name, owner = owner, old = old)
        }
    }
}

/// " (CodeBuild)".
fn detail(summary: &Summary) -> String {
    if summary.provider.is_empty() { String::new() } else { format!(" ({})", summary.provider) }
}

fn named(name: &str) -> &str {
    if name.is_empty() { tr!("(no name)") } else { name }
}
