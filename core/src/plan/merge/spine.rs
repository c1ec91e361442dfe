//! Merging stages and actions.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::super::normal::{NormalAction, NormalPipeline, NormalStage, are_same_members};
use super::super::pair::{self, At};
use super::super::secret::redact;
use super::order;
use super::values::{Values, Way};
use super::{Choice, Merged, Sides};
use crate::pipeline::{Action, ActionType, Ids, Object, Pipeline, Stage};

const BASE: usize = 0;
const MINE: usize = 1;
const THEIRS: usize = 2;

/// A stage or an action: where it is on each side.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entity<At>([Option<At>; 3]);

struct Spine<'a> {
    sides: [NormalPipeline<'a>; 3],
    ids: &'a Ids,
    values: Values<'a>,
    stages: Vec<Entity<usize>>,
    actions: Vec<Entity<At>>,
    /// For each stage whether it is still there.
    stays: Vec<bool>,
}

pub(super) fn merge<'a>(
    sides: Sides<'a>,
    ids: &'a Ids,
    choose: &'a dyn Fn(&str) -> Option<Choice>,
) -> Merged {
    let Sides { region, base, mine, theirs } = sides;
    let normal = [base, mine, theirs].map(|pipeline| NormalPipeline::of(pipeline, region));
    let values = Values { region, choose, clashes: Vec::new() };
    let (stages, pairs) = stages(&normal);
    let actions = actions(&normal, &stages, &pairs);
    let mut spine = Spine { sides: normal, ids, values, stays: Vec::new(), stages, actions };

    let members = spine.pipeline_members([base, mine, theirs]);
    spine.stays = (0..spine.stages.len()).map(|stage| spine.stage_stays(stage)).collect();
    let stages = spine.merged_stages();
    Merged { pipeline: Pipeline { members, stages }, clashes: spine.values.clashes }
}

