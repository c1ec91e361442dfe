//! Merging values: objects member by member, lists of named things by name, everything else as a whole.

use serde_json::Value;

use super::super::normal::{are_same, identities, identity};
use super::super::secret::HIDDEN;
use super::super::secret::{is_secret_key, redact};
use super::{Choice, Clash};
use crate::pipeline::{ActionType, Object};

/// Members that mean something only as a whole.
const WHOLE: [&str; 6] =
    ["actionTypeId", "artifactStore", "encryptionKey", "onFailure", "onSuccess", "beforeEntry"];

/// What is collected on the way.
pub(super) struct Values<'a> {
    pub region: Option<&'a str>,
    pub choose: &'a dyn Fn(&str) -> Option<Choice>,
    pub clashes: Vec<Clash>,
}

/// Where a value is.
#[derive(Clone, Debug, Default)]
pub(super) struct Way<'a> {
    pub place: Vec<String>,
    /// Of the action, to know its secrets.
    pub action_type: ActionType<'a>,
    /// The member that holds the value; `None` for the members of a stage, action or pipeline themselves.
    pub key: Option<String>,
    is_inner: bool,
    in_configuration: bool,
}

/// The three states of something.
pub(super) type Three<'v> = [Option<&'v Value>; 3];

impl<'a> Way<'a> {
    pub fn new(place: Vec<String>, action_type: ActionType<'a>) -> Self {
        Self { place, action_type, ..Self::default() }
    }

    pub fn member(&self, key: &str) -> Self {
        let mut way = self.clone();
        way.place.push(key.to_owned());
        way.is_inner = self.key.is_some();
        way.in_configuration = self.in_configuration || self.key.as_deref() == Some("configuration");
        way.key = Some(key.to_owned());
        way
    }

    /// The same place for a value that is never merged member by member.
    pub fn as_whole(&self) -> Self {
        Self { key: Some(WHOLE[0].to_owned()), ..self.clone() }
    }

    fn hidden(&self, value: Option<&Value>) -> Option<Value> {
        let is_secret = self.in_configuration
            && self.key.as_deref().is_some_and(|key| is_secret_key(self.action_type, key));
        let in_configuration = self.in_configuration || self.key.as_deref() == Some("configuration");
        value.map(
            |value| {
                if is_secret { HIDDEN.into() } else { redact(value, self.action_type, in_configuration) }
            },
        )
    }
}

