//! What the pointer does on stages, cards, ports and between them.
//!
//! Everything in view is a widget of its own, named for screen readers; later ones lie on top. What lies outside
//! the view costs nothing.

use std::sync::Arc;

use eframe::egui::{
    CursorIcon, DragAndDrop, Key, Modifiers, PointerButton, Popup, Pos2, Rect, Response, Role, Sense, Ui,
    WidgetInfo,
};
use pipewright_core::check::Severity;
use pipewright_core::layout::{Card, StageBox};
use pipewright_core::pipeline::{ActionId, StageId};
use pipewright_core::template::Template;

use super::camera::{from_pos, to_rect};
use super::gaps::Gap;
use super::gesture::Gesture;
use super::input::Carried;
use super::{CURVES_FROM, Canvas, WORDS_FROM, gates};
use crate::commands::Command;
use crate::editor::{Editor, Item, Selection, provider_of};
use crate::intent::{AddAt, Intent, Queue};
use crate::look::icons;
use crate::panels::menu;
use crate::{tr, tr_n};

pub(super) use super::takers::can_take;

/// Below this zoom a card is too small for a hand; its stage as a whole takes the clicks.
const HANDY_FROM: f32 = 0.1;
/// So near a card, in points, its ports can be taken.
const NEAR: f32 = 40.0;

/// A catalog entry on its way from the palette to the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromPalette {
    /// Id of the catalog entry.
    pub provider: String,
    /// Its name, drawn at the pointer.
    pub name: String,
}

/// A snippet on its way to the canvas.
#[derive(Clone, Debug)]
pub struct FromTemplates(pub Arc<Template>);

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
    /// The places between run orders near the pointer.
    pub gaps: Vec<Gap>,
    /// What is said at the pointer about the drop it would be.
    pub say: Option<Say>,
    /// Whether a menu is open.
    has_menu: bool,
    /// Whether a screen reader is told what there is.
    is_read_out: bool,
}

/// Words at the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    pub words: String,
    /// The drop is possible, but AWS would not take what comes of it.
    pub is_caution: bool,
}

impl Say {
    pub fn refusal(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_caution: false }
    }

    pub fn caution(words: impl Into<String>) -> Self {
        Self { words: words.into(), is_caution: true }
    }
}

/// Where something new would go, and the line that shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placing {
    pub at: AddAt,
    pub line: [pipewright_core::layout::Point; 2],
}

impl Touched {
    /// Whether a menu of this widget is open or is to be; asking each widget for its own costs time.
    pub fn may_open(&self, response: &Response) -> bool {
        self.has_menu || response.secondary_clicked() || response.long_touched()
    }

