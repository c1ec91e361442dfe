//! Misfits of the declaration as findings: which rule each belongs to, its words and its repairs.

use serde_json::{Value, json};

use super::facts::Facts;
use super::finding::Finding;
use super::report::Report;
use super::words::{any_of, did_you_mean, quoted};
use crate::catalog::nearest_of;
use crate::document::{Owner, Place, value_at};
use crate::edit::{self, Edit, fresh_name};
use crate::pipeline::shape::{self, Charset, Kind, Misfit, MisfitKind, Shape};
use crate::pipeline::{Path, Step};

/// Which misfits a row of [`TABLE`] is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Missing,
    WrongType,
    NotOneOf,
    Anything,
}

use About::{Anything, Missing, NotOneOf, WrongType};

/// What fits no other rule.
const OTHER: &str = "CP0124";

/// (shape, member, what, rule); the first row that matches decides.
const TABLE: &[(&str, &str, About, &str)] = &[
    ("pipeline", "name", Missing, "CP0101"),
    ("pipeline", "name", Anything, "CP0102"),
    ("pipeline", "roleArn", Missing, "CP0105"),
    ("pipeline", "roleArn", Anything, "CP0106"),
    ("pipeline", "pipelineType", Anything, "CP0109"),
    ("pipeline", "executionMode", Anything, "CP0112"),
    ("pipeline", "stages", Missing, "CP0301"),
    ("pipeline", "artifactStores key", Anything, "CP0207"),
    ("pipeline", "variables", Anything, "CP0819"),
    ("pipeline", "triggers", Anything, "CP0905"),
    ("artifact store", "type", Anything, "CP0211"),
    ("artifact store", "location", Anything, "CP0208"),
    ("artifact store", "encryptionKey", Anything, "CP0213"),
    ("encryption key", "id", Anything, "CP0213"),
    ("encryption key", "type", Anything, "CP0212"),
    ("variable", "name", Anything, "CP0817"),
    ("variable", "*", Anything, "CP0819"),
    ("trigger", "providerType", Anything, "CP0904"),
    ("trigger", "*", Anything, "CP0902"),
    ("Git configuration", "sourceActionName", Anything, "CP0902"),
    ("Git configuration", "*", Anything, "CP0906"),
    ("pull request filter", "events", Anything, "CP0912"),
    ("pull request filter", "*", Anything, "CP0907"),
    ("push filter", "*", Anything, "CP0907"),
    ("patterns", "*", Anything, "CP0907"),
    ("stage", "name", Anything, "CP0303"),
    ("stage", "actions", Missing, "CP0305"),
    ("stage", "onFailure", Anything, "CP1002"),
    ("stage", "onSuccess", Anything, "CP1002"),
    ("stage", "beforeEntry", Anything, "CP1002"),
    ("conditions", "*", Anything, "CP1002"),
    ("failure conditions", "result", Anything, "CP1020"),
    ("failure conditions", "conditions", Anything, "CP1002"),
    ("condition", "result", Anything, "CP1004"),
    ("condition", "rules", Anything, "CP1003"),
    ("rule", "name", Anything, "CP1011"),
    ("rule", "ruleTypeId", Anything, "CP1009"),
    ("rule", "configuration", Anything, "CP1010"),
    ("rule", "configuration key", Anything, "CP1010"),
    ("rule", "commands", Anything, "CP1012"),
    ("rule", "inputArtifacts", Anything, "CP0501"),
    ("rule", "roleArn", Anything, "CP0412"),
    ("rule", "region", Anything, "CP1101"),
    ("rule", "timeoutInMinutes", Anything, "CP1018"),
    ("rule type", "*", Anything, "CP1009"),
    ("action", "name", Anything, "CP0401"),
    ("action", "actionTypeId", Anything, "CP0403"),
    ("action", "runOrder", Anything, "CP0409"),
    ("action", "configuration", WrongType, "CP0601"),
    ("action", "configuration", Anything, "CP0602"),
    ("action", "configuration key", Anything, "CP0603"),
    ("action", "commands", Anything, "CP0420"),
    ("action", "outputArtifacts", Anything, "CP0501"),
    ("action", "inputArtifacts", Anything, "CP0501"),
    ("action", "outputVariables", Anything, "CP0423"),
    ("action", "roleArn", Anything, "CP0412"),
    ("action", "region", Anything, "CP1101"),
    ("action", "namespace", Anything, "CP0801"),
    ("action", "timeoutInMinutes", Anything, "CP0417"),
    ("action", "environmentVariables", Anything, "CP0425"),
    ("action type", "category", NotOneOf, "CP0404"),
    ("action type", "owner", NotOneOf, "CP0405"),
    ("action type", "version", WrongType, "CP0408"),
    ("action type", "*", Anything, "CP0403"),
    ("input artifact", "name", Anything, "CP0501"),
    ("output artifact", "name", Anything, "CP0501"),
    ("environment variable", "*", Anything, "CP0425"),
];

