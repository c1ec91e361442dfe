//! The whole window, found by role and label and used as a person does.

mod answers;
mod bulk;
mod by_keys;
mod canvas;
mod canvas_pictures;
mod changes;
mod clipboard;
mod comparing;
mod definition;
mod environments;
mod exporting;
mod files;
mod gestures;
mod import;
mod journey;
mod messages;
mod narrow;
mod navigation;
mod notes;
mod pictures;
mod preflight;
mod publishing;
mod screens;
mod transitions;
mod wires;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, accesskit::Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use pipewright::app::{App, Setup};
use pipewright::cloud::{Cloud, Open};
use pipewright::storage::Folders;
use pipewright_core::document::Document;
use pipewright_core::pipeline::{Action, Stage};
use pipewright_softrender::CpuRenderer;

/// The designer in a window of 1680 × 1000, with a home of its own.
pub struct Designer {
    pub harness: Harness<'static, App>,
    /// Where settings and unsaved work are kept.
    pub home: PathBuf,
    _folder: tempfile::TempDir,
}

/// A folder for the files of a test.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

impl Designer {
    /// Opens a file; without an account to talk to.
    pub fn open(file: &Path) -> Self {
        Self::with(Some(file), pipewright::cloud::aws::Aws::default(), 1.0)
    }

    /// Opens the start dialog.
    pub fn start() -> Self {
        Self::with(None, pipewright::cloud::aws::Aws::default(), 1.0)
    }

    /// Opens a sample, written to a file first.
    pub fn sample(name: &str) -> (Self, tempfile::TempDir) {
        let folder = folder();
        let file = folder.path().join(format!("{name}.json"));
        std::fs::write(&file, pipewright_core::samples::sample(name).expect("a sample").text)
            .expect("a file");
        (Self::open(&file), folder)
    }

    pub fn with(file: Option<&Path>, open: impl Open, pixels_per_point: f32) -> Self {
        let home = folder();
        Self::at_home(home, file, open, pixels_per_point)
    }

    /// As a person comes back to a machine.
    pub fn at_home(
        home: tempfile::TempDir,
        file: Option<&Path>,
        open: impl Open,
        pixels_per_point: f32,
    ) -> Self {
        let folders = Folders::in_one(home.path());
        let file = file.map(Path::to_owned);
        let harness = Harness::builder()
            .with_size(vec2(1680.0, 1000.0))
            .with_pixels_per_point(pixels_per_point)
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(64)
            .renderer(CpuRenderer::default())
            .build_eframe(move |context| {
                let wake = context.egui_ctx.clone();
                let cloud = Cloud::start(open, move || wake.request_repaint()).expect("a thread");
                let setup = Setup { folders: Some(folders), file, has_file_dialogs: false, cloud };
                App::new(&context.egui_ctx, setup)
            });
        let mut designer = Self { harness, home: home.path().to_owned(), _folder: home };
        designer.settle();
        designer
    }

    /// Runs frames until nothing moves any more.
    pub fn settle(&mut self) {
        self.harness.run();
    }

    /// Runs frames until something holds that another thread brings about.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let since = Instant::now();
        while !holds(self) {
            assert!(since.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
            std::thread::park_timeout(Duration::from_millis(5));
            self.harness.step();
        }
        self.settle();
    }

    pub fn document(&self) -> &Document {
        self.harness.state().editor().document()
    }

    pub fn action(&self, name: &str) -> &Action {
        let found = self.document().pipeline().actions().find(|(_, action)| action.name() == name);
        found.unwrap_or_else(|| panic!("no action {name}")).1
    }

    /// Names of all actions of a stage as run order and name.
    pub fn steps(&self, stage: &str) -> Vec<(i64, String)> {
        let stage = self.document().pipeline().stages.iter().find(|s| s.name() == stage).expect("a stage");
        stage.actions.iter().map(|action| (action.run_order(), action.name().to_owned())).collect()
    }

    pub fn stages(&self) -> Vec<&str> {
        self.document().pipeline().stages.iter().map(Stage::name).collect()
    }

    /// The middle of the card of an action.
    #[track_caller]
    pub fn card(&self, name: &str) -> Pos2 {
        self.harness.get_by(|node| starts_with(node, &format!("{name}, "))).rect().center()
    }

