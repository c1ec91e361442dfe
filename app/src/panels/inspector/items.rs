//! Lists of short texts, as chips.

use std::borrow::Cow;

use eframe::egui::Ui;
use serde_json::Value;

use pipewright_core::document::{Document, Place};
use pipewright_core::edit::{Change, fields};

use super::controls::Commit;
use super::draft::Leave;
use super::form::{Form, Spec};
use super::values;
use crate::look::widgets::{Query, Suggest, TagAction, TagField};
use crate::tr;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    /// A list of texts. Commas inside braces belong to a pattern.
    Array,
    /// One text with commas.
    Text,
}

impl Listing {
    /// The items of a text that is typed or pasted.
    pub(super) fn split(self, text: &str) -> Vec<String> {
        match self {
            Self::Array => values::comma_items(text),
            Self::Text => csv(text).into_iter().map(str::to_owned).collect(),
        }
    }

    /// The items of a value; `None` if it is of another type.
    fn items(self, value: Option<&Value>) -> Option<Vec<&str>> {
        let Some(value) = value else { return Some(Vec::new()) };
        match self {
            Self::Array => values::texts(value),
            Self::Text => value.as_str().map(csv),
        }
    }

    fn value(self, items: Vec<String>) -> Option<Value> {
        match self {
            Self::Array => values::list(items),
            Self::Text => (!items.is_empty()).then(|| Value::String(items.join(","))),
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Array => tr!("a list of texts"),
            Self::Text => tr!("text"),
        }
    }

    /// Adds items to what stands at a place; those that are there already are not added again.
    pub(super) fn append(self, document: &Document, place: &Place, added: Vec<String>) -> Option<Change> {
        let before = self.items(document.value(place.owner, &place.path))?;
        let mut items: Vec<String> = before.into_iter().map(str::to_owned).collect();
        let count = items.len();
        for item in added {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        (items.len() > count).then(|| fields::set(document, place, self.value(items)))?
    }
}

fn csv(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect()
}

impl Form<'_> {
    /// A list of texts.
    pub(super) fn commas(&mut self, ui: &mut Ui, spec: Spec<'_>, hint: &str) {
        self.items(ui, spec, hint, Listing::Array, false);
    }

    /// A list of texts, written as `listing` says.
    pub(super) fn items(
        &mut self,
        ui: &mut Ui,
        spec: Spec<'_>,
        hint: &str,
        listing: Listing,
        has_variables: bool,
    ) {
        let value = self.value(&spec.path);
        let Some(items) = listing.items(value) else {
            if let Some(value) = value {
                self.odd_value(ui, spec, listing.wanted(), value);
            }
            return;
        };
        let id = self.id(&spec.path, "entry");
        let mut text = self.draft_text(id, "");
        let offering = self.offering(&spec.path, has_variables);
        let suggest = |query: &Query<'_>| offering.map_or_else(Vec::new, |offering| offering.offers(query));
        let split = |text: &str| listing.split(text);
        let mut action = None;
        let response = self.field(ui, &spec, |_, ui, field| {
            let suggest: Option<&Suggest<'_>> = if offering.is_some() { Some(&suggest) } else { None };
            let field = TagField::new(field, id, &items, &mut text, &split).hint(hint).suggest(suggest);
            let answer = field.show(ui);
            action = answer.action;
            answer.response
        });
        let place = self.place(&spec.path);
        let mut kept: Vec<Cow<'_, str>> = items.into_iter().map(Cow::Borrowed).collect();
        let is_asked = action.is_some();
        match action {
            Some(TagAction::Add(added)) => {
                self.change_at_once(listing.append(self.document(), &place, added));
            }
            Some(TagAction::Remove(index)) => {
                kept.remove(index);
                let items = kept.into_iter().map(Cow::into_owned).collect();
                self.change_at_once(fields::set(self.document(), &place, listing.value(items)));
            }
            Some(TagAction::Edit(index)) => {
                // What was being typed takes the place of what is taken out.
                let taken = kept.remove(index).into_owned();
                kept.extend(listing.split(&text).into_iter().map(Cow::Owned));
                let items = kept.into_iter().map(Cow::into_owned).collect();
                self.change_at_once(fields::set(self.document(), &place, listing.value(items)));
                text = taken;
                response.request_focus();
            }
            None => {}
        }
        if is_asked {
            self.state.drafts.keep(id, &text, "", self.document().revision()).leave =
                Some(Leave::Append { place, listing });
            return;
        }
        let is_entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        self.after_typing(ui, id, &response, &text, "", Commit::Leaving(Leave::Append { place, listing }));
        if is_entered && !text.trim().is_empty() {
            response.request_focus();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_patterns_keep_their_commas() {
        assert_eq!(Listing::Array.split("main, release/{1,2}/**"), ["main", "release/{1,2}/**"]);
        assert_eq!(Listing::Text.split("a, {b,c}"), ["a", "{b", "c}"]);
    }
}
