use super::*;
use crate::testing::{SAMPLE, action, open, outline, run, stage};

fn names<'v>(value: &'v Value, list: &str) -> Vec<&'v str> {
    value[list]
        .as_array()
        .map_or_else(Vec::new, |all| all.iter().filter_map(|it| it["name"].as_str()).collect())
}

#[test]
fn what_is_copied_reads_as_aws_writes_it() {
    let document = open(SAMPLE);
    let clip = copy(&document, &[], &[action(&document, "Compile")]).expect("it is there");
    assert_eq!((clip.what.as_str(), clip.hidden.as_slice()), ("Compile", &[][..]));
    assert!(
        clip.text.starts_with("{\n    \"actions\": [\n        {\n            \"name\": \"Compile\""),
        "{}",
        clip.text
    );
    let value: Value = serde_json::from_str(&clip.text).expect("JSON");
    assert_eq!(
        value["actions"][0],
        document.pipeline().action(action(&document, "Compile")).expect("there").1.to_value()
    );

    let clip = copy(
        &document,
        &[stage(&document, "Build")],
        &[action(&document, "Compile"), action(&document, "Repo")],
    );
    let clip = clip.expect("they are there");
    assert_eq!(clip.what, "1 stage and 1 action", "what is in a copied stage is not copied twice");
    let value: Value = serde_json::from_str(&clip.text).expect("JSON");
    assert_eq!((names(&value, "stages"), names(&value, "actions")), (vec!["Build"], vec!["Repo"]));
    assert!(copy(&document, &[], &[]).is_none());
}

#[test]
fn actions_of_several_stages_keep_their_order() {
    let document = open(SAMPLE);
    let ids = ["Stack", "Lint", "Repo"].map(|name| action(&document, name));
    let clip = copy(&document, &[], &ids).expect("they are there");
    let value: Value = serde_json::from_str(&clip.text).expect("JSON");
    assert_eq!(names(&value, "actions"), ["Repo", "Lint", "Stack"]);
    let orders: Vec<_> =
        value["actions"].as_array().expect("a list").iter().map(|a| a["runOrder"].as_i64()).collect();
    assert_eq!(orders, [Some(1), Some(2), Some(3)]);
}

#[test]
fn notes_go_along_with_what_they_are_tied_to() {
    let document = open(
        r#"{"pipeline": {"stages": [
            {"name": "A", "actions": [{"name": "x"}, {"name": "y"}]}, {"name": "B", "actions": []}]},
            "pipewright": {"notes": [
                {"text": "1", "stage": "A", "action": "x"}, {"text": "2", "stage": "A"}, {"text": "3"},
                {"text": "4", "stage": "B"}, {"text": "5", "stage": "A", "action": "y"}]}}"#,
    );
    let texts = |clip: Clip| {
        let value: Value = serde_json::from_str(&clip.text).expect("JSON");
        let notes = value["pipewright"]["notes"].as_array().cloned().unwrap_or_default();
        notes.iter().map(|note| note["text"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(copy(&document, &[], &[action(&document, "x")]).expect("there")), ["1"]);
    assert_eq!(texts(copy(&document, &[stage(&document, "A")], &[]).expect("there")), ["1", "2", "5"]);
}

#[test]
fn secrets_do_not_reach_the_clipboard() {
    let key = format!("AKIA{}", "A".repeat(16));
    let document = open(
        &json!({"stages": [{
            "name": "S",
            "beforeEntry": {"conditions": [{"rules": [{"name": "R", "commands": [format!("curl -H {key}")]}]}]},
            "actions": [
                {
                    "name": "Git",
                    "actionTypeId": {"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"},
                    "configuration": {"OAuthToken": "abc", "Owner": "acme"},
                },
                {
                    "name": "Build",
                    "configuration": {
                        "EnvironmentVariables": r#"[ {"name":"DB_PASSWORD","value":"hunter22"}, {"name":"API_KEY","value":"shop/key","type":"SECRETS_MANAGER"} ]"#,
                        "ParameterOverrides": r#"{"DbPassword": "hunter22", "Size": "2"}"#,
                        "ApiToken": "hunter22",
                    },
                    "commands": ["export API_TOKEN='hunter22' && ./run --size=2", format!("login {key} now"), "npm ci"],
                    "environmentVariables": [{"name": "NPM_TOKEN", "value": "hunter22"}, {"name": "A", "value": "b"}],
                },
            ],
        }]})
        .to_string(),
    );
    let clip = copy(&document, &[stage(&document, "S")], &[]).expect("it is there");
    assert!(
        !clip.text.contains("hunter22") && !clip.text.contains("AKIA") && !clip.text.contains("abc"),
        "{}",
        clip.text
    );
    assert_eq!(
        clip.hidden,
        [
            "Git: OAuthToken",
            "Build: DB_PASSWORD",
            "Build: DbPassword",
            "Build: ApiToken",
            "Build: API_TOKEN",
            "Build: commands",
            "Build: NPM_TOKEN",
            "S: commands",
        ]
    );
    let value: Value = serde_json::from_str(&clip.text).expect("JSON");
    let build = &value["stages"][0]["actions"][1];
    assert_eq!(build["configuration"]["ParameterOverrides"], r#"{"DbPassword": "****", "Size": "2"}"#);
    assert_eq!(
        build["configuration"]["EnvironmentVariables"],
        r#"[ {"name":"DB_PASSWORD","value":"****"}, {"name":"API_KEY","value":"shop/key","type":"SECRETS_MANAGER"} ]"#
    );
    assert_eq!(
        build["commands"],
        json!(["export API_TOKEN='****' && ./run --size=2", "login **** now", "npm ci"])
    );
}

#[test]
fn cutting_takes_out_what_was_copied() {
    let mut document = open(SAMPLE);
    let (stages, actions) =
        ([stage(&document, "Deploy")], [action(&document, "Compile"), action(&document, "Stack")]);
    let change = cut(&document, &stages, &actions, "1 stage and 1 action");
    assert_eq!(change.label, "Cut 1 stage and 1 action");
    run(&mut document, &change);
    assert_eq!(outline(&document), "Source(Repo+Settings) Build(Lint)");
}
