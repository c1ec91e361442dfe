//! Moving a gesture on with the pointer, and ending it.

use eframe::egui::{CursorIcon, DragAndDrop, Key, Modifiers, Rect, Ui};
use pipewright_core::catalog::{Catalog, Category};
use pipewright_core::edit::{Change, Slot, actions, artifacts, notes, stages};
use pipewright_core::layout::Point;
use pipewright_core::pipeline::{ActionId, StageId};

use super::camera::{from_pos, to_rect};
use super::gesture::{Drop, DropPlace, Gesture, Hold};
use super::touch::{FromPalette, Placing, Say, Touched};
use super::{Canvas, takers};
use crate::editor::{Editor, Item, Selection};
use crate::intent::{AddAt, Intent, Queue};
use crate::tr;

impl Canvas {
    /// Begins a gesture; what is selected now comes back if it is cancelled.
    pub(super) fn begin(&mut self, gesture: Gesture, editor: &Editor) {
        self.before = editor.selection().clone();
        self.gesture = gesture;
        self.is_beginning = true;
    }

    /// Moves the gesture on with the pointer, and ends it.
    pub(super) fn follow_drag(&mut self, ui: &Ui, editor: &Editor, queue: &mut Queue, touched: &mut Touched) {
        // A tap presses and releases within one frame; that press is not the one that ends the gesture.
        let is_beginning = std::mem::take(&mut self.is_beginning);
        if self.gesture.is_idle() || self.gesture == Gesture::Panning {
            return;
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.gesture = Gesture::Idle;
            ui.stop_dragging();
            if *editor.selection() != self.before {
                queue.push(Intent::Select(self.before.clone()));
            }
            return;
        }
        let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) else { return };
        let world = from_pos(self.camera.world_from_screen(pointer));
        let is_over = self.camera.view().contains(pointer);
        self.update(ui, world, is_over, editor, queue, touched);

        let (is_down, is_pressed) =
            ui.input(|input| (input.pointer.primary_down(), input.pointer.primary_pressed()));
        if let Gesture::Connecting { hold, .. } = &mut self.gesture
            && *hold == Hold::Click
        {
            if is_pressed && !is_beginning {
                *hold = Hold::LastClick;
            }
            return;
        }
        if is_down {
            self.pan_at_edges(ui);
            return;
        }
        let gesture = std::mem::take(&mut self.gesture);
        let is_refused = touched.say.as_ref().is_some_and(|say| !say.is_caution);
        touched.say = None;
        if is_over && !is_refused {
            finish(gesture, world, editor, queue);
        }
    }

    fn update(
        &mut self,
        ui: &Ui,
        world: Point,
        is_over: bool,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
        let layout = &editor.derived().layout;
        let mut cursor = CursorIcon::Grabbing;
        match &mut self.gesture {
            Gesture::Idle | Gesture::Panning => return,
            Gesture::Marquee { from, base } => {
                let area = Rect::from_two_pos(*from, super::camera::to_pos(world));
                let inside = layout.cards.iter().filter(|card| area.intersects(to_rect(card.rect)));
                let selection = base.with(inside.map(|card| Item::Action(card.id)));
                if selection != *editor.selection() {
                    queue.push(Intent::Select(selection));
                }
                return;
            }
            Gesture::MovingActions { ids, drop } => {
                *drop = if is_over { drop_at(editor, ids, world) } else { None };
                touched.say = match drop {
                    Some(drop) => caution(editor, ids, drop.place).map(Say::caution),
                    None if is_over => {
                        Some(Say::refusal(tr!("Drop it on a stage, or between two to make a new one")))
                    }
                    None => None,
                };
                if drop.is_none() {
                    cursor = CursorIcon::NotAllowed;
                }
            }
            Gesture::MovingStage { id, to } => {
                *to = is_over.then(|| layout.stage_drop_at(world).gate);
                touched.say = to.and_then(|gate| stage_words(editor, *id, gate)).map(Say::caution);
            }
            Gesture::MovingNote { to, .. } => {
                let card = layout.card_at(world).map(|card| notes::Tie::Action(card.id));
                let stage = || layout.stage_at(world).map(|stage| notes::Tie::Stage(stage.id));
                *to = is_over.then(|| card.or_else(stage).unwrap_or(notes::Tie::Free));
            }
            Gesture::Connecting { from, output, to, detached, .. } => {
                let card = layout.card_at(world).filter(|_| is_over).map(|card| card.id);
                let is_back = card.is_some() && card == detached.map(|(taker, _)| taker);
                let verdict = card.map(|card| takers::verdict(editor, (*from, *output), card, *detached));
                let verdict = if is_back { Some(Ok(())) } else { verdict };
                *to = card.filter(|_| matches!(verdict, Some(Ok(()))));
                // At the start of the way the pointer is still over the maker.
                if let Some(Err(reason)) = verdict
                    && (card != Some(*from) || is_inside(editor, *from, world))
                {
                    touched.say = Some(Say::refusal(reason));
                }
                cursor = if touched.say.is_some() { CursorIcon::NotAllowed } else { CursorIcon::Crosshair };
            }
        }
        ui.set_cursor_icon(cursor);
    }

    pub(super) fn place_from_palette(
        &mut self,
        ui: &Ui,
        editor: &Editor,
        queue: &mut Queue,
        touched: &mut Touched,
    ) {
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
        if let AddAt::Slot(slot) = placing.at {
            let category = Catalog::get().provider_by_id(&item.provider).map(|provider| provider.category);
            let is_source = category == Some(Category::Source);
            touched.say = source_words(editor, slot, [is_source].into_iter()).map(Say::caution);
        }
        touched.placing = Some(placing);
        if ui.input(|input| input.pointer.any_released()) {
            DragAndDrop::clear_payload(ui);
            queue.push(Intent::Add { provider: item.provider.clone(), at: placing.at });
        } else {
            self.pan_once_inside(ui, pointer);
        }
    }
}

