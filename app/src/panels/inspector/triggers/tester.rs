//! Trying an event: does it start the pipeline, and what decides?

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui, vec2};

use pipewright_core::parameter::resolve;
use pipewright_core::pipeline::{ActionId, Path};
use pipewright_core::trigger::{
    self, Deciding, Effective, Event, EventKind, Outcome, PullRequestEvent, SourceKind, Verdict,
};

use super::super::form::{Form, Spec};
use super::super::line::weak;
use super::Moment;
use crate::editor::Editor;
use crate::look::widgets::{Button, Choice, ChoiceField, IconButton, Switch, TextField};
use crate::look::{
    Tokens, fonts, icons,
    tokens::{radius, size, space, text},
};
use crate::tr;

/// The event that is tried; no part of it is in the file.
pub(super) struct Tester {
    is_open: bool,
    source: Option<ActionId>,
    kind: EventKind,
    branch: String,
    is_new: bool,
    tag: String,
    event: PullRequestEvent,
    from: String,
    into: String,
    files: String,
    repository: String,
    image_tag: String,
    bucket: String,
    key: String,
    /// The last verdict with what it was asked.
    last: Option<(Moment, ActionId, Event, Verdict)>,
    /// The patterns that decided, to be highlighted.
    pub marks: Vec<Deciding>,
}

impl Default for Tester {
    fn default() -> Self {
        Self {
            is_open: false,
            source: None,
            kind: EventKind::PushBranch,
            branch: "main".to_owned(),
            is_new: false,
            tag: "v1.0.0".to_owned(),
            event: PullRequestEvent::Opened,
            from: "feature/x".to_owned(),
            into: "main".to_owned(),
            files: "README.md".to_owned(),
            repository: String::new(),
            image_tag: "latest".to_owned(),
            bucket: String::new(),
            key: String::new(),
            last: None,
            marks: Vec::new(),
        }
    }
}

impl Tester {
    /// What the event does, if one is being tried.
    pub(super) fn verdict(&mut self, editor: &Editor) -> Option<Verdict> {
        let source = self.source.filter(|_| self.is_open)?;
        let (moment, event) = (Moment::of(editor), self.event());
        if let Some((of, action, asked, verdict)) = &self.last
            && (of, *action) == (&moment, source)
            && *asked == event
        {
            return Some(verdict.clone());
        }
        let document = resolve(editor.document(), editor.environment());
        let verdict = trigger::test(&document, source, &event)?;
        self.last = Some((moment, source, event, verdict.clone()));
        Some(verdict)
    }

    fn event(&self) -> Event {
        let trimmed = |text: &str| text.trim().to_owned();
        let files =
            || self.files.lines().map(trimmed).filter(|file| !file.is_empty()).collect::<Vec<String>>();
        match self.kind {
            EventKind::PushBranch => {
                Event::PushBranch { branch: trimmed(&self.branch), is_new: self.is_new, files: files() }
            }
            EventKind::PushTag => Event::PushTag { tag: trimmed(&self.tag) },
            EventKind::PullRequest => Event::PullRequest {
                event: self.event,
                from: trimmed(&self.from),
                into: trimmed(&self.into),
                files: files(),
            },
            EventKind::NewImage => {
                Event::NewImage { repository: trimmed(&self.repository), tag: trimmed(&self.image_tag) }
            }
            EventKind::NewObject => {
                Event::NewObject { bucket: trimmed(&self.bucket), key: trimmed(&self.key) }
            }
        }
    }

    /// Takes a source, and begins with an event that makes sense there.
    fn choose(&mut self, editor: &Editor, source: ActionId) {
        self.source = Some(source);
        let document = resolve(editor.document(), editor.environment());
        let Some((_, action)) = document.pipeline().action(source) else { return };
        let Some(kind) = SourceKind::of(action) else { return };
        if !kind.events().contains(&self.kind)
            && let Some(first) = kind.events().first()
        {
            self.kind = *first;
        }
        let value = |key: &str| action.configuration().get(key).map(str::to_owned);
        if let Some(branch) = kind.branch_key().and_then(value) {
            self.into.clone_from(&branch);
            self.branch = branch;
        }
        self.repository = value("RepositoryName").unwrap_or_default();
        self.image_tag = value("ImageTag").unwrap_or_else(|| "latest".to_owned());
        self.bucket = value("S3Bucket").unwrap_or_default();
        self.key = value("S3ObjectKey").unwrap_or_default();
    }
}

