//! Terraform files as designs. What is read of real files is compared in the whole-system tests.

mod refused;

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::format::import::{Choices, ImportError, Read, Reason, read};

const STAGES: &str = r#"
  stage {
    name = "Source"
    action {
      name             = "Checkout"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      run_order        = "1"
      output_artifacts = ["App"]
      configuration = {
        RepositoryName       = "shop"
        BranchName           = "main"
        PollForSourceChanges = false
      }
    }
  }
"#;

/// A file of one pipeline with these arguments, above others.
fn file(arguments: &str, others: &str) -> String {
    format!("resource \"aws_codepipeline\" \"release\" {{\n{arguments}\n{STAGES}}}\n{others}")
}

#[track_caller]
fn import(text: &str, choices: &Choices) -> (Value, Read) {
    let read = read(text, choices).unwrap_or_else(|error| panic!("{error}\n{text}"));
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
fn arguments_become_members_in_the_order_of_aws() {
    let text = file(
        "role_arn = \"arn:aws:iam::123456789012:role/x\"\nname = \"shop\"\npipeline_type = \"V2\"\ntags = { team = \"shop\" }",
        "",
    );
    let (file, read) = import(&text, &Choices::default());
    let expected = json!({
        "pipeline": {
            "name": "shop",
            "roleArn": "arn:aws:iam::123456789012:role/x",
            "stages": [{"name": "Source", "actions": [{
                "name": "Checkout",
                "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
                "runOrder": 1,
                "configuration": {"RepositoryName": "shop", "BranchName": "main", "PollForSourceChanges": "false"},
                "outputArtifacts": [{"name": "App"}],
            }]}],
            "pipelineType": "V2",
        },
        "tags": [{"key": "team", "value": "shop"}],
    });
    assert_eq!(file.to_string(), expected.to_string());
    assert!(read.report.is_empty(), "{:?}", read.report);
    assert_eq!(read.id, "release");
}

#[test]
fn every_block_has_its_place() {
    let text = r#"
resource "aws_codepipeline" "p" {
  name           = "p"
  role_arn       = "r"
  execution_mode = "QUEUED"
  artifact_store {
    location = "a"
    type     = "S3"
    region   = "eu-west-1"
    encryption_key {
      id   = "k"
      type = "KMS"
    }
  }
  artifact_store {
    location = "b"
    type     = "S3"
    region   = "us-east-1"
  }
  variable {
    name          = "Tag"
    default_value = "latest"
    description   = "What to deploy"
  }
  trigger {
    provider_type = "CodeStarSourceConnection"
    git_configuration {
      source_action_name = "Git"
      push {
        branches {
          includes = ["main"]
          excludes = ["x"]
        }
        file_paths { includes = ["src/**"] }
      }
      push {
        tags { includes = ["v*"] }
      }
      pull_request {
        events = ["OPEN"]
        branches { includes = ["main"] }
      }
    }
  }
  stage {
    name = "Build"
    before_entry {
      condition {
        result = "FAIL"
        rule {
          name               = "Window"
          region             = "eu-west-1"
          role_arn           = "q"
          timeout_in_minutes = 5
          commands           = ["true"]
          input_artifacts    = ["App"]
          configuration      = { Cron = "* * * * *" }
          rule_type_id {
            category = "Rule"
            owner    = "AWS"
            provider = "DeploymentWindow"
            version  = "1"
          }
        }
      }
    }
    on_failure {
      result = "RETRY"
      retry_configuration { retry_mode = "ALL_ACTIONS" }
    }
    on_success {
      condition { result = "ROLLBACK" }
    }
    action {
      name               = "Make"
      category           = "Compute"
      owner              = "AWS"
      provider           = "Commands"
      version            = "1"
      namespace          = "Make"
      region             = "eu-west-1"
      role_arn           = "r2"
      timeout_in_minutes = 20
      input_artifacts    = ["App"]
      commands           = ["make", "echo $${HOME}"]
      output_variables   = ["V"]
      output_artifacts_for_compute_actions {
        name  = "Out"
        files = ["dist/**"]
      }
    }
  }
}
"#;
    let (file, read) = import(text, &Choices::default());
    assert!(read.report.is_empty(), "{:?}", read.report);
    let expected = json!({
        "name": "p",
        "roleArn": "r",
        "artifactStores": {
            "eu-west-1": {"type": "S3", "location": "a", "encryptionKey": {"id": "k", "type": "KMS"}},
            "us-east-1": {"type": "S3", "location": "b"},
        },
        "stages": [{
            "name": "Build",
            "actions": [{
                "name": "Make",
                "actionTypeId": {"category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1"},
                "commands": ["make", "echo ${HOME}"],
                "outputArtifacts": [{"name": "Out", "files": ["dist/**"]}],
                "inputArtifacts": [{"name": "App"}],
                "outputVariables": ["V"],
                "roleArn": "r2",
                "region": "eu-west-1",
                "namespace": "Make",
                "timeoutInMinutes": 20,
            }],
            "beforeEntry": {"conditions": [{"result": "FAIL", "rules": [{
                "name": "Window",
                "ruleTypeId": {"category": "Rule", "owner": "AWS", "provider": "DeploymentWindow", "version": "1"},
                "configuration": {"Cron": "* * * * *"},
                "commands": ["true"],
                "inputArtifacts": [{"name": "App"}],
                "roleArn": "q",
                "region": "eu-west-1",
                "timeoutInMinutes": 5,
            }]}]},
            "onSuccess": {"conditions": [{"result": "ROLLBACK"}]},
            "onFailure": {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}},
        }],
        "executionMode": "QUEUED",
        "variables": [{"name": "Tag", "defaultValue": "latest", "description": "What to deploy"}],
        "triggers": [{"providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": "Git",
            "push": [
                {"branches": {"includes": ["main"], "excludes": ["x"]}, "filePaths": {"includes": ["src/**"]}},
                {"tags": {"includes": ["v*"]}},
            ],
            "pullRequest": [{"events": ["OPEN"], "branches": {"includes": ["main"]}}],
        }}],
    });
    assert_eq!(file["pipeline"], expected);
}

