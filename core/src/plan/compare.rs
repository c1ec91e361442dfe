//! Finds the changes.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::consequence::consequences;
use super::fields::Fields;
use super::normal::{NormalAction, NormalPipeline, NormalStage, artifact_names, own_region};
use super::pair::{self, At};
use super::secret::{HIDDEN, is_secret_key, redact};
use super::{Change, ChangeKind, Counts, FieldChange, Plan, Side, Spot, Summary};
use crate::catalog::{Catalog, FieldKind, Required};
use crate::pipeline::{ActionId, ActionType, Object, Path, Pipeline, StageId, integer_of};

/// Two pipelines with their parts matched.
pub(super) struct Comparison<'a> {
    pub old: NormalPipeline<'a>,
    pub new: NormalPipeline<'a>,
    pub is_new: bool,
    pub is_removed: bool,
    /// What the old and the new definition say about their version.
    pub versions: [Option<i64>; 2],
    /// For each new stage the old one.
    pub stages: Vec<Option<usize>>,
    /// For each new action the old one.
    pub actions: HashMap<At, At>,
    /// The old actions that still are.
    kept: HashSet<At>,
}

/// A stage or action of the old or of the new pipeline, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Old(usize),
    New(usize),
}

impl<'a> Comparison<'a> {
    /// Matches the parts of two pipelines, of which either may be missing.
    pub fn of(region: Option<&'a str>, old: Option<&'a Pipeline>, new: Option<&'a Pipeline>) -> Self {
        let region = region.or_else(|| own_region(old?));
        let versions = [old, new].map(|it| integer_of(&it?.members, "version"));
        let (is_new, is_removed) = (old.is_none() && new.is_some(), new.is_none() && old.is_some());
        // What is missing has no parts, and no name of its own.
        let name = new.or(old).map_or("", Pipeline::name);
        let [old, new] = [old, new].map(|it| match it {
            Some(pipeline) => NormalPipeline::of(pipeline, region),
            None => NormalPipeline { name, members: Object::new(), stages: Vec::new() },
        });
        let stages = pair::stages(&old.stages, &new.stages);
        let actions = pair::actions(&old.stages, &new.stages, &stages);
        let kept = actions.values().copied().collect();
        Self { old, new, is_new, is_removed, versions, stages, actions, kept }
    }

    /// What differs.
    pub fn plan(&self) -> Plan {
        let changes = self.changes();
        let counts = Counts::of(&changes);
        let consequences = consequences(self, &changes);
        Plan { pipeline: self.new.name.to_owned(), changes, counts, consequences }
    }

    /// All stages of both pipelines: the new ones in their order, and each one that is gone before the first
    /// that came after it.
    pub fn all_stages(&self) -> Vec<Where> {
        interleaved(&self.stages, self.old.stages.len(), |_| true)
    }

    /// All actions of a stage, old and new, likewise; those that moved elsewhere are not gone.
    pub fn all_actions(&self, old_stage: Option<usize>, new_stage: Option<usize>) -> Vec<Where> {
        let new_count = new_stage.map_or(0, |stage| self.new.stages[stage].actions.len());
        let was = |action| {
            let at = self.actions.get(&(new_stage?, action))?;
            (Some(at.0) == old_stage).then_some(at.1)
        };
        let old_of_new: Vec<Option<usize>> = (0..new_count).map(was).collect();
        let old_count = old_stage.map_or(0, |stage| self.old.stages[stage].actions.len());
        interleaved(&old_of_new, old_count, |action| {
            old_stage.is_some_and(|stage| !self.kept.contains(&(stage, action)))
        })
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |kind| changes.push(Change { stage: None, action: None, kind });
        if self.is_new {
            add(ChangeKind::PipelineAdded);
        } else if self.is_removed {
            add(ChangeKind::PipelineRemoved);
        } else if self.old.name != self.new.name {
            add(ChangeKind::PipelineRenamed { from: self.old.name.to_owned() });
        }
        let none = [ActionType::default(); 2];
        for field in Fields::between(none, &self.old.members, &self.new.members) {
            add(ChangeKind::Field(field));
        }
        self.add_stages(&mut changes);
        changes
    }

