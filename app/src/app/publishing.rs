//! Publishing from the window: the plan, what somebody else changed, the write, and what is remembered of it.

use pipewright_core::edit::{Change, target};
use pipewright_core::parameter::resolve;
use pipewright_core::plan::merge::Choice;
use pipewright_core::plan::{Plan, SecretPlace};

use super::App;
use super::aws::{Load, Publishing};
use crate::cloud::client::PublishRequest;
use crate::cloud::publish::{Overtook, given_up};
use crate::cloud::{
    Connection, Expected, Fault, Prepared, PublishError, Published, Request, Secret, Step, Ticket,
};
use crate::dialogs::{Dialog, PlanDialog};
use crate::editor::Counts;
use crate::intent::Intent;
use crate::look::widgets::Tone;
use crate::publishing::{self, Drift, Elsewhere, Options, Outlook, StaysHere};
use crate::storage::PublishedTexts;
use crate::tr;

/// A plan and what it was made from.
#[derive(Debug)]
pub struct Planned {
    pub prepared: Prepared,
    pub plan: Plan,
    pub counts: Counts,
    /// Whose account was read.
    pub connection: Connection,
    /// The document the plan was made for, and its revision.
    pub document_key: u64,
    pub revision: u64,
    /// The environment whose values it has.
    pub environment: Option<String>,
    /// Why the plan was made anew, if it was.
    pub notice: Option<String>,
    /// What somebody else changed since.
    pub drift: Option<Drift>,
    /// That it is not the place where the design was published before.
    pub elsewhere: Option<Elsewhere>,
    /// What is done besides the write.
    pub steps: Vec<Step>,
    pub options: Options,
    /// What AWS has no place for.
    pub stays_here: StaysHere,
}

impl Planned {
    /// The version that is live, if the pipeline exists.
    pub fn live_version(&self) -> Option<u64> {
        self.prepared.live.as_ref().and_then(|live| live.version)
    }

    /// Whether the account has all of it already.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.steps.is_empty()
    }
}

impl App {
    pub(super) fn make_plan(&mut self) {
        if let Some(planned) = self.aws.writing() {
            // One after the other: it is shown instead, if it is of this design.
            if planned.document_key == self.document_key {
                self.dialog = Some(Dialog::Plan(PlanDialog::default()));
            } else {
                let name = &planned.plan.pipeline;
                let text = tr!("Wait until {name} is published", name = name);
                self.notices.tell(Tone::Info, text);
            }
            return;
        }
        self.aws.cancel();
        self.tell_of_draft();
        self.dialog = Some(Dialog::Plan(PlanDialog::default()));
        // What is sent has values in place of parameters.
        let document = resolve(self.editor.document(), self.editor.environment());
        let request = Request::Prepare {
            connection: self.aws.connection.clone(),
            name: document.pipeline().name().to_owned(),
            last_version: document.target().and_then(pipewright_core::document::Target::version),
        };
        self.aws.publishing = Publishing::Preparing(self.aws.cloud.ask(request));
    }

    /// Makes the plan that is shown anew, for other options.
    pub(super) fn plan_with(&mut self, options: &Options) {
        self.aws.publishing = match std::mem::take(&mut self.aws.publishing) {
            Publishing::Planned(planned) => self.plan_for(planned.prepared, planned.notice, options),
            other => other,
        };
    }

    pub(super) fn publish_plan(&mut self, secrets: Vec<(SecretPlace, Secret)>) {
        let planned = match std::mem::take(&mut self.aws.publishing) {
            Publishing::Planned(planned) => planned,
            other => {
                self.aws.publishing = other;
                return;
            }
        };
        let has_all =
            planned.plan.needed_secrets().all(|needed| secrets.iter().any(|(place, _)| place == needed));
        let is_other = !self.is_of_now(&planned) || planned.revision != self.editor.document().revision();
        if is_other || !has_all || planned.drift.is_some() {
            // What is on screen is not what would be sent.
            return self.make_plan();
        }
        let document = resolve(self.editor.document(), self.editor.environment());
        let request = Request::Publish(Box::new(PublishRequest {
            connection: planned.connection.clone(),
            name: document.pipeline().name().to_owned(),
            declaration: document.declaration(),
            expected: Expected::from_live(planned.prepared.live.as_ref()),
            tags: planned.options.tags.clone(),
            secrets,
            steps: planned.steps.clone(),
            is_there: planned.plan.is_empty(),
        }));
        self.aws.publishing = Publishing::Writing(self.aws.cloud.ask(request), planned);
    }

