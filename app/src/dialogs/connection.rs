//! Which account: profile, Region, endpoint. Credentials stay where AWS keeps them.

use eframe::egui::{Context, Id, Ui};
use pipewright_core::catalog::Catalog;

use super::Facts;
use crate::app::Load;
use crate::cloud::Connection;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Choice, ChoiceField, Dialog, Field, TextField, Tone, status_line};
use crate::tr;

/// What is chosen so far.
#[derive(Debug)]
pub struct ConnectionDialog {
    profile: Option<String>,
    region: Option<String>,
    endpoint: String,
}

impl ConnectionDialog {
    pub fn new(connection: &Connection) -> Self {
        Self {
            profile: connection.profile.clone(),
            region: connection.region.clone(),
            endpoint: connection.endpoint_url.clone().unwrap_or_default(),
        }
    }

    fn connection(&self) -> Connection {
        let endpoint = self.endpoint.trim();
        Connection {
            profile: self.profile.clone(),
            region: self.region.clone(),
            endpoint_url: (!endpoint.is_empty()).then(|| endpoint.to_owned()),
        }
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let mut is_done = false;
        let dialog = Dialog::new(Id::unique("connection"), tr!("Account"))
            .subtitle(tr!("Signing in is left to the AWS configuration: profiles, SSO, environment"))
            .width(520.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| self.fields(ui, facts));
            dialog.footer("", |ui| {
                let changed = self.connection() != *facts.aws.connection();
                if Button::filled(if changed { tr!("Connect") } else { tr!("Check again") })
                    .show(ui)
                    .clicked()
                {
                    queue.push(Intent::Connect(self.connection()));
                }
                is_done = Button::ghost(tr!("Close")).show(ui).clicked();
            });
        });
        !(is_done || response.should_close)
    }

    fn fields(&mut self, ui: &mut Ui, facts: &Facts<'_>) {
        ui.spacing_mut().item_spacing.y = 12.0;
        let profiles = facts.aws.profiles.ready().map_or(&[][..], Vec::as_slice);
        let chosen = self.profile.clone();
        let mut choices = vec![Choice::new(None, tr!("Environment or default profile"))];
        choices.extend(
            profiles.iter().map(|profile| Choice::new(Some(profile.name.clone()), profile.name.as_str())),
        );
        if let Some(chosen) = &chosen
            && !profiles.iter().any(|profile| profile.name == *chosen)
        {
            choices.push(Choice::new(Some(chosen.clone()), chosen));
        }
        ChoiceField::new(Field::new(tr!("Profile"))).show(ui, &mut self.profile, &choices);

        let of_profile = profiles
            .iter()
            .find(|profile| Some(&profile.name) == self.profile.as_ref())
            .and_then(|profile| profile.region.as_deref());
        let by_profile = match of_profile {
            Some(region) => tr!("Region of the profile: {region}", region = region),
            None => tr!("Region of the profile or environment").to_owned(),
        };
        let regions = Catalog::get().limits().regions();
        let mut choices = vec![Choice::new(None, by_profile.as_str())];
        choices.extend(
            regions
                .iter()
                .map(|region| Choice::new(Some(region.id.clone()), region.id.as_str()).detail(&region.name)),
        );
        ChoiceField::new(Field::new(tr!("Region"))).show(ui, &mut self.region, &choices);

        let field = Field::new(tr!("Endpoint"))
            .note(tr!("optional"))
            .help(tr!("For tests against a server of your own"));
        TextField::new(field, &mut self.endpoint).hint("https://…").code().show(ui);

        match &facts.aws.identity {
            Load::Idle => {}
            Load::Waiting(ticket) => super::waiting::line(ui, tr!("Asking who you are …"), *ticket, facts),
            Load::Ready(identity) => {
                let words = tr!(
                    "Account {account} in {region}\n{arn}",
                    account = identity.account_words(),
                    region = identity.region,
                    arn = identity.arn
                );
                status_line(ui, Tone::Success, &words);
            }
            Load::Failed(fault) => {
                status_line(ui, Tone::Error, &fault.message);
                if let Some(help) = &fault.help {
                    status_line(ui, Tone::Info, help);
                }
            }
        }
    }
}
