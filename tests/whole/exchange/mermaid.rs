//! Flowcharts as the parser of Mermaid reads them.

use std::collections::BTreeMap;

use pipewright_core::document::Document;
use pipewright_core::format::mermaid;
use pipewright_core::pipeline::Pipeline;
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::{designs, found};

/// Names that mean something in the language.
fn odd() -> (String, String) {
    let action = |name: &str| json!({"name": name, "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}});
    let stages = json!([
        {"name": "end", "actions": [action("a\"] --> b"), action("<b>x</b> & #quot;")]},
        {"name": "subgraph \"x\"", "actions": []},
        {"name": "%% class", "actions": [action("[x](y) `z` {{v}}"), action("#{variables.x}"), action("größe\n😀")]},
    ]);
    ("odd".to_owned(), json!({"name": "odd", "stages": stages}).to_string())
}

#[test]
fn every_flowchart_is_one_and_has_the_stages_and_actions() {
    let designs: Vec<(String, String)> = designs().into_iter().chain(found()).chain([odd()]).collect();
    let documents: Vec<Document> =
        designs.iter().map(|(_, text)| Document::read_text(text).unwrap()).collect();
    let mut texts: Vec<String> = documents.iter().map(mermaid::write).collect();
    texts.push("flowchart LR\n    A[\"x --> B\n".to_owned());
    let Some(answers) = or_skip(oracles::mermaid(&texts)) else { return };
    let (of_wrong, answers) = answers.split_last().unwrap();
    assert!(of_wrong["error"].is_string(), "the oracle sees what is none: {of_wrong}");
    for (((name, _), document), (answer, text)) in
        designs.iter().zip(&documents).zip(answers.iter().zip(&texts))
    {
        assert!(answer["error"].is_null(), "{name}: {}\n{text}", answer["error"]);
        compare(document.pipeline(), answer, name);
    }
}

fn compare(pipeline: &Pipeline, answer: &Value, name: &str) {
    let list = |key: &str| answer[key].as_array().unwrap();
    let graphs: BTreeMap<&str, &Value> =
        list("subgraphs").iter().map(|graph| (graph["id"].as_str().unwrap(), graph)).collect();
    assert_eq!(graphs.len(), pipeline.stages.len(), "{name}");
    let nodes: BTreeMap<&str, &Value> =
        list("nodes").iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    for (index, stage) in pipeline.stages.iter().enumerate() {
        let graph = graphs[format!("S{}", index + 1).as_str()];
        let inside = graph["nodes"].as_array().unwrap();
        assert_eq!(inside.len(), stage.actions.len().max(1), "{name}: {graph}");
        let begins = format!("{} ", index + 1);
        assert!(graph["title"].as_str().unwrap().starts_with(&begins), "{name}: {graph}");
        for node in inside {
            let node = nodes[node.as_str().unwrap()];
            assert!(!node["text"].as_str().unwrap().is_empty(), "{name}: {node}");
        }
    }
    // One arrow from stage to stage.
    let is_of_stages =
        |arrow: &&Value| ["from", "to"].iter().all(|end| graphs.contains_key(arrow[*end].as_str().unwrap()));
    let arrows: Vec<&Value> = list("arrows").iter().filter(is_of_stages).collect();
    assert_eq!(arrows.len(), pipeline.stages.len().saturating_sub(1), "{name}");
    // Every arrow ends at something that is there.
    for arrow in list("arrows") {
        for end in ["from", "to"] {
            let end = arrow[end].as_str().unwrap();
            assert!(nodes.contains_key(end) || graphs.contains_key(end), "{name}: {arrow}");
        }
    }
}
