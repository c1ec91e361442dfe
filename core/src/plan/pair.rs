//! Which stage or action of the old pipeline is which of the new one.
//!
//! Towards AWS a name is the identity, so equal names are paired first. What is left is looked through for
//! renames and moves: what has mostly the same content is the same thing.

use std::collections::{HashMap, HashSet};

use super::normal::{NormalAction, NormalStage, are_same_members};

/// At least this part of the content has to be equal for a rename.
const ALIKE: f32 = 0.5;

/// A stage's action: position of the stage, position in its list.
pub(super) type At = (usize, usize);

/// For each stage of the new pipeline, the one of the old it was.
pub(super) fn stages(old: &[NormalStage<'_>], new: &[NormalStage<'_>]) -> Vec<Option<usize>> {
    let mut pairing = Pairing::new(old.len(), new.len());
    pairing.by(|o, n| old[o].name == new[n].name && is_same_stage(&old[o], &new[n]), old, new, name_of_stage);
    pairing.by(|o, n| old[o].name == new[n].name, old, new, name_of_stage);
    pairing.by_likeness(|o, n| stage_likeness(&old[o], &new[n]));
    pairing.old_of_new
}

/// For each action of the new pipeline, the one of the old it was. `stages` is the pairing of the stages.
pub(super) fn actions(
    old: &[NormalStage<'_>],
    new: &[NormalStage<'_>],
    stages: &[Option<usize>],
) -> HashMap<At, At> {
    let mut pairs: HashMap<At, At> = HashMap::new();
    for (new_stage, old_stage) in stages.iter().enumerate() {
        let Some(old_stage) = *old_stage else { continue };
        let (before, after) = (&old[old_stage].actions, &new[new_stage].actions);
        let mut pairing = Pairing::new(before.len(), after.len());
        pairing.by(|o, n| before[o].is_same(&after[n]), before, after, |action| action.name);
        pairing.by(|o, n| before[o].name == after[n].name, before, after, |action| action.name);
        for (index, was) in pairing.old_of_new.iter().enumerate() {
            if let Some(was) = was {
                pairs.insert((new_stage, index), (old_stage, *was));
            }
        }
    }
    pair_moved(old, new, &mut pairs);
    for (new_stage, old_stage) in stages.iter().enumerate() {
        if let Some(old_stage) = *old_stage {
            pair_renamed((old_stage, &old[old_stage]), (new_stage, &new[new_stage]), &mut pairs);
        }
    }
    pairs
}

/// Actions of the same name and type that are gone in one stage and new in another.
fn pair_moved(old: &[NormalStage<'_>], new: &[NormalStage<'_>], pairs: &mut HashMap<At, At>) {
    let (gone, added) = (unpaired(old, &pairs.values().copied().collect()), unpaired(new, &keys(pairs)));
    let action = |stages: &'_ [NormalStage<'_>], at: At| -> (String, [String; 4]) {
        let action = &stages[at.0].actions[at.1];
        let t = action.action_type();
        (action.name.to_owned(), [t.category, t.owner, t.provider, t.version].map(str::to_owned))
    };
    let gone_actions: Vec<_> = gone.iter().map(|at| action(old, *at)).collect();
    let added_actions: Vec<_> = added.iter().map(|at| action(new, *at)).collect();
    let mut pairing = Pairing::new(gone.len(), added.len());
    pairing.by(
        |o, n| gone_actions[o] == added_actions[n] && !gone_actions[o].0.is_empty(),
        &gone_actions,
        &added_actions,
        |action| action.0.as_str(),
    );
    for (n, o) in pairing.old_of_new.iter().enumerate() {
        if let Some(o) = o {
            pairs.insert(added[n], gone[*o]);
        }
    }
}

/// Actions of one stage that have another name but the same type and mostly the same content.
fn pair_renamed(
    (old_stage, old): (usize, &NormalStage<'_>),
    (new_stage, new): (usize, &NormalStage<'_>),
    pairs: &mut HashMap<At, At>,
) {
    let taken: HashSet<At> = pairs.values().copied().collect();
    let gone: Vec<usize> = (0..old.actions.len()).filter(|i| !taken.contains(&(old_stage, *i))).collect();
    let added: Vec<usize> =
        (0..new.actions.len()).filter(|i| !pairs.contains_key(&(new_stage, *i))).collect();
    let mut pairing = Pairing::new(gone.len(), added.len());
    pairing.by_likeness(|o, n| action_likeness(&old.actions[gone[o]], &new.actions[added[n]]));
    for (n, o) in pairing.old_of_new.iter().enumerate() {
        if let Some(o) = o {
            pairs.insert((new_stage, added[n]), (old_stage, gone[*o]));
        }
    }
}

fn keys(pairs: &HashMap<At, At>) -> HashSet<At> {
    pairs.keys().copied().collect()
}

fn unpaired(stages: &[NormalStage<'_>], paired: &HashSet<At>) -> Vec<At> {
    let all = stages
        .iter()
        .enumerate()
        .flat_map(|(stage, content)| (0..content.actions.len()).map(move |action| (stage, action)));
    all.filter(|at| !paired.contains(at)).collect()
}

fn name_of_stage<'s>(stage: &'s NormalStage<'_>) -> &'s str {
    stage.name
}

fn is_same_stage(old: &NormalStage<'_>, new: &NormalStage<'_>) -> bool {
    old.source.odd == new.source.odd
        && are_same_members(&old.members, &new.members)
        && old.actions.len() == new.actions.len()
        && old.actions.iter().zip(&new.actions).all(|(a, b)| a.is_same(b))
}

/// The part of the actions of two stages that have the same name and type. Stages without actions have
/// nothing to be known by.
fn stage_likeness(old: &NormalStage<'_>, new: &NormalStage<'_>) -> f32 {
    let key = |action: &NormalAction<'_>| {
        let t = action.action_type();
        [action.name, t.category, t.provider].map(str::to_owned)
    };
    part_in_common(old.actions.iter().map(key), new.actions.iter().map(key))
}

/// The part of the content of two actions that is equal; 0 for different types.
fn action_likeness(old: &NormalAction<'_>, new: &NormalAction<'_>) -> f32 {
    if old.source.odd.is_some() || new.source.odd.is_some() || old.action_type() != new.action_type() {
        return 0.0;
    }
    let content = |action: &NormalAction<'_>| -> Vec<String> {
        let mut content = Vec::new();
        for (key, value) in action.members() {
            match value.as_object() {
                _ if key == "actionTypeId" => {}
                Some(entries) => content.extend(entries.iter().map(|(k, v)| format!("{key}.{k}={v}"))),
                None => content.push(format!("{key}={value}")),
            }
        }
        content
    };
    let (old_content, new_content) = (content(old), content(new));
    if old_content.is_empty() && new_content.is_empty() {
        // Two bare approvals at the same time are one that has a new name.
        return if old.run_order == new.run_order { 1.0 } else { 0.0 };
    }
    part_in_common(old_content.into_iter(), new_content.into_iter())
}

/// How many of two collections are in both, of all that are in either; 0 where both are empty.
fn part_in_common<T: Eq + std::hash::Hash>(
    old: impl Iterator<Item = T>,
    new: impl Iterator<Item = T>,
) -> f32 {
    let (old, new): (HashSet<T>, HashSet<T>) = (old.collect(), new.collect());
    let common = old.intersection(&new).count();
    let all = old.len() + new.len() - common;
    if all == 0 { 0.0 } else { common as f32 / all as f32 }
}

/// Pairs found so far.
struct Pairing {
    old_of_new: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Pairing {
    fn new(old: usize, new: usize) -> Self {
        Self { old_of_new: vec![None; new], is_taken: vec![false; old] }
    }

    /// Pairs what fits among equal names, in order.
    fn by<T>(
        &mut self,
        fits: impl Fn(usize, usize) -> bool,
        old: &[T],
        new: &[T],
        name: impl for<'t> Fn(&'t T) -> &'t str,
    ) {
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, item) in old.iter().enumerate().filter(|(index, _)| !self.is_taken[*index]) {
            by_name.entry(name(item)).or_default().push(index);
        }
        for (index, item) in new.iter().enumerate() {
            let candidates = by_name.get(name(item)).map_or(&[][..], Vec::as_slice);
            if self.old_of_new[index].is_none()
                && let Some(was) = candidates.iter().find(|was| !self.is_taken[**was] && fits(**was, index))
            {
                self.pair(*was, index);
            }
        }
    }

    /// Pairs what is left and alike, the most alike first.
    fn by_likeness(&mut self, likeness: impl Fn(usize, usize) -> f32) {
        let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
        for new in (0..self.old_of_new.len()).filter(|new| self.old_of_new[*new].is_none()) {
            for old in (0..self.is_taken.len()).filter(|old| !self.is_taken[*old]) {
                let likeness = likeness(old, new);
                if likeness >= ALIKE {
                    candidates.push((likeness, new, old));
                }
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))));
        for (_, new, old) in candidates {
            if self.old_of_new[new].is_none() && !self.is_taken[old] {
                self.pair(old, new);
            }
        }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.old_of_new[new] = Some(old);
        self.is_taken[old] = true;
    }
}

/// The positions that have to move so that the rest is in ascending order: as few as possible.
pub(super) fn moved(order: &[usize]) -> Vec<usize> {
    // The longest ascending run by patience sorting: `tails[n]` ends the best run of n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; order.len()];
    for (index, value) in order.iter().enumerate() {
        let length = tails.partition_point(|tail| order[*tail] < *value);
        before[index] = length.checked_sub(1).map(|last| tails[last]);
        if length == tails.len() {
            tails.push(index);
        } else {
            tails[length] = index;
        }
    }
    let mut stays = vec![false; order.len()];
    let mut at = tails.last().copied();
    while let Some(index) = at {
        stays[index] = true;
        at = before[index];
    }
    (0..order.len()).filter(|index| !stays[*index]).collect()
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn as_few_as_possible_move() {
        assert_eq!(moved(&[0, 1, 2]), Vec::<usize>::new());
        assert_eq!(moved(&[3, 0, 1, 2]), [0]);
        assert_eq!(moved(&[1, 2, 3, 0]), [3]);
        assert_eq!(moved(&[2, 1, 0]).len(), 2);
        assert_eq!(moved(&[]), Vec::<usize>::new());
    }
}
