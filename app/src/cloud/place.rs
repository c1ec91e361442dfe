//! Where in a declaration the service found fault, read out of the sentences it answers with.
//!
//! The service reports model constraints with 1-based paths, several in one message, and semantic problems one at a
//! time with the names of stages and actions in the text. Positions here count from 0.

use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

/// One complaint and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePlace {
    pub stage: Option<IndexOrName>,
    pub action: Option<IndexOrName>,
    /// A member, by path from the innermost of pipeline, stage and action: `configuration.BucketName`,
    /// `outputArtifacts[0].name`.
    pub field: Option<String>,
    /// The complaint without the place.
    pub message: String,
}

/// How a message points at a stage or an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexOrName {
    /// From 0.
    Index(usize),
    Name(String),
}

/// All places a message of the service speaks of, in its order. Empty if it names none.
pub fn places(message: &str) -> Vec<ServicePlace> {
    let constraints = constraints(message);
    if constraints.is_empty() { semantic(message) } else { constraints }
}

/// `Value at 'pipeline.…' failed to satisfy constraint: …`, as often as it occurs.
fn constraints(message: &str) -> Vec<ServicePlace> {
    static START: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?s)Value(?: '.*?')? at '([^']+)' failed to satisfy constraint: "));
    let starts: Vec<_> =
        START.captures_iter(message).filter_map(|found| Some((found.get(0)?, found.get(1)?))).collect();
    let ends = starts.iter().skip(1).map(|(start, _)| start.start()).chain([message.len()]);
    let place = |((start, path), end): (&(regex_lite::Match<'_>, regex_lite::Match<'_>), usize)| {
        let complaint = message[start.end()..end].trim().trim_end_matches(';').to_owned();
        at_path(path.as_str(), complaint)
    };
    starts.iter().zip(ends).map(place).collect()
}

/// Takes `pipeline.stages.2.member.actions.1.member.configuration` apart.
fn at_path(path: &str, message: String) -> ServicePlace {
    let mut parts = path.split('.').filter(|part| !part.is_empty()).peekable();
    parts.next_if_eq(&"pipeline");
    let mut place = ServicePlace { stage: None, action: None, field: None, message };
    let mut field = String::new();
    while let Some(part) = parts.next() {
        let index =
            parts.peek().and_then(|next| next.parse::<usize>().ok()).and_then(|one| one.checked_sub(1));
        if index.is_some() {
            parts.next();
            parts.next_if_eq(&"member");
        }
        match (part, index) {
            ("stages", Some(index)) if place.stage.is_none() && field.is_empty() => {
                place.stage = Some(IndexOrName::Index(index));
            }
            ("actions", Some(index)) if place.action.is_none() && field.is_empty() => {
                place.action = Some(IndexOrName::Index(index));
            }
            (part, index) => {
                if !field.is_empty() {
                    field.push('.');
                }
                field.push_str(part);
                if let Some(index) = index {
                    field.push_str(&format!("[{index}]"));
                }
            }
        }
    }
    place.field = Some(field).filter(|field| !field.is_empty());
    place
}

/// A sentence of the service: how to recognize it, and the field it is about. Group `action` (and `stage`) names the
/// element, group `key` a configuration key.
struct Sentence {
    pattern: Regex,
    field: &'static str,
}

/// The sentences seen so far, the more telling ones first.
static SENTENCES: LazyLock<Vec<Sentence>> = LazyLock::new(|| {
    let rows = [
        (r"StageName=\[(?<stage>[^\]]*)\], ActionName=\[(?<action>[^\]]*)\], Namespace=", "namespace"),
        (r"StageName=\[(?<stage>[^\]]*)\], ActionName=\[(?<action>[^\]]*)\]", ""),
        (
            r#"Action configuration for (?:the new )?action ['"](?<action>[^'"]*)['"] contains unknown configuration ['"](?<key>[^'"]*)['"]"#,
            "configuration",
        ),
        (
            r#"Action configuration for (?:the new )?action ['"](?<action>[^'"]*)['"] is missing required configuration ['"](?<key>[^'"]*)['"]"#,
            "configuration",
        ),
        (
            r#"Action configuration for (?:the new )?action ['"](?<action>[^'"]*)['"] contains an invalid configuration for the secret property ['"](?<key>[^'"]*)['"]"#,
            "configuration",
        ),
        (r#"Action configuration for (?:the new )?action ['"](?<action>[^'"]*)['"]"#, "configuration"),
        (r"ActionType \(.*\) in action '(?<action>[^']*)' is not available", "actionTypeId"),
        (r"Input Artifact Bundle \S+ in action (?<action>\S+) is not declared", "inputArtifacts"),
        (r"Action (?<action>\S+) declares \d+ input artifacts", "inputArtifacts"),
        (r"Action (?<action>\S+) declares \d+ output artifacts", "outputArtifacts"),
        (r"Output Artifact Bundle name must be unique", "outputArtifacts"),
        (r"Action (?<action>\S+) must have a non-empty commands field", "commands"),
        (r"Source action '(?<action>[^']*)' must be in the same region", "region"),
        (r"Webhook Action with name (?<action>\S+) was not found", ""),
        (r"The region \S+ specified in 'pipeline.artifactStores'", "artifactStores"),
        (r"validating the artifact bucket '", "artifactStore.location"),
        (r"not authorized to perform AssumeRole on role", "roleArn"),
        (r"A pipeline with the name '[^']*' already exists", "name"),
        (r"minimum of 2 stages", "stages"),
        (
            r"Triggers on tag can only be used|Triggers for connection must|The trigger configuration for",
            "triggers",
        ),
    ];
    rows.into_iter().map(|(pattern, field)| Sentence { pattern: regex(pattern), field }).collect()
});

fn semantic(message: &str) -> Vec<ServicePlace> {
    let found = SENTENCES.iter().find(|sentence| sentence.pattern.is_match(message));
    let Some(Sentence { pattern, field }) = found else { return Vec::new() };
    let place = |captures: Captures<'_>| {
        let named = |group| captures.name(group).map(|name| name.as_str().to_owned());
        let field = match named("key") {
            Some(key) => format!("{field}.{key}"),
            None => (*field).to_owned(),
        };
        ServicePlace {
            stage: named("stage").map(IndexOrName::Name),
            action: named("action").map(IndexOrName::Name),
            field: Some(field).filter(|field| !field.is_empty()),
            message: message.to_owned(),
        }
    };
    pattern.captures_iter(message).map(place).collect()
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file, compiled by its tests")
}
