//! Whether an event starts the pipeline, and what decides.

use super::files::judge_files;
use super::judge::{Judged, broken, judge};
use super::source::{SourceKind, Way, sources};
use super::words::{branch_words, filter_name, refusal};
use crate::document::Document;
use crate::pipeline::{Action, ActionId, FilterKind, Path, Trigger, TriggerFilter};

/// Something that happens in a repository, a registry or a bucket: the one of the source that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A push to a branch.
    PushBranch {
        /// The branch.
        branch: String,
        /// Whether this push makes the branch.
        is_new: bool,
        /// Changed files.
        files: Vec<String>,
    },
    /// A push of a tag.
    PushTag {
        /// The tag.
        tag: String,
    },
    /// A pull request.
    PullRequest {
        /// What happened to it.
        event: PullRequestEvent,
        /// The branch it comes from; no filter asks for it.
        from: String,
        /// The branch it goes to.
        into: String,
        /// Changed files.
        files: Vec<String>,
    },
    /// A new image in ECR.
    NewImage {
        /// Its repository.
        repository: String,
        /// Its tag.
        tag: String,
    },
    /// A new object in S3.
    NewObject {
        /// The bucket.
        bucket: String,
        /// The key.
        key: String,
    },
}

/// What happens to a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullRequestEvent {
    /// It is opened.
    Opened,
    /// It gets new commits.
    Updated,
    /// It is merged or declined.
    Closed,
}

impl PullRequestEvent {
    /// As filters write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "OPEN",
            Self::Updated => "UPDATED",
            Self::Closed => "CLOSED",
        }
    }

    fn past(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Updated => "updated",
            Self::Closed => "closed",
        }
    }
}

/// What an event brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pipeline starts.
    Starts,
    /// It starts if the EventBridge rule or webhook exists, which is no part of the definition.
    StartsFromOutside,
    /// It does not start.
    Stays,
}

/// Whether an event starts the pipeline, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it starts.
    pub outcome: Outcome,
    /// Why, as a sentence without its full stop.
    pub because: String,
    /// The patterns that decided, with paths from the pipeline.
    pub deciding: Vec<Deciding>,
    /// What each filter of the trigger says, push before pull request.
    pub filters: Vec<FilterVerdict>,
}

/// A pattern that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// Where it stands, from the pipeline.
    pub path: Path,
    /// The pattern.
    pub pattern: String,
    /// Whether it let the event pass.
    pub passes: bool,
}

/// What one filter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterVerdict {
    /// Where the filter stands, from the pipeline.
    pub path: Path,
    /// "push filter 1".
    pub name: String,
    /// Whether it starts the pipeline.
    pub starts: bool,
    /// Why, as half a sentence.
    pub because: String,
    /// The patterns that decided.
    pub deciding: Vec<Deciding>,
    /// How many of its questions the event has passed; of several filters that say no, the one that came
    /// furthest tells most.
    passed: usize,
}

/// Whether an event at a source starts the pipeline; `None` if there is no such source action.
pub fn test(document: &Document, source: ActionId, event: &Event) -> Option<Verdict> {
    let pipeline = document.pipeline();
    let (action, kind, way) = sources(pipeline).find(|(action, ..)| action.id == source)?;
    Some(match way {
        Way::Filtered { .. } if pipeline.pipeline_type() == Some("V1") => {
            stays("AWS refuses triggers of a V1 pipeline".to_owned())
        }
        Way::Filtered { index, trigger } => filtered(index, trigger, event),
        Way::EachPush { .. } => {
            branch(action, kind, event, Outcome::Starts, "every push to it starts the pipeline")
        }
        Way::Polling { .. } => {
            branch(action, kind, event, Outcome::Starts, "polling finds it within minutes")
        }
        Way::Rule => {
            let words = "an EventBridge rule of the account starts the pipeline, if there is one";
            branch(action, kind, event, Outcome::StartsFromOutside, words)
        }
        Way::Webhook => {
            let words = "a webhook starts the pipeline, if there is one";
            branch(action, kind, event, Outcome::StartsFromOutside, words)
        }
        Way::Off => stays("DetectChanges is off and there is no trigger".to_owned()),
        Way::Unknown => stays("Pipewright does not know what this source listens to".to_owned()),
    })
}

fn stays(because: String) -> Verdict {
    Verdict { outcome: Outcome::Stays, because, deciding: Vec::new(), filters: Vec::new() }
}

/// A source that waits for one branch, object or image.
fn branch(action: &Action, kind: SourceKind, event: &Event, outcome: Outcome, how: &str) -> Verdict {
    let value = |key: &str| action.configuration().get(key).unwrap_or_default();
    let (found, wanted) = match (kind, event) {
        (SourceKind::S3, Event::NewObject { bucket, key }) => {
            (format!("{bucket}/{key}"), format!("{}/{}", value("S3Bucket"), value("S3ObjectKey")))
        }
        (SourceKind::Ecr, Event::NewImage { repository, tag }) => {
            let wanted_tag = action.configuration().get("ImageTag").unwrap_or("latest");
            (format!("{repository}:{tag}"), format!("{}:{wanted_tag}", value("RepositoryName")))
        }
        (
            SourceKind::Connection | SourceKind::CodeCommit | SourceKind::GitHub,
            Event::PushBranch { branch, .. },
        ) => (branch.clone(), kind.branch_key().map(value).unwrap_or_default().to_owned()),
        (SourceKind::Connection, Event::PushTag { .. } | Event::PullRequest { .. }) => {
            let branch = branch_words(action, kind);
            return stays(format!("Without filters only a push to {branch} starts the pipeline"));
        }
        _ => return stays(format!("{} does not tell of this", action.action_type().provider)),
    };
    if found == wanted {
        let because = format!("{found} is what {} watches; {how}", action.name());
        return Verdict { outcome, because, deciding: Vec::new(), filters: Vec::new() };
    }
    let wanted = if wanted.is_empty() { branch_words(action, kind).to_owned() } else { wanted };
    stays(format!("{} watches {wanted}, not {found}", action.name()))
}

