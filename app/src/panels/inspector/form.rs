//! What all forms of the inspector share: where a field stands, what is said below it, and how it is reached.
//!
//! Each field belongs to a path of the shown owner. It takes the findings about this path, opens when a finding
//! is revealed, and has an id of its own, so that what appears above it never takes the focus away.

use std::borrow::Cow;
use std::hash::Hash;

use eframe::egui::{Align, Id, Layout, Response, Sense, Stroke, Ui, UiBuilder, vec2};

use pipewright_core::check::{Finding, Severity};
use pipewright_core::document::{Document, Owner, Place};
use pipewright_core::edit::{Change, fields};
use pipewright_core::pipeline::{Path, Step};
use serde_json::Value;

use super::InspectorState;
use super::line::{fix_link, label_row, message, weak};
use super::problem::Problem;
use crate::editor::Editor;
use crate::intent::{Intent, Queue};
use crate::look::widgets::{Field, section};
use crate::look::{
    Tokens,
    tokens::{size, space, stroke},
};

/// From the edge of the panel to its content.
pub(super) const MARGIN: f32 = space::L;
/// Between one field and the next.
pub(super) const GAP: f32 = space::L;
/// Between two fields beside each other.
const PAIR_GAP: f32 = 10.0;

/// The form of one owner during one frame.
pub(super) struct Form<'a> {
    pub editor: &'a Editor,
    pub owner: Owner,
    pub state: &'a mut InspectorState,
    pub queue: &'a mut Queue,
    findings: Vec<Option<&'a Finding>>,
    /// Whether the next field is the first of its group.
    is_first: bool,
    /// The titles of the sections so far.
    sections: Vec<String>,
}

/// One field.
#[derive(Clone, Default)]
#[must_use = "place it"]
pub(super) struct Spec<'s> {
    pub path: Path,
    pub label: Cow<'s, str>,
    pub note: Cow<'s, str>,
    pub help: Cow<'s, str>,
    pub problem: Option<Problem>,
    /// Whether its value is hidden, so that nothing beside it tells it.
    pub is_masked: bool,
}

impl<'s> Spec<'s> {
    pub(super) fn new(path: Path, label: impl Into<Cow<'s, str>>) -> Self {
        Self { path, label: label.into(), ..Self::default() }
    }

    /// A few words at the right of the label.
    pub(super) fn note(mut self, note: impl Into<Cow<'s, str>>) -> Self {
        self.note = note.into();
        self
    }

    /// What it is for.
    pub(super) fn help(mut self, help: impl Into<Cow<'s, str>>) -> Self {
        self.help = help.into();
        self
    }

    /// What is wrong with it, unless a finding says so already.
    pub(super) fn problem(mut self, problem: Option<Problem>) -> Self {
        if self.problem.is_none() || problem.as_ref().is_some_and(|problem| problem.is_unsaved) {
            self.problem = problem;
        }
        self
    }
}

impl<'a> Form<'a> {
    pub(super) fn new(
        editor: &'a Editor,
        owner: Owner,
        state: &'a mut InspectorState,
        queue: &'a mut Queue,
    ) -> Self {
        let findings = editor.derived().findings_of(owner).map(Some).collect();
        Self { editor, owner, state, queue, findings, is_first: true, sections: Vec::new() }
    }

