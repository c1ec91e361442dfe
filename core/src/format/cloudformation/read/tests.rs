//! Templates as designs. What is read of real templates is compared in the whole-system tests.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::format::import::{Choices, ImportError, Read, read};

const STAGES: &str = "
      Stages:
        - Name: Source
          Actions:
            - Name: Checkout
              ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: 1}
              Configuration: {RepositoryName: shop, BranchName: main, PollForSourceChanges: false}
              OutputArtifacts: [{Name: App}]
              RunOrder: '1'
";

/// A template of one pipeline with these properties, above others.
fn template(properties: &str, others: &str) -> String {
    format!(
        "Resources:\n  Pipeline:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n{properties}{STAGES}{others}"
    )
}

#[track_caller]
fn import(text: &str, choices: &Choices) -> (Value, Read) {
    let read = read(text, choices).unwrap_or_else(|error| panic!("{error}"));
    (read.document.to_value(), read)
}

#[track_caller]
fn refused(text: &str) -> ImportError {
    read(text, &Choices::default()).expect_err("a refusal")
}

fn what(read: &Read) -> Vec<(usize, &str)> {
    read.report.iter().map(|note| (note.line, note.what.as_str())).collect()
}

#[test]
fn properties_become_members_in_the_order_of_aws() {
    let text = template("      RoleArn: arn:aws:iam::123456789012:role/x\n      Name: shop", "");
    let (file, read) = import(&text, &Choices::default());
    let expected = json!({"pipeline": {
        "name": "shop",
        "roleArn": "arn:aws:iam::123456789012:role/x",
        "stages": [{"name": "Source", "actions": [{
            "name": "Checkout",
            "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
            "runOrder": 1,
            "configuration": {"RepositoryName": "shop", "BranchName": "main", "PollForSourceChanges": "false"},
            "outputArtifacts": [{"name": "App"}],
        }]}],
    }});
    assert_eq!(file.to_string(), expected.to_string());
    assert!(read.report.is_empty(), "{:?}", read.report);
    assert_eq!(read.id, "Pipeline");
}

#[test]
fn what_is_open_becomes_a_parameter_with_its_origin() {
    let text = template(
        "      Name: !Sub '${Stage}-${!Stage}-${AWS::Region}'\n      RoleArn: !GetAtt Role.Arn\n      \
         ArtifactStore: {Type: S3, Location: !Ref Bucket, EncryptionKey: {Type: KMS, Id: !ImportValue shared-key}}",
        "
  Role: {Type: AWS::IAM::Role}
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: !Join ['-', [!Ref AWS::AccountId, artifacts]]}}
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod], Description: Where}
  Unused: {Type: String}
",
    );
    let (file, read) = import(&text, &Choices::default());
    let pipeline = &file["pipeline"];
    assert_eq!(pipeline["name"], "${Stage2}-${Stage}-${AWSRegion}", "a literal keeps its name");
    assert_eq!(pipeline["roleArn"], "${RoleArn}");
    assert_eq!(pipeline["artifactStore"]["location"], "${AWSAccountId}-artifacts");
    assert_eq!(pipeline["artifactStore"]["encryptionKey"]["id"], "${sharedkey}");
    let parameters = &file["pipewright"]["parameters"];
    assert_eq!(
        parameters["Stage2"],
        json!({"type": "String", "description": "Where", "default": "dev", "allowedValues": ["dev", "prod"],
            "origin": "!Ref Stage"})
    );
    assert_eq!(parameters["RoleArn"], json!({"type": "String", "origin": "!GetAtt Role.Arn"}));
    assert_eq!(parameters["sharedkey"]["origin"], "!ImportValue shared-key");
    assert_eq!(parameters.as_object().unwrap().len(), 5);
    assert!(read.report.is_empty(), "{:?}", read.report);
    let resources = json!([
        {"kind": "role", "name": "${RoleArn}", "exists": false},
        {"kind": "bucket", "name": "${AWSAccountId}-artifacts", "exists": false},
    ]);
    assert_eq!(file["pipewright"]["resources"], resources);
}

