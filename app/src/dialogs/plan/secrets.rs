//! The secrets that AWS would not know, being typed.

use eframe::egui::{Align, Ui};
use pipewright_core::plan::SecretPlace;

use crate::app::Planned;
use crate::cloud::Secret;
use crate::look::widgets::{Field, TextField};
use crate::tr;

/// The texts typed so far, by their places; gone with the dialog.
#[derive(Default)]
pub(super) struct Secrets {
    typed: Vec<(SecretPlace, String)>,
    /// The one that somebody wants to type now.
    wanted: Option<SecretPlace>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.typed.iter().map(|(place, _)| place.short())).finish()
    }
}

impl Secrets {
    /// Leads to the field of this one in the next frame.
    pub fn lead_to(&mut self, place: &SecretPlace) {
        self.wanted = Some(place.clone());
    }

    /// A masked field for each.
    pub fn show(&mut self, ui: &mut Ui, planned: &Planned) {
        self.typed.retain(|(place, _)| planned.plan.needed_secrets().any(|needed| needed == place));
        for place in planned.plan.needed_secrets() {
            if !self.typed.iter().any(|(known, _)| known == place) {
                self.typed.push((place.clone(), String::new()));
            }
        }
        for (place, text) in &mut self.typed {
            let label = tr!(
                "{key} of {stage} › {action}",
                key = place.key,
                stage = place.stage,
                action = place.action
            );
            let field = Field::new(&label).note(tr!("required")).help(tr!(
                "Sent to AWS and kept nowhere here. With a connection instead of a token no secret is needed"
            ));
            let response = TextField::new(field, text).secret().show(ui);
            if self.wanted.as_ref() == Some(place) {
                self.wanted = None;
                response.request_focus();
                response.scroll_to_me(Some(Align::Center));
            }
        }
    }

    /// All of them, once all are typed.
    pub fn given(&self, planned: &Planned) -> Option<Vec<(SecretPlace, Secret)>> {
        let given = |needed: &SecretPlace| {
            let (place, text) = self.typed.iter().find(|(place, _)| place == needed)?;
            Some((place.clone(), Secret::new(text.clone())?))
        };
        planned.plan.needed_secrets().map(given).collect()
    }
}