#[test]
fn what_is_open_becomes_a_parameter_with_its_origin() {
    let text = file(
        r#"
  name     = "${var.stage_name}-$${Stage}-${data.aws_region.current.name}"
  role_arn = aws_iam_role.release.arn
  artifact_store {
    type     = "S3"
    location = aws_s3_bucket.artifacts.id
    encryption_key {
      id   = module.shared.key_arn
      type = "KMS"
    }
  }
"#,
        r#"
resource "aws_iam_role" "release" {}
resource "aws_s3_bucket" "artifacts" {
  bucket = "${data.aws_caller_identity.me.account_id}-artifacts"
}
variable "stage_name" {
  type        = string
  default     = "dev"
  description = "Where"
  validation {
    condition     = contains(["dev", "prod"], var.stage_name)
    error_message = "No."
  }
}
variable "unused" {}
"#,
    );
    let (file, read) = import(&text, &Choices::default());
    let pipeline = &file["pipeline"];
    assert_eq!(pipeline["name"], "${StageName}-${Stage}-${AWSRegion}");
    assert_eq!(pipeline["roleArn"], "${ReleaseArn}");
    assert_eq!(pipeline["artifactStore"]["location"], "${AWSAccountId}-artifacts");
    assert_eq!(pipeline["artifactStore"]["encryptionKey"]["id"], "${SharedKeyArn}");
    let parameters = &file["pipewright"]["parameters"];
    assert_eq!(
        parameters["StageName"],
        json!({"type": "String", "description": "Where", "default": "dev", "allowedValues": ["dev", "prod"],
            "origin": "var.stage_name"})
    );
    assert_eq!(parameters["ReleaseArn"], json!({"type": "String", "origin": "aws_iam_role.release.arn"}));
    assert_eq!(parameters["SharedKeyArn"]["origin"], "module.shared.key_arn");
    assert_eq!(parameters.as_object().unwrap().len(), 5);
    assert!(read.report.is_empty(), "{:?}", read.report);
    let resources = json!([
        {"kind": "role", "name": "${ReleaseArn}", "exists": false},
        {"kind": "bucket", "name": "${AWSAccountId}-artifacts", "exists": false},
    ]);
    assert_eq!(file["pipewright"]["resources"], resources);
}

