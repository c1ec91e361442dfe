//! The data itself: complete, consistent, and true to its own rules.

use std::collections::BTreeSet;

use regex_lite::Regex;
use serde_json::Value;

use super::*;

/// A provider or rule type, seen as what they have in common.
struct Form<'c> {
    id: &'c str,
    fields: &'c [Field],
    conditions: Vec<&'c Condition>,
    example: &'c Value,
    input_artifacts: &'c ArtifactCount,
}

fn forms() -> Vec<Form<'static>> {
    let catalog = Catalog::get();
    let providers = catalog.providers().iter().map(|it| Form {
        id: &it.id,
        fields: &it.fields,
        conditions: it.conditions().collect(),
        example: &it.example,
        input_artifacts: &it.input_artifacts,
    });
    let rules = catalog.rule_types().iter().map(|it| Form {
        id: &it.id,
        fields: &it.fields,
        conditions: it.fields.iter().flat_map(Field::conditions).collect(),
        example: &it.example,
        input_artifacts: &it.input_artifacts,
    });
    providers.chain(rules).collect()
}

#[track_caller]
fn assert_unique<'a>(what: &str, items: impl IntoIterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for item in items {
        assert!(seen.insert(item), "{what} {item} occurs twice");
    }
}

fn count(example: &Value, member: &str) -> usize {
    example[member].as_array().map_or(0, Vec::len)
}

#[test]
fn the_catalog_is_complete() {
    let catalog = Catalog::get();
    assert_eq!(catalog.providers().len(), 41);
    assert_eq!(catalog.rule_types().len(), 6);
    assert_eq!(catalog.limits().all().len(), 102);
    assert_eq!(catalog.providers().iter().map(|it| it.fields.len()).sum::<usize>(), 188);
    assert_eq!(catalog.rule_types().iter().map(|it| it.fields.len()).sum::<usize>(), 15);
    let permissions = |iam: &Iam| iam.pipeline_role.len() + iam.managed_policies.len();
    assert_eq!(catalog.providers().iter().map(|it| permissions(&it.iam)).sum::<usize>(), 74);
    assert_eq!(catalog.as_of(), "2026-11-20");
}

#[test]
fn regions_are_those_of_the_quotas_page() {
    let limits = Catalog::get().limits();
    let count = |test: fn(&Region) -> bool| limits.regions().iter().filter(|region| test(region)).count();
    assert_eq!(limits.regions().len(), 32);
    assert_eq!(count(|region| region.connections), 20);
    assert_eq!(count(|region| region.opt_in), 13);
    assert_eq!(count(|region| !region.elastic_beanstalk), 5);
    assert_unique("Region", limits.regions().iter().map(|region| region.id.as_str()));
    assert_eq!(limits.region("eu-west-1").map(|region| region.name.as_str()), Some("Europe (Ireland)"));
    assert!(limits.region("eu-west-9").is_none());
}

#[test]
fn ids_are_unique_and_made_of_their_members() {
    assert_unique("id", forms().iter().map(|form| form.id));
    for it in Catalog::get().providers() {
        assert_eq!(it.id, format!("{}/{}/{}/{}", it.category, it.owner, it.provider, it.version));
    }
    for it in Catalog::get().rule_types() {
        assert_eq!(it.id, format!("{}/{}/{}/{}", it.category, it.owner, it.provider, it.version));
    }
}

#[test]
fn every_type_is_found_by_its_members_and_by_no_others() {
    let catalog = Catalog::get();
    for it in catalog.providers() {
        let found = catalog.provider(it.category.as_str(), it.owner.as_str(), &it.provider, &it.version);
        assert!(found.is_some_and(|found| std::ptr::eq(found, it)), "{}", it.id);
        assert!(catalog.provider(it.category.as_str(), it.owner.as_str(), &it.provider, "9").is_none());
        assert!(catalog.provider_by_id(&it.id).is_some_and(|found| std::ptr::eq(found, it)));
    }
    for it in catalog.rule_types() {
        let found = catalog.rule_type("Rule", "AWS", &it.provider, "1");
        assert!(found.is_some_and(|found| std::ptr::eq(found, it)), "{}", it.id);
    }
    assert!(catalog.provider("Test", "AWS", "S3", "1").is_none());
    assert!(catalog.rule_type("Rule", "Custom", "Commands", "1").is_none());
    assert_eq!(catalog.namesakes("Lambda").count(), 2);
    assert_eq!(catalog.namesakes("lambda").count(), 0);
}

