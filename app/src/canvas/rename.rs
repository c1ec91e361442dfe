//! Renaming in place: a text field where the name stands.

use eframe::egui::{Align2, Frame, Id, Key, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, vec2};

use pipewright_core::edit::rename;

use super::{Canvas, camera::to_rect};
use crate::editor::{Editor, Item};
use crate::intent::Queue;
use crate::look::tokens::radius;
use crate::look::{Tokens, fonts};
use crate::tr;

/// Of the field, in points.
const HEIGHT: f32 = 24.0;
/// No narrower, or nothing could be read in it.
const LEAST: f32 = 116.0;

/// A name being typed.
pub struct Rename {
    item: Item,
    text: String,
    is_new: bool,
}

impl Rename {
    /// Begins with the name as it is; wires and notes have none.
    pub fn of(item: Item, editor: &Editor) -> Option<Self> {
        let pipeline = editor.document().pipeline();
        let text = match item {
            Item::Stage(id) => pipeline.stage(id)?.name().to_owned(),
            Item::Action(id) => pipeline.action(id)?.1.name().to_owned(),
            Item::Wire { .. } | Item::Note(_) => return None,
        };
        Some(Self { item, text, is_new: true })
    }

    pub fn item(&self) -> Item {
        self.item
    }
}

impl Canvas {
    pub(super) fn rename_field(&mut self, ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
        let Some(renaming) = &mut self.rename else { return };
        let Some(world) = name_rect(editor, renaming.item) else {
            self.rename = None;
            return;
        };
        let tokens = Tokens::of(ui);
        let on_screen = self.camera.screen_from_rect(to_rect(world));
        let mut rect = on_screen;
        rect.set_height(HEIGHT);
        rect.set_center(on_screen.center());
        if rect.width() < LEAST {
            // At a small zoom it takes the place of the tile as well.
            rect.min.x -= LEAST - rect.width();
        }
        let id = Id::unique("rename in place");
        let mut child = ui.new_child(UiBuilder::new().id_salt("rename").max_rect(rect));
        let line = Stroke::new(1.5, tokens.accent);
        child.painter().rect(rect, radius::CONTROL, tokens.window, line, StrokeKind::Inside);
        let field = TextEdit::singleline(&mut renaming.text)
            .id(id)
            .font(fonts::semibold(13.0))
            .align(Align2::LEFT_CENTER)
            .frame(Frame::NONE);
        let response = child.put(rect.shrink2(vec2(7.0, 1.0)), field).accessible_name(tr!("Name"));
        if std::mem::take(&mut renaming.is_new) {
            response.request_focus();
            select_all(ui, id, renaming.text.chars().count());
        }
        let (enter, escape) =
            ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
        if escape {
            self.rename = None;
        } else if response.lost_focus() || enter {
            let (item, text) = (renaming.item, renaming.text.trim().to_owned());
            self.rename = None;
            let document = editor.document();
            let change = match item {
                Item::Stage(id) => rename::stage(document, id, &text),
                Item::Action(id) => rename::action(document, id, &text),
                Item::Wire { .. } | Item::Note(_) => None,
            };
            queue.change(change.filter(|change| !text.is_empty() && !change.edits.is_empty()));
        }
    }
}

fn select_all(ui: &Ui, id: Id, length: usize) {
    use eframe::egui::text::{CCursor, CCursorRange};
    let mut state = eframe::egui::text_edit::TextEditState::load(ui, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(length))));
    state.store(ui, id);
}

/// Where the name stands, in the world.
fn name_rect(editor: &Editor, item: Item) -> Option<pipewright_core::layout::Rect> {
    let layout = &editor.derived().layout;
    match item {
        Item::Stage(id) => {
            let stage = layout.stages.iter().find(|stage| stage.id == id)?;
            let mut rect = stage.header;
            rect.min.x += 28.0;
            rect.max.x -= 12.0;
            Some(rect)
        }
        Item::Action(id) => {
            let card = layout.cards.iter().find(|card| card.id == id)?;
            let mut rect = card.rect;
            rect.min.x += 45.0;
            rect.max.x -= 7.0;
            // Above the name of the provider.
            rect.max.y = rect.min.y + 34.0;
            Some(rect)
        }
        Item::Wire { .. } | Item::Note(_) => None,
    }
}
