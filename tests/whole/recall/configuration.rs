//! Breaking configurations key by key: left out, misspelled, and with values that do not fit their kind.
//!
//! The catalog tells which keys there are and of what kind; which rule a key falls under is written down here.

use pipewright_core::catalog::{Catalog, Confidence, Field, FieldKind, Required};
use serde_json::{Value, json};

use super::mutant::{Bench, remove, set};

/// (provider, beginning of the key, the rule if it is left out, the rule if its value does not fit).
#[rustfmt::skip]
const SPECIAL: &[(&str, &str, &str, &str)] = &[
    ("CodeBuild", "PrimarySource", "CP0701", "CP0606"),
    ("CodeBuild", "ProjectName", "CP0605", "CP0709"),
    ("DeviceFarm", "", "CP0605", "CP0749"),
    ("S3", "ObjectKey", "CP0713", "CP0606"),
    ("CloudFormation", "ActionMode", "CP0605", "CP0716"),
    ("CloudFormation", "TemplatePath", "CP0717", "CP0719"),
    ("CloudFormation", "TemplateConfiguration", "CP0605", "CP0719"),
    ("CloudFormation", "ChangeSetName", "CP0720", "CP0606"),
    ("CloudFormation", "RoleArn", "CP0721", "CP0609"),
    ("CloudFormation", "Capabilities", "CP0605", "CP0723"),
    ("CloudFormationStackSet", "StackSetName", "CP0605", "CP0733"),
    ("CloudFormationStackSet", "DeploymentTargets", "CP0730", "CP0606"),
    ("CloudFormationStackSet", "Regions", "CP0730", "CP0606"),
    ("CloudFormationStackInstances", "StackSetName", "CP0605", "CP0733"),
    ("CodeDeployToECS", "Image", "CP0736", "CP0606"),
    ("ECS", "DeploymentTimeout", "CP0605", "CP0737"),
    ("EKS", "ManifestFiles", "CP0738", "CP0606"),
    ("EKS", "Helm", "CP0738", "CP0606"),
    ("EC2", "TargetDirectory", "CP0739", "CP0740"),
    ("EC2", "PostScript", "CP0739", "CP0606"),
    ("EC2", "DeploySpec", "CP0739", "CP0606"),
    ("EC2", "Max", "CP0605", "CP0740"),
    ("Lambda", "DeployStrategy", "CP0605", "CP0741"),
    ("Lambda", "PublishedTargetVersion", "CP0742", "CP0606"),
    ("InspectorScan", "ECRRepositoryName", "CP0743", "CP0606"),
    ("Commands", "Subnets", "CP0748", "CP0606"),
    ("Commands", "SecurityGroupIds", "CP0748", "CP0606"),
    ("StepFunctions", "Input", "CP0744", "CP0606"),
    ("Manual", "NotificationArn", "CP0605", "CP0751"),
    ("Manual", "ExternalEntityLink", "CP0605", "CP0752"),
    ("CodeStarSourceConnection", "FullRepositoryId", "CP0605", "CP0755"),
    ("ServiceCatalog", "ProductType", "CP0759", "CP0606"),
    ("ServiceCatalog", "ProductVersionName", "CP0759", "CP0606"),
    ("ServiceCatalog", "TemplateFilePath", "CP0759", "CP0606"),
    ("ServiceCatalog", "ConfigurationFilePath", "CP0759", "CP0606"),
];

/// A configuration, and whose it is.
struct Subject {
    at: String,
    values: Value,
    provider: &'static str,
    fields: &'static [Field],
    inputs: usize,
    outputs: usize,
    is_rule: bool,
}

pub fn break_all(bench: &mut Bench) {
    for subject in subjects(bench) {
        for field in subject.fields.iter().filter(|field| subject.values.get(&field.key).is_some()) {
            leave_out(bench, &subject, field);
            misfit(bench, &subject, field);
        }
        unknown(bench, &subject);
    }
    any_value(bench);
}

