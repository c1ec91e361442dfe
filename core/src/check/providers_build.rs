//! CP07: actions that build, test and run commands.

use serde_json::{Value, json};

use super::facts::{Alone, Home};
use super::finding::Severity::{Error, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::quoted;
use crate::edit::Edit;
use crate::pipeline::shape::Charset;

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const CODEBUILD: &[&str] = &["Build/AWS/CodeBuild/1", "Test/AWS/CodeBuild/1"];
const ENVIRONMENT_TYPES: [&str; 3] = ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"];

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0701",
            title: "Primary source missing",
            severity: Error,
            what: "A CodeBuild action with several inputs names the one with the buildspec.",
            why: "AWS cannot tell in which artifact the build begins.",
            example: "Two inputArtifacts and no PrimarySource",
            fix: "Add PrimarySource with the name of an input.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0702",
            title: "Primary source is no input",
            severity: Error,
            what: "PrimarySource is the name of an input artifact of the action.",
            why: "The build cannot begin in what it does not get.",
            example: "\"PrimarySource\": \"Code\" and an input named Source",
            fix: "Name one of the inputs.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(CODEBUILD, primary_source),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0703",
            title: "Environment variables are no list",
            severity: Error,
            what: "EnvironmentVariables is a JSON list of objects with name and value as text.",
            why: "The build cannot start with anything else.",
            example: "\"EnvironmentVariables\": \"{\\\"STAGE\\\": \\\"prod\\\"}\"",
            fix: "Write [{\"name\":\"STAGE\",\"value\":\"prod\",\"type\":\"PLAINTEXT\"}].",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Provider(CODEBUILD, environment),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0704",
            title: "Environment variables too long",
            severity: Error,
            what: "EnvironmentVariables has at most 1000 characters, references included.",
            why: "AWS counts the text as any configuration value.",
            example: "A list of thirty variables",
            fix: "Keep constant ones in the build project, or in the Parameter Store.",
            aws_answer: Some("ValidationException"),
            source: "API model, issue reports",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0705",
            title: "Unknown type of environment variable",
            severity: Error,
            what: "The type is PLAINTEXT, PARAMETER_STORE or SECRETS_MANAGER.",
            why: "The build cannot start with anything else.",
            example: "{\"name\": \"KEY\", \"value\": \"shop/key\", \"type\": \"SECRET\"}",
            fix: "Pick one of the three.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Provider(CODEBUILD, environment_type),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0706",
            title: "Combined artifacts without a batch",
            severity: Error,
            what: "CombineArtifacts is true only together with BatchEnabled.",
            why: "Only the artifacts of a batch can be combined.",
            example: "\"CombineArtifacts\": \"true\" without BatchEnabled",
            fix: "Set BatchEnabled to true.",
            aws_answer: Some("InvalidActionDeclarationException, or it has no effect"),
            source: "User guide",
        },
        check: Check::Provider(CODEBUILD, combine),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0707",
            title: "Buildspec too long",
            severity: Error,
            what: "BuildspecOverride has at most 1000 characters.",
            why: "AWS counts the text as any configuration value.",
            example: "A whole buildspec in the configuration",
            fix: "Put it in a file of the source and name the file.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0709",
            title: "Name of a build project does not fit",
            severity: Error,
            what: "A project name has 2 to 150 letters, digits and - _, beginning with a letter or digit.",
            why: "There can be no project of another name.",
            example: "\"ProjectName\": \"shop build\"",
            fix: "Write the name of the project.",
            aws_answer: Some("Failure when the action runs"),
            source: "CodeBuild API model",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0743",
            title: "Scan without its target",
            severity: Error,
            what: "An ECRImageScan names a repository, a SourceCodeScan has an input artifact.",
            why: "There is nothing to scan.",
            example: "\"InspectorRunMode\": \"ECRImageScan\" without ECRRepositoryName",
            fix: "Add the repository, or the input.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(&["Invoke/AWS/InspectorScan/1"], scan_input),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0748",
            title: "Environment of a Commands action does not fit",
            severity: Error,
            what: "Windows runs on MEDIUM or LARGE; VpcId, Subnets and SecurityGroupIds come together.",
            why: "The action fails when it starts.",
            example: "\"EnvironmentType\": \"WINDOWS_SERVER_2022_CONTAINER\", \"ComputeType\": \"BUILD_GENERAL1_SMALL\"",
            fix: "Use a larger type; complete the three.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Provider(&["Compute/AWS/Commands/1"], windows),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0749",
            title: "Value of Device Farm does not fit",
            severity: Error,
            what: "Values of a Device Farm action are in their ranges and lists.",
            why: "The test run is refused.",
            example: "\"FuzzEventCount\": \"20000\"",
            fix: "Correct the value.",
            aws_answer: Some("Failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0750",
            title: "Device Farm outside us-west-2",
            severity: Warning,
            what: "A Device Farm action runs in us-west-2.",
            why: "The service exists there only.",
            example: "A Device Farm action in a pipeline of eu-west-1",
            fix: "Set the action's region to us-west-2 and add an artifact store there.",
            aws_answer: Some("Failure when the action runs"),
            source: "Inference from the service's Regions",
        },
        check: Check::Provider(&["Test/AWS/DeviceFarm/1"], device_farm_region),
    },
];

