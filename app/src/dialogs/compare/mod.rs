//! Two designs drawn as one, with the list of what differs: this one and the file, what was published, what is live,
//! or another file.

mod joined;
mod list;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{
    Align, Context, Id, Key, Layout, Modifiers, Rect, RichText, Sense, Spinner, Stroke, Ui, UiBuilder, vec2,
};
use pipewright_core::document::Document;

use super::Facts;
use crate::app::Load;
use crate::canvas::Aim;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::tokens::{space, stroke};
use crate::look::widgets::{
    Button, Choice, ChoiceField, Dialog, EmptyState, Field, IconButton, Segmented, Tone, status_line,
};
use crate::look::{Tokens, fonts, icons};
use crate::tr;
use joined::Joined;

/// What the design is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    Saved,
    Published,
    Live,
    File,
}

/// What is compared, and how it is looked at.
pub struct Compare {
    against: Against,
    file: File,
    /// Whether it leads from the design to the other side.
    is_swapped: bool,
    joined: Option<Joined>,
    /// The text last compared with that is no pipeline.
    unreadable: Option<(Against, Arc<str>)>,
}

/// The other file.
#[derive(Clone, Debug, Default)]
pub enum File {
    #[default]
    None,
    /// It holds several pipelines, of these names.
    Several {
        path: PathBuf,
        ids: Vec<String>,
    },
    Read(Arc<OtherFile>),
    /// Why it is not compared, in a sentence.
    Unreadable {
        path: PathBuf,
        reason: String,
    },
}

/// A design from another file.
#[derive(Debug)]
pub struct OtherFile {
    pub path: PathBuf,
    pub document: Document,
    /// Whether it had another form, and so has parameters of its own.
    pub is_imported: bool,
    /// How many notes its import left; 0 of a definition.
    pub notes: usize,
}

/// Of the list of differences.
const LIST: f32 = 380.0;
const BAR: f32 = 48.0;

impl Compare {
    /// Begins with what is there to compare with.
    pub fn new(editor: &Editor) -> Self {
        let against = match (editor.saved_text(), editor.published_text()) {
            (Some(_), _) if editor.is_changed() => Against::Saved,
            (_, Some(_)) => Against::Published,
            (Some(_), None) => Against::Saved,
            (None, None) => Against::File,
        };
        Self { against, file: File::None, is_swapped: false, joined: None, unreadable: None }
    }

    /// Compares with this file, or tells why not.
    pub fn take_file(&mut self, file: File) {
        self.against = Against::File;
        self.file = file;
        self.joined = None;
    }

    pub fn show(&mut self, ctx: &Context, facts: &Facts<'_>, queue: &mut Queue) -> bool {
        self.follow(facts, queue);
        let mut is_done = false;
        let screen = ctx.content_rect().size();
        let title = tr!("Compare");
        let subtitle = self.subtitle(facts);
        let dialog = Dialog::new(Id::unique("compare"), title).subtitle(&subtitle).width(screen.x - 48.0);
        let height = (screen.y - 232.0).max(160.0);
        let response = dialog.show(ctx, |dialog| {
            dialog.bare(|ui| self.bar(ui, facts, queue));
            dialog.bare(|ui| self.columns(ui, height, facts, queue));
            let summary = self.joined.as_ref().map(Joined::summary).unwrap_or_default();
            dialog.footer(&summary, |ui| {
                is_done |= Button::filled(tr!("Close")).show(ui).clicked();
                self.swap(ui);
            });
        });
        if let Some(joined) = &self.joined {
            // The list and the footer may have written letters that the drawing did not know of.
            joined.canvas.settle(ctx);
        }
        !(is_done || response.should_close)
    }

    /// Puts both together anew if one of them is another.
    fn follow(&mut self, facts: &Facts<'_>, queue: &mut Queue) {
        let editor = facts.editor;
        let text = match self.against {
            Against::Saved => editor.saved_text(),
            Against::Published => editor.published_text(),
            Against::Live => {
                if matches!(facts.aws.live, Load::Idle) {
                    queue.push(Intent::ReadLive);
                }
                facts.aws.live.ready()
            }
            Against::File => {
                let File::Read(other) = &self.file else {
                    self.joined = None;
                    return;
                };
                let is_fresh = |joined: &Joined| joined.is_of_file(editor, other);
                if !self.joined.as_ref().is_some_and(is_fresh) {
                    self.joined = Some(Joined::of_file(editor, other, self.is_swapped));
                }
                return;
            }
        };
        let Some(text) = text.cloned() else {
            self.joined = None;
            return;
        };
        let is_fresh = |joined: &Joined| joined.is_of_text(editor, self.against, &text);
        if self.joined.as_ref().is_some_and(is_fresh) {
            return;
        }
        let is_known =
            |(against, bad): &(Against, Arc<str>)| *against == self.against && Arc::ptr_eq(bad, &text);
        if self.unreadable.as_ref().is_some_and(is_known) {
            return;
        }
        let region = facts.aws.identity.ready().map(|identity| identity.region.as_str());
        self.joined = Joined::of_text(editor, self.against, &text, region, self.is_swapped);
        self.unreadable = self.joined.is_none().then_some((self.against, text));
    }

