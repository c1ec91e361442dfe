//! Parameters: values that differ between environments, declared in the file's `pipewright` member.
//!
//! ```json
//! "pipewright": {
//!   "parameters": {
//!     "Stage": {
//!       "type": "String",
//!       "description": "Ending of the names of everything that is deployed",
//!       "default": "dev",
//!       "allowedValues": ["dev", "prod"],
//!       "environments": { "production": "prod" }
//!     }
//!   }
//! }
//! ```
//!
//! A text of the pipeline takes the value of a declared parameter where it has `${Stage}`; a `${…}` that is not
//! declared means itself. A list of such objects with a member `name` each is read as well. `type` is `String` where
//! it is absent, or another type of `CloudFormation` parameters. A value of `environments` counts in the environment
//! of that name, and `default` in all others. With `"secret": true` no value is kept in the file: whoever deploys
//! gives it.
//!
//! `"environments": ["dev", "production"]` beside `parameters` says which environments there are, in which order, also
//! before any parameter has a value of its own there.
//!
//! [`crate::parameter`] puts the values in.

use serde_json::Value;

use super::{Document, Owner, Place};
use crate::pipeline::{Object, Path, list_of, member, object_of, text_of};

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// What stands between `${` and `}`.
    pub name: &'a str,
    /// The rest of its declaration.
    pub members: &'a Object,
    /// Where it is declared.
    pub place: Place,
}

impl Document {
    /// The declared parameters in file order. Those without a name that can be written `${Name}` are left out, and
    /// of several of one name all but the first.
    pub fn parameters(&self) -> Vec<Parameter<'_>> {
        let mut all: Vec<Parameter<'_>> = Vec::new();
        for (name, members, step) in self.declared() {
            if is_name(name) && !all.iter().any(|other| other.name == name) {
                let place = Place::at(Owner::Extras, Path(vec!["parameters".into(), step]));
                all.push(Parameter { name, members, place });
            }
        }
        all
    }

    /// The parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<Parameter<'_>> {
        self.parameters().into_iter().find(|parameter| parameter.name == name)
    }

    /// The environments: those that are declared, then those that any parameter has a value for, in the order they
    /// are met.
    pub fn environments(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        let declared = self.extras().map_or(&[][..], |extras| list_of(extras, "environments"));
        for name in declared.iter().filter_map(Value::as_str) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        for parameter in self.parameters() {
            for (name, _) in parameter.environments() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn declared(&self) -> Vec<(&str, &Object, crate::pipeline::Step)> {
        let Some(extras) = self.extras() else { return Vec::new() };
        match member(extras, "parameters") {
            Some(Value::Object(all)) => all
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), value.as_object()?, name.clone().into())))
                .collect(),
            Some(Value::Array(all)) => all
                .iter()
                .enumerate()
                .filter_map(|(index, value)| {
                    let members = value.as_object()?;
                    Some((text_of(members, "name")?, members, index.into()))
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl<'a> Parameter<'a> {
    /// `String`, or another type of `CloudFormation` parameters.
    pub fn kind(&self) -> &'a str {
        text_of(self.members, "type").unwrap_or("String")
    }

    /// What it is for.
    pub fn description(&self) -> Option<&'a str> {
        text_of(self.members, "description")
    }

    /// Whether its value is kept out of files.
    pub fn is_secret(&self) -> bool {
        member(self.members, "secret") == Some(&Value::Bool(true))
    }

    /// The value where an environment has no own; a secret has none.
    pub fn default(&self) -> Option<String> {
        if self.is_secret() { None } else { scalar(member(self.members, "default")?) }
    }

    /// The values it may have; empty means any.
    pub fn allowed_values(&self) -> Vec<String> {
        list_of(self.members, "allowedValues").iter().filter_map(scalar).collect()
    }

    /// The environments with a value of their own.
    pub fn environments(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let all = object_of(self.members, "environments").into_iter().flatten();
        all.map(|(name, value)| (name.as_str(), value))
    }

    /// The value an environment has of its own.
    pub fn own_value(&self, environment: &str) -> Option<String> {
        self.environments().find(|(name, _)| *name == environment).and_then(|(_, value)| scalar(value))
    }

    /// The value in an environment, and the default where it has none or none is named.
    pub fn value(&self, environment: Option<&str>) -> Option<String> {
        if self.is_secret() {
            return None;
        }
        let own = environment.and_then(|environment| self.own_value(environment));
        own.or_else(|| self.default())
    }

    /// Why a value does not fit the declaration; `None` if it does.
    pub fn misfit(&self, value: &str) -> Option<Misfit> {
        let allowed = self.allowed_values();
        if !allowed.is_empty() && !allowed.iter().any(|word| word == value) {
            return Some(Misfit::NotAllowed(allowed));
        }
        let is_number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        match self.kind() {
            "Number" if !is_number(value) => Some(Misfit::NotNumber),
            "List<Number>" if !value.split(',').all(is_number) => Some(Misfit::NotNumbers),
            _ => None,
        }
    }
}

