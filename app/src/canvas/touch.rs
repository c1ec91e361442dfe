//! What the pointer does on stages, cards, ports and between them.
//!
//! Everything in view is a widget of its own, named for screen readers; later ones lie on top. What lies outside
//! the view costs nothing.

use eframe::egui::{
    CursorIcon, DragAndDrop, Key, Modifiers, PointerButton, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2,
};
use pipewright_core::check::Severity;
use pipewright_core::edit::{actions, artifacts, stages};
use pipewright_core::layout::{Card, StageBox};
use pipewright_core::pipeline::{Action, ActionId, StageId};

use super::camera::{from_pos, to_pos, to_rect};
use super::gesture::{Drop, Gesture};
use super::{CURVES_FROM, Canvas, WORDS_FROM};
use crate::commands::Command;
use crate::editor::{Editor, Item, Selection, provider_of};
use crate::intent::{AddAt, Intent, Queue};
use crate::panels::menu;

/// A catalog entry on its way from the palette to the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromPalette {
    /// Id of the catalog entry.
    pub provider: String,
    /// Its name, drawn at the pointer.
    pub name: String,
}

/// What the pointer touches in this frame.
#[derive(Debug, Default)]
pub struct Touched {
    pub card: Option<ActionId>,
    pub stage: Option<StageId>,
    pub add_button: Option<StageId>,
    /// The chevron in the head of a stage.
    pub chevron: Option<StageId>,
    pub gate: Option<usize>,
    /// Position among the layout's wires.
    pub wire: Option<usize>,
    /// An output port: the action and which output, `None` for the place of one more.
    pub port: Option<(ActionId, Option<usize>)>,
    /// Where a catalog entry from the palette would go.
    pub placing: Option<Placing>,
}

/// Where something new would go, and the line that shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placing {
    pub at: AddAt,
    pub line: [pipewright_core::layout::Point; 2],
}

impl Touched {
    pub fn hovered(&self) -> Option<Item> {
        self.card.map(Item::Action).or(self.stage.map(Item::Stage))
    }
}

impl Canvas {
    pub(super) fn touch(
        &mut self,
        ui: &mut Ui,
        background: &Response,
        visible: Rect,
        editor: &Editor,
        queue: &mut Queue,
    ) -> Touched {
        let mut touched = Touched::default();
        self.touch_background(ui, background, editor, queue, &mut touched);
        let layout = &editor.derived().layout;
        for gate in &layout.gates {
            if self.camera.zoom() >= CURVES_FROM && visible.intersects(to_rect(gate.rect)) {
                self.touch_gate(ui, gate, editor, queue, &mut touched);
            }
        }
        for stage in &layout.stages {
            if visible.intersects(to_rect(stage.rect)) {
                self.touch_stage(ui, stage, editor, queue, &mut touched);
                self.touch_chevron(ui, stage, editor, queue, &mut touched);
                for index in stage.cards.clone() {
                    let card = &layout.cards[index];
                    if visible.intersects(to_rect(card.rect).expand(8.0)) {
                        let (stage, action) = editor.derived().faces[index].at;
                        let action = &editor.document().pipeline().stages[stage].actions[action];
                        self.touch_card(ui, (card, action), editor, queue, &mut touched);
                    }
                }
            }
        }
        self.follow_drag(ui, editor, queue);
        self.place_from_palette(ui, editor, queue, &mut touched);
        touched
    }

    fn touch_background(
        &mut self,
        ui: &Ui,
        background: &Response,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let world = background.hover_pos().map(|pos| self.camera.world_from_screen(pos));
        if let Some(world) = world
            && self.gesture.is_idle()
        {
            touched.wire = editor.derived().layout.wire_at(from_pos(world), 6.0 / self.camera.zoom());
            if touched.wire.is_some() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
        }
        if background.double_clicked() && touched.wire.is_none() {
            let slot = world.and_then(|world| editor.derived().layout.slot_at(from_pos(world), &[]));
            queue.push(Intent::AskWhatToAdd(slot.map_or(AddAt::Selection, |drop| AddAt::Slot(drop.slot))));
        } else if background.clicked() {
            background.request_focus();
            let wire = touched.wire.and_then(|wire| wire_item(editor, wire));
            let selection = wire.map_or_else(Selection::none, Selection::one);
            queue.push(Intent::Select(selection));
        }
        if background.drag_started_by(PointerButton::Primary)
            && self.gesture.is_idle()
            && !ui.input(|input| input.key_down(Key::Space))
            && let Some(from) = ui.input(|input| input.pointer.press_origin())
        {
            let modifiers = ui.input(|input| input.modifiers);
            let base = if adds(modifiers) { editor.selection().clone() } else { Selection::none() };
            self.gesture = Gesture::Marquee { from: self.camera.world_from_screen(from), base };
        }
        background.context_menu(|ui| {
            menu::commands(
                ui,
                editor,
                queue,
                &[
                    &[Command::AddAction, Command::AddStage],
                    &[Command::SelectAll, Command::Find, Command::ZoomAll],
                    &[Command::CollapseAll, Command::ExpandAll, Command::TurnLayout],
                    &[Command::Undo, Command::Redo],
                ],
            );
        });
    }

