//! Differences between values, with the way to them in words.

use serde_json::Value;

use super::FieldChange;
use super::normal::{are_same, identities};
use super::secret::{HIDDEN, is_secret_key, redact_named};
use crate::pipeline::{ActionType, Object, Path, text_of};

/// Compares members and keeps what differs.
pub(super) struct Fields<'a> {
    /// The type of the action before and afterwards, to know its secrets.
    pub types: [ActionType<'a>; 2],
    pub changes: Vec<FieldChange>,
}

/// Where a value is, for programs and for people.
#[derive(Clone, Default)]
struct Way {
    path: Path,
    label: Vec<String>,
    /// What the value is called where that may promise a secret: its key, or the variable it is of.
    name: String,
    in_configuration: bool,
    is_secret: bool,
}

impl<'a> Fields<'a> {
    /// All differences of the members of a pipeline, stage or action.
    pub fn between(types: [ActionType<'a>; 2], old: &Object, new: &Object) -> Vec<FieldChange> {
        let mut fields = Self { types, changes: Vec::new() };
        fields.objects(&Way::default(), old, new);
        fields.changes
    }

    fn objects(&mut self, way: &Way, old: &Object, new: &Object) {
        // The value of such a variable is where its secret is kept, and no secret itself.
        let is_pointer = |members: &Object| text_of(members, "type").is_some_and(|kind| kind != "PLAINTEXT");
        let mut way = way.clone();
        if is_pointer(old) && is_pointer(new) {
            way.name.clear();
        }
        for (key, value) in old {
            self.values(&way.member(key, self.types), key, Some(value), new.get(key));
        }
        for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            self.values(&way.member(key, self.types), key, None, Some(value));
        }
    }

    fn values(&mut self, way: &Way, key: &str, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(old), Some(new)) if are_same(old, new) => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) => self.objects(way, old, new),
            (Some(Value::Array(old)), Some(Value::Array(new))) => self.lists(way, key, old, new),
            // One line for each entry says more than one for all.
            (None, Some(Value::Object(new))) if key == "configuration" => {
                self.objects(way, &Object::new(), new);
            }
            (Some(Value::Object(old)), None) if key == "configuration" => {
                self.objects(way, old, &Object::new());
            }
            (None, Some(Value::Array(new))) if identities(key, new).is_some() => {
                self.lists(way, key, &[], new);
            }
            (Some(Value::Array(old)), None) if identities(key, old).is_some() => {
                self.lists(way, key, old, &[]);
            }
            _ => self.add(way, old, new),
        }
    }

    fn lists(&mut self, way: &Way, key: &str, old: &[Value], new: &[Value]) {
        if let (Some(old_names), Some(new_names)) = (identities(key, old), identities(key, new)) {
            for (index, name) in old_names.iter().enumerate() {
                let at = new_names.iter().position(|other| other == name);
                let way = way.element(key, name, at.unwrap_or(index));
                self.values(&way, "", Some(&old[index]), at.map(|at| &new[at]));
            }
            for (index, name) in new_names.iter().enumerate().filter(|(_, name)| !old_names.contains(name)) {
                self.values(&way.element(key, name, index), "", None, Some(&new[index]));
            }
        } else if old.iter().chain(new).any(|element| element.is_object() || element.is_array()) {
            for index in 0..old.len().max(new.len()) {
                let is_only = old.len() <= 1 && new.len() <= 1;
                self.values(&way.position(index, is_only), "", old.get(index), new.get(index));
            }
        } else {
            self.add(way, Some(&Value::from(old)), Some(&Value::from(new)));
        }
    }

    fn add(&mut self, way: &Way, old: Option<&Value>, new: Option<&Value>) {
        let hide = |value: &Value, action_type| {
            if way.is_secret {
                HIDDEN.into()
            } else {
                redact_named(&way.name, value, action_type, way.in_configuration)
            }
        };
        self.changes.push(FieldChange {
            path: way.path.clone(),
            label: way.label.clone(),
            old: old.map(|value| hide(value, self.types[0])),
            new: new.map(|value| hide(value, self.types[1])),
        });
    }
}

impl Way {
    fn member(&self, key: &str, types: [ActionType<'_>; 2]) -> Self {
        let mut way = self.clone();
        way.path = way.path.then(key.to_owned());
        // A variable says its name beside its value.
        if !matches!(key, "value" | "defaultValue") {
            key.clone_into(&mut way.name);
        }
        way.is_secret |= self.in_configuration && types.iter().any(|t| is_secret_key(*t, key));
        if self.in_configuration {
            way.label.push(key.to_owned());
        } else if key == "configuration" {
            way.in_configuration = true;
        } else {
            way.label.push(words_of_key(key));
        }
        way
    }

    /// An element that is known by a name: "variable STAGE".
    fn element(&self, list: &str, name: &str, index: usize) -> Self {
        let mut way = self.clone();
        way.path = way.path.then(index);
        name.clone_into(&mut way.name);
        way.label.pop();
        let words = words_of_key(list);
        way.label.push(format!("{} {name}", words.strip_suffix('s').unwrap_or(&words)));
        way
    }

    fn position(&self, index: usize, is_only: bool) -> Self {
        let mut way = self.clone();
        way.path = way.path.then(index);
        if !is_only {
            way.label.push((index + 1).to_string());
        }
        way
    }
}

/// `executionMode` as "execution mode".
pub(super) fn words_of_key(key: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for c in key.chars() {
        match words.last_mut() {
            Some(word) if !c.is_ascii_uppercase() => word.push(c),
            // A key in capitals is a name.
            Some(word) if word.chars().next_back().is_some_and(|last| last.is_ascii_uppercase()) => {
                word.push(c);
            }
            _ => words.push(c.to_string()),
        }
    }
    let word = |word: &String| match word.to_ascii_lowercase().as_str() {
        "arn" => "ARN".to_owned(),
        "id" => "ID".to_owned(),
        lower if words.len() > 1 => lower.to_owned(),
        _ => word.clone(),
    };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}
