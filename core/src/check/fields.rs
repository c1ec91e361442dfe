//! Configuration judged by the catalog: unknown and missing keys, and values that do not fit.
//!
//! The catalog says what is wrong; this module says which rule that is, in words, and offers repairs.

use std::ops::Range;

use serde_json::{Value, json};

use super::facts::{Alone, RuleFacts};
use super::finding::Finding;
use super::finding::Severity::Warning;
use super::report::Report;
use super::words::{any_of, capitalized, quoted};
use crate::catalog::{Confidence, Field, FieldKind, Owner, Required, ValueProblem, nearest_of};
use crate::document::{self, Place};
use crate::edit::{self, Edit};
use crate::pipeline::{Configuration, Object, Path, list_of};

/// What a row of [`TABLE`] is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Unknown,
    Missing,
    Value,
}

use About::{Missing, Unknown, Value as BadValue};

/// (provider, key, what, rule): where a provider has a rule of its own. A key that ends in `*` is a beginning.
const TABLE: &[(&str, &str, About, &str)] = &[
    ("ECR", "PollForSourceChanges", Unknown, "CP1308"),
    ("CodeStarSourceConnection", "PollForSourceChanges", Unknown, "CP1308"),
    ("CodeBuild", "PrimarySource", Missing, "CP0701"),
    ("CodeBuild", "ProjectName", BadValue, "CP0709"),
    ("S3", "ObjectKey", Missing, "CP0713"),
    ("CloudFormation", "ActionMode", BadValue, "CP0716"),
    ("CloudFormation", "TemplatePath", Missing, "CP0717"),
    ("CloudFormation", "TemplatePath", BadValue, "CP0719"),
    ("CloudFormation", "TemplateConfiguration", BadValue, "CP0719"),
    ("CloudFormation", "ChangeSetName", Missing, "CP0720"),
    ("CloudFormation", "RoleArn", Missing, "CP0721"),
    ("CloudFormation", "Capabilities", BadValue, "CP0723"),
    ("CloudFormationStackSet", "DeploymentTargets", Missing, "CP0730"),
    ("CloudFormationStackSet", "Regions", Missing, "CP0730"),
    ("CloudFormationStackSet", "StackSetName", BadValue, "CP0733"),
    ("CloudFormationStackInstances", "StackSetName", BadValue, "CP0733"),
    ("CodeDeployToECS", "Image*", Unknown, "CP0736"),
    ("CodeDeployToECS", "Image*", Missing, "CP0736"),
    ("ECS", "DeploymentTimeout", BadValue, "CP0737"),
    ("EKS", "ManifestFiles", Missing, "CP0738"),
    ("EKS", "Helm*", Missing, "CP0738"),
    ("EC2", "TargetDirectory", Missing, "CP0739"),
    ("EC2", "PostScript", Missing, "CP0739"),
    ("EC2", "DeploySpec", Missing, "CP0739"),
    ("EC2", "TargetDirectory", BadValue, "CP0740"),
    ("EC2", "Max*", BadValue, "CP0740"),
    ("Lambda", "DeployStrategy", BadValue, "CP0741"),
    ("Lambda", "PublishedTargetVersion", Missing, "CP0742"),
    ("InspectorScan", "ECRRepositoryName", Missing, "CP0743"),
    ("StepFunctions", "Input", Missing, "CP0744"),
    ("Commands", "Subnets", Missing, "CP0748"),
    ("Commands", "SecurityGroupIds", Missing, "CP0748"),
    ("DeviceFarm", "*", BadValue, "CP0749"),
    ("Manual", "NotificationArn", BadValue, "CP0751"),
    ("Manual", "ExternalEntityLink", BadValue, "CP0752"),
    ("CodeStarSourceConnection", "FullRepositoryId", BadValue, "CP0755"),
    ("ServiceCatalog", "ProductType", Missing, "CP0759"),
    ("ServiceCatalog", "ProductVersionName", Missing, "CP0759"),
    ("ServiceCatalog", "TemplateFilePath", Missing, "CP0759"),
    ("ServiceCatalog", "ConfigurationFilePath", Missing, "CP0759"),
];

fn special(provider: &str, key: &str, about: About) -> Option<&'static str> {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == pattern,
    };
    TABLE.iter().find(|row| row.0 == provider && row.2 == about && fits(row.1)).map(|row| row.3)
}