    fn touch_gate(
        &mut self,
        ui: &Ui,
        gate: &pipewright_core::layout::Gate,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let rect = self.camera.screen_from_rect(to_rect(gate.rect));
        let response = ui.interact(rect, ui.scope_id().with(("gate", gate.index)), Sense::click());
        let names = &editor.document().pipeline().stages;
        let name =
            match (gate.index.checked_sub(1).and_then(|before| names.get(before)), names.get(gate.index)) {
                (_, Some(next)) => format!("Add stage before {}", next.name()),
                (Some(last), None) => format!("Add stage after {}", last.name()),
                (None, None) => "Add stage".to_owned(),
            };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if response.hovered() {
            touched.gate = Some(gate.index);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.on_hover_text(&name).clicked() {
            queue.push(Intent::AskWhatToAdd(AddAt::NewStage(gate.index)));
        }
    }

    fn touch_stage(
        &mut self,
        ui: &Ui,
        stage: &StageBox,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let item = Item::Stage(stage.id);
        let header = self.camera.screen_from_rect(to_rect(stage.header));
        let response = ui.interact(header, ui.scope_id().with(("stage", stage.id)), Sense::click_and_drag());
        let is_selected = editor.selection().contains(item);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, is_selected, stage_words(editor, stage.id))
        });
        if response.hovered() {
            touched.stage = Some(stage.id);
            ui.set_cursor_icon(CursorIcon::Grab);
        }
        select_by(&response, ui, item, editor, queue);
        if response.double_clicked() {
            queue.push(Intent::Rename(item));
        }
        if response.drag_started_by(PointerButton::Primary) {
            self.gesture = Gesture::MovingStage { id: stage.id, to: None };
            queue.push(Intent::Select(Selection::one(item)));
        }
        response.context_menu(|ui| {
            menu::commands(
                ui,
                editor,
                queue,
                &[
                    &[Command::Rename, Command::Duplicate, Command::Delete],
                    &[Command::AddAction, Command::AddStage],
                    &[Command::MoveLeft, Command::MoveRight],
                    &[Command::ToggleStage, Command::ZoomSelection],
                ],
            );
        });
        if self.camera.zoom() < WORDS_FROM {
            return;
        }
        let add = self.camera.screen_from_rect(to_rect(stage.add_button));
        let response = ui.interact(add, ui.scope_id().with(("add", stage.id)), Sense::click());
        let name = editor.document().pipeline().stage(stage.id).map_or("", |stage| stage.name());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Add action to {name}")));
        if response.hovered() {
            touched.add_button = Some(stage.id);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked() {
            let slot = pipewright_core::edit::Slot::at_end(editor.document(), stage.id);
            queue.push(Intent::AskWhatToAdd(AddAt::Slot(slot)));
        }
    }

    fn touch_card(
        &mut self,
        ui: &Ui,
        (card, action): (&Card, &Action),
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let item = Item::Action(card.id);
        let rect = self.camera.screen_from_rect(to_rect(card.rect));
        let response = ui.interact(rect, ui.scope_id().with(("card", card.id)), Sense::click_and_drag());
        let is_selected = editor.selection().contains(item);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, is_selected, card_words(editor, card.id))
        });
        if response.hovered() {
            touched.card = Some(card.id);
        }
        if response.has_focus() {
            keep_keys(ui, response.id, is_selected);
            if is_selected && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
                queue.push(Intent::AskWhatToAdd(AddAt::Selection));
            }
        }
        if is_selected && self.pending_focus == Some(item) {
            self.pending_focus = None;
            response.request_focus();
        }
        select_by(&response, ui, item, editor, queue);
        if response.double_clicked() {
            queue.push(Intent::Rename(item));
        }
        if response.drag_started_by(PointerButton::Primary) && self.gesture.is_idle() {
            let ids = if is_selected { editor.selection().action_ids() } else { vec![card.id] };
            if !is_selected {
                queue.push(Intent::Select(Selection::one(item)));
            }
            self.gesture = Gesture::MovingActions { ids, drop: None };
        }
        response.context_menu(|ui| {
            menu::commands(
                ui,
                editor,
                queue,
                &[
                    &[Command::Rename, Command::Duplicate, Command::Delete],
                    &[Command::AddAction, Command::Fix],
                    &[Command::MoveLeft, Command::MoveRight, Command::MoveUp, Command::MoveDown],
                ],
            );
        });
        if self.camera.zoom() >= WORDS_FROM {
            self.touch_ports(ui, card, action, editor, touched);
        }
    }

    fn touch_ports(&mut self, ui: &Ui, card: &Card, action: &Action, editor: &Editor, touched: &mut Touched) {
        let is_near = touched.card == Some(card.id) || editor.selection().contains(Item::Action(card.id));
        let takes_more = card.outputs.is_empty() && is_near;
        let outputs = card.outputs.iter().copied().enumerate().map(|(index, at)| (Some(index), at));
        let hint = takes_more.then_some((None, card.output_hint));
        // Ports that are close to each other share the room between them.
        let pitch = match card.outputs.as_slice() {
            [first, second, ..] => first.distance(*second) * self.camera.zoom(),
            _ => f32::INFINITY,
        };
        let height = pitch.min(14.0);
        for (output, at) in outputs.chain(hint) {
            let rect = Rect::from_center_size(self.camera.screen_from_world(to_pos(at)), vec2(16.0, height));
            let id = ui.scope_id().with(("output", card.id, output));
            let response = ui.interact(rect, id, Sense::drag());
            let artifact =
                output.and_then(|index| action.output_artifacts().nth(index)).unwrap_or("new output");
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, format!("Output {artifact} of {}", action.name()))
            });
            if response.hovered() {
                touched.port = Some((card.id, output));
                ui.set_cursor_icon(CursorIcon::Crosshair);
            }
            if response.drag_started_by(PointerButton::Primary) {
                self.gesture = Gesture::Connecting { from: card.id, output, to: None };
            }
        }
    }

    /// Moves the gesture on with the pointer, and ends it.
    fn follow_drag(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue) {
        if self.gesture.is_idle() || self.gesture == Gesture::Panning {
            return;
        }
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.gesture = Gesture::Idle;
            ui.stop_dragging();
            return;
        }
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let world = self.camera.world_from_screen(pointer);
        let layout = &editor.derived().layout;
        let is_over = self.camera.view().contains(pointer);
        match &mut self.gesture {
            Gesture::Idle | Gesture::Panning => {}
            Gesture::Marquee { from, base } => {
                let area = Rect::from_two_pos(*from, world);
                let inside = layout.cards.iter().filter(|card| area.intersects(to_rect(card.rect)));
                let selection = base.with(inside.map(|card| Item::Action(card.id)));
                if selection != *editor.selection() {
                    queue.push(Intent::Select(selection));
                }
            }
            Gesture::MovingActions { ids, drop } => {
                let found = layout.slot_at(from_pos(world), ids).filter(|_| is_over);
                *drop = found.map(|found| Drop { slot: found.slot, line: found.indicator });
                ui.set_cursor_icon(if drop.is_some() {
                    CursorIcon::Grabbing
                } else {
                    CursorIcon::NotAllowed
                });
            }
            Gesture::MovingStage { to, .. } => {
                *to = is_over.then(|| layout.stage_drop_at(from_pos(world)).gate);
                ui.set_cursor_icon(CursorIcon::Grabbing);
            }
            Gesture::Connecting { from, to, .. } => {
                *to = layout.card_at(from_pos(world)).filter(|card| card.id != *from).and_then(|card| {
                    let (_, action) = editor.document().pipeline().action(card.id)?;
                    can_take(editor, *from, card, action).then_some(card.id)
                });
                ui.set_cursor_icon(CursorIcon::Crosshair);
            }
        }
        if ui.input(|input| input.pointer.primary_down()) {
            self.pan_at_edges(ui);
        } else {
            let gesture = std::mem::take(&mut self.gesture);
            finish(gesture, editor, queue);
        }
    }

    fn place_from_palette(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue, touched: &mut Touched) {
        let Some(item) = DragAndDrop::payload::<FromPalette>(ui) else { return };
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        if !self.camera.view().contains(pointer) {
            return;
        }
        let layout = &editor.derived().layout;
        let world = from_pos(self.camera.world_from_screen(pointer));
        let placing = if let Some(drop) = layout.slot_at(world, &[]) {
            Placing { at: AddAt::Slot(drop.slot), line: drop.indicator }
        } else {
            let drop = layout.stage_drop_at(world);
            Placing { at: AddAt::NewStage(drop.gate), line: drop.indicator }
        };
        touched.placing = Some(placing);
        if ui.input(|input| input.pointer.any_released()) {
            DragAndDrop::clear_payload(ui);
            queue.push(Intent::Add { provider: item.provider.clone(), at: placing.at });
        } else {
            self.pan_at_edges(ui);
        }
    }
}

