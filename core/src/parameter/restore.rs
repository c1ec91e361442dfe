//! References where values were put in, after somebody went on with the values.
//!
//! A design is published and merged with the values of its parameters. What comes back from a merge has values
//! everywhere; where one is still what a reference stands for, the reference is meant.

use serde_json::Value;

use super::references;
use crate::document::{Document, Source, rewrite};
use crate::pipeline::{Object, Pipeline};

/// A pipeline that was made from `resolved`, with the references of `written` where the values are the same.
///
/// Stages and actions are known by their ids. Of a text that was changed in part, references in the parts that were
/// not stay. Where a list was changed, its elements are known by what they are, then by where they stand.
pub fn restore(written: &Document, resolved: &Document, merged: &Pipeline) -> Pipeline {
    let mut restored = merged.clone();
    let (written, resolved) = (written.pipeline(), resolved.pipeline());
    object(&written.members, &resolved.members, &mut restored.members);
    for stage in &mut restored.stages {
        if let (Some(written), Some(resolved)) = (written.stage(stage.id), resolved.stage(stage.id)) {
            object(&written.members, &resolved.members, &mut stage.members);
        }
        for action in &mut stage.actions {
            if let (Some((_, written)), Some((_, resolved))) =
                (written.action(action.id), resolved.action(action.id))
            {
                object(&written.members, &resolved.members, &mut action.members);
            }
        }
    }
    restored
}

fn object(written: &Object, resolved: &Object, merged: &mut Object) {
    for (key, value) in merged.iter_mut() {
        if let (Some(written), Some(resolved)) = (written.get(key), resolved.get(key)) {
            restore_value(written, resolved, value);
        }
    }
}

fn restore_value(written: &Value, resolved: &Value, merged: &mut Value) {
    if written == resolved {
        return;
    }
    if merged == resolved {
        merged.clone_from(written);
        return;
    }
    match (written, resolved, &mut *merged) {
        (Value::String(written), Value::String(resolved), Value::String(text)) => {
            if let Some(restored) =
                json_text(written, resolved, text).or_else(|| part(written, text, resolved))
            {
                *text = restored;
            }
        }
        (Value::Object(written), Value::Object(resolved), Value::Object(merged)) => {
            object(written, resolved, merged);
        }
        (Value::Array(written), Value::Array(resolved), Value::Array(merged)) => {
            list(written, resolved, merged);
        }
        _ => {}
    }
}

fn list(written: &[Value], resolved: &[Value], merged: &mut [Value]) {
    let mut is_taken = vec![false; resolved.len()];
    let mut is_done = vec![false; merged.len()];
    // What is the same as before, where it stood if it can be.
    for (index, value) in merged.iter_mut().enumerate() {
        let fits = |at: usize| resolved.get(at) == Some(&*value) && !is_taken[at];
        let found = if index < resolved.len() && fits(index) {
            Some(index)
        } else {
            (0..resolved.len()).find(|at| fits(*at))
        };
        if let Some(at) = found {
            (is_taken[at], is_done[index]) = (true, true);
            if let Some(before) = written.get(at) {
                value.clone_from(before);
            }
        }
    }
    // What is called the same, then what stands where it stood.
    let name = |value: &Value| value.get("name").and_then(Value::as_str).map(str::to_owned);
    for (index, value) in merged.iter_mut().enumerate().filter(|(index, _)| !is_done[*index]) {
        let named = name(value).and_then(|wanted| {
            (0..resolved.len()).find(|at| !is_taken[*at] && name(&resolved[*at]).as_ref() == Some(&wanted))
        });
        let at = named.or((resolved.get(index).is_some() && !is_taken[index]).then_some(index));
        if let Some((at, before)) = at.and_then(|at| Some((at, written.get(at)?))) {
            is_taken[at] = true;
            restore_value(before, &resolved[at], value);
        }
    }
}

/// A text that holds JSON, such as environment variables, value by value. `None` if one of them is something else, or
/// nothing can be restored.
fn json_text(written: &str, resolved: &str, merged: &str) -> Option<String> {
    let read = |text: &str| -> Option<Value> {
        let value: Value = serde_json::from_str(text).ok()?;
        (value.is_object() || value.is_array()).then_some(value)
    };
    let (written, resolved, before) = (read(written)?, read(resolved)?, read(merged)?);
    let mut value = before.clone();
    restore_value(&written, &resolved, &mut value);
    if value == before {
        return None;
    }
    let source = Source::decode(merged.as_bytes()).ok()?;
    Some(rewrite(&source, &value))
}

