//! The parameters an import makes of what a file leaves open.
//!
//! They become the member `parameters` of the document's `pipewright` member, and `${Name}` stands where their value
//! belongs. Each keeps under `origin` the expression it was in the file.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::pipeline::Object;

/// The parameters met so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    all: Vec<Parameter>,
    by_origin: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    /// Names that mean something else, such as a shell variable in a command.
    taken: HashSet<String>,
    /// The last number behind a name that several wanted.
    numbers: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Parameter {
    name: String,
    members: Object,
}

impl Parameters {
    /// Keeps a name from being given to a parameter.
    pub fn avoid(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// The reference `${Name}` to the parameter of an expression, which is declared if it was not. `wish` is what it
    /// would best be called.
    pub fn refer(&mut self, origin: &str, wish: &str, members: impl FnOnce() -> Object) -> String {
        self.refer_as(origin, origin, wish, members)
    }

    /// The same for an expression that may be written in several ways: those of one `key` have one parameter.
    pub fn refer_as(
        &mut self,
        key: &str,
        origin: &str,
        wish: &str,
        members: impl FnOnce() -> Object,
    ) -> String {
        if let Some(at) = self.by_origin.get(key) {
            return format!("${{{}}}", self.all[*at].name);
        }
        let name = self.free_name(wish);
        let mut members = members();
        members.insert("origin".to_owned(), origin.into());
        self.taken.insert(name.clone());
        self.by_origin.insert(key.to_owned(), self.all.len());
        self.by_name.insert(name.clone(), self.all.len());
        self.all.push(Parameter { name: name.clone(), members });
        format!("${{{name}}}")
    }

    /// No value of the parameter of this reference, `${Name}`, is to be kept in the file.
    pub fn set_secret(&mut self, reference: &str) {
        let name = reference.trim_start_matches("${").trim_end_matches('}');
        if let Some(parameter) = self.by_name.get(name).and_then(|at| self.all.get_mut(*at)) {
            drop(parameter.members.shift_remove("default"));
            parameter.members.insert("secret".to_owned(), true.into());
        }
    }

    /// The declarations of those that a value refers to, in the order they were met.
    pub fn used_in(&self, value: &Value) -> Object {
        let mut names = HashSet::new();
        each_text(value, &mut |text| names.extend(references(text).map(str::to_owned)));
        let used = self.all.iter().filter(|parameter| names.contains(&parameter.name));
        used.map(|parameter| (parameter.name.clone(), Value::Object(parameter.members.clone()))).collect()
    }

    /// The text with the defaults of its parameters; `None` if one has none.
    pub fn with_defaults(&self, text: &str) -> Option<String> {
        let (mut out, mut from) = (String::new(), 0);
        for name in references(text) {
            // The name is a part of the text.
            let start = name.as_ptr() as usize - text.as_ptr() as usize - "${".len();
            if let Some(at) = self.by_name.get(name) {
                out.push_str(&text[from..start]);
                out.push_str(self.all[*at].members.get("default")?.as_str()?);
                from = start + "${}".len() + name.len();
            }
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// Whether a text refers to any.
    pub fn are_in(&self, text: &str) -> bool {
        references(text).any(|name| self.by_name.contains_key(name))
    }

    fn free_name(&mut self, wish: &str) -> String {
        let mut name: String = wish.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name.insert_str(0, "Value");
        }
        let mut free = name.clone();
        while self.taken.contains(&free) {
            // Counting goes on where it ended, however many want the same name.
            let number = self.numbers.entry(name.clone()).or_insert(1);
            *number += 1;
            free = format!("{name}{number}");
        }
        free
    }
}

/// The declaration of a parameter of which nothing else is known.
pub(crate) fn of_type(kind: &str) -> Object {
    let mut members = Object::new();
    members.insert("type".to_owned(), kind.into());
    members
}

/// The names a text has in `${…}`.
pub(crate) fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| {
        let name = rest.split_once('}')?.0;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_name.then_some(name)
    })
}

fn each_text<'v>(value: &'v Value, visit: &mut dyn FnMut(&'v str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(elements) => elements.iter().for_each(|element| each_text(element, visit)),
        Value::Object(members) => {
            for (key, value) in members {
                // The Region of a store stands in front of it.
                visit(key);
                each_text(value, visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expression_has_one_name_and_no_two_share_one() {
        let mut parameters = Parameters::default();
        parameters.avoid("HOME");
        let default = |text: &str| json!({"default": text}).as_object().unwrap().clone();
        assert_eq!(parameters.refer("!Ref A", "A", || default("x")), "${A}");
        assert_eq!(parameters.refer("!Ref A", "A", Object::new), "${A}");
        assert_eq!(parameters.refer("!GetAtt A", "A", Object::new), "${A2}");
        assert_eq!(parameters.refer("!Ref HOME", "HOME", Object::new), "${HOME2}");
        assert_eq!(parameters.refer("!ImportValue 1-b", "1-b", Object::new), "${Value1b}");
        assert_eq!(parameters.with_defaults("${A}-${Other}").unwrap(), "x-${Other}");
        assert_eq!(parameters.with_defaults("${A}-${A2}"), None);
        let used = parameters.used_in(&json!({"a": ["${A} ${HOME}"]}));
        assert_eq!(Value::Object(used), json!({"A": {"default": "x", "origin": "!Ref A"}}));
    }
}