impl Form<'_> {
    /// The tester below the triggers.
    pub(super) fn tester(&mut self, ui: &mut Ui, effective: &[Effective]) {
        let (editor, document) = (self.editor, self.document());
        let kind_of =
            |id: ActionId| document.pipeline().action(id).and_then(|(_, action)| SourceKind::of(action));
        let testable: Vec<&Effective> = effective
            .iter()
            .filter(|source| kind_of(source.action).is_some_and(|kind| !kind.events().is_empty()))
            .collect();
        let Some(first) = testable.first() else { return };
        ui.add_space(space::M);
        let tester = &mut self.state.triggers.tester;
        if !tester.is_open {
            let mut is_asked = false;
            ui.horizontal(|ui| {
                is_asked = Button::ghost(tr!("Try an event")).icon(icons::PLAY).show(ui).clicked();
            });
            if is_asked {
                tester.is_open = true;
                tester.choose(editor, first.action);
            }
            return;
        }
        // A source may go while it is being tried.
        let source = tester.source.filter(|id| testable.iter().any(|source| source.action == *id));
        let source = source.unwrap_or_else(|| {
            tester.choose(editor, first.action);
            first.action
        });
        let events = kind_of(source).map_or(&[][..], SourceKind::events);
        let fill = Tokens::of(ui).raised;
        Frame::new().fill(fill).corner_radius(radius::CARD).inner_margin(Margin::same(10)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            self.tester_head(ui);
            self.closely();
            self.tester_choices(ui, &testable, source, events);
            self.tester_fields(ui);
            if let Some(verdict) = self.state.triggers.tester.verdict(self.editor) {
                ui.add_space(space::M);
                verdict_ui(ui, &verdict);
            }
        });
    }

    fn tester_head(&mut self, ui: &mut Ui) {
        let row = vec2(ui.available_width(), size::CONTROL_SMALL);
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            let title = RichText::new(tr!("Try an event")).font(fonts::medium(text::BODY));
            ui.label(title.color(Tokens::of(ui).text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if IconButton::new(icons::CLOSE, tr!("Close the event")).small().show(ui).clicked() {
                    self.state.triggers.tester.is_open = false;
                }
            });
        });
        ui.add_space(space::S);
    }

    fn tester_choices(
        &mut self,
        ui: &mut Ui,
        testable: &[&Effective],
        source: ActionId,
        events: &[EventKind],
    ) {
        if testable.len() > 1 {
            let choices: Vec<Choice<'_, ActionId>> =
                testable.iter().map(|it| Choice::new(it.action, &it.source)).collect();
            let mut chosen = source;
            let spec = spec("source", tr!("At source"));
            let response =
                self.field(ui, &spec, |_, ui, field| ChoiceField::new(field).show(ui, &mut chosen, &choices));
            if response.changed() {
                self.state.triggers.tester.choose(self.editor, chosen);
            }
        }
        if events.len() > 1 {
            let choices: Vec<Choice<'_, EventKind>> =
                events.iter().map(|kind| Choice::new(*kind, event_name(*kind))).collect();
            let mut kind = self.state.triggers.tester.kind;
            self.field(ui, &spec("kind", tr!("Event")), |_, ui, field| {
                ChoiceField::new(field).show(ui, &mut kind, &choices)
            });
            self.state.triggers.tester.kind = kind;
        } else if let [only] = events {
            weak(ui, event_name(*only));
        }
    }

    fn tester_fields(&mut self, ui: &mut Ui) {
        match self.state.triggers.tester.kind {
            EventKind::PushBranch => {
                self.tried(ui, "branch", tr!("Branch of the push"), "main", |it| &mut it.branch);
                self.tried_files(ui);
                let mut is_new = self.state.triggers.tester.is_new;
                self.field(ui, &spec("new", tr!("First push of the branch")), |_, ui, field| {
                    Switch::new(field, &mut is_new).show(ui)
                });
                self.state.triggers.tester.is_new = is_new;
            }
            EventKind::PushTag => self.tried(ui, "tag", tr!("Tag of the push"), "v1.0.0", |it| &mut it.tag),
            EventKind::PullRequest => {
                let choices = [
                    Choice::new(PullRequestEvent::Opened, tr!("opened")),
                    Choice::new(PullRequestEvent::Updated, tr!("updated")),
                    Choice::new(PullRequestEvent::Closed, tr!("closed")),
                ];
                let mut event = self.state.triggers.tester.event;
                self.field(ui, &spec("event", tr!("It is")), |_, ui, field| {
                    ChoiceField::new(field).show(ui, &mut event, &choices)
                });
                self.state.triggers.tester.event = event;
                self.pair(
                    ui,
                    |form, ui| form.tried(ui, "from", tr!("From branch"), "feature/x", |it| &mut it.from),
                    |form, ui| form.tried(ui, "into", tr!("Into branch"), "main", |it| &mut it.into),
                );
                self.tried_files(ui);
            }
            EventKind::NewImage => {
                self.tried(ui, "repository", tr!("Image repository"), "shop/web", |it| &mut it.repository);
                self.tried(ui, "image tag", tr!("Image tag"), "latest", |it| &mut it.image_tag);
            }
            EventKind::NewObject => {
                self.tried(ui, "bucket", tr!("Bucket of the object"), "shop-source", |it| &mut it.bucket);
                self.tried(ui, "key", tr!("Key of the object"), "shop.zip", |it| &mut it.key);
            }
        }
    }

    /// A text of the event.
    fn tried(
        &mut self,
        ui: &mut Ui,
        part: &'static str,
        label: &'static str,
        hint: &str,
        text: impl Fn(&mut Tester) -> &mut String,
    ) {
        let mut typed = text(&mut self.state.triggers.tester).clone();
        self.field(ui, &spec(part, label), |_, ui, field| {
            TextField::new(field, &mut typed).hint(hint).code().show(ui)
        });
        *text(&mut self.state.triggers.tester) = typed;
    }

    fn tried_files(&mut self, ui: &mut Ui) {
        let mut typed = self.state.triggers.tester.files.clone();
        let spec = spec("files", tr!("Changed files")).note(tr!("one in each line"));
        self.field(ui, &spec, |_, ui, field| {
            TextField::new(field, &mut typed).hint("src/main.rs").code().rows(2).show(ui)
        });
        self.state.triggers.tester.files = typed;
    }
}