/// A text that was changed in part: its beginning and its end are as they were, and references whose values are
/// wholly inside one of these stay.
fn part(written: &str, merged: &str, resolved: &str) -> Option<String> {
    let pieces = pieces(written, resolved)?;
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let head = same(&mut resolved.chars(), &mut merged.chars());
    let tail = same(&mut resolved[head..].chars().rev(), &mut merged[head..].chars().rev());
    let (tail_start, shift) = (resolved.len() - tail, merged.len().wrapping_sub(resolved.len()));
    let mut out = String::new();
    let mut from = 0;
    for Piece { reference, start, end } in pieces {
        let at = if end <= head && is_boundary(merged, end) {
            (start, end)
        } else if start >= tail_start && is_boundary(merged, start.wrapping_add(shift)) {
            (start.wrapping_add(shift), end.wrapping_add(shift))
        } else {
            continue;
        };
        out.push_str(merged.get(from..at.0)?);
        out.push_str(reference);
        from = at.1;
    }
    if from == 0 {
        return None;
    }
    out.push_str(merged.get(from..)?);
    Some(out)
}

/// A reference, and where its value stands.
struct Piece<'a> {
    reference: &'a str,
    start: usize,
    end: usize,
}

/// Where the values of the references of a text stand in it once they are put in. `None` if that is not clear, or
/// there are none.
fn pieces<'a>(written: &'a str, resolved: &str) -> Option<Vec<Piece<'a>>> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    for reference in references(written) {
        let literal = &written[from..reference.span.start];
        let rest = resolved.get(at..)?.strip_prefix(literal)?;
        let start = at + literal.len();
        let after = &written[reference.span.end..];
        // The value goes on to where what follows begins: the next literal, or the end.
        let next = references(after).first().map_or(after, |next| &after[..next.span.start]);
        let is_last = next.len() == after.len();
        let length = match (is_last, next.is_empty()) {
            (true, _) => rest.strip_suffix(next)?.len(),
            // Nothing tells two values beside each other apart.
            (false, true) => return None,
            (false, false) => rest.find(next)?,
        };
        let text = &written[reference.span.clone()];
        if rest.get(..length)? != text && length > 0 {
            found.push(Piece { reference: text, start, end: start + length });
        }
        (from, at) = (reference.span.end, start + length);
    }
    (!found.is_empty()).then_some(found)
}

/// Whether no word goes on over this place: `dev` is not in `develop`.
fn is_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !(is_word(before.chars().next_back()) && is_word(after.chars().next()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(written: &Value, resolved: &Value, merged: Value, expected: &Value) {
        let mut merged = merged;
        restore_value(written, resolved, &mut merged);
        assert_eq!(merged, *expected);
    }

    #[test]
    fn a_value_that_is_the_same_is_the_reference() {
        check(&json!("a-${S}"), &json!("a-dev"), json!("a-dev"), &json!("a-${S}"));
        check(&json!("a-${S}"), &json!("a-dev"), json!("b"), &json!("b"));
        check(
            &json!({"x": {"y": "${S}"}}),
            &json!({"x": {"y": "dev"}}),
            json!({"x": {"y": "dev", "z": 1}}),
            &json!({"x": {"y": "${S}", "z": 1}}),
        );
    }

    #[test]
    fn what_was_not_changed_of_a_text_keeps_its_references() {
        for (written, resolved, merged, expected) in [
            ("a-${S}-b", "a-dev-b", "a-dev-c", "a-${S}-c"),
            ("a-${S}-b", "a-dev-b", "c-dev-b", "c-${S}-b"),
            ("a-${S}", "a-dev", "a-dev-v2", "a-${S}-v2"),
            ("a-${S}", "a-dev", "a-develop", "a-develop"),
            ("${S}/${T}", "dev/blue", "dev/green", "${S}/green"),
            ("${S}/x/${T}", "dev/x/blue", "dev/yy/blue", "${S}/yy/${T}"),
            ("${S}${T}", "devblue", "devgreen", "devgreen"),
            ("é${S}é", "édevé", "édevä", "édevä"),
            ("${S} ${HOME} b", "dev ${HOME} b", "dev ${HOME} c", "${S} ${HOME} c"),
        ] {
            check(&json!(written), &json!(resolved), json!(merged), &json!(expected));
        }
    }

    #[test]
    fn elements_of_lists_are_known_again() {
        check(
            &json!(["${S}", "b", "c-${S}"]),
            &json!(["dev", "b", "c-dev"]),
            json!(["c-dev", "dev"]),
            &json!(["c-${S}", "${S}"]),
        );
        check(
            &json!([{"name": "A", "value": "${S}"}, {"name": "B", "value": "x"}]),
            &json!([{"name": "A", "value": "dev"}, {"name": "B", "value": "x"}]),
            json!([{"name": "B", "value": "y"}, {"name": "A", "value": "dev", "type": "PLAINTEXT"}]),
            &json!([{"name": "B", "value": "y"}, {"name": "A", "value": "${S}", "type": "PLAINTEXT"}]),
        );
    }

    #[test]
    fn json_in_a_text_is_restored_value_by_value() {
        let written = r#"[{"name":"STAGE","value":"${S}"},{"name":"LEVEL","value":"1"}]"#;
        let resolved = written.replace("${S}", "dev");
        let merged = resolved.replace("\"1\"", "\"2\"");
        let expected = written.replace("\"1\"", "\"2\"");
        check(&json!(written), &json!(resolved), json!(merged), &json!(expected));
    }
}
