//! A list of patterns as chips, and the line in which one is typed.

use eframe::egui::{Align2, Frame, Grid, Key, Label, RichText, TextEdit, Ui};

use pipewright_core::check::Severity;
use pipewright_core::document::{Document, Owner};
use pipewright_core::edit::Change;
use pipewright_core::edit::triggers::{self, FilterAt, MAX_PATTERN, MAX_PATTERNS, PatternList};
use pipewright_core::flow::globs;

use super::super::cells::cell_box;
use super::super::form::{Form, Spec};
use super::super::line::message;
use super::super::values;
use crate::look::widgets::{Chip, ChipAction, ChipField};
use crate::look::{
    Tokens, fonts,
    tokens::{space, text},
};
use crate::{tr, words};

/// A pattern while it is typed.
pub(in crate::panels::inspector) struct PatternDraft {
    at: FilterAt,
    key: &'static str,
    list: PatternList,
    /// The pattern it stands for; none for a new one.
    replacing: Option<usize>,
    text: String,
    /// Whether the focus is still to come.
    is_fresh: bool,
}

impl PatternDraft {
    pub(super) fn is_of(&self, at: FilterAt, key: &str, list: PatternList) -> bool {
        (self.at, self.key, self.list) == (at, key, list)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The list with it; `None` if that is as before, or it is no pattern yet.
    pub(super) fn change(&self, document: &Document) -> Option<Change> {
        if globs::check(self.text.trim()).is_err() {
            return None;
        }
        let path = self.at.path().then(self.key).then(self.list.key());
        let before = document.value(Owner::Pipeline, &path).map_or(Some(Vec::new()), values::texts)?;
        let mut all: Vec<String> = before.iter().map(|&text| text.to_owned()).collect();
        // Several may be typed or pasted at once, with commas between them.
        let patterns = values::comma_items(&self.text);
        match self.replacing {
            Some(index) if index < all.len() => {
                all.splice(index..=index, patterns);
            }
            _ => all.extend(patterns),
        }
        all.truncate(MAX_PATTERNS);
        if all == before {
            return None;
        }
        triggers::set_patterns(document, self.at, self.key, self.list, &all)
    }

    /// It stands in the list now.
    pub(super) fn is_taken(&mut self) {
        if self.replacing.is_none() {
            self.text.clear();
        }
    }
}

/// Words in the present language.
type Words = fn() -> &'static str;

/// What patterns are made of.
const GLOBS: [(&str, Words); 5] = [
    ("*", || tr!("any text without /")),
    ("**", || tr!("any text, over folders, too")),
    ("?", || tr!("one character")),
    ("[a-c]", || tr!("one of these characters")),
    ("{a,b}", || tr!("one of these texts")),
];

impl Form<'_> {
    /// One list of patterns.
    pub(super) fn patterns(&mut self, ui: &mut Ui, at: FilterAt, key: &'static str, list: PatternList) {
        let path = at.path().then(key).then(list.key());
        let label = label(key, list);
        let texts = match self.value(&path) {
            None => Vec::new(),
            Some(value) => {
                let Some(texts) = values::texts(value) else {
                    self.odd_value(ui, Spec::new(path, label), tr!("a list of texts"), value);
                    return;
                };
                texts
            }
        };
        let tokens = Tokens::of(ui);
        let marks = &self.state.triggers.tester.marks;
        let color = |index: usize| {
            let mark = marks.iter().find(|mark| mark.path == path.clone().then(index));
            match mark.map(|mark| mark.passes) {
                Some(true) => tokens.deploy.text,
                Some(false) => tokens.error.text,
                None => tokens.text,
            }
        };
        let chips: Vec<Chip<'_>> =
            texts.iter().enumerate().map(|(index, label)| Chip { label, color: color(index) }).collect();
        let note = match texts.len() {
            0 => tr!("none").to_owned(),
            count if count + 2 >= MAX_PATTERNS => tr!("{n} of {max}", n = count, max = MAX_PATTERNS),
            _ => String::new(),
        };
        let spec = Spec::new(path.clone(), label).note(note).help(help(key, list));
        let is_full = texts.len() >= MAX_PATTERNS;
        let mut action = None;
        self.field(ui, &spec, |_, ui, field| {
            let answer = ChipField::new(field, &chips).asks(!is_full).show(ui);
            action = answer.action;
            answer.response
        });
        let is_typed = self.state.triggers.pattern.as_ref().is_some_and(|it| it.is_of(at, key, list));
        if is_typed {
            self.pattern_line(ui, &texts, label);
        }
        match action {
            Some(ChipAction::Open(index)) => self.begin_pattern(at, key, list, Some((index, texts[index]))),
            Some(ChipAction::Create) => self.begin_pattern(at, key, list, None),
            Some(ChipAction::Remove(index)) => {
                let mut all: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
                all.remove(index);
                self.state.triggers.pattern = None;
                self.change_at_once(triggers::set_patterns(self.document(), at, key, list, &all));
            }
            Some(ChipAction::Add(_)) | None => {}
        }
    }

