//! Tables of names and values: environment variables, parameter overrides and their like.
//!
//! What stands in the file is one JSON value or the text of one; [`Rows`] reads and writes it. Several lines
//! `NAME=value` can be pasted into any cell.

mod menus;

use eframe::egui::{Event, Id, Ui, ViewportCommand};
use serde_json::Value;

use pipewright_core::catalog::{Catalog, Field};
use pipewright_core::document::Document;
use pipewright_core::edit::{Change, fields, fresh_name};
use pipewright_core::pipeline::Path;

use super::cells::{Cell, cell_box};
use super::configuration::{Configured, help};
use super::controls::{Commit, Look, Typed};
use super::form::{Form, Spec};
use super::line::{label_row, message, weak};
use super::pasted::assignments;
use super::problem::{self, Problem};
use super::rows::{Rows, Writing};
use crate::look::widgets::Meter;
use crate::look::{
    Tokens, icons,
    tokens::{size, space},
};
use crate::{tr, tr_mark, words};
use menus::{Asked, Picked, heading_buttons, row_menu};

/// A kind of row: what AWS calls it, what a person calls it, and its icon.
type Kind = (&'static str, &'static str, &'static str);
const VARIABLE_KINDS: [Kind; 3] = [
    ("PLAINTEXT", tr_mark!("Plain text"), icons::MORE),
    ("SECRETS_MANAGER", "Secrets Manager", icons::LOCK),
    ("PARAMETER_STORE", "Parameter Store", icons::GEAR),
];
const REVISION_KINDS: [Kind; 4] = [
    ("COMMIT_ID", tr_mark!("Commit"), icons::MORE),
    ("IMAGE_DIGEST", tr_mark!("Image digest"), icons::MORE),
    ("S3_OBJECT_VERSION_ID", tr_mark!("S3 object version"), icons::MORE),
    ("S3_OBJECT_KEY", tr_mark!("S3 object key"), icons::MORE),
];

/// Where the rows stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// In a text, which is JSON.
    Text,
    /// In a member of the action.
    Member,
}

/// One table in one frame.
struct Table<'t> {
    path: Path,
    rows: Rows,
    home: Home,
    /// What the file has now, if it is a text.
    before: Option<&'t str>,
    words: Words,
    kinds: &'t [Kind],
}

/// How a table speaks of its rows.
#[derive(Clone, Copy)]
struct Words {
    add: &'static str,
    /// What a new row is called, and what joins a number to it.
    fresh: (&'static str, char),
    /// "Name of variable"
    noun: &'static str,
}

impl Words {
    fn of(writing: Writing) -> Self {
        match writing {
            Writing::Members => {
                Self { add: tr!("Add a parameter"), fresh: ("Parameter", '2'), noun: tr!("parameter") }
            }
            Writing::List { name: "key", .. } => {
                Self { add: tr!("Add a tag"), fresh: ("Name", '-'), noun: tr!("tag") }
            }
            Writing::List { name: "actionName", .. } => {
                Self { add: tr!("Add a revision"), fresh: ("Source", '-'), noun: tr!("revision") }
            }
            Writing::List { kind: None, .. } => {
                Self { add: tr!("Add a variable"), fresh: ("NAME", '_'), noun: tr!("variable") }
            }
            Writing::List { .. } => {
                Self { add: tr!("Add an environment variable"), fresh: ("NAME", '_'), noun: tr!("variable") }
            }
        }
    }
}

impl Table<'_> {
    fn value(&self, rows: &Rows) -> Option<Value> {
        match self.home {
            Home::Text => rows.text_over(self.before),
            Home::Member => rows.value(),
        }
    }

    fn change(&self, form: &Form<'_>, document: &Document, rows: &Rows) -> Option<Change> {
        fields::set(document, &form.place(&self.path), self.value(rows))
    }

    fn first_kind(&self) -> Option<&'static str> {
        self.kinds.first().map(|(word, ..)| *word)
    }
}

