//! A pipeline as a Mermaid flowchart, which GitHub and GitLab draw in Markdown.
//!
//! Stages are subgraphs in a row; inside one, actions of the same run order stand side by side. Solid arrows are the
//! order of stages and run orders, dotted ones are artifacts that are taken beyond the next run order.

use std::fmt::Write as _;

use crate::catalog::Catalog;
use crate::document::Document;
use crate::edit::clip::masked_design;
use crate::flow::Flow;
use crate::format::{Fidelity, Options, Severity, Written};
use crate::parameter::resolve;
use crate::pipeline::{Action, Pipeline, Stage};

/// More arrows between two run orders say nothing more.
const MOST_ARROWS: usize = 12;

/// The flowchart, without a Markdown fence.
pub fn write(document: &Document) -> String {
    let pipeline = document.pipeline();
    let mut out = String::from("flowchart LR\n");
    for (index, stage) in pipeline.stages.iter().enumerate() {
        stage_graph(&mut out, index, stage);
    }
    for index in 1..pipeline.stages.len() {
        line(&mut out, 1, &format!("S{} --> S{}", index, index + 1));
    }
    artifacts(&mut out, pipeline);
    classes(&mut out, pipeline);
    out
}

/// [`write()`] as one of the forms, without what looks like a secret: it is made to be shown around.
pub fn form(document: &Document, options: &Options) -> Written {
    let mut fidelity = Fidelity::default();
    let what = "everything but stages, actions and artifacts";
    fidelity.lose_of_pipeline(Severity::Note, what, "A flowchart is for people. Keep the project file.");
    let resolved = resolve(document, options.environment.as_deref());
    Written { text: write(&masked_design(&resolved)), fidelity }
}

/// Writing to a String cannot fail.
fn line(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{}{text}", "    ".repeat(indent));
}

fn stage_graph(out: &mut String, index: usize, stage: &Stage) {
    line(out, 1, &format!("subgraph S{} [\"{} {}\"]", index + 1, index + 1, label(stage.name())));
    line(out, 2, "direction LR");
    if stage.actions.is_empty() {
        line(out, 2, &format!("S{}empty[\"no actions\"]", index + 1));
    }
    for (at, action) in stage.actions.iter().enumerate() {
        let text = format!("{}<br><small>{}</small>", label(action.name()), label(&runner(action)));
        line(out, 2, &format!("{}[\"{text}\"]", node(index, at)));
    }
    let steps: Vec<Vec<usize>> = stage
        .run_orders()
        .into_iter()
        .map(|order| {
            let all = stage.actions.iter().enumerate();
            all.filter(|(_, action)| action.run_order() == order).map(|(at, _)| at).collect()
        })
        .collect();
    for pair in steps.windows(2) {
        let (from, to) = (&pair[0], &pair[1]);
        let is_many = from.len() * to.len() > MOST_ARROWS;
        let from = if is_many { &from[..1] } else { from };
        for from in from {
            for to in to {
                line(out, 2, &format!("{} --> {}", node(index, *from), node(index, *to)));
            }
        }
    }
    line(out, 1, "end");
}

/// Artifacts, named on their arrows.
fn artifacts(out: &mut String, pipeline: &Pipeline) {
    let flow = Flow::of(pipeline);
    for wire in &flow.wires {
        let ends = (pipeline.action_index(wire.from.action), pipeline.action_index(wire.to.action));
        if let (Some((from_stage, from)), Some((to_stage, to))) = ends {
            let name = label(&flow.artifacts[wire.artifact].name);
            let (from, to) = (node(from_stage, from), node(to_stage, to));
            line(out, 1, &format!("{from} -. \"{name}\" .-> {to}"));
        }
    }
}

