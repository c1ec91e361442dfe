//! JSON that is a list of names with their values, as the rows of a table.

use serde_json::{Map, Value, json};

use pipewright_core::document::{Source, rewrite};
use pipewright_core::pipeline::text_of;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// A list of objects with these members, all of them texts.
    List { name: &'static str, value: &'static str, kind: Option<&'static str> },
    /// An object: names are its keys, values may be anything.
    Members,
}

impl Writing {
    /// Of the variables of actions and builds.
    pub(super) const VARIABLES: Self = Self::List { name: "name", value: "value", kind: Some("type") };

    /// Of the tags that instances are known by.
    pub(super) const TAGS: Self = Self::List { name: "key", value: "value", kind: None };

    /// That of a configuration key that holds JSON, where it is rows.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "EnvironmentVariables" => Self::VARIABLES,
            "Variables" => Self::List { name: "name", value: "value", kind: None },
            "SourceRevisions" => {
                Self::List { name: "actionName", value: "revisionValue", kind: Some("revisionType") }
            }
            "ParameterOverrides" => Self::Members,
            _ => return None,
        })
    }
}

/// The rows, and what they are written as.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    writing: Writing,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    /// Of a list: the whole object. Of members: the value.
    value: Value,
}

impl Rows {
    /// The rows of a value; `None` if it holds anything rows cannot show.
    pub(super) fn read(writing: Writing, value: &Value) -> Option<Self> {
        let rows = match writing {
            Writing::Members => {
                let members = value.as_object()?.iter();
                members.map(|(name, value)| Row { name: name.clone(), value: value.clone() }).collect()
            }
            Writing::List { name, value: value_key, kind } => {
                let keys = [Some(name), Some(value_key), kind];
                let row = |item: &Value| {
                    let members = item.as_object()?;
                    let is_plain = members
                        .iter()
                        .all(|(key, value)| keys.contains(&Some(key.as_str())) && value.is_string());
                    let name = text_of(members, name).unwrap_or_default().to_owned();
                    is_plain.then(|| Row { name, value: item.clone() })
                };
                value.as_array()?.iter().map(row).collect::<Option<_>>()?
            }
        };
        Some(Self { writing, rows })
    }

    /// No rows yet.
    pub(super) fn none(writing: Writing) -> Self {
        Self { writing, rows: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.name.as_str())
    }

    pub(super) fn name(&self, index: usize) -> &str {
        self.rows.get(index).map_or("", |row| &row.name)
    }

    /// The value as it is edited: a text as it is, anything else as JSON.
    pub(super) fn text(&self, index: usize) -> String {
        let Some(row) = self.rows.get(index) else { return String::new() };
        match self.writing {
            Writing::Members => shown(&row.value),
            Writing::List { value, .. } => member(&row.value, value).to_owned(),
        }
    }

    /// Whether the value is no text, so that what is typed has to be JSON.
    pub(super) fn is_json(&self, index: usize) -> bool {
        self.writing == Writing::Members && self.rows.get(index).is_some_and(|row| !row.value.is_string())
    }

    pub(super) fn kind(&self, index: usize) -> Option<&str> {
        let Writing::List { kind: Some(kind), .. } = self.writing else { return None };
        Some(member(&self.rows.get(index)?.value, kind)).filter(|kind| !kind.is_empty())
    }

    /// Another name; `None` if the rows cannot have it.
    pub(super) fn with_name(&self, index: usize, name: &str) -> Option<Self> {
        let is_taken = |other: (usize, &str)| other.0 != index && other.1 == name;
        if self.writing == Writing::Members && (name.is_empty() || self.names().enumerate().any(is_taken)) {
            return None;
        }
        let mut new = self.clone();
        let row = new.rows.get_mut(index)?;
        name.clone_into(&mut row.name);
        if let Writing::List { name: key, .. } = self.writing {
            row.value[key] = json!(name);
        }
        Some(new)
    }

    /// Another value; `None` if it has to be JSON and is not.
    pub(super) fn with_text(&self, index: usize, text: &str) -> Option<Self> {
        let mut new = self.clone();
        let is_json = self.is_json(index);
        let row = new.rows.get_mut(index)?;
        match self.writing {
            Writing::List { value, .. } => row.value[value] = json!(text),
            Writing::Members if is_json => row.value = serde_json::from_str(text).ok()?,
            Writing::Members => row.value = json!(text),
        }
        Some(new)
    }

    pub(super) fn with_kind(&self, index: usize, word: &str) -> Self {
        let mut new = self.clone();
        if let (Writing::List { kind: Some(kind), .. }, Some(row)) = (self.writing, new.rows.get_mut(index)) {
            row.value[kind] = json!(word);
        }
        new
    }

    pub(super) fn with_row(&self, name: &str, text: &str, first_kind: Option<&str>) -> Self {
        let mut new = self.clone();
        let value = match self.writing {
            Writing::Members => json!(text),
            Writing::List { name: name_key, value, kind } => {
                let mut members = Map::new();
                members.insert(name_key.to_owned(), json!(name));
                if let (Some(kind), Some(word)) = (kind.filter(|it| *it != "type"), first_kind) {
                    members.insert(kind.to_owned(), json!(word));
                }
                members.insert(value.to_owned(), json!(text));
                if let (Some("type"), Some(word)) = (kind, first_kind) {
                    members.insert("type".to_owned(), json!(word));
                }
                Value::Object(members)
            }
        };
        new.rows.push(Row { name: name.to_owned(), value });
        new
    }

