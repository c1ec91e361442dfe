//! Putting the values of parameters into a design, and finding where they are used.
//!
//! Parameters are declared as [`crate::document::parameters`] tells. Only a `${Name}` whose name is declared is one;
//! every other `${…}`, such as a shell variable in a command, means itself.
//!
//! [`restore`](restore()) is the way back: references where values were put in.

mod restore;

pub use restore::restore;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use crate::document::parameters::is_name;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{Path, Step};

/// A `${Name}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Bytes of the text, from `$` to behind `}`.
    pub span: Range<usize>,
    /// The name.
    pub name: &'a str,
}

/// Every `${Name}` in a text whose name could be a parameter's, declared or not.
pub fn references(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("${") {
        let start = from + at;
        let inner = start + 2;
        from = inner;
        if let Some(length) = text[inner..].find('}')
            && is_name(&text[inner..inner + length])
        {
            let end = inner + length + 1;
            found.push(Reference { span: start..end, name: &text[inner..inner + length] });
            from = end;
        }
    }
    found
}

/// The bytes before the end of a text that begin a reference still open there: `${Sta` of `x-${Sta`.
pub fn open_reference(text: &str) -> Option<Range<usize>> {
    let start = text.rfind("${")?;
    let name = &text[start + 2..];
    (name.is_empty() || is_name(name)).then_some(start..text.len())
}

/// A text with what `value` answers in place of each `${Name}`; `None` if nothing is put in.
pub fn put_in(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    if !text.contains("${") {
        return None;
    }
    let mut out = String::new();
    let mut from = 0;
    let mut is_changed = false;
    for reference in references(text) {
        if let Some(value) = value(reference.name) {
            out.push_str(&text[from..reference.span.start]);
            out.push_str(&value);
            from = reference.span.end;
            is_changed = true;
        }
    }
    out.push_str(&text[from..]);
    is_changed.then_some(out)
}

/// The design with the values its parameters have in an environment, or with their defaults, and with the target of
/// that environment. Where a parameter has no value its reference stays. Places stay what they are; without parameters
/// it is the document itself.
pub fn resolve<'d>(document: &'d Document, environment: Option<&str>) -> Cow<'d, Document> {
    let values: HashMap<&str, String> = document
        .parameters()
        .into_iter()
        .filter_map(|parameter| Some((parameter.name, parameter.value(environment)?)))
        .collect();
    let environment = environment.filter(|name| document.environments().contains(name));
    if values.is_empty() && environment.is_none_or(|name| document.target_in(name).is_none()) {
        return Cow::Borrowed(document);
    }
    let value = |name: &str| values.get(name).cloned();
    let mut resolved = document.with_texts(&mut |_, _, text| put_in(text, value));
    if let Some(environment) = environment {
        resolved.take_target_in(environment);
    }
    Cow::Owned(resolved)
}

/// Where a design, or what it tells of the things around it, uses a parameter of this name.
pub fn uses(document: &Document, name: &str) -> Vec<Place> {
    all_uses(document).remove(name).unwrap_or_default()
}

