//! The rules of EventBridge that start a pipeline: whether one is there, fits the source, is on, and may.
//!
//! A rule that has the pipeline as its target may watch something else, another branch or another bucket. So its
//! pattern is tried against the event a change of the source makes, as far as that is known from the design.

use serde_json::{Value, json};

use super::judge::Found;
use super::permissions;
use super::services::{Asked, ask};
use super::{Answer, Ask, EventSource, Input, Service, SourceChange, State, encoded};
use crate::pipeline::Action;
use crate::policy::Statement;

/// More rules than any pipeline has; each costs two calls.
const MOST_RULES: usize = 10;

/// A question about rules.
#[derive(Clone, Copy)]
pub(super) struct Starts<'q> {
    /// The ARN of the pipeline.
    pub arn: &'q str,
    pub source: EventSource,
    /// The name of the source action.
    pub action: &'q str,
    pub change: &'q SourceChange,
}

/// How a pattern goes with an event of which not everything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    Unknown,
}

/// What is known of a rule.
struct Rule<'a> {
    name: &'a str,
    is_on: bool,
    fit: Fit,
    /// The event it fits is one the bucket itself sends.
    is_sent_by_bucket: bool,
    pattern: Option<&'a str>,
}

impl SourceChange {
    /// The events of a change at this source; what is known only when the pipeline runs is left out of them.
    pub(super) fn of(action: &Action, place: [&str; 3]) -> Self {
        let [partition, region, account] = place;
        let configuration = action.configuration();
        let known = |key: &str| {
            let value = configuration.get(key).filter(|value| !value.trim().is_empty());
            value.filter(|value| !value.contains("#{")).map(Value::from)
        };
        let event = |source: &str, kind: &str, detail: Value| json!({"source": source, "detail-type": kind, "account": account, "region": region, "detail": detail});
        let (events, bucket) = match action.action_type().provider {
            "ECR" => {
                let detail = without_unknown([
                    ("action-type", Some(json!("PUSH"))),
                    ("result", Some(json!("SUCCESS"))),
                    ("repository-name", known("RepositoryName")),
                    ("image-tag", Some(known("ImageTag").unwrap_or_else(|| json!("latest")))),
                ]);
                (vec![event("aws.ecr", "ECR Image Action", detail)], None)
            }
            "S3" => {
                let (bucket, key) = (known("S3Bucket"), known("S3ObjectKey"));
                let name = bucket.as_ref().and_then(Value::as_str).map(str::to_owned);
                let sent = json!({
                    "bucket": without_unknown([("name", bucket.clone())]),
                    "object": without_unknown([("key", key.clone())]),
                });
                let recorded = |operation: &str| {
                    let parameters = without_unknown([("bucketName", bucket.clone()), ("key", key.clone())]);
                    let detail = json!({"eventSource": "s3.amazonaws.com", "eventName": operation,
                                        "requestParameters": parameters});
                    event("aws.s3", "AWS API Call via CloudTrail", detail)
                };
                let mut events = vec![event("aws.s3", "Object Created", sent)];
                events.extend(["PutObject", "CompleteMultipartUpload", "CopyObject"].map(recorded));
                (events, name)
            }
            _ => {
                let repository = known("RepositoryName");
                let arn = repository.as_ref().and_then(Value::as_str).map(|repository| {
                    json!([format!("arn:{partition}:codecommit:{region}:{account}:{repository}")])
                });
                let changed = |what: &str| {
                    let detail = without_unknown([
                        ("event", Some(json!(what))),
                        ("referenceType", Some(json!("branch"))),
                        ("referenceName", known("BranchName")),
                        ("repositoryName", repository.clone()),
                    ]);
                    let mut event = event("aws.codecommit", "CodeCommit Repository State Change", detail);
                    if let Some(arn) = &arn {
                        event["resources"] = arn.clone();
                    }
                    event
                };
                (["referenceUpdated", "referenceCreated"].map(changed).into(), None)
            }
        };
        Self { events, bucket }
    }
}

fn without_unknown<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

