//! Which stage and action of a new text is which of the document.
//!
//! Equal ones are the same, then those of the same name, also in another stage; then those that stand in the same
//! place between the same neighbors, which is how a renamed one is known.

use std::collections::{HashMap, HashSet};

use super::members::{is_same, is_same_object};
use crate::pipeline::{Action, ActionId, Pipeline, Stage, StageId};

/// What belongs together.
pub(super) struct Matching {
    /// For each new stage the one it was.
    pub stages: Vec<Option<StageId>>,
    /// For each new action, by position of stage and list, the one it was.
    actions: HashMap<(usize, usize), ActionId>,
    /// Actions that are gone, in stages that stay or that hold others that stay.
    pub gone_actions: Vec<ActionId>,
    /// Stages that are gone with all they hold.
    pub emptied: Vec<StageId>,
    /// Stages that are gone, but hold actions that stay until those are moved.
    pub left: Vec<StageId>,
}

impl Matching {
    pub fn of(old: &Pipeline, new: &Pipeline) -> Self {
        let mut stages = Pairs::new(old.stages.len(), new.stages.len());
        stages.same(|o, n| is_same_stage(&old.stages[o], &new.stages[n]));
        let may_be = |o: usize, n: usize| old.stages[o].odd.is_none() && new.stages[n].odd.is_none();
        stages.named(|o| old.stages[o].name(), |n| new.stages[n].name(), may_be);
        stages.neighbors(may_be);
        let stages: Vec<Option<usize>> = stages.old_of_new;

        let actions = actions(old, new, &stages);
        let kept: HashSet<ActionId> = actions.values().copied().collect();
        let staying: HashSet<usize> = stages.iter().flatten().copied().collect();
        let (mut gone_actions, mut emptied, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for (index, stage) in old.stages.iter().enumerate() {
            let stays = staying.contains(&index);
            let holds_others = stage.actions.iter().any(|action| kept.contains(&action.id));
            if stays || holds_others {
                let gone = stage.actions.iter().map(|action| action.id).filter(|id| !kept.contains(id));
                gone_actions.extend(gone);
            }
            match (stays, holds_others) {
                (true, _) => {}
                (false, true) => left.push(stage.id),
                (false, false) => emptied.push(stage.id),
            }
        }
        let stages = stages.into_iter().map(|o| o.map(|o| old.stages[o].id)).collect();
        Self { stages, actions, gone_actions, emptied, left }
    }

    /// What the action at a position of a new stage was.
    pub fn action(&self, stage: usize, at: usize) -> Option<ActionId> {
        self.actions.get(&(stage, at)).copied()
    }
}

fn actions(old: &Pipeline, new: &Pipeline, stages: &[Option<usize>]) -> HashMap<(usize, usize), ActionId> {
    let mut within: Vec<(usize, usize, Pairs)> = Vec::new();
    for (n, o) in stages.iter().enumerate() {
        let Some(o) = *o else { continue };
        let (before, after) = (&old.stages[o].actions, &new.stages[n].actions);
        let mut pairs = Pairs::new(before.len(), after.len());
        pairs.same(|o, n| is_same_action(&before[o], &after[n]));
        pairs.named(|o| before[o].name(), |n| after[n].name(), |o, n| may_be(&before[o], &after[n]));
        within.push((o, n, pairs));
    }
    let mut found = moved(old, new, &mut within);
    for (o, n, mut pairs) in within {
        let (before, after) = (&old.stages[o].actions, &new.stages[n].actions);
        pairs.neighbors(|o, n| may_be(&before[o], &after[n]));
        for (at, was) in pairs.old_of_new.iter().enumerate() {
            if let Some(was) = was {
                found.entry((n, at)).or_insert(before[*was].id);
            }
        }
    }
    found
}

/// Actions that are gone from one stage and stand, with their name, in another.
fn moved(
    old: &Pipeline,
    new: &Pipeline,
    within: &mut [(usize, usize, Pairs)],
) -> HashMap<(usize, usize), ActionId> {
    let mut gone: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    let by_old: HashMap<usize, usize> = within.iter().enumerate().map(|(at, (o, _, _))| (*o, at)).collect();
    let by_new: HashMap<usize, usize> = within.iter().enumerate().map(|(at, (_, n, _))| (*n, at)).collect();
    for (o, stage) in old.stages.iter().enumerate() {
        for (at, action) in stage.actions.iter().enumerate() {
            let is_free = by_old.get(&o).is_none_or(|pair| !within[*pair].2.is_used[at]);
            if is_free && !action.name().is_empty() {
                gone.entry(action.name()).or_default().push((o, at));
            }
        }
    }
    let mut found = HashMap::new();
    for (n, stage) in new.stages.iter().enumerate() {
        for (at, action) in stage.actions.iter().enumerate() {
            let pair = by_new.get(&n).copied();
            if pair.is_some_and(|pair| within[pair].2.old_of_new[at].is_some()) {
                continue;
            }
            let Some(candidates) = gone.get_mut(action.name()) else { continue };
            let fits =
                |(o, at): &(usize, usize)| old.stages[*o].actions[*at].action_type() == action.action_type();
            let Some(position) = candidates.iter().position(fits) else { continue };
            let (o, was) = candidates.remove(position);
            found.insert((n, at), old.stages[o].actions[was].id);
            // Neither may find another partner among its neighbors.
            if let Some(pair) = by_old.get(&o) {
                within[*pair].2.is_used[was] = true;
            }
            if let Some(pair) = pair {
                within[pair].2.is_closed[at] = true;
            }
        }
    }
    found
}

fn may_be(old: &Action, new: &Action) -> bool {
    old.odd.is_none() && new.odd.is_none()
}

fn is_same_action(old: &Action, new: &Action) -> bool {
    is_same_object(&old.members, &new.members)
        && match (&old.odd, &new.odd) {
            (Some(old), Some(new)) => is_same(old, new),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
}

fn is_same_stage(old: &Stage, new: &Stage) -> bool {
    is_same_object(&old.members, &new.members)
        && old.actions.len() == new.actions.len()
        && old.actions.iter().zip(&new.actions).all(|(old, new)| is_same_action(old, new))
        && match (&old.odd, &new.odd) {
            (Some(old), Some(new)) => is_same(old, new),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
}

/// Elements of two lists that belong together.
struct Pairs {
    old_of_new: Vec<Option<usize>>,
    is_used: Vec<bool>,
    /// New elements that have a partner elsewhere.
    is_closed: Vec<bool>,
}

impl Pairs {
    fn new(old: usize, new: usize) -> Self {
        Self { old_of_new: vec![None; new], is_used: vec![false; old], is_closed: vec![false; new] }
    }

    fn take(&mut self, old: usize, new: usize) {
        self.is_used[old] = true;
        self.old_of_new[new] = Some(old);
    }

    /// Equal ones: from both ends, where nearly all of a text that is being typed in is found, then any.
    fn same(&mut self, same: impl Fn(usize, usize) -> bool) {
        let (old, new) = (self.is_used.len(), self.old_of_new.len());
        let shorter = old.min(new);
        let head = (0..shorter).take_while(|at| same(*at, *at)).count();
        (0..head).for_each(|at| self.take(at, at));
        let tail = (1..=shorter - head).take_while(|back| same(old - back, new - back)).count();
        (1..=tail).for_each(|back| self.take(old - back, new - back));
        for at in head..new - tail {
            let free = (head..old - tail).find(|o| !self.is_used[*o] && same(*o, at));
            if let Some(o) = free {
                self.take(o, at);
            }
        }
    }

    /// Those of the same name, in order.
    fn named<'a>(
        &mut self,
        old_name: impl Fn(usize) -> &'a str,
        new_name: impl Fn(usize) -> &'a str,
        may_be: impl Fn(usize, usize) -> bool,
    ) {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for o in (0..self.is_used.len()).rev().filter(|o| !self.is_used[*o]) {
            by_name.entry(old_name(o)).or_default().push(o);
        }
        for n in 0..self.old_of_new.len() {
            let name = new_name(n);
            if self.old_of_new[n].is_some() || name.is_empty() {
                continue;
            }
            let Some(candidates) = by_name.get_mut(name) else { continue };
            if candidates.last().is_some_and(|o| may_be(*o, n))
                && let Some(o) = candidates.pop()
            {
                self.take(o, n);
            }
        }
    }

    /// Those that stand right behind what belongs together.
    fn neighbors(&mut self, may_be: impl Fn(usize, usize) -> bool) {
        for n in 0..self.old_of_new.len() {
            if self.old_of_new[n].is_some() || self.is_closed[n] {
                continue;
            }
            let behind = match n.checked_sub(1) {
                None => Some(0),
                Some(before) => self.old_of_new[before].map(|o| o + 1),
            };
            let fits = |o: &usize| *o < self.is_used.len() && !self.is_used[*o] && may_be(*o, n);
            if let Some(o) = behind.filter(fits) {
                self.take(o, n);
            }
        }
    }
}