#[test]
fn functions_are_carried_out_where_their_parts_are_known() {
    for (expression, expect) in [
        ("!Join ['', [a, !Ref P, c]]", "a${P}c"),
        ("!Join [',', !Split ['-', a-b]]", "a,b"),
        ("!Select [1, [a, b]]", "b"),
        ("!Select [2, !Split [':', 'a:b:c']]", "c"),
        ("!Sub ['${A}-${P}', {A: !Ref AWS::Partition}]", "${AWSPartition}-${P}"),
        ("!FindInMap [M, one, two]", "found"),
        ("!FindInMap [M, !Ref P, two]", "${Name}"),
        ("!Select [0, !Split ['/', !Ref P]]", "${Name}"),
        ("!Ref Project", "build-${P}"),
        ("!GetAtt Repository.Name", "shop"),
        ("!Base64 x", "${Name}"),
        ("!If [IsDefault, a, b]", "a"),
        ("!If [IsOther, a, b]", "b"),
        ("!If [NotOther, !Sub '${P}', b]", "${P}"),
        ("!If [Both, a, b]", "b"),
        ("!If [Either, a, b]", "a"),
        ("!If [Regional, a, b]", "a"),
        ("!Ref Loop", "${Loop}"),
        ("'{{resolve:ssm:/a/b:1}}'", "${ab}"),
        ("12", "12"),
        ("!ToJsonString {a: !Ref P}", "{\"a\":\"${P}\"}"),
    ] {
        let text = template(
            &format!("      Name: {expression}"),
            "
  Project: {Type: AWS::CodeBuild::Project, Properties: {Name: !Sub 'build-${P}'}}
  Repository: {Type: AWS::CodeCommit::Repository, Properties: {RepositoryName: shop}}
  Loop: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Loop}}
Mappings: {M: {one: {two: found}}}
Parameters: {P: {Type: String, Default: one}}
Conditions:
  IsDefault: !Equals [!Ref P, one]
  IsOther: !Equals [!Ref P, other]
  NotOther: !Not [!Condition IsOther]
  Both: !And [!Condition Regional, !Condition IsOther]
  Either: !Or [!Condition Regional, !Condition IsDefault]
  Regional: !Equals [!Ref AWS::Region, eu-west-1]
",
        );
        let (file, _) = import(&text, &Choices::default());
        let name = file["pipeline"]["name"].as_str().unwrap();
        if expression == "!Ref Loop" {
            assert!(name.starts_with("${"), "{name}");
        } else {
            assert_eq!(name, expect, "{expression}");
        }
        if expression.contains("FindInMap [M, !Ref") {
            assert_eq!(file["pipewright"]["parameters"]["Name"]["default"], "found");
        }
    }
}

#[test]
fn what_the_pipeline_uses_comes_along() {
    let text = "
Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: x
      Stages:
        - Name: Build
          Actions:
            - Name: Compile
              ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
              Configuration: {ProjectName: !Ref Project}
  Project:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: shop-build
      ServiceRole: !GetAtt BuildRole.Arn
      Artifacts: {Type: CODEPIPELINE}
      Source: {Type: CODEPIPELINE, BuildSpec: ci/build.yml}
      Cache: {Type: NO_CACHE}
      TimeoutInMinutes: 20
      Environment:
        Type: LINUX_CONTAINER
        Image: aws/codebuild/standard:7.0
        ComputeType: BUILD_GENERAL1_SMALL
        PrivilegedMode: true
        EnvironmentVariables: [{Name: STAGE, Value: !Ref Stage}]
  Unused: {Type: AWS::CodeBuild::Project, Properties: {Name: other}}
  BuildRole: {Type: AWS::IAM::Role}
Parameters: {Stage: {Type: String}}
";
    let (file, read) = import(text, &Choices::default());
    let expected = json!([{
        "kind": "codebuild-project",
        "name": "shop-build",
        "exists": false,
        "properties": {
            "environment": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "compute": "BUILD_GENERAL1_SMALL",
            "privileged": true,
            "buildspec": "ci/build.yml",
            "timeoutInMinutes": 20,
            "variables": [{"name": "STAGE", "value": "${Stage}"}],
        },
    }]);
    assert_eq!(file["pipewright"]["resources"], expected);
    let parameters = file["pipewright"]["parameters"].as_object().unwrap();
    assert_eq!(parameters.keys().collect::<Vec<_>>(), ["Stage"]);
    assert_eq!(
        what(&read),
        [(16, "Project: Cache"), (28, "AWS::CodeBuild::Project: Unused"), (29, "AWS::IAM::Role: BuildRole")]
    );
}

#[test]
fn conditions_go_as_chosen_and_are_told() {
    let text = template(
        "      Name: x\n      ArtifactStore: !If [HasStore, {Type: S3, Location: store}, !Ref AWS::NoValue]",
        "Conditions: {HasStore: !Equals [!Ref AWS::Region, x]}\n",
    );
    for (chosen, is_there, reason) in
        [(None, true, "depends on"), (Some(true), true, "as chosen"), (Some(false), false, "as chosen")]
    {
        let mut choices = Choices::default();
        choices.conditions.extend(chosen.map(|value| ("HasStore".to_owned(), value)));
        let (file, read) = import(&text, &choices);
        assert_eq!(file["pipeline"].get("artifactStore").is_some(), is_there);
        assert_eq!(what(&read), [(6, "!If HasStore for ArtifactStore")]);
        assert!(read.report[0].why.contains(reason), "{}", read.report[0].why);
    }
}

