//! Breaking namespaces, variables, and references to them.

use serde_json::{Value, json};

use super::mutant::{ActionAt, Bench, push};
use super::ripples;

pub fn break_all(bench: &mut Bench) {
    namespaces(bench);
    declarations(bench);
    references(bench);
    order(bench);
    in_sources(bench);
}

fn namespaces(bench: &mut Bench) {
    let actions = bench.actions();
    let named: Vec<&ActionAt> =
        actions.iter().filter(|action| action.value.get("namespace").is_some()).collect();
    let artifacts: Vec<&str> = actions.iter().flat_map(ActionAt::outputs).collect();
    for (index, action) in named.iter().enumerate() {
        let place = action.member("namespace");
        let others = ripples::of(bench.pipeline(), &place);
        for earlier in &named[..index] {
            let name = earlier.text("/namespace");
            bench.sets("CP0802", "share a namespace", place.clone(), json!(name)).also_all(others.clone());
        }
        for artifact in &artifacts {
            bench
                .sets("CP0803", "name a namespace like an artifact", place.clone(), json!(artifact))
                .also_all(others.clone());
        }
        for reserved in ["codepipeline", "variables"] {
            bench
                .sets("CP0804", "take a reserved namespace", place.clone(), json!(reserved))
                .also_all(others.clone());
        }
    }
    // Where nobody reads, nothing else breaks.
    let namespaces: Vec<&str> = named.iter().map(|action| action.text("/namespace")).collect();
    for action in
        actions.iter().filter(|it| it.value.get("namespace").is_none() && it.provider() == "CodeBuild")
    {
        let place = action.member("namespace");
        for (code, operator, name) in [
            ("CP0802", "share a namespace", namespaces.first().copied()),
            ("CP0803", "name a namespace like an artifact", artifacts.first().copied()),
            ("CP0804", "take a reserved namespace", Some("variables")),
        ] {
            if let Some(name) = name {
                bench.sets(code, operator, place.clone(), json!(name));
            }
        }
    }
}

fn declarations(bench: &mut Bench) {
    let Some(variables) = bench.pipeline()["variables"].as_array() else { return };
    for variable in variables {
        let last = format!("/variables/{}/name", variables.len());
        bench.breaks("CP0818", "declare a variable twice", last, |pipeline| {
            push(pipeline, "/variables", json!({"name": variable["name"], "defaultValue": "again"}));
        });
    }
    for name in ["image.tag", "two words", "ümlaut"] {
        let last = format!("/variables/{}/name", variables.len());
        bench.breaks("CP0817", "declare a variable with a name that does not fit", last, |pipeline| {
            push(pipeline, "/variables", json!({"name": name, "defaultValue": "x"}));
        });
    }
}

/// All texts in which AWS resolves references, outside sources.
fn readers(bench: &Bench) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let owners =
        bench.actions().into_iter().filter(|action| action.stage > 0).map(|action| (action.at, action.value));
    for (owner, value) in owners.chain(bench.rules()) {
        for pattern in ["/configuration/*", "/commands/*", "/environmentVariables/*/value"] {
            for place in super::mutant::places(value, pattern) {
                let text = value.pointer(&place).and_then(Value::as_str).expect("text");
                found.push((format!("{owner}{place}"), text.to_owned()));
            }
        }
    }
    found
}

/// The references in a text, braces included.
fn references_in(text: &str) -> Vec<&str> {
    text.match_indices("#{").filter_map(|(at, _)| Some(&text[at..=at + text[at..].find('}')?])).collect()
}

/// (rule, what is done, how a reference is written then).
type Spoiling = (&'static str, &'static str, fn(namespace: &str, key: &str) -> String);

const MALFORMED: &[Spoiling] = &[
    ("CP0806", "put blanks into a reference", |namespace, key| format!("#{{ {namespace}.{key} }}")),
    ("CP0806", "leave the name of a reference out", |namespace, _| format!("#{{{namespace}}}")),
    ("CP0806", "leave the namespace of a reference out", |_, key| format!("#{{.{key}}}")),
    ("CP0806", "empty a reference", |_, _| "#{}".to_owned()),
];

