//! What is created, what is asked for, and what is told.

use serde_json::{Value, json};

use super::mark::has_marks;
use super::{Solution, What};
use crate::document::Document;
use crate::format::{FORMS, Options, form};
use crate::samples::sample;
use crate::template::templates;

fn file(name: &str) -> Value {
    serde_json::from_str(sample(name).unwrap().text).unwrap()
}

fn whole(file: &Value) -> Solution {
    Solution::whole(&Document::read_text(&file.to_string()).unwrap(), None)
}

fn ids(solution: &Solution) -> Vec<&str> {
    solution.things.iter().map(|thing| thing.id.as_str()).collect()
}

fn inputs(solution: &Solution) -> Vec<(&str, &str)> {
    solution.inputs.iter().map(|input| (input.id.as_str(), input.default.as_deref().unwrap_or(""))).collect()
}

fn told(solution: &Solution) -> String {
    let told: Vec<String> =
        solution.fidelity.losses.iter().map(|loss| format!("{} {}", loss.what, loss.why)).collect();
    told.join("\n")
}

#[test]
fn everything_is_created_that_does_not_hold_data_already() {
    let solution = whole(&file("codecommit-ec2"));
    assert_eq!(
        ids(&solution),
        [
            "ArtifactKey",
            "ArtifactBucket",
            "ArtifactBucketPolicy",
            "IntranetApprovalsTopic",
            "IntranetBuildRole",
            "IntranetBuildProject",
            "IntranetUnitTestsRole",
            "IntranetUnitTestsProject",
            "ChangeRole",
            "SourceChangeRule",
            "ServiceRole",
        ]
    );
    assert_eq!(
        inputs(&solution),
        [
            ("IntranetRepositoryName", "intranet"),
            ("IntranetApplicationName", "intranet"),
            ("IntranetStagingDeploymentGroupName", "intranet-staging"),
            ("IntranetProductionDeploymentGroupName", "intranet-production"),
        ]
    );
}

#[test]
fn resources_tell_what_is_there_and_what_is_not() {
    let mut file = file("codecommit-ec2");
    file["pipewright"]["resources"] = json!([
        {"kind": "codebuild-project", "name": "intranet-build", "exists": true},
        {"kind": "codecommit-repository", "name": "intranet", "exists": false},
        {"kind": "role", "name": "arn:aws:iam::111122223333:role/intranet-pipeline", "exists": true},
        {"kind": "codebuild-project", "name": "misspelled"},
    ]);
    let solution = whole(&file);
    let ids = ids(&solution);
    assert!(ids.contains(&"IntranetRepository") && !ids.contains(&"IntranetBuildProject"), "{ids:?}");
    assert!(!ids.contains(&"ServiceRole"), "{ids:?}");
    assert!(inputs(&solution).contains(&("IntranetBuildProjectName", "intranet-build")));
    assert!(
        told(&solution).contains("the resource misspelled of kind `codebuild-project`"),
        "{}",
        told(&solution)
    );
}

#[test]
fn a_source_that_polls_gets_no_rule() {
    let mut file = file("s3-beanstalk");
    let rules = |solution: &Solution| {
        solution.things.iter().filter(|thing| matches!(thing.what, What::EventRule { .. })).count()
    };
    assert_eq!(rules(&whole(&file)), 1);
    file["pipeline"]["stages"][0]["actions"][0]["configuration"]["PollForSourceChanges"] = json!("true");
    let solution = whole(&file);
    assert_eq!(rules(&solution), 0);
    assert!(told(&solution).contains("It polls."), "{}", told(&solution));
}

#[test]
fn events_are_those_of_the_source() {
    let solution = whole(&file("connection-ecs"));
    let pattern = solution.things.iter().find_map(|thing| match &thing.what {
        What::EventRule { pattern, .. } => Some(pattern.clone()),
        _ => None,
    });
    let pattern = pattern.expect("a rule for the image");
    assert_eq!(pattern["source"], json!(["aws.ecr"]));
    assert_eq!(pattern["detail"]["image-tag"], json!(["stable"]));
    assert!(has_marks(pattern["detail"]["repository-name"][0].as_str().unwrap()), "{pattern}");
}

