//! CP06: configuration of actions in general. What single providers need is in their own families.

use serde_json::{Value, json};

use super::facts::{Alone, Arn, Home};
use super::finding::Severity::{Error, Warning};
use super::registry::{Check, Family, Rule, RuleDoc, Step};
use super::report::Report;
use super::words::quoted;
use crate::catalog::FieldKind;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Path, list_of, text_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: RULES,
    #[cfg(test)]
    examples: EXAMPLES,
};

/// What AWS shows in the place of a secret.
const MASK: &str = "****";
/// Most characters of a queryable property of a custom action. Source: API model.
const MAX_QUERYABLE: usize = 20;

static RULES: &[Rule] = &[
    Rule {
        doc: RuleDoc {
            code: "CP0601",
            title: "Configuration value is not text",
            severity: Error,
            what: "Every value of a configuration is text.",
            why: "AWS takes text only; numbers, true and false, lists and objects are written as text.",
            example: "\"configuration\": {\"Extract\": true}",
            fix: "Put the value in quotes; write JSON as text.",
            aws_answer: Some("ValidationException or SerializationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0602",
            title: "Configuration value empty or too long",
            severity: Error,
            what: "Every value of a configuration has 1 to 1000 characters.",
            why: "AWS counts before variables are resolved; an empty value is refused, too.",
            example: "\"configuration\": {\"FileName\": \"\"}",
            fix: "Leave the key out; keep long text in a file.",
            aws_answer: Some(
                "ValidationException: Value at 'pipeline.stages.2.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]",
            ),
            source: "API model, issue reports",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0603",
            title: "Configuration key too long",
            severity: Error,
            what: "Every key of a configuration has 1 to 50 characters.",
            why: "AWS takes no longer ones, and no provider has any.",
            example: "A key of 51 characters",
            fix: "Correct the spelling.",
            aws_answer: Some("ValidationException"),
            source: "API model",
        },
        check: Check::Shape,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0604",
            title: "Unknown configuration key",
            severity: Error,
            what: "Every key of a configuration is one the action type knows.",
            why: "AWS refuses unknown keys; letter case counts.",
            example: "\"configuration\": {\"projectName\": \"shop\"} of a CodeBuild action",
            fix: "Correct the spelling, or remove the key.",
            aws_answer: Some(
                "InvalidActionDeclarationException: Action configuration for action 'A' contains unknown configuration 'k'",
            ),
            source: "Issue reports, user guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0605",
            title: "Configuration key missing",
            severity: Error,
            what: "Every key the action type requires is there.",
            why: "AWS refuses an action without it.",
            example: "A CodeBuild action without ProjectName",
            fix: "Add the key.",
            aws_answer: Some("InvalidActionDeclarationException (wording not known)"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0606",
            title: "Configuration value does not fit",
            severity: Error,
            what: "Values are of the kind, range and spelling their key allows.",
            why: "Most of these fail when the action runs, some when the pipeline is saved.",
            example: "\"CannedACL\": \"public\"",
            fix: "Pick from the allowed values.",
            aws_answer: Some("Failure when the action runs, or InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0607",
            title: "True or false in another spelling",
            severity: Warning,
            what: "Yes and no are written true and false.",
            why: "Other spellings may be read as false, or not at all.",
            example: "\"PollForSourceChanges\": \"False\"",
            fix: "Write true or false in small letters.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0608",
            title: "Text is not JSON",
            severity: Error,
            what: "Values that hold JSON can be read as JSON.",
            why: "The action cannot use what it cannot read.",
            example: "\"Variables\": \"[{name: 'a'}]\"",
            fix: "Repair the JSON at the place the message names.",
            aws_answer: Some("Failure when the action runs, or InvalidActionDeclarationException"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0609",
            title: "Value is not the ARN that is needed",
            severity: Error,
            what: "Values that are ARNs are of the right form and service.",
            why: "A name or the ARN of something else cannot be used.",
            example: "\"ConnectionArn\": \"my-connection\"",
            fix: "Copy the ARN from the service's page.",
            aws_answer: Some("Failure when the action runs"),
            source: "Inference from the services' patterns",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0610",
            title: "ARN of another Region",
            severity: Warning,
            what: "What an action calls by ARN is in the Region the action runs in.",
            why: "State machines and device pools are called in the action's own Region.",
            example: "\"StateMachineArn\": \"arn:aws:states:us-west-2:…\" in an action of eu-west-1",
            fix: "Set the action's region, or use one of its own Region.",
            aws_answer: Some("Failure when the action runs"),
            source: "Inference, issue reports",
        },
        check: Check::Action(arn_of_another_region),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0611",
            title: "ARN of another account without a role",
            severity: Warning,
            what: "An action that names something of another account has a role there.",
            why: "The service role has no rights in the other account unless that account grants them.",
            example: "\"StateMachineArn\" of account 444455556666 and no roleArn",
            fix: "Give the action a role of that account, or a resource policy to what it calls.",
            aws_answer: Some("Access denied when the action runs"),
            source: "Inference from cross-account actions",
        },
        check: Check::Action(arn_of_another_account),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0612",
            title: "ARN of another partition",
            severity: Error,
            what: "All ARNs are of the partition of the service role.",
            why: "The partitions aws, aws-cn and aws-us-gov share no accounts.",
            example: "\"arn:aws-cn:sns:…\" in a pipeline whose role is arn:aws:iam::…",
            fix: "Correct the ARN.",
            aws_answer: Some("Failure when the action runs"),
            source: "Inference from how partitions work",
        },
        check: Check::Action(arn_of_another_partition),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0613",
            title: "Blanks around a value",
            severity: Warning,
            what: "Values do not begin or end with blanks.",
            why: "They are part of the value to AWS, and no name matches.",
            example: "\"ProjectName\": \"shop \"",
            fix: "Remove the blanks.",
            aws_answer: None,
            source: "Practice",
        },
        check: Check::Action(blanks),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0614",
            title: "Key missing beside others",
            severity: Error,
            what: "Keys that need each other come together.",
            why: "One without the other cannot work.",
            example: "\"VpcId\" without \"Subnets\"",
            fix: "Add the key the message names.",
            aws_answer: Some("InvalidActionDeclarationException, or failure when the action runs"),
            source: "User guide",
        },
        check: Check::Field,
    },
    Rule {
        doc: RuleDoc {
            code: "CP0615",
            title: "Secret in the file",
            severity: Warning,
            what: "Keys for secrets hold no secret in clear text.",
            why: "Whoever reads the file has the secret.",
            example: "\"OAuthToken\": \"(the token itself)\"",
            fix: "Use a connection instead of a token, or keep the secret in Secrets Manager.",
            aws_answer: None,
            source: "User guide",
        },
        check: Check::Action(plain_secret),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0617",
            title: "Probably a secret in clear text",
            severity: Warning,
            what: "Environment variables and commands hold no secrets.",
            why: "They are shown in clear text in the pipeline, its logs and its file.",
            example: "{\"name\": \"DB_PASSWORD\", \"value\": \"(the password)\"}",
            fix: "Use type SECRETS_MANAGER, or PARAMETER_STORE for CodeBuild.",
            aws_answer: None,
            source: "User guide, CDK",
        },
        check: Check::Action(likely_secret),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0618",
            title: "Project name of a custom action does not fit",
            severity: Error,
            what: "The value that a Jenkins or TeamCity worker polls by has 1 to 20 letters, digits and - _.",
            why: "AWS allows no longer ones for properties that jobs are polled by.",
            example: "\"ProjectName\": \"storefront release build\" of a Jenkins action",
            fix: "Shorten the name here and in the worker.",
            aws_answer: Some("InvalidActionDeclarationException"),
            source: "API model",
        },
        check: Check::Action(queryable),
    },
    Rule {
        doc: RuleDoc {
            code: "CP0619",
            title: "Dynamic reference of CloudFormation",
            severity: Warning,
            what: "Values hold no {{resolve:…}}, which only CloudFormation replaces.",
            why: "CodePipeline passes the text on as it is written, so nothing finds the secret or parameter it means.",
            example: "\"CustomData\": \"See {{resolve:ssm:/shop/page}}\"",
            fix: "Write the value, or read it where it is used: an environment variable of type PARAMETER_STORE or SECRETS_MANAGER.",
            aws_answer: None,
            source: "CloudFormation user guide, dynamic references",
        },
        check: Check::Action(dynamic_reference),
    },
];

