//! The window: binds the parts together and holds no rules of its own.
//!
//! A frame: answers of jobs and of the account, and what was asked for in the frame before, become changes
//! ([`App::logic`](eframe::App::logic)); then panels and canvas show what is there, and put into the queue what a
//! person asks for.

mod adding;
mod announce;
mod answers;
mod aws;
mod clipboard;
mod comparing;
mod files;
mod fixing;
mod gestures;
mod import;
mod keys;
mod parts;
pub mod preflight;
pub mod publishing;
mod run;
mod setting;
mod showing;
mod sides;
mod snippets;
mod text;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Context, Frame, Margin, Panel, Rect, Ui, UiBuilder, ViewportCommand, vec2};

use crate::canvas::{Aim, Canvas};
use crate::cloud::Cloud;
use crate::dialogs::{Dialog, PathPurpose, Question, Start};
use crate::editor::{Editor, TextVersion};
use crate::intent::{Intent, Queue};
use crate::jobs::Jobs;
use crate::look::widgets::Tone;
use crate::look::{Tokens, theme};
use crate::notices::Notices;
use crate::panels::definition::Definition;
use crate::panels::inspector::InspectorState;
use crate::panels::problems::Drawer;
use crate::panels::sides::Left;
use crate::panels::top_bar::Mode;
use crate::panels::{outline, problems, status_bar, top_bar};
use crate::picture::Form;
use crate::settings::{Settings, ThemeChoice};
use crate::storage::{Claim, Folders, Leftover, PublishedTexts, Recovery, Watch};
use crate::window::Desktop;
use crate::words::catalogs::Catalogs;
pub use aws::{Aws, Load, Planned, Publishing, place_in};
use files::{FileDialogs, Picked};
use pipewright_core::document::Document;
use sides::Sides;
pub use snippets::Snippets;

use crate::tr;

/// What the window is started with.
pub struct Setup {
    /// Where settings and unsaved work are kept; `None` keeps nothing.
    pub folders: Option<Folders>,
    /// The file to open, or none.
    pub file: Option<PathBuf>,
    /// Whether the desktop has file dialogs; without them paths are typed.
    pub has_file_dialogs: bool,
    /// The side that talks to AWS.
    pub cloud: Cloud,
}

/// The designer.
pub struct App {
    folders: Option<Folders>,
    settings: Settings,
    file_dialogs: FileDialogs,
    editor: Editor,
    canvas: Canvas,
    mode: Mode,
    definition: Definition,
    left: Left,
    snippets: Snippets,
    inspector: InspectorState,
    drawer: Drawer,
    sides: Sides,
    /// Where the canvas is, or the text that hides it.
    middle: Rect,
    dialog: Option<Dialog>,
    /// The dialog that comes back when the path that is asked for over it is known or given up.
    behind: Option<Dialog>,
    /// The form whose path the desktop is asked for.
    exports_to: Form,
    queue: Queue,
    notices: Notices,
    /// What the last change did, for screen readers.
    announced: String,
    jobs: Jobs<Picked>,
    aws: Aws,
    recovery: Option<Arc<Recovery>>,
    /// What was published from this machine.
    published_texts: Option<PublishedTexts>,
    leftovers: Vec<Leftover>,
    /// Names this document among those kept for recovery.
    document_key: u64,
    /// The version kept for recovery last, and when, in seconds of the interface's clock.
    kept: Option<(TextVersion, f64)>,
    watch: Option<Watch>,
    /// The file that is shown, noted for other windows unless one of them was first.
    claimed: Option<(PathBuf, Option<Claim>)>,
    desktop: Desktop,
    catalogs: Catalogs,
    /// The theme that was put to use last.
    shown_theme: Option<ThemeChoice>,
    /// Whether the desktop wanted less motion when it was last asked.
    wanted_less_motion: bool,
    /// What goes on once the document is saved, while the person is asked where to.
    after_save: Option<Intent>,
    /// Whether the window may close although something is not saved.
    may_close: bool,
    /// The frame in which the clipboard was asked for.
    paste_asked: Option<u64>,
    shown_title: String,
}