/// The fields stand for no value of the pipeline.
fn spec<'s>(part: &'static str, label: &'static str) -> Spec<'s> {
    Spec::new(Path::key("tried event").then(part), label)
}

fn event_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::PushBranch => tr!("Push to a branch"),
        EventKind::PushTag => tr!("Push of a tag"),
        EventKind::PullRequest => tr!("Pull request"),
        EventKind::NewImage => tr!("A new image in ECR"),
        EventKind::NewObject => tr!("A new object in S3"),
    }
}

/// The answer, and below it what the filters that say no have against it.
fn verdict_ui(ui: &mut Ui, verdict: &Verdict) {
    let tokens = Tokens::of(ui);
    let (icon, words, tint) = match verdict.outcome {
        Outcome::Starts => (icons::SUCCESS, tr!("Starts the pipeline"), tokens.deploy),
        Outcome::StartsFromOutside => (icons::EXTERNAL_LINK, tr!("Starts from outside"), tokens.warning),
        Outcome::Stays => (icons::STOP, tr!("Does not start the pipeline"), tokens.compute),
    };
    Frame::new().fill(tint.fill).corner_radius(radius::CONTROL).inner_margin(Margin::same(8)).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let icon = ui.label(RichText::new(icon).font(fonts::regular(text::BODY)).color(tint.text));
                ui.ctx().accesskit_node_builder(icon.id, eframe::egui::accesskit::Node::set_hidden);
                ui.label(RichText::new(words).font(fonts::semibold(text::BODY)).color(tint.text));
            });
            ui.label(RichText::new(&verdict.because).font(fonts::regular(text::SMALL)).color(tokens.text));
        },
    );
}
