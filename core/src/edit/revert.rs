//! Taking one difference back: making one thing again what it is in an earlier definition.

use serde_json::Value;

use super::{Change, Edit, actions, rename, stages};
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Action, Path, Pipeline, Stage, Step};
use crate::plan::{self, ChangeKind, FieldChange, Side};

/// Takes `change`, found between `earlier` and the document, back; `None` where it cannot be told what that means:
/// in what was renamed or moved as well, and inside of lists.
pub fn revert(document: &Document, earlier: &Pipeline, change: &plan::Change) -> Option<Change> {
    let stage_id = change.stage.as_ref().and_then(|stage| stage.id);
    let action_id = change.action.as_ref().and_then(|action| action.id);
    let owner = match (&change.stage, &change.action) {
        (None, _) => Some(Owner::Pipeline),
        (Some(_), None) => stage_id.map(Owner::Stage),
        (Some(_), Some(_)) => action_id.map(Owner::Action),
    };
    match &change.kind {
        ChangeKind::PipelineAdded | ChangeKind::PipelineRemoved | ChangeKind::ActionMoved { .. } => None,
        ChangeKind::PipelineRenamed { .. } => set_back(document, earlier, Owner::Pipeline, Path::key("name")),
        ChangeKind::StageAdded { .. } => Some(stages::remove(document, &[stage_id?])),
        ChangeKind::StageRemoved { position } => stage_back(document, earlier, *position - 1),
        ChangeKind::StageMoved { from, .. } => stages::move_to(document, stage_id?, *from - 1),
        ChangeKind::StageRenamed { from } => rename::stage(document, stage_id?, from),
        ChangeKind::ActionAdded(_) => Some(actions::remove(document, &[action_id?])),
        ChangeKind::ActionRemoved(_) => action_back(document, earlier, change),
        ChangeKind::ActionRenamed { from } => rename::action(document, action_id?, from),
        ChangeKind::RunOrder { .. } => set_back(document, earlier, owner?, Path::key("runOrder")),
        ChangeKind::Artifacts { side: Side::Input, .. } => {
            set_back(document, earlier, owner?, Path::key("inputArtifacts"))
        }
        ChangeKind::Artifacts { side: Side::Output, .. } => {
            set_back(document, earlier, owner?, Path::key("outputArtifacts"))
        }
        ChangeKind::Field(FieldChange { path, .. }) => {
            let is_plain = path.0.iter().all(|step| matches!(step, Step::Key(_)));
            if is_plain { set_back(document, earlier, owner?, path.clone()) } else { None }
        }
    }
}

/// Sets a value to what it is in the namesake of its owner.
fn set_back(document: &Document, earlier: &Pipeline, owner: Owner, path: Path) -> Option<Change> {
    let pipeline = document.pipeline();
    let members = match owner {
        Owner::Pipeline => &earlier.members,
        Owner::Stage(id) => &namesake(earlier, pipeline.stage(id)?.name())?.members,
        Owner::Action(id) => {
            let (stage, action) = pipeline.action(id)?;
            &action_named(namesake(earlier, stage.name())?, action.name())?.members
        }
        Owner::Extras => return None,
    };
    let was: Option<&Value> = crate::document::value_at(members, &path);
    let place = Place::at(owner, path);
    if place.path.0.is_empty() || document.value(owner, &place.path) == was {
        return None;
    }
    let label = format!("Revert {}", document.place_label(&place));
    Some(Change::new(label, vec![Edit::set(place, was.cloned())]))
}

fn stage_back(document: &Document, earlier: &Pipeline, index: usize) -> Option<Change> {
    let stage = Stage::from_value(earlier.stages.get(index)?.to_value(), document.ids());
    let label = format!("Bring back stage {}", stage.name());
    Some(Change::new(label, vec![Edit::AddStage { index, stage: Box::new(stage) }]))
}

