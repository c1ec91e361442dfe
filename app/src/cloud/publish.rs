//! The conversation that writes a pipeline to an account.
//!
//! AWS has no "write if unchanged": the last writer wins in silence. So the pipeline is read again immediately
//! before the write and compared with what the plan was made from, and the version in the answer tells whether
//! somebody slipped in between. A write whose answer was lost is never repeated: it is read back and recognized by
//! its content.

use std::time::Duration;

use serde_json::Value;

use super::account::{Account, Identity, Live, Tag};
use super::around::Around;
use super::fault::{Fault, FaultKind};
use super::same::{may_come_from, same_content, same_instant};
use super::secret::{self, Placed};

/// How long a write whose answer was lost gets to show before it counts as not made.
const READ_BACK_PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1200)];

/// What a plan is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    pub identity: Identity,
    /// `None` if the account has no pipeline of that name.
    pub live: Option<Live>,
    /// An earlier version that was asked for, where AWS still has it.
    pub earlier: Option<Live>,
    /// What stands around the pipeline; `None` if there is no pipeline, or nobody looked.
    pub around: Option<Box<Around>>,
}

/// Something done after a pipeline is written, at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Closes the way into a stage.
    Close { stage: String, reason: String },
    /// Opens it.
    Open { stage: String },
    /// Sets tags of a pipeline that was there before.
    Tag { arn: String, tags: Vec<Tag> },
}

/// How a [`Step`] went.
#[derive(Debug, Clone, PartialEq)]
pub struct Afterwards {
    pub step: Step,
    /// Why it could not be done.
    pub fault: Option<Fault>,
}

/// What is written, and what goes with it.
#[derive(Debug, Clone, Copy)]
pub struct Writing<'a> {
    pub name: &'a str,
    /// Without `{"pipeline": …}` around it.
    pub declaration: &'a Value,
    pub expected: &'a Expected,
    /// Given to a pipeline that is made.
    pub tags: &'a [Tag],
    /// Put into the declaration on its way, and into nothing else.
    pub secrets: &'a [Placed],
    /// Done right after the write.
    pub steps: &'a [Step],
    /// The definition stands there already: nothing is written, and only the steps are done.
    pub is_there: bool,
}

/// The state of the account a plan was made for; anything else there stops the publish.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// No pipeline of that name.
    Absent,
    Version {
        version: u64,
        /// `metadata.updated`, if it is known. Tells a pipeline from another made under its name.
        updated: Option<String>,
        /// The declaration as it was read, if it is known.
        declaration: Option<Value>,
    },
}

impl Expected {
    /// Expects what was just read.
    pub fn from_live(live: Option<&Live>) -> Self {
        match live {
            None => Self::Absent,
            Some(live) => Self::Version {
                version: live.version.unwrap_or_default(),
                updated: live.updated.clone(),
                declaration: Some(live.pipeline().clone()),
            },
        }
    }

    /// Whether the account is as expected. What is not known of it is not compared.
    pub fn matches(&self, live: Option<&Live>) -> bool {
        match (self, live) {
            (Self::Absent, None) => true,
            (Self::Absent, Some(_)) | (Self::Version { .. }, None) => false,
            (Self::Version { version, updated, declaration }, Some(live)) => {
                let same_update = match (updated, &live.updated) {
                    (Some(expected), Some(found)) => same_instant(expected, found),
                    (Some(_) | None, None) | (None, Some(_)) => true,
                };
                live.version.unwrap_or_default() == *version
                    && same_update
                    && declaration.as_ref().is_none_or(|expected| same_content(expected, live.pipeline()))
            }
        }
    }
}

/// A pipeline that stands in the account as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// With `metadata`, so that [`Expected::from_live`] makes the base of the next publish. Without it if the
    /// pipeline could not be read once more after the write.
    pub live: Live,
    /// The pipeline was made, and its first execution starts at once.
    pub created: bool,
    /// The answer to the write was lost; reading showed that it was carried out.
    pub confirmed_by_reading: bool,
    /// Somebody wrote between the last look and this write, and their version was replaced.
    pub overtook: Option<Overtook>,
    /// What was done right after the write.
    pub afterwards: Vec<Afterwards>,
}

/// A version by somebody else which this publish has replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Overtook {
    pub version: u64,
    /// What it held, if AWS still shows it.
    pub live: Option<Live>,
}

/// Why a publish did not come to its end.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishError {
    /// The account is not as the plan says. Nothing was written.
    Changed {
        /// What stands there now.
        live: Option<Box<Live>>,
    },
    /// Nothing was written.
    Failed(Fault),
    /// The answer was lost and reading did not settle whether the write was made.
    Unknown {
        fault: Box<Fault>,
        /// What stands there now, if it could be read.
        live: Option<Box<Live>>,
    },
}

impl PublishError {
    /// What went wrong, if it is a fault; a pipeline that changed in the meantime is none.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Changed { .. } => None,
            Self::Failed(fault) => Some(fault),
            Self::Unknown { fault, .. } => Some(fault),
        }
    }

    fn changed(live: Option<Live>) -> Self {
        Self::Changed { live: live.map(Box::new) }
    }
}

