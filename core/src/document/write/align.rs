//! Which element of a new list was which element of the old one.

use std::collections::HashMap;

use serde_json::Value;

/// For each new element the position of the old one it was made from, if any.
///
/// Equal elements belong together, then those of the same `name`, and then those that stand between the
/// same neighbors: a renamed element.
pub(super) fn align(old: &[Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut origins: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_used = vec![false; old.len()];
    let mut take = |origins: &mut Vec<Option<usize>>, new_index: usize, old_index: usize| {
        let free = !std::mem::replace(&mut is_used[old_index], true);
        if free {
            origins[new_index] = Some(old_index);
        }
        free
    };

    let same_head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    for index in 0..same_head {
        take(&mut origins, index, index);
    }
    let tail_room = old.len().min(new.len()) - same_head;
    let same_tail =
        old.iter().rev().zip(new.iter().rev()).take(tail_room).take_while(|(old, new)| old == new).count();
    for back in 1..=same_tail {
        take(&mut origins, new.len() - back, old.len() - back);
    }

    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    let middle_old = same_head..old.len() - same_tail;
    for index in middle_old.clone().rev() {
        by_key.entry(key_of(&old[index])).or_default().push(index);
    }
    let middle_new = same_head..new.len() - same_tail;
    for index in middle_new.clone() {
        let key = key_of(&new[index]);
        if key.is_empty() {
            continue;
        }
        let Some(candidates) = by_key.get_mut(key) else { continue };
        if let Some(old_index) = candidates.pop() {
            take(&mut origins, index, old_index);
        }
    }
    for index in middle_new {
        if origins[index].is_some() {
            continue;
        }
        let after_previous =
            index.checked_sub(1).map_or(Some(0), |previous| origins[previous].map(|o| o + 1));
        if let Some(old_index) = after_previous.filter(|candidate| middle_old.contains(candidate)) {
            take(&mut origins, index, old_index);
        }
    }
    origins
}

/// What tells an element from its siblings: its name, or its text.
fn key_of(value: &Value) -> &str {
    match value {
        Value::String(text) => text,
        Value::Object(members) => members.get("name").and_then(Value::as_str).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => "",
    }
}