fn action_back(document: &Document, earlier: &Pipeline, change: &plan::Change) -> Option<Change> {
    let (stage, name) = (change.stage.as_ref()?, &change.action.as_ref()?.name);
    let was = namesake(earlier, &stage.name)?;
    let index = was.actions.iter().position(|action| action.name() == name)?;
    let action = Action::from_value(was.actions[index].to_value(), document.ids());
    let label = format!("Bring back {name}");
    Some(Change::new(label, vec![Edit::AddAction { stage: stage.id?, index, action: Box::new(action) }]))
}

/// The only stage of this name.
fn namesake<'a>(pipeline: &'a Pipeline, name: &str) -> Option<&'a Stage> {
    let mut all = pipeline.stages.iter().filter(|stage| stage.name() == name);
    all.next().filter(|_| all.next().is_none())
}

/// The only action of this name in a stage.
fn action_named<'a>(stage: &'a Stage, name: &str) -> Option<&'a Action> {
    let mut all = stage.actions.iter().filter(|action| action.name() == name);
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::testing::{self, SAMPLE, action, open, stage};

    /// Makes a change, takes each difference back that can be, and demands that nothing differs any more.
    #[track_caller]
    fn check(make: impl FnOnce(&mut Document)) {
        let earlier = open(SAMPLE);
        let mut document = open(SAMPLE);
        make(&mut document);
        let mut left = Plan::between(Some(earlier.pipeline()), document.pipeline()).changes.len();
        assert!(left > 0, "something differs");
        while left > 0 {
            let plan = Plan::between(Some(earlier.pipeline()), document.pipeline());
            let back = plan.changes.iter().find_map(|change| revert(&document, earlier.pipeline(), change));
            let back = back.unwrap_or_else(|| panic!("no way back from\n{}", plan.to_text()));
            testing::run(&mut document, &back);
            let now = Plan::between(Some(earlier.pipeline()), document.pipeline()).changes.len();
            assert!(now < left, "{} brings nothing closer", back.label);
            left = now;
        }
    }

    fn edit(document: &mut Document, change: Option<Change>) {
        testing::run(document, &change.expect("a change"));
    }

    #[test]
    fn what_can_be_taken_back_is_as_it_was() {
        check(|document| {
            let id = stage(document, "Build");
            edit(document, rename::stage(document, id, "Compile"));
        });
        check(|document| {
            let id = stage(document, "Deploy");
            edit(document, Some(stages::remove(document, &[id])));
        });
        check(|document| {
            let (_, change) = stages::add(document, 1, "Extra");
            edit(document, Some(change));
        });
        check(|document| {
            let id = document.pipeline().stages[1].actions[0].id;
            let place = Place::at(Owner::Action(id), Path::configuration("ProjectName"));
            edit(document, crate::edit::fields::set_text(document, &place, "other"));
        });
        check(|document| {
            let id = document.pipeline().stages[1].actions[0].id;
            let place = Place::at(Owner::Action(id), Path::key("runOrder"));
            edit(document, crate::edit::fields::set(document, &place, Some(7.into())));
        });
        check(|document| {
            let id = document.pipeline().stages[1].actions[0].id;
            edit(document, Some(actions::remove(document, &[id])));
        });
    }

    #[test]
    fn an_action_of_another_stage_is_left_to_people() {
        let earlier = open(SAMPLE);
        let mut document = open(SAMPLE);
        let (id, to) = (document.pipeline().stages[1].actions[0].id, stage(&document, "Deploy"));
        let change = actions::move_to(&document, id, crate::edit::Slot::at_end(&document, to));
        edit(&mut document, change);
        let plan = Plan::between(Some(earlier.pipeline()), document.pipeline());
        let moved = plan.changes.iter().find(|change| matches!(change.kind, ChangeKind::ActionMoved { .. }));
        assert_eq!(revert(&document, earlier.pipeline(), moved.expect("it moved")), None);
        let _ = action(&document, "Compile");
    }
}
