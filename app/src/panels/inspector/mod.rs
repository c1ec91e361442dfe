//! The inspector: every value of what is selected, as a form.
//!
//! [`show`] draws the header and the form of the selection: an action, a stage, a wire, several things, or the
//! pipeline itself. A form is made of fields ([`form`]), each for one path of its owner; controls
//! ([`controls`], [`cells`]) turn what is typed or picked into changes, texts in the making are [`draft`]s.
//!
//! Nothing is hidden: a value of the wrong type, an unknown member, a key the catalog does not know are shown
//! as raw fields, and stay in the file until a person removes them.

mod action;
mod artifacts;
mod cells;
mod completion;
mod configuration;
mod controls;
mod draft;
mod environments;
mod form;
mod header;
mod items;
mod line;
mod modes;
mod note;
mod parameters;
mod pasted;
mod pipeline;
mod problem;
mod provider;
mod raw;
mod rows;
mod rules;
mod several;
mod stage;
mod stores;
mod table;
mod things;
mod triggers;
mod values;
mod values_put_in;
mod variables;
mod wire;

use eframe::egui::{Frame, Id, Margin, ScrollArea, TextWrapMode, Ui};

use pipewright_core::check::Finding;
use pipewright_core::document::{Document, Owner};
use pipewright_core::edit::Change;
use pipewright_core::pipeline::{ActionId, Path};

use crate::editor::{Editor, Item};
use crate::intent::{Intent, Queue};
use crate::look::Tokens;
use crate::look::tokens::{radius, space};
use draft::Drafts;
use form::{Form, GAP, MARGIN};

/// What the inspector remembers between frames; no part of it is in the file or in the history.
#[derive(Default)]
pub struct InspectorState {
    /// The field to scroll to and to focus with the next frame.
    pub focus: Option<Path>,
    /// Whether the wanted field was not found by itself, so that any field inside will do.
    is_focus_vague: bool,
    drafts: Drafts,
    /// Whose form was shown last.
    shown: Option<Owner>,
    /// The cell that gets the focus as soon as it is there.
    focus_cell: Option<Id>,
    /// The table that waits for what is on the clipboard.
    paste_into: Option<Path>,
    /// The part of a form that was unfolded.
    unfolded: Option<Path>,
    picture: modes::Picture,
    triggers: triggers::TriggersState,
    /// Whether each field tells what it is for.
    shows_help: bool,
    /// The secret that is not masked.
    revealed: Option<Id>,
    /// The field or cell that is being typed in.
    typing: Option<Id>,
    /// The output whose name is being edited.
    renaming: Option<(ActionId, usize)>,
    /// The things around the pipeline that the shown owner names.
    things: things::Things,
    /// Findings without a field, as they were found while drawing.
    unplaced: Unplaced,
}

/// Which findings stand at the top: only drawing the fields tells which are left.
#[derive(Clone, Default, PartialEq)]
struct Unplaced {
    of: Option<(Owner, u64)>,
    messages: Vec<usize>,
}

impl InspectorState {
    /// The next change that waits for its field to be left: for what cannot wait so long, such as saving.
    pub fn take_due(&mut self, document: &Document) -> Option<Change> {
        self.drafts.take_due(document).or_else(|| self.triggers.take_due(document))
    }
}

