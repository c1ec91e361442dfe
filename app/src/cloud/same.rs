//! Whether two declarations say the same, and whether two times are the same.
//!
//! The service answers with more than it was sent: a version, a run order of 1, empty lists, masked secrets.
//! None of that is a difference.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde_json::{Map, Value};

/// What the service shows in place of a secret, and takes to mean "as it was".
pub const MASK: &str = "****";

/// Whether `left` and `right`, two declarations without their `{"pipeline": …}`, mean the same pipeline.
pub fn same_content(left: &Value, right: &Value) -> bool {
    same(&plain(left, &[]), &plain(right, &[]))
}

/// Whether `found` says nothing that `sent` does not say too: `sent` itself, or what a service that drops unknown
/// members made of it, or an older state of it.
pub fn may_come_from(found: &Value, sent: &Value) -> bool {
    is_part(&plain(found, &[]), &plain(sent, &[]))
}

/// Milliseconds since 1970 of a time written as seconds (`1.7E9`) or as ISO 8601 text. `None` if it is neither.
pub fn instant(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<f64>() {
        return seconds.is_finite().then(|| (seconds * 1000.0).round() as i64);
    }
    let time = DateTime::from_str(text, Format::DateTimeWithOffset).ok()?;
    time.to_millis().ok()
}

/// Whether two written times are one. Times that cannot be read are compared as text.
pub fn same_instant(left: &str, right: &str) -> bool {
    match (instant(left), instant(right)) {
        (Some(left), Some(right)) => left == right,
        (Some(_) | None, None) | (None, Some(_)) => left == right,
    }
}

/// Members the service fills in when they are absent, by where they stand.
fn is_default(path: &[&str], key: &str, value: &Value) -> bool {
    match (path, key) {
        ([], "version" | "metadata" | "pipewright") => true,
        ([], "pipelineType") => value == "V1",
        ([], "executionMode") => value == "SUPERSEDED",
        (["stages", "actions"], "runOrder") => value.as_u64() == Some(1),
        _ => false,
    }
}

/// `value` without defaults, nulls and empty lists and objects. `path` counts members, not list positions.
fn plain(value: &Value, path: &[&str]) -> Value {
    match value {
        Value::Object(members) => {
            let mut kept = Map::new();
            for (key, member) in members {
                if is_default(path, key, member) {
                    continue;
                }
                let member = plain(member, &[path, &[key.as_str()]].concat());
                if !is_empty(&member) {
                    kept.insert(key.clone(), member);
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| plain(item, path)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn same(left: &Value, right: &Value) -> bool {
    is_part(left, right) && is_part(right, left)
}

/// Whether every member of `part` is in `whole` and means the same there. Lists have to be as long.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::String(part), Value::String(whole)) => part == whole || part == MASK || whole == MASK,
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| is_part(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(part, whole)| is_part(part, whole))
        }
        (part, whole) => part == whole,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(left: &Value, right: &Value, expected: bool) {
        assert_eq!(same_content(left, right), expected);
        assert_eq!(same_content(right, left), expected, "the other way round");
    }

    fn with_action(action: &Value) -> Value {
        json!({"name": "p", "stages": [{"name": "S", "actions": [action]}]})
    }

    #[test]
    fn what_the_service_adds_is_no_difference() {
        check(
            &with_action(&json!({"name": "A"})),
            &json!({"version": 3, "pipelineType": "V1", "executionMode": "SUPERSEDED", "name": "p", "stages": [
                {"actions": [{"inputArtifacts": [], "configuration": {}, "outputArtifacts": [], "name": "A", "runOrder": 1}],
                 "name": "S", "blockers": []}
            ]}),
            true,
        );
        check(
            &with_action(&json!({"configuration": {"Repo": "r", "OAuthToken": "secret"}})),
            &with_action(&json!({"configuration": {"Repo": "r", "OAuthToken": "****"}})),
            true,
        );
    }

    #[test]
    fn what_a_person_wrote_is_a_difference() {
        let action = |value: Value| with_action(&value);
        check(&action(json!({"name": "A"})), &action(json!({"name": "B"})), false);
        check(&action(json!({"runOrder": 2})), &action(json!({})), false);
        check(
            &action(json!({"configuration": {"A": "1"}})),
            &action(json!({"configuration": {"A": "2"}})),
            false,
        );
        check(
            &action(json!({"configuration": {"A": "1"}})),
            &action(json!({"configuration": {"a": "1"}})),
            false,
        );
        check(&json!({"pipelineType": "V2"}), &json!({}), false);
        check(&json!({"executionMode": "QUEUED"}), &json!({}), false);
        // A rule may have a member of the same name that means something.
        check(&json!({"triggers": [{"version": 1}]}), &json!({"triggers": [{"version": 2}]}), false);
    }

    #[test]
    fn what_a_service_may_have_dropped_is_told_from_what_it_never_got() {
        let sent = json!({"name": "p", "future": 1, "stages": [{"name": "S", "future": 2}]});
        assert!(may_come_from(&json!({"version": 2, "stages": [{"name": "S"}], "name": "p"}), &sent));
        assert!(!may_come_from(&json!({"name": "p", "stages": [{"name": "T"}]}), &sent));
        assert!(!may_come_from(&json!({"name": "p", "stages": [], "future": 1}), &json!({"name": "p"})));
    }

    #[test]
    fn a_time_is_the_same_however_it_is_written() {
        assert!(same_instant("1767225600.5", "2026-01-01T00:00:00.500Z"));
        assert!(same_instant("1.7672256E9", "2026-01-01T01:00:00+01:00"));
        assert!(!same_instant("1767225600", "1767225601"));
        assert!(same_instant("odd", "odd"));
        assert!(!same_instant("odd", "1767225600"));
        assert_eq!(instant("NaN"), None);
    }
}