/// ARNs in the configuration of a known action, with their keys.
fn arns<'f>(action: &'f Alone) -> impl Iterator<Item = (&'f str, Arn<'f>)> {
    let provider = action.provider;
    action.action.configuration().texts().filter_map(move |(key, text)| {
        let field = provider?.field(key).filter(|field| field.kind == FieldKind::Arn)?;
        Some((field.key.as_str(), Arn::parse(text)?))
    })
}

/// Services whose things are called in the Region of the action.
const REGIONAL: [&str; 2] = ["states", "devicefarm"];

fn arn_of_another_region(home: &Home, action: &Alone, report: &mut Report) {
    let Some(region) = home.region_of(action.action) else { return };
    for (key, arn) in arns(action) {
        if REGIONAL.contains(&arn.service) && !arn.region.is_empty() && arn.region != region {
            let message = format!("{key} is in {}, the action runs in {region}", arn.region);
            let finding = report.at(action.at_configuration(key), message);
            if action.action.region().is_some() {
                finding.relate(action.at("region"), "the action's Region is set here");
            }
        }
    }
}

fn arn_of_another_account(home: &Home, action: &Alone, report: &mut Report) {
    let Some(account) = home.account_of(action.action) else { return };
    for (key, arn) in arns(action) {
        let is_foreign = arn.account.len() == 12 && arn.account != account;
        // Connections and roles have rules of their own.
        if is_foreign && REGIONAL.contains(&arn.service) {
            let message = format!("{key} belongs to account {}, the action runs in {account}", arn.account);
            report.at(action.at_configuration(key), message).advise("Give the action a role of that account");
        }
    }
}

