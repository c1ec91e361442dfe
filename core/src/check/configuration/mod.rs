//! CP06: configuration of actions in general. What single providers need is in their own families.

#[cfg(test)]
mod examples;
mod rules;

use serde_json::{Value, json};

use super::facts::{Alone, Home};
use super::finding::Severity::Warning;
use super::registry::{Family, Step};
use super::report::Report;
use super::words::quoted;
use crate::catalog::FieldKind;
use crate::document::{Owner, Place};
use crate::edit::Edit;
use crate::pipeline::{Arn, Path, list_of, text_of};

pub(super) static FAMILY: Family = Family {
    step: Step::Catalog,
    rules: rules::RULES,
    #[cfg(test)]
    examples: examples::EXAMPLES,
};

/// What AWS shows in the place of a secret.
const MASK: &str = "****";
/// Most characters of a queryable property of a custom action. Source: API model.
const MAX_QUERYABLE: usize = 20;

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
pub fn looks_like_a_key(text: &str) -> bool {
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