fn set(action: &Alone, key: &str, value: &str) -> Vec<Edit> {
    vec![Edit::set(action.at_configuration(key), Some(json!(value)))]
}

fn primary_source(_: &Home, action: &Alone, report: &mut Report) {
    not_an_input(action, "PrimarySource", report);
}

/// Reports a key whose value should be the name of an input and is not.
pub(super) fn not_an_input(action: &Alone, key: &str, report: &mut Report) {
    // A text that is no name at all is told as such.
    let Some(name) = action.literal(key).filter(|name| !name.is_empty() && Charset::Artifact.accepts(name))
    else {
        return;
    };
    let inputs: Vec<&str> = action.action.input_artifacts().collect();
    if inputs.contains(&name) || inputs_are_told(action, &inputs) {
        return;
    }
    let place = action.at_configuration(key);
    let finding = report.at(place, format!("{key} {} is not an input artifact of the action", quoted(name)));
    finding.relate(action.at("inputArtifacts"), "its input artifacts");
    for input in inputs.iter().take(5) {
        finding.offer(format!("Use artifact {input}"), set(action, key, input));
    }
}

/// Whether the inputs themselves have a finding: that there are none, or that they do not fit.
pub(super) fn inputs_are_told(action: &Alone, inputs: &[&str]) -> bool {
    let needs_one = action.provider.is_some_and(|provider| provider.input_artifacts.min > 0);
    inputs.is_empty() && needs_one || action.misfits_at("inputArtifacts")
}

fn environment(_: &Home, action: &Alone, report: &mut Report) {
    let Some(value) = action.environment() else { return };
    let place = action.at_configuration("EnvironmentVariables");
    let help = "Write [{\"name\":\"STAGE\",\"value\":\"prod\",\"type\":\"PLAINTEXT\"}]";
    let Some(variables) = value.as_array() else {
        report.at(place, "EnvironmentVariables is not a JSON list").advise(help);
        return;
    };
    for (index, variable) in variables.iter().enumerate() {
        let is_text = |key: &str| variable.get(key).is_some_and(Value::is_string);
        if !is_text("name") || !is_text("value") {
            let message =
                format!("Element {} of EnvironmentVariables lacks name or value as text", index + 1);
            let part = action.part_of_json("EnvironmentVariables", &[index.into()]);
            report.at(place.clone(), message).point_at(part).advise(help);
        }
    }
}

