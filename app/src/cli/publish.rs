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

use std::io::{self, BufRead};
use std::path::PathBuf;

use pipewright_core::check::Severity;
use pipewright_core::document::Document;
use pipewright_core::edit::target;
use pipewright_core::plan::SecretPlace;

use super::account::{self, AccountArguments};
use super::check::Checked;
use super::environment::EnvironmentArgument;
use super::input::{self, is_standard};
use super::planned::{Planned, add_clash};
use super::preflight::PreflightArguments;
use super::text::{Style, Text};
use super::{Exit, Session};
use crate::cloud::client::PublishRequest;
use crate::cloud::{
    Afterwards, Cloud, Expected, Fault, Live, Prepared, PublishError, Published, Reply, Request, Secret,
    Step, Tag,
};
use crate::publishing::{self, Drift, Options};
use crate::storage;

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

/// What AWS would refuse, or would fail for certain.
fn refuse_errors(checked: &Checked, session: &mut Session<'_>) -> Result<(), Told> {
    if checked.tally().errors == 0 {
        return Ok(());
    }
    let mut text = Text::new();
    add_findings(&mut text, checked);
    session.output.messages.write(&text);
    let count = crate::words::counted(checked.tally().errors, "error", "errors");
    session.output.error(format!(
        "Not published, because the definition has {count}. `pipewright check {}` shows more.",
        checked.draft.label
    ));
    Err(Told(Exit::Failed))
}

/// What preflight knows to fail. Somebody who can answer is asked instead.
fn refuse_problems(arguments: &Arguments, planned: &Planned, session: &mut Session<'_>) -> Result<(), Told> {
    let count = planned.problems();
    if count == 0 || arguments.ignore_preflight || !arguments.yes {
        return Ok(());
    }
    let things = if count == 1 {
        "1 thing the pipeline needs is not right".to_owned()
    } else {
        format!("{count} things the pipeline needs are not right")
    };
    session.output.error(format!(
        "Not published, because {things}: see the problems under Preflight. Put that right, or publish all the same \
         with --ignore-preflight."
    ));
    Err(Told(Exit::Failed))
}

/// Another account than the one that was named, or than the one the design belongs to.
fn refuse_elsewhere(arguments: &Arguments, planned: &Planned, session: &mut Session<'_>) -> Result<(), Told> {
    let account = &planned.prepared.identity.account;
    if let Some(named) = arguments.account.as_ref().filter(|named| *named != account) {
        session.output.error(format!(
            "Not published, because this is {}, and --account says {}. Choose another --profile.",
            planned.target(),
            crate::words::grouped(named)
        ));
        return Err(Told(Exit::Failed));
    }
    let Some(elsewhere) = &planned.elsewhere else { return Ok(()) };
    let region = arguments.connection.connection().region;
    let is_named = arguments.account.is_some() && (!elsewhere.other_region || region.is_some());
    if is_named {
        return Ok(());
    }
    let flags = if elsewhere.other_region {
        format!("--account {account} --region {}", planned.prepared.identity.region)
    } else {
        format!("--account {account}")
    };
    session.output.error(format!(
        "Not published. {} If that is meant, publish with {flags}.",
        elsewhere.text(&planned.plan.pipeline)
    ));
    Err(Told(Exit::Failed))
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

fn refuse_drift(
    arguments: &Arguments,
    drift: &Drift,
    planned: &Planned,
    checked: &Checked,
    session: &mut Session<'_>,
) -> Told {
    let clashes = drift.merged.as_ref().map(|merged| merged.clashes.as_slice());
    if let Some(clashes) = clashes.filter(|clashes| arguments.theirs.merge && !clashes.is_empty()) {
        let mut text = Text::new();
        for clash in clashes {
            add_clash(&mut text, clash);
        }
        session.output.messages.write(&text);
        session.output.error(format!(
            "Not published, because {} between this design and what somebody changed in the account {}. \
             Open the file in the designer to choose one by one, or give theirs up with --replace.",
            crate::words::counted(clashes.len(), "change clashes", "changes clash"),
            drift.since_words()
        ));
        return Told(Exit::Failed);
    }
    session.output.results.write(&planned.text(checked));
    session.output.error(match clashes {
        Some(_) => format!(
            "Not published, because somebody changed the pipeline in the account {}. Take their changes with \
             --merge, or give them up with --replace.",
            drift.since_words()
        ),
        None => format!(
            "Not published, because somebody changed the pipeline in the account {}, and what was there before \
             cannot be read any more. If the plan above is what you want, publish with --replace.",
            drift.since_words()
        ),
    });
    Told(Exit::Failed)
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
            session.output.error(format!(
                "Not published, because the environment variable {variable} for {} is not set. Set it, then try \
                 again.",
                place.short()
            ));
            return Err(Told(Exit::Failed));
        };
        found.push((place.clone(), secret));
    }
    Ok(found)
}

