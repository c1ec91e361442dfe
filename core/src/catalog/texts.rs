//! What forms show of the catalog, for translators.

use std::collections::BTreeSet;

use super::field::{Field, Required};
use super::{ArtifactCount, Catalog};

impl Catalog {
    /// The labels and explanations of fields, of action types and of things around a pipeline, each once. Names of
    /// types are those of AWS, and values are what the file holds: neither is among them.
    pub fn texts(&self) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        for provider in self.providers() {
            all.insert(provider.summary.as_str());
            all.extend(note_of(&provider.input_artifacts));
            all.extend(provider.output_variables.iter().map(|variable| variable.help.as_str()));
            all.extend(provider.fields.iter().flat_map(texts_of));
        }
        for rule in self.rule_types() {
            all.extend(rule.fields.iter().flat_map(texts_of));
        }
        for kind in self.resource_kinds() {
            all.insert(kind.title.as_str());
            all.extend(kind.note.as_deref());
            all.extend(kind.fields.iter().flat_map(texts_of));
        }
        all
    }
}

fn note_of(count: &ArtifactCount) -> Option<&str> {
    count.note.as_deref()
}

fn texts_of(field: &Field) -> impl Iterator<Item = &str> {
    let when = match &field.required {
        Required::When { text, .. } | Required::WhenText(text) => Some(text.as_str()),
        Required::Always | Required::Never => None,
    };
    let others = [field.note.as_deref(), field.default_text.as_deref(), when];
    [field.label.as_str(), field.help.as_str()].into_iter().chain(others.into_iter().flatten())
}
