//! `pipewright policy`: the permissions a pipeline needs.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use pipewright_core::document::Document;
use pipewright_core::parameter::resolve;
use pipewright_core::policy::{
    INLINE_LIMIT, MANAGED_LIMIT, Policies, Role, RolePolicy, Split, Statement, Whereabouts, publisher,
};
use pipewright_core::preflight::{State, Subject, questions};
use serde_json::Value;

use super::account::{self, AccountArguments};
use super::environment::{EnvironmentArgument, known};
use super::input;
use super::preflight;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::app::preflight::whereabouts;
use crate::cloud::{Reply, Request};

/// Tell the permissions the roles of a pipeline need, and the person who publishes it
///
/// Parameters have their values. What the design does not tell, such as the Region, stands as * in the resources, with a warning.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// human for people, json for programs, iam for the service role's policy document alone
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    #[command(flatten)]
    environment: EnvironmentArgument,

    /// The Region of the pipeline
    #[arg(long)]
    region: Option<String>,

    /// The account of the pipeline, if its role does not tell
    #[arg(long, value_name = "NUMBER", value_parser = account)]
    account: Option<String>,

    /// Read the policies the roles have, and tell what is missing and what is too much
    #[arg(long, conflicts_with = "account")]
    compare: bool,

    /// With --compare: the profile of the AWS configuration
    #[arg(long, requires = "compare", value_parser = NonEmptyStringValueParser::new())]
    profile: Option<String>,

    /// With --compare: another address instead of AWS
    #[arg(long, value_name = "URL", requires = "compare", value_parser = NonEmptyStringValueParser::new())]
    endpoint_url: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    #[default]
    Human,
    Json,
    Iam,
}

pub(super) fn account(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.len() == 12 && digits.chars().all(|c| c.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err("an account has 12 digits".to_owned())
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    let draft = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => draft,
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    let environment = arguments.environment.name();
    if let Err(message) = known(&draft.document, environment) {
        session.output.error(format!("{message}.\n{}", draft.label));
        return Exit::Unusable;
    }
    let document = &*resolve(&draft.document, environment);
    if arguments.compare {
        return compare(arguments, document, session);
    }
    let told =
        Whereabouts { partition: None, region: arguments.region.clone(), account: arguments.account.clone() };
    let place = told.or(Whereabouts::of(document));
    let policies = Policies::of(document, &place);
    match arguments.format {
        Form::Human => {
            let text = human(&policies, &publisher(document, &place));
            session.output.results.write(&text);
        }
        Form::Json => write_json(&policies.to_json(document, &place), session),
        Form::Iam => return iam(&policies, session),
    }
    Exit::Fine
}

/// What the roles have, held against what they need. Fails if something is missing.
fn compare(arguments: &Arguments, document: &Document, session: &mut Session<'_>) -> Exit {
    let Arguments { profile, region, endpoint_url, .. } = arguments;
    let account = AccountArguments::new(profile.clone(), region.clone(), endpoint_url.clone());
    let Some(cloud) = account::start(session) else { return Exit::Failed };
    let request = Request::Identify { connection: account.connection() };
    let identified = account::ask(&cloud, request, |reply| match reply {
        Reply::Identified(identified) => Some(identified),
        _ => None,
    });
    let identity = match identified {
        Ok(identity) => identity,
        Err(fault) => return account.tell(&fault, None, &mut session.output),
    };
    let mut asked = questions(document, &whereabouts(&identity));
    asked.retain(|question| matches!(question.subject, Subject::Permissions { .. }));
    if asked.is_empty() {
        session.output.error("The pipeline names no role, so there is nothing to compare with.");
        return Exit::Failed;
    }
    let lines = preflight::lines(&cloud, &account.connection(), &identity, asked);
    if arguments.format == Form::Human {
        let mut text = Text::new();
        for line in &lines {
            preflight::add_line(&mut text, line, document);
        }
        session.output.results.write(&text);
    } else {
        write_json(&preflight::to_json(&lines, document), session);
    }
    let is_proven = lines.iter().all(|line| matches!(line.state, State::Fine | State::Advice));
    if is_proven { Exit::Fine } else { Exit::Failed }
}

fn write_json(value: &Value, session: &mut Session<'_>) {
    session.output.results.write_exactly(format!("{value:#}\n").as_bytes());
}

/// One document, as `aws iam put-role-policy --policy-document` takes it.
fn iam(policies: &Policies, session: &mut Session<'_>) -> Exit {
    let Some(service) = policies.service() else {
        session
            .output
            .error("The pipeline needs no permissions, because it has no artifact store and no actions.");
        return Exit::Failed;
    };
    if let Split::Managed(documents) = service.split() {
        session.output.error(format!(
            "The policy has {} characters and a role takes {INLINE_LIMIT} inline. Attach the {} managed policies that \
             `--format json` lists.",
            service.size(),
            documents.len()
        ));
        return Exit::Failed;
    }
    for warning in &service.warnings {
        session.output.warning(warning);
    }
    write_json(&service.document(), session);
    Exit::Fine
}

fn human(policies: &Policies, publisher: &[Statement]) -> Text {
    let mut text = Text::new();
    for (index, role) in policies.roles.iter().enumerate() {
        if index > 0 {
            text.end_line();
        }
        add_role(&mut text, role);
    }
    text.end_line();
    text.add(Style::Strong, "Whoever publishes").end_line();
    add_statements(&mut text, publisher);
    text.end_line();
    text.add(Style::Faint, "`--format json` has the policy documents and who may take on each role.")
        .end_line();
    text
}

fn add_role(text: &mut Text, role: &RolePolicy) {
    let title = match &role.role {
        Role::Service { arn } => format!("Service role  {}", arn.as_deref().unwrap_or("not named yet")),
        Role::Action { arn } => format!("Action role  {arn}"),
    };
    text.add(Style::Strong, title).end_line();
    add_statements(text, &role.statements);
    for (arn, reason) in &role.managed {
        text.plain("  ").plain(arn).add(Style::Faint, format!("  {reason}")).end_line();
    }
    for perhaps in &role.perhaps {
        text.add(Style::Faint, format!("  perhaps, when {}: ", perhaps.when));
        text.plain(perhaps.statement.actions.join(", ")).end_line();
    }
    for warning in &role.warnings {
        text.add(Style::Warning, "! ").plain(warning).end_line();
    }
    let size = role.size();
    let split = match role.split() {
        Split::Inline(_) => format!("  {size} of {INLINE_LIMIT} characters"),
        Split::Managed(documents) => format!(
            "  {size} characters, more than the {INLINE_LIMIT} a role takes inline: {} managed policies of at most \
             {MANAGED_LIMIT}",
            documents.len()
        ),
    };
    text.add(Style::Faint, split).end_line();
}

fn add_statements(text: &mut Text, statements: &[Statement]) {
    for statement in statements {
        let reasons: Vec<&str> = statement.reasons.iter().map(|reason| reason.text.as_str()).collect();
        text.plain("  ")
            .add(Style::Strong, &statement.sid)
            .add(Style::Faint, format!("  {}", reasons.join(", ")));
        text.end_line();
        for action in &statement.actions {
            text.plain("    ").plain(action).end_line();
        }
        for resource in &statement.resources {
            text.plain("      ").add(Style::Faint, "on ").plain(resource).end_line();
        }
        if let Some(condition) = &statement.condition {
            let condition = Value::Object(condition.clone()).to_string();
            text.plain("      ").add(Style::Faint, "if ").plain(condition).end_line();
        }
    }
}
