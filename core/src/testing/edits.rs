//! Made-up edits: what a person may do, and nonsense.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::files::{any_json, artifact, key, name, namespace};
use crate::document::{Document, Owner, Place};
use crate::edit::{
    Change, Edit, Slot, SlotColumn, actions, artifacts, fields, notes, rename, stages, transitions,
};
use crate::pipeline::{ActionId, Object, Path, StageId, Step};

/// Something to do; stages and actions are chosen among all there have ever been.
#[derive(Clone, Debug)]
pub enum Act {
    AddStage(usize, String),
    DuplicateStage(Index),
    RemoveStages(Vec<Index>),
    MoveStage(Index, usize),
    AddAction(String, Index, SlotColumn, usize),
    DuplicateActions(Vec<Index>),
    RemoveActions(Vec<Index>),
    MoveAction(Index, Index, SlotColumn),
    Connect(Index, String),
    ConnectActions(Index, Option<usize>, Index),
    Disconnect(Index, String),
    ReplaceInput(Index, String, String),
    AddOutput(Index),
    RemoveOutput(Index, String),
    RenameStage(Index, String),
    RenameAction(Index, String),
    RenameArtifact(Index, String, String),
    RenameNamespace(Index, Option<String>),
    MoveToNewStage(Vec<Index>, usize),
    AddTaking(Index, Index, Option<usize>),
    AddNote(Target, String),
    TieNote(usize, Target),
    SetNoteText(usize, String),
    RemoveNotes(Vec<usize>),
    DisableTransition(Index, String),
    EnableTransition(Index),
    RenameVariable(usize, String),
    Set(Target, Vec<Step>, Option<Value>),
    SetAt(Target, Vec<Step>, Option<Value>, Option<usize>),
    RenameKey(Target, String, String),
    RawRemoveStage(Index),
    RawRemoveAction(Index),
    RawMoveAction(Index, Index, usize),
    RawAddStageAgain(Index, usize),
    RawAddActionAgain(Index, Index, usize),
    AddOddStage(Value, usize),
}

/// Whose value is set.
#[derive(Clone, Debug)]
pub enum Target {
    Pipeline,
    Stage(Index),
    Action(Index),
    Extras,
}

/// All stages and actions there have ever been; those that are gone make nonsense edits.
#[derive(Default)]
pub struct Known {
    stages: Vec<StageId>,
    actions: Vec<ActionId>,
}

impl Known {
    /// Remembers what is there now.
    pub fn look(&mut self, document: &Document) {
        for stage in &document.pipeline().stages {
            if !self.stages.contains(&stage.id) {
                self.stages.push(stage.id);
            }
            for action in &stage.actions {
                if !self.actions.contains(&action.id) {
                    self.actions.push(action.id);
                }
            }
        }
    }

    fn stage(&self, index: Index) -> Option<StageId> {
        (!self.stages.is_empty()).then(|| self.stages[index.index(self.stages.len())])
    }

    fn action(&self, index: Index) -> Option<ActionId> {
        (!self.actions.is_empty()).then(|| self.actions[index.index(self.actions.len())])
    }

    fn owner(&self, target: &Target) -> Option<Owner> {
        Some(match target {
            Target::Pipeline => Owner::Pipeline,
            Target::Stage(index) => Owner::Stage(self.stage(*index)?),
            Target::Action(index) => Owner::Action(self.action(*index)?),
            Target::Extras => Owner::Extras,
        })
    }

    fn tie(&self, target: &Target) -> Option<notes::Tie> {
        Some(match target {
            Target::Pipeline | Target::Extras => notes::Tie::Free,
            Target::Stage(index) => notes::Tie::Stage(self.stage(*index)?),
            Target::Action(index) => notes::Tie::Action(self.action(*index)?),
        })
    }