#[test]
fn limits_are_unique_and_in_order() {
    let limits = Catalog::get().limits();
    assert_unique("limit", limits.all().iter().map(|limit| limit.id.as_str()));
    for limit in limits.all() {
        assert!(limit.min.zip(limit.max).is_none_or(|(min, max)| min <= max), "{}", limit.id);
        assert!(limits.get(&limit.id).is_some_and(|found| std::ptr::eq(found, limit)));
    }
    let stages = limits.get("stages").unwrap();
    assert_eq!([1, 2, 50, 51].map(|count| stages.allows(count)), [false, true, true, false]);
    assert!(limits.get("stage").is_none());
}

#[test]
fn timeouts_name_limits_in_minutes() {
    let catalog = Catalog::get();
    let rules = catalog.rule_types().iter().filter_map(|it| it.timeout.as_ref());
    let mut named = 0;
    for timeout in catalog.providers().iter().map(|it| &it.timeout).chain(rules) {
        if let Some(id) = &timeout.limit {
            assert_eq!(catalog.limits().get(id).map(|limit| limit.unit.as_str()), Some("minutes"), "{id}");
            named += 1;
        }
    }
    assert!(named > 30, "only {named} timeouts name a limit");
}

#[test]
fn tiles_and_names_fit_a_card() {
    let action_name = Regex::new(r"^[A-Za-z0-9.@_-]{1,100}$").unwrap();
    for it in Catalog::get().providers() {
        assert!((1..=2).contains(&it.code.chars().count()), "{}", it.id);
        assert!((1..=20).contains(&it.name.chars().count()), "{}", it.id);
        assert!(action_name.is_match(&it.action_name), "{}", it.id);
        assert_eq!(it.keywords, it.keywords.to_lowercase(), "{}", it.id);
        assert!(!it.keywords.is_empty() && !it.summary.is_empty(), "{}", it.id);
    }
    for it in Catalog::get().rule_types() {
        assert!((1..=2).contains(&it.code.chars().count()), "{}", it.id);
        assert!(action_name.is_match(&it.rule_name), "{}", it.id);
    }
}

#[test]
fn the_palette_offers_each_name_once_in_a_group() {
    for &group in Group::ALL {
        let in_group = Catalog::get().providers().iter().filter(|it| it.group == group);
        assert!(in_group.clone().any(Provider::is_offered), "{group} is empty");
        assert_unique(group.label(), in_group.map(|it| it.name.as_str()));
    }
    // What AWS no longer recommends, or does not describe, is there for imports only.
    for id in ["Source/ThirdParty/GitHub/1", "Deploy/AWS/OpsWorks/1", "Invoke/ThirdParty/Snyk/1"] {
        assert!(!Catalog::get().provider_by_id(id).unwrap().is_offered(), "{id}");
    }
}

#[test]
fn every_pattern_compiles() {
    let patterns = forms().into_iter().flat_map(|form| form.fields).filter_map(|it| it.pattern.as_ref());
    let mut compiled = 0;
    for pattern in patterns {
        Regex::new(pattern.as_str()).unwrap();
        compiled += 1;
    }
    assert!(compiled > 30, "only {compiled} patterns");
}

