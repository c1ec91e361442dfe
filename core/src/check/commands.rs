//! CP0418–CP0427: commands, and the variables and files that only actions with commands have.

use serde_json::{Value, json};

use super::facts::{Alone, Home};
use super::finding::Severity::{Error, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use crate::document::Place;
use crate::edit::Edit;
use crate::pipeline::{Path, list_of, text_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

const COMMANDS: &str = "Compute/AWS/Commands/1";
const EKS: &str = "Deploy/AWS/EKS/1";

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0418",
            title: "Commands on an action that has none",
            severity: Error,
            what: "Only Commands actions have commands.",
            why: "Other actions run what their service is told; AWS refuses commands on them.",
            example: "A CodeBuild action with \"commands\": [\"make\"]",
            fix: "Remove them, or turn the action into a Commands action.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "API model, user guide",
        },
        check: Check::Action(commands_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0419",
            title: "Commands action without commands",
            severity: Error,
            what: "A Commands action has at least one command.",
            why: "There is nothing else it could do.",
            example: "{\"name\": \"Lint\", \"actionTypeId\": { … Commands … }}",
            fix: "Add commands on the action, not in its configuration.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Action A must have a non-empty commands field",
            ),
            source: "Issue reports, user guide",
        },
        check: Check::Provider(&[COMMANDS], commands_missing),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0420",
            title: "Commands do not fit",
            severity: Error,
            what: "There are at most 50 commands of 1 to 1000 characters.",
            why: "AWS takes no more and no longer ones.",
            example: "\"commands\": [\"\"]",
            fix: "Put long scripts in a file of the input artifact.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0421",
            title: "Command with a line break",
            severity: Error,
            what: "Each command is one line.",
            why: "Multi-line commands are not supported.",
            example: "\"commands\": [\"cd app\\nmake\"]",
            fix: "Write one command for each line, or join them with &&.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Action(line_break),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0422",
            title: "Output variables or files on an action that has none",
            severity: Error,
            what: "Only Commands actions have outputVariables, and files in their output artifacts.",
            why: "Other actions name variables and files in the service they call.",
            example: "A CodeBuild action with \"outputVariables\": [\"TAG\"]",
            fix: "Remove them; a build names its variables in the buildspec under exported-variables.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "API model, user guide",
        },
        check: Check::Action(outputs_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0423",
            title: "Output variables do not fit",
            severity: Error,
            what: "There are at most 15 outputVariables, each of 1 to 128 characters.",
            why: "AWS takes no more and no longer ones.",
            example: "\"outputVariables\": [\"\"]",
            fix: "Shorten the list or the name.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0424",
            title: "Environment variables on an action that has none",
            severity: Error,
            what: "Only Commands and EKS actions have environmentVariables.",
            why: "A CodeBuild action takes them as JSON text in its configuration.",
            example: "A CodeBuild action with \"environmentVariables\": [ … ]",
            fix: "Use configuration.EnvironmentVariables for CodeBuild.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "API model, user guide",
        },
        check: Check::Action(environment_without_use),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0425",
            title: "Environment variables do not fit",
            severity: Error,
            what: "There are at most 10 environmentVariables with a name of letters, digits and _ and a value of 1 to 2000 characters.",
            why: "AWS takes no others.",
            example: "\"environmentVariables\": [{\"name\": \"MY-NAME\", \"value\": \"x\"}]",
            fix: "Rename or shorten.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0426",
            title: "Secret as environment variable of an EKS action",
            severity: Error,
            what: "Environment variables of EKS actions are plain.",
            why: "Only Commands actions read secrets from Secrets Manager.",
            example: "An EKS action with {\"name\": \"KEY\", \"value\": \"shop/key\", \"type\": \"SECRETS_MANAGER\"}",
            fix: "Let the cluster read the secret itself.",
            aws_answer: Some("InvalidActionDeclarationException (wording not known)"),
            source: "User guide",
        },
        check: Check::Provider(&[EKS], secret_on_eks),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0427",
            title: "Environment variable named twice",
            severity: Warning,
            what: "The names of an action's environmentVariables differ from each other.",
            why: "One of the two values is lost, or AWS refuses the action.",
            example: "[{\"name\": \"STAGE\", \"value\": \"a\"}, {\"name\": \"STAGE\", \"value\": \"b\"}]",
            fix: "Rename or remove one.",
            aws_answer: Some("InvalidActionDeclarationException (not verified)"),
            source: "Inference from how environments work",
        },
        check: Check::Action(environment_twice),
    },
];

