//! The controls of a form, bound to the document: what is typed or picked becomes a change.

use eframe::egui::{Key, Response, Ui};
use serde_json::{Value, json};

use pipewright_core::document::Document;
use pipewright_core::edit::{Change, fields};
use pipewright_core::pipeline::Path;

use super::draft::Leave;
use super::form::{Form, Spec};
use super::problem::Problem;
use super::values;
use crate::intent::Intent;
use crate::look::widgets::{Choice, ChoiceField, NumberField, Query, Suggest, TextField};
use crate::tr;

/// How a text field looks, and what it minds while typing.
#[derive(Clone, Copy)]
pub(super) struct Look<'l> {
    pub hint: &'l str,
    pub is_code: bool,
    /// Whether its lines are numbered.
    pub is_numbered: bool,
    pub rows: usize,
    pub check: &'l dyn Fn(&str) -> Option<Problem>,
    /// Whether AWS resolves references to variables in it, so that they are offered.
    pub has_variables: bool,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self { hint: "", is_code: false, is_numbered: false, rows: 1, check: &|_| None, has_variables: false }
    }
}

/// When a text goes into the document.
pub(super) enum Commit<'c> {
    /// With each letter.
    Typing(Typed<'c>),
    /// When the field is left or Enter is pressed.
    Leaving(Leave),
}

/// What typing does.
pub(super) struct Typed<'c> {
    /// The change for a text; none if the text cannot be taken as it is.
    pub change: &'c dyn Fn(&Document, &str) -> Option<Change>,
    /// What the document shows after it.
    pub shown: &'c dyn Fn(&str) -> String,
}

/// What was picked from a list: a text, or the row for no value.
pub(super) struct Picked(pub Option<String>);

/// The list behind a choice.
#[derive(Default)]
pub(super) struct Options<'o> {
    /// Value, label, and weaker words at the right.
    pub items: Vec<(&'o str, &'o str, Option<&'o str>)>,
    /// The row that removes the value.
    pub unset: Option<&'o str>,
    /// Shown while there is no value.
    pub hint: &'o str,
}

impl<'o> Options<'o> {
    pub(super) fn of(values: impl IntoIterator<Item = &'o str>) -> Self {
        Self { items: values.into_iter().map(|value| (value, value, None)).collect(), ..Self::default() }
    }
}