    pub(super) fn document(&self) -> &'a Document {
        self.editor.document()
    }

    /// The value at a path of the owner.
    pub(super) fn value(&self, path: &Path) -> Option<&'a Value> {
        self.document().value(self.owner, path)
    }

    pub(super) fn place(&self, path: &Path) -> Place {
        Place::at(self.owner, path.clone())
    }

    /// The id of a field, the same in every frame, also when what it belongs to gets another name.
    pub(super) fn id(&self, path: &Path, part: impl Hash + std::fmt::Debug) -> Id {
        Id::unique(("inspector", self.owner, self.nameless(path), part))
    }

    /// A path without the name of a parameter, which may just be changing: its position stays.
    pub(super) fn nameless<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        let [list @ Step::Key(first), Step::Key(name), rest @ ..] = path.0.as_slice() else {
            return Cow::Borrowed(path);
        };
        if self.owner != Owner::Extras || first != "parameters" {
            return Cow::Borrowed(path);
        }
        let all = self.value(&Path::key("parameters")).and_then(Value::as_object);
        let Some(at) = all.and_then(|all| all.keys().position(|key| *key == **name)) else {
            return Cow::Borrowed(path);
        };
        let steps = [list.clone(), Step::Index(at)].into_iter().chain(rest.iter().cloned());
        Cow::Owned(Path(steps.collect()))
    }

    /// Asks for a change, if it changes anything.
    pub(super) fn change(&mut self, change: Option<Change>) {
        self.queue.change(change.filter(|change| !change.edits.is_empty()));
    }

    /// Asks for a change that does not continue any typing.
    pub(super) fn change_at_once(&mut self, change: Option<Change>) {
        self.queue.push(Intent::Seal);
        self.change(change);
        self.queue.push(Intent::Seal);
    }

    /// Sets or removes a value at once.
    pub(super) fn set(&mut self, path: &Path, value: Option<Value>) {
        self.change_at_once(fields::set(self.document(), &self.place(path), value));
    }

    /// Shows fields of another owner in between.
    pub(super) fn within(&mut self, owner: Owner, show: impl FnOnce(&mut Self)) {
        let findings = self.editor.derived().findings_of(owner).map(Some).collect();
        let before =
            (std::mem::replace(&mut self.owner, owner), std::mem::replace(&mut self.findings, findings));
        show(self);
        (self.owner, self.findings) = before;
    }

    /// Ends a group of fields and begins another one under a title.
    pub(super) fn section(&mut self, ui: &mut Ui, title: &str) {
        self.section_with(ui, title, |_, _| {});
    }

    /// A section with something at the right of its title.
    pub(super) fn section_with(&mut self, ui: &mut Ui, title: &str, right: impl FnOnce(&mut Self, &mut Ui)) {
        ui.add_space(GAP);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), stroke::LINE), Sense::hover());
        let line = Stroke::new(stroke::LINE, Tokens::of(ui).line);
        ui.painter().hline(rect.x_range().expand(MARGIN), rect.center().y, line);
        ui.add_space(SECTION_TOP);
        let (_, row) = ui.allocate_space(vec2(ui.available_width(), SECTION_ROW));
        let mut left =
            ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center)));
        section(&mut left, title);
        // Buttons are higher than the title, and must not move what is below.
        let around = row.expand2(vec2(0.0, (size::CONTROL_SMALL - SECTION_ROW) / 2.0));
        // A count in the title may change while a menu is open.
        let name = title.split('·').next().unwrap_or_default().to_owned();
        let before = self.sections.iter().filter(|other| **other == name).count();
        let builder = UiBuilder::new().scope_id(self.id(&Path::default(), (&name, before))).max_rect(around);
        self.sections.push(name);
        let mut corner = ui.new_child(builder.layout(Layout::right_to_left(Align::Center)));
        right(self, &mut corner);
        ui.add_space(SECTION_BOTTOM);
        self.is_first = true;
    }

    /// The space above the next field.
    pub(super) fn gap(&mut self, ui: &mut Ui) {
        if !self.take_first() {
            ui.add_space(GAP);
        }
    }

    /// Whether nothing stands in this group yet; from now on something does.
    pub(super) fn take_first(&mut self) -> bool {
        std::mem::take(&mut self.is_first)
    }

    /// The next field follows without a space.
    pub(super) fn closely(&mut self) {
        self.is_first = true;
    }

    /// Two fields beside each other.
    pub(super) fn pair(
        &mut self,
        ui: &mut Ui,
        left: impl FnOnce(&mut Self, &mut Ui),
        right: impl FnOnce(&mut Self, &mut Ui),
    ) {
        self.gap(ui);
        let width = (ui.available_width() - PAIR_GAP) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = PAIR_GAP;
            self.is_first = true;
            half(ui, width, |ui| left(self, ui));
            self.is_first = true;
            half(ui, width, |ui| right(self, ui));
        });
        self.is_first = false;
    }

    /// Places a field: the space above, the control, and below it what is wrong and how to repair it.
    pub(super) fn field(
        &mut self,
        ui: &mut Ui,
        spec: &Spec<'_>,
        control: impl FnOnce(&mut Self, &mut Ui, Field<'_>) -> Response,
    ) -> Response {
        self.place_field(ui, spec, true, control)
    }

    /// A label with a note above something that is no control of its own.
    pub(super) fn labelled(
        &mut self,
        ui: &mut Ui,
        spec: &Spec<'_>,
        content: impl FnOnce(&mut Self, &mut Ui) -> Response,
    ) {
        self.place_field(ui, spec, false, |form, ui, _| {
            label_row(ui, &spec.label, &spec.note);
            let response = content(form, ui);
            if form.state.shows_help && !spec.help.is_empty() {
                weak(ui, &spec.help);
            }
            response
        });
    }

    /// `says_problem`: whether the control itself tells the worst of what is wrong.
    fn place_field(
        &mut self,
        ui: &mut Ui,
        spec: &Spec<'_>,
        says_problem: bool,
        control: impl FnOnce(&mut Self, &mut Ui, Field<'_>) -> Response,
    ) -> Response {
        self.gap(ui);
        let id = self.id(&spec.path, "field");
        let found = self.take_findings(&spec.path);
        let urgent = spec.problem.as_ref().filter(|problem| problem.is_unsaved);
        let (spoken, others) = match (urgent, found.split_first()) {
            (Some(urgent), _) => (Some(urgent.clone()), found.as_slice()),
            (None, Some((first, others))) => (Some(Problem::new(first.severity, &first.message)), others),
            (None, None) => (spec.problem.clone(), &[][..]),
        };
        let words = spoken.as_ref().map(|problem| problem.words.as_str());
        let severity = spoken.as_ref().map(|problem| problem.severity);
        let mut field = Field::new(&spec.label).note(&spec.note);
        match severity {
            Some(Severity::Error) => field = field.error(words),
            Some(Severity::Warning) => field = field.warning(words),
            Some(Severity::Hint) | None => {}
        }
        if self.state.shows_help && !spec.help.is_empty() {
            field = field.help(&spec.help);
        }
        let mut inner = ui.new_child(UiBuilder::new().scope_id(id).max_rect(ui.available_rect_before_wrap()));
        let response = {
            let ui = &mut inner;
            ui.spacing_mut().item_spacing.y = space::XS;
            let response = control(self, ui, field);
            // The controls have lines for errors and warnings only.
            if let Some(problem) = spoken.as_ref().filter(|it| !says_problem || it.severity == Severity::Hint)
            {
                message(ui, problem.severity, &problem.words);
            }
            for finding in others {
                message(ui, finding.severity, &finding.message);
            }
            for finding in &found {
                self.fixes(ui, finding);
            }
            if let Some(words) = self.values_in(&spec.path).filter(|_| !spec.is_masked) {
                weak(ui, &words);
            }
            response
        };
        // Whatever is too wide must not widen the fields below it.
        let taken = inner.min_rect();
        ui.advance_cursor_after_rect(taken.with_max_x(taken.right().min(ui.max_rect().right())));
        self.explain(ui, spec, id, &response, words.is_some());
        self.follow_focus(ui, &spec.path, &response);
        response
    }

    /// What is wrong with something that is no field by itself, below it.
    pub(super) fn problems(&mut self, ui: &mut Ui, path: &Path, problem: Option<Problem>) {
        let found = self.take_findings(path);
        if let Some(problem) = problem.filter(|_| found.is_empty()) {
            ui.add_space(space::XS);
            message(ui, problem.severity, &problem.words);
        }
        for finding in found {
            ui.add_space(space::XS);
            message(ui, finding.severity, &finding.message);
            self.fixes(ui, finding);
        }
    }

    /// Help on hover of the label, for the eye; the description of the control, for the ear.
    fn explain(&self, ui: &Ui, spec: &Spec<'_>, id: Id, response: &Response, is_described: bool) {
        if spec.help.is_empty() || self.state.shows_help {
            return;
        }
        let mut label = response.rect;
        label.max.y = label.min.y;
        label.min.y -= LABEL;
        ui.interact(label, id.with("label"), Sense::hover()).on_hover_text(&*spec.help);
        if !is_described {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(&*spec.help));
        }
    }

    /// The findings about a path, once.
    fn take_findings(&mut self, path: &Path) -> Vec<&'a Finding> {
        let is_about = |finding: &Finding| !path.0.is_empty() && finding.place.path.starts_with(path);
        let mut taken: Vec<&Finding> = Vec::new();
        for slot in &mut self.findings {
            taken.extend(slot.take_if(|finding| is_about(finding)));
        }
        if self.state.typing.is_some() {
            // Each reference to a variable is unfinished while it is being typed.
            taken.retain(|finding| {
                finding.code != UNFINISHED || !finding.message.ends_with("has no closing brace")
            });
            if self.value(path).and_then(Value::as_str).is_some_and(|text| self.is_unfinished(text)) {
                taken.clear();
            }
        }
        taken.sort_by_key(|finding| finding.severity);
        taken
    }

    /// The findings no field has taken.
    pub(super) fn left_findings(&self) -> Vec<&'a Finding> {
        self.findings.iter().copied().flatten().collect()
    }

    /// The buttons that repair what a finding is about.
    pub(super) fn fixes(&mut self, ui: &mut Ui, finding: &Finding) {
        for fix in &finding.fixes {
            if fix_link(ui, &fix.label).clicked() {
                self.change_at_once(Some(Change::new(fix.label.clone(), fix.edits.clone())));
            }
        }
    }

    /// Scrolls to the field and focuses it, if that was asked for.
    pub(super) fn follow_focus(&mut self, ui: &Ui, path: &Path, response: &Response) {
        let Some(wanted) = &self.state.focus else { return };
        let is_here = !path.0.is_empty() && wanted.starts_with(path);
        // Second best, when no field is that exact: the first one inside.
        if is_here || (self.state.is_focus_vague && path.starts_with(wanted)) {
            self.state.focus = None;
            ui.scroll_to_rect(response.rect.expand(LABEL + GAP), None);
            response.request_focus();
        }
    }
}

/// The rule about references to variables that are not written as such.
const UNFINISHED: &str = "CP0806";
const SECTION_TOP: f32 = 13.0;
const SECTION_ROW: f32 = 16.0;
const SECTION_BOTTOM: f32 = 11.0;
/// Height of a label with the gap below it.
pub(super) const LABEL: f32 = 20.0;

fn half(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        content(ui);
    });
}
