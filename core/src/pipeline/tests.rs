use super::*;
use crate::testing::{SAMPLE, action, open, stage};

#[test]
fn members_are_read_by_their_names() {
    let document = open(SAMPLE);
    let pipeline = document.pipeline();
    assert_eq!((pipeline.name(), pipeline.version(), pipeline.is_v2()), ("shop", Some(7), true));
    assert_eq!(pipeline.execution_mode(), "QUEUED");
    assert_eq!(pipeline.artifact_store().and_then(ArtifactStore::location), Some("shop-artifacts"));
    let (_, repo) = pipeline.action(action(&document, "Repo")).expect("it is there");
    let action_type = repo.action_type();
    assert_eq!(
        (action_type.category, action_type.owner, action_type.provider, action_type.version),
        ("Source", "AWS", "CodeStarSourceConnection", "1")
    );
    assert_eq!(repo.namespace(), Some("RepoVars"));
    assert!(repo.configuration().has("BranchName") && !repo.configuration().has("ProjectName"));
    let (_, lint) = pipeline.action(action(&document, "Lint")).expect("it is there");
    assert_eq!((lint.run_order(), lint.commands().count()), (2, 2));
    let variable = lint.environment_variables().next().expect("there is one");
    assert_eq!((variable.name(), variable.kind()), (Some("BRANCH"), "PLAINTEXT"));
}

#[test]
fn triggers_and_conditions_are_read() {
    let document = open(SAMPLE);
    let trigger = document.pipeline().triggers().next().expect("there is one");
    let filter = trigger.filters().next().expect("there is one");
    assert_eq!((filter.kind, filter.index), (FilterKind::Push, 0));
    let branches = filter.patterns("branches").expect("it has some");
    assert_eq!((branches.includes().collect::<Vec<_>>(), branches.excludes().count()), (vec!["main"], 0));
    let deploy = document.pipeline().stage(stage(&document, "Deploy")).expect("it is there");
    let conditions = deploy.all_conditions().next().expect("it has some");
    assert_eq!(conditions.kind, ConditionKind::BeforeEntry);
    let condition = conditions.conditions().next().expect("there is one");
    let rule = condition.rules().next().expect("there is one");
    assert_eq!(
        (condition.result(), rule.name(), rule.rule_type().provider),
        (Some("FAIL"), "Check", "Commands")
    );
}

#[test]
fn what_is_absent_or_of_another_type_has_its_default() {
    let document = open(
        r#"{"stages": [{"name": 1, "actions": [{"runOrder": "2"}, {"runOrder": 2.0}, {"runOrder": 3}, 4]}], "version": 1e2}"#,
    );
    let pipeline = document.pipeline();
    assert_eq!((pipeline.name(), pipeline.version(), pipeline.is_v2()), ("", None, false));
    assert_eq!(pipeline.execution_mode(), "SUPERSEDED");
    assert_eq!(pipeline.stages[0].name(), "");
    assert_eq!(pipeline.stages[0].run_orders(), [1, 3]);
}

#[test]
fn paths_are_told_and_followed() {
    let path = Path::configuration("A").then(1).then("b");
    assert_eq!(path.to_string(), "configuration.A[1].b");
    assert!(path.starts_with(&Path::configuration("A")) && !path.starts_with(&Path::configuration("B")));
    assert_eq!((path.first_key(), Path::default().first_key()), (Some("configuration"), None));
    let value: serde_json::Value = serde_json::json!({"configuration": {"A": [0, {"b": "here"}]}});
    assert_eq!(path.find(&value), Some(&serde_json::json!("here")));
    assert_eq!(path.then("c").find(&value), None);
}