/// Why a value does not fit the declaration of its parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is none of the allowed ones.
    NotAllowed(Vec<String>),
    /// A number is wanted.
    NotNumber,
    /// Numbers with commas are wanted.
    NotNumbers,
}

/// Whether `${…}` can hold this name: a letter, then letters, digits and `_`.
pub fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value as the text it is put in as.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is_true) => Some(is_true.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(parameters: &Value) -> Document {
        let file = json!({"name": "x", "stages": [], "pipewright": {"parameters": parameters}});
        Document::read_text(&file.to_string()).unwrap()
    }

    #[test]
    fn a_list_is_read_as_an_object_is() {
        let members = json!({"default": 3, "environments": {"prod": true}, "allowedValues": [3, "true"]});
        let mut named = members.clone();
        named["name"] = json!("Size");
        for (parameters, path) in
            [(json!({"Size": members}), "parameters.Size"), (json!([named]), "parameters[0]")]
        {
            let document = document(&parameters);
            let parameter = document.parameter("Size").unwrap();
            assert_eq!(parameter.kind(), "String");
            assert_eq!(parameter.value(None).unwrap(), "3");
            assert_eq!(parameter.value(Some("prod")).unwrap(), "true");
            assert_eq!(parameter.value(Some("test")).unwrap(), "3");
            assert_eq!(parameter.allowed_values(), ["3", "true"]);
            assert_eq!(parameter.place.path.to_string(), path);
            assert_eq!(document.environments(), ["prod"]);
        }
    }

    #[test]
    fn what_is_no_declaration_is_none() {
        let odd = json!({"1st": {}, "a-b": {}, "Text": "x", "Fine": {}});
        let document = document(&odd);
        let names: Vec<&str> = document.parameters().iter().map(|parameter| parameter.name).collect();
        assert_eq!(names, ["Fine"]);
        assert_eq!(document.parameter("Fine").unwrap().value(None), None);
    }

    #[test]
    fn declared_environments_come_first_and_need_no_value() {
        let file = json!({"name": "x", "stages": [], "pipewright": {
            "environments": ["prod", "dev", "", 5, "prod"],
            "parameters": {"A": {"environments": {"test": "a", "dev": "b"}}},
        }});
        let document = Document::read_text(&file.to_string()).unwrap();
        assert_eq!(document.environments(), ["prod", "dev", "test"]);
    }

    #[test]
    fn values_fit_their_declarations() {
        let declared = json!({
            "Any": {}, "One": {"allowedValues": ["a", 1]},
            "Number": {"type": "Number"}, "Numbers": {"type": "List<Number>"},
        });
        let document = document(&declared);
        for (name, value, fits) in [
            ("Any", "", true),
            ("One", "1", true),
            ("One", "b", false),
            ("Number", "-1.5", true),
            ("Number", "many", false),
            ("Numbers", "1, 2", true),
            ("Numbers", "1,", false),
        ] {
            assert_eq!(document.parameter(name).unwrap().misfit(value).is_none(), fits, "{name} {value}");
        }
    }

    #[test]
    fn a_secret_has_no_value() {
        let document =
            document(&json!({"Token": {"secret": true, "default": "x", "environments": {"prod": "y"}}}));
        assert_eq!(document.parameter("Token").unwrap().value(Some("prod")), None);
    }
}
