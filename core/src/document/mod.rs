//! One open design: a pipeline, what AWS has no place for, and the text it came from.
//!
//! The file is what `aws codepipeline get-pipeline` prints, `{"pipeline": …, "metadata": …}`, or the bare
//! declaration; an optional member `pipewright` beside it holds the rest ([`extras`]).
//! [`Document::read`] takes any such text; [`Document::to_bytes`] gives it back byte for byte until
//! something is edited, and then with only the edited lines changed.
//!
//! Nothing here changes a document; that is [`crate::edit`]'s alone.

pub mod extras;
mod locate;
pub mod parameters;
mod part;
mod read;
pub mod resources;
mod source;
mod spans;
mod stamps;
mod target;
mod texts;
mod write;

use serde_json::Value;

pub(crate) use locate::value_at;
pub use locate::{Locator, Owner, Place};
pub(crate) use part::in_json;
pub(crate) use read::json_complaint;
pub(crate) use read::parse;
pub use read::{ReadError, ReadErrorKind};
pub use source::{Encoding, Source, TextPlace};
pub(crate) use spans::{Node, NodeKind, scan};
pub use stamps::Stamp;
pub(crate) use stamps::Stamps;
pub use target::Target;
pub(crate) use write::as_aws_prints;
pub use write::merge as rewrite;

use crate::pipeline::{ActionId, Ids, Object, Pipeline, StageId};

/// One open design.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) pipeline: Pipeline,
    pub(crate) form: Form,
    /// The `pipewright` member; absent without such extras.
    pub(crate) extras: Option<Value>,
    pub(crate) ids: Ids,
    pub(crate) revision: u64,
    pub(crate) stamps: Stamps,
    source: Source,
}

/// What surrounds the pipeline in its file: the text with its blanks and line ends, and the members beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub(crate) source: Source,
    pub(crate) form: Form,
}

/// How the declaration stands in its file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    /// `{"pipeline": {…}, …}`. Here `pipeline` and `pipewright` hold an empty object as a mark of their place.
    Wrapped { root: Object },
    /// The declaration itself; `pipewright` stands behind the last of the members named here, which stood
    /// before it in the file, or at the end if the file had none.
    Bare { before_extras: Option<Vec<String>> },
}

impl Document {
    /// A new design without stages, in the form AWS prints.
    pub fn blank(name: &str) -> Self {
        let value = serde_json::json!({
            "pipeline": {
                "name": name,
                "stages": [],
                "version": 1,
                "executionMode": "SUPERSEDED",
                "pipelineType": "V2",
            }
        });
        let text = as_aws_prints(&value);
        match Self::read(text.as_bytes()) {
            Ok(document) => document,
            Err(error) => unreachable!("a blank design reads: {error}"),
        }
    }

    /// The pipeline.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Goes up with each edit, undo and redo. Whatever is derived from the document is derived once per revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Stands for the members of an action: as long as it is the same, so are they. Stamps of different actions
    /// cannot be compared.
    pub fn stamp_of(&self, action: ActionId) -> Stamp {
        self.stamps.action(action)
    }

    /// Stands for everything that flow and layout look at: which stages and actions there are in which order,
    /// their run orders and their artifacts. As long as it is the same, so are flow and layout.
    pub fn wiring_stamp(&self) -> Stamp {
        self.stamps.wiring()
    }

    /// Stands for everything but what single actions do inside: values of their configuration, their commands and
    /// environment variables.
    pub fn outline_stamp(&self) -> Stamp {
        self.stamps.outline()
    }

    /// An id for a stage about to be added.
    pub fn fresh_stage_id(&self) -> StageId {
        self.ids.stage()
    }

    /// An id for an action about to be added.
    pub fn fresh_action_id(&self) -> ActionId {
        self.ids.action()
    }

    /// The source of ids, for reading stages and actions from JSON.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The text the document was read from or last saved as.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Members beside `pipeline` in the file, such as `metadata`; `None` for a bare declaration.
    pub fn root(&self) -> Option<&Object> {
        match &self.form {
            Form::Wrapped { root } => Some(root),
            Form::Bare { .. } => None,
        }
    }

    /// The whole file as JSON.
    pub fn to_value(&self) -> Value {
        let pipeline = self.pipeline.to_value();
        match &self.form {
            Form::Wrapped { root } => {
                let mut file = Object::new();
                for (key, value) in root {
                    match (key.as_str(), &self.extras) {
                        ("pipeline", _) => file.insert(key.clone(), pipeline.clone()),
                        ("pipewright", Some(extras)) => file.insert(key.clone(), extras.clone()),
                        ("pipewright", None) => None,
                        _ => file.insert(key.clone(), value.clone()),
                    };
                }
                if let Some(extras) = &self.extras {
                    file.entry("pipewright").or_insert_with(|| extras.clone());
                }
                Value::Object(file)
            }
            Form::Bare { before_extras } => {
                let (Value::Object(mut file), Some(extras)) = (pipeline.clone(), &self.extras) else {
                    return pipeline;
                };
                file.shift_remove("pipewright");
                let at = match before_extras {
                    None => file.len(),
                    Some(before) => file.keys().rposition(|key| before.contains(key)).map_or(0, |at| at + 1),
                };
                file.shift_insert(at, "pipewright".to_owned(), extras.clone());
                Value::Object(file)
            }
        }
    }

    /// The declaration alone, as AWS takes it: without `metadata` and `pipewright`.
    pub fn declaration(&self) -> Value {
        self.pipeline.to_value()
    }

    /// The text of the file as it stands now: the source's own text, changed where the document was.
    pub fn to_text(&self) -> String {
        write::merge(&self.source, &self.to_value())
    }

    /// The bytes to save. Without an edit these are the bytes that were read.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.source.encode(&self.to_text())
    }

    /// Takes another frame and gives the one it had.
    pub(crate) fn reframe(&mut self, frame: Frame) -> Frame {
        let Frame { source, form } = frame;
        Frame {
            source: std::mem::replace(&mut self.source, source),
            form: std::mem::replace(&mut self.form, form),
        }
    }

    /// Takes the text just written as the source of what comes next.
    pub fn saved_as(&mut self, text: String) {
        self.source = self.source.with_text(text);
    }
}

#[cfg(test)]
mod tests;