fn environment_type(_: &Home, action: &Alone, report: &mut Report) {
    let Some(Value::Array(variables)) = action.environment() else { return };
    for (index, variable) in variables.iter().enumerate() {
        let Some(kind) = variable.get("type").and_then(Value::as_str) else { continue };
        if !ENVIRONMENT_TYPES.contains(&kind) && !kind.contains("#{") {
            let name = variable.get("name").and_then(Value::as_str).unwrap_or_default();
            let message = format!(
                "Type {} of {name} is not PLAINTEXT, PARAMETER_STORE or SECRETS_MANAGER",
                quoted(kind)
            );
            let part = action.part_of_json("EnvironmentVariables", &[index.into(), "type".into()]);
            report.at(action.at_configuration("EnvironmentVariables"), message).point_at(part);
        }
    }
}

fn combine(_: &Home, action: &Alone, report: &mut Report) {
    let configuration = action.action.configuration();
    // Of what is no text nobody can say what it means.
    let is_batch = configuration.has("BatchEnabled") && configuration.get("BatchEnabled") != Some("false");
    if action.literal("CombineArtifacts") == Some("true") && !is_batch {
        report
            .at(action.at_configuration("CombineArtifacts"), "Only artifacts of a batch can be combined")
            .offer("Set BatchEnabled to true", set(action, "BatchEnabled", "true"))
            .offer(
                "Remove CombineArtifacts",
                vec![Edit::set(action.at_configuration("CombineArtifacts"), None)],
            );
    }
}

fn scan_input(_: &Home, action: &Alone, report: &mut Report) {
    let is_source_scan = action.literal("InspectorRunMode") == Some("SourceCodeScan");
    let is_told = action.misfits_at("inputArtifacts");
    if is_source_scan && !is_told && action.action.input_artifacts().next().is_none() {
        report.at(action.at("inputArtifacts"), "A scan of source code needs an input artifact");
    }
}

fn windows(_: &Home, action: &Alone, report: &mut Report) {
    let is_windows = action.literal("EnvironmentType").is_some_and(|kind| kind.starts_with("WINDOWS"));
    if is_windows && action.literal("ComputeType") == Some("BUILD_GENERAL1_SMALL") {
        report
            .at(action.at_configuration("ComputeType"), "Windows does not run on BUILD_GENERAL1_SMALL")
            .relate(action.at_configuration("EnvironmentType"), "Windows is set here")
            .offer("Use BUILD_GENERAL1_MEDIUM", set(action, "ComputeType", "BUILD_GENERAL1_MEDIUM"));
    }
}

