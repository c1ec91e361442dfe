//! Where in a declaration the service found fault, read out of the sentences it answers with.
//!
//! The service reports model constraints with 1-based paths, several in one message, and semantic problems one at a
//! time with the names of stages and actions in the text. Positions here count from 0.

use std::fmt::Write as _;
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
                    write!(field, "[{index}]").expect("writing to a string does not fail");
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares stage, action and field, written `stage/action/field` with `-` for what is not named.
    #[track_caller]
    fn check(message: &str, expected: &[&str]) {
        let name = |part: &Option<IndexOrName>| match part {
            None => "-".to_owned(),
            Some(IndexOrName::Index(index)) => index.to_string(),
            Some(IndexOrName::Name(name)) => name.clone(),
        };
        let found: Vec<String> = places(message)
            .iter()
            .map(|place| {
                let field = place.field.as_deref().unwrap_or("-");
                format!("{}/{}/{field}", name(&place.stage), name(&place.action))
            })
            .collect();
        assert_eq!(found, expected, "{message}");
    }

    #[test]
    fn paths_of_constraints_count_from_zero() {
        let at = |path: &str| {
            format!(
                "1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+"
            )
        };
        for (path, expected) in [
            ("pipeline.name", "-/-/name"),
            ("pipeline.roleArn", "-/-/roleArn"),
            ("pipeline.artifactStore.location", "-/-/artifactStore.location"),
            ("pipeline.artifactStores", "-/-/artifactStores"),
            ("pipeline.stages.3.member.name", "2/-/name"),
            ("pipeline.stages.1.member.actions.2.member.name", "0/1/name"),
            ("pipeline.stages.2.member.actions.1.member.configuration", "1/0/configuration"),
            ("pipeline.stages.1.member.actions.1.member.namespace", "0/0/namespace"),
            (
                "pipeline.stages.1.member.actions.1.member.outputArtifacts.1.member.name",
                "0/0/outputArtifacts[0].name",
            ),
            (
                "pipeline.stages.1.member.onFailure.conditions.1.member.rules.2.member.name",
                "0/-/onFailure.conditions[0].rules[1].name",
            ),
            (
                "pipeline.triggers.1.member.gitConfiguration.push.2.member.branches.includes",
                "-/-/triggers[0].gitConfiguration.push[1].branches.includes",
            ),
            ("pipeline.stages", "-/-/stages"),
        ] {
            check(&at(path), &[expected]);
        }
    }

    #[test]
    fn one_message_can_hold_several_constraints() {
        let message = "2 validation errors detected: Value 'a b; c' at 'pipeline.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+; Value at 'pipeline.stages.2.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]";
        check(message, &["-/-/name", "1/0/configuration"]);
        let found = places(message);
        assert_eq!(found[0].message, "Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+");
        assert!(found[1].message.starts_with("Map value must satisfy constraint: ["));
    }

    #[test]
    fn an_index_that_cannot_be_one_is_kept_as_text() {
        check(
            "Value at 'pipeline.stages.0.member.name' failed to satisfy constraint: x",
            &["-/-/stages.0.member.name"],
        );
        check(
            "Value at 'pipeline.stages.99999999999999999999999.member' failed to satisfy constraint: x",
            &["-/-/stages.99999999999999999999999.member"],
        );
    }

    #[test]
    fn sentences_name_what_they_are_about() {
        for (message, expected) in [
            ("A pipeline with the name 'N' already exists in account 'A'", "-/-/name"),
            (
                "CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::1:role/R",
                "-/-/roleArn",
            ),
            (
                "The region R specified in 'pipeline.artifactStores' is not a valid AWS Region.",
                "-/-/artifactStores",
            ),
            (
                "An error occurred while validating the artifact bucket 'B': No bucket with the name B was found. Choose a valid artifact bucket in 'R', or create a new artifact bucket to use in your pipeline.",
                "-/-/artifactStore.location",
            ),
            (
                "Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline",
                "-/-/stages",
            ),
            (
                "ActionType (Category: 'C', Provider: 'P', Owner: 'O', Version: 'V') in action 'A' is not available in region 'US_EAST_1'",
                "-/A/actionTypeId",
            ),
            ("Source action 'A' must be in the same region as the pipeline", "-/A/region"),
            ("Action A must have a non-empty commands field", "-/A/commands"),
            (
                "Output Artifact Bundle name must be unique within the pipeline. X has been used more than once.",
                "-/-/outputArtifacts",
            ),
            (
                "Input Artifact Bundle X in action A is not declared as Output Artifact Bundle in any of the preceding actions",
                "-/A/inputArtifacts",
            ),
            (
                "Action A declares 0 input artifacts which is less than the minimum count (1)",
                "-/A/inputArtifacts",
            ),
            (
                "Action A declares 9 output artifacts which is more than the maximum count (5)",
                "-/A/outputArtifacts",
            ),
            ("Action configuration for action 'A' contains unknown configuration 'k'", "-/A/configuration.k"),
            (
                "Action configuration for action 'A' is missing required configuration 'ProjectName'",
                "-/A/configuration.ProjectName",
            ),
            (
                "Action configuration for the new action \"A\" contains an invalid configuration for the secret property \"OAuthToken\". \"****\" may be used in secret properties only when updating an existing action.",
                "-/A/configuration.OAuthToken",
            ),
            ("Triggers on tag can only be used with V2 pipelines", "-/-/triggers"),
            (
                "Triggers for connection must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.",
                "-/-/triggers",
            ),
            (
                "The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.",
                "-/-/triggers",
            ),
            ("Webhook Action with name A was not found in the first stage of the pipeline", "-/A/-"),
        ] {
            check(message, &[expected]);
        }
    }

    #[test]
    fn a_namespace_used_twice_is_named_at_each_use() {
        check(
            "Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline. StageName=[S], ActionName=[A], Namespace=[N] StageName=[T], ActionName=[B b], Namespace=[N]",
            &["S/A/namespace", "T/B b/namespace"],
        );
    }

    #[test]
    fn other_sentences_name_no_place() {
        check("Rate exceeded", &[]);
        check("", &[]);
        check("Not allowed to modify system tags. System tags start with 'aws:'.", &[]);
    }
}
