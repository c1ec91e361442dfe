//! Finding on the canvas: a small field over it, and a walk through what fits.

use eframe::egui::{
    Align, Frame, Id, Key, Layout, Margin, Modifiers, Rect, RichText, Ui, UiBuilder, pos2, vec2,
};
use pipewright_core::pipeline::{Action, Stage};

use super::Canvas;
use super::trail::Spot;
use crate::editor::{Editor, Item, provider_of};
use crate::intent::{Intent, Queue};
use crate::look::tokens::radius;
use crate::look::widgets::{IconButton, SearchField};
use crate::look::{Tokens, fonts, icons};
use crate::{tr, words};

const SIZE: eframe::egui::Vec2 = vec2(420.0, 44.0);
const MARGIN: f32 = 12.0;

/// What is looked for, and what fits.
pub struct Find {
    text: String,
    hits: Vec<Item>,
    /// Position of the hit that is shown.
    at: usize,
    /// Where one was before.
    from: Spot,
    is_new: bool,
    /// The field, once it was shown.
    field: Option<Id>,
    /// The revision the hits were found in.
    revision: u64,
}

impl Find {
    /// `from` is where Escape leads back to.
    pub fn new(from: Spot) -> Self {
        Self { text: String::new(), hits: Vec::new(), at: 0, from, is_new: true, field: None, revision: 0 }
    }

    /// Takes the keyboard again.
    pub fn ask_again(&mut self) {
        self.is_new = true;
    }

    /// "3 of 12"; nothing while nothing is looked for.
    pub fn count(&self) -> String {
        match (self.text.trim().is_empty(), self.hits.len()) {
            (true, _) => String::new(),
            (false, 0) => tr!("No match").to_owned(),
            (false, count) => tr!("{n} of {count}", n = self.at + 1, count = count),
        }
    }

    fn search(&mut self, editor: &Editor) {
        let shown = self.hits.get(self.at).copied();
        self.hits = hits(editor, &self.text);
        self.revision = editor.derived().revision;
        let same = shown.and_then(|shown| self.hits.iter().position(|hit| *hit == shown));
        self.at = same.unwrap_or(0);
    }

    fn step(&mut self, forward: bool) {
        let count = self.hits.len();
        if count > 0 {
            self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
        }
    }
}

impl Canvas {
    /// Before other keys: Escape leads back, Enter goes on.
    pub(super) fn find_keys(&mut self, ui: &Ui, queue: &mut Queue) {
        let Some(find) = &mut self.find else { return };
        let has_keys = |id| ui.memory(|memory| memory.has_focus(id) || memory.had_focus_last_frame(id));
        if !find.field.is_some_and(has_keys) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let step = if pressed(Modifiers::SHIFT, Key::Enter) {
            Some(false)
        } else if pressed(Modifiers::NONE, Key::Enter) {
            Some(true)
        } else {
            None
        };
        if let Some(forward) = step {
            find.step(forward);
            find.is_new = true;
            if let Some(hit) = find.hits.get(find.at) {
                queue.push(Intent::ShowFound(*hit));
            }
        } else if pressed(Modifiers::NONE, Key::Escape)
            && let Some(find) = self.find.take()
        {
            queue.push(Intent::Return(Box::new(find.from)));
        }
    }

    pub(super) fn find_field(&mut self, ui: &mut Ui, view: Rect, editor: &Editor, queue: &mut Queue) {
        let Some(find) = &mut self.find else { return };
        if find.revision != editor.derived().revision {
            find.search(editor);
        }
        let tokens = Tokens::of(ui);
        let size = vec2(SIZE.x.min(view.width() - 2.0 * MARGIN), SIZE.y);
        let rect = Rect::from_min_size(pos2(view.max.x - MARGIN - size.x, view.min.y + MARGIN), size);
        let mut child = ui.new_child(UiBuilder::new().id_salt("find").max_rect(rect));
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(eframe::egui::Stroke::new(1.0, tokens.line))
            .corner_radius(radius::CARD)
            .inner_margin(Margin::symmetric(6, 6));
        let mut is_closed = false;
        frame.show(&mut child, |ui| {
            ui.set_min_size(size - vec2(12.0, 12.0));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                is_closed = IconButton::new(icons::CLOSE, tr!("Close find")).small().show(ui).clicked();
                let reason = find.hits.is_empty().then_some(tr!("nothing found"));
                let next = IconButton::new(icons::CHEVRON_DOWN, tr!("Next match")).shortcut("Enter");
                let next = next.small().disabled_because(reason).show(ui).clicked();
                let before =
                    IconButton::new(icons::CHEVRON_UP, tr!("Previous match")).shortcut("Shift+Enter");
                let before = before.small().disabled_because(reason).show(ui).clicked();
                ui.add_space(4.0);
                let count = RichText::new(find.count()).font(fonts::figures(12.0)).color(tokens.weak);
                ui.label(count);
                ui.add_space(4.0);
                let response = SearchField::new(&mut find.text, tr!("Find on the canvas")).show(ui);
                find.field = Some(response.id);
                if std::mem::take(&mut find.is_new) {
                    response.request_focus();
                }
                if response.changed() {
                    find.at = 0;
                    find.hits.clear();
                    find.search(editor);
                }
                if next || before {
                    find.step(next);
                }
                if (next || before || response.changed())
                    && let Some(hit) = find.hits.get(find.at)
                {
                    queue.push(Intent::ShowFound(*hit));
                }
            });
        });
        if is_closed && let Some(find) = self.find.take() {
            self.trail.leave(find.from);
        }
    }
}

/// Everything that fits, in the order of the drawing: stages, and their actions by run order.
pub fn hits(editor: &Editor, text: &str) -> Vec<Item> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for stage in &editor.document().pipeline().stages {
        if stage_fits(stage, &text) {
            hits.push(Item::Stage(stage.id));
        }
        let mut actions: Vec<&Action> = stage.actions.iter().collect();
        actions.sort_by_key(|action| action.run_order());
        let fitting = actions.into_iter().filter(|action| action_fits(action, &text));
        hits.extend(fitting.map(|action| Item::Action(action.id)));
    }
    hits
}

fn stage_fits(stage: &Stage, text: &str) -> bool {
    contains(stage.name(), text)
}

/// By name, provider, artifacts, variables, or a value of the configuration.
fn action_fits(action: &Action, text: &str) -> bool {
    let fits = |words: &str| contains(words, text);
    let provider = provider_of(action);
    fits(action.name())
        || fits(words::provider_name(action))
        || provider.is_some_and(|provider| fits(&provider.name) || fits(&provider.display_name))
        || action.input_artifacts().any(fits)
        || action.output_artifacts().any(fits)
        || action.namespace().is_some_and(fits)
        || action.configuration().texts().any(|(_, value)| fits(value))
}

/// Whether `words` contain `text`, which is in lower case.
fn contains(words: &str, text: &str) -> bool {
    words.to_lowercase().contains(text)
}