fn references(bench: &mut Bench) {
    for (place, text) in readers(bench) {
        for reference in references_in(&text) {
            let Some((namespace, key)) = reference[2..reference.len() - 1].split_once('.') else { continue };
            let is_script = place.contains("/commands/") || place.ends_with("BuildspecOverride");
            let sets = |bench: &mut Bench, code, operator, new: String| {
                bench.sets(code, operator, place.clone(), json!(text.replace(reference, &new)));
            };
            for (code, operator, spoil) in MALFORMED.iter().filter(|_| !is_script) {
                sets(bench, code, operator, spoil(namespace, key));
            }
            if namespace == "variables" {
                sets(bench, "CP0809", "read an undeclared variable", format!("#{{variables.{key}x}}"));
                sets(
                    bench,
                    "CP0809",
                    "change letter case of a variable",
                    format!("#{{variables.{}}}", key.to_lowercase()),
                );
            } else {
                sets(bench, "CP0807", "read an unknown namespace", format!("#{{{namespace}x.{key}}}"));
            }
            let setter = bench.actions().into_iter().find(|action| action.text("/namespace") == namespace);
            let wrong = format!("#{{{namespace}.{key}x}}");
            match setter.as_ref().map(|action| (action.category(), action.provider())) {
                Some(("Compute", _)) => sets(bench, "CP0813", "read a variable that is not put out", wrong),
                // What a build, a stack or a function yields is written elsewhere.
                Some((_, "CodeBuild" | "CloudFormation" | "Jenkins" | "TeamCity") | ("Invoke", "Lambda")) => {
                }
                None if namespace != "codepipeline" => {}
                _ => sets(bench, "CP0812", "read an unknown variable", wrong),
            }
        }
    }
    for action in bench.of("Manual") {
        let place = action.configuration("CustomData");
        if bench.is_v1() {
            continue;
        }
        for (code, operator, text) in [
            ("CP0806", "leave a reference open", "Look at #{codepipeline.PipelineExecutionId"),
            ("CP0807", "read an unknown namespace", "#{Nobody.Knows}"),
            ("CP0809", "read an undeclared variable", "#{variables.NoSuchVariable}"),
            ("CP0812", "read an unknown variable", "#{codepipeline.ExecutionId}"),
        ] {
            bench.sets(code, operator, place.clone(), json!(text));
        }
    }
}

/// A variable an action is known to yield.
fn yields(action: &ActionAt) -> Option<String> {
    let namespace = action.value["namespace"].as_str()?;
    let key = match action.provider() {
        "Commands" => action.value["outputVariables"][0].as_str()?,
        "CodeBuild" => "ANYTHING",
        "CodeStarSourceConnection" | "CodeCommit" => "CommitId",
        _ => return None,
    };
    Some(format!("#{{{namespace}.{key}}}"))
}

fn order(bench: &mut Bench) {
    let actions = bench.actions();
    for setter in &actions {
        let Some(reference) = yields(setter) else { continue };
        for reader in actions.iter().filter(|reader| reader.stage > 0) {
            let is_late = (setter.stage, setter.run_order()) >= (reader.stage, reader.run_order());
            let key = match reader.provider() {
                "Manual" => "CustomData",
                "CodeBuild" => "BuildspecOverride",
                "Lambda" => "UserParameters",
                _ => continue,
            };
            if is_late && reader.category() != "Deploy" {
                bench.sets(
                    "CP0808",
                    "read a variable before it is set",
                    reader.configuration(key),
                    json!(reference),
                );
            }
        }
        for (place, rule) in bench.rules() {
            let is_entry = place.contains("/beforeEntry/");
            let stage: usize = place.split('/').nth(2).and_then(|step| step.parse().ok()).expect("a stage");
            let is_late = if is_entry { setter.stage >= stage } else { setter.stage > stage };
            if is_late && rule["ruleTypeId"]["provider"] == "VariableCheck" {
                let place = format!("{place}/configuration/Variable");
                bench.sets("CP1014", "judge a variable before it is set", place, json!(reference));
            }
        }
    }
}

fn in_sources(bench: &mut Bench) {
    for action in bench.actions().into_iter().filter(|action| action.stage == 0) {
        for key in action.value["configuration"].as_object().expect("a configuration").keys() {
            // Values of closed lists and forms are judged as such.
            if matches!(key.as_str(), "BranchName" | "S3ObjectKey" | "RepositoryName" | "ImageTag") {
                for text in ["#{variables.Target}", "#{codepipeline.PipelineExecutionId}"] {
                    bench.sets(
                        "CP0811",
                        "read a variable in a source",
                        action.configuration(key),
                        json!(text),
                    );
                }
            }
        }
    }
}