/// What a finished gesture means.
fn finish(gesture: Gesture, editor: &Editor, queue: &mut Queue) {
    let document = editor.document();
    match gesture {
        Gesture::Idle | Gesture::Panning | Gesture::Marquee { .. } => {}
        Gesture::MovingActions { ids, drop } => {
            if let Some(drop) = drop {
                queue.change(actions::move_all_to(document, &ids, drop.slot));
            }
        }
        Gesture::MovingStage { id, to } => {
            let from = document.pipeline().stage_index(id);
            if let (Some(gate), Some(from)) = (to, from) {
                // The gate counts the stage itself where it still stands.
                let index = if gate > from { gate - 1 } else { gate };
                queue.change(stages::move_to(document, id, index));
            }
        }
        Gesture::Connecting { from, output, to } => {
            if let Some(to) = to {
                queue.change(artifacts::connect_actions(document, from, output, to));
            }
        }
    }
}

/// Whether the action of a card can take what another makes: it runs later and takes artifacts at all.
pub(super) fn can_take(editor: &Editor, from: ActionId, card: &Card, action: &Action) -> bool {
    let Some(maker) = editor.derived().layout.card(from) else { return false };
    let is_later = (maker.stage, maker.column) < (card.stage, card.column);
    is_later && provider_of(action).is_none_or(|provider| provider.input_artifacts.max > 0)
}