/// The stages of all sides, and how those of mine and theirs are paired with the base.
fn stages(sides: &[NormalPipeline<'_>; 3]) -> (Vec<Entity<usize>>, [Vec<Option<usize>>; 2]) {
    let [base, mine, theirs] = sides;
    let pairs = [mine, theirs].map(|side| pair::stages(&base.stages, &side.stages));
    let mut all: Vec<Entity<usize>> =
        (0..base.stages.len()).map(|index| Entity([Some(index), None, None])).collect();
    for (side, pairs) in [(MINE, &pairs[0]), (THEIRS, &pairs[1])] {
        for (index, old) in pairs.iter().enumerate() {
            if let Some(old) = old {
                all[*old].0[side] = Some(index);
                continue;
            }
            let name = sides[side].stages[index].name;
            // Both added a stage of this name.
            let twin = all.iter_mut().find(|entity| {
                matches!(entity.0, [None, Some(mine), None] if side == THEIRS && mine_name(sides, mine) == name)
            });
            if let Some(twin) = twin {
                twin.0[THEIRS] = Some(index);
            } else {
                let mut entity = Entity([None; 3]);
                entity.0[side] = Some(index);
                all.push(entity);
            }
        }
    }
    (all, pairs)
}

fn mine_name<'s>(sides: &'s [NormalPipeline<'_>; 3], index: usize) -> &'s str {
    sides[MINE].stages[index].name
}

fn actions(
    sides: &[NormalPipeline<'_>; 3],
    stages: &[Entity<usize>],
    pairs: &[Vec<Option<usize>>; 2],
) -> Vec<Entity<At>> {
    let [base, mine, theirs] = sides;
    let mut all: Vec<Entity<At>> = Vec::new();
    let mut of_base: HashMap<At, usize> = HashMap::new();
    for at in positions(base) {
        of_base.insert(at, all.len());
        all.push(Entity([Some(at), None, None]));
    }
    for (side, of_side, pairs) in [(MINE, mine, &pairs[0]), (THEIRS, theirs, &pairs[1])] {
        let old = pair::actions(&base.stages, &of_side.stages, pairs);
        for at in positions(of_side) {
            if let Some(known) = old.get(&at).and_then(|old| of_base.get(old)) {
                all[*known].0[side] = Some(at);
                continue;
            }
            let stage_of = |side: usize, at: At| stages.iter().position(|stage| stage.0[side] == Some(at.0));
            let name = of_side.stages[at.0].actions[at.1].name;
            // Both added an action of this name to this stage.
            let twin = all.iter_mut().find(|entity| match entity.0 {
                [None, Some(other), None] if side == THEIRS => {
                    mine.stages[other.0].actions[other.1].name == name
                        && stage_of(MINE, other) == stage_of(THEIRS, at)
                }
                _ => false,
            });
            if let Some(twin) = twin {
                twin.0[THEIRS] = Some(at);
            } else {
                let mut entity = Entity([None; 3]);
                entity.0[side] = Some(at);
                all.push(entity);
            }
        }
    }
    all
}

fn positions(pipeline: &NormalPipeline<'_>) -> Vec<At> {
    let stages = pipeline.stages.iter().enumerate();
    stages
        .flat_map(|(stage, content)| (0..content.actions.len()).map(move |action| (stage, action)))
        .collect()
}

impl<'a> Spine<'a> {
    fn pipeline_members(&mut self, [base, mine, theirs]: [&Pipeline; 3]) -> Object {
        let way = Way::new(Vec::new(), ActionType::default());
        let all = [base, mine, theirs].map(|pipeline| &pipeline.members);
        // Counted by AWS; the type by what the pipelines use, where it is not written.
        let mut members = self.values.objects(&way, all, &["stages", "version", "metadata", "pipelineType"]);
        let types = [BASE, MINE, THEIRS].map(|side| self.sides[side].members.get("pipelineType").cloned());
        let [of_base, of_mine, of_theirs] = &types;
        let merged = self
            .values
            .value(&way.member("pipelineType"), [of_base.as_ref(), of_mine.as_ref(), of_theirs.as_ref()]);
        let pipeline_type =
            if merged == *of_mine { mine.members.get("pipelineType").cloned() } else { merged };

        // In the places they have in the design.
        let mut ordered = Object::new();
        for (key, value) in &mine.members {
            match key.as_str() {
                "stages" | "version" | "metadata" => ordered.insert(key.clone(), value.clone()),
                "pipelineType" => pipeline_type.clone().and_then(|value| ordered.insert(key.clone(), value)),
                _ => members.shift_remove(key).and_then(|value| ordered.insert(key.clone(), value)),
            };
        }
        ordered.extend(members);
        if let Some(value) = pipeline_type {
            ordered.entry("pipelineType").or_insert(value);
        }
        if let Some(list) = theirs.members.get("stages") {
            ordered.entry("stages").or_insert_with(|| list.clone());
        }
        ordered
    }

    fn stage(&self, side: usize, index: usize) -> &NormalStage<'a> {
        &self.sides[side].stages[index]
    }

    fn action(&self, side: usize, at: At) -> &NormalAction<'a> {
        &self.sides[side].stages[at.0].actions[at.1]
    }

    /// Decides about a stage that is gone on one side.
    fn stage_stays(&mut self, stage: usize) -> bool {
        let Entity([base, mine, theirs]) = self.stages[stage];
        let (side, index) = match (base, mine, theirs) {
            (Some(_), None, None) => return false,
            (Some(_), Some(index), None) => (MINE, index),
            (Some(_), None, Some(index)) => (THEIRS, index),
            _ => return true,
        };
        let base = base.unwrap_or_default();
        if is_same_stage(self.stage(BASE, base), self.stage(side, index)) {
            return false;
        }
        let place = vec![titled("stage", self.stage(side, index).name)];
        let [was, is] =
            [(BASE, base), (side, index)].map(|(side, index)| Some(told(self.stage(side, index))));
        self.one_is_gone(place, side, was, is)
    }

    /// Whether something stays that one side removed and the other changed.
    fn one_is_gone(
        &mut self,
        place: Vec<String>,
        left: usize,
        was: Option<Value>,
        is: Option<Value>,
    ) -> bool {
        let (mine, theirs) = if left == MINE { (is, None) } else { (None, is) };
        match self.values.decide(place, was, mine, theirs) {
            Some(Choice::Theirs) => left == THEIRS,
            Some(Choice::Mine) | None => left == MINE,
        }
    }

    fn merged_stages(&mut self) -> Vec<Stage> {
        let parents: Vec<Option<usize>> =
            (0..self.actions.len()).map(|action| self.parent_if_stays(action)).collect();
        let orders = [BASE, MINE, THEIRS].map(|side| {
            let position = |index: usize| self.stages.iter().position(|stage| stage.0[side] == Some(index));
            (0..self.sides[side].stages.len()).filter_map(position).collect::<Vec<_>>()
        });
        let order = match order::merge(&orders[BASE], &orders[MINE], &orders[THEIRS]) {
            Ok(order) => order,
            Err(mine) => {
                let names = orders.clone().map(|order| Some(json!(self.names(&order))));
                let [was, is_mine, is_theirs] = names;
                let place = vec!["order of the stages".to_owned()];
                match self.values.decide(place, was, is_mine, is_theirs) {
                    Some(Choice::Theirs) => {
                        // Mine moved too, so with the sides exchanged theirs leads.
                        order::merge(&orders[BASE], &orders[THEIRS], &orders[MINE])
                            .unwrap_or_else(|theirs| theirs)
                    }
                    Some(Choice::Mine) | None => mine,
                }
            }
        };
        let order: Vec<usize> = order.into_iter().filter(|stage| self.stays[*stage]).collect();
        order.into_iter().map(|stage| self.merged_stage(stage, &parents)).collect()
    }

    fn names(&self, order: &[usize]) -> Vec<String> {
        order.iter().map(|stage| self.stage_name(*stage).to_owned()).collect()
    }

    /// What a stage is called in the design, else in the account.
    fn stage_name(&self, stage: usize) -> &str {
        let Entity(at) = self.stages[stage];
        let known = [MINE, THEIRS, BASE].into_iter().find_map(|side| Some((side, at[side]?)));
        known.map_or("", |(side, index)| self.stage(side, index).name)
    }

    fn merged_stage(&mut self, stage: usize, parents: &[Option<usize>]) -> Stage {
        let Entity(at) = self.stages[stage];
        let source = |side: usize| at[side].map(|index| self.stage(side, index).source);
        let [base, mine, theirs] = [source(BASE), source(MINE), source(THEIRS)];
        let none = Object::new();
        let (id, members, odd) = match (mine, theirs) {
            (Some(mine), Some(theirs)) => {
                let way = Way::new(vec![titled("stage", mine.name())], ActionType::default());
                let odd =
                    [base, Some(mine), Some(theirs)].map(|stage| stage.and_then(|stage| stage.odd.as_ref()));
                let odd = self.values.value(&way, odd);
                let all = [base.map_or(&none, |base| &base.members), &mine.members, &theirs.members];
                let mut members = self.values.objects(&way, all, &["actions"]);
                if odd.is_none() {
                    put_list(&mut members, &mine.members, "actions");
                }
                (mine.id, members, odd)
            }
            (Some(one), None) => (one.id, one.members.clone(), one.odd.clone()),
            (None, one) => {
                let id = self.ids.stage();
                one.map_or((id, Object::new(), None), |one| (id, one.members.clone(), one.odd.clone()))
            }
        };
        let orders = [BASE, MINE, THEIRS].map(|side| self.actions_in(side, at[side]));
        // The order in the file means nothing to AWS.
        let (Ok(mut order) | Err(mut order)) = order::merge(&orders[BASE], &orders[MINE], &orders[THEIRS]);
        order.extend((0..self.actions.len()).filter(|action| {
            parents[*action] == Some(stage)
                && !orders[MINE].contains(action)
                && !orders[THEIRS].contains(action)
        }));
        order.retain(|action| parents[*action] == Some(stage));
        let mut seen = HashSet::new();
        order.retain(|action| seen.insert(*action));
        let actions = order.into_iter().map(|action| self.merged_action(action)).collect();
        Stage { id, members, actions, odd }
    }

    fn actions_in(&self, side: usize, stage: Option<usize>) -> Vec<usize> {
        let Some(stage) = stage else { return Vec::new() };
        let position = |at: At| self.actions.iter().position(|action| action.0[side] == Some(at));
        (0..self.sides[side].stages[stage].actions.len())
            .filter_map(|index| position((stage, index)))
            .collect()
    }

    /// The stage an action is in on a side.
    fn parent(&self, action: usize, side: usize) -> Option<usize> {
        let (stage, _) = self.actions[action].0[side]?;
        self.stages.iter().position(|entity| entity.0[side] == Some(stage))
    }

    /// The stage an action ends in; `None` if it is gone.
    fn parent_if_stays(&mut self, action: usize) -> Option<usize> {
        let Entity([base_at, mine_at, theirs_at]) = self.actions[action];
        let parents = [BASE, MINE, THEIRS].map(|side| self.parent(action, side));
        let (gone, left, at) = match (base_at, mine_at, theirs_at) {
            (_, Some(_), Some(_)) => return self.merged_parent(action, parents),
            (None, Some(_), None) => return parents[MINE].filter(|stage| self.stays[*stage]),
            (None, None, Some(_)) => return parents[THEIRS].filter(|stage| self.stays[*stage]),
            (Some(_), Some(at), None) => (THEIRS, MINE, at),
            (Some(_), None, Some(at)) => (MINE, THEIRS, at),
            (_, None, None) => return None,
        };
        let base_at = base_at?;
        let kept_in = parents[left].filter(|stage| self.stays[*stage]);
        // It went with its stage, and what becomes of the stage is decided already.
        if parents[BASE].is_some_and(|stage| self.stages[stage].0[gone].is_none())
            && parents[left] == parents[BASE]
        {
            return kept_in;
        }
        let [was, is] = [self.action(BASE, base_at), self.action(left, at)];
        if was.is_same(is) && parents[left] == parents[BASE] {
            return None;
        }
        let place = self.place_of_action(left, at);
        let [was, is] =
            [was, is].map(|action| Some(redact(&action.source.to_value(), action.action_type(), false)));
        if self.one_is_gone(place, left, was, is) { kept_in } else { None }
    }

    /// The stage of an action that both sides have.
    fn merged_parent(&mut self, action: usize, [base, mine, theirs]: [Option<usize>; 3]) -> Option<usize> {
        let parent = if mine == theirs || theirs == base {
            mine
        } else if mine == base {
            theirs
        } else {
            let name = |stage: Option<usize>| stage.map(|stage| json!(self.stage_name(stage)));
            let names = [name(base), name(mine), name(theirs)];
            let at = self.actions[action].0[MINE]?;
            let mut place = self.place_of_action(MINE, at);
            place.push("stage".to_owned());
            let [was, is_mine, is_theirs] = names;
            match self.values.decide(place, was, is_mine, is_theirs) {
                Some(Choice::Theirs) => theirs,
                Some(Choice::Mine) | None => mine,
            }
        };
        // Nothing is lost with a stage that one side removed and the other did not use.
        [parent, mine, theirs].into_iter().flatten().find(|stage| self.stays[*stage])
    }

    fn merged_action(&mut self, action: usize) -> Action {
        let Entity(at) = self.actions[action];
        let source = |side: usize| at[side].map(|at| self.action(side, at).source);
        let [base, mine, theirs] = [source(BASE), source(MINE), source(THEIRS)];
        let (mine, theirs) = match (mine, theirs) {
            (Some(mine), Some(theirs)) => (mine, theirs),
            (Some(one), None) => return one.clone(),
            (None, Some(one)) => return Action { id: self.ids.action(), ..one.clone() },
            (None, None) => return Action { id: self.ids.action(), members: Object::new(), odd: None },
        };
        let place = at[MINE].map(|at| self.place_of_action(MINE, at)).unwrap_or_default();
        let way = Way::new(place, mine.action_type());
        if base.is_some_and(|base| base.odd.is_some()) || mine.odd.is_some() || theirs.odd.is_some() {
            let [was, is_mine, is_theirs] =
                [base, Some(mine), Some(theirs)].map(|action| action.map(Action::to_value));
            let value = self.values.value(&way, [was.as_ref(), is_mine.as_ref(), is_theirs.as_ref()]);
            let merged = Action::from_value(value.unwrap_or_default(), self.ids);
            return Action { id: mine.id, ..merged };
        }
        let none = Object::new();
        let all = [base.map_or(&none, |base| &base.members), &mine.members, &theirs.members];
        let members = if mine.action_type() == theirs.action_type() {
            self.values.objects(&way, all, &[])
        } else {
            self.with_its_configuration(&way, all)
        };
        Action { id: mine.id, members, odd: None }
    }

    /// The keys of a configuration belong to the type of the action: where one side changed the type, both go
    /// together.
    fn with_its_configuration(&mut self, way: &Way<'_>, all: [&Object; 3]) -> Object {
        const TOGETHER: [&str; 2] = ["actionTypeId", "configuration"];
        let [_, mine, _] = all;
        let mut rest = self.values.objects(way, all, &TOGETHER);
        let both = all.map(|members| {
            let both =
                TOGETHER.iter().filter_map(|key| Some(((*key).to_owned(), members.get(*key)?.clone())));
            Value::Object(both.collect())
        });
        let way = way.as_whole();
        let [was, is_mine, is_theirs] = &both;
        let was = Some(was).filter(|was| was.as_object().is_some_and(|was| !was.is_empty()));
        let merged = self.values.value(&way, [was, Some(is_mine), Some(is_theirs)]);
        let mut merged = merged.and_then(|merged| merged.as_object().cloned()).unwrap_or_default();
        let mut ordered = Object::new();
        for key in mine.keys() {
            let value = merged.shift_remove(key).or_else(|| rest.shift_remove(key));
            if let Some(value) = value {
                ordered.insert(key.clone(), value);
            }
        }
        ordered.extend(merged);
        ordered.extend(rest);
        ordered
    }

    fn place_of_action(&self, side: usize, at: At) -> Vec<String> {
        let stage = self.stage(side, at.0).name;
        vec![titled("stage", stage), titled("action", self.action(side, at).name)]
    }
}

fn is_same_stage(old: &NormalStage<'_>, new: &NormalStage<'_>) -> bool {
    old.name == new.name
        && old.source.odd == new.source.odd
        && are_same_members(&old.members, &new.members)
        && old.actions.len() == new.actions.len()
        && old.actions.iter().zip(&new.actions).all(|(old, new)| old.is_same(new))
}

/// A stage in short: its settings and the names of its actions.
fn told(stage: &NormalStage<'_>) -> Value {
    let names: Vec<&str> = stage.actions.iter().map(|action| action.name).collect();
    let mut told = redact(&Value::Object(stage.members.clone()), ActionType::default(), false);
    told["actions"] = json!(names);
    told
}

/// The empty list that marks the place of actions, where the design has it.
fn put_list(members: &mut Object, mine: &Object, key: &str) {
    let Some(list) = mine.get(key) else {
        members.insert(key.to_owned(), json!([]));
        return;
    };
    let before: Vec<&String> = mine.keys().take_while(|other| *other != key).collect();
    let at = members.keys().rposition(|other| before.contains(&other)).map_or(0, |at| at + 1);
    members.shift_insert(at, key.to_owned(), list.clone());
}

fn titled(noun: &str, name: &str) -> String {
    if name.is_empty() { format!("{noun} without a name") } else { format!("{noun} {name}") }
}
