//! What a form cannot carry, in words beside the preview.

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui, accesskit};
use pipewright_core::format::Severity;

use crate::look::tokens::{space, text};
use crate::look::widgets::Tone;
use crate::look::{Tokens, fonts};
use crate::picture::Form;
use crate::{tr, tr_n};

pub fn show(ui: &mut Ui, form: Form, losses: Option<&[(Severity, String)]>) {
    ui.painter().rect_filled(ui.max_rect(), 0.0, Tokens::of(ui).panel);
    Frame::new().inner_margin(Margin::symmetric(16, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let Some(losses) = losses else {
            if form.as_text().is_none() {
                line(ui, Tone::Info, tr!("For people to look at: no design can be read back from it"), true);
            }
            return;
        };
        let Some(worst) = losses.iter().map(|(severity, _)| *severity).max() else {
            line(ui, Tone::Success, tr!("Everything in the design is in this file"), true);
            return;
        };
        let words =
            tr_n!(losses.len(), "{n} thing to know about this file", "{n} things to know about this file");
        line(ui, tone(worst), &words, true);
        ScrollArea::vertical().id_salt("losses").auto_shrink(false).show(ui, |ui| {
            for (severity, words) in losses {
                line(ui, tone(*severity), words, false);
            }
        });
    });
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Info,
        Severity::Changed | Severity::Exposed => Tone::Warning,
        Severity::Broken => Tone::Error,
    }
}

fn line(ui: &mut Ui, tone: Tone, words: &str, is_head: bool) {
    let tokens = Tokens::of(ui);
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let icon = RichText::new(tone.icon()).font(fonts::regular(14.0)).color(tone.tint(tokens).solid);
        let icon = ui.label(icon);
        // The words say it all.
        ui.ctx().accesskit_node_builder(icon.id, accesskit::Node::set_hidden);
        let font = if is_head { fonts::semibold(text::BODY) } else { fonts::regular(text::SMALL) };
        ui.add(Label::new(RichText::new(words).font(font).color(tokens.text)).wrap());
    });
}
