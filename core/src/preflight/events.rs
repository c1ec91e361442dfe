//! The rules of EventBridge that start a pipeline: whether one is there, fits the source, is on, and may.
//!
//! A rule that has the pipeline as its target may watch something else, another branch or another bucket. So its
//! pattern is tried against the event a change of the source makes, as far as that is known from the design.

use serde_json::{Value, json};

use super::judge::Found;
use super::pattern::{Fit, either, fit};
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