    /// Whether nothing is happening to a widget. There may be thousands of them, and the rest of what is asked of each
    /// costs more than to have it.
    fn is_idle(&self, response: &Response) -> bool {
        !self.is_read_out
            && !self.has_menu
            && !response.contains_pointer()
            && !response.is_pointer_button_down_on()
            && !response.has_focus()
            && !response.gained_focus()
            && !response.lost_focus()
            && !response.clicked()
            && !response.drag_stopped()
    }

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
        // Widgets cost time. A screen reader sees all of them; a hand needs those it can come to.
        let is_read_out = ui.accesskit_node_builder(background.id, |_| ()).is_some();
        let mut touched = Touched { has_menu: Popup::is_any_open(ui), is_read_out, ..Touched::default() };
        self.touch_background(ui, background, editor, queue, &mut touched);
        let has_cards = is_read_out || self.camera.zoom() >= HANDY_FROM;
        // A quick hand is elsewhere before its press is known to be a drag; what it pressed has to be there still.
        let pointer = ui.input(|input| [input.pointer.latest_pos(), input.pointer.press_origin()]);
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
                if self.camera.zoom() >= WORDS_FROM {
                    self.touch_badges(ui, stage, editor, queue);
                    self.touch_gaps(ui, stage, editor, queue, &mut touched);
                }
                let cards = if has_cards { stage.cards.clone() } else { 0..0 };
                for index in cards {
                    let card = &layout.cards[index];
                    if visible.intersects(to_rect(card.rect).expand(8.0)) {
                        let (stage, action) = editor.derived().faces[index].at;
                        let action = &editor.document().pipeline().stages[stage].actions[action];
                        self.touch_card(ui, card, editor, queue, &mut touched);
                        let rect = self.camera.screen_from_rect(to_rect(card.rect)).expand(NEAR);
                        let is_near = pointer.iter().flatten().any(|pointer| rect.contains(*pointer));
                        let has_ports =
                            is_near || is_read_out || editor.selection().contains(Item::Action(card.id));
                        if has_ports && self.camera.zoom() >= WORDS_FROM {
                            self.touch_ports(ui, (card, action), editor, queue, &mut touched);
                        }
                    }
                }
            }
        }
        self.notes(ui, editor, queue);
        self.follow_drag(ui, editor, queue, &mut touched);
        if !DragAndDrop::has_any_payload(ui) {
            self.carried = Carried::default();
        }
        self.place_from_palette(ui, editor, queue, &mut touched);
        self.place_from_templates(ui, editor, queue, &mut touched);
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
            let reach = 6.0 / self.camera.zoom();
            let threads = editor.derived().threads.iter().enumerate();
            let near = threads.filter(|(_, thread)| thread.bounds.expand(reach).contains(world));
            let near = near.map(|(index, _)| index);
            let wire = editor.derived().layout.wire_among(near, from_pos(world), reach);
            touched.wire = wire.filter(|wire| self.shows_wire(editor, *wire));
            if touched.wire.is_some() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
        }
        self.has_keys = background.has_focus();
        let adds = ui.input(|input| adds(input.modifiers));
        let wire = touched.wire.and_then(|wire| wire_item(editor, wire));
        if background.double_clicked() {
            queue.push(wire.map_or_else(|| Intent::AskWhatToAdd(place_at(world, editor)), Intent::Inspect));
        } else if background.clicked_by(PointerButton::Primary) && self.gesture.is_idle() {
            // By the pointer: Enter and Space mean what is selected, not the ground below it.
            background.request_focus();
            match wire {
                Some(wire) if adds => queue.push(Intent::Select(editor.selection().toggled(wire))),
                Some(wire) => queue.push(Intent::Select(Selection::one(wire))),
                None if adds => {}
                None => queue.push(Intent::Select(Selection::none())),
            }
        }
        if background.drag_started_by(PointerButton::Primary)
            && self.gesture.is_idle()
            && !ui.input(|input| input.key_down(Key::Space))
            && let Some(from) = ui.input(|input| input.pointer.press_origin())
        {
            let base = if adds { editor.selection().clone() } else { Selection::none() };
            self.begin(Gesture::Marquee { from: self.camera.world_from_screen(from), base }, editor);
        }
        if background.secondary_clicked() {
            let gate = world.and_then(|world| editor.derived().layout.gate_at(from_pos(world)));
            self.menu_gate = gate.map(|gate| gate.index);
            let stage = || world.and_then(|world| stage_at(editor, from_pos(world))).map(Item::Stage);
            self.menu_item = wire.or_else(stage);
            if let Some(item) = self.menu_item
                && !editor.selection().contains(item)
            {
                queue.push(Intent::Select(Selection::one(item)));
            }
        }
        let gate = self.menu_gate;
        let item = self.menu_item;
        background.context_menu(|ui| {
            match item {
                Some(wire @ Item::Wire { .. }) => return wire_menu(ui, wire, editor, queue),
                Some(Item::Stage(_)) => return menu::commands(ui, editor, queue, OF_STAGE),
                Some(Item::Action(_) | Item::Note(_)) | None => {}
            }
            if let Some(gate) = gate {
                gates::menu(ui, gate, editor, queue);
                ui.separator();
            }
            menu::commands(
                ui,
                editor,
                queue,
                &[
                    &[Command::AddAction, Command::AddStage, Command::AddNote],
                    &[Command::Paste, Command::SelectAll, Command::Find],
                    &[Command::ZoomAll, Command::CollapseAll, Command::ExpandAll, Command::TurnLayout],
                    &[Command::Undo, Command::Redo],
                ],
            );
        });
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
        let handle = if self.camera.zoom() < HANDY_FROM { stage.rect } else { stage.header };
        let header = self.camera.screen_from_rect(to_rect(handle));
        let response = ui.interact(header, ui.scope_id().with(("stage", stage.id)), Sense::click_and_drag());
        let is_selected = editor.selection().contains(item);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, is_selected, stage_words(editor, stage.id))
        });
        if response.hovered() {
            touched.stage = Some(stage.id);
            ui.set_cursor_icon(CursorIcon::Grab);
        }
        self.has_keys |= response.has_focus();
        if self.gesture.is_idle() {
            select_by(&response, ui, item, editor, queue);
        }
        if response.double_clicked() {
            queue.push(Intent::Rename(item));
        }
        if response.drag_started_by(PointerButton::Primary) && self.gesture.is_idle() {
            self.begin(Gesture::MovingStage { id: stage.id, to: None }, editor);
            queue.push(Intent::Select(Selection::one(item)));
        }
        stage_menu(&response, editor, queue, touched);
        if self.camera.zoom() < WORDS_FROM || stage.is_folded {
            return;
        }
        let add = self.camera.screen_from_rect(to_rect(stage.add_button));
        let response = ui.interact(add, ui.scope_id().with(("add", stage.id)), Sense::click());
        response.widget_info(|| {
            let name = editor.document().pipeline().stage(stage.id).map_or("", |stage| stage.name());
            WidgetInfo::labeled(Role::Button, true, tr!("Add action to {stage}", stage = name))
        });
        if response.hovered() {
            touched.add_button = Some(stage.id);
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.secondary_clicked() && !is_selected {
            queue.push(Intent::Select(Selection::one(item)));
        }
        stage_menu(&response, editor, queue, touched);
        if response.clicked() {
            let slot = pipewright_core::edit::Slot::at_end(editor.document(), stage.id);
            queue.push(Intent::AskWhatToAdd(AddAt::Slot(slot)));
        }
    }

    fn touch_card(
        &mut self,
        ui: &Ui,
        card: &Card,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let item = Item::Action(card.id);
        let rect = self.camera.screen_from_rect(to_rect(card.rect));
        let response = ui.interact(rect, ui.scope_id().with(("card", card.id)), Sense::click_and_drag());
        if touched.is_idle(&response) && self.pending_focus != Some(item) {
            return;
        }
        let is_selected = editor.selection().contains(item);
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, is_selected, card_words(editor, card.id))
        });
        if response.hovered() {
            touched.card = Some(card.id);
        }
        self.has_keys |= response.has_focus();
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
        if self.gesture.is_idle() {
            select_by(&response, ui, item, editor, queue);
        }
        if response.double_clicked() {
            queue.push(Intent::Rename(item));
        }
        if response.drag_started_by(PointerButton::Primary) && self.gesture.is_idle() {
            let ids = if is_selected { editor.selection().action_ids() } else { vec![card.id] };
            if !is_selected {
                queue.push(Intent::Select(Selection::one(item)));
            }
            self.begin(Gesture::MovingActions { ids, drop: None }, editor);
        }
        if !touched.may_open(&response) {
            return;
        }
        response.context_menu(|ui| {
            menu::commands(
                ui,
                editor,
                queue,
                &[
                    &[Command::Rename, Command::Duplicate, Command::Delete],
                    &[Command::Copy, Command::Cut, Command::Paste, Command::SaveSnippet],
                    &[Command::AddAction, Command::ConnectTo, Command::AddNote, Command::Fix],
                    &[Command::MoveLeft, Command::MoveRight, Command::MoveUp, Command::MoveDown],
                ],
            );
        });
    }
}