    /// The change an act means in this document; `None` where it means nothing.
    pub fn change(&self, document: &Document, act: &Act) -> Option<Change> {
        let one = |edit| Some(Change::new("one edit", vec![edit]));
        let all = |indices: &[Index]| indices.iter().filter_map(|i| self.action(*i)).collect::<Vec<_>>();
        match act {
            Act::AddStage(index, name) => Some(stages::add(document, *index, name).1),
            Act::DuplicateStage(stage) => Some(stages::duplicate(document, self.stage(*stage)?)?.1),
            Act::RemoveStages(indices) => {
                let ids: Vec<StageId> = indices.iter().filter_map(|i| self.stage(*i)).collect();
                Some(stages::remove(document, &ids))
            }
            Act::MoveStage(stage, to) => stages::move_to(document, self.stage(*stage)?, *to),
            Act::AddAction(name, stage, column, count) => {
                let new = actions::NewAction {
                    name: name.clone(),
                    action_type: Object::new(),
                    configuration: Object::new(),
                    input_count: *count,
                    output_count: *count,
                    members: Object::new(),
                };
                Some(actions::add(document, &new, Slot { stage: self.stage(*stage)?, column: *column })?.1)
            }
            Act::DuplicateActions(indices) => Some(actions::duplicate(document, &all(indices)).1),
            Act::RemoveActions(indices) => Some(actions::remove(document, &all(indices))),
            Act::MoveAction(action, stage, column) => {
                let slot = Slot { stage: self.stage(*stage)?, column: *column };
                actions::move_to(document, self.action(*action)?, slot)
            }
            Act::Connect(action, name) => artifacts::connect(document, self.action(*action)?, name),
            Act::ConnectActions(from, output, to) => {
                artifacts::connect_actions(document, self.action(*from)?, *output, self.action(*to)?)
            }
            Act::Disconnect(action, name) => artifacts::disconnect(document, self.action(*action)?, name),
            Act::ReplaceInput(action, old, new) => {
                artifacts::replace_input(document, self.action(*action)?, old, new)
            }
            Act::AddOutput(action) => artifacts::add_output(document, self.action(*action)?),
            Act::RemoveOutput(action, name) => {
                artifacts::remove_output(document, self.action(*action)?, name)
            }
            Act::RenameStage(stage, name) => rename::stage(document, self.stage(*stage)?, name),
            Act::RenameAction(action, name) => rename::action(document, self.action(*action)?, name),
            Act::RenameArtifact(action, old, new) => {
                rename::artifact(document, self.action(*action)?, old, new)
            }
            Act::RenameNamespace(action, new) => {
                rename::namespace(document, self.action(*action)?, new.as_deref())
            }
            Act::MoveToNewStage(indices, at) => {
                Some(actions::move_to_new_stage(document, &all(indices), *at)?.1)
            }
            Act::AddTaking(stage, from, output) => {
                let slot = Slot::at_end(document, self.stage(*stage)?);
                let from = (self.action(*from)?, *output);
                Some(actions::add_taking(document, &actions::NewAction::default(), slot, from)?.1)
            }
            Act::AddNote(target, text) => Some(notes::add(document, text, self.tie(target)?)?.1),
            Act::TieNote(index, target) => notes::tie(document, *index, self.tie(target)?),
            Act::SetNoteText(index, text) => notes::set_text(document, *index, text),
            Act::RemoveNotes(positions) => notes::remove(document, positions),
            Act::DisableTransition(stage, reason) => {
                transitions::disable(document, self.stage(*stage)?, reason)
            }
            Act::EnableTransition(stage) => transitions::enable(document, self.stage(*stage)?),
            Act::RenameVariable(at, new) => rename::variable(document, *at, new),
            Act::Set(target, steps, value) => {
                let place = Place::at(self.owner(target)?, Path(steps.clone()));
                fields::set(document, &place, value.clone())
            }
            Act::SetAt(target, steps, value, at) => {
                let place = Place::at(self.owner(target)?, Path(steps.clone()));
                one(Edit::Set { place, value: value.clone(), at: *at })
            }
            Act::RenameKey(target, old, new) => {
                fields::rename_configuration_key(document, self.owner(target)?, old, new)
            }
            Act::RawRemoveStage(stage) => one(Edit::RemoveStage { id: self.stage(*stage)? }),
            Act::RawRemoveAction(action) => one(Edit::RemoveAction { id: self.action(*action)? }),
            Act::RawMoveAction(action, stage, index) => {
                one(Edit::MoveAction { id: self.action(*action)?, stage: self.stage(*stage)?, index: *index })
            }
            Act::RawAddStageAgain(stage, index) => {
                let stage = document.pipeline().stage(self.stage(*stage)?)?.clone();
                one(Edit::AddStage { index: *index, stage: Box::new(stage) })
            }
            Act::RawAddActionAgain(action, stage, index) => {
                let action = document.pipeline().action(self.action(*action)?)?.1.clone();
                one(Edit::AddAction { stage: self.stage(*stage)?, index: *index, action: Box::new(action) })
            }
            Act::AddOddStage(value, index) => {
                let stage = crate::pipeline::Stage::from_value(value.clone(), document.ids());
                one(Edit::AddStage { index: *index, stage: Box::new(stage) })
            }
        }
    }
}

/// Any act.
pub fn act() -> impl Strategy<Value = Act> {
    prop_oneof![whole(), references(), extras(), values(), raw()]
}