    /// What is compared, and which side leads to which.
    fn subtitle(&self, facts: &Facts<'_>) -> String {
        let about = self.about(facts);
        if self.joined.is_none() {
            return about;
        }
        let other = match self.against {
            Against::Saved => tr!("Saved"),
            Against::Published => tr!("Published"),
            Against::Live => tr!("Live"),
            Against::File => tr!("File"),
        };
        let design = tr!("This design");
        let [from, to] = if self.is_swapped { [design, other] } else { [other, design] };
        format!("{about} · {}", tr!("{from} → {to}", from = from, to = to))
    }

    fn about(&self, facts: &Facts<'_>) -> String {
        let name = match facts.editor.document().pipeline().name() {
            "" => tr!("Pipeline without name"),
            name => name,
        };
        match (self.against, &self.file) {
            (Against::Saved, _) => tr!("{name}: the design and its file", name = name),
            (Against::Published, _) => tr!("{name}: the design and what was published last", name = name),
            (Against::Live, _) => tr!("{name}: the design and what is live in the account", name = name),
            (Against::File, File::Read(other)) => {
                tr!("{name}: the design and {file}", name = name, file = file_name(&other.path))
            }
            (Against::File, _) => tr!("{name}: the design and another file", name = name),
        }
    }

    /// What to compare with, and what the colors mean.
    fn bar(&mut self, ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
        let inner = rect.shrink2(vec2(space::XL, 0.0));
        let mut ui = ui.new_child(
            UiBuilder::new().id_salt("bar").max_rect(inner).layout(Layout::left_to_right(Align::Center)),
        );
        let choices = [
            (Against::Saved, tr!("Saved")),
            (Against::Published, tr!("Published")),
            (Against::Live, tr!("Live")),
            (Against::File, tr!("File")),
        ];
        let chosen = Segmented::new(tr!("Compare with")).show(&mut ui, &mut self.against, &choices);
        match self.against {
            Against::File => {
                let is_new = chosen.changed() && matches!(self.file, File::None);
                if Button::ghost(tr!("Choose file…")).show(&mut ui).clicked() || is_new {
                    queue.push(Intent::AskCompareFile);
                }
            }
            Against::Live if facts.aws.live.ready().is_some() => {
                if Button::ghost(tr!("Read again")).show(&mut ui).clicked() {
                    queue.push(Intent::ReadLive);
                }
            }
            Against::Live | Against::Saved | Against::Published => {}
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(joined) = &mut self.joined {
                let fit = IconButton::new(icons::FIT, tr!("Zoom to all")).shortcut("Shift+1");
                if fit.show(ui).clicked() {
                    joined.canvas.aim(Aim::All);
                }
                let none = joined.is_empty().then_some(tr!("there are no differences"));
                let next = IconButton::new(icons::CHEVRON_DOWN, tr!("Next difference"));
                let is_next = next.shortcut("F8").disabled_because(none).show(ui).clicked();
                let previous = IconButton::new(icons::CHEVRON_UP, tr!("Previous difference"));
                let is_previous = previous.shortcut("Shift+F8").disabled_because(none).show(ui).clicked();
                let pressed = |modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::F8));
                if is_previous || pressed(Modifiers::SHIFT) {
                    joined.step(false);
                } else if is_next || pressed(Modifiers::NONE) {
                    joined.step(true);
                }
                ui.add_space(space::M);
                joined.legend(ui);
            }
        });
    }

    /// The button to turn round which side leads to which.
    fn swap(&mut self, ui: &mut Ui) {
        let none = self.joined.is_none().then_some(tr!("nothing is compared yet"));
        let swap = Button::ghost(tr!("Swap")).disabled_because(none).show(ui);
        let swap = swap.on_hover_text(tr!("What is added now is removed then"));
        if swap.clicked() {
            self.is_swapped = !self.is_swapped;
            self.joined = None;
        }
    }

    fn columns(&mut self, ui: &mut Ui, height: f32, facts: &Facts<'_>, queue: &mut Queue) {
        let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let tokens = Tokens::of(ui);
        let child = |ui: &mut Ui, rect: Rect, name: &str| {
            let builder = UiBuilder::new().id_salt(name).max_rect(rect);
            let mut child = ui.new_child(builder.layout(Layout::top_down(Align::Min)));
            child.set_clip_rect(rect.intersect(ui.clip_rect()));
            child
        };
        let Some(joined) = &mut self.joined else {
            ui.painter().rect_filled(all, 0.0, tokens.canvas);
            let middle = all.shrink2(vec2(space::XL, (height / 2.0 - 90.0).max(0.0)));
            let mut ui = child(ui, middle, "nothing");
            self.nothing(&mut ui, facts, queue);
            return;
        };
        let (left, right) = all.split_left_right_at_x(all.min.x + LIST.min(all.width() * 0.45));
        joined.list(&mut child(ui, left, "list"));
        let mut canvas = child(ui, right, "canvas");
        if let Some(item) = joined.canvas.show_union(&mut canvas, &joined.editor, &joined.union) {
            joined.choose_item(item);
        }
        let line = Stroke::new(stroke::LINE, tokens.line);
        ui.painter().vline(right.min.x, all.y_range(), line);
    }

    /// Why nothing is drawn, and what to do about it.
    fn nothing(&self, ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
        if self.unreadable.as_ref().is_some_and(|(against, _)| *against == self.against) {
            EmptyState::new(icons::WARNING, tr!("Cannot be compared"), tr!("That text is no pipeline"))
                .show(ui);
            return;
        }
        match self.against {
            Against::Saved => {
                let words = tr!("Once it is, what differs from the file is drawn here");
                EmptyState::new(icons::SAVE, tr!("Not saved yet"), words).show(ui);
            }
            Against::Published => {
                let words = tr!("Open the pipeline from AWS or publish it, and what differs is drawn here");
                EmptyState::new(icons::UPLOAD, tr!("Nothing published to compare with"), words).show(ui);
            }
            Against::Live => live(ui, facts, queue),
            Against::File => self.no_file(ui, queue),
        }
    }

    fn no_file(&self, ui: &mut Ui, queue: &mut Queue) {
        match &self.file {
            File::Several { path, ids } => {
                let room = ui.available_rect_before_wrap();
                let width = 360.0_f32.min(room.width());
                let middle = Rect::from_center_size(room.center(), vec2(width, 80.0));
                ui.scope_builder(UiBuilder::new().max_rect(middle), |ui| {
                    let choices: Vec<_> = ids.iter().map(|id| Choice::new(Some(id.clone()), id)).collect();
                    let mut chosen = None;
                    let label = tr!("Pipeline of {file}", file = file_name(path));
                    let field = ChoiceField::new(Field::new(&label)).hint(tr!("Choose one"));
                    if field.show(ui, &mut chosen, &choices).changed() {
                        queue.push(Intent::CompareWithFile { path: path.clone(), pipeline: chosen });
                    }
                });
            }
            File::Unreadable { path, reason } => {
                let title = tr!("{file} does not open", file = file_name(path));
                EmptyState::new(icons::WARNING, &title, reason).show(ui);
            }
            File::None | File::Read(_) => {
                let words = tr!(
                    "A definition, a project, a CloudFormation template, or another form that can be opened"
                );
                let empty = EmptyState::new(icons::FILE, tr!("No file chosen"), words);
                if empty.action(tr!("Choose a file…")).show(ui) {
                    queue.push(Intent::AskCompareFile);
                }
            }
        }
    }
}

fn live(ui: &mut Ui, facts: &Facts<'_>, queue: &mut Queue) {
    match &facts.aws.live {
        Load::Failed(fault) => {
            status_line(ui, Tone::Error, &fault.message);
            if let Some(help) = &fault.help {
                status_line(ui, Tone::Info, help);
            }
            if Button::ghost(tr!("Try again")).show(ui).clicked() {
                queue.push(Intent::ReadLive);
            }
        }
        Load::Idle | Load::Waiting(_) | Load::Ready(_) => {
            ui.horizontal(|ui| {
                ui.add(Spinner::new().size(16.0));
                let words = RichText::new(tr!("Reading the account …")).font(fonts::body());
                ui.label(words);
            });
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
