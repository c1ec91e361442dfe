//! What the subcommands that talk to AWS share.

use clap::builder::NonEmptyStringValueParser;
use pipewright_core::document::Place;

use super::check::Checked;
use super::output::Output;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::{Cloud, Connection, Fault, Reply, Request};

/// Which account to talk to.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Account")]
pub(super) struct AccountArguments {
    /// The profile of the AWS configuration; without it the choice is made as by the AWS CLI
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    profile: Option<String>,

    /// The Region; without it `AWS_REGION`, or the Region of the profile
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    region: Option<String>,

    /// Another address instead of AWS
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    endpoint_url: Option<String>,

    /// Tell everything known about what goes wrong
    #[arg(long)]
    verbose: bool,
}

impl AccountArguments {
    /// For a subcommand that talks to AWS only if asked to, and then tells everything.
    pub fn new(profile: Option<String>, region: Option<String>, endpoint_url: Option<String>) -> Self {
        Self { profile, region, endpoint_url, verbose: true }
    }

    pub fn connection(&self) -> Connection {
        Connection {
            profile: self.profile.clone(),
            region: self.region.clone(),
            endpoint_url: self.endpoint_url.clone(),
        }
    }

    /// Tells what went wrong, and where in the file that was sent.
    pub fn tell(&self, fault: &Fault, sent: Option<&Checked>, output: &mut Output<'_>) -> Exit {
        let mut text = Text::new();
        text.add(Style::Error, "error").plain(": ").add(Style::Strong, &fault.message).end_line();
        for place in &fault.places {
            let Some(checked) = sent else { continue };
            let Some(found) = crate::app::place_in(&checked.draft.document, place) else { continue };
            add_place(&mut text, checked, &found);
        }
        if let Some(help) = &fault.help {
            text.add(Style::Faint, "   = ").add(Style::Strong, "help").plain(format!(": {help}")).end_line();
        }
        if let Some(lack) = &fault.lacks {
            let document = sent.map(Checked::resolved);
            let statement = crate::publishing::missing_statement(lack, document.as_deref());
            text.add(Style::Faint, "   = ").plain("The statement that is missing:").end_line();
            for line in format!("{statement:#}").lines() {
                text.plain("     ").plain(line).end_line();
            }
        }
        let details = details(fault);
        if self.verbose {
            for line in details.lines() {
                text.plain("     ").plain(line).end_line();
            }
        } else if !details.is_empty() {
            text.add(Style::Faint, "   = --verbose tells everything known about it").end_line();
        }
        output.messages.write(&text);
        Exit::Failed
    }
}

fn add_place(text: &mut Text, checked: &Checked, place: &Place) {
    text.add(Style::Faint, "  --> ").plain(checked.position(place));
    text.plain("  ").add(Style::Strong, checked.draft.document.place_label(place)).end_line();
}

fn details(fault: &Fault) -> String {
    let mut lines = Vec::new();
    lines.extend(fault.code.as_ref().map(|code| format!("Error: {code}")));
    lines.extend(fault.request_id.as_ref().map(|id| format!("Request: {id}")));
    lines.extend(Some(fault.details.to_string()).filter(|details| !details.is_empty()));
    lines.join("\n")
}

/// Asks, and waits for the reply; `None` after telling that it cannot be asked.
pub(super) fn start(session: &mut Session<'_>) -> Option<Cloud> {
    match Cloud::start(session.aws.clone(), || {}) {
        Ok(mut cloud) => {
            if let Some(listener) = &session.retries {
                cloud.tell_retries(listener.clone());
            }
            Some(cloud)
        }
        Err(error) => {
            session.output.error(format!(
                "The connection to AWS could not be prepared: {error}. Close other programs and try again."
            ));
            None
        }
    }
}

/// The reply to a request is of the request's kind.
pub(super) fn ask<T>(cloud: &Cloud, request: Request, expected: impl FnOnce(Reply) -> Option<T>) -> T {
    expected(cloud.run(request)).expect("a request is answered by the reply of its name")
}
