//! The badges of a stage as widgets: each opens its part of the inspector.

use eframe::egui::{Color32, CursorIcon, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::document::{Owner, Place};
use pipewright_core::layout::StageBox;
use pipewright_core::pipeline::{Path, Stage};

use super::camera::to_rect;
use super::labels::stepped;
use super::{Camera, Canvas};
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::fonts;
use crate::tr;
use crate::words::{self, StageBadge};

/// A badge on screen.
pub struct Placed {
    pub badge: StageBadge,
    pub rect: Rect,
    /// Whether there is room for its words, else its sign stands for them.
    pub has_words: bool,
}

/// Where the badges of a stage stand, from the right end of its head; a folded one has none.
pub fn place(
    painter: &Painter,
    camera: &Camera,
    stage_box: &StageBox,
    (number, stage): (usize, &Stage),
    has_severity: bool,
) -> Vec<Placed> {
    let badges = words::stage_badges(stage);
    if badges.is_empty() || stage_box.is_folded {
        return Vec::new();
    }
    let zoom = camera.zoom();
    let header = camera.screen_from_rect(to_rect(stage_box.header));
    let measure =
        |text: &str, font| painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size();
    let start = header.min.x
        + 12.0 * zoom
        + measure(&number.to_string(), fonts::figures(stepped(11.0, zoom))).x
        + 8.0 * zoom;
    let name = if stage.name().is_empty() { tr!("(no name)") } else { stage.name() };
    let name_width = measure(name, fonts::semibold(stepped(13.0, zoom))).x;
    let font = || fonts::regular(stepped(10.5, zoom));
    let mut right = header.max.x - 30.0 * zoom - if has_severity { 20.0 * zoom } else { 0.0 };
    let width: f32 = badges.iter().map(|badge| measure(badge.text, font()).x + 20.0 * zoom).sum();
    // The name comes first: where words do not fit beside it, signs do.
    let has_words = start + name_width + 8.0 * zoom + width <= right;
    badges
        .into_iter()
        .map(|badge| {
            let size = measure(if has_words { badge.text } else { badge.icon }, font());
            let size = size + vec2(14.0, 6.0) * zoom;
            let rect = Rect::from_min_size(pos2(right - size.x, header.center().y - size.y / 2.0), size);
            right = rect.min.x - 6.0 * zoom;
            Placed { badge, rect, has_words }
        })
        .collect()
}

impl Canvas {
    pub(super) fn touch_badges(&self, ui: &Ui, stage_box: &StageBox, editor: &Editor, queue: &mut Queue) {
        let pipeline = editor.document().pipeline();
        let Some(number) = pipeline.stage_index(stage_box.id).map(|index| index + 1) else { return };
        let stage = &pipeline.stages[number - 1];
        let has_severity = editor.derived().stage_severity(stage.id).is_some();
        for placed in place(ui.painter(), &self.camera, stage_box, (number, stage), has_severity) {
            let kind = placed.badge.kind;
            let id = ui.scope_id().with(("badge", stage.id, kind));
            let response = ui.interact(placed.rect, id, Sense::click());
            let name = tr!("Stage {stage}: {badge}", stage = stage.name(), badge = placed.badge.text);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.hovered() {
                ui.set_cursor_icon(CursorIcon::PointingHand);
            }
            let response =
                if placed.has_words { response } else { response.on_hover_text(placed.badge.text) };
            if response.clicked() {
                let place = Place::at(Owner::Stage(stage.id), Path::key(kind.key()));
                queue.push(Intent::Reveal(place));
            }
        }
    }
}