#[test]
fn stores_of_regions_become_a_map() {
    let text = template(
        "      Name: x\n      ArtifactStores:\n        - {Region: eu-west-1, ArtifactStore: {Type: S3, Location: a}}\n        \
         - {Region: us-east-1, ArtifactStore: {Type: S3, Location: b}}",
        "",
    );
    let (file, _) = import(&text, &Choices::default());
    let expected =
        json!({"eu-west-1": {"type": "S3", "location": "a"}, "us-east-1": {"type": "S3", "location": "b"}});
    assert_eq!(file["pipeline"]["artifactStores"], expected);
}

#[test]
fn what_has_no_place_is_listed_with_its_line() {
    let text = template(
        "      RestartExecutionOnUpdate: true\n      Tags: [{Value: b}]\n      Colour: red",
        "    DeletionPolicy: Retain\n",
    );
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["pipeline"]["name"], "Pipeline");
    assert_eq!(file["pipeline"]["colour"], "red", "a slip is for the checks to find");
    assert_eq!(
        what(&read),
        [(3, "Name"), (5, "RestartExecutionOnUpdate"), (6, "Tags"), (7, "Colour"), (16, "DeletionPolicy")]
    );
}

#[test]
fn tags_and_disabled_transitions_come_along() {
    let text = template(
        "      Name: x\n      Tags: [{Key: team, Value: !Ref Team}, {Key: empty}, {Key: open, Value: !Ref Open}]\n      \
         DisableInboundStageTransitions: [{StageName: Deploy, Reason: Freeze}]",
        "Parameters: {Team: {Type: String, Default: shop}, Open: {Type: String}}\n",
    );
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["tags"], json!([{"key": "team", "value": "shop"}, {"key": "empty", "value": ""}]));
    let transitions = json!([{"stage": "Deploy", "disabled": true, "reason": "Freeze"}]);
    assert_eq!(file["pipewright"], json!({ "transitions": transitions }));
    assert_eq!(what(&read), [(6, "The tag open"), (6, "The tag team")]);
}

#[test]
fn one_of_several_pipelines_is_chosen() {
    let text =
        template("      Name: x", "  Second: {Type: AWS::CodePipeline::Pipeline, Properties: {Name: y}}\n");
    assert_eq!(refused(&text), ImportError::Several { ids: vec!["Pipeline".into(), "Second".into()] });
    let choices = |id: &str| Choices { pipeline: Some(id.to_owned()), ..Choices::default() };
    let (file, second) = import(&text, &choices("Second"));
    assert_eq!((file["pipeline"]["name"].as_str(), second.id.as_str()), (Some("y"), "Second"));
    assert!(matches!(read(&text, &choices("Third")), Err(ImportError::Unknown { .. })));
}

#[test]
fn json_is_read_as_yaml_is() {
    let text = "{\n\"Resources\": {\n\"P\": {\"Type\": \"AWS::CodePipeline::Pipeline\",\n\"Properties\": {\"Name\": {\"Fn::Sub\": \"${A}\"},\n\
        \"RestartExecutionOnUpdate\": true, \"Stages\": []}}}}";
    let (file, read) = import(text, &Choices::default());
    assert_eq!(file["pipeline"]["name"], "${A}");
    assert_eq!(what(&read), [(4, "!Ref A"), (5, "RestartExecutionOnUpdate")]);
}

#[test]
fn other_files_are_refused_in_words() {
    for (text, expect) in [
        ("", "empty"),
        ("Resources: {}", "there is no pipeline in it"),
        ("a: b", "line 1: this is no CodePipeline definition"),
        (
            "Resources:\n  {{ name }}:\n    Type: x",
            "line 2: this is a template that another program fills in first",
        ),
        ("{\"Resources\": {", "line 1"),
        ("just words", "this is no CodePipeline definition"),
    ] {
        let error = refused(text).to_string();
        assert!(error.contains(expect), "{text}: {error}");
    }
}

#[test]
fn a_declaration_in_yaml_is_read() {
    let (file, _) = import("pipeline:\n  name: x\n  stages: []\n", &Choices::default());
    assert_eq!(file, json!({"pipeline": {"name": "x", "stages": []}}));
}