/// One class per category, in the colors of the canvas.
fn classes(out: &mut String, pipeline: &Pipeline) {
    const COLORS: [(&str, &str); 7] = [
        ("Source", "#2563eb"),
        ("Build", "#b7791f"),
        ("Test", "#7c3aed"),
        ("Approval", "#db2777"),
        ("Deploy", "#15915a"),
        ("Invoke", "#0e8f83"),
        ("Compute", "#64748b"),
    ];
    for (category, color) in COLORS {
        let nodes: Vec<String> = pipeline
            .stages
            .iter()
            .enumerate()
            .flat_map(|(stage, at)| {
                let of_category =
                    move |(_, action): &(usize, &Action)| action.action_type().category == category;
                let found = at.actions.iter().enumerate().filter(of_category);
                found.map(move |(action, _)| node(stage, action))
            })
            .collect();
        if !nodes.is_empty() {
            let class = category.to_lowercase();
            line(out, 1, &format!("classDef {class} stroke:{color},stroke-width:2px"));
            line(out, 1, &format!("class {} {class}", nodes.join(",")));
        }
    }
}

fn node(stage: usize, action: usize) -> String {
    format!("S{}A{}", stage + 1, action + 1)
}

/// What runs an action.
pub(crate) fn runner(action: &Action) -> String {
    let kind = action.action_type();
    let known = Catalog::get().provider(kind.category, kind.owner, kind.provider, kind.version);
    known.map_or_else(|| kind.provider.to_owned(), |provider| provider.name.clone())
}

/// A text inside the quotes of a label: everything that could end it, or begin markup, as a character code.
pub(crate) fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | '-' | '_' | '/' | ',' => out.push(c),
            c if c.is_control() => out.push(' '),
            c if c.is_alphanumeric() => out.push(c),
            // Mermaid's own form of a character code, which the parser leaves alone.
            c => {
                let _ = write!(out, "#{};", u32::from(c));
            }
        }
    }
    if out.trim().is_empty() { "(no name)".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::samples::SAMPLES;

    #[test]
    fn stages_are_subgraphs_and_artifacts_arrows() {
        let action = |name: &str, order: i64, takes: &[&str], makes: &[&str]| {
            let list = |names: &[&str]| names.iter().map(|name| json!({"name": name})).collect::<Vec<_>>();
            json!({
                "name": name,
                "runOrder": order,
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"},
                "inputArtifacts": list(takes),
                "outputArtifacts": list(makes),
            })
        };
        let file = json!({"name": "shop", "stages": [
            {"name": "One", "actions": [action("a", 1, &[], &["Made"]), action("b", 2, &["Made"], &[])]},
            {"name": "Two", "actions": []},
        ]});
        let document = Document::read(file.to_string().as_bytes()).unwrap();
        let expected = r#"flowchart LR
    subgraph S1 ["1 One"]
        direction LR
        S1A1["a<br><small>CodeBuild</small>"]
        S1A2["b<br><small>CodeBuild</small>"]
        S1A1 --> S1A2
    end
    subgraph S2 ["2 Two"]
        direction LR
        S2empty["no actions"]
    end
    S1 --> S2
    S1A1 -. "Made" .-> S1A2
    classDef build stroke:#b7791f,stroke-width:2px
    class S1A1,S1A2 build
"#;
        assert_eq!(write(&document), expected);
    }

    #[test]
    fn names_have_the_values_of_the_environment() {
        let file = json!({"name": "x", "stages": [{"name": "To-${Stage}", "actions": []}], "pipewright": {
            "parameters": {"Stage": {"default": "dev", "environments": {"prod": "live"}}}}});
        let document = Document::read(file.to_string().as_bytes()).unwrap();
        for (environment, expect) in [(None, "To-dev"), (Some("prod"), "To-live")] {
            let options = Options { environment: environment.map(str::to_owned), ..Options::default() };
            let text = form(&document, &options).text;
            assert!(text.contains(expect), "{text}");
        }
    }

    #[test]
    fn no_name_ends_a_label() {
        assert_eq!(label("a\"];b --> c"), "a#34;#93;#59;b --#62; c");
        assert_eq!(label("<script>\n"), "#60;script#62; ");
        assert_eq!(label(" "), "(no name)");
        assert_eq!(label("Größe"), "Größe");
    }

    #[test]
    fn samples_are_drawn_whole() {
        for sample in SAMPLES {
            let document = Document::read_text(sample.text).unwrap();
            let drawn = write(&document);
            let nodes = drawn.lines().filter(|line| line.contains("<br><small>")).count();
            assert_eq!(nodes, document.pipeline().actions().count(), "{}", sample.name);
        }
    }
}
