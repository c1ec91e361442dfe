//! Painting the boxes of stages: number, name, badges, the row to add an action.

use std::f32::consts::FRAC_PI_2;

use eframe::egui::epaint::TextShape;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Align2, Rect, Stroke, StrokeKind, pos2, vec2};
use pipewright_core::check::Severity;
use pipewright_core::layout::{Orientation, StageBox};
use pipewright_core::pipeline::Stage;
use pipewright_core::plan::union::Mark;

use super::camera::to_rect;
use super::labels::{label, stepped};
use super::paint::Scene;
use super::{WORDS_FROM, badges};
use crate::editor::Item;
use crate::look::fonts;
use crate::look::plates::plate;
use crate::look::tokens::{radius, stroke};
use crate::{tr, tr_n};

/// Letters of a stage seen from afar, whatever the zoom.
const FAR_LETTERS: f32 = 11.0;
/// Narrower than this, a box seen from afar has its number only.
const FAR_NAME: f32 = 44.0;

impl Scene<'_> {
    pub(super) fn stage(&self, index: usize, stage_box: &StageBox, stage: &Stage, is_renaming: bool) {
        let tokens = self.tokens;
        let zoom = self.zoom();
        let rect = self.camera.screen_from_rect(to_rect(stage_box.rect));
        let item = Item::Stage(stage.id);
        let is_selected = self.editor.selection().contains(item);
        let severity = self.editor.derived().stage_severity(stage.id);
        let edge = match severity {
            Some(Severity::Error) => tokens.error.solid,
            _ if self.touched.stage == Some(stage.id) => tokens.line_strong,
            _ => tokens.line,
        };
        let rounding = self.rounding(radius::BOX);
        if is_selected {
            self.ring(rect, rounding);
        }
        let difference = self.union.and_then(|union| union.stage(stage.id));
        let border = if is_selected && difference.is_none_or(|it| it.mark == Mark::Same) {
            Stroke::new(stroke::SELECTION, tokens.accent)
        } else {
            Stroke::new(stroke::LINE, edge)
        };
        plate(self.painter, rect, f32::from(radius::BOX) * zoom, tokens.panel, border);
        if let Some(difference) = difference {
            self.difference(rect, radius::BOX, difference);
        }
        if zoom < WORDS_FROM {
            return;
        }
        if self.union.is_none() {
            self.chevron(stage_box);
        }
        if stage_box.is_folded {
            self.folded(index, stage_box, stage);
            return;
        }
        let header = self.camera.screen_from_rect(to_rect(stage_box.header));
        self.painter.hline(
            header.x_range().shrink(1.0),
            header.max.y,
            Stroke::new(stroke::LINE, tokens.line),
        );
        let middle = header.center().y;
        let number = fonts::figures(stepped(11.0, zoom));
        let at = label(
            self.painter,
            pos2(header.min.x + 12.0 * zoom, middle),
            &(index + 1).to_string(),
            number,
            tokens.weak,
            40.0 * zoom,
        );
        let mut right = header.max.x - 30.0 * zoom;
        if let Some(severity) = severity {
            right -= 16.0 * zoom;
            self.severity(pos2(right + 8.0 * zoom, middle), 14.0 * zoom, severity);
            right -= 4.0 * zoom;
        }
        let name = if stage.name().is_empty() { tr!("(no name)") } else { stage.name() };
        let font = fonts::semibold(stepped(13.0, zoom));
        let start = at.max.x + 8.0 * zoom;
        for placed in
            badges::place(self.painter, self.camera, stage_box, (index + 1, stage), severity.is_some())
        {
            self.badge(&placed);
            right = placed.rect.min.x - 6.0 * zoom;
        }
        if !is_renaming {
            label(self.painter, pos2(start, middle), name, font, tokens.text, right - start - 4.0 * zoom);
        }
        match self.union {
            None => self.add_button(stage_box, stage),
            Some(union) => self.moved_away(stage_box, union),
        }
    }

    /// What a folded stage tells: number, name, how many actions, the worst problem.
    fn folded(&self, index: usize, stage_box: &StageBox, stage: &Stage) {
        let (tokens, zoom) = (self.tokens, self.zoom());
        let rect = self.camera.screen_from_rect(to_rect(stage_box.rect));
        let severity = self.editor.derived().worst_in_stage(stage);
        let number = (index + 1).to_string();
        let count = stage.actions.len();
        let name = if stage.name().is_empty() { tr!("(no name)") } else { stage.name() };
        let (small, large) = (fonts::figures(stepped(11.0, zoom)), fonts::semibold(stepped(13.0, zoom)));
        if self.editor.orientation() == Orientation::TopToBottom {
            let words = tr_n!(count, "{n} action", "{n} actions");
            let middle = rect.center().y;
            let at = label(
                self.painter,
                pos2(rect.min.x + 12.0 * zoom, middle),
                &number,
                small.clone(),
                tokens.weak,
                40.0 * zoom,
            );
            let mut right = rect.max.x - 30.0 * zoom;
            if let Some(severity) = severity {
                right -= 16.0 * zoom;
                self.severity(pos2(right + 8.0 * zoom, middle), 14.0 * zoom, severity);
            }
            let start = at.max.x + 8.0 * zoom;
            let at = label(self.painter, pos2(start, middle), name, large, tokens.text, right - start);
            let start = at.max.x + 10.0 * zoom;
            label(self.painter, pos2(start, middle), &words, small, tokens.weak, right - start);
            return;
        }
        let center = rect.center().x;
        let centered = |y: f32, text: &str| {
            self.painter.text(
                pos2(center, rect.min.y + y * zoom),
                Align2::CENTER_CENTER,
                text,
                small.clone(),
                tokens.weak,
            );
        };
        centered(43.0, &number);
        let mut top = 56.0;
        if let Some(severity) = severity {
            self.severity(pos2(center, rect.min.y + (top + 8.0) * zoom), 14.0 * zoom, severity);
            top += 24.0;
        }
        // The name runs down the box, the count stands at its foot.
        let tile = Rect::from_center_size(pos2(center, rect.max.y - 20.0 * zoom), vec2(26.0, 20.0) * zoom);
        self.painter.rect_filled(tile, self.rounding(radius::CONTROL), tokens.raised);
        self.painter.text(
            tile.center(),
            Align2::CENTER_CENTER,
            count.to_string(),
            small.clone(),
            tokens.weak,
        );
        let start = rect.min.y + top * zoom;
        let room = tile.min.y - 8.0 * zoom - start;
        if room > 20.0 * zoom {
            let mut job = LayoutJob::single_section(name.to_owned(), TextFormat::simple(large, tokens.text));
            job.wrap = TextWrapping::truncate_at_width(room);
            let galley = self.painter.layout_job(job);
            let at = pos2(center + galley.size().y / 2.0, start);
            let down = TextShape::new(at, galley, tokens.text).with_angle(FRAC_PI_2);
            self.painter.add(down);
        }
    }

    /// From afar only number and name are left, in letters that can be read, over what is in the box.
    pub(super) fn far_name(&self, index: usize, stage_box: &StageBox, stage: &Stage) {
        let tokens = self.tokens;
        let rect = self.camera.screen_from_rect(to_rect(stage_box.rect));
        let padding = 4.0;
        let room = rect.width() - 2.0 * padding;
        let severity = self.editor.derived().worst_in_stage(stage);
        let number = (index + 1).to_string();
        // Where a name would be cut after a few letters, the number says more.
        let text = match stage.name() {
            name if room >= FAR_NAME && !name.is_empty() => format!("{number}  {name}"),
            _ => number,
        };
        let font = fonts::semibold(FAR_LETTERS);
        let size = self.painter.layout_no_wrap(text.clone(), font.clone(), tokens.text).size();
        if room < size.x.min(FAR_NAME) {
            if let Some(severity) = severity {
                self.painter.circle_filled(rect.center_top(), 2.5, self.severity_color(severity));
            }
            return;
        }
        let sign = if severity.is_some() { FAR_LETTERS + 4.0 } else { 0.0 };
        let width = (size.x + sign).min(room) + 2.0 * padding;
        let plate = Rect::from_min_size(rect.min, vec2(width, size.y + 4.0)).translate(vec2(1.0, 1.0));
        self.painter.rect_filled(plate, self.rounding(radius::BOX), tokens.panel);
        let at = pos2(plate.min.x + padding, plate.center().y);
        let end = label(self.painter, at, &text, font, tokens.text, plate.width() - 2.0 * padding - sign);
        if let Some(severity) = severity {
            self.severity(pos2(end.max.x + 2.0 + FAR_LETTERS / 2.0, at.y), FAR_LETTERS, severity);
        }
    }

    /// A pill with words in it, or a sign.
    fn badge(&self, placed: &badges::Placed) {
        let zoom = self.zoom();
        let text = if placed.has_words { placed.badge.text } else { placed.badge.icon };
        let font = fonts::regular(stepped(10.5, zoom));
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, self.tokens.weak);
        let line = Stroke::new(stroke::LINE, self.tokens.line);
        let rect = placed.rect;
        self.painter.rect(rect, rect.height() / 2.0, self.tokens.canvas, line, StrokeKind::Inside);
        self.painter.galley(rect.min + vec2(7.0, 3.0) * zoom, galley, self.tokens.weak);
    }

    fn add_button(&self, stage_box: &StageBox, stage: &Stage) {
        let rect = self.camera.screen_from_rect(to_rect(stage_box.add_button));
        let is_hot = self.touched.add_button == Some(stage.id);
        let (fill, edge, color) = if is_hot {
            (self.tokens.hover, self.tokens.line_strong, self.tokens.text)
        } else {
            (self.tokens.panel, self.tokens.line, self.tokens.weak)
        };
        let line = Stroke::new(stroke::LINE, edge);
        plate(self.painter, rect, f32::from(radius::CONTROL) * self.zoom(), fill, line);
        let font = fonts::regular(stepped(11.0, self.zoom()));
        self.painter.text(rect.center(), Align2::CENTER_CENTER, crate::tr!("+ Add action"), font, color);
    }
}
