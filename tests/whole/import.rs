//! Templates as they were found, imported: all of them, and as another reader of YAML reads them.

mod terraform;

use std::fmt::Write as _;
use std::str::from_utf8;

use pipewright_core::format::import::{Choices, ImportError, Read, read};
use serde_json::{Map, Value};

use crate::corpus;
use crate::precision::templates;

/// What became of the templates.
#[derive(Debug, Default)]
struct Counts {
    pipelines: usize,
    /// Without a note about the pipeline itself.
    whole: usize,
    parameters: usize,
    templated: usize,
}

/// Each pipeline of a text with its logical id, or why there is none.
fn pipelines(text: &str, choices: &Choices) -> Result<Vec<(String, Read)>, ImportError> {
    match read(text, choices) {
        Ok(read) => Ok(vec![(read.id.clone(), read)]),
        Err(ImportError::Several { ids }) => ids
            .into_iter()
            .map(|id| {
                let choices = Choices { pipeline: Some(id.clone()), ..choices.clone() };
                Ok((id, read(text, &choices)?))
            })
            .collect(),
        Err(error) => Err(error),
    }
}

#[test]
fn every_template_that_was_found_is_imported_or_refused_for_being_one_of_another_program() {
    let Some(files) = corpus::files("cfn") else { return };
    let (mut counts, mut refused) = (Counts::default(), String::new());
    for (file, bytes) in &files {
        let text = from_utf8(bytes).unwrap();
        match pipelines(text, &Choices::default()) {
            Ok(all) => {
                for (id, read) in all {
                    counts.pipelines += 1;
                    counts.parameters += read.numbers().parameters;
                    let beside = "It stands beside the pipeline and is no part of the design.";
                    counts.whole += usize::from(read.report.iter().all(|note| note.why == beside));
                    assert!(read.numbers().stages > 0, "{file}: {id}");
                    let lines = text.lines().count();
                    assert!(read.report.iter().all(|note| (1..=lines).contains(&note.line)), "{file}: {id}");
                }
            }
            Err(ImportError::Templated { line }) => {
                let line = text.lines().nth(line - 1).unwrap();
                assert!(["{{", "{%", "%"].iter().any(|mark| line.contains(mark)), "{file}: {line}");
                counts.templated += 1;
            }
            Err(error) => writeln!(refused, "{file}: {error}").unwrap(),
        }
    }
    println!("{} files: {counts:?}", files.len());
    assert!(refused.is_empty(), "\n{refused}");
    assert!(counts.pipelines > counts.templated, "{counts:?}");
}

#[test]
fn damaged_templates_never_panic() {
    let Some(files) = corpus::files("cfn") else { return };
    let mut read_still = 0;
    for (_, bytes) in &files {
        let text = from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for part in 1..6 {
            let at = lines.len() * part / 6;
            // The end is missing, a line is, or a line stands twice and elsewhere.
            let (before, behind) = (lines[..at].concat(), lines[at..].concat());
            let without = lines[(at + 1).min(lines.len())..].concat();
            for damaged in [before.clone(), format!("{before}{without}"), format!("{behind}{before}")] {
                read_still += usize::from(pipelines(&damaged, &Choices::default()).is_ok());
            }
        }
    }
    assert!(read_still > 0);
}

#[test]
fn stages_are_those_another_reader_sees() {
    let Some(files) = corpus::files("cfn") else { return };
    let Some(templates) = templates::read(&files) else { return };
    let (mut differences, mut compared) = (String::new(), 0);
    for ((file, bytes), template) in files.iter().zip(&templates) {
        let Some(resources) = template["template"]["Resources"].as_object() else { continue };
        let conditions = template["template"]["Conditions"].as_object();
        let choices = Choices {
            conditions: conditions.into_iter().flatten().map(|(name, _)| (name.clone(), true)).collect(),
            ..Choices::default()
        };
        for (id, resource) in resources.iter().filter(|(_, it)| it["Type"] == "AWS::CodePipeline::Pipeline") {
            let choices = Choices { pipeline: Some(id.clone()), ..choices.clone() };
            let read = match read(from_utf8(bytes).unwrap(), &choices) {
                Ok(read) => read,
                Err(error) => {
                    writeln!(differences, "{file}: {id}: {error}").unwrap();
                    continue;
                }
            };
            compared += 1;
            let file = format!("{file}: {id}");
            for member in ["Stages", "Triggers", "Variables", "ArtifactStore"] {
                if let Some(expected) = settled(&resource["Properties"][member]) {
                    let actual = &read.document.declaration()[lower(member)];
                    compare(&expected, actual, &format!("{file}: {member}"), false, &mut differences);
                }
            }
        }
    }
    println!("{compared} pipelines compared");
    assert!(differences.is_empty(), "\n{differences}");
    assert!(compared > files.len() / 2, "only {compared} compared");
}

/// The value with the first branch of each `Fn::If`; `None` for nothing.
fn settled(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Object(members) if members.len() == 1 && members.contains_key("Fn::If") => {
            settled(&members["Fn::If"][1])
        }
        Value::Object(members)
            if members.len() == 1 && members.get("Ref") == Some(&"AWS::NoValue".into()) =>
        {
            None
        }
        Value::Object(members) => {
            let members = members.iter().filter_map(|(key, value)| Some((key.clone(), settled(value)?)));
            Some(Value::Object(members.collect::<Map<String, Value>>()))
        }
        Value::Array(elements) => Some(elements.iter().filter_map(settled).collect()),
        other => Some(other.clone()),
    }
}

fn lower(key: &str) -> String {
    key[..1].to_lowercase() + &key[1..]
}

/// Whether a value calls a function of the template: what it gives is not compared here.
fn is_call(value: &Value) -> bool {
    let Some(members) = value.as_object().filter(|members| members.len() == 1) else { return false };
    members.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}

fn compare(expected: &Value, actual: &Value, place: &str, is_map: bool, differences: &mut String) {
    let is_same = match (expected, actual) {
        (call, actual) if is_call(call) => !actual.is_null(),
        (Value::Object(members), Value::Object(others)) => {
            for (key, value) in members {
                let name = if is_map { key.clone() } else { lower(key) };
                let other = others.get(&name).unwrap_or(&Value::Null);
                compare(value, other, &format!("{place}.{key}"), key == "Configuration", differences);
            }
            members.len() == others.len()
        }
        (Value::Array(elements), Value::Array(others)) => {
            for (index, (element, other)) in elements.iter().zip(others).enumerate() {
                compare(element, other, &format!("{place}[{index}]"), false, differences);
            }
            elements.len() == others.len()
        }
        (Value::String(text), Value::String(other)) => text == other || text.contains("{{resolve:"),
        // Where the declaration has text, a number or truth value is text.
        (Value::Number(_) | Value::Bool(_), Value::String(other)) => {
            let written = expected.to_string();
            written == *other
        }
        (Value::String(text), Value::Number(number)) => *text == number.to_string(),
        (expected, actual) => expected == actual,
    };
    if !is_same {
        writeln!(differences, "{place}: {expected} became {actual}").unwrap();
    }
}
