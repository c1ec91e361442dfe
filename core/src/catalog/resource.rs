//! The kinds of things around a pipeline that a design can tell about, and what it can tell.
//!
//! What an export makes of them is [`crate::solution`]'s matter; forms and checks read what stands here.

use serde::Deserialize;

use super::field::{Field, form};

/// A kind of thing, as the `kind` of a resource names it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceKind {
    /// As it stands in `kind`; stable.
    pub id: String,
    /// For forms, sentence case.
    pub title: String,
    /// Whether a thing of this kind is created with the pipeline where the design does not say.
    pub created: bool,
    /// Providers of AWS whose actions name such a thing.
    #[serde(default)]
    pub providers: Vec<String>,
    /// The configuration keys that name it; its name is their values, joined by `/`.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Its properties, in the order of a form. A key `vpc.id` is the member `id` of the property `vpc`.
    #[serde(deserialize_with = "form")]
    pub fields: Vec<Field>,
    /// What else is known.
    pub note: Option<String>,
}

impl ResourceKind {
    /// The field of a property.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Whether a property of this name is known: as it is, or as the object that holds known ones.
    pub fn knows(&self, property: &str) -> bool {
        let outer = |key: &str| key.split('.').next() == Some(property);
        self.fields.iter().any(|field| outer(&field.key))
    }
}