impl From<Fault> for PublishError {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault)
    }
}

/// Reads who asks and what stands in the account.
pub async fn prepare(account: &dyn Account, name: &str) -> Result<Prepared, Fault> {
    let identity = account.identity().await?;
    let live = look(account, name).await?;
    Ok(Prepared { identity, live, earlier: None, around: None })
}

/// The same, and what stands around the pipeline; with the version that was published last from here, if that is no
/// longer the latest.
pub async fn prepare_all(
    account: &dyn Account,
    name: &str,
    last_version: Option<u64>,
) -> Result<Prepared, Fault> {
    let mut prepared = prepare(account, name).await?;
    let Some(live) = &prepared.live else { return Ok(prepared) };
    if let Some(version) = last_version.filter(|version| Some(*version) != live.version) {
        prepared.earlier = match account.get(name, Some(version)).await {
            Ok(earlier) => Some(earlier),
            Err(fault) if fault.is_passing() => return Err(fault),
            // AWS has forgotten it, or never had it under this name; then nothing is known of it.
            Err(_) => None,
        };
    }
    let state = account.state(name).await;
    let executions = account.executions(name).await;
    let tags = match live.arn() {
        Some(arn) => account.tags(arn).await,
        None => Ok(Vec::new()),
    };
    prepared.around = Some(Box::new(Around { state, executions, tags }));
    Ok(prepared)
}

/// Writes `declaration` (without `{"pipeline": …}`) under its `name`, if the account is as `expected`.
///
/// `tags` are given to a pipeline that is made; AWS takes none with an update.
pub async fn publish(
    account: &dyn Account,
    name: &str,
    declaration: &Value,
    expected: &Expected,
    tags: &[Tag],
) -> Result<Published, PublishError> {
    write(account, Writing { name, declaration, expected, tags, secrets: &[], steps: &[], is_there: false })
        .await
}

/// The same with secrets, and with steps right after the write.
pub async fn write(account: &dyn Account, writing: Writing<'_>) -> Result<Published, PublishError> {
    let secrets = writing.secrets;
    match write_with_secrets(account, writing).await {
        Ok(mut published) => {
            published.live = secret::live_without(published.live, secrets);
            for Afterwards { fault, .. } in &mut published.afterwards {
                *fault = fault.take().map(|fault| secret::fault_without(fault, secrets));
            }
            Ok(published)
        }
        Err(PublishError::Changed { live }) => {
            Err(PublishError::changed(live.map(|live| secret::live_without(*live, secrets))))
        }
        Err(PublishError::Failed(fault)) => Err(PublishError::Failed(secret::fault_without(fault, secrets))),
        Err(PublishError::Unknown { fault, live }) => Err(PublishError::Unknown {
            fault: Box::new(secret::fault_without(*fault, secrets)),
            live: live.map(|live| Box::new(secret::live_without(*live, secrets))),
        }),
    }
}

async fn write_with_secrets(account: &dyn Account, writing: Writing<'_>) -> Result<Published, PublishError> {
    let Writing { name, expected, tags, .. } = writing;
    let declaration = sendable(name, &secret::fill(writing.declaration, writing.secrets))?;
    let live = look(account, name).await?;
    if !expected.matches(live.as_ref()) {
        return Err(PublishError::changed(live));
    }
    if let (true, Some(live)) = (writing.is_there, &live) {
        return Ok(finish(account, writing, live.clone(), false).await);
    }
    let written = match expected {
        Expected::Absent => account.create(&declaration, tags).await,
        Expected::Version { .. } => account.update(&declaration).await,
    };
    match written {
        Ok(answer) => Ok(finish(account, writing, answer, false).await),
        Err(fault) if matches!(fault.kind, FaultKind::NameInUse | FaultKind::NotFound) => {
            // Someone was quicker by less than the time between the look and the write, or it is not about that.
            match look(account, name).await? {
                live if expected.matches(live.as_ref()) => Err(PublishError::Failed(fault)),
                live => Err(PublishError::changed(live)),
            }
        }
        Err(fault) if fault.outcome_is_unknown() => read_back(account, writing, &declaration, fault).await,
        Err(fault) => Err(PublishError::Failed(fault)),
    }
}

