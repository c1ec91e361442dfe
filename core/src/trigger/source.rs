//! Source actions, and how each notices changes.

use crate::pipeline::{Action, Pipeline, Trigger};

/// The source actions AWS brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// `CodeStarSourceConnection`: GitHub, GitLab, Bitbucket, Azure DevOps.
    Connection,
    /// A CodeCommit repository.
    CodeCommit,
    /// GitHub (version 1), with a token.
    GitHub,
    /// An object in S3.
    S3,
    /// An image in ECR.
    Ecr,
    /// A custom action, or one this program does not know.
    Other,
}

/// What can be asked about a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A push of a branch.
    PushBranch,
    /// A push of a tag.
    PushTag,
    /// Something with a pull request.
    PullRequest,
    /// A new image.
    NewImage,
    /// A new object.
    NewObject,
}

/// How a source notices changes.
#[derive(Clone, Copy, Debug)]
pub enum Way<'d> {
    /// A connection tells of each push to the branch; the trigger, if there is one, filters nothing.
    EachPush {
        /// Position of a trigger without filters.
        trigger: Option<usize>,
    },
    /// The filters of a trigger.
    Filtered {
        /// Position of the trigger.
        index: usize,
        /// The trigger.
        trigger: Trigger<'d>,
    },
    /// CodePipeline looks again and again.
    Polling {
        /// Whether that is only because nothing else is said.
        is_default: bool,
    },
    /// An EventBridge rule outside the definition.
    Rule,
    /// A webhook outside the definition.
    Webhook,
    /// Detection is switched off.
    Off,
    /// Nobody here knows.
    Unknown,
}

impl SourceKind {
    /// The kind of a source action; `None` for other actions.
    pub fn of(action: &Action) -> Option<Self> {
        let kind = action.action_type();
        if kind.category != "Source" {
            return None;
        }
        Some(match (kind.owner, kind.provider) {
            ("AWS", "CodeStarSourceConnection") => Self::Connection,
            ("AWS", "CodeCommit") => Self::CodeCommit,
            ("AWS", "S3") => Self::S3,
            ("AWS", "ECR") => Self::Ecr,
            ("ThirdParty", "GitHub") => Self::GitHub,
            _ => Self::Other,
        })
    }

    /// The configuration key that names the branch.
    pub fn branch_key(self) -> Option<&'static str> {
        match self {
            Self::Connection | Self::CodeCommit => Some("BranchName"),
            Self::GitHub => Some("Branch"),
            Self::S3 | Self::Ecr | Self::Other => None,
        }
    }

    /// The events that make sense for it.
    pub fn events(self) -> &'static [EventKind] {
        match self {
            Self::Connection => &[EventKind::PushBranch, EventKind::PushTag, EventKind::PullRequest],
            Self::CodeCommit | Self::GitHub => &[EventKind::PushBranch, EventKind::PushTag],
            Self::S3 => &[EventKind::NewObject],
            Self::Ecr => &[EventKind::NewImage],
            Self::Other => &[],
        }
    }
}

/// The source actions with what starts them, in the order of the pipeline.
pub fn sources(pipeline: &Pipeline) -> impl Iterator<Item = (&Action, SourceKind, Way<'_>)> {
    pipeline.actions().filter_map(move |(_, action)| {
        let kind = SourceKind::of(action)?;
        Some((action, kind, way(pipeline, action, kind)))
    })
}

fn way<'d>(pipeline: &'d Pipeline, action: &Action, kind: SourceKind) -> Way<'d> {
    let says = |key: &str| action.configuration().get(key);
    let polls = || match says("PollForSourceChanges") {
        None => Some(Way::Polling { is_default: true }),
        Some(value) if value.eq_ignore_ascii_case("true") => Some(Way::Polling { is_default: false }),
        Some(_) => None,
    };
    match kind {
        SourceKind::Connection => match trigger_of(pipeline, action.name()) {
            Some((index, trigger)) if trigger.filters().next().is_some() => Way::Filtered { index, trigger },
            Some((index, _)) => Way::EachPush { trigger: Some(index) },
            None if says("DetectChanges").is_some_and(|value| value.eq_ignore_ascii_case("false")) => {
                Way::Off
            }
            None => Way::EachPush { trigger: None },
        },
        SourceKind::CodeCommit | SourceKind::S3 => polls().unwrap_or(Way::Rule),
        SourceKind::GitHub => polls().unwrap_or(Way::Webhook),
        SourceKind::Ecr => Way::Rule,
        SourceKind::Other => Way::Unknown,
    }
}

/// The first trigger of a source action; AWS takes no second one.
pub(crate) fn trigger_of<'d>(pipeline: &'d Pipeline, source: &str) -> Option<(usize, Trigger<'d>)> {
    let all = crate::pipeline::list_of(&pipeline.members, "triggers");
    let mut triggers =
        all.iter().enumerate().filter_map(|(index, value)| Some((index, Trigger(value.as_object()?))));
    triggers.find(|(_, trigger)| trigger.source_action_name() == Some(source))
}
