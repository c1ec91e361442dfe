//! `pipewright publish`: writing a pipeline to an account, after a plan.
//!
//! Nothing is overwritten unseen. If somebody changed the pipeline since the file was pulled or published from, it is
//! not published until their changes are taken (`--merge`) or given up (`--replace`); if the file belongs to another
//! account or Region, until the account is named (`--account`). In CI, where the file is not written back to the
//! repository, `--merge` takes the publishes before for what they are: the same changes.
//!
//! Nor is anything published with `--yes` that preflight knows to fail: it is refused unless `--ignore-preflight` says
//! that this is known. What could not be checked refuses nothing.
//!
//! # Exit codes
//!
//! 0 if it is published or was there already, 1 if it was refused or failed, 2 if the arguments are wrong or the file
//! cannot be read. What could not be done after the write (transitions, tags) is told, with 1.

mod outcome;
mod refuse;

use std::io::{self, BufRead};
use std::path::PathBuf;

use pipewright_core::check::looks_like_a_key;
use pipewright_core::plan::SecretPlace;

use self::outcome::{changed, tell_outcome, write_back};
use self::refuse::{add_findings, refuse_drift, refuse_elsewhere, refuse_errors, refuse_problems};

use super::account::{self, AccountArguments};
use super::check::Checked;
use super::environment::EnvironmentArgument;
use super::input::{self, is_standard};
use super::planned::Planned;
use super::preflight::PreflightArguments;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::client::PublishRequest;
use crate::cloud::{Cloud, Expected, Fault, PublishError, Published, Reply, Request, Secret, Tag};
use crate::publishing::{self, Drift, Options};

/// Show the plan, ask, and write the pipeline to an account
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pipeline; - is standard input
    file: PathBuf,

    /// Publish without asking; needed where nobody can answer
    #[arg(short, long)]
    yes: bool,

    /// The account it has to be; needed to publish elsewhere than before
    #[arg(long, value_name = "NUMBER", value_parser = super::policy::account)]
    account: Option<String>,

    #[command(flatten)]
    theirs: Theirs,

    /// Publish although preflight found that something the pipeline needs is not right
    #[arg(long)]
    ignore_preflight: bool,

    /// Take a masked secret from an environment variable
    #[arg(long, value_name = "STAGE/ACTION/KEY=VARIABLE", value_parser = secret)]
    secret: Vec<(String, String)>,

    #[command(flatten)]
    environment: EnvironmentArgument,

    #[command(flatten)]
    wishes: Wishes,

    #[command(flatten)]
    preflight: PreflightArguments,

    #[command(flatten)]
    connection: AccountArguments,
}

/// What becomes of changes by others.
#[derive(Debug, clap::Args)]
struct Theirs {
    /// Take what somebody else changed in the account since, where it does not clash
    #[arg(long)]
    merge: bool,

    /// Give up what somebody else changed in the account since
    #[arg(long, conflicts_with = "merge")]
    replace: bool,
}

/// What goes with a publish besides the definition.
#[derive(Debug, clap::Args)]
pub(super) struct Wishes {
    /// Disable the first transition of a new pipeline, so that its first execution goes no further
    #[arg(long)]
    start_disabled: bool,

    /// Set a tag of the pipeline; may be given more than once
    #[arg(long, value_name = "KEY=VALUE", value_parser = tag)]
    tags: Vec<Tag>,
}

impl Wishes {
    pub fn options(&self) -> Options {
        Options { start_disabled: self.start_disabled, tags: self.tags.clone() }
    }
}

fn tag(text: &str) -> Result<Tag, &'static str> {
    publishing::read_tag(text).map_err(publishing::TagError::text)
}

fn secret(text: &str) -> Result<(String, String), String> {
    let (place, variable) = text.rsplit_once('=').ok_or("a secret is written STAGE/ACTION/KEY=VARIABLE")?;
    if place.split('/').count() != 3 || variable.is_empty() {
        return Err("a secret is written STAGE/ACTION/KEY=VARIABLE".to_owned());
    }
    Ok((place.to_owned(), variable.to_owned()))
}

