//! Two pipelines in one, to be drawn: everything that is in either of them, with what became of it.
//!
//! The union has ids of its own, which do not depend on anything but the two pipelines; [`Difference::new_id`]
//! leads back. It holds names, types, run orders, artifacts and conditions, which is what a drawing shows, and no
//! configuration, so no secret is in it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::compare::{Comparison, Where};
use super::normal::{NormalAction, NormalStage};
use super::pair::At;
use super::secret::redact;
use super::{ChangeKind, Plan, Side};
use crate::document::Document;
use crate::flow::{Flow, Moment, Port, Wire};
use crate::pipeline::{Action, ActionId, ActionType, Ids, Object, Pipeline, Stage, StageId};

/// What became of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It is as it was.
    #[default]
    Same,
    /// Only the new pipeline has it.
    Added,
    /// Only the old pipeline has it.
    Removed,
    /// It has another place and is the same otherwise.
    Moved,
    /// Something about it is another.
    Changed,
}

/// What became of a stage or an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<Id> {
    /// What, in a word.
    pub mark: Mark,
    /// Which it is in the new pipeline; `None` if it is removed.
    pub new_id: Option<Id>,
    /// Where it was, if that is elsewhere.
    pub moved: Option<Moved>,
    /// The name before, if that is another.
    pub renamed_from: Option<String>,
    /// The names of what is changed, each once: `ProjectName`, "inputs".
    pub fields: Vec<String>,
    /// Positions in [`Plan::changes`] of all that is about it.
    pub changes: Vec<usize>,
}

/// The place before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A stage: its position, from 1, in the old pipeline.
    FromPosition(usize),
    /// An action: the name of the stage it was in.
    FromStage(String),
    /// An action: its run order in the same stage.
    FromRunOrder(i64),
}

/// Two pipelines in one.
#[derive(Clone, Debug)]
pub struct Union {
    /// The differences.
    pub plan: Plan,
    /// Everything that is in either pipeline. The artifacts of an action are the new ones, then those it lost.
    pub pipeline: Pipeline,
    /// The wires of both.
    pub flow: Flow,
    /// What became of each wire of [`Flow::wires`]: same, added or removed.
    pub wires: Vec<Mark>,
    stages: HashMap<StageId, Difference<StageId>>,
    actions: HashMap<ActionId, Difference<ActionId>>,
    targets: Vec<Target>,
    left: HashMap<StageId, Vec<ActionId>>,
}

/// How many stages and actions are of each mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Only in the new pipeline.
    pub added: usize,
    /// Only in the old pipeline.
    pub removed: usize,
    /// Different.
    pub changed: usize,
    /// In another place and the same otherwise.
    pub moved: usize,
}

/// What a change is about, in the union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The pipeline itself.
    Pipeline,
    /// A stage.
    Stage(StageId),
    /// An action.
    Action(ActionId),
}

impl Union {
    /// Puts two pipelines together; either may be missing. `region` is that of the pipeline, if it is known.
    pub fn of(region: Option<&str>, old: Option<&Pipeline>, new: Option<&Pipeline>) -> Self {
        let comparison = Comparison::of(region, old, new);
        let plan = comparison.plan();
        let mut joined = Joined::of(&comparison, new.or(old));
        let targets = joined.targets(&comparison, &plan);
        for (index, (change, target)) in plan.changes.iter().zip(&targets).enumerate() {
            match target {
                Target::Pipeline => {}
                Target::Stage(id) => {
                    if let Some(difference) = joined.stages.get_mut(id) {
                        note(difference, index, &change.kind);
                    }
                }
                Target::Action(id) => {
                    if let Some(difference) = joined.actions.get_mut(id) {
                        note(difference, index, &change.kind);
                    }
                }
            }
        }
        let (flow, wires) = joined.flow(old, new);
        let left = joined.left();
        let Joined { pipeline, stages, actions, .. } = joined;
        Self { plan, pipeline, flow, wires, stages, actions, targets, left }
    }

    /// The union as a design, for whatever shows designs.
    pub fn document(&self) -> Document {
        let mut document = Document::blank(self.pipeline.name());
        document.pipeline = self.pipeline.clone();
        document
    }

    /// The actions that were in a stage and are in another one now.
    pub fn left(&self, id: StageId) -> impl Iterator<Item = (&Action, &Stage)> {
        let left = self.left.get(&id).map_or(&[][..], Vec::as_slice);
        left.iter().filter_map(|id| self.pipeline.action(*id).map(|(stage, action)| (action, stage)))
    }

