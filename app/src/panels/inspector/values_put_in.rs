//! Parameters in the fields of a form: which values they take, and making one of a value.

use std::borrow::Cow;

use serde_json::Value;

use pipewright_core::catalog::Field;
use pipewright_core::edit::parameters;
use pipewright_core::parameter::open_reference;
use pipewright_core::pipeline::Path;

use super::form::Form;
use super::problem::{self, Problem};
use crate::editor::Known;
use crate::tr;

/// A longer text is not written a second time.
const WHOLE_MAX: usize = 72;

impl Form<'_> {
    /// A text as AWS will see it; `None` while a parameter in it has no value, so that nobody can judge it.
    pub(super) fn judged<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        let parameters = &self.editor.derived().parameters;
        if self.is_unfinished(text) {
            return None;
        }
        let used = parameters.used_in(text);
        if used.is_empty() {
            return Some(Cow::Borrowed(text));
        }
        let has_all = used.iter().all(|known| known.value.is_some());
        has_all.then(|| parameters.resolved(text)).flatten().map(Cow::Owned)
    }

    /// Whether a reference to a parameter is being typed, which no rule can like yet.
    pub(super) fn is_unfinished(&self, text: &str) -> bool {
        let has_any = !self.editor.derived().parameters.all.is_empty();
        has_any && self.state.typing.is_some() && open_reference(text).is_some()
    }

    /// What the catalog says against a value, with the values of parameters put in.
    pub(super) fn misfit(&self, field: &Field, text: Option<&str>) -> Option<Problem> {
        problem::of_field(field, &self.judged(text?)?)
    }

    /// What a value with parameters becomes in the environment in use, in words; `None` if it has none.
    pub(super) fn values_in(&self, path: &Path) -> Option<String> {
        let parameters = &self.editor.derived().parameters;
        if parameters.all.is_empty() || path.0.is_empty() || !self.takes_parameters(path) {
            return None;
        }
        let value = self.value(path)?;
        let text = match value {
            Value::String(text) => Cow::Borrowed(text.as_str()),
            Value::Array(all) => {
                let texts = all.iter().filter_map(Value::as_str).filter(|text| text.contains("${"));
                Cow::Owned(texts.collect::<Vec<_>>().join(" "))
            }
            Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) => return None,
        };
        self.values_of_text(&text, value.is_string())
    }

    /// The same for a text; `is_whole` if it may be shown as it becomes.
    pub(super) fn values_of_text(&self, text: &str, is_whole: bool) -> Option<String> {
        let parameters = &self.editor.derived().parameters;
        let used = parameters.used_in(text);
        if used.is_empty() {
            return None;
        }
        let whole = parameters
            .resolved(text)
            .filter(|it| is_whole && it.chars().count() <= WHOLE_MAX && !it.contains(['\n', '{', '[']))
            .filter(|_| used.iter().all(|known| known.value.is_some()));
        let values = whole.unwrap_or_else(|| {
            let each = |known: &&Known| match &known.value {
                Some(value) => format!("{} = {value}", known.name),
                None if known.is_secret => {
                    tr!("{name} is given by whoever deploys", name = known.name)
                }
                None => tr!("{name} has no value", name = known.name),
            };
            used.iter().map(each).collect::<Vec<_>>().join(", ")
        });
        Some(match self.editor.environment() {
            Some(environment) => {
                tr!("In {environment}: {values}", environment = environment, values = values)
            }
            None => tr!("By default: {values}", values = values),
        })
    }

    /// Whether a parameter can be made of what stands at a path.
    pub(super) fn may_become_parameter(&self, path: &Path, text: &str) -> bool {
        !text.is_empty()
            && self.takes_parameters(path)
            && self.value(path).and_then(Value::as_str) == Some(text)
            && self.editor.derived().parameters.used_in(text).is_empty()
    }

    /// Declares a parameter with what stands at a path as its default, and uses it there.
    pub(super) fn make_parameter(&mut self, path: &Path) {
        let change = parameters::of_value(self.document(), &self.place(path));
        self.change_at_once(change.map(|(_, change)| change));
    }
}
