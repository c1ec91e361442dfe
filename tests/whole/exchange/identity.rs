//! A design that is exported and imported again is the design, but for what the fidelity report tells.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pipewright_core::document::Document;
use pipewright_core::format::import::{Choices, read};
use pipewright_core::format::{Fidelity, Form, Options, form};
use pipewright_core::pipeline::{Path, Step};
use serde_json::{Map, Value, json};

use super::{designs, found};

const FORMS: [&str; 3] = ["cloudformation", "cloudformation-json", "terraform"];

/// A design with parameters, tags, transitions that are closed, and texts that mean something in other languages.
fn with_everything() -> (String, String) {
    let (_, text) = designs().swap_remove(0);
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["pipeline"]["name"] = json!("shop-${Stage}");
    file["pipeline"]["artifactStore"]["location"] = json!("$${Stage}-${apiKey_2}$");
    let second = file["pipeline"]["stages"][1]["name"].clone();
    let action = &mut file["pipeline"]["stages"][1]["actions"][0];
    action["configuration"]["ProjectName"] = json!("make-${Count}");
    action["configuration"]["EnvironmentVariables"] =
        json!("[{\"name\":\"A\",\"value\":\"${HOME} %{x} $${Stage} #{z}\"}]\n\t\\n \u{e4}\u{2028}");
    file["tags"] = json!([{"key": "team", "value": "shop ${x}"}, {"key": "a b", "value": ""}]);
    file["pipewright"] = json!({
        "parameters": {
            "Stage": {"default": "dev", "description": "Where: \"it\" runs", "allowedValues": ["dev", "prod"]},
            "apiKey_2": {"secret": true},
            "Count": {"type": "Number", "default": "3"},
            "Unused": {},
        },
        "transitions": [{"stage": second, "disabled": true, "reason": "Freeze until Monday"}],
    });
    ("with everything".to_owned(), file.to_string())
}

#[test]
fn what_is_exported_is_imported_as_it_was() {
    let designs: Vec<(String, String)> =
        designs().into_iter().chain(found()).chain([with_everything()]).collect();
    let (mut differences, mut compared) = (String::new(), 0);
    for (name, text) in &designs {
        let document = Document::read_text(text).unwrap();
        for form in FORMS.map(|name| form(name).unwrap()) {
            compared += 1;
            if let Err(difference) = exchange(&document, form) {
                writeln!(differences, "{name}: {}: {difference}", form.name).unwrap();
            }
        }
    }
    println!("{} designs, {compared} times there and back", designs.len());
    assert!(differences.is_empty(), "\n{differences}");
}

/// With everything around it, references take the place of names; stages, actions and artifacts are those of the design.
#[test]
fn what_is_exported_whole_has_the_same_stages() {
    let mut known = 0;
    for (name, text) in designs().into_iter().chain(found()).chain([with_everything()]) {
        let document = Document::read_text(&text).unwrap();
        for form in FORMS.map(|name| form(name).unwrap()) {
            let options = Options { is_whole: true, ..Options::default() };
            let written = (form.write)(&document, &options);
            let back = read(&written.text, &Choices::default());
            let back =
                back.unwrap_or_else(|error| panic!("{name}: {}: {error}\n{}", form.name, written.text));
            assert_eq!(outline(&back.document), outline(&document), "{name}: {}", form.name);
            let resources = back.document.resources();
            // The role and the bucket are made where nothing else is told.
            known += resources.filter(|it| ["role", "bucket"].contains(&it.kind())).count();
        }
    }
    assert!(known > 100, "{known} roles and buckets are known again");
}

/// Stages with their actions: name, provider, run order, artifacts.
fn outline(document: &Document) -> Vec<(String, Vec<Value>)> {
    let stages = document.pipeline().stages.iter();
    let stages = stages.map(|stage| {
        let actions = stage.actions.iter().map(|action| {
            let artifacts = ["inputArtifacts", "outputArtifacts"].map(|key| {
                let all = action.members.get(key).and_then(Value::as_array).into_iter().flatten();
                all.map(|artifact| artifact["name"].clone()).collect::<Vec<_>>()
            });
            json!([action.name(), action.action_type().provider, action.run_order(), artifacts])
        });
        (stage.name().to_owned(), actions.collect())
    });
    stages.collect()
}