/// Errors and warnings, a line each.
fn add_findings(text: &mut Text, checked: &Checked) {
    let mut any = false;
    for finding in checked.findings.iter().filter(|finding| finding.severity != Severity::Hint) {
        text.add(Style::of(finding.severity), format!("{}[{}]", finding.severity.as_str(), finding.code));
        text.plain(": ").plain(&finding.message).plain("  ");
        text.add(Style::Faint, checked.position_of(finding)).end_line();
        any = true;
    }
    if any {
        text.end_line();
    }
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

fn tell_outcome(published: &Published, planned: &Planned, session: &mut Session<'_>) -> Exit {
    let Published { live, created, confirmed_by_reading, overtook, afterwards } = published;
    let (name, target) = (&planned.plan.pipeline, planned.target());
    let version = live.version.map(|version| format!(" version {version}")).unwrap_or_default();
    session.output.results.line(if *created {
        format!("Created {name}{version} in {target}. Its first execution has started.")
    } else if planned.plan.is_empty() {
        format!("{name}{version} in {target} has the same definition")
    } else {
        format!("Published {name}{version} to {target}")
    });
    if *confirmed_by_reading {
        session.output.messages.line("The answer of AWS was lost; reading again showed that it was written");
    }
    if let Some(overtook) = overtook {
        session.output.warning(format!(
            "Somebody published version {0} at the same moment, and this publish replaced it. \
             See it with `aws codepipeline get-pipeline --name {name} --pipeline-version {0}`.",
            overtook.version
        ));
    }
    let mut exit = Exit::Fine;
    for Afterwards { step, fault } in afterwards {
        let what = match step {
            Step::Close { stage, .. } => format!("Disabled the transition into {stage}"),
            Step::Open { stage } => format!("Enabled the transition into {stage}"),
            Step::Tag { tags, .. } => {
                format!("Set {}", crate::words::counted(tags.len(), "tag", "tags"))
            }
        };
        match fault {
            None => session.output.results.line(what),
            Some(fault) => {
                exit = Exit::Failed;
                let help = fault.help.as_deref().map(|help| format!(". {help}")).unwrap_or_default();
                let warns = if *created && matches!(step, Step::Close { .. }) {
                    " The first execution is not held; stop it in the console if it must not go on."
                } else {
                    ""
                };
                session
                    .output
                    .error(format!("The pipeline is published, but: {}{help}.{warns}", fault.message));
            }
        }
    }
    exit
}

/// Writes down in a file that remembers where it belongs what stands there now, with what was merged.
fn write_back(
    arguments: &Arguments,
    document: &Document,
    original: &str,
    live: &Live,
    planned: &Planned,
    session: &mut Session<'_>,
) -> Exit {
    let is_remembering =
        document.extras().is_some_and(|it| it.contains_key("target") || it.contains_key("targets"));
    if is_standard(&arguments.file) || !is_remembering {
        return Exit::Fine;
    }
    let Ok(what) = publishing::remembered(&planned.prepared.identity, live) else { return Exit::Fine };
    let mut document = document.clone();
    if let Some(change) = target::remember(&document, &what, arguments.environment.name())
        && let Err(error) = document.change(&change)
    {
        session.output.error(format!("The file could not be brought up to date: {error}."));
        return Exit::Failed;
    }
    let text = document.to_text();
    if let Some(texts) = &session.published_texts
        && let Err(reason) = publishing::keep(texts, &planned.prepared.identity, live)
    {
        session.output.warning(reason);
    }
    if text == original {
        return Exit::Fine;
    }
    let saved = match storage::read(&arguments.file) {
        Ok((bytes, stamp)) if bytes == document.source().encode(original) => {
            storage::save(&arguments.file, &document.source().encode(&text), Some(&stamp))
                .map(drop)
                .map_err(|error| error.to_string())
        }
        Ok(_) => Err("It was changed meanwhile.".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    match saved {
        Ok(()) => Exit::Fine,
        Err(reason) => {
            session.output.warning(format!(
                "The file does not say what is published now: {reason} Pull before the next publish.\n{}",
                arguments.file.display()
            ));
            Exit::Fine
        }
    }
}

/// Somebody was quicker.
fn changed(
    live: Option<Live>,
    planned: &Planned,
    checked: &Checked,
    arguments: &Arguments,
    session: &mut Session<'_>,
) -> Exit {
    let prepared = Prepared { live, ..planned.prepared.clone() };
    let options = arguments.wishes.options();
    let texts = session.published_texts.as_ref();
    let anew = match Planned::of(prepared, &arguments.connection, checked, options, texts) {
        Ok(anew) => anew,
        Err(fault) => return arguments.connection.tell(&fault, Some(checked), &mut session.output),
    };
    session.output.error(
        "Not published, because the pipeline was changed in the account meanwhile. Nothing was written. \
         This is the plan against what is there now; publish again if you agree with it.",
    );
    session.output.results.write(&anew.text(checked));
    Exit::Failed
}