#[test]
fn expressions_are_worked_out_where_their_parts_are_known() {
    for (expression, expect) in [
        ("join(\"-\", [\"a\", var.p, \"c\"])", "a-${P}-c"),
        ("join(\",\", split(\"-\", \"a-b\"))", "a,b"),
        ("format(\"%s/%s%%\", var.p, \"x\")", "${P}/x%"),
        ("element([\"a\", \"b\"], 3)", "b"),
        ("[\"a\", \"b\"][1]", "b"),
        ("lower(\"ABC\")", "abc"),
        ("lower(var.p)", "${Name}"),
        ("replace(\"a-b\", \"-\", \"_\")", "a_b"),
        ("substr(\"abcdef\", 1, 2)", "bc"),
        ("lookup({ a = \"x\" }, \"a\", \"y\")", "x"),
        ("lookup({ a = \"x\" }, \"b\", \"y\")", "y"),
        ("merge({ a = \"x\" }, { a = \"z\" }).a", "z"),
        ("coalesce(\"\", \"b\")", "b"),
        (
            "jsonencode([{ name = \"N\", b = var.p, a = 1, c = true }])",
            "[{\"a\":1,\"b\":\"${P}\",\"c\":true,\"name\":\"N\"}]",
        ),
        ("jsonencode(\"<&>\")", "\"\\u003c\\u0026\\u003e\""),
        ("local.name", "shop-${P}"),
        ("local.map.inner[\"key\"]", "deep"),
        ("local.odd", "${Odd}"),
        ("local.loop", "${Loop}"),
        ("local.elsewhere", "${Elsewhere}"),
        ("aws_codebuild_project.build.name", "build-${P}"),
        ("aws_codebuild_project.build[0].name", "build-${P}"),
        ("join(\"\", aws_codebuild_project.build.*.name)", "build-${P}"),
        ("join(\"\", aws_codebuild_project.other[*].arn)", "${OtherArn}"),
        ("aws_codebuild_project.many[\"a\"].name", "${ManyAName}"),
        ("var.object.inner", "${ObjectInner}"),
        ("var.list[1]", "${List}"),
        ("\"${\"$\"}$${X}\"", "$${X}"),
        ("<<EOT\na ${var.p}\nEOT", "a ${P}\n"),
        ("<<-EOT\n    a\n      b\n  EOT", "a\n  b\n"),
        ("\"x ${~ var.p ~} y\"", "x${P}y"),
        ("var.p == \"one\" ? \"a\" : \"b\"", "a"),
        ("var.p != \"one\" || !true ? \"a\" : \"b\"", "b"),
        ("var.p == \"one\" || var.open == \"x\" ? \"a\" : \"b\"", "a"),
        ("length(var.p) > 2 && 1 + 1 == 2 ? var.p : \"b\"", "${P}"),
        ("var.open == \"x\" ? \"a\" : \"b\"", "a"),
        ("var.none == null ? \"a\" : \"b\"", "a"),
        ("try(var.p, \"x\")", "${P}"),
        ("file(\"x.txt\")", "${Name}"),
        ("terraform.workspace", "${Workspace}"),
        ("12", "12"),
        ("1.5", "1.5"),
        ("title(\"a-b c_d.e\")", "A-B C_d.E"),
        ("join(\",\", toset([\"b\", \"a\", \"b\"]))", "a,b"),
        ("join(\",\", toset([10, 9, 1]))", "1,9,10"),
        ("join(\",\", distinct([\"b\", \"a\", \"b\"]))", "b,a"),
        ("join(\",\", var.set)", "a,b"),
        ("1 == 1.0 ? \"a\" : \"b\"", "a"),
        ("1 == \"1\" ? \"a\" : \"b\"", "b"),
        ("var.flag == \"true\" ? \"a\" : \"b\"", "b"),
        ("var.flag == true ? \"a\" : \"b\"", "a"),
        ("tobool(\"true\") == true ? \"a\" : \"b\"", "a"),
        // Terraform counts further than this does, and takes no words for numbers.
        ("1e308 * 10", "${Name}"),
        ("\"inf\" + 1", "${Name}"),
    ] {
        let text = file(
            &format!("name = {expression}"),
            r#"
locals {
  name = "shop-${var.p}"
  map  = { inner = { key = "deep" } }
  odd  = sha256("x")
  loop = local.loop
}
variable "p" { default = "one" }
variable "open" {}
variable "none" { default = null }
variable "object" { type = object({ inner = string }) }
variable "list" { type = list(string) }
variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "flag" {
  type    = bool
  default = "true"
}
resource "aws_codebuild_project" "build" { name = "build-${var.p}" }
resource "aws_codebuild_project" "many" {
  for_each = toset(["a"])
  name     = "build-${each.key}"
}
"#,
        );
        let (file, _) = import(&text, &Choices::default());
        assert_eq!(file["pipeline"]["name"], expect, "{expression}");
        if expression == "lower(var.p)" {
            assert_eq!(file["pipewright"]["parameters"]["Name"]["default"], "one");
            assert_eq!(file["pipewright"]["parameters"]["Name"]["origin"], "lower(var.p)");
        }
    }
}