/// Every shape by its name, for the members it knows.
static SHAPES: [&Shape; 22] = [
    &shape::PIPELINE,
    &shape::ARTIFACT_STORE,
    &shape::ENCRYPTION_KEY,
    &shape::VARIABLE,
    &shape::TRIGGER,
    &shape::GIT_CONFIGURATION,
    &shape::PUSH_FILTER,
    &shape::PULL_REQUEST_FILTER,
    &shape::PATTERNS,
    &shape::STAGE,
    &shape::BLOCKER,
    &shape::CONDITIONS,
    &shape::ON_FAILURE,
    &shape::RETRY,
    &shape::CONDITION,
    &shape::RULE,
    &shape::RULE_TYPE,
    &shape::ACTION,
    &shape::ACTION_TYPE,
    &shape::INPUT_ARTIFACT,
    &shape::OUTPUT_ARTIFACT,
    &shape::ENVIRONMENT_VARIABLE,
];

/// An empty list that AWS takes for an absent one, as its own tools print it.
pub(super) fn is_absent(misfit: &Misfit) -> bool {
    let may_be_empty = matches!(
        (misfit.shape, misfit.key.as_str()),
        ("action", "commands" | "outputVariables" | "environmentVariables")
            | ("rule", "commands")
            | ("output artifact", "files")
            | ("failure conditions", "conditions")
    );
    may_be_empty && matches!(misfit.kind, MisfitKind::TooFew { count: 0, .. })
}

/// Reports all misfits.
pub(super) fn check(facts: &Facts, report: &mut Report) {
    for (owner, misfit) in &facts.misfits {
        let place = Place::at(*owner, misfit.path.clone());
        let value = facts.members(*owner).and_then(|members| value_at(members, &misfit.path));
        let finding = report.under(code_of(misfit, value), place, message(misfit, value));
        explain(misfit, value, finding);
        repair(facts, *owner, misfit, value, finding);
    }
    for stage in &facts.pipeline.stages {
        if stage.odd.is_some() {
            let place = Place::stage(stage.id);
            report
                .under(OTHER, place, "A stage must be an object")
                .offer("Delete this stage", vec![Edit::RemoveStage { id: stage.id }]);
        }
        for action in stage.actions.iter().filter(|action| action.odd.is_some()) {
            report
                .under(OTHER, Place::action(action.id), "An action must be an object")
                .offer("Delete this action", vec![Edit::RemoveAction { id: action.id }]);
        }
    }
}