/// What is judged: the configuration of an action or of a rule.
struct Subject<'f> {
    owner: document::Owner,
    /// From the owner to the configuration.
    path: Path,
    configuration: Configuration<'f>,
    /// The members of an action; those of rules are not needed.
    members: Option<&'f Object>,
    fields: &'static [Field],
    provider: &'static str,
    name: &'static str,
    input_count: usize,
    output_count: usize,
    /// The rule of everything, for rules of conditions.
    only_code: Option<&'static str>,
}

impl Subject<'_> {
    fn at(&self, key: &str) -> Place {
        Place::at(self.owner, self.path.clone().then(key.to_owned()))
    }

    fn code(&self, key: &str, about: About, default: &'static str) -> &'static str {
        self.only_code.or_else(|| special(self.provider, key, about)).unwrap_or(default)
    }
}

/// Judges an action, if its type is known.
pub(super) fn check_action(action: &Alone, report: &mut Report) {
    if let Some(subject) = action_subject(action) {
        judge(&subject, report);
    }
}

/// Judges a rule of a condition, if its type is known.
pub(super) fn check_rule(rule: &RuleFacts, report: &mut Report) {
    if let Some(subject) = rule_subject(rule) {
        judge(&subject, report);
    }
}

/// Custom types have the keys they were registered with, partners' keys are not published: nothing to judge.
fn action_subject<'f>(action: &'f Alone) -> Option<Subject<'f>> {
    let provider = action.provider.filter(|it| it.has_known_keys() && it.owner != Owner::Custom)?;
    // Of what is no object nobody can say which keys are missing.
    if action.action.members.get("configuration").is_some_and(|value| !value.is_object()) {
        return None;
    }
    Some(Subject {
        owner: action.owner(),
        path: Path::key("configuration"),
        configuration: action.action.configuration(),
        members: Some(&action.action.members),
        fields: &provider.fields,
        provider: &provider.provider,
        name: &provider.name,
        input_count: input_count(&action.action.members),
        output_count: action.action.output_artifacts().count(),
        only_code: None,
    })
}

fn rule_subject<'f>(rule: &'f RuleFacts) -> Option<Subject<'f>> {
    let rule_type = rule.rule_type?;
    if rule.rule.0.get("configuration").is_some_and(|value| !value.is_object()) {
        return None;
    }
    let place = rule.at(["configuration".into()]);
    Some(Subject {
        owner: place.owner,
        path: place.path,
        configuration: rule.rule.configuration(),
        members: None,
        fields: &rule_type.fields,
        provider: &rule_type.provider,
        name: &rule_type.name,
        input_count: input_count(rule.rule.0),
        output_count: 0,
        only_code: Some("CP1010"),
    })
}

/// The number of inputs, named or not. What is no list counts as one: no key is needed for that, and none is
/// for want of it.
fn input_count(members: &Object) -> usize {
    members.get("inputArtifacts").map_or(0, |value| value.as_array().map_or(1, Vec::len))
}

/// What a value decides that is missing or does not fit itself, nobody can say: it counts as a variable.
const UNKNOWN: &str = "#{}";

fn judge(subject: &Subject, report: &mut Report) {
    for (key, value) in subject.configuration.entries() {
        match subject.fields.iter().find(|field| field.key == key) {
            Some(field) => {
                if let Some(text) = value.as_str() {
                    judge_value(subject, field, text, report);
                }
            }
            None => unknown(subject, key, report),
        }
    }
    let value = |key: &str| {
        let field = subject.fields.iter().find(|field| field.key == key);
        let is_needed = field.is_some_and(|field| field.required == Required::Always);
        match subject.configuration.get(key) {
            Some(text) if !text.is_empty() && field.is_none_or(|it| it.problem(text.trim()).is_none()) => {
                Some(text)
            }
            None if !subject.configuration.has(key) && !is_needed => None,
            Some(_) | None => Some(UNKNOWN),
        }
    };
    for field in subject.fields {
        let is_there = subject.configuration.has(&field.key);
        if !is_there && field.is_required(&value, subject.input_count, subject.output_count) {
            missing(subject, field, report);
        }
    }
}

