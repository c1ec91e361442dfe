//! Stage conditions and their rules (V2).

use serde_json::Value;

use super::action::artifact_names;
use super::object::{Object, list_of, object_of, text_of};
use super::{ActionType, Configuration};

/// The three places of a stage that hold conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConditionKind {
    /// Before the stage's first action.
    BeforeEntry,
    /// After all actions succeeded.
    OnSuccess,
    /// After the stage failed.
    OnFailure,
}

/// What stands under `beforeEntry`, `onSuccess` or `onFailure`.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// Which of the three.
    pub kind: ConditionKind,
    /// Its members.
    pub members: &'a Object,
}

/// One condition: rules, and what happens if one of them fails.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'a>(pub &'a Object);

/// One rule of a condition.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a>(pub &'a Object);

impl ConditionKind {
    /// In order of evaluation.
    pub const ALL: [Self; 3] = [Self::BeforeEntry, Self::OnSuccess, Self::OnFailure];

    /// The member of the stage.
    pub fn key(self) -> &'static str {
        match self {
            Self::BeforeEntry => "beforeEntry",
            Self::OnSuccess => "onSuccess",
            Self::OnFailure => "onFailure",
        }
    }

    /// For people: "before entry", "on success", "on failure".
    pub fn label(self) -> &'static str {
        match self {
            Self::BeforeEntry => "before entry",
            Self::OnSuccess => "on success",
            Self::OnFailure => "on failure",
        }
    }

    /// The results AWS allows for a condition of this kind.
    pub fn results(self) -> &'static [&'static str] {
        match self {
            Self::BeforeEntry => &["FAIL", "SKIP"],
            Self::OnSuccess => &["FAIL", "ROLLBACK"],
            Self::OnFailure => &["ROLLBACK"],
        }
    }
}

impl<'a> Conditions<'a> {
    /// The result that applies without any condition; only `onFailure` has it: `ROLLBACK` or `RETRY`.
    pub fn result(self) -> Option<&'a str> {
        text_of(self.members, "result")
    }

    /// `FAILED_ACTIONS` or `ALL_ACTIONS`, for result `RETRY`.
    pub fn retry_mode(self) -> Option<&'a str> {
        text_of(object_of(self.members, "retryConfiguration")?, "retryMode")
    }

    /// The conditions; AWS allows exactly one.
    pub fn conditions(self) -> impl Iterator<Item = Condition<'a>> {
        list_of(self.members, "conditions").iter().filter_map(Value::as_object).map(Condition)
    }
}

impl<'a> Condition<'a> {
    /// What happens when a rule fails.
    pub fn result(self) -> Option<&'a str> {
        text_of(self.0, "result")
    }

    /// The rules; all must succeed. AWS allows 1–5.
    pub fn rules(self) -> impl Iterator<Item = Rule<'a>> {
        list_of(self.0, "rules").iter().filter_map(Value::as_object).map(Rule)
    }
}

impl<'a> Rule<'a> {
    /// The name; empty where it is missing.
    pub fn name(self) -> &'a str {
        text_of(self.0, "name").unwrap_or_default()
    }

    /// Category `Rule`, owner `AWS`, provider and version.
    pub fn rule_type(self) -> ActionType<'a> {
        object_of(self.0, "ruleTypeId").map(ActionType::from_object).unwrap_or_default()
    }

    /// The configuration; a value may have up to 10,000 characters.
    pub fn configuration(self) -> Configuration<'a> {
        Configuration(object_of(self.0, "configuration"))
    }

    /// Names of the artifacts the rule takes.
    pub fn input_artifacts(self) -> impl Iterator<Item = &'a str> {
        artifact_names(self.0, "inputArtifacts")
    }

    /// The commands of a Commands rule.
    pub fn commands(self) -> impl Iterator<Item = &'a str> {
        list_of(self.0, "commands").iter().filter_map(Value::as_str)
    }

    /// The Region the rule runs in.
    pub fn region(self) -> Option<&'a str> {
        text_of(self.0, "region")
    }

    /// The role the rule runs with.
    pub fn role_arn(self) -> Option<&'a str> {
        text_of(self.0, "roleArn")
    }
}
