//! What would change, as lines.

use eframe::egui::{Color32, Frame, Margin, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use pipewright_core::plan::{Line, LineKind, Plan};

use crate::look::widgets::DialogUi;
use crate::look::{Tokens, fonts};
use crate::tr;

/// The changes as lines, added green and removed red.
pub(super) fn changes(dialog: &mut DialogUi<'_>, plan: &Plan) {
    let lines = plan.lines();
    if lines.is_empty() {
        return;
    }
    dialog.bare(|ui| {
        let fill = Tokens::of(ui).window;
        Frame::new().fill(fill).inner_margin(Margin::symmetric(22, 10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let scroll = ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]);
            scroll.show_rows(ui, 20.0, lines.len(), |ui, rows| {
                for line in &lines[rows] {
                    change_line(ui, line);
                }
            });
        });
    });
}

fn change_line(ui: &mut Ui, line: &Line) {
    let tokens = Tokens::of(ui);
    let (sign, fill, color) = match line.kind {
        LineKind::Context => ("", Color32::TRANSPARENT, tokens.weak),
        LineKind::Added => ("+", tokens.added, tokens.text),
        LineKind::Removed => ("−", tokens.removed, tokens.text),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let words = line.parts.join("  ");
    response.widget_info(|| {
        let said = match line.kind {
            LineKind::Context => words.clone(),
            LineKind::Added => tr!("Added: {line}", line = words),
            LineKind::Removed => tr!("Removed: {line}", line = words),
        };
        WidgetInfo::labeled(Role::Label, true, said)
    });
    ui.painter().rect_filled(rect.shrink2(vec2(0.0, 0.5)), 2.0, fill);
    let middle = rect.center().y;
    let at = |x: f32| pos2(rect.min.x + x, middle);
    crate::canvas::label(ui.painter(), at(8.0), sign, fonts::code(), color, 16.0);
    let mut x = 24.0 + line.indent as f32 * 16.0;
    for part in &line.parts {
        let shown =
            crate::canvas::label(ui.painter(), at(x), part, fonts::code(), color, rect.width() - x - 8.0);
        x += shown.width() + 18.0;
    }
    response.on_hover_text(words);
}