/// The pipeline as it stands, `None` if there is none.
async fn look(account: &dyn Account, name: &str) -> Result<Option<Live>, Fault> {
    match account.get(name, None).await {
        Ok(live) => Ok(Some(live)),
        Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The declaration as AWS takes it: an object of the right name, without what a file keeps beside it.
fn sendable(name: &str, declaration: &Value) -> Result<Value, Fault> {
    let attempted = || format!("publish pipeline `{name}`");
    let Some(members) = declaration.as_object() else {
        return Err(Fault::new(FaultKind::Invalid, attempted(), "the declaration is not a JSON object"));
    };
    let declared = members.get("name").and_then(Value::as_str);
    if declared != Some(name) {
        let happened = match declared {
            Some(declared) => format!("the declaration is named `{declared}`"),
            None => "the declaration has no name".to_owned(),
        };
        return Err(Fault::new(FaultKind::Invalid, attempted(), happened)
            .with_help("Give the pipeline the name it is to be published under"));
    }
    let mut members = members.clone();
    members.shift_remove("metadata");
    members.shift_remove("pipewright");
    Ok(Value::Object(members))
}

/// After a write that was answered or recognized: looks once more, for the time of the update, and back at what
/// may have been replaced.
async fn finish(
    account: &dyn Account,
    writing: Writing<'_>,
    answer: Live,
    confirmed_by_reading: bool,
) -> Published {
    let Writing { name, expected, .. } = writing;
    // First of all: a new pipeline runs already.
    let afterwards = carry_out(account, name, writing.steps).await;
    let (created, base) = match expected {
        Expected::Absent => (true, None),
        Expected::Version { version, .. } => (false, Some(*version)),
    };
    let overtook = match (base, answer.version) {
        (Some(base), Some(version)) if version > base + 1 => {
            let version = version - 1;
            // That somebody was overtaken is certain; what they wrote is shown where AWS still has it.
            Some(Overtook { version, live: account.get(name, Some(version)).await.ok() })
        }
        _ => None,
    };
    // The write is made, whatever this look says.
    let live = match account.get(name, None).await {
        Ok(live) if live.version == answer.version => live,
        Ok(_) | Err(_) => answer,
    };
    Published { live, created, confirmed_by_reading, overtook, afterwards }
}

async fn carry_out(account: &dyn Account, name: &str, steps: &[Step]) -> Vec<Afterwards> {
    let mut done = Vec::new();
    for step in steps {
        let outcome = match step {
            Step::Close { stage, reason } => account.transition(name, stage, Some(reason)).await,
            Step::Open { stage } => account.transition(name, stage, None).await,
            Step::Tag { arn, tags } => account.tag(arn, tags).await,
        };
        done.push(Afterwards { step: step.clone(), fault: outcome.err() });
    }
    done
}

/// Finds out whether a write was made whose answer was lost in `fault`.
async fn read_back(
    account: &dyn Account,
    writing: Writing<'_>,
    declaration: &Value,
    fault: Fault,
) -> Result<Published, PublishError> {
    let Writing { name, expected, .. } = writing;
    let mut pauses = READ_BACK_PAUSES.iter();
    loop {
        let live = match look(account, name).await {
            Ok(live) => live,
            Err(second) => return Err(unknown(name, fault, Some(&second), None)),
        };
        if expected.matches(live.as_ref()) {
            // Not there, or not yet.
            let Some(pause) = pauses.next() else {
                return Err(PublishError::Failed(untouched(fault, expected)));
            };
            tokio::time::sleep(*pause).await;
            continue;
        }
        let Some(found) = live else { return Err(PublishError::changed(None)) };
        if same_content(declaration, found.pipeline()) {
            return Ok(finish(account, writing, found, true).await);
        }
        // If the first version after the expected one is not ours, ours was never made; behind a later one it may
        // be hidden. And it may be ours with members the service did not know and dropped.
        let first = match expected {
            Expected::Absent => 1,
            Expected::Version { version, .. } => version + 1,
        };
        let is_somebody_elses = found.version.is_some_and(|version| version <= first)
            && !may_come_from(found.pipeline(), declaration);
        return if is_somebody_elses {
            Err(PublishError::changed(Some(found)))
        } else {
            Err(unknown(name, fault, None, Some(found)))
        };
    }
}

fn untouched(mut fault: Fault, expected: &Expected) -> Fault {
    let state = match expected {
        Expected::Absent => "The account still has no such pipeline".to_owned(),
        Expected::Version { version, .. } => format!("The pipeline still stands at version {version}"),
    };
    fault.help = Some(match fault.help {
        Some(help) => format!("{state}. {help}").into(),
        None => format!("{state}; publishing again is safe").into(),
    });
    fault
}

/// The fault of a publish whose end nobody waited for.
pub fn given_up(name: &str, happened: &str) -> Fault {
    Fault::new(FaultKind::Cancelled, format!("publish pipeline `{name}`"), happened)
        .with_help(look_first(name))
}

/// What to do when it is not known whether a write was made.
pub(super) fn look_first(name: &str) -> String {
    format!(
        "Pipeline `{name}` may or may not have been written. Look at what stands in the account before publishing again"
    )
}

fn unknown(name: &str, mut fault: Fault, second: Option<&Fault>, live: Option<Live>) -> PublishError {
    fault.help = Some(look_first(name).into());
    if let Some(second) = second {
        fault.details =
            format!("{}\nReading back: {}\n{}", fault.details, second.message, second.details).into();
    }
    PublishError::Unknown { fault: Box::new(fault), live: live.map(Box::new) }
}