    /// Waits no longer for the end of a write. Whether it was made is not known then.
    pub(super) fn give_up_publish(&mut self) {
        self.aws.publishing = match std::mem::take(&mut self.aws.publishing) {
            Publishing::Writing(ticket, planned) => {
                self.aws.cloud.cancel(ticket);
                let fault = given_up(&planned.plan.pipeline, "it was given up");
                Publishing::Failed(fault, Some(planned))
            }
            other => other,
        };
    }

    /// Takes what somebody else changed into the design, clashes as they were decided.
    pub(super) fn take_theirs(&mut self, choices: &[(String, Choice)]) {
        let Publishing::Planned(planned) = &self.aws.publishing else { return };
        let choose = |key: &str| choices.iter().find(|(known, _)| known == key).map(|(_, choice)| *choice);
        let document = self.editor.document();
        let environment = planned.environment.as_deref();
        // Clashes are between values, as they were shown.
        let resolved = resolve(document, environment);
        let merged = planned.drift.as_ref().and_then(|drift| drift.merge(&resolved, &choose));
        let Some(merged) = merged.filter(pipewright_core::plan::merge::Merged::is_settled) else { return };
        let change = Drift::take(document, environment, &merged, &planned.prepared);
        self.after_drift(change);
    }

    /// Keeps the design as it is; the plan then shows what of the account is given up.
    pub(super) fn leave_theirs(&mut self) {
        let Publishing::Planned(planned) = &self.aws.publishing else { return };
        let environment = planned.environment.as_deref();
        let change = Drift::leave(self.editor.document(), environment, &planned.prepared);
        self.after_drift(change);
    }

    fn after_drift(&mut self, change: Result<Option<Change>, Fault>) {
        let Publishing::Planned(planned) = &self.aws.publishing else { return };
        let live = planned.prepared.live.clone();
        let identity = planned.prepared.identity.clone();
        match change {
            Ok(Some(change)) => {
                if let Err(error) = self.editor.run(&change) {
                    self.notices.tell(Tone::Error, error.to_string());
                    return;
                }
            }
            Ok(None) => {}
            Err(fault) => {
                self.aws.publishing = Publishing::Failed(fault, None);
                return;
            }
        }
        if let Some(live) = live {
            self.editor.published_as(&live.text);
            self.keep_published(|texts| publishing::keep(texts, &identity, &live));
        }
        // Read again: between the two the account may have changed once more.
        self.make_plan();
    }

    pub(super) fn prepared(&mut self, ticket: Ticket, result: Result<Prepared, Fault>) {
        if !matches!(self.aws.publishing, Publishing::Preparing(waiting) if waiting == ticket) {
            return;
        }
        self.aws.publishing = match result {
            Ok(prepared) => {
                self.aws.identity = Load::Ready(prepared.identity.clone());
                self.begin_preflight(&prepared.identity);
                self.plan_for(prepared, None, &Options::default())
            }
            Err(fault) => Publishing::Failed(fault, None),
        };
    }

    fn plan_for(&self, prepared: Prepared, notice: Option<String>, options: &Options) -> Publishing {
        match self.planned(prepared, notice, options) {
            Ok(planned) => Publishing::Planned(Box::new(planned)),
            Err(fault) => Publishing::Failed(fault, None),
        }
    }

    fn planned(
        &self,
        prepared: Prepared,
        notice: Option<String>,
        options: &Options,
    ) -> Result<Planned, Fault> {
        let sent = resolve(self.editor.document(), self.editor.environment());
        let known = self.editor.published_text().map(|text| &**text);
        let documents = [self.editor.document(), &*sent];
        let Outlook { plan, drift, elsewhere, steps, stays_here, is_gone } =
            Outlook::of(documents, &prepared, options, known, self.published_texts.as_ref())?;
        let gone = is_gone.then(|| {
            tr!("The pipeline was deleted in the account since it was published from here").to_owned()
        });
        Ok(Planned {
            // Where nothing would change nothing can be lost.
            drift: drift.filter(|_| !plan.is_empty()),
            elsewhere,
            stays_here,
            steps,
            plan,
            counts: self.editor.derived().counts,
            connection: self.aws.connection.clone(),
            document_key: self.document_key,
            revision: sent.revision(),
            environment: self.editor.environment().map(str::to_owned),
            notice: notice.or(gone),
            options: options.clone(),
            prepared,
        })
    }

