use super::*;
use crate::testing::{SAMPLE, action, line_diff, open, run, stage};

/// The lines a rename changes in a file, after the label.
#[track_caller]
fn check(text: &str, change: impl Fn(&Document) -> Option<Change>, expect: &str) {
    let mut document = open(text);
    let change = change(&document).expect("what is renamed is there");
    run(&mut document, &change);
    assert_eq!(format!("{}\n{}", change.label, line_diff(text, &document.to_text())), expect);
}

#[test]
fn notes_follow_a_stage() {
    check(
        SAMPLE,
        |d| stage_(d, "Build", "Make"),
        "Rename stage Build to Make\n\
         -\"name\": \"Build\",\n+\"name\": \"Make\",\n\
         -\"stage\": \"Build\",\n+\"stage\": \"Make\",\n\
         -\"stage\": \"Build\"\n+\"stage\": \"Make\"",
    );
    let twice = "{\"pipeline\": {\"stages\": [{\"name\": \"A\"},\n{\"name\": \"A\"}]},\n\"pipewright\": {\"notes\": [{\"stage\": \"A\"}]}}";
    check(
        twice,
        |d| stage_(d, "A", "B"),
        "Rename stage A to B\n-{\"pipeline\": {\"stages\": [{\"name\": \"A\"},\n+{\"pipeline\": {\"stages\": [{\"name\": \"B\"},",
    );
    check(SAMPLE, |d| stage_(d, "Build", "Build"), "Rename stage Build to Build\n");
}

fn stage_(document: &Document, old: &str, new: &str) -> Option<Change> {
    super::stage(document, stage(document, old), new)
}

#[test]
fn triggers_and_notes_follow_an_action() {
    check(
        SAMPLE,
        |d| super::action(d, action(d, "Repo"), "Git"),
        "Rename Repo to Git\n\
         -\"name\": \"Repo\",\n+\"name\": \"Git\",\n\
         -\"sourceActionName\": \"Repo\",\n+\"sourceActionName\": \"Git\",",
    );
    check(
        SAMPLE,
        |d| super::action(d, action(d, "Compile"), "Make"),
        "Rename Compile to Make\n\
         -\"name\": \"Compile\",\n+\"name\": \"Make\",\n\
         -\"action\": \"Compile\"\n+\"action\": \"Make\"",
    );
}

#[test]
fn a_trigger_behind_an_odd_one_and_beside_a_namesake_follows() {
    let text = r#"{"stages": [{"name": "S", "actions": [
{"name": "App", "actionTypeId": {"category": "Source"}}]},
{"name": "T", "actions": [{"name": "App", "actionTypeId": {"category": "Deploy"}}]}],
"triggers": [5,
{"gitConfiguration": {"sourceActionName": "App"}}]}"#;
    check(
        text,
        |d| super::action(d, action(d, "App"), "Git"),
        "Rename App to Git\n\
         -{\"name\": \"App\", \"actionTypeId\": {\"category\": \"Source\"}}]},\n\
         +{\"name\": \"Git\", \"actionTypeId\": {\"category\": \"Source\"}}]},\n\
         -{\"gitConfiguration\": {\"sourceActionName\": \"App\"}}]}\n\
         +{\"gitConfiguration\": {\"sourceActionName\": \"Git\"}}]}",
    );
    let deploy = |d: &Document| d.pipeline().stages[1].actions[0].id;
    check(
        text,
        |d| super::action(d, deploy(d), "Ship"),
        "Rename App to Ship\n\
         -{\"name\": \"T\", \"actions\": [{\"name\": \"App\", \"actionTypeId\": {\"category\": \"Deploy\"}}]}],\n\
         +{\"name\": \"T\", \"actions\": [{\"name\": \"Ship\", \"actionTypeId\": {\"category\": \"Deploy\"}}]}],",
    );
}