fn select_by(response: &Response, ui: &Ui, item: Item, editor: &Editor, queue: &mut Queue) {
    let is_in = editor.selection().contains(item);
    if response.clicked() {
        response.request_focus();
        let modifiers = ui.input(|input| input.modifiers);
        let selection = if adds(modifiers) { editor.selection().toggled(item) } else { Selection::one(item) };
        queue.push(Intent::Select(selection));
        return;
    }
    let is_by_keyboard = response.gained_focus() && !ui.input(|input| input.pointer.any_down());
    if !is_in && (response.secondary_clicked() || is_by_keyboard) {
        queue.push(Intent::Select(Selection::one(item)));
    }
}

/// A focused card takes the arrows for walking, and Tab for adding while it is selected.
fn keep_keys(ui: &Ui, id: eframe::egui::Id, is_selected: bool) {
    let filter = eframe::egui::EventFilter {
        tab: is_selected,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: false,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

fn adds(modifiers: Modifiers) -> bool {
    modifiers.shift || modifiers.command
}

fn wire_item(editor: &Editor, path: usize) -> Option<Item> {
    let derived = editor.derived();
    let wire = derived.flow.wires.get(derived.layout.wires.get(path)?.wire)?;
    Some(Item::Wire { to: wire.to.action, input: wire.to.index })
}

fn stage_words(editor: &Editor, id: StageId) -> String {
    let pipeline = editor.document().pipeline();
    let (Some(index), Some(stage)) = (pipeline.stage_index(id), pipeline.stage(id)) else {
        return String::new();
    };
    let problems = severity_words(editor.derived().stage_severity(id));
    format!(
        "Stage {}, {} of {}, {} actions{problems}",
        stage.name(),
        index + 1,
        pipeline.stages.len(),
        stage.actions.len()
    )
}

fn card_words(editor: &Editor, id: ActionId) -> String {
    let Some((stage, action)) = editor.document().pipeline().action(id) else { return String::new() };
    let provider =
        provider_of(action).map_or(action.action_type().provider, |provider| provider.name.as_str());
    let problems = severity_words(editor.derived().action_severity(id));
    format!("{}, {provider}, stage {}, step {}{problems}", action.name(), stage.name(), action.run_order())
}

fn severity_words(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => ", has errors",
        Some(Severity::Warning) => ", has warnings",
        Some(Severity::Hint) | None => "",
    }
}