    /// How many stages and actions are of each mark.
    pub fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        let stages = self.pipeline.stages.iter().filter_map(|stage| self.stage(stage.id));
        let actions = self.pipeline.actions().filter_map(|(_, action)| self.action(action.id));
        let all = stages.map(|difference| difference.mark).chain(actions.map(|difference| difference.mark));
        for mark in all {
            match mark {
                Mark::Same => {}
                Mark::Added => marks.added += 1,
                Mark::Removed => marks.removed += 1,
                Mark::Moved => marks.moved += 1,
                Mark::Changed => marks.changed += 1,
            }
        }
        marks
    }

    /// What became of a stage of the union.
    pub fn stage(&self, id: StageId) -> Option<&Difference<StageId>> {
        self.stages.get(&id)
    }

    /// What became of an action of the union.
    pub fn action(&self, id: ActionId) -> Option<&Difference<ActionId>> {
        self.actions.get(&id)
    }

    /// What a change, by its position in [`Plan::changes`], is about.
    pub fn target(&self, change: usize) -> Option<Target> {
        self.targets.get(change).copied()
    }
}

impl<Id> Difference<Id> {
    /// Of something about which no change is known yet.
    fn of(new_id: Option<Id>) -> Self {
        let (fields, changes) = (Vec::new(), Vec::new());
        Self { mark: Mark::Same, new_id, moved: None, renamed_from: None, fields, changes }
    }
}

/// Takes a change into what is known about what it is about.
fn note<Id>(difference: &mut Difference<Id>, index: usize, kind: &ChangeKind) {
    let Difference { mark, moved, renamed_from, fields, changes, .. } = difference;
    changes.push(index);
    let mut change = |field: String| {
        if !field.is_empty() && !fields.contains(&field) {
            fields.push(field);
        }
        if matches!(mark, Mark::Same | Mark::Moved) {
            *mark = Mark::Changed;
        }
    };
    match kind {
        ChangeKind::PipelineAdded | ChangeKind::PipelineRemoved | ChangeKind::PipelineRenamed { .. } => {}
        ChangeKind::StageAdded { .. } | ChangeKind::ActionAdded(_) => *mark = Mark::Added,
        ChangeKind::StageRemoved { .. } | ChangeKind::ActionRemoved(_) => *mark = Mark::Removed,
        ChangeKind::StageRenamed { from } | ChangeKind::ActionRenamed { from } => {
            *renamed_from = Some(from.clone());
            change("name".to_owned());
        }
        ChangeKind::Artifacts { side: Side::Input, .. } => change("inputs".to_owned()),
        ChangeKind::Artifacts { side: Side::Output, .. } => change("outputs".to_owned()),
        ChangeKind::Field(field) => change(field.name()),
        ChangeKind::StageMoved { .. } | ChangeKind::ActionMoved { .. } | ChangeKind::RunOrder { .. } => {
            if *mark == Mark::Same {
                *mark = Mark::Moved;
            }
            *moved = match (kind, moved.take()) {
                (ChangeKind::StageMoved { from, .. }, _) => Some(Moved::FromPosition(*from)),
                (ChangeKind::ActionMoved { from }, _) => Some(Moved::FromStage(from.clone())),
                // The other stage says more than the other run order in it.
                (ChangeKind::RunOrder { from, .. }, None | Some(Moved::FromRunOrder(_))) => {
                    Some(Moved::FromRunOrder(*from))
                }
                (_, before) => before,
            };
        }
    }
}

/// The pipeline of a union, and which of its parts is which.
struct Joined {
    pipeline: Pipeline,
    stages: HashMap<StageId, Difference<StageId>>,
    actions: HashMap<ActionId, Difference<ActionId>>,
    stage_of_old: HashMap<usize, StageId>,
    stage_of_new: HashMap<StageId, StageId>,
    gone: HashMap<At, ActionId>,
    of_old: HashMap<ActionId, ActionId>,
    of_new: HashMap<ActionId, ActionId>,
}

impl Joined {
    fn of(comparison: &Comparison<'_>, named: Option<&Pipeline>) -> Self {
        let ids = Ids::default();
        let mut members = Object::new();
        members.insert("name".to_owned(), json!(named.map_or("", Pipeline::name)));
        members.insert("stages".to_owned(), json!([]));
        let mut joined = Self {
            pipeline: Pipeline { members, stages: Vec::new() },
            stages: HashMap::new(),
            actions: HashMap::new(),
            stage_of_old: HashMap::new(),
            stage_of_new: HashMap::new(),
            gone: HashMap::new(),
            of_old: HashMap::new(),
            of_new: HashMap::new(),
        };
        for place in comparison.all_stages() {
            joined.add_stage(comparison, place, &ids);
        }
        joined
    }