#[test]
fn everything_that_takes_an_artifact_follows_it() {
    check(
        SAMPLE,
        |d| artifact(d, action(d, "Compile"), "Binary", "Package"),
        concat!(
            "Rename artifact Binary to Package\n",
            "-\"name\": \"Binary\"\n+\"name\": \"Package\"\n",
            "-\"TemplatePath\": \"Binary::template.yml\",\n",
            r#"-"ParameterOverrides": "{ \"Bucket\" : {\"Fn::GetArtifactAtt\": [\"Binary\", \"BucketName\"]},\n \"Tag\": {\"Fn::GetParam\":[\"Code\",\"tag.json\",\"Tag\"]} }""#,
            "\n+\"TemplatePath\": \"Package::template.yml\",\n",
            r#"+"ParameterOverrides": "{ \"Bucket\" : {\"Fn::GetArtifactAtt\": [\"Package\", \"BucketName\"]},\n \"Tag\": {\"Fn::GetParam\":[\"Code\",\"tag.json\",\"Tag\"]} }""#,
            "\n-\"name\": \"Binary\"\n+\"name\": \"Package\"\n",
            "-\"name\": \"Binary\"\n+\"name\": \"Package\"",
        ),
    );
    // Each input, the primary source, and the parameter.
    let mut document = open(SAMPLE);
    let change = artifact(&document, action(&document, "Repo"), "Code", "Sources").expect("it makes it");
    run(&mut document, &change);
    let text = document.to_text();
    assert!(!text.contains("\"Code\"") && !text.contains("\\\"Code"), "{}", line_diff(SAMPLE, &text));
    assert_eq!(artifact(&document, action(&document, "Repo"), "Code", "X"), None, "it makes it no more");
}

#[test]
fn each_key_that_names_an_artifact_follows_and_no_other() {
    for (key, value, expect) in [
        ("PrimarySource", "Art", "New"),
        ("TaskDefinitionTemplateArtifact", "Art", "New"),
        ("AppSpecTemplateArtifact", "Art", "New"),
        ("Image1ArtifactName", "Art", "New"),
        ("Image4ArtifactName", "Art", "New"),
        ("ProjectName", "Art", "Art"),
        ("TemplateConfiguration", "Art::a/b.json", "New::a/b.json"),
        ("TemplatePath", "Art::a::b", "New::a::b"),
        ("TemplatePath", "Artifact::a", "Artifact::a"),
        ("TemplatePath", "xArt::a", "xArt::a"),
        ("ParameterOverrides", r#"{"a": "Art"}"#, r#"{"a": "Art"}"#),
        ("ParameterOverrides", r#"{"Fn::GetParam": "Art"} broken"#, r#"{"Fn::GetParam": "Art"} broken"#),
        (
            "ParameterOverrides",
            r#"{"a" :[{"Fn::GetParam":["Art","Art","Art"]}] }"#,
            r#"{"a" :[{"Fn::GetParam":["New","Art","Art"]}] }"#,
        ),
    ] {
        let actions =
            json!([{"name": "A", "outputArtifacts": [{"name": "Art"}], "configuration": {key: value}}]);
        let mut document = open(&json!({"stages": [{"name": "S", "actions": actions}]}).to_string());
        let id = action(&document, "A");
        let change = artifact(&document, id, "Art", "New").expect("it makes it");
        run(&mut document, &change);
        let (_, action) = document.pipeline().action(id).expect("it is there");
        assert_eq!(action.configuration().get(key), Some(expect), "{key}: {value}");
    }
}

#[test]
fn takers_keep_a_name_that_two_make() {
    let text = r#"{"stages": [{"actions": [
{"name": "A", "outputArtifacts": [{"name": "Art"}]},
{"name": "B", "outputArtifacts": [{"name": "Art"}]},
{"name": "C", "inputArtifacts": [{"name": "Art"}]}]}]}"#;
    check(
        text,
        |d| artifact(d, action(d, "A"), "Art", "New"),
        "Rename artifact Art to New\n\
         -{\"name\": \"A\", \"outputArtifacts\": [{\"name\": \"Art\"}]},\n\
         +{\"name\": \"A\", \"outputArtifacts\": [{\"name\": \"New\"}]},",
    );
}

