//! Windows over the window, one at a time. Like panels they change nothing and answer through the queue.

mod command_palette;
pub mod compare;
mod connection;
mod export;
mod from_aws;
mod fuzzy;
mod gallery;
mod import;
mod path;
mod picker;
mod plan;
mod preflight;
mod question;
mod quick_add;
mod rule;
mod save_snippet;
mod settings;
mod shortcuts;
mod start;
mod takers;
mod transition;
mod waiting;

pub use command_palette::CommandPalette;
pub use compare::Compare;
pub use connection::ConnectionDialog;
pub use export::{Export, Exports};
pub use from_aws::FromAws;
pub use gallery::Gallery;
pub use import::ImportDialog;
pub use path::{PathDialog, PathPurpose};
pub use plan::PlanDialog;
pub use question::Question;
pub use quick_add::QuickAdd;
pub use rule::RuleDialog;
pub use save_snippet::SaveSnippet;
pub use settings::SettingsDialog;
pub use shortcuts::ShortcutSheet;
pub use start::Start;
pub use takers::TakerDialog;
pub use transition::TransitionDialog;

use eframe::egui::Context;

use crate::app::{Aws, Snippets};
use crate::editor::Editor;
use crate::intent::Queue;
use crate::settings::Settings;
use crate::storage::Leftover;
use crate::window::Desktop;
use crate::words::catalogs::Catalogs;

/// The dialog that is open.
pub enum Dialog {
    Start(Start),
    Path(PathDialog),
    Question(Question),
    Palette(CommandPalette),
    QuickAdd(QuickAdd),
    Shortcuts(ShortcutSheet),
    Settings(SettingsDialog),
    Connection(ConnectionDialog),
    FromAws(FromAws),
    Plan(PlanDialog),
    Export(Box<Export>),
    Compare(Box<Compare>),
    Rule(RuleDialog),
    Gallery(Box<Gallery>),
    SaveSnippet(SaveSnippet),
    Import(ImportDialog),
    Taker(TakerDialog),
    Transition(TransitionDialog),
}

/// What dialogs look at.
pub struct Facts<'a> {
    pub editor: &'a Editor,
    pub settings: &'a Settings,
    pub leftovers: &'a [Leftover],
    pub aws: &'a Aws,
    pub snippets: &'a Snippets,
    pub catalogs: &'a Catalogs,
    pub desktop: &'a Desktop,
}

impl Dialog {
    /// Shows the dialog; returns whether it stays open.
    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        match self {
            Self::Start(start) => start.show(ctx, facts, queue),
            Self::Path(path) => path.show(ctx, queue),
            Self::Compare(compare) => compare.show(ctx, facts, queue),
            Self::Question(question) => question.show(ctx, facts, queue),
            Self::Palette(palette) => palette.show(ctx, facts, queue),
            Self::QuickAdd(quick_add) => quick_add.show(ctx, facts, queue),
            Self::Shortcuts(sheet) => sheet.show(ctx, queue),
            Self::Settings(settings) => settings.show(ctx, facts, queue),
            Self::Connection(connection) => connection.show(ctx, facts, queue),
            Self::FromAws(from_aws) => from_aws.show(ctx, facts, queue),
            Self::Plan(plan) => plan.show(ctx, facts, queue),
            Self::Export(export) => export.show(ctx, facts, queue),
            Self::Rule(rule) => rule.show(ctx, facts, queue),
            Self::Gallery(gallery) => gallery.show(ctx, facts, queue),
            Self::SaveSnippet(save) => save.show(ctx, facts, queue),
            Self::Import(import) => import.show(ctx, queue),
            Self::Taker(taker) => taker.show(ctx, facts, queue),
            Self::Transition(transition) => transition.show(ctx, facts, queue),
        }
    }
}
