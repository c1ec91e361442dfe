//! Breaking the flow of artifacts.

use serde_json::{Value, json};

use super::mutant::{ActionAt, Bench, push, set};
use super::ripples;
use super::spine::{FOREIGN_ROLE, in_another_account};

/// (action type, fewest and most inputs, fewest and most outputs). Source: action structure reference.
#[rustfmt::skip]
const COUNTS: &[(&str, usize, usize, usize, usize)] = &[
    ("Source S3", 0, 0, 1, 1),
    ("Source CodeCommit", 0, 0, 1, 1),
    ("Source ECR", 0, 0, 1, 1),
    ("Source CodeStarSourceConnection", 0, 0, 1, 1),
    ("Build CodeBuild", 1, 5, 0, 5),
    ("Test CodeBuild", 1, 5, 0, 5),
    ("Build ECRBuildAndPublish", 1, 1, 0, 0),
    ("Test DeviceFarm", 1, 1, 0, 0),
    ("Deploy S3", 1, 1, 0, 0),
    ("Deploy CloudFormation", 0, 10, 0, 1),
    ("Deploy CloudFormationStackSet", 1, 3, 0, 0),
    ("Deploy CodeDeploy", 1, 1, 0, 0),
    ("Deploy CodeDeployToECS", 1, 5, 0, 0),
    ("Deploy ECS", 1, 1, 0, 0),
    ("Deploy EKS", 1, 1, 0, 0),
    ("Deploy EC2", 1, 1, 0, 0),
    ("Deploy ElasticBeanstalk", 1, 1, 0, 0),
    ("Deploy AppConfig", 1, 1, 0, 0),
    ("Deploy ServiceCatalog", 1, 1, 0, 0),
    ("Deploy Lambda", 0, 1, 0, 0),
    ("Approval Manual", 0, 0, 0, 0),
    ("Invoke Lambda", 0, 5, 0, 5),
    ("Invoke StepFunctions", 0, 1, 0, 1),
    ("Invoke CodePipeline", 0, 0, 0, 0),
    ("Invoke InspectorScan", 0, 1, 1, 1),
    ("Compute Commands", 1, 10, 0, 1),
];

pub fn break_all(bench: &mut Bench) {
    names(bench);
    order(bench);
    counts(bench);
    buildspec_names(bench);
    clone_references(bench);
    accounts(bench);
}

fn counts_of(action: &ActionAt) -> Option<&'static (&'static str, usize, usize, usize, usize)> {
    let name = format!("{} {}", action.category(), action.provider());
    COUNTS.iter().find(|row| row.0 == name)
}