#[test]
fn variables_follow_their_namespace() {
    check(
        SAMPLE,
        |d| namespace(d, action(d, "Repo"), Some("Git")),
        "Rename namespace RepoVars to Git\n\
         -\"namespace\": \"RepoVars\"\n+\"namespace\": \"Git\"\n\
         -\"ProjectName\": \"compile-#{RepoVars.BranchName}\",\n\
         +\"ProjectName\": \"compile-#{Git.BranchName}\",\n\
         -\"EnvironmentVariables\": \"[{\\\"name\\\":\\\"SHA\\\",\\\"value\\\":\\\"#{RepoVars.CommitId}\\\"}]\"\n\
         +\"EnvironmentVariables\": \"[{\\\"name\\\":\\\"SHA\\\",\\\"value\\\":\\\"#{Git.CommitId}\\\"}]\"\n\
         -\"lint --sha #{RepoVars.CommitId}\",\n\
         -\"echo #{RepoVarsX.A} #{RepoVars.B}#{RepoVars.C}\"\n\
         +\"lint --sha #{Git.CommitId}\",\n\
         +\"echo #{RepoVarsX.A} #{Git.B}#{Git.C}\"\n\
         -\"value\": \"#{RepoVars.BranchName}\"\n\
         +\"value\": \"#{Git.BranchName}\"",
    );
    check(
        SAMPLE,
        |d| namespace(d, action(d, "Compile"), Some("B")),
        "Rename namespace BuildVars to B\n\
         -\"namespace\": \"BuildVars\"\n+\"namespace\": \"B\"\n\
         -\"verify #{BuildVars.Digest}\"\n+\"verify #{B.Digest}\"",
    );
    check(
        SAMPLE,
        |d| namespace(d, action(d, "Lint"), Some("L")),
        "Set namespace L\n-]\n+],\n+\"namespace\": \"L\"",
    );
    check(
        SAMPLE,
        |d| namespace(d, action(d, "Compile"), None),
        "Remove namespace\n-],\n-\"namespace\": \"BuildVars\"\n+]",
    );
}

#[test]
fn half_written_references_are_left_alone() {
    for (text, expect) in [
        ("#{N.a}", "#{M.a}"),
        ("x#{N.a}y#{N.b", "x#{M.a}y#{M.b"),
        ("#{N}", "#{N}"),
        ("#{N", "#{N"),
        ("#{#{N.a}", "#{#{M.a}"),
        ("#{ N.a}", "#{ N.a}"),
        ("#{é#{N.é}}", "#{é#{M.é}}"),
        ("$N.a {N.a}", "$N.a {N.a}"),
    ] {
        let actions = json!([{"name": "A", "namespace": "N", "configuration": {"X": text}}]);
        let mut document = open(&json!({"stages": [{"actions": actions}]}).to_string());
        let id = action(&document, "A");
        let change = namespace(&document, id, Some("M")).expect("it is there");
        run(&mut document, &change);
        let (_, action) = document.pipeline().action(id).expect("it is there");
        assert_eq!(action.configuration().get("X"), Some(expect));
    }
}

#[test]
fn a_trigger_does_not_follow_what_is_no_source() {
    let text = r#"{"stages": [{"name": "S", "actions": [{"name": "App"}]}],
"triggers": [{"gitConfiguration": {"sourceActionName": "App"}}]}"#;
    check(
        text,
        |d| super::action(d, action(d, "App"), "Ship"),
        "Rename App to Ship\n\
         -{\"stages\": [{\"name\": \"S\", \"actions\": [{\"name\": \"App\"}]}],\n\
         +{\"stages\": [{\"name\": \"S\", \"actions\": [{\"name\": \"Ship\"}]}],",
    );
}