/// Why there is no publish, once it is told.
struct Told(Exit);

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Exit {
    if !arguments.yes && (!session.is_interactive || is_standard(&arguments.file)) {
        session.output.error(
            "Not published, because there is no terminal to ask on. \
             Read what `pipewright plan` shows, then publish with --yes.",
        );
        return Exit::Unusable;
    }
    let checked = match input::read(&arguments.file, &mut *session.input) {
        Ok(draft) => match arguments.environment.checked(draft, &mut session.output) {
            Ok(checked) => checked,
            Err(exit) => return exit,
        },
        Err(unreadable) => return unreadable.tell(&mut session.output),
    };
    match publish(arguments, checked, session) {
        Ok(exit) | Err(Told(exit)) => exit,
    }
}

fn publish(arguments: &Arguments, checked: Checked, session: &mut Session<'_>) -> Result<Exit, Told> {
    refuse_errors(&checked, session)?;
    let cloud = account::start(session).ok_or(Told(Exit::Failed))?;
    let tell = |fault: &Fault, checked: &Checked, session: &mut Session<'_>| {
        Told(arguments.connection.tell(fault, Some(checked), &mut session.output))
    };
    let original = checked.draft.document.source().clone();
    let (options, texts) = (arguments.wishes.options(), session.published_texts.as_ref());
    let planned = Planned::read(&cloud, &arguments.connection, &checked, options, texts)
        .map_err(|fault| tell(&fault, &checked, session))?;
    refuse_elsewhere(arguments, &planned, session)?;
    let (checked, planned) = settle(arguments, checked, planned, session)?;
    if planned.is_empty() {
        session.output.results.line(nothing_to_do(&planned));
        let live = planned.prepared.live.as_ref();
        return Ok(live.map_or(Exit::Fine, |live| {
            write_back(arguments, &checked.draft.document, original.text(), live, &planned, session)
        }));
    }
    let planned = planned.with_preflight(&arguments.preflight, &cloud, &arguments.connection, &checked);
    let mut text = planned.text(&checked);
    text.end_line();
    add_findings(&mut text, &checked);
    session.output.results.write(&text);
    session.output.results.flush();
    refuse_problems(arguments, &planned, session)?;
    let secrets = secrets(arguments, &planned, session)?;

    if !arguments.yes && !agrees(&planned, session) {
        session.output.messages.line("Not published");
        return Ok(Exit::Failed);
    }
    match write(&cloud, arguments, &checked, &planned, secrets) {
        Ok(published) => {
            let exit = tell_outcome(&published, &planned, session);
            let document = &checked.draft.document;
            let kept = write_back(arguments, document, original.text(), &published.live, &planned, session);
            Ok(if exit == Exit::Fine { kept } else { exit })
        }
        Err(PublishError::Changed { live }) => {
            Ok(changed(live.map(|live| *live), &planned, &checked, arguments, session))
        }
        Err(PublishError::Failed(fault)) => Err(tell(&fault, &checked, session)),
        Err(PublishError::Unknown { fault, .. }) => Err(tell(&fault, &checked, session)),
    }
}

fn write(
    cloud: &Cloud,
    arguments: &Arguments,
    checked: &Checked,
    planned: &Planned,
    secrets: Vec<(SecretPlace, Secret)>,
) -> Result<Published, PublishError> {
    let request = Request::Publish(Box::new(PublishRequest {
        connection: arguments.connection.connection(),
        name: planned.plan.pipeline.clone(),
        declaration: checked.resolved().declaration(),
        expected: Expected::from_live(planned.prepared.live.as_ref()),
        tags: planned.options.tags.clone(),
        secrets,
        steps: planned.steps.clone(),
        is_there: planned.plan.is_empty(),
    }));
    account::ask(cloud, request, |reply| match reply {
        Reply::Published(outcome) => Some(outcome),
        _ => None,
    })
}