impl Canvas {
    /// A snippet goes between two stages, never in front of the sources.
    fn place_from_templates(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue, touched: &mut Touched) {
        let Some(snippet) = DragAndDrop::payload::<FromTemplates>(ui) else { return };
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        if !self.camera.view().contains(pointer) {
            return;
        }
        let layout = &editor.derived().layout;
        let mut drop = layout.stage_drop_at(from_pos(self.camera.world_from_screen(pointer)));
        if drop.gate == 0
            && let Some(behind_sources) = layout.gates.get(1)
        {
            drop = layout.stage_drop_at(behind_sources.gap.center());
        }
        touched.placing = Some(Placing { at: AddAt::NewStage(drop.gate), line: drop.indicator });
        if ui.input(|input| input.pointer.any_released()) {
            DragAndDrop::clear_payload(ui);
            queue.push(Intent::AddSnippet { snippet: Arc::clone(&snippet.0), at: Some(drop.gate) });
        } else {
            self.pan_once_inside(ui, pointer);
        }
    }
}

/// The stage whose box is here, whatever lies in it.
fn stage_at(editor: &Editor, at: pipewright_core::layout::Point) -> Option<StageId> {
    editor.derived().layout.stages.iter().find(|stage| stage.rect.contains(at)).map(|stage| stage.id)
}

