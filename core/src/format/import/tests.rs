//! What is written for others is read again, whatever stands in it.

use proptest::prelude::*;
use serde_json::Value;

use super::{Choices, read};
use crate::document::Document;
use crate::format::{Options, form};
use crate::testing::files::file;

/// Names of stages, and of the actions in each, that are texts and have something in them.
fn outline(document: &Document) -> Vec<(String, Vec<String>)> {
    let stages = document.pipeline().stages.iter().filter(|stage| stage.odd.is_none());
    stages
        .map(|stage| {
            let actions = stage.actions.iter().filter(|action| action.odd.is_none());
            (stage.name().to_owned(), actions.map(|action| action.name().to_owned()).collect())
        })
        .collect()
}

/// A name that is no text has no place in other forms as it is.
fn has_odd_names(document: &Document) -> bool {
    let is_odd = |members: &crate::pipeline::Object| !members.get("name").is_none_or(Value::is_string);
    let stages = &document.pipeline().stages;
    stages
        .iter()
        .any(|stage| is_odd(&stage.members) || stage.actions.iter().any(|action| is_odd(&action.members)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(value in file(), is_whole in any::<bool>()) {
        let Ok(document) = Document::read_text(&value.to_string()) else { return Ok(()) };
        for name in ["cloudformation", "cloudformation-json", "terraform"] {
            let options = Options { is_whole, ..Options::default() };
            let written = (form(name).expect("a form").write)(&document, &options);
            let back = read(&written.text, &Choices::default());
            let back = back.map_err(|error| TestCaseError::fail(format!("{name}: {error}\n{}", written.text)))?;
            let lines = written.text.lines().count();
            for note in &back.report {
                prop_assert!((1..=lines).contains(&note.line), "{name}: {note:?}");
            }
            if !has_odd_names(&document) {
                prop_assert_eq!(outline(&back.document), outline(&document), "{}\n{}", name, written.text);
            }
        }
    }
}