    fn add_stages(&self, changes: &mut Vec<Change>) {
        let kept: Vec<(usize, usize)> =
            self.stages.iter().enumerate().filter_map(|(new, old)| Some((new, (*old)?))).collect();
        let order: Vec<usize> = kept.iter().map(|(_, old)| *old).collect();
        let moved: HashSet<usize> = pair::moved(&order).into_iter().map(|place| kept[place].0).collect();

        for place in self.all_stages() {
            match place {
                Where::Old(gone) => self.add_removed_stage(gone, changes),
                Where::New(new) => match self.stages[new] {
                    Some(old) => self.add_stage(old, new, moved.contains(&new), changes),
                    None => self.add_new_stage(new, changes),
                },
            }
        }
    }

    fn add_new_stage(&self, index: usize, changes: &mut Vec<Change>) {
        let stage = &self.new.stages[index];
        let spot = spot_of_stage(stage);
        changes.push(of_stage(&spot, ChangeKind::StageAdded { position: index + 1 }));
        self.add_actions(None, index, changes);
        add_settings(&spot, &Object::new(), &stage.members, changes);
        add_odd(&spot, None, stage, changes);
    }

    fn add_removed_stage(&self, index: usize, changes: &mut Vec<Change>) {
        let stage = &self.old.stages[index];
        let spot = Spot { name: stage.name.to_owned(), id: None };
        changes.push(of_stage(&spot, ChangeKind::StageRemoved { position: index + 1 }));
        self.add_removed_actions(index, &spot, changes);
    }

    fn add_stage(&self, old_index: usize, index: usize, is_moved: bool, changes: &mut Vec<Change>) {
        let (old, new) = (&self.old.stages[old_index], &self.new.stages[index]);
        let spot = spot_of_stage(new);
        if old.name != new.name {
            changes.push(of_stage(&spot, ChangeKind::StageRenamed { from: old.name.to_owned() }));
        }
        if is_moved {
            let kind = ChangeKind::StageMoved { from: old_index + 1, to: index + 1 };
            changes.push(of_stage(&spot, kind));
        }
        self.add_actions(Some(old_index), index, changes);
        add_settings(&spot, &old.members, &new.members, changes);
        add_odd(&spot, Some(old), new, changes);
    }

    /// The changes of the actions of a stage: those that are gone, then the others in the order they run.
    fn add_actions(&self, old_index: Option<usize>, index: usize, changes: &mut Vec<Change>) {
        let stage = &self.new.stages[index];
        let spot = spot_of_stage(stage);
        if let Some(old_index) = old_index {
            self.add_removed_actions(old_index, &spot, changes);
        }
        let mut order: Vec<usize> = (0..stage.actions.len()).collect();
        order.sort_by_key(|action| stage.actions[*action].run_order);
        for action in order {
            let new = &stage.actions[action];
            let mut add = |kind| changes.push(of_action(&spot, new, kind));
            let Some(old_at) = self.actions.get(&(index, action)) else {
                add(ChangeKind::ActionAdded(summary(new)));
                continue;
            };
            let old_stage = &self.old.stages[old_at.0];
            let old = &old_stage.actions[old_at.1];
            if old.name != new.name {
                add(ChangeKind::ActionRenamed { from: old.name.to_owned() });
            }
            if Some(old_at.0) != old_index {
                add(ChangeKind::ActionMoved { from: old_stage.name.to_owned() });
            }
            action_changes(old, new).into_iter().for_each(add);
        }
    }

    fn add_removed_actions(&self, old_index: usize, spot: &Spot<StageId>, changes: &mut Vec<Change>) {
        for (index, action) in self.old.stages[old_index].actions.iter().enumerate() {
            if !self.kept.contains(&(old_index, index)) {
                changes.push(Change {
                    stage: Some(spot.clone()),
                    action: Some(Spot { name: action.name.to_owned(), id: None }),
                    kind: ChangeKind::ActionRemoved(summary(action)),
                });
            }
        }
    }
}

/// New things in their order; each old one that is gone stands before the first that came after it.
fn interleaved(
    old_of_new: &[Option<usize>],
    old_count: usize,
    is_gone: impl Fn(usize) -> bool,
) -> Vec<Where> {
    let kept: HashSet<usize> = old_of_new.iter().copied().flatten().collect();
    let mut gone = (0..old_count).filter(|old| !kept.contains(old) && is_gone(*old)).peekable();
    let mut all = Vec::new();
    let mut reached = 0;
    for (new, old) in old_of_new.iter().enumerate() {
        reached = old.map_or(reached, |old| reached.max(old));
        while let Some(old) = gone.next_if(|old| *old < reached) {
            all.push(Where::Old(old));
        }
        all.push(Where::New(new));
    }
    all.extend(gone.map(Where::Old));
    all
}

