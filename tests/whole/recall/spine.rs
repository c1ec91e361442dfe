//! Breaking what stages and actions are: their order, their number, their names and types.

use serde_json::{Value, json};

use super::mutant::{Bench, push, set};
use super::ripples;

pub const FOREIGN_ROLE: &str = "arn:aws:iam::999900001111:role/elsewhere";

pub fn break_all(bench: &mut Bench) {
    pipeline_type(bench);
    stages(bench);
    sources(bench);
    names(bench);
    types(bench);
    members_without_use(bench);
    commands(bench);
}

pub fn approval(name: impl Into<String>) -> Value {
    let kind = json!({"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"});
    json!({"name": name.into(), "actionTypeId": kind})
}

/// A source that needs nothing else.
fn source(name: &str) -> Value {
    let kind = json!({"category": "Source", "owner": "AWS", "provider": "ECR", "version": "1"});
    json!({
        "name": name,
        "actionTypeId": kind,
        "configuration": {"RepositoryName": "extra"},
        "outputArtifacts": [{"name": format!("{name}Output")}],
    })
}

fn pipeline_type(bench: &mut Bench) {
    let pipeline = bench.pipeline();
    if !bench.is_v1() {
        let has = |key: &str| pipeline[key].as_array().is_some_and(|list| !list.is_empty());
        let conditions = ["/stages/*/beforeEntry", "/stages/*/onSuccess", "/stages/*/onFailure"];
        let has_conditions = conditions.iter().any(|it| !super::mutant::places(pipeline, it).is_empty());
        let broken: Vec<&'static str> = [
            ("CP0820", has("variables")),
            ("CP0810", ripples::is_read(pipeline, "#{variables.")),
            ("CP0901", has("triggers")),
            ("CP1001", has_conditions),
            ("CP0113", pipeline["executionMode"] != "SUPERSEDED" && pipeline.get("executionMode").is_some()),
        ]
        .into_iter()
        .filter_map(|(code, is_broken)| is_broken.then_some(code))
        .collect();
        if let [first, others @ ..] = broken.as_slice() {
            let place = match *first {
                "CP0820" => "/variables",
                "CP0901" => "/triggers",
                _ => "/stages",
            };
            bench
                .breaks(first, "set the type to V1", place, |pipeline| pipeline["pipelineType"] = json!("V1"))
                .also_all(others.to_vec());
        }
        return;
    }
    for mode in ["QUEUED", "PARALLEL"] {
        bench.sets("CP0113", "use a mode of V2 on V1", "/executionMode", json!(mode));
    }
    bench.sets(
        "CP0820",
        "declare a variable on V1",
        "/variables",
        json!([{"name": "Stage", "defaultValue": "x"}]),
    );
    for source in bench.of("CodeStarSourceConnection") {
        let trigger = json!([{
            "providerType": "CodeStarSourceConnection",
            "gitConfiguration": {"sourceActionName": source.name(), "push": [{"branches": {"includes": ["main"]}}]},
        }]);
        bench.sets("CP0901", "add a trigger on V1", "/triggers", trigger);
    }
    let stages = pipeline["stages"].as_array().expect("stages").len();
    for stage in 1..stages {
        for (key, value) in [
            ("onFailure", json!({"result": "ROLLBACK"})),
            ("onFailure", json!({"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}})),
            ("beforeEntry", super::conditions::alarm("FAIL")),
            ("onSuccess", super::conditions::alarm("ROLLBACK")),
        ] {
            bench.sets("CP1001", "add a condition on V1", format!("/stages/{stage}/{key}"), value);
        }
    }
    for action in bench.of("Manual") {
        let place = action.configuration("CustomData");
        bench.sets("CP0810", "read a variable of the pipeline on V1", place, json!("#{variables.Stage}"));
    }
}

fn stages(bench: &mut Bench) {
    let stages = bench.pipeline()["stages"].as_array().expect("stages");
    let orphans = orphans(bench.pipeline());
    let many = |number: usize| (0..number).map(|index| approval(format!("More{index}")));
    let stage = |name: String, actions: Vec<Value>| json!({"name": name, "actions": actions});
    bench.breaks("CP0301", "keep the first stage only", "/stages", |pipeline| {
        pipeline["stages"].as_array_mut().expect("stages").truncate(1);
    });
    bench.removes("CP0301", "remove the stages", "/stages").also_all(orphans.clone());
    bench.sets("CP0301", "empty the stages", "/stages", json!([])).also_all(orphans);
    bench.breaks("CP0302", "overflow the stages", "/stages", |pipeline| {
        for index in stages.len()..51 {
            push(pipeline, "/stages", stage(format!("More{index}"), vec![approval("Ask")]));
        }
    });
    bench.breaks("CP0122", "overflow the actions of the pipeline", "/stages", |pipeline| {
        for index in 0..10 {
            push(pipeline, "/stages", stage(format!("More{index}"), many(100).collect()));
        }
    });
    for index in 0..stages.len() {
        let place = format!("/stages/{index}");
        if index > 0 {
            bench.breaks(
                "CP0306",
                "overflow the actions of a stage",
                format!("{place}/actions"),
                |pipeline| {
                    many(101).for_each(|action| push(pipeline, &format!("{place}/actions"), action));
                },
            );
            let earlier = stages[index - 1]["name"].clone();
            bench.sets("CP0304", "name a stage like another", format!("{place}/name"), earlier);
        }
        let new = format!("/stages/{}", index + 1);
        let insert = |pipeline: &mut Value, stage: Value| {
            pipeline["stages"].as_array_mut().expect("stages").insert(index + 1, stage);
        };
        bench.breaks("CP0305", "insert a stage without actions", format!("{new}/actions"), |pipeline| {
            insert(pipeline, stage("Nothing".to_owned(), Vec::new()));
        });
        bench.breaks("CP0305", "insert a stage that lacks its list", format!("{new}/actions"), |pipeline| {
            insert(pipeline, json!({"name": "Nothing"}));
        });
        bench.breaks("CP0124", "insert a stage that is no object", new.clone(), |pipeline| {
            insert(pipeline, json!("Nothing"));
        });
    }
}

/// What triggers and variables break when all actions are gone.
fn orphans(pipeline: &Value) -> Vec<&'static str> {
    let has = pipeline["triggers"].as_array().is_some_and(|list| !list.is_empty());
    if has { vec!["CP0902"] } else { Vec::new() }
}

fn sources(bench: &mut Bench) {
    let stages = bench.pipeline()["stages"].as_array().expect("stages").len();
    let first = bench.pipeline()["stages"][0]["actions"].as_array().expect("actions").len();
    bench.breaks(
        "CP0308",
        "put an approval beside the sources",
        format!("/stages/0/actions/{first}"),
        |pipeline| {
            push(pipeline, "/stages/0/actions", approval("TooEarly"));
        },
    );
    for stage in 1..stages {
        let last = bench.pipeline()["stages"][stage]["actions"].as_array().expect("actions").len();
        bench.breaks(
            "CP0310",
            "put a source in a later stage",
            format!("/stages/{stage}/actions/{last}"),
            |pipeline| {
                push(pipeline, &format!("/stages/{stage}/actions"), source("TooLate"));
            },
        );
    }
    bench
        .breaks("CP0311", "keep sources only", "/stages", |pipeline| {
            pipeline["stages"].as_array_mut().expect("stages").truncate(1);
            push(pipeline, "/stages", json!({"name": "More", "actions": [source("TooLate")]}));
        })
        .also("CP0310");
    bench.breaks("CP0309", "begin with an approval", "/stages/0/actions", |pipeline| {
        let object = pipeline.as_object_mut().expect("a pipeline");
        for key in ["triggers", "variables"] {
            drop(object.shift_remove(key));
        }
        pipeline["stages"] = json!([
            {"name": "First", "actions": [approval("Ask")]},
            {"name": "Second", "actions": [approval("Ask")]},
        ]);
    });
}

fn names(bench: &mut Bench) {
    for action in bench.actions().into_iter().filter(|action| action.index > 0) {
        let earlier = &bench.pipeline()["stages"][action.stage]["actions"][action.index - 1]["name"];
        let place = action.member("name");
        let others = ripples::of(bench.pipeline(), &place);
        bench.sets("CP0402", "name an action like another", place, earlier.clone()).also_all(others);
    }
}

fn types(bench: &mut Bench) {
    for action in bench.actions() {
        let part = |part: &str| action.member(&format!("actionTypeId/{part}"));
        // Who knows which custom types an account has, and which partners there are?
        if action.owner() == "AWS" {
            let provider = json!(format!("{}Plus", action.provider()));
            bench.sets("CP0406", "name a provider that does not exist", part("provider"), provider);
            let mut role = Vec::new();
            if action.value.get("roleArn").is_some() {
                role.push("CP0411");
            }
            if action.value["region"].as_str().is_some_and(|region| region != "eu-west-1") {
                role.push("CP0414");
            }
            bench.sets("CP0407", "name another owner", part("owner"), json!("ThirdParty")).also_all(role);
            bench.sets("CP0408", "name another version", part("version"), json!("2"));
        }
        // An action type of another category, where there is none.
        let is_alone = !matches!(action.provider(), "CodeBuild" | "Jenkins" | "S3" | "Lambda" | "TeamCity");
        if action.owner() == "AWS" && action.category() != "Source" && is_alone {
            for category in ["Invoke", "Test"].into_iter().filter(|it| *it != action.category()) {
                let place = action.member("actionTypeId");
                bench.breaks("CP0406", "move a type to another category", place.clone(), |pipeline| {
                    set(pipeline, &format!("{place}/category"), json!(category));
                });
            }
        }
        let place = action.member("actionTypeId");
        // A first stage without known sources is another matter.
        if action.stage > 0 {
            bench.removes("CP0403", "remove the action type", place.clone());
            bench.sets("CP0403", "set a value of another type", place.clone(), json!("CodeBuild"));
            bench.sets("CP0403", "set null", place.clone(), Value::Null);
        }
    }
}

fn members_without_use(bench: &mut Bench) {
    for action in bench.actions() {
        if action.owner() != "AWS" {
            let role = json!("arn:aws:iam::111122223333:role/unused");
            bench.sets("CP0411", "give a role to an action that has none", action.member("roleArn"), role);
        }
        if bench.tells_region() && (action.owner() != "AWS" || action.category() == "Source") {
            bench.sets(
                "CP0414",
                "send an action to another Region",
                action.member("region"),
                json!("us-east-1"),
            );
        }
        if action.provider() != "Manual" && action.owner() == "AWS" {
            let place = action.member("timeoutInMinutes");
            bench.sets("CP0416", "give a timeout to an action that has none", place, json!(60));
        }
        if action.provider() != "Commands" && action.owner() == "AWS" {
            bench.sets(
                "CP0418",
                "give commands to an action that has none",
                action.member("commands"),
                json!(["make"]),
            );
            let place = action.member("outputVariables");
            bench.sets("CP0422", "give output variables to an action that has none", place, json!(["TAG"]));
            for index in 0..action.outputs().len() {
                let place = action.member(&format!("outputArtifacts/{index}/files"));
                bench.sets("CP0422", "pick files of an artifact that is whole", place, json!(["**/*"]));
            }
            if action.provider() != "EKS" {
                let place = action.member("environmentVariables");
                let value = json!([{"name": "A", "value": "b"}]);
                bench.sets("CP0424", "give environment variables to an action that has none", place, value);
            }
        }
    }
}

fn commands(bench: &mut Bench) {
    for action in bench.of("Commands") {
        let place = action.member("commands");
        bench.removes("CP0419", "remove the commands", place.clone());
        bench.sets("CP0419", "empty the commands", place.clone(), json!([]));
        for index in 0..action.value["commands"].as_array().expect("commands").len() {
            let text = action.text(&format!("/commands/{index}"));
            for broken in [format!("{text}\nmake"), format!("{text}\r\nmake")] {
                bench.sets("CP0421", "break a line in a command", format!("{place}/{index}"), json!(broken));
            }
        }
    }
    for action in bench.of("EKS") {
        let place = action.member("environmentVariables");
        bench.breaks("CP0426", "hand a secret to an EKS action", place.clone(), |pipeline| {
            push(
                pipeline,
                &place,
                json!({"name": "KEY_NAME", "value": "shop/key", "type": "SECRETS_MANAGER"}),
            );
        });
    }
}

/// Runs an action in another account.
pub fn in_another_account(pipeline: &mut Value, action: &str) {
    set(pipeline, &format!("{action}/roleArn"), json!(FOREIGN_ROLE));
}
