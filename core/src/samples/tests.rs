//! Samples are what people copy from, so they are held to what AWS would refuse, by means that share no
//! code with the checks of the program.

use std::collections::{BTreeMap, BTreeSet};

use regex_lite::Regex;
use serde_json::Value;

use super::{SAMPLES, sample};
use crate::catalog::{Catalog, Provider};

fn pipelines() -> impl Iterator<Item = (&'static str, Value)> {
    SAMPLES.iter().map(|sample| (sample.name, serde_json::from_str(sample.text).unwrap()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn names(artifacts: &Value) -> Vec<&str> {
    list(artifacts).iter().map(|it| text(&it["name"])).collect()
}

fn provider(action: &Value) -> &'static Provider {
    let id = &action["actionTypeId"];
    let [category, owner, name, version] =
        ["category", "owner", "provider", "version"].map(|member| text(&id[member]));
    Catalog::get().provider(category, owner, name, version).unwrap()
}

#[test]
fn samples_are_found_by_name_and_laid_out_as_the_command_line_prints_them() {
    for it in SAMPLES {
        assert_eq!(sample(it.name), Some(it));
        let value: Value = serde_json::from_str(it.text).unwrap();
        let mut printed = Vec::new();
        let format = serde_json::ser::PrettyFormatter::with_indent(b"    ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut printed, format);
        serde::Serialize::serialize(&value, &mut serializer).unwrap();
        assert_eq!(it.text.trim_end(), String::from_utf8(printed).unwrap(), "{}", it.name);
        assert_eq!(value["pipeline"]["pipelineType"], "V2");
        assert!(value["pipeline"]["executionMode"].is_string());
    }
    assert_eq!(sample("none"), None);
}

#[test]
fn notes_stand_in_stages_that_exist() {
    for (sample, value) in pipelines() {
        let stages: Vec<_> = list(&value["pipeline"]["stages"]).iter().map(|it| text(&it["name"])).collect();
        let notes = list(&value["pipewright"]["notes"]);
        let ids: BTreeSet<_> = notes.iter().map(|note| text(&note["id"])).collect();
        assert_eq!(ids.len(), notes.len(), "{sample}");
        for note in notes {
            assert!(stages.contains(&text(&note["stage"])), "{sample}");
        }
    }
}

#[test]
fn actions_are_of_known_types_and_fully_configured() {
    for (sample, value) in pipelines() {
        for action in list(&value["pipeline"]["stages"]).iter().flat_map(|it| list(&it["actions"])) {
            let place = format!("{sample} {}", text(&action["name"]));
            let provider = provider(action);
            let configuration = action["configuration"].as_object().unwrap();
            let get = |key: &str| configuration.get(key).and_then(Value::as_str);
            let inputs = names(&action["inputArtifacts"]);
            let outputs = names(&action["outputArtifacts"]);
            for (key, value) in configuration {
                let field = provider.field(key).unwrap_or_else(|| panic!("{place} {key}"));
                assert_eq!(field.problem(text(value)), None, "{place} {key}");
                assert!((1..=1000).contains(&text(value).chars().count()), "{place} {key}");
                assert!(field.supports_variables || !text(value).contains("#{"), "{place} {key}");
                if field.kind == crate::catalog::FieldKind::ArtifactRef {
                    assert!(inputs.contains(&text(value)), "{place} {key}");
                }
            }
            for field in &provider.fields {
                let missing =
                    field.is_required(&get, inputs.len(), outputs.len()) && get(&field.key).is_none();
                assert!(!missing, "{place} lacks {}", field.key);
            }
            let bounds = (&provider.input_artifacts, &provider.output_artifacts);
            assert!((bounds.0.min..=bounds.0.max).contains(&inputs.len()), "{place}");
            assert!((bounds.1.min..=bounds.1.max).contains(&outputs.len()), "{place}");
            assert!(provider.applies.timeout || action.get("timeoutInMinutes").is_none(), "{place}");
            assert!(provider.applies.namespace || action.get("namespace").is_none(), "{place}");
        }
    }
}

#[test]
fn stages_begin_with_sources_and_names_are_unique() {
    for (sample, value) in pipelines() {
        let mut stage_names = BTreeSet::new();
        for (index, stage) in list(&value["pipeline"]["stages"]).iter().enumerate() {
            assert!(stage_names.insert(text(&stage["name"])), "{sample}");
            let mut action_names = BTreeSet::new();
            for action in list(&stage["actions"]) {
                assert!(action_names.insert(text(&action["name"])), "{sample}");
                assert_eq!(action["actionTypeId"]["category"] == "Source", index == 0, "{sample}");
            }
        }
        assert!(stage_names.len() >= 2, "{sample}");
    }
}

/// Artifacts and variables come from earlier stages, or from lower run orders of the same stage.
#[test]
fn what_is_read_was_made_before() {
    let reference = Regex::new(r"#\{([^.}]+)\.([^}]+)\}").unwrap();
    for (sample, value) in pipelines() {
        let pipeline = &value["pipeline"];
        let variables = names(&pipeline["variables"]);
        let mut artifacts = BTreeSet::new();
        let mut read = BTreeSet::new();
        let mut namespaces: BTreeMap<&str, &Provider> = BTreeMap::new();
        let mut used_variables = BTreeSet::new();
        for stage in list(&pipeline["stages"]) {
            let mut groups: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
            for action in list(&stage["actions"]) {
                groups.entry(action["runOrder"].as_i64().unwrap()).or_default().push(action);
            }
            assert!(groups.keys().copied().eq(1..=groups.len() as i64), "{sample}: run orders have gaps");
            for group in groups.values() {
                for action in group {
                    let place = format!("{sample} {}", text(&action["name"]));
                    for name in names(&action["inputArtifacts"]) {
                        assert!(artifacts.contains(name), "{place} reads {name}");
                        read.insert(name);
                    }
                    for value in action["configuration"].as_object().unwrap().values() {
                        for found in reference.captures_iter(text(value)) {
                            let (namespace, key) = (found[1].to_owned(), found[2].to_owned());
                            if namespace == "variables" {
                                assert!(variables.contains(&key.as_str()), "{place} {key}");
                                used_variables.insert(key);
                                continue;
                            }
                            let maker = namespaces.get(namespace.as_str());
                            let maker = maker.unwrap_or_else(|| panic!("{place} reads {namespace}"));
                            let fixed = maker.output_variables.iter().find(|it| it.name == key);
                            let is_sure = fixed.is_some_and(|it| it.when.is_none());
                            let is_user_defined = maker.user_defined_output_variables.is_some();
                            assert!(is_sure || is_user_defined, "{place} reads {namespace}.{key}");
                        }
                    }
                }
                for action in group {
                    for name in names(&action["outputArtifacts"]) {
                        assert!(artifacts.insert(name), "{sample}: {name} is made twice");
                    }
                    if let Some(namespace) = action["namespace"].as_str() {
                        let earlier = namespaces.insert(namespace, provider(action));
                        assert!(earlier.is_none(), "{sample}: namespace {namespace} twice");
                    }
                }
            }
        }
        assert_eq!(artifacts, read, "{sample}: an artifact is made for nobody");
        assert!(namespaces.keys().all(|name| !artifacts.contains(name)), "{sample}");
        assert_eq!(used_variables.len(), variables.len(), "{sample}: a variable is of no use");
    }
}

#[test]
fn build_environments_are_lists_of_typed_variables() {
    let mut seen = 0;
    for (sample, value) in pipelines() {
        for action in list(&value["pipeline"]["stages"]).iter().flat_map(|it| list(&it["actions"])) {
            let Some(environment) = action["configuration"]["EnvironmentVariables"].as_str() else {
                continue;
            };
            let environment: Value = serde_json::from_str(environment).unwrap();
            for variable in list(&environment) {
                let is_secret = variable["type"] == "SECRETS_MANAGER";
                assert!(is_secret || variable["type"] == "PLAINTEXT", "{sample}");
                assert!(is_secret || !text(&variable["name"]).contains("PASSWORD"), "{sample}");
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "only {seen} variables");
}

#[test]
fn triggers_and_rules_refer_to_what_exists() {
    let (mut triggers, mut rules) = (0, 0);
    for (sample, value) in pipelines() {
        let pipeline = &value["pipeline"];
        let sources = list(&pipeline["stages"][0]["actions"]);
        for trigger in list(&pipeline["triggers"]) {
            let name = &trigger["gitConfiguration"]["sourceActionName"];
            let source = sources.iter().find(|action| &action["name"] == name).unwrap();
            assert_eq!(source["actionTypeId"]["provider"], "CodeStarSourceConnection");
            // A trigger with filters and change detection exclude one another.
            assert_eq!(source["configuration"]["DetectChanges"], "false");
            triggers += 1;
        }
        for (index, stage) in list(&pipeline["stages"]).iter().enumerate() {
            assert!(index > 0 || stage.get("onFailure").is_none(), "{sample}");
            for when in ["beforeEntry", "onSuccess", "onFailure"] {
                for rule in list(&stage[when]["conditions"]).iter().flat_map(|it| list(&it["rules"])) {
                    let provider = text(&rule["ruleTypeId"]["provider"]);
                    let rule_type = Catalog::get().rule_type("Rule", "AWS", provider, "1").unwrap();
                    let configuration = rule["configuration"].as_object().unwrap();
                    for (key, value) in configuration {
                        assert_eq!(rule_type.field(key).unwrap().problem(text(value)), None, "{sample}");
                    }
                    let get = |key: &str| configuration.get(key).and_then(Value::as_str);
                    for field in &rule_type.fields {
                        assert!(!field.is_required(&get, 0, 0) || get(&field.key).is_some(), "{sample}");
                    }
                    rules += 1;
                }
            }
        }
    }
    assert!(triggers > 0 && rules > 0);
}
