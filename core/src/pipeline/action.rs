//! Actions: what a stage does.

use serde_json::Value;

use super::object::{Object, integer_of, list_of, member, object_of, text_of};
use super::{ActionId, Ids};

/// One action of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Identity while the document is open.
    pub id: ActionId,
    /// All members in file order.
    pub members: Object,
    /// What the file had here, if that was no object; then there are no members.
    pub odd: Option<Value>,
}

/// Category, owner, provider and version: what names an action type. Parts that are missing are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ActionType<'a> {
    /// `Source`, `Build`, `Test`, `Deploy`, `Approval`, `Invoke` or `Compute`.
    pub category: &'a str,
    /// `AWS`, `ThirdParty` or `Custom`.
    pub owner: &'a str,
    /// For example `CodeBuild`. The same provider may exist in several categories.
    pub provider: &'a str,
    /// `1` for everything built in.
    pub version: &'a str,
}

/// The configuration of an action or rule: text to text, in file order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Configuration<'a>(pub Option<&'a Object>);

/// An environment variable of a Commands or EKS action (V2).
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentVariable<'a>(pub &'a Object);

impl Action {
    /// Reads one element of `actions`.
    pub fn from_value(value: Value, ids: &Ids) -> Self {
        let id = ids.action();
        match value {
            Value::Object(members) => Self { id, members, odd: None },
            odd => Self { id, members: Object::new(), odd: Some(odd) },
        }
    }

    /// The action as JSON.
    pub fn to_value(&self) -> Value {
        self.odd.clone().unwrap_or_else(|| Value::Object(self.members.clone()))
    }

    /// The name, unique in its stage; empty where it is missing.
    pub fn name(&self) -> &str {
        text_of(&self.members, "name").unwrap_or_default()
    }

    /// The action type.
    pub fn action_type(&self) -> ActionType<'_> {
        object_of(&self.members, "actionTypeId").map(ActionType::from_object).unwrap_or_default()
    }

    /// When the action runs inside its stage, 1–999; 1 where it is absent or no whole number.
    pub fn run_order(&self) -> i64 {
        integer_of(&self.members, "runOrder").unwrap_or(1)
    }

    /// The configuration.
    pub fn configuration(&self) -> Configuration<'_> {
        Configuration(object_of(&self.members, "configuration"))
    }

    /// Names of the artifacts the action takes, in order; the first is the primary one for many providers.
    pub fn input_artifacts(&self) -> impl Iterator<Item = &str> {
        artifact_names(&self.members, "inputArtifacts")
    }

    /// Names of the artifacts the action makes.
    pub fn output_artifacts(&self) -> impl Iterator<Item = &str> {
        artifact_names(&self.members, "outputArtifacts")
    }

    /// The namespace under which later actions read this action's variables.
    pub fn namespace(&self) -> Option<&str> {
        text_of(&self.members, "namespace")
    }

    /// The Region the action runs in, if it is not left to the pipeline's.
    pub fn region(&self) -> Option<&str> {
        text_of(&self.members, "region")
    }

    /// The role the action runs with, if it is not the pipeline's.
    pub fn role_arn(&self) -> Option<&str> {
        text_of(&self.members, "roleArn")
    }

    /// The time limit of a manual approval, 5–86400 minutes.
    pub fn timeout_minutes(&self) -> Option<i64> {
        integer_of(&self.members, "timeoutInMinutes")
    }

    /// The commands of a Commands action.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        list_of(&self.members, "commands").iter().filter_map(Value::as_str)
    }

    /// The variables a Commands action puts out.
    pub fn output_variables(&self) -> impl Iterator<Item = &str> {
        list_of(&self.members, "outputVariables").iter().filter_map(Value::as_str)
    }

    /// The environment variables of a Commands or EKS action.
    pub fn environment_variables(&self) -> impl Iterator<Item = EnvironmentVariable<'_>> {
        list_of(&self.members, "environmentVariables")
            .iter()
            .filter_map(Value::as_object)
            .map(EnvironmentVariable)
    }
}

impl<'a> ActionType<'a> {
    /// Reads an `actionTypeId` or `ruleTypeId`.
    pub fn from_object(object: &'a Object) -> Self {
        let mut action_type = Self::default();
        for (key, value) in object {
            let Some(text) = value.as_str() else { continue };
            match key.as_str() {
                "category" => action_type.category = text,
                "owner" => action_type.owner = text,
                "provider" => action_type.provider = text,
                "version" => action_type.version = text,
                _ => {}
            }
        }
        action_type
    }
}

impl<'a> Configuration<'a> {
    /// The text under a key; `None` where it is absent or no text.
    pub fn get(self, key: &str) -> Option<&'a str> {
        text_of(self.0?, key)
    }

    /// Whether the key is there, with any value.
    pub fn has(self, key: &str) -> bool {
        self.0.is_some_and(|object| member(object, key).is_some())
    }

    /// All entries in file order.
    pub fn entries(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The entries that are text, as they should all be.
    pub fn texts(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.entries().filter_map(|(key, value)| Some((key, value.as_str()?)))
    }
}

impl<'a> EnvironmentVariable<'a> {
    /// The name.
    pub fn name(self) -> Option<&'a str> {
        text_of(self.0, "name")
    }

    /// The value, or the secret's name for type `SECRETS_MANAGER`.
    pub fn value(self) -> Option<&'a str> {
        text_of(self.0, "value")
    }

    /// `PLAINTEXT` (also where absent) or `SECRETS_MANAGER`.
    pub fn kind(self) -> &'a str {
        text_of(self.0, "type").unwrap_or("PLAINTEXT")
    }
}

/// The `name`s in a list of artifacts.
pub(super) fn artifact_names<'a>(members: &'a Object, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    list_of(members, key).iter().filter_map(|artifact| text_of(artifact.as_object()?, "name"))
}