    /// Opens the line for a pattern.
    pub(super) fn begin_pattern(
        &mut self,
        at: FilterAt,
        key: &'static str,
        list: PatternList,
        old: Option<(usize, &str)>,
    ) {
        let (replacing, text) = old.map_or((None, ""), |(index, text)| (Some(index), text));
        let text = text.to_owned();
        self.state.triggers.pattern = Some(PatternDraft { at, key, list, replacing, text, is_fresh: true });
    }

    /// The line, and what patterns are made of. Enter adds; leaving it keeps what can be read.
    fn pattern_line(&mut self, ui: &mut Ui, texts: &[&str], label: &str) {
        let Some(mut draft) = self.state.triggers.pattern.take() else { return };
        ui.add_space(space::XS);
        let id = self.id(&draft.at.path(), (draft.key, draft.list, "pattern"));
        let name = tr!("Pattern for {list}", list = words::in_sentence(label));
        let response = cell_box(ui, |ui| {
            let edit = TextEdit::singleline(&mut draft.text)
                .id(id)
                .frame(Frame::NONE)
                .align(Align2::LEFT_CENTER)
                .desired_width(ui.available_width() - space::S)
                .char_limit(MAX_PATTERN)
                .hint_text(example(draft.key))
                .font(fonts::code());
            let response = ui.add(edit).accessible_name(&name);
            let has_focus = response.has_focus();
            (response, has_focus)
        });
        if draft.is_fresh {
            draft.is_fresh = false;
            response.request_focus();
            response.scroll_to_me(None);
        }
        let problem = globs::check(draft.text.trim()).err();
        ui.add_space(space::XS);
        match problem {
            Some(problem) => {
                message(ui, Severity::Error, &tr!("The pattern {problem}", problem = problem));
            }
            None => glob_help(ui),
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let is_left = response.lost_focus() && !is_entered;
        let is_canceled = is_left && ui.input(|input| input.key_pressed(Key::Escape));
        let is_blank = draft.is_blank() && draft.replacing.is_none();
        if (is_entered || is_left) && !is_canceled && problem.is_none() && !is_blank {
            self.change_at_once(draft.change(self.document()));
            // After a new one comes the next.
            if is_entered && draft.replacing.is_none() && texts.len() + 1 < MAX_PATTERNS {
                draft.text.clear();
                draft.is_fresh = true;
                self.state.triggers.pattern = Some(draft);
            }
            return;
        }
        if is_entered && problem.is_some() {
            response.request_focus();
        }
        let is_kept_in_trouble = is_left && !is_canceled && problem.is_some();
        let is_going_on = !(is_left || is_entered && is_blank);
        if is_kept_in_trouble || is_going_on {
            self.state.triggers.pattern = Some(draft);
        }
    }
}

fn glob_help(ui: &mut Ui) {
    let tokens = Tokens::of(ui);
    let grid = Grid::new("globs").num_columns(2).min_row_height(0.0).spacing([space::M, space::XS]);
    grid.show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (sign, words) in GLOBS {
            ui.add(Label::new(RichText::new(sign).font(fonts::code()).color(tokens.text)).extend());
            ui.label(RichText::new(words()).font(fonts::regular(text::SMALL)).color(tokens.weak));
            ui.end_row();
        }
    });
}

fn label(key: &str, list: PatternList) -> &'static str {
    match (key, list) {
        ("branches", PatternList::Includes) => tr!("Branches"),
        ("branches", PatternList::Excludes) => tr!("Without branches"),
        ("tags", PatternList::Includes) => tr!("Tags"),
        ("tags", PatternList::Excludes) => tr!("Without tags"),
        (_, PatternList::Includes) => tr!("File paths"),
        (_, PatternList::Excludes) => tr!("Without file paths"),
    }
}

fn help(key: &str, list: PatternList) -> &'static str {
    match (key, list) {
        (_, PatternList::Excludes) => tr!("An exclude beats an include."),
        ("filePaths", PatternList::Includes) => {
            tr!("Each changed file is judged alone; one that fits is enough. AWS looks at the first 100.")
        }
        (_, PatternList::Includes) => tr!("One of them has to fit."),
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "branches" => "release/**",
        "tags" => "v*",
        _ => "src/**",
    }
}