#[test]
fn fields_keep_their_own_rules() {
    for form in forms() {
        assert_unique(form.id, form.fields.iter().map(|field| field.key.as_str()));
        for (order, field) in form.fields.iter().enumerate() {
            let place = format!("{} {}", form.id, field.key);
            assert_eq!(field.order, order, "{place}");
            assert!((1..=50).contains(&field.key.len()), "{place}");
            assert!(!field.label.is_empty() && !field.help.is_empty(), "{place}");
            assert_eq!(
                field.kind == FieldKind::Enum,
                !field.allowed.is_empty() && field.kind != FieldKind::CsvList,
                "{place}"
            );
            let values = [Some(&field.example), field.default.as_ref(), field.initial.as_ref()];
            for value in values.into_iter().flatten() {
                assert_eq!(field.problem(value), None, "{place} = {value}");
            }
            if field.example.contains("#{") {
                assert!(field.supports_variables, "{place}");
            }
        }
    }
}

#[test]
fn conditions_refer_to_keys_and_values_that_exist() {
    let mut seen = 0;
    for form in forms() {
        for condition in &form.conditions {
            check_references(condition, &form);
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} conditions");
}

fn check_references(condition: &Condition, form: &Form<'_>) {
    condition.for_each_key(&mut |key| {
        assert!(form.fields.iter().any(|field| field.key == key), "{} has no {key}", form.id);
    });
    match condition {
        Condition::IsIn { key, values } | Condition::IsNotIn { key, values } => {
            assert!(!values.is_empty(), "{} {key}", form.id);
            let field = form.fields.iter().find(|field| &field.key == key).unwrap();
            for value in values {
                assert_eq!(field.problem(value), None, "{} {key} = {value}", form.id);
            }
        }
        Condition::IsSet { .. } => {}
        Condition::Inputs(Count { at_least, at_most }) | Condition::Outputs(Count { at_least, at_most }) => {
            assert!(*at_least <= form.input_artifacts.max, "{}", form.id);
            assert!(*at_least > 0 || at_most.is_some(), "{} says nothing", form.id);
        }
        Condition::All(parts) | Condition::Any(parts) => {
            assert!(!parts.is_empty(), "{}", form.id);
            for part in parts {
                check_references(part, form);
            }
        }
    }
}

/// Sentence and twin are written apart from one another; the plain sentences can be compared.
#[test]
fn conditions_say_what_their_sentences_say() {
    let equals = Regex::new(r"^(\w+)=(\w+)$").unwrap();
    let is_set = Regex::new(r"^(\w+) is (not )?set\b").unwrap();
    let mut compared = 0;
    for form in forms() {
        for field in form.fields {
            let required = match &field.required {
                Required::When { text, condition } => Some((text, condition)),
                Required::Always | Required::Never | Required::WhenText(_) => None,
            };
            let visible = field.visible_when.as_ref();
            let visible = visible.and_then(|when| Some((&when.text, when.condition.as_ref()?)));
            for (text, condition) in required.into_iter().chain(visible) {
                let (key, value, expected) = if let Some(found) = equals.captures(text) {
                    (found[1].to_owned(), Some(found[2].to_owned()), true)
                } else if let Some(found) = is_set.captures(text) {
                    let value = found.get(2).is_none().then(|| "anything".to_owned());
                    (found[1].to_owned(), value, true)
                } else {
                    continue;
                };
                let get = |asked: &str| (asked == key).then_some(value.as_deref()).flatten();
                assert_eq!(condition.holds(&get, 1, 1), expected, "{} {}: {text}", form.id, field.key);
                compared += 1;
            }
        }
    }
    assert!(compared > 25, "only {compared} sentences compared");
}

#[test]
fn only_three_conditions_cannot_be_told_offline() {
    let mut text_only = Vec::new();
    for form in forms() {
        for field in form.fields {
            let visible = field.visible_when.as_ref().is_some_and(|when| when.condition.is_none());
            if visible || matches!(field.required, Required::WhenText(_)) {
                text_only.push(format!("{} {}", form.id, field.key));
            }
        }
    }
    let expected = [
        "Test/AWS/DeviceFarm/1 TestSpec",
        "Deploy/AWS/CloudFormation/1 Capabilities",
        "Deploy/AWS/CloudFormationStackInstances/1 CallAs",
    ];
    assert_eq!(text_only, expected);
}

#[test]
fn examples_are_complete() {
    for form in forms() {
        let inputs = count(form.example, "inputArtifacts");
        let outputs = count(form.example, "outputArtifacts");
        let bounds = form.input_artifacts;
        assert!((bounds.min..=bounds.max).contains(&inputs), "{}", form.id);
        let configuration = form.example["configuration"].as_object();
        let get = |key: &str| configuration?.get(key)?.as_str();
        for key in configuration.into_iter().flat_map(|it| it.keys()) {
            assert!(form.fields.iter().any(|field| &field.key == key), "{} {key}", form.id);
        }
        for field in form.fields {
            let value = get(&field.key);
            let missing = value.is_none() && field.is_required(&get, inputs, outputs);
            assert!(!missing, "{} lacks {}", form.id, field.key);
            assert_eq!(value.and_then(|value| field.problem(value)), None, "{} {}", form.id, field.key);
        }
    }
    for it in Catalog::get().providers() {
        let bounds = &it.output_artifacts;
        assert!((bounds.min..=bounds.max).contains(&count(&it.example, "outputArtifacts")), "{}", it.id);
        assert_eq!(it.example["actionTypeId"]["provider"], it.provider);
        assert_eq!(it.example["actionTypeId"]["category"], it.category.as_str());
    }
}

#[test]
fn a_new_action_starts_with_recommended_values_and_no_empty_ones() {
    let template = |id: &str| -> Vec<(String, String)> {
        let provider = Catalog::get().provider_by_id(id).unwrap();
        provider.template().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(template("Source/AWS/S3/1"), [pair("PollForSourceChanges", "false")]);
    assert_eq!(template("Deploy/AWS/CloudFormation/1"), [pair("ActionMode", "CREATE_UPDATE")]);
    assert_eq!(template("Build/AWS/CodeBuild/1"), []);
    let check = Catalog::get().rule_type("Rule", "AWS", "VariableCheck", "1").unwrap();
    assert_eq!(check.template().collect::<Vec<_>>(), [("Operator", "EQ")]);
    for form in forms() {
        for (key, value) in provider::template(form.fields) {
            assert!(!value.is_empty(), "{} {key}", form.id);
        }
    }
}

#[test]
fn permissions_use_known_variables() {
    let file: Value = serde_json::from_str(ACTIONS).unwrap();
    let known = file["iamVariables"].as_object().unwrap();
    let variable = Regex::new(r"\$\{[^}]+\}").unwrap();
    let mut seen = 0;
    for it in Catalog::get().providers() {
        let others = it.iam.other_roles.iter().map(|role| &role.resources);
        for resource in it.iam.pipeline_role.iter().map(|it| &it.resources).chain(others).flatten() {
            for found in variable.find_iter(resource) {
                let name = found.as_str();
                let field = name.strip_prefix("${config.").and_then(|rest| rest.strip_suffix('}'));
                let is_known = field.map_or(known.contains_key(name), |key| it.field(key).is_some());
                assert!(is_known, "{}: {name}", it.id);
                seen += 1;
            }
        }
        for statement in &it.iam.pipeline_role {
            assert!(statement.actions.iter().all(|action| action.contains(':')), "{}", it.id);
            assert!(statement.sid.chars().all(|c| c.is_ascii_alphanumeric()), "{}", it.id);
        }
    }
    assert!(seen > 200, "only {seen} variables");
}

#[test]
fn words_are_read_as_they_are_written() {
    for &category in Category::ALL {
        assert_eq!(Category::parse(category.as_str()), Some(category));
        assert!(Catalog::get().providers().iter().any(|it| it.category == category), "{category}");
    }
    for &owner in Owner::ALL {
        assert_eq!(Owner::parse(owner.as_str()), Some(owner));
    }
    assert_eq!(Category::parse("source"), None);
    assert_eq!(Owner::parse("Aws"), None);
    assert!(Catalog::get().custom_actions().categories.contains(&Category::Deploy));
}

#[test]
fn v2_features_are_marked() {
    let catalog = Catalog::get();
    for id in ["Compute/AWS/Commands/1", "Deploy/AWS/EKS/1", "Invoke/AWS/CodePipeline/1"] {
        let it = catalog.provider_by_id(id).unwrap();
        assert!(it.supports(PipelineType::V2) && !it.supports(PipelineType::V1), "{id}");
    }
    let commands = catalog.provider_by_id("Compute/AWS/Commands/1").unwrap().applies;
    assert!(commands.commands && commands.output_variables && commands.output_artifact_files);
    let approval = catalog.provider_by_id("Approval/AWS/Manual/1").unwrap();
    let with_timeout = catalog.providers().iter().filter(|it| it.applies.timeout);
    assert_eq!(with_timeout.map(|it| &it.id).collect::<Vec<_>>(), [&approval.id]);
    assert!(!approval.yields_variables());
}

#[test]
fn alternatives_are_missing_as_a_choice_first_and_by_key_then() {
    let provider = Catalog::get().provider_by_id("Deploy/AWS/EC2/1").unwrap();
    let check = |configuration: &[(&str, &str)], missing: &[&str], chosen: usize| {
        let get = |key: &str| configuration.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let found: Vec<_> = provider.missing(&get, 1, 0).into_iter().map(|it| it.key.as_str()).collect();
        assert_eq!(found, missing, "{configuration:?}");
        assert_eq!(provider.alternatives.as_ref().unwrap().chosen(&get).count(), chosen);
    };
    let common = [("InstanceType", "EC2"), ("InstanceTagKey", "Role")];
    check(&[], &["InstanceType", "InstanceTagKey"], 0);
    check(&common, &[], 0);
    check(&[common[0], common[1], ("PostScript", "")], &[], 0);
    check(&[common[0], common[1], ("TargetDirectory", "/opt")], &["PostScript"], 1);
    check(&[common[0], common[1], ("DeploySpec", "spec.yaml")], &[], 1);
    check(&[common[0], common[1], ("DeploySpec", "spec.yaml"), ("PostScript", "a.sh")], &[], 2);
}

#[test]
fn alternatives_are_fields_that_need_one_another() {
    let mut seen = 0;
    for it in Catalog::get().providers() {
        let Some(alternatives) = &it.alternatives else { continue };
        assert!(alternatives.sets.len() > 1, "{}", it.id);
        assert_unique(&it.id, alternatives.sets.iter().flatten().map(String::as_str));
        for keys in &alternatives.sets {
            for key in keys {
                let field = it.field(key).unwrap();
                assert!(matches!(field.required, Required::When { .. }), "{} {key}", it.id);
                // With one key of the set, the others are needed.
                let get = |asked: &str| (asked == key).then_some("x");
                for other in keys.iter().filter(|other| *other != key) {
                    assert!(it.field(other).unwrap().is_required(&get, 1, 0), "{} {other}", it.id);
                }
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn the_kinds_of_things_around_a_pipeline_are_consistent() {
    let catalog = Catalog::get();
    assert_unique("kind", catalog.resource_kinds().iter().map(|kind| kind.id.as_str()));
    for kind in catalog.resource_kinds() {
        assert_unique(&kind.id, kind.fields.iter().map(|field| field.key.as_str()));
        assert_eq!(kind.providers.is_empty(), kind.keys.is_empty(), "{}", kind.id);
        for field in &kind.fields {
            assert_eq!(field.problem(&field.example), None, "{} {}", kind.id, field.key);
            assert!(field.default.is_none() || field.default_text.is_none(), "{} {}", kind.id, field.key);
        }
        for (provider, key) in kind.providers.iter().flat_map(|it| kind.keys.iter().map(move |key| (it, key)))
        {
            let mut namesakes = catalog.namesakes(provider);
            let is_known = namesakes.any(|it| it.fields.iter().any(|field| field.key == *key));
            assert!(is_known, "{}: {provider} has no {key}", kind.id);
        }
    }
}