fn code_of(misfit: &Misfit, value: Option<&Value>) -> &'static str {
    let about = match misfit.kind {
        MisfitKind::Unknown => return "CP0119",
        MisfitKind::Missing => Missing,
        MisfitKind::WrongType { .. } => WrongType,
        MisfitKind::NotOneOf { .. } => NotOneOf,
        MisfitKind::TooShort { .. }
        | MisfitKind::TooLong { .. }
        | MisfitKind::Characters { .. }
        | MisfitKind::OutOfRange { .. }
        | MisfitKind::TooFew { .. }
        | MisfitKind::TooMany { .. } => Anything,
    };
    let text = value.and_then(Value::as_str).unwrap_or_default();
    match (misfit.shape, misfit.key.as_str(), &misfit.kind) {
        (_, _, MisfitKind::Characters { .. }) if text.contains("#{") => return "CP0816",
        (_, "name" | "namespace" | "provider" | "version" | "region", MisfitKind::TooLong { .. })
            if text.contains("#{") =>
        {
            return "CP0816";
        }
        ("artifact store", "location", MisfitKind::Characters { .. })
            if text.contains('/') || text.starts_with("arn:") =>
        {
            return "CP0209";
        }
        ("action", "configuration", MisfitKind::TooLong { .. }) => match misfit.path.0.last() {
            Some(Step::Key(key)) if key == "EnvironmentVariables" => return "CP0704",
            Some(Step::Key(key)) if key == "BuildspecOverride" => return "CP0707",
            _ => {}
        },
        _ => {}
    }
    let row = TABLE.iter().find(|(shape, key, what, _)| {
        *shape == misfit.shape && (*key == "*" || *key == misfit.key) && (*what == Anything || *what == about)
    });
    row.map_or(OTHER, |(_, _, _, code)| code)
}

/// What the sentence is about: "Stage name", "runOrder", "commands[2]".
fn subject(misfit: &Misfit) -> String {
    let name = |shape: &str| {
        let mut words = format!("{shape} name");
        words.replace_range(..1, &words[..1].to_uppercase());
        words
    };
    match (misfit.shape, misfit.key.as_str()) {
        ("input artifact" | "output artifact", "name") => name("artifact"),
        (shape, "name") => name(shape),
        (_, "artifactStores key") => "Region of an artifact store".to_owned(),
        (_, "configuration key") => "Configuration key".to_owned(),
        (_, "configuration") => match misfit.path.0.last() {
            Some(Step::Key(key)) => key.to_string(),
            Some(Step::Index(_)) | None => "configuration".to_owned(),
        },
        (_, key) => match misfit.path.0.last() {
            Some(Step::Index(index)) => format!("{key}[{index}]"),
            Some(Step::Key(_)) | None => key.to_owned(),
        },
    }
}

fn message(misfit: &Misfit, value: Option<&Value>) -> String {
    let subject = subject(misfit);
    let text = match (misfit.key.as_str(), misfit.path.0.last()) {
        ("configuration key" | "artifactStores key", Some(Step::Key(key))) => key.as_ref(),
        _ => value.and_then(Value::as_str).unwrap_or_default(),
    };
    match &misfit.kind {
        MisfitKind::WrongType { expected, found } => format!("{subject} must be {expected}, not {found}"),
        MisfitKind::Unknown => {
            let known = shape_named(misfit.shape).map_or(&[][..], |shape| shape.members);
            let hint = did_you_mean(&misfit.key, known.iter().map(|member| member.key));
            format!("Unknown member {} of the {}{hint}", quoted(&misfit.key), misfit.shape)
        }
        MisfitKind::Missing => format!("{subject} is missing"),
        MisfitKind::TooShort { min: 0 | 1 } => format!("{subject} is empty"),
        MisfitKind::TooShort { min } => {
            format!("{subject} {} is shorter than {min} characters", quoted(text))
        }
        MisfitKind::TooLong { max, length } => {
            format!("{subject} has {length} characters, at most {max} are allowed")
        }
        MisfitKind::Characters { charset: Charset::RoleArn } => {
            format!("{subject} {} is not the ARN of a role", quoted(text))
        }
        MisfitKind::Characters { charset } => {
            let odd = text.chars().find(|c| !charset.accepts_char(*c)).map_or_else(String::new, character);
            format!("{subject} {} holds {odd}, allowed are {}", quoted(text), charset.describe())
        }
        MisfitKind::NotOneOf { allowed } => {
            let is_choice = allowed.len() > 1;
            let hint = did_you_mean(text, allowed.iter().copied().filter(|_| is_choice));
            format!("{subject} {} is not {}{hint}", quoted(text), any_of(allowed.iter().copied()))
        }
        MisfitKind::OutOfRange { min, max } => {
            let number = value.map(Value::to_string).unwrap_or_default();
            if *max == i64::MAX {
                format!("{subject} is {number}, at least {min} is needed")
            } else {
                format!("{subject} is {number}, allowed are {min} to {max}")
            }
        }
        MisfitKind::TooFew { count: 0, .. } => format!("{subject} is an empty list"),
        MisfitKind::TooFew { min, count } => {
            format!("{subject} has {count} entries, at least {min} are needed")
        }
        MisfitKind::TooMany { max, count } => {
            format!("{subject} has {count} entries, at most {max} are allowed")
        }
    }
}