    #[track_caller]
    pub fn header(&self, stage: &str) -> Pos2 {
        self.harness.get_by(|node| starts_with(node, &format!("Stage {stage}, "))).rect().center()
    }

    #[track_caller]
    pub fn click_card(&mut self, name: &str) {
        let at = self.card(name);
        self.click_at(at);
    }

    #[track_caller]
    pub fn click_button(&mut self, label: &str) {
        self.harness.get_by_role_and_label(Role::Button, label).click();
        self.settle();
    }

    /// By the button at its foot; there is a cross as well.
    #[track_caller]
    pub fn close_dialog(&mut self) {
        let buttons: Vec<_> = self.harness.query_all_by_role_and_label(Role::Button, "Close").collect();
        buttons.last().expect("a dialog").click();
        self.settle();
    }

    pub fn click_at(&mut self, at: Pos2) {
        self.button_at(at, PointerButton::Primary, Modifiers::NONE);
    }

    pub fn button_at(&mut self, at: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.harness.hover_at(at);
        self.harness.step();
        for pressed in [true, false] {
            let event = Event::PointerButton { pos: at, button, pressed, modifiers };
            self.harness.event_modifiers(event, modifiers);
            self.harness.step();
        }
        self.settle();
    }

    pub fn double_click_at(&mut self, at: Pos2) {
        self.harness.hover_at(at);
        self.harness.step();
        for pressed in [true, false, true, false] {
            let button = PointerButton::Primary;
            self.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            self.harness.step();
        }
        self.settle();
    }

    /// Presses, moves in several steps, and stops short of releasing.
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.step();
        self.harness.drag_at(from);
        self.harness.step();
        for step in 1..=6 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 6.0));
            self.harness.step();
        }
    }

    /// Drags with another button than the first, and releases.
    pub fn drag_with(&mut self, button: PointerButton, from: Pos2, to: Pos2) {
        let modifiers = Modifiers::NONE;
        self.harness.hover_at(from);
        self.harness.step();
        self.harness.event(Event::PointerButton { pos: from, button, pressed: true, modifiers });
        self.harness.step();
        for step in 1..=6 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 6.0));
            self.harness.step();
        }
        self.harness.event(Event::PointerButton { pos: to, button, pressed: false, modifiers });
        self.settle();
    }

    /// What is said at the pointer about a drop.
    pub fn said(&self) -> Option<String> {
        self.harness.state().canvas().said().map(str::to_owned)
    }

    pub fn drag_and_drop(&mut self, from: Pos2, to: Pos2) {
        self.drag(from, to);
        self.harness.drop_at(to);
        self.settle();
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    pub fn wheel(&mut self, at: Pos2, delta: Vec2, modifiers: Modifiers) {
        self.harness.hover_at(at);
        self.harness.step();
        self.harness.event(Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta,
            phase: eframe::egui::TouchPhase::Move,
            source: eframe::egui::MouseWheelSource::Wheel,
            modifiers,
        });
        self.settle();
    }

    /// Waits until preflight has looked at everything; before that nothing is published.
    #[track_caller]
    pub fn wait_for_preflight(&mut self) {
        self.wait_until("all is looked at", |designer| {
            designer.harness.state().aws().preflight.waiting() == 0
        });
    }

    /// Whether a label with these words is on screen.
    pub fn shows(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }
}

fn starts_with(node: &egui_kittest::kittest::AccessKitNode<'_>, words: &str) -> bool {
    node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(words))
}

/// Ways to find what has no plain label.
pub trait Find {
    /// The port of an output artifact.
    fn get_by_label_output(&self, artifact: &str, action: &str) -> Pos2;

    /// A row of the palette.
    fn get_palette_row(&self, name: &str) -> Pos2;
}

impl Find for Harness<'_, App> {
    #[track_caller]
    fn get_by_label_output(&self, artifact: &str, action: &str) -> Pos2 {
        self.get_by_label(&format!("Output {artifact} of {action}")).rect().center()
    }

    #[track_caller]
    fn get_palette_row(&self, name: &str) -> Pos2 {
        self.get_by_role_and_label(Role::Button, name).rect().center()
    }
}
