//! Secrets of configurations, which no template holds: whoever deploys gives them.

use super::mark::{Mark, has_marks};
use super::{Builder, Input};
use crate::document::{Owner, Place};
use crate::format::Severity;
use crate::pipeline::Path;
use crate::plan::secret::is_secret_key;

/// Makes an input of each secret of the design.
pub(super) fn ask(builder: &mut Builder<'_>) {
    let mut found = Vec::new();
    for (_, action) in builder.document.pipeline().actions() {
        for (key, value) in action.configuration().texts() {
            // `CloudFormation` fetches a secret itself where the text says so.
            let is_fetched = value.starts_with("{{resolve:");
            if is_secret_key(action.action_type(), key)
                && !value.is_empty()
                && !has_marks(value)
                && !is_fetched
            {
                found.push((action.id, action.name().to_owned(), key.to_owned()));
            }
        }
    }
    for (id, action, key) in found {
        let name = builder.ids.of(&action, &key);
        let place = Place::at(Owner::Action(id), Path::configuration(&key));
        let why = "It is a secret, so it becomes a parameter that has to be given.";
        builder.fidelity.lose(Severity::Changed, place.clone(), format!("the value of {key}"), why);
        let mark = Mark::Input(name.clone()).text();
        builder.inputs.push(Input {
            id: name.clone(),
            name,
            kind: "String".to_owned(),
            default: None,
            description: Some(format!("{key} of the action {action}")),
            allowed: Vec::new(),
            is_secret: true,
        });
        builder.document = builder.document.with_texts(&mut |owner, path, _| {
            (owner == place.owner && path == place.path.0).then(|| mark.clone())
        });
    }
}