impl Form<'_> {
    /// A configuration key with JSON in its text, as a table where it can be one. With `is_section` it has a
    /// title of its own, else it is a field among others.
    pub(super) fn json_text(
        &mut self,
        ui: &mut Ui,
        configured: &Configured<'_>,
        field: &'static Field,
        is_section: bool,
    ) {
        let path = configured.path_of(&field.key);
        let writing = Writing::of_key(&field.key);
        let before = self.value(&path).and_then(Value::as_str);
        let rows = writing.and_then(|writing| match self.value(&path) {
            None => Some(Rows::none(writing)),
            Some(Value::String(text)) if text.trim().is_empty() => Some(Rows::none(writing)),
            Some(Value::String(text)) => Rows::read(writing, &serde_json::from_str(text).ok()?),
            Some(_) => None,
        });
        let note = configured.note(field);
        let label = words::of_catalog(&field.label);
        let spec = Spec::new(path.clone(), label).note(note).help(help(field));
        if let (Some(writing), Some(rows)) = (writing, rows) {
            let kinds = match writing {
                Writing::List { kind: Some("type"), .. } => &VARIABLE_KINDS[..],
                Writing::List { kind: Some(_), .. } => &REVISION_KINDS,
                Writing::List { kind: None, .. } | Writing::Members => &[],
            };
            let words = Words::of(writing);
            self.table(ui, &Table { path, rows, home: Home::Text, before, words, kinds }, &spec, is_section);
        } else {
            if is_section {
                self.section(ui, label);
            }
            let check = |text: &str| problem::of_field(field, text);
            let rows = before.map_or(3, |text| text.lines().count()).clamp(3, 12);
            let look = Look { is_code: true, rows, check: &check, ..Look::default() };
            self.plain_text(
                ui,
                spec,
                Look { has_variables: field.supports_variables, is_numbered: true, ..look },
            );
        }
        Self::text_meter(ui, before.unwrap_or_default(), field);
    }

    /// The variables of actions that are no build: a member of the action.
    pub(super) fn environment_member(&mut self, ui: &mut Ui) {
        let path = Path::key("environmentVariables");
        let writing = Writing::VARIABLES;
        let rows = self.value(&path).map_or(Some(Rows::none(writing)), |value| Rows::read(writing, value));
        let limit = Catalog::get().limits().get("environmentVariables").and_then(|limit| limit.max);
        let title = match (&rows, limit) {
            (Some(rows), Some(max)) if rows.len() > 0 => {
                tr!("Environment variables · {n} of {max}", n = rows.len(), max = max)
            }
            _ => tr!("Environment variables").to_owned(),
        };
        if let Some(rows) = rows {
            let (words, kinds) = (Words::of(writing), &VARIABLE_KINDS[..2]);
            let table = Table { path: path.clone(), rows, home: Home::Member, before: None, words, kinds };
            self.table(ui, &table, &Spec::new(path, title), true);
            return;
        }
        self.section(ui, &title);
        self.json(ui, Spec::new(path, tr!("Environment variables")));
    }

    /// A list of names and values that is a member like others.
    pub(super) fn list_of_rows(&mut self, ui: &mut Ui, spec: Spec<'_>, writing: Writing) {
        let value = self.value(&spec.path);
        let Some(rows) = value.map_or(Some(Rows::none(writing)), |value| Rows::read(writing, value)) else {
            self.json(ui, spec);
            return;
        };
        let kinds = match writing {
            Writing::List { kind: Some("type"), .. } => &VARIABLE_KINDS[..],
            Writing::List { .. } | Writing::Members => &[],
        };
        let (path, words) = (spec.path.clone(), Words::of(writing));
        let table = Table { path, rows, home: Home::Member, before: None, words, kinds };
        self.table(ui, &table, &spec, false);
    }

    /// How much of what AWS takes a text uses up.
    pub(super) fn text_meter(ui: &mut Ui, text: &str, field: &Field) {
        if text.is_empty() {
            return;
        }
        let used = text.chars().count();
        let max = field.max_length;
        let counted = |count: usize| words::number(u64::try_from(count).unwrap_or(u64::MAX));
        let words = tr!("{used} of {max} characters", used = counted(used), max = counted(max));
        ui.add_space(space::S);
        Meter::new(used, max, &words).show(ui);
    }

    fn table(&mut self, ui: &mut Ui, table: &Table<'_>, spec: &Spec<'_>, is_section: bool) {
        let mut asked = Asked::default();
        let (rows, words) = (&table.rows, &table.words);
        if is_section {
            self.section_with(ui, &spec.label, |_, ui| asked = heading_buttons(ui, &spec.label, table));
        } else {
            self.gap(ui);
            let id = self.id(&table.path, "heading");
            ui.scope_builder(eframe::egui::UiBuilder::new().scope_id(id), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let top = ui.cursor().top();
                label_row(ui, &spec.label, "");
                let mut row = ui.max_rect();
                row.min.y = top - 4.0;
                row.max.y = row.min.y + size::CONTROL_SMALL;
                let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
                let builder = eframe::egui::UiBuilder::new().id_salt("buttons").max_rect(row).layout(layout);
                let mut corner = ui.new_child(builder);
                asked = heading_buttons(&mut corner, &spec.label, table);
                weak(&mut corner, &spec.note);
            });
            ui.add_space(space::XS);
            self.closely();
        }
        if asked.paste {
            self.state.paste_into = Some(table.path.clone());
            ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        let pasted = self.take_paste(ui, table);
        let new = if asked.add {
            let (name, joiner) = words.fresh;
            let name = fresh_name(name, rows.names(), joiner, NAME_MAX);
            self.state.focus_cell = Some(self.id(&table.path, (rows.len(), "name")));
            Some(rows.with_row(&name, "", table.first_kind()))
        } else if asked.sort {
            Some(rows.sorted())
        } else {
            pasted
        };
        if let Some(new) = new {
            self.change_at_once(table.change(self, self.document(), &new));
        }
        if rows.len() == 0 {
            weak(ui, tr!("None"));
            self.take_first();
        }
        let name_width = name_width(ui.available_width(), rows.names());
        for index in 0..rows.len() {
            self.gap_between_rows(ui);
            self.table_row(ui, table, index, name_width);
            self.problems(ui, &table.path.clone().then(index), None);
        }
        if self.state.shows_help && !spec.help.is_empty() {
            ui.add_space(space::XS);
            weak(ui, &spec.help);
        }
        self.problems(ui, &table.path, None);
    }

    /// The rows with what is pasted into one of them, or was asked for from the menu.
    fn take_paste(&mut self, ui: &Ui, table: &Table<'_>) -> Option<Rows> {
        let focused = ui.memory(eframe::egui::Memory::focused);
        let has_focus = |form: &Self, index: usize, part: &'static str| {
            focused == Some(form.id(&table.path, (index, part)).with("cell"))
        };
        let cell = focused.and_then(|_| {
            (0..table.rows.len()).find_map(|index| {
                let in_name = has_focus(self, index, "name");
                (in_name || has_focus(self, index, "value")).then_some((index, in_name))
            })
        });
        let is_wanted = self.state.paste_into.as_ref() == Some(&table.path);
        if cell.is_none() && !is_wanted {
            return None;
        }
        let mut found = None;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Paste(text) = event else { return true };
                let Some(pairs) = assignments(text) else { return true };
                // One assignment may well be the value itself, such as the options of a program.
                if pairs.len() < 2 && !is_wanted && !cell.is_some_and(|(_, in_name)| in_name) {
                    return true;
                }
                found = Some(pairs);
                false
            });
        });
        let pairs = found?;
        self.state.paste_into = None;
        Some(table.rows.with_pasted(&pairs, cell.map(|(index, _)| index), table.first_kind()))
    }

    fn table_row(&mut self, ui: &mut Ui, table: &Table<'_>, index: usize, name_width: f32) {
        let rows = &table.rows;
        let (name, text) = (rows.name(index), rows.text(index));
        let kind = rows.kind(index);
        let change = |document: &Document, place: &pipewright_core::document::Place, new: Option<Rows>| {
            fields::set(document, place, table.value(&new?))
        };
        let place = self.place(&table.path);
        let is_plain = !rows.is_json(index) && kind.is_none_or(|kind| Some(kind) == table.first_kind());
        let color = (!is_plain).then(|| Tokens::of(ui).test.text);
        let (name_id, value_id) =
            (self.id(&table.path, (index, "name")), self.id(&table.path, (index, "value")));
        let wanted = self.state.focus_cell.take_if(|wanted| *wanted == name_id).is_some();
        let mut new = None;
        let of_value = cell_box(ui, |ui| {
            let label = tr!("Name of {noun} {n}", noun = table.words.noun, n = index + 1);
            let rename =
                |document: &Document, text: &str| change(document, &place, rows.with_name(index, text));
            let typed = Typed { change: &rename, shown: &str::to_owned };
            let cell = Cell { width: name_width, ..Cell::new(name_id, &label, name) };
            let of_name = self.cell(ui, cell, Commit::Typing(typed));
            if wanted {
                of_name.request_focus();
                select_all(ui, name_id.with("cell"), name);
            }

            ui.add_space(space::S);
            let width = ui.available_width() - size::CONTROL_SMALL - space::XS;
            let set = |document: &Document, text: &str| change(document, &place, rows.with_text(index, text));
            let canonical =
                |text: &str| rows.with_text(index, text).map_or_else(String::new, |it| it.text(index));
            let typed = Typed { change: &set, shown: &canonical };
            let label = tr!("Value of {name}", name = name);
            let cell = Cell { width, hint: tr!("value"), color, ..Cell::new(value_id, &label, &text) };
            let of_value = self.cell(ui, cell.reading(&table.path), Commit::Typing(typed));

            new = match row_menu(ui, table, index, kind, name) {
                Some(Picked::Kind(kind)) => Some(rows.with_kind(index, kind)),
                Some(Picked::Up) => Some(rows.swapped(index, index - 1)),
                Some(Picked::Down) => Some(rows.swapped(index, index + 1)),
                Some(Picked::Remove) => Some(rows.without(index)),
                None => None,
            };
            let is_focused = of_name.has_focus() || of_value.has_focus();
            (of_value, is_focused)
        });
        if let Some(problem) = self.row_problem(rows, index, (name_id, value_id)) {
            ui.add_space(space::XS);
            message(ui, problem.severity, &problem.words);
        }
        if let Some(words) = self.values_of_text(&text, true).filter(|_| self.takes_parameters(&table.path)) {
            ui.add_space(space::XS);
            weak(ui, &words);
        }
        if let Some(new) = new {
            self.change_at_once(table.change(self, self.document(), &new));
        }
        self.follow_focus(ui, &table.path, &of_value);
    }

    /// Why what is typed in a row is not in the document.
    fn row_problem(&mut self, rows: &Rows, index: usize, (name, value): (Id, Id)) -> Option<Problem> {
        let typed = self.draft_text(name, rows.name(index));
        if rows.with_name(index, &typed).is_none() {
            return Some(Problem::unsaved(if typed.is_empty() {
                tr!("Enter a name")
            } else {
                tr!("Another row has this name")
            }));
        }
        let typed = self.draft_text(value, &rows.text(index));
        let error = serde_json::from_str::<Value>(&typed).err().filter(|_| rows.is_json(index))?;
        Some(Problem::unsaved(tr!("Not JSON: {error}", error = error)))
    }
}

/// Most characters of a name. Source: CodePipeline API model.
const NAME_MAX: usize = 128;

/// As wide as the longest name, as far as the values keep enough room.
pub(super) fn name_width<'n>(width: f32, names: impl Iterator<Item = &'n str>) -> f32 {
    let longest = names.map(|name| name.chars().count()).max().unwrap_or_default();
    (longest as f32 * LETTER + space::S).clamp(72.0, (width * 0.48).max(72.0))
}

/// Width of a letter of the code font.
const LETTER: f32 = 7.3;

/// What is typed next takes the place of the whole text.
pub(super) fn select_all(ui: &Ui, id: Id, text: &str) {
    use eframe::egui::text::{CCursor, CCursorRange, CharIndex};
    let mut state = eframe::egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(CharIndex(text.chars().count()));
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::default(), end)));
    state.store(ui.ctx(), id);
}
