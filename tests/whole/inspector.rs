//! The inspector: forms that read a document and ask for changes, by role and label as a person finds them.

mod completion;
mod every;
mod fields;
mod lists;
mod modes;
mod parameters;
mod parts;
mod pictures;
mod tables;
mod things;
mod triggers;
mod truth;

use eframe::egui::{Event, Key, Modifiers, Theme, Ui, UiBuilder, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use pipewright::commands::Command;
use pipewright::editor::{Editor, Item, Selection};
use pipewright::intent::{Intent, Queue};
use pipewright::look::{Tokens, theme};
use pipewright::panels::inspector::{self, InspectorState};
use pipewright_core::catalog::Catalog;
use pipewright_core::document::{Document, Owner};
use pipewright_core::pipeline::{Action, Path, Variable};
use pipewright_core::samples::sample;
use pipewright_softrender::CpuRenderer;
use serde_json::{Value, json};

/// The inspector with as much of the app as makes its wishes come true.
struct Host {
    editor: Editor,
    state: InspectorState,
    queue: Queue,
    /// What is no change of the document.
    others: Vec<Intent>,
}

impl Host {
    fn new(document: Document) -> Self {
        Self {
            editor: Editor::new(document),
            state: InspectorState::default(),
            queue: Queue::default(),
            others: Vec::new(),
        }
    }

    fn ui(&mut self, ui: &mut Ui) {
        self.run();
        let whole = ui.ctx().content_rect();
        ui.painter().rect_filled(whole, 0.0, Tokens::of(ui).panel);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(whole));
        ui.set_clip_rect(whole);
        inspector::show(&mut ui, &self.editor, &mut self.state, &mut self.queue);
    }

    /// Runs the queue, as the app does between frames.
    fn run(&mut self) {
        for intent in self.queue.take() {
            match intent {
                Intent::Change(change) => self.editor.run(&change).unwrap(),
                Intent::ChangeSelecting(change, after) => self.editor.run_selecting(&change, after).unwrap(),
                Intent::Select(selection) => self.editor.select(selection),
                Intent::Seal => self.editor.seal(),
                Intent::UseEnvironment(name) => self.editor.use_environment(name.as_deref()),
                other => self.others.push(other),
            }
        }
    }

    fn action(&self, name: &str) -> &Action {
        let mut actions = self.editor.document().pipeline().actions();
        actions.find(|(_, action)| action.name() == name).map(|(_, action)| action).unwrap()
    }

    fn configuration(&self, action: &str, key: &str) -> Option<Value> {
        self.action(action).configuration().0.and_then(|it| it.get(key)).cloned()
    }
}

type Driven = Harness<'static, Host>;

/// What a test looks at.
#[derive(Clone, Copy)]
enum Shown {
    Action(&'static str),
    Stage(&'static str),
    Pipeline,
}

fn open(document: Document, shown: Shown) -> Driven {
    open_as(document, shown, Theme::Dark, 2400.0)
}

fn open_as(document: Document, shown: Shown, theme: Theme, height: f32) -> Driven {
    let mut host = Host::new(document);
    let pipeline = host.editor.document().pipeline();
    let item = match shown {
        Shown::Action(name) => Some(Item::Action(host.action(name).id)),
        Shown::Stage(name) => {
            pipeline.stages.iter().find(|stage| stage.name() == name).map(|stage| Item::Stage(stage.id))
        }
        Shown::Pipeline => None,
    };
    host.editor.select(item.map(Selection::one).unwrap_or_default());
    let mut harness = Harness::builder()
        .with_size(vec2(328.0, height))
        .with_theme(theme)
        .with_context_setup(theme::install)
        .with_max_steps(8)
        .renderer(CpuRenderer::default())
        .build_ui_state(|ui, host: &mut Host| host.ui(ui), host);
    harness.run();
    harness
}

fn ecs() -> Document {
    Document::read_text(sample("connection-ecs").unwrap().text).unwrap()
}

fn beanstalk() -> Document {
    Document::read_text(sample("s3-beanstalk").unwrap().text).unwrap()
}

/// A pipeline with a source and this action behind it.
fn with_action(action: &Value) -> Document {
    let source = json!({"name": "Source", "actions": [{
        "name": "App",
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
        "configuration": {"RepositoryName": "shop", "BranchName": "main"},
        "outputArtifacts": [{"name": "SourceOutput"}],
    }]});
    let pipeline = json!({
        "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop", "pipelineType": "V2", "version": 1,
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [source, {"name": "Next", "actions": [action]}],
    });
    Document::read_text(&pipeline.to_string()).unwrap()
}

fn kind(category: &str, owner: &str, provider: &str) -> Value {
    json!({"category": category, "owner": owner, "provider": provider, "version": "1"})
}

#[track_caller]
fn type_into(harness: &mut Driven, label: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, label).focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    harness.run();
}
