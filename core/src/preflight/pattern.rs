//! Event patterns of EventBridge, tried against events of which not everything is known.
//!
//! Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>

use serde_json::Value;

/// How a pattern goes with an event of which not everything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Yes,
    No,
    Unknown,
}

/// Whether any of them fits.
pub(super) fn either(fits: impl IntoIterator<Item = Fit>) -> Fit {
    fits.into_iter().fold(Fit::No, |all, one| match (all, one) {
        (Fit::Yes, _) | (_, Fit::Yes) => Fit::Yes,
        (Fit::Unknown, _) | (_, Fit::Unknown) => Fit::Unknown,
        (Fit::No, Fit::No) => Fit::No,
    })
}

fn both(fits: impl IntoIterator<Item = Fit>) -> Fit {
    fits.into_iter().fold(Fit::Yes, |all, one| match (all, one) {
        (Fit::No, _) | (_, Fit::No) => Fit::No,
        (Fit::Unknown, _) | (_, Fit::Unknown) => Fit::Unknown,
        (Fit::Yes, Fit::Yes) => Fit::Yes,
    })
}

fn not(fit: Fit) -> Fit {
    match fit {
        Fit::Yes => Fit::No,
        Fit::No => Fit::Yes,
        Fit::Unknown => Fit::Unknown,
    }
}

/// Whether an event goes with a pattern; `None` is a part of the event that is not known.
pub(super) fn fit(pattern: &Value, event: Option<&Value>) -> Fit {
    match pattern {
        Value::Object(members) => both(members.iter().map(|(key, pattern)| match (key.as_str(), pattern) {
            ("$or", Value::Array(choices)) => either(choices.iter().map(|choice| fit(choice, event))),
            (key, pattern) => fit(pattern, event.and_then(|event| event.get(key))),
        })),
        Value::Array(matchers) => match event {
            None => Fit::Unknown,
            Some(Value::Array(values)) => either(
                values.iter().flat_map(|value| matchers.iter().map(move |matcher| matches(matcher, value))),
            ),
            Some(value) => either(matchers.iter().map(|matcher| matches(matcher, value))),
        },
        // EventBridge takes no such pattern.
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Fit::Unknown,
    }
}

fn matches(matcher: &Value, value: &Value) -> Fit {
    let Some((operator, operand)) = matcher.as_object().and_then(|members| members.iter().next()) else {
        return of(matcher == value);
    };
    let text = value.as_str();
    match operator.as_str() {
        "exists" => of(operand.as_bool() != Some(false)),
        "anything-but" => match operand {
            Value::Array(list) => not(either(list.iter().map(|one| of(one == value)))),
            Value::Object(_) => not(matches(operand, value)),
            one => not(of(one == value)),
        },
        "prefix" | "suffix" | "wildcard" | "equals-ignore-case" => {
            let Some(text) = text else { return Fit::No };
            // Inside of "anything-but" there may be several.
            let operands = match operand {
                Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            either(operands.iter().map(|operand| compare(operator, operand, text)))
        }
        // Numbers and addresses are in no part of an event that is known here.
        _ => Fit::Unknown,
    }
}

fn compare(operator: &str, operand: &Value, text: &str) -> Fit {
    let (wanted, text) = match operand {
        Value::String(wanted) => (wanted.clone(), text.to_owned()),
        operand => match operand.get("equals-ignore-case").and_then(Value::as_str) {
            Some(wanted) => (wanted.to_lowercase(), text.to_lowercase()),
            None => return Fit::Unknown,
        },
    };
    of(match operator {
        "prefix" => text.starts_with(&wanted),
        "suffix" => text.ends_with(&wanted),
        "wildcard" => wildcard(&wanted, &text),
        _ => wanted.to_lowercase() == text.to_lowercase(),
    })
}

fn of(is: bool) -> Fit {
    if is { Fit::Yes } else { Fit::No }
}

/// `*` stands for any characters.
fn wildcard(pattern: &str, text: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let [first, .., last] = parts.as_slice() else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    for part in &parts[1..parts.len() - 1] {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patterns_are_tried_as_eventbridge_does() {
        let event = json!({"source": "aws.codecommit", "resources": ["arn:x", "arn:y"],
                           "detail": {"referenceName": "release/1", "event": "referenceUpdated"}});
        for (pattern, expected) in [
            (json!({"source": ["aws.codecommit"]}), Fit::Yes),
            (json!({"source": ["aws.s3", "aws.codecommit"], "resources": ["arn:y"]}), Fit::Yes),
            (json!({"resources": ["arn:z"]}), Fit::No),
            (json!({"detail": {"referenceName": ["main"]}}), Fit::No),
            (json!({"detail": {"referenceName": [{"prefix": "release/"}]}}), Fit::Yes),
            (json!({"detail": {"referenceName": [{"suffix": "/2"}]}}), Fit::No),
            (json!({"detail": {"referenceName": [{"wildcard": "rel*/*"}]}}), Fit::Yes),
            (json!({"detail": {"referenceName": [{"wildcard": "rel*2"}]}}), Fit::No),
            (json!({"detail": {"referenceName": [{"equals-ignore-case": "RELEASE/1"}]}}), Fit::Yes),
            (json!({"detail": {"referenceName": [{"prefix": {"equals-ignore-case": "REL"}}]}}), Fit::Yes),
            (json!({"detail": {"referenceName": [{"anything-but": ["main"]}]}}), Fit::Yes),
            (json!({"detail": {"referenceName": [{"anything-but": {"prefix": ["x", "rel"]}}]}}), Fit::No),
            (json!({"detail": {"referenceName": [{"exists": false}]}}), Fit::No),
            (json!({"detail": {"commitId": ["x"]}}), Fit::Unknown),
            (json!({"source": ["aws.s3"], "detail": {"commitId": ["x"]}}), Fit::No),
            (json!({"$or": [{"source": ["aws.s3"]}, {"detail": {"event": ["referenceUpdated"]}}]}), Fit::Yes),
            (json!({"source": "aws.codecommit"}), Fit::Unknown),
            (json!({}), Fit::Yes),
        ] {
            assert_eq!(fit(&pattern, Some(&event)), expected, "{pattern}");
        }
    }
}