/// The parts of a file that are compared.
#[derive(Debug, PartialEq)]
struct Parts {
    pipeline: Value,
    tags: Value,
    parameters: Value,
    transitions: Value,
}

fn exchange(document: &Document, form: &Form) -> Result<(), String> {
    let written = (form.write)(document, &Options::default());
    let back =
        read(&written.text, &Choices::default()).map_err(|error| format!("{error}\n{}", written.text))?;
    let beside = "It stands beside the pipeline and is no part of the design.";
    if let Some(note) = back.report.iter().find(|note| note.why != beside) {
        return Err(format!("line {}: {}: {}", note.line, note.what, note.why));
    }
    let mut expected = parts(&document.to_value());
    let mut actual = parts(&back.document.to_value());
    apply(&written.fidelity, document, &mut expected, &mut actual);
    put_back_resolved(&mut actual);
    spell(&mut expected);
    spell(&mut actual);
    let mut found = String::new();
    for (what, one, other) in [
        ("pipeline", &expected.pipeline, &actual.pipeline),
        ("tags", &expected.tags, &actual.tags),
        ("parameters", &expected.parameters, &actual.parameters),
        ("transitions", &expected.transitions, &actual.transitions),
    ] {
        compare(one, other, what, &mut found);
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn parts(file: &Value) -> Parts {
    let pipeline = if file["pipeline"].is_object() { file["pipeline"].clone() } else { file.clone() };
    let extras = if file["pipeline"].is_object() { &file["pipewright"] } else { &pipeline["pipewright"] };
    let (parameters, transitions) = (extras["parameters"].clone(), extras["transitions"].clone());
    let mut pipeline = pipeline.clone();
    if let Some(members) = pipeline.as_object_mut() {
        members.shift_remove("pipewright");
    }
    Parts { pipeline, tags: file["tags"].clone(), parameters, transitions }
}

/// Takes out what the report says is lost.
fn apply(fidelity: &Fidelity, document: &Document, parts: &mut Parts, actual: &mut Parts) {
    for loss in &fidelity.losses {
        let path = document.path_in_file(&loss.place);
        if loss.why.contains("it becomes a parameter") {
            // A secret: the value is gone, and what stands there is asked for.
            let steps = path.0.strip_prefix(&[Step::from("pipeline")]).unwrap_or(&path.0);
            take(&mut parts.pipeline, steps);
            take(&mut actual.pipeline, steps);
            continue;
        }
        if loss.what == "the Region of the artifact store" {
            let stores = parts.pipeline["artifactStores"].take();
            let store = stores.as_object().and_then(|stores| stores.values().next()).cloned();
            parts.pipeline["artifactStore"] = store.unwrap_or_default();
            continue;
        }
        let steps = path.0.as_slice();
        match steps {
            [Step::Key(key), rest @ ..] if key == "pipeline" => take(&mut parts.pipeline, rest),
            [Step::Key(key), Step::Key(list), Step::Index(index)]
                if key == "pipewright" && list == "transitions" =>
            {
                parts.transitions[*index] = Value::Null;
            }
            [Step::Key(key), ..] if key == "pipewright" => {}
            rest => take(&mut parts.pipeline, rest),
        }
    }
}

/// A reference that `CloudFormation` resolves becomes a parameter that keeps it as its origin.
fn put_back_resolved(parts: &mut Parts) {
    let names = parts.parameters.as_object().cloned().unwrap_or_default();
    for (name, declared) in &names {
        let origin = declared["origin"].as_str().unwrap_or_default();
        if origin.starts_with("{{resolve:") {
            let text = parts.pipeline.to_string().replace(&format!("${{{name}}}"), origin);
            parts.pipeline = serde_json::from_str(&text).unwrap();
        }
    }
}

fn take(value: &mut Value, steps: &[Step]) {
    let mut at = value;
    for step in steps {
        let next = match step {
            Step::Key(key) => at.get_mut(&**key),
            Step::Index(index) => at.get_mut(*index),
        };
        let Some(next) = next else { return };
        at = next;
    }
    *at = Value::Null;
}

/// Gives everything the spelling of the forms: names of parameters, texts of numbers, and nothing for what is empty.
fn spell(parts: &mut Parts) {
    let names = parts.parameters.as_object().cloned().unwrap_or_default();
    let spelled: BTreeMap<String, String> =
        names.keys().map(|name| (name.clone(), name.replace('_', "").to_lowercase())).collect();
    let texts = parts.pipeline.to_string() + &parts.tags.to_string();
    let mut parameters = Map::new();
    for (name, declared) in names {
        if !texts.contains(&format!("${{{name}}}")) {
            continue;
        }
        let mut declared = declared.clone();
        let members = declared.as_object_mut().unwrap();
        members.shift_remove("origin");
        members.entry("type").or_insert_with(|| json!("String"));
        parameters.insert(spelled[&name].clone(), declared);
    }
    parts.parameters = bare(&Value::Object(parameters), &BTreeMap::new());
    parts.pipeline = bare(&parts.pipeline, &spelled);
    parts.tags = bare(&parts.tags, &spelled);
    parts.transitions = bare(&parts.transitions, &spelled);
    for part in [&mut parts.parameters, &mut parts.tags, &mut parts.transitions] {
        if *part == json!({}) || *part == json!([]) {
            *part = Value::Null;
        }
    }
}

/// Without what says nothing.
fn bare(value: &Value, names: &BTreeMap<String, String>) -> Value {
    let is_something = |value: &Value| match value {
        Value::Null => false,
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    };
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::String(text) => {
            let mut text = text.clone();
            for (name, spelled) in names {
                text = text.replace(&format!("${{{name}}}"), &format!("${{{spelled}}}"));
            }
            Value::String(text)
        }
        Value::Array(elements) => {
            elements.iter().map(|element| bare(element, names)).filter(is_something).collect()
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.clone(), bare(value, names)));
            Value::Object(members.filter(|(_, value)| is_something(value)).collect())
        }
    }
}