/// Deals with what somebody else changed: the design and the plan as they are then.
fn settle(
    arguments: &Arguments,
    checked: Checked,
    planned: Planned,
    session: &mut Session<'_>,
) -> Result<(Checked, Planned), Told> {
    let Some(drift) = &planned.drift else { return Ok((checked, planned)) };
    if planned.plan.is_empty() || arguments.theirs.replace {
        // Nothing of theirs is lost, or what is lost stands in the plan.
        return Ok((checked, planned));
    }
    let merged = drift.merged.as_ref().filter(|_| arguments.theirs.merge);
    let Some(merged) = merged.filter(|merged| merged.clashes.is_empty()) else {
        return Err(refuse_drift(arguments, drift, &planned, &checked, session));
    };
    let mut draft = checked.draft.clone();
    let environment = checked.environment.clone();
    let taken =
        Drift::take(&draft.document, environment.as_deref(), merged, &planned.prepared).map(|change| {
            // It was made for this document.
            change.is_none_or(|change| draft.document.change(&change).is_ok())
        });
    match taken {
        Ok(true) => {}
        Ok(false) => {
            session.output.error("Not published, because the changes of the account could not be taken.");
            return Err(Told(Exit::Failed));
        }
        Err(fault) => {
            return Err(Told(arguments.connection.tell(&fault, Some(&checked), &mut session.output)));
        }
    }
    let merged = Checked::in_environment(draft, environment);
    session.output.messages.line(format!("Took what was changed in the account {}", drift.since_words()));
    refuse_errors(&merged, session)?;
    let options = arguments.wishes.options();
    let texts = session.published_texts.as_ref();
    match Planned::of(planned.prepared, &arguments.connection, &merged, options, texts) {
        Ok(planned) => Ok((merged, planned)),
        Err(fault) => Err(Told(arguments.connection.tell(&fault, Some(&merged), &mut session.output))),
    }
}

/// The secrets that the plan needs, from the environment.
fn secrets(
    arguments: &Arguments,
    planned: &Planned,
    session: &mut Session<'_>,
) -> Result<Vec<(SecretPlace, Secret)>, Told> {
    let needed: Vec<&SecretPlace> = planned.plan.needed_secrets().collect();
    for (place, _) in &arguments.secret {
        if !needed.iter().any(|known| known.short() == *place) {
            let known: Vec<String> = needed.iter().map(|place| place.short()).collect();
            let known = if known.is_empty() { "none is".to_owned() } else { known.join(", ") };
            session
                .output
                .error(format!("Not published, because no secret is needed at {place}. Needed: {known}."));
            return Err(Told(Exit::Unusable));
        }
    }
    let mut found = Vec::new();
    for place in needed {
        let named = arguments.secret.iter().find(|(known, _)| *known == place.short());
        let Some((_, variable)) = named else {
            session.output.error(format!(
                "Not published, because {0} is masked and AWS does not know it at this place. Give it with \
                 --secret '{0}=VARIABLE', which names an environment variable, or use a connection instead of a \
                 token.",
                place.short()
            ));
            return Err(Told(Exit::Failed));
        };
        let Some(secret) = (session.environment)(variable).and_then(Secret::new) else {
            // Whatever stands there may be the secret itself.
            session.output.error(if is_usual_variable(variable) {
                format!(
                    "Not published, because the environment variable {variable} for {} is not set. Set it, then try \
                     again.",
                    place.short()
                )
            } else {
                format!(
                    "Not published, because what --secret has for {} is no variable that is set. It takes the name \
                     of an environment variable, and never the secret.",
                    place.short()
                )
            });
            return Err(Told(Exit::Failed));
        };
        found.push((place.clone(), secret));
    }
    Ok(found)
}

/// Whether a text is written as environment variables are, and not as keys are.
fn is_usual_variable(text: &str) -> bool {
    let is_usual = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.bytes().all(is_usual) && !looks_like_a_key(text)
}

fn nothing_to_do(planned: &Planned) -> String {
    let version = planned.live_version().map(|version| format!(" version {version}")).unwrap_or_default();
    format!("Nothing to publish: {}{version} in {} is the same", planned.plan.pipeline, planned.target())
}

/// Asks; anything but a clear yes is a no.
fn agrees(planned: &Planned, session: &mut Session<'_>) -> bool {
    let (name, target) = (&planned.plan.pipeline, planned.target());
    let act = match planned.live_version() {
        Some(_) if planned.plan.is_empty() => format!("Do this in {target}"),
        Some(version) => format!("Publish version {} to {target}", version + 1),
        None if planned.prepared.live.is_some() => format!("Publish {name} to {target}"),
        None => format!("Create {name} in {target}"),
    };
    let question = match planned.problems() {
        0 => format!("{act}?"),
        count => format!("{act} in spite of {}?", crate::words::counted(count, "problem", "problems")),
    };
    let mut text = Text::new();
    text.add(Style::Strong, question).plain(" [y/N] ");
    session.output.messages.write(&text);
    session.output.messages.flush();
    match answer(&mut *session.input) {
        Ok(answer) if answer.is_empty() => {
            session.output.messages.line("");
            false
        }
        Ok(answer) => matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"),
        Err(error) => {
            session
                .output
                .error(format!("The answer could not be read: {error}. Publish with --yes instead."));
            false
        }
    }
}

fn answer(input: &mut dyn BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line)
}
