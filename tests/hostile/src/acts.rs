//! What a person may do to a document, and nonsense.

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, Edit, Slot, SlotColumn, actions, artifacts, fields, rename, stages};
use pipewright_core::pipeline::{Action, ActionId, Object, Path, Stage, StageId, Step};

use crate::random::Random;
use crate::values;

/// All stages and actions there have ever been; those that are gone make nonsense.
#[derive(Debug, Default)]
pub struct Known {
    stages: Vec<StageId>,
    actions: Vec<ActionId>,
}

impl Known {
    /// Remembers what is there now.
    pub fn look(&mut self, document: &Document) {
        for stage in &document.pipeline().stages {
            remember(&mut self.stages, stage.id);
            for action in &stage.actions {
                remember(&mut self.actions, action.id);
            }
        }
    }

    /// Something to do; `None` where it means nothing.
    pub fn change(&self, document: &Document, random: &mut Random) -> Option<Change> {
        match random.below(4) {
            0 => self.whole(document, random),
            1 => self.artifact(document, random),
            2 => self.value(document, random),
            _ => self.raw(document, random),
        }
    }

    fn whole(&self, document: &Document, random: &mut Random) -> Option<Change> {
        let at = random.below(7);
        match random.below(8) {
            0 => Some(stages::add(document, at, &values::text(random)).1),
            1 => Some(stages::duplicate(document, self.stage(random)?)?.1),
            2 => Some(stages::remove(document, &[self.stage(random)?, self.stage(random)?])),
            3 => stages::move_to(document, self.stage(random)?, at),
            4 => {
                let new = actions::NewAction {
                    name: values::text(random),
                    input_count: random.below(3),
                    output_count: random.below(3),
                    members: Object::from_iter([(values::key(random), values::odd(random))]),
                    ..actions::NewAction::default()
                };
                Some(actions::add(document, &new, self.slot(random)?)?.1)
            }
            5 => Some(actions::duplicate(document, &[self.action(random)?, self.action(random)?]).1),
            6 => Some(actions::remove(document, &[self.action(random)?, self.action(random)?])),
            _ => {
                let ids = [self.action(random)?, self.action(random)?];
                let ids = if random.flip() { &ids[..1] } else { &ids[..] };
                actions::move_all_to(document, ids, self.slot(random)?)
            }
        }
    }

    fn artifact(&self, document: &Document, random: &mut Random) -> Option<Change> {
        let id = self.action(random)?;
        let name = some_artifact(document, random);
        match random.below(10) {
            0 => artifacts::connect(document, id, &name),
            1 => {
                let output = random.flip().then(|| random.below(3));
                artifacts::connect_actions(document, id, output, self.action(random)?)
            }
            2 => artifacts::disconnect(document, id, &name),
            3 => artifacts::replace_input(document, id, &name, &some_artifact(document, random)),
            4 => artifacts::add_output(document, id),
            5 => artifacts::remove_output(document, id, &name),
            6 => rename::artifact(document, id, &name, &values::text(random)),
            7 => rename::namespace(document, id, random.flip().then(|| values::text(random)).as_deref()),
            8 => rename::action(document, id, &values::text(random)),
            _ => rename::stage(document, self.stage(random)?, &values::text(random)),
        }
    }

    fn value(&self, document: &Document, random: &mut Random) -> Option<Change> {
        let owner = self.owner(random)?;
        let place = Place::at(owner, some_path(document, owner, random));
        match random.below(4) {
            0 => fields::set_text(document, &place, &values::text(random)),
            1 => {
                let (old, new) = (values::key(random), values::key(random));
                fields::rename_configuration_key(document, owner, &old, &new)
            }
            _ => {
                let value = (random.below(4) > 0).then(|| values::odd(random));
                fields::set(document, &place, value)
            }
        }
    }

    fn raw(&self, document: &Document, random: &mut Random) -> Option<Change> {
        let index = random.below(6);
        let edit = match random.below(8) {
            0 => Edit::RemoveStage { id: self.stage(random)? },
            1 => Edit::MoveStage { id: self.stage(random)?, index },
            2 => {
                let stage = Stage::from_value(values::odd(random), document.ids());
                Edit::AddStage { index, stage: Box::new(stage) }
            }
            3 => {
                let action = Action::from_value(values::odd(random), document.ids());
                Edit::AddAction { stage: self.stage(random)?, index, action: Box::new(action) }
            }
            4 => Edit::RemoveAction { id: self.action(random)? },
            5 => Edit::MoveAction { id: self.action(random)?, stage: self.stage(random)?, index },
            6 => {
                let stage = document.pipeline().stage(self.stage(random)?)?.clone();
                Edit::AddStage { index, stage: Box::new(stage) }
            }
            _ => {
                let owner = self.owner(random)?;
                let place = Place::at(owner, some_path(document, owner, random));
                let value = (random.below(4) > 0).then(|| values::odd(random));
                Edit::Set { place, value, at: random.flip().then_some(index) }
            }
        };
        Some(Change::new("one edit", vec![edit]))
    }

    fn stage(&self, random: &mut Random) -> Option<StageId> {
        self.stages.get(random.below(self.stages.len())).copied()
    }

    fn action(&self, random: &mut Random) -> Option<ActionId> {
        self.actions.get(random.below(self.actions.len())).copied()
    }

    fn slot(&self, random: &mut Random) -> Option<Slot> {
        let column = random.below(5);
        let column = if random.flip() {
            SlotColumn::New { before: column }
        } else {
            SlotColumn::Beside { column, row: random.below(4) }
        };
        Some(Slot { stage: self.stage(random)?, column })
    }

    fn owner(&self, random: &mut Random) -> Option<Owner> {
        Some(match random.below(5) {
            0 => Owner::Pipeline,
            1 => Owner::Stage(self.stage(random)?),
            2 => Owner::Extras,
            _ => Owner::Action(self.action(random)?),
        })
    }
}

fn remember<Id: PartialEq>(known: &mut Vec<Id>, id: Id) {
    if !known.contains(&id) {
        known.push(id);
    }
}

/// Mostly an artifact that is there.
fn some_artifact(document: &Document, random: &mut Random) -> String {
    let names: Vec<&str> = document
        .pipeline()
        .actions()
        .flat_map(|(_, action)| action.output_artifacts().chain(action.input_artifacts()))
        .collect();
    if names.is_empty() || random.below(6) == 0 {
        values::text(random)
    } else {
        (*random.pick(&names)).to_owned()
    }
}

/// A way into an owner: mostly along what is there, and a step too far now and then.
fn some_path(document: &Document, owner: Owner, random: &mut Random) -> Path {
    let mut steps: Vec<Step> = Vec::new();
    if let Some(members) = document.members(owner)
        && !members.is_empty()
    {
        let keys: Vec<&String> = members.keys().collect();
        let key = (*random.pick(&keys)).clone();
        let mut value = &members[&key];
        steps.push(key.into());
        while random.below(3) > 0 {
            if let Some(members) = value.as_object().filter(|members| !members.is_empty()) {
                let keys: Vec<&String> = members.keys().collect();
                let key = (*random.pick(&keys)).clone();
                value = &members[&key];
                steps.push(key.into());
            } else if let Some(elements) = value.as_array().filter(|elements| !elements.is_empty()) {
                let index = random.below(elements.len());
                value = &elements[index];
                steps.push(index.into());
            } else {
                break;
            }
        }
    }
    if steps.is_empty() || random.below(4) == 0 {
        steps.push(if random.flip() { values::key(random).into() } else { random.below(5).into() });
    }
    Path(steps)
}