    pub(super) fn published(&mut self, ticket: Ticket, result: Result<Published, PublishError>) {
        let planned = match std::mem::take(&mut self.aws.publishing) {
            Publishing::Writing(waiting, planned) if waiting == ticket => planned,
            other => {
                self.aws.publishing = other;
                return;
            }
        };
        // What goes on after an error goes on from what is open and in use now.
        if planned.document_key != self.document_key || result.is_err() && !self.is_of_now(&planned) {
            self.tell_behind(&planned, &result);
            if let Ok(published) = result {
                self.keep_published(|texts| {
                    publishing::keep(texts, &planned.prepared.identity, &published.live)
                });
            }
            return;
        }
        if !matches!(self.dialog, Some(Dialog::Plan(_))) {
            // What did not work comes back, unless the person is about something else by now.
            if result.is_err() && self.dialog.is_none() {
                self.dialog = Some(Dialog::Plan(PlanDialog::default()));
            } else {
                self.tell_behind(&planned, &result);
            }
        } else if let Ok(published) = &result {
            self.tell_published(&planned, published);
        }
        self.aws.publishing = match result {
            Ok(published) => {
                self.keep_published(|texts| {
                    publishing::keep(texts, &planned.prepared.identity, &published.live)
                });
                self.remember_published(&planned, &published);
                Publishing::Done(Box::new(published))
            }
            Err(PublishError::Changed { live }) => {
                let prepared = Prepared { live: live.map(|live| *live), ..planned.prepared };
                self.plan_for(prepared, Some(changed_meanwhile().to_owned()), &planned.options)
            }
            Err(PublishError::Failed(fault)) => {
                if let Some(place) = self.place_of(&fault) {
                    self.queue.push(Intent::Reveal(place));
                }
                Publishing::Failed(fault, Some(planned))
            }
            Err(PublishError::Unknown { fault, .. }) => Publishing::Failed(*fault, Some(planned)),
        };
    }

    /// Whether the document, the account and the environment of a plan are those of the window.
    fn is_of_now(&self, planned: &Planned) -> bool {
        planned.document_key == self.document_key
            && planned.connection == self.aws.connection
            && planned.environment.as_deref() == self.editor.environment()
    }

    /// Tells how a publish ended where the plan is not on screen to show it.
    fn tell_behind(&mut self, planned: &Planned, result: &Result<Published, PublishError>) {
        match result {
            Ok(published) => {
                self.tell_published(planned, published);
                for fault in published.afterwards.iter().filter_map(|done| done.fault.as_ref()) {
                    self.notices.tell(Tone::Error, fault.message.to_string());
                }
                if let Some(overtook) = &published.overtook {
                    self.notices.tell(Tone::Warning, overtook_words(overtook));
                }
            }
            Err(error) => self.notices.tell(Tone::Error, words_of(planned, error)),
        }
    }

    /// Keeps what stands in the account, for a merge after the program was started again.
    pub(super) fn keep_published(&mut self, keep: impl FnOnce(&PublishedTexts) -> Result<(), String>) {
        if let Some(texts) = &self.published_texts
            && let Err(reason) = keep(texts)
        {
            self.notices.tell(Tone::Warning, reason);
        }
    }

    fn tell_published(&mut self, planned: &Planned, published: &Published) {
        let name = &planned.plan.pipeline;
        let text = match published.live.version {
            Some(version) => tr!("Published {name} version {version}", name = name, version = version),
            None => tr!("Published {name}", name = name),
        };
        self.notices.tell(Tone::Success, text);
    }

    /// Writes into the design where it was published.
    fn remember_published(&mut self, planned: &Planned, published: &Published) {
        self.editor.published_as(&published.live.text);
        let change = publishing::remembered(&planned.prepared.identity, &published.live)
            .map(|what| target::remember(self.editor.document(), &what, planned.environment.as_deref()));
        let kept = match change {
            Ok(Some(change)) => self.editor.run(&change).map_err(|error| error.to_string()),
            Ok(None) => Ok(()),
            Err(fault) => Err(fault.message.to_string()),
        };
        if let Err(reason) = kept {
            let text = tr!("The design does not say where it was published: {reason}", reason = reason);
            self.notices.tell(Tone::Warning, text);
        }
    }
}

/// That somebody was written over.
pub fn overtook_words(overtook: &Overtook) -> String {
    tr!(
        "Somebody published version {version} at the same moment, and this publish replaced it. \
         Look at that version before it is forgotten",
        version = overtook.version
    )
}

fn changed_meanwhile() -> &'static str {
    tr!("The pipeline was changed in the account meanwhile. Nothing was written; this is the plan \
         against what is there now.")
}

/// Why there is no publish, for a notice.
fn words_of(planned: &Planned, error: &PublishError) -> String {
    match error.fault() {
        None => {
            let name = &planned.plan.pipeline;
            tr!("Not published, because {name} was changed in the account meanwhile", name = name)
        }
        Some(fault) => match &fault.help {
            Some(help) => format!("{}. {help}", fault.message),
            None => fault.message.to_string(),
        },
    }
}