/// Where each name of a `${…}` is used, declared or not; places in the order of the file.
pub fn all_uses(document: &Document) -> HashMap<String, Vec<Place>> {
    let mut uses: HashMap<String, Vec<Place>> = HashMap::new();
    each_written(document, &mut |owner, path, text| {
        if !text.contains("${") {
            return;
        }
        for reference in references(text) {
            let places = uses.entry(reference.name.to_owned()).or_default();
            let place = Place::at(owner, path.clone());
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    });
    uses
}

/// Calls `visit` with each text that may use parameters: those of the pipeline, then those of the resources.
pub(crate) fn each_written(document: &Document, visit: &mut dyn FnMut(Owner, &Path, &str)) {
    document.each_text(visit);
    if let Some(resources) = document.extras().and_then(|extras| extras.get("resources")) {
        each_text_in(resources, &mut Path::key("resources"), &mut |path, text| {
            visit(Owner::Extras, path, text);
        });
    }
}

fn each_text_in(value: &Value, path: &mut Path, visit: &mut dyn FnMut(&Path, &str)) {
    let mut enter = |step: Step, value: &Value| {
        path.0.push(step);
        each_text_in(value, path, visit);
        path.0.pop();
    };
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(all) => all.iter().enumerate().for_each(|(index, value)| enter(index.into(), value)),
        Value::Object(members) => members.iter().for_each(|(key, value)| enter(key.clone().into(), value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn design() -> Document {
        let file = json!({
            "name": "shop-${Stage}",
            "stages": [{"name": "Build", "actions": [{"name": "Make", "configuration": {
                "ProjectName": "make-${Stage}-${Other}",
                "Command": "echo ${HOME} $${Stage}",
            }}]}],
            "pipewright": {"parameters": {
                "Stage": {"default": "dev", "environments": {"production": "prod"}},
                "Empty": {},
            }},
        });
        Document::read_text(&file.to_string()).unwrap()
    }

    #[test]
    fn names_are_found_and_other_braces_left() {
        for (text, expect) in [
            ("", &[][..]),
            ("${A}", &["A"]),
            ("x${A}${B_1}y", &["A", "B_1"]),
            ("${A-b} ${1} ${} ${A", &[]),
            ("${ ${A}", &["A"]),
            ("é${Ä}${A}", &["A"]),
        ] {
            let names: Vec<&str> = references(text).iter().map(|reference| reference.name).collect();
            assert_eq!(names, expect, "{text}");
        }
    }

    #[test]
    fn values_of_an_environment_are_put_in() {
        let document = design();
        for (environment, expect) in [(None, "dev"), (Some("production"), "prod"), (Some("other"), "dev")] {
            let resolved = resolve(&document, environment);
            assert_eq!(resolved.pipeline().name(), format!("shop-{expect}"));
            let (_, action) = resolved.pipeline().actions().next().unwrap();
            let of_original = document.pipeline().actions().next().unwrap().1.id;
            assert_eq!(action.id, of_original, "places stay");
            let configuration = action.configuration();
            assert_eq!(configuration.get("ProjectName").unwrap(), format!("make-{expect}-${{Other}}"));
            assert_eq!(configuration.get("Command").unwrap(), format!("echo ${{HOME}} ${expect}"));
        }
    }

    #[test]
    fn without_parameters_nothing_is_copied() {
        let document = Document::read_text(r#"{"name": "a-${B}", "stages": []}"#).unwrap();
        assert!(matches!(resolve(&document, None), Cow::Borrowed(_)));
    }

    #[test]
    fn uses_are_found() {
        let document = design();
        let places: Vec<String> =
            uses(&document, "Stage").iter().map(|place| document.place_label(place)).collect();
        assert_eq!(
            places,
            [
                "pipeline › name",
                "Build › Make › configuration.ProjectName",
                "Build › Make › configuration.Command"
            ]
        );
        assert!(uses(&document, "Empty").is_empty());
    }

    #[test]
    fn each_environment_has_its_own_target() {
        let file = json!({"name": "shop-${Stage}", "stages": [], "pipewright": {
            "parameters": {"Stage": {"default": "dev", "environments": {"prod": "prod", "test": "dev"}}},
            "target": {"name": "shop-dev", "account": "1"},
            "targets": {"prod": {"name": "shop-prod", "account": "2"}},
        }});
        let document = Document::read_text(&file.to_string()).unwrap();
        let account = |environment| {
            let resolved = resolve(&document, environment);
            resolved.target().and_then(|target| target.account().map(str::to_owned))
        };
        assert_eq!(account(None).as_deref(), Some("1"));
        assert_eq!(account(Some("prod")).as_deref(), Some("2"));
        assert_eq!(account(Some("test")).as_deref(), Some("1"), "of the same name, so the same pipeline");
        let mut file = file;
        file["pipewright"]["parameters"]["Stage"]["environments"]["test"] = json!("test");
        let document = Document::read_text(&file.to_string()).unwrap();
        assert!(resolve(&document, Some("test")).target().is_none());
    }

    #[test]
    fn resources_use_parameters_too() {
        let file = json!({"name": "x-${A}-${A}", "stages": [], "pipewright": {
            "resources": [{"kind": "k", "name": "n-${A}", "properties": {"image": ["${A}"]}}],
        }});
        let document = Document::read_text(&file.to_string()).unwrap();
        let paths: Vec<String> = uses(&document, "A").iter().map(|place| place.path.to_string()).collect();
        assert_eq!(paths, ["name", "resources[0].name", "resources[0].properties.image[0]"]);
    }

    #[test]
    fn an_open_reference_is_at_the_end() {
        for (text, expect) in
            [("x-${Sta", Some(2..7)), ("${", Some(0..2)), ("${A}", None), ("a", None), ("${a b", None)]
        {
            assert_eq!(open_reference(text), expect, "{text}");
        }
    }
}