fn unknown(subject: &Subject, key: &str, report: &mut Report) {
    let free = subject.fields.iter().map(|field| field.key.as_str());
    let near = nearest_of(key, free.filter(|known| !subject.configuration.has(known)));
    let code = subject.code(key, Unknown, "CP0604");
    let hint = near.map_or_else(String::new, |near| format!(", did you mean {near}?"));
    let message = format!("{} takes no key {}{hint}", subject.name, quoted(key));
    let place = subject.at(key);
    let finding = report.under(code, place.clone(), message);
    match code {
        "CP1308" => {
            finding.message = format!("{} cannot poll for changes", subject.name);
            finding.advise("Changes arrive as events; remove the key");
        }
        "CP0736" => {
            finding.advise("There are four pairs: Image1ArtifactName with Image1ContainerName up to Image4");
        }
        _ => {}
    }
    if let Some(near) = near
        && subject.only_code.is_none()
        && let Some(configuration) = subject.configuration.0
        && let Some(change) = edit::fields::rename_key_of(subject.owner, configuration, key, near)
    {
        finding.offer(format!("Rename to {near}"), change.edits);
    }
    finding.offer(format!("Remove {key}"), vec![Edit::set(place, None)]);
}

fn missing(subject: &Subject, field: &Field, report: &mut Report) {
    let (default, when) = match &field.required {
        Required::When { text, .. } => ("CP0614", format!(" ({text})")),
        Required::Always | Required::Never | Required::WhenText(_) => ("CP0605", String::new()),
    };
    let key = &field.key;
    let place = subject.at(key);
    let code = subject.code(key, Missing, default);
    let finding = report.under(code, place.clone(), format!("{key} is missing{when}"));
    if field.confidence != Confidence::Verified {
        finding.at_most(Warning);
    }
    finding.advise(format!("{}, for example {}", field.help.trim_end_matches('.'), example(field)));
    let known = field.default.as_ref().or(field.initial.as_ref());
    let only = (field.allowed.len() == 1).then(|| &field.allowed[0]);
    if let Some(value) = known.or(only) {
        finding.offer(format!("Set {key} to {value}"), vec![Edit::set(place, Some(json!(value)))]);
    } else if field.kind == FieldKind::ArtifactRef
        && let Some(members) = subject.members
    {
        let names = list_of(members, "inputArtifacts").iter().filter_map(|input| input.get("name")?.as_str());
        for name in names.take(5) {
            finding.offer(format!("Set {key} to {name}"), vec![Edit::set(place.clone(), Some(json!(name)))]);
        }
    }
}

fn example(field: &Field) -> String {
    if field.kind == FieldKind::Secret { "a secret".to_owned() } else { field.example.clone() }
}