impl Values<'_> {
    /// Members of all three, in the order of mine, then what theirs adds. `apart` are members merged elsewhere.
    pub fn objects(&mut self, way: &Way<'_>, all: [&Object; 3], apart: &[&str]) -> Object {
        let [base, mine, theirs] = all;
        let mut merged = Object::new();
        let keys = mine.keys().chain(theirs.keys().filter(|key| !mine.contains_key(*key)));
        for key in keys.filter(|key| !apart.contains(&key.as_str())) {
            let three = [base.get(key), mine.get(key), theirs.get(key)];
            if let Some(value) = self.value(&way.member(key), three) {
                merged.insert(key.clone(), value);
            }
        }
        merged
    }

    /// One value; `None` if it is not there in the end.
    pub fn value(&mut self, way: &Way<'_>, three: Three<'_>) -> Option<Value> {
        let [base, mine, theirs] = three;
        if let Some(value) = self.by_side(way, three) {
            return value.cloned();
        }
        if let [Some(Value::Object(mine)), Some(Value::Object(theirs))] = [mine, theirs]
            && !way.key.as_deref().is_some_and(|key| WHOLE.contains(&key))
        {
            let none = Object::new();
            let base = base.and_then(Value::as_object).unwrap_or(&none);
            return Some(Value::Object(self.objects(way, [base, mine, theirs], &[])));
        }
        if let [Some(Value::Array(mine)), Some(Value::Array(theirs))] = [mine, theirs]
            && let Some(key) = way.key.as_deref()
            && let base = base.and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
            && [base, mine, theirs].iter().all(|list| identities(key, list).is_some())
        {
            return Some(Value::Array(self.lists(way, key, [base, mine, theirs])));
        }
        self.clash(way, three).cloned()
    }

    /// The value if one side alone changed it, or both the same way; it may be none.
    #[expect(clippy::option_option, reason = "no side is something else than no value")]
    fn by_side<'v>(&self, way: &Way<'_>, [base, mine, theirs]: Three<'v>) -> Option<Option<&'v Value>> {
        let are_alike = self.same(way, mine, theirs) || self.same(way, theirs, mine);
        if are_alike || self.same(way, base, theirs) {
            Some(mine)
        } else if self.same(way, base, mine) {
            Some(theirs)
        } else {
            None
        }
    }

    fn lists(&mut self, way: &Way<'_>, key: &str, all: [&[Value]; 3]) -> Vec<Value> {
        let [base, mine, theirs] = all;
        let find = |list: &'_ [Value], name: &str| {
            list.iter().position(|element| identity(key, element) == Some(name))
        };
        let names = |list: &[Value]| -> Vec<String> {
            list.iter().filter_map(|element| identity(key, element)).map(str::to_owned).collect()
        };
        let mut order = names(mine);
        order.extend(names(theirs).into_iter().filter(|name| find(mine, name).is_none()));
        let mut merged = Vec::new();
        for name in order {
            let three = [base, mine, theirs].map(|list| find(list, &name).map(|index| &list[index]));
            merged.extend(self.value(&way.member(&name), three));
        }
        merged
    }

    /// Notes that both changed something, and gives what holds until it is decided otherwise.
    pub fn clash<'v>(&mut self, way: &Way<'_>, three: Three<'v>) -> Option<&'v Value> {
        let [base, mine, theirs] = three;
        let [hidden_base, hidden_mine, hidden_theirs] = three.map(|value| way.hidden(value));
        debug_assert_eq!(base.is_some(), hidden_base.is_some());
        let choice = self.decide(way.place.clone(), hidden_base, hidden_mine, hidden_theirs);
        if choice == Some(Choice::Theirs) { theirs } else { mine }
    }

    /// The same for what is no value of its own; returns the choice.
    pub fn decide(
        &mut self,
        place: Vec<String>,
        base: Option<Value>,
        mine: Option<Value>,
        theirs: Option<Value>,
    ) -> Option<Choice> {
        let mut clash = Clash { place, base, mine, theirs, choice: None };
        clash.choice = (self.choose)(&clash.key());
        let choice = clash.choice;
        self.clashes.push(clash);
        choice
    }

    /// Whether a later state changes nothing of an earlier one; what is absent means what AWS fills in.
    pub fn same(&self, way: &Way<'_>, old: Option<&Value>, new: Option<&Value>) -> bool {
        match [old, new].map(|value| value.and_then(|value| self.plain(way, value))) {
            [None, None] => true,
            [Some(old), Some(new)] => are_same(&old, &new),
            _ => false,
        }
    }

    /// A value without what says nothing; `None` if nothing is left.
    fn plain(&self, way: &Way<'_>, value: &Value) -> Option<Value> {
        let is_default = !way.is_inner
            && match (way.key.as_deref(), value) {
                (Some("executionMode"), Value::String(mode)) => mode == "SUPERSEDED",
                (Some("region"), Value::String(region)) => Some(region.as_str()) == self.region,
                (Some("runOrder"), Value::Number(order)) => order.as_u64() == Some(1),
                _ => false,
            };
        let value = tidy(value);
        let is_empty = match &value {
            Value::Null => true,
            Value::Array(elements) => elements.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        (!is_default && !is_empty).then_some(value)
    }
}

/// Without members that say nothing.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| (key.clone(), tidy(value)))
                .filter(|(_, value)| match value {
                    Value::Null => false,
                    Value::Array(elements) => !elements.is_empty(),
                    Value::Object(members) => !members.is_empty(),
                    Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
                })
                .collect(),
        ),
        Value::Array(elements) => elements.iter().map(tidy).collect(),
        other => other.clone(),
    }
}