#[test]
fn what_runs_elsewhere_keeps_its_name() {
    let mut file = file("codecommit-ec2");
    file["pipeline"]["stages"][1]["actions"][1]["region"] = json!("us-east-1");
    file["pipeline"]["stages"][1]["actions"][0]["roleArn"] = json!("arn:aws:iam::444455556666:role/build");
    let solution = whole(&file);
    assert!(!ids(&solution).iter().any(|id| id.ends_with("Project")), "{:?}", ids(&solution));
}

#[test]
fn secrets_are_asked_for_and_written_nowhere() {
    let mut file = file("codecommit-ec2");
    let source = &mut file["pipeline"]["stages"][0]["actions"][0];
    source["actionTypeId"] =
        json!({"category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1"});
    source["configuration"] =
        json!({"Owner": "acme", "Repo": "shop", "Branch": "main", "OAuthToken": "hunter2hunter2"});
    let document = Document::read_text(&file.to_string()).unwrap();
    for name in ["cloudformation", "cloudformation-json", "terraform"] {
        for is_whole in [false, true] {
            let options = Options { is_whole, ..Options::default() };
            let written = (form(name).unwrap().write)(&document, &options);
            assert!(!written.text.contains("hunter2"), "{}", written.text);
            let is_hidden = ["NoEcho", "sensitive"].iter().any(|word| written.text.contains(word));
            assert!(is_hidden, "{}", written.text);
            assert!(written.fidelity.losses.iter().any(|loss| loss.what == "the value of OAuthToken"));
        }
    }
}

#[test]
fn parameters_become_inputs_and_other_braces_stay() {
    let mut file = file("codecommit-ec2");
    file["pipeline"]["name"] = json!("intranet-${Stage}");
    file["pipeline"]["stages"][3]["actions"][0]["configuration"]["CustomData"] = json!("${HOME} in ${Stage}");
    file["pipewright"]["parameters"] = json!({"Stage": {"default": "dev", "environments": {"live": "prod"}}});
    let document = Document::read_text(&file.to_string()).unwrap();
    let options = Options { environment: Some("live".to_owned()), ..Options::default() };
    let template = (form("cloudformation").unwrap().write)(&document, &options).text;
    for expected in [
        "  Stage:\n    Type: String\n    Default: prod\n",
        "Name: !Sub 'intranet-${Stage}'",
        "'${!HOME} in ${Stage}'",
    ] {
        assert!(template.contains(expected), "{expected} in {template}");
    }
    let configuration = (form("terraform").unwrap().write)(&document, &options).text;
    for expected in ["default = \"prod\"", "\"intranet-${var.stage}\"", "\"$${HOME} in ${var.stage}\""] {
        assert!(configuration.contains(expected), "{expected} in {configuration}");
    }
    let json = (form("json").unwrap().write)(&document, &options).text;
    assert!(json.contains("intranet-prod") && json.contains("${HOME} in prod"), "{json}");
}