fn judge_value(subject: &Subject, field: &Field, text: &str, report: &mut Report) {
    // Blanks around a value have a rule of their own, and secrets are judged by `configuration`.
    if field.kind == FieldKind::Secret || text.is_empty() {
        return;
    }
    let problem = match field.problem(text.trim()) {
        // A short name in the place of an ARN lacks more than characters.
        Some(ValueProblem::Length { length, min, .. }) if field.kind == FieldKind::Arn && length < min => {
            ValueProblem::NotArn
        }
        Some(problem) => problem,
        None => return,
    };
    let default = match problem {
        ValueProblem::NotBoolean { nearest: Some(_) } => "CP0607",
        ValueProblem::NotJson { .. } => "CP0608",
        ValueProblem::NotArn => "CP0609",
        // The API's own bounds on lengths are told along the shapes.
        ValueProblem::Length { length, max, .. } if max >= 1000 && length > max => return,
        ValueProblem::NotAllowed { .. }
        | ValueProblem::Length { .. }
        | ValueProblem::Pattern { .. }
        | ValueProblem::NotBoolean { .. }
        | ValueProblem::NotInteger
        | ValueProblem::NotNumber
        | ValueProblem::Range { .. }
        | ValueProblem::NotArtifactPath => "CP0606",
    };
    let key = &field.key;
    let code = subject.code(key, BadValue, default);
    // An address has a finding of its own, with the repair.
    if code == "CP0755" && text.contains("://") {
        return;
    }
    let finding = report.under(code, subject.at(key), value_message(field, text, &problem));
    if field.confidence != Confidence::Verified {
        finding.at_most(Warning);
    }
    value_help(field, &problem, finding);
    if let ValueProblem::NotJson { offset, .. } = problem {
        finding.point_at(character_at(text, text.len() - text.trim_start().len() + offset));
    }
    let set = |value: &str| vec![Edit::set(subject.at(key), Some(json!(value)))];
    match &problem {
        ValueProblem::NotBoolean { nearest: Some(near) } => {
            finding.offer_safe(format!("Write {near}"), set(near));
        }
        ValueProblem::NotAllowed { item, nearest: Some(near), .. } => {
            finding.offer(format!("Use {near}"), set(&with_item(field, text, item, near)));
        }
        ValueProblem::NotAllowed { allowed, nearest: None, .. } if field.kind == FieldKind::Enum => {
            for choice in allowed.iter().take(5) {
                finding.offer(format!("Use {choice}"), set(choice));
            }
        }
        ValueProblem::Range { min, max } => {
            if let Ok(number) = text.trim().parse::<f64>() {
                let nearest = number.clamp(min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
                finding.offer(format!("Set {key} to {nearest}"), set(&nearest.to_string()));
            }
        }
        _ => {}
    }
}

/// The value with one item of a list replaced; blanks around items go.
fn with_item(field: &Field, text: &str, item: &str, near: &str) -> String {
    if field.kind != FieldKind::CsvList {
        return near.to_owned();
    }
    let items = text.split(',').map(|other| if other == item { near } else { other.trim() });
    items.collect::<Vec<_>>().join(",")
}

fn value_message(field: &Field, text: &str, problem: &ValueProblem) -> String {
    let key = &field.key;
    let value = quoted(text);
    match problem {
        ValueProblem::NotAllowed { item, allowed, nearest } => {
            let hint = nearest.map_or_else(String::new, |near| format!(", did you mean {near}?"));
            let few = allowed.len() <= 8;
            let list =
                if few { any_of(allowed.iter().map(String::as_str)) } else { "a known value".to_owned() };
            format!("{key} {} is not {list}{hint}", quoted(item))
        }
        ValueProblem::Length { length, min, max } => {
            format!("{key} has {length} characters, allowed are {min} to {max}")
        }
        ValueProblem::Pattern { .. } => format!("{key} {value} does not fit"),
        ValueProblem::NotBoolean { .. } => format!("{key} {value} is not true or false"),
        ValueProblem::NotInteger => format!("{key} {value} is not a whole number"),
        ValueProblem::NotNumber => format!("{key} {value} is not a number"),
        ValueProblem::Range { min, max } => {
            let bounds = match (min, max) {
                (Some(min), Some(max)) => format!("allowed are {min} to {max}"),
                (Some(min), None) => format!("at least {min} is needed"),
                (None, Some(max)) => format!("at most {max} is allowed"),
                (None, None) => "which is out of range".to_owned(),
            };
            format!("{key} is {}, {bounds}", text.trim())
        }
        ValueProblem::NotArn => format!("{key} {value} is not the ARN that is needed"),
        ValueProblem::NotJson { line, column, .. } => {
            format!("{key} is not JSON at line {line}, column {column} of its text")
        }
        ValueProblem::NotArtifactPath => format!("{key} {value} is not of the form Artifact::file"),
    }
}

fn value_help(field: &Field, problem: &ValueProblem, finding: &mut Finding) {
    match problem {
        ValueProblem::NotJson { message, .. } => finding.advise(capitalized(message)),
        ValueProblem::Pattern { pattern } => {
            finding.advise(format!("Write it as {}; the pattern is {pattern}", quoted(&field.example)))
        }
        ValueProblem::NotArn | ValueProblem::NotArtifactPath => {
            finding.advise(format!("Write it as {}", quoted(&field.example)))
        }
        ValueProblem::NotAllowed { .. }
        | ValueProblem::Length { .. }
        | ValueProblem::NotBoolean { .. }
        | ValueProblem::NotInteger
        | ValueProblem::NotNumber
        | ValueProblem::Range { .. } => finding,
    };
}

/// The character at a byte of a text; nothing at its end.
pub(super) fn character_at(text: &str, offset: usize) -> Range<usize> {
    let width = text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    offset..offset + width
}

/// The value of a key as JSON, if it is text that reads as JSON.
pub(super) fn json_of(action: &Alone, key: &str) -> Option<Value> {
    serde_json::from_str(action.action.configuration().get(key)?).ok()
}
