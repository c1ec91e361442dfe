//! Which element of a new list was which element of the old one.

use std::borrow::Cow;
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

    let middle_old = same_head..old.len() - same_tail;
    let middle_new = same_head..new.len() - same_tail;
    if middle_old.is_empty() || middle_new.is_empty() {
        return origins;
    }
    let mut match_by = |origins: &mut Vec<Option<usize>>, key_of: fn(&Value) -> Cow<'_, str>| {
        let mut by_key: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
        for index in middle_old.clone().rev() {
            by_key.entry(key_of(&old[index])).or_default().push(index);
        }
        for index in middle_new.clone() {
            let key = key_of(&new[index]);
            if key.is_empty() || origins[index].is_some() {
                continue;
            }
            let Some(candidates) = by_key.get_mut(&key) else { continue };
            while let Some(old_index) = candidates.pop() {
                if take(origins, index, old_index) {
                    break;
                }
            }
        }
    };
    match_by(&mut origins, |value| Cow::Owned(value.to_string()));
    match_by(&mut origins, |value| Cow::Borrowed(name_of(value)));
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
fn name_of(value: &Value) -> &str {
    match value {
        Value::String(text) => text,
        Value::Object(members) => members.get("name").and_then(Value::as_str).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::align;

    /// Both lists as JSON; the origins as positions, `-` for none.
    #[track_caller]
    fn check(old: &str, new: &str, expect: &str) {
        let parse = |text: &str| -> Vec<Value> { serde_json::from_str(text).unwrap() };
        let (old, new) = (parse(old), parse(new));
        let origins = align(&old, &new);
        let words: Vec<String> =
            origins.iter().map(|o| o.map_or_else(|| "-".to_owned(), |o| o.to_string())).collect();
        assert_eq!(words.join(" "), expect);
    }

    #[test]
    fn elements_find_where_they_come_from() {
        check(r#"["a","b","c"]"#, r#"["a","b","c"]"#, "0 1 2");
        check(r#"["a","b","c"]"#, r#"["a","x","b","c"]"#, "0 - 1 2");
        check(r#"["a","b","c"]"#, r#"["x","a","b","c"]"#, "- 0 1 2");
        check(r#"["a","b","c"]"#, r#"["a","b","c","x"]"#, "0 1 2 -");
        check(r#"["a","b","c"]"#, r#"["a","c"]"#, "0 2");
        check(r#"["a","b","c"]"#, r#"["c","a","b"]"#, "2 0 1");
        check(r#"["a","a"]"#, r#"["a","a","a"]"#, "0 1 -");
        check("[]", r#"["a"]"#, "-");
        check(r#"["a"]"#, "[]", "");
        check("[null,1]", "[1,null]", "1 0");
    }

    #[test]
    fn elements_are_known_by_their_name_and_renamed_ones_by_their_neighbors() {
        check(r#"[{"name":"A"},{"name":"B"}]"#, r#"[{"name":"B","x":1},{"name":"A","x":1}]"#, "1 0");
        check(
            r#"[{"name":"A"},{"name":"B"},{"name":"C"}]"#,
            r#"[{"name":"A"},{"name":"Z"},{"name":"C"}]"#,
            "0 1 2",
        );
        check(r#"[{"name":"A"},{"name":"B"}]"#, r#"[{"name":"Z"},{"name":"B"}]"#, "0 1");
        check(r#"[{"x":1},{"x":2}]"#, r#"[{"x":1},{"x":3}]"#, "0 1");
    }

    #[test]
    fn equal_elements_come_before_those_of_the_same_name() {
        check(
            r#"[{"name":"A","x":1},{"name":"A","x":2}]"#,
            r#"[{"name":"A","x":2},{"name":"A","x":1}]"#,
            "1 0",
        );
        check(r#"[{"x":1},{"x":2},{"x":3}]"#, r#"[{"x":3},{"x":1},{"x":2}]"#, "2 0 1");
    }
}
