//! The top of the inspector: what is shown, and the commands for it.

use eframe::egui::{Align, Layout, Popup, RichText, Role, Sense, Stroke, Ui, UiBuilder, vec2};

use super::InspectorState;
use pipewright_core::edit::notes::Tie;

use crate::commands::{Command, keymap};
use crate::editor::{Editor, Item};
use crate::intent::Queue;
use crate::look::widgets::{IconButton, Row, Tile};
use crate::look::{
    Hue, Tokens, fonts, icons,
    tokens::{space, stroke, text},
};
use crate::{tr, tr_n, words};

const HEIGHT: f32 = 64.0;
const MENU_WIDTH: f32 = 220.0;

/// Title, the words below it, and the tile.
struct Head {
    title: String,
    path: String,
    hue: Hue,
    letters: String,
    commands: &'static [Command],
}

pub(super) fn show(ui: &mut Ui, editor: &Editor, state: &mut InspectorState, queue: &mut Queue) {
    let head = head(editor);
    let tokens = Tokens::of(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), HEIGHT));
    let line = Stroke::new(stroke::LINE, tokens.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - stroke::LINE / 2.0, line);
    let inner = rect.shrink2(vec2(space::L, 0.0)).with_max_x(rect.right() - space::S);
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("header").max_rect(inner).layout(layout));
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.x = space::M;
    Tile::new(head.hue, &head.letters).show(ui);
    let buttons = if head.commands.is_empty() { 28.0 } else { 56.0 };
    let width = ui.available_width() - buttons - space::M;
    ui.allocate_ui_with_layout(vec2(width, 40.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(2.0);
        let title = RichText::new(&head.title).font(fonts::semibold(text::HEADING)).color(tokens.text);
        ui.add(eframe::egui::Label::new(title).truncate());
        let path = RichText::new(&head.path).font(fonts::regular(text::BODY)).color(tokens.weak);
        ui.add(eframe::egui::Label::new(path).truncate().sense(Sense::hover()));
    });
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if !head.commands.is_empty() {
            menu(ui, editor, queue, head.commands);
        }
        if IconButton::new(icons::INFO, tr!("Explain fields")).on(state.shows_help).show(ui).clicked() {
            state.shows_help = !state.shows_help;
        }
    });
}

fn menu(ui: &mut Ui, editor: &Editor, queue: &mut Queue, commands: &[Command]) {
    let button = IconButton::new(icons::MORE, tr!("More")).show(ui);
    Popup::menu(&button).accessible_name(tr!("More")).width(MENU_WIDTH).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(MENU_WIDTH);
        for command in commands {
            let keys = keymap::shown(ui, *command);
            let icon = command.row().icon;
            let line = Row::new(command.label()).role(Role::MenuItem).icon(icon).detail(&keys);
            let reason = command.available(editor).err();
            let response = ui.add_enabled_ui(reason.is_none(), |ui| line.show(ui)).inner;
            if response.clicked() {
                queue.run(*command);
            }
            if let Some(reason) = reason {
                response.on_disabled_hover_text(reason);
            }
        }
    });
}

const ACTION: &[Command] = &[
    Command::Rename,
    Command::Duplicate,
    Command::MoveLeft,
    Command::MoveRight,
    Command::MoveUp,
    Command::MoveDown,
    Command::ZoomSelection,
    Command::Delete,
];
const STAGE: &[Command] = &[
    Command::Rename,
    Command::AddAction,
    Command::Duplicate,
    Command::MoveLeft,
    Command::MoveRight,
    Command::ZoomSelection,
    Command::Delete,
];
const SEVERAL: &[Command] =
    &[Command::Duplicate, Command::Copy, Command::Cut, Command::ZoomSelection, Command::Delete];
const NOTE: &[Command] = &[Command::Rename, Command::ZoomSelection, Command::Delete];

