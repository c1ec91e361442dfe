//! Terraform files as they were found, imported: all of them, and as another reader of the language reads them.

use std::fmt::Write as _;
use std::str::from_utf8;

use pipewright_core::format::import::{Choices, ImportError, Read, read};
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::Value;

use super::pipelines;
use crate::corpus;

/// What became of the pipelines, for people.
#[derive(Debug, Default)]
struct Table {
    files: usize,
    pipelines: usize,
    equal: usize,
    /// Without a note about the pipeline itself.
    without_notes: usize,
    notes: usize,
    parameters: usize,
    refused: usize,
    /// That the other reader does not read.
    unread: usize,
}

/// A corpus with Terraform files in it.
fn files() -> Option<Vec<(String, String)>> {
    let files = corpus::files("tf")?;
    Some(files.into_iter().map(|(name, bytes)| (name, from_utf8(&bytes).unwrap().to_owned())).collect())
}

/// With what is there only on a condition.
fn all_true(text: &str, id: &str) -> Result<Read, ImportError> {
    let mut choices = Choices { pipeline: Some(id.to_owned()), ..Choices::default() };
    // A condition may stand in a part that only another one lets in.
    for _ in 0..5 {
        let found = read(text, &choices)?;
        let before = choices.conditions.len();
        choices.conditions.extend(found.conditions.into_iter().map(|condition| (condition.name, true)));
        if choices.conditions.len() == before {
            break;
        }
    }
    read(text, &choices)
}

#[test]
fn stages_and_actions_are_those_another_reader_sees() {
    let Some(files) = files() else { return };
    let texts: Vec<String> = files.iter().map(|(_, text)| text.clone()).collect();
    let Some(answers) = or_skip(oracles::hcl_pipelines(&texts)) else { return };
    let (mut table, mut differences) = (Table { files: files.len(), ..Table::default() }, String::new());
    for ((file, text), answer) in files.iter().zip(&answers) {
        let all = match pipelines(text, &Choices::default()) {
            Ok(all) => all,
            Err(error) => {
                table.refused += 1;
                writeln!(differences, "{file}: {error}").unwrap();
                continue;
            }
        };
        table.pipelines += all.len();
        for (id, read) in &all {
            let beside = "It stands beside the pipeline and is no part of the design.";
            table.without_notes += usize::from(read.report.iter().all(|note| note.why == beside));
            table.notes += read.report.len();
            table.parameters += read.numbers().parameters;
            let lines = text.lines().count();
            assert!(read.report.iter().all(|note| (1..=lines).contains(&note.line)), "{file}: {id}");
        }
        let Some(expected) = answer["pipelines"].as_object() else {
            table.unread += 1;
            println!("{file}: not read by the other: {}", answer["error"]);
            continue;
        };
        let ids: Vec<&String> = expected.keys().collect();
        assert_eq!(ids, all.iter().map(|(id, _)| id).collect::<Vec<_>>(), "{file}");
        for (id, stages) in expected {
            let read = all_true(text, id).unwrap_or_else(|error| panic!("{file}: {id}: {error}"));
            let before = differences.len();
            let declared = &read.document.declaration()["stages"];
            compare_stages(stages, declared, &format!("{file}: {id}"), &mut differences);
            table.equal += usize::from(differences.len() == before);
        }
    }
    println!("{table:#?}");
    assert!(differences.is_empty(), "\n{differences}");
    assert!(table.equal > table.files / 2, "{table:?}");
}

fn compare_stages(expected: &Value, actual: &Value, place: &str, differences: &mut String) {
    let (stages, others) = (expected.as_array().unwrap(), actual.as_array().unwrap());
    if stages.len() != others.len() {
        writeln!(differences, "{place}: {} stages became {}", stages.len(), others.len()).unwrap();
    }
    for (at, (stage, other)) in stages.iter().zip(others).enumerate() {
        let place = format!("{place}: stage {at}");
        same(&stage["name"], &other["name"], &place, differences);
        let (actions, others) = (stage["actions"].as_array().unwrap(), other["actions"].as_array().unwrap());
        if actions.len() != others.len() {
            writeln!(differences, "{place}: {} actions became {}", actions.len(), others.len()).unwrap();
        }
        for (at, (action, other)) in actions.iter().zip(others).enumerate() {
            compare_action(action, other, &format!("{place}: action {at}"), differences);
        }
    }
}

fn compare_action(action: &Value, other: &Value, place: &str, differences: &mut String) {
    same(&action["name"], &other["name"], place, differences);
    for (argument, value) in action["members"].as_object().unwrap() {
        let place = format!("{place}: {argument}");
        match argument.as_str() {
            "input_artifacts" | "output_artifacts" => {
                let key = if argument == "input_artifacts" { "inputArtifacts" } else { "outputArtifacts" };
                let names = other[key].as_array().into_iter().flatten();
                let names: Value = names.map(|artifact| artifact["name"].clone()).collect();
                same(value, &names, &place, differences);
            }
            "run_order" => same(value, &Value::String(other["runOrder"].to_string()), &place, differences),
            "namespace" => same(value, &other["namespace"], &place, differences),
            member => same(value, &other["actionTypeId"][member], &place, differences),
        }
    }
    let Some(configuration) = action["configuration"].as_object() else { return };
    for (key, value) in configuration {
        same(value, &other["configuration"][key], &format!("{place}: {key}"), differences);
    }
    let count = other["configuration"].as_object().map_or(0, serde_json::Map::len);
    if count != configuration.len() {
        writeln!(differences, "{place}: {} configuration values became {count}", configuration.len())
            .unwrap();
    }
}

/// What the other reader does not work out is there, whatever it is.
fn same(expected: &Value, actual: &Value, place: &str, differences: &mut String) {
    let is_same = match expected {
        Value::Null => !actual.is_null(),
        expected => expected == actual,
    };
    if !is_same {
        writeln!(differences, "{place}: {expected} became {actual}").unwrap();
    }
}

#[test]
fn damaged_files_never_panic() {
    let Some(files) = files() else { return };
    let mut read_still = 0;
    for (_, text) in &files {
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