fn arn_of_another_partition(home: &Home, action: &Alone, report: &mut Report) {
    let Some(home) = home.role else { return };
    for (key, arn) in arns(action) {
        if arn.partition != home.partition {
            report
                .at(
                    action.at_configuration(key),
                    format!("{key} is in partition {}, the pipeline in {}", arn.partition, home.partition),
                )
                .relate(Place::at(Owner::Pipeline, Path::key("roleArn")), "the pipeline's partition");
        }
    }
}

fn dynamic_reference(_: &Home, action: &Alone, report: &mut Report) {
    for (key, text) in action.action.configuration().texts() {
        if text.contains("{{resolve:") {
            report
                .at(action.at_configuration(key), format!("{key} holds {{{{resolve:…}}}}, which stays as it is written"))
                .advise("Only CloudFormation replaces dynamic references; name the secret or parameter where it is used");
        }
    }
}

fn blanks(_: &Home, action: &Alone, report: &mut Report) {
    for (key, text) in action.action.configuration().texts() {
        let field = action.provider.and_then(|provider| provider.field(key));
        let is_prose = field.is_some_and(|field| matches!(field.kind, FieldKind::Json | FieldKind::Secret))
            || matches!(key, "CustomData" | "UserParameters" | "BuildspecOverride" | "Input" | "Description");
        let trimmed = text.trim();
        if action.provider.is_some() && !is_prose && trimmed != text && !trimmed.is_empty() {
            let place = action.at_configuration(key);
            report
                .at(place.clone(), format!("{key} {} has blanks around it", quoted(text)))
                .offer("Remove the blanks", vec![Edit::set(place, Some(json!(trimmed)))]);
        }
    }
}

fn plain_secret(_: &Home, action: &Alone, report: &mut Report) {
    let Some(provider) = action.provider else { return };
    for field in provider.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
        let Some(text) = action.action.configuration().get(&field.key) else { continue };
        let is_reference = text.starts_with("{{resolve:") || text.contains("${") || text.starts_with('<');
        if text != MASK && !text.is_empty() && !is_reference {
            report
                .at(action.at_configuration(&field.key), format!("{} is a secret in clear text", field.key))
                .advise("Use a connection, or keep the secret in Secrets Manager");
        }
    }
}

/// Words that names of secrets hold.
const SECRET_WORDS: [&str; 9] = [
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "ACCESSKEY",
    "PRIVATEKEY",
    "CREDENTIAL",
    "PASSPHRASE",
];

/// Whether a name promises a secret. Names of where a secret lies, such as `SECRET_ARN`, do not.
pub(super) fn names_a_secret(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let is_pointer = ["ARN", "NAME", "ID", "PATH", "URL", "KEYID", "REGION", "TTL", "EXPIRY", "ENABLED"]
        .iter()
        .any(|end| plain.ends_with(end));
    !is_pointer && SECRET_WORDS.iter().any(|word| plain.contains(word))
}