fn character(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        c => format!("\"{c}\""),
    }
}

fn explain(misfit: &Misfit, value: Option<&Value>, finding: &mut Finding) {
    match &misfit.kind {
        MisfitKind::Characters { .. } | MisfitKind::TooLong { .. } if finding.code == "CP0816" => {
            let text = value.and_then(Value::as_str).unwrap_or_default();
            finding.message = format!("{} takes no variables, but holds {}", subject(misfit), quoted(text));
            finding.advise(
                "Variables are resolved in configuration, commands and environment variables; write the value itself",
            );
        }
        MisfitKind::Characters { charset: Charset::RoleArn } => {
            finding.advise("Write it as arn:aws:iam::123456789012:role/NAME");
        }
        MisfitKind::WrongType { expected: "text", found: "a number" | "true or false" } => {
            finding.advise("Put it in quotes: AWS takes text only");
        }
        MisfitKind::Unknown => {
            finding.advise("The AWS command line refuses members it does not know");
        }
        MisfitKind::TooFew { count: 0, .. } => {
            finding.advise("Fill it or leave it out");
        }
        MisfitKind::TooLong { .. } if misfit.shape == "action" && misfit.key == "configuration" => {
            finding.advise("Keep long text in a file of an artifact, or in the service the action calls");
        }
        _ => {}
    }
}

/// Offers what can be put right without asking.
fn repair(facts: &Facts, owner: Owner, misfit: &Misfit, value: Option<&Value>, finding: &mut Finding) {
    let place = || Place::at(owner, misfit.path.clone());
    let set = |value: Value| vec![Edit::set(place(), Some(value))];
    let subject = subject(misfit);
    match (&misfit.kind, value) {
        (
            MisfitKind::WrongType { expected: "text", .. },
            Some(value @ (Value::Number(_) | Value::Bool(_))),
        ) => {
            finding.offer(format!("Write {subject} as text"), set(json!(value.to_string())));
        }
        (MisfitKind::WrongType { expected: "a whole number", .. }, Some(Value::String(text))) => {
            if let Ok(number) = text.trim().parse::<i64>() {
                finding.offer(format!("Write {subject} as a number"), set(json!(number)));
            }
        }
        (MisfitKind::OutOfRange { min, max }, Some(value)) => {
            let nearest = value.as_i64().map_or(*max, |number| number.clamp(*min, *max));
            finding.offer(format!("Set {subject} to {nearest}"), set(json!(nearest)));
        }
        (MisfitKind::NotOneOf { allowed }, Some(value)) => {
            let text = value.as_str().unwrap_or_default();
            match nearest_of(text, allowed.iter().copied()) {
                Some(near) => {
                    finding.offer(format!("Use {near}"), set(json!(near)));
                }
                None if allowed.len() <= 3 => {
                    for choice in *allowed {
                        finding.offer(format!("Use {choice}"), set(json!(choice)));
                    }
                }
                None => {}
            }
        }
        (MisfitKind::Missing, _) => {
            let kind = shape_named(misfit.shape).and_then(|shape| Some(&shape.member(&misfit.key)?.kind));
            if let Some(Kind::Text(text)) = kind
                && let [only] = text.one_of
            {
                finding.offer_safe(format!("Set {} to {only}", misfit.key), set(json!(only)));
            }
        }
        (MisfitKind::Unknown, Some(value)) => {
            let members = facts.members(owner);
            let inner = members.and_then(|members| value_at(members, &parent(&misfit.path)));
            let members = inner.and_then(Value::as_object).or(members);
            let known = shape_named(misfit.shape).map_or(&[][..], |shape| shape.members).iter();
            let free = known.map(|m| m.key).filter(|key| !members.is_some_and(|m| m.contains_key(*key)));
            if let Some(near) = nearest_of(&misfit.key, free)
                && !matches!(near, "stages" | "actions")
            {
                let at = members.and_then(|members| members.keys().position(|key| *key == misfit.key));
                let renamed = Place::at(owner, parent(&misfit.path).then(near));
                finding.offer(
                    format!("Rename to {near}"),
                    vec![
                        Edit::set(place(), None),
                        Edit::Set { place: renamed, value: Some(value.clone()), at },
                    ],
                );
            }
            finding.offer(format!("Remove {}", misfit.key), vec![Edit::set(place(), None)]);
        }
        (MisfitKind::TooShort { .. }, Some(_)) if misfit.key == "configuration" => {
            finding.offer(format!("Remove empty {subject}"), vec![Edit::set(place(), None)]);
        }
        (MisfitKind::TooFew { count: 0, .. }, Some(_)) => {
            let shape = shape_named(misfit.shape).and_then(|shape| shape.member(&misfit.key));
            if shape.is_some_and(|member| !member.required) && misfit.shape != "condition" {
                finding.offer(format!("Remove empty {subject}"), vec![Edit::set(place(), None)]);
            }
        }
        (MisfitKind::Characters { charset }, Some(Value::String(text))) if misfit.key == "location" => {
            let bucket = text.rsplit_once("://").map_or(text.as_str(), |(_, rest)| rest);
            let bucket = bucket.rsplit(':').next().unwrap_or_default();
            let bucket = bucket.split('/').next().unwrap_or_default();
            if bucket.len() >= 3 && charset.accepts(bucket) {
                finding.offer(format!("Reduce to {bucket}"), set(json!(bucket)));
            }
        }
        (MisfitKind::Characters { charset }, Some(Value::String(text))) if misfit.key == "name" => {
            rename(facts, owner, misfit, *charset, text, finding);
        }
        (MisfitKind::Characters { charset }, Some(Value::String(text))) if misfit.key == "namespace" => {
            let clean = charset.clean(text);
            if !facts.namespaces.contains_key(clean.as_str())
                && facts.may_refactor()
                && let Some(change) = edit::fields::set_text(facts.document(), &place(), &clean)
            {
                finding.offer(format!("Rename to {clean}"), change.edits);
            }
        }
        _ => {}
    }
}