fn has_entries(action: &Alone, key: &str) -> bool {
    !list_of(&action.action.members, key).is_empty()
}

fn commands_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    if has_entries(action, "commands") && !provider.applies.commands {
        let place = action.at("commands");
        report
            .at(place.clone(), format!("{} takes no commands", provider.name))
            .offer("Remove commands", vec![Edit::set(place, None)]);
    }
}

fn commands_missing(_: &Home, action: &Alone, report: &mut Report) {
    if has_entries(action, "commands") {
        return;
    }
    let message = format!("{} has no commands", action.action.name());
    report.at(action.at("commands"), message).advise("Add commands on the action, beside its configuration");
}

fn line_break(_: &Home, action: &Alone, report: &mut Report) {
    for (index, command) in list_of(&action.action.members, "commands").iter().enumerate() {
        let Some(text) = command.as_str().filter(|text| text.trim_end().contains(['\n', '\r'])) else {
            continue;
        };
        let place = Place::at(action.owner(), Path::key("commands").then(index));
        let finding = report.at(place, format!("commands[{index}] has a line break, a command is one line"));
        finding.advise("Write one command for each line, or join them with &&");
        let lines: Vec<&str> =
            text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
        let is_plain = lines.iter().all(|line| !line.ends_with('\\') && !line.contains("<<"));
        if is_plain && !lines.is_empty() {
            let mut all = list_of(&action.action.members, "commands").to_vec();
            all.splice(index..=index, lines.iter().map(|line| json!(line)));
            finding.offer(
                format!("Split into {} commands", lines.len()),
                vec![Edit::set(action.at("commands"), Some(Value::Array(all)))],
            );
        }
    }
}

fn outputs_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    if has_entries(action, "outputVariables") && !provider.applies.output_variables {
        let place = action.at("outputVariables");
        report
            .at(place.clone(), format!("{} takes no outputVariables", provider.name))
            .advise("A build names its variables in the buildspec under exported-variables")
            .offer("Remove outputVariables", vec![Edit::set(place, None)]);
    }
    if provider.applies.output_artifact_files {
        return;
    }
    for (index, output) in list_of(&action.action.members, "outputArtifacts").iter().enumerate() {
        if output.as_object().is_some_and(|output| !list_of(output, "files").is_empty()) {
            let place = Place::at(action.owner(), Path::key("outputArtifacts").then(index).then("files"));
            report
                .at(place.clone(), format!("{} takes no files for an output artifact", provider.name))
                .offer("Remove files", vec![Edit::set(place, None)]);
        }
    }
}

fn environment_without_use(_: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    if has_entries(action, "environmentVariables") && !provider.applies.environment_variables {
        let place = action.at("environmentVariables");
        let finding = report.at(place.clone(), format!("{} takes no environmentVariables", provider.name));
        if provider.field("EnvironmentVariables").is_some() {
            finding.advise("Write them as JSON text in configuration.EnvironmentVariables");
        }
        finding.offer("Remove environmentVariables", vec![Edit::set(place, None)]);
    }
}

fn secret_on_eks(_: &Home, action: &Alone, report: &mut Report) {
    for (index, variable) in list_of(&action.action.members, "environmentVariables").iter().enumerate() {
        let Some(variable) = variable.as_object() else { continue };
        if text_of(variable, "type") == Some("SECRETS_MANAGER") {
            let path = Path::key("environmentVariables").then(index).then("type");
            report
                .at(Place::at(action.owner(), path), "An EKS action reads no secrets from Secrets Manager")
                .advise("Let the cluster read the secret itself");
        }
    }
}