#[test]
fn references_follow_a_variable_wherever_they_are_resolved() {
    let text = r##"{"pipelineType": "V2", "variables": [{"name": "Env"},
{"name": "Environment"}], "stages": [{"name": "S", "actions": [
{"name": "A", "configuration": {"P": "#{variables.Env}-#{variables.Environment}-#{Env.Env}-#{variables.Env", "J": "[{\"value\":\"#{variables.Env}\"}]"},
"commands": ["echo #{variables.Env}"],
"environmentVariables": [{"name": "X", "value": "é#{variables.Env}#{variables.Env}"}],
"region": "#{variables.Env}"}],
"beforeEntry": {"conditions": [{"rules": [{"configuration": {"Variable": "#{variables.Env}"}}]}]}}]}"##;
    check(
        text,
        |d| variable(d, 0, "Stage"),
        concat!(
            "Rename variable Env to Stage\n",
            r##"-{"pipelineType": "V2", "variables": [{"name": "Env"},"##,
            "\n",
            r##"+{"pipelineType": "V2", "variables": [{"name": "Stage"},"##,
            "\n",
            r##"-{"name": "A", "configuration": {"P": "#{variables.Env}-#{variables.Environment}-#{Env.Env}-#{variables.Env", "J": "[{\"value\":\"#{variables.Env}\"}]"},"##,
            "\n",
            r##"-"commands": ["echo #{variables.Env}"],"##,
            "\n",
            r##"-"environmentVariables": [{"name": "X", "value": "é#{variables.Env}#{variables.Env}"}],"##,
            "\n",
            r##"+{"name": "A", "configuration": {"P": "#{variables.Stage}-#{variables.Environment}-#{Env.Env}-#{variables.Env", "J": "[{\"value\":\"#{variables.Stage}\"}]"},"##,
            "\n",
            r##"+"commands": ["echo #{variables.Stage}"],"##,
            "\n",
            r##"+"environmentVariables": [{"name": "X", "value": "é#{variables.Stage}#{variables.Stage}"}],"##,
            "\n",
            r##"-"beforeEntry": {"conditions": [{"rules": [{"configuration": {"Variable": "#{variables.Env}"}}]}]}}]}"##,
            "\n",
            r##"+"beforeEntry": {"conditions": [{"rules": [{"configuration": {"Variable": "#{variables.Stage}"}}]}]}}]}"##,
        ),
    );
    // Forms set a name as any value, and references follow there as well.
    let mut document = open(text);
    let place = Place::at(Owner::Pipeline, Path::key("variables").then(0).then("name"));
    let change = crate::edit::fields::set_text(&document, &place, "Stage").expect("it is there");
    let back = document.change(&change).expect("it applies");
    assert!(!document.to_text().contains("variables.Env}-"), "{}", document.to_text());
    document.change(&Change::new("back", back)).expect("it is undone");
    assert_eq!(document.to_bytes(), text.as_bytes());
}

#[test]
fn references_keep_what_nobody_can_tell_or_write() {
    let text = r##"{"variables": [{"name": "Env"}, {"name": "Env"}, 5, {}],
"stages": [{"actions": [{"configuration": {"P": "#{variables.Env}"}}]}]}"##;
    let edits = |at, new| variable(&open(text), at, new).map(|change| change.edits.len());
    assert_eq!(edits(0, "Stage"), Some(1), "another has the same name");
    assert_eq!(edits(0, "Env"), Some(0));
    assert_eq!((edits(2, "x"), edits(3, "x"), edits(9, "x")), (None, Some(1), None));
    let single = text.replace(", {\"name\": \"Env\"}", "");
    let edits = |new| variable(&open(&single), 0, new).map(|change| change.edits.len());
    assert_eq!((edits("Stage"), edits("no name"), edits("")), (Some(2), Some(1), Some(1)));
}