#[test]
fn what_is_not_known_is_told_with_its_line() {
    let text = file(
        "name = sha256(\"x\")\nrole_arn = local.role\ncount = 2\nlifecycle {\n  ignore_changes = [stage]\n}\ncolour = \"red\"\nregion = \"eu-west-1\"",
        "locals {\n  role = one([for r in [1] : r])\n}\nresource \"aws_sns_topic\" \"t\" {}\nmodule \"m\" {\n  source = \"./m\"\n}\n",
    );
    let (_, read) = import(&text, &Choices::default());
    assert_eq!(
        what(&read),
        [
            (2, "sha256(\"x\")"),
            (3, "local.role"),
            (4, "count = 2"),
            (5, "lifecycle"),
            (8, "colour = \"red\""),
            (9, "region = \"eu-west-1\""),
            (32, "aws_sns_topic: t"),
            (33, "module: m"),
        ]
    );
    let why = &read.report[1].why;
    assert!(why.contains("line 30 sets it to one([for r in [1] : r])") && why.contains("${Role}"), "{why}");
}

const DYNAMIC: &str = r#"
  dynamic "stage" {
    for_each = EACH
    content {
      name = "Deploy-${stage.value}"
      dynamic "action" {
        for_each = { one = "1", two = "2" }
        iterator = it
        content {
          name     = it.key
          category = "Approval"
          owner    = "AWS"
          provider = "Manual"
          version  = it.value
        }
      }
    }
  }
"#;

