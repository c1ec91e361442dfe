//! Putting the values of parameters into a design, and finding where they are used.
//!
//! Parameters are declared as [`crate::document::parameters`] tells. Only a `${Name}` whose name is declared is one;
//! every other `${…}`, such as a shell variable in a command, means itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::document::parameters::is_name;
use crate::document::{Document, Owner, Place};
use crate::pipeline::Path;

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

/// The design with the values its parameters have in an environment, or with their defaults. Where a parameter has no
/// value its reference stays. Places stay what they are; without parameters it is the document itself.
pub fn resolve<'d>(document: &'d Document, environment: Option<&str>) -> Cow<'d, Document> {
    let values: HashMap<&str, String> = document
        .parameters()
        .into_iter()
        .filter_map(|parameter| Some((parameter.name, parameter.value(environment)?)))
        .collect();
    if values.is_empty() {
        return Cow::Borrowed(document);
    }
    let value = |name: &str| values.get(name).cloned();
    Cow::Owned(document.with_texts(&mut |_, _, text| put_in(text, value)))
}

/// Where a design uses a parameter of this name.
pub fn uses(document: &Document, name: &str) -> Vec<Place> {
    let mut places = Vec::new();
    document.each_text(&mut |owner: Owner, path: &Path, text: &str| {
        if text.contains("${") && references(text).iter().any(|reference| reference.name == name) {
            places.push(Place::at(owner, path.clone()));
        }
    });
    places
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
    fn an_open_reference_is_at_the_end() {
        for (text, expect) in
            [("x-${Sta", Some(2..7)), ("${", Some(0..2)), ("${A}", None), ("a", None), ("${a b", None)]
        {
            assert_eq!(open_reference(text), expect, "{text}");
        }
    }
}