/// Takes the rest of `ui`.
pub fn show(ui: &mut Ui, editor: &Editor, state: &mut InspectorState, queue: &mut Queue) {
    let items = editor.selection().items();
    let (owner, subject) = match items {
        [] => (Owner::Pipeline, Subject::Pipeline),
        [Item::Stage(id)] => (Owner::Stage(*id), Subject::Stage(*id)),
        [Item::Action(id)] => (Owner::Action(*id), Subject::Action(*id)),
        [Item::Note(index)] => (Owner::Extras, Subject::Note(*index)),
        [Item::Wire { to, input }] => (Owner::Action(*to), Subject::Wire { to: *to, input: *input }),
        [_, _, ..] => (Owner::Pipeline, Subject::Several),
    };
    if state.shown.replace(owner) != Some(owner) {
        // A secret is masked again, and nothing asked for elsewhere happens here.
        state.revealed = None;
        state.focus_cell = None;
        state.typing = None;
        state.paste_into = None;
        state.unfolded = None;
        state.picture = modes::Picture::default();
    }
    let had_focus_wish = state.focus.is_some();
    ui.spacing_mut().item_spacing.y = 0.0;
    // Findings are sentences; without this, those behind an icon would run out of the panel.
    ui.style_mut().wrap_mode = Some(TextWrapMode::Wrap);
    header::show(ui, editor, state, queue);
    ScrollArea::vertical().id_salt(("inspector", owner)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(MARGIN as i8, 0)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add_space(space::S);
            let mut form = Form::new(editor, owner, state, queue);
            form.subject(ui, &subject);
            ui.add_space(space::XL);
        });
    });
    for draft in state.drafts.end_unseen() {
        queue.change(draft.change_on_leave(editor.document()).filter(|change| !change.edits.is_empty()));
        queue.push(Intent::Seal);
    }
    state.is_focus_vague = had_focus_wish && state.focus.is_some() && !state.is_focus_vague;
    if state.is_focus_vague {
        ui.ctx().request_repaint();
    } else {
        state.focus = None;
    }
}

/// What is shown.
enum Subject {
    Pipeline,
    Stage(pipewright_core::pipeline::StageId),
    Action(ActionId),
    Wire { to: ActionId, input: usize },
    Note(usize),
    Several,
}

impl Form<'_> {
    fn subject(&mut self, ui: &mut Ui, subject: &Subject) {
        match *subject {
            Subject::Wire { to, input } => return self.wire(ui, to, input),
            Subject::Note(index) => return self.note(ui, index),
            Subject::Several => return self.several(ui),
            Subject::Pipeline | Subject::Stage(_) | Subject::Action(_) => {}
        }
        self.callout(ui);
        match *subject {
            Subject::Stage(id) => self.stage(ui, id),
            Subject::Action(id) => self.action(ui, id),
            Subject::Pipeline | Subject::Wire { .. } | Subject::Note(_) | Subject::Several => {
                self.pipeline(ui);
            }
        }
        self.note_unplaced(ui);
    }

    /// The findings that have no field, at the top.
    fn callout(&mut self, ui: &mut Ui) {
        let is_current = self.state.unplaced.of == Some((self.owner, self.document().revision()));
        if !is_current || self.state.unplaced.messages.is_empty() {
            return;
        }
        let all: Vec<&Finding> = self.editor.derived().findings_of(self.owner).collect();
        let shown: Vec<&Finding> =
            self.state.unplaced.messages.iter().filter_map(|index| all.get(*index).copied()).collect();
        let tokens = Tokens::of(ui);
        Frame::new().fill(tokens.raised).corner_radius(radius::CARD).inner_margin(Margin::same(10)).show(
            ui,
            |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = space::XS;
                for finding in shown {
                    line::message(ui, finding.severity, &finding.message);
                    if let Some(help) = &finding.help {
                        line::weak(ui, help);
                    }
                    self.fixes(ui, finding);
                }
            },
        );
        ui.add_space(GAP);
    }

    /// Remembers which findings no field took. If the callout above showed others, the frame is drawn anew.
    fn note_unplaced(&mut self, ui: &Ui) {
        let left = self.left_findings();
        let all = self.editor.derived().findings_of(self.owner).enumerate();
        let is_left = |finding: &Finding| left.iter().any(|other| std::ptr::eq(*other, finding));
        let now = Unplaced {
            of: Some((self.owner, self.document().revision())),
            messages: all.filter(|(_, finding)| is_left(finding)).map(|(index, _)| index).collect(),
        };
        if self.state.unplaced != now {
            let is_visible = !now.messages.is_empty() || !self.state.unplaced.messages.is_empty();
            self.state.unplaced = now;
            if is_visible {
                ui.ctx().request_discard("findings without a field moved");
            }
        }
    }
}
