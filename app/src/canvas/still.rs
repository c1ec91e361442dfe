//! A design that is only looked at: the view moves, and what is clicked is told.

use eframe::egui::{
    CursorIcon, Key, Modifiers, PointerButton, Response, Role, Sense, Ui, UiBuilder, WidgetInfo,
};
use pipewright_core::plan::union::Union;

use super::camera::to_rect;
use super::touch::Touched;
use super::{Aim, CURVES_FROM, Canvas};
use crate::editor::{Editor, Item};
use crate::tr;
use crate::words::changes::what_became;

/// Larger or smaller by a key.
const STEP: f32 = 1.25;

impl Canvas {
    /// Shows two designs in one and takes the rest of `ui`; yields what was clicked. `editor` is that of the union.
    pub fn show_union(&mut self, ui: &mut Ui, editor: &Editor, union: &Union) -> Option<Item> {
        let view = ui.available_rect_before_wrap();
        self.camera.set_view(view);
        self.camera.set_pixels_per_point(ui.pixels_per_point());
        self.follow_aim(ui, editor);
        let mut ui = ui.new_child(UiBuilder::new().id_salt("union").max_rect(view));
        ui.set_clip_rect(view.intersect(ui.clip_rect()));
        let ui = &mut ui;
        let background = ui.interact(view, ui.scope_id().with("background"), Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, tr!("Both designs in one")));
        let before = self.camera;
        self.move_still(ui, &background);
        if self.camera != before {
            self.flight = None;
        }
        let visible = self.camera.visible_world();
        let mut touched = Touched::default();
        let mut clicked = None;
        let mut touch = |response: &Response, item: Item, words: String| {
            let is_selected = editor.selection().contains(item);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &words));
            if response.hovered() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
                match item {
                    Item::Action(id) => touched.card = Some(id),
                    Item::Stage(id) => touched.stage = Some(id),
                    Item::Wire { .. } | Item::Note(_) => {}
                }
            }
            if response.clicked() {
                clicked = Some(item);
            }
        };
        let layout = &editor.derived().layout;
        for stage_box in layout.stages.iter().filter(|stage| visible.intersects(to_rect(stage.rect))) {
            let Some(stage) = union.pipeline.stage(stage_box.id) else { continue };
            let handle = if self.camera.zoom() < CURVES_FROM { stage_box.rect } else { stage_box.header };
            let rect = self.camera.screen_from_rect(to_rect(handle));
            let response = ui.interact(rect, ui.scope_id().with(("stage", stage.id)), Sense::click());
            let became = union.stage(stage.id).map(what_became).unwrap_or_default();
            touch(&response, Item::Stage(stage.id), named(tr!("Stage {name}", name = stage.name()), &became));
            if self.camera.zoom() < CURVES_FROM {
                continue;
            }
            for action in &stage.actions {
                let Some(card) = layout.card(action.id) else { continue };
                if visible.intersects(to_rect(card.rect)) {
                    let rect = self.camera.screen_from_rect(to_rect(card.rect));
                    let response = ui.interact(rect, ui.scope_id().with(("card", card.id)), Sense::click());
                    let became = union.action(action.id).map(what_became).unwrap_or_default();
                    touch(&response, Item::Action(action.id), named(action.name().to_owned(), &became));
                }
            }
        }
        self.paint(ui, visible, editor, &touched, Some(union));
        clicked
    }

    /// Every drag of the ground moves the view; plus, minus and the keys of the canvas change its size.
    fn move_still(&mut self, ui: &Ui, background: &Response) {
        self.move_view(ui, background);
        if background.dragged_by(PointerButton::Primary) {
            self.camera.pan(ui.input(|input| input.pointer.delta()));
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let with_command = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
        if [Key::Plus, Key::Equals].into_iter().any(|key| with_command(key) || pressed(key)) {
            self.aim(Aim::Factor(STEP));
        } else if with_command(Key::Minus) || pressed(Key::Minus) {
            self.aim(Aim::Factor(1.0 / STEP));
        } else if with_command(Key::Num0) {
            self.aim(Aim::Zoom(1.0));
        } else if ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Num1)) {
            self.aim(Aim::All);
        }
    }
}

fn named(name: String, became: &str) -> String {
    if became.is_empty() { name } else { format!("{name}, {became}") }
}