/// Whether a text is of the form of an access key or token that services hand out.
pub(crate) fn looks_like_a_key(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| {
        let has_form = |prefix: &str, length: usize| word.starts_with(prefix) && word.len() >= length;
        has_form("AKIA", 20)
            || has_form("ASIA", 20)
            || has_form("ghp_", 36)
            || has_form("github_pat_", 40)
            || has_form("xoxb", 20)
    })
}

/// Whether a value is a secret rather than a reference, a placeholder or a switch.
pub(crate) fn is_literal_secret(name: &str, value: &str) -> bool {
    let is_literal = value.len() >= 4
        && !value.contains("#{")
        && !value.contains('$')
        && !value.starts_with('<')
        && !value.starts_with("arn:")
        && !matches!(value, "true" | "false" | "none" | "null" | MASK);
    looks_like_a_key(value) || names_a_secret(name) && is_literal
}

fn likely_secret(_: &Home, action: &Alone, report: &mut Report) {
    let help = "Keep it in Secrets Manager and use type SECRETS_MANAGER";
    for (index, variable) in list_of(&action.action.members, "environmentVariables").iter().enumerate() {
        let Some(variable) = variable.as_object() else { continue };
        let (name, value) = (text_of(variable, "name").unwrap_or_default(), text_of(variable, "value"));
        let is_plain = text_of(variable, "type") != Some("SECRETS_MANAGER");
        if is_plain && value.is_some_and(|value| is_literal_secret(name, value)) {
            let path = Path::key("environmentVariables").then(index).then("value");
            report
                .at(Place::at(action.owner(), path), format!("{name} is probably a secret in clear text"))
                .advise(help);
        }
    }
    let variables = action.environment().into_iter().filter_map(Value::as_array).flatten();
    for (index, variable) in variables.enumerate() {
        let text = |key: &str| variable.get(key).and_then(Value::as_str);
        let (name, value) = (text("name").unwrap_or_default(), text("value").unwrap_or_default());
        if text("type").is_none_or(|kind| kind == "PLAINTEXT") && is_literal_secret(name, value) {
            let message = format!("{name} is probably a secret in clear text");
            let part = action.part_of_json("EnvironmentVariables", &[index.into(), "value".into()]);
            report.at(action.at_configuration("EnvironmentVariables"), message).point_at(part).advise(help);
        }
    }
    for (index, command) in list_of(&action.action.members, "commands").iter().enumerate() {
        if command.as_str().is_some_and(looks_like_a_key) {
            let place = Place::at(action.owner(), Path::key("commands").then(index));
            report.at(place, "The command holds what looks like an access key").advise(help);
        }
    }
}

fn queryable(_: &Home, action: &Alone, report: &mut Report) {
    let key = match action.kind {
        kind if kind.owner != "Custom" => return,
        kind if kind.provider == "Jenkins" => "ProjectName",
        kind if kind.provider == "TeamCity" => "ActionID",
        _ => return,
    };
    let Some(text) = action.literal(key) else { return };
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.len() > MAX_QUERYABLE || !text.chars().all(fits) {
        let message = format!("{key} {} is not 1 to {MAX_QUERYABLE} letters, digits and - _", quoted(text));
        let finding = report.at(action.at_configuration(key), message);
        // Jenkins' own plug-in registers this key so; the registration of others may differ.
        if action.kind.provider != "Jenkins" {
            finding.at_most(Warning);
        }
    }
}

#[cfg(test)]
use super::tests::{Example, fires, silent};

