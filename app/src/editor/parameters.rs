//! The parameters of a document with the values they have in the environment in use, once per revision.

use std::collections::HashMap;

use pipewright_core::document::{Document, Place};
use pipewright_core::parameter::{all_uses, put_in, references};

/// All declared parameters.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    pub all: Vec<Known>,
    /// All environments, in order.
    pub environments: Vec<String>,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Known {
    pub name: String,
    /// In the environment in use; a secret has none.
    pub value: Option<String>,
    pub description: Option<String>,
    pub is_secret: bool,
    /// Where it is used, in the order of the file.
    pub uses: Vec<Place>,
}

impl Parameters {
    pub(super) fn of(document: &Document, environment: Option<&str>) -> Self {
        let declared = document.parameters();
        // Without parameters no text has to be looked at.
        let mut uses = if declared.is_empty() { HashMap::new() } else { all_uses(document) };
        let all = declared.iter().map(|parameter| Known {
            name: parameter.name.to_owned(),
            value: parameter.value(environment),
            description: parameter.description().map(str::to_owned),
            is_secret: parameter.is_secret(),
            uses: uses.remove(parameter.name).unwrap_or_default(),
        });
        Self {
            all: all.collect(),
            environments: document.environments().into_iter().map(str::to_owned).collect(),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Known> {
        self.all.iter().find(|known| known.name == name)
    }

    /// A text with values in place of references; `None` if it has none with a value.
    pub fn resolved(&self, text: &str) -> Option<String> {
        put_in(text, |name| self.get(name)?.value.clone())
    }

    /// The parameters a text uses, each once.
    pub fn used_in(&self, text: &str) -> Vec<&Known> {
        let mut found: Vec<&Known> = Vec::new();
        if self.all.is_empty() || !text.contains("${") {
            return found;
        }
        for reference in references(text) {
            if let Some(known) = self.get(reference.name)
                && !found.iter().any(|other| other.name == known.name)
            {
                found.push(known);
            }
        }
        found
    }
}
