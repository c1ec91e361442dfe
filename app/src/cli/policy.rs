//! `pipewright policy`: the permissions a pipeline needs.

use std::path::PathBuf;

use pipewright_core::policy::{
    INLINE_LIMIT, MANAGED_LIMIT, Policies, Role, RolePolicy, Split, Statement, Whereabouts, publisher,
};
use serde_json::Value;

use super::input;
use super::text::{Style, Text};
use super::{Exit, Session};

/// Tell the permissions the roles of a pipeline need, and the person who publishes it
///
/// What the design does not tell, such as the Region, stands as * in the resources, with a warning.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// human for people, json for programs, iam for the service role's policy document alone
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    /// The Region of the pipeline
    #[arg(long)]
    region: Option<String>,

    /// The account of the pipeline, if its role does not tell
    #[arg(long, value_name = "NUMBER", value_parser = account)]
    account: Option<String>,
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
    let document = &draft.document;
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
