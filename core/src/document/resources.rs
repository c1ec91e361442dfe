//! What stands around the pipeline, as far as the design tells: the `resources` of the file's `pipewright` member.
//!
//! ```json
//! "pipewright": {
//!   "resources": [
//!     {
//!       "kind": "codebuild-project",
//!       "name": "intranet-build",
//!       "properties": { "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0", "privileged": true }
//!     },
//!     { "kind": "codecommit-repository", "name": "intranet", "exists": true }
//!   ]
//! }
//! ```
//!
//! `name` is what the design calls the thing where it uses it; [`crate::solution`] lists the kinds, and what an export
//! makes of a thing that is not listed. `exists` tells whether it is there already, so that an export asks for its
//! name instead of making it.

use serde_json::Value;

use super::parameters::scalar;
use super::{Document, Owner, Place};
use crate::pipeline::{Object, Path, list_of, member, object_of, text_of};

/// A thing around the pipeline.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// Position in the list.
    pub index: usize,
    /// Its members.
    pub members: &'a Object,
}

impl Document {
    /// The resources in file order; those that are no objects are left out.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        let all = self.extras().map_or(&[][..], |extras| list_of(extras, "resources"));
        all.iter()
            .enumerate()
            .filter_map(|(index, value)| Some(Resource { index, members: value.as_object()? }))
    }

    /// What the design tells about the thing of this kind that it calls by this name.
    pub fn resource(&self, kind: &str, name: &str) -> Option<Resource<'_>> {
        self.resources().find(|resource| resource.kind() == kind && resource.name() == Some(name))
    }
}

impl<'a> Resource<'a> {
    /// Such as `codebuild-project`.
    pub fn kind(self) -> &'a str {
        text_of(self.members, "kind").unwrap_or_default()
    }

    /// What the design calls it.
    pub fn name(self) -> Option<&'a str> {
        text_of(self.members, "name")
    }

    /// Whether it is there already; `None` leaves it to its kind.
    pub fn exists(self) -> Option<bool> {
        member(self.members, "exists").and_then(Value::as_bool)
    }

    /// What is known about it.
    pub fn properties(self) -> Option<&'a Object> {
        object_of(self.members, "properties")
    }

    /// A property that is text, a number or true or false.
    pub fn text(self, key: &str) -> Option<String> {
        scalar(member(self.properties()?, key)?)
    }

    /// A property that is true or false, also if it is written as text.
    pub fn flag(self, key: &str) -> Option<bool> {
        match member(self.properties()?, key)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The texts of a property that is a list.
    pub fn texts(self, key: &str) -> Vec<String> {
        self.properties()
            .map_or(&[][..], |properties| list_of(properties, key))
            .iter()
            .filter_map(scalar)
            .collect()
    }

    /// The objects of a property that is a list.
    pub fn objects(self, key: &str) -> impl Iterator<Item = &'a Object> + use<'a> {
        let all = self.properties().map_or(&[][..], |properties| list_of(properties, key));
        all.iter().filter_map(Value::as_object)
    }

    /// Where it stands.
    pub fn place(self) -> Place {
        Place::at(Owner::Extras, Path(vec!["resources".into(), self.index.into()]))
    }
}