    pub(super) fn without(&self, index: usize) -> Self {
        let mut new = self.clone();
        if index < new.rows.len() {
            new.rows.remove(index);
        }
        new
    }

    /// Exchanges two rows.
    pub(super) fn swapped(&self, a: usize, b: usize) -> Self {
        let mut new = self.clone();
        if a.max(b) < new.rows.len() {
            new.rows.swap(a, b);
        }
        new
    }

    /// By name, capital letters like small ones.
    pub(super) fn sorted(&self) -> Self {
        let mut new = self.clone();
        new.rows.sort_by_cached_key(|row| (row.name.to_lowercase(), row.name.clone()));
        new
    }

    /// Sets what is there and adds what is not. A row that has no value yet makes room for the pasted ones.
    pub(super) fn with_pasted(
        &self,
        pasted: &[(String, String)],
        into: Option<usize>,
        first_kind: Option<&str>,
    ) -> Self {
        let is_blank = |index: &usize| *index < self.len() && self.text(*index).is_empty();
        let mut new = into.filter(is_blank).map_or_else(|| self.clone(), |index| self.without(index));
        for (name, text) in pasted {
            let known = new.names().position(|other| other == name);
            new = match known.and_then(|index| new.with_text(index, text)) {
                Some(set) => set,
                None if known.is_some() => new,
                None => new.with_row(name, text, first_kind),
            };
        }
        new
    }

    /// The JSON of it; none of no rows, as AWS refuses what is empty.
    pub(super) fn value(&self) -> Option<Value> {
        if self.rows.is_empty() {
            return None;
        }
        let rows = self.rows.iter();
        Some(match self.writing {
            Writing::Members => {
                Value::Object(rows.map(|row| (row.name.clone(), row.value.clone())).collect())
            }
            Writing::List { .. } => Value::Array(rows.map(|row| row.value.clone()).collect()),
        })
    }

    /// The same as the text of a configuration value, written over the text it came from.
    pub(super) fn text_over(&self, before: Option<&str>) -> Option<Value> {
        let value = self.value()?;
        let is_filled = |text: &&str| text.chars().filter(|c| !c.is_whitespace()).count() > 2;
        let source = before.filter(is_filled).and_then(|text| Source::decode(text.as_bytes()).ok());
        let text = source.map_or_else(|| value.to_string(), |source| rewrite(&source, &value));
        Some(Value::String(text))
    }
}

fn member<'v>(row: &'v Value, key: &str) -> &'v str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVERRIDES: &str =
        "{ \"Stage\": \"prod\",\n  \"Code\": {\"Fn::GetArtifactAtt\" : [\"App\", \"URL\"]}, \"N\": 1.0 }";

    fn overrides() -> Rows {
        Rows::read(Writing::Members, &serde_json::from_str(OVERRIDES).unwrap()).unwrap()
    }

    fn written(rows: &Rows) -> String {
        rows.text_over(Some(OVERRIDES)).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn an_edit_leaves_the_other_rows_as_they_are_written() {
        let rows = overrides();
        assert_eq!(written(&rows), OVERRIDES);
        assert_eq!(written(&rows.with_text(0, "test").unwrap()), OVERRIDES.replace("prod", "test"));
        assert_eq!(written(&rows.with_text(2, "2").unwrap()), OVERRIDES.replace("1.0", "2"));
    }

    #[test]
    fn what_is_no_text_stays_json() {
        let rows = overrides();
        assert_eq!(rows.text(1), r#"{"Fn::GetArtifactAtt":["App","URL"]}"#);
        assert_eq!(rows.with_text(1, "{\"Fn"), None);
        assert_eq!(rows.with_text(0, "{\"Fn").unwrap().text(0), "{\"Fn");
    }

    #[test]
    fn keys_of_an_object_are_taken_once() {
        let rows = overrides();
        assert_eq!(rows.with_name(0, "N"), None);
        assert_eq!(rows.with_name(0, ""), None);
        assert_eq!(rows.with_name(0, "Stage").as_ref(), Some(&rows));
        assert_eq!(rows.with_name(0, "Phase").unwrap().name(0), "Phase");
    }

    #[test]
    fn a_list_with_other_members_is_no_table() {
        let read = |text: &str| Rows::read(Writing::VARIABLES, &serde_json::from_str(text).unwrap());
        assert!(read(r#"[{"name": "A", "value": "b", "more": "c"}]"#).is_none());
        assert!(read(r#"[{"name": "A", "value": 1}]"#).is_none());
        assert!(read("{}").is_none());
        assert_eq!(read(r#"[{"name": "A"}]"#).unwrap().text(0), "");
    }

    #[test]
    fn pasted_rows_replace_their_namesakes() {
        let rows = Rows::none(Writing::VARIABLES).with_row("A", "1", Some("PLAINTEXT"));
        let rows = rows.with_kind(0, "SECRETS_MANAGER").with_row("NAME", "", Some("PLAINTEXT"));
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let pasted = rows.with_pasted(&[pair("B", "2"), pair("A", "3")], Some(1), Some("PLAINTEXT"));
        let expected = json!([
            {"name": "A", "value": "3", "type": "SECRETS_MANAGER"},
            {"name": "B", "value": "2", "type": "PLAINTEXT"},
        ]);
        assert_eq!(pasted.value(), Some(expected));
    }

    #[test]
    fn rows_are_sorted_by_name() {
        let rows = Rows::none(Writing::Members).with_row("b", "", None).with_row("A", "", None);
        assert_eq!(rows.sorted().names().collect::<Vec<_>>(), ["A", "b"]);
        assert_eq!(rows.without(0).without(0).value(), None);
    }
}
