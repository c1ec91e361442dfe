//! How long the model takes for large pipelines. `cargo bench` prints the figures.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pipewright_core::flow::Flow;
use pipewright_core::layout::{Layout, Options, Orientation};
use pipewright_core::pipeline::{Ids, Pipeline};
use pipewright_core::plan::Plan;
use serde_json::{Value, json};

/// Stages and actions per stage: large, and the most AWS accepts.
const SIZES: [(usize, usize); 2] = [(50, 20), (50, 50)];

/// A pipeline in which every action takes an artifact from somewhere before it and makes one.
fn large(stage_count: usize, action_count: usize) -> Pipeline {
    let action = |number: usize| {
        let configuration =
            json!({ "ProjectName": format!("project-{number}"), "PrimarySource": "artifact0" });
        json!({
            "name": format!("Action{number}"),
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
            "runOrder": number % 7 + 1,
            "configuration": configuration,
            // A prime far from the sizes, so that wires go near and far.
            "inputArtifacts": [{ "name": format!("artifact{}", number * 7919 % (number + 1)) }],
            "outputArtifacts": [{ "name": format!("artifact{number}") }],
        })
    };
    let stages: Vec<Value> = (0..stage_count)
        .map(|stage| {
            let actions: Vec<Value> =
                (0..action_count).map(|index| action(stage * action_count + index)).collect();
            json!({ "name": format!("Stage{stage}"), "actions": actions })
        })
        .collect();
    let mut members = serde_json::Map::new();
    members.insert("name".to_owned(), json!("large"));
    members.insert("stages".to_owned(), Value::Array(stages));
    Pipeline::from_object(members, &Ids::default())
}

fn flow_and_layout(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("layout");
    for (stages, actions) in SIZES {
        let pipeline = large(stages, actions);
        let size = format!("{stages}x{actions}");
        group.bench_function(BenchmarkId::new("flow", &size), |bencher| {
            bencher.iter(|| Flow::of(black_box(&pipeline)));
        });
        let flow = Flow::of(&pipeline);
        for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
            let id = BenchmarkId::new(format!("{orientation:?}"), &size);
            group.bench_function(id, |bencher| {
                bencher.iter(|| Layout::of(black_box(&pipeline), &flow, Options { orientation }));
            });
        }
    }
    group.finish();
}

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    for (stages, actions) in SIZES {
        let old = large(stages, actions);
        let mut new = old.clone();
        new.stages.rotate_left(1);
        let size = format!("{stages}x{actions}");
        group.bench_function(BenchmarkId::new("one stage moved", &size), |bencher| {
            bencher.iter(|| Plan::between(Some(black_box(&old)), &new));
        });
    }
    group.finish();
}

criterion_group!(figures, flow_and_layout, plan);
criterion_main!(figures);
