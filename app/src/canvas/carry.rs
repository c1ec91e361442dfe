//! Painting what a gesture shows: the line of a drop, the marquee, what hangs at the pointer.

use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{
    Color32, DragAndDrop, Id, LayerId, Order, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, vec2,
};
use pipewright_core::edit::notes::Tie;
use pipewright_core::layout::Orientation;
use pipewright_core::pipeline::ActionId;

use super::Gesture;
use super::camera::{to_pos, to_rect};
use super::paint::Scene;
use super::touch::{FromPalette, FromTemplates, Say};
use crate::look::Tokens;
use crate::look::tokens::stroke;
use crate::look::{fonts, icons};
use crate::tr;

impl Scene<'_> {
    /// The line of a drop, the marquee, the wire being drawn, what hangs at the pointer.
    pub fn gesture(&self, gesture: &Gesture, pointer: Option<Pos2>) {
        let layout = &self.editor.derived().layout;
        match gesture {
            Gesture::Idle | Gesture::Panning => {}
            Gesture::Marquee { from, .. } => {
                if let Some(pointer) = pointer {
                    let rect = Rect::from_two_pos(self.camera.screen_from_world(*from), pointer);
                    let edge = Stroke::new(1.0, self.tokens.accent);
                    self.painter.rect(rect, 2.0, self.tokens.selection_fill, edge, StrokeKind::Inside);
                }
            }
            Gesture::MovingActions { ids, drop } => {
                if let Some(drop) = drop {
                    self.drop_line(drop.line);
                }
                if let (Some(pointer), Some(id)) = (pointer, ids.first()) {
                    self.carried(pointer, *id, ids.len());
                }
            }
            Gesture::MovingStage { id, to } => {
                if let (Some(pointer), Some(stage)) = (pointer, self.editor.document().pipeline().stage(*id))
                {
                    self.carried_words(pointer, stage.name());
                }
                if let Some(gap) = to.and_then(|gate| layout.gates.get(gate)).map(|gate| gate.gap) {
                    let drop = layout.stage_drop_at(gap.center());
                    self.drop_line(drop.indicator);
                }
            }
            Gesture::MovingNote { index, to } => {
                let rect = match to {
                    Some(Tie::Action(id)) => layout.card(*id).map(|card| card.rect),
                    Some(Tie::Stage(id)) => layout.stage(*id).map(|stage| stage.rect),
                    Some(Tie::Free) | None => None,
                };
                if let Some(rect) = rect {
                    let rect = self.camera.screen_from_rect(to_rect(rect));
                    let edge = Stroke::new(stroke::SELECTION, self.tokens.accent);
                    self.painter.rect_stroke(rect, 9.0 * self.zoom(), edge, StrokeKind::Outside);
                }
                if let (Some(pointer), Some(note)) = (pointer, self.editor.document().note(*index)) {
                    let words = note.text().lines().next().unwrap_or_default();
                    self.carried_words(pointer, &short(words));
                }
            }
            Gesture::Connecting { from, output, to, .. } => {
                let card = layout.card(*from);
                let start = card.and_then(|card| {
                    output.and_then(|index| card.outputs.get(index)).or(Some(&card.output_hint))
                });
                let end = to
                    .and_then(|to| layout.card(to))
                    .map(|card| self.camera.screen_from_world(to_pos(card.input_hint)));
                if let (Some(start), Some(end)) = (start, end.or(pointer)) {
                    self.pulled_wire(self.camera.screen_from_world(to_pos(*start)), end);
                    self.painter.circle_filled(end, 4.0, self.tokens.accent);
                }
            }
        }
        if let Some(placing) = &self.touched.placing {
            self.drop_line(placing.line);
        }
        if let (Some(say), Some(pointer)) = (&self.touched.say, pointer) {
            self.said(pointer, say);
        }
    }

    /// A wire on its way, as a soft curve along time.
    fn pulled_wire(&self, start: Pos2, end: Pos2) {
        let pull = match self.editor.orientation() {
            Orientation::LeftToRight => vec2(((end.x - start.x) / 2.0).max(24.0), 0.0),
            Orientation::TopToBottom => vec2(0.0, ((end.y - start.y) / 2.0).max(24.0)),
        };
        self.painter.add(CubicBezierShape::from_points_stroke(
            [start, start + pull, end - pull, end],
            false,
            Color32::TRANSPARENT,
            Stroke::new(stroke::SELECTION, self.tokens.accent),
        ));
    }

    /// Why a drop is refused, or what is to be minded, beside the pointer and inside the view.
    fn said(&self, pointer: Pos2, say: &Say) {
        let (icon, tint) = if say.is_caution {
            (icons::WARNING, self.tokens.warning)
        } else {
            (icons::ERROR, self.tokens.error)
        };
        let galley = self.painter.layout(say.words.clone(), fonts::medium(12.0), self.tokens.text, 260.0);
        let size = galley.size() + vec2(20.0 + 18.0, 12.0);
        let view = self.camera.view().shrink(4.0);
        let mut min = pointer + vec2(14.0, 44.0);
        min.x = min.x.min(view.max.x - size.x).max(view.min.x);
        if min.y + size.y > view.max.y {
            min.y = pointer.y - size.y - 12.0;
        }
        let rect = Rect::from_min_size(min, size);
        let shadow = rect.translate(vec2(0.0, 3.0)).expand(1.0);
        self.painter.add(Shape::rect_filled(shadow, 8.0, self.tokens.shadow));
        self.painter.rect(rect, 8.0, self.tokens.raised, Stroke::new(1.0, tint.solid), StrokeKind::Inside);
        icons::paint(self.painter, rect.left_center() + vec2(17.0, 0.0), icon, 13.0, tint.solid);
        self.painter.galley(rect.min + vec2(28.0, 6.0), galley, self.tokens.text);
    }

    fn drop_line(&self, line: [pipewright_core::layout::Point; 2]) {
        let ends = line.map(|end| self.camera.screen_from_world(to_pos(end)));
        self.painter.line_segment(ends, Stroke::new(2.5, self.tokens.accent));
        for end in ends {
            self.painter.circle_filled(end, 4.0, self.tokens.accent);
        }
    }

    fn carried(&self, pointer: Pos2, id: ActionId, count: usize) {
        let Some((_, action)) = self.editor.document().pipeline().action(id) else { return };
        let words = if count > 1 {
            tr!("{name} and {n} more", name = action.name(), n = count - 1)
        } else {
            action.name().to_owned()
        };
        self.carried_words(pointer, &words);
    }

    fn carried_words(&self, pointer: Pos2, words: &str) {
        label_at(self.painter, self.tokens, pointer, words);
    }
}