/// What differs in an action besides its place and name.
fn action_changes(old: &NormalAction<'_>, new: &NormalAction<'_>) -> Vec<ChangeKind> {
    let mut kinds = Vec::new();
    if old.is_same(new) {
        return kinds;
    }
    if old.run_order != new.run_order {
        kinds.push(ChangeKind::RunOrder { from: old.run_order, to: new.run_order });
    }
    let [mut old_members, mut new_members] = [old.members().clone(), new.members().clone()];
    for (side, key) in [(Side::Input, "inputArtifacts"), (Side::Output, "outputArtifacts")] {
        let names = [&old_members, &new_members]
            .map(|members| artifact_names(members, key).into_iter().map(str::to_owned).collect::<Vec<_>>());
        // Lists of names alone; anything else about artifacts is compared as a field.
        if [&old_members, &new_members].iter().all(|members| has_names_only(members, key)) {
            for members in [&mut old_members, &mut new_members] {
                members.shift_remove(key);
            }
            let [old, new] = names;
            if old != new {
                kinds.push(ChangeKind::Artifacts { side, old, new });
            }
        }
    }
    let types = [old.action_type(), new.action_type()];
    kinds.extend(Fields::between(types, &old_members, &new_members).into_iter().map(ChangeKind::Field));
    if old.source.odd != new.source.odd {
        let [old, new] = [old, new].map(|action| action.source.odd.clone());
        kinds.push(ChangeKind::Field(FieldChange { path: Path::default(), label: Vec::new(), old, new }));
    }
    kinds
}

fn has_names_only(members: &Object, key: &str) -> bool {
    members.get(key).is_none_or(|list| {
        list.as_array().is_some_and(|artifacts| {
            artifacts.iter().all(|artifact| {
                artifact
                    .as_object()
                    .is_some_and(|a| a.len() == 1 && a.get("name").is_some_and(Value::is_string))
            })
        })
    })
}

fn add_settings(spot: &Spot<StageId>, old: &Object, new: &Object, changes: &mut Vec<Change>) {
    let fields = Fields::between([ActionType::default(); 2], old, new);
    changes.extend(fields.into_iter().map(|field| of_stage(spot, ChangeKind::Field(field))));
}

/// What stands in place of a stage and is none.
fn add_odd(
    spot: &Spot<StageId>,
    old: Option<&NormalStage<'_>>,
    new: &NormalStage<'_>,
    changes: &mut Vec<Change>,
) {
    let [old, new] = [old, Some(new)].map(|stage| stage.and_then(|stage| stage.source.odd.clone()));
    if old != new {
        let field = FieldChange { path: Path::default(), label: Vec::new(), old, new };
        changes.push(of_stage(spot, ChangeKind::Field(field)));
    }
}

fn spot_of_stage(stage: &NormalStage<'_>) -> Spot<StageId> {
    Spot { name: stage.name.to_owned(), id: Some(stage.source.id) }
}

fn of_stage(spot: &Spot<StageId>, kind: ChangeKind) -> Change {
    Change { stage: Some(spot.clone()), action: None, kind }
}

fn of_action(stage: &Spot<StageId>, action: &NormalAction<'_>, kind: ChangeKind) -> Change {
    let spot: Spot<ActionId> = Spot { name: action.name.to_owned(), id: Some(action.source.id) };
    Change { stage: Some(stage.clone()), action: Some(spot), kind }
}

fn summary(action: &NormalAction<'_>) -> Summary {
    let action_type = action.action_type();
    Summary {
        provider: action_type.provider.to_owned(),
        subject: subject(action),
        run_order: action.run_order,
        declaration: redact(&action.source.to_value(), action_type, false),
    }
}

/// The first required value that is no ARN, else the first value of all; never a secret.
fn subject(action: &NormalAction<'_>) -> Option<String> {
    let action_type @ ActionType { category, owner, provider, version } = action.action_type();
    let configuration = action.source.configuration();
    let known = Catalog::get().provider(category, owner, provider, version);
    let by_catalog = known.into_iter().flat_map(|known| &known.fields).find_map(|field| {
        let is_telling = matches!(field.required, Required::Always)
            && !matches!(field.kind, FieldKind::Secret | FieldKind::Arn);
        configuration.get(&field.key).filter(|_| is_telling)
    });
    let value = by_catalog.or_else(|| {
        configuration.texts().find(|(key, _)| !is_secret_key(action_type, key)).map(|(_, value)| value)
    });
    let shown = redact(&Value::from(value?), action_type, false);
    shown.as_str().filter(|shown| *shown != HIDDEN).map(str::to_owned)
}
