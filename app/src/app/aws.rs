//! The conversation with the account: who am I, what is there, what would change, publish.

use std::sync::Arc;

use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::target;
use pipewright_core::format::codepipeline_json;
use pipewright_core::pipeline::{ActionId, Path, Step};

use super::App;
pub use super::publishing::Planned;
use crate::cloud::{
    Cloud, Connection, Fault, Identity, IndexOrName, Live, Profile, Published, Reply, Request, Retry,
    ServicePlace, Summary, Ticket,
};
use crate::dialogs::{Dialog, FromAws};
use crate::editor::Editor;
use crate::look::widgets::Tone;
use crate::panels::top_bar::AccountChip;
use crate::publishing;
use crate::settings::Settings;
use crate::tr;

/// Something asked of the account.
#[derive(Debug, Default)]
pub enum Load<T> {
    #[default]
    Idle,
    Waiting(Ticket),
    Ready(T),
    Failed(Fault),
}

impl<T> Load<T> {
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Idle | Self::Waiting(_) | Self::Failed(_) => None,
        }
    }

    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_))
    }

    fn awaits(&self, ticket: Ticket) -> bool {
        matches!(self, Self::Waiting(waiting) if *waiting == ticket)
    }
}

/// How far publishing has come.
#[derive(Debug, Default)]
pub enum Publishing {
    #[default]
    Idle,
    /// The account is being read.
    Preparing(Ticket),
    /// The plan is on screen.
    Planned(Box<Planned>),
    /// The account is being written.
    Writing(Ticket, Box<Planned>),
    /// It did not work; the plan that was shown, if there was one.
    Failed(Fault, Option<Box<Planned>>),
    /// It is there.
    Done(Box<Published>),
}

/// The account side of the window.
pub struct Aws {
    pub(super) cloud: Cloud,
    pub(super) connection: Connection,
    pub identity: Load<Identity>,
    pub profiles: Load<Vec<Profile>>,
    pub pipelines: Load<Vec<Summary>>,
    pub publishing: Publishing,
    pub preflight: super::preflight::Preflight,
    pub pulling: Load<()>,
    /// What is live, read to be compared with.
    pub live: Load<Arc<str>>,
}

impl Aws {
    pub fn new(cloud: Cloud, settings: &Settings) -> Self {
        let kept = &settings.connection;
        let connection = Connection {
            profile: kept.profile.clone(),
            region: kept.region.clone(),
            endpoint_url: kept.endpoint().map(str::to_owned),
        };
        Self {
            cloud,
            connection,
            identity: Load::Idle,
            profiles: Load::Idle,
            pipelines: Load::Idle,
            publishing: Publishing::Idle,
            preflight: super::preflight::Preflight::default(),
            pulling: Load::Idle,
            live: Load::Idle,
        }
    }

    /// Reads what is live under a name, to compare it.
    pub fn read_live(&mut self, name: String) {
        self.forget_live();
        let request = Request::Pull { connection: self.connection.clone(), name };
        self.live = Load::Waiting(self.cloud.ask(request));
    }

    pub fn forget_live(&mut self) {
        if let Load::Waiting(ticket) = std::mem::take(&mut self.live) {
            self.cloud.cancel(ticket);
        }
    }

    /// The pause before a call of this request is made again, if it is in one.
    pub fn retry(&self, ticket: Ticket) -> Option<Retry> {
        self.cloud.retry(ticket)
    }

    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Whose credentials are in use: what was chosen, until somebody has answered for them.
    pub fn whose<'a>(&'a self, identity: Option<&'a Identity>) -> &'a str {
        match identity {
            Some(identity) => identity.profile.as_deref().unwrap_or(tr!("environment")),
            None => self.connection.profile.as_deref().unwrap_or("default"),
        }
    }

    /// What stands in the top bar: who answers, once somebody has.
    pub fn chip(&self) -> AccountChip {
        let profile = self.whose(self.identity.ready());
        match self.identity.ready() {
            Some(identity) => {
                AccountChip { text: format!("{profile} · {}", identity.region), is_known: true }
            }
            None if self.connection.profile.is_none() && self.connection.region.is_none() => {
                AccountChip { text: tr!("No account").to_owned(), is_known: false }
            }
            None => {
                let region = self.connection.region.as_deref().unwrap_or(tr!("no Region"));
                AccountChip { text: format!("{profile} · {region}"), is_known: false }
            }
        }
    }