/// Artifacts that exist when an action starts, in order of their making.
fn available(bench: &Bench, action: &ActionAt) -> Vec<String> {
    let is_before = |other: &ActionAt| (other.stage, other.run_order()) < (action.stage, action.run_order());
    let makers = bench.actions().into_iter().filter(is_before);
    makers.flat_map(|maker| maker.outputs().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn names(bench: &mut Bench) {
    for action in bench.actions() {
        for (index, name) in action.inputs().into_iter().enumerate() {
            let place = action.member(&format!("inputArtifacts/{index}/name"));
            let readers = ripples::readers_of_input(action.value, name);
            for other in ["NoSuchArtifact".to_owned(), format!("{name}s"), name.to_lowercase()] {
                bench
                    .sets("CP0503", "take an artifact nobody makes", place.clone(), json!(other))
                    .also_all(readers.clone());
            }
            let list = action.member("inputArtifacts");
            if counts_of(&action).is_none_or(|row| action.inputs().len() < row.2) {
                let last = format!("{list}/{}", action.inputs().len());
                let is_only = action.inputs().len() == 1 && action.provider() == "CodeBuild";
                let mutant = bench.breaks("CP0509", "take an artifact twice", last, |pipeline| {
                    push(pipeline, &list, json!({"name": name}));
                });
                // With two inputs a build has to name its primary one.
                mutant.also_all(is_only.then_some("CP0701"));
            }
            for own in action.outputs() {
                bench
                    .sets("CP0515", "take one's own output", place.clone(), json!(own))
                    .also_all(readers.clone());
            }
        }
        for output in action.outputs() {
            let later = bench.actions().into_iter().filter(|other| {
                other.stage > 0
                    && (other.stage, other.index) > (action.stage, action.index)
                    && counts_of(other)
                        .is_some_and(|row| row.4 > other.outputs().len() && !is_cloud_formation(other))
            });
            for other in later {
                let list = other.member("outputArtifacts");
                let last = format!("{list}/{}", other.outputs().len());
                bench.breaks("CP0502", "make an artifact a second time", last, |pipeline| {
                    push(pipeline, &list, json!({"name": output}));
                });
            }
        }
    }
    for (place, rule) in bench.rules() {
        for index in 0..rule["inputArtifacts"].as_array().map_or(0, Vec::len) {
            let place = format!("{place}/inputArtifacts/{index}/name");
            bench.sets("CP1013", "take an artifact nobody makes", place, json!("NoSuchArtifact"));
        }
    }
}

/// Its output has to be asked for by another key.
fn is_cloud_formation(action: &ActionAt) -> bool {
    action.provider() == "CloudFormation"
}

/// Whether what an action reads and writes is told by artifacts alone.
fn reads_variables(action: &ActionAt) -> bool {
    action.value.to_string().contains("#{")
}

fn order(bench: &mut Bench) {
    let actions = bench.actions();
    for maker in actions.iter().filter(|maker| !maker.outputs().is_empty()) {
        for taker in actions.iter().filter(|taker| taker.stage > 0) {
            let Some(index) = taker.inputs().iter().position(|input| maker.outputs().contains(input)) else {
                continue;
            };
            let place = taker.member(&format!("inputArtifacts/{index}/name"));
            // Within a stage: the maker moves to the moment of its taker, or behind it.
            if maker.stage == taker.stage && !is_namespace_read(bench, maker) {
                for delay in [0, 1] {
                    bench.breaks("CP0504", "run a maker too late", place.clone(), |pipeline| {
                        set(pipeline, &maker.member("runOrder"), json!(taker.run_order() + delay));
                    });
                }
            }
        }
        // An earlier action takes what is made later.
        for taker in actions.iter().filter(|taker| taker.stage > 0 && taker.at != maker.at) {
            let is_later = (maker.stage, maker.run_order()) >= (taker.stage, taker.run_order());
            for (index, input) in taker.inputs().into_iter().enumerate() {
                if is_later && !taker.inputs().contains(&maker.outputs()[0]) {
                    let place = taker.member(&format!("inputArtifacts/{index}/name"));
                    let readers = ripples::readers_of_input(taker.value, input);
                    bench
                        .sets(
                            "CP0504",
                            "take an artifact before it is made",
                            place,
                            json!(maker.outputs()[0]),
                        )
                        .also_all(readers);
                }
            }
        }
    }
    for (place, rule) in bench.rules() {
        let is_entry = place.contains("/beforeEntry/");
        let stage: usize = place.split('/').nth(2).and_then(|step| step.parse().ok()).expect("a stage");
        for maker in bench.actions() {
            let is_late = if is_entry { maker.stage >= stage } else { maker.stage > stage };
            for index in 0..rule["inputArtifacts"].as_array().map_or(0, Vec::len) {
                if let Some(output) = maker.outputs().first().filter(|_| is_late) {
                    let place = format!("{place}/inputArtifacts/{index}/name");
                    bench.sets("CP1013", "take an artifact before it is made", place, json!(output));
                }
            }
        }
    }
}

fn is_namespace_read(bench: &Bench, action: &ActionAt) -> bool {
    let namespace = action.text("/namespace");
    reads_variables(action)
        || (!namespace.is_empty() && ripples::is_read(bench.pipeline(), &format!("#{{{namespace}.")))
}

fn counts(bench: &mut Bench) {
    for action in bench.actions() {
        let Some(&(_, fewest_in, most_in, fewest_out, most_out)) = counts_of(&action) else { continue };
        let inputs = action.member("inputArtifacts");
        let outputs = action.member("outputArtifacts");
        if fewest_in > 0 {
            // Keys that name an input are told once there is one again.
            bench.sets("CP0505", "take all inputs away", inputs.clone(), json!([]));
        }
        let mut free = available(bench, &action);
        free.retain(|name| !action.inputs().contains(&name.as_str()));
        let wanted = most_in + 1 - action.inputs().len();
        if free.len() >= wanted {
            bench.breaks("CP0506", "take too many inputs", inputs.clone(), |pipeline| {
                free.iter().take(wanted).for_each(|name| push(pipeline, &inputs, json!({"name": name})));
            });
            if action.provider() == "CodeBuild" && action.text("/configuration/PrimarySource").is_empty() {
                bench.mutants.last_mut().expect("just made").also("CP0701");
            }
            let from_clone = clones(bench);
            let is_clone = free.iter().take(wanted).any(|name| from_clone.contains(name));
            if is_clone && action.provider() != "CodeBuild" {
                bench.mutants.last_mut().expect("just made").also("CP0512");
            }
        }
        if fewest_out > 0 && !action.outputs().is_empty() {
            let others = ripples::of(bench.pipeline(), &outputs);
            bench.sets("CP0507", "take all outputs away", outputs.clone(), json!([])).also_all(others);
        }
        bench.breaks("CP0508", "make too many outputs", outputs.clone(), |pipeline| {
            for index in action.outputs().len()..=most_out {
                push(pipeline, &outputs, json!({"name": format!("Extra{index}")}));
            }
        });
    }
}

/// Artifacts that are references to a clone instead of files.
fn clones(bench: &Bench) -> Vec<String> {
    let actions = bench.actions().into_iter();
    let clones = actions.filter(|it| it.text("/configuration/OutputArtifactFormat") == "CODEBUILD_CLONE_REF");
    clones.flat_map(|it| it.outputs().into_iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn buildspec_names(bench: &mut Bench) {
    for action in bench.of("CodeBuild") {
        for (index, output) in action.outputs().into_iter().enumerate().filter(|_| action.outputs().len() > 1)
        {
            let place = action.member(&format!("outputArtifacts/{index}/name"));
            let dashed = format!("{output}-x");
            bench.breaks("CP0511", "put a dash in a name of several outputs", place, |pipeline| {
                rename(pipeline, output, &dashed);
            });
        }
    }
}

/// Renames an artifact wherever it is named.
fn rename(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::String(text) if text == old => new.clone_into(text),
        Value::String(text) if text.starts_with(&format!("{old}::")) => *text = text.replacen(old, new, 1),
        Value::Array(list) => list.iter_mut().for_each(|value| rename(value, old, new)),
        Value::Object(object) => object.values_mut().for_each(|value| rename(value, old, new)),
        _ => {}
    }
}

fn clone_references(bench: &mut Bench) {
    let actions = bench.actions();
    for source in &actions {
        if !matches!(source.provider(), "CodeStarSourceConnection" | "CodeCommit") {
            continue;
        }
        for taker in actions.iter().filter(|taker| !matches!(taker.provider(), "CodeBuild")) {
            let Some(index) = taker.inputs().iter().position(|input| source.outputs().contains(input)) else {
                continue;
            };
            let place = taker.member(&format!("inputArtifacts/{index}/name"));
            bench.breaks(
                "CP0512",
                "hand a clone reference to another action than a build",
                place,
                |pipeline| {
                    set(
                        pipeline,
                        &source.configuration("OutputArtifactFormat"),
                        json!("CODEBUILD_CLONE_REF"),
                    );
                },
            );
        }
    }
}

fn accounts(bench: &mut Bench) {
    let actions = bench.actions();
    for action in actions.iter().filter(|it| it.provider() == "CodeBuild" && !it.outputs().is_empty()) {
        let (has_keys, has_guests) = (bench.has_keys(), bench.has_guests());
        bench
            .breaks("CP0514", "build in another account", action.member("outputArtifacts"), |pipeline| {
                in_another_account(pipeline, &action.at);
            })
            .also_all((!has_keys).then_some("CP0215"))
            // Others that take its outputs may be in accounts of their own.
            .also_all(has_guests.then_some("CP0513"));
    }
    for maker in actions.iter().filter(|it| it.text("/roleArn").contains("444455556666")) {
        for taker in actions.iter().filter(|taker| matches!(taker.provider(), "S3" | "Commands")) {
            if let Some(index) = taker.inputs().iter().position(|input| maker.outputs().contains(input)) {
                let place = taker.member(&format!("inputArtifacts/{index}/name"));
                bench.breaks("CP0513", "hand an artifact from one account to another", place, |pipeline| {
                    set(pipeline, &taker.member("roleArn"), json!(FOREIGN_ROLE));
                });
            }
        }
    }
}