fn index() -> impl Strategy<Value = Index> {
    any::<Index>()
}

fn several() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(index(), 0..4)
}

fn column() -> impl Strategy<Value = SlotColumn> {
    prop_oneof![
        (0_usize..5).prop_map(|before| SlotColumn::New { before }),
        (0_usize..5, 0_usize..4).prop_map(|(column, row)| SlotColumn::Beside { column, row }),
    ]
}

fn whole() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0_usize..6, name()).prop_map(|(at, name)| Act::AddStage(at, name)),
        index().prop_map(Act::DuplicateStage),
        several().prop_map(Act::RemoveStages),
        (index(), 0_usize..6).prop_map(|(stage, to)| Act::MoveStage(stage, to)),
        (name(), index(), column(), 0_usize..3).prop_map(|(n, s, c, count)| Act::AddAction(n, s, c, count)),
        several().prop_map(Act::DuplicateActions),
        several().prop_map(Act::RemoveActions),
        (index(), index(), column()).prop_map(|(a, s, c)| Act::MoveAction(a, s, c)),
        (several(), 0_usize..6).prop_map(|(a, at)| Act::MoveToNewStage(a, at)),
        (index(), index(), prop::option::of(0_usize..3)).prop_map(|(s, a, o)| Act::AddTaking(s, a, o)),
    ]
}

fn references() -> impl Strategy<Value = Act> {
    prop_oneof![
        (index(), artifact()).prop_map(|(a, n)| Act::Connect(a, n)),
        (index(), prop::option::of(0_usize..3), index()).prop_map(|(a, o, b)| Act::ConnectActions(a, o, b)),
        (index(), artifact()).prop_map(|(a, n)| Act::Disconnect(a, n)),
        (index(), artifact(), artifact()).prop_map(|(a, old, new)| Act::ReplaceInput(a, old, new)),
        index().prop_map(Act::AddOutput),
        (index(), artifact()).prop_map(|(a, n)| Act::RemoveOutput(a, n)),
        (index(), name()).prop_map(|(s, n)| Act::RenameStage(s, n)),
        (index(), name()).prop_map(|(a, n)| Act::RenameAction(a, n)),
        (index(), artifact(), artifact()).prop_map(|(a, old, new)| Act::RenameArtifact(a, old, new)),
        (index(), prop::option::of(namespace())).prop_map(|(a, n)| Act::RenameNamespace(a, n)),
        (0..3_usize, name()).prop_map(|(at, n)| Act::RenameVariable(at, n)),
    ]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Pipeline),
        index().prop_map(Target::Stage),
        index().prop_map(Target::Action),
        Just(Target::Extras),
    ]
}

fn extras() -> impl Strategy<Value = Act> {
    let position = || 0_usize..4;
    prop_oneof![
        (target(), name()).prop_map(|(target, text)| Act::AddNote(target, text)),
        (position(), target()).prop_map(|(index, target)| Act::TieNote(index, target)),
        (position(), name()).prop_map(|(index, text)| Act::SetNoteText(index, text)),
        prop::collection::vec(position(), 0..3).prop_map(Act::RemoveNotes),
        (index(), name()).prop_map(|(stage, reason)| Act::DisableTransition(stage, reason)),
        index().prop_map(Act::EnableTransition),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => key().prop_map(Step::from),
        2 => (0_usize..4).prop_map(Step::from),
        1 => Just(Step::from("notes")),
    ];
    prop::collection::vec(step, 0..4)
}

fn values() -> impl Strategy<Value = Act> {
    let value = || prop::option::weighted(0.7, any_json());
    prop_oneof![
        (target(), steps(), value()).prop_map(|(t, s, v)| Act::Set(t, s, v)),
        (target(), steps(), value(), prop::option::of(0_usize..5))
            .prop_map(|(t, s, v, at)| Act::SetAt(t, s, v, at)),
        (target(), key(), key()).prop_map(|(t, old, new)| Act::RenameKey(t, old, new)),
    ]
}

fn raw() -> impl Strategy<Value = Act> {
    prop_oneof![
        index().prop_map(Act::RawRemoveStage),
        index().prop_map(Act::RawRemoveAction),
        (index(), index(), 0_usize..5).prop_map(|(a, s, i)| Act::RawMoveAction(a, s, i)),
        (index(), 0_usize..5).prop_map(|(s, i)| Act::RawAddStageAgain(s, i)),
        (index(), index(), 0_usize..5).prop_map(|(a, s, i)| Act::RawAddActionAgain(a, s, i)),
        (any_json(), 0_usize..5).prop_map(|(v, i)| Act::AddOddStage(v, i)),
    ]
}
