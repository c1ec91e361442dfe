//! The pipelines of the account, to open one.

use eframe::egui::{Context, Id, Label, RichText, Sense, Ui};
use egui_extras::{Column, TableBuilder};

use super::{Facts, waiting};
use crate::app::Load;
use crate::cloud::{Fault, Summary};
use crate::commands::Command;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, Dialog, EmptyState, SearchField, Tone, status_line};
use crate::look::{Tokens, fonts, icons};
use crate::{tr, words};

/// What is typed, and which row is chosen.
#[derive(Debug, Default)]
pub struct FromAws {
    search: String,
    chosen: Option<String>,
}

impl FromAws {
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        let connection = facts.aws.connection();
        let profile = connection.profile.as_deref().unwrap_or("default");
        let region = connection.region.as_deref().unwrap_or(tr!("Region of the profile"));
        let subtitle = format!("{profile} · {region}");
        let mut is_done = false;
        let mut opens: Option<String> = None;
        let dialog =
            Dialog::new(Id::unique("from aws"), tr!("Open from AWS")).subtitle(&subtitle).width(760.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.body(|ui| {
                // Another can be chosen all the same.
                if let Load::Failed(fault) = &facts.aws.pulling {
                    fault_lines(ui, fault);
                }
                match (&facts.aws.pulling, &facts.aws.pipelines) {
                    (Load::Waiting(ticket), _) => {
                        waiting::line(ui, tr!("Opening the pipeline …"), *ticket, facts);
                    }
                    (_, Load::Waiting(ticket)) => {
                        waiting::line(ui, tr!("Listing pipelines …"), *ticket, facts);
                    }
                    (_, Load::Failed(fault)) => fault_lines(ui, fault),
                    (_, Load::Idle) => {}
                    (_, Load::Ready(pipelines)) => opens = self.table(ui, pipelines),
                }
            });
            dialog.footer("", |ui| {
                let reason = if facts.aws.pulling.is_waiting() {
                    Some(tr!("it is being opened"))
                } else {
                    self.chosen.is_none().then_some(tr!("choose a pipeline first"))
                };
                if Button::filled(tr!("Open")).disabled_because(reason).show(ui).clicked() {
                    opens.clone_from(&self.chosen);
                }
                is_done = Button::ghost(tr!("Cancel")).show(ui).clicked();
                if Button::ghost(Command::Connection.label()).show(ui).clicked() {
                    queue.run(Command::Connection);
                }
            });
        });
        if let Some(name) = opens {
            queue.push(Intent::OpenPipeline(name));
        }
        !(is_done || response.should_close)
    }

    /// Returns the pipeline to open at once.
    fn table(&mut self, ui: &mut Ui, pipelines: &[Summary]) -> Option<String> {
        let mut opens = None;
        SearchField::new(&mut self.search, tr!("Find a pipeline")).show(ui);
        let text = self.search.trim().to_lowercase();
        let found: Vec<&Summary> =
            pipelines.iter().filter(|pipeline| pipeline.name.to_lowercase().contains(&text)).collect();
        if found.is_empty() {
            let hint = if pipelines.is_empty() {
                tr!("This account has no pipelines in this Region")
            } else {
                tr!("No name has that")
            };
            EmptyState::new(icons::SEARCH, tr!("No pipelines"), hint).show(ui);
            return None;
        }
        let tokens = Tokens::of(ui);
        let table = TableBuilder::new(ui)
            .column(Column::remainder().clip(true))
            .columns(Column::exact(80.0), 2)
            .column(Column::exact(110.0))
            .column(Column::exact(180.0))
            .max_scroll_height(360.0)
            .sense(Sense::click());
        let table = table.header(24.0, |mut header| {
            for title in [tr!("Name"), tr!("Version"), tr!("Type"), tr!("Mode"), tr!("Updated")] {
                header.col(|ui| {
                    ui.label(RichText::new(title).font(fonts::semibold(11.0)).color(tokens.weak));
                });
            }
        });
        table.body(|body| {
            body.rows(28.0, found.len(), |mut row| {
                let pipeline = found[row.index()];
                row.set_selected(self.chosen.as_deref() == Some(pipeline.name.as_str()));
                let version = pipeline.version.map(|version| version.to_string()).unwrap_or_default();
                let updated = pipeline.updated.as_deref().map(words::moment).unwrap_or_default();
                let cells = [
                    pipeline.name.as_str(),
                    version.as_str(),
                    pipeline.pipeline_type.as_deref().unwrap_or_default(),
                    pipeline.execution_mode.as_deref().unwrap_or_default(),
                    &updated,
                ];
                for cell in cells {
                    row.col(|ui| {
                        ui.add(Label::new(cell).selectable(false).truncate());
                    });
                }
                let response = row.response();
                response.widget_info(|| {
                    eframe::egui::WidgetInfo::labeled(
                        eframe::egui::Role::Row,
                        true,
                        tr!("Pipeline {name}", name = pipeline.name),
                    )
                });
                if response.clicked() {
                    self.chosen = Some(pipeline.name.clone());
                }
                if response.double_clicked() {
                    opens = Some(pipeline.name.clone());
                }
            });
        });
        opens
    }
}

fn fault_lines(ui: &mut Ui, fault: &Fault) {
    status_line(ui, Tone::Error, &fault.message);
    if let Some(help) = &fault.help {
        status_line(ui, Tone::Info, help);
    }
}
