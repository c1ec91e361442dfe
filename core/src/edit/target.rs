//! Remembering where a design was published, and what stood there.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{Change, Edit, text};
use crate::document::{Document, Owner, Place, ReadError};
use crate::parameter::{resolve, restore};
use crate::pipeline::{Object, Path, Pipeline};

/// What to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Twelve digits.
    pub account: String,
    /// The Region.
    pub region: String,
    /// The name of the pipeline.
    pub name: String,
    /// The number AWS gave it, if it is known.
    pub version: Option<u64>,
    /// [`crate::plan::digest`] of what stands there.
    pub digest: String,
}

/// Writes down where the design belongs and what stands there, of an environment apart from what was published with the
/// defaults. `None` if the file says so already.
///
/// Members of the target that this program does not know stay.
pub fn remember(document: &Document, what: &Remembered, environment: Option<&str>) -> Option<Change> {
    let Remembered { account, region, name, version, digest } = what;
    let environment = environment.filter(|name| document.environments().contains(name));
    let path = environment.map_or(Path::key("target"), |name| Path::key("targets").then(name.to_owned()));
    let place = Place::at(Owner::Extras, path);
    let old = document.value(Owner::Extras, &place.path);
    let mut target: Object = old.and_then(Value::as_object).cloned().unwrap_or_default();
    for (key, text) in [("account", account), ("region", region), ("name", name)] {
        target.insert(key.to_owned(), json!(text));
    }
    match version {
        Some(version) => target.insert("version".to_owned(), json!(version)),
        None => target.shift_remove("version"),
    };
    target.insert("digest".to_owned(), json!(digest));
    let target = Value::Object(target);
    if old == Some(&target) {
        return None;
    }
    Some(Change::new("Remember what is published", vec![Edit::set(place, Some(target))]))
}

/// Makes the design what a merge gave, and remembers what it was merged with: one step to undo. `None` if neither
/// changes anything.
///
/// What was merged has the values of parameters in an environment. Those that are as they were are references again.
///
/// # Errors
/// If what was merged cannot be read as a pipeline.
pub fn take(
    document: &Document,
    merged: &Pipeline,
    what: &Remembered,
    environment: Option<&str>,
) -> Result<Option<Change>, ReadError> {
    let mut wanted = document.clone();
    wanted.pipeline = match resolve(document, environment) {
        Cow::Borrowed(_) => merged.clone(),
        Cow::Owned(resolved) => restore(document, &resolved, merged),
    };
    if let Some(change) = remember(&wanted, what, environment) {
        // It sets one value beside the pipeline, which always has its place.
        let applied = wanted.change(&change);
        debug_assert!(applied.is_ok(), "{applied:?}");
    }
    let version = what.version.map(|version| format!(" version {version}")).unwrap_or_default();
    let change = text::replace(document, &wanted.to_text())?;
    Ok(change.map(|change| Change { label: format!("Merge{version} of the account"), merge: None, ..change }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{open, run};

    #[test]
    fn a_merge_is_one_step_and_keeps_notes() {
        let text = r#"{"pipeline": {"name": "web", "stages": [{"name": "A", "actions": [{"name": "a"}]}]},
            "pipewright": {"notes": [{"text": "x"}]}}"#;
        let mut document = open(text);
        let mut merged = document.pipeline().clone();
        merged.members.insert("roleArn".to_owned(), json!("r"));
        merged.stages[0].actions[0].members.insert("namespace".to_owned(), json!("N"));
        let change = take(&document, &merged, &remembered(), None).unwrap().unwrap();
        run(&mut document, &change);
        assert_eq!(document.pipeline(), &merged, "ids included");
        assert_eq!(document.target().unwrap().version(), Some(3));
        assert_eq!(document.notes().count(), 1);
        assert_eq!(change.label, "Merge version 3 of the account");
        assert_eq!(take(&document, &merged, &remembered(), None), Ok(None));
    }

    #[test]
    fn a_merge_keeps_references_and_remembers_the_environment() {
        let text = r#"{"pipeline": {"name": "web-${S}", "stages": [{"name": "A", "actions": [
            {"name": "a", "configuration": {"ProjectName": "p-${S}", "Other": "o-${S}"}}]}]},
            "pipewright": {"parameters": {"S": {"default": "dev", "environments": {"prod": "live"}}}}}"#;
        let mut document = open(text);
        let mut merged = resolve(&document, Some("prod")).pipeline().clone();
        let action = &mut merged.stages[0].actions[0].members;
        action["configuration"]["Other"] = json!("theirs");
        action.insert("namespace".to_owned(), json!("N"));
        let change = take(&document, &merged, &remembered(), Some("prod")).unwrap().unwrap();
        run(&mut document, &change);
        let file = document.to_value();
        assert_eq!(file["pipeline"]["name"], "web-${S}");
        let action = &file["pipeline"]["stages"][0]["actions"][0];
        assert_eq!(action["configuration"], json!({"ProjectName": "p-${S}", "Other": "theirs"}));
        assert_eq!(action["namespace"], "N");
        assert_eq!(document.target_in("prod").unwrap().version(), Some(3));
        assert!(document.target().is_none());
    }

    fn remembered() -> Remembered {
        Remembered {
            account: "123456789012".to_owned(),
            region: "eu-west-1".to_owned(),
            name: "web".to_owned(),
            version: Some(3),
            digest: "sha256:00".to_owned(),
        }
    }

    #[test]
    fn the_target_is_remembered_once_and_keeps_what_is_unknown() {
        for text in [
            r#"{"pipeline": {"name": "web", "stages": []}}"#,
            r#"{"name": "web", "stages": []}"#,
            r#"{"pipeline": {"name": "web", "stages": []}, "pipewright": 5}"#,
            r#"{"pipeline": {"name": "web", "stages": []},
                "pipewright": {"notes": [], "target": {"account": "000000000000", "future": [1]}}}"#,
        ] {
            let mut document = open(text);
            let change = remember(&document, &remembered(), None).unwrap();
            run(&mut document, &change);
            let target = document.target().unwrap();
            assert_eq!(target.account(), Some("123456789012"));
            assert_eq!(target.version(), Some(3));
            assert_eq!(target.digest(), Some("sha256:00"));
            assert_eq!(target.0.contains_key("future"), text.contains("future"));
            assert!(remember(&document, &remembered(), None).is_none(), "it is there already");
            assert!(!document.declaration().to_string().contains("digest"), "AWS never gets it");
        }
    }
}