fn device_farm_region(home: &Home, action: &Alone, report: &mut Report) {
    if let Some(region) = home.region_of(action.action).filter(|region| *region != "us-west-2") {
        report
            .at(
                action.at("region"),
                format!("Device Farm exists in us-west-2 only, the action runs in {region}"),
            )
            .advise("Set the action's region to us-west-2 and add an artifact store there");
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
const DEVICE_FARM: &str = "Site/actionTypeId = {'category': 'Test', 'owner': 'AWS', 'provider': 'DeviceFarm', 'version': '1'}\nSite/configuration = {'ProjectId': '01234567-89ab-cdef-0123-456789abcdef', 'DevicePoolArn': 'arn:aws:devicefarm:eu-west-1:111122223333:devicepool:x', 'AppType': 'Android', 'App': 'app.apk', 'TestType': 'BUILTIN_FUZZ'}";
#[cfg(test)]
const DEVICE_FARM_FUZZ: &str = "Site/actionTypeId = {'category': 'Test', 'owner': 'AWS', 'provider': 'DeviceFarm', 'version': '1'}\nSite/configuration = {'ProjectId': '01234567-89ab-cdef-0123-456789abcdef', 'DevicePoolArn': 'arn:aws:devicefarm:eu-west-1:111122223333:devicepool:x', 'AppType': 'Android', 'App': 'app.apk', 'TestType': 'BUILTIN_FUZZ', 'FuzzEventCount': '20000'}";

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires(
        "Compile/inputArtifacts/+ = {'name': 'More'}\n/stages/0/actions/+ = {'name': 'More', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'More'}]}",
        "CP0701 Compile/configuration/PrimarySource",
    )
    .fix(&["Set PrimarySource to SourceOutput", "Set PrimarySource to More"]),
    silent("CP0701", "Compile/inputArtifacts/+ = {'name': 'More'}\nCompile/configuration/PrimarySource = 'More'"),
    fires("Compile/configuration/PrimarySource = 'Code'", "CP0702 Compile/configuration/PrimarySource")
        .fix(&["Use artifact SourceOutput"]),
    silent("CP0702", "Compile/configuration/PrimarySource = 'no name'"),
    silent("CP0702", "Compile/configuration/PrimarySource = 'SourceOutput'"),
    fires(
        "Compile/configuration/EnvironmentVariables = '{\\'STAGE\\':\\'x\\'}'",
        "CP0703 Compile/configuration/EnvironmentVariables",
    ),
    fires(
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'STAGE\\'}]'",
        "CP0703 Compile/configuration/EnvironmentVariables",
    ),
    silent("CP0703", ""),
    fires("Compile/configuration/EnvironmentVariables = LONG", "CP0704 Compile/configuration/EnvironmentVariables"),
    silent("CP0704", ""),
    fires(
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'A\\',\\'value\\':\\'b\\',\\'type\\':\\'SECRET\\'}]'",
        "CP0705 Compile/configuration/EnvironmentVariables",
    ),
    silent(
        "CP0705",
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'A\\',\\'value\\':\\'b\\',\\'type\\':\\'PARAMETER_STORE\\'}]'",
    ),
    fires("Compile/configuration/CombineArtifacts = 'true'", "CP0706 Compile/configuration/CombineArtifacts")
        .fix(&["Set BatchEnabled to true", "Remove CombineArtifacts"]),
    silent("CP0706", "Compile/configuration/CombineArtifacts = 'true'\nCompile/configuration/BatchEnabled = true"),
    silent("CP0706", "Compile/configuration/CombineArtifacts = 'true'\nCompile/configuration/BatchEnabled = 'true'"),
    fires("Compile/configuration/BuildspecOverride = LONG", "CP0707 Compile/configuration/BuildspecOverride"),
    silent("CP0707", "Compile/configuration/BuildspecOverride = 'ci/buildspec.yml'"),
    fires("Compile/configuration/ProjectName = 'shop build'", "CP0709 Compile/configuration/ProjectName"),
    silent("CP0709", "Compile/configuration/ProjectName = '#{variables.Target}'"),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'InspectorScan', 'version': '1'}\nSite/configuration = {'InspectorRunMode': 'ECRImageScan'}\nSite/outputArtifacts = [{'name': 'Scan'}]",
        "CP0743 Site/configuration/ECRRepositoryName",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'InspectorScan', 'version': '1'}\nSite/configuration = {'InspectorRunMode': 'SourceCodeScan'}\nSite/outputArtifacts = [{'name': 'Scan'}]\nSite/inputArtifacts = []",
        "CP0743 Site/inputArtifacts",
    ),
    silent(
        "CP0743",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'InspectorScan', 'version': '1'}\nSite/configuration = {'InspectorRunMode': 'SourceCodeScan'}\nSite/outputArtifacts = [{'name': 'Scan'}]",
    ),
    fires(
        "Lint/configuration = {'EnvironmentType': 'WINDOWS_SERVER_2022_CONTAINER', 'ComputeType': 'BUILD_GENERAL1_SMALL'}",
        "CP0748 Lint/configuration/ComputeType",
    )
    .fix(&["Use BUILD_GENERAL1_MEDIUM"]),
    fires("Lint/configuration = {'VpcId': 'vpc-12', 'Subnets': 'subnet-1'}", "CP0748 Lint/configuration/SecurityGroupIds"),
    silent("CP0748", "Lint/configuration = {'EnvironmentType': 'LINUX_CONTAINER', 'ComputeType': 'BUILD_GENERAL1_SMALL'}"),
    fires(DEVICE_FARM, "CP0750 Site/region"),
    fires(DEVICE_FARM_FUZZ, "CP0749 Site/configuration/FuzzEventCount, CP0750 Site/region"),
    silent("CP0749", DEVICE_FARM),
    silent("CP0750", ""),
];
