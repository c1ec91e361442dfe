//! Triggers: which Git events of a connection start the pipeline (V2).

use serde_json::Value;

use super::object::{Object, list_of, object_of, text_of};

/// One trigger. AWS allows at most one per source action.
#[derive(Clone, Copy, Debug)]
pub struct Trigger<'a>(pub &'a Object);

/// The two kinds of filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterKind {
    /// A push of a branch or tag.
    Push,
    /// A pull request event.
    PullRequest,
}

/// One filter; those of a trigger are alternatives.
#[derive(Clone, Copy, Debug)]
pub struct TriggerFilter<'a> {
    /// Push or pull request.
    pub kind: FilterKind,
    /// Position in its list, from 0.
    pub index: usize,
    /// Its members.
    pub members: &'a Object,
}

/// Glob patterns; an exclude beats an include.
#[derive(Clone, Copy, Debug)]
pub struct Patterns<'a>(pub &'a Object);

impl FilterKind {
    /// The member of `gitConfiguration`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::PullRequest => "pullRequest",
        }
    }
}

impl<'a> Trigger<'a> {
    /// `CodeStarSourceConnection`.
    pub fn provider_type(self) -> Option<&'a str> {
        text_of(self.0, "providerType")
    }

    /// `gitConfiguration`.
    pub fn git_configuration(self) -> Option<&'a Object> {
        object_of(self.0, "gitConfiguration")
    }

    /// The source action the trigger belongs to.
    pub fn source_action_name(self) -> Option<&'a str> {
        text_of(self.git_configuration()?, "sourceActionName")
    }

    /// All filters, push before pull request.
    pub fn filters(self) -> impl Iterator<Item = TriggerFilter<'a>> {
        [FilterKind::Push, FilterKind::PullRequest].into_iter().flat_map(move |kind| {
            let filters = self.git_configuration().map_or(&[][..], |git| list_of(git, kind.key()));
            filters.iter().enumerate().filter_map(move |(index, filter)| {
                Some(TriggerFilter { kind, index, members: filter.as_object()? })
            })
        })
    }
}

impl<'a> TriggerFilter<'a> {
    /// Patterns for `branches`, `tags` or `filePaths`.
    pub fn patterns(self, key: &str) -> Option<Patterns<'a>> {
        object_of(self.members, key).map(Patterns)
    }

    /// `OPEN`, `UPDATED`, `CLOSED` of a pull request.
    pub fn events(self) -> impl Iterator<Item = &'a str> {
        list_of(self.members, "events").iter().filter_map(Value::as_str)
    }
}

impl<'a> Patterns<'a> {
    /// Patterns of which one must match.
    pub fn includes(self) -> impl Iterator<Item = &'a str> {
        list_of(self.0, "includes").iter().filter_map(Value::as_str)
    }

    /// Patterns of which none may match.
    pub fn excludes(self) -> impl Iterator<Item = &'a str> {
        list_of(self.0, "excludes").iter().filter_map(Value::as_str)
    }
}