fn head(editor: &Editor) -> Head {
    let pipeline = editor.document().pipeline();
    let selection = editor.selection();
    match (selection.single(), selection.primary()) {
        (Some(Item::Action(id)), _) => {
            if let Some((stage, action)) = pipeline.action(id) {
                let provider = words::provider_name(action);
                return Head {
                    title: named(action.name(), tr!("Unnamed action")),
                    path: format!("{provider} · {} › {}", stage.name(), action.name()),
                    hue: words::hue_of(action),
                    letters: words::letters_of(action).to_owned(),
                    commands: ACTION,
                };
            }
        }
        (Some(Item::Stage(id)), _) => {
            if let Some(stage) = pipeline.stage(id) {
                let number = pipeline.stage_index(id).map_or(0, |index| index + 1);
                let actions = tr_n!(stage.actions.len(), "{n} action", "{n} actions");
                return Head {
                    title: named(stage.name(), tr!("Unnamed stage")),
                    path: tr!(
                        "Stage {number} of {all} · {actions}",
                        number = number,
                        all = pipeline.stages.len(),
                        actions = actions
                    ),
                    hue: Hue::Compute,
                    letters: number.to_string(),
                    commands: STAGE,
                };
            }
        }
        (Some(Item::Wire { to, input }), _) => {
            if let Some((_, action)) = pipeline.action(to) {
                return Head {
                    title: named(
                        action.input_artifacts().nth(input).unwrap_or_default(),
                        tr!("Unnamed artifact"),
                    ),
                    path: tr!("Artifact · into {action}", action = action.name()),
                    hue: words::hue_of(action),
                    letters: icons::LINK.to_owned(),
                    commands: &[],
                };
            }
        }
        (Some(Item::Note(index)), _) => {
            let document = editor.document();
            if let Some(note) = document.note(index) {
                let path = match Tie::of(document, note) {
                    Tie::Free => tr!("Note").to_owned(),
                    Tie::Stage(id) => {
                        let name = pipeline.stage(id).map_or("", |stage| stage.name());
                        tr!("Note · stage {stage}", stage = name)
                    }
                    Tie::Action(id) => {
                        let name = pipeline.action(id).map_or("", |(_, action)| action.name());
                        tr!("Note · {action}", action = name)
                    }
                };
                return Head {
                    title: named(note.text().lines().next().unwrap_or_default(), tr!("Empty note")),
                    path,
                    hue: Hue::Compute,
                    letters: icons::NOTE.to_owned(),
                    commands: NOTE,
                };
            }
        }
        (None, Some(_)) => {
            return Head {
                title: tr_n!(selection.items().len(), "{n} selected", "{n} selected"),
                path: counts(editor),
                hue: Hue::Compute,
                letters: icons::COPY.to_owned(),
                commands: SEVERAL,
            };
        }
        (None, None) => {}
    }
    let kind = pipeline.pipeline_type().unwrap_or("V1");
    let stages = tr_n!(pipeline.stages.len(), "{n} stage", "{n} stages");
    let actions = tr_n!(pipeline.actions().count(), "{n} action", "{n} actions");
    Head {
        title: named(pipeline.name(), tr!("Unnamed pipeline")),
        path: tr!("Pipeline {kind} · {stages} · {actions}", kind = kind, stages = stages, actions = actions),
        hue: Hue::Compute,
        letters: icons::GEAR.to_owned(),
        commands: &[],
    }
}

fn named(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}

/// "2 stages · 3 actions"
fn counts(editor: &Editor) -> String {
    let selection = editor.selection();
    let wires = selection.items().iter().filter(|item| matches!(item, Item::Wire { .. })).count();
    let (stages, actions) = (selection.stage_ids().len(), selection.action_ids().len());
    let notes = selection.notes().len();
    let parts = [
        (stages, tr_n!(stages, "{n} stage", "{n} stages")),
        (actions, tr_n!(actions, "{n} action", "{n} actions")),
        (wires, tr_n!(wires, "{n} wire", "{n} wires")),
        (notes, tr_n!(notes, "{n} note", "{n} notes")),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    parts.map(|(_, words)| words).collect::<Vec<_>>().join(" · ")
}
