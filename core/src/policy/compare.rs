//! A needed policy held against the policies a role has.
//!
//! This reads identity policies only: permission boundaries, policies of the organization and resource policies can
//! still forbid what is allowed here. An `Allow` with a condition counts as allowed, because whether the condition
//! holds shows only when the pipeline runs; a `Deny` with a condition counts as no denial for the same reason.

use serde_json::Value;

use super::{Reason, Statement};

/// What a role lacks, and what it has too much.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Needed and not allowed, by action.
    pub missing: Vec<Missing>,
    /// Actions the given policies allow although nothing here needs them, as they are written there.
    pub superfluous: Vec<String>,
}

/// A permission a role lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The IAM action.
    pub action: String,
    /// The resources it is not allowed on.
    pub resources: Vec<String>,
    /// Whether a statement denies it outright.
    pub is_denied: bool,
    /// Who needs it.
    pub reasons: Vec<Reason>,
}

/// Compares what is needed with policy documents as IAM gives them. What is no policy allows nothing.
pub fn compare(needed: &[Statement], given: &[Value]) -> Comparison {
    let given: Vec<Given<'_>> = given.iter().flat_map(statements).collect();
    let mut comparison = Comparison::default();
    for statement in needed {
        for action in &statement.actions {
            let lacking: Vec<&String> =
                statement.resources.iter().filter(|resource| !is_allowed(&given, action, resource)).collect();
            if lacking.is_empty() {
                continue;
            }
            let is_denied = lacking.iter().any(|resource| is_denied(&given, action, resource));
            comparison.missing.push(Missing {
                action: action.clone(),
                resources: lacking.into_iter().cloned().collect(),
                is_denied,
                reasons: statement.reasons.clone(),
            });
        }
    }
    for pattern in given.iter().filter(|given| given.is_allow).flat_map(|given| &given.actions) {
        // Either may hold the wildcards: `s3:*` is given, or `kms:ReEncrypt*` is needed.
        let is_used = needed.iter().flat_map(|statement| &statement.actions).any(|action| {
            covers(&pattern.to_lowercase(), &action.to_lowercase())
                || covers(&action.to_lowercase(), &pattern.to_lowercase())
        });
        if !is_used && !comparison.superfluous.iter().any(|known| known == pattern) {
            comparison.superfluous.push((*pattern).to_owned());
        }
    }
    comparison
}

/// One statement of a given policy.
struct Given<'a> {
    is_allow: bool,
    has_condition: bool,
    actions: Vec<&'a str>,
    not_actions: Vec<&'a str>,
    resources: Vec<&'a str>,
    not_resources: Vec<&'a str>,
}

fn statements(document: &Value) -> Vec<Given<'_>> {
    let list = match &document["Statement"] {
        Value::Array(list) => list.iter().collect(),
        one @ Value::Object(_) => vec![one],
        _ => Vec::new(),
    };
    list.into_iter()
        .filter(|statement| matches!(statement["Effect"].as_str(), Some("Allow" | "Deny")))
        .map(|statement| Given {
            is_allow: statement["Effect"] == "Allow",
            has_condition: statement.get("Condition").is_some(),
            actions: texts(&statement["Action"]),
            not_actions: texts(&statement["NotAction"]),
            resources: texts(&statement["Resource"]),
            not_resources: texts(&statement["NotResource"]),
        })
        .collect()
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

impl Given<'_> {
    fn applies(&self, action: &str, resource: &str) -> bool {
        let action = action.to_lowercase();
        let has_action = |patterns: &[&str]| patterns.iter().any(|p| covers(&p.to_lowercase(), &action));
        let has_resource = |patterns: &[&str]| patterns.iter().any(|p| covers(p, resource));
        let of_action = if self.actions.is_empty() {
            !self.not_actions.is_empty() && !has_action(&self.not_actions)
        } else {
            has_action(&self.actions)
        };
        let of_resource = if self.resources.is_empty() {
            !self.not_resources.is_empty() && !has_resource(&self.not_resources)
        } else {
            has_resource(&self.resources)
        };
        of_action && of_resource
    }
}

fn is_denied(given: &[Given<'_>], action: &str, resource: &str) -> bool {
    given.iter().any(|given| !given.is_allow && !given.has_condition && given.applies(action, resource))
}

fn is_allowed(given: &[Given<'_>], action: &str, resource: &str) -> bool {
    given.iter().any(|given| given.is_allow && given.applies(action, resource))
        && !is_denied(given, action, resource)
}

/// Whether everything the text stands for matches the pattern: `*` and `?` of the text are letters like others, which
/// only a `*` of the pattern takes in.
fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where the last `*` was, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some('?') if text[t] != '*' => (p, t) = (p + 1, t + 1),
            Some(letter) if *letter == text[t] => (p, t) = (p + 1, t + 1),
            Some(_) | None => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                (p, t) = (at + 1, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn patterns_cover_what_they_stand_for() {
        for (pattern, text, expected) in [
            ("*", "anything", true),
            ("s3:Get*", "s3:GetObject", true),
            ("s3:Get*", "s3:PutObject", false),
            ("arn:aws:s3:::a/*", "arn:aws:s3:::a/*", true),
            ("arn:aws:s3:::a/b", "arn:aws:s3:::a/*", false),
            ("a?c", "abc", true),
            ("a?c", "a*c", false),
            ("a*b*c", "aXbXbc", true),
            ("a*b*c", "aXc", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(covers(pattern, text), expected, "{pattern} {text}");
        }
    }
}