    fn add_stage(&mut self, comparison: &Comparison<'_>, place: Where, ids: &Ids) {
        let id = ids.stage();
        let (old, new) = match place {
            Where::Old(old) => (Some(old), None),
            Where::New(new) => (comparison.stages[new], Some(new)),
        };
        let mut new_id = None;
        if let Some(old) = old {
            self.stage_of_old.insert(old, id);
        }
        if let Some(new) = new {
            let source = comparison.new.stages[new].source.id;
            self.stage_of_new.insert(source, id);
            new_id = Some(source);
        }
        self.stages.insert(id, Difference::of(new_id));
        let shown = match place {
            Where::Old(old) => &comparison.old.stages[old],
            Where::New(new) => &comparison.new.stages[new],
        };
        let actions = comparison.all_actions(old, new);
        let actions = actions
            .into_iter()
            .filter_map(|place| match place {
                Where::Old(action) => self.add_action(comparison, Some((old?, action)), None, ids),
                Where::New(action) => {
                    let at = (new?, action);
                    self.add_action(comparison, comparison.actions.get(&at).copied(), Some(at), ids)
                }
            })
            .collect();
        self.pipeline.stages.push(Stage { id, members: stage_members(shown), actions, odd: None });
    }

    fn add_action(
        &mut self,
        comparison: &Comparison<'_>,
        old: Option<At>,
        new: Option<At>,
        ids: &Ids,
    ) -> Option<Action> {
        let id = ids.action();
        let old_action = old.map(|at| &comparison.old.stages[at.0].actions[at.1]);
        let new_action = new.map(|at| &comparison.new.stages[at.0].actions[at.1]);
        if let Some(old_action) = old_action {
            self.of_old.insert(old_action.source.id, id);
        }
        if let (Some(at), None) = (old, new) {
            self.gone.insert(at, id);
        }
        if let Some(new_action) = new_action {
            self.of_new.insert(new_action.source.id, id);
        }
        let new_id = new_action.map(|action| action.source.id);
        self.actions.insert(id, Difference::of(new_id));
        let shown = new_action.or(old_action)?;
        Some(Action { id, members: action_members(shown, old_action), odd: None })
    }

    /// What each change is about.
    ///
    /// What is gone has no id in the new pipeline. Its changes come in the order of its positions, stage by stage,
    /// and that of a removed stage says its position.
    fn targets(&self, comparison: &Comparison<'_>, plan: &Plan) -> Vec<Target> {
        let mut gone: Vec<At> = self.gone.keys().copied().collect();
        gone.sort_unstable();
        let old_of: HashMap<StageId, usize> = comparison
            .stages
            .iter()
            .enumerate()
            .filter_map(|(new, old)| Some((comparison.new.stages[new].source.id, (*old)?)))
            .collect();
        let mut gone_stage = None;
        let mut targets = Vec::with_capacity(plan.changes.len());
        for change in &plan.changes {
            if let ChangeKind::StageRemoved { position } = &change.kind {
                gone_stage = position.checked_sub(1);
            }
            let new_stage = change.stage.as_ref().and_then(|stage| stage.id);
            let old_stage = match new_stage {
                Some(id) => old_of.get(&id).copied(),
                None => gone_stage,
            };
            let action = match &change.action {
                None => None,
                Some(spot) => match spot.id {
                    Some(id) => self.of_new.get(&id).copied(),
                    None => gone
                        .iter()
                        .position(|at| Some(at.0) == old_stage)
                        .and_then(|first| self.gone.get(&gone.remove(first)).copied()),
                },
            };
            let stage = match new_stage {
                Some(id) => self.stage_of_new.get(&id).copied(),
                None => old_stage.and_then(|old| self.stage_of_old.get(&old).copied()),
            };
            targets.push(match (&change.stage, action, stage) {
                (_, Some(action), _) => Target::Action(action),
                (Some(_), None, Some(stage)) => Target::Stage(stage),
                (_, None, _) => Target::Pipeline,
            });
        }
        targets
    }

    /// For each stage what moved out of it. A stage is known by the name it had.
    fn left(&self) -> HashMap<StageId, Vec<ActionId>> {
        let mut names: HashMap<&str, StageId> = HashMap::new();
        for stage in &self.pipeline.stages {
            let Some(difference) = self.stages.get(&stage.id).filter(|it| it.mark != Mark::Added) else {
                continue;
            };
            let name = difference.renamed_from.as_deref().unwrap_or_else(|| stage.name());
            names.entry(name).or_insert(stage.id);
        }
        let mut left: HashMap<StageId, Vec<ActionId>> = HashMap::new();
        for (_, action) in self.pipeline.actions() {
            let moved = self.actions.get(&action.id).and_then(|difference| difference.moved.as_ref());
            if let Some(Moved::FromStage(name)) = moved
                && let Some(stage) = names.get(name.as_str())
            {
                left.entry(*stage).or_default().push(action.id);
            }
        }
        left
    }