    pub fn ask_profiles(&mut self) {
        if self.profiles.ready().is_none() {
            self.profiles = Load::Waiting(self.cloud.ask(Request::Profiles));
        }
        if self.identity.ready().is_none() {
            self.identify();
        }
    }

    fn identify(&mut self) {
        let request = Request::Identify { connection: self.connection.clone() };
        self.identity = Load::Waiting(self.cloud.ask(request));
    }

    fn pull(&mut self, name: String) {
        if let Load::Waiting(ticket) = self.pulling {
            self.cloud.cancel(ticket);
        }
        let request = Request::Pull { connection: self.connection.clone(), name };
        self.pulling = Load::Waiting(self.cloud.ask(request));
    }

    /// Gives up what is under way, and forgets what came of it. A write goes on: it cannot be called back.
    pub fn cancel(&mut self) {
        if let Load::Waiting(ticket) = self.pipelines {
            self.cloud.cancel(ticket);
            self.pipelines = Load::Idle;
        }
        if let Load::Waiting(ticket) = std::mem::take(&mut self.pulling) {
            self.cloud.cancel(ticket);
        }
        self.cancel_preflight();
        match std::mem::take(&mut self.publishing) {
            Publishing::Preparing(ticket) => self.cloud.cancel(ticket),
            writing @ Publishing::Writing(..) => self.publishing = writing,
            Publishing::Idle | Publishing::Planned(_) | Publishing::Failed(..) | Publishing::Done(_) => {}
        }
    }

    /// The pipeline that is being written, if one is.
    pub fn writing(&self) -> Option<&Planned> {
        match &self.publishing {
            Publishing::Writing(_, planned) => Some(planned),
            Publishing::Idle
            | Publishing::Preparing(_)
            | Publishing::Planned(_)
            | Publishing::Failed(..)
            | Publishing::Done(_) => None,
        }
    }
}

impl App {
    pub(super) fn connect(&mut self, connection: Connection) {
        self.settings.connection = crate::settings::Connection::new(
            connection.profile.clone(),
            connection.region.clone(),
            connection.endpoint_url.as_deref(),
        );
        self.keep_settings();
        self.aws.connection = connection;
        self.aws.pipelines = Load::Idle;
        self.aws.forget_live();
        self.aws.identify();
    }

    pub(super) fn list_pipelines(&mut self) {
        self.aws.cancel();
        let request = Request::List { connection: self.aws.connection.clone() };
        self.aws.pipelines = Load::Waiting(self.aws.cloud.ask(request));
        self.dialog = Some(Dialog::FromAws(FromAws::default()));
    }

    /// Opens a pipeline of the account, in sight until it is there or has failed.
    pub(super) fn pull(&mut self, name: String) {
        self.aws.pull(name);
        if !matches!(self.dialog, Some(Dialog::FromAws(_))) {
            self.dialog = Some(Dialog::FromAws(FromAws::default()));
        }
    }

    pub(super) fn poll_aws(&mut self) {
        for (ticket, reply) in self.aws.cloud.poll() {
            match reply {
                Reply::Profiles(result) if self.aws.profiles.awaits(ticket) => {
                    self.aws.profiles = loaded(result);
                }
                Reply::Identified(result) if self.aws.identity.awaits(ticket) => {
                    self.aws.identity = loaded(result);
                }
                Reply::Listed(result) if self.aws.pipelines.awaits(ticket) => {
                    self.aws.pipelines = loaded(result);
                }
                Reply::Pulled(result) if self.aws.pulling.awaits(ticket) => self.pulled(result),
                Reply::Pulled(result) if self.aws.live.awaits(ticket) => {
                    self.aws.live = loaded(result.map(|live| live.text.into()));
                }
                Reply::Prepared(result) => self.prepared(ticket, result),
                Reply::Published(result) => self.published(ticket, result),
                Reply::Looked(line) => self.looked(ticket, *line),
                // The answer to a question nobody asks any more.
                Reply::Profiles(_)
                | Reply::Identified(_)
                | Reply::Listed(_)
                | Reply::Pulled(_)
                | Reply::Status(_) => {}
            }
        }
    }