/// What can be done with a wire: it is an input of the action where it ends.
fn wire_menu(ui: &mut Ui, wire: Item, editor: &Editor, queue: &mut Queue) {
    let Item::Wire { to, .. } = wire else { return };
    menu::commands(ui, editor, queue, &[&[Command::Rename]]);
    if menu::extra(ui, icons::ARROW_RIGHT, tr!("Show where it goes")) {
        queue.push(Intent::Show(Item::Action(to)));
        queue.push(Intent::Select(Selection::one(Item::Action(to))));
    }
    ui.separator();
    menu::commands(ui, editor, queue, &[&[Command::Delete]]);
}

/// What can be done with the stage that is selected.
const OF_STAGE: &[&[Command]] = &[
    &[Command::Rename, Command::Duplicate, Command::Delete],
    &[Command::Copy, Command::Cut, Command::Paste, Command::SaveSnippet],
    &[Command::AddAction, Command::AddStage, Command::AddNote],
    &[Command::EditTransition],
    &[Command::MoveLeft, Command::MoveRight],
    &[Command::ToggleStage, Command::ZoomSelection],
];

fn stage_menu(response: &Response, editor: &Editor, queue: &mut Queue, touched: &Touched) {
    if touched.may_open(response) {
        response.context_menu(|ui| menu::commands(ui, editor, queue, OF_STAGE));
    }
}

pub(super) fn select_by(response: &Response, ui: &Ui, item: Item, editor: &Editor, queue: &mut Queue) {
    let is_in = editor.selection().contains(item);
    // A key that is pressed on one of several selected, such as Space for the hand, leaves the others selected.
    if response.clicked_by(PointerButton::Primary) || response.clicked() && !is_in {
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

/// Where something added at a point goes: into the stage there, or into a new one.
fn place_at(world: Option<Pos2>, editor: &Editor) -> AddAt {
    let layout = &editor.derived().layout;
    let Some(world) = world.map(from_pos) else { return AddAt::Selection };
    match layout.slot_at(world, &[]) {
        Some(drop) => AddAt::Slot(drop.slot),
        None => AddAt::NewStage(layout.stage_drop_at(world).gate),
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
    let document = editor.document();
    let pipeline = document.pipeline();
    let (Some(index), Some(stage)) = (pipeline.stage_index(id), pipeline.stage(id)) else {
        return String::new();
    };
    let problems = severity_words(editor.derived().stage_severity(id));
    let closed = document.disabled_transition(stage.name()).is_some() && index > 0;
    let closed = if closed { tr!(", way in disabled") } else { "" };
    let count = tr_n!(stage.actions.len(), "{n} action", "{n} actions");
    tr!(
        "Stage {name}, {index} of {all}, {count}{closed}{problems}",
        name = stage.name(),
        index = index + 1,
        all = pipeline.stages.len(),
        count = count,
        closed = closed,
        problems = problems
    )
}

fn card_words(editor: &Editor, id: ActionId) -> String {
    let Some((stage, action)) = editor.document().pipeline().action(id) else { return String::new() };
    let provider =
        provider_of(action).map_or(action.action_type().provider, |provider| provider.name.as_str());
    tr!(
        "{name}, {provider}, stage {stage}, step {step}{problems}",
        name = action.name(),
        provider = provider,
        stage = stage.name(),
        step = action.run_order(),
        problems = severity_words(editor.derived().action_severity(id))
    )
}

fn severity_words(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => tr!(", has errors"),
        Some(Severity::Warning) => tr!(", has warnings"),
        Some(Severity::Hint) | None => "",
    }
}