/// Renames with all references where the owner has a name of its own, or where an artifact is made.
fn rename(facts: &Facts, owner: Owner, misfit: &Misfit, charset: Charset, text: &str, finding: &mut Finding) {
    if !facts.may_refactor() {
        return;
    }
    let place = Place::at(owner, misfit.path.clone());
    let clean = charset.clean(text);
    let change = match (misfit.shape, owner) {
        ("pipeline", _) => edit::fields::set_text(facts.document(), &place, &clean).map(|it| (clean, it)),
        ("stage", _) => {
            let taken = facts.pipeline.stages.iter().map(crate::pipeline::Stage::name);
            let name = fresh_name(&clean, taken, '-', 100);
            edit::fields::set_text(facts.document(), &place, &name).map(|it| (name, it))
        }
        ("action", Owner::Action(id)) => {
            let siblings = facts.action(id).map_or(&[][..], |action| &action.stage.actions);
            let name = fresh_name(&clean, siblings.iter().map(crate::pipeline::Action::name), '-', 100);
            edit::fields::set_text(facts.document(), &place, &name).map(|it| (name, it))
        }
        ("rule" | "environment variable", _) => {
            edit::fields::set_text(facts.document(), &place, &clean).map(|it| (clean, it))
        }
        ("output artifact", Owner::Action(id)) => {
            let taken = facts.flow.artifacts.iter().map(|artifact| artifact.name.as_str());
            let name = fresh_name(&clean, taken, '_', 100);
            edit::rename::artifact(facts.document(), id, text, &name).map(|it| (name, it))
        }
        _ => None,
    };
    if let Some((name, change)) = change {
        finding.offer(format!("Rename to {name}"), change.edits);
    }
}

fn parent(path: &Path) -> Path {
    Path(path.0[..path.0.len().saturating_sub(1)].to_vec())
}

fn shape_named(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.name == name).copied()
}
