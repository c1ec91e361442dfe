//! What starts a pipeline, in words.

use super::source::{SourceKind, Way, sources};
use crate::document::Document;
use crate::pipeline::{Action, ActionId, FilterKind, Patterns, Pipeline, TriggerFilter};

/// How a source action starts the pipeline by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The source action.
    pub action: ActionId,
    /// Its name.
    pub source: String,
    /// What kind of start it is.
    pub kind: Kind,
    /// One line for each way it starts; lines have no full stop.
    pub lines: Vec<String>,
}

/// Kinds of starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Each push to the branch.
    EachPush,
    /// The filters of a trigger.
    Filtered,
    /// Polling.
    Polling,
    /// An EventBridge rule or a webhook, which stand outside the definition.
    Outside,
    /// Never by itself.
    ByHand,
    /// Nobody here knows.
    Unknown,
}

impl Effective {
    /// All lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("; ")
    }
}

/// What starts the pipeline, for each source action in the order of the pipeline.
pub fn effective(document: &Document) -> Vec<Effective> {
    let pipeline = document.pipeline();
    sources(pipeline)
        .map(|(action, kind, way)| {
            let (start, lines) = lines(pipeline, action, kind, way);
            Effective { action: action.id, source: action.name().to_owned(), kind: start, lines }
        })
        .collect()
}

const NOT_HERE: &str = "which Pipewright does not create here";

fn lines(pipeline: &Pipeline, action: &Action, kind: SourceKind, way: Way<'_>) -> (Kind, Vec<String>) {
    let branch = branch_words(action, kind);
    let one = |kind, line: String| (kind, vec![line]);
    match way {
        Way::EachPush { trigger: None } => {
            one(Kind::EachPush, format!("Starts on every push to {branch} – default"))
        }
        Way::EachPush { trigger: Some(_) } => {
            one(Kind::EachPush, format!("Starts on every push to {branch}, as its trigger filters nothing"))
        }
        Way::Filtered { trigger, .. } => {
            let mut lines: Vec<String> =
                trigger.filters().map(|it| filter_words(it).unwrap_or_else(|e| e)).collect();
            if pipeline.pipeline_type() == Some("V1") {
                lines.push("AWS refuses triggers of a V1 pipeline; change it to V2".to_owned());
            }
            (Kind::Filtered, lines)
        }
        Way::Polling { is_default } => {
            let default = if is_default { " – default" } else { "" };
            one(Kind::Polling, format!("Polls every minute for {}{default}", change_words(action, kind)))
        }
        Way::Rule => {
            let what = change_words(action, kind);
            one(Kind::Outside, format!("Starts on {what} by an EventBridge rule, {NOT_HERE}"))
        }
        Way::Webhook => {
            one(Kind::Outside, format!("Starts on a push to {branch} by a webhook of GitHub, {NOT_HERE}"))
        }
        Way::Off => one(Kind::ByHand, "Never by itself: DetectChanges is off".to_owned()),
        Way::Unknown => {
            let provider = action.action_type().provider;
            let who = if provider.is_empty() { "its provider" } else { provider };
            one(Kind::Unknown, format!("Starts when {who} says so; Pipewright knows no more"))
        }
    }
}

/// The branch of a source, for a sentence.
pub(super) fn branch_words(action: &Action, kind: SourceKind) -> &str {
    let branch = kind.branch_key().and_then(|key| action.configuration().get(key));
    branch.filter(|branch| !branch.is_empty()).unwrap_or("its branch, which is not named yet")
}

/// The change a source without triggers looks for.
fn change_words(action: &Action, kind: SourceKind) -> String {
    let text = |key: &str| action.configuration().get(key).filter(|value| !value.is_empty());
    match kind {
        SourceKind::S3 => match (text("S3ObjectKey"), text("S3Bucket")) {
            (Some(key), Some(bucket)) => format!("a new version of {key} in {bucket}"),
            (Some(key), None) => format!("a new version of {key}"),
            (None, _) => "a new version of its object".to_owned(),
        },
        SourceKind::Ecr => {
            let tag = text("ImageTag").unwrap_or("latest");
            text("RepositoryName").map_or_else(
                || format!("a new image with tag {tag}"),
                |repository| format!("a new image {repository}:{tag}"),
            )
        }
        SourceKind::Connection | SourceKind::CodeCommit | SourceKind::GitHub | SourceKind::Other => {
            format!("a push to {}", branch_words(action, kind))
        }
    }
}

/// What a filter lets pass, as a line.
///
/// # Errors
/// Why AWS refuses the filter, as a line.
pub fn filter_words(filter: TriggerFilter<'_>) -> Result<String, String> {
    if let Some(problem) = refusal(filter) {
        return Err(format!("AWS refuses {}: {problem}", filter_name(filter)));
    }
    let branches =
        filter.patterns("branches").map_or_else(|| "any branch".to_owned(), |it| listed(it, "any branch"));
    let files = filter.patterns("filePaths").map(|it| format!(" that changes {}", listed(it, "any file")));
    let files = files.unwrap_or_default();
    Ok(match (filter.kind, filter.patterns("tags")) {
        (FilterKind::Push, Some(tags)) => format!("Starts on a push of tag {}", listed(tags, "any tag")),
        (FilterKind::Push, None) => format!("Starts on a push to {branches}{files}"),
        (FilterKind::PullRequest, _) => {
            let events = event_words(filter);
            format!("Starts when a pull request into {branches}{files} is {events}")
        }
    })
}

/// "push filter 2", "pull request filter 1".
pub(super) fn filter_name(filter: TriggerFilter<'_>) -> String {
    let kind = match filter.kind {
        FilterKind::Push => "push",
        FilterKind::PullRequest => "pull request",
    };
    format!("{kind} filter {}", filter.index + 1)
}

/// Why AWS refuses a filter, as the end of a sentence.
pub(super) fn refusal(filter: TriggerFilter<'_>) -> Option<&'static str> {
    let has = |key: &str| filter.members.contains_key(key);
    match filter.kind {
        FilterKind::Push if has("tags") && (has("branches") || has("filePaths")) => {
            Some("it is about tags and branches at once")
        }
        FilterKind::Push if !has("tags") && has("filePaths") && !has("branches") => {
            Some("file paths need branches")
        }
        FilterKind::Push if !has("tags") && !has("branches") => Some("it names neither tags nor branches"),
        FilterKind::PullRequest if !has("branches") => Some("it names no branches"),
        FilterKind::Push | FilterKind::PullRequest => None,
    }
}

fn event_words(filter: TriggerFilter<'_>) -> String {
    let mut words: Vec<String> = filter
        .events()
        .map(|event| match event {
            "OPEN" => "opened".to_owned(),
            "UPDATED" => "updated".to_owned(),
            "CLOSED" => "closed".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    if words.is_empty() {
        words = ["opened", "updated", "closed"].map(str::to_owned).into();
    }
    joined(&words, "or")
}

/// "main or release/**, but not release/old".
fn listed(patterns: Patterns<'_>, any: &str) -> String {
    let all = |list: Vec<&str>| joined(&list.into_iter().map(str::to_owned).collect::<Vec<_>>(), "or");
    let includes: Vec<&str> = patterns.includes().collect();
    let excludes: Vec<&str> = patterns.excludes().collect();
    let included = if includes.is_empty() || includes == ["**"] { any.to_owned() } else { all(includes) };
    if excludes.is_empty() { included } else { format!("{included} but not {}", all(excludes)) }
}

/// "a", "a or b", "a, b or c".
pub(super) fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
