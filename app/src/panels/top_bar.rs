//! The bar on top: document and its state, history, menus, account, publish.

use eframe::egui::{
    Align, Direction, Layout, Popup, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::menu;
use crate::commands::{Command, Menu, keymap};
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Button, IconButton, Segmented};
use crate::look::{Tokens, fonts, icons};
use crate::tr;
use crate::words::labels;

/// What the chip of the account says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountChip {
    /// "acme-dev · eu-west-1", or what to do to have one.
    pub text: String,
    /// Whether the account has answered.
    pub is_known: bool,
}

/// What the middle of the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The canvas.
    #[default]
    Design,
    /// The text of the file, beside the canvas or alone.
    Definition,
}

pub const HEIGHT: f32 = 48.0;
/// Room for the modes in the middle.
const MODES: f32 = 210.0;
/// Less of the name of an account says nothing.
const LEAST_ACCOUNT: f32 = 40.0;

pub fn show(ui: &mut Ui, editor: &Editor, mode: Mode, account: &AccountChip, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    modes(ui, editor, mode, queue);
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        mark(ui, editor, queue);
        ui.add_space(2.0);
        title(ui, editor, queue);
        ui.add_space(8.0);
        history_button(ui, editor, queue, Command::Undo, editor.undo_label());
        history_button(ui, editor, queue, Command::Redo, editor.redo_label());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (command, make) in
                [(Command::Publish, Button::filled as fn(_) -> _), (Command::Export, Button::ghost)]
            {
                let tooltip = keymap::tooltip(ui, command);
                let button: Button<'_> = make(command.label());
                if button.tooltip(&tooltip).show(ui).clicked() {
                    queue.run(command);
                }
            }
            account_chip(ui, editor, account, tokens, queue);
        });
    });
}

/// The modes, in the middle of the bar.
fn modes(ui: &mut Ui, editor: &Editor, mode: Mode, queue: &mut Queue) {
    let middle = Rect::from_center_size(ui.max_rect().center(), vec2(MODES, ui.max_rect().height()));
    let mut chosen = mode;
    let mut ui = ui.new_child(
        UiBuilder::new().max_rect(middle).layout(Layout::centered_and_justified(Direction::LeftToRight)),
    );
    let choices = [(Mode::Design, tr!("Design")), (Mode::Definition, tr!("Definition"))];
    let response = Segmented::new(tr!("Mode")).show(&mut ui, &mut chosen, &choices);
    response.context_menu(|ui| {
        let panels = [Command::ToggleLeft, Command::ToggleRight, Command::ToggleDrawer];
        let groups: &[&[Command]] = &[&[Command::Design, Command::Definition], &panels, &[Command::Find]];
        menu::commands(ui, editor, queue, groups);
    });
    if response.changed() {
        queue.push(Intent::ShowMode(chosen));
    }
}

/// The mark opens the menu of everything.
fn mark(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Menu")));
    let inner = Rect::from_center_size(rect.center(), vec2(24.0, 24.0));
    let fill = if response.hovered() { tokens.accent_fill_hover } else { tokens.accent_fill };
    ui.painter().rect_filled(inner, 6.0, fill);
    ui.painter().text(
        inner.center(),
        eframe::egui::Align2::CENTER_CENTER,
        "P",
        fonts::semibold(14.0),
        tokens.on_accent,
    );
    if response.has_focus() {
        ui.painter().rect_stroke(
            inner.expand(2.0),
            8.0,
            (1.5, tokens.accent),
            eframe::egui::StrokeKind::Outside,
        );
    }
    let response = response.on_hover_ui(|ui| {
        ui.label(tr!("Menu"));
    });
    Popup::menu(&response).accessible_name(tr!("Menu")).show(|ui| {
        ui.set_min_width(180.0);
        for menu in Menu::ALL {
            ui.menu_button(menu.label(), |ui| menu::whole(ui, editor, queue, menu));
        }
    });
}