    /// The wires of both pipelines, each once.
    fn flow(&self, old: Option<&Pipeline>, new: Option<&Pipeline>) -> (Flow, Vec<Mark>) {
        let mut flow = Flow::of(&self.pipeline);
        flow.wires.clear();
        let mut marks: Vec<Mark> = Vec::new();
        let places = Places::of(&self.pipeline);
        let mut seen: HashMap<[(ActionId, usize); 2], usize> = HashMap::new();
        let sides = [(old, &self.of_old, Mark::Removed), (new, &self.of_new, Mark::Added)];
        for (pipeline, ids, mark) in sides {
            let Some(pipeline) = pipeline else { continue };
            let own = Places::of(pipeline);
            for wire in &Flow::of(pipeline).wires {
                let port = |port: &Port, side| {
                    let id = *ids.get(&port.action)?;
                    let (name, nth) = own.name(port, side)?;
                    places.port(id, side, name, nth)
                };
                let (Some(from), Some(to)) = (port(&wire.from, Side::Output), port(&wire.to, Side::Input))
                else {
                    continue;
                };
                let key = [(from.action, from.index), (to.action, to.index)];
                if let Some(before) = seen.get(&key) {
                    if marks[*before] != mark {
                        marks[*before] = Mark::Same;
                    }
                } else if let Some(artifact) =
                    own.name(&wire.from, Side::Output).and_then(|(name, _)| flow.artifact_index(name))
                {
                    seen.insert(key, flow.wires.len());
                    flow.wires.push(Wire { artifact, from, to });
                    marks.push(mark);
                }
            }
        }
        (flow, marks)
    }
}

/// The artifacts of all actions of a pipeline, and when the actions run.
struct Places<'p>(HashMap<ActionId, (Moment, [Vec<&'p str>; 2])>);

impl<'p> Places<'p> {
    fn of(pipeline: &'p Pipeline) -> Self {
        let of_stage = |(stage, content): (usize, &'p Stage)| {
            content.actions.iter().map(move |action| {
                let moment = Moment { stage, run_order: action.run_order() };
                let names = [action.input_artifacts().collect(), action.output_artifacts().collect()];
                (action.id, (moment, names))
            })
        };
        Self(pipeline.stages.iter().enumerate().flat_map(of_stage).collect())
    }

    fn names(&self, action: ActionId, side: Side) -> &[&'p str] {
        let side = match side {
            Side::Input => 0,
            Side::Output => 1,
        };
        self.0.get(&action).map_or(&[], |(_, names)| &names[side])
    }

    /// The name of an artifact, and how many of the same name stand before it.
    fn name(&self, port: &Port, side: Side) -> Option<(&'p str, usize)> {
        let names = self.names(port.action, side);
        let name = *names.get(port.index)?;
        Some((name, names[..port.index].iter().filter(|other| **other == name).count()))
    }

    fn port(&self, action: ActionId, side: Side, name: &str, nth: usize) -> Option<Port> {
        let names = self.names(action, side);
        let index = names.iter().enumerate().filter(|(_, other)| **other == name).nth(nth)?.0;
        Some(Port { action, index, moment: self.0.get(&action)?.0 })
    }
}

/// What a drawing shows of a stage.
fn stage_members(stage: &NormalStage<'_>) -> Object {
    let mut members = Object::new();
    members.insert("name".to_owned(), json!(stage.name));
    for key in ["beforeEntry", "onSuccess", "onFailure"] {
        if let Some(conditions) = stage.members.get(key) {
            members.insert(key.to_owned(), redact(conditions, ActionType::default(), false));
        }
    }
    members.insert("actions".to_owned(), json!([]));
    members
}

/// What a drawing shows of an action.
fn action_members(shown: &NormalAction<'_>, old: Option<&NormalAction<'_>>) -> Object {
    let source = shown.source;
    let mut members = Object::new();
    members.insert("name".to_owned(), json!(shown.name));
    let ActionType { category, owner, provider, version } = shown.action_type();
    members.insert(
        "actionTypeId".to_owned(),
        json!({ "category": category, "owner": owner, "provider": provider, "version": version }),
    );
    members.insert("runOrder".to_owned(), json!(shown.run_order));
    let old = old.map(|old| old.source);
    let inputs = both(source.input_artifacts(), old.into_iter().flat_map(Action::input_artifacts));
    let outputs = both(source.output_artifacts(), old.into_iter().flat_map(Action::output_artifacts));
    members.insert("inputArtifacts".to_owned(), inputs);
    members.insert("outputArtifacts".to_owned(), outputs);
    members
}

/// The artifacts of the one list, then those of the other that it lacks.
fn both<'p>(new: impl Iterator<Item = &'p str>, old: impl Iterator<Item = &'p str>) -> Value {
    let mut names: Vec<&str> = new.collect();
    let mut unmatched = names.clone();
    for name in old {
        match unmatched.iter().position(|other| *other == name) {
            Some(place) => {
                unmatched.swap_remove(place);
            }
            None => names.push(name),
        }
    }
    names.into_iter().map(|name| json!({ "name": name })).collect()
}