impl Form<'_> {
    /// A field for text.
    pub(super) fn text(
        &mut self,
        ui: &mut Ui,
        spec: Spec<'_>,
        look: Look<'_>,
        shown: &str,
        commit: Commit<'_>,
    ) -> Response {
        let id = self.id(&spec.path, "field");
        let mut text = self.draft_text(id, shown);
        let spec = spec.problem(self.judged(&text).and_then(|text| (look.check)(&text)));
        let offering = self.offering(&spec.path, look.has_variables);
        let suggest = |query: &Query<'_>| offering.map_or_else(Vec::new, |offering| offering.offers(query));
        let path = spec.path.clone();
        let may_become = self.may_become_parameter(&path, &text);
        let mut is_asked = false;
        let response = self.field(ui, &spec, |_, ui, field| {
            let suggest: Option<&Suggest<'_>> = if offering.is_some() { Some(&suggest) } else { None };
            let wish = may_become.then_some((tr!("Make a parameter of this value"), &mut is_asked));
            let mut control = TextField::new(field, &mut text)
                .extra(wish)
                .hint(look.hint)
                .rows(look.rows)
                .numbered(look.is_numbered)
                .suggest(suggest);
            if look.is_code {
                control = control.code();
            }
            control.show(ui)
        });
        self.after_typing(ui, id, &response, &text, shown, commit);
        if is_asked {
            self.make_parameter(&path);
        }
        response
    }

    pub(super) fn draft_text(&mut self, id: eframe::egui::Id, shown: &str) -> String {
        let revision = self.document().revision();
        self.state.drafts.text(id, shown, revision)
    }

    /// Turns what was typed into changes. Every text box of the inspector ends here.
    pub(super) fn after_typing(
        &mut self,
        ui: &Ui,
        id: eframe::egui::Id,
        response: &Response,
        text: &str,
        shown: &str,
        commit: Commit<'_>,
    ) {
        let document = self.document();
        let has_changed = response.changed();
        if response.has_focus() {
            self.state.typing = Some(id);
        } else if self.state.typing == Some(id) {
            self.state.typing = None;
            ui.ctx().request_repaint();
        }
        if !has_changed && !response.has_focus() && !response.lost_focus() {
            return;
        }
        let mut draft = None;
        if has_changed || response.has_focus() {
            draft = Some(self.state.drafts.keep(id, text, shown, document.revision()));
        }
        match commit {
            Commit::Typing(typed) => {
                let change = if has_changed { (typed.change)(document, text) } else { None };
                if let (Some(draft), Some(_)) = (draft, &change) {
                    draft.expect((typed.shown)(text));
                }
                self.change(change);
                // A text the document cannot take stays on screen with its complaint.
                if response.lost_focus()
                    && (typed.change)(document, text).is_some()
                    && self.state.drafts.end(id).is_some()
                {
                    self.queue.push(Intent::Seal);
                }
            }
            Commit::Leaving(leave) => {
                if let Some(draft) = draft {
                    draft.leave = Some(leave);
                }
                if response.lost_focus()
                    && let Some(draft) = self.state.drafts.end(id)
                    && !ui.input(|input| input.key_pressed(Key::Escape))
                {
                    self.change_at_once(draft.change_on_leave(document));
                }
            }
        }
    }

    /// A text of the document, set with each letter; an empty one is removed.
    pub(super) fn plain_text(&mut self, ui: &mut Ui, spec: Spec<'_>, look: Look<'_>) -> Response {
        let path = spec.path.clone();
        let shown = match self.value(&path) {
            None => "",
            Some(Value::String(text)) => text,
            Some(other) => return self.odd_value(ui, spec, tr!("text"), other),
        };
        let place = self.place(&path);
        let change = |document: &Document, text: &str| fields::set_text(document, &place, text);
        let typed = Typed { change: &change, shown: &str::to_owned };
        self.text(ui, spec, look, shown, Commit::Typing(typed))
    }

    /// A text set when the field is left: names, whose changes are refactorings.
    pub(super) fn name_text(&mut self, ui: &mut Ui, spec: Spec<'_>, look: Look<'_>) -> Response {
        let path = spec.path.clone();
        let shown = match self.value(&path) {
            None => "",
            Some(Value::String(text)) => text,
            Some(other) => return self.odd_value(ui, spec, tr!("text"), other),
        };
        let place = self.place(&path);
        self.text(ui, spec, look, shown, Commit::Leaving(Leave::Set(place)))
    }

    /// A value of another type than the field is for: shown and kept as it is.
    pub(super) fn odd_value(&mut self, ui: &mut Ui, spec: Spec<'_>, wanted: &str, value: &Value) -> Response {
        let problem = Problem::error(tr!(
            "This is {found}; AWS takes {wanted}",
            found = values::type_words(value),
            wanted = wanted
        ));
        self.json(ui, Spec { problem: Some(problem), ..spec })
    }

    /// Any value as JSON text. What is no JSON stays in the field and does not reach the document.
    pub(super) fn json(&mut self, ui: &mut Ui, spec: Spec<'_>) -> Response {
        self.json_like(ui, spec, "", 1)
    }

    /// The same with an example where there is no value, and room for some rows.
    pub(super) fn json_like(&mut self, ui: &mut Ui, spec: Spec<'_>, hint: &str, rows: usize) -> Response {
        let place = self.place(&spec.path);
        let shown = self.value(&spec.path).map(values::json_text).unwrap_or_default();
        let change = |document: &Document, text: &str| {
            if text.trim().is_empty() {
                return fields::set(document, &place, None);
            }
            fields::set(document, &place, Some(serde_json::from_str(text).ok()?))
        };
        let canonical = |text: &str| {
            serde_json::from_str::<Value>(text).map(|value| values::json_text(&value)).unwrap_or_default()
        };
        let check = |text: &str| {
            let error = serde_json::from_str::<Value>(text).err().filter(|_| !text.trim().is_empty())?;
            Some(Problem::unsaved(tr!("Not JSON: {error}", error = error)))
        };
        let rows = shown.lines().count().clamp(rows, 12);
        let look = Look { hint, is_code: true, rows, check: &check, ..Look::default() };
        let typed = Typed { change: &change, shown: &canonical };
        self.text(ui, spec, look, &shown, Commit::Typing(typed))
    }

    /// Commands, one in each line, with line numbers; as JSON if one has lines of its own.
    pub(super) fn lines(&mut self, ui: &mut Ui, spec: Spec<'_>, hint: &str) -> Response {
        let items = match self.value(&spec.path) {
            None => Vec::new(),
            Some(value) => match values::texts(value) {
                Some(items) => items,
                None => return self.odd_value(ui, spec, tr!("a list of texts"), value),
            },
        };
        let shown = items.join("\n");
        if values::lines(&shown) != items {
            return self.json(ui, spec);
        }
        let place = self.place(&spec.path);
        let change = |document: &Document, text: &str| {
            fields::set(document, &place, values::list(values::lines(text)))
        };
        let canonical = |text: &str| values::lines(text).join("\n");
        let rows = items.len().clamp(3, 20);
        let look =
            Look { hint, is_code: true, is_numbered: true, rows, has_variables: true, ..Look::default() };
        self.text(ui, spec, look, &shown, Commit::Typing(Typed { change: &change, shown: &canonical }))
    }

    /// A whole number of the declaration.
    pub(super) fn number(
        &mut self,
        ui: &mut Ui,
        spec: Spec<'_>,
        range: std::ops::RangeInclusive<i64>,
        unit: Option<&str>,
        hint: &str,
    ) -> Response {
        let present = self.value(&spec.path);
        let mut number = present.and_then(Value::as_i64);
        if let (Some(value), None) = (present, number) {
            return self.odd_value(ui, spec, tr!("a whole number"), value);
        }
        let path = spec.path.clone();
        let response = self.field(ui, &spec, |_, ui, field| {
            let mut control = NumberField::new(field, &mut number).range(range).hint(hint);
            if let Some(unit) = unit {
                control = control.unit(unit);
            }
            control.show(ui)
        });
        if response.changed() {
            let value = number.map(|number| json!(number));
            self.change(fields::set(self.document(), &self.place(&path), value));
        }
        if response.lost_focus() {
            self.queue.push(Intent::Seal);
        }
        response
    }

    /// A choice among texts. Returns what was picked, if anything was.
    pub(super) fn pick(
        &mut self,
        ui: &mut Ui,
        spec: &Spec<'_>,
        current: Option<&str>,
        options: &Options<'_>,
    ) -> Option<Picked> {
        let mut value = current;
        let mut choices: Vec<Choice<'_, Option<&str>>> = Vec::new();
        if let (Some(label), Some(_)) = (options.unset, current) {
            choices.push(Choice::new(None, label));
        }
        for (item, label, detail) in &options.items {
            let choice = Choice::new(Some(*item), label);
            choices.push(detail.map_or(choice, |detail| choice.detail(detail)));
        }
        if let Some(current) = current.filter(|it| !options.items.iter().any(|(item, ..)| item == it)) {
            choices.push(Choice::new(Some(current), current).detail(tr!("not in the list")));
        }
        let response = self.field(ui, spec, |_, ui, field| {
            ChoiceField::new(field).hint(options.hint).show(ui, &mut value, &choices)
        });
        response.changed().then(|| Picked(value.map(str::to_owned)))
    }

    /// A choice among the texts a member may hold.
    pub(super) fn choice(&mut self, ui: &mut Ui, spec: Spec<'_>, options: &Options<'_>) {
        let current = match self.value(&spec.path) {
            None => None,
            Some(Value::String(text)) => Some(text.as_str()),
            Some(other) => {
                self.odd_value(ui, spec, tr!("text"), other);
                return;
            }
        };
        if let Some(picked) = self.pick(ui, &spec, current, options) {
            self.set(&spec.path, picked.0.map(Value::String));
        }
    }

    /// Members the form has no field for, each as JSON.
    pub(super) fn unknown_members(&mut self, ui: &mut Ui, base: &Path, is_known: impl Fn(&str) -> bool) {
        let members = if base.0.is_empty() {
            self.document().members(self.owner)
        } else {
            self.value(base).and_then(Value::as_object)
        };
        let keys: Vec<String> =
            members.into_iter().flatten().map(|(key, _)| key.clone()).filter(|key| !is_known(key)).collect();
        for key in keys {
            let path = base.clone().then(key.clone());
            self.json(ui, Spec::new(path, key).note(tr!("unknown to Pipewright")));
        }
    }
}