/// What is to be minded about a stage that would come first, or leave that place to the next.
fn stage_words(editor: &Editor, id: StageId, gate: usize) -> Option<&'static str> {
    let stages = &editor.document().pipeline().stages;
    let from = stages.iter().position(|stage| stage.id == id)?;
    let first = match (from, gate) {
        (0, 0 | 1) => return None,
        (0, _) => stages.get(1)?,
        (_, 0) => stages.get(from)?,
        _ => return None,
    };
    let is_of_sources = first.actions.iter().all(|action| action.action_type().category == "Source");
    (!is_of_sources).then(|| tr!("Only source actions run in the first stage"))
}

/// Whether the pointer is well inside a card, away from its ports.
fn is_inside(editor: &Editor, id: ActionId, world: Point) -> bool {
    let card = editor.derived().layout.card(id);
    card.is_some_and(|card| to_rect(card.rect).shrink(14.0).contains(super::camera::to_pos(world)))
}

/// Where cards dropped at a point go: a slot of a stage, or a new stage in a gap.
fn drop_at(editor: &Editor, ids: &[ActionId], world: Point) -> Option<Drop> {
    let layout = &editor.derived().layout;
    if let Some(found) = layout.slot_at(world, ids) {
        return Some(Drop { place: DropPlace::Slot(found.slot), line: found.indicator });
    }
    let gate = layout.gate_at(world)?.index;
    Some(Drop { place: DropPlace::NewStage(gate), line: layout.stage_drop_at(world).indicator })
}

/// What is to be minded about a drop that is possible.
fn caution(editor: &Editor, ids: &[ActionId], place: DropPlace) -> Option<&'static str> {
    let DropPlace::Slot(slot) = place else { return None };
    let pipeline = editor.document().pipeline();
    let sources = ids.iter().filter_map(|id| pipeline.action(*id));
    source_words(editor, slot, sources.map(|(_, action)| action.action_type().category == "Source"))
}

/// Sources stand in the first stage, and nothing else does. It can be drawn otherwise; AWS would refuse it.
fn source_words(
    editor: &Editor,
    slot: Slot,
    mut are_sources: impl Iterator<Item = bool>,
) -> Option<&'static str> {
    let is_first = editor.document().pipeline().stage_index(slot.stage) == Some(0);
    if is_first {
        are_sources.any(|is_source| !is_source).then(|| tr!("Only source actions run in the first stage"))
    } else {
        are_sources.any(|is_source| is_source).then(|| tr!("Source actions stay in the first stage"))
    }
}

/// What a finished gesture means.
fn finish(gesture: Gesture, world: Point, editor: &Editor, queue: &mut Queue) {
    let document = editor.document();
    match gesture {
        Gesture::Idle | Gesture::Panning | Gesture::Marquee { .. } => {}
        Gesture::MovingActions { ids, drop } => match drop.map(|drop| drop.place) {
            Some(DropPlace::Slot(slot)) => queue.change(actions::move_all_to(document, &ids, slot)),
            Some(DropPlace::NewStage(gate)) => {
                let change = actions::move_to_new_stage(document, &ids, gate);
                queue.change(change.map(|(_, change)| change));
            }
            None => {}
        },
        Gesture::MovingStage { id, to } => {
            let from = document.pipeline().stage_index(id);
            if let (Some(gate), Some(from)) = (to, from) {
                // The gate counts the stage itself where it still stands.
                let index = if gate > from { gate - 1 } else { gate };
                queue.change(stages::move_to(document, id, index));
            }
        }
        Gesture::MovingNote { index, to } => {
            queue.change(to.and_then(|to| notes::tie(document, index, to)));
        }
        Gesture::Connecting { from, output, to: Some(to), detached: None, .. } => {
            queue.change(artifacts::connect_actions(document, from, output, to));
        }
        Gesture::Connecting { from, output, to: None, detached: None, .. } => {
            let slot = editor.derived().layout.slot_at(world, &[]).map(|drop| drop.slot);
            queue.push(Intent::AskWhoTakes { from, output, slot });
        }
        Gesture::Connecting { from, output, to, detached: Some(input), .. } => {
            if to == Some(input.0) {
                let wire = Item::Wire { to: input.0, input: input.1 };
                queue.push(Intent::Select(Selection::one(wire)));
            } else {
                queue.change(rewire(editor, (from, output), to, input));
            }
        }
    }
}

/// Takes the end of a wire away from an input, and to another action if there is one.
fn rewire(
    editor: &Editor,
    (from, output): (ActionId, Option<usize>),
    to: Option<ActionId>,
    (taker, input): (ActionId, usize),
) -> Option<Change> {
    let document = editor.document();
    let artifact = document.pipeline().action(taker)?.1.input_artifacts().nth(input)?;
    let away = artifacts::disconnect(document, taker, artifact)?;
    let Some(to) = to else { return Some(away) };
    let there = artifacts::connect_actions(document, from, output, to)?;
    Some(Change { label: there.label.clone(), ..away.and(there) })
}