impl App {
    /// Prepares the context and opens what was asked for.
    pub fn new(ctx: &Context, setup: Setup) -> Self {
        theme::install(ctx);
        let mut notices = Notices::default();
        let (settings, problem) = match &setup.folders {
            Some(folders) => Settings::load(&folders.config),
            None => (Settings::default(), None),
        };
        if let Some(problem) = problem {
            notices.tell(Tone::Warning, problem.to_string());
        }
        let published_texts = setup.folders.as_ref().map(|folders| PublishedTexts::new(&folders.data));
        let recovery = setup.folders.as_ref().and_then(|folders| match Recovery::open(&folders.data) {
            Ok(recovery) => Some(Arc::new(recovery)),
            Err(error) => {
                notices.tell(Tone::Warning, error.to_string());
                None
            }
        });
        let (catalogs, problems) =
            Catalogs::load(setup.folders.as_ref().map(|folders| folders.config.as_path()));
        for problem in problems {
            notices.tell(Tone::Warning, problem.to_string());
        }
        let wake = ctx.clone();
        let mut app = Self {
            file_dialogs: FileDialogs { exist: setup.has_file_dialogs, ..FileDialogs::default() },
            editor: Editor::new(Document::blank("my-pipeline")),
            canvas: Canvas::new(),
            mode: Mode::default(),
            definition: Definition::default(),
            left: Left::default(),
            snippets: Snippets::default(),
            inspector: InspectorState::default(),
            drawer: Drawer::default(),
            sides: Sides::default(),
            middle: Rect::NOTHING,
            dialog: None,
            behind: None,
            exports_to: Form::default(),
            queue: Queue::default(),
            notices,
            announced: String::new(),
            jobs: Jobs::new(move || wake.request_repaint()),
            aws: Aws::new(setup.cloud, &settings),
            recovery,
            published_texts,
            leftovers: Vec::new(),
            document_key: 0,
            kept: None,
            watch: None,
            claimed: None,
            desktop: Desktop::default(),
            catalogs,
            shown_theme: None,
            wanted_less_motion: false,
            after_save: None,
            may_close: false,
            paste_asked: None,
            shown_title: String::new(),
            folders: setup.folders,
            settings,
        };
        app.apply_settings(ctx);
        app.tell_of_keys();
        match setup.file {
            Some(file) => app.open_file(&file),
            None => app.dialog = Some(Dialog::Start(Start::default())),
        }
        app.offer_leftovers();
        app
    }

    /// The same on a desktop: its language, its wishes, its windows.
    #[must_use]
    pub fn on(mut self, ctx: &Context, desktop: Desktop) -> Self {
        self.desktop = desktop;
        self.apply_settings(ctx);
        self
    }

    /// The open document.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// The canvas, for what a test wants to know of the view.
    pub fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// The account side.
    pub fn aws(&self) -> &Aws {
        &self.aws
    }

    /// What was told so far.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Shows another document.
    fn show_document(&mut self, mut editor: Editor) {
        self.forget_recovery();
        editor.set_orientation(self.settings.orientation);
        let environment = editor.path().and_then(|path| self.settings.environments.of(path));
        editor.use_environment(environment.map(str::to_owned).as_deref());
        self.editor = editor;
        self.canvas = Canvas::new();
        self.definition.forget();
        self.canvas.wires = self.settings.wires;
        self.inspector = InspectorState::default();
        self.left.outline = outline::State::default();
        self.drawer.current = 0;
        self.drawer.is_walking = false;
        self.drawer.changes.forget();
        self.document_key += 1;
        self.kept = None;
        self.dialog = None;
        self.watch = match (self.editor.path(), self.editor.stamp()) {
            (Some(path), Some(stamp)) => Some(Watch::new(path, stamp.clone())),
            _ => None,
        };
        self.claim_file();
        self.aws.forget_live();
        self.aws.cancel();
    }