/// Whoever deploys is asked for what is used, and nothing is deployed with its braces.
#[test]
fn only_what_is_used_is_asked_for() {
    let mut file = file("codecommit-ec2");
    file["pipeline"]["name"] = json!("shop-${Stage}");
    file["pipeline"]["roleArn"] = json!("${Role}");
    file["pipeline"]["artifactStore"] = json!({"type": "${Kind}", "location": "artifacts"});
    file["pipewright"]["parameters"] = json!({"Stage": {}, "Role": {}, "Kind": {}, "Nobody": {}});
    file["pipewright"]["resources"] = json!([
        {"kind": "codedeploy-application", "name": "intranet", "exists": false,
         "properties": {"platform": "${Stage}"}},
        {"kind": "codedeploy-group", "name": "intranet/intranet-staging", "exists": false,
         "properties": {"configuration": "${Stage}", "autoScalingGroups": ["${Stage}"]}},
    ]);
    let document = Document::read_text(&file.to_string()).unwrap();
    for (name, [role, nobody]) in [
        ("cloudformation", ["  Role:\n", "  Nobody:\n"]),
        ("terraform", ["variable \"role\"", "variable \"nobody\""]),
    ] {
        for is_whole in [false, true] {
            let options = Options { is_whole, ..Options::default() };
            let written = (form(name).unwrap().write)(&document, &options);
            let text = &written.text;
            assert_eq!(text.contains(role), !is_whole, "the role is created with the whole: {text}");
            assert!(!text.contains(nobody), "{text}");
            let told = |name: &str| {
                let what = format!("the parameter {name}");
                written.fidelity.losses.iter().any(|loss| loss.what == what)
            };
            assert!(told("Nobody") && told("Role") == is_whole && !told("Stage"), "{:?}", written.fidelity);
            let is_meant = |line: &str| line.contains("!Sub") || line.contains("var.");
            let open = text.lines().filter(|line| line.contains("${") && !is_meant(line));
            let open: Vec<&str> = open.filter(|line| !line.contains("data.aws_")).collect();
            assert!(open.is_empty(), "{name}: {open:?}");
        }
    }
    let template = (form("cloudformation").unwrap().write)(&document, &Options::default()).text;
    assert!(template.contains("\nDescription: A release pipeline\n"), "{template}");
}

/// What an import left open because a deployment knows it is not asked for again.
#[test]
fn a_deployment_knows_where_it_is() {
    let parameters = |region: Value| {
        json!({
            "AWSRegion": region,
            "AWSAccountId": {"origin": "data.aws_caller_identity.current.account_id"},
            "AWSPartition": {"default": "aws", "origin": "!Ref AWS::Partition"},
        })
    };
    let written = |form_name: &str, region: Value| {
        let file = json!({
            "name": "x",
            "roleArn": "arn:${AWSPartition}:iam::${AWSAccountId}:role/${AWSRegion}",
            "artifactStores": {"${AWSRegion}": {"type": "S3", "location": "a"}},
            "stages": [],
            "pipewright": {"parameters": parameters(region)},
        });
        let document = Document::read_text(&file.to_string()).unwrap();
        (form(form_name).unwrap().write)(&document, &Options::default()).text
    };
    let open = json!({"origin": "!Ref AWS::Region"});
    let template = written("cloudformation", open.clone());
    let role = "RoleArn: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::Region}'";
    assert!(template.contains(role) && template.contains("- Region: !Ref AWS::Region"), "{template}");
    assert!(!template.contains("Parameters:"), "{template}");
    let configuration = written("terraform", open);
    assert!(configuration.contains("role/${data.aws_region.current.region}\""), "{configuration}");
    assert!(!configuration.contains("variable"), "{configuration}");
    // Who gave it a value means that.
    let given = written("cloudformation", json!({"default": "eu-west-1", "origin": "!Ref AWS::Region"}));
    assert!(given.contains("Default: eu-west-1") && given.contains("role/${AWSRegion}'"), "{given}");
}

#[test]
fn no_mark_is_left_in_any_text() {
    for template in templates() {
        let document = Document::read_text(&template.text(&template.defaults())).unwrap();
        for form in FORMS {
            let options = Options { is_whole: true, ..Options::default() };
            let written = (form.write)(&document, &options);
            assert!(!has_marks(&written.text), "{} as {}", template.name, form.name);
        }
    }
}

#[test]
fn a_blank_design_gets_what_it_lacks() {
    let solution = Solution::whole(&Document::blank("shop"), None);
    assert_eq!(ids(&solution), ["ArtifactKey", "ArtifactBucket", "ArtifactBucketPolicy", "ServiceRole"]);
    assert!(solution.document.pipeline().role_arn().is_some_and(has_marks));
}
