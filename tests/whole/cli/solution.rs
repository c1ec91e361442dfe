//! `export`: templates and configurations, of the pipeline and of everything around it, and parameters.

use std::process::Command;

use pipewright_core::document::Document;
use pipewright_core::format::{self, FORMS, Options};
use pipewright_core::samples::SAMPLES;
use pipewright_core::template::templates;
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::{Value, json};

use super::{Call, Files, text};

/// What cfn-lint says of templates that are as they should be.
const EXPECTED: [&str; 1] = [
    // The names of buckets and roles are those of the design.
    "W3045",
];

/// A design with a parameter in its name and in a project, a shell variable, and everything that is known about a
/// project.
fn with_parameters() -> Value {
    let mut file: Value = serde_json::from_str(SAMPLES[0].text).unwrap();
    file["pipeline"]["name"] = json!("intranet-${Stage}");
    file["pipeline"]["artifactStore"]["location"] = json!("artifacts-${Stage}-111122223333");
    file["pipeline"]["stages"][1]["actions"][0]["configuration"]["ProjectName"] = json!("build-${Stage}");
    file["pipeline"]["stages"][3]["actions"][0]["configuration"]["CustomData"] =
        json!("Run `echo ${HOME} %{x}` for ${Stage}\nthen \"approve\": yes");
    file["pipewright"]["parameters"] = json!({"Stage": {
        "default": "dev",
        "description": "Where it runs",
        "allowedValues": ["dev", "prod"],
        "environments": {"production": "prod"},
    }});
    file["pipewright"]["resources"] = json!([
        {"kind": "codebuild-project", "name": "build-${Stage}", "properties": {
            "image": "aws/codebuild/standard:7.0",
            "compute": "BUILD_GENERAL1_MEDIUM",
            "privileged": true,
            "buildspec": "version: 0.2\nphases:\n  build:\n    commands:\n      - make ${TARGET}\n",
            "timeoutInMinutes": 30,
            "logRetentionInDays": 30,
            "vpc": {"id": "vpc-0a1b2c3d", "subnets": ["subnet-0a1b2c3d"], "securityGroups": ["sg-0a1b2c3d"]},
            "variables": [
                {"name": "STAGE", "value": "${Stage}"},
                {"name": "PASSWORD", "value": "intranet/database:password", "type": "SECRETS_MANAGER"},
                {"name": "LEVEL", "value": "/intranet/level", "type": "PARAMETER_STORE"},
            ],
            "statements": [{
                "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*",
            }],
        }},
        {"kind": "codecommit-repository", "name": "intranet", "exists": false},
        {"kind": "codedeploy-application", "name": "intranet", "exists": false},
        {"kind": "codedeploy-group", "name": "intranet/intranet-staging", "exists": false, "properties": {
            "configuration": "CodeDeployDefault.OneAtATime",
            "tags": [{"key": "Environment", "value": "staging"}],
        }},
    ]);
    file
}

fn designs() -> Vec<String> {
    let samples = SAMPLES.iter().map(|sample| sample.text.to_owned());
    let templates = templates().iter().map(|template| template.text(&template.defaults()));
    samples.chain(templates).chain([with_parameters().to_string()]).collect()
}

/// Each design in a form, by itself and whole.
fn written(form: &str) -> Vec<String> {
    let form = format::form(form).unwrap();
    let each = |design: &String| {
        let document = Document::read_text(design).unwrap();
        [false, true]
            .map(|is_whole| (form.write)(&document, &Options { is_whole, ..Options::default() }).text)
    };
    designs().iter().flat_map(each).collect()
}

#[test]
fn templates_have_no_faults() {
    let yaml = written("cloudformation");
    let json = written("cloudformation-json");
    let wrong = "Resources:\n  Pipeline:\n    Type: AWS::CodePipeline::Pipeline\n".to_owned();
    let all: Vec<String> = yaml.into_iter().chain(json).chain([wrong]).collect();
    let Some(verdicts) = or_skip(oracles::cfn_lint_templates(&all)) else { return };
    let (of_wrong, verdicts) = verdicts.split_last().unwrap();
    assert!(!of_wrong.is_empty(), "the oracle sees a template without properties");
    for (text, verdict) in all.iter().zip(verdicts) {
        let unexpected: Vec<&String> =
            verdict.iter().filter(|told| !EXPECTED.iter().any(|known| told.starts_with(known))).collect();
        assert!(unexpected.is_empty(), "{unexpected:#?}\n{text}");
    }
}

#[test]
fn what_stands_around_the_pipeline_is_secure() {
    let (yaml, terraform) = (written("cloudformation"), written("terraform"));
    let whole = |texts: &[String]| texts.iter().skip(1).step_by(2).cloned().collect::<Vec<_>>();
    let (yaml, terraform) = (whole(&yaml), whole(&terraform));
    let files: Vec<(&str, &str, &str)> = yaml
        .iter()
        .map(|text| ("template.yaml", "cloudformation", text.as_str()))
        .chain(terraform.iter().map(|text| ("main.tf", "terraform", text.as_str())))
        .collect();
    let Some(verdicts) = or_skip(oracles::checkov(&files)) else { return };
    // Buckets, keys and roles; other resources as the design wants them.
    let is_ours =
        |check: &String| ["ucket", "Key", "Role", "_key", "role"].iter().any(|part| check.contains(part));
    for ((name, _, text), (failed, passed)) in files.iter().zip(verdicts) {
        assert!(passed > 10, "{name}: the oracle looked at {passed}");
        let failed: Vec<&String> = failed
            .iter()
            .filter(|check| is_ours(check) && !ACCEPTED.iter().any(|known| check.starts_with(known)))
            .collect();
        assert!(failed.is_empty(), "{failed:#?}\n{text}");
    }
}