fn environment_twice(_: &Home, action: &Alone, report: &mut Report) {
    let variables = list_of(&action.action.members, "environmentVariables");
    let name = |variable: &Value| variable.get("name").and_then(Value::as_str).map(str::to_owned);
    let place =
        |index: usize| Place::at(action.owner(), Path::key("environmentVariables").then(index).then("name"));
    for (index, variable) in variables.iter().enumerate() {
        let Some(own) = name(variable) else { continue };
        if let Some(first) = variables[..index].iter().position(|other| name(other).as_ref() == Some(&own)) {
            let element = Place::at(action.owner(), Path::key("environmentVariables").then(index));
            report
                .at(place(index), format!("Environment variable {own} is set twice"))
                .relate(place(first), "first set here")
                .offer("Remove this one", vec![Edit::set(element, None)]);
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Compile/commands = ['make']", "CP0418 Compile/commands").fix(&["Remove commands"]),
    silent("CP0418", "Compile/commands = []"),
    fires("Lint/commands = []", "CP0419 Lint/commands"),
    fires("Lint/commands -", "CP0419 Lint/commands"),
    silent("CP0419", ""),
    fires("Lint/commands/0 = ''", "CP0420 Lint/commands/0"),
    silent("CP0420", "Lint/commands/0 = 'x'"),
    fires("Lint/commands/0 = 'cd app\\nmake'", "CP0421 Lint/commands/0").fix(&["Split into 2 commands"]),
    fires("Lint/commands/0 = 'cat <<END\\nx\\nEND'", "CP0421 Lint/commands/0").fix(&[]),
    silent("CP0421", "Lint/commands/0 = 'cd app && make'"),
    fires("Compile/outputVariables = ['TAG']", "CP0422 Compile/outputVariables")
        .fix(&["Remove outputVariables"]),
    fires("Compile/outputArtifacts/0/files = ['**/*']", "CP0422 Compile/outputArtifacts/0/files")
        .fix(&["Remove files"]),
    silent("CP0422", "Lint/outputArtifacts = [{'name': 'Report', 'files': ['report/**']}]"),
    fires("Lint/outputVariables/+ = ''", "CP0423 Lint/outputVariables/1"),
    silent("CP0423", ""),
    fires(
        "Compile/environmentVariables = [{'name': 'A', 'value': 'b'}]",
        "CP0424 Compile/environmentVariables",
    )
    .fix(&["Remove environmentVariables"]),
    silent("CP0424", "Lint/environmentVariables = [{'name': 'A', 'value': 'b'}]"),
    fires(
        "Lint/environmentVariables = [{'name': 'MY-NAME', 'value': 'b'}]",
        "CP0425 Lint/environmentVariables/0/name",
    ),
    fires("Lint/environmentVariables = [{'name': 'A'}]", "CP0425 Lint/environmentVariables/0/value"),
    silent("CP0425", "Lint/environmentVariables = [{'name': 'MY_NAME', 'value': 'b', 'type': 'PLAINTEXT'}]"),
    fires(
        "Site/actionTypeId/provider = 'EKS'\nSite/configuration = {'ClusterName': 'shop', 'ManifestFiles': 'a.yaml'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'\nSite/environmentVariables = [{'name': 'A', 'value': 'b', 'type': 'SECRETS_MANAGER'}]",
        "CP0426 Site/environmentVariables/0/type",
    ),
    silent(
        "CP0426",
        "Site/actionTypeId/provider = 'EKS'\nSite/configuration = {'ClusterName': 'shop', 'ManifestFiles': 'a.yaml'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'\nSite/environmentVariables = [{'name': 'A', 'value': 'b', 'type': 'PLAINTEXT'}]",
    ),
    silent("CP0426", "Lint/environmentVariables = [{'name': 'A', 'value': 'b', 'type': 'SECRETS_MANAGER'}]"),
    fires(
        "Lint/environmentVariables = [{'name': 'A', 'value': 'b'}, {'name': 'A', 'value': 'c'}]",
        "CP0427 Lint/environmentVariables/1/name",
    )
    .fix(&["Remove this one"]),
    silent(
        "CP0427",
        "Lint/environmentVariables = [{'name': 'A', 'value': 'b'}, {'name': 'B', 'value': 'b'}]",
    ),
];