fn stages(file: &Value) -> Vec<String> {
    let all = file["pipeline"]["stages"].as_array().unwrap();
    all.iter().map(|stage| stage["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn dynamic_blocks_are_made_where_their_number_is_known() {
    for (each, expect, told) in [
        ("[\"a\", \"b\"]", &["Deploy-a", "Deploy-b"][..], 0),
        ("toset([\"b\", \"a\", \"a\"])", &["Deploy-a", "Deploy-b"], 0),
        ("{ test = \"x\", prod = \"y\" }", &["Deploy-y", "Deploy-x"], 0),
        ("var.list", &["Deploy-x", "Deploy-y"], 1),
        ("var.open", &["Deploy-${Stage}"], 1),
        ("[for s in var.open : s]", &["Deploy-${Stage}"], 1),
        ("var.is_on ? [1] : []", &["Deploy-1"], 1),
        ("var.is_off ? [1] : []", &[], 1),
        ("local.names", &["Deploy-n"], 0),
    ] {
        let text = file(
            &format!("name = \"x\"\n{}", DYNAMIC.replace("EACH", each)),
            "variable \"list\" { default = [\"x\", \"y\"] }\nvariable \"open\" { type = list(string) }\n\
             variable \"is_on\" {}\nvariable \"is_off\" { default = false }\nlocals { names = [\"n\"] }\n",
        );
        let (file, read) = import(&text, &Choices::default());
        let mut names = stages(&file);
        assert_eq!(names.pop().as_deref(), Some("Source"), "the order of the file: {each}");
        assert_eq!(names, expect, "{each}");
        assert_eq!(read.report.len(), told, "{each}: {:?}", read.report);
        if let Some(actions) = file["pipeline"]["stages"][0]["actions"].as_array().filter(|it| it.len() == 2)
        {
            assert_eq!(actions[1]["name"], "two");
            assert_eq!(actions[1]["actionTypeId"]["version"], "2");
        }
    }
}

#[test]
fn conditions_go_as_chosen_and_are_told() {
    let text = file("name = var.is_large ? \"large\" : \"small\"", "variable \"is_large\" { type = bool }\n");
    for (chosen, name, reason, sentence) in [
        (None, "large", Reason::Unknown, "depends on"),
        (Some(true), "large", Reason::Chosen, "as chosen"),
        (Some(false), "small", Reason::Chosen, "as chosen"),
    ] {
        let mut choices = Choices::default();
        choices.conditions.extend(chosen.map(|value| ("var.is_large".to_owned(), value)));
        let (file, read) = import(&text, &choices);
        assert_eq!(file["pipeline"]["name"], name);
        assert_eq!(what(&read), [(2, "var.is_large ? … for name")]);
        assert!(read.report[0].why.contains(sentence), "{}", read.report[0].why);
        let [condition] = read.conditions.as_slice() else { panic!("{:?}", read.conditions) };
        assert_eq!((condition.name.as_str(), condition.line, condition.reason), ("var.is_large", 2, reason));
        assert_eq!(condition.value, name == "large");
    }
    let mut choices = Choices::default();
    choices.conditions.insert("var.other".to_owned(), true);
    let (_, read) = import(&text, &choices);
    assert_eq!(what(&read)[0], (1, "Condition var.other"));
}

#[test]
fn what_the_pipeline_uses_comes_along() {
    let text = r#"
resource "aws_codepipeline" "p" {
  name = "x"
  stage {
    name = "Build"
    action {
      name          = "Compile"
      category      = "Build"
      owner         = "AWS"
      provider      = "CodeBuild"
      version       = "1"
      configuration = { ProjectName = aws_codebuild_project.build.name }
    }
  }
}
resource "aws_codebuild_project" "build" {
  name          = "shop-build"
  service_role  = aws_iam_role.build.arn
  build_timeout = 20
  artifacts { type = "CODEPIPELINE" }
  source {
    type      = "CODEPIPELINE"
    buildspec = "ci/build.yml"
  }
  cache { type = "NO_CACHE" }
  environment {
    type            = "LINUX_CONTAINER"
    image           = "aws/codebuild/standard:7.0"
    compute_type    = "BUILD_GENERAL1_SMALL"
    privileged_mode = true
    environment_variable {
      name  = "STAGE"
      value = var.stage
    }
  }
}
resource "aws_codebuild_project" "unused" { name = "other" }
resource "aws_iam_role" "build" {}
variable "stage" {}
"#;
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
        [(16, "build: cache"), (37, "aws_codebuild_project: unused"), (38, "aws_iam_role: build")]
    );
}

#[test]
fn variables_of_other_files_are_told_together() {
    let text = file("name = var.a\nrole_arn = var.b.c", "");
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["pipeline"]["roleArn"], "${BC}");
    assert_eq!(what(&read), [(2, "var.a, var.b")]);
    // Where a condition is told, it is for the value it decides.
    let text = STAGES.replace("\"main\"", "var.x ? \"a\" : \"b\"");
    let text = format!(
        "resource \"aws_codepipeline\" \"release\" {{\n  name = \"x\"{text}}}\nvariable \"x\" {{}}\n"
    );
    let (_, read) = import(&text, &Choices::default());
    assert_eq!(what(&read), [(15, "var.x ? … for BranchName")]);
}

/// What Terraform escapes means itself to the design as well, wherever it stands.
#[test]
fn literal_braces_are_no_parameters() {
    let others = "variable \"stage\" {}\nresource \"aws_codebuild_project\" \"b\" {\n  name = \"b\"\n  \
                  source {\n    buildspec = \"echo $${Stage} ${var.stage}\"\n  }\n}\n";
    let text = file(
        "name = \"x-${var.stage}\"\nstage {\n  name = \"Build\"\n  action {\n    name = \"B\"\n    configuration = \
         { ProjectName = aws_codebuild_project.b.name }\n  }\n}",
        others,
    );
    let (file, _) = import(&text, &Choices::default());
    assert_eq!(file["pipeline"]["name"], "x-${Stage2}");
    let buildspec = &file["pipewright"]["resources"][0]["properties"]["buildspec"];
    assert_eq!(buildspec, "echo ${Stage} ${Stage2}");
}

