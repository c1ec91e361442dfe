//! Templates as they were found: no error but those that are there, and those that are there are found.

mod errors;

use std::path::PathBuf;

use pipewright_core::document::Document;
use pipewright_tests::python::{self, or_skip};
use serde_json::Value;

use super::expectations::Comparison;
use super::template::Template;
use crate::corpus;
use errors::ERRORS;

const REQUIREMENTS: [&str; 1] = ["PyYAML==6.0.3"];

const READER: &str = include_str!("templates.py");

#[test]
fn found_templates_have_no_errors_but_their_own() {
    let Some(files) = corpus::files("cfn") else { return };
    let Some(templates) = read(&files) else { return };
    let (mut comparison, mut pipelines, mut unread) = (Comparison::with(ERRORS), 0, String::new());
    for ((file, bytes), template) in files.iter().zip(&templates) {
        if let Some(error) = template["error"].as_str() {
            // A template of a template, to be filled in by another program first.
            let is_unfilled =
                ["{%", "{{", "%"].iter().any(|mark| String::from_utf8_lossy(bytes).contains(mark));
            if !is_unfilled {
                unread.extend([file, ": ", error, "\n"]);
            }
            continue;
        }
        for (name, pipeline) in Template::new(&template["template"]).pipelines() {
            let text = pipeline.to_string();
            let document =
                Document::read_text(&text).unwrap_or_else(|error| panic!("{file}: {name}: {error}"));
            comparison.look_at(file, &document);
            pipelines += 1;
        }
    }
    println!("{pipelines} pipelines in {} files", files.len());
    assert!(unread.is_empty(), "\n{unread}");
    assert!(pipelines > files.len() / 2, "only {pipelines} pipelines in {} files", files.len());
    comparison.end();
}

/// The templates as JSON, by a reader of YAML that is not ours.
pub fn read(files: &[(String, Vec<u8>)]) -> Option<Vec<Value>> {
    let environment = or_skip(python::environment(&REQUIREMENTS))?;
    let folder = tempfile::tempdir().unwrap();
    // The names of the files are long and strange.
    let paths: Vec<PathBuf> = (0..files.len()).map(|index| folder.path().join(index.to_string())).collect();
    for (path, (_, bytes)) in paths.iter().zip(files) {
        std::fs::write(path, bytes).unwrap();
    }
    let output = environment.python().args(["-c", READER]).args(&paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let templates: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(templates.len(), files.len());
    Some(templates)
}