    fn panels(&mut self, ui: &mut Ui) {
        let tokens = Tokens::of(ui);
        let bar = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(12, 0));
        let chip = self.aws.chip();
        Panel::top("top bar").exact_size(top_bar::HEIGHT).frame(bar).show(ui, |ui| {
            name(ui, tr!("Top bar"));
            top_bar::show(ui, &self.editor, self.mode, &chip, &mut self.queue);
        });
        let hint = self.canvas.gesture().hint();
        let zoom = self.canvas.camera().zoom();
        Panel::bottom("status bar").exact_size(status_bar::HEIGHT).frame(bar).show(ui, |ui| {
            name(ui, tr!("Status bar"));
            status_bar::show(ui, &self.editor, hint, zoom, &mut self.queue);
        });
        let side = Frame::new().fill(tokens.panel);
        // What a person has drawn wide or narrow is so the next time.
        self.side_panels(ui);
        let sizes = &mut self.settings.panels;
        if sizes.drawer_is_open {
            let panel = Panel::bottom("drawer").default_size(sizes.drawer_height).size_range(90.0..=520.0);
            let shown = panel.resizable(true).frame(side).show(ui, |ui| {
                name(ui, tr!("Drawer"));
                contained(ui, |ui| {
                    problems::show(ui, &self.editor, &self.notices, &mut self.drawer, &mut self.queue);
                });
            });
            sizes.drawer_height = shown.response.rect.height();
        }
        let shows_text = self.mode == Mode::Definition;
        // As of the beginning of this frame: the button for it is in the text itself.
        let hides_canvas = shows_text && self.definition.hides_canvas;
        if shows_text && !hides_canvas {
            self.definition_panel(ui, side);
        }
        let middle = CentralPanel::no_frame().show(ui, |ui| {
            if hides_canvas {
                contained(ui, |ui| {
                    ui.painter().rect_filled(ui.max_rect(), 0.0, tokens.panel);
                    self.definition.show(ui, &self.editor, &mut self.queue);
                });
            } else {
                self.canvas.show(ui, &self.editor, &mut self.queue);
            }
        });
        self.middle = middle.response.rect;
    }

    /// The text beside the canvas.
    fn definition_panel(&mut self, ui: &mut Ui, frame: Frame) {
        let room = ui.available_width();
        let panel = Panel::right("definition").frame(frame).resizable(true);
        panel.default_size(room * 0.55).size_range(260.0..=(room - 160.0).max(260.0)).show(ui, |ui| {
            contained(ui, |ui| self.definition.show(ui, &self.editor, &mut self.queue));
        });
    }

    fn dialog(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let facts = crate::dialogs::Facts {
            editor: &self.editor,
            settings: &self.settings,
            leftovers: &self.leftovers,
            aws: &self.aws,
            snippets: &self.snippets,
            catalogs: &self.catalogs,
            desktop: &self.desktop,
        };
        let stays = dialog.show(ctx, &facts, &mut self.queue);
        let is_over_another = matches!(&dialog, Dialog::Path(path)
            if matches!(path.purpose(), PathPurpose::Export | PathPurpose::Compare));
        if stays {
            self.dialog = Some(dialog);
        } else if is_over_another {
            self.dialog = self.behind.take();
        } else if matches!(dialog, Dialog::Path(_) | Dialog::Question(_)) && self.queue.is_empty() {
            // Nothing was saved, so nothing follows from it.
            self.after_save = None;
        } else if matches!(dialog, Dialog::Plan(_) | Dialog::FromAws(_)) {
            if let (Dialog::Plan(_), Some(planned)) = (&dialog, self.aws.writing()) {
                let name = &planned.plan.pipeline;
                let text = tr!("{name} is still being published; what comes of it is told here", name = name);
                self.notices.tell(Tone::Info, text);
            }
            self.aws.cancel();
        }
    }

    fn show_title(&mut self, ctx: &Context) {
        let title = self.title();
        if title != self.shown_title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }

    /// "● release.json – Pipewright"; what is in no file yet goes by its own name.
    pub fn title(&self) -> String {
        let mark = if self.editor.is_dirty() { "● " } else { "" };
        let pipeline = self.editor.document().pipeline().name();
        let name = match self.editor.path() {
            Some(_) => self.editor.file_name(),
            None if pipeline.is_empty() => tr!("Pipeline without name").to_owned(),
            None => pipeline.to_owned(),
        };
        format!("{mark}{name} – Pipewright")
    }

    /// Asks before unsaved changes would be lost.
    fn guard_close(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let is_writing = self.aws.writing().is_some();
        if !is_writing && (self.may_close || !self.editor.is_dirty()) {
            self.forget_recovery();
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if is_writing {
            self.dialog = Some(Dialog::Question(Question::Writing));
        } else {
            self.ask_about_changes(Intent::Run(crate::commands::Command::Close));
        }
    }

    fn show_item(&mut self, item: crate::editor::Item) {
        self.editor.unfold_around(item);
        self.canvas.aim(Aim::Show(item));
    }
}

/// Tells a screen reader which part of the window this panel is.
fn name(ui: &Ui, name: &str) {
    // What is in a panel stands in its frame.
    if let Some(panel) = ui.stack().iter().find(|part| part.is_panel_ui()) {
        ui.ctx().accesskit_node_builder(panel.unique_id, |node| node.set_label(name));
    }
}

/// Shows content that keeps to the room there is: a long word in it must not widen the panel.
fn contained(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let room = ui.max_rect();
    let mut child = ui.new_child(UiBuilder::new().max_rect(room));
    child.set_clip_rect(room.intersect(ui.clip_rect()));
    content(&mut child);
    ui.expand_to_include_rect(room);
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        self.take_typed(ctx);
        self.guard_close(ctx);
        self.take_dropped(ctx);
        self.poll_files(ctx);
        self.follow_desktop(ctx);
        self.poll_aws();
        for intent in self.queue.take() {
            self.run(intent, ctx);
        }
        self.wait_for_clipboard(ctx);
        self.keep_for_recovery(ctx);
        self.show_title(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, Tokens::of(ui).window);
        self.shortcuts(ui);
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let all = ui.max_rect();
        ui.scope_builder(UiBuilder::new().max_rect(all), |ui| self.panels(ui));
        self.dialog(ui);
        self.notices.show(ui, self.middle, &mut self.queue);
        self.live_region(ui);
        self.canvas.settle(ui);
        if !self.queue.is_empty() {
            ui.request_repaint();
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.keep_settings();
    }
}