#[test]
fn tags_without_a_text_are_told() {
    let text = file("name = \"x\"\ntags = { a = null, b = [\"x\"], c = \"d\" }", "");
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["tags"], json!([{"key": "c", "value": "d"}]));
    assert_eq!(what(&read), [(3, "The tag a"), (3, "The tag b")]);
}

#[test]
fn instances_are_told_apart() {
    let text = file(
        "name = aws_x_y.a[0].arn\nrole_arn = aws_x_y.a[1].arn\npipeline_type = aws_x_y.a[\"k\"].arn\nexecution_mode = join(\"\", aws_x_y.a.*.arn)",
        "",
    );
    let (file, _) = import(&text, &Choices::default());
    let pipeline = &file["pipeline"];
    assert_eq!(pipeline["name"], "${AArn}");
    assert_eq!(pipeline["executionMode"], "${AArn}");
    assert_eq!(pipeline["roleArn"], "${AArn2}");
    assert_eq!(pipeline["pipelineType"], "${AKArn}");
    assert_eq!(file["pipewright"]["parameters"]["AKArn"]["origin"], "aws_x_y.a[\"k\"].arn");
}

#[test]
fn secrets_keep_no_value() {
    let text = file(
        "name = var.token\nrole_arn = data.aws_secretsmanager_secret_version.s.secret_string",
        "variable \"token\" {\n  default = \"abc\"\n  sensitive = true\n}\n",
    );
    let (file, _) = import(&text, &Choices::default());
    let parameters = &file["pipewright"]["parameters"];
    assert_eq!(parameters["Token"], json!({"type": "String", "secret": true, "origin": "var.token"}));
    assert_eq!(parameters["SSecretString"]["secret"], true);
}

#[test]
fn one_of_several_pipelines_is_chosen() {
    let text = file("name = \"x\"", "resource \"aws_codepipeline\" \"second\" {\n  name = \"y\"\n}\n");
    assert_eq!(refused(&text), ImportError::Several { ids: vec!["release".into(), "second".into()] });
    let choices = |id: &str| Choices { pipeline: Some(id.to_owned()), ..Choices::default() };
    let (file, second) = import(&text, &choices("second"));
    assert_eq!((file["pipeline"]["name"].as_str(), second.id.as_str()), (Some("y"), "second"));
    assert_eq!(what(&second), [(1, "aws_codepipeline: release")]);
    assert!(matches!(read(&text, &choices("third")), Err(ImportError::Unknown { .. })));
}

#[test]
fn json_is_read_as_the_language_is() {
    let text = r#"{
  "variable": {"name": {"default": "shop"}},
  "resource": {"aws_codepipeline": {"p": [{
    "name": "${var.name}-x",
    "artifact_store": {"type": "S3", "location": "${aws_s3_bucket.b.bucket}"},
    "tags": {"a": "b"},
    "stage": [
      {"name": "Source", "action": [{"name": "Git", "category": "Source", "configuration": {"A": true}}]},
      {"name": "Build", "action": {"name": "Make", "run_order": 2, "input_artifacts": ["x"]}}
    ],
    "dynamic": {"stage": {"for_each": ["q"], "content": {"name": "${stage.value}"}}},
    "colour": "red"
  }]}, "aws_s3_bucket": {"b": {"bucket": "store"}}}
}"#;
    let (file, read) = import(text, &Choices::default());
    let pipeline = &file["pipeline"];
    assert_eq!(pipeline["name"], "${Name}-x");
    assert_eq!(pipeline["artifactStore"], json!({"type": "S3", "location": "store"}));
    assert_eq!(stages(&file), ["Source", "Build", "q"]);
    assert_eq!(pipeline["stages"][0]["actions"][0]["configuration"]["A"], "true");
    assert_eq!(pipeline["stages"][1]["actions"][0]["runOrder"], 2);
    assert_eq!(file["tags"], json!([{"key": "a", "value": "b"}]));
    assert_eq!(what(&read), [(12, "colour = \"red\"")]);
}

#[test]
fn what_try_passes_over_is_told() {
    let text = file("name = try(file(\"name.txt\"), \"shop\")", "");
    let (file, read) = import(&text, &Choices::default());
    assert_eq!(file["pipeline"]["name"], "shop");
    assert_eq!(what(&read), [(2, "try(file(\"name.txt\"), …)")]);
    assert!(read.report[0].why.contains("the design has what \"shop\" gives"), "{:?}", read.report);
}