fn subjects(bench: &Bench) -> Vec<Subject> {
    let catalog = Catalog::get();
    let count = |value: &Value, list: &str| value[list].as_array().map_or(0, Vec::len);
    let actions = bench.actions().into_iter().filter_map(|action| {
        let provider = catalog.provider(action.category(), action.owner(), action.provider(), "1")?;
        let is_judged = action.owner() != "Custom" && provider.has_known_keys();
        is_judged.then(|| Subject {
            at: action.member("configuration"),
            values: action.value["configuration"].clone(),
            provider: &provider.provider,
            fields: &provider.fields,
            inputs: action.inputs().len(),
            outputs: action.outputs().len(),
            is_rule: false,
        })
    });
    let rules = bench.rules().into_iter().filter_map(|(at, rule)| {
        let provider = rule["ruleTypeId"]["provider"].as_str()?;
        let rule_type = catalog.rule_type("Rule", "AWS", provider, "1")?;
        Some(Subject {
            at: format!("{at}/configuration"),
            values: rule["configuration"].clone(),
            provider: &rule_type.provider,
            fields: &rule_type.fields,
            inputs: count(rule, "inputArtifacts"),
            outputs: 0,
            is_rule: true,
        })
    });
    actions.chain(rules).collect()
}

fn code(subject: &Subject, key: &str, is_missing: bool, default: &'static str) -> &'static str {
    if subject.is_rule {
        return "CP1010";
    }
    let row = SPECIAL.iter().find(|row| row.0 == subject.provider && key.starts_with(row.1));
    match row {
        Some(row) if is_missing => row.2,
        // Where only the lack of a key is special, its value falls under the common rule.
        Some(row) if row.3 != "CP0606" && row.3 != "CP0609" => row.3,
        Some(_) | None => default,
    }
}

fn leave_out(bench: &mut Bench, subject: &Subject, field: &Field) {
    let value = |key: &str| subject.values[key].as_str();
    let without = |key: &str| if key == field.key { None } else { value(key) };
    if !field.is_required(&without, subject.inputs, subject.outputs)
        || field.confidence != Confidence::Verified
    {
        return;
    }
    let default = if matches!(field.required, Required::Always) { "CP0605" } else { "CP0614" };
    let code = code(subject, &field.key, true, default);
    let place = format!("{}/{}", subject.at, field.key);
    // The other half of what is needed together may be told instead.
    let told = if default == "CP0605" { place.clone() } else { subject.at.clone() };
    bench.breaks(code, "leave out a required key", told.clone(), |pipeline| remove(pipeline, &place));
    let misspelled = format!("{}/{}", subject.at, swap_first(&field.key));
    let text = value(&field.key).expect("there").to_owned();
    let others = if subject.is_rule { None } else { Some("CP0604") };
    bench
        .breaks(code, "misspell a required key", told, |pipeline| {
            remove(pipeline, &place);
            set(pipeline, &misspelled, json!(text));
        })
        .also_all(others);
}

fn swap_first(key: &str) -> String {
    let (first, rest) = key.split_at(1);
    first.to_lowercase() + rest
}

fn misfit(bench: &mut Bench, subject: &Subject, field: &Field) {
    if field.confidence != Confidence::Verified {
        return;
    }
    let text = subject.values[&field.key].as_str().expect("text");
    let beyond = |bound: Option<f64>, step: f64| bound.map(|bound| (bound + step).to_string());
    let (operator, default, values): (&'static str, &'static str, Vec<Option<String>>) = match field.kind {
        FieldKind::Bool => ("leave true and false", "CP0606", vec![Some("maybe".to_owned())]),
        FieldKind::Integer => (
            "leave a range of numbers",
            "CP0606",
            vec![
                Some("many".to_owned()),
                Some("1.5".to_owned()),
                beyond(field.min, -1.0),
                beyond(field.max, 1.0),
            ],
        ),
        FieldKind::Number => (
            "leave a range of numbers",
            "CP0606",
            vec![Some("north".to_owned()), beyond(field.min, -1.0), beyond(field.max, 1.0)],
        ),
        FieldKind::Enum => ("leave the list of values", "CP0606", vec![Some(format!("{text}_X"))]),
        FieldKind::CsvList if !field.allowed.is_empty() => (
            "leave the list of values",
            "CP0606",
            vec![Some(format!("{text},NO_SUCH")), Some(text.replace(',', ", ").replacen('C', "c", 1))],
        ),
        FieldKind::Arn => (
            "break an ARN",
            "CP0609",
            vec![
                Some("by-name".to_owned()),
                Some(text.replacen("arn:", "", 1)),
                Some("arn:aws:x".to_owned()),
            ],
        ),
        FieldKind::Json => (
            "break JSON in a text",
            "CP0608",
            vec![
                Some(text[..text.len() - 1].to_owned()),
                Some("{broken".to_owned()),
                Some(text.replace('"', "'")),
            ],
        ),
        FieldKind::ArtifactPath => (
            "break a path into an artifact",
            "CP0606",
            vec![
                Some("template.yml".to_owned()),
                Some("BuildOutput::".to_owned()),
                Some(text.replace("::", ":")),
            ],
        ),
        _ if field.pattern.is_some() => (
            "leave a pattern",
            "CP0606",
            vec![Some("??".to_owned()), Some(format!("{text} !?")), Some("no such/".to_owned())],
        ),
        _ if field.max_length < 1000 => {
            ("make a value too long", "CP0606", vec![Some("y".repeat(field.max_length + 1))])
        }
        _ => return,
    };
    let place = format!("{}/{}", subject.at, field.key);
    // A text that the pattern allows after all is no mutant; the pattern is data, not a rule.
    let fits_pattern = |value: &str| {
        operator == "leave a pattern" && field.pattern.as_ref().is_some_and(|pattern| pattern.is_match(value))
    };
    for value in values
        .into_iter()
        .flatten()
        .filter(|value| value != text && !value.contains("#{") && !fits_pattern(value))
    {
        bench.sets(code(subject, &field.key, false, default), operator, place.clone(), json!(value));
    }
}

fn unknown(bench: &mut Bench, subject: &Subject) {
    let code = if subject.is_rule { "CP1010" } else { "CP0604" };
    for key in ["Comment", "Enabled"] {
        if !subject.fields.iter().any(|field| field.key == key) {
            bench.sets(code, "add an unknown key", format!("{}/{key}", subject.at), json!("true"));
        }
    }
    if matches!(subject.provider, "ECR" | "CodeStarSourceConnection") {
        let place = format!("{}/PollForSourceChanges", subject.at);
        bench.sets("CP1308", "poll where nothing polls", place, json!("false"));
    }
    for key in
        subject.fields.iter().filter(|field| matches!(field.required, Required::Never)).map(|it| &it.key)
    {
        let Some(value) = subject.values.get(key) else { continue };
        let (right, wrong) = (format!("{}/{key}", subject.at), format!("{}/{}", subject.at, swap_first(key)));
        if is_needed_by_others(key) || right == wrong {
            continue;
        }
        bench.breaks(code, "misspell an optional key", wrong.clone(), |pipeline| {
            remove(pipeline, &right);
            set(pipeline, &wrong, value.clone());
        });
    }
}

/// Optional keys that others need: without them more than the spelling is wrong.
fn is_needed_by_others(key: &str) -> bool {
    matches!(key, "BatchEnabled" | "FunctionAlias" | "InputType" | "VpcId")
}

/// What no configuration may hold, whosever it is.
fn any_value(bench: &mut Bench) {
    for action in bench.actions() {
        let key = "K".repeat(51);
        bench.sets("CP0603", "make a key too long", action.configuration(&key), json!("x"));
        if let Some(values) = action.value["configuration"].as_object() {
            for key in values.keys() {
                bench.sets("CP0601", "write a switch as true", action.configuration(key), json!(true));
                bench.sets("CP0601", "write a list", action.configuration(key), json!(["x"]));
            }
        }
    }
    for (place, _) in bench.rules() {
        let key = "K".repeat(51);
        bench.sets("CP1010", "make a key too long", format!("{place}/configuration/{key}"), json!("x"));
    }
}