#[cfg(test)]
static EXAMPLES: &[Example] = &[
    fires("Site/configuration/Extract = true", "CP0601 Site/configuration/Extract")
        .fix(&["Write Extract as text"]),
    fires("Site/configuration = []", "CP0601 Site/configuration"),
    silent("CP0601", ""),
    fires("Site/configuration/CacheControl = ''", "CP0602 Site/configuration/CacheControl")
        .fix(&["Remove empty CacheControl"]),
    silent("CP0602", "Site/configuration/CacheControl = 'no-store'"),
    fires(
        "Site/configuration/ThisKeyIsByFarLongerThanAnyKeyThatAWSWouldEverTakeXX = 'x'",
        "CP0603 Site/configuration/ThisKeyIsByFarLongerThanAnyKeyThatAWSWouldEverTakeXX",
    ),
    silent("CP0603", ""),
    fires(
        "Compile/configuration/projectName = 'shop'\nCompile/configuration/ProjectName -",
        "CP0604 Compile/configuration/projectName, CP0605 Compile/configuration/ProjectName",
    )
    .fix(&["Rename to ProjectName", "Remove projectName"]),
    silent(
        "CP0604",
        "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}",
    ),
    fires("Compile/configuration/ProjectName -", "CP0605 Compile/configuration/ProjectName"),
    silent("CP0605", ""),
    fires("Site/configuration/CannedACL = 'privat'", "CP0606 Site/configuration/CannedACL")
        .fix(&["Use private"]),
    fires("Site/configuration/Extract = 'maybe'", "CP0606 Site/configuration/Extract"),
    silent("CP0606", "Site/configuration/CannedACL = '#{variables.Target}'"),
    fires("Site/configuration/Extract = 'True'", "CP0607 Site/configuration/Extract").fix(&["Write true"]),
    silent("CP0607", ""),
    fires(
        "Stack/configuration/ParameterOverrides = '{broken'",
        "CP0608 Stack/configuration/ParameterOverrides",
    ),
    silent("CP0608", "Stack/configuration/ParameterOverrides = '{\\'A\\':\\'b\\'}'"),
    fires(
        "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'AdministrationRoleArn': 'by-name'}",
        "CP0609 Site/configuration/AdministrationRoleArn",
    ),
    fires("Git/configuration/ConnectionArn = 'mine'", "CP0609 Git/configuration/ConnectionArn"),
    silent("CP0609", ""),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:us-west-2:111122223333:stateMachine:x'}",
        "CP0610 Site/configuration/StateMachineArn",
    ),
    silent(
        "CP0610",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x'}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:444455556666:stateMachine:x'}",
        "CP0611 Site/configuration/StateMachineArn",
    ),
    silent(
        "CP0611",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:444455556666:stateMachine:x'}\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
    ),
    fires(
        "Approve/configuration/NotificationArn = 'arn:aws-cn:sns:eu-west-1:111122223333:x'",
        "CP0612 Approve/configuration/NotificationArn",
    ),
    silent("CP0612", "Approve/configuration/NotificationArn = 'arn:aws:sns:eu-west-1:111122223333:x'"),
    fires("Compile/configuration/ProjectName = 'shop '", "CP0613 Compile/configuration/ProjectName")
        .fix(&["Remove the blanks"]),
    silent("CP0613", "Approve/configuration/CustomData = 'Look. '"),
    fires(
        "Site/actionTypeId/provider = 'CloudFormationStackInstances'\nSite/configuration = {'StackSetName': 'shop', 'Regions': 'eu-west-1'}",
        "CP0614 Site/configuration/DeploymentTargets",
    ),
    silent(
        "CP0614",
        "Site/actionTypeId/provider = 'CloudFormationStackInstances'\nSite/configuration = {'StackSetName': 'shop', 'Regions': 'eu-west-1', 'DeploymentTargets': '111122223333'}",
    ),
    fires(
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '0123456789', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0615 Git/configuration/OAuthToken, CP0428 Git/actionTypeId/provider",
    ),
    silent(
        "CP0615",
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '****', 'PollForSourceChanges': 'false'}\n/triggers -",
    ),
    fires(
        "Lint/environmentVariables = [{'name': 'DB_PASSWORD', 'value': 'hunter22'}]",
        "CP0617 Lint/environmentVariables/0/value",
    ),
    fires(
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'API_KEY\\',\\'value\\':\\'abcdefgh\\'}]'\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0617 Compile/configuration/EnvironmentVariables",
    ),
    silent(
        "CP0617",
        "Lint/environmentVariables = [{'name': 'DB_PASSWORD', 'value': 'shop/db', 'type': 'SECRETS_MANAGER'}, {'name': 'SECRET_ARN', 'value': 'something'}]",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Jenkins', 'version': '1'}\nSite/configuration = {'ProjectName': 'storefront release build'}",
        "CP0618 Site/configuration/ProjectName",
    ),
    silent(
        "CP0618",
        "Site/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Jenkins', 'version': '1'}\nSite/configuration = {'ProjectName': 'storefront'}",
    ),
    fires(
        "Approve/configuration/CustomData = 'Look at {{resolve:ssm:/shop/page}}'",
        "CP0619 Approve/configuration/CustomData",
    ),
    silent("CP0619", "Approve/configuration/CustomData = '{{ mustache }}'"),
];