impl Starts<'_> {
    /// The calls to make once the names of the rules are known.
    pub(super) fn asks(&self, so_far: &[Asked]) -> Vec<Ask> {
        let mut next = Vec::new();
        for name in names(so_far).take(MOST_RULES) {
            let input = |key: &str| Input::Json(json!({ key: name }));
            let absent = &["ResourceNotFoundException"];
            next.push(ask(
                Service::EventBridge,
                "DescribeRule",
                input("Name"),
                "events:DescribeRule",
                absent,
            ));
            let permission = "events:ListTargetsByRule";
            next.push(ask(Service::EventBridge, "ListTargetsByRule", input("Rule"), permission, absent));
        }
        // What else matters is known only when the rules are.
        let is_described = next.iter().all(|ask| so_far.iter().any(|(asked, _)| same(asked, ask)));
        if is_described && self.source != EventSource::Polls {
            let rules = self.rules(so_far);
            let working: Vec<&Rule<'_>> = rules.iter().filter(|rule| rule.works()).collect();
            if let Some(bucket) = &self.change.bucket
                && working.iter().any(|rule| rule.is_sent_by_bucket)
            {
                let input = Input::Get(format!("/{}?notification=", encoded(bucket)));
                let permission = "s3:GetBucketNotification";
                next.push(ask(Service::S3, "GetBucketNotification", input, permission, &["NoSuchBucket"]));
            }
            if let Some(role) = working.first().and_then(|rule| self.role(rule.name, so_far)) {
                let of_role: Vec<Asked> =
                    so_far.iter().filter(|(ask, _)| ask.service == Service::Iam).cloned().collect();
                let name = role.rsplit('/').next().unwrap_or(role);
                next.extend(permissions::asks(name, &of_role));
            }
        }
        next.retain(|ask| so_far.iter().all(|(asked, _)| !same(asked, ask)));
        next
    }

    pub(super) fn judge(&self, title: &str, asked: &[Asked]) -> Found {
        let rules = self.rules(asked);
        let all = listed(rules.iter().map(|rule| rule.name));
        let action = self.action;
        if self.source == EventSource::Polls {
            let twice =
                listed(rules.iter().filter(|rule| rule.is_on && rule.fit != Fit::No).map(|rule| rule.name));
            return if twice.is_empty() {
                Found::fine(format!("{action} polls, and no event rule starts the pipeline too"))
            } else {
                let words = format!("{action} polls, and an event rule starts the pipeline too: {twice}");
                let help = "Set PollForSourceChanges to false, or each change starts two executions";
                Found::new(State::Advice, words, Some(help), Some("CP1302"))
            };
        }
        if let Some(rule) = rules.iter().find(|rule| rule.works()) {
            return self.with_rule(title, rule, asked);
        }
        let (code, create) = match self.source {
            EventSource::Images => (
                "CP1304",
                "Create an EventBridge rule with the pipeline as its target: an ECR source does not poll",
            ),
            EventSource::Polls | EventSource::Waits => (
                "CP1303",
                "Create an EventBridge rule with the pipeline as its target, or only people start it",
            ),
        };
        if let Some(unclear) = rules.iter().find(|rule| rule.fit == Fit::Unknown && rule.is_on) {
            let name = unclear.name;
            let about = |(ask, _): &&Asked| ask.operation == "DescribeRule" && says(ask, name);
            let words = format!("{title}: {name} has the pipeline as its target, but whether it fits");
            return asked
                .iter()
                .find(about)
                .and_then(|(ask, answer)| Found::unclear(&words, ask, answer))
                .unwrap_or_else(|| Found::could_not_check(format!("{words} cannot be told")));
        }
        if let Some(off) = rules.iter().find(|rule| rule.fit == Fit::Yes) {
            let words = format!("The event rule for {action} is disabled: {}", off.name);
            let help = "Enable the rule, or only people start the pipeline";
            return Found::new(State::Advice, words, Some(help), Some(code));
        }
        if rules.is_empty() {
            let words = match self.source {
                EventSource::Images => format!("No event rule starts the pipeline for {action}"),
                EventSource::Polls | EventSource::Waits => {
                    format!("{action} does not poll, and no event rule starts the pipeline")
                }
            };
            return Found::new(State::Advice, words, Some(create), Some(code));
        }
        let words =
            format!("No event rule fits {action}; what starts the pipeline watches something else: {all}");
        let help = "Correct the event pattern of the rule, or create one for this source";
        let patterns = rules.iter().filter_map(|rule| Some(format!("{}: {}", rule.name, rule.pattern?)));
        Found::new(State::Advice, words, Some(help), Some(code)).with_details(patterns.collect())
    }

    /// What may still be wrong where a rule fits.
    fn with_rule(&self, title: &str, rule: &Rule<'_>, asked: &[Asked]) -> Found {
        let Rule { name, .. } = rule;
        let is_told = asked.iter().any(|(ask, answer)| {
            ask.operation == "ListTargetsByRule" && says(ask, name) && matches!(answer, Answer::Found(_))
        });
        if is_told && self.role(name, asked).is_none() {
            return Found::problem(
                format!("The event rule {name} has no role to start the pipeline with"),
                "Give its target a role that events.amazonaws.com may take on and that allows codepipeline:StartPipelineExecution",
                Some("CP1305"),
            );
        }
        let needed = Statement {
            sid: "Start".to_owned(),
            actions: vec!["codepipeline:StartPipelineExecution".to_owned()],
            resources: vec![self.arn.to_owned()],
            condition: None,
            reasons: Vec::new(),
        };
        if permissions::lacks(needed, asked) == Some(true) {
            return Found::problem(
                format!("The role of the event rule {name} may not start the pipeline"),
                "Allow it codepipeline:StartPipelineExecution on the pipeline",
                Some("CP1305"),
            );
        }
        let words = format!("An event rule starts the pipeline for {}: {name}", self.action);
        let notification = asked.iter().find(|(ask, _)| ask.operation == "GetBucketNotification");
        let bucket = self.change.bucket.as_deref().unwrap_or_default();
        match notification {
            Some((_, Answer::Found(body))) if body.get("EventBridgeConfiguration").is_none() => Found::new(
                State::Advice,
                format!(
                    "Bucket {bucket} sends no events, so the event rule {name} never hears of a new object"
                ),
                Some("Turn on the notification to EventBridge in the properties of the bucket"),
                Some("CP1303"),
            ),
            Some((_, Answer::Found(_))) => {
                Found::fine(format!("{words}, and bucket {bucket} sends its events"))
            }
            Some((ask, answer)) => {
                let whether = format!("{title}: {name} fits, but whether bucket {bucket} sends events");
                Found::unclear(&whether, ask, answer).unwrap_or_else(|| Found::fine(words))
            }
            None if self.change.bucket.is_some() => {
                Found::fine(format!("{words}, if a trail of CloudTrail records writes to bucket {bucket}"))
            }
            None => Found::fine(words),
        }
    }

    fn rules<'a>(&self, asked: &'a [Asked]) -> Vec<Rule<'a>> {
        names(asked).take(MOST_RULES).map(|name| self.rule(name, asked)).collect()
    }

    fn rule<'a>(&self, name: &'a str, asked: &'a [Asked]) -> Rule<'a> {
        let described = asked
            .iter()
            .find(|(ask, _)| ask.operation == "DescribeRule" && says(ask, name))
            .map(|(_, answer)| answer);
        let Some(Answer::Found(body)) = described else {
            return Rule { name, is_on: true, fit: Fit::Unknown, is_sent_by_bucket: false, pattern: None };
        };
        let is_on = body["State"].as_str().is_none_or(|state| state.starts_with("ENABLED"));
        let pattern = body["EventPattern"].as_str();
        // Without a pattern it is a schedule.
        let fits: Vec<Fit> = match pattern.map(serde_json::from_str::<Value>) {
            None => vec![Fit::No],
            Some(Err(_)) => vec![Fit::Unknown],
            Some(Ok(pattern)) => self.change.events.iter().map(|event| fit(&pattern, Some(event))).collect(),
        };
        let is_sent_by_bucket = self.change.bucket.is_some() && fits.first() == Some(&Fit::Yes);
        Rule { name, is_on, fit: either(fits), is_sent_by_bucket, pattern }
    }

    /// The role with which a rule starts the pipeline.
    fn role<'a>(&self, rule: &str, asked: &'a [Asked]) -> Option<&'a str> {
        let mut targets =
            asked.iter().filter(|(ask, _)| ask.operation == "ListTargetsByRule" && says(ask, rule));
        let Answer::Found(body) = &targets.next()?.1 else { return None };
        let mut own = body["Targets"].as_array()?.iter().filter(|target| target["Arn"] == self.arn);
        own.find_map(|target| target["RoleArn"].as_str())
    }
}

impl Rule<'_> {
    fn works(&self) -> bool {
        self.is_on && self.fit == Fit::Yes
    }
}

fn names(asked: &[Asked]) -> impl Iterator<Item = &str> {
    let lists = asked.iter().filter_map(|(ask, answer)| match answer {
        Answer::Found(body) if ask.operation == "ListRuleNamesByTarget" => body["RuleNames"].as_array(),
        Answer::Found(_) | Answer::Absent | Answer::Denied { .. } | Answer::Failed { .. } => None,
    });
    lists.flatten().filter_map(Value::as_str)
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Whether two calls are one; in which Region they are made is added later.
fn same(left: &Ask, right: &Ask) -> bool {
    left.operation == right.operation && left.input == right.input
}

/// Whether a call is about this rule.
fn says(ask: &Ask, rule: &str) -> bool {
    matches!(&ask.input, Input::Json(input) if input["Name"] == rule || input["Rule"] == rule)
}

fn either(fits: impl IntoIterator<Item = Fit>) -> Fit {
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
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>
fn fit(pattern: &Value, event: Option<&Value>) -> Fit {
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