/// What comes from a panel hangs at the pointer from there on, above everything.
pub fn carried_from_panels(ui: &Ui) {
    let words = match DragAndDrop::payload::<FromPalette>(ui) {
        Some(item) => item.name.clone(),
        None => match DragAndDrop::payload::<FromTemplates>(ui) {
            Some(snippet) => snippet.0.title.clone(),
            None => return,
        },
    };
    if let Some(pointer) = ui.input(|input| input.pointer.latest_pos()) {
        let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("carried")));
        label_at(&painter, Tokens::of(ui), pointer, &words);
    }
}

fn label_at(painter: &Painter, tokens: &Tokens, pointer: Pos2, words: &str) {
    let galley = painter.layout_no_wrap(words.to_owned(), fonts::medium(12.0), tokens.text);
    let rect = Rect::from_min_size(pointer + vec2(14.0, 10.0), galley.size() + vec2(20.0, 12.0));
    let shadow = rect.translate(vec2(0.0, 3.0)).expand(1.0);
    painter.add(Shape::rect_filled(shadow, 8.0, tokens.shadow));
    let edge = Stroke::new(1.0, tokens.accent);
    painter.rect(rect, 8.0, tokens.raised, edge, StrokeKind::Inside);
    painter.galley(rect.min + vec2(10.0, 6.0), galley, tokens.text);
}

/// The beginning of a text, for the pointer.
fn short(text: &str) -> String {
    let end = text.char_indices().nth(32).map_or(text.len(), |(at, _)| at);
    if end < text.len() { format!("{}…", &text[..end]) } else { text.to_owned() }
}