fn filtered(index: usize, trigger: Trigger<'_>, event: &Event) -> Verdict {
    let base = Path::key("triggers").then(index).then("gitConfiguration");
    let filters: Vec<FilterVerdict> = trigger
        .filters()
        .map(|filter| {
            let path = base.clone().then(filter.kind.key()).then(filter.index);
            Asked { filter, path, deciding: Vec::new(), passed: 0 }.answer(event)
        })
        .collect();
    if let Some(first) = filters.iter().find(|filter| filter.starts) {
        let because = format!("{} fits: {}", capitalized(&first.name), first.because);
        let deciding = first.deciding.clone();
        return Verdict { outcome: Outcome::Starts, because, deciding, filters };
    }
    // Of equals the first one.
    let nearest = filters.iter().rev().max_by_key(|filter| filter.passed);
    let because = match (nearest, filters.len()) {
        (Some(only), 1) => format!("{}: {}", capitalized(&only.name), only.because),
        (Some(nearest), count) => {
            format!("None of {count} filters fits; nearest is {}: {}", nearest.name, nearest.because)
        }
        (None, _) => "The trigger has no filters".to_owned(),
    };
    let deciding = nearest.map(|filter| filter.deciding.clone()).unwrap_or_default();
    Verdict { outcome: Outcome::Stays, because, deciding, filters }
}

/// A filter while it is asked.
struct Asked<'d> {
    filter: TriggerFilter<'d>,
    path: Path,
    deciding: Vec<Deciding>,
    passed: usize,
}

impl Asked<'_> {
    fn answer(mut self, event: &Event) -> FilterVerdict {
        let (starts, because) = match self.ask(event) {
            Ok(because) => (true, because),
            Err(because) => (false, because),
        };
        // What let the event pass does not matter where something else stopped it.
        if !starts {
            self.deciding.retain(|deciding| !deciding.passes);
        }
        let Self { filter, path, deciding, passed } = self;
        FilterVerdict { path, name: filter_name(filter), starts, because, deciding, passed }
    }

    /// Why it starts the pipeline; as an error, why not.
    fn ask(&mut self, event: &Event) -> Result<String, String> {
        if let Some(problem) = refusal(self.filter) {
            return Err(format!("AWS refuses it, as {problem}"));
        }
        for key in ["tags", "branches", "filePaths"] {
            let Some(patterns) = self.filter.patterns(key) else { continue };
            if let Some((deciding, problem)) = broken(patterns, &self.path.clone().then(key)) {
                let words = format!("AWS refuses it, as pattern {} {problem}", deciding.pattern);
                self.deciding.push(deciding);
                return Err(words);
            }
        }
        match (self.filter.kind, event) {
            (FilterKind::Push, Event::PushBranch { branch, is_new, files }) => {
                self.ask_push(branch, *is_new, files)
            }
            (FilterKind::Push, Event::PushTag { tag }) => {
                if !self.filter.members.contains_key("tags") {
                    return Err("it is about branches, not tags".to_owned());
                }
                self.passed += 1;
                self.ask_patterns("tags", |patterns, base| judge(patterns, base, tag))
            }
            (FilterKind::PullRequest, Event::PullRequest { event, into, files, .. }) => {
                self.ask_pull_request(*event, into, files)
            }
            (FilterKind::Push, _) => Err("it is about pushes".to_owned()),
            (FilterKind::PullRequest, _) => Err("it is about pull requests".to_owned()),
        }
    }

    fn ask_push(&mut self, branch: &str, is_new: bool, files: &[String]) -> Result<String, String> {
        if self.filter.members.contains_key("tags") {
            return Err("it is about tags, not branches".to_owned());
        }
        self.passed += 1;
        let because = self.ask_patterns("branches", |patterns, base| judge(patterns, base, branch))?;
        if !self.filter.members.contains_key("filePaths") {
            return Ok(because);
        }
        self.passed += 1;
        if is_new {
            return Err("the first push of a new branch never passes a filter of file paths".to_owned());
        }
        let of_files = self.ask_patterns("filePaths", |patterns, base| judge_files(patterns, base, files))?;
        Ok(format!("{because}, and {of_files}"))
    }

    fn ask_pull_request(
        &mut self,
        event: PullRequestEvent,
        into: &str,
        files: &[String],
    ) -> Result<String, String> {
        self.passed += 1;
        let events: Vec<&str> = self.filter.events().collect();
        if !events.is_empty() && !events.contains(&event.word()) {
            return Err(format!("it does not listen to pull requests being {}", event.past()));
        }
        self.passed += 1;
        let because = self.ask_patterns("branches", |patterns, base| judge(patterns, base, into))?;
        if !self.filter.members.contains_key("filePaths") {
            return Ok(because);
        }
        self.passed += 1;
        let of_files = self.ask_patterns("filePaths", |patterns, base| judge_files(patterns, base, files))?;
        Ok(format!("{because}, and {of_files}"))
    }

    fn ask_patterns(
        &mut self,
        key: &'static str,
        judge: impl FnOnce(crate::pipeline::Patterns<'_>, &Path) -> Judged,
    ) -> Result<String, String> {
        let Some(patterns) = self.filter.patterns(key) else {
            return Err(format!("AWS refuses it, as {key} is no object"));
        };
        let judged = judge(patterns, &self.path.clone().then(key));
        self.deciding.extend(judged.deciding);
        if judged.passes { Ok(judged.words) } else { Err(judged.words) }
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
