//! A copy of a document with other texts in the same places.

use serde_json::Value;

use super::{Document, Stamps};
use crate::document::Owner;
use crate::pipeline::{Object, Path, Step};

/// What stands in place of a text, by its owner and path; `None` leaves it.
type Change<'a> = dyn FnMut(Owner, &[Step], &str) -> Option<String> + 'a;

impl Document {
    /// A copy whose pipeline has what `change` answers in place of each text that it is given with its owner and
    /// path; `None` leaves the text. Keys, and everything beside the pipeline, stay.
    ///
    /// Ids and places stay, and so do the source and what stands where in it. Stamps do not: the copy is another
    /// content.
    pub(crate) fn with_texts(&self, change: &mut Change<'_>) -> Self {
        let mut copy = self.clone();
        copy.stamps = Stamps::of_reading();
        in_object(&mut copy.pipeline.members, Owner::Pipeline, &mut Vec::new(), change);
        for stage in &mut copy.pipeline.stages {
            in_object(&mut stage.members, Owner::Stage(stage.id), &mut Vec::new(), change);
            for action in &mut stage.actions {
                in_object(&mut action.members, Owner::Action(action.id), &mut Vec::new(), change);
            }
        }
        copy
    }

    /// Calls `visit` with each text of the pipeline, its owner and its path.
    pub(crate) fn each_text(&self, visit: &mut dyn FnMut(Owner, &Path, &str)) {
        let mut of = |members: &Object, owner| {
            for (key, value) in members {
                each_in(value, owner, &mut Path::key(key.clone()), visit);
            }
        };
        of(&self.pipeline.members, Owner::Pipeline);
        for stage in &self.pipeline.stages {
            of(&stage.members, Owner::Stage(stage.id));
            for action in &stage.actions {
                of(&action.members, Owner::Action(action.id));
            }
        }
    }
}

fn in_object(object: &mut Object, owner: Owner, path: &mut Vec<Step>, change: &mut Change<'_>) {
    for (key, value) in object.iter_mut() {
        path.push(key.clone().into());
        in_value(value, owner, path, change);
        path.pop();
    }
}

fn in_value(value: &mut Value, owner: Owner, path: &mut Vec<Step>, change: &mut Change<'_>) {
    match value {
        Value::String(text) => {
            if let Some(other) = change(owner, path, text) {
                *text = other;
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter_mut().enumerate() {
                path.push(index.into());
                in_value(element, owner, path, change);
                path.pop();
            }
        }
        Value::Object(object) => in_object(object, owner, path, change),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn each_in(value: &Value, owner: Owner, path: &mut Path, visit: &mut dyn FnMut(Owner, &Path, &str)) {
    let mut enter = |step: Step, value: &Value| {
        path.0.push(step);
        each_in(value, owner, path, visit);
        path.0.pop();
    };
    match value {
        Value::String(text) => visit(owner, path, text),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| enter(index.into(), element));
        }
        Value::Object(object) => object.iter().for_each(|(key, value)| enter(key.clone().into(), value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