/// Checks that fail, and why they may.
const ACCEPTED: [&str; 6] = [
    // Replicas of artifacts in another Region, events of the bucket: nobody needs them.
    "CKV_AWS_144",
    "CKV2_AWS_62",
    // AWS offers the network permissions of CodeBuild for all resources only.
    "CKV_AWS_111",
    "CKV_AWS_109",
    "CKV_AWS_290 aws_iam_role_policy.build_stage_role",
    "CKV_AWS_355 aws_iam_role_policy.build_stage_role",
];

#[test]
fn configurations_are_what_terraform_reads() {
    let texts = written("terraform");
    let Some(parsed) = or_skip(oracles::hcl(&texts)) else { return };
    for ((text, parsed), design) in
        texts.iter().zip(parsed).zip(designs().iter().flat_map(|design| [design, design]))
    {
        let resources = parsed["resource"].as_array().unwrap_or_else(|| panic!("{text}"));
        let of_pipeline = |resource: &&Value| resource.to_string().contains("aws_codepipeline");
        let pipeline = resources.iter().find(of_pipeline).unwrap_or_else(|| panic!("{text}"));
        let document = Document::read_text(design).unwrap();
        let told = pipeline.to_string();
        for (stage, action) in document.pipeline().actions() {
            for name in [stage.name(), action.name()] {
                assert!(told.contains(name), "{name} in {text}");
            }
        }
    }
}

#[test]
fn configurations_are_written_as_terraform_formats_them() {
    // Its own formatter, where it is installed.
    let files = Files::new();
    for (index, text) in written("terraform").iter().enumerate() {
        let path = files.write(&format!("{index}.tf"), text);
        let Ok(ran) = Command::new("terraform").args(["fmt", "-diff", "-check"]).arg(&path).output() else {
            eprintln!("skipped: there is no terraform");
            return;
        };
        assert!(
            ran.status.success(),
            "{}{}",
            String::from_utf8_lossy(&ran.stdout),
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

#[test]
fn losses_are_told_on_standard_error() {
    let mut design: Value = serde_json::from_str(SAMPLES[0].text).unwrap();
    let rule = json!({
        "name": "Alarm", "timeoutInMinutes": 10,
        "ruleTypeId": {"category": "Rule", "owner": "AWS", "provider": "CloudWatchAlarm", "version": "1"},
        "configuration": {"AlarmName": "errors"},
    });
    design["pipeline"]["stages"][1]["onSuccess"] =
        json!({"conditions": [{"result": "FAIL", "rules": [rule]}]});
    let export = |arguments: &[&str]| {
        let call = Call::new(["export", "-", "--to", "cloudformation"]).and(arguments.iter().copied());
        call.input(design.to_string()).run().expect(0)
    };
    let ran = export(&[]);
    assert!(
        ran.messages
            .contains("changed: Build › onSuccess.conditions[0].rules[0].timeoutInMinutes: the timeout"),
        "{ran:#?}"
    );
    let ran = export(&["--fidelity", "json"]);
    let losses: Value = serde_json::from_str(&ran.messages).unwrap();
    let loss =
        losses["losses"].as_array().unwrap().iter().find(|loss| loss["severity"] == "changed").unwrap();
    assert_eq!(loss["path"], "pipeline.stages[1].onSuccess.conditions[0].rules[0].timeoutInMinutes");
    // What Terraform has a place for is not lost there.
    let ran = Call::new(["export", "-", "--to", "terraform"]).input(design.to_string()).run().expect(0);
    assert!(!ran.messages.contains("timeout"), "{ran:#?}");
    assert!(ran.results.contains("timeout_in_minutes = 10"), "{ran:#?}");
}

#[test]
fn environments_give_parameters_their_values() {
    let design = with_parameters().to_string();
    let call = |arguments: &[&str]| Call::new(arguments.iter().copied()).input(design.as_str()).run();
    let name = |ran: super::Ran| ran.expect(0).json()["pipeline"]["name"].clone();
    assert_eq!(name(call(&["export", "-", "--to", "json"])), "intranet-dev");
    assert_eq!(name(call(&["export", "-", "--to", "json", "--env", "production"])), "intranet-prod");
    let template =
        call(&["export", "-", "--to", "cloudformation-json", "--env", "production"]).expect(0).json();
    assert_eq!(template["Parameters"]["Stage"]["Default"], "prod");
    assert_eq!(
        template["Resources"]["Pipeline"]["Properties"]["Name"],
        json!({"Fn::Sub": "intranet-${Stage}"})
    );

    for command in ["export", "check"] {
        let mut arguments = vec![command, "-", "--env", "moon"];
        arguments.extend((command == "export").then_some(["--to", "json"]).into_iter().flatten());
        let ran = call(&arguments).expect(2);
        assert!(
            ran.messages.contains("There is no environment moon. Parameters have values for production."),
            "{ran:#?}"
        );
    }
}

#[test]
fn a_form_without_a_place_for_more_refuses_it() {
    let ran = Call::new(["export", "-", "--to", "json", "--whole"]).input("{}").run().expect(2);
    assert!(ran.messages.starts_with("error: --whole says nothing about this form."), "{ran:#?}");
}

#[test]
fn every_form_is_written_to_a_file() {
    let files = Files::new();
    let design = files.write("release.json", SAMPLES[0].text);
    for form in FORMS {
        let out = files.path(form.ending);
        let ran = super::run(&["export", text(&design), "--to", form.name, "-o", text(&out)]).expect(0);
        assert_eq!(ran.results, "");
        assert!(!files.read(form.ending).is_empty());
    }
}