fn compare(expected: &Value, actual: &Value, place: &str, found: &mut String) {
    match (expected, actual) {
        (Value::Object(members), Value::Object(others)) => {
            for (key, value) in members {
                compare(value, others.get(key).unwrap_or(&Value::Null), &format!("{place}.{key}"), found);
            }
            for (key, value) in others.iter().filter(|(key, _)| !members.contains_key(*key)) {
                writeln!(found, "{place}.{key}: nothing became {value}").unwrap();
            }
        }
        (Value::Array(elements), Value::Array(others)) if elements.len() == others.len() => {
            for (index, (element, other)) in elements.iter().zip(others).enumerate() {
                compare(element, other, &format!("{place}[{index}]"), found);
            }
        }
        (expected, actual) if expected == actual => {}
        (expected, actual) => writeln!(found, "{place}: {expected} became {actual}").unwrap(),
    }
}

#[test]
fn transitions_are_told_where_a_form_has_no_place_for_them() {
    let (_, text) = with_everything();
    let document = Document::read_text(&text).unwrap();
    let written = (form("terraform").unwrap().write)(&document, &Options::default());
    let loss = written.fidelity.losses.iter().find(|loss| loss.what.contains("transition")).unwrap();
    assert_eq!(loss.place.path, Path::key("transitions").then(0));
    let written = (form("cloudformation-json").unwrap().write)(&document, &Options::default());
    let template: Value = serde_json::from_str(&written.text).unwrap();
    let properties = &template["Resources"]["Pipeline"]["Properties"];
    assert_eq!(
        properties["DisableInboundStageTransitions"],
        json!([{"StageName": document.pipeline().stages[1].name(), "Reason": "Freeze until Monday"}])
    );
}