#[test]
fn names_that_double_each_other_end() {
    let mut others = String::new();
    for level in 0..50 {
        let next = level + 1;
        writeln!(
            others,
            "  B{level}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub '${{B{next}}}${{B{next}}}'}}}}"
        )
        .unwrap();
    }
    others += "  B50: {Type: AWS::S3::Bucket, Properties: {BucketName: xxxxxxxxxx}}\n";
    assert!(matches!(refused(&template("      Name: !Ref B0", &others)), ImportError::TooMuch { .. }));
}

/// What would be made of a few lines is weighed first.
#[test]
fn small_templates_that_ask_for_much_end_soon() {
    let (long, many) = ("a".repeat(1_000_000), vec!["b"; 30_000].join(", "));
    let text = template(&format!("      Name: !Join ['{long}', [{many}]]"), "");
    assert!(matches!(refused(&text), ImportError::TooMuch { .. }));
    let lines = |all: Vec<String>| all.join("\n") + "\n";
    let entries = lines((0..5_000).map(|index| format!("    k{index}: {{v: x}}")).collect());
    let calls = vec!["!FindInMap [M, k4999, v]"; 5_000].join(", ");
    let others = format!("Mappings:\n  M:\n{entries}");
    let text = template(&format!("      Name: !Join ['', [{calls}]]"), &others);
    assert!(matches!(refused(&text), ImportError::TooMuch { .. }));
    let condition = |level: i32| {
        let next = level + 1;
        format!("  C{level}: !Equals [!If [C{next}, a, b], !If [C{next}, b, a]]")
    };
    let conditions = lines((0..60).map(condition).collect());
    let text = template("      Name: !If [C0, a, b]", &format!("Conditions:\n{conditions}"));
    assert!(matches!(refused(&text), ImportError::TooMuch { .. }));
    let id =
        |index: i32| format!("  P{index}: {{Type: AWS::CodePipeline::Pipeline, Properties: {{Name: y}}}}");
    let ids = lines((0..100).map(id).collect());
    let words = refused(&template("      Name: x", &ids)).to_string();
    assert!(words.contains("101 pipelines") && words.ends_with("P18 and 81 more"), "{words}");
}

/// A buildspec that is no `Fn::Sub` means itself.
#[test]
fn literal_braces_are_no_parameters() {
    let text = "Parameters:
  Stage: {Type: String}
Resources:
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Ref Stage
      Stages: [{Name: Build, Actions: [{Name: B, Configuration: {ProjectName: !Ref Project}}]}]
  Project:
    Type: AWS::CodeBuild::Project
    Properties: {Name: b, Source: {BuildSpec: 'echo ${Stage}'}}
";
    let (file, _) = import(text, &Choices::default());
    assert_eq!(file["pipeline"]["name"], "${Stage2}");
    assert_eq!(file["pipewright"]["resources"][0]["properties"]["buildspec"], "echo ${Stage}");
}

/// What only a deployment knows cannot be the name of a member.
#[test]
fn a_region_that_is_a_parameter_is_told() {
    let text = template(
        "      Name: x\n      ArtifactStores:\n        - {Region: !Ref AWS::Region, ArtifactStore: {Type: S3, Location: \
         a}}\n        - {Region: us-east-1, ArtifactStore: {Type: S3, Location: b}}",
        "",
    );
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["pipeline"]["artifactStores"]["${AWSRegion}"]["location"], "a");
    assert_eq!(what(&read), [(7, "The Region ${AWSRegion}")]);
    let written = (crate::format::form("cloudformation").unwrap().write)(
        &read.document,
        &crate::format::Options::default(),
    );
    assert!(written.text.contains("Region: !Ref AWS::Region"), "{}", written.text);
}

#[test]
fn damaged_templates_never_panic() {
    let text = template(
        "      Name: !Sub '${A}-${B.C}'\n      RoleArn: !Join [':', [a, !Select [0, !Split ['/', !Ref X]]]]",
        "Conditions: {A: !Equals [!Ref AWS::Region, x]}\nMappings: {M: {a: {b: c}}}\n",
    );
    let marks = [
        "", "!If", "!Ref ", "!Sub [", "]", "{", "}", "${", "&a ", "*a", "\t", ": ", "- ", "'", "|\n", "é",
        "<<: ",
    ];
    for at in (0..text.len()).step_by(7).filter(|at| text.is_char_boundary(*at)) {
        for (index, mark) in marks.iter().enumerate() {
            // Each mark at each place, in place of a few characters or between them.
            let end = (at..text.len()).filter(|end| text.is_char_boundary(*end)).nth(index % 5);
            let damaged = format!("{}{mark}{}", &text[..at], &text[end.unwrap_or(text.len())..]);
            let _ = read(&damaged, &Choices::default());
        }
    }
}