    fn pulled(&mut self, result: Result<Live, Fault>) {
        self.aws.pulling = Load::Idle;
        let live = match result {
            Ok(live) => live,
            Err(fault) => {
                self.aws.pulling = Load::Failed(fault);
                return;
            }
        };
        // The service answers on one line; a file is for people.
        match Document::read_text(&codepipeline_json::pretty(&live.raw)) {
            Ok(mut document) => {
                let name = document.pipeline().name().to_owned();
                remember_source(&mut document, &live);
                let mut editor = Editor::new(document);
                editor.set_published();
                self.show_document(editor);
                self.keep_published(|texts| publishing::keep_pulled(texts, &live));
                let text = match live.version {
                    Some(version) => {
                        tr!(
                            "Opened {name} version {version} from the account",
                            name = name,
                            version = version
                        )
                    }
                    None => tr!("Opened {name} from the account", name = name),
                };
                self.notices.tell(Tone::Success, text);
            }
            Err(error) => {
                self.notices.tell(
                    Tone::Error,
                    tr!("The answer of the account does not open: {reason}", reason = error),
                );
            }
        }
    }

    /// Where in the document the service found fault.
    pub(super) fn place_of(&self, fault: &Fault) -> Option<Place> {
        fault.places.iter().find_map(|place| place_in(self.editor.document(), place))
    }
}

/// The place in a document that the service names by position or name.
pub fn place_in(document: &Document, place: &ServicePlace) -> Option<Place> {
    let stages = &document.pipeline().stages;
    let stage = match &place.stage {
        Some(IndexOrName::Index(index)) => Some(stages.get(*index)?),
        Some(IndexOrName::Name(name)) => Some(stages.iter().find(|stage| stage.name() == name)?),
        None => None,
    };
    let action: Option<ActionId> = match (&place.action, stage) {
        (Some(IndexOrName::Index(index)), Some(stage)) => Some(stage.actions.get(*index)?.id),
        (Some(IndexOrName::Name(name)), Some(stage)) => {
            Some(stage.actions.iter().find(|action| action.name() == name)?.id)
        }
        (Some(IndexOrName::Name(name)), None) => {
            Some(document.pipeline().actions().find(|(_, action)| action.name() == name)?.1.id)
        }
        (Some(IndexOrName::Index(_)), None) | (None, _) => None,
    };
    let owner = match (action, stage) {
        (Some(id), _) => Owner::Action(id),
        (None, Some(stage)) => Owner::Stage(stage.id),
        (None, None) => Owner::Pipeline,
    };
    let path = place.field.as_deref().map(path_of).unwrap_or_default();
    (owner != Owner::Pipeline || !path.0.is_empty()).then(|| Place::at(owner, path))
}

/// `outputArtifacts[0].name` as steps.
fn path_of(field: &str) -> Path {
    let mut steps: Vec<Step> = Vec::new();
    for part in field.split('.') {
        let mut rest = part.split('[');
        if let Some(key) = rest.next().filter(|key| !key.is_empty()) {
            steps.push(key.to_owned().into());
        }
        steps.extend(
            rest.filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok()).map(Step::from),
        );
    }
    Path(steps)
}

/// Writes down where a design that is new here was pulled from.
fn remember_source(document: &mut Document, live: &Live) {
    let change = publishing::remembered_by_arn(live).and_then(|what| target::remember(document, &what, None));
    if let Some(change) = change {
        let done = document.change(&change);
        debug_assert!(done.is_ok(), "it sets a member that may be set: {done:?}");
        document.saved_as(document.to_text());
    }
}

fn loaded<T>(result: Result<T, Fault>) -> Load<T> {
    match result {
        Ok(value) => Load::Ready(value),
        Err(fault) => Load::Failed(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::practice::Practice;

    #[test]
    fn who_asks_is_told_by_who_answered() {
        let cloud = Cloud::start(Practice::new("eu-west-1", 0), || {}).unwrap();
        let mut aws = Aws::new(cloud, &Settings::default());
        let identity = |profile: Option<&str>| Identity {
            account: "123456789012".to_owned(),
            alias: None,
            arn: "arn:aws:iam::123456789012:user/ada".to_owned(),
            region: "eu-west-1".to_owned(),
            profile: profile.map(str::to_owned),
        };
        assert_eq!(aws.whose(None), "default");
        // AWS_PROFILE names another, or there are keys in the environment.
        assert_eq!(aws.whose(Some(&identity(Some("prod")))), "prod");
        assert_eq!(aws.whose(Some(&identity(None))), "environment");
        aws.identity = Load::Ready(identity(Some("prod")));
        assert_eq!(aws.chip().text, "prod · eu-west-1");
    }
}