fn title(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    let tokens = Tokens::of(ui);
    let name = editor.document().pipeline().name();
    let name = if name.is_empty() { tr!("Pipeline without name") } else { name };
    let file = editor.file_name();
    let file = if editor.is_dirty() { tr!("{file} · edited", file = file) } else { file };
    // Up to the modes, less the buttons of the history.
    let middle = ui.clip_rect().center().x - MODES / 2.0;
    let room = (middle - ui.cursor().min.x - 96.0).max(40.0);
    let galley = |text: &str, font, color, width: f32| {
        let mut job = eframe::egui::text::LayoutJob::single_section(
            text.to_owned(),
            eframe::egui::text::TextFormat::simple(font, color),
        );
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(width);
        ui.painter().layout_job(job)
    };
    let name_galley = galley(name, fonts::semibold(14.0), tokens.text, room * 0.6);
    let file_galley = galley(&file, fonts::regular(11.5), tokens.weak, room * 0.4 - 8.0);
    let size = vec2(name_galley.size().x + 8.0 + file_galley.size().x, 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::HOVER | Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}, {file}")));
    let at = |x: f32, height: f32| pos2(x, rect.center().y - height / 2.0);
    let file_x = rect.min.x + name_galley.size().x + 8.0;
    ui.painter().galley(at(rect.min.x, name_galley.size().y), name_galley, tokens.text);
    ui.painter().galley(at(file_x, file_galley.size().y) + vec2(0.0, 1.0), file_galley, tokens.weak);
    response.context_menu(|ui| title_menu(ui, editor, queue));
    if let Some(path) = editor.path() {
        response.on_hover_text(path.display().to_string());
    }
}

/// What can be done with the document as a whole.
fn title_menu(ui: &mut Ui, editor: &Editor, queue: &mut Queue) {
    menu::commands(
        ui,
        editor,
        queue,
        &[&[Command::Save, Command::SaveAs, Command::Export, Command::CompareWith], &[Command::NewWindow]],
    );
    ui.separator();
    if menu::extra(ui, icons::COPY, tr!("Copy name")) {
        queue.push(Intent::Copy(editor.document().pipeline().name().to_owned()));
    }
    if let Some(path) = editor.path()
        && menu::extra(ui, icons::COPY, tr!("Copy path"))
    {
        queue.push(Intent::Copy(path.display().to_string()));
    }
}

fn history_button(ui: &mut Ui, editor: &Editor, queue: &mut Queue, command: Command, what: Option<&str>) {
    let row = command.row();
    let keys = keymap::shown(ui, command);
    let reason = command.available(editor).err();
    let response =
        IconButton::new(row.icon, command.label()).shortcut(&keys).disabled_because(reason).show(ui);
    let response = match what {
        Some(what) => response.on_hover_text(labels::to_do(what)),
        None => response,
    };
    response.context_menu(|ui| {
        menu::commands(ui, editor, queue, &[&[Command::Undo, Command::Redo], &[Command::Changes]]);
    });
    if response.clicked() {
        queue.run(command);
    }
}

fn account_chip(ui: &mut Ui, editor: &Editor, account: &AccountChip, tokens: &Tokens, queue: &mut Queue) {
    let dot = if account.is_known { tokens.success.solid } else { tokens.faint };
    // Down to the modes; where that is too little for words, the dot is left.
    let room = ui.max_rect().right() - (ui.clip_rect().center().x + MODES / 2.0) - 8.0;
    let room = room - (ui.max_rect().right() - ui.cursor().right()) - 34.0;
    let mut job = eframe::egui::text::LayoutJob::single_section(
        if room < LEAST_ACCOUNT { String::new() } else { account.text.clone() },
        eframe::egui::text::TextFormat::simple(fonts::regular(12.0), tokens.weak),
    );
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    let galley = ui.painter().layout_job(job);
    let size = vec2(if galley.is_empty() { 28.0 } else { galley.size().x + 34.0 }, 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Account: {name}", name = account.text)));
    let fill = if response.hovered() { tokens.hover } else { tokens.panel };
    ui.painter().rect(rect, 14.0, fill, (1.0, tokens.line), eframe::egui::StrokeKind::Inside);
    ui.painter().circle_filled(pos2(rect.min.x + 14.0, rect.center().y), 3.5, dot);
    let height = galley.size().y;
    ui.painter().galley(pos2(rect.min.x + 23.0, rect.center().y - height / 2.0), galley, tokens.weak);
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 14.0, (1.5, tokens.accent), eframe::egui::StrokeKind::Inside);
    }
    response.context_menu(|ui| {
        menu::item(ui, editor, queue, Command::Connection);
        menu::item(ui, editor, queue, Command::FromAws);
        menu::item(ui, editor, queue, Command::Publish);
    });
    let tooltip = format!("{}\n{}", account.text, Command::Connection.tooltip());
    if response.on_hover_text(tooltip).clicked() {
        queue.run(Command::Connection);
    }
}
